"""Reference figures of agreement and density: scikit-learn's metrics on the golden topics against the
passages' years, parties and presidents, and hdbscan's relative_validity_ of the golden layouts.

Usage: partitions.py GOLDEN > partitions.json  (scikit-learn 1.9, hdbscan 0.8.43)
"""
import json, sys
import numpy as np
from hdbscan import HDBSCAN
from hdbscan.plots import MinimumSpanningTree
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix



class Edges:
    """What relative_validity_ reads of a data frame, for a machine without pandas."""

    def __init__(self, rows):
        self.rows = rows

    def iterrows(self):
        return ((i, dict(zip(("from", "to", "distance"), row))) for i, row in enumerate(self.rows))


MinimumSpanningTree.to_pandas = lambda tree: Edges(tree.to_numpy())

golden = sys.argv[1]
rows = [json.loads(line) for line in open(golden + "/corpus/passages.jsonl")]
topics = np.array(json.load(open(golden + "/topics/model_topics.json")))
result = {"agreement": [], "relative_validity": []}
for column in ("year", "president", "party"):
    labels = np.array([str(row[column]) for row in rows])
    for clustered in (False, True):
        keep = topics >= 0 if clustered else topics >= -1
        table = contingency_matrix(topics[keep], labels[keep])
        result["agreement"].append({
            "column": column, "clustered": clustered, "documents": int(keep.sum()),
            "nmi": float(normalized_mutual_info_score(labels[keep], topics[keep])),
            "ari": float(adjusted_rand_score(labels[keep], topics[keep])),
            "purity": float(table.max(axis=1).sum() / table.sum())})
for case in json.load(open(golden + "/hdbscan/index.json")):
    if case["set"] not in ("sotu5", "blobs2", "moons2", "uniform3") or case["clusters"] == 0:
        continue
    points = np.load(f"{golden}/hdbscan/{case['set']}/train.npy")
    model = HDBSCAN(gen_min_span_tree=True, approx_min_span_tree=False, **case["params"])
    model.fit(points)
    found = {"set": case["set"], "name": case["name"], "value": float(model.relative_validity_)}
    if (case["set"], case["name"]) in (("moons2", "maxsize"), ("uniform3", "leaf")):
        found["labels"] = model.labels_.tolist()
        found["tree"] = [[int(a), int(b), w]
                         for a, b, w in model.minimum_spanning_tree_.to_numpy().tolist()]
    result["relative_validity"].append(found)
json.dump(result, sys.stdout)
