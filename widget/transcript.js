/** The list of messages, its scrolling and its "new message" button. */

import { h, icon, ICONS } from "./dom.js";
import { markChosen, replyBody, replyButtons, textBlocks } from "./reply.js";
import { T } from "./strings.vi.js";

const NEAR_END_PX = 48;

function clock(at) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return null;
  const shown = time.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  return h("time", { datetime: time.toISOString() }, shown);
}

/** `channel` is where it was said, if not here. */
function heading(name, at, channel) {
  const time = clock(at);
  const place = channel && ` · ${T.channels[channel] || channel}`;
  return h("p", { class: "who" }, h("b", {}, name), place, time && " · ", time);
}

export class Transcript {
  #entries = new Map();
  #list = h("ol");
  #disclosure = h("p", { class: "disclosure", hidden: true });
  #typing = h("p", { class: "typing", hidden: true, "aria-hidden": "true" }, h("i"), h("i"), h("i"), T.typing);
  #actions;
  #newest = null;

  /** actions: press(reply, button), retry(id), edit(id). */
  constructor(actions) {
    this.#actions = actions;
    this.log = h(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": T.log, tabindex: "0" },
      this.#disclosure, this.#list, this.#typing,
    );
    this.jump = h("button", { type: "button", class: "jump", hidden: true, click: () => this.#toNewest() },
      icon(ICONS.down), T.newMessage);
    this.log.addEventListener("scroll", () => { if (this.#atEnd) this.jump.hidden = true; }, { passive: true });
  }

  set disclosure(text) {
    this.#disclosure.textContent = text || "";
    this.#disclosure.hidden = !text;
  }

  set typing(on) {
    if (this.#typing.hidden !== on) return;
    const follow = this.#atEnd;
    this.#typing.hidden = !on;
    if (on && follow) this.toEnd();
  }

  /** Put an item after the one with the id `after`; null: above all; left out: at the end. */
  insert(item, after) {
    const follow = this.#atEnd || (item.role === "user" && !item.channel);
    const entry = { item, node: this.#draw(item) };
    const before = this.#entries.get(after);
    this.#entries.set(item.id, entry);
    if (before) before.node.after(entry.node);
    else if (after === null) this.#list.prepend(entry.node);
    else this.#list.append(entry.node);
    if (item.role === "user" && !item.channel) this.#showChoice(item);
    if (entry.node !== this.#list.lastElementChild) return;
    this.#newest = entry.node;
    if (follow) this.#reveal(entry.node);
    else this.jump.hidden = false;
  }

  update(item) {
    const entry = this.#entries.get(item.id);
    if (!entry) return;
    const hadFocus = entry.node.contains(entry.node.getRootNode().activeElement);
    const node = this.#draw(item);
    entry.node.replaceWith(node);
    entry.node = node;
    if (hadFocus) this.log.focus();
  }

  remove(id) {
    this.#entries.get(id)?.node.remove();
    this.#entries.delete(id);
  }

  clear() {
    this.#entries.clear();
    this.#list.replaceChildren();
    this.jump.hidden = true;
    this.typing = false;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.jump.hidden = true;
  }

  get #atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX;
  }

  /** To the end, but never past the first line of an answer longer than the window. */
  #reveal(node) {
    const top = node.getBoundingClientRect().top - this.log.getBoundingClientRect().top + this.log.scrollTop;
    this.log.scrollTop = node.classList.contains("mine") ? this.log.scrollHeight : Math.max(0, top - 12);
    this.jump.hidden = true;
  }

  #toNewest() {
    if (this.#newest) this.#reveal(this.#newest);
    this.jump.hidden = true;
    this.log.focus({ preventScroll: true });
  }

  #draw(item) {
    if (item.role === "note") return h("li", { class: "note" }, item.text);
    if (item.role === "user") return this.#drawMine(item);
    const { reply } = item;
    return h("li", { class: `theirs ${reply.outcome}`, lang: "vi" },
      heading(T.assistant, reply.created_at, item.channel),
      h("div", { class: "bubble" }, ...replyBody(reply)),
      replyButtons(reply, (button) => this.#actions.press(reply, button)));
  }

  #drawMine(item) {
    // "Being sent" is not shown: a line that comes and goes would move what is being read or pressed.
    const state = ["waiting", "failed"].includes(item.state) && h("p", { class: `state ${item.state}` },
      item.detail || T[item.state], " ",
      item.state === "failed" && h("button", { type: "button", class: "quiet", click: () => this.#actions[
        item.final ? "edit" : "retry"](item.id) }, item.final ? T.edit : T.resend));
    return h("li", { class: "mine" }, heading(T.you, item.at, item.channel), h("div", { class: "bubble" }, ...textBlocks(item.text)),
      state);
  }

  /** After a reload the history only has the chosen title: the button it came from is the last one so called. */
  #showChoice(item) {
    const lists = [...this.#entries.values()].filter(({ item: { role } }) => role === "assistant").reverse();
    for (const { item: { reply }, node } of lists) {
      const match = (reply.buttons || []).find(({ id, title }) => (item.button ? id === item.button : title === item.text));
      if (match) return markChosen(node.querySelector(".choices"), match.id, reply.outcome === "clarification");
    }
    return undefined;
  }
}
