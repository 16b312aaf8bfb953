// What changed in the open message since the day or the revision that the list is limited by.

import { Refused, Unanswered, request } from "../api.js";
import { byId, element, say } from "../dom.js";
import { openEntry } from "../entry.js";
import { on, state } from "../state.js";
import { text } from "../text.js";
import { showWhat } from "./history.js";

let asked = 0;

async function load() {
  const entry = openEntry();
  const turn = ++asked;
  const isWanted = state.filter === "since" && Boolean(state.since);
  byId("since-aid").hidden = true;
  if (!entry || !isWanted) return;
  const { catalog, id } = entry;
  try {
    const change = await request("GET", "since", { catalog, id, since: state.since });
    if (turn !== asked) return;
    say(byId("since-heading"), text("since-heading", { since: state.since }));
    const shown = change ? showWhat(entry, change) : [element("p", {}, text("since-same"))];
    byId("since-change").replaceChildren(...shown);
    byId("since-aid").hidden = false;
  } catch (error) {
    // The list says what is wrong with the day or the revision.
    if (!(error instanceof Refused || error instanceof Unanswered)) throw error;
  }
}

/** Connect the section. */
export function startSince() {
  on("opened", () => void load());
  on("listed", () => void load());
}
