// What else is known of a message: earlier source, same sources elsewhere, comments, references.

import { byId, button, element } from "./dom.js";
import { focusForm, writeForms } from "./forms.js";
import { showDiff, showPiece } from "./pieces.js";
import { addressOf, emit } from "./state.js";
import { text } from "./text.js";

/** @typedef {import("./contract.js").Entry} Entry */

/**
 * Show the source of a message, its context, and what it was before.
 * @param {Entry} entry
 */
export function showSource(entry) {
  const { source_lang: lang, source_dir: dir } = entry;
  const sources = entry.sources.map(({ label, pieces }) => {
    const content = element("p", { class: "source", lang, dir }, ...pieces.map(showPiece));
    return entry.sources.length < 2 ? content : element("div", {}, element("span", { class: "label" }, label), content);
  });
  byId("sources").replaceChildren(...sources);
  const context = byId("context");
  context.hidden = entry.context === null;
  context.replaceChildren(element("span", { class: "label" }, text("context-label")), " ", entry.context ?? "");
  byId("hints").replaceChildren(...entry.extracted.map(showHint));
  showPrevious(entry);
}

/**
 * Make a list of terms, each with its translation.
 * @param {import("./contract.js").Term[]} terms
 */
export function showTerms(terms) {
  const items = terms.map(({ source, target }) => element("li", {}, source, " → ", element("strong", {}, target)));
  return element("ul", { class: "terms" }, ...items);
}

/** @param {string} comment */
function showHint(comment) {
  const hint = comment.replace(/^Translators:\s*/i, "");
  return element("p", { class: "hint" }, element("span", { class: "label" }, text("developers")), " ", hint);
}

/** @param {Entry} entry */
function showPrevious({ previous, fuzzy, source_lang: lang, source_dir: dir }) {
  const box = byId("previous");
  box.hidden = !fuzzy;
  box.replaceChildren(element("p", {}, previous ? text("fuzzy-changed") : text("fuzzy-why")));
  if (previous?.source) box.append(element("p", { class: "source", lang, dir }, showDiff(previous.source)));
  if (previous?.plural) box.append(element("p", { class: "source", lang, dir }, showDiff(previous.plural)));
  if (previous?.context)
    box.append(element("p", { class: "context" }, element("span", { class: "label" }, text("context-label")), " ", showDiff(previous.context)));
}

/**
 * Show translations of the same source, each of which can be taken over.
 * @param {Entry} entry
 */
export function showSame({ same, lang, dir }) {
  byId("same").hidden = same.length === 0;
  byId("same-list").replaceChildren(
    ...same.map((each) => {
      const href = addressOf({ catalog: each.catalog, entry: each.id });
      const link = element("a", { href }, each.context ? text("context", { context: each.context }) : each.domain);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        emit("open", { id: each.id, catalog: each.catalog, focus: true });
      });
      const target = element("span", { class: "target", lang, dir }, each.forms.filter(Boolean).join(" / "));
      const take = button(text("use"), () => takeOver(each.forms), { "aria-label": text("use-what", { target: each.target }) });
      const item = element("li", {}, target, element("span", { class: "where" }, link));
      if (each.target) item.append(take);
      return item;
    }),
  );
}

/** @param {string[]} forms */
function takeOver(forms) {
  writeForms(forms);
  focusForm();
}

/**
 * Show references and flags.
 * @param {Entry} entry
 */
export function showFacts(entry) {
  const facts = byId("facts", HTMLDListElement);
  facts.replaceChildren();
  /**
   * @param {string} key
   * @param {(Node | string)[]} values
   */
  const add = (key, values) => {
    if (!values.length) return;
    facts.append(element("dt", {}, text(key)), ...values.map((each) => element("dd", {}, each)));
  };
  add("references", entry.references.map((each) => element("code", {}, each)));
  add("flags", entry.flags.map((each) => element("code", {}, each)));
}
