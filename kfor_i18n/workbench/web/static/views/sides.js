// The pages that an edit changed, each with its texts before and after, and with pictures.

import { Refused, Unanswered, request } from "../api.js";
import { byId, button, element, spoken } from "../dom.js";
import { chooseCatalog, choosePage, listPages } from "../header.js";
import { emit, openCatalog } from "../state.js";
import { capitalize, sentence, shorten, text } from "../text.js";

/**
 * @typedef {import("./comparison.js").Comparison} Comparison
 * @typedef {import("./comparison.js").ChangedPage} ChangedPage
 * @typedef {import("./comparison.js").Difference} Difference
 * @typedef {import("./comparison.js").EditedMessage} EditedMessage
 * @typedef {import("../contract.js").Segment} Segment
 * @typedef {{before: string | null, after: string | null, numbers: number[]}} Sides
 * @typedef {{catalog: string, id: string}} Address
 */

/** The pages that are shown, by what differs on them: those with the same are shown as one. */
const shown = /** @type {Map<string, {others: HTMLElement, names: HTMLElement}>} */ (new Map());

/** The edited messages that a page shows. */
const seen = /** @type {Set<string>} */ (new Set());

let pages = 0;

const keyOf = (/** @type {Address} */ { catalog, id }) => `${catalog} ${id}`;

/** Show no pages any more. */
export function clearPages() {
  byId("before-pages").replaceChildren();
  shown.clear();
  seen.clear();
  pages = 0;
}

/** Return how many pages are shown. */
export function countPages() {
  return pages;
}

/** Return whether a page shows a message. @param {Address} message */
export function hasShown(message) {
  return seen.has(keyOf(message));
}

/**
 * Show a page that changed; one that changed as another did is only named there.
 * @param {Comparison} found
 * @param {ChangedPage} page
 * @param {import("./comparison.js").PageDifferences} answer
 * @param {() => number} widthOf how wide pictures are wanted
 */
export function showPage(found, page, { differences, has_pictures: hasPictures }, widthOf) {
  pages += 1;
  for (const { messages } of differences)
    for (const each of messages) if (each.is_edited) seen.add(keyOf(each));
  const key = JSON.stringify(differences);
  const same = shown.get(key);
  if (same) {
    same.names.append(element("li", {}, nameOf(page)));
    same.others.hidden = false;
    const [summary] = same.others.getElementsByTagName("summary");
    summary.textContent = text("before-same", { number: same.names.children.length });
    return;
  }
  const names = element("ul");
  const others = element("details", { class: "before-others", hidden: true }, element("summary"), names);
  shown.set(key, { others, names });
  const list = element("ol", { class: "before-texts" }, ...differences.map((each, at) => showText(page, each, at)));
  const item = element("li", { "data-page": page.page }, element("h3", {}, nameOf(page)), others, list);
  if (found.hindrance === null && hasPictures) item.append(...offerPictures(found, page, widthOf));
  byId("before-pages").append(item);
}

/** @param {ChangedPage} page */
function nameOf({ name, title }) {
  return title && title !== name ? text("before-page", { title, name }) : name;
}

/**
 * @param {ChangedPage} page
 * @param {Difference} difference
 * @param {number} at
 */
function showText(page, difference, at) {
  const { before, after, segments, messages } = difference;
  const buttons = messages.map((each) => {
    const label = messages.length > 1 ? text("before-go-to", { source: shorten(each.source, 40) }) : text("before-go");
    return button(label, () => goToMessage(each, page.page), { "aria-label": text("before-go-to", { source: shorten(each.source) }) });
  });
  const number = element("span", { class: "before-number" }, spoken(text("before-change")), ` ${at + 1}`);
  return element("li", {},
    element("div", { class: "before-head" },
      element("p", { class: "before-where" }, number, " ", explain(difference)),
      element("div", { class: "actions" }, ...buttons)),
    element("div", { class: "before-sides" },
      showSide("before-before", before, segments, "delete", difference.is_source),
      showSide("before-after", after, segments, "insert", difference.is_source)));
}

/** Say where a text is, and what is special about it. @param {Difference} difference */
function explain({ kind_text: kind, is_source: isSource, is_moved: isMoved, is_edited: isEdited, messages }) {
  const isBetween = !isEdited && messages.every((each) => each.is_edited);
  const parts = [capitalize(kind || text(isBetween ? "before-between" : "in-text"))];
  if (isSource) parts.push(text("before-markup"));
  if (isMoved) parts.push(text("before-moved"));
  if (!isEdited) parts.push(text("before-follows"));
  else if (messages.length && !messages[0].is_edited) parts.push(text("before-contains"));
  return parts.join(" · ");
}

/**
 * @param {string} label
 * @param {string | null} content
 * @param {Segment[]} segments
 * @param {"delete" | "insert"} own what only this side has
 * @param {boolean} isSource
 */
function showSide(label, content, segments, own, isSource) {
  const { lang, dir } = openCatalog() ?? {};
  const side = element("p", { class: isSource ? "diff source" : "diff", lang, dir });
  for (const [kind, words] of content ? segments : []) {
    if (kind === "equal") side.append(words);
    else if (kind === own) {
      const mark = text(own === "delete" ? "removed" : "added");
      side.append(element(own === "delete" ? "del" : "ins", {}, spoken(`[${mark} `), words, spoken("]")));
    }
  }
  if (!content) side.append(element("em", {}, text(content === null ? "before-absent-text" : "empty")));
  return element("div", {}, element("span", { class: "label" }, text(label)), side);
}

/**
 * Leave the view for a message, on a page that shows it.
 * @param {Address} message
 * @param {string} [page]
 */
export function goToMessage({ catalog, id }, page = "") {
  byId("before", HTMLDialogElement).close();
  chooseCatalog(catalog);
  if (page && listPages().some((each) => each.id === page)) choosePage(page);
  emit("open", { id, catalog, focus: true });
}

/**
 * Make the button that asks for pictures of a page, and where they are shown.
 * @param {Comparison} found
 * @param {ChangedPage} page
 * @param {() => number} widthOf
 */
function offerPictures({ comparison }, page, widthOf) {
  const place = element("div", { class: "before-pictures" });
  const status = element("p", { class: "hint", role: "status" });
  const ask = button(text("before-pictures"), () => void take(), { "aria-label": text("before-pictures-of", { page: page.name }) });
  /** Take pictures, and show them; the button stays, so that another width can be chosen. */
  async function take() {
    if (ask.hasAttribute("aria-disabled")) return;
    const width = widthOf();
    ask.setAttribute("aria-disabled", "true");
    status.textContent = text("before-taking");
    try {
      /** @type {{sides: Sides[]}} */
      const { sides } = await request("POST", "before/pictures", {}, { comparison, page: page.page, width });
      place.replaceChildren(...sides.map((each) => showSides(each, page, width)));
      status.textContent = text(sides.length ? "before-taken" : "before-invisible", { number: sides.length, width });
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
      status.textContent = sentence(error.message);
    } finally {
      ask.removeAttribute("aria-disabled");
    }
  }
  return [element("div", { class: "actions" }, ask), status, place];
}

/**
 * @param {Sides} sides
 * @param {ChangedPage} page
 * @param {number} width
 */
function showSides({ before, after, numbers }, { name }, width) {
  /** @param {"before-before" | "before-after"} label @param {string | null} picture */
  const show = (label, picture) => {
    const caption = element("figcaption", { class: "label" }, text("before-caption", { side: text(label), numbers: numbers.join(", ") }));
    const alt = text("before-alt", { side: text(label), page: name, width, numbers: numbers.join(", ") });
    return element("figure", {}, caption, picture ? element("img", { src: picture, alt }) : element("p", { class: "hint" }, text("before-absent-text")));
  };
  return element("div", { class: "before-sides" }, show("before-before", before), show("before-after", after));
}
