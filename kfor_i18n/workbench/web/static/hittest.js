// Which message is under a point of the page, found from outside of it.

import { boxesOf } from "./anchors.js";

/** @typedef {import("./anchors.js").Anchors} Anchors */

/** How far from its text a point may be, in pixels of the page. */
const NEAR = 4;

/** Elements that belong to their text as a whole: a click beside the text means it as well. */
const WHOLE =
  "a, button, label, summary, caption, legend, option, select, input, textarea, figcaption, dt, dd, th, td, li, p, h1, h2, h3, h4, h5, h6";

/**
 * Return the number of the place at a point, or `null`.
 * @param {Anchors} anchors
 * @param {number} x
 * @param {number} y
 * @returns {number | null}
 */
export function placeAt(anchors, x, y) {
  const { page, texts } = anchors;
  const node = textAt(page, x, y);
  const isText = node !== null && isNear(node, x, y);
  if (isText && texts.has(node)) return /** @type {number} */ (texts.get(node));
  return placeOfElement(anchors, x, y, isText);
}

/**
 * Return the link at a point.
 * @param {Anchors} anchors
 * @param {number} x
 * @param {number} y
 * @returns {HTMLAnchorElement | null}
 */
export function linkAt({ page }, x, y) {
  return page.elementFromPoint(x, y)?.closest("a[href]") ?? null;
}

/**
 * Return the text that a click sets the cursor into, by whichever way the browser has.
 * @param {Document} page
 * @param {number} x
 * @param {number} y
 * @returns {Text | null}
 */
function textAt(page, x, y) {
  const found = page.caretPositionFromPoint
    ? page.caretPositionFromPoint(x, y)?.offsetNode
    : page.caretRangeFromPoint?.(x, y)?.startContainer;
  return found?.nodeType === Node.TEXT_NODE ? /** @type {Text} */ (found) : null;
}

/**
 * A cursor goes into the nearest text, however far: the point has to be at it.
 * @param {Text} node
 * @param {number} x
 * @param {number} y
 */
function isNear(node, x, y) {
  const range = /** @type {Document} */ (node.ownerDocument).createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].some((box) => distance(box, x, y) <= NEAR);
}

/**
 * Look from the innermost element outwards. A text that is no message stands for its own element,
 * not for all those around it.
 * @param {Anchors} anchors
 * @param {number} x
 * @param {number} y
 * @param {boolean} isText
 */
function placeOfElement(anchors, x, y, isText) {
  /** @type {Element | null} */
  let each = anchors.page.elementsFromPoint(x, y)[0] ?? null;
  for (; each; each = each.parentElement) {
    const own = anchors.elements.get(each);
    if (own) return own[0];
    if (each.matches(WHOLE)) {
      const nearest = nearestWithin(anchors, each, x, y);
      if (nearest !== null || isText) return nearest;
    }
  }
  return null;
}

/**
 * @param {Anchors} anchors
 * @param {Element} element
 * @param {number} x
 * @param {number} y
 */
function nearestWithin(anchors, element, x, y) {
  let nearest = null;
  let least = Infinity;
  for (const number of new Set([...anchors.texts].filter(([node]) => element.contains(node)).map(([, each]) => each))) {
    for (const box of boxesOf(anchors, number)) {
      const far = distance(box, x, y);
      if (far < least) [nearest, least] = [number, far];
    }
  }
  return nearest;
}

/**
 * @param {DOMRect} box
 * @param {number} x
 * @param {number} y
 */
function distance(box, x, y) {
  const across = Math.max(box.left - x, 0, x - box.right);
  const down = Math.max(box.top - y, 0, y - box.bottom);
  return Math.hypot(across, down);
}
