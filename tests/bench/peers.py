"""The peers of the benchmarks: makes the data, times scikit-learn on it, leaves the data for the page.

    peers.py silhouette FOLDER [ROWS]   exact silhouette of ROWS x 8, labels of K-Means with k = 5
    peers.py select FOLDER [ROWS]       K-Means (n_init=10) and mini-batch, k = 2..10, silhouettes of 10,000
    peers.py mine PARQUET FOLDER        itemsets of Online Retail II, from order lines, by PyFIM, rusket and mlxtend
    peers.py mine-many PARQUET FOLDER   the same of the made-up retailer's millions of lines
    peers.py plan FOLDER [RUNS]         years of 4 campaigns of 6 segments: rates, lifts, margins and chance drawn by NumPy
    peers.py judge PARQUET FOLDER       a made-up result file of a million customers, judged by pandas, SciPy and statsmodels;
                                        leaves known.csv and unknown.csv
    peers.py own-files PARQUET FOLDER   Online Retail II as a shop's export, in CSV, Parquet and XLSX
    peers.py own FOLDER                 from that CSV to segments by pandas and scikit-learn, and pandas.read_excel
    peers.py headline URL FOLDER        the same from order lines in the ClickHouse at URL: aggregate, to pandas, scale

Prints one line of JSON. Values go to FOLDER as 32-bit floats, one feature after the other.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import own
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


# Shares of orders, and whether mlxtend is asked too.
SUPPORTS = ((0.005, True), (0.002, False))
SUPPORTS_OF_MANY = ((0.001, True),)

def campaigns():
    """Four campaigns of six segments, the first and third with a test first."""
    sizes = (2000, 900, 300, 1500, 700, 450)
    rates = (0.20, 0.14, 0.07, 0.31, 0.11, 0.05)
    all = []
    for scenario in range(4):
        cells = []
        for n, rate in zip(sizes, rates):
            bought = round(n * rate)
            cells.append({
                "customers": n,
                "rate": {"a": 1.0 + bought, "b": 1.0 + n - bought},
                "lift": {"mean": 0.02 + 0.01 * scenario, "error": 0.012},
                "margin": {"mean": 42.0, "error": 2.5},
                "spread": 30.0,
                "offer": 9.0 - 2.0 * scenario,
                "redeemed": {"a": 7.0, "b": 63.0},
                "contact": 0.02,
            })
        held = 0.5 if scenario % 2 == 0 else None
        all.append({"cells": cells, "shared": 0.008, "fixed": 900.0, "sends": 4, "held_out": held})
    return all


def plan(_, runs):
    all = campaigns()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        years = [simulated(campaign, np.random.default_rng(at), runs) for at, campaign in enumerate(all)]
        times.append(time.perf_counter() - start)
    return {"seconds": sorted(times)[2], "runs": runs, "campaigns": all, "years": years}


def simulated(campaign, rng, runs):
    """All years at once, one array per figure of a segment. The model is that of analysis/src/inference/simulation.rs."""
    def contacts(cell, truth, n):
        rate, lift, margin, redeemed = truth
        anyway = rng.binomial(n, rate)
        more = rng.binomial(n - anyway, np.clip(lift / np.maximum(1.0 - rate, 1e-300), 0.0, 1.0))
        fewer = rng.binomial(anyway, np.clip(-lift / rate, 0.0, 1.0))
        orders = np.where(lift >= 0.0, more, -fewer)
        apart = cell["spread"] * np.sqrt(np.abs(orders)) * rng.normal(size=runs)
        given = cell["offer"] * rng.binomial(anyway, redeemed)
        gain = orders * (margin - cell["offer"]) + apart - given - n * cell["contact"]
        return gain, anyway, orders

    cells, fixed, sends = campaign["cells"], campaign["fixed"], campaign["sends"]
    shared = campaign["shared"] * rng.normal(size=runs)
    truths = []
    for cell in cells:
        rate = rng.beta(cell["rate"]["a"], cell["rate"]["b"], runs)
        lift = cell["lift"]["mean"] + cell["lift"]["error"] * rng.normal(size=runs) + shared
        margin = cell["margin"]["mean"] + cell["margin"]["error"] * rng.normal(size=runs)
        redeemed = rng.beta(cell["redeemed"]["a"], cell["redeemed"]["b"], runs)
        truths.append((rate, np.clip(lift, -rate, 1.0 - rate), margin, redeemed))
    gain, goes_on = np.zeros(runs), np.ones(runs, dtype=bool)
    if (held := campaign["held_out"]) is not None:
        seen = np.full(runs, -fixed)
        for cell, truth in zip(cells, truths):
            control = int(np.floor(cell["customers"] * held + 0.5))
            treated = cell["customers"] - control
            brought, anyway, orders = contacts(cell, truth, treated)
            lift = (anyway + orders) / treated - rng.binomial(control, truth[0]) / control
            kept = cell["margin"]["mean"] - cell["offer"]
            mean = lambda of: of["a"] / (of["a"] + of["b"])
            lost = mean(cell["rate"]) * mean(cell["redeemed"]) * cell["offer"] + cell["contact"]
            seen += cell["customers"] * (lift * kept - lost)
            gain += brought
        gain -= fixed
        sends -= 1
        goes_on = seen > 0.0
    for cell, truth in zip(cells, truths):
        gain += np.where(goes_on, contacts(cell, truth, cell["customers"] * sends)[0], 0.0)
    gain -= np.where(goes_on, fixed * sends, 0.0)
    return {"mean": gain.mean(), "error": gain.std(ddof=1) / np.sqrt(runs), "loss": float((gain < 0.0).mean())}


# The day on which the made-up campaign was sent, and customers in it.
SENT = "2025-10-01"
EXPOSED = 1_000_000


def judge(parquet, folder):
    """Everything about a result, by the script that is the outside reference of the page's numbers: of customers of a shop as
    far as it has so many, and of others whom it does not know. Its lines are at hand before, as they are in the page."""
    sys.path.append(str(Path(__file__).parent.parent / "golden"))
    from judged_file import Shop, judged_file

    shop = Shop(parquet)
    for name, customers in (("known", shop.ids), ("unknown", shop.ids[:0])):
        result_file(folder / f"{name}.csv", customers)
    runs = [judged_file(folder / "known.csv", shop) for _ in range(2)]
    return {"known": min(runs, key=lambda run: run["seconds"])}


def result_file(file, known):
    """A line per customer: one in ten buys, of the treated a few more."""
    import pandas as pd

    rng = np.random.default_rng(14)
    others = [f"N{at:07}" for at in range(EXPOSED - len(known))]
    customers = rng.permutation(np.concatenate([known.astype(object), np.array(others, dtype=object)]))
    treated = rng.random(EXPOSED) < 0.5
    bought = rng.random(EXPOSED) < np.where(treated, 0.104, 0.100)
    revenue = np.where(bought, np.round(np.exp(3.5 + 0.8 * rng.normal(size=EXPOSED)), 2), 0.0)
    table = pd.DataFrame({
        "campaign": file.stem, "customer_id": customers, "arm": np.where(treated, "treated", "control"),
        "exposed_at": SENT, "converted": bought.astype(int), "revenue": revenue,
    })
    table.to_csv(file, index=False, float_format="%.2f")


# Seconds after which mlxtend is given up.
PATIENCE = 600


def mine(parquet, folder):
    """Itemsets of up to four products from order lines. Leaves the lines for the page: orders, then products."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(parquet, columns=["Invoice", "StockCode", "Quantity", "Price"])
    cancelled = pc.starts_with(table["Invoice"], "C")
    sold = pc.and_(pc.greater(table["Quantity"], 0), pc.greater(table["Price"], 0.0))
    table = table.filter(pc.and_not(sold, cancelled))
    orders = np.unique(table["Invoice"].to_numpy(), return_inverse=True)[1].astype(np.uint32)
    items = np.unique(table["StockCode"].to_numpy(), return_inverse=True)[1].astype(np.uint32)
    return miners(orders, items, SUPPORTS, folder / "mine.lines")


def mine_many(parquet, folder):
    """The same of the made-up retailer."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(parquet, columns=["order", "product", "quantity", "price"])
    table = table.filter(pc.and_(pc.greater(table["quantity"], 0), pc.greater(table["price"], 0)))
    # What is left is numbered anew: orders of returns alone are no baskets.
    def codes(name):
        column = table[name].combine_chunks()
        column = column.cast("string") if str(column.type).startswith("dictionary") else column
        return column.dictionary_encode().indices.to_numpy().astype(np.uint32)

    return miners(codes("order"), codes("product"), SUPPORTS_OF_MANY, folder / "mine-many.lines")


def miners(orders, items, supports, file):
    """Times the miners on order lines: numbers of orders and of products."""
    import fim

    file.write_bytes(np.concatenate([orders, items]).tobytes())
    rows = []
    for share, with_mlxtend in supports:
        floor = int(np.ceil(share * (orders.max() + 1)))
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            baskets = lists(orders, items)
            found = fim.eclat(baskets, target="s", supp=-floor, zmin=1, zmax=4)
            seconds.append(time.perf_counter() - start)
        sizes = np.bincount([len(s) for s, _ in found], minlength=5)[1:5]
        row = {"share": share, "floor": floor, "baskets": len(baskets), "seconds": min(seconds),
               "sets": sizes.tolist(), "orders": int(sum(n for _, n in found))}
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            count, total = rusket(orders, items, floor)
            seconds.append(time.perf_counter() - start)
        row["rusket"] = min(seconds)
        row["rusket_agrees"] = (count, total) == (len(found), row["orders"])
        if with_mlxtend:
            row["mlxtend"] = patient(mlxtend, orders, items, floor, len(found))
        rows.append(row)
    return {"rows": rows}


def lists(orders, items):
    """Distinct items of each order."""
    pairs = np.unique(orders.astype(np.uint64) << np.uint64(32) | items)
    starts = np.flatnonzero(np.diff(pairs >> np.uint64(32))) + 1
    return [part.tolist() for part in np.split((pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32), starts)]


def rusket(orders, items, floor):
    """Sets, and orders over all of them."""
    import rusket
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((np.ones(len(orders), dtype=np.int8), (orders, items)))
    matrix.data[:] = 1
    # Half an order less, so that no rounding leaves a set out.
    share = (floor - 0.5) / matrix.shape[0]
    found = rusket.eclat(matrix, min_support=share, max_len=4, use_colnames=False)
    return len(found), int(np.rint(found["support"].to_numpy() * matrix.shape[0]).sum())


def patient(work, *args):
    """Seconds that it takes, or nothing when it takes too long or dies."""
    import multiprocessing

    context = multiprocessing.get_context("fork")
    there, here = context.Pipe()
    process = context.Process(target=lambda: here.send(work(*args)))
    process.start()
    here.close()
    seconds = None
    try:
        if there.poll(PATIENCE):
            seconds = there.recv()
    except EOFError:
        pass
    process.terminate()
    process.join()
    return seconds


def mlxtend(orders, items, floor, expected):
    import pandas as pd
    from mlxtend.frequent_patterns import fpgrowth
    from mlxtend.preprocessing import TransactionEncoder

    start = time.perf_counter()
    encoder = TransactionEncoder()
    hot = encoder.fit_transform(lists(orders, items), sparse=True)
    frame = pd.DataFrame.sparse.from_spmatrix(hot, columns=[str(c) for c in encoder.columns_])
    found = fpgrowth(frame, min_support=(floor - 0.5) / len(frame), max_len=4)
    assert len(found) == expected, (len(found), expected)
    return time.perf_counter() - start


def main():
    if sys.argv[1] == "mine":
        print(json.dumps(mine(sys.argv[2], Path(sys.argv[3]))))
        return
    if sys.argv[1] == "mine-many":
        print(json.dumps(mine_many(sys.argv[2], Path(sys.argv[3]))))
        return
    if sys.argv[1] == "judge":
        print(json.dumps(judge(sys.argv[2], Path(sys.argv[3]))))
        return
    if sys.argv[1] == "own-files":
        print(json.dumps(own.files(sys.argv[2], Path(sys.argv[3]))))
        return
    if sys.argv[1] == "own":
        print(json.dumps(own.opened(Path(sys.argv[2]), candidates)))
        return
    if sys.argv[1] == "headline":
        print(json.dumps(headline(sys.argv[2]) | {"version": sklearn.__version__}))
        return
    work, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    default = {"silhouette": 100_000, "select": 247_000, "plan": 10_000}[work]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else default
    answer = {"silhouette": silhouette, "select": select, "plan": plan}[work](folder, rows)
    print(json.dumps(answer | {"version": sklearn.__version__}))


main()
