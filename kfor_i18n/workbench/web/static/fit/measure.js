// How much of a text on a page does not fit: only the page is looked at, and nothing is changed.

import { boxesOf, elementOf } from "../anchors.js";

/**
 * @typedef {import("../anchors.js").Anchors} Anchors
 * @typedef {"clipped" | "ellipsis" | "sideways" | "outside" | "lines" | "overlap"} Kind
 *
 * What was measured of a text: by how many pixels it is cut off, and so on; how many lines it is on;
 * how long it is in all.
 * @typedef {Record<Kind | "length", number>} Measured
 */

/** Where more lines than the source's are told: what is meant to be short. */
const SHORT = "button, summary, label, legend, th, h1, h2, h3, h4, h5, h6, nav a, [role=button], [role=tab], [role=menuitem], [role=link]";

/** Inputs that show a text of an attribute, and do not grow with it if they have a width. */
const LABELLED = "input[type=submit], input[type=button], input[type=reset]";

/** Differences of rounding, and of letters that are wider than their space. */
const TOLERANCE = 2;

/**
 * Measure the text of a place.
 * @param {Anchors} anchors
 * @param {number} number
 * @returns {Measured | null} null for one that is not to be seen
 */
export function measure(anchors, number) {
  const place = anchors.places.get(number);
  const around = elementOf(anchors, number);
  const boxes = boxesOf(anchors, number);
  if (!around || !boxes.length || isHidden(around)) return null;
  /** @type {Measured} */
  const measured = { clipped: 0, ellipsis: 0, sideways: 0, outside: 0, lines: 0, overlap: 0, length: 0 };
  measured.length = boxes.reduce((length, box) => length + box.width, 0);
  if (place?.kind === "attribute") return measureField(around, place.attribute, measured);
  if (place?.kind !== "text") return null;
  if (!walkUp(around, boxes, measured)) return null;
  const short = around.closest(SHORT) ?? linkButton(around);
  if (short) measured.lines = countLines(textBoxes(short));
  measured.overlap = overlapOf(around, boxes);
  return measured;
}

/**
 * Return how a text does not fit where its source does; null if it does, or the source does not.
 * @param {Measured | null} target
 * @param {Measured | null} source
 * @returns {Kind | null}
 */
export function compare(target, source) {
  if (!target || !source) return null;
  for (const kind of /** @type {const} */ (["clipped", "ellipsis", "sideways", "outside"]))
    if (target[kind] > source[kind] + TOLERANCE && source[kind] <= 2 * TOLERANCE) return kind;
  if (target.lines > source.lines && source.lines > 0) return "lines";
  const isLonger = target.length > source.length + TOLERANCE;
  return isLonger && target.overlap > TOLERANCE && source.overlap <= TOLERANCE ? "overlap" : null;
}

/** @param {Element} element */
function isHidden(element) {
  const { visibility, opacity } = getComputedStyle(element);
  return visibility !== "visible" || opacity === "0";
}

/**
 * Measure what the elements around a text do with it, from the inside to the page.
 * @param {Element} around
 * @param {DOMRect[]} boxes
 * @param {Measured} measured
 * @returns {boolean} false if the text is moved out of sight on purpose
 */
function walkUp(around, boxes, measured) {
  const root = around.ownerDocument.documentElement;
  for (let each = /** @type {Element | null} */ (around); each && each !== root && each !== root.ownerDocument.body; each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.display === "inline" || style.display === "contents") continue;
    const [across, down] = excess(each, boxes);
    if (isScrolled(each, style)) return true;
    if (style.overflowX !== "visible" || style.overflowY !== "visible") {
      if (isApart(each.getBoundingClientRect(), boxes)) return false;
      const kind = hasEllipsis(style) ? "ellipsis" : "clipped";
      measured[kind] = Math.max(measured[kind], cutOff(each, style, across, down));
      if (measured[kind] > TOLERANCE) return true;
    } else measured.outside = Math.max(measured.outside, across, down);
    if (style.position === "absolute" || style.position === "fixed") break;
  }
  if (isApart(new DOMRect(0, 0, root.clientWidth, Infinity), boxes.map(onPage))) return false;
  measured.sideways = sidewaysOf(boxes, root);
  return true;
}

/** A page that is scrolled has boxes above its window; only their sides matter here. */
function onPage(/** @type {DOMRect} */ { left, width }) {
  return new DOMRect(left, 0, width, 1);
}

/**
 * Return by how much a text is larger than an element: across, and down where its text is too high.
 * @param {Element} element
 * @param {DOMRect[]} boxes
 * @returns {[number, number]}
 */
function excess(element, boxes) {
  const own = element.getBoundingClientRect();
  const across = Math.max(0, ...boxes.map((box) => Math.max(box.right - own.right, own.left - box.left)));
  const isHigher = element.scrollHeight > element.clientHeight + 1;
  const down = isHigher ? Math.max(0, ...boxes.map((box) => box.bottom - own.bottom)) : 0;
  return [across, down];
}

/**
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 * @param {number} across
 * @param {number} down
 */
function cutOff(element, style, across, down) {
  const hasX = style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
  const hasY = style.overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1;
  if (hasEllipsis(style)) return Math.max(hasX ? element.scrollWidth - element.clientWidth : 0, hasY ? element.scrollHeight - element.clientHeight : 0);
  return Math.max(style.overflowX === "visible" ? 0 : across, hasY ? down : 0);
}

/** @param {CSSStyleDeclaration} style */
function hasEllipsis(style) {
  const clamp = style.getPropertyValue("-webkit-line-clamp");
  return style.textOverflow.includes("ellipsis") || (clamp !== "" && clamp !== "none");
}

/**
 * Return whether what is cut off of an element can be scrolled to.
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 */
function isScrolled(element, { overflowX, overflowY }) {
  const scrolls = (/** @type {string} */ overflow) => overflow === "auto" || overflow === "scroll";
  return (scrolls(overflowX) && element.scrollWidth > element.clientWidth) || (scrolls(overflowY) && element.scrollHeight > element.clientHeight);
}

/**
 * Return whether nothing of a text is within a box: it is kept out of sight.
 * @param {DOMRect} own
 * @param {DOMRect[]} boxes
 */
function isApart(own, boxes) {
  return boxes.every((box) => box.left >= own.right || box.right <= own.left || box.top >= own.bottom || box.bottom <= own.top);
}

/**
 * @param {DOMRect[]} boxes
 * @param {Element} root
 */
function sidewaysOf(boxes, root) {
  return Math.max(0, ...boxes.map((box) => Math.max(box.right - root.clientWidth, -box.left)));
}

/**
 * Return the link around an element if it looks like a button: it is a box, with a ground or a border.
 * @param {Element} element
 */
function linkButton(element) {
  const link = element.closest("a[href]");
  if (!link) return null;
  const style = getComputedStyle(link);
  const hasGround = !/^(transparent|rgba\(0, 0, 0, 0\))$/.test(style.backgroundColor);
  const isBox = style.display !== "inline" && (hasGround || style.borderTopWidth !== "0px");
  return isBox ? link : null;
}

/** @param {Element} element */
function textBoxes(element) {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
}

/**
 * Return how many lines boxes are on; small ones, such as exponents, are on that of others.
 * @param {DOMRect[]} boxes
 */
function countLines(boxes) {
  let [lines, bottom] = [0, -Infinity];
  for (const box of boxes.toSorted((one, other) => one.top - other.top)) {
    if (box.top >= bottom - box.height / 2) {
      lines += 1;
      bottom = box.bottom;
    } else bottom = Math.max(bottom, box.bottom);
  }
  return lines;
}

/**
 * Return by how much a text lies over those beside its block: over what begins after it does.
 * @param {Element} around
 * @param {DOMRect[]} boxes
 */
function overlapOf(around, boxes) {
  let block = around;
  while (block.parentElement && getComputedStyle(block).display === "inline") block = block.parentElement;
  const beside = [block.previousElementSibling, block.nextElementSibling].filter((each) => each !== null);
  const others = beside.flatMap(textBoxes);
  const isLeftward = getComputedStyle(block).direction === "rtl";
  const isAfter = (/** @type {DOMRect} */ box, /** @type {DOMRect} */ other) =>
    box.bottom < other.bottom || (isLeftward ? box.right > other.right : box.left < other.left);
  return Math.max(0, ...boxes.flatMap((box) => others.map((other) => (isAfter(box, other) ? overlap(box, other) : 0))));
}

/**
 * @param {DOMRect} one
 * @param {DOMRect} other
 */
function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return down > 0.4 * Math.min(one.height, other.height) ? Math.max(0, across) : 0;
}

/**
 * Measure the text of a button or of a field without a value.
 * @param {Element} element
 * @param {string} attribute
 * @param {Measured} measured
 */
function measureField(element, attribute, measured) {
  const isShown = (attribute === "value" && element.matches(LABELLED)) || (attribute === "placeholder" && /** @type {HTMLInputElement} */ (element).value === "");
  if (!isShown || element.localName === "textarea") return null;
  const style = getComputedStyle(element);
  const room = element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  measured.clipped = Math.max(0, widthOf(element.getAttribute(attribute) ?? "", style) - room);
  return measured;
}

/**
 * @param {string} content
 * @param {CSSStyleDeclaration} style
 */
function widthOf(content, style) {
  const canvas = document.createElement("canvas").getContext("2d");
  if (!canvas) return 0;
  canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  canvas.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  return canvas.measureText(content).width;
}
