// What the checks find in a translation, under the field that it is about.

import { announceAtPause } from "./announce.js";
import { byId, button, element } from "./dom.js";
import { showTerms } from "./facts.js";
import { fixForm, markFields } from "./forms.js";
import { emit } from "./state.js";
import { text } from "./text.js";

/** @typedef {import("./contract.js").Finding} Finding */

let before = "";

/**
 * Show findings, and say them at the next pause if they are others than before.
 * @param {Finding[]} findings
 * @param {boolean} [isQuiet] they are read with the field
 */
export function showFindings(findings, isQuiet = false) {
  const now = sayFindings(findings);
  if (now !== before && !isQuiet) announceAtPause(now || text("no-findings"));
  before = now;
  const listOf = markFields(findings);
  for (const list of document.querySelectorAll("#entry .findings")) list.replaceChildren();
  for (const finding of findings) listOf(finding.form).append(showFinding(finding));
  for (const list of document.querySelectorAll("#entry .findings"))
    /** @type {HTMLElement} */ (list).hidden = !list.hasChildNodes();
  byId("entry").classList.toggle("has-findings", findings.length > 0);
}

/**
 * Return findings as sentences, with how grave they are.
 * @param {Finding[]} findings
 */
export function sayFindings(findings) {
  return findings.map((each) => `${text(each.severity)} ${each.text}.`).join(" ");
}

/** @param {Finding} finding */
function showFinding(finding) {
  const { title, severity, fix, terms, shows = [], text: sentence } = finding;
  const item = element("li", { class: severity, title });
  item.append(element("strong", {}, text(severity)), " ", terms?.length ? text("terms-missing") : sentence);
  if (terms?.length) item.append(showTerms(terms));
  const remedies = element("span", { class: "remedies" });
  if (fix) {
    const label = text("fix-what", { title });
    remedies.append(button(text("fix"), () => fixForm(finding.form ?? 0, fix), { class: "link", "aria-label": label }));
  }
  for (const { page, width } of shows)
    remedies.append(button(text("fit-show", { width: String(width) }), () => emit("show-at", { page, width }), { class: "link" }));
  if (finding.can_dismiss) {
    const label = text("dismiss-what", { title });
    remedies.append(button(text("dismiss"), () => emit("dismiss", finding), { class: "link", "aria-label": label }));
  }
  if (remedies.hasChildNodes()) item.append(" ", remedies);
  return item;
}
