// What is done with the open message besides saving: its draft discarded, its last change taken back.

import { hush, report } from "./announce.js";
import { Refused, Unanswered, request } from "./api.js";
import { byId } from "./dom.js";
import { forgetDraft, holdDraft, rebaseDraft, releaseDraft, seenDraft, sendDraft } from "./drafts.js";
import { adoptEntry, close, openEntry, openMessage, readDraft, showEntry } from "./entry.js";
import { focusForm } from "./forms.js";
import { emit, state, writeAddress } from "./state.js";
import { sentence, text } from "./text.js";

/** @typedef {import("./contract.js").Entry} Entry */

/**
 * Change the open entry by a request that answers it anew.
 * @param {"POST" | "DELETE"} method
 * @param {string} path
 * @param {Record<string, string>} query
 * @param {unknown} body
 * @param {string} done
 * @param {boolean} [isDiscarded] the text that was in the fields is not wanted any more
 */
async function act(method, path, query, body, done, isDiscarded = false) {
  const address = openEntry();
  if (!address) return;
  const sent = readDraft();
  hush();
  await holdDraft(address);
  try {
    const entry = await request(method, path, query, body);
    const newer = rebaseDraft(sent, entry);
    if (isDiscarded && !newer) forgetDraft(address);
    const isOpen = entry.id === state.entry && entry.catalog === state.catalog;
    if (isOpen && entry.state === "gone" && !entry.is_draft) await leave(entry, newer);
    else if (isOpen && newer) adoptEntry(entry, newer);
    else if (isOpen) {
      showEntry(entry);
      focusForm();
    }
    if (openEntry()) report(newer ? `${done} ${text("newer")}` : done);
    emit("counted");
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
    report(sentence(error.message), true, error instanceof Unanswered ? "back" : error.until);
    if (error instanceof Refused && error.answer.entry)
      emit("overtaken", { draft: sent, entry: error.answer.entry });
  } finally {
    releaseDraft(address);
  }
}

/**
 * A message that is gone has no draft any more, or one that was typed meanwhile only.
 * @param {Entry} entry
 * @param {import("./contract.js").Draft} [newer]
 */
async function leave({ id }, newer) {
  if (newer) return openMessage(id);
  state.entry = "";
  writeAddress();
  close(`${text("discarded")} ${text("choose")}`);
}

/**
 * Report a warning about the open message no more.
 * @param {import("./contract.js").Finding} finding
 */
export async function dismiss({ code, title }) {
  await change("dismiss", text("dismissed", { title }), { code });
}

/** Take back what is typed, and show what is saved. */
export async function discard() {
  const entry = openEntry();
  if (!entry) return;
  const { catalog, id } = entry;
  const seen = seenDraft(entry);
  const of = { catalog, id };
  await act("DELETE", "draft", seen === null ? of : { ...of, draft_seen: seen }, undefined, text("discarded"), true);
}

/**
 * Change the open message in its catalog, once the server has what is typed.
 * @param {string} path
 * @param {string} done
 * @param {Record<string, string>} [values]
 */
export async function change(path, done, values = {}) {
  const entry = openEntry();
  if (!entry) return;
  await sendDraft(entry);
  const { catalog, id } = entry;
  await act("POST", path, {}, { catalog, id, ...values }, done);
}

/** Connect the buttons. */
export function startActing() {
  byId("discard").addEventListener("click", () => void discard());
  byId("undo").addEventListener("click", () => void change("undo", text("undone")));
  byId("redo").addEventListener("click", () => void change("redo", text("redone")));
}
