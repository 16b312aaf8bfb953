// What is done in a page whose pictures are taken: its places are found, marked and outlined.
// Its functions are called one by one, each with its argument, in a page that runs no scripts of its own.

import { boxesOf, elementOf, findAnchors } from "./anchors.js";

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box in pixels, from the page's corner
 * @typedef {import("./contract.js").Place} Place
 */

const STYLE = `
  *, ::before, ::after { animation: none !important; transition: none !important; }
  html { scroll-behavior: auto !important; }
  ::highlight(kfor-i18n) { background-color: #ffd98a; color: #1c2126;
    text-decoration: underline 3px solid #12344d; }
  kfor-i18n-mark { all: initial; position: absolute; outline: 3px solid #d9a441;
    box-shadow: 0 0 0 6px #12344d; outline-offset: 2px; z-index: 2147483647; }
  kfor-i18n-mark[data-label] { outline: 3px solid #ffb224; outline-offset: 2px;
    box-shadow: 0 0 0 7px #12344d; }
  kfor-i18n-mark[data-label].before { outline: 3px dashed #12344d; box-shadow: 0 0 0 7px #ffd98a; }
  kfor-i18n-mark[data-label]::after { content: attr(data-label); position: absolute;
    inset: -20px auto auto -20px; min-width: 12px; padding: 2px 6px; border-radius: 12px;
    border: 2px solid #fff; background: #12344d; color: #fff; font: 700 14px/18px sans-serif;
    text-align: center; }`;
const MARK = "kfor-i18n-mark";
const MOST_AROUND = 5_000;

/**
 * Return the size of the page, and of each place its boxes, the left edge of its block, and the
 * markup around it.
 * @param {Place[]} list
 */
export function findPlaces(list) {
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.documentElement.append(style);
  const anchors = findAnchors(document, list);
  const { scrollWidth: width, scrollHeight: height } = document.documentElement;
  const places = list.map(({ number }) => {
    const element = elementOf(anchors, number);
    const around = element ? new XMLSerializer().serializeToString(element).replace(/<!--\/?m:\d+-->/g, "") : "";
    const boxes = boxesInPage(boxesOf(anchors, number));
    return { number, boxes, edge: edgeOf(element), around: around.slice(0, MOST_AROUND) };
  });
  return { width, height, places };
}

/**
 * Return where the block begins that an element is, or is a part of the lines of.
 * @param {Element | null} element
 */
function edgeOf(element) {
  let block = element;
  while (block?.parentElement && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
  return block ? block.getBoundingClientRect().left + scrollX : 0;
}

/** @param {DOMRect[]} boxes */
function boxesInPage(boxes) {
  return boxes.map(({ left, top, right, bottom }) => ({
    left: left + scrollX, top: top + scrollY, right: right + scrollX, bottom: bottom + scrollY,
  })).filter(({ right, bottom }) => right > 0 && bottom > 0);
}

/**
 * Mark a place and no other: its text, or its boxes if it has none.
 * @param {{place: Place, boxes: Box[]}} marked
 */
export function markPlace({ place, boxes }) {
  document.querySelectorAll(MARK).forEach((each) => each.remove());
  const range = findAnchors(document, [place]).ranges.get(place.number);
  CSS.highlights.set("kfor-i18n", range ? new Highlight(range) : new Highlight());
  if (!range) for (const box of boxes) draw(box);
}

/**
 * Draw outlines with labels, those before an edit otherwise than those after it.
 * @param {(Box & {label: string, isBefore: boolean})[]} outlines
 */
export function outlinePlaces(outlines) {
  for (const outline of outlines) {
    const mark = draw(outline);
    mark.dataset.label = outline.label;
    mark.className = outline.isBefore ? "before" : "";
  }
}

/** @param {Box} box */
function draw({ left, top, right, bottom }) {
  const mark = document.createElement(MARK);
  Object.assign(mark.style, {
    left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px`,
  });
  document.documentElement.append(mark);
  return mark;
}
