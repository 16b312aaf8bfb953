// All places of the open message: the pages that it is on, each place one after another, or why there is none.

import { announce } from "../announce.js";
import { Refused, Unanswered, request } from "../api.js";
import { byId, element, say } from "../dom.js";
import { goToPane } from "../panes.js";
import { lookAt } from "../preview.js";
import { addressOf, on, preference, setPreference, state } from "../state.js";
import { text } from "../text.js";

/**
 * @typedef {import("../contract.js").Entry} Entry
 * @typedef {import("../contract.js").PagePlaces} PagePlaces
 * @typedef {import("../contract.js").PlacesAnswer} PlacesAnswer
 */

/** How many pages are listed until all are asked for. */
const FEW = 12;

/** @type {PlacesAnswer} */
let found = { places: [], reasons: [], index: { done: 0, total: 0 } };
/** The message that the places are of. */
let named = "";
let asked = 0;
let isWhole = false;

/** Which place of the page that is shown is looked at: -1 before the message is found there. */
let looked = { page: "", nth: -1 };

/** Whether the next place that is shown was asked for here, and is to be said. */
let isGoing = false;

/**
 * Ask for the places of the open message, and show them.
 * @param {{catalog: string, id: string}} entry
 */
async function read({ catalog, id }) {
  const turn = ++asked;
  try {
    const answer = await request("GET", "places", { catalog, id });
    if (turn !== asked) return;
    if (named !== `${catalog} ${id}`) isWhole = false;
    [found, named] = [answer, `${catalog} ${id}`];
    show();
  } catch (error) {
    // A message that is gone has no places; a server that does not answer says so itself.
    if (error instanceof Refused && turn === asked) byId("places").hidden = true;
    else if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
  }
}

function show() {
  const { places, reasons, index } = found;
  byId("places").hidden = state.project?.application.state === "none";
  const isBuilt = index.done >= index.total;
  say(byId("places-index"), isBuilt ? "" : text("places-index", { done: index.done, total: index.total }));
  say(byId("places-none"), places.length ? "" : text(isBuilt ? "places-none" : "places-none-yet"));
  byId("places-reasons").replaceChildren(...reasons.map((each) => element("li", {}, each)));
  byId("places-reasons").hidden = reasons.length === 0 || !isBuilt;
  showPages();
  showPosition();
}

/** List the pages; the focus stays on the page that it was on. */
function showPages() {
  const list = byId("places-list");
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  const shown = isWhole ? found.places : found.places.slice(0, FEW);
  list.replaceChildren(...shown.map(showPage));
  list.hidden = shown.length === 0;
  const more = byId("places-all");
  say(more, shown.length < found.places.length ? text("places-all", { count: found.places.length }) : "");
  if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`a[href="${CSS.escape(focused)}"]`))?.focus();
}

/** @param {PagePlaces} place */
function showPage({ page, path, title, kinds, count }) {
  const href = addressOf({ page });
  const isShown = page === state.page;
  const link = element("a", { href, "data-page": page, "aria-current": isShown ? "true" : null }, title || path);
  const facts = [title ? path : "", ...sayKinds(kinds)].filter(Boolean).join(" · ");
  const isInText = kinds.every(([kind]) => !kind);
  const times = isInText && count > 1 ? text("times", { count }) : "";
  return element("li", {}, link, " ", element("span", { class: "where" }, [facts, times].filter(Boolean).join(" ")));
}

/**
 * Say the kinds of places on a page, each once, with how many there are of it; nothing of a message
 * that is only in the text of the page.
 * @param {[string, number][]} kinds
 */
function sayKinds(kinds) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [kind, number] of kinds) sums.set(kind, (sums.get(kind) ?? 0) + number);
  if (sums.size === 1 && sums.has("")) return [];
  return [...sums].map(([kind, number]) => {
    const name = kind || text("in-text");
    return number > 1 ? `${name} ${text("times", { count: number })}` : name;
  });
}

/** Return how many places there are on the pages before one. */
function before(/** @type {number} */ at) {
  return found.places.slice(0, at).reduce((sum, { count }) => sum + count, 0);
}

/** Return which of all places is looked at, counted from 0; -1 if none is. */
function position() {
  const at = found.places.findIndex(({ page }) => page === looked.page);
  if (at < 0 || looked.nth < 0) return -1;
  return before(at) + Math.min(looked.nth, found.places[at].count - 1);
}

function showPosition() {
  const total = before(found.places.length);
  const at = position();
  const summary = total ? text("places-count", { places: total, pages: found.places.length }) : "";
  say(byId("places-count"), summary);
  byId("places-steps").hidden = total === 0;
  byId("place-at").textContent = at < 0 ? "" : text("place-at", { at: at + 1, of: total });
  say(byId("next-place"), offerNext(at, total));
  for (const link of byId("places-list").querySelectorAll("a")) {
    if (link.dataset.page === state.page) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/**
 * Return what the preview's button says, "" if there is nowhere to go from there.
 * @param {number} at
 * @param {number} total
 */
function offerNext(at, total) {
  if (named !== `${state.catalog} ${state.entry}` || total < (at < 0 ? 1 : 2)) return "";
  return at < 0 ? text("first-place", { of: total }) : text("next-place", { at: at + 1, of: total });
}

/**
 * Go to the next place or the one before; after the last comes the first.
 * @param {1 | -1} by
 */
function step(by) {
  const total = before(found.places.length);
  if (byId("places").hidden) return;
  if (!total) return announce(text("places-none"));
  const at = position();
  const next = at < 0 ? (by > 0 ? 0 : total - 1) : (at + by + total) % total;
  const page = found.places.findLastIndex((_, each) => before(each) <= next);
  goTo(found.places[page].page, next - before(page));
}

/**
 * Show a place on its page. In a small window, the page takes the place of the message.
 * @param {string} page
 * @param {number} nth
 */
function goTo(page, nth) {
  // Where the page is seen again, its place of before is looked at, which is not the one to say.
  if (byId("preview").clientHeight === 0) goToPane("preview");
  isGoing = true;
  lookAt(page, nth);
}

/** @param {{page: string, nth: number, where: string}} place */
function follow({ page, nth, where }) {
  looked = { page, nth };
  showPosition();
  if (!isGoing) return;
  isGoing = false;
  const shown = found.places.find((each) => each.page === page);
  const name = shown ? shown.title || shown.path : "";
  const total = before(found.places.length);
  announce(text("place-shown", { at: position() + 1, of: total, page: name, where }));
}

/** Connect the list, its buttons, and the keys that step through the places. */
export function startPlaces() {
  const details = byId("places-details", HTMLDetailsElement);
  details.open = preference("places", "open") === "open";
  details.addEventListener("toggle", () => setPreference("places", details.open ? "open" : "closed"));
  byId("place-back").addEventListener("click", () => step(-1));
  byId("place-on").addEventListener("click", () => step(1));
  byId("next-place").addEventListener("click", () => step(1));
  byId("places-list").addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(link.dataset.page ?? "", 0);
  });
  byId("places-all").addEventListener("click", () => {
    isWhole = true;
    show();
    /** @type {HTMLElement | undefined} */ (byId("places-list").querySelectorAll("a")[FEW])?.focus();
  });
  on("opened", (/** @type {Entry} */ entry) => void read(entry));
  on("changes", (/** @type {import("../contract.js").Changes} */ { pages }) => {
    if (pages && state.entry) void read({ catalog: state.catalog, id: state.entry });
  });
  on("closed", () => {
    byId("places").hidden = true;
    byId("next-place").hidden = true;
  });
  on("looked", follow);
  on("step-place", step);
}
