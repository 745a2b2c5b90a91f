/**
 * The line to the server's events: open while the panel is, with a word when it is lost. A tab nobody looks at gives it up:
 * a browser has six connections to a site over HTTP/1.1, for all its tabs together.
 */

import { openEvents } from "./events.js";
import { T } from "./strings.vi.js";

const HIDDEN_MS = 10_000;
const LOST_SHOWN_AFTER_MS = 3_000;

export class Line {
  #on;
  #stream = null;
  #lost;
  #hidden;

  /** Whether nobody has looked at the tab for a while. */
  resting = false;

  /**
   * on.connect(token, lastId, signal) → Response; on.event(event); on.opened(); on.expired(token);
   * on.banner(text or null); on.shown() and on.unneeded(): the tab is looked at again, or has not been for a while.
   */
  constructor(on) {
    this.#on = on;
    document.addEventListener("visibilitychange", () => this.#looked());
    document.addEventListener("resume", () => this.#looked()); // A page that the browser had frozen,
    addEventListener("pageshow", ({ persisted }) => persisted && this.#looked()); // or kept for the back button.
  }

  #looked() {
    clearTimeout(this.#hidden);
    this.resting = false;
    if (document.hidden) {
      this.#hidden = setTimeout(() => {
        this.resting = true;
        this.#on.unneeded();
      }, HIDDEN_MS);
    } else {
      this.#stream?.check();
      this.#on.shown();
    }
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
