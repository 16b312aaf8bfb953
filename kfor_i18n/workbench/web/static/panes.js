// The three parts of the window: links lead to them, F6 goes round, and a small window shows one.

import { byId } from "./dom.js";
import { emit } from "./state.js";

const PANES = ["messages", "translation", "preview"];

/**
 * Show a part, where there is room for one only.
 * @param {string} name
 */
export function showPane(name) {
  if (document.body.dataset.pane === name) return;
  document.body.dataset.pane = name;
  if (name !== "messages") scrollTo({ top: 0 });
  mark();
  emit("pane");
}

/**
 * Show a part and go to it.
 * @param {string} name
 */
export function goToPane(name) {
  showPane(name);
  byId(name).focus({ preventScroll: true });
}

/**
 * Go to the next part, or the one before.
 * @param {1 | -1} by
 */
export function cyclePane(by) {
  const at = PANES.findIndex((each) => byId(each).contains(document.activeElement));
  const from = at < 0 ? (by > 0 ? -1 : 0) : at;
  goToPane(PANES[(from + by + PANES.length) % PANES.length]);
}

function mark() {
  for (const link of byId("panes").querySelectorAll("a")) {
    const isShown = link.hash === `#${document.body.dataset.pane}`;
    if (isShown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Connect the links. */
export function startPanes() {
  mark();
  byId("panes").addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link) return;
    event.preventDefault();
    goToPane(link.hash.slice(1));
  });
}
