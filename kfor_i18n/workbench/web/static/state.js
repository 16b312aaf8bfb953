// What is open, as the address says it, and who wants to know when it changes.

/**
 * @typedef {import("./contract.js").Project} Project
 * @typedef {import("./contract.js").Catalog} Catalog
 */

const PARTS = /** @type {const} */ (["catalog", "page", "entry", "filter", "search", "since", "order"]);

/**
 * `page` and `entry` are empty where none is open; `order` is "page" or "all".
 */
export const state = {
  /** @type {Project | null} */
  project: null,
  catalog: "",
  page: "",
  entry: "",
  filter: "all",
  search: "",
  since: "",
  order: "page",
};

const bus = new EventTarget();

/**
 * Call a function at each event of a name.
 * @template T
 * @param {string} name
 * @param {(detail: T) => void} listener
 */
export function on(name, listener) {
  bus.addEventListener(name, (event) => listener(/** @type {CustomEvent<T>} */ (event).detail));
}

/**
 * Tell those who listen.
 * @param {string} name
 * @param {unknown} [detail]
 */
export function emit(name, detail) {
  bus.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Take over what the address says. */
export function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const part of PARTS) state[part] = query.get(part) ?? state[part];
}

/**
 * Return the address of a state, so that it can be opened again and shared.
 * @param {Partial<Record<(typeof PARTS)[number], string>>} [changes]
 */
export function addressOf(changes = {}) {
  const query = new URLSearchParams();
  for (const part of PARTS) {
    const value = changes[part] ?? state[part];
    const isDefault = (part === "filter" && value === "all") || (part === "order" && value === "page");
    if (value && !isDefault) query.set(part, value);
  }
  return `${location.pathname}?${query}`;
}

/** Write the state into the address, without an entry in the history. */
export function writeAddress() {
  history.replaceState(null, "", addressOf() + location.hash);
}

/**
 * Return the catalog that is open.
 * @returns {Catalog | undefined}
 */
export function openCatalog() {
  return state.project?.catalogs.find((each) => each.id === state.catalog);
}

/**
 * Return a setting of this browser.
 * @param {string} name
 * @param {string} otherwise
 */
export function preference(name, otherwise) {
  try {
    return localStorage.getItem(`kfor-i18n/${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * Keep a setting in this browser.
 * @param {string} name
 * @param {string} value
 */
export function setPreference(name, value) {
  try {
    localStorage.setItem(`kfor-i18n/${name}`, value);
  } catch {
    // A browser without storage forgets it.
  }
}
