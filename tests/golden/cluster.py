"""Writes cluster.json: what scikit-learn says about groupings of the customers in cluster_rfm.csv.

Usage: python cluster.py crates/analysis/tests/golden/cluster_rfm.csv \
           crates/analysis/tests/golden/cluster.json
Needs numpy and scikit-learn.
"""

import json
import sys

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.cluster import KMeans

rfm = np.loadtxt(sys.argv[1], delimiter=",", comments="#")


def prepared(values):
    """Capped at the 1st and 99th percentile, log1p, standardised; rounded as our matrix is."""
    low, high = np.percentile(values, [1, 99], axis=0)
    logged = np.log1p(np.clip(values, low, high))
    return ((logged - logged.mean(axis=0)) / logged.std(axis=0)).astype(np.float32)


def scores(matrix, labels):
    """All scores of one grouping, in double precision."""
    matrix = matrix.astype(np.float64)
    each = metrics.silhouette_samples(matrix, labels)
    means = np.array([matrix[labels == c].mean(axis=0) for c in range(labels.max() + 1)])
    return {
        "silhouette": each.mean(),
        "silhouette_samples": [round(float(s), 6) for s in each[::40]],
        "calinski_harabasz": metrics.calinski_harabasz_score(matrix, labels),
        "davies_bouldin": metrics.davies_bouldin_score(matrix, labels),
        "inertia": float(((matrix - means[labels]) ** 2).sum()),
    }


matrix = prepared(rfm)
given = []
for groups in (2, 5, 9):
    # Any fixed grouping will do: centroids from a few customers, nearest wins.
    centroids = matrix[:: len(matrix) // groups][:groups].astype(np.float64)
    gaps = ((matrix[:, None, :].astype(np.float64) - centroids[None]) ** 2).sum(axis=2)
    labels = gaps.argmin(axis=1)
    given.append({"centroids": centroids.tolist(), **scores(matrix, labels)})

best = []
for k in range(2, 11):
    model = KMeans(k, n_init=50, max_iter=1000, tol=1e-9, random_state=0).fit(
        matrix.astype(np.float64)
    )
    best.append({"k": k, "inertia": model.inertia_})

raw = rfm.astype(np.float32)
model = KMeans(5, n_init=10, random_state=0).fit(raw.astype(np.float64))
trap = scores(raw, model.labels_)
trap["largest_share"] = np.bincount(model.labels_).max() / len(raw)

json.dump(
    {
        "made_with": f"scikit-learn {sklearn.__version__}",
        "prepared_first_row": matrix[0].tolist(),
        "given": given,
        "best": best,
        "unscaled_five": trap,
    },
    open(sys.argv[2], "w"),
    indent=1,
)
