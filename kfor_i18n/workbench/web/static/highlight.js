// What is drawn on the page: states by lines under the text, the open message by a colour too.

import { boxesOf } from "./anchors.js";
import { element } from "./dom.js";

/**
 * @typedef {import("./anchors.js").Anchors} Anchors
 * @typedef {"untranslated" | "fuzzy" | "finding" | "under" | "open" | "looked"} Mark
 */

/** Later ones are drawn over earlier ones. */
const MARKS = /** @type {const} */ (["untranslated", "fuzzy", "finding", "under", "open", "looked"]);

/** Lines differ in form, so that they can be told apart without colours. */
const STYLES = `
::highlight(kfor-untranslated) { text-decoration: underline 2px dashed #b35900; }
::highlight(kfor-fuzzy) { text-decoration: underline 2px wavy #7a5fc7; }
::highlight(kfor-finding) { text-decoration: underline 3px double #c8402a; }
::highlight(kfor-under) { text-decoration: underline 2px solid #2d7fb8; }
::highlight(kfor-open) { background-color: #ffd98a; color: #1c2126; text-decoration: underline 3px solid #12344d; }
::highlight(kfor-looked) { background-color: #ffb224; color: #1c2126; text-decoration: underline 4px double #12344d; }
html { scrollbar-width: none !important; }
`;

/**
 * Prepare a loaded page for drawing on it, without changing its elements.
 * @param {Window & typeof globalThis} view
 */
export function prepare(view) {
  try {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(STYLES);
    view.document.adoptedStyleSheets = [...view.document.adoptedStyleSheets, sheet];
  } catch {
    const style = view.document.createElement("style");
    style.textContent = STYLES;
    view.document.documentElement.append(style);
  }
}

/**
 * Return whether a page can be drawn on with ranges. Forced colours would make all of them alike.
 * @param {Window & typeof globalThis} view
 */
export function canPaint(view) {
  const isForced = matchMedia("(forced-colors: active)").matches;
  return Boolean(view.CSS?.highlights && view.Highlight) && !isForced;
}

/**
 * Draw marks on a page, in place of those of the same names.
 * @param {Anchors} anchors
 * @param {Partial<Record<Mark, number[]>>} marks numbers of places
 */
export function paint({ page, ranges }, marks) {
  const view = /** @type {(Window & typeof globalThis) | null} */ (page.defaultView);
  if (!view || !canPaint(view)) return;
  for (const [priority, mark] of MARKS.entries()) {
    const numbers = marks[mark];
    if (!numbers) continue;
    const found = numbers.map((each) => ranges.get(each)).filter((each) => each !== undefined);
    const highlight = new view.Highlight(...found);
    highlight.priority = priority;
    view.CSS.highlights.set(`kfor-${mark}`, highlight);
  }
}

/**
 * Draw frames over the page where there is no text to draw on: round elements, and round text in a
 * browser that cannot do it otherwise.
 * @param {Anchors} anchors
 * @param {Partial<Record<Mark, number[]>>} marks
 * @param {HTMLElement} layer
 * @param {{scale: number, left: number, top: number}} view how the page is shown
 */
export function frame(anchors, marks, layer, { scale, left, top }) {
  const page = /** @type {(Window & typeof globalThis) | null} */ (anchors.page.defaultView);
  const isPainted = page && canPaint(page);
  for (const [mark, numbers] of Object.entries(marks)) {
    for (const old of layer.querySelectorAll(`.box.${mark}`)) old.remove();
    for (const number of numbers) {
      if (isPainted && anchors.ranges.has(number)) continue;
      for (const rect of boxesOf(anchors, number)) {
        const box = element("div", { class: `box ${mark}` });
        box.style.left = `${(rect.left + left) * scale}px`;
        box.style.top = `${(rect.top + top) * scale}px`;
        box.style.width = `${rect.width * scale}px`;
        box.style.height = `${rect.height * scale}px`;
        layer.append(box);
      }
    }
  }
}
