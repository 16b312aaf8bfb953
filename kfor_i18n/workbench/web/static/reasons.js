// What is said above the page, or in place of it: why it is not what it should be, or not there.

import { announce } from "./announce.js";
import { byId, element } from "./dom.js";
import { emit, state } from "./state.js";
import { text } from "./text.js";

/**
 * Say why a page is not what it should be, or not what was asked for; nothing if there is no reason.
 * @param {import("./contract.js").Rendering} rendering
 * @param {boolean} [isUncovered] something was hidden that covered it
 */
export function sayReason({ problem, note: reason }, isUncovered = false) {
  const failure = problem ? text("page-failed", { reason: problem }) : "";
  const sentences = [failure, reason ?? "", isUncovered ? text("uncovered") : ""].filter(Boolean);
  if (problem) emit("page-failed", state.page);
  show(...sentences.map((each) => element("p", {}, each)));
}

/** Say that another page is on its way. */
export function sayLoading() {
  show(element("p", {}, text("page-loading")));
  if (byId("preview").ariaBusy !== "true") announce(text("page-loading"));
  byId("preview").ariaBusy = "true";
}

/** Say why there is no page. */
export function sayAbsence() {
  const { application } = state.project ?? {};
  const isNone = application?.state === "none";
  byId("preview").ariaBusy = "false";
  byId("preview").classList.toggle("absent", isNone);
  byId("preview-tools").hidden = isNone;
  if (isNone) {
    show(element("p", {}, text("no-application")), element("pre", { tabindex: 0 }, '[tool.kfor-i18n]\napp = "module:name"'));
  } else if (application?.state === "ready") show(element("p", {}, text("no-pages")));
  else show(element("p", {}, text(`application-${application?.state ?? "starting"}`)));
}

/**
 * Say why a page could not be rendered, with what the application printed.
 * @param {import("./api.js").Refused} error
 * @param {string} page the one that was asked for
 */
export function sayFailure(error, page) {
  emit("page-failed", page);
  const output = /** @type {string[]} */ (error.answer.output ?? []);
  const lines = output.length ? [element("pre", { tabindex: 0 }, output.join("\n"))] : [];
  show(element("p", {}, error.message), ...lines);
}

/** @param {(Node | string)[]} children none if there is nothing to say */
function show(...children) {
  byId("preview-note").hidden = children.length === 0;
  byId("preview-note").replaceChildren(...children);
}
