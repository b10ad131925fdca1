"use strict";
// What the scripts of the page share.
const page = (() => {
  const number = value => value.toLocaleString("en");

  // Only text nodes and properties: nothing of the data is ever taken for markup.
  function element(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  // Default names are words joined by underscores: lines may break behind those.
  function breakable(name) {
    const parts = name.split(/(?<=_)/);
    return parts.flatMap((part, i) => i + 1 < parts.length ? [part, element("wbr", {})] : [part]);
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // A default name begins with the id of its topic.
  const titled = (id, name) => name.startsWith(id + "_") ? name : id + " " + name;

  // Paul Tol's scheme "muted", as in all figures; on a dark page the dark ones are lighter.
  const COLOURS = ["#332288", "#cc6677", "#117733", "#ddcc77", "#88ccee", "#882255", "#44aa99", "#999933", "#aa4499"];
  const LIGHTER = { "#332288": "#9184e0", "#882255": "#cc6f9e", "#117733": "#4db374", "#aa4499": "#cc77bb", "#333333": "#e6eaf0" };
  const lit = shade => dark.matches && typeof shade === "string" ? LIGHTER[shade.toLowerCase()] ?? shade : shade;
  const palette = () => COLOURS.map(lit);
  // An empty fragment would scroll to the top of the page.
  function close() {
    const [left, top] = [scrollX, scrollY];
    location.hash = "";
    scrollTo(left, top);
  }
  return { close, number, element, breakable, dark, colour, titled, lit, palette };
})();
