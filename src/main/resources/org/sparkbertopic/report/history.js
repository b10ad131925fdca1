"use strict";
(() => {
  const { element, number, breakable } = page;
  const BINS = 120;
  const STEP = 12;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 720;
  const HEIGHT = 150;
  const SIGNALS = { n: "noise", w: "weak", s: "strong" };
  const { chunks, topics, first } = JSON.parse(document.getElementById("history-data").textContent);
  const later = chunks.slice(first);
  const fit = first ? chunks[0] : undefined;
  const list = document.getElementById("history-rows");
  const more = document.getElementById("history-more");
  const filter = document.getElementById("history-filter");
  const mode = document.getElementById("history-mode");
  const shown = document.getElementById("history-shown");

  function drawn(tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // More chunks than a chart has room for share a column.
  const size = Math.max(1, Math.ceil(later.length / BINS));
  const bins = [];
  for (let from = 0; from < later.length; from += size) {
    bins.push([from, Math.min(later.length, from + size)]);
  }
  const name = ([from, to]) => later[from].name + (to - from > 1 ? " to " + later[to - 1].name : "");
  const sums = values => bins.map(([from, to]) => values.slice(from, to).reduce((a, b) => a + (b ?? 0), 0));
  const lasts = values => bins.map(([, to]) => values[to - 1]);

  // Means of figures of chunks, weighted by their documents; unknown ones are left out.
  function means(figure) {
    return bins.map(([from, to]) => {
      let sum = 0, weight = 0;
      for (const chunk of later.slice(from, to)) {
        if (chunk[figure] !== null && chunk.documents) {
          sum += chunk[figure] * chunk.documents;
          weight += chunk.documents;
        }
      }
      return weight ? sum / weight : null;
    });
  }

  const x = (i, count, width) => (i + .5) * width / count;

  function line(values, top, low, width, height, className) {
    let path = "", open = false;
    values.forEach((value, i) => {
      if (value === null || value === undefined) { open = false; return; }
      const y = height - (value - low) / (top - low || 1) * height;
      path += (open ? "L" : "M") + x(i, values.length, width).toFixed(1) + " " + y.toFixed(1);
      if (!open && (values[i + 1] === null || values[i + 1] === undefined)) path += "h.1";
      open = true;
    });
    return drawn("path", { d: path, class: className });
  }

  // Layers stand on one another.
  function stack(layers, width, height) {
    const totals = layers[0].values.map((_, i) => layers.reduce((sum, layer) => sum + layer.values[i], 0));
    const top = Math.max(1, ...totals);
    const step = width / totals.length;
    const below = totals.map(() => 0);
    const parts = layers.map(layer => {
      let path = "";
      layer.values.forEach((value, i) => {
        const h = value / top * height;
        if (h > 0) path += `M${(i * step).toFixed(1)} ${(height - below[i]).toFixed(1)}v${(-h).toFixed(2)}h${(step * .9).toFixed(2)}v${h.toFixed(2)}z`;
        below[i] += h;
      });
      return drawn("path", { d: path, class: layer.className });
    });
    return { parts, top };
  }

  function hover(svg, texts, width, height) {
    texts.forEach((text, i) => svg.append(
      drawn("rect", { x: i * width / texts.length, y: 0, width: width / texts.length, height, class: "hover" },
        drawn("title", {}, text))));
  }

  function chart(title, note, parts, texts, ends) {
    const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
      drawn("title", {}, title));
    svg.append(...parts);
    hover(svg, texts, WIDTH, HEIGHT);
    return element("figure", { className: "chart" },
      element("figcaption", {}, title, element("small", {}, note)),
      element("div", { className: "plot" }, element("small", { className: "top" }, ends[1]), svg, element("small", { className: "low" }, ends[0])),
      element("div", { className: "axis" }, element("small", {}, later[0].name), element("small", {}, later[later.length - 1].name)));
  }

  function legend(entries) {
    return element("ul", { className: "legend" },
      ...entries.map(([className, text]) => {
        const item = element("li", { dir: "auto" }, element("span", { className: "key " + className }), text);
        return item;
      }));
  }

  const recentChunks = Math.max(1, Math.min(30, Math.ceil(later.length / 4)));
  for (const topic of topics) {
    topic.later = topic.documents.slice(first);
    topic.total = topic.later.reduce((a, b) => a + b, 0);
    topic.recent = topic.later.slice(-recentChunks).reduce((a, b) => a + b, 0);
    topic.before = topic.later.slice(-2 * recentChunks, -recentChunks).reduce((a, b) => a + b, 0);
    topic.strength = topic.popularity[topic.popularity.length - 1] ?? 0;
    topic.signal = topic.signals[topic.signals.length - 1];
    topic.born = chunks.findIndex(chunk => chunk.born.includes(topic.id));
    topic.retired = chunks.findIndex(chunk => chunk.retired.includes(topic.id));
    // default names begin with the id
    topic.label = topic.name.startsWith(topic.id + "_") ? topic.name : topic.id + " " + topic.name;
    topic.text = (topic.id + " " + topic.name).toLowerCase();
  }

  // Few documents double by chance: the rise is counted in standard deviations of such counts.
  const rise = topic => (topic.recent - topic.before) / Math.sqrt(topic.recent + topic.before + 1);
  const ORDERS = {
    strongest: (a, b) => b.strength - a.strength,
    rising: (a, b) => rise(b) - rise(a),
    fading: (a, b) => rise(a) - rise(b),
    newest: (a, b) => b.born - a.born || b.total - a.total,
    retired: (a, b) => b.retired - a.retired || b.total - a.total,
  };

  function sizes() {
    const largest = [...topics].sort((a, b) => b.total - a.total).slice(0, 6);
    const others = topics.filter(topic => !largest.includes(topic));
    const layers = largest.map((topic, i) => ({ className: "c" + i, name: topic.label, values: sums(topic.later) }));
    const rest = bins.map((_, i) => 0);
    others.forEach(topic => sums(topic.later).forEach((value, i) => { rest[i] += value; }));
    if (others.length) layers.push({ className: "other", name: number(others.length) + " other topics", values: rest });
    layers.push({ className: "grey", name: "in no topic", values: sums(later.map(chunk => chunk.outliers)) });
    const { parts, top } = stack(layers, WIDTH, HEIGHT);
    const texts = bins.map((bin, i) => name(bin) + "\n" + layers.map(layer => layer.name + ": " + number(layer.values[i])).join("\n"));
    const figure = chart("Documents", size > 1 ? " of " + size + " chunks a column" : " of each chunk", parts, texts, ["", number(top)]);
    figure.append(legend(layers.map(layer => [layer.className, layer.name])));
    return figure;
  }

  function signals() {
    const count = letter => lasts(later.map((_, i) => topics.filter(topic => topic.signals[i + first] === letter).length));
    const layers = [["s", "strong"], ["w", "weak"], ["n", "noise"]].map(([letter, className]) =>
      ({ className, values: count(letter) }));
    const { parts, top } = stack(layers, WIDTH, HEIGHT);
    const texts = bins.map((bin, i) => name(bin) + "\n" + layers.map(layer => layer.className + ": " + layer.values[i]).join("\n"));
    const figure = chart("Topics by signal", " strong, weak (rising) and noise", parts, texts, ["", number(top)]);
    figure.append(legend(layers.map(layer => [layer.className, layer.className])));
    return figure;
  }

  function figureOf(title, note, figure, format) {
    const values = means(figure);
    const known = values.filter(value => value !== null);
    if (!known.length) return undefined;
    const level = fit && fit[figure] !== null ? fit[figure] : undefined;
    const all = level === undefined ? known : [...known, level];
    const top = Math.max(...all), low = Math.min(...all);
    const pad = (top - low || Math.abs(top) || 1) * .1;
    const ends = [Math.max(0, low - pad), top + pad];
    const parts = [line(values, ends[1], ends[0], WIDTH, HEIGHT, "line")];
    if (level !== undefined) {
      parts.push(line(values.map(() => level), ends[1], ends[0], WIDTH, HEIGHT, "level"));
    }
    const texts = bins.map((bin, i) => name(bin) + ": " + (values[i] === null ? "unknown" : format(values[i])));
    return chart(title, note + (level === undefined ? "" : "; dashed: the fit, " + format(level)), parts, texts, ends.map(format));
  }

  function births() {
    const layers = [
      { className: "strong", name: "born", values: sums(later.map(chunk => chunk.born.length)) },
      { className: "other", name: "retired", values: sums(later.map(chunk => chunk.retired.length)) }];
    if (!layers.some(layer => layer.values.some(value => value > 0))) return undefined;
    const { parts, top } = stack(layers, WIDTH, HEIGHT);
    const texts = bins.map((bin, i) => name(bin) + "\n" + layers.map(layer => layer.name + ": " + layer.values[i]).join("\n"));
    const figure = chart("Topics born and retired", "", parts, texts, ["", number(top)]);
    figure.append(legend(layers.map(layer => [layer.className, layer.name])));
    return figure;
  }

  function spark(topic) {
    const width = 360, height = 40;
    const counts = sums(topic.later);
    const strength = lasts(topic.popularity.slice(first));
    const letters = lasts([...topic.signals].slice(first));
    const layers = ["n", "w", "s"].map(letter => ({
      className: SIGNALS[letter], values: counts.map((value, i) => letters[i] === letter ? value : 0) }));
    const { parts } = stack(layers, width, height);
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(...parts, line(strength, Math.max(1, ...strength.map(value => value ?? 0)), 0, width, height, "line"));
    hover(svg, bins.map((bin, i) => name(bin) + ": " + number(counts[i]) + " documents"
      + (strength[i] === null ? "" : ", popularity " + strength[i].toFixed(1) + ", " + SIGNALS[letters[i]])), width, height);
    return svg;
  }

  function row(topic) {
    const cells = [
      element("th", { className: "number", scope: "row" }, String(topic.id)),
      element("td", { className: "name" }, element("span", { dir: "auto" }, ...breakable(topic.name))),
      element("td", {}, element("span", { className: "signal " + (SIGNALS[topic.signal] ?? "noise") }, SIGNALS[topic.signal] ?? "")),
      element("td", { className: "number" }, number(topic.recent), element("small", {}, " was " + number(topic.before))),
      element("td", { className: "spark" }, spark(topic))];
    if (topic.born >= first) cells[1].append(element("small", {}, "born with " + chunks[topic.born].name));
    if (topic.retired >= first) cells[1].append(element("small", {}, "retired with " + chunks[topic.retired].name));
    return element("tr", {}, ...cells);
  }

  let limit = STEP, found = [];

  function draw() {
    list.replaceChildren(...found.slice(0, limit).map(row));
    const rest = found.length - limit;
    more.hidden = rest <= 0;
    more.textContent = "Show " + number(Math.min(rest, 2 * STEP)) + " more";
    shown.textContent = number(Math.min(limit, found.length)) + " of " + number(topics.length) + " topics";
  }

  function update() {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = topics.filter(topic => wanted.every(word => topic.text.includes(word))
      && (mode.value !== "newest" || topic.born >= first) && (mode.value !== "retired" || topic.retired >= first));
    found.sort((a, b) => ORDERS[mode.value](a, b) || a.id - b.id);
    limit = STEP;
    draw();
  }

  const percent = value => (100 * value).toFixed(1) + "\u00a0%";
  const two = value => value.toFixed(2);
  document.getElementById("history-charts").append(...[
    sizes(), signals(),
    figureOf("In no topic", " share of the documents", "outlierShare", percent),
    figureOf("Similarity", " mean cosine of documents with their topics", "similarity", two),
    figureOf("Novelty", " mean distance to the nearest document of the fit\u2019s sample", "novelty", two),
    births()].filter(Boolean));
  document.getElementById("history-recent").textContent =
    "Documents in the last " + (recentChunks === 1 ? "chunk" : recentChunks + " chunks");
  mode.addEventListener("change", update);
  filter.addEventListener("input", update);
  more.addEventListener("click", () => { limit += 2 * STEP; draw(); });
  document.getElementById("history-app").hidden = false;
  update();
})();
