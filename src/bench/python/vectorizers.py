"""scikit-learn's CountVectorizer for the c-TF-IDF benchmark, as a process that takes commands.

Commands and answers are those of peers.py: a line of tab-separated words, then "ok SECONDS
CPU_SECONDS", "missing" or "error MESSAGE". Documents are read before the clock starts.
"""

import gzip
import importlib.metadata
import json
import sys
import time

documents = {}


def texts(path):
    if path not in documents:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            documents[path] = [json.loads(line)["text"] for line in lines]
    return documents[path]


def count(path, max_ngram, min_df):
    try:
        from sklearn.feature_extraction.text import CountVectorizer
    except ImportError as e:
        print(f"vectorizers: no scikit-learn ({e})", file=sys.stderr)
        return "missing"
    corpus = texts(path)
    vectorizer = CountVectorizer(ngram_range=(1, int(max_ngram)), min_df=int(min_df))
    start, cpu_start = time.perf_counter(), time.process_time()
    counts = vectorizer.fit_transform(corpus)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    print(f"vectorizers: {counts.shape[1]} terms", file=sys.stderr)
    return f"ok {seconds:.6f} {cpu_seconds:.6f}"


def versions():
    try:
        return "scikit-learn " + importlib.metadata.version("scikit-learn")
    except importlib.metadata.PackageNotFoundError:
        return "no scikit-learn"


def answer(command, *arguments):
    if command == "versions":
        return versions()
    if command == "count":
        return count(*arguments)
    return "error no such command: " + command


for line in sys.stdin:
    try:
        print(answer(*line.rstrip("\n").split("\t")), flush=True)
    except Exception as e:
        print("error " + repr(e).replace("\n", " "), flush=True)
