// The open message: read, shown, written, and kept as a draft while it is typed.

import { hush, interrupt, report } from "./announce.js";
import { Refused, Unanswered, request } from "./api.js";
import { offerConflict } from "./conflict.js";
import { byId, say } from "./dom.js";
import { isOvertaken, keepDraft, noteDraft, sendDraft, unsentDraft } from "./drafts.js";
import { showFacts, showSame, showSource } from "./facts.js";
import { showFindings } from "./findings.js";
import { focusForm, grow, readForms, showForms, showInsertables } from "./forms.js";
import { position, total } from "./list.js";
import { showNumbers } from "./numbers.js";
import { emit, on, state, writeAddress } from "./state.js";
import { sentence, text } from "./text.js";

/**
 * @typedef {import("./contract.js").Entry} Entry
 * @typedef {import("./contract.js").Draft} Draft
 * @typedef {import("./contract.js").DraftAnswer} DraftAnswer
 */

/** @type {Entry | null} */
let open = null;

/** Whether the comment was changed; otherwise the server leaves it as it is. */
let isCommented = false;

/** Whether something was typed in this tab since the entry was shown. */
let isTyped = false;

/**
 * Codes of warnings that are confirmed by saving once more.
 * @type {string[]}
 */
let toConfirm = [];

/**
 * What the checks said of the open entry last.
 * @type {import("./contract.js").Finding[]}
 */
let judged = [];

/** Return the entry that is open, as the server answered it. */
export function openEntry() {
  return open;
}

/** Return whether something was typed in the open entry since it was shown. */
export function wasTyped() {
  return isTyped;
}

/** Return the codes of the warnings that the next save confirms. */
export function confirmed() {
  return toConfirm;
}

/**
 * Ask for these warnings to be confirmed; nothing is asked any more once the text changes.
 * @param {string[]} codes
 */
export function askToConfirm(codes) {
  toConfirm = codes;
  byId("save-next").textContent = text(codes.length ? "save-next-anyway" : "save-next");
  byId("save").textContent = text(codes.length ? "save-anyway" : "save");
}

/** Return what is in the fields. */
export function readDraft() {
  const { catalog, id, msgid, msgid_plural, context, seen, base } = /** @type {Entry} */ (open);
  const comment = isCommented ? byId("comment", HTMLTextAreaElement).value : null;
  const fuzzy = byId("fuzzy", HTMLInputElement).checked;
  return { catalog, id, msgid, msgid_plural, context, forms: readForms(), comment, fuzzy, seen, base };
}

/**
 * Read a message and show it.
 * @param {string} id
 * @param {{focus?: boolean}} [options] whether to go to its first field
 */
export async function openMessage(id, { focus = false } = {}) {
  const isOther = id !== state.entry || open?.catalog !== state.catalog;
  const sent = open ? sendDraft(open) : undefined;
  state.entry = id;
  writeAddress();
  if (isOther) {
    hush();
    report("");
    emit("selected", id);
  }
  try {
    // Of one that is gone, the server may have nothing else.
    if (!isOther) await sent;
    const entry = await request("GET", "entry", { catalog: state.catalog, id });
    if (state.entry !== id) return;
    showEntry(entry);
    if (focus) focusForm();
  } catch (error) {
    if (error instanceof Refused && state.entry === id) close(sentence(error.message));
    else if (!(error instanceof Unanswered)) throw error;
  }
}

/**
 * Show no message, and say why.
 * @param {string} reason
 */
export function close(reason) {
  const hadFocus = byId("entry").contains(document.activeElement);
  open = null;
  byId("entry").hidden = true;
  emit("closed");
  say(byId("entry-note"), reason);
  report("");
  interrupt(reason);
  if (hadFocus) byId("translation").focus();
}

/**
 * Show an entry; what only this browser has of it comes first.
 * @param {Entry} answer
 */
export function showEntry(answer) {
  const entry = { ...complete(answer) };
  const unsent = unsentDraft(entry);
  const hasOther = Boolean(unsent && isOvertaken(entry, unsent));
  open = entry;
  isTyped = Boolean(unsent);
  if (!hasOther) noteDraft(entry);
  if (unsent) {
    entry.forms = entry.forms.map((form, index) => ({ ...form, text: unsent.forms[index] ?? form.text }));
    Object.assign(entry, { is_draft: true, seen: unsent.seen, base: unsent.base });
  }
  byId("entry").hidden = false;
  byId("entry-note").hidden = true;
  askToConfirm([]);
  showSource(entry);
  showInsertables(entry.insertables);
  showForms(entry, changed);
  showNumbers(entry);
  showSame(entry);
  showFacts(entry);
  showComment(entry, unsent);
  byId("fuzzy", HTMLInputElement).checked = unsent ? unsent.fuzzy : entry.fuzzy;
  showState();
  showVerdict({ findings: entry.findings, shown: entry.shown, conflict: entry.conflict }, true);
  emit("opened", entry);
  if (hasOther) emit("overtaken", { draft: unsent, entry: answer });
}

/**
 * @param {Entry} entry
 * @param {Draft} [unsent]
 */
function showComment(entry, unsent) {
  const comment = byId("comment", HTMLTextAreaElement);
  const content = unsent?.comment ?? entry.comment ?? "";
  if (comment.value !== content) comment.value = content;
  isCommented = typeof unsent?.comment === "string" || Boolean(entry.comment_changed);
  grow(comment);
}

/**
 * Let what is typed from now on be a draft of an entry as it was answered; the fields stay.
 * @param {Entry} answer
 * @param {Draft} [newer] what was typed since it was asked for
 */
export function adoptEntry(answer, newer) {
  open = complete(answer);
  noteDraft(open);
  if (!newer) return;
  open.is_draft = true;
  showComment(open, newer);
  showState();
  offerConflict(open.conflict);
}

/**
 * Return an entry with everything that it may lack: of one that is gone, there is only a draft.
 * @param {Entry} entry
 * @returns {Entry}
 */
export function complete(entry) {
  const { conflict, msgid, msgid_plural } = entry;
  if (conflict?.kind !== "gone" || entry.forms) return entry;
  const forms = conflict.mine.map((content, index) => ({ index, label: text("translation"), samples: [], text: content }));
  const texts = msgid_plural === null || msgid_plural === undefined ? [msgid] : [msgid, msgid_plural];
  return {
    ...entry, forms, sources: texts.map((each) => ({ label: "", pieces: [["text", each]] })), terms: [], insertables: [],
    extracted: [], references: [], flags: [], previous: null,
    findings: [], shown: null, same: [], samples: [], can_undo: false, can_redo: false,
  };
}

/** Show how the open message is, and where it is in the list. */
function showState() {
  if (!open) return;
  const shownState = byId("entry-state");
  shownState.className = `state ${open.state ?? ""}`;
  say(shownState, open.state_text);
  say(byId("entry-kind"), open.kind_text);
  const confirm = byId("confirm");
  const isFuzzy = byId("fuzzy", HTMLInputElement).checked;
  // Its place stays as long as the message is open, so that no other button comes under the pointer.
  confirm.hidden = !open.fuzzy && !isFuzzy;
  confirm.classList.toggle("away", !isFuzzy);
  byId("undo").hidden = !open.can_undo;
  byId("redo").hidden = !open.can_redo;
  byId("discard").hidden = !open.is_draft;
  const at = position();
  byId("translation-heading").textContent = at
    ? text("position", { position: at, total: total() })
    : text("translation");
}

/**
 * Show what the server says of a draft.
 * @param {Pick<DraftAnswer, "findings" | "shown" | "conflict">} verdict
 * @param {boolean} [isQuiet] findings are read with the field, and not announced
 */
export function showVerdict({ findings, shown, conflict }, isQuiet = false) {
  judged = findings;
  showFindings(findings, isQuiet);
  say(byId("shown"), shown);
  offerConflict(conflict);
}

/** Keep what was typed. A translation that is changed is reviewed by that. */
function changed() {
  if (!open) return;
  const fuzzy = byId("fuzzy", HTMLInputElement);
  if (open.fuzzy && !open.is_draft) fuzzy.checked = false;
  keep();
}

function keep() {
  if (!open) return;
  open.is_draft = isTyped = true;
  if (toConfirm.length) askToConfirm([]);
  report("");
  showState();
  keepDraft(readDraft());
}

/** Connect the form. */
export function startEntry() {
  byId("comment").addEventListener("input", () => {
    isCommented = true;
    grow(byId("comment", HTMLTextAreaElement));
    keep();
  });
  byId("fuzzy").addEventListener("change", keep);
  on("draft", (/** @type {{draft: Draft, answer: DraftAnswer}} */ { draft, answer }) => {
    if (draft.id !== open?.id || draft.catalog !== open.catalog || unsentDraft(open)) return;
    showVerdict(answer);
    if (!answer.shown) emit("render");
  });
  on("draft-refused", (/** @type {{draft: Draft, error: Refused}} */ { draft, error }) => {
    if (draft.id === open?.id) report(sentence(error.message), true, error.until);
  });
  on("measured", (/** @type {{id: string, catalog: string, findings: typeof judged}} */ { id, catalog, findings }) => {
    if (!open || id !== open.id || catalog !== open.catalog || unsentDraft(open)) return;
    judged = [...judged.filter((each) => each.code !== "fit"), ...findings];
    showFindings(judged);
  });
  on("listed", showState);
}
