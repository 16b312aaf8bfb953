// The glossary's terms in the source: underlined in it, listed below it, and inserted by key.

import { byId, button, element, spoken } from "../dom.js";
import { openEntry } from "../entry.js";
import { insertText } from "../forms.js";
import { on } from "../state.js";
import { text } from "../text.js";

/**
 * @typedef {import("../contract.js").Draft} Draft
 * @typedef {import("../contract.js").DraftAnswer} DraftAnswer
 * @typedef {import("../contract.js").Entry} Entry
 * @typedef {import("../contract.js").UsedTerm} UsedTerm
 */

/** How long, in milliseconds, a note waits for the pointer to come over from its term. */
const GRACE = 250;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

/** @type {HTMLElement | null} */
let noted = null;

/** @type {UsedTerm[]} */
let known = [];

/** @param {Entry} entry */
function showTerms({ terms, insertables, lang, dir, source_lang, source_dir }) {
  hideNote();
  byId("terms").hidden = terms.length === 0;
  byId("terms-list").replaceChildren(
    ...terms.map(({ source, target, note }, index) => {
      const insert = button("", () => insertText(target), { class: "insert" });
      insert.append(spoken(`${text("insert")} `), element("span", { lang, dir }, target));
      const digit = insertables.length + index + 1;
      if (digit < 10) insert.append(" ", element("kbd", {}, text("alt-digit", { digit })));
      const item = element("li", {},
        element("span", { lang: source_lang, dir: source_dir }, source), " → ", insert, " ",
        element("span", { class: "use", id: `term-use-${index}` }));
      if (note) item.append(element("span", { class: "term-note", id: `term-note-${index}` }, note));
      return item;
    }),
  );
  showUse(terms);
}

/**
 * Show which terms the translation has.
 * @param {UsedTerm[]} terms
 */
function showUse(terms) {
  known = terms;
  for (const [index, { target, note, use, use_text }] of terms.entries()) {
    const shown = document.getElementById(`term-use-${index}`);
    if (!shown) continue;
    shown.className = `use ${use}`;
    shown.textContent = use_text;
    for (const term of document.querySelectorAll(`.term[data-term="${index}"]`)) {
      term.classList.toggle("is-used", use === "used");
      term.setAttribute("aria-description", [target, use_text, note].filter(Boolean).join("; "));
    }
  }
}

/**
 * Show the note of a term next to it.
 * @param {HTMLElement} term
 */
function showNote(term) {
  const about = known[Number(term.dataset.term)];
  if (!about) return;
  clearTimeout(leaving);
  const tip = byId("term-tip");
  const { lang, dir } = openEntry() ?? {};
  tip.replaceChildren(
    element("strong", { lang, dir }, about.target),
    element("span", { class: `use ${about.use}` }, about.use_text),
    element("span", {}, about.note));
  tip.hidden = false;
  noted = term;
  const { left, top, bottom } = term.getClientRects()[0];
  const isBelow = bottom + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(4, Math.min(left, document.documentElement.clientWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${isBelow ? bottom : top - tip.offsetHeight}px`;
}

function hideNote() {
  clearTimeout(leaving);
  byId("term-tip").hidden = true;
  noted = null;
}

/** Hide the note, unless the pointer is over it or its term by then, or the term has the focus. */
function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    if (noted !== document.activeElement) hideNote();
  }, GRACE);
}

/**
 * Return the term that an event is about.
 * @param {Event} event
 */
function termOf({ target }) {
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(".term")) : null;
}

/** Connect the terms in the source: their notes appear under the pointer, and with the focus. */
function startNotes() {
  const sources = byId("sources");
  const tip = byId("term-tip");
  const show = (/** @type {Event} */ event) => {
    const term = termOf(event);
    if (term) showNote(term);
  };
  for (const name of ["pointerover", "focusin", "click"]) sources.addEventListener(name, show);
  sources.addEventListener("pointerout", leave);
  sources.addEventListener("focusout", hideNote);
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("scroll", hideNote, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideNote();
    else if ((event.key === "Enter" || event.key === " ") && termOf(event)) {
      event.preventDefault();
      show(event);
    }
  });
}

/** Show the terms of each message that is opened, and whether they are used as it is typed. */
export function startTerms() {
  startNotes();
  on("opened", showTerms);
  on("draft", (/** @type {{draft: Draft, answer: DraftAnswer}} */ { draft, answer }) => {
    const open = openEntry();
    if (draft.id === open?.id && draft.catalog === open.catalog) showUse(answer.terms);
  });
}
