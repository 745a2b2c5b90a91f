/** The line to the server's events: open while the panel is, quiet in a tab nobody looks at, with a word when it is lost. */

import { openEvents } from "./events.js";
import { T } from "./strings.vi.js";

const HIDDEN_MS = 300_000;
const LOST_SHOWN_AFTER_MS = 3_000;

export class Line {
  #on;
  #stream = null;
  #lost;
  #hidden;

  /**
   * on.connect(token, lastId, signal) → Response; on.event(event); on.opened(); on.expired(token);
   * on.banner(text or null); on.shown() and on.unneeded(): the tab is looked at again, or has not been for long.
   */
  constructor(on) {
    this.#on = on;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.#hidden);
      if (document.hidden) this.#hidden = setTimeout(() => on.unneeded(), HIDDEN_MS);
      else on.shown();
    });
  }

  open(token, lastId) {
    this.#stream = this.#stream || openEvents({
      lastId,
      connect: (last, signal) => this.#on.connect(token, last, signal),
      onEvent: (event) => this.#on.event(event),
      onState: (state) => this.#state(state, token),
    });
  }

  close() {
    this.#stream?.close();
    this.#stream = null;
    clearTimeout(this.#lost);
  }

  #state(state, token) {
    clearTimeout(this.#lost);
    if (state === "open") {
      this.#on.banner(null);
      this.#on.opened();
    } else if (state === "lost") {
      const text = () => (navigator.onLine === false ? T.offline : T.reconnecting);
      this.#lost = setTimeout(() => this.#on.banner(text()), LOST_SHOWN_AFTER_MS);
    } else {
      this.#stream = null;
      this.#on.expired(token);
    }
  }
}
