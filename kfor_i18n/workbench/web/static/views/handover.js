// What this translator saved since the last commit, handed over as a commit for each language, or,
// where there is no git, as a file.

import { Refused, Unanswered, download, request } from "../api.js";
import { byId, button, element, say } from "../dom.js";
import { preference, setPreference } from "../state.js";
import { sentence, text } from "../text.js";
import { describe, keepChoices, pick } from "./languages.js";

/**
 * @typedef {import("../contract.js").Handover} Handover
 * @typedef {import("../contract.js").Language} Language
 */

/** @type {Handover | null} */
let looked = null;

/** Show what can be handed over now. */
async function look() {
  try {
    looked = await request("GET", "handover");
    show(/** @type {Handover} */ (looked));
  } catch (error) {
    fail(error);
  }
}

/** @param {Handover} found */
function show({ absence, author, bundles, languages, push: command }) {
  const hasNone = languages.length === 0;
  const note = absence ? `${absence} ${text("handover-bundle")}` : hasNone ? text("handover-none") : text("handover-by", { author });
  say(byId("handover-note"), !absence && !hasNone && !author ? "" : note);
  byId("handover-languages").replaceChildren(...languages.map((each) => describe(each, update)));
  byId("handover-author").hidden = Boolean(author) || hasNone;
  byId("commit").hidden = hasNone;
  byId("push").hidden = !command;
  byId("push").textContent = text("run-command", { command });
  byId("handover-bundles").replaceChildren(
    ...(absence ? bundles : []).map(({ locale, name }) => button(text("download", { name }), () => void fetchBundle(locale))));
  update();
}

/** Let a commit be made where something was chosen, and say how many there will be. */
function update() {
  const chosen = looked?.languages.filter((each) => pick(each)) ?? [];
  byId("commit", HTMLButtonElement).disabled = chosen.length === 0;
}

/** Make a commit for each language that is chosen. */
async function commit() {
  const [name, address] = ["name", "address"].map((each) => fieldOf(each).value);
  setPreference("author-name", name);
  setPreference("author-address", address);
  const done = [];
  const output = [];
  clear();
  byId("commit", HTMLButtonElement).disabled = true;
  report(text("committing"));
  for (const language of looked?.languages ?? []) {
    const chosen = pick(language);
    if (!chosen) continue;
    try {
      const made = await request("POST", "commit", {}, { ...chosen, locale: language.locale, stamp: language.stamp, name, address });
      done.push(text("committed", { language: language.name, commit: made.commit.slice(0, 8) }), made.problem ?? "");
      output.push(made.output);
    } catch (error) {
      return giveUp(error, done.join(" "), language.name);
    }
  }
  await look();
  report(done.filter(Boolean).join(" "));
  print(output.filter(Boolean).join("\n"));
  byId("handover-heading").focus();
}

/**
 * Say why a commit was not made, and go to what is at fault. What was committed before it, or
 * changed meanwhile, is looked at again.
 * @param {unknown} error
 * @param {string} before what was done
 * @param {string} language
 */
async function giveUp(error, before, language) {
  const isOutdated = error instanceof Refused && error.status === 409;
  if (before || isOutdated) {
    const restore = keepChoices();
    await look();
    restore();
  }
  update();
  /** @type {string[]} */
  const faulty = error instanceof Refused ? (error.answer.fields ?? []) : [];
  fail(error, before, faulty.length ? "" : language);
  for (const each of faulty) {
    fieldOf(each).setAttribute("aria-invalid", "true");
    fieldOf(each).setAttribute("aria-describedby", "handover-result");
  }
  focusAfter(faulty);
}

/** @param {string[]} faulty the fields that are at fault */
function focusAfter(faulty) {
  const isReady = !byId("commit").hidden && !byId("commit", HTMLButtonElement).disabled;
  (faulty.length ? fieldOf(faulty[0]) : byId(isReady ? "commit" : "handover-heading")).focus();
}

/** @param {string} part of the author: "name" or "address" */
function fieldOf(part) {
  return byId(`author-${part}`, HTMLInputElement);
}

/** Run the command by which the project hands commits over. */
async function push() {
  clear();
  report(text("running"));
  byId("push", HTMLButtonElement).disabled = true;
  try {
    const { output } = await request("POST", "push", {}, {});
    report(text("command-done"));
    print(output);
  } catch (error) {
    fail(error);
  } finally {
    byId("push", HTMLButtonElement).disabled = false;
    byId("push").focus();
  }
}

/** @param {string} locale */
async function fetchBundle(locale) {
  clear();
  try {
    const { name, content } = await download("bundle", { locale });
    const address = URL.createObjectURL(content);
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    report(text("downloaded", { file: name }));
  } catch (error) {
    fail(error);
  }
}

/**
 * Show why something could not be done, with what was done before and what a program printed.
 * @param {unknown} error
 * @param {string} [before]
 * @param {string} [language]
 */
function fail(error, before = "", language = "") {
  if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
  const about = language ? `${language}: ${error.message}` : error.message;
  report([before, sentence(about)].filter(Boolean).join(" "), true);
  if (error instanceof Refused) print(error.answer.output);
  byId("handover-result").scrollIntoView({ block: "nearest" });
}

/**
 * @param {string} content
 * @param {boolean} [isError]
 */
function report(content, isError = false) {
  const result = byId("handover-result");
  result.classList.toggle("refused", isError);
  result.textContent = content;
}

/** @param {string | undefined} output */
function print(output) {
  byId("handover-output").replaceChildren(...(output ? [element("pre", { tabindex: 0, "aria-label": text("output") }, output)] : []));
}

function clear() {
  report("");
  print("");
  for (const field of ["name", "address"].map(fieldOf)) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

/** Connect the button in the header and the dialog. */
export function startHandover() {
  const dialog = byId("handover", HTMLDialogElement);
  byId("show-handover").addEventListener("click", () => {
    clear();
    // What was shown last time may be another's by now.
    looked = null;
    byId("handover-languages").replaceChildren();
    say(byId("handover-note"), text("looking"));
    update();
    dialog.showModal();
    byId("handover-heading").focus();
    for (const each of ["name", "address"]) fieldOf(each).value = preference(`author-${each}`, "");
    void look();
  });
  byId("close-handover").addEventListener("click", () => dialog.close());
  byId("commit").addEventListener("click", () => void commit());
  byId("push").addEventListener("click", () => void push());
}
