// What was typed and is not saved: kept in this browser until the server has confirmed it.

import { Refused, Unanswered, request } from "./api.js";
import { noteOwn } from "./changes.js";
import { emit, on, state } from "./state.js";

/**
 * @typedef {import("./contract.js").Draft} Draft
 * @typedef {import("./contract.js").DraftAnswer} DraftAnswer
 * @typedef {import("./contract.js").Entry} Entry
 * @typedef {{catalog: string, id: string}} Address
 */

/** A pause in typing after which a draft is sent. */
const PAUSE = 350;

/** @type {Map<string, Draft>} */
const unsent = new Map();

/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const timers = new Map();

/** @type {Map<string, Promise<void>>} */
const sending = new Map();

/**
 * Entries that are being saved or changed, and whether their draft is to be sent afterwards.
 * @type {Map<string, boolean>}
 */
const held = new Map();

/**
 * The draft of each entry that this tab has seen last: the server lets no other be replaced.
 * @type {Map<string, string>}
 */
const seen = new Map();

/**
 * What was sent of each entry last, whether or not an answer came.
 * @type {Map<string, Draft>}
 */
const tried = new Map();

const prefix = () => `kfor-i18n/draft/${state.project?.root ?? ""}/`;

/** @param {Address} address */
const keyOf = ({ catalog, id }) => `${prefix()}${catalog}/${id}`;

/**
 * Keep a draft, and send it at the next pause.
 * @param {Draft} draft
 */
export function keepDraft(draft) {
  const key = keyOf(draft);
  const kept = { ...draft, draft_seen: seenDraft(draft) };
  unsent.set(key, kept);
  store(key, kept);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => void sendDraft(draft), PAUSE));
}

/**
 * Note the draft that an entry has on the server, which is shown here now.
 * @param {Address & {draft_seen: string}} entry
 */
export function noteDraft(entry) {
  seen.set(keyOf(entry), entry.draft_seen);
}

/**
 * Return which draft of an entry was seen last; `null` if that is not known.
 * @param {Address} address
 */
export function seenDraft(address) {
  return seen.get(keyOf(address)) ?? unsentDraft(address)?.draft_seen ?? null;
}

/**
 * Return whether an entry has another draft than the one that a text was written after.
 * @param {Entry} entry
 * @param {Draft} draft
 */
export function isOvertaken(entry, draft) {
  const isNewer = typeof draft.draft_seen === "string" && draft.draft_seen !== entry.draft_seen;
  return isNewer && entry.is_draft && !hasText(entry, draft);
}

/**
 * Return whether an entry has the texts of a draft.
 * @param {Entry} entry
 * @param {Draft} draft
 */
export function hasText({ forms = [] }, draft) {
  return forms.length === draft.forms.length && forms.every((form, index) => form.text === draft.forms[index]);
}

/**
 * Return what this browser has of an entry that the server has not confirmed.
 * @param {Address} address
 * @returns {Draft | undefined}
 */
export function unsentDraft(address) {
  return unsent.get(keyOf(address));
}

/** Return whether there is anything that only this browser has. */
export function hasUnsent() {
  return unsent.size > 0;
}

/**
 * Send the draft of an entry now, if there is one, and wait until the server has it.
 * @param {Address} address
 */
export async function sendDraft(address) {
  const key = keyOf(address);
  clearTimeout(timers.get(key));
  await sending.get(key);
  const draft = unsent.get(key);
  if (!draft) return;
  if (held.has(key)) {
    held.set(key, true);
    return;
  }
  const sent = send(key, draft).finally(() => sending.delete(key));
  sending.set(key, sent);
  await sent;
}

/**
 * Send nothing of an entry while a request changes it, which would meet an older version or be
 * dropped with it; wait for a draft that is being sent.
 * @param {Address} address
 */
export async function holdDraft(address) {
  const key = keyOf(address);
  held.set(key, false);
  clearTimeout(timers.get(key));
  await sending.get(key);
}

/**
 * Send again what is typed in an entry.
 * @param {Address} address
 */
export function releaseDraft(address) {
  const key = keyOf(address);
  const isWanted = held.get(key);
  held.delete(key);
  if (isWanted) void sendDraft(address);
}

/**
 * Return what was typed since a text was sent, as a draft of the entry as it is now.
 * @param {Draft} sent what was in the fields when the request was made
 * @param {Entry} entry the entry that the request led to
 * @returns {Draft | undefined}
 */
export function rebaseDraft(sent, entry) {
  noteDraft(entry);
  const typed = unsent.get(keyOf(sent));
  if (!typed || isSame(typed, sent)) return undefined;
  const newer = { ...typed, comment: typed.comment === sent.comment ? null : typed.comment, seen: entry.seen, base: entry.base };
  keepDraft(newer);
  return newer;
}

/**
 * Return whether two drafts have the same text.
 * @param {Draft} one
 * @param {Draft} other
 */
export function isSame(one, other) {
  const textOf = (/** @type {Draft} */ { forms, comment, fuzzy }) => JSON.stringify([forms, comment, fuzzy]);
  return textOf(one) === textOf(other);
}

/**
 * Remove what this browser has of an entry.
 * @param {Address} address
 * @param {Draft} [draft] remove it only if it is still this one
 */
export function forgetDraft(address, draft) {
  const key = keyOf(address);
  if (draft && unsent.get(key) !== draft) return;
  clearTimeout(timers.get(key));
  unsent.delete(key);
  erase(key);
}

/** Find what was left unsent in this browser. */
export function findDrafts() {
  for (const [key, draft] of stored()) if (!unsent.has(key)) unsent.set(key, draft);
}

/** Send what this browser has and the server has not. */
export async function resendDrafts() {
  findDrafts();
  for (const draft of [...unsent.values()]) await sendDraft(draft);
}

/**
 * @param {string} key
 * @param {Draft} draft
 */
async function send(key, draft) {
  const before = tried.get(key);
  tried.set(key, draft);
  try {
    /** @type {DraftAnswer} */
    const answer = await request("PUT", "draft", {}, { ...draft, draft_seen: seenDraft(draft) });
    noteOwn(answer.version);
    noteDraft({ ...draft, draft_seen: answer.draft_seen });
    confirm(key, draft);
    emit("draft", { draft, answer });
  } catch (error) {
    if (error instanceof Refused && error.answer.entry) await overtake(key, draft, before, error.answer.entry);
    else if (error instanceof Refused) emit("draft-refused", { draft, error });
    else if (!(error instanceof Unanswered)) throw error;
  }
}

/**
 * There is another draft than the one that was seen: ours if its answer was lost, else another's.
 * @param {string} key
 * @param {Draft} draft
 * @param {Draft | undefined} before what was sent before
 * @param {Entry} entry
 */
async function overtake(key, draft, before, entry) {
  if (!before || !hasText(entry, before)) {
    emit("overtaken", { draft, entry });
    return;
  }
  noteDraft(entry);
  await send(key, draft);
}

/**
 * The server has a draft; one that was typed meanwhile stays unsent, and replaces it.
 * @param {string} key
 * @param {Draft} draft
 */
function confirm(key, draft) {
  const newer = unsent.get(key);
  if (newer !== draft) {
    if (newer) store(key, Object.assign(newer, { draft_seen: seenDraft(draft) }));
    return;
  }
  unsent.delete(key);
  erase(key);
}

/**
 * @param {string} key
 * @param {Draft} draft
 */
function store(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Without storage the draft is in this tab only, and the tab asks before it is closed.
  }
}

/** @param {string} key */
function erase(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There was nothing to remove.
  }
}

/** @returns {[string, Draft][]} */
function stored() {
  /** @type {[string, Draft][]} */
  const found = [];
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(prefix())))
      found.push([key, JSON.parse(localStorage.getItem(key) ?? "")]);
  } catch {
    // What cannot be read is left where it is.
  }
  return found;
}

on("back", () => void resendDrafts());
on("catalog-back", () => void resendDrafts());

addEventListener("beforeunload", (event) => {
  if (hasUnsent()) event.preventDefault();
});
