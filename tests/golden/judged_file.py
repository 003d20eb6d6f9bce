"""A result file of customers of a shop, judged by `experiments_judge.py` from the shop's order lines; timed for the bench."""

import time
import warnings

import numpy as np
import pandas as pd

from experiments_judge import judged
from retailer import Retailer, day_of

# The package also tries estimators that are not asked for.
warnings.filterwarnings("ignore", module="statsmodels.stats.meta_analysis")

# Days after its day that a campaign is given.
WINDOW = 28


class Shop(Retailer):
    """Lines of goods of known customers from a file of order lines; everybody may be e-mailed."""

    def __init__(self, parquet):
        lines = pd.read_parquet(parquet)
        lines = lines[(lines.price > 0) & (lines.quantity != 0) & lines.service.astype(str).eq("") & lines.aside.astype(str).eq("")]
        customer = lines.customer.astype(str)
        self.ids = np.sort(customer[customer != ""].unique())
        self.place = {id: at for at, id in enumerate(self.ids)}
        back = (lines.quantity < 0).to_numpy()
        paid = lines.quantity.astype(float) * lines.price.astype(float)
        self.all = pd.DataFrame({
            "day": (lines.time - pd.Timestamp("1970-01-01")).dt.days,
            "customer": customer.map(self.place),
            "order": lines.order.astype(str).astype("category").cat.codes,
            "channel": lines.channel.astype(str),
            "back": back,
            "discount": lines.discount.astype(float),
            "value": np.where(back, paid + lines.discount, paid - lines.discount),
            "cost": lines.quantity * lines.cost,
        })
        self.lines = self.all[self.all.customer.notna()].assign(customer=lambda all: all.customer.astype(int))
        self.opt_in = np.ones(len(self.ids), bool)
        self.last = int(self.all.day.max())

    def take(self, table):
        """The campaign of a result file, as its exposures."""
        name = table.campaign.iloc[0]
        exposed = (table.exposed_at - pd.Timestamp("1970-01-01")).dt.days
        self.campaigns = pd.DataFrame({"day": [int(exposed.min())], "window": [WINDOW]}, index=[name])
        self.exposures = pd.DataFrame({
            "campaign": table.campaign.astype(str), "customer": table.customer_id, "arm": table.arm.astype(str), "exposed": exposed,
        })
        return name


def judged_file(file, shop):
    """Seconds from the file to every number, and those that the bench compares."""
    start = time.perf_counter()
    table = pd.read_csv(file, dtype={"campaign": "category", "customer_id": str, "arm": "category"}, parse_dates=["exposed_at"])
    # Who is there twice is in both arms, or counts once.
    again = table.customer_id.duplicated(keep=False)
    table = table[~again] if again.any() else table
    found = judged(shop, shop.take(table), table)
    seconds = time.perf_counter() - start
    bought, _, revenue, _, *_ = found["measures"]
    return {
        "seconds": seconds,
        "chi_squared": float(found["split"]["chi_squared"]),
        "bought": {key: float(value) for key, value in bought["ways"][0].items()},
        "plain": {key: float(value) for key, value in revenue["ways"][0].items()},
        "cuped": {key: float(value) for key, value in revenue["ways"][1].items()},
        "known": int((table.customer_id.map(shop.place).notna()).sum()),
    }
