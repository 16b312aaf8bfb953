// The texts of the interface, which the page brings in the reader's language.

/** @type {Record<string, string>} */
const texts = JSON.parse(document.getElementById("texts")?.textContent || "{}");

const language = document.documentElement.lang || "en";
const numbers = new Intl.NumberFormat(language);
const percents = new Intl.NumberFormat(language, { style: "percent" });

/**
 * Return a text with its values.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
  const found = texts[key];
  if (found === undefined) throw new Error(`there is no text "${key}"`);
  return found.replace(/%\((\w+)\)s|%%/g, (match, name) => {
    if (match === "%%") return "%";
    const value = values[name];
    return typeof value === "number" ? numbers.format(value) : String(value);
  });
}

const dates = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/**
 * Return a time as it is written in the interface's language.
 * @param {string} time
 */
export function dateText(time) {
  return dates.format(new Date(time));
}

/**
 * Return a part of a number as a percentage; 100 % is all of it.
 * @param {number} part
 * @param {number} whole
 */
export function percentage(part, whole) {
  return percents.format(whole ? Math.floor((100 * part) / whole) / 100 : 1);
}

/**
 * Return a finding or an error of the server, which are written without capital and full stop, as a
 * sentence.
 * @param {string} content
 */
export function sentence(content) {
  const begun = content.replace(/^\p{Ll}+(?=[\s,;])/u, (word) => word[0].toUpperCase() + word.slice(1));
  return /[.!?…:]$/.test(begun) ? begun : `${begun}.`;
}

/**
 * Return a text as it is at the beginning of a line.
 * @param {string} content
 */
export function capitalize(content) {
  return content.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(language));
}

/**
 * Return the first words of a text, on one line.
 * @param {string} content
 * @param {number} [width]
 */
export function shorten(content, width = 60) {
  const line = content.replace(/\s+/g, " ").trim();
  return line.length > width ? `${line.slice(0, width - 1).trimEnd()}…` : line;
}
