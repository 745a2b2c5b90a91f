/**
 * What screen readers hear. Live regions inside a long transcript are re-read or skipped, so the log stays quiet and
 * these two hidden regions, present before the first message, speak: polite for messages, assertive for failures.
 */

import { h } from "./dom.js";

const KEPT_MS = 5000;

export class Announcer {
  #polite = h("div", { role: "status", class: "sr" });
  #urgent = h("div", { role: "alert", class: "sr" });

  get nodes() {
    return [this.#polite, this.#urgent];
  }

  say(text) {
    this.#add(this.#polite, text);
  }

  warn(text) {
    this.#add(this.#urgent, text);
  }

  #add(region, text) {
    const line = h("p", {}, text);
    region.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }
}
