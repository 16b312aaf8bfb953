// What covers a page until a script removes it, such as a preloader: no script of the page runs here.

import { boxesOf } from "./anchors.js";

/** @typedef {import("./anchors.js").Anchors} Anchors */

/** How many texts are looked at. */
const MOST = 40;

/** How much of the window a cover fills, in each direction. */
const NEARLY = 0.9;

/** How many covers may lie on each other. */
const LAYERS = 3;

/** What was hidden last, by the page's name, so that it does not flicker at the next rendering. */
let known = { page: "", covers: /** @type {{index: number, tag: string}[]} */ ([]) };

/**
 * Hide again what covered a page that was shown before, before it is seen.
 * @param {Document} page
 * @param {string} name
 */
export function hideKnownCovers(page, name) {
  if (known.page !== name) known = { page: name, covers: [] };
  for (const { index, tag } of known.covers) {
    const found = page.getElementsByTagName("*")[index];
    if (found?.localName === tag) hide(found);
  }
}

/**
 * Hide what covers all texts in the window of a page and has none itself.
 * @param {Anchors} anchors
 * @returns {boolean} whether anything is hidden
 */
export function hideCovers(anchors) {
  for (let layer = 0; layer < LAYERS; layer++) {
    const cover = findCover(anchors);
    if (!cover) break;
    const all = [...anchors.page.getElementsByTagName("*")];
    known.covers.push({ index: all.indexOf(cover), tag: cover.localName });
    hide(cover);
  }
  return known.covers.length > 0;
}

/** @param {Element} cover */
function hide(cover) {
  /** @type {HTMLElement} */ (cover).style.setProperty("visibility", "hidden", "important");
}

/**
 * @param {Anchors} anchors
 * @returns {Element | null}
 */
function findCover(anchors) {
  /** @type {Element | null} */
  let cover = null;
  let left = MOST;
  for (const [text, number] of anchors.texts) {
    const point = middleOf(anchors, number);
    const top = point && anchors.page.elementFromPoint(point.x, point.y);
    if (!top) continue;
    if (top.contains(text)) {
      // A text in a bar that lies above everything says nothing about the others.
      if (placedAround(top)) continue;
      return null;
    }
    const found = placedAround(top, text);
    if (!found || (cover && found !== cover)) return null;
    cover = found;
    if (!--left) break;
  }
  return cover && fillsWindow(cover) && !hasTexts(cover, anchors) ? cover : null;
}

/**
 * Return the middle of the first box of a place that is in the window.
 * @param {Anchors} anchors
 * @param {number} number
 */
function middleOf(anchors, number) {
  const view = anchors.page.defaultView;
  for (const { left, right, top, bottom } of boxesOf(anchors, number)) {
    const point = { x: (left + right) / 2, y: (top + bottom) / 2 };
    if (view && point.x > 0 && point.y > 0 && point.x < view.innerWidth && point.y < view.innerHeight) return point;
  }
  return null;
}

/**
 * Return the outermost element around one that does not move with the text, and has a text not in it.
 * @param {Element} element
 * @param {Text | null} [text]
 */
function placedAround(element, text = null) {
  const view = element.ownerDocument.defaultView;
  let found = null;
  for (let each = /** @type {Element | null} */ (element); each && !(text && each.contains(text)); each = each.parentElement) {
    if (view && ["fixed", "absolute"].includes(view.getComputedStyle(each).position)) found = each;
  }
  return found;
}

/** @param {Element} cover */
function fillsWindow(cover) {
  const view = cover.ownerDocument.defaultView;
  const { width, height } = cover.getBoundingClientRect();
  return view !== null && width >= view.innerWidth * NEARLY && height >= view.innerHeight * NEARLY;
}

/**
 * @param {Element} cover
 * @param {Anchors} anchors
 */
function hasTexts(cover, { texts, elements }) {
  return [...texts.keys(), ...elements.keys()].some((each) => cover.contains(each));
}
