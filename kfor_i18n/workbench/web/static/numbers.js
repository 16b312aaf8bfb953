// The number that the page is shown with, for a message with plural forms.

import { announce } from "./announce.js";
import { byId, element } from "./dom.js";
import { emit } from "./state.js";
import { text } from "./text.js";

/** @typedef {import("./contract.js").Entry} Entry */

/** @type {Record<string, number>} */
const chosen = {};

/** Return the numbers that were chosen, by the ids of the messages. */
export function numbers() {
  return chosen;
}

/** Show the page with its own numbers again. */
function reset() {
  const ids = Object.keys(chosen);
  for (const id of ids) delete chosen[id];
  if (ids.length) emit("render");
}

/**
 * Show the numbers to choose from; none for a message without plural forms.
 * @param {Entry} entry
 */
export function showNumbers(entry) {
  if (!(entry.id in chosen)) reset();
  const set = byId("numbers", HTMLFieldSetElement);
  set.hidden = !entry.plural;
  if (!entry.plural) return set.replaceChildren();
  const row = element("div", { class: "row" });
  for (const value of entry.samples) {
    const radio = element("input", { type: "radio", name: "number", value });
    radio.checked = chosen[entry.id] === value;
    radio.addEventListener("change", () => choose(entry.id, value));
    row.append(element("label", { class: "sample" }, radio, element("span", {}, String(value))));
  }
  const other = element("input", { type: "number", id: "number", min: 0, step: 1, inputmode: "numeric" });
  other.addEventListener("input", () => {
    if (other.value === "" || !other.validity.valid) return;
    for (const radio of row.querySelectorAll("input")) radio.checked = radio.value === other.value;
    choose(entry.id, Number(other.value));
  });
  // A form is submitted by this key, and this field is not about the translation.
  other.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
  const label = element("label", { for: "number" }, text("other-number"));
  row.append(element("span", { class: "other" }, label, " ", other));
  set.replaceChildren(element("legend", {}, text("number-shown")), row);
}

/**
 * Show the page with a number, chosen elsewhere than in these fields.
 * @param {string} id
 * @param {number} value
 */
export function chooseNumber(id, value) {
  const radios = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="number"]'));
  for (const radio of radios) radio.checked = radio.value === String(value);
  byId("number", HTMLInputElement).value = [...radios].some((each) => each.checked) ? "" : String(value);
  choose(id, value);
}

/**
 * @param {string} id
 * @param {number} value
 */
function choose(id, value) {
  chosen[id] = value;
  announce(text("shown-with", { number: value }));
  emit("render");
}
