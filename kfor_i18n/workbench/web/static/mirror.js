// A second, read-only view of what was typed: white space, placeholders, tags, and what is found.

import { element } from "./dom.js";
import { showPiece, splitPieces } from "./pieces.js";

/**
 * Show a text in a mirror; one without anything to notice needs none.
 * @param {HTMLElement} mirror
 * @param {string} content
 * @param {string[]} known the placeholders and tags of the source
 * @param {[number, number][]} spans what findings are about, in code points
 * @param {boolean} isTyped a space at the end may be followed by the next word, and is not noticed yet
 */
export function reflect(mirror, content, known, spans, isTyped) {
  const pieces = splitPieces(content);
  const noted = isTyped ? splitPieces(content.replace(/ $/, "")) : pieces;
  mirror.replaceChildren();
  mirror.hidden = spans.length === 0 && noted.every(([kind, part]) => kind === "text" || known.includes(part));
  if (mirror.hidden) return;
  const marked = marker(content, spans);
  let at = 0;
  for (const [kind, part] of pieces) {
    if (kind === "text") mirror.append(...marked(at, part));
    else {
      const shown = showPiece([kind, part]);
      if (kind !== "space" && shown instanceof HTMLElement && !known.includes(part))
        shown.classList.add("foreign");
      mirror.append(marked(at, part).some((each) => each instanceof Element) ? mark(shown) : shown);
    }
    at += part.length;
  }
}

/** @param {Node} content */
function mark(content) {
  return element("mark", {}, content);
}

/**
 * Return a function that splits a part of a text where findings begin and end.
 * @param {string} content
 * @param {[number, number][]} spans
 */
function marker(content, spans) {
  const points = [...content];
  /** @param {number} index */
  const unit = (index) => points.slice(0, index).join("").length;
  const units = spans.map(([start, end]) => [unit(start), unit(end)]);
  /**
   * @param {number} at
   * @param {string} part
   * @returns {Node[]}
   */
  return (at, part) => {
    const inside = units.filter(([start, end]) => start < at + part.length && end > at);
    const edges = inside.flat().map((each) => Math.min(Math.max(each - at, 0), part.length));
    const cuts = [...new Set([0, ...edges, part.length])].sort((one, other) => one - other);
    return cuts.slice(0, -1).map((from, index) => {
      const node = document.createTextNode(part.slice(from, cuts[index + 1]));
      return inside.some(([start, end]) => start <= at + from && end > at + from) ? mark(node) : node;
    });
  };
}
