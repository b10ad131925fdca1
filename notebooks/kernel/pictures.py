"""Adds to each figure of executed notebooks a picture of it, by Chromium.

Front ends that know Plotly draw the figure itself; others, such as the page of a code host, show the
picture. pictures.py CHROMIUM NOTEBOOK...
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import plotly

PLOTLY = "application/vnd.plotly.v1+json"
MARK = "data:image/png;base64,"
PAGE = """<!DOCTYPE html><meta charset="utf-8"><body><div id="figure"></div>
<script src="{script}"></script>
<script>
const spec = {spec};
const [width, height] = [spec.layout.width || 900, spec.layout.height || 500];
Plotly.newPlot("figure", spec.data, spec.layout)
  .then(figure => Plotly.toImage(figure, {{format: "png", width, height, scale: {scale}}}))
  .then(url => {{ document.body.textContent = url; }});
</script>"""


def picture(chromium, spec, scale=1):
    """The figure as PNG, in base64."""
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        text = json.dumps(spec).replace("<", "\\u003c")
        page.write_text(
            PAGE.format(script=script.as_uri(), spec=text, scale=scale), encoding="utf-8"
        )
        shown = subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-dev-shm-usage",
                "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                f"--user-data-dir={folder}/profile", "--virtual-time-budget=60000",
                "--dump-dom", page.as_uri(),
            ],
            capture_output=True, text=True, timeout=180, check=True,
        ).stdout
    if MARK not in shown:
        raise RuntimeError("Chromium has drawn nothing: " + shown[-500:])
    return shown.split(MARK)[1].split("<")[0]


def main(chromium, notebooks):
    for name in notebooks:
        path = Path(name)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        figures = [
            output["data"]
            for cell in notebook["cells"]
            for output in cell.get("outputs", [])
            if PLOTLY in output.get("data", {})
        ]
        for data in figures:
            # In Python the description is in the layout.
            data.setdefault("text/plain", data[PLOTLY]["layout"].get("meta", {}).get("alt", ""))
            data["image/png"] = picture(chromium, data[PLOTLY])
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")
        print(f"{path.name}: {len(figures)} pictures", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
