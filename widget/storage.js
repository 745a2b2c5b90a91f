/** What the browser remembers between pages: localStorage per site, sessionStorage per tab, memory if both are barred. */

class Area {
  #pick;
  #memory = new Map();

  constructor(pick) {
    this.#pick = pick;
  }

  get(key) {
    try {
      const value = this.#pick().getItem(key);
      if (value !== null) return JSON.parse(value);
    } catch {
      // Storage barred by the browser or a value that is not ours: memory decides.
    }
    return this.#memory.has(key) ? this.#memory.get(key) : null;
  }

  set(key, value) {
    this.#memory.set(key, value);
    try {
      this.#pick().setItem(key, JSON.stringify(value));
    } catch {
      // Full or barred: memory keeps it for this page.
    }
  }
}

const site = new Area(() => localStorage);
const tab = new Area(() => sessionStorage);

/** The reader's choices, the same for every agency. */
export const preferences = {
  get large() {
    return site.get("va:large") === true;
  },
  set large(value) {
    site.set("va:large", value);
  },
  set open(value) {
    tab.set("va:open", value ? 1 : 0);
  },
};

/** One conversation's session (shared by the tabs) and its unsent messages (this tab's own). */
export class Store {
  #key;

  constructor(api, agency) {
    this.#key = `va:${api}:${agency || ""}`;
  }

  get name() {
    return this.#key;
  }

  get session() {
    return site.get(this.#key);
  }

  set session(value) {
    site.set(this.#key, value);
  }

  get outbox() {
    return tab.get(`${this.#key}:outbox`) || [];
  }

  set outbox(value) {
    tab.set(`${this.#key}:outbox`, value);
  }
}
