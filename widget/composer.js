/** The question box: Enter sends, Shift+Enter breaks the line, and Enter that ends a Telex/VNI word does neither. */

import { h, icon, ICONS } from "./dom.js";
import { T } from "./strings.vi.js";

const MAX_CHARS = 2000;
const COUNTED_FROM = 1800;

export class Composer {
  #counter = h("span", { class: "counter", hidden: true });
  #send;

  constructor(send) {
    this.#send = send;
    this.input = h("textarea", {
      id: "va-input", rows: "1", maxlength: `${MAX_CHARS}`, placeholder: T.placeholder, enterkeyhint: "send",
      autocomplete: "off", "aria-describedby": "va-reminder",
      input: () => this.#resize(),
      keydown: (event) => this.#key(event),
    });
    this.form = h(
      "form",
      { class: "composer", submit: (event) => { event.preventDefault(); this.#submit(); } },
      h("label", { for: "va-input", class: "sr" }, T.input),
      h("div", { class: "field" }, this.input,
        h("button", { type: "submit", class: "send", "aria-label": T.send }, icon(ICONS.send))),
      h("p", { class: "hint" }, h("span", { id: "va-reminder" }, T.reminder), this.#counter),
    );
  }

  set text(value) {
    this.input.value = value;
    this.#resize();
  }

  #key(event) {
    // keyCode 229: Safari reports the Enter that closes a composition after `isComposing` has become false.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.text = "";
    this.#send(text);
  }

  #resize() {
    const { input } = this;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
    const left = MAX_CHARS - input.value.length;
    this.#counter.hidden = input.value.length < COUNTED_FROM;
    this.#counter.textContent = T.remaining(left);
    this.#counter.classList.toggle("full", left <= 0);
  }
}
