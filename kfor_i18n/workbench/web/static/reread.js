// The open message, read again after it or its draft changed elsewhere.

import { announce } from "./announce.js";
import { Refused, request } from "./api.js";
import { offerConflict } from "./conflict.js";
import { byId, button, element } from "./dom.js";
import { isSame, keepDraft, sendDraft, unsentDraft } from "./drafts.js";
import { adoptEntry, close, openEntry, readDraft, showEntry, wasTyped } from "./entry.js";
import { focusForm } from "./forms.js";
import { on } from "./state.js";
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
    if (error instanceof Refused && openEntry() === before) close(sentence(error.message));
    return;
  }
  if (openEntry() !== before) return openEntry()?.id === id ? rereadEntry() : undefined;
  if (entry.conflict) {
    offerConflict(entry.conflict, true);
    return;
  }
  if (unsentDraft(before) || !isSame(mine, readDraft())) return;
  const isOther = !hasText(entry, mine);
  if (entry.seen === mine.seen && !isOther) return;
  if (isOther && wasTyped()) offerOther(entry);
  else reload(entry);
}

/**
 * Return whether an entry has the texts of the fields.
 * @param {Entry} entry
 * @param {Draft} mine
 */
function hasText({ forms }, mine) {
  return forms.length === mine.forms.length && forms.every((form, index) => form.text === mine.forms[index]);
}

/** @param {Entry} entry */
function reload(entry) {
  const field = document.activeElement instanceof HTMLTextAreaElement ? document.activeElement.id : "";
  showEntry(entry);
  if (field) document.getElementById(field)?.focus();
  announce(text("reloaded", { source: shorten(entry.msgid) }));
}

/**
 * Another tab has replaced what was typed here, which only the fields have now: ask which is kept.
 * @param {Entry} entry
 */
function offerOther(entry) {
  const choose = (/** @type {() => void} */ take) => () => {
    byId("notices").replaceChildren();
    take();
    focusForm();
  };
  const keepMine = () => {
    const mine = { ...readDraft(), seen: entry.seen };
    adoptEntry(entry, mine);
    keepDraft(mine);
  };
  const notice = element("div", { class: "notice" },
    element("p", {}, text("other-draft")),
    button(text("take-mine"), choose(keepMine)),
    button(text("take-theirs"), choose(() => showEntry(entry))));
  byId("notices").replaceChildren(notice);
  announce(text("other-draft"));
}

on("drafted-elsewhere", (/** @type {{catalog: string, id: string}} */ { catalog, id }) => {
  const open = openEntry();
  if (open?.id === id && open.catalog === catalog) void rereadEntry();
});
