"""Reference figures of DBCV: hdbscan's validity_index of made point sets and of golden layouts.

Usage: dbcv.py GOLDEN > dbcv.json  (hdbscan 0.8.43, scikit-learn 1.9; numpy's default_rng(2014))
"""
import json, sys
import numpy as np
from hdbscan import HDBSCAN
from hdbscan.validity import validity_index
from scipy.spatial.distance import cdist

golden = sys.argv[1]


def dbcv(points, labels):
    # By distances that are exact: scikit-learn's of near points have errors of 1e-8.
    return float(validity_index(cdist(points, points), np.asarray(labels), metric="precomputed",
                                d=points.shape[1]))


random = np.random.default_rng(2014)


def blobs(centres, dimension, size, spread):
    points = [random.normal(c, spread, (size + 7 * i, dimension)) for i, c in enumerate(centres)]
    labels = [np.full(len(p), i) for i, p in enumerate(points)]
    return np.concatenate(points), np.concatenate(labels)


def noisy(points, labels, count):
    low, high = points.min(axis=0), points.max(axis=0)
    return (np.concatenate([points, random.uniform(low, high, (count, points.shape[1]))]),
            np.concatenate([labels, np.full(count, -1)]))


def rings():
    angles = random.uniform(0, 2 * np.pi, 90)
    radii = np.repeat([1.0, 3.0, 5.0], 30) + random.normal(0, 0.1, 90)
    return np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1), np.repeat([0, 1, 2], 30)


sets = {
    "apart": blobs([0, 10, 25], 2, 30, 1.0),
    "noise": noisy(*blobs([0, 4, 9, 15], 5, 25, 1.0), 20),
    "touching": blobs([0, 1.5], 3, 40, 1.0),
    "rings": rings(),
    "wide": blobs([0, 1], 40, 20, 0.5),
}
mixed, labels = blobs([0, 5], 2, 30, 1.0)
sets["mixed"] = mixed, random.permutation(labels)
# Some points on one spot, and a cluster label that no point has.
twice, labels = blobs([0, 6], 2, 20, 1.0)
sets["duplicates"] = np.concatenate([twice, twice[:9]]), np.concatenate([labels, labels[:9]]) * 2
result = []
for name, (points, labels) in sets.items():
    result.append({"name": name, "points": points.tolist(), "labels": labels.tolist(),
                   "value": dbcv(points, labels)})
for name in ("sotu5", "moons2"):
    points = np.load(f"{golden}/hdbscan/{name}/train.npy").astype(np.float64)
    labels = HDBSCAN(min_cluster_size=10).fit_predict(points)
    result.append({"name": name, "set": name, "labels": labels.tolist(),
                   "value": dbcv(points, labels)})
json.dump(result, sys.stdout)
