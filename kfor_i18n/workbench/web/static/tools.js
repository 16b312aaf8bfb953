// The menu of tools, each of which opens a dialog.

import { byId } from "./dom.js";

/** Connect the menu: it closes when a tool opens, and is where the focus goes when that closes. */
export function startTools() {
  const tools = byId("tools");
  let isUsed = false;
  tools.addEventListener("click", () => {
    isUsed = true;
    tools.hidePopover();
  });
  // The event does not bubble.
  document.addEventListener("close", () => {
    if (isUsed && document.querySelector("dialog[open]") === null) byId("show-tools").focus();
    isUsed = document.querySelector("dialog[open]") !== null;
  }, true);
}
