// The page with the texts of this moment: rendered, selected on, in step with the list.

import { announce } from "./announce.js";
import { boxesOf, elementOf, findAnchors } from "./anchors.js";
import { Refused, Unanswered, request } from "./api.js";
import { hideCovers, hideKnownCovers } from "./cover.js";
import { byId, say } from "./dom.js";
import { canPaint, frame, paint, prepare } from "./highlight.js";
import { linkAt, placeAt } from "./hittest.js";
import { numbers } from "./numbers.js";
import { offerLink, sayPlace } from "./place.js";
import { sayAbsence, sayFailure, sayLoading, sayReason } from "./reasons.js";
import { clearStage, layOut, load, pointOf, reveal, shownAs, viewOf } from "./stage.js";
import { emit, on, preference, setPreference, state } from "./state.js";
import { capitalize, shorten, text } from "./text.js";

/**
 * @typedef {import("./anchors.js").Anchors} Anchors
 * @typedef {import("./contract.js").Rendering} Rendering
 */

/** @type {Anchors | null} */
let anchors = null;

/** @type {Rendering | null} */
let rendering = null;

let shownPage = "";
let asked = 0;

/** How long an earlier page may be seen while another one is rendered, in milliseconds. */
const PATIENCE = 500;

/** Which of the places of the open message is looked at: -1 is the first that can be seen. */
let looked = -1;

/** Whether it was chosen while no page had a size, so that nothing could be seen. */
let isBlind = false;

/** The link that was clicked last, in the open message. @type {Element | null | undefined} */
let clicked = null;

/** Whether the open message was chosen on the page: it is seen already. */
let isLookedAt = false;

/** Render the page with the texts of this moment, and show it. */
export async function renderPage() {
  const turn = ++asked;
  const page = state.page;
  if (!page || state.project?.application.state !== "ready") return sayAbsence();
  const waiting = setTimeout(() => {
    // The page that was seen would be taken for the other one.
    if (turn !== asked || page === shownPage) return;
    leavePage(true);
    sayLoading();
  }, PATIENCE);
  try {
    /** @type {Rendering} */
    const answer = await request("POST", "render", {}, { catalog: state.catalog, page, numbers: numbers() });
    if (turn !== asked) return;
    if (!answer.is_shown) return showNoPage(page, answer);
    const isOther = page !== shownPage;
    const ready = (/** @type {Window & typeof globalThis} */ view) => {
      prepare(view);
      rendering = answer;
      anchors = findAnchors(view.document, answer.places);
      hideKnownCovers(view.document, page);
    };
    if (!(await load(answer.address, ready, { isOther }))) return;
    shownPage = page;
    if (isOther) clicked = null;
    sayReason(answer, anchors !== null && hideCovers(anchors));
    byId("under").hidden = false;
    byId("preview").classList.remove("absent");
    byId("preview-tools").hidden = false;
    listenTo(/** @type {Window & typeof globalThis} */ (viewOf()));
    draw();
    showPlace(isOther);
    emit("rendered", { page, places: answer.places });
  } catch (error) {
    if (error instanceof Unanswered) return;
    if (!(error instanceof Refused)) throw error;
    if (turn !== asked) return;
    if (page !== shownPage) leavePage();
    sayFailure(error, page);
  } finally {
    clearTimeout(waiting);
    if (turn === asked) byId("preview").ariaBusy = "false";
  }
}

/**
 * Say what is at an address that no frame can show.
 * @param {string} page
 * @param {Rendering} answer
 */
function showNoPage(page, answer) {
  leavePage();
  [shownPage, rendering] = [page, answer];
  sayReason(answer);
}

/** Show no page any more; `isAwaited`: another one is on its way. */
function leavePage(isAwaited = false) {
  [shownPage, rendering, anchors] = ["", null, null];
  clearStage(isAwaited);
  byId("under").hidden = true;
}

/** Return the numbers of the places of a message on the page that is shown. */
function placesOf(/** @type {string} */ id) {
  return (rendering?.places ?? []).filter((each) => each.id === id).map((each) => each.number);
}

/** Draw the states and the open message. */
function draw() {
  if (!anchors || !rendering) return;
  const open = placesOf(state.entry);
  /** @type {Record<"untranslated" | "fuzzy" | "finding" | "open" | "looked", number[]>} */
  const marks = { untranslated: [], fuzzy: [], finding: [], open, looked: open.length > 1 ? open.slice(looked, looked + 1) : [] };
  const isMarked = preference("marks", "yes") === "yes";
  for (const { id, number } of isMarked ? rendering.places : []) {
    const known = id ? rendering.entries?.[id] : undefined;
    if (known?.state === "invalid" || known?.findings) marks.finding.push(number);
    else if (known?.state === "untranslated" || known?.state === "fuzzy") marks[known.state].push(number);
  }
  paint(anchors, marks);
  const view = viewOf();
  const framed = view && canPaint(view) ? { open, looked: marks.looked } : marks;
  frame(anchors, framed, byId("spacer"), shownAs());
}

/**
 * Say where the open message is on the page, and scroll there.
 * @param {boolean} [isMoved]
 */
function showPlace(isMoved = true) {
  if (!anchors || !rendering) return;
  const found = anchors;
  const all = placesOf(state.entry);
  const seen = all.filter((each) => boxesOf(found, each).length > 0);
  if (looked < 0 || (isBlind && seen.length > 0)) {
    looked = all.indexOf(seen[0] ?? all[0]);
    isBlind = seen.length === 0;
  }
  const number = all[Math.min(looked, all.length - 1)];
  const isSeen = seen.includes(number);
  const where = sayPlace(rendering, anchors.places.get(number), isSeen);
  say(byId("place"), state.entry ? capitalize(where) : text("click-text"));
  offerLink(clicked ?? (isSeen ? elementOf(found, number)?.closest("a[href]") : null));
  if (isMoved && isSeen) reveal(boxesOf(found, number)[0]);
  draw();
  // Until another page that was asked for is there, this one is not looked at any more.
  if (shownPage === state.page) emit("looked", { page: shownPage, nth: looked, where });
}

/**
 * Look at a place of the open message, the first of which is 0, on a page.
 * @param {string} page
 * @param {number} nth
 */
export function lookAt(page, nth) {
  [looked, isBlind, clicked] = [nth, false, null];
  if (page === shownPage) showPlace();
  else emit("go", page);
}

/**
 * Open the message at a point of the page.
 * @param {number} x
 * @param {number} y
 */
function select(x, y) {
  if (!anchors) return;
  const number = placeAt(anchors, x, y);
  const place = number === null ? undefined : anchors.places.get(number);
  const link = linkAt(anchors, x, y);
  if (place?.id) {
    [looked, isBlind, clicked] = [Math.max(0, placesOf(place.id).indexOf(place.number)), false, link];
    isLookedAt = true;
    emit("open", { id: place.id, catalog: place.catalog, focus: true });
    offerLink(link);
    return;
  }
  const sentence = text(place ? "not-in-catalog" : "no-message");
  say(byId("place"), sentence);
  announce(sentence);
  offerLink(link);
}

/** Show the message under the pointer. */
function pointAt(/** @type {number} */ x, /** @type {number} */ y) {
  if (!anchors || !rendering) return;
  const number = placeAt(anchors, x, y);
  const place = number === null ? undefined : anchors.places.get(number);
  const known = place?.id ? rendering.entries?.[place.id] : undefined;
  byId("layer").classList.toggle("over-text", Boolean(place?.id));
  const under = number === null ? [] : [number];
  paint(anchors, { under });
  frame(anchors, { under }, byId("spacer"), shownAs());
  byId("layer").title = known ? `${shorten(known.source)} (${known.state_text})` : "";
}

/**
 * The page's own keys and links: where the browser hands them on, they do as a click does.
 * @param {Window & typeof globalThis} view
 */
function listenTo(view) {
  view.document.addEventListener("keydown", (event) => emit("key", event));
  view.document.addEventListener("click", (event) => {
    event.preventDefault();
    const target = /** @type {Element} */ (event.target);
    const box = target.getBoundingClientRect();
    const isByKey = event.detail === 0;
    select(isByKey ? box.left + box.width / 2 : event.clientX, isByKey ? box.top + box.height / 2 : event.clientY);
  });
  view.addEventListener("pagehide", () => void leave(view));
}

/**
 * A link was followed within the frame: the page chooser goes along.
 * @param {Window} view
 */
async function leave(view) {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const now = viewOf();
  if (!now || now !== view || now.location.search.includes("_kfor-i18n=") || now.location.protocol === "about:") return;
  emit("go", `p:${now.location.pathname}${now.location.search}`);
}

/** Connect the layer and what the preview follows. */
export function startPreview() {
  const layer = byId("layer");
  layer.addEventListener("click", (event) => {
    const { x, y } = pointOf(event);
    select(x, y);
  });
  let waiting = 0;
  layer.addEventListener("pointermove", (event) => {
    cancelAnimationFrame(waiting);
    const { x, y } = pointOf(event);
    waiting = requestAnimationFrame(() => pointAt(x, y));
  });
  layer.addEventListener("pointerleave", () => pointAt(-1, -1));
  const marks = byId("show-marks", HTMLInputElement);
  marks.checked = preference("marks", "yes") === "yes";
  marks.addEventListener("change", () => {
    setPreference("marks", marks.checked ? "yes" : "no");
    byId("legend").hidden = !marks.checked;
    draw();
  });
  byId("legend").hidden = !marks.checked;
  on("render", () => void renderPage());
  on("back", () => shownPage || void renderPage());
  on("catalog", () => void renderPage());
  on("page", () => void renderPage());
  on("laid-out", () => showPlace(false));
  on("pane", () => {
    layOut();
    showPlace();
  });
}

/** Follow the list: look at the first place of the open message. */
export function lookAtEntry() {
  if (!isLookedAt) [looked, clicked] = [-1, null];
  showPlace(!isLookedAt);
  isLookedAt = false;
}
