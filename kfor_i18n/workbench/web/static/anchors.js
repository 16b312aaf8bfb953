// Where the messages are in a loaded page: among its text by comments, else by element.

/**
 * @typedef {import("./contract.js").Place} Place
 *
 * @typedef {object} Anchors
 * @property {Document} page
 * @property {Map<number, Place>} places by their numbers
 * @property {Map<number, Range>} ranges of the places among the text
 * @property {Map<Text, number>} texts the innermost place of each text
 * @property {Map<Element, number[]>} elements the places in attributes and in elements without markup
 */

/**
 * Find the places of a page.
 * @param {Document} page
 * @param {Place[]} list
 * @returns {Anchors}
 */
export function findAnchors(page, list) {
  /** @type {Anchors} */
  const anchors = { page, places: new Map(), ranges: new Map(), texts: new Map(), elements: new Map() };
  for (const place of list) {
    anchors.places.set(place.number, place);
    if (place.kind !== "attribute" && place.kind !== "raw") continue;
    const found = page.getElementsByTagName(place.element)[place.index];
    if (found) anchors.elements.set(found, [...(anchors.elements.get(found) ?? []), place.number]);
  }
  walk(anchors);
  return anchors;
}

/** @param {Anchors} anchors */
function walk({ page, places, ranges, texts }) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_TEXT);
  /** @type {{number: number, comment: Node}[]} */
  const open = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      const innermost = open.at(-1);
      if (innermost) texts.set(/** @type {Text} */ (node), innermost.number);
      continue;
    }
    const match = /^(\/?)m:(\d+)$/.exec(node.nodeValue ?? "");
    const number = Number(match?.[2]);
    if (!match || !places.has(number)) continue;
    if (!match[1]) open.push({ number, comment: node });
    else close(page, open, number, node, ranges);
  }
}

/**
 * @param {Document} page
 * @param {{number: number, comment: Node}[]} open
 * @param {number} number
 * @param {Node} end
 * @param {Map<number, Range>} ranges
 */
function close(page, open, number, end, ranges) {
  const at = open.findLastIndex((each) => each.number === number);
  if (at < 0) return;
  const range = page.createRange();
  range.setStartAfter(open[at].comment);
  range.setEndBefore(end);
  ranges.set(number, range);
  open.splice(at, 1);
}

/**
 * Return the element that a place is in: that of its attribute, or around its text.
 * @param {Anchors} anchors
 * @param {number} number
 * @returns {Element | null}
 */
export function elementOf({ ranges, elements }, number) {
  for (const [found, numbers] of elements) if (numbers.includes(number)) return found;
  const node = ranges.get(number)?.commonAncestorContainer;
  return (node?.nodeType === Node.ELEMENT_NODE ? /** @type {Element} */ (node) : node?.parentElement) ?? null;
}

/**
 * Return the boxes of a place in the window of its page; none if it is not to be seen.
 * @param {Anchors} anchors
 * @param {number} number
 * @returns {DOMRect[]}
 */
export function boxesOf(anchors, number) {
  const around = elementOf(anchors, number);
  if (isCutOff(around)) return [];
  const range = anchors.ranges.get(number);
  if (range && !around?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
  const boxes = [...((range ?? around)?.getClientRects() ?? [])];
  return boxes.filter((box) => box.width > 1 && box.height > 1 && isInReach(anchors.page, box));
}

/**
 * Return whether a box can be scrolled to: what is above the page, or before its lines, cannot.
 * @param {Document} page
 * @param {DOMRect} box
 */
function isInReach({ defaultView: view, documentElement: root }, box) {
  if (!view || box.bottom + view.scrollY <= 0) return false;
  if (box.right + view.scrollX > 0 && box.left + view.scrollX < root.clientWidth) return true;
  const isToTheLeft = getComputedStyle(root).direction === "rtl";
  return isToTheLeft ? box.left + view.scrollX < root.clientWidth : box.right + view.scrollX > 0;
}

/**
 * Return whether an element is only read aloud: texts have boxes, but a box of a pixel cuts them off.
 * @param {Element | null} element
 */
function isCutOff(element) {
  for (let each = element; each; each = each.parentElement) {
    const isDot = each.clientWidth <= 1 && each.clientHeight <= 1;
    if (!isDot) continue;
    const { overflow, clip, clipPath } = getComputedStyle(each);
    if (overflow !== "visible" || clip !== "auto" || clipPath !== "none") return true;
  }
  return false;
}
