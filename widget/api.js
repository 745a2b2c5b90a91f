/** The public web API (`/v1/web/…`): every failure becomes an `ApiError` with a Vietnamese `detail`. */

import { T } from "./strings.vi.js";

const TIMEOUT_MS = 20_000;

/** `status` 0 = the server was not reached; otherwise the fields of its problem document (RFC 9457). */
export class ApiError extends Error {
  constructor({ status = 0, code = "unreachable", detail = T.unreachable, retryAfter = 0 } = {}) {
    super(`${status} ${code}`);
    Object.assign(this, { status, code, detail, retryAfter });
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  get expired() {
    return this.status === 401;
  }
}

async function problem(response) {
  const fields = { status: response.status, code: `http_${response.status}` };
  try {
    const { code, detail } = await response.json();
    if (typeof code === "string") fields.code = code;
    if (typeof detail === "string" && detail) fields.detail = detail;
  } catch {
    // A proxy's own error page: the status is all there is to know.
  }
  fields.retryAfter = Number(response.headers.get("Retry-After")) || 0;
  return new ApiError(fields);
}

export class Api {
  #base;

  constructor(base) {
    this.#base = base;
  }

  createSession(agency) {
    return this.#json("sessions", { method: "POST", body: JSON.stringify({ agency }) });
  }

  /** `message` is `{id, text}` or `{id, button}`; the same id is answered once however often it is sent. */
  send(token, message) {
    return this.#json("messages", { method: "POST", token, body: JSON.stringify(message) });
  }

  history(token) {
    return this.#json("history", { token });
  }

  /** The open event stream; `after` is the last sequence number already seen. */
  events(token, after, signal) {
    return this.#fetch("events", { token, signal, headers: { Accept: "text/event-stream", "Last-Event-ID": `${after}` } });
  }

  async #json(path, options) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const response = await this.#fetch(path, { ...options, signal: controller.signal });
      return await response.json().catch(() => { throw new ApiError(); });
    } finally {
      clearTimeout(timer);
    }
  }

  async #fetch(path, { method = "GET", token, body, signal, headers = {} }) {
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    let response;
    try {
      const url = new URL(`v1/web/${path}`, this.#base);
      response = await fetch(url, { method, body, signal, headers, credentials: "omit", cache: "no-store" });
    } catch {
      throw new ApiError();
    }
    if (!response.ok) throw await problem(response);
    return response;
  }
}
