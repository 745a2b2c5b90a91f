/** Finding what is safe and certain to be a link in plain text. Everything else stays text. */

import { h } from "./dom.js";

// "1900.0368" or "2025-2030" is never taken for a phone number: only "tel:…" and "gọi 113" are certain.
const CANDIDATE = new RegExp(
  [
    String.raw`https?:\/\/[^\s<>"“”«»]+`,
    String.raw`(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
    String.raw`tel:\+?\d[\d.\-]{1,18}\d`,
    String.raw`\bgọi(?: ngay)?(?: số)? 11[1-5](?![\d/-]|[.,]\d)`,
  ].join("|"),
  "giu",
);

/** The URL when it is http(s) without user information ("https://bank@evil" fools readers), else null. */
export function safeUrl(value, base) {
  try {
    const url = new URL(value, base);
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : null;
  } catch {
    return null;
  }
}

/** Closing punctuation belongs to the sentence, a bracket only when it was not opened inside the address. */
function trimmed(address) {
  let end = address.replace(/[.,;:!?'"…]+$/u, "");
  const count = (bracket) => end.split(bracket).length;
  while (end.endsWith(")") && count(")") > count("(")) end = end.slice(0, -1).replace(/[.,;:!?]+$/u, "");
  return end;
}

function recognise(found) {
  if (/^https?:/i.test(found)) {
    const text = trimmed(found);
    return { text, href: safeUrl(text) };
  }
  if (/^tel:/i.test(found)) return { text: found.slice(4), href: `tel:${found.slice(4).replace(/[^\d+]/g, "")}`, cut: 4 };
  if (/^gọi/iu.test(found)) return { text: found, href: `tel:${found.slice(-3)}` };
  const address = found.replace(/^mailto:/i, "");
  return { text: address, href: `mailto:${address}`, cut: found.length - address.length };
}

/** Split a text into plain pieces and links: `[{text}, {text, href}]`. */
export function pieces(text) {
  const result = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const link = recognise(match[0]);
    if (!link.href) continue;
    if (match.index > from) result.push({ text: text.slice(from, match.index) });
    result.push({ text: link.text, href: link.href });
    from = match.index + (link.cut || 0) + link.text.length;
  }
  if (from < text.length) result.push({ text: text.slice(from) });
  return result;
}

/** A link that gives the page it leads to nothing of ours. */
export function anchor(href, text) {
  const away = /^http/.test(href) && { target: "_blank", rel: "noopener noreferrer" };
  return h("a", { href, ...away }, text);
}

/** The nodes of one line of text. */
export function linked(text) {
  return pieces(text).map((piece) => (piece.href ? anchor(piece.href, piece.text) : piece.text));
}
