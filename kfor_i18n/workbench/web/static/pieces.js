// Texts with what must not be overlooked in them: placeholders, tags, white space, changes.

import { element, spoken } from "./dom.js";
import { text } from "./text.js";

/**
 * @typedef {import("./contract.js").Piece} Piece
 * @typedef {import("./contract.js").Segment} Segment
 * @typedef {import("./contract.js").SourcePiece} SourcePiece
 */

const NOTABLE =
  /(%\([^()\s]+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%(?:\d+\$)?[sdifr]|\{\{?[\w.!:]*\}?\})|(<\/?[a-zA-Z][^<>]*>|&(?:#?\w+);)|(^[ \t]+|[ \t]+$|[ \t]{2,}|[\n\t\u00A0\u00AD\u2007-\u200F\u202A-\u202F\u2060-\u2069\u3000\uFEFF])/g;

const SIGNS = new Map([
  [" ", "·"], ["\t", "⇥"], ["\n", "↵"], ["\u00A0", "⍽"], ["\u202F", "⍽"], ["\u00AD", "¬"],
]);

/**
 * Split a translation into pieces, as the server does with a source.
 * @param {string} content
 * @returns {Piece[]}
 */
export function splitPieces(content) {
  /** @type {Piece[]} */
  const pieces = [];
  let last = 0;
  for (const match of content.matchAll(NOTABLE)) {
    if (match.index > last) pieces.push(["text", content.slice(last, match.index)]);
    pieces.push([match[1] ? "placeholder" : match[2] ? "tag" : "space", match[0]]);
    last = match.index + match[0].length;
  }
  if (last < content.length) pieces.push(["text", content.slice(last)]);
  return pieces;
}

/**
 * Make what shows a piece. Signs for white space are seen and not read aloud.
 * @param {SourcePiece} piece
 * @returns {Node}
 */
export function showPiece([kind, content, term]) {
  if (kind === "text") return document.createTextNode(content);
  if (kind === "term") return element("span", { class: "term", role: "button", tabindex: 0, "data-term": term }, content);
  if (kind !== "space") return element("span", { class: `piece ${kind}` }, content);
  const signs = [...content].map((each) => SIGNS.get(each) ?? "◌").join("");
  const sign = element("span", { class: "piece space", "aria-hidden": true }, signs);
  return element("span", {}, sign, content.includes("\n") ? "\n" : spoken(content), element("wbr"));
}

/**
 * Make what shows a change, word by word; what was removed and added is said as well.
 * @param {Segment[]} segments
 */
export function showDiff(segments) {
  const shown = element("span", { class: "diff" });
  for (const [kind, content] of segments) {
    if (kind === "equal") shown.append(content);
    else if (kind === "delete")
      shown.append(element("del", {}, spoken(`[${text("removed")} `), content, spoken("]")));
    else shown.append(element("ins", {}, spoken(`[${text("added")} `), content, spoken("]")));
  }
  return shown;
}
