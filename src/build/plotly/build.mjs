// Makes the part of Plotly that the page of a run draws with: lines, bars, heatmaps, and points by WebGL, in the
// form that needs no eval. Run by hand, when Plotly's version changes; the result is in the repository:
//     npm install --ignore-scripts && node build.mjs ../../main/resources/org/sparkbertopic/report/plotly-page.min.js
import { build } from "esbuild";
import { environmentPlugin } from "esbuild-plugin-environment";
import { glsl } from "esbuild-plugin-glsl";
import css from "esbuild-plugin-inline-css";
import { createRequire } from "node:module";

const { version } = createRequire(import.meta.url)("plotly.js/package.json");
await build({
  stdin: {
    contents: `
      const Plotly = require("plotly.js/lib/core");
      Plotly.register([
        require("plotly.js/lib/bar"),
        require("plotly.js/lib/heatmap"),
        require("plotly.js/src/traces/scattergl/strict"),
      ]);
      module.exports = Plotly;`,
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2016",
  charset: "utf8",
  legalComments: "eof",
  banner: { js: `/* plotly.js ${version} (lines, bars, heatmaps, points), Copyright 2012-2026 Plotly, Inc., MIT license; made by src/build/plotly/build.mjs */` },
  plugins: [css(), glsl({ minify: true }), environmentPlugin({ NODE_DEBUG: false })],
  alias: { stream: "stream-browserify" },
  define: { global: "window", "define.amd": "false" },
  outfile: process.argv[2],
});
