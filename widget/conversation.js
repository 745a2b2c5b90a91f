/**
 * What was said, whoever says it: this tab, another tab, the server now or before a reload. Knows no DOM; tells a view.
 *
 * An item is `{id, role: "user", text, button?, at, state, detail}`, `{id, role: "assistant", reply}` or
 * `{id, role: "note", text}`. Messages are known by their client id and replies by theirs, so nothing is shown twice.
 */

import { openEvents, backoff } from "./events.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { T } from "./strings.vi.js";

const CHECK_MS = 5_000;
const POLL_AFTER_MS = 8_000; // A proxy that holds the stream back: ask for the history instead.
const GIVE_UP_MS = 120_000;
const HIDDEN_MS = 300_000;
const LOST_SHOWN_AFTER_MS = 3_000;

/** `crypto.randomUUID` is missing on pages served over plain http, as many communes' are. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Conversation {
  #api;
  #view;
  #session;
  #outbox;
  #channel = null;
  #items = new Set();
  #awaiting = new Map();
  #answered = new Set();
  #token = null;
  #lastSeq = 0;
  #lastItem = undefined;
  #awake = false;
  #begun = null;
  #syncing = null;
  #stream = null;
  #failures = 0;
  #timers = {};

  /** view: insert, update, clear, assistant, typing, banner, arrived (see panel.js). */
  constructor({ api, agency, store, view }) {
    this.#api = api;
    this.#view = view;
    this.#session = new Session({ api, agency, store, renewed: (session) => this.#renewed(session) });
    this.#outbox = new Outbox({
      store,
      deliver: (item) => this.#deliver(item),
      changed: (item) => view.update(item),
    });
    if (typeof BroadcastChannel === "function") {
      this.#channel = new BroadcastChannel(store.name);
      this.#channel.onmessage = ({ data }) => this.#heard(data);
    }
    addEventListener("online", () => this.#online());
    addEventListener("offline", () => this.#awake && view.banner(T.offline));
    document.addEventListener("visibilitychange", () => this.#visibility());
  }

  /** The panel opened: find or start the conversation, then listen. */
  async wake() {
    this.#awake = true;
    clearTimeout(this.#timers.wake);
    const connecting = setTimeout(() => this.#view.banner(T.connecting), 600);
    try {
      if (this.#token && this.#session.stored?.token !== this.#token) await this.#restart();
      await this.#begin();
    } catch (error) {
      this.#unreachable(error);
      return;
    } finally {
      clearTimeout(connecting);
    }
    this.#failures = 0;
    this.#view.banner(navigator.onLine === false ? T.offline : null);
    this.#listen();
    this.#outbox.flush();
  }

  /** The panel closed: stop listening once nothing is owed. */
  sleep() {
    this.#awake = false;
    clearTimeout(this.#timers.wake);
    if (!this.#awaiting.size) this.#deafen();
  }

  send(text, button) {
    const item = { id: uuid(), role: "user", text, button, at: new Date().toISOString(), state: "sending", detail: null };
    this.#insert(item);
    this.#outbox.push(item);
  }

  retry(id) {
    this.#outbox.retry(id);
  }

  /** Take a refused message back; its text, to be edited. */
  withdraw(id) {
    return this.#outbox.take(id)?.text || "";
  }

  /** A new conversation in a new session, in every tab. */
  async reset() {
    await this.#session.replace(this.#session.stored);
    this.#outbox.clear();
    await this.#restart();
    this.#listen();
    this.#channel?.postMessage({ type: "session" });
  }

  #begin() {
    this.#begun = this.#begun || this.#restore().catch((error) => {
      this.#begun = null;
      throw error;
    });
    return this.#begun;
  }

  async #restore() {
    const known = this.#session.stored;
    const history = known ? await this.#session.authorised((token) => this.#api.history(token)) : null;
    this.#show(await this.#session.current());
    if (history) this.#merge(history.messages);
    for (const item of this.#outbox.items) if (!this.#items.has(item.id)) this.#insert(item);
  }

  async #restart() {
    this.#deafen();
    this.#items.clear();
    this.#awaiting.clear();
    this.#token = null;
    this.#lastItem = undefined;
    this.#view.clear();
    this.#begun = null;
    await this.#begin();
    this.#settle();
  }

  #show({ token, assistant, replies }) {
    this.#adopt(token);
    this.#view.assistant(assistant || {});
    let after = null; // Above a first question that was asked before the session was there.
    for (const reply of replies) {
      if (!this.#items.has(reply.id)) this.#insert({ id: reply.id, role: "assistant", reply }, after);
      after = reply.id;
    }
    this.#lastItem = replies.length ? after : undefined;
  }

  #adopt(token) {
    this.#token = token;
    this.#lastSeq = 0;
  }

  /** The token had expired: what is on the screen stays, with a note, and the new welcome is not shown again. */
  async #renewed(session) {
    if (!this.#token) return;
    this.#deafen();
    this.#adopt(session.token);
    this.#awaiting.clear();
    this.#settle();
    session.replies.forEach((reply) => this.#items.add(reply.id));
    this.#lastItem = uuid();
    this.#insert({ id: this.#lastItem, role: "note", text: T.expired });
    if (this.#awake) this.#listen();
  }

  #insert(item, after) {
    this.#items.add(item.id);
    this.#view.insert(item, after);
  }

  async #deliver(item) {
    await this.#begin();
    const { id, text, button } = item;
    let used;
    await this.#session.authorised((token) => {
      used = token;
      return this.#api.send(token, button ? { id, button } : { id, text });
    });
    if (used !== this.#token) return; // The conversation was cleared meanwhile.
    if (!this.#answered.has(id)) this.#awaiting.set(id, Date.now());
    this.#channel?.postMessage({ type: "sent", token: used, item: { ...item, state: "sent", detail: null } });
    this.#listen();
    this.#settle();
  }

  // --- listening -----------------------------------------------------------------------------------------------

  #listen() {
    if (this.#stream || !this.#token) return;
    const token = this.#token;
    this.#stream = openEvents({
      lastId: this.#lastSeq,
      connect: (lastId, signal) => this.#api.events(token, lastId, signal),
      onEvent: (event) => this.#event(event),
      onState: (state) => this.#state(state, token),
    });
  }

  #deafen() {
    this.#stream?.close();
    this.#stream = null;
    clearTimeout(this.#timers.lost);
  }

  #state(state, token) {
    clearTimeout(this.#timers.lost);
    if (state === "open") {
      this.#view.banner(null);
      if (this.#outbox.items.length) this.#outbox.flush();
    } else if (state === "lost") {
      const text = () => (navigator.onLine === false ? T.offline : T.reconnecting);
      this.#timers.lost = setTimeout(() => this.#view.banner(text()), LOST_SHOWN_AFTER_MS);
    } else {
      this.#stream = null;
      this.#session.renew({ token }).catch((error) => this.#unreachable(error));
    }
  }

  #event({ type, data }) {
    if (type === "typing" && !this.#awaiting.size) {
      this.#view.typing(true);
      clearTimeout(this.#timers.typing);
      this.#timers.typing = setTimeout(() => this.#settle(), POLL_AFTER_MS * 2);
    }
    if (type !== "reply") return undefined;
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return undefined;
    }
    return this.#received(event);
  }

  async #received({ seq, message_id: messageId, reply }) {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
    // Another tab's question, or one from before: the history has both it and its answer, in order.
    if (messageId && !this.#items.has(messageId)) await this.#sync().catch(() => {});
    this.#answer(messageId);
    if (!this.#items.has(reply.id)) {
      this.#insert({ id: reply.id, role: "assistant", reply });
      this.#view.arrived(reply);
    }
    this.#settle();
  }

  /** No longer waited for: its answer came, perhaps before the acknowledgement did. */
  #answer(id) {
    this.#answered.add(id);
    this.#awaiting.delete(id);
  }

  /** Show or hide "typing", and look after answers that are late. */
  #settle() {
    clearTimeout(this.#timers.typing);
    clearTimeout(this.#timers.check);
    this.#view.typing(this.#awaiting.size > 0);
    if (this.#awaiting.size) this.#timers.check = setTimeout(() => this.#check(), CHECK_MS);
    else if (!this.#awake) this.#deafen();
  }

  async #check() {
    const now = Date.now();
    for (const [id, since] of this.#awaiting) {
      if (now - since < GIVE_UP_MS) continue;
      this.#answer(id);
      this.#insert({ id: uuid(), role: "note", text: T.slow });
    }
    const oldest = Math.min(...this.#awaiting.values());
    if (now - oldest > POLL_AFTER_MS) await this.#sync().catch(() => {});
    this.#settle();
  }

  // --- the history ---------------------------------------------------------------------------------------------

  #sync() {
    const token = this.#token;
    this.#syncing = this.#syncing || this.#session.authorised((fresh) => this.#api.history(fresh))
      .then(({ messages }) => { if (token === this.#token) this.#merge(messages); })
      .finally(() => { this.#syncing = null; });
    return this.#syncing;
  }

  /** Put what is not yet shown in its place: after the message it follows. */
  #merge(messages) {
    let after = this.#lastItem;
    const asked = [];
    for (const { seq, role, id, text, reply, message_id: messageId, created_at: at } of messages) {
      const item = role === "user" ? { id, role, text, at, state: "sent" } : { id: reply.id, role, reply };
      if (role === "user") {
        asked.push(id);
        this.#outbox.arrived(id);
      } else {
        this.#answer(messageId);
        this.#lastSeq = Math.max(this.#lastSeq, seq);
      }
      if (!this.#items.has(item.id)) this.#insert(item, after);
      after = item.id;
    }
    for (const id of asked) {
      if (!this.#answered.has(id) && !this.#awaiting.has(id)) this.#awaiting.set(id, Date.now());
    }
    this.#settle();
  }

  // --- the world around ----------------------------------------------------------------------------------------

  #heard({ type, token, item }) {
    if (!this.#token) return;
    if (type === "sent" && token === this.#token && !this.#items.has(item.id)) this.#insert(item);
    if (type === "session" && this.#session.stored?.token !== this.#token) {
      this.#outbox.clear();
      this.#restart().then(() => this.#awake && this.#listen(), (error) => this.#unreachable(error));
    }
  }

  #unreachable(error) {
    if (!this.#awake) return;
    this.#view.banner(navigator.onLine === false ? T.offline : error.detail || T.unreachable, () => this.wake());
    if (error.passing) this.#timers.wake = setTimeout(() => this.wake(), backoff(this.#failures++));
  }

  #online() {
    this.#outbox.resume();
    if (this.#awake) this.wake();
  }

  #visibility() {
    clearTimeout(this.#timers.hidden);
    if (document.hidden) {
      this.#timers.hidden = setTimeout(() => { if (!this.#awaiting.size) this.#deafen(); }, HIDDEN_MS);
    } else if (this.#awake && this.#token) {
      this.#listen();
    }
  }
}
