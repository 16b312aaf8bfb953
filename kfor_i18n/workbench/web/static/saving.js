// Saving the open message, and going on to the next.

import { announce, hush, report } from "./announce.js";
import { Refused, Unanswered, request } from "./api.js";
import { showConflict } from "./conflict.js";
import { byId } from "./dom.js";
import { forgetDraft, holdDraft, rebaseDraft, releaseDraft, seenDraft } from "./drafts.js";
import { adoptEntry, askToConfirm, confirmed, openEntry, openMessage, readDraft, showEntry, showVerdict } from "./entry.js";
import { sayFindings } from "./findings.js";
import { focusForm, writeForms } from "./forms.js";
import { neighbour } from "./list.js";
import { rereadEntry } from "./reread.js";
import { emit, state } from "./state.js";
import { sentence, shorten, text } from "./text.js";

/**
 * @typedef {import("./contract.js").Entry} Entry
 * @typedef {import("./contract.js").SaveAnswer} SaveAnswer
 */

let isSaving = false;

/**
 * Save the open message.
 * @param {{isNext?: boolean, seen?: string, base?: string[], forms?: string[]}} [how] go on to the
 *   next; save over a version of the entry that was seen in a conflict, and its forms; save these
 */
export async function save({ isNext = false, seen, base, forms } = {}) {
  const entry = openEntry();
  if (!entry || isSaving) return;
  isSaving = true;
  hush();
  try {
    await holdDraft(entry);
    const draft = readDraft();
    if (draft.id !== entry.id || draft.catalog !== entry.catalog) return;
    const decided = { seen: seen ?? draft.seen, base: base ?? draft.base, forms: forms ?? draft.forms };
    const body = { ...draft, ...decided, draft_seen: seenDraft(draft), confirmed: confirmed() };
    const following = isNext ? await neighbour(1) : undefined;
    const answer = await request("POST", "save", {}, body);
    const newer = rebaseDraft(draft, answer.entry);
    if (!newer) forgetDraft(entry);
    await goOn(answer, isNext, following, newer);
  } catch (error) {
    if (error instanceof Refused) refuse(error);
    else if (error instanceof Unanswered) report(`${text("not-saved")} ${error.message}`, true, "back");
    else throw error;
  } finally {
    releaseDraft(entry);
    isSaving = false;
  }
}

/**
 * @param {SaveAnswer} answer
 * @param {boolean} isNext
 * @param {import("./contract.js").Message | undefined} following
 * @param {import("./contract.js").Draft | undefined} newer what was typed while it was saved
 */
async function goOn({ status, entry, needs_review: isLeft }, isNext, following, newer) {
  const isOpen = entry.id === state.entry && entry.catalog === state.catalog;
  if (isOpen) adoptEntry(entry, newer);
  if (newer || !isOpen) {
    report(newer ? `${status} ${text("newer")}` : status);
  } else if (isNext && following && !isLeft) {
    await openMessage(following.id, { focus: true });
    report(`${status} ${text("next", { source: shorten(following.source) })}`);
  } else {
    showEntry(entry);
    focusForm();
    report(isNext && !isLeft ? `${status} ${text("last")}` : status, isLeft);
  }
  emit("counted");
}

/**
 * Say why a message was not saved, and go to the field that it is about.
 * @param {Refused} error
 */
function refuse(error) {
  const { conflict, needs, entry } = error.answer;
  if (entry) {
    report(sentence(error.message), true);
    emit("overtaken", { draft: readDraft(), entry });
    return;
  }
  if (conflict || error.status === 409) {
    report(sentence(error.message), true);
    if (conflict) showConflict(conflict);
    void rereadEntry();
    return;
  }
  const findings = error.answer.findings?.length ? error.answer.findings : null;
  if (findings) showVerdict({ findings, shown: null, conflict: null }, true);
  const isWarned = needs === "confirmation";
  if (isWarned) askToConfirm(findings.map((/** @type {{code: string}} */ each) => each.code));
  const why = findings ? sayFindings(findings) : sentence(error.message);
  report(`${text("not-saved")} ${why}${isWarned ? ` ${text("save-again")}` : ""}`, true, error.until);
  if (findings) {
    const isError = (/** @type {{severity: string}} */ each) => each.severity === "error";
    focusForm((findings.find(isError) ?? findings[0])?.form);
  }
}

/** Confirm a fuzzy translation as it is, and go on. */
function confirm() {
  byId("fuzzy", HTMLInputElement).checked = false;
  void save({ isNext: true });
}

/** Write the source into the fields: the one for one into the first, the other into the rest. */
function copySource() {
  const entry = openEntry();
  if (!entry) return;
  const sources = entry.sources.map(({ pieces }) => pieces.map(([, part]) => part).join(""));
  writeForms(entry.forms.map((form) => (form.index === 0 ? sources[0] : (sources[1] ?? sources[0]))));
  focusForm();
}

/**
 * Open the message after or before this one.
 * @param {1 | -1} by
 */
export async function step(by) {
  const found = await neighbour(by);
  if (found) await openMessage(found.id, { focus: true });
  else announce(text(by > 0 ? "last" : "first"));
}

/** Connect the buttons. */
export function startSaving() {
  byId("entry").addEventListener("submit", (event) => {
    event.preventDefault();
    void save({ isNext: true });
  });
  byId("save").addEventListener("click", () => void save());
  byId("confirm").addEventListener("click", confirm);
  byId("copy-source").addEventListener("click", copySource);
  byId("step-on").addEventListener("click", () => void step(1));
  byId("step-back").addEventListener("click", () => void step(-1));
}
