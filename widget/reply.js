/** Drawing one Reply: its text, its sources, its buttons. */

import { h, icon, ICONS } from "./dom.js";
import { anchor, linked, safeUrl } from "./linkify.js";
import { T } from "./strings.vi.js";

const SOURCES_SHOWN = 2;
const GATEWAY = new URL("../", import.meta.url); // "/documents/…" is the gateway's, on whatever page and path we are.
const ITEM = /^\s*(?:[-•*–]|(\d{1,3})[.)])\s+(.*)$/u;

/** Plain text as paragraphs and lists ("- …", "1. …"), so that they can be walked with a screen reader. */
export function textBlocks(text) {
  const blocks = [];
  let open = null;
  for (const line of text.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    const kind = item ? (item[1] ? "ol" : "ul") : "p";
    if (!line.trim()) {
      open = null;
    } else if (item) {
      if (!open || open.localName !== kind) blocks.push((open = h(kind)));
      open.append(h("li", { value: item[1] }, ...linked(item[2])));
    } else if (open && open.localName === "p") {
      open.append(h("br"), ...linked(line));
    } else {
      blocks.push((open = h("p", {}, ...linked(line))));
    }
  }
  return blocks;
}

/** "2025-02-27" → "27/02/2025"; anything else is shown as the record has it. */
function day(date) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : date;
}

/** "III.1" → "mục III.1"; "Phụ lục, mục 1" stays. */
const place = (locator) => (/^([IVXLC]+|\d+)([.)\s]|$)/.test(locator) ? T.clause(locator) : locator);

/** "Kế hoạch …, số 30/KH-UBND, mục III.1" with only what the record has. */
export function sourceLine({ title, number, locator }) {
  const parts = [title];
  if (number) parts.push(/^số/iu.test(number) ? number : T.number(number));
  if (locator) parts.push(place(locator));
  return parts.filter(Boolean).join(", ");
}

function source(citation) {
  const line = [h("b", {}, T.source), ` ${sourceLine(citation)}`];
  const origin = [citation.issuer, citation.issued && T.issued(day(citation.issued))].filter(Boolean).join(", ");
  const ours = /^\/(?!\/)/.test(citation.url || "");
  const url = ours ? safeUrl(`.${citation.url}`, GATEWAY) : citation.url && safeUrl(citation.url);
  const details = [
    citation.quote && h("blockquote", {}, citation.quote),
    origin && h("p", {}, origin),
    url && h("p", {}, anchor(url, ours ? T.openOriginal(place(citation.locator)) : T.openDocument)),
  ].filter(Boolean);
  if (!details.length) return h("p", { class: "bare" }, ...line);
  return h("details", {}, h("summary", {}, h("span", {}, ...line)), ...details);
}

function sources(citations) {
  const list = h("ul", { class: "sources", "aria-label": T.sources });
  citations.forEach((citation, index) => list.append(h("li", { hidden: index >= SOURCES_SHOWN }, source(citation))));
  const rest = citations.length - SOURCES_SHOWN;
  if (rest <= 0) return [list];
  const more = h("button", { type: "button", class: "quiet", click: () => {
    const [first] = [...list.children].filter((entry) => entry.hidden);
    for (const entry of list.children) entry.hidden = false;
    more.remove();
    (first.querySelector("summary") || list).focus();
  } }, T.moreSources(rest));
  return [list, more];
}

function attachment({ url, title, name }) {
  const href = url && safeUrl(url);
  return href ? h("p", {}, anchor(href, title || name || T.file)) : null;
}

/** The bubble's content. */
export function replyBody(reply) {
  const flag = T.outcomes[reply.outcome];
  return [
    flag && h("p", { class: "flag" }, reply.outcome === "urgent_help" && icon(ICONS.alert), flag),
    ...textBlocks(reply.text || ""),
    ...(reply.attachments || []).map(attachment),
    ...(reply.citations?.length ? sources(reply.citations) : []),
  ];
}

/** The reply's buttons; `press(button)` is called for a live one only. */
export function replyButtons(reply, press) {
  if (!reply.buttons?.length) return null;
  const list = h("ul", { class: "choices", "aria-label": T.choices });
  for (const button of reply.buttons) {
    const node = h("button", { type: "button", "data-button": button.id, click: () => {
      if (node.getAttribute("aria-disabled") !== "true") press(button);
    } }, button.title);
    list.append(h("li", {}, node));
  }
  return list;
}

/** Mark a button as taken. Where the assistant asked back, the other choices are gone too. */
export function markChosen(list, buttonId, onlyOnce) {
  for (const node of list.querySelectorAll("button")) {
    const chosen = node.dataset.button === buttonId;
    if (chosen || onlyOnce) {
      node.setAttribute("aria-disabled", "true");
      node.tabIndex = -1;
    }
    if (chosen && !node.querySelector(".sr")) {
      node.classList.add("chosen");
      node.append(h("span", { class: "sr" }, ` (${T.chosen})`));
    }
  }
}

/** What a screen reader hears of a reply: everything but the quotes. */
export function spoken(reply) {
  const parts = [T.outcomes[reply.outcome], reply.text];
  if (reply.citations?.length) parts.push(T.sourcesSpoken(reply.citations.length));
  if (reply.buttons?.length) parts.push(T.choicesSpoken(reply.buttons.length));
  return parts.filter(Boolean).join(". ");
}
