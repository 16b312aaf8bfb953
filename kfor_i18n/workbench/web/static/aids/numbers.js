// What a message with plural forms reads like for each number, as sentences of the page.

import { Refused, Unanswered, request } from "../api.js";
import { byId, element, say, spoken } from "../dom.js";
import { chooseNumber, numbers } from "../numbers.js";
import { on, preference, setPreference, state } from "../state.js";
import { text } from "../text.js";

/**
 * @typedef {import("../contract.js").Entry} Entry
 *
 * @typedef {object} Row
 * @property {number} number
 * @property {number} form
 * @property {string} name
 * @property {string} same the name of the form that reads like this one
 * @property {[string, string, string]} sentence what is before the message, its text, what is after
 * @property {boolean} is_on_page
 */

/** How long after the last event sentences are asked for: several follow each other. */
const PAUSE = 200;

/** By which the server knows the requests of this window, of which only the last is answered. */
const CLIENT = crypto.randomUUID();

/** @type {Entry | null} */
let shown = null;
let turn = 0;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

const section = byId("aid-numbers");
const details = byId("numbers-details", HTMLDetailsElement);

/** Ask for the sentences in a moment, if they are to be seen. */
function ask() {
  clearTimeout(waiting);
  turn += 1;
  if (shown?.plural && details.open) waiting = setTimeout(() => void show(), PAUSE);
}

async function show() {
  const [mine, entry] = [turn, /** @type {Entry} */ (shown)];
  const { catalog, id } = entry;
  try {
    const page = state.project?.application.state === "ready" ? state.page : "";
    const { rows, problem } = await request("POST", "numbers", {}, { catalog, id, page, client: CLIENT });
    if (mine !== turn) return;
    fill(entry, rows);
    say(byId("numbers-note"), problem ?? noteOf(rows));
  } catch (error) {
    if (error instanceof Refused) mine === turn && say(byId("numbers-note"), error.message);
    else if (!(error instanceof Unanswered)) throw error;
  }
}

/** @param {Row[]} rows */
function noteOf(rows) {
  if (!rows.length) return text("numbers-none");
  return rows.some((each) => each.is_on_page) ? "" : text("numbers-alone");
}

/**
 * Show the rows; the buttons of the numbers stay where they are, one of them may have the focus.
 * @param {Entry} entry
 * @param {Row[]} rows
 */
function fill(entry, rows) {
  const body = byId("numbers-rows");
  const isSame = body.dataset.of === nameOf(entry, rows);
  if (!isSame) {
    body.dataset.of = nameOf(entry, rows);
    body.replaceChildren(...rows.map((row) => makeRow(entry, row)));
  }
  byId("numbers-table").hidden = rows.length === 0;
  for (const [at, row] of rows.entries()) {
    const [, form, sentence] = body.children[at].children;
    form.replaceChildren(row.name);
    if (row.same) form.append(element("span", { class: "same-as" }, text("same-as", { form: row.same })));
    const [before, own, after] = row.sentence;
    sentence.replaceChildren(before, element("strong", {}, own), after);
  }
  press();
}

/**
 * @param {Entry} entry
 * @param {Row[]} rows
 */
function nameOf({ catalog, id }, rows) {
  return [catalog, id, ...rows.map((each) => each.number)].join(" ");
}

/**
 * @param {Entry} entry
 * @param {Row} row
 */
function makeRow({ id, lang, dir }, { number }) {
  const choose = element("button", { type: "button", "data-number": number }, spoken(text("show-number")), " ", String(number));
  choose.addEventListener("click", () => {
    chooseNumber(id, number);
    press();
  });
  return element("tr", {}, element("th", { scope: "row" }, choose), element("td", {}), element("td", { lang, dir }));
}

/** Mark the number that the page is shown with. */
function press() {
  const chosen = shown ? numbers()[shown.id] : undefined;
  for (const each of byId("numbers-rows").querySelectorAll("button"))
    each.setAttribute("aria-pressed", String(each.dataset.number === String(chosen)));
}

/** Show the sentences of the open message, as often as the page or the draft changes. */
export function startNumbers() {
  details.open = preference("numbers", "open") === "open";
  details.addEventListener("toggle", () => {
    setPreference("numbers", details.open ? "open" : "closed");
    ask();
  });
  on("opened", (/** @type {Entry} */ entry) => {
    const isOther = entry.id !== shown?.id || entry.catalog !== shown.catalog;
    shown = entry;
    section.hidden = !entry.plural;
    if (isOther) {
      byId("numbers-rows").replaceChildren();
      delete byId("numbers-rows").dataset.of;
      byId("numbers-table").hidden = true;
    }
    ask();
  });
  on("draft", ask);
  on("page", ask);
  on("rendered", () => {
    press();
    ask();
  });
}
