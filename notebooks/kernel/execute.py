"""Executes notebooks top to bottom. run.sh calls it.

execute.py TARGET NOTEBOOK...      writes the executed notebooks to the folder TARGET
"""

import json
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 180
SECONDS_PER_CELL = 300


def execute(notebook):
    """The notebook with the outputs of a run of all its cells, in a new kernel, in its own folder."""
    result = nbformat.read(notebook, as_version=4)
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(
        result,
        timeout=SECONDS_PER_CELL,
        startup_timeout=SECONDS_TO_START,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(notebook.parent)}},
    ).execute()
    return result


def is_progress(output):
    """Whether it only says how far the embedding is, and how fast."""
    lines = output.get("text", "").splitlines()
    return output.get("name") == "stderr" and all(line.startswith("embedding: ") for line in lines)


def tidy(notebook):
    """Takes out what differs between two runs or two machines."""
    # The version of the language depends on the machine.
    language = notebook.metadata.get("language_info", {})
    for key in [key for key in language if key not in ("name", "file_extension", "mimetype")]:
        del language[key]
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs = [output for output in cell.get("outputs", []) if not is_progress(output)]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count


def faults(notebook):
    """What a reader should not see in the outputs, as sentences."""
    shown = 0
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            shown += 1
            if output.output_type == "error":
                yield f"cell {number} raises {output.ename}"
            if output.get("name") == "stderr":
                yield f"cell {number} writes to stderr: {output.text[:300]!r}"
            if str(HERE.parent) in json.dumps(output):
                yield f"cell {number} shows the path {HERE.parent}"
    if not shown:
        yield "there are no outputs"


def main(target, notebooks):
    status = 0
    for name in notebooks:
        notebook = Path(name).resolve()
        begin = time.monotonic()
        try:
            result = execute(notebook)
            tidy(result)
            wrong = list(faults(result))
        except CellExecutionError as error:
            wrong = [re.sub(r"\x1b\[[0-9;]*m", "", str(error))]
        shown = notebook.relative_to(HERE)
        print(f"{shown}: {time.monotonic() - begin:.0f} s", flush=True)
        for sentence in wrong:
            print(f"{shown}: {sentence}", file=sys.stderr, flush=True)
        if wrong:
            status = 1
            continue
        destination = Path(target) / shown
        destination.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
        destination.write_text(text + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
