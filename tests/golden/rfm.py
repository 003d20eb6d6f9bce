"""Writes rfm.json: where pandas cuts recency, frequency and spend of real customers into quintiles,
and how many customers each code and each of the eleven groups gets.

Usage: python rfm.py crates/analysis/tests/golden/cluster_rfm.csv crates/analysis/tests/golden/rfm.json
Needs pandas. Input: see cluster_rfm.py.
"""

import json
import sys

import pandas as pd

from groups import GROUP_OF

table = pd.read_csv(sys.argv[1], comment="#", names=["recency", "frequency", "monetary"])
cuts = {name: table[name].quantile([0.2, 0.4, 0.6, 0.8]).tolist() for name in table}


def score(name):
    """One more than the number of cuts below the value: equal values get equal scores."""
    return 1 + sum((table[name] > cut).astype(int) for cut in cuts[name])


codes = (6 - score("recency")).astype(str) + score("frequency").astype(str) + score("monetary").astype(str)
with open(sys.argv[2], "w") as out:
    json.dump(
        {
            "cuts": cuts,
            "codes": codes.value_counts().sort_index().to_dict(),
            "groups": codes.map(GROUP_OF).value_counts().sort_index().to_dict(),
        },
        out,
        indent=1,
    )
    out.write("\n")
