// Who changed the open message, when, and from what to what; an earlier text can be taken back.

import { announceAtPause, report } from "../announce.js";
import { Refused, Unanswered, request } from "../api.js";
import { byId, button, element, say } from "../dom.js";
import { openEntry } from "../entry.js";
import { focusForm, writeForms } from "../forms.js";
import { showDiff } from "../pieces.js";
import { on, preference, setPreference } from "../state.js";
import { dateText, sentence, shorten, text } from "../text.js";

/**
 * @typedef {import("../contract.js").Entry} Entry
 * @typedef {import("../contract.js").PastChange} PastChange
 * @typedef {import("../contract.js").Past} Past
 */

/** How many changes are shown first, and how many more each time. */
const PART = 20;

/** How soon more is asked for while the commits are being read. */
const PAUSE = 250;

let asked = 0;
let limit = PART;
let about = "";
let content = "";

/** Ask for the history of the open message, and again until all of it was read. */
async function load() {
  const entry = openEntry();
  const turn = ++asked;
  if (!entry || !details().open) return;
  try {
    const { catalog, id } = entry;
    /** @type {Past} */
    const past = await request("GET", "history", { catalog, id, limit });
    if (turn !== asked) return;
    show(entry, past);
    if (!past.is_complete) setTimeout(() => turn === asked && void load(), PAUSE);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
    if (turn === asked) say(byId("history-note"), sentence(error.message));
  }
}

/**
 * @param {Entry} entry
 * @param {Past} past
 */
function show(entry, past) {
  const { problem, rows, read, total, is_complete: isComplete, left } = past;
  const reading = total ? text("history-reading", { read, total }) : text("history-begins");
  const count = rows.length ? "" : text("history-none");
  say(byId("history-note"), problem ?? (isComplete ? count : reading));
  if (isComplete && !byId("history-list").dataset.isSaid) {
    byId("history-list").dataset.isSaid = "yes";
    announceAtPause(problem ?? (count || text("history-count", { number: rows.length + left })));
  }
  byId("history-more").hidden = !left;
  const now = JSON.stringify([entry.forms.map((form) => form.text), rows]);
  if (now === content) return;
  content = now;
  showRows(rows.map((row) => showChange(entry, row)));
}

/**
 * Show the changes; the focus stays at the same one.
 * @param {HTMLElement[]} items
 */
function showRows(items) {
  const list = byId("history-list");
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.closest("li")?.dataset.commit;
  list.replaceChildren(...items);
  if (!focused) return;
  const same = name && list.querySelector(`[data-commit="${name}"] button`);
  /** @type {HTMLElement} */ (same || details().querySelector("summary")).focus();
}

/**
 * @param {Entry} entry
 * @param {PastChange} change
 */
function showChange(entry, change) {
  const item = element("li", { "data-commit": change.commit }, showHead(change), ...showWhat(entry, change));
  const isHere = entry.forms.every((form, at) => form.text === (change.forms[at] ?? ""));
  if (change.commit && change.forms.some(Boolean) && !isHere) {
    const name = text("use-text-of", { target: shorten(change.forms.filter(Boolean).join(" / ")) });
    item.append(button(text("use-text"), () => take(change.forms), { "aria-label": name }));
  }
  return item;
}

/** @param {PastChange} change */
function showHead({ commit, author, time, subject }) {
  if (!commit || !time) return element("p", { class: "change-head" }, element("strong", {}, text("history-uncommitted")));
  return element("p", { class: "change-head" },
    element("strong", {}, author ?? ""), " ", element("time", { datetime: time }, dateText(time)),
    element("span", { class: "subject" }, subject ?? "", " ", element("code", {}, commit.slice(0, 8))));
}

/**
 * Make what shows a change of a message: the forms that changed, word by word.
 * @param {Entry} entry
 * @param {PastChange} change
 */
export function showWhat({ forms, lang, dir }, { note, diffs }) {
  const lines = diffs.map(({ form, segments }) => {
    const line = element("p", { class: "change" });
    if (forms.length > 1) line.append(element("span", { class: "label" }, forms[form]?.label ?? ""), " ");
    line.append(element("span", { lang, dir }, showDiff(segments)));
    return line;
  });
  return note ? [element("p", { class: "change-note" }, note), ...lines] : lines;
}

/**
 * Write an earlier translation into the fields, as a draft.
 * @param {string[]} forms
 */
function take(forms) {
  writeForms(forms);
  focusForm();
  report(text("text-used"));
}

function details() {
  return byId("history-details", HTMLDetailsElement);
}

/** Connect the section. */
export function startHistory() {
  details().open = preference("history", "") === "open";
  details().addEventListener("toggle", () => {
    setPreference("history", details().open ? "open" : "");
    delete byId("history-list").dataset.isSaid;
    void load();
  });
  byId("history-more").addEventListener("click", () => {
    limit += PART;
    void load();
  });
  on("opened", (/** @type {Entry} */ { catalog, id }) => {
    if (about !== `${catalog} ${id}`) {
      about = `${catalog} ${id}`;
      limit = PART;
      content = "";
      byId("history-list").replaceChildren();
      byId("history-list").dataset.isSaid = "yes";
      byId("history-more").hidden = true;
      say(byId("history-note"), "");
    }
    void load();
  });
  on("changes", (/** @type {import("../contract.js").Changes} */ { isOwn }) => {
    if (!isOwn) void load();
  });
}
