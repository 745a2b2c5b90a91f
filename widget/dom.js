/** Building DOM nodes without markup strings: text from the server can only ever become a text node. */

const SVG = "http://www.w3.org/2000/svg";

/** `h("button", {class: "x", click: handler}, "Gửi")`; true sets a bare attribute, false and null leave it out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

/** A decorative 24 × 24 icon drawn with strokes. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  bin: "M4 7h16M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
  link: "M10 13.5a4 4 0 0 0 5.8.2l3-3a4 4 0 0 0-5.7-5.7l-1.6 1.6M14 10.5a4 4 0 0 0-5.8-.2l-3 3a4 4 0 0 0 5.7 5.7l1.6-1.6",
  text: "M3 18.5l4.5-12 4.5 12M4.6 14.5h5.8M13.5 18.5L17 9.5l3.5 9M14.6 15.5h4.8",
  send: "M4 12l16-8-5.5 16-3-6.5zM11.5 13.5L20 4",
  down: "M12 5v14M6 13l6 6 6-6",
  alert: "M12 3.5L22 20.5H2zM12 10v5M12 17.6v.4",
  robot: "M5 9h14v10H5zM12 9V5M12 5h.01M9 13.5v1M15 13.5v1M2.5 12.5v3M21.5 12.5v3",
};
