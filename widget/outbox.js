/**
 * The user's messages on their way: sent in order, one at a time, kept over a reload, tried again with the same id
 * (the server answers an id once, so trying again never asks twice).
 */

import { backoff } from "./events.js";

const ATTEMPTS = 4;

export class Outbox {
  #store;
  #deliver;
  #changed;
  #items;
  #failed = new Map();
  #attempts = 0;
  #busy = false;
  #timer;

  /** deliver(item) sends one message or throws an ApiError; changed(item) is told each new `state`. */
  constructor({ store, deliver, changed }) {
    this.#store = store;
    this.#deliver = deliver;
    this.#changed = changed;
    this.#items = store.outbox;
  }

  /** What a reload interrupted. */
  get items() {
    return this.#items;
  }

  push(item) {
    this.#items.push(item);
    this.#save();
    this.flush();
  }

  /** The history shows that this message arrived although its acknowledgement did not. */
  arrived(id) {
    const item = this.#items.find((other) => other.id === id) || this.#failed.get(id);
    if (!item || item.state === "sent") return;
    this.#forget(id);
    this.#mark(item, "sent");
  }

  retry(id) {
    const item = this.take(id);
    if (!item) return;
    this.#attempts = 0;
    this.push(item);
  }

  /** Remove a failed message, to be sent again or edited. */
  take(id) {
    const item = this.#failed.get(id);
    this.#failed.delete(id);
    return item;
  }

  /** The network is back: everything it held up goes again. */
  resume() {
    this.#attempts = 0;
    for (const [id, item] of this.#failed) {
      if (!item.final) {
        this.#failed.delete(id);
        this.#items.push(item);
      }
    }
    this.#save();
    this.flush();
  }

  clear() {
    this.#items = [];
    this.#failed.clear();
    this.#save();
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#items.length && (await this.#next(this.#items[0])));
    } finally {
      this.#busy = false;
    }
  }

  /** Whether the next message may follow. */
  async #next(item) {
    if (navigator.onLine === false) {
      this.#items.forEach((other) => this.#mark(other, "waiting"));
      return false;
    }
    this.#mark(item, "sending");
    try {
      await this.#deliver(item);
    } catch (error) {
      return this.#refused(item, error);
    }
    this.#attempts = 0;
    this.#forget(item.id);
    if (item.state !== "sent") this.#mark(item, "sent");
    return true;
  }

  #refused(item, error) {
    if (!this.#items.includes(item)) return true; // The conversation was cleared meanwhile.
    if (error.code === "unknown_button" && item.button) {
      // The button belonged to a session that has ended: its title asks the same.
      delete item.button;
      return true;
    }
    if (error.passing && this.#attempts < ATTEMPTS) {
      this.#mark(item, "waiting", error.status && error.detail);
      const wait = Math.max(error.retryAfter * 1000, backoff(this.#attempts));
      this.#attempts += 1;
      this.#timer = setTimeout(() => this.flush(), wait);
      return false;
    }
    this.#attempts = 0;
    this.#forget(item.id);
    this.#failed.set(item.id, item);
    item.final = !error.passing;
    this.#mark(item, "failed", error.detail);
    return true;
  }

  #mark(item, state, detail = null) {
    if (item.state === state && item.detail === detail) return;
    Object.assign(item, { state, detail });
    this.#changed(item);
  }

  #forget(id) {
    this.#items = this.#items.filter((item) => item.id !== id);
    this.#failed.delete(id);
    this.#save();
  }

  #save() {
    this.#store.outbox = this.#items;
  }
}
