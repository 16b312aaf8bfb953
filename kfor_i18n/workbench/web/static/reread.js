// The open message, read again after it or its draft changed elsewhere.

import { announce, hush, interrupt, report } from "./announce.js";
import { Refused, request } from "./api.js";
import { offerConflict } from "./conflict.js";
import { byId, button, element } from "./dom.js";
import { forgetDraft, hasText, isSame, keepDraft, sendDraft, unsentDraft } from "./drafts.js";
import { adoptEntry, close, complete, openEntry, readDraft, showEntry, showVerdict, wasTyped } from "./entry.js";
import { focusForm } from "./forms.js";
import { on, state, writeAddress } from "./state.js";
import { sentence, shorten, text } from "./text.js";

/**
 * @typedef {import("./contract.js").Entry} Entry
 * @typedef {import("./contract.js").Draft} Draft
 */

/**
 * Read the open entry again, after it changed elsewhere.
 * @returns {Promise<void>}
 */
export async function rereadEntry() {
  const before = openEntry();
  if (!before) return;
  const { catalog, id } = before;
  await sendDraft(before);
  if (openEntry() !== before) return;
  const mine = readDraft();
  /** @type {Entry} */
  let entry;
  try {
    entry = await request("GET", "entry", { catalog, id });
  } catch (error) {
    if (error instanceof Refused && openEntry() === before) await lose(before, error);
    return;
  }
  if (openEntry() !== before) return openEntry()?.id === id ? rereadEntry() : undefined;
  if (entry.id !== id && !unsentDraft(before)) {
    // Its source text for several changed.
    state.entry = entry.id;
    writeAddress();
  }
  const wasGone = before.conflict?.kind === "gone";
  if (entry.conflict) {
    const isGone = entry.conflict.kind === "gone";
    // What was said of it before is not so any more.
    if (isGone && !wasGone) report("");
    // Of one that is gone, the form shows what the server does not have any more.
    const shown = isGone ? { ...before, ...entry, comment: entry.comment ?? before.comment, can_undo: false, can_redo: false } : entry;
    if (!unsentDraft(before) && hasText(complete(entry), mine)) adoptEntry(shown, mine);
    else before.conflict = entry.conflict;
    offerConflict(entry.conflict, !isGone || !wasGone);
    return;
  }
  if (unsentDraft(before) || !isSame(mine, readDraft())) return;
  const isOther = !hasText(entry, mine);
  if (entry.seen === mine.seen && !isOther && !wasGone) return showVerdict(entry);
  if (isOther && wasTyped()) offerOther(entry);
  else reload(entry);
}

/**
 * The open message is gone, and the server has no draft of it. What is typed meanwhile becomes one.
 * @param {Entry} before
 * @param {Refused} error
 */
async function lose(before, error) {
  if (!unsentDraft(before)) return close(sentence(error.message));
  await sendDraft(before);
  if (unsentDraft(before)) report(sentence(error.message), true);
  else await rereadEntry();
}

/**
 * Show an entry anew; who is in one of its fields stays there.
 * @param {Entry} entry
 */
function reload(entry) {
  const field = document.activeElement instanceof HTMLTextAreaElement ? document.activeElement : null;
  showEntry(entry);
  const again = field && document.getElementById(field.id);
  if (field && again instanceof HTMLTextAreaElement) {
    again.focus({ preventScroll: true });
    again.setSelectionRange(field.selectionStart, field.selectionEnd);
  }
  announce(text("reloaded", { source: shorten(entry.msgid) }));
}

/**
 * The server has another draft than what was typed here, which only this tab has now: ask which is
 * kept.
 * @param {Entry} entry the entry with the other draft
 */
function offerOther(entry) {
  const { lang, dir } = entry;
  const choose = (/** @type {() => void} */ take) => () => {
    byId("notices").replaceChildren();
    hush();
    take();
    focusForm();
  };
  const keepMine = () => {
    const mine = { ...readDraft(), seen: entry.seen, base: entry.base };
    adoptEntry(entry, mine);
    keepDraft(mine);
  };
  const takeTheirs = () => {
    forgetDraft(entry);
    showEntry(entry);
  };
  const mine = readDraft();
  const others = entry.forms.filter((form, index) => form.text !== mine.forms[index]);
  const notice = element("div", { class: "notice" },
    element("p", {}, text("other-draft")),
    ...others.map((form) => element("p", { class: "other-text", lang, dir }, form.text || text("empty"))),
    state.page && !entry.shown ? element("p", {}, text("other-shown")) : "",
    element("div", { class: "actions" },
      button(text("keep-mine"), choose(keepMine)),
      button(text("take-theirs"), choose(takeTheirs))));
  if (byId("notices").textContent === notice.textContent) return;
  byId("notices").replaceChildren(notice);
  interrupt(text("other-draft"));
}

on("overtaken", (/** @type {{entry: Entry}} */ { entry }) => {
  const open = openEntry();
  if (open?.id === entry.id && open.catalog === entry.catalog) offerOther(complete(entry));
  else report(text("other-draft-of", { source: shorten(entry.msgid) }), true);
});
