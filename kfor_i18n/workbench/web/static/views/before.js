// Before and after: which texts an edit changes on which pages, compared one page after another.

import { Refused, Unanswered, request } from "../api.js";
import { byId, button, element, say } from "../dom.js";
import { sendDraft } from "../drafts.js";
import { preference, setPreference, state } from "../state.js";
import { sentence, shorten, text } from "../text.js";
import { clearPages, countPages, goToMessage, hasShown, showPage } from "./sides.js";

/**
 * @typedef {import("./comparison.js").Comparison} Comparison
 * @typedef {import("./comparison.js").EditedMessage} EditedMessage
 * @typedef {import("./comparison.js").PageDifferences} PageDifferences
 */

const dialog = byId("before", HTMLDialogElement);
const what = byId("before-what", HTMLSelectElement);
const base = byId("before-base", HTMLSelectElement);
const since = byId("before-since", HTMLInputElement);
const width = byId("before-width", HTMLSelectElement);
const progress = byId("before-progress", HTMLProgressElement);

/** Counts the comparisons, so that another one ends the one before. */
let turn = 0;

/** Whether somebody chose what is compared with; until then, the server does. */
let isChosen = false;

/** How many texts differ so far, on all pages. */
let count = 0;

/** Compare all pages that may have changed, one after another, and show each as it comes. */
async function compare() {
  const mine = ++turn;
  clear();
  byId("before-since-choice").hidden = base.value !== "since";
  if (base.value === "since" && isChosen && !since.value.trim()) return tell(text("since-empty"));
  tell(text("before-looking"));
  try {
    const { catalog, entry } = state;
    if (entry) await sendDraft({ catalog, id: entry });
    const id = what.value === "entry" ? entry : "";
    const body = { catalog, id, base: isChosen ? base.value : "", since: since.value.trim() };
    /** @type {Comparison} */
    const found = await request("POST", "before", {}, body);
    if (mine !== turn) return;
    showChoices(found);
    await comparePages(found, mine);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
    if (mine === turn) tell(sentence(error.message));
  }
}

/**
 * @param {Comparison} found
 * @param {number} mine
 */
async function comparePages(found, mine) {
  const { pages, comparison } = found;
  setRunning(pages.length > 0);
  let done = 0;
  for (const page of pages) {
    showProgress(done, pages.length);
    try {
      /** @type {PageDifferences} */
      const answer = await request("POST", "before/page", {}, { comparison, page: page.page });
      if (mine !== turn) return;
      count += answer.differences.length;
      if (answer.differences.length) showPage(found, page, answer, () => Number(width.value));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
      if (mine !== turn) return;
      const reason = text("before-failed", { page: page.name, reason: sentence(error.message) });
      byId("before-failed").append(element("li", {}, reason));
      if (error instanceof Unanswered) break;
    }
    done += 1;
  }
  setRunning(false);
  showRest(found);
  tell(conclude(found));
}

/** @param {Comparison} found */
function conclude({ edited }) {
  if (!edited) return text(what.value === "entry" ? "before-none-entry" : "before-none");
  if (!countPages()) return text("before-unseen", { number: edited });
  return text("before-done", { pages: countPages(), texts: count, number: edited });
}

/** List the edited messages that were on no page that was shown. @param {Comparison} found */
function showRest({ messages, index }) {
  const rest = messages.filter((each) => !hasShown(each));
  byId("before-rest").hidden = rest.length === 0;
  byId("before-rest-summary").textContent = text("before-rest", { number: rest.length });
  byId("before-rest-list").replaceChildren(...rest.map(showUnseen));
  const isBuilt = index.done >= index.total;
  const hasPages = state.project?.application.state !== "none";
  const searched = isBuilt ? "" : text("places-index", { done: index.done, total: index.total });
  say(byId("before-note"), hasPages ? searched : text("before-absent"));
}

/** @param {EditedMessage} message */
function showUnseen(message) {
  const name = text("before-go-to", { source: shorten(message.source) });
  const go = button(text("before-go"), () => goToMessage(message), { "aria-label": name });
  return element("li", {}, element("p", { class: "before-source", lang: "en" }, shorten(message.source, 120)),
    element("p", { class: "hint" }, message.why), element("div", { class: "actions" }, go));
}

/** Show what can be compared with, and whether there are pictures. @param {Comparison} found */
function showChoices({ base: chosen, bases, hindrance, widths }) {
  for (const option of base.options) option.hidden = option.disabled = !bases.includes(option.value);
  base.value = chosen;
  say(byId("before-hindrance"), hindrance ? sentence(hindrance) : "");
  byId("before-widths").hidden = hindrance !== null;
  if (width.options.length) return;
  width.append(...widths.map((each) => element("option", { value: each }, text("before-pixels", { number: each }))));
  const wanted = preference("before-width", String(widths[0]));
  if (widths.includes(Number(wanted))) width.value = wanted;
}

/** End the comparison; what was found stays. */
function stop() {
  turn += 1;
  setRunning(false);
  tell(text("before-stopped", { pages: countPages() }));
}

/**
 * Show that pages are compared, or no more; a button with the focus that goes away hands it on.
 * @param {boolean} isOn
 */
function setRunning(isOn) {
  const hadFocus = byId("before-stop") === document.activeElement;
  byId("before-running").hidden = !isOn;
  if (hadFocus && !isOn) byId("before-again").focus();
}

/**
 * @param {number} done
 * @param {number} total
 */
function showProgress(done, total) {
  [progress.max, progress.value] = [total, done];
  byId("before-progress-text").textContent = text("fit-progress", { done, total });
}

function clear() {
  count = 0;
  clearPages();
  setRunning(false);
  byId("before-failed").replaceChildren();
  byId("before-rest").hidden = true;
  byId("before-note").hidden = true;
}

function tell(/** @type {string} */ content) {
  byId("before-status").textContent = content;
}

/** Open the view for all edited messages, or for the open one. @param {"" | "entry"} which */
function open(which) {
  byId("before-entry").hidden = !state.entry;
  what.value = which;
  isChosen = false;
  dialog.showModal();
  byId("before-heading").focus();
  void compare();
}

/** Connect the buttons and the view. */
export function startBefore() {
  byId("show-before").addEventListener("click", () => open(""));
  byId("show-before-entry").addEventListener("click", () => open("entry"));
  byId("before-close").addEventListener("click", () => dialog.close());
  byId("before-stop").addEventListener("click", stop);
  byId("before-query").addEventListener("submit", (event) => {
    event.preventDefault();
    void compare();
  });
  what.addEventListener("change", () => void compare());
  base.addEventListener("change", () => {
    isChosen = true;
    void compare();
    if (base.value === "since") since.focus();
  });
  width.addEventListener("change", () => setPreference("before-width", width.value));
  dialog.addEventListener("close", () => {
    turn += 1;
  });
}
