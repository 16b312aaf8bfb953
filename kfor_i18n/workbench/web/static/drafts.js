// What was typed and is not saved: kept in this browser until the server has confirmed it.

import { Refused, Unanswered, request } from "./api.js";
import { emit, on, state } from "./state.js";

/**
 * @typedef {import("./contract.js").Draft} Draft
 * @typedef {import("./contract.js").DraftAnswer} DraftAnswer
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

/** Tells the other tabs of this browser which entry has another draft. */
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("kfor-i18n-drafts") : null;

const prefix = () => `kfor-i18n/draft/${state.project?.root ?? ""}/`;

/** @param {Address} address */
const keyOf = ({ catalog, id }) => `${prefix()}${catalog}/${id}`;

/**
 * Keep a draft, and send it at the next pause.
 * @param {Draft} draft
 */
export function keepDraft(draft) {
  const key = keyOf(draft);
  unsent.set(key, draft);
  store(key, draft);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => void sendDraft(draft), PAUSE));
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
 * @param {string} seen the version of the entry that the request led to
 * @returns {Draft | undefined}
 */
export function rebaseDraft(sent, seen) {
  const typed = unsent.get(keyOf(sent));
  if (!typed || isSame(typed, sent)) return undefined;
  const newer = { ...typed, comment: typed.comment === sent.comment ? null : typed.comment, seen };
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
  try {
    /** @type {DraftAnswer} */
    const answer = await request("PUT", "draft", {}, draft);
    confirm(key, draft);
    channel?.postMessage({ catalog: draft.catalog, id: draft.id });
    emit("draft", { draft, answer });
  } catch (error) {
    if (error instanceof Refused && error.answer.conflict) {
      // The message is gone: the server has kept the text, as it says in the conflict.
      confirm(key, draft);
      emit("draft", { draft, answer: { findings: [], shown: null, conflict: error.answer.conflict } });
    } else if (error instanceof Refused) emit("draft-refused", { draft, error });
    else if (!(error instanceof Unanswered)) throw error;
  }
}

/**
 * The server has a draft; one that was typed meanwhile stays unsent.
 * @param {string} key
 * @param {Draft} draft
 */
function confirm(key, draft) {
  if (unsent.get(key) !== draft) return;
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
channel?.addEventListener("message", ({ data }) => emit("drafted-elsewhere", data));

addEventListener("beforeunload", (event) => {
  if (hasUnsent()) event.preventDefault();
});
