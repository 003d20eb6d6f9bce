"""Writes reports.json: the numbers of whole reports about real orders, by pandas, SciPy and mlxtend.

Usage: python reports.py data/online_retail_ii.parquet crates/analysis/tests/golden
Needs pandas, pyarrow, scipy and mlxtend. Input: Chen, D., Online Retail II, UCI Machine Learning
Repository, https://doi.org/10.24432/C5CG6D, CC BY 4.0; the overlap of its two sheets dropped, goods only,
1 Dec 2010 to 30 Nov 2011, compared with the twelve months before.
"""

import json
import sys

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from scipy import stats

from groups import GROUP_OF

SOURCE, OUT = sys.argv[1:3]
START, END = pd.Timestamp("2010-12-01"), pd.Timestamp("2011-12-01")
BEFORE = pd.Timestamp("2009-12-01")

lines = pd.read_parquet(SOURCE)
lines = lines[~((lines.Sheet == "Year 2009-2010") & (lines.InvoiceDate >= "2010-12-01"))]
code = lines.StockCode.str.strip().str.upper()
goods = (lines.Price > 0) & (code.str.match(r"^\d{5}[A-Z]*$") | (code == "SP1002"))
lines = lines.assign(
    code=code,
    value=lines.Quantity * lines.Price,
    back=lines.Invoice.str.startswith("C") | (lines.Quantity < 0),
    day=lines.InvoiceDate.dt.normalize(),
    month=lines.InvoiceDate.dt.to_period("M"),
)[goods]
first_ever = lines[~lines.back & lines.CustomerID.notna()].groupby("CustomerID").day.min()


def span(begin, end):
    """Lines of these days."""
    return lines[(lines.day >= begin) & (lines.day < end)]


def figures(some, begin, end):
    """Key figures of lines."""
    sold, back = some[~some.back], some[some.back]
    known = sold[sold.CustomerID.notna()]
    new = first_ever[(first_ever >= begin) & (first_ever < end)]
    return {
        "revenue": some.value.sum(),
        "gross": sold.value.sum(),
        "returned": -back.value.sum(),
        "anonymous": some[some.CustomerID.isna()].value.sum(),
        "orders": sold.Invoice.nunique(),
        "customers": known.CustomerID.nunique(),
        "new_customers": len(new),
    }


def monthly(begin, end):
    """Key figures of each month."""
    months = pd.date_range(begin, end, freq="MS", inclusive="left")
    return [figures(span(m, m + pd.offsets.MonthBegin()), m, m + pd.offsets.MonthBegin()) for m in months]


window, earlier = span(START, END), span(BEFORE, START)
sold = window[~window.back]
overview = {
    "now": figures(window, START, END),
    "then": figures(earlier, BEFORE, START),
    "series_now": monthly(START, END),
    "series_then": monthly(BEFORE, START),
}
places = pd.DataFrame({
    "now": window.groupby("Country").value.sum(),
    "then": earlier.groupby("Country").value.sum(),
    "customers": sold[sold.CustomerID.notna()].groupby("Country").CustomerID.nunique(),
}).fillna(0)
overview["places"] = {name: [r.now, r.then, int(r.customers)] for name, r in places.iterrows()}
products = pd.DataFrame({
    "revenue": window.groupby("code").value.sum(),
    "returned": -window[window.back].groupby("code").value.sum(),
    "units": sold.groupby("code").Quantity.sum(),
    "orders": sold.groupby("code").Invoice.nunique(),
    "customers": sold[sold.CustomerID.notna()].groupby("code").CustomerID.nunique(),
    "gross": sold.groupby("code").value.sum(),
}).fillna(0)
products = products[products.units > 0]
overview["products_sold"] = len(products)

known = sold[sold.CustomerID.notna()]
rows = pd.DataFrame({
    "recency": (END - known.groupby("CustomerID").day.max()).dt.days,
    "frequency": known.groupby("CustomerID").Invoice.nunique(),
    "gross": known.groupby("CustomerID").value.sum(),
})
back = window[window.back].groupby("CustomerID").value.sum().reindex(rows.index).fillna(0)
rows["monetary"] = rows.gross + back
# To the penny: sums of prices are not to be told apart by their last bits.
rows["monetary"] = rows.monetary.round(2)
rows["aov"] = rows.gross / rows.frequency


def score(name):
    """One more than the number of quintiles below the value: equal values get equal scores."""
    return 1 + sum((rows[name] > cut).astype(int) for cut in rows[name].quantile([0.2, 0.4, 0.6, 0.8]))


r, f, m = 6 - score("recency"), score("frequency"), score("monetary")
rows["cell"] = r.astype(str) + f.astype(str)
rows["group"] = (rows.cell + m.astype(str)).map(GROUP_OF)
groups = {
    name: {
        "customers": len(part),
        "share": len(part) / len(rows),
        "revenue": part.monetary.sum(),
        "revenue_share": part.monetary.sum() / rows.monetary.sum(),
        "recency": part.recency.median(),
        "frequency": part.frequency.median(),
        "monetary": part.monetary.median(),
        "aov": part.aov.median(),
    }
    for name, part in rows.groupby("group")
}
everyone = {
    "customers": len(rows),
    "revenue": rows.monetary.sum(),
    "recency": rows.recency.median(),
    "frequency": rows.frequency.median(),
    "monetary": rows.monetary.median(),
}
features = {
    name: {
        "mean": rows[name].mean(),
        "quantiles": rows[name].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist(),
        "capped": rows[name].clip(lower=0).quantile([0.01, 0.99]).tolist(),
        "skew": stats.skew(rows[name]),
    }
    for name in ["recency", "frequency", "monetary"]
}
segments = {"features": features, "groups": groups, "cells": rows.cell.value_counts().sort_index().to_dict(), "everyone": everyone}

# What is bought together: as `/baskets?support=0.012&confidence=0.2&length=3&largest=1000000&rules=all`.
FLOOR, CONFIDENCE, LENGTH = 0.012, 0.2, 3
# Both directions of every pair of frequent items, and what extends the pairs that reach the floor.
LOOKED_AT = 407_682
items = sold.groupby(["Invoice", "code"]).value.sum().reset_index()
sizes = items.groupby("Invoice").size()
counts = items.groupby("code").size()
floor = int(np.ceil(FLOOR * len(sizes)))
frequent = items[items.code.isin(counts[counts >= floor].index)]
matrix = pd.crosstab(frequent.Invoice, frequent.code).reindex(sizes.index, fill_value=0).astype(bool)
sets = fpgrowth(matrix, min_support=floor / len(sizes), use_colnames=True, max_len=LENGTH)
rules = association_rules(sets, metric="support", min_threshold=0, num_itemsets=len(sizes))
rules = rules[rules.consequents.map(len) == 1]
total = len(sizes)
both = (rules.support * total).round().astype(int)
when = (rules["antecedent support"] * total).round().astype(int)
then = (rules["consequent support"] * total).round().astype(int)
rules = rules.assign(
    orders=both,
    when_orders=when,
    # As likely as this or more, were both bought by chance: Fisher's exact test, one-sided.
    p=stats.hypergeom.sf(both - 1, total, when, then),
)
rules = rules[rules.confidence >= CONFIDENCE]
# Rules that were looked at and are below a floor are in the family too, as the least telling ones.
unseen = np.ones(LOOKED_AT - len(rules))
rules = rules.assign(q=stats.false_discovery_control(np.concatenate([rules.p, unseen]))[: len(rules)])
# baskets.py has the other measures.
MEASURES = ["support", "confidence", "lift"]
# What an order paid for each item.
paid = frequent.pivot_table(index="Invoice", columns="code", values="value", fill_value=0).reindex(sizes.index, fill_value=0)
valuable = {}
for names, support in zip(sets.itemsets, sets.support):
    names = sorted(names)
    if len(names) > 1:
        whole = matrix[names].all(axis=1)
        valuable[" ".join(names)] = [int(round(support * total)), paid.loc[whole, names].to_numpy().sum()]

dense = matrix.to_numpy().astype(np.float32)
together = (dense.T @ dense).round().astype(int)
ones = dense.sum(axis=0).astype(int)
expected = np.outer(ones, ones) / total
chance = stats.hypergeom.cdf(together, total, ones[:, None], ones[None, :])
rare = np.argwhere(np.triu((together < 0.8 * expected) & (chance < 1e-3), 1))
names = list(matrix.columns)
baskets = {
    "counts": {
        "orders": total,
        "with_pairs": int((sizes > 1).sum()),
        "items": len(counts),
        "frequent_items": len(names),
        "itemsets": len(sets),
        "pairs": int((sets.itemsets.map(len) == 2).sum()),
    },
    "support_orders": floor,
    "sizes": sizes.value_counts().sort_index().to_dict(),
    "items": {name: [int(n), products.gross.get(name)] for name, n in counts[names].items()},
    "rules": {
        " ".join(sorted(rule.antecedents)) + " > " + min(rule.consequents): [
            rule.orders,
            rule.when_orders,
            *(float(rule[name]) for name in MEASURES),
            rule.p,
            rule.q,
        ]
        for _, rule in rules.iterrows()
    },
    "valuable": valuable,
    "substitutes": {
        f"{names[i]} {names[j]}": [int(together[i, j]), expected[i, j], together[i, j] / expected[i, j], chance[i, j]]
        for i, j in rare
    },
}


def short(value):
    """As many digits as tell numbers of this size apart."""
    if isinstance(value, dict):
        return {str(key): short(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [short(one) for one in value]
    return float(f"{value:.13g}") if isinstance(value, (float, np.floating)) else value


with open(f"{OUT}/reports.json", "w") as out:
    some = products.sort_values("revenue", ascending=False)[["returned", "units", "orders", "customers", "gross"]]
    # The twelve best, and every fourth of all.
    some = pd.concat([some[:12], some[12::4]])
    found = {"overview": overview, "products": some.T.to_dict("list"), "segments": segments, "baskets": baskets}
    json.dump(short(found), out, separators=(",", ":"), default=int)
    out.write("\n")
