// The keyboard: each shortcut has a modifier or is a function key, and all can be switched off.

import { hasMatch, useMatch } from "./aids/memory.js";
import { byId } from "./dom.js";
import { openEntry } from "./entry.js";
import { insertText } from "./forms.js";
import { cyclePane } from "./panes.js";
import { save, step } from "./saving.js";
import { emit, on, preference, setPreference } from "./state.js";

/** @param {KeyboardEvent} event */
function act(event) {
  if (preference("shortcuts", "on") !== "on" || document.querySelector("dialog[open]:not(#proof)")) return;
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  action();
}

/**
 * @param {KeyboardEvent} event
 * @returns {(() => void) | null}
 */
function actionOf(event) {
  const { key, code, altKey, shiftKey } = event;
  const hasControl = event.ctrlKey || event.metaKey;
  const by = shiftKey ? -1 : 1;
  if (!hasControl && !altKey && ["F6", "F8"].includes(key)) {
    // A dialog hides the parts of the window behind it, and the page.
    if (document.querySelector("dialog[open]")) return null;
    return key === "F6" ? () => cyclePane(by) : () => emit("step-place", by);
  }
  if (hasControl && !altKey && key === "Enter") return () => void save({ isNext: true });
  if (hasControl && !altKey && !shiftKey && key.toLowerCase() === "s") return () => void save();
  const digit = Number(/^Digit([1-9])$/.exec(code)?.[1]);
  // With the Command key, macOS takes pictures of the screen by these keys.
  if (event.ctrlKey && shiftKey && !altKey && !event.metaKey) return hasMatch(digit) ? () => useMatch(digit) : null;
  if (!altKey || hasControl || event.getModifierState("AltGraph")) return null;
  if (key === "ArrowDown") return () => void step(1);
  if (key === "ArrowUp") return () => void step(-1);
  const { insertables = [], terms = [] } = openEntry() ?? {};
  const content = [...insertables, ...terms.map(({ target }) => target)][digit - 1];
  return content ? () => insertText(content) : null;
}

/** Connect the keyboard and the dialog that lists the shortcuts. */
export function startShortcuts() {
  document.addEventListener("keydown", act);
  on("key", act);
  const dialog = byId("help", HTMLDialogElement);
  byId("show-help").addEventListener("click", () => dialog.showModal());
  byId("close-help").addEventListener("click", () => dialog.close());
  const use = byId("use-shortcuts", HTMLInputElement);
  use.checked = preference("shortcuts", "on") === "on";
  use.addEventListener("change", () => setPreference("shortcuts", use.checked ? "on" : "off"));
}
