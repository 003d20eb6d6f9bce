"""The made-up retailer, read from the Arrow files of its pack: lines with their orders, customers, campaigns, exposures."""

import gzip

import numpy as np
import pandas as pd
import pyarrow as pa

from groups import GROUP_OF


def table(folder, name):
    """A file of the pack; whole numbers with a scale become amounts."""
    with gzip.open(f"{folder}/{name}.arrow") as file:
        read = pa.ipc.open_file(pa.BufferReader(file.read())).read_all()
    frame = pd.DataFrame({field.name: read.column(field.name).to_pandas() for field in read.schema})
    for field in read.schema:
        inner = field.type.value_field if pa.types.is_list(field.type) else field
        scale = (inner.metadata or {}).get(b"scale")
        if scale:
            frame[field.name] = frame[field.name] / 10 ** int(scale)
    return frame, read.schema


class Retailer:
    """Lines of goods of known customers with day, value and cost; who may be e-mailed; campaigns and exposures."""

    def __init__(self, folder):
        orders, schema = table(folder, "orders")
        begin = int(schema.metadata[b"begin_minute"])
        orders["day"] = (begin + orders.minutes_later.cumsum()) // 1440
        products = table(folder, "products")[0]
        customers = table(folder, "customers")[0]
        lines = table(folder, "lines")[0]
        lines["order"] = np.repeat(np.arange(len(orders)), orders.lines)
        of = orders.loc[lines.order].reset_index(drop=True)
        lines["day"], lines["channel"] = of.day, of.channel.astype(object)
        lines["customer"] = of.customer
        sold = products.loc[lines["product"]].reset_index(drop=True)
        lines["each"] = [prices[at] for prices, at in zip(sold.prices, lines.price)]
        lines["back"] = lines["flags"] % 2 == 1
        # What was paid, below zero for what was paid back.
        lines["value"] = np.where(lines.back, lines.quantity * lines.each + lines.discount, lines.quantity * lines.each - lines.discount)
        lines["cost"] = lines.quantity * sold.unit_cost
        lines = lines[~sold.service.to_numpy()]
        #: Everybody's lines, customers without a number among them.
        self.all = lines
        self.lines = lines[lines.customer.notna()].assign(customer=lambda all: all.customer.astype(int))
        self.ids = customers.id
        self.place = {id: at for at, id in enumerate(customers.id)}
        self.opt_in = customers.email_opt_in.to_numpy()
        self.campaigns = table(folder, "campaigns")[0].set_index("id")
        self.exposures = table(folder, "exposures")[0]
        epoch = pd.Timestamp("1970-01-01")
        as_day = lambda days: (pd.to_datetime(days) - epoch).dt.days
        self.campaigns["day"] = as_day(self.campaigns.day)
        self.exposures["exposed"] = as_day(self.exposures.exposed)
        self.last = day_of("2025-12-31")

    def within(self, first, last):
        """Lines of these days."""
        return self.lines[(self.lines.day >= first) & (self.lines.day <= last)]

    def standing(self, first, last):
        """Customers with an order in these days: group, discount band, channel, as of the day after."""
        lines = self.within(first, last)
        sold = lines[~lines.back]
        by = sold.groupby("customer")
        rows = pd.DataFrame({
            "recency": last + 1 - by.day.max(),
            "frequency": by.order.nunique(),
            "gross": by.value.sum(),
            "discounted": (sold.discount > 0).groupby(sold.customer).mean(),
        })
        rows["monetary"] = (rows.gross + lines[lines.back].groupby("customer").value.sum().reindex(rows.index).fillna(0)).round(2)
        rows["group"] = groups(rows)
        rows["band"] = np.select([rows.discounted <= 0, rows.discounted < 0.25, rows.discounted < 0.5], [0, 1, 2], 3)
        each = sold.drop_duplicates("order")
        online = each[each.channel != "Store"].groupby("customer").order.count().reindex(rows.index).fillna(0)
        rows["store"] = (online * 2 < rows.frequency).astype(int)
        return rows


def day_of(text):
    """Days since 1970."""
    return (pd.Timestamp(text) - pd.Timestamp("1970-01-01")).days


def groups(rows):
    """The RFM group of each row of recency, frequency and monetary: one more than the number of quintiles below."""

    def score(name):
        return 1 + sum((rows[name] > cut).astype(int) for cut in rows[name].quantile([0.2, 0.4, 0.6, 0.8]))

    r, f, m = 6 - score("recency"), score("frequency"), score("monetary")
    return (r.astype(str) + f.astype(str) + m.astype(str)).map(GROUP_OF)
