// The project, its catalogs with their progress, its pages, and how the application is.

import { showProblems } from "./banners.js";
import { byId, element, say } from "./dom.js";
import { emit, on, openCatalog, state, writeAddress } from "./state.js";
import { percentage, text } from "./text.js";

/**
 * @typedef {import("./contract.js").Page} Page
 * @typedef {import("./contract.js").Project} Project
 */

/** Whether the page that is open was chosen here, and not by the user or the address. */
let isPageChosenHere = false;

/** Show the project as it was answered last, and choose what the address left open. */
export function showProject() {
  const project = /** @type {Project} */ (state.project);
  byId("project-name").textContent = project.name;
  document.title = text("window-title", { project: project.name });
  if (!openCatalog()) state.catalog = project.catalogs[0]?.id ?? "";
  choosePageOf(state.page);
  showChoices();
}

/** Show what can change while the project is open. */
export function showChoices() {
  const { catalogs, application } = /** @type {Project} */ (state.project);
  const one = new Set(catalogs.map((each) => each.domain)).size < 2;
  fillSelect(
    byId("catalog", HTMLSelectElement),
    catalogs.map((each) => ({
      value: each.id,
      label: `${each.name}${one ? "" : ` · ${each.domain}`} (${percentage(each.translated, each.total)})`,
      lang: null,
    })),
    state.catalog,
  );
  showProgress();
  showPages();
  const shown = byId("application");
  shown.dataset.state = application.state;
  say(shown, application.state === "none" ? "" : text(`application-${application.state}`));
  showProblems();
}

function showProgress() {
  const catalog = openCatalog();
  const bar = byId("progress", HTMLProgressElement);
  bar.max = catalog?.total || 1;
  bar.value = catalog?.translated ?? 0;
  const { translated = 0, total = 0 } = catalog ?? {};
  byId("progress-text").textContent = text("progress", { translated, total });
}

function showPages() {
  const pages = listPages();
  const select = byId("page", HTMLSelectElement);
  const known = pages.some((each) => each.id === state.page);
  const options = pages.map((each) => ({ value: each.id, label: nameOf(each), group: each.kind }));
  if (!known && state.page)
    options.unshift({ value: state.page, label: state.page.replace(/^p:/, ""), group: "page" });
  byId("page-choice").hidden = options.length === 0;
  fillSelect(select, options, state.page);
}

/** @param {Page} page */
function nameOf({ name, notes }) {
  const note = notes[openCatalog()?.locale ?? ""];
  return note ? text("page-note", { page: name, note }) : name;
}

/**
 * Return the pages in the language of the open catalog.
 * @returns {Page[]}
 */
export function listPages() {
  const catalog = openCatalog();
  const pages = state.project?.pages ?? [];
  return pages.filter((each) => each.locale === null || each.locale === catalog?.locale);
}

/**
 * Open a page if the catalog's language has it, and else where the application begins in it.
 * @param {string} page
 */
function choosePageOf(page) {
  const pages = listPages();
  const isOther = state.project?.pages.some((each) => each.id === page) && !pages.some((each) => each.id === page);
  if (page && !isOther) return;
  isPageChosenHere = true;
  const fronts = pages.filter((each) => each.front);
  const own = fronts.find((each) => each.locale !== null) ?? fronts[0];
  state.page = (own ?? pages.find((each) => each.kind === "page") ?? pages[0])?.id ?? "";
}

/** Open the front page when it is known which one it is: one that redirects is found out late. */
function followFront() {
  const before = state.page;
  const isFront = listPages().some((each) => each.id === before && each.front);
  if (before && (isFront || !isPageChosenHere)) return;
  choosePageOf("");
  if (state.page !== before) emit("page");
}

/**
 * @param {HTMLSelectElement} select
 * @param {{value: string, label: string, group?: string}[]} options
 * @param {string} chosen
 */
function fillSelect(select, options, chosen) {
  // A list that may be open keeps its options, and their order, while what is said of them changes.
  const content = JSON.stringify(options.map(({ value, group }) => [value, group]));
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  const shown = [...select.options];
  const isSameSet = shown.length === labels.size && shown.every(({ value }) => labels.has(value));
  if (select.dataset.content === content || (isSameSet && select === document.activeElement)) {
    for (const option of shown) option.text = labels.get(option.value) ?? "";
  } else {
    select.dataset.content = content;
    select.replaceChildren();
    /** @type {Map<string, HTMLOptGroupElement>} */
    const groups = new Map();
    for (const { value, label, group } of options) {
      const option = element("option", { value }, label);
      if (group && !groups.has(group)) {
        groups.set(group, element("optgroup", { label: text(`${group}s`) }));
        select.append(/** @type {HTMLOptGroupElement} */ (groups.get(group)));
      }
      (groups.get(group ?? "") ?? select).append(option);
    }
  }
  select.value = chosen;
}

/**
 * Open a catalog, and the page of its language.
 * @param {string} id
 */
export function chooseCatalog(id) {
  if (id === state.catalog) return;
  state.catalog = id;
  state.entry = "";
  choosePageOf(state.page);
  showChoices();
  writeAddress();
  emit("catalog");
}

/**
 * Open a page of the application.
 * @param {string} id
 */
export function choosePage(id) {
  isPageChosenHere = false;
  if (id === state.page) return;
  state.page = id;
  showPages();
  writeAddress();
  emit("page");
}

byId("catalog").addEventListener("change", (event) =>
  chooseCatalog(/** @type {HTMLSelectElement} */ (event.target).value),
);
byId("page").addEventListener("change", (event) =>
  choosePage(/** @type {HTMLSelectElement} */ (event.target).value),
);
byId("page").addEventListener("blur", showPages);
on("changes", (/** @type {import("./contract.js").Changes} */ changes) => {
  const project = /** @type {Project} */ (state.project);
  const wasGone = openCatalog()?.gone;
  for (const catalog of changes.catalogs) {
    const at = project.catalogs.findIndex((each) => each.id === catalog.id);
    if (at < 0) project.catalogs.push(catalog);
    else project.catalogs[at] = catalog;
  }
  for (const catalog of project.catalogs.filter(({ id }) => changes.gone.includes(id)))
    Object.assign(catalog, { gone: true, problem: text("catalog-gone", { path: catalog.path }) });
  project.catalogs = project.catalogs.filter(({ gone, id }) => !gone || id === state.catalog);
  project.application = changes.application ?? project.application;
  project.settings = changes.settings;
  project.index = changes.index ?? project.index;
  if (changes.pages) project.pages = changes.pages;
  if (changes.pages) followFront();
  showChoices();
  if (wasGone && !openCatalog()?.gone) emit("catalog-back");
  if (!state.catalog && project.catalogs.length > 0) chooseCatalog(project.catalogs[0].id);
});
