// The types of what the server answers about pages before and after edits. Nothing runs here.

/** @typedef {import("../contract.js").Segment} Segment */

/**
 * @typedef {{catalog: string, id: string, source: string, why: string}} EditedMessage
 * @typedef {{page: string, name: string, title: string}} ChangedPage
 *
 * @typedef {object} Comparison
 * @property {string} comparison its name, by which its pages are asked for
 * @property {string} base
 * @property {string[]} bases
 * @property {ChangedPage[]} pages those that may have changed
 * @property {number} edited how many messages were edited
 * @property {EditedMessage[]} messages
 * @property {string | null} hindrance why there are no pictures
 * @property {number[]} widths
 * @property {{done: number, total: number}} index
 *
 * @typedef {object} Difference
 * @property {string} kind_text "" for the text of the page
 * @property {string | null} before
 * @property {string | null} after
 * @property {Segment[]} segments
 * @property {boolean} is_source only the markup differs
 * @property {boolean} is_moved
 * @property {boolean} is_edited a message in it was edited
 * @property {{catalog: string, id: string, source: string, is_edited: boolean}[]} messages
 *
 * @typedef {object} PageDifferences
 * @property {Difference[]} differences
 * @property {boolean} has_pictures what differs may be seen on pictures
 */

export {};
