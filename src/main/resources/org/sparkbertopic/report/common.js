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
  return { number, element, breakable, dark, colour, titled };
})();
