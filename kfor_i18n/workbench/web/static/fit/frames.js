// Pages loaded out of sight and measured at several widths: with translations, and with sources.

import { findAnchors } from "../anchors.js";
import { compare, measure } from "./measure.js";

/**
 * @typedef {import("../contract.js").Place} Place
 * @typedef {import("./measure.js").Kind} Kind
 * @typedef {{address: string, places: Place[]}} Page
 * @typedef {{target: Page, source: Page, matches: [number, number][]}} Pair
 *
 * Which pair, which place of its target, how it does not fit, and at which width.
 * @typedef {[number, number, Kind, number]} Misfit
 */

const HEIGHT = 900;

/** How long a page, its fonts and its pictures may take. */
const PATIENCE = 5_000;

const STYLE = "html { scrollbar-width: none !important; } *, ::before, ::after { animation: none !important; transition: none !important; }";

/**
 * Measure pairs of pages one after another.
 * @param {Pair[]} pairs
 * @param {number[]} widths
 * @param {() => boolean} [isWanted] false gives up after the pair that is measured
 * @returns {Promise<Misfit[]>}
 */
export async function measurePairs(pairs, widths, isWanted = () => true) {
  const box = makeBox();
  try {
    /** @type {Misfit[]} */
    const found = [];
    for (const [at, pair] of pairs.entries()) {
      if (!isWanted()) break;
      const frames = /** @type {[HTMLIFrameElement, HTMLIFrameElement]} */ ([makeFrame(box), makeFrame(box)]);
      await Promise.all([load(frames[0], pair.target.address), load(frames[1], pair.source.address)]);
      for (const width of widths) found.push(...(await measureAt(frames, pair, width)).map(([place, kind]) => /** @type {Misfit} */ ([at, place, kind, width])));
      for (const frame of frames) frame.remove();
    }
    return found;
  } finally {
    box.remove();
  }
}

function makeBox() {
  const box = document.createElement("div");
  box.inert = true;
  box.setAttribute("aria-hidden", "true");
  Object.assign(box.style, { position: "fixed", left: "-99999px", top: "0", width: "0", height: "0", visibility: "hidden", contain: "strict" });
  document.body.append(box);
  return box;
}

/** @param {HTMLElement} box */
function makeFrame(box) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.className = "measured";
  frame.tabIndex = -1;
  frame.title = "";
  Object.assign(frame.style, { width: "1280px", height: `${HEIGHT}px`, border: "0" });
  box.append(frame);
  return frame;
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {string} address
 * @returns {Promise<void>}
 */
async function load(frame, address) {
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    setTimeout(resolve, PATIENCE);
    frame.contentWindow?.location.replace(new URL(address, location.origin));
  });
  const page = frame.contentDocument;
  if (!page) return;
  const style = page.createElement("style");
  style.textContent = STYLE;
  page.documentElement.append(style);
  await settled(page);
}

/**
 * Wait for the fonts of a page, which begin to load when they are used.
 * @param {Document} page
 */
async function settled(page) {
  const end = performance.now() + PATIENCE;
  do await nextFrame();
  while (page.fonts.status !== "loaded" && performance.now() < end);
}

/** A window that is not seen has no frames. */
function nextFrame() {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 50);
  });
}

/**
 * @param {[HTMLIFrameElement, HTMLIFrameElement]} frames
 * @param {Pair} pair
 * @param {number} width
 * @returns {Promise<[number, Kind][]>} places, and how they do not fit
 */
async function measureAt(frames, { target, source, matches }, width) {
  for (const frame of frames) frame.style.width = `${width}px`;
  await nextFrame();
  const pages = frames.map((frame) => frame.contentDocument);
  if (!pages[0] || !pages[1]) return [];
  await Promise.all([settled(pages[0]), settled(pages[1])]);
  const anchors = [findAnchors(pages[0], target.places), findAnchors(pages[1], source.places)];
  /** @type {[number, Kind][]} */
  const found = [];
  for (const [own, other] of matches) {
    const kind = compare(measure(anchors[0], own), measure(anchors[1], other));
    if (kind) found.push([own, kind]);
  }
  return found;
}
