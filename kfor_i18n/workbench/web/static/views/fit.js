// Whether translations fit: pages are measured on demand, all of them aside, and again after edits.

import { announce } from "../announce.js";
import { Refused, Unanswered, request } from "../api.js";
import { byId, button, element, say } from "../dom.js";
import { measurePairs } from "../fit/frames.js";
import { choosePage, listPages } from "../header.js";
import { goToPane } from "../panes.js";
import { showWidth } from "../stage.js";
import { emit, on, preference, setPreference, state } from "../state.js";
import { sentence, shorten, text } from "../text.js";

/**
 * @typedef {import("../contract.js").DraftAnswer} DraftAnswer
 * @typedef {import("../contract.js").Finding} Finding
 * @typedef {import("../contract.js").Message} Message
 * @typedef {Message & {misfits: Finding[], shows: {page: string, width: number}[]}} Item
 */

/** A pause in typing after which a page that was measured is measured again. */
const PAUSE = 1_200;

const dialog = byId("fit", HTMLDialogElement);
const progress = byId("fit-progress", HTMLProgressElement);

/** The pages that were measured in this window, each with its catalog. */
const watched = new Set();

/** Counts what is measured, so that another measurement ends the one before. */
let turn = 0;

let isRunning = false;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

const nameOf = (/** @type {string} */ page) => `${state.catalog} ${page}`;

/**
 * Measure a page. Throws `Refused` or `Unanswered`.
 * @param {string} page
 * @param {() => boolean} isWanted
 */
async function measurePage(page, isWanted) {
  const { catalog } = state;
  const { measuring, widths, pairs } = await request("POST", "fit/pages", {}, { catalog, page });
  const misfits = await measurePairs(pairs, widths, isWanted);
  if (!isWanted() || catalog !== state.catalog) return;
  const id = state.entry;
  const { findings } = await request("PUT", "fit", {}, { catalog, measuring, misfits, entry: id });
  watched.add(`${catalog} ${page}`);
  emit("measured", { catalog, id, findings });
}

/**
 * Measure pages one after another, and say how far that is and what came of it.
 * @param {string[]} pages
 */
async function measure(pages) {
  const mine = ++turn;
  const isWanted = () => mine === turn;
  /** @type {string[]} */
  const failed = [];
  let done = 0;
  setRunning(true);
  for (const page of pages) {
    showProgress(done, pages.length);
    try {
      await measurePage(page, isWanted);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
      failed.push(text("fit-failed", { page: page.replace(/^\w:/, ""), reason: sentence(error.message) }));
      if (error instanceof Unanswered) break;
    }
    if (!isWanted()) break;
    done += 1;
  }
  if (mine !== turn && isRunning) return;
  setRunning(false);
  const count = await showItems();
  byId("fit-failed").replaceChildren(...failed.map((each) => element("li", {}, each)));
  const isStopped = mine !== turn;
  tell(isStopped ? text("fit-stopped", { done, total: pages.length }) : text("fit-done", { total: done - failed.length, count }));
}

/** End what is being measured; what was measured stays. */
function stop() {
  turn += 1;
  setRunning(false);
}

/**
 * Show that something is measured, or no more; the button with the focus goes away in either case.
 * @param {boolean} isOn
 */
function setRunning(isOn) {
  const hadFocus = byId("fit-stop") === document.activeElement;
  isRunning = isOn;
  byId("fit-running").hidden = !isOn;
  for (const id of ["fit-page", "fit-all"]) byId(id, HTMLButtonElement).disabled = isOn;
  if (isOn) say(byId("fit-status"), "");
  else say(byId("fit-share"), "");
  if (isOn) byId("fit-stop").focus();
  else if (hadFocus) byId("fit-page").focus();
}

/**
 * @param {number} done
 * @param {number} total
 */
function showProgress(done, total) {
  [progress.max, progress.value] = [total, done];
  byId("fit-progress-text").textContent = text("fit-progress", { done, total });
  say(byId("fit-share"), total > 1 ? text("fit-share", { done, total }) : "");
}

/** Say what came of it where it is heard: a dialog silences the page behind it. */
function tell(/** @type {string} */ content) {
  if (!dialog.open) return announce(content);
  byId("fit-status").hidden = false;
  byId("fit-status").textContent = content;
}

/** List the messages of the catalog that do not fit, and return how many there are. */
async function showItems() {
  /** @type {{items: Item[]}} */
  const { items } = await request("GET", "fit", { catalog: state.catalog });
  byId("fit-list").replaceChildren(...items.map(showItem));
  return items.length;
}

/** @param {Item} item */
function showItem({ id, source, misfits, shows }) {
  const title = element("p", { class: "fit-source" }, shorten(source, 120));
  const found = element("ul", { class: "findings" }, ...misfits.map((each) => element("li", { class: each.severity }, sentence(each.text))));
  const buttons = shows.map(({ page, width }) =>
    button(text("fit-show", { width: String(width) }), () => show(id, page, width), { "aria-label": text("fit-show-what", { width: String(width), source: shorten(source) }) }));
  return element("li", {}, title, found, element("div", { class: "actions" }, ...buttons));
}

/**
 * Open a message on a page at a width.
 * @param {string} id
 * @param {string} page
 * @param {number} width
 */
function show(id, page, width) {
  dialog.close();
  showAt({ page, width });
  emit("open", { id, focus: true });
}

/** Show a page at a width. @param {{page: string, width: number}} where */
function showAt({ page, width }) {
  if (page !== state.page) choosePage(page);
  showWidth(width);
  announce(text("fit-shown", { width: String(width) }));
}

/** Measure the open page again after a pause in typing, if it was measured before. */
function follow(/** @type {{answer: DraftAnswer}} */ { answer }) {
  clearTimeout(waiting);
  const isWanted = byId("fit-again", HTMLInputElement).checked && watched.has(nameOf(state.page));
  if (!isWanted || answer.shown || isRunning) return;
  waiting = setTimeout(() => void measureAgain(), PAUSE);
}

async function measureAgain() {
  if (isRunning) return;
  const mine = ++turn;
  try {
    await measurePage(state.page, () => mine === turn);
  } catch (error) {
    // The text that is typed is seen all the same; it is measured after the next pause.
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
  }
}

async function open() {
  dialog.showModal();
  const pages = listPages();
  byId("fit-page", HTMLButtonElement).disabled = isRunning || !state.page;
  byId("fit-all", HTMLButtonElement).disabled = isRunning || pages.length === 0;
  say(byId("fit-note"), state.project?.application.state === "ready" ? "" : text("fit-absent"));
  say(byId("fit-status"), "");
  try {
    await showItems();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
    say(byId("fit-note"), sentence(error.message));
  }
}

/** Connect the dialog. */
export function startFit() {
  byId("show-fit").addEventListener("click", () => void open());
  byId("close-fit").addEventListener("click", () => dialog.close());
  byId("fit-page").addEventListener("click", () => void measure([state.page]));
  byId("fit-all").addEventListener("click", () => void measure(listPages().filter((each) => each.kind !== "file").map((each) => each.id)));
  byId("fit-stop").addEventListener("click", stop);
  const again = byId("fit-again", HTMLInputElement);
  again.checked = preference("fit-again", "yes") === "yes";
  again.addEventListener("change", () => setPreference("fit-again", again.checked ? "yes" : "no"));
  on("draft", follow);
  on("show-at", (/** @type {{page: string, width: number}} */ where) => {
    // In a small window, the page takes the place of the message.
    if (byId("preview").clientHeight === 0) goToPane("preview");
    showAt(where);
  });
  on("catalog", () => {
    if (isRunning) stop();
  });
}
