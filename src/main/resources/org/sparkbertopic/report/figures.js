"use strict";
(() => {
  const { dark, colour, lit } = page;
  const spec = JSON.parse(document.getElementById("hierarchy-data").textContent);
  const plot = document.getElementById("hierarchy-plot");

  const traces = () => spec.data.map(trace => ({ ...trace,
    ...(trace.line ? { line: { ...trace.line, color: lit(trace.line.color) } } : {}),
    ...(trace.marker ? { marker: { ...trace.marker, color: lit(trace.marker.color) } } : {}) }));

  // The figure as it is, in the page's colours and width.
  function themed() {
    const axis = { gridcolor: colour("--line"), zerolinecolor: colour("--line"), linecolor: colour("--line"), automargin: true };
    const layout = { ...spec.layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true,
      font: { ...spec.layout.font, color: colour("--text"), family: "system-ui, sans-serif", size: 12 },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: colour("--soft"), activecolor: colour("--accent") },
      xaxis: { ...spec.layout.xaxis, ...axis }, yaxis: { ...spec.layout.yaxis, ...axis },
      margin: { l: 10, r: 20, t: 20, b: 40 } };
    delete layout.width;
    delete layout.title;
    return layout;
  }

  const draw = () => Plotly.react(plot, traces(), themed(), { responsive: true, displaylogo: false });
  draw().then(() => { plot.dataset.drawn = "true"; });
  dark.addEventListener("change", draw);
})();
