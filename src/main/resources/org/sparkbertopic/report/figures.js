"use strict";
(() => {
  const { element, dark, colour, lit } = page;
  const NARROW = 700;
  const known = new Set(JSON.parse(document.getElementById("data").textContent).topics.map(t => t.id));
  const timeline = JSON.parse(document.getElementById("timeline-data").textContent);

  const shade = value => Array.isArray(value) ? value.map(lit) : lit(value);
  const coloured = part => part ? { ...part, ...(part.color ? { color: shade(part.color) } : {}) } : part;
  const themedTrace = trace => ({ ...trace,
    ...(trace.line ? { line: coloured(trace.line) } : {}), ...(trace.marker ? { marker: coloured(trace.marker) } : {}) });

  // The figure as it is, in the page's colours and width.
  function themed(spec, width) {
    const narrow = width < NARROW;
    const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), linecolor: colour("--line"), automargin: true };
    const layout = { ...spec.layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true,
      font: { ...spec.layout.font, color: colour("--text"), family: "system-ui, sans-serif", size: 12 },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--soft"), activecolor: colour("--accent") },
      hoverlabel: { ...spec.layout.hoverlabel, bgcolor: colour("--card"), bordercolor: colour("--line"), font: { color: colour("--text") } },
      margin: { l: 10, r: 20, t: spec.layout.annotations ? 40 : 20, b: 40 } };
    if (narrow) layout.legend = { ...spec.layout.legend, orientation: "h", x: 0, y: -0.15, yanchor: "top" };
    const ids = (spec.layout.meta ?? {}).topics;
    for (const name of Object.keys(spec.layout).filter(key => /^[xy]axis\d*$/.test(key))) {
      layout[name] = { ...spec.layout[name], ...axis };
      // Names of topics do not fit below a figure, nor beside one on a telephone.
      const named = ids && (spec.layout[name].ticktext ?? []).length === ids.length;
      if (named && (name === "xaxis" || narrow)) layout[name].ticktext = ids.map(String);
      if (named) layout[name].fixedrange = true;
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
    plot.style.minHeight = (spec.layout.height ?? 450) + "px";
    const draw = () => Plotly.react(plot, spec.data.map(themedTrace), themed(spec, plot.clientWidth), { responsive: true, displaylogo: false });
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
    body.append(element("h3", {}, "Over time"), plot);
    const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), automargin: true, fixedrange: true };
    Plotly.newPlot(plot,
      [{ type: "scatter", mode: "lines", fill: "tozeroy", x: timeline.times, y: documents, line: { color: colour("--accent") } }],
      { height: 180, margin: { l: 10, r: 10, t: 10, b: 10 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
        font: { color: colour("--text"), family: "system-ui, sans-serif", size: 12 }, xaxis: { ...timeline.axis, ...axis }, yaxis: { ...axis, rangemode: "tozero" } },
      { responsive: true, displayModeBar: false });
  }
  document.addEventListener("topic", event => { if (event.detail !== null) history(event.detail); });
  const opened = /^#topic=(-?\d+)$/.exec(location.hash);
  if (opened && known.has(Number(opened[1]))) history(Number(opened[1]));
  document.querySelectorAll(".figure").forEach(figure);
})();
