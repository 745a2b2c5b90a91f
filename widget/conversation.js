/**
 * What was said, whoever says it: this tab, another tab, the server now or before a reload. Knows no DOM; tells a view.
 *
 * An item is `{id, role: "user", text, button?, at, state, detail, channel?}`, `{id, role: "assistant", reply, channel?}`
 * or `{id, role: "note", text}`; `channel` is where a linked conversation is held. Messages are known by their client
 * id and replies by theirs, so nothing is shown twice.
 */

import { Awaited } from "./awaited.js";
import { backoff } from "./events.js";
import { Line } from "./line.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { T } from "./strings.vi.js";
import { uuid } from "./uuid.js";

export class Conversation {
  #api;
  #view;
  #session;
  #outbox;
  #channel = null;
  #items = new Set();
  #awaited;
  #token = null;
  #lastSeq = 0;
  #lastItem = undefined;
  #linked = new Set();
  #awake = false;
  #begun = null;
  #syncing = null;
  #looking = Promise.resolve();
  #line;
  #failures = 0;
  #waking;

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
    this.#awaited = new Awaited({
      typing: (on) => {
        view.typing(on);
        if (!on && (!this.#awake || this.#line.resting)) this.#line.close();
      },
      late: () => this.#sync().catch(() => {}),
      lost: () => this.#note(T.slow),
    });
    if (typeof BroadcastChannel === "function") {
      this.#channel = new BroadcastChannel(store.name);
      this.#channel.onmessage = ({ data }) => this.#heard(data);
    }
    this.#line = new Line({
      connect: (token, lastId, signal) => api.events(token, lastId, signal),
      event: (event) => this.#event(event),
      opened: () => this.#outbox.flush(),
      expired: (token) => this.#session.renew({ token }).catch((error) => this.#unreachable(error)),
      banner: (text) => view.banner(text),
      shown: () => this.#awake && this.#listen(),
      unneeded: () => this.#awaited.any || this.#line.close(),
    });
    addEventListener("online", () => this.#online());
    addEventListener("offline", () => this.#awake && view.banner(T.offline));
  }

  /** The panel opened: find or start the conversation, then listen. */
  async wake() {
    this.#awake = true;
    clearTimeout(this.#waking);
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
    clearTimeout(this.#waking);
    if (!this.#awaited.any) this.#line.close();
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
    this.#line.close();
    this.#items.clear();
    this.#linked.clear();
    this.#awaited.clear();
    this.#token = null;
    this.#lastItem = undefined;
    this.#view.clear();
    this.#begun = null;
    await this.#begin();
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
    if (session.token !== this.#token) { // Two requests may have met the end of the same one.
      this.#line.close();
      this.#adopt(session.token);
      this.#awaited.clear();
      session.replies.forEach((reply) => this.#items.add(reply.id));
      this.#lastItem = this.#note(T.expired);
    }
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
    this.#channel?.postMessage({ type: "sent", token: used, item: { ...item, state: "sent", detail: null } });
    this.#listen();
    this.#awaited.add(id);
  }

  #note(text) {
    const id = uuid();
    this.#insert({ id, role: "note", text });
    return id;
  }

  // --- listening -----------------------------------------------------------------------------------------------

  #listen() {
    if (this.#token) this.#line.open(this.#token, this.#lastSeq);
  }

  #event({ type, data }) {
    if (type === "typing") this.#awaited.elsewhere();
    if (type === "linked") this.#look().catch(() => {}); // The next event, or a reload, shows what is left.
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
    this.#awaited.answered(messageId);
    const shown = this.#items.has(reply.id);
    if (reply.outcome === "account") await this.#look(messageId).catch(() => {});
    if (!this.#items.has(reply.id)) this.#insert({ id: reply.id, role: "assistant", reply });
    if (!shown) this.#view.arrived(reply);
    this.#awaited.settle();
  }

  // --- the history ---------------------------------------------------------------------------------------------

  #sync() {
    const token = this.#token;
    this.#syncing = this.#syncing || this.#session.authorised((fresh) => this.#api.history(fresh))
      .then(({ messages }) => { if (token === this.#token) this.#merge(messages); })
      .finally(() => { this.#syncing = null; });
    return this.#syncing;
  }

  /** Look, one look after the other. */
  #look(messageId) {
    const next = this.#looking.then(() => this.#lookOnce(messageId));
    this.#looking = next.catch(() => {});
    return next;
  }

  /**
   * Make what is shown what the server has. What was deleted is gone: the history begins with this message now, or a
   * linked conversation is not in it any more. What was said in a linked one is put in its place.
   */
  async #lookOnce(messageId) {
    await this.#begin();
    const { messages } = await this.#session.authorised((token) => this.#api.history(token));
    const linked = new Set(messages.filter(({ channel }) => channel).map(({ id }) => id));
    if ([...this.#linked].some((id) => !linked.has(id)) || (messageId && messages[0]?.id === messageId)) {
      await this.#restart();
      if (this.#awake) this.#listen();
    } else if ([...linked].some((id) => !this.#items.has(id))) {
      this.#merge(messages);
    }
  }

  /** Put what is not yet shown in its place: after the message it follows. */
  #merge(messages) {
    // A linked conversation may have begun before this one: then the history stands above the welcome, which is in it.
    let after = messages.some(({ id }) => id === this.#lastItem) ? null : this.#lastItem;
    const asked = [];
    for (const { seq, role, id, text, reply, message_id: messageId, created_at: at, channel } of messages) {
      const item = role === "user"
        ? { id, role, text, at, state: "sent", channel }
        : { id: reply.id, role, reply, channel };
      if (channel) {
        this.#linked.add(item.id);
      } else if (role === "user") {
        asked.push(id);
        this.#outbox.arrived(id);
      } else {
        this.#awaited.answered(messageId);
        this.#lastSeq = Math.max(this.#lastSeq, seq);
      }
      if (!this.#items.has(item.id)) this.#insert(item, after);
      after = item.id;
    }
    asked.forEach((id) => this.#awaited.add(id));
    this.#awaited.settle();
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
    if (error.passing) this.#waking = setTimeout(() => this.wake(), backoff(this.#failures++));
  }

  #online() {
    this.#outbox.resume();
    if (this.#awake) this.wake();
  }
}
