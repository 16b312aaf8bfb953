// Questions to the developers about the source of the open message, kept as comments in its catalog.

import { change } from "../acting.js";
import { byId, button, element } from "../dom.js";
import { on } from "../state.js";
import { text } from "../text.js";

/** @typedef {import("../contract.js").Entry} Entry */

let about = "";

/** @param {Entry} entry */
function show({ catalog, id, questions = [], conflict }) {
  const isOther = about !== `${catalog} ${id}`;
  about = `${catalog} ${id}`;
  const field = byId("question", HTMLInputElement);
  if (isOther || questions.includes(field.value.split(/\s+/).filter(Boolean).join(" "))) {
    field.value = "";
    byId("ask", HTMLDetailsElement).open = false;
  }
  // Of a message that is gone, there is no entry to write to.
  byId("ask").hidden = conflict?.kind === "gone";
  byId("questions").replaceChildren(...questions.map(showQuestion));
}

/** @param {string} question */
function showQuestion(question) {
  const name = text("answered-what", { question });
  return element("li", {},
    element("span", {}, element("span", { class: "label" }, text("question-label")), " ", question), " ",
    button(text("answered"), () => void change("answered", text("question-removed"), { text: question }), { "aria-label": name, class: "quiet" }));
}

function send() {
  const field = byId("question", HTMLInputElement);
  if (field.value.trim()) void change("question", text("question-written"), { text: field.value });
  else field.focus();
}

/** Connect the field. */
export function startQuestions() {
  byId("send-question").addEventListener("click", send);
  byId("question").addEventListener("keydown", (event) => {
    // The field is in the form of the translation, which would be saved.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  byId("ask").addEventListener("toggle", () => {
    if (byId("ask", HTMLDetailsElement).open) byId("question").focus();
  });
  on("opened", show);
}
