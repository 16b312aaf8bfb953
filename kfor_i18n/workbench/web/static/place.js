// What is said of a place on the page, and the link that it is in.

import { byId } from "./dom.js";
import { viewOf } from "./stage.js";
import { emit, state } from "./state.js";
import { shorten, text } from "./text.js";

/**
 * Say where the open message is on a page.
 * @param {import("./contract.js").Rendering} rendering
 * @param {import("./contract.js").Place | undefined} place
 * @param {boolean} isSeen
 */
export function sayPlace({ probable, used }, place, isSeen) {
  if (place) return isSeen ? place.kind_text || text("in-text") : text("not-seen", { where: place.kind_text || text("in-text") });
  if (probable.includes(state.entry)) return text("probable");
  if (used.includes(state.entry)) return text("used");
  return text("not-here");
}

/**
 * Offer to follow the link that a place is in.
 * @param {Element | null | undefined} link
 */
export function offerLink(link) {
  const follow = byId("follow");
  const href = link?.getAttribute("href") ?? "";
  const target = href && viewOf() ? new URL(href, viewOf()?.document.baseURI) : null;
  const isOurs = target?.origin === location.origin;
  follow.hidden = !isOurs;
  if (!target || !isOurs) return;
  const path = target.pathname + target.search.replace(/[?&]_kfor-i18n=[^&]*/, "");
  follow.textContent = text("follow", { path: shorten(path, 40) });
  follow.onclick = () => emit("go", `p:${path}`);
}
