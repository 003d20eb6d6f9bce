"""The peers of the benchmarks: makes the data, times scikit-learn on it, leaves the data for the page.

    peers.py silhouette FOLDER [ROWS]   exact silhouette of ROWS x 8, labels of K-Means with k = 5
    peers.py select FOLDER [ROWS]       K-Means (n_init=10) and mini-batch, k = 2..10, silhouettes of 10,000

Prints one line of JSON. Values go to FOLDER as 32-bit floats, one feature after the other.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.metrics import silhouette_score


def customers(rows, cols, seed):
    """Skewed, correlated, overlapping groups, as prepared customers are: log1p'd and scaled."""
    rng = np.random.default_rng(seed)
    groups = 6
    centres = rng.normal(0.0, 1.6, (groups, cols))
    spread = rng.uniform(0.5, 1.1, (groups, cols))
    member = rng.choice(groups, rows, p=rng.dirichlet(np.full(groups, 4.0)))
    x = centres[member] + spread[member] * rng.normal(size=(rows, cols))
    x[:, 1:] += 0.4 * x[:, :1]
    x = np.log1p(np.exp(x))
    return ((x - x.mean(0)) / x.std(0)).astype(np.float32)


def save(folder, name, x):
    (folder / f"{name}.f32").write_bytes(np.ascontiguousarray(x.T).tobytes())


def silhouette(folder, rows):
    x = customers(rows, 8, 7)
    k = 5
    labels = MiniBatchKMeans(k, n_init=3, random_state=0).fit_predict(x)
    save(folder, "silhouette", x)
    (folder / "silhouette.labels").write_bytes(labels.astype(np.uint8).tobytes())
    start = time.perf_counter()
    mean = silhouette_score(x, labels)
    return {"seconds": time.perf_counter() - start, "mean": float(mean), "rows": rows, "k": k}


def select(folder, rows):
    x = customers(rows, 7, 11)
    save(folder, "select", x)
    start = time.perf_counter()
    scores = {}
    for k in range(2, 11):
        for name, model in (
            ("K-Means", KMeans(k, n_init=10, random_state=42)),
            ("mini-batch", MiniBatchKMeans(k, random_state=42)),
        ):
            labels = model.fit_predict(x)
            score = silhouette_score(x, labels, sample_size=10_000, random_state=42)
            scores[f"{name} {k}"] = float(score)
    return {"seconds": time.perf_counter() - start, "rows": rows, "scores": scores}


def main():
    work, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    default = {"silhouette": 100_000, "select": 247_000}[work]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else default
    answer = {"silhouette": silhouette, "select": select}[work](folder, rows)
    print(json.dumps(answer | {"version": sklearn.__version__}))


main()
