/** The panel: a dialog beside the page where there is room, a modal one over it where there is not. */

import { Announcer } from "./announcer.js";
import { Api } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { h, icon, ICONS } from "./dom.js";
import { spoken } from "./reply.js";
import { preferences, Store } from "./storage.js";
import { T } from "./strings.vi.js";
import { STYLES } from "./styles.js";
import { Transcript } from "./transcript.js";

const NARROW = matchMedia("(max-width: 640px), (max-height: 480px)");
const TOUCH = matchMedia("(pointer: coarse)");
const TYPING_SAID_AFTER_MS = 1500;

/** Called once by the loader with its shadow root and launcher; returns the commands. */
export function createPanel(parts) {
  parts.adopt(STYLES);
  const panel = new Panel(parts);
  return {
    open: (options) => panel.open(options),
    close: () => panel.close(),
    toggle: () => (panel.isOpen ? panel.close() : panel.open()),
    ask: (text) => panel.ask(text),
  };
}

class Panel {
  #parts;
  #conversation;
  #transcript;
  #composer;
  #announcer = new Announcer();
  #title = h("h2", { id: "va-title" }, T.assistant);
  #banner = h("div", { class: "banner", hidden: true });
  #confirm;
  #larger;
  #restart;
  #dialog;
  #unread = 0;
  #typingTimer;
  #pageOverflow = null;

  constructor(parts) {
    const { frame, launcher, options } = parts;
    this.#parts = parts;
    this.#composer = new Composer((text) => this.#send(text));
    this.#transcript = new Transcript({
      press: (reply, button) => this.#press(button),
      retry: (id) => this.#conversation.retry(id),
      edit: (id) => this.#edit(id),
    });
    this.#dialog = this.#build();
    frame.append(this.#dialog);
    launcher.setAttribute("aria-controls", "va-panel");
    this.#conversation = new Conversation({
      api: new Api(options.api),
      agency: options.agency,
      store: new Store(options.api, options.agency),
      view: this.#view(),
    });
    this.#setLarge(preferences.large);
    NARROW.addEventListener("change", () => this.#relayout());
    window.visualViewport?.addEventListener("resize", () => this.#fitKeyboard());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open({ focus = true } = {}) {
    if (!this.isOpen) {
      this.#show();
      this.#parts.launcher.hidden = true;
      this.#parts.launcher.setAttribute("aria-expanded", "true");
      this.#setUnread(0);
      this.#transcript.toEnd();
      preferences.open = true;
      this.#conversation.wake();
      this.#parts.emit("open");
    }
    if (focus) this.#focus();
  }

  close() {
    if (!this.isOpen) return;
    this.#hide();
    this.#closed();
  }

  ask(text) {
    this.open();
    const question = text.trim().slice(0, 2000);
    if (question) this.#send(question);
  }

  // --- opening and closing -------------------------------------------------------------------------------------

  #show() {
    if (NARROW.matches) {
      this.#pageOverflow = document.documentElement.style.overflow;
      document.documentElement.style.overflow = "hidden";
      this.#dialog.showModal();
      this.#fitKeyboard();
    } else {
      this.#dialog.setAttribute("open", ""); // show() would take the focus, also when nobody asked for the panel.
    }
  }

  #hide() {
    this.#dialog.close();
    this.#dialog.style.height = "";
    if (this.#pageOverflow !== null) document.documentElement.style.overflow = this.#pageOverflow;
    this.#pageOverflow = null;
  }

  #closed() {
    const { launcher, emit } = this.#parts;
    launcher.hidden = false;
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
    preferences.open = false;
    this.#conversation.sleep();
    emit("close");
  }

  /** The window crossed the border between "beside" and "over" the page (turned, zoomed): same panel, same focus. */
  #relayout() {
    if (!this.isOpen) return;
    const focused = this.#parts.root.activeElement;
    this.#hide();
    this.#show();
    focused?.focus();
    this.#transcript.toEnd();
  }

  /** A phone's keyboard covers the page without resizing it: keep the question box above it. */
  #fitKeyboard() {
    const { visualViewport: seen } = window;
    if (!this.isOpen || this.#pageOverflow === null || !seen || seen.scale > 1.01) return;
    this.#dialog.style.height = `${seen.height}px`;
  }

  #focus() {
    if (TOUCH.matches) this.#transcript.log.focus(); // A keyboard sliding up would hide the first lines.
    else this.#composer.input.focus();
  }

  #key(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      if (this.#confirm.hidden) this.close();
      else this.#askRestart(false);
    }
    event.stopPropagation(); // The host page's shortcuts are not meant for what is typed here.
  }

  // --- what the user does --------------------------------------------------------------------------------------

  #send(text, button) {
    this.#conversation.send(text, button);
    this.#parts.emit("sent", { text });
  }

  #press(button) {
    this.#announcer.say(T.chose(button.title));
    this.#send(button.title, button.id);
    this.#focus();
  }

  #askCode() {
    this.#send(T.linkAsk);
    this.#focus();
  }

  #edit(id) {
    this.#composer.text = this.#conversation.withdraw(id);
    this.#transcript.remove(id);
    this.#composer.input.focus();
  }

  #setLarge(on) {
    preferences.large = on;
    this.#dialog.classList.toggle("large", on);
    this.#larger.setAttribute("aria-pressed", `${on}`);
  }

  #askRestart(on) {
    this.#confirm.hidden = !on;
    if (on) this.#confirm.querySelector("button:last-child").focus();
    else this.#restart.focus();
  }

  async #reset() {
    this.#askRestart(false);
    try {
      await this.#conversation.reset();
      this.#announcer.say(T.restarted);
      this.#focus();
    } catch (error) {
      this.#setBanner(error.detail || T.unreachable, () => this.#reset());
    }
  }

  // --- what the conversation tells -----------------------------------------------------------------------------

  #view() {
    const transcript = this.#transcript;
    return {
      insert: (item, after) => transcript.insert(item, after),
      update: (item) => {
        transcript.update(item);
        if (item.state === "failed") {
          this.#announcer.warn(`${T.failed} ${item.detail || ""}`);
          this.#parts.emit("error", { code: "send_failed", detail: item.detail });
        }
      },
      clear: () => transcript.clear(),
      assistant: ({ name, disclosure }) => {
        transcript.disclosure = disclosure;
        this.#title.textContent = name || T.assistant;
      },
      typing: (on) => this.#setTyping(on),
      banner: (text, retry) => this.#setBanner(text, retry),
      arrived: (reply) => this.#arrived(reply),
    };
  }

  #arrived(reply) {
    this.#announcer.say(`${T.says(T.assistant)} ${spoken(reply)}`);
    if (!this.isOpen) this.#setUnread(this.#unread + 1);
    this.#parts.emit("message", { text: reply.text, outcome: reply.outcome });
  }

  #setUnread(count) {
    this.#unread = count;
    this.#parts.setUnread(count);
  }

  #setTyping(on) {
    this.#transcript.typing = on;
    clearTimeout(this.#typingTimer);
    if (on) this.#typingTimer = setTimeout(() => this.#announcer.say(T.typing), TYPING_SAID_AFTER_MS);
  }

  #setBanner(text, retry) {
    const before = this.#banner.hidden ? null : this.#banner.firstChild?.textContent;
    this.#banner.hidden = !text;
    if (text && text !== before) this.#announcer.say(text);
    if (!text && before && before !== T.connecting) this.#announcer.say(T.online);
    this.#banner.replaceChildren(h("span", {}, text || ""));
    if (text && retry) this.#banner.append(h("button", { type: "button", class: "quiet", click: retry }, T.retry));
  }

  // --- its parts -----------------------------------------------------------------------------------------------

  #build() {
    const tool = (label, path, click, more = {}) =>
      h("button", { type: "button", class: "tool", "aria-label": label, title: label, click, ...more }, icon(path));
    this.#larger = tool(T.larger, ICONS.text, () => this.#setLarge(!preferences.large), { "aria-pressed": "false" });
    this.#restart = tool(T.restart, ICONS.bin, () => this.#askRestart(true));
    this.#confirm = h("div", { class: "confirm", role: "group", "aria-labelledby": "va-confirm", hidden: true },
      h("p", { id: "va-confirm" }, T.confirmRestart),
      h("button", { type: "button", class: "danger", click: () => this.#reset() }, T.restartYes),
      h("button", { type: "button", class: "plain", click: () => this.#askRestart(false) }, T.restartNo));
    return h(
      "dialog",
      {
        id: "va-panel", class: "panel", lang: "vi", "aria-labelledby": "va-title",
        keydown: (event) => this.#key(event),
        keyup: (event) => event.stopPropagation(),
        keypress: (event) => event.stopPropagation(),
        cancel: (event) => { event.preventDefault(); this.close(); }, // The phone's back gesture.
      },
      h("div", { class: "head" },
        h("span", { class: "mark" }, icon(ICONS.robot)),
        h("div", { class: "name" }, this.#title, h("p", {}, T.machine)),
        tool(T.link, ICONS.link, () => this.#askCode()), this.#larger, this.#restart, tool(T.close, ICONS.close, () => this.close())),
      this.#confirm,
      this.#banner,
      h("div", { class: "middle" }, this.#transcript.log, this.#transcript.jump),
      this.#composer.form,
      ...this.#announcer.nodes,
    );
  }
}
