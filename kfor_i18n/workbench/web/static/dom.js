// Elements found and made. Text is set as text, never as markup.

/**
 * Return the element of an id.
 * @template {typeof HTMLElement} T
 * @param {string} id
 * @param {T} [type]
 * @returns {InstanceType<T>}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof (type ?? HTMLElement))) throw new Error(`the page has no #${id}`);
  return /** @type {InstanceType<T>} */ (found);
}

/**
 * Make an element; attributes that are null, undefined or false are left out.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * Make a button that calls a function.
 * @param {string} label
 * @param {() => void} action
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 */
export function button(label, action, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", action);
  return made;
}

/**
 * Make text that is read aloud and not seen.
 * @param {string} content
 */
export function spoken(content) {
  return element("span", { class: "hidden" }, content);
}

/**
 * Set a text, and hide its element if there is none.
 * @param {HTMLElement} node
 * @param {string | null | undefined} content
 */
export function say(node, content) {
  node.textContent = content ?? "";
  node.hidden = !content;
}
