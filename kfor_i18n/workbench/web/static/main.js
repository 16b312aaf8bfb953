// Starts the workbench, and carries news from one part of it to the others.

import { startPlaces } from "./aids/places.js";
import { discard, dismiss, startActing } from "./acting.js";
import { startMemory } from "./aids/memory.js";
import { startTerms } from "./aids/terms.js";
import { startNumbers } from "./aids/numbers.js";
import { startHistory } from "./aids/history.js";
import { startQuestions } from "./aids/questions.js";
import { startSince } from "./aids/since.js";
import { announce } from "./announce.js";
import { Refused, Unanswered, request } from "./api.js";
import { askNow, watchChanges } from "./changes.js";
import { conflictsOf } from "./conflict.js";
import { findDrafts, resendDrafts } from "./drafts.js";
import { close, openEntry, openMessage, startEntry } from "./entry.js";
import { chooseCatalog, choosePage, showProject } from "./header.js";
import { loadList, startList } from "./list.js";
import { showPane, startPanes } from "./panes.js";
import { lookAtEntry, renderPage, startPreview } from "./preview.js";
import { rereadEntry } from "./reread.js";
import { save, startSaving } from "./saving.js";
import { startShortcuts } from "./shortcuts.js";
import { startStage } from "./stage.js";
import { on, readAddress, state, writeAddress } from "./state.js";
import { text } from "./text.js";
import { startTools } from "./tools.js";
import { startBefore } from "./views/before.js";
import { startProof } from "./views/proof.js";
import { startReplace } from "./views/replace.js";
import { startFit } from "./views/fit.js";
import { startHandover } from "./views/handover.js";

/**
 * @typedef {import("./contract.js").Changes} Changes
 * @typedef {import("./contract.js").Finding} Finding
 * @typedef {{id: string, catalog?: string, focus?: boolean}} Opening
 */

/** Read everything, as at the start. */
async function read() {
  state.project = await request("GET", "project");
  showProject();
  findDrafts();
  writeAddress();
  await Promise.all([loadList({ offset: 0, around: state.entry }), renderPage(), reopen()]);
}

async function reopen() {
  if (state.entry) await openMessage(state.entry);
}

/** @param {Opening} opening */
async function open({ id, catalog, focus }) {
  if (catalog && catalog !== state.catalog) chooseCatalog(catalog);
  showPane("translation");
  await openMessage(id, { focus });
}

/** @param {Changes} changes */
function follow({ catalogs, gone, entries, pages, application, isOwn }) {
  if (isOwn) return;
  // The form and the page stay as they are until its file is back.
  if (gone.includes(state.catalog)) return void loadList();
  const isOurs = catalogs.some((each) => each.id === state.catalog);
  if (isOurs || pages) void loadList();
  const ours = entries.filter((each) => each.catalog === state.catalog);
  // A change of a catalog that names no message may be one of any, such as what its check found.
  const isAny = isOurs && !ours.length;
  const isNamed = ours.some((each) => each.id === state.entry);
  // One that was closed because it was gone may be there again.
  if (isNamed && !openEntry()) void openMessage(state.entry);
  else if (isAny || isNamed) void rereadEntry();
  if (isOurs || (application && stateOf(application) !== lastState)) void renderPage();
  lastState = application ? stateOf(application) : lastState;
}

/** What changes when the application is loaded anew, or one of its templates changes. */
function stateOf(/** @type {import("./contract.js").Application} */ application) {
  return `${application.state} ${application.generation} ${application.edition}`;
}

let lastState = "";

/** Wait for a server that does not answer yet. */
async function start() {
  try {
    await read();
  } catch (error) {
    if (error instanceof Refused) return announce(error.message);
    if (!(error instanceof Unanswered)) throw error;
    setTimeout(() => void start(), 2_000);
    return;
  }
  lastState = state.project ? stateOf(state.project.application) : "";
  watchChanges();
  void resendDrafts();
}

readAddress();
startList();
startEntry();
startSaving();
startActing();
startStage();
startNumbers();
startFit();
startPreview();
startPanes();
startShortcuts();
startTools();
startProof();
startBefore();
startReplace();
startTerms();
startMemory();
startPlaces();
startHistory();
startQuestions();
startSince();
startHandover();

on("open", (/** @type {Opening} */ opening) => void open(opening));
on("opened", conflictsOf);
on("selected", lookAtEntry);
on("go", (/** @type {string} */ page) => choosePage(page));
on("changes", follow);
on("restarted", () => void read());
on("back", () => void askNow());
on("counted", () => void askNow());
on("catalog", () => close(text("choose")));
on("discard", () => void discard());
on("dismiss", (/** @type {Finding} */ finding) => void dismiss(finding));
on("resolve", (/** @type {{forms: string[], seen: string, base: string[]}} */ how) => void save(how));
void start();
