// The messages: searched, filtered, in the page's order or all, part by part.

import { announceAtPause } from "./announce.js";
import { Refused, request } from "./api.js";
import { byId, button, element, say } from "./dom.js";
import { addressOf, emit, on, openCatalog, state, writeAddress } from "./state.js";
import { sentence, shorten, text } from "./text.js";

/**
 * @typedef {import("./contract.js").Message} Message
 * @typedef {import("./contract.js").Messages} Messages
 */

const PART = 50;
const PAUSE = 250;

/** @type {Messages} */
let shown = { total: 0, offset: 0, items: [] };
let asked = 0;
/** The page that the list was asked for last. */
let listed = "";
/** The page that failed, and whether it was left for the whole catalog. */
let failed = { page: "", isLeft: false };
/** Why there is no list. */
let problem = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/**
 * Read and show the list.
 * @param {{offset?: number, around?: string}} [where] the part from here, or with this entry
 */
export async function loadList({ offset = shown.offset, around = "" } = {}) {
  const turn = ++asked;
  readFields();
  const query = {
    catalog: state.catalog, filter: state.filter, search: state.search, since: state.since,
    page: state.order === "page" ? state.page : "", offset, limit: PART,
  };
  const { found, reason } = await ask(around ? { ...query, around } : query);
  if (turn !== asked) return;
  [problem, shown, listed] = [reason, found, query.page];
  if (shown.items.length === 0 && shown.offset > 0) return loadList({ offset: 0 });
  show();
  leaveFailed();
}

/** Show the whole catalog where a page that failed leaves nothing to be translated. */
function leaveFailed() {
  const isEmpty = shown.total === 0 && state.order === "page" && state.filter === "all" && !state.search;
  if (!isEmpty || listed !== state.page || failed.page !== state.page || failed.isLeft) return;
  failed.isLeft = true;
  state.order = "all";
  void refind(true);
}

/**
 * Return a part of the list; if there is none, the reason.
 * @param {Record<string, string | number>} query
 */
async function ask(query) {
  const none = { total: 0, offset: 0, items: [] };
  const isUnsaid = state.filter === "since" && !state.since;
  if (!state.catalog || isUnsaid) return { found: none, reason: isUnsaid ? text("since-empty") : "" };
  try {
    return { found: await request("GET", "messages", query), reason: "" };
  } catch (error) {
    // What is typed may not be a date, or not yet; the catalog may be gone.
    if (error instanceof Refused && [404, 422].includes(error.status)) return { found: none, reason: sentence(error.message) };
    throw error;
  }
}

/**
 * Return the message after or before the open one, in the order of the list.
 * @param {1 | -1} step
 * @returns {Promise<Message | undefined>}
 */
export async function neighbour(step) {
  const at = shown.items.findIndex((each) => each.id === state.entry);
  if (at < 0) return shown.items[step > 0 ? 0 : shown.items.length - 1];
  const next = shown.items[at + step];
  if (next) return next;
  const offset = shown.offset + (step > 0 ? PART : -PART);
  if (offset < 0 || offset >= shown.total) return undefined;
  await loadList({ offset });
  return shown.items[step > 0 ? 0 : shown.items.length - 1];
}

/** Return where the open message is in the list, counted from 1; 0 if it is not there. */
export function position() {
  const at = shown.items.findIndex((each) => each.id === state.entry);
  return at < 0 ? 0 : shown.offset + at + 1;
}

/** Return how many messages the list has. */
export function total() {
  return shown.total;
}

function show() {
  const list = byId("list", HTMLOListElement);
  const focused = list.contains(document.activeElement);
  const id = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.id ?? "";
  list.start = shown.offset + 1;
  list.replaceChildren(...shown.items.map(showMessage));
  byId("list-count").textContent = text("list-count", { total: shown.total });
  const isParted = shown.total > PART;
  byId("pager").hidden = !isParted;
  if (isParted) {
    const to = shown.offset + shown.items.length;
    byId("list-range").textContent = text("list-range", { from: shown.offset + 1, to, total: shown.total });
    byId("list-back", HTMLButtonElement).disabled = shown.offset === 0;
    byId("list-on", HTMLButtonElement).disabled = to >= shown.total;
  }
  mark();
  emit("listed");
  const same = /** @type {HTMLElement | null} */ (list.querySelector(`a[data-id="${CSS.escape(id)}"]`));
  if (focused) (same ?? currentLink() ?? list.querySelector("a") ?? byId("messages")).focus();
}

/** @param {Message} message */
function showMessage(message) {
  const catalog = openCatalog();
  const href = addressOf({ entry: message.id });
  const link = element("a", { href, class: `message ${message.state}`, "data-id": message.id });
  link.append(element("span", { class: "source" }, shorten(message.source, 160) || text("empty")));
  if (message.context) link.append(element("span", { class: "context" }, text("context", { context: message.context })));
  if (message.target)
    link.append(element("span", { class: "target", lang: catalog?.lang, dir: catalog?.dir }, shorten(message.target, 120)));
  const facts = element("span", { class: "facts" });
  facts.append(element("span", { class: "state" }, message.state_text));
  if (message.draft) facts.append(element("span", { class: "draft" }, text("draft")));
  if (message.findings) facts.append(element("span", { class: "finding" }, text("findings", { number: message.findings })));
  if (message.questions) facts.append(element("span", { class: "question" }, text("with-question")));
  if (message.plural) facts.append(element("span", {}, text("plural")));
  if (message.kind_text) facts.append(element("span", { class: "where" }, message.kind_text));
  link.append(facts);
  if (message.why) link.append(element("span", { class: "why" }, message.why));
  return element("li", {}, link);
}

/** Mark the open message, and say so if the list does not have it. */
function mark() {
  for (const link of byId("list").querySelectorAll("a")) {
    const isOpen = link.dataset.id === state.entry;
    if (isOpen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const open = currentLink();
  open?.scrollIntoView({ block: "nearest" });
  const isHidden = Boolean(state.entry) && !open && shown.total > 0;
  const isEmpty = shown.total === 0;
  const note = byId("list-note");
  say(note, isEmpty ? problem || text("list-empty") : isHidden ? text("list-without") : "");
  const isNarrowed = state.filter !== "all" || state.search !== "" || (state.order === "page" && state.page);
  if (!note.hidden && isNarrowed) note.append(" ", button(text("show-all"), showAll, { class: "link" }));
}

function currentLink() {
  return /** @type {HTMLElement | null} */ (byId("list").querySelector("[aria-current]"));
}

/** Lift what narrows the list: first filter and search, then the page. */
function showAll() {
  if (state.filter === "all" && !state.search) state.order = "all";
  Object.assign(state, { filter: "all", search: "" });
  readFields();
  void refind(true);
  byId("messages").focus();
}

/** Show the filters of the state in their fields. */
function readFields() {
  const search = byId("search", HTMLInputElement);
  if (document.activeElement !== search) search.value = state.search;
  byId("filter", HTMLSelectElement).value = state.filter;
  byId("order", HTMLSelectElement).value = state.order;
  byId("order-choice").hidden = !state.page;
  const since = byId("since", HTMLInputElement);
  if (document.activeElement !== since) since.value = state.since;
  byId("since-choice").hidden = state.filter !== "since";
}

/** @param {boolean} [isWithOpen] */
async function refind(isWithOpen = false) {
  writeAddress();
  await loadList({ offset: 0, around: isWithOpen ? state.entry : "" });
  announceAtPause(problem || text("list-count", { total: shown.total }));
}

/** Follow the page or the keyboard: show the part that has the open message. */
async function follow() {
  mark();
  if (state.entry && !currentLink()) await loadList({ around: state.entry });
}

/** Connect the fields; the list is read when the project is known. */
export function startList() {
  readFields();
  byId("find").addEventListener("submit", (event) => event.preventDefault());
  for (const name of /** @type {const} */ (["search", "since"]))
    byId(name).addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        state[name] = byId(name, HTMLInputElement).value.trim();
        void refind();
      }, PAUSE);
    });
  byId("filter").addEventListener("change", () => {
    state.filter = byId("filter", HTMLSelectElement).value;
    // A page has none of the messages that no page has, and not all that changed.
    if (["unused", "since"].includes(state.filter)) state.order = "all";
    void refind(true);
  });
  byId("order").addEventListener("change", () => {
    state.order = byId("order", HTMLSelectElement).value;
    void refind(true);
  });
  byId("list-back").addEventListener("click", () => void showPart(-PART));
  byId("list-on").addEventListener("click", () => void showPart(PART));
  byId("list").addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    emit("open", { id: link.dataset.id, focus: true });
  });
  on("pane", () => currentLink()?.scrollIntoView({ block: "nearest" }));
  on("selected", () => void follow());
  on("page-failed", (/** @type {string} */ page) => {
    if (failed.page !== page) failed = { page, isLeft: false };
    leaveFailed();
  });
  on("page", () => void loadList({ offset: 0, around: state.entry }));
  on("catalog", () => void loadList({ offset: 0 }));
  on("draft", ({ draft, answer }) => {
    if (shown.items.some((each) => each.id === draft.id && each.draft !== answer.is_draft)) void loadList();
  });
}

/** @param {number} by */
async function showPart(by) {
  await loadList({ offset: Math.max(0, shown.offset + by) });
  const first = byId("list").querySelector("a");
  first?.focus();
}
