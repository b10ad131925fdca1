"use strict";
(() => {
  const { element, dark, colour, lit } = page;
  const NARROW = 700;
  const NAME = 21;
  const FOOT = 60;
  const CHARACTERS = 20;
  const LEGIBLE = 6;
  const known = new Set(JSON.parse(document.getElementById("data").textContent).topics.map(t => t.id));
  const timeline = JSON.parse(document.getElementById("timeline-data").textContent);

  const shade = value => Array.isArray(value) ? value.map(lit) : lit(value);
  const coloured = part => part ? { ...part, ...(part.color ? { color: shade(part.color) } : {}) } : part;
  const themedTrace = trace => ({ ...trace,
    ...(trace.line ? { line: coloured(trace.line) } : {}), ...(trace.marker ? { marker: coloured(trace.marker) } : {}) });

  const heightOf = spec => spec.layout.height ?? 450;

  // Pixels of a legend that stands below a narrow figure; 0 where it stands beside it.
  function legend(spec, width) {
    const names = spec.data.filter(trace => trace.name && trace.showlegend !== false).length;
    const none = spec.layout.showlegend === false || names < 2;
    return width >= NARROW || none ? 0 : NAME * names;
  }

  // An axis of topics: names do not fit below a figure, and on a telephone beside a tree only their beginnings.
  function named(name, spec, ids, width) {
    const { tickvals, ticktext } = spec.layout[name];
    const narrow = width < NARROW;
    const room = name === "xaxis" ? width * (narrow ? .75 : .6) : heightOf(spec) - 80;
    const size = Math.floor(Math.min(12, .9 * room / ids.length));
    const short = text => text.length > CHARACTERS ? text.slice(0, CHARACTERS - 1) + "\u2026" : text;
    const matrix = spec.data[0].type === "heatmap";
    const texts = name === "xaxis" || narrow && matrix ? tickvals.map(value => String(ids[value])) : narrow ? ticktext.map(short) : ticktext;
    return { ticktext: texts, fixedrange: true, showticklabels: size >= LEGIBLE, tickfont: { size } };
  }

  // The figure as it is, in the page's colours and width.
  function themed(spec, width) {
    const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), linecolor: colour("--line"), automargin: true };
    const layout = { ...spec.layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true,
      font: { ...spec.layout.font, color: colour("--text"), family: "system-ui, sans-serif", size: 12 },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--soft"), activecolor: colour("--accent") },
      hoverlabel: { ...spec.layout.hoverlabel, bgcolor: colour("--card"), bordercolor: colour("--line"), font: { color: colour("--text") } },
      margin: { l: 10, r: 20, t: spec.layout.annotations ? 50 : 30, b: 40 } };
    // A finger scrolls the page; a mouse draws what is zoomed.
    if (matchMedia("(pointer: coarse)").matches) layout.dragmode = false;
    const below = legend(spec, width);
    if (below > 0) {
      layout.margin.b = FOOT + below;
      layout.height = heightOf(spec) + below;
      layout.legend = { ...spec.layout.legend, orientation: "h", font: { size: 11 }, x: 0, yanchor: "top", y: -FOOT / (layout.height - layout.margin.t - layout.margin.b) };
    }
    const ids = (spec.layout.meta ?? {}).topics;
    for (const name of Object.keys(spec.layout).filter(key => /^[xy]axis\d*$/.test(key))) {
      layout[name] = { ...spec.layout[name], ...axis };
      if (ids && spec.layout[name].ticktext) Object.assign(layout[name], named(name, spec, ids, width));
    }
    delete layout.width;
    delete layout.title;
    return layout;
  }

  const open = id => { if (known.has(id)) location.hash = "#topic=" + id; };

  // Where a figure has one topic per tick, per bar or per line, a click opens it.
  function topicOf(point, spec) {
    const ids = (spec.layout.meta ?? {}).topics;
    if (point.customdata !== undefined && point.customdata !== null) return point.customdata;
    if (point.data.meta && point.data.meta.topic !== undefined) return point.data.meta.topic;
    return point.data.type === "heatmap" && ids ? ids[point.y] : undefined;
  }

  function figure(plot) {
    const spec = JSON.parse(document.getElementById(plot.dataset.figure + "-data").textContent);
    const ids = (spec.layout.meta ?? {}).topics;
    plot.style.minHeight = heightOf(spec) + legend(spec, plot.clientWidth) + "px";
    const options = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };
    const draw = () => Plotly.react(plot, spec.data.map(themedTrace), themed(spec, plot.clientWidth), options);
    function first() {
      draw().then(() => {
        plot.dataset.drawn = "true";
        plot.on("plotly_click", event => open(topicOf(event.points[0], spec)));
        if (ids) plot.addEventListener("click", event => {
          const tick = event.target.closest(".xtick, .ytick");
          if (tick && event.target.__data__) open(ids[event.target.__data__.x]);
        });
      });
      dark.addEventListener("change", draw);
    }
    // Drawn when it comes near: a page with many figures opens at once.
    new IntersectionObserver((seen, watch) => {
      if (seen.some(entry => entry.isIntersecting)) {
        watch.disconnect();
        first();
      }
    }, { rootMargin: "600px" }).observe(plot);
    addEventListener("beforeprint", () => { if (!plot.dataset.drawn) first(); });
  }

  // The documents of an opened topic over time.
  const body = document.getElementById("topic-body");
  function history(id) {
    const documents = timeline.documents[id];
    if (!documents) return;
    const plot = element("div", { className: "timeline", role: "img" });
    plot.setAttribute("aria-label", "Documents of the topic over time, from " + timeline.first + " to " + timeline.last);
    body.append(element("h3", {}, "Documents over time"), plot);
    const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), automargin: true, fixedrange: true };
    Plotly.newPlot(plot,
      [{ type: "scatter", mode: "lines", fill: "tozeroy", x: timeline.times, y: documents, line: { color: colour("--accent") }, hovertemplate: "%{x}<br>%{y} documents<extra></extra>" }],
      { height: 180, margin: { l: 10, r: 10, t: 10, b: 10 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
        font: { color: colour("--text"), family: "system-ui, sans-serif", size: 12 }, xaxis: { ...timeline.axis, ...axis }, yaxis: { ...axis, rangemode: "tozero" } },
      { responsive: true, displayModeBar: false });
  }
  document.addEventListener("topic", event => { if (event.detail !== null) history(event.detail); });
  const opened = /^#topic=(-?\d+)$/.exec(location.hash);
  if (opened && known.has(Number(opened[1]))) history(Number(opened[1]));
  document.querySelectorAll(".figure").forEach(figure);
})();
