"""scikit-learn and SciPy for the benchmark of topics, as a process that takes commands.

Commands and answers are those of peers.py: a line of tab-separated words, then "ok SECONDS
CPU_SECONDS", "missing" or "error MESSAGE". Arrays are read before the clock starts.
"""

import os
import sys
import time

WORDS = 5


def timed(call):
    start, cpu_start = time.perf_counter(), time.process_time()
    call()
    return f"ok {time.perf_counter() - start:.6f} {time.process_time() - cpu_start:.6f}"


def name(row, idf):
    import numpy as np

    weights = row.data / row.data.sum() * idf[row.indices]
    best = np.argsort(-weights)[:WORDS]
    return row.indices[best]


def hierarchy(folder):
    import numpy as np
    from scipy.cluster.hierarchy import linkage
    from scipy.sparse import csr_matrix, diags
    from scipy.spatial.distance import squareform
    from sklearn.metrics.pairwise import cosine_similarity
    from sklearn.preprocessing import normalize

    indptr = np.fromfile(os.path.join(folder, "indptr.bin"), dtype="<i4")
    indices = np.fromfile(os.path.join(folder, "indices.bin"), dtype="<i4")
    values = np.fromfile(os.path.join(folder, "counts.bin"), dtype="<f8")
    idf = np.fromfile(os.path.join(folder, "idf.bin"), dtype="<f8")
    counts = csr_matrix((values, indices, indptr), shape=(len(indptr) - 1, len(idf)))
    ctfidf = normalize(counts, norm="l1") @ diags(idf)

    def run():
        distances = 1 - cosine_similarity(ctfidf)
        np.fill_diagonal(distances, 0)
        distances[distances < 0] = 0
        merges = linkage(squareform(distances, checks=False), "ward")
        rows = [counts[i] for i in range(counts.shape[0])]
        for left, right, _, _ in merges:
            rows.append(rows[int(left)] + rows[int(right)])
            name(rows[-1], idf)

    return timed(run)


def reduce(folder, number):
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics.pairwise import cosine_similarity

    embeddings = np.load(os.path.join(folder, "embeddings.npy"))

    def run():
        distances = 1 - cosine_similarity(embeddings)
        np.fill_diagonal(distances, 0)
        AgglomerativeClustering(
            n_clusters=int(number), metric="precomputed", linkage="average"
        ).fit(distances)

    return timed(run)


def versions():
    parts = [f"Python {sys.version.split()[0]}"]
    for module in ("numpy", "scipy", "sklearn"):
        try:
            parts.append(f"{module} {__import__(module).__version__}")
        except ImportError:
            parts.append(f"no {module}")
    return ", ".join(parts)


COMMANDS = {"hierarchy": hierarchy, "reduce": reduce}


def answer(line):
    command, *arguments = line.rstrip("\n").split("\t")
    if command == "versions":
        return versions()
    try:
        return COMMANDS[command](*arguments)
    except ImportError as e:
        print(f"hierarchies: {e}", file=sys.stderr)
        return "missing"
    except Exception as e:  # told to the benchmark, which ends
        return f"error {e}"


for line in sys.stdin:
    print(answer(line), flush=True)
