"""Writes baskets.json: association rules of random baskets by mlxtend, and Fisher's test by SciPy.

Usage: python baskets.py crates/analysis/tests/golden/baskets.json
Needs numpy, pandas, mlxtend and scipy.
"""

import json
import sys

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from scipy.stats import fisher_exact

rng = np.random.default_rng(4)
ITEMS, BASKETS = 9, 400
# Three items that go together, a popular one, and one that is in every basket.
rows = rng.random((BASKETS, ITEMS)) < np.array([0.3, 0.25, 0.2, 0.6, 0.1, 0.15, 0.3, 0.05, 1.0])
together = rng.random(BASKETS) < 0.2
rows[together, :3] = True
rows[:, 5] |= rows[:, 4]  # whoever buys 4 buys 5: confidence 1
frame = pd.DataFrame(rows, columns=range(ITEMS))
FLOOR = 12
sets = fpgrowth(frame, min_support=FLOOR / BASKETS, use_colnames=True, max_len=4)
rules = association_rules(sets, metric="support", min_threshold=0)
rules = rules[rules["consequents"].map(len) == 1]


def number(value):
    """Infinity is null in JSON."""
    return None if np.isinf(value) else float(value)


MEASURES = ["support", "confidence", "lift", "leverage", "conviction", "zhangs_metric", "jaccard", "certainty", "kulczynski"]
fisher = []
for table in rng.integers(0, 60, (300, 4)).tolist() + [
    [412, 538, 1200, 36000],
    [0, 900, 800, 17000],
    [3, 900, 800, 17000],
    [40, 960, 1460, 34540],
    [790, 160, 110, 17897],
    [5000, 20000, 30000, 345000],
]:
    a, b, c, d = table
    if a + b == 0 or a + c == 0:
        continue
    fisher.append(
        {
            "table": table,
            "more": fisher_exact([[a, b], [c, d]], alternative="greater").pvalue,
            "fewer": fisher_exact([[a, b], [c, d]], alternative="less").pvalue,
        }
    )

with open(sys.argv[1], "w") as out:
    json.dump(
        {
            "baskets": [np.flatnonzero(row).tolist() for row in rows],
            "floor": FLOOR,
            "sets": sorted([sorted(s), round(v * BASKETS)] for s, v in zip(sets["itemsets"], sets["support"])),
            "rules": [
                {"when": sorted(rule["antecedents"]), "then": min(rule["consequents"])}
                | {name: number(rule[name]) for name in MEASURES}
                for _, rule in rules.iterrows()
            ],
            "fisher": fisher,
        },
        out,
    )
    out.write("\n")
