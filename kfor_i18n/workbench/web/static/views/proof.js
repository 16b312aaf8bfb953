// Proof-reading: the texts of a page in one column, in its order; the form opens below a text.

import { Refused, Unanswered, request } from "../api.js";
import { byId, element } from "../dom.js";
import { openEntry } from "../entry.js";
import { emit, on, openCatalog, preference, setPreference, state, writeAddress } from "../state.js";
import { sentence, text } from "../text.js";

/**
 * @typedef {import("../contract.js").Message & {sources: string[], forms: string[], comment: string}} Item
 */

/** What goes into the view while it is open, each with what keeps its place meanwhile. */
const MOVED = /** @type {[string, Comment][]} */ (
  ["entry", "status", "live"].map((id) => [id, document.createComment(id)])
);

let total = 0;
/** @type {Item[]} */
let items = [];
let asked = 0;
let sourceLanguage = "en";

const dialog = () => byId("proof", HTMLDialogElement);

/** Connect the button and the view. */
export function startProof() {
  byId("show-proof").addEventListener("click", () => void open());
  byId("proof-close").addEventListener("click", () => dialog().close());
  byId("proof-more").addEventListener("click", () => void read(items.length + 1));
  dialog().addEventListener("close", close);
  dialog().addEventListener("cancel", (event) => {
    // What is being written is closed first.
    if (event.target !== dialog() || !byId("proof-list").contains(document.activeElement)) return;
    const item = document.activeElement?.closest("li");
    if (!item?.contains(byId("entry")) || !byId("entry").contains(document.activeElement)) return;
    event.preventDefault();
    item.querySelector("button")?.focus();
  });
  const sources = byId("proof-sources", HTMLInputElement);
  sources.checked = preference("proof-sources", "off") === "on";
  sources.addEventListener("change", () => {
    setPreference("proof-sources", sources.checked ? "on" : "off");
    show();
  });
  on("opened", putForm);
  on("listed", () => dialog().open && void read(items.length));
}

async function open() {
  for (const [id, place] of MOVED) byId(id).before(place);
  byId("proof-said").append(byId("status"), byId("live"), byId("entry"));
  byId("entry").hidden = true;
  const isNarrowed = state.filter !== "all" || state.search || state.order !== "page";
  Object.assign(state, { filter: "all", search: "", order: "page" });
  writeAddress();
  items = [];
  byId("proof-list").replaceChildren();
  dialog().showModal();
  byId("proof-heading").setAttribute("tabindex", "-1");
  byId("proof-heading").focus();
  if (isNarrowed) emit("page");
  await read(1);
}

function close() {
  for (const [id, place] of MOVED) place.replaceWith(byId(id));
  byId("entry").hidden = !openEntry();
}

/**
 * Read the texts up to a number of them, and show them.
 * @param {number} upTo
 */
async function read(upTo) {
  const turn = ++asked;
  /** @type {Item[]} */
  const found = [];
  try {
    do {
      const query = { catalog: state.catalog, page: state.page, offset: found.length };
      const answer = await request("GET", "proof", query);
      if (turn !== asked) return;
      found.push(...answer.items);
      ({ total, source_lang: sourceLanguage } = answer);
      if (!answer.items.length) break;
    } while (found.length < Math.min(upTo, total));
  } catch (error) {
    if (error instanceof Refused || error instanceof Unanswered) {
      byId("proof-count").textContent = sentence(error.message);
      return;
    }
    throw error;
  }
  items = found;
  show();
}

/** Show the texts; the one with the form in it stays where it is. */
function show() {
  const list = byId("proof-list");
  const before = new Map([...list.children].map((each) => [/** @type {HTMLElement} */ (each).dataset.id, each]));
  const focused = document.activeElement?.closest(".proof-text")?.closest("li")?.dataset.id;
  const nodes = items.map((item) => showItem(item, before.get(item.id)));
  // The form loses the focus where its item is moved, so that only others are.
  for (const each of list.children) if (!nodes.includes(/** @type {HTMLLIElement} */ (each))) keepForm(each);
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  while (list.children.length > nodes.length) list.lastElementChild?.remove();
  byId("proof-count").textContent = text("list-count", { total });
  byId("proof-more").hidden = items.length >= total;
  if (focused) list.querySelector(`li[data-id="${focused}"]`)?.querySelector("button")?.focus();
}

/** @param {Element} item one that goes */
function keepForm(item) {
  if (!item.contains(byId("entry"))) return;
  byId("entry").hidden = true;
  byId("proof-said").append(byId("entry"));
}

/**
 * @param {Item} item
 * @param {Element | undefined} before
 */
function showItem(item, before) {
  const node = /** @type {HTMLLIElement} */ (before ?? element("li", { "data-id": item.id }));
  const head = showHead(item);
  const old = node.querySelector(".proof-item");
  if (old) old.replaceWith(head);
  else node.prepend(head);
  tell(node);
  return node;
}

/** @param {Item} item */
function showHead({ id, state: name, state_text: named, kind_text: kind, forms, sources, comment, draft, findings }) {
  const catalog = openCatalog();
  const isDone = forms.length > 0;
  const lang = isDone ? catalog?.lang : sourceLanguage;
  const dir = isDone ? catalog?.dir : "ltr";
  const parts = (isDone ? forms : sources).map((each) => element("span", { lang, dir }, each));
  const button = element("button", { type: "button", class: "proof-text" }, ...parts);
  button.addEventListener("click", () => emit("open", { id, focus: true }));
  const facts = element("p", { class: `facts ${name}` });
  if (kind) facts.append(element("span", {}, kind));
  if (name !== "translated") facts.append(element("span", { class: "state" }, named));
  if (draft) facts.append(element("span", { class: "draft" }, text("draft")));
  if (findings) facts.append(element("span", { class: "finding" }, text("findings", { number: findings })));
  const box = element("div", { class: "proof-item" }, button);
  if (facts.hasChildNodes()) box.append(facts);
  if (isDone && byId("proof-sources", HTMLInputElement).checked)
    box.append(...sources.map((each) => element("p", { class: "proof-source", lang: sourceLanguage }, each)));
  if (comment) box.append(element("p", { class: "hint" }, comment));
  return box;
}

/** @param {HTMLElement} node */
function tell(node) {
  node.querySelector(".proof-text")?.setAttribute("aria-expanded", String(node.contains(byId("entry"))));
}

/** Put the form below the text that it is about. */
function putForm() {
  if (!dialog().open) return;
  const item = [...byId("proof-list").children].find((each) => /** @type {HTMLElement} */ (each).dataset.id === state.entry);
  if (!item || item.contains(byId("entry"))) return;
  item.append(byId("entry"));
  for (const each of byId("proof-list").children) tell(/** @type {HTMLElement} */ (each));
}
