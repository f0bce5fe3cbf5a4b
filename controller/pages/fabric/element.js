// Elements from plain values. Text from elsewhere goes in as text, never as markup.

const svgNamespace = "http://www.w3.org/2000/svg";

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** An HTML element with attributes, and texts or elements in it. */
export function html(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(svgNamespace, tag), attributes, children);
}

/** A whole number as people read it. */
export function digits(value) {
  return BigInt(Math.round(Number(value))).toLocaleString("en");
}
