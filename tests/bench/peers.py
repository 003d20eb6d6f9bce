"""The peers of the benchmarks: makes the data, times scikit-learn on it, leaves the data for the page.

    peers.py silhouette FOLDER [ROWS]   exact silhouette of ROWS x 8, labels of K-Means with k = 5
    peers.py select FOLDER [ROWS]       K-Means (n_init=10) and mini-batch, k = 2..10, silhouettes of 10,000
    peers.py headline URL FOLDER        the same from order lines in the ClickHouse at URL: aggregate, to pandas, scale

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
    scores = candidates(x)
    return {"seconds": time.perf_counter() - start, "rows": rows, "scores": scores}


def candidates(x):
    scores = {}
    for k in range(2, 11):
        for name, model in (
            ("K-Means", KMeans(k, n_init=10, random_state=42)),
            ("mini-batch", MiniBatchKMeans(k, random_state=42)),
        ):
            labels = model.fit_predict(x)
            score = silhouette_score(x, labels, sample_size=10_000, random_state=42)
            scores[f"{name} {k}"] = float(score)
    return scores


# Recency, frequency and monetary value of the last twelve months, by customer.
RFM = """
SELECT
    customer,
    toDate('2026-01-01') - max(if(quantity > 0, toDate(time), toDate('2025-01-01'))) AS recency,
    uniqExactIf(`order`, quantity > 0) AS frequency,
    sum(toFloat64(quantity) * toFloat64(price) - if(quantity > 0, 1, -1) * toFloat64(discount)) AS monetary
FROM shop.clientele_lines
WHERE aside = '' AND service = '' AND price > 0 AND quantity != 0 AND customer != 0
    AND time >= toDateTime('2025-01-01 00:00:00', 'UTC') AND time < toDateTime('2026-01-01 00:00:00', 'UTC')
GROUP BY customer
HAVING frequency > 0
ORDER BY customer
FORMAT ArrowStream
"""


def headline(url):
    import urllib.request

    import pyarrow as pa
    from sklearn.preprocessing import StandardScaler

    start = time.perf_counter()
    with urllib.request.urlopen(f"{url}/?output_format_arrow_compression_method=none", RFM.encode()) as answer:
        table = pa.ipc.open_stream(answer.read()).read_all().to_pandas()
    asked = time.perf_counter() - start
    measures = table[["recency", "frequency", "monetary"]].clip(lower=0)
    x = StandardScaler().fit_transform(np.log1p(measures))
    scores = candidates(x)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "asked": asked, "customers": len(table), "scores": scores}


def main():
    if sys.argv[1] == "headline":
        print(json.dumps(headline(sys.argv[2]) | {"version": sklearn.__version__}))
        return
    work, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    default = {"silhouette": 100_000, "select": 247_000}[work]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else default
    answer = {"silhouette": silhouette, "select": select}[work](folder, rows)
    print(json.dumps(answer | {"version": sklearn.__version__}))


main()
