"""Writes segments_customers.csv and segments.json: real customers, their preparation, K-Means.

Usage: python segments.py online_retail_ii.parquet crates/analysis/tests/golden
Needs pandas, pyarrow, scipy and scikit-learn. Input: Chen, D., Online Retail II, UCI Machine
Learning Repository, https://doi.org/10.24432/C5CG6D, CC BY 4.0; the overlap of its two sheets
dropped, goods only, 1 Dec 2010 to 30 Nov 2011.
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

SOURCE, OUT = sys.argv[1:3]
START, END = pd.Timestamp("2010-12-01"), pd.Timestamp("2011-12-01")

lines = pd.read_parquet(SOURCE)
lines = lines[~((lines.Sheet == "Year 2009-2010") & (lines.InvoiceDate >= "2010-12-01"))]
code = lines.StockCode.str.strip().str.upper()
goods = (lines.Price > 0) & (code.str.match(r"^\d{5}[A-Z]*$") | (code == "SP1002"))
lines = lines.assign(
    code=code,
    value=lines.Quantity * lines.Price,
    back=lines.Invoice.str.startswith("C") | (lines.Quantity < 0),
)[goods & lines.CustomerID.notna()]
first_ever = lines[~lines.back].groupby("CustomerID").InvoiceDate.min()
window = lines[(lines.InvoiceDate >= START) & (lines.InvoiceDate < END)]
sales = window[~window.back]
rows = sales.assign(day=sales.InvoiceDate.dt.normalize()).groupby("CustomerID").agg(
    first=("day", "min"),
    last=("day", "max"),
    order_days=("day", "nunique"),
    orders=("Invoice", "nunique"),
    gross=("value", "sum"),
    products=("code", "nunique"),
)
back = window[window.back].groupby("CustomerID").value.sum()
rows["returned"] = 0 - back.reindex(rows.index).fillna(0)
rows["ago"] = (END - first_ever.reindex(rows.index).dt.normalize()).dt.days
with open(f"{OUT}/segments_customers.csv", "w") as out:
    out.write(
        "# Online Retail II, Chen, D., UCI Machine Learning Repository, "
        "https://doi.org/10.24432/C5CG6D, CC BY 4.0. Aggregated per customer: days since the last "
        "order, since the first in the period, since the first of all; days with an order, orders, "
        "products, goods sold, goods returned (GBP).\n"
    )
    for r in rows.itertuples():
        out.write(
            f"{(END - r.last).days},{(END - r.first).days},{r.ago},{r.order_days},{r.orders},"
            f"{r.products},{r.gross:.2f},{r.returned:.2f}\n"
        )

spend = (rows.gross.round(2) - rows.returned.round(2)).to_numpy()
raw = np.stack([(END - rows["last"]).dt.days, rows.orders, spend], 1).astype(float)
skews = stats.skew(raw)
assert (skews > 1).all()
raised = raw.clip(min=0)
capped = np.clip(raised, *np.quantile(raised, [0.01, 0.99], axis=0))
# Money in hundredths of the typical amount.
unit = np.array([1, 1, np.median(spend[spend > 0]) / 100])
logs = np.log1p(capped / unit)
z = (logs - logs.mean(0)) / logs.std(0)
fits = {k: KMeans(k, n_init=20, random_state=42).fit(z) for k in range(2, 11)}
json.dump(
    {
        "skew_before": skews.tolist(),
        "skew_after": stats.skew(z).tolist(),
        "prepared": [[round(v, 9) for v in row] for row in z[::25].tolist()],
        "inertia": [fits[k].inertia_ for k in range(2, 11)],
        "silhouette": [silhouette_score(z, fits[k].labels_) for k in range(2, 11)],
        "sizes_of_five": sorted(np.bincount(fits[5].labels_).tolist()),
    },
    open(f"{OUT}/segments.json", "w"),
    indent=1,
)
