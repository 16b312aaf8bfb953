// The translation memory: translations of similar texts, each of which can be taken into the field.

import { announce } from "../announce.js";
import { Refused, Unanswered, request } from "../api.js";
import { setBanner } from "../banners.js";
import { byId, button, element, say } from "../dom.js";
import { openEntry, wasTyped } from "../entry.js";
import { focusForm, openForm, readForms, writeForms } from "../forms.js";
import { showDiff } from "../pieces.js";
import { addressOf, emit, on, preference, setPreference } from "../state.js";
import { percentage, text } from "../text.js";

/**
 * @typedef {import("../contract.js").Entry} Entry
 * @typedef {import("../contract.js").Match} Match
 * @typedef {import("../contract.js").Similar} Similar
 */

/** How long to wait, in milliseconds, before asking again while the memory is being read. */
const AGAIN = 400;

/** @type {Match[]} */
let matches = [];

/** What is shown, so that the same is not shown anew under who is reading it. */
let shown = "";

/** The number of the look-up that is wanted: one that was overtaken shows nothing. */
let latest = 0;

/** Messages with a match of 100 % that was announced. */
const announced = new Set();

/** @param {Entry} entry */
async function lookUp(entry) {
  const asked = ++latest;
  const of = `${entry.catalog}/${entry.id}`;
  if (!shown.startsWith(`${of} `)) show(entry, null);
  const similar = await ask(entry, () => asked === latest);
  if (!similar || asked !== latest) return;
  setBanner("memory", similar.problems.join("\n") || null);
  show(entry, similar.matches);
  announceExact(entry, of);
}

/**
 * Ask until the memory has been read; an answer that is not wanted any more is none.
 * @param {Entry} entry
 * @param {() => boolean} isWanted
 * @returns {Promise<Similar | null>}
 */
async function ask({ catalog, id }, isWanted) {
  try {
    while (isWanted()) {
      /** @type {Similar} */
      const similar = await request("GET", "similar", { catalog, id });
      if (similar.matches) return similar;
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
  }
  return null;
}

/**
 * @param {Entry} entry
 * @param {Match[] | null} found null while the memory is asked
 */
function show(entry, found) {
  const content = `${entry.catalog}/${entry.id} ${JSON.stringify(found)}`;
  if (content === shown) return;
  shown = content;
  matches = found ?? [];
  const list = byId("memory-list");
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren(...matches.map((match, index) => showMatch(entry, match, index)));
  if (hadFocus) byId("memory-summary").focus();
  say(byId("memory-count"), found && text("memory-count", { total: found.length }));
  say(byId("memory-note"), matches.length ? null : text(found ? "memory-none" : "memory-reading"));
}

/**
 * @param {Entry} entry
 * @param {Match} match
 * @param {number} index
 */
function showMatch({ lang, dir, source_lang, source_dir }, match, index) {
  const number = index + 1;
  const target = match.forms.join(" / ");
  const use = button(text("use"), () => useMatch(number), { "aria-describedby": `match-${number}` });
  use.append(" ", element("kbd", {}, text("memory-key", { digit: number })));
  const item = element("li", { class: "match" },
    element("p", { class: "match-source", lang: source_lang, dir: source_dir },
      element("span", { class: "score" }, percentage(match.score, 1)), " ", showDiff(match.source)),
    element("p", { class: "match-target", id: `match-${number}`, lang, dir }, target));
  for (const [key, parts] of /** @type {const} */ ([["memory-missing", match.missing], ["memory-extra", match.extra]]))
    if (parts.length) item.append(element("p", { class: "differs" }, text(key, { parts: parts.join(", ") })));
  item.append(element("p", { class: "match-foot" }, showOrigin(match, `match-${number}`), use));
  return item;
}

/**
 * @param {Match} match
 * @param {string} described the id of its translation
 */
function showOrigin({ origin, message }, described) {
  const place = element("span", { class: "where" }, origin);
  if (!message) return place;
  const href = addressOf({ catalog: message.catalog, entry: message.id });
  const link = element("a", { href, "aria-describedby": described }, text("open-message"));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    emit("open", { id: message.id, catalog: message.catalog, focus: true });
  });
  if (message.context !== null) place.append(` – ${text("context", { context: message.context })}`);
  place.append(" ", link);
  return place;
}

/**
 * Say once that a message that is to be translated was translated before.
 * @param {Entry} entry
 * @param {string} of
 */
function announceExact(entry, of) {
  const isUntouched = entry.state === "untranslated" && !entry.is_draft && !wasTyped();
  if (!isUntouched || matches[0]?.score !== 1 || announced.has(of)) return;
  announced.add(of);
  announce(text("memory-exact", { target: matches[0].forms.join(" / ") }));
}

/**
 * Write a match into the form, if it has as many forms, or into the field that the cursor was in.
 * @param {number} number from 1
 */
export function useMatch(number) {
  const match = matches[number - 1];
  if (!match || !openEntry()) return;
  const fields = readForms();
  const form = openForm();
  const content = match.forms[form] ?? match.forms[0];
  writeForms(match.forms.length === fields.length ? match.forms : fields.map((before, index) => (index === form ? content : before)));
  focusForm(form);
  announce(text("memory-used"));
}

/** Return whether there is a match of a number that can be seen. */
export function hasMatch(/** @type {number} */ number) {
  return number <= matches.length && byId("memory", HTMLDetailsElement).open;
}

/** Show the memory below the form, closed if it was closed last. */
export function startMemory() {
  const details = byId("memory", HTMLDetailsElement);
  details.open = preference("memory", "open") === "open";
  details.addEventListener("toggle", () => setPreference("memory", details.open ? "open" : "closed"));
  on("opened", (/** @type {Entry} */ entry) => void lookUp(entry));
}
