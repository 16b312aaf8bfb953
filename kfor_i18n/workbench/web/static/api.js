// Requests to the server, and whether it answers.

import { emit, preference } from "./state.js";
import { text } from "./text.js";

const BASE = new URL("../api/", import.meta.url);

/** How long a request may take before the server counts as not answering. */
const PATIENCE = 30_000;

/** How long hooks of git and other programs, such as a browser, may take. */
const PROGRAM_PATIENCE = 310_000;
const PROGRAMS = ["commit", "push", "pictures"];

/** A request that the server refused, with its sentence and the rest of its answer. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {any} answer
   */
  constructor(status, answer) {
    super(answer?.error || text("refused", { status }));
    this.status = status;
    this.answer = answer ?? {};
  }

  /** The event with which it is not so any more: the file of a catalog may be back. */
  get until() {
    return this.status === 404 ? "catalog-back" : "";
  }
}

/** A request without an answer: the server does not run, or does not know this browser any more. */
export class Unanswered extends Error {
  /** @param {"unreachable" | "expired"} reason */
  constructor(reason) {
    super(text(reason));
    this.reason = reason;
  }
}

/**
 * Send a request and return its answer. Throws `Refused` or `Unanswered`.
 * @param {"GET" | "PUT" | "POST" | "DELETE"} method
 * @param {string} path
 * @param {Record<string, string | number>} [query]
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function request(method, path, query = {}, body = undefined) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const response = await send(url, method, body);
  const answer = await response.json().catch(() => null);
  if (response.status === 401) throw unanswered("expired");
  emit("reach", "answered");
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

/**
 * Ask for a file, and return it with its name. Throws as `request` does.
 * @param {string} path
 * @param {Record<string, string>} query
 */
export async function download(path, query) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await send(url, "GET", undefined);
  if (response.status === 401) throw unanswered("expired");
  emit("reach", "answered");
  if (!response.ok) throw new Refused(response.status, await response.json().catch(() => null));
  const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? path;
  return { name, content: await response.blob() };
}

/**
 * @param {URL} url
 * @param {string} method
 * @param {unknown} body
 */
async function send(url, method, body) {
  // Read each time: another tab may have been let in by a server that was started again.
  const headers = { "Kfor-I18n-Key": preference("key", ""), "Content-Type": "application/json" };
  const content = body === undefined ? undefined : JSON.stringify(body);
  const signal = AbortSignal.timeout(PROGRAMS.some((each) => url.pathname.endsWith(`/${each}`)) ? PROGRAM_PATIENCE : PATIENCE);
  try {
    return await fetch(url, { method, headers, body: content, signal });
  } catch {
    throw unanswered("unreachable");
  }
}

/** @param {"unreachable" | "expired"} reason */
function unanswered(reason) {
  emit("reach", reason);
  return new Unanswered(reason);
}
