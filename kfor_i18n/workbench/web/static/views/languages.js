// The changes of one language that can be committed, and what of them is chosen.

import { byId, element } from "../dom.js";
import { shorten, text } from "../text.js";

/**
 * @typedef {import("../contract.js").Language} Language
 * @typedef {import("../contract.js").HandedOver} HandedOver
 */

/** How many of the translator's messages are listed of each catalog. */
const LISTED = 100;

/**
 * Make what shows a language: its messages, what else was changed, and the message of the commit.
 * @param {Language} language
 * @param {() => void} changed
 */
export function describe(language, changed) {
  const { locale, name, problem, notes, catalogs } = language;
  const chosen = element("input", { type: "checkbox", id: `commit-${locale}`, checked: !problem, disabled: Boolean(problem) });
  const label = element("label", { class: "check" }, chosen, element("strong", {}, name));
  const message = element("textarea", { id: `message-${locale}`, rows: 4, spellcheck: "true" });
  message.defaultValue = language.message;
  const offer = () => {
    const isWhole = catalogs.some((each) => isTicked(each));
    const next = isWhole ? language.message_whole : language.message;
    // What the translator wrote stays.
    if (message.value === message.defaultValue) message.value = next;
    message.defaultValue = next;
    changed();
  };
  chosen.addEventListener("change", changed);
  message.addEventListener("input", changed);
  const said = [problem, ...notes].filter((each) => each !== null).map((each) => element("p", { class: "aid-note" }, each));
  return element("section", { class: "handover-language" },
    label, ...said, ...catalogs.map((each) => describeCatalog(each, offer)),
    element("div", { class: "field" }, element("label", { for: message.id }, text("commit-message", { language: name })), message));
}

/**
 * @param {HandedOver} catalog
 * @param {() => void} changed
 */
function describeCatalog(catalog, changed) {
  const { id, path, mine, missing, others, named, has_other_lines: hasOtherLines } = catalog;
  const shown = element("div", { class: "handover-catalog" }, element("p", {}, element("code", {}, path)));
  if (mine.length) {
    const items = mine.slice(0, LISTED).map(({ source, context }) => element("li", {}, nameOf(source, context)));
    const list = element("ul", {}, ...items);
    if (mine.length > LISTED) list.append(element("li", {}, "…"));
    shown.append(element("details", {}, element("summary", {}, text("my-messages", { number: mine.length })), list));
  }
  if (missing) shown.append(element("p", {}, text("not-committed-yet", { number: missing })));
  if (others) {
    const names = named.map(({ source, context }) => nameOf(source, context)).join(", ");
    shown.append(element("p", {}, text("others-changed", { number: others, names: others > named.length ? `${names} …` : names })));
  } else if (hasOtherLines) shown.append(element("p", {}, text("other-lines")));
  if (missing || others || hasOtherLines) {
    const box = element("input", { type: "checkbox", id: `whole-${id}` });
    box.addEventListener("change", changed);
    shown.append(element("label", { class: "check" }, box, text("whole-file")));
  }
  return shown;
}

/**
 * @param {string} source
 * @param {string | null} context
 */
function nameOf(source, context) {
  return text("quoted", { text: shorten(source) }) + (context ? ` (${context})` : "");
}

/** @param {HandedOver} catalog */
function isTicked({ id }) {
  const box = document.getElementById(`whole-${id}`);
  return box instanceof HTMLInputElement && box.checked;
}

/**
 * Return what is to be committed of a language, `null` if nothing is chosen.
 * @param {Language} language
 */
export function pick({ locale, catalogs }) {
  const whole = catalogs.filter(isTicked).map(({ id }) => id);
  const message = byId(`message-${locale}`, HTMLTextAreaElement).value.trim();
  const hasSome = whole.length > 0 || catalogs.some(({ mine }) => mine.length > 0);
  const isChosen = byId(`commit-${locale}`, HTMLInputElement).checked;
  return isChosen && message && hasSome ? { whole, message } : null;
}

/**
 * Return what chooses and writes again what is chosen and written now, in languages that are shown
 * again.
 * @returns {() => void}
 */
export function keepChoices() {
  const boxes = new Map([...listInputs()].map(({ id, checked }) => [id, checked]));
  const written = new Map([...listMessages()].filter((each) => each.value !== each.defaultValue).map(({ id, value }) => [id, value]));
  return () => {
    for (const box of listInputs()) {
      if (box.disabled || box.checked === (boxes.get(box.id) ?? box.checked)) continue;
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change"));
    }
    for (const message of listMessages()) message.value = written.get(message.id) ?? message.value;
  };
}

function listInputs() {
  return /** @type {NodeListOf<HTMLInputElement>} */ (byId("handover-languages").querySelectorAll("input"));
}

function listMessages() {
  return byId("handover-languages").querySelectorAll("textarea");
}
