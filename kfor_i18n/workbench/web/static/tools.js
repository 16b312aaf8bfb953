// The menu of tools, each of which opens a dialog.

import { byId } from "./dom.js";
import { showPane } from "./panes.js";
import { on } from "./state.js";

/** Connect the menu: it closes when a tool opens, and is where the focus goes when that closes. */
export function startTools() {
  const tools = byId("tools");
  let isUsed = false;
  tools.addEventListener("click", () => {
    isUsed = true;
    tools.hidePopover();
  });
  // A tool that leads to a message was closed for it, and the focus goes there.
  on("open", () => (isUsed &&= document.querySelector("dialog[open]") !== null));
  // The event does not bubble.
  document.addEventListener("close", () => {
    if (isUsed && document.querySelector("dialog[open]") === null) goBack();
    isUsed = document.querySelector("dialog[open]") !== null;
  }, true);
}

/** Go to the button of the menu; a small window shows it with the messages. */
function goBack() {
  const button = byId("show-tools");
  if (!button.checkVisibility()) showPane("messages");
  button.focus();
}
