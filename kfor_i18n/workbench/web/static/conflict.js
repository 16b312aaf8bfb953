// A message that changed elsewhere while it was translated here: base, mine, theirs, and one of them.

import { interrupt } from "./announce.js";
import { byId, button, element } from "./dom.js";
import { showDiff } from "./pieces.js";
import { emit } from "./state.js";
import { text } from "./text.js";

/**
 * @typedef {import("./contract.js").Conflict} Conflict
 * @typedef {import("./contract.js").Changed} Changed
 * @typedef {import("./contract.js").Entry} Entry
 */

/** @type {Entry | null} */
let entry = null;

/**
 * Say on the form that there is a conflict; the translator decides when to look at it.
 * @param {Conflict | null} conflict
 * @param {boolean} [isNew] say it aloud
 */
export function offerConflict(conflict, isNew = false) {
  const notices = byId("notices");
  const before = notices.textContent;
  notices.replaceChildren();
  if (!conflict) return;
  const sentence = conflict.kind === "gone" ? conflict.text : text("conflict-changed");
  const notice = element("div", { class: "notice" }, element("p", {}, sentence));
  if (conflict.kind === "changed")
    notice.append(button(text("compare"), () => showConflict(conflict)));
  notices.append(notice);
  if (isNew || notices.textContent !== before) interrupt(sentence);
}

/**
 * Show both versions, and let one be taken or a third be written.
 * @param {Conflict} conflict
 */
export function showConflict(conflict) {
  offerConflict(conflict);
  if (conflict.kind === "gone") return;
  const dialog = byId("conflict", HTMLDialogElement);
  const fields = conflict.mine.map((mine, form) => showForm(conflict, form, conflict.merged?.[form] ?? mine));
  const take = (/** @type {string[]} */ forms) => {
    dialog.close();
    emit("resolve", { forms, seen: conflict.seen, base: conflict.theirs });
  };
  const texts = () => fields.map(({ area }) => area.value);
  const takeMerged = button(text("take-merged"), () => take(texts()), { class: "primary" });
  const saveMine = button(text("save-mine"), () => take(conflict.mine));
  // As long as the text to save is one's own, two buttons would do the same.
  const choose = () => {
    const isMine = texts().every((each, form) => each === conflict.mine[form]);
    takeMerged.hidden = isMine;
    saveMine.classList.toggle("primary", isMine);
  };
  for (const { area } of fields) area.addEventListener("input", choose);
  choose();
  dialog.replaceChildren(
    element("h2", { id: "conflict-heading" }, text("conflict-heading")),
    element("p", {}, text("conflict-explained")),
    ...fields.map(({ node }) => node),
    element("div", { class: "actions" },
      takeMerged,
      saveMine,
      button(text("take-theirs"), () => {
        dialog.close();
        emit("discard");
      }),
      button(text("later"), () => dialog.close(), { class: "quiet" })),
  );
  if (!dialog.open) dialog.showModal();
  /** @type {HTMLElement | null} */ (dialog.querySelector("textarea"))?.focus();
}

/**
 * @param {Changed} conflict
 * @param {number} form
 * @param {string} content
 */
function showForm(conflict, form, content) {
  const { lang, dir, forms } = entry ?? {};
  const id = `merged-${form}`;
  const area = element("textarea", { id, lang, dir, rows: 2, spellcheck: "true" });
  area.value = content;
  const row = (/** @type {string} */ key, /** @type {Node | string} */ value) =>
    [element("dt", {}, text(key)), element("dd", { lang, dir }, value)];
  const versions = element("dl", { class: "versions" }, ...row("base", conflict.base[form] || text(conflict.base.length ? "empty" : "base-unknown")));
  if (conflict.base[form])
    versions.append(...row("mine", showDiff(conflict.mine_diff[form])), ...row("theirs", showDiff(conflict.theirs_diff[form])));
  else
    // All of both was added, or may have been: what tells them apart is seen between them only.
    versions.append(
      ...row("theirs", conflict.theirs[form] || text("empty")),
      ...row("mine", conflict.mine[form] || text("empty")),
      ...row("between", showDiff(conflict.between[form])));
  const several = conflict.mine.length > 1;
  const node = element("section", { class: "versions-of" }, versions,
    element("label", { for: id }, text("merged")), area);
  if (several) node.prepend(element("h3", {}, forms?.[form]?.label ?? ""));
  return { node, area };
}

/**
 * Tell which entry conflicts are about.
 * @param {Entry} opened
 */
export function conflictsOf(opened) {
  entry = opened;
}
