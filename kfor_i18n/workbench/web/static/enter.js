// The entrance: hands the token in the address over to the server, and goes on to the workbench.

import { setPreference } from "./state.js";
import { text } from "./text.js";

async function enter() {
  const values = new URLSearchParams(location.hash.slice(1));
  const token = values.get("token");
  values.delete("token");
  history.replaceState(null, "", location.pathname);
  const response = await fetch(new URL("../enter", import.meta.url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  }).catch(() => null);
  if (response?.ok) {
    const { key } = await response.json();
    // Only pages of this origin can read it, unlike the cookie, which other ports are sent too.
    setPreference("key", key);
    return location.replace(new URL(`../?${values}`, import.meta.url));
  }
  const shown = /** @type {HTMLElement} */ (document.getElementById("entering"));
  shown.textContent = text(response ? "token-used" : "unreachable");
}

void enter();
