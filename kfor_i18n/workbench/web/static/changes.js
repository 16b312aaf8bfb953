// What changes elsewhere: one tab asks the server and tells the others.

import { Refused, Unanswered, request } from "./api.js";
import { emit, state } from "./state.js";

/** @typedef {import("./contract.js").Changes} Changes */

const OFTEN = 300;
const SELDOM = 3_000;
const LOCK = "kfor-i18n-changes";

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(LOCK) : null;

let version = 0;

/** The version that a draft of this tab led to, which it need not be told. */
let own = 0;

/** Begin to ask, or to listen to the tab that asks. */
export function watchChanges() {
  version = state.project?.version ?? 0;
  channel?.addEventListener("message", ({ data }) => take(data));
  void lead();
}

/**
 * Note a version that a draft of this tab led to.
 * @param {number} led
 */
export function noteOwn(led) {
  own = led;
}

/** Ask at once, after what this tab changed or when the server answers again. */
export async function askNow() {
  const changes = await ask();
  if (changes) tell(changes);
}

/** Ask as long as this tab is the one that does; a hidden tab hands over to one that waits. */
async function lead() {
  if (!navigator.locks) return repeat(() => true);
  for (;;) {
    await navigator.locks.request(LOCK, () => repeat(isWanted)).catch(() => undefined);
    await pause(OFTEN);
  }
}

async function isWanted() {
  if (!document.hidden) return true;
  const { pending } = await navigator.locks.query();
  return !pending?.some((each) => each.name === LOCK);
}

/** @param {() => boolean | Promise<boolean>} goesOn */
async function repeat(goesOn) {
  while (await goesOn()) {
    const changes = await ask();
    if (changes) tell(changes);
    await pause(document.hidden || !changes ? SELDOM / (changes ? 1 : 3) : OFTEN);
  }
}

/** @returns {Promise<Changes | null>} */
async function ask() {
  try {
    return await request("GET", "changes", { since: version });
  } catch (error) {
    if (error instanceof Unanswered || error instanceof Refused) return null;
    throw error;
  }
}

/** @param {Changes} changes */
function tell(changes) {
  if (changes.version === version && !changes.restarted) return;
  channel?.postMessage(changes);
  take(changes);
}

/** @param {Changes} changes */
function take(changes) {
  const isOld = changes.restarted || changes.version < version;
  if (changes.version === version) return;
  const isOwn = changes.version === own && version === own - 1;
  version = changes.version;
  emit(isOld ? "restarted" : "changes", { ...changes, isOwn });
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
