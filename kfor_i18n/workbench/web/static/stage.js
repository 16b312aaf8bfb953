// The frames of the preview: one is seen, the next loads behind it. A clear layer above takes
// clicks and scrolling, since a page without scripts hands on neither in every browser.

import { byId, element } from "./dom.js";
import { emit, preference, setPreference } from "./state.js";
import { text } from "./text.js";

/** @typedef {Window & typeof globalThis} View */

const WIDTHS = /** @type {Record<string, number>} */ ({ phone: 390, tablet: 820, desktop: 1280 });

/** How long a page may load until it is shown without what is missing. */
const PATIENCE = 2_500;

const stage = byId("stage");
const layer = byId("layer");
const spacer = byId("spacer");

let [front, back] = /** @type {HTMLIFrameElement[]} */ ([...stage.querySelectorAll("iframe")]);
let scale = 1;
let turn = 0;

/** Where page and layer were together last: the one that is elsewhere now has moved. */
let met = { left: 0, top: 0 };

/** Whether the stage is in a part of the window that is not shown, where nothing has a size. */
let isAway = false;

/**
 * Return the window of the page that is seen, or `null` if the browser does not let it be read.
 * @param {HTMLIFrameElement} [frame]
 * @returns {View | null}
 */
export function viewOf(frame = front) {
  try {
    const view = /** @type {View | null} */ (frame.contentWindow);
    return view?.document ? view : null;
  } catch {
    return null;
  }
}

/** Return how the page is shown: its scale, and how far it is scrolled. */
export function shownAs() {
  const view = viewOf();
  return { scale, left: view?.scrollX ?? 0, top: view?.scrollY ?? 0 };
}

/**
 * Load an address behind the page that is seen, and swap them without a flicker.
 * @param {string} address
 * @param {(view: View) => void} ready called before the page is seen
 * @param {{isOther: boolean}} options another page begins at its top
 * @returns {Promise<boolean>} false if another one was asked for meanwhile
 */
export async function load(address, ready, { isOther }) {
  const mine = ++turn;
  const frame = back;
  stage.hidden = false;
  layOut();
  await loaded(frame, address);
  if (mine !== turn) return false;
  const view = viewOf(frame);
  if (!view) return false;
  meet();
  const to = isOther ? { left: 0, top: 0 } : met;
  ready(view);
  frame.classList.add("ready");
  view.scrollTo(times(to, 1));
  swap();
  stage.classList.remove("awaiting");
  if (isAway) met = to;
  else fit();
  watch(view);
  return true;
}

/**
 * Show no page any more: the one that was seen would be taken for another.
 * @param {boolean} isAwaited keep the place of one that may be loading already
 */
export function clearStage(isAwaited) {
  stage.classList.toggle("awaiting", isAwaited);
  if (!isAwaited) stage.hidden = true;
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {string} address
 * @returns {Promise<void>}
 */
function loaded(frame, address) {
  return new Promise((resolve) => {
    frame.addEventListener("load", () => resolve(), { once: true });
    setTimeout(() => {
      if (viewOf(frame)?.document.readyState === "interactive") resolve();
    }, PATIENCE);
    // Not by the attribute src: that would add to the history at each rendering.
    frame.contentWindow?.location.replace(new URL(address, location.origin));
  });
}

function swap() {
  [front, back] = [back, front];
  const title = back.title;
  back.title = front.title;
  front.title = title;
  front.classList.add("front");
  front.inert = false;
  back.classList.remove("front", "ready");
  back.inert = true;
}

/** Fit the frames into the stage, and the layer's scrolling to the page. */
export function layOut() {
  const wasAway = isAway;
  isAway = layer.clientHeight === 0;
  if (isAway) return;
  if (!wasAway) meet();
  const chosen = preference("width", "fit");
  const width = WIDTHS[chosen] ?? (Number(chosen) || layer.clientWidth);
  scale = Math.min(1, layer.clientWidth / width || 1);
  const shift = Math.max(0, (layer.clientWidth - width * scale) / 2);
  for (const frame of [front, back]) {
    frame.style.width = `${width}px`;
    frame.style.height = `${layer.clientHeight / scale}px`;
    frame.style.transform = `translateX(${shift}px) scale(${scale})`;
  }
  const scheme = preference("scheme", "auto");
  for (const frame of [front, back]) frame.style.colorScheme = scheme === "auto" ? "" : scheme;
  if (wasAway) viewOf()?.scrollTo(times(met, 1));
  fit();
}

/** Make the layer scroll as far as the page does, and go where the page is. */
function fit() {
  const view = viewOf();
  const root = view?.document.scrollingElement;
  if (!view || !root) return;
  // A page from right to left is scrolled to its left by negative numbers.
  layer.dir = getComputedStyle(view.document.documentElement).direction;
  spacer.style.width = `${Math.floor(root.scrollWidth * scale)}px`;
  spacer.style.height = `${root.scrollHeight * scale}px`;
  met = { left: view.scrollX, top: view.scrollY };
  if (!areTogether(view)) layer.scrollTo(times(met, scale));
  emit("laid-out");
}

/**
 * Return where to scroll to: at once, since a page may have asked for smooth scrolling.
 * @param {{left: number, top: number}} point
 * @param {number} factor
 * @returns {ScrollToOptions}
 */
function times({ left, top }, factor) {
  return { left: left * factor, top: top * factor, behavior: "instant" };
}

/** @param {View} view */
function areTogether(view) {
  const apart = [layer.scrollTop - view.scrollY * scale, layer.scrollLeft - view.scrollX * scale];
  return apart.every((each) => Math.abs(each) <= 1);
}

/**
 * Bring page and layer together: the page has moved if it is not where they met, else the layer has.
 * Its event comes later than its scrolling, which must not be taken back meanwhile.
 */
function meet() {
  const view = viewOf();
  if (!view || layer.clientHeight === 0) return;
  const hasPageMoved = view.scrollY !== met.top || view.scrollX !== met.left;
  if (!areTogether(view)) {
    if (hasPageMoved) layer.scrollTo(times({ left: view.scrollX, top: view.scrollY }, scale));
    else view.scrollTo(times({ left: layer.scrollLeft, top: layer.scrollTop }, 1 / scale));
  }
  met = { left: view.scrollX, top: view.scrollY };
}

/** @param {View} view */
function watch(view) {
  view.addEventListener("scroll", () => view === viewOf() && meet(), { passive: true });
  const fits = () => {
    if (view !== viewOf() || isAway) return;
    meet();
    fit();
  };
  new ResizeObserver(fits).observe(view.document.documentElement);
}

/**
 * Return the point of the page under an event on the layer.
 * @param {MouseEvent} event
 */
export function pointOf(event) {
  const box = front.getBoundingClientRect();
  return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
}

/**
 * Scroll the page so that a box in its window is seen.
 * @param {DOMRect} box
 */
export function reveal(box) {
  const height = layer.clientHeight / scale;
  if (box.top >= 8 && box.bottom <= height - 8) return;
  viewOf()?.scrollBy({ top: box.top - height / 3, behavior: "instant" });
  meet();
}

/** A part of the page that scrolls by itself does so under the pointer. */
function scrollPart(/** @type {WheelEvent} */ event) {
  const page = viewOf()?.document;
  const { x, y } = pointOf(event);
  for (let each = page?.elementFromPoint(x, y) ?? null; each; each = each.parentElement) {
    if (each === page?.scrollingElement || each === page?.body) return;
    const before = each.scrollTop;
    each.scrollTop += event.deltaY;
    if (each.scrollTop !== before) return event.preventDefault();
  }
}

/**
 * Show the page as wide as a window of so many pixels.
 * @param {number} width
 */
export function showWidth(width) {
  const name = Object.keys(WIDTHS).find((each) => WIDTHS[each] === width);
  setPreference("width", name ?? String(width));
  checkWidth();
  layOut();
}

/** Check the width that was chosen; one that has no name is a choice only as long as it is it. */
function checkWidth() {
  const chosen = preference("width", "fit");
  document.getElementById("width-other")?.remove();
  if (Number(chosen)) byId("widths").append(makeOther(chosen));
  for (const radio of radios("width")) radio.checked = radio.value === chosen;
}

/** @param {string} width */
function makeOther(width) {
  const radio = element("input", { type: "radio", name: "width", value: width });
  return element("label", { id: "width-other" }, radio, element("span", {}, text("width-px", { width })));
}

/** @param {string} name */
function radios(name) {
  return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(`input[name="${name}"]`));
}

/** Connect the layer, and the choices of width and colours. */
export function startStage() {
  layer.addEventListener("scroll", meet, { passive: true });
  layer.addEventListener("wheel", scrollPart);
  new ResizeObserver(layOut).observe(stage);
  for (const name of ["width", "scheme"]) {
    for (const radio of radios(name)) {
      radio.addEventListener("change", () => {
        setPreference(name, radio.value);
        if (name === "width") checkWidth();
        layOut();
      });
    }
  }
  checkWidth();
  for (const radio of radios("scheme")) radio.checked = radio.value === preference("scheme", "auto");
}
