"""Writes experiments.json: a planned test and the results of three campaigns of the made-up retailer, from its lines and exposures.

Usage: python experiments.py public/data/omnichannel crates/analysis/tests/golden
Needs numpy, pandas, pyarrow, scipy and statsmodels.
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
import scipy
import statsmodels

from experiments_judge import judged
from experiments_plan import planned
from retailer import Retailer

# The package also tries estimators that are not asked for.
warnings.filterwarnings("ignore", module="statsmodels.stats.meta_analysis")


def short(value):
    """As many digits as tell numbers apart; no number where there is none."""
    if isinstance(value, dict):
        return {str(key): short(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [short(one) for one in value]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(f"{value:.13g}")
    return value


SOURCE, OUT = sys.argv[1:3]
shop = Retailer(SOURCE)
found = {
    "numpy": np.__version__,
    "pandas": pd.__version__,
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
    "plan": planned(shop),
    "results": {code: judged(shop, code) for code in shop.campaigns.index},
}
with open(f"{OUT}/experiments.json", "w", encoding="utf-8") as file:
    json.dump(short(found), file, separators=(",", ":"), default=int)
    file.write("\n")
