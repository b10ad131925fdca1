"use strict";
(() => {
  const { element, number, dark, colour, titled, palette } = page;
  const LABELS = 40;
  const HITS = 50;
  const LISTED = 20;
  const FADED = 0.12;
  const map = JSON.parse(document.getElementById("map-data").textContent);
  const topics = new Map(JSON.parse(document.getElementById("data").textContent).topics.map(t => [t.id, t]));
  const plot = document.getElementById("map-plot");
  const find = document.getElementById("map-find");
  const shown = document.getElementById("map-shown");
  const hits = document.getElementById("map-hits");
  const reader = document.getElementById("map-document");
  const withOutliers = document.getElementById("map-outliers");
  const withLabels = document.getElementById("map-labels");

  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer;
  const places = new Uint16Array(bytes(map.places));
  const topicOf = new Int32Array(bytes(map.topics));
  const count = topicOf.length;
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    x[i] = places[2 * i];
    y[i] = places[2 * i + 1];
  }
  const members = new Map();
  for (let i = 0; i < count; i++) {
    const known = members.get(topicOf[i]);
    if (known) known.push(i);
    else members.set(topicOf[i], [i]);
  }
  const lower = map.texts.map(text => text.toLowerCase());

  // The cell of a coarse grid with the most documents of the topic: its dense middle, which a mean may miss.
  function middle(of) {
    const cells = new Map();
    for (const i of of) {
      const cell = (x[i] >> 11) * 32 + (y[i] >> 11);
      const known = cells.get(cell);
      if (known) known.push(i);
      else cells.set(cell, [i]);
    }
    let best = [];
    for (const cell of cells.values()) if (cell.length > best.length) best = cell;
    const mean = values => best.reduce((sum, i) => sum + values[i], 0) / best.length;
    return [mean(x), mean(y)];
  }

  const titleOf = id => {
    const topic = topics.get(id);
    if (id < 0) return "in no topic";
    const name = topic ? topic.name : String(id);
    return name.length > 40 ? name.slice(0, 39) + "…" : name;
  };
  // Plotly reads a little HTML in labels.
  const plain = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const short = id => plain(titleOf(id).replace(/^\d+_/, "").split("_").slice(0, 3).join(", "));
  const largest = [...members.keys()].filter(id => id >= 0).sort((a, b) => members.get(b).length - members.get(a).length);
  const middles = new Map(largest.map(id => [id, middle(members.get(id))]));
  const size = count > 20000 ? 3 : count > 4000 ? 4 : 6;
  const inTopic = [];
  for (let i = 0; i < count; i++) if (topicOf[i] >= 0) inTopic.push(i);
  const outside = members.get(-1) ?? [];
  const take = (values, rows) => Float32Array.from(rows, i => values[i]);

  function trace(rows, marker) {
    return { type: "scattergl", mode: "markers", x: take(x, rows), y: take(y, rows), customdata: rows, hoverinfo: "none", marker, showlegend: false };
  }

  const hues = palette().length;
  const colourOf = id => palette()[id % hues];
  const scale = () => palette().flatMap((shade, i) => [[i / hues, shade], [(i + 1) / hues, shade]]);
  const traces = [
    trace(outside, { size: size - 1, color: "#8b94a3", opacity: 0.35 }),
    trace(inTopic, { size, color: Float32Array.from(inTopic, i => topicOf[i] % hues + 0.5), colorscale: scale(), cmin: 0, cmax: hues, opacity: 0.75 }),
    trace([], { size: size + 3, color: "#000", line: { width: 1, color: "#fff" } })
  ];

  // The largest topics in view whose labels do not lie on each other; more of them when one zooms in.
  function readable() {
    const axes = plot._fullLayout;
    const [left, right] = axes?.xaxis?.range ?? [0, 65535];
    const [bottom, top] = axes?.yaxis?.range ?? [0, 65535];
    const across = plot.clientWidth / (right - left);
    const up = plot.clientHeight / (top - bottom);
    const taken = [];
    const found = [];
    for (const id of largest) {
      const [x, y] = middles.get(id);
      if (found.length === LABELS) break;
      if (x < left || x > right || y < bottom || y > top) continue;
      const half = 4 + 3.1 * short(id).length;
      const box = [x * across - half, x * across + half, y * up - 10, y * up + 10];
      if (taken.some(other => box[0] < other[1] && other[0] < box[1] && box[2] < other[3] && other[2] < box[3])) continue;
      taken.push(box);
      found.push(id);
    }
    return found;
  }

  function annotations(ids) {
    return ids.map(id => {
      const [left, top] = middles.get(id);
      return { x: left, y: top, text: short(id), showarrow: false, font: { size: 11, color: colour("--text") }, bgcolor: dark.matches ? "rgba(18,22,28,.72)" : "rgba(255,255,255,.78)", borderpad: 2, captureevents: true, name: String(id) };
    });
  }

  let selected = null;

  function layout() {
    const axis = { visible: false, zeroline: false };
    return {
      margin: { l: 8, r: 8, t: 8, b: 8 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--soft"), activecolor: colour("--accent") }, dragmode: "pan", hovermode: "closest", uirevision: "stay",
      xaxis: axis, yaxis: { ...axis, scaleanchor: "x" }, font: { family: "system-ui, sans-serif" },
      annotations: withLabels.checked ? annotations(selected === null ? readable() : middles.has(selected) ? [selected] : []) : []
    };
  }

  const options = { responsive: true, scrollZoom: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };

  function redraw(lit, marked) {
    traces[0].visible = withOutliers.checked;
    traces[0].marker.opacity = lit ? FADED : 0.35;
    traces[1].marker.opacity = lit ? FADED : 0.75;
    traces[1].marker.colorscale = scale();
    traces[2] = trace(lit ?? [], { size: size + 2, color: marked, line: { width: 0.5, color: colour("--card") } });
    return Plotly.react(plot, traces, layout(), options);
  }

  function tell(lit) {
    const part = count < map.documents ? number(count) + " of " + number(map.documents) + " documents are on the map" : number(count) + " documents";
    const searched = map.texts.length < count ? "; texts of " + number(map.texts.length) + " can be searched" : "";
    shown.textContent = lit === undefined ? part + (map.texts.length ? searched : "; their texts are not on this page") : number(lit) + " found; " + part;
  }

  function read(i) {
    const id = topicOf[i];
    const link = id < 0 ? element("span", {}, "in no topic") : element("a", { href: "#topic=" + id }, "topic " + titled(id, titleOf(id)));
    reader.replaceChildren(element("code", { dir: "auto" }, map.ids[i]), element("p", { dir: "auto" }, map.texts[i] ?? ""), element("p", {}, link));
  }

  function zoom(i) {
    const reach = 3000;
    Plotly.relayout(plot, { "xaxis.range": [x[i] - reach, x[i] + reach], "yaxis.range": [y[i] - reach, y[i] + reach] });
    read(i);
  }

  function search() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    if (!words.length) {
      tell();
      show(selected);
      return;
    }
    const query = find.value.trim();
    const found = [];
    for (let i = 0; i < count; i++) {
      const text = lower[i];
      if (map.ids[i] === query || (text !== undefined && words.every(word => text.includes(word)))) found.push(i);
    }
    const named = [...topics.values()].filter(t => t.id >= 0 && words.every(word =>
      String(t.id) === word || t.name.toLowerCase().includes(word) || t.words.some(w => w[0].toLowerCase() === word)));
    for (const topic of named.slice(0, LISTED / 2)) {
      const button = element("button", { type: "button" }, element("b", {}, "Topic "), ...page.breakable(titled(topic.id, titleOf(topic.id))));
      button.addEventListener("click", () => { location.hash = "topic=" + topic.id; });
      hits.append(element("li", {}, button));
    }
    for (const i of found.slice(0, LISTED)) {
      const button = element("button", { type: "button" }, element("code", { dir: "auto" }, map.ids[i]), element("p", { dir: "auto" }, map.texts[i] ?? ""));
      button.addEventListener("click", () => zoom(i));
      hits.append(element("li", {}, button));
    }
    tell(found.length);
    redraw(found.length ? found : [], colour("--accent"));
  }

  function show(id) {
    selected = id;
    redraw(id === null ? null : members.get(id) ?? [], id === null ? "#000" : id < 0 ? "#8b94a3" : colourOf(id));
  }

  // What a topic is about, next to the map; the rest is below it.
  function about(id) {
    const topic = topics.get(id);
    if (!topic) return;
    const more = element("button", { type: "button" }, "Words and documents");
    more.addEventListener("click", () => document.getElementById("topic").scrollIntoView());
    reader.replaceChildren(element("b", { dir: "auto" }, ...page.breakable(id < 0 ? "In no topic" : "Topic " + titled(id, topic.name))),
      element("p", {}, number(topic.size) + " documents"),
      element("p", { dir: "auto" }, topic.words.map(word => word[0]).join(", ")), element("p", {}, more));
  }

  document.addEventListener("topic", event => {
    show(event.detail);
    if (event.detail === null) hint();
    else about(event.detail);
  });
  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  withOutliers.addEventListener("change", () => show(selected));
  withLabels.addEventListener("change", () => show(selected));
  document.getElementById("map-reset").addEventListener("click", () => {
    find.value = "";
    hits.replaceChildren();
    hint();
    if (location.hash) page.close();
    Plotly.relayout(plot, { "xaxis.autorange": true, "yaxis.autorange": true });
    tell();
    show(null);
  });
  dark.addEventListener("change", () => show(selected));

  const hint = () => reader.replaceChildren(element("p", {}, "Point at a document to read it here. Click a label to see its topic; drag to move, scroll to zoom."));
  document.getElementById("map-app").hidden = false;
  hint();
  tell();
  Plotly.newPlot(plot, traces, layout(), options).then(() => {
    plot.on("plotly_click", event => read(event.points[0].customdata));
    plot.on("plotly_hover", event => read(event.points[0].customdata));
    plot.on("plotly_clickannotation", event => { location.hash = "topic=" + event.annotation.name; });
    let moving = 0;
    plot.on("plotly_relayout", changed => {
      if (Object.keys(changed).some(key => key.startsWith("annotations"))) return;
      clearTimeout(moving);
      moving = setTimeout(() => Plotly.relayout(plot, { annotations: layout().annotations }), 200);
    });
    plot.dataset.drawn = "true";
    Plotly.relayout(plot, { annotations: layout().annotations });
    performance.mark("map-drawn");
    const wanted = /^#topic=(-?\d+)$/.exec(location.hash);
    if (wanted) {
      show(Number(wanted[1]));
      about(Number(wanted[1]));
    }
  });
})();
