// What is wrong with the server, the settings, the application or a catalog, above everything else.

import { byId, element } from "./dom.js";
import { hasUnsent } from "./drafts.js";
import { emit, on, openCatalog, state } from "./state.js";
import { text } from "./text.js";

let wasAway = false;

/**
 * Show a banner in place of the one of the same name; without a sentence, remove it.
 * @param {string} name
 * @param {string | null} sentence
 * @param {string[]} [output] the last lines that a program printed
 */
export function setBanner(name, sentence, output = []) {
  const banners = byId("banners");
  const old = banners.querySelector(`[data-name="${name}"]`);
  const content = [sentence, ...output].join("\n");
  if (old instanceof HTMLElement && old.dataset.content === content && sentence) return;
  old?.remove();
  if (!sentence) return;
  const banner = element("div", { class: "banner", "data-name": name }, element("p", {}, sentence));
  banner.dataset.content = content;
  if (output.length) {
    const lines = element("pre", { tabindex: 0 }, output.join("\n"));
    banner.append(element("details", {}, element("summary", {}, text("last-lines")), lines));
  }
  banners.append(banner);
}

/** Show what is wrong with the project, as it was answered last. */
export function showProblems() {
  const { application, settings } = /** @type {import("./contract.js").Project} */ (state.project);
  const hasFailed = application.state === "failed";
  setBanner("application", hasFailed ? application.problem : null, application.output);
  setBanner("settings", settings);
  setBanner("catalog", openCatalog()?.problem ?? null);
}

on("reach", (/** @type {string} */ now) => {
  const isAway = now !== "answered";
  const isBack = wasAway && !isAway;
  wasAway = isAway;
  // What was typed since is to be said, too: the sentence is made anew each time.
  const kept = hasUnsent() ? text("kept-unsent") : text("kept-nothing");
  setBanner("reach", isAway ? `${text(now)} ${kept}` : null);
  // Nobody knows how the application is.
  byId("application").hidden = isAway;
  if (isBack) emit("back");
});
