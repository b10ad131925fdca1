"""The Python programs that the benchmarks compare with, as a process that takes commands.

A command is a line of tab-separated words on standard input, its answer a line on standard output:
"ok SECONDS CPU_SECONDS", "missing" where the library cannot be imported, or "error MESSAGE". Seconds
are those of the call alone: files are read before it and written after it. Arrays go through .npy
files.
"""

import importlib
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")

NEIGHBORS = 15
COMPONENTS = 5
MIN_CLUSTER_SIZE = 10

libraries = {}
fitted = {}


class Missing(Exception):
    """A library that is not installed."""


def library(name):
    if name not in libraries:
        try:
            libraries[name] = importlib.import_module(name)
        except ImportError as e:
            print(f"peers: no {name} ({e})", file=sys.stderr)
            libraries[name] = None
    if libraries[name] is None:
        raise Missing
    return libraries[name]


def timed(call):
    start, cpu_start = time.perf_counter(), time.process_time()
    result = call()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    return result, f"{seconds:.6f} {cpu_seconds:.6f}"


def load(path):
    return library("numpy").load(path)


def save(path, array):
    np = library("numpy")
    np.save(path, np.ascontiguousarray(array))


def new_umap(seed):
    # BERTopic's parameters; with a seed umap-learn lays out on one thread.
    return library("umap").UMAP(
        n_neighbors=NEIGHBORS,
        n_components=COMPONENTS,
        min_dist=0.0,
        metric="cosine",
        random_state=None if seed == "-" else int(seed),
    )


def umap_fit(rows, seed, layout):
    model = new_umap(seed)
    data = load(rows)
    result, seconds = timed(lambda: model.fit_transform(data))
    fitted["umap"] = model
    save(layout, result)
    return seconds


def umap_transform(rows, places):
    data = load(rows)
    result, seconds = timed(lambda: fitted["umap"].transform(data))
    save(places, result)
    return seconds


def umap_neighbors(rows, lists):
    umap = library("umap")
    np = library("numpy")
    data = load(rows)
    state = np.random.RandomState(1)
    # As a fit without a seed calls it.
    (indices, _, _), seconds = timed(
        lambda: umap.umap_.nearest_neighbors(
            data, NEIGHBORS, "cosine", {}, False, state, low_memory=True, n_jobs=-1
        )
    )
    save(lists, indices.astype(np.int32))
    return seconds


def fast_hdbscan_fit(rows, labels):
    model = library("fast_hdbscan").HDBSCAN(min_cluster_size=MIN_CLUSTER_SIZE)
    data = load(rows)
    _, seconds = timed(lambda: model.fit(data))
    save(labels, model.labels_.astype("int32").reshape(-1, 1))
    return seconds


def hdbscan_fit(rows, labels):
    model = library("hdbscan").HDBSCAN(min_cluster_size=MIN_CLUSTER_SIZE, core_dist_n_jobs=-1)
    data = load(rows)
    _, seconds = timed(lambda: model.fit(data))
    save(labels, model.labels_.astype("int32").reshape(-1, 1))
    return seconds


def hdbscan_prepare(rows):
    data = load(rows)
    model = library("hdbscan").HDBSCAN(min_cluster_size=MIN_CLUSTER_SIZE, prediction_data=True)
    _, seconds = timed(lambda: model.fit(data))
    fitted["hdbscan"] = model
    return seconds


def hdbscan_predict(rows, labels):
    hdbscan = library("hdbscan")
    data = load(rows)
    (found, _), seconds = timed(lambda: hdbscan.approximate_predict(fitted["hdbscan"], data))
    save(labels, found.astype("int32").reshape(-1, 1))
    return seconds


def version(name):
    try:
        library(name)
    except Missing:
        return f"{name} -"
    metadata = importlib.import_module("importlib.metadata")
    for distribution in (name, name + "-learn"):
        try:
            return f"{name} {metadata.version(distribution)}"
        except metadata.PackageNotFoundError:
            pass
    return f"{name} {getattr(libraries[name], '__version__', '?')}"


def versions():
    names = ["numpy", "numba", "pynndescent", "umap", "hdbscan", "fast_hdbscan"]
    return f"Python {sys.version.split()[0]}, " + ", ".join(version(name) for name in names)


COMMANDS = {
    "umap-fit": umap_fit,
    "umap-transform": umap_transform,
    "umap-neighbors": umap_neighbors,
    "fast-hdbscan-fit": fast_hdbscan_fit,
    "hdbscan-fit": hdbscan_fit,
    "hdbscan-prepare": hdbscan_prepare,
    "hdbscan-predict": hdbscan_predict,
}


def main():
    # What a library prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        name, *arguments = line.rstrip("\n").split("\t")
        try:
            if name == "versions":
                answer = versions()
            else:
                answer = f"ok {COMMANDS[name](*arguments)}"
        except Missing:
            answer = "missing"
        except Exception as e:  # the benchmark decides what to do about it
            answer = f"error {type(e).__name__}: {e}".replace("\n", " ")
        print(answer, file=answers)


if __name__ == "__main__":
    main()
