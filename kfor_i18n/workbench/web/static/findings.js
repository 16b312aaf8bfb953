// What the checks find in a translation, under the field that it is about.

import { announceAtPause } from "./announce.js";
import { byId, button, element } from "./dom.js";
import { markFields } from "./forms.js";
import { text } from "./text.js";

/** @typedef {import("./contract.js").Finding} Finding */

let before = "";

/**
 * Show findings, and say them at the next pause if they are others than before.
 * @param {Finding[]} findings
 * @param {{dismiss: (code: string, title: string) => void, isQuiet?: boolean}} options
 */
export function showFindings(findings, { dismiss, isQuiet = false }) {
  const now = sayFindings(findings);
  if (now !== before && !isQuiet) announceAtPause(now || text("no-findings"));
  before = now;
  const listOf = markFields(findings);
  for (const list of document.querySelectorAll("#entry .findings")) list.replaceChildren();
  for (const finding of findings) listOf(finding.form).append(showFinding(finding, dismiss));
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

/**
 * @param {Finding} finding
 * @param {(code: string, title: string) => void} dismiss
 */
function showFinding({ code, title, severity, text: sentence, can_dismiss: canDismiss }, dismiss) {
  const item = element("li", { class: severity, title });
  item.append(element("strong", {}, text(severity)), " ", sentence);
  if (canDismiss) {
    const label = text("dismiss-what", { code });
    item.append(" ", button(text("dismiss"), () => dismiss(code, title), { class: "link", "aria-label": label }));
  }
  return item;
}
