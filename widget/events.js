/**
 * Server-sent events read with fetch: an EventSource cannot carry the Authorization header.
 * Resumes with Last-Event-ID, waits longer after each failure, and gives up on a stream that fell silent.
 */

const SILENCE_MS = 40_000; // The server sends a comment every 15 s.
const STALE_MS = 20_000; // A phone that slept may hold a stream that is dead and does not know it.
const LONGEST_MS = 30_000;

/** How long to wait before attempt `count` (1, 2, 4 … 30 s, ± 25 % so that a commune does not return at once). */
export function backoff(count) {
  return Math.min(1000 * 2 ** count, LONGEST_MS) * (0.75 + Math.random() / 2);
}

/** Parse `text/event-stream` as it arrives, in pieces cut anywhere. */
export class EventParser {
  #rest = "";
  #event = {};
  #dispatch;

  constructor(dispatch) {
    this.#dispatch = dispatch;
  }

  push(text) {
    this.#rest += text;
    // A carriage return at the very end may be half of a CR LF: it waits for the next piece.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (line === "") {
      if (this.#event.data !== undefined) this.#dispatch({ type: "message", ...this.#event });
      this.#event = {};
      return;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "data") this.#event.data = this.#event.data === undefined ? value : `${this.#event.data}\n${value}`;
    else if (field === "event") this.#event.type = value;
    else if (field === "id") this.#event.id = value;
  }
}

/**
 * Keep a stream open until `close()`; `check()` opens it again at once where it may be dead or waits to be tried.
 *
 * connect(lastId, signal) → Response; onEvent({type, id, data}); onState("open" | "lost" | "expired").
 */
export function openEvents({ connect, lastId, onEvent, onState }) {
  let closed = false;
  let controller = null;
  let failures = 0;
  let heard = Infinity;
  let atOnce = false;
  let wake = () => {};

  const hurry = () => { failures = 0; wake(); };

  async function read(response) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventParser((event) => {
      if (event.id) lastId = event.id;
      if (!closed) onEvent(event);
    });
    let silence;
    try {
      for (;;) {
        clearTimeout(silence);
        silence = setTimeout(() => controller.abort(), SILENCE_MS);
        const { done, value } = await reader.read();
        if (done || closed) return;
        failures = 0;
        heard = Date.now();
        parser.push(decoder.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(silence);
      heard = Infinity;
    }
  }

  function check() {
    if (Date.now() - heard > STALE_MS) {
      atOnce = true;
      controller.abort();
    }
    hurry();
  }

  async function run() {
    while (!closed) {
      controller = new AbortController();
      try {
        const response = await connect(lastId, controller.signal);
        if (closed) break;
        onState("open");
        await read(response);
      } catch (error) {
        if (closed) break;
        if (error.expired) return onState("expired");
      }
      if (closed) break;
      onState("lost");
      if (!atOnce) await new Promise((resolve) => { wake = resolve; setTimeout(resolve, backoff(failures)); });
      atOnce = false;
      failures += 1;
    }
    return undefined;
  }

  // A stream that outlives its network would stay silent: it is cut, and opened again when the network is back.
  const cut = () => controller.abort();
  addEventListener("online", hurry);
  addEventListener("offline", cut);
  run();
  return {
    check,
    close() {
      closed = true;
      removeEventListener("online", hurry);
      removeEventListener("offline", cut);
      controller.abort();
      wake();
    },
  };
}
