/** Accepted messages whose answers are still owed, and the check that looks after answers that are late. */

const CHECK_MS = 5_000;
const POLL_AFTER_MS = 8_000; // A proxy that holds the stream back: ask for the history instead.
const GIVE_UP_MS = 120_000;
const OTHER_TAB_MS = 20_000;

export class Awaited {
  #since = new Map();
  #answered = new Set();
  #timer;
  #on;

  /** on.typing(bool): somebody is answered; on.late(): fetch the history; on.lost(id): no answer will come. */
  constructor(on) {
    this.#on = on;
  }

  get any() {
    return this.#since.size > 0;
  }

  /** Wait for the answer to `id`, unless it came before the acknowledgement did. */
  add(id) {
    if (!this.#answered.has(id) && !this.#since.has(id)) this.#since.set(id, Date.now());
    this.settle();
  }

  answered(id) {
    this.#answered.add(id);
    this.#since.delete(id);
  }

  clear() {
    this.#since.clear();
    this.settle();
  }

  /** Another tab's question is being answered. */
  elsewhere() {
    if (this.any) return;
    this.#on.typing(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), OTHER_TAB_MS);
  }

  settle() {
    clearTimeout(this.#timer);
    this.#on.typing(this.any);
    if (this.any) this.#timer = setTimeout(() => this.#check(), CHECK_MS);
  }

  async #check() {
    const now = Date.now();
    for (const [id, since] of this.#since) {
      if (now - since < GIVE_UP_MS) continue;
      this.answered(id);
      this.#on.lost(id);
    }
    if (now - Math.min(...this.#since.values()) > POLL_AFTER_MS) await this.#on.late();
    this.settle();
  }
}
