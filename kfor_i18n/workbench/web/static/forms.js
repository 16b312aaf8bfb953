// The fields of a translation: one for each form, with its mirror and its findings.

import { byId, element } from "./dom.js";
import { reflect } from "./mirror.js";
import { text } from "./text.js";

/**
 * @typedef {import("./contract.js").Entry} Entry
 * @typedef {import("./contract.js").Finding} Finding
 * @typedef {{area: HTMLTextAreaElement, mirror: HTMLElement, findings: HTMLElement}} Field
 */

/** @type {Field[]} */
let fields = [];

/** @type {Field | undefined} */
let last;

/** @type {string[]} */
let known = [];

/** @type {Finding[]} */
let found = [];

const grows = !CSS.supports("field-sizing", "content");

/**
 * Make the fields of an entry.
 * @param {Entry} entry
 * @param {() => void} changed
 */
export function showForms(entry, changed) {
  known = entry.insertables;
  const set = byId("forms", HTMLFieldSetElement);
  const legend = element("legend", { class: "hidden" }, entry.sources.map((each) => each.pieces.map(([, part]) => part).join("")).join(" / "));
  fields = entry.forms.map((form) => makeField(entry, form, changed));
  set.replaceChildren(legend, ...fields.map(({ area }) => /** @type {Node} */ (area.closest(".field"))));
  last = fields[0];
  for (const field of fields) refresh(field);
}

/**
 * @param {Entry} entry
 * @param {import("./contract.js").Form} form
 * @param {() => void} changed
 * @returns {Field}
 */
function makeField({ lang, dir }, { index, label, text: content }, changed) {
  const id = `form-${index}`;
  const area = element("textarea", {
    id, lang, dir, rows: 1, spellcheck: "true", "aria-describedby": `${id}-findings`, "data-form": index,
  });
  area.value = content;
  const mirror = element("div", { class: "mirror", lang, dir, "aria-hidden": true, hidden: true });
  const findings = element("ul", { class: "findings", id: `${id}-findings`, hidden: true });
  const field = { area, mirror, findings };
  area.addEventListener("focus", () => (last = field));
  area.addEventListener("input", () => {
    refresh(field, true);
    changed();
  });
  element("div", { class: "field" }, element("label", { for: id }, label), area, mirror, findings);
  return field;
}

/**
 * @param {Field} field
 * @param {boolean} [isTyped]
 */
function refresh({ area, mirror }, isTyped = false) {
  const form = Number(area.dataset.form);
  const spans = found.filter((each) => each.form === form).flatMap((each) => each.spans ?? []);
  reflect(mirror, area.value, known, spans, isTyped);
  grow(area);
}

/**
 * Make a field as high as its text, in a browser that does not do so.
 * @param {HTMLTextAreaElement} area
 */
export function grow(area) {
  if (!grows) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** Return the texts of all forms. */
export function readForms() {
  return fields.map(({ area }) => area.value);
}

/**
 * Write the texts of all forms, as if they were typed.
 * @param {string[]} texts
 */
export function writeForms(texts) {
  fields.forEach((field, index) => {
    if (texts[index] === undefined || texts[index] === field.area.value) return;
    field.area.focus();
    field.area.select();
    type(field.area, texts[index]);
  });
}

/**
 * Let the text of a form begin or end with other white space.
 * @param {number} form
 * @param {{start?: string, end?: string}} ends
 */
export function fixForm(form, { start, end }) {
  const { area } = fields[form];
  let content = area.value;
  if (start !== undefined) content = start + content.trimStart();
  if (end !== undefined) content = content.trimEnd() + end;
  writeForms(fields.map((each, index) => (index === form ? content : each.area.value)));
  area.focus();
}

/**
 * Insert a text where the cursor is, or was last.
 * @param {string} content
 */
export function insertText(content) {
  if (!last) return;
  last.area.focus();
  type(last.area, content);
}

/**
 * Replace the selection in a way that the browser's own undo knows.
 * @param {HTMLTextAreaElement} area
 * @param {string} content
 */
function type(area, content) {
  if (document.execCommand(content ? "insertText" : "delete", false, content)) return;
  area.setRangeText(content, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Go to the field of a form, to its end.
 * @param {number | null} [form]
 */
export function focusForm(form = 0) {
  const area = (fields[form ?? 0] ?? fields[0])?.area;
  if (!area) return;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

/** Return the form that the cursor is in, or was in last. */
export function openForm() {
  return last ? fields.indexOf(last) : 0;
}

/**
 * Show which fields findings are about, and return where to list the ones of a form.
 * @param {Finding[]} findings
 * @returns {(form: number | null) => HTMLElement}
 */
export function markFields(findings) {
  found = findings;
  for (const field of fields) {
    const form = Number(field.area.dataset.form);
    const hasError = findings.some((each) => each.form === form && each.severity === "error");
    if (hasError) field.area.setAttribute("aria-invalid", "true");
    else field.area.removeAttribute("aria-invalid");
    refresh(field);
  }
  return (form) => (form === null ? undefined : fields[form]?.findings) ?? byId("findings-all");
}

/**
 * Show the placeholders and tags of the source as buttons, with the keys that insert them.
 * @param {string[]} insertables
 */
export function showInsertables(insertables) {
  const bar = byId("insertables");
  bar.hidden = insertables.length === 0;
  bar.replaceChildren(
    ...insertables.map((content, index) => {
      const made = element("button", { type: "button", class: "insert" }, element("code", {}, content));
      if (index < 9) made.append(" ", element("kbd", {}, text("alt-digit", { digit: index + 1 })));
      made.addEventListener("click", () => insertText(content));
      return made;
    }),
  );
}
