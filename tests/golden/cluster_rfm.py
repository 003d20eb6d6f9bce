"""Writes cluster_rfm.csv: recency, frequency and monetary value of 4,338 real customers.

Usage: python cluster_rfm.py online_retail.parquet crates/analysis/tests/golden/cluster_rfm.csv
Needs pandas and pyarrow. Input: Chen, D. (2015), Online Retail, UCI Machine Learning Repository,
https://doi.org/10.24432/C5BW33, CC BY 4.0; its clean subset (quantity and price above zero, not
cancelled, customer known).
"""

import sys

import pandas as pd

lines = pd.read_parquet(sys.argv[1])
lines = lines[
    (lines.Quantity > 0)
    & (lines.UnitPrice > 0)
    & ~lines.InvoiceNo.str.startswith("C")
    & lines.CustomerID.notna()
]
lines = lines.assign(
    day=lines.InvoiceDate.dt.normalize(), amount=lines.Quantity * lines.UnitPrice
)
as_of = lines.day.max() + pd.Timedelta(days=1)
customers = lines.groupby("CustomerID").agg(
    last=("day", "max"), frequency=("InvoiceNo", "nunique"), monetary=("amount", "sum")
)
recency = (as_of - customers["last"]).dt.days
assert len(lines) == 397_884 and len(customers) == 4_338
with open(sys.argv[2], "w") as out:
    out.write(
        "# Online Retail, Chen, D. (2015), UCI Machine Learning Repository, "
        "https://doi.org/10.24432/C5BW33, CC BY 4.0. "
        "Aggregated per customer: days since the last order, orders, spend in GBP.\n"
    )
    for days, row in zip(recency, customers.itertuples()):
        out.write(f"{days},{row.frequency},{row.monetary:.2f}\n")
