// What is read aloud: one line for what goes on by itself, one for what came of a save.

import { byId } from "./dom.js";
import { on } from "./state.js";

/** A pause in typing after which findings are said. */
const PAUSE = 700;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/**
 * Say something at the next occasion.
 * @param {string} sentence
 */
export function announce(sentence) {
  speak(byId("live"), sentence);
}

/**
 * Say something once there was no other for a while: at a pause, never at each key.
 * @param {string} sentence
 */
export function announceAtPause(sentence) {
  clearTimeout(waiting);
  waiting = setTimeout(() => announce(sentence), PAUSE);
}

/**
 * Say something now, in place of what waits for a pause and would follow at its heels.
 * @param {string} sentence
 */
export function interrupt(sentence) {
  hush();
  announce(sentence);
}

/** Say nothing of what waits for a pause, and keep nothing that was said: it is not so any more. */
export function hush() {
  clearTimeout(waiting);
  announce("");
}

/**
 * Show and say what came of an action.
 * @param {string} sentence
 * @param {boolean} [isError]
 * @param {string} [until] the event with which it is not so any more
 */
export function report(sentence, isError = false, until = "") {
  const status = byId("status");
  status.classList.toggle("refused", isError);
  status.dataset.until = until;
  speak(status, sentence);
}

/**
 * The same sentence twice is a change as well, so that it is said again.
 * @param {HTMLElement} region
 * @param {string} sentence
 */
function speak(region, sentence) {
  region.textContent = region.textContent === sentence && sentence ? `${sentence}\u00A0` : sentence;
}

for (const event of ["back", "catalog-back"])
  on(event, () => {
    if (byId("status").dataset.until === event) report("");
  });
