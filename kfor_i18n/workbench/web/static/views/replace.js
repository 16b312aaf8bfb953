// Search and replace in the translations of a catalog: each hit is seen before it is replaced.

import { Refused, Unanswered, request } from "../api.js";
import { byId, button, element, spoken } from "../dom.js";
import { emit, state } from "../state.js";
import { sentence, shorten, text } from "../text.js";

/**
 * @typedef {{form: number, start: number, found: string, new: string, before: string, after: string}} Hit
 * @typedef {{id: string, source: string, lang: string, dir: string, seen: string,
 *   problem: string | null, findings: {severity: "error" | "warning", text: string}[], hits: Hit[]}} Found
 */

/** How much of a translation is seen on each side of a hit. */
const AROUND = 40;

/** @type {{query: Record<string, string>, messages: Found[], done: {id: string, seen: string}[], catalog: string}} */
let last = { query: {}, messages: [], done: [], catalog: "" };

/** Connect the button and the dialog. */
export function startReplace() {
  const dialog = byId("replace", HTMLDialogElement);
  byId("show-replace").addEventListener("click", () => {
    if (last.catalog !== state.catalog) clear();
    dialog.showModal();
    byId("replace-find").focus();
  });
  byId("replace-close").addEventListener("click", () => dialog.close());
  byId("replace-query", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void act(search);
  });
  for (const id of ["replace-with", "replace-exact", "replace-whole"])
    byId(id).addEventListener("change", () => last.messages.length && void act(search));
  byId("replace-do").addEventListener("click", () => void act(replace));
  byId("replace-undo").addEventListener("click", () => void act(undo));
  byId("replace-list").addEventListener("change", count);
}

function clear() {
  last = { query: {}, messages: [], done: [], catalog: state.catalog };
  byId("replace-list").replaceChildren();
  byId("replace-undo").hidden = true;
  say("");
  count();
}

/**
 * Do something, and say why if it cannot be done.
 * @param {() => Promise<void>} action
 */
async function act(action) {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
    say(error.message);
  }
}

async function search() {
  const query = {
    find: byId("replace-find", HTMLInputElement).value,
    with: byId("replace-with", HTMLInputElement).value,
    exact: byId("replace-exact", HTMLInputElement).checked ? "1" : "",
    whole: byId("replace-whole", HTMLInputElement).checked ? "1" : "",
  };
  const catalog = state.catalog;
  const answer = await request("GET", "replace", { catalog, ...query });
  last = { ...last, query, messages: answer.messages, catalog };
  byId("replace-list").replaceChildren(...last.messages.map(showFound));
  say(answer.text);
  count();
}

/**
 * Show the hits in one message, each of which can be left out.
 * @param {Found} found
 * @param {number} index
 */
function showFound(found, index) {
  const { source, hits } = found;
  const id = `replace-source-${index}`;
  const objections = listObjections(found);
  const group = element("fieldset", { "aria-describedby": objections.length ? `${id}-problem` : null },
    element("legend", { id }, shorten(source)),
    ...hits.map((hit, at) => showHit(found, hit, index, at)));
  if (objections.length) group.append(element("div", { id: `${id}-problem` }, ...objections));
  const open = button(text("replace-open"), () => {
    byId("replace", HTMLDialogElement).close();
    emit("open", { id: found.id, focus: true });
  }, { class: "link", "aria-describedby": id });
  group.append(open);
  return element("li", {}, group);
}

/** Say what speaks against the replacements in a message. @param {Found} found */
function listObjections({ problem, findings }) {
  const all = problem ? [{ severity: "error", text: problem }, ...findings] : findings;
  return all.map((each) => element("p", { class: each.severity }, text(each.severity), " ", sentence(each.text)));
}

/**
 * @param {Found} found
 * @param {Hit} hit
 * @param {number} index
 * @param {number} at
 */
function showHit({ lang, dir, problem, findings }, hit, index, at) {
  const box = element("input", { type: "checkbox", value: `${index} ${at}`, checked: !problem && findings.length === 0 });
  const before = hit.before.length > AROUND ? `…${hit.before.slice(-AROUND)}` : hit.before;
  const after = hit.after.length > AROUND ? `${hit.after.slice(0, AROUND)}…` : hit.after;
  const change = element("span", { class: "diff", lang, dir }, before,
    element("del", {}, spoken(`[${text("removed")} `), hit.found, spoken("]")));
  if (hit.new) change.append(element("ins", {}, spoken(`[${text("added")} `), hit.new, spoken("]")));
  change.append(after);
  return element("label", { class: "check" }, box, " ", change);
}

/** Return the hits that are chosen, by message. */
function chosen() {
  /** @type {Map<number, [number, number][]>} */
  const found = new Map();
  for (const box of byId("replace-list").querySelectorAll("input")) {
    if (!box.checked) continue;
    const [index, at] = box.value.split(" ").map(Number);
    const { form, start } = last.messages[index].hits[at];
    found.set(index, [...(found.get(index) ?? []), [form, start]]);
  }
  return found;
}

function count() {
  const number = [...chosen().values()].reduce((sum, hits) => sum + hits.length, 0);
  const action = byId("replace-do", HTMLButtonElement);
  action.hidden = last.messages.length === 0;
  action.disabled = number === 0;
  action.textContent = text("replace-chosen", { number });
}

async function replace() {
  const messages = [...chosen()].map(([index, hits]) => {
    const { id, seen } = last.messages[index];
    return { id, seen, hits };
  });
  const { query, catalog } = last;
  const answer = await request("POST", "replace", {}, { catalog, ...query, messages });
  last = { ...last, messages: [], done: answer.done };
  const refused = answer.refused.map((/** @type {{source: string, text: string}} */ each) =>
    element("li", { class: "error" }, `${shorten(each.source)}: ${sentence(each.text)}`));
  byId("replace-list").replaceChildren(...refused);
  byId("replace-undo").hidden = answer.done.length === 0;
  say(answer.text);
  count();
  (answer.done.length ? byId("replace-undo") : byId("replace-find")).focus();
  emit("counted");
}

async function undo() {
  const { catalog, done } = last;
  const answer = await request("POST", "replace/undo", {}, { catalog, messages: done });
  last = { ...last, done: [] };
  byId("replace-undo").hidden = true;
  say(answer.text);
  byId("replace-find").focus();
  emit("counted");
}

/** @param {string} content */
function say(content) {
  byId("replace-status").textContent = content;
}
