"""Writes products.csv and products.json: ABC-XYZ and demand patterns of real products by pandas.

Usage: python products.py data/online_retail_ii.parquet crates/analysis/tests/golden
Needs pandas and pyarrow. Input: Chen, D., Online Retail II, UCI Machine Learning Repository,
https://doi.org/10.24432/C5CG6D, CC BY 4.0; the overlap of its two sheets dropped, goods only,
1 Dec 2010 to 30 Nov 2011. Revenue and pieces are net of what came back. How steadily products sell is counted
in pieces kept: a return cancels the latest purchase of its customer and size; others take their latest purchases.
"""

import json
import sys

import numpy as np
import pandas as pd

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
    month=lines.InvoiceDate.dt.to_period("M"),
)[goods]
window = lines[(lines.InvoiceDate >= START) & (lines.InvoiceDate < END)]
sales = window[~window.back]

net = window.groupby("code").value.sum()
back = window[window.back].groupby("code").Quantity.sum().abs()


def taken_off():
    """Pieces that were bought and not kept, by product and month of the purchase."""
    moved = window.assign(
        who=window.CustomerID.fillna(-1), day=window.InvoiceDate.dt.normalize(), size=window.Quantity.abs()
    )[["code", "who", "day", "size", "back"]]
    returners = moved[moved.back][["code", "who"]].drop_duplicates()
    taken = []
    for (product, _), own in moved.merge(returners).sort_values(["day", "back"], kind="stable").groupby(["code", "who"]):
        bought, open_returns = [], []
        for row in own.itertuples():
            if not row.back:
                bought.append({"day": row.day, "size": row.size, "left": row.size})
                continue
            same = [one for one in bought if one["left"] == one["size"] == row.size]
            if same:
                same[-1]["left"] = 0
            else:
                open_returns.append((len(bought), row.size))
        for before, size in open_returns:
            for one in reversed(bought[:before]):
                some = min(size, one["left"])
                one["left"] -= some
                size -= some
        taken += [(product, one["day"].to_period("M"), one["size"] - one["left"]) for one in bought]
    return pd.DataFrame(taken, columns=["code", "month", "pieces"]).groupby(["code", "month"]).pieces.sum().unstack(fill_value=0)


pieces = sales.pivot_table(index="code", columns="month", values="Quantity", aggfunc="sum", fill_value=0)
sold = pieces.sum(axis=1)
pieces = pieces.sub(taken_off().reindex(index=pieces.index, columns=pieces.columns, fill_value=0), fill_value=0)
months = pd.period_range("2010-12", "2011-11", freq="M")
pieces = pieces.reindex(columns=months, fill_value=0).astype(float)
first = lines[~lines.back].groupby("code").month.min().reindex(pieces.index)
# Months before the one in which a product was first sold are no zeros.
own = pieces.where(pd.DataFrame([months >= month for month in first], pieces.index, months))
table = pd.DataFrame({
    "net": net.reindex(pieces.index),
    "units": sold - back.reindex(pieces.index).fillna(0),
    "units_back": back.reindex(pieces.index).fillna(0).astype(int),
    "periods": own.count(axis=1),
    "mean": own.mean(axis=1),
    "cv": own.std(axis=1, ddof=1) / own.mean(axis=1),
    "adi": own.count(axis=1) / (own > 0).sum(axis=1),
    "cv2": ((own[own > 0].std(axis=1, ddof=1) / own[own > 0].mean(axis=1)) ** 2).fillna(0),
})
known = (table.periods >= 6) & (table["mean"] > 0)
table["xyz"] = np.where(~known, "N", np.where(table.cv < 0.5, "X", np.where(table.cv < 1, "Y", "Z")))
even, often = table.cv2 < 0.49, table.adi < 1.32
pattern = np.where(often, np.where(even, "smooth", "erratic"), np.where(even, "intermittent", "lumpy"))
table["demand"] = np.where(known, pattern, "-")


def classes(value):
    """A, B and C by the share of all better ones; nothing without a value above zero."""
    # Equal values stand in the order of the table: most revenue first.
    by_net = table.net.sort_values(ascending=False, kind="stable").index
    value = value.reindex(by_net)[lambda all: all > 0].sort_values(ascending=False, kind="stable")
    better = value.cumsum().shift(fill_value=0) / value.sum()
    return pd.Series(np.where(better < 0.8, "A", np.where(better < 0.95, "B", "C")), value.index)


table["by_revenue"] = classes(table.net).reindex(table.index).fillna("-")
table["by_units"] = classes(table.units).reindex(table.index).fillna("-")
table.loc[~known, ["cv", "adi", "cv2"]] = np.nan

columns = ["by_revenue", "by_units", "xyz", "demand", "periods", "net", "cv", "adi", "cv2", "units", "units_back"]
table[columns].to_csv(f"{OUT}/products.csv", float_format="%.12g", lineterminator="\n")
valued = table[table.by_revenue != "-"].sort_values("net", ascending=False)
total = valued.net.sum()


def summed(by):
    """Products and revenue of each group."""
    parts = valued.groupby(by).net.agg(["count", "sum"])
    named = {key if isinstance(key, str) else "".join(key): row for key, row in parts.iterrows()}
    return {key: [int(row["count"]), float(row["sum"])] for key, row in named.items()}


with open(f"{OUT}/products.json", "w") as out:
    reached = (valued.net.cumsum() / total).to_numpy()
    found = {
        "boxes": summed(["by_revenue", "xyz"]),
        "classes": summed("by_revenue"),
        "demand": summed("demand"),
        "total": float(total),
        "half": int(np.searchsorted(reached, 0.5) + 1),
        # What the one, two, three… best products bring together.
        "curve": [float(f"{share:.12g}") for share in reached],
    }
    json.dump(found, out, separators=(",", ":"))
    out.write("\n")
