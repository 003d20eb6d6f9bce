"""A planned test, computed from lines and exposures: what `experiments.py` writes under "plan".

The plan is that of `/experiments/plan`: 10 % off by e-mail, 300 a send, 28 days, a half held back, four sends.
"""

import numpy as np
import pandas as pd
from scipy import integrate, optimize, special, stats
from statsmodels.stats import proportion

from experiments_judge import shrink
from groups import GROUPS
from retailer import day_of, groups

ALPHA, POWER, TUNING = 0.05, 0.8, 5000
WINDOW, SENDS, HELD, SETUP, CONTACT, PERCENT = 28, 4, 0.5, 300.0, 0.02, 0.1
Z, BETA, EIGHTY = stats.norm.isf(ALPHA / 2), stats.norm.isf(1 - POWER), stats.norm.isf(0.1)
NAMES = list(GROUPS)


def date_of(day):
    return pd.Timestamp("1970-01-01") + pd.Timedelta(days=int(day))


class Months:
    """Customers month by month, as the plan sees them: of a month that lies in a range in part it takes as large a part of
    its sums as of its days with an order."""

    def __init__(self, shop):
        lines = shop.lines
        starts = {day: day_of(date_of(day).replace(day=1)) for day in lines.day.unique()}
        lines = lines.assign(month=lines.day.map(starts))
        sold, back = lines[~lines.back], lines[lines.back]
        key = ["customer", "month"]
        self.rows = pd.DataFrame({
            "cost": lines.groupby(key).cost.sum(),
            "orders": sold.groupby(key).order.nunique(),
            "gross": sold.groupby(key).value.sum(),
            "discount": sold.groupby(key).discount.sum(),
            "returned": -back.groupby(key).value.sum(),
        }).fillna(0).reset_index()
        self.rows["margin"] = self.rows.gross - self.rows.returned - self.rows.cost
        self.days = sold[["customer", "month", "day"]].drop_duplicates()

    def back(self, day):
        """Sums by customer over the twelve months before a day, with the last day with an order; those with an order alone."""
        first = day_of(date_of(day) - pd.DateOffset(months=12))
        key = ["customer", "month"]
        all = self.days.groupby(key).day.count()
        some = self.days[(self.days.day >= first) & (self.days.day < day)]
        part = (some.groupby(key).day.count() / all).reindex(pd.MultiIndex.from_frame(self.rows[key]))
        rows = self.rows.assign(part=part.to_numpy())
        inside = (rows.month >= first) & (rows.month < day)
        whole = inside & (rows.month.map(lambda m: day_of(date_of(m) + pd.offsets.MonthEnd(0))) < day)
        rows.loc[whole, "part"] = 1.0
        # Months in which goods only came back have no day with an order: they count by their first day.
        none = rows.orders == 0
        rows.loc[none, "part"] = inside[none].astype(float)
        rows["part"] = rows.part.fillna(0)
        names = ["orders", "gross", "returned"]
        sums = rows[names].mul(rows.part, axis=0).groupby(rows.customer).sum()
        last = some.groupby("customer").day.max()
        sums = sums.reindex(last.index)
        sums["last"] = last
        return sums

    def standing(self, day):
        """The group of everybody with an order in the twelve months before."""
        sums = self.back(day)
        rows = pd.DataFrame({
            "recency": day - sums["last"],
            "frequency": np.maximum(np.floor(sums.orders + 0.5), 1),
            "monetary": (sums.gross.round(6) - sums.returned.round(6)).round(6),
        })
        return groups(rows).map(NAMES.index)


def power(rate, treated, a, b, limit=Z):
    """Of the pooled z test of two shares."""
    if (rate * (1 - rate) + treated * (1 - treated)) <= 0:
        return 0.0
    pooled = (a * rate + b * treated) / (a + b)
    none = np.sqrt(pooled * (1 - pooled) * (1 / a + 1 / b))
    some = np.sqrt(rate * (1 - rate) / a + treated * (1 - treated) / b)
    return sum(stats.norm.cdf((sign * (treated - rate) - limit * none) / some) for sign in (1, -1))


def detectable(rate, a, b, limit=Z):
    return optimize.brentq(lambda lift: power(rate, rate + lift, a, b, limit) - POWER, 1e-12, (1 - rate) * (1 - 1e-12), xtol=1e-16)


def alarms(limits):
    """Chance of ever being beyond the limits, by Gauss–Legendre quadrature from look to look."""
    nodes, weights = special.roots_legendre(400)
    at, mass, found = np.zeros(1), np.ones(1), 0.0
    for look, limit in enumerate(limits, 1):
        edge = limit * np.sqrt(look)
        found += (mass * (stats.norm.sf(edge - at) + stats.norm.sf(edge + at))).sum()
        after = edge * nodes
        density = (stats.norm.pdf(after[:, None] - at[None]) * mass[None]).sum(axis=1)
        at, mass = after, density * edge * weights
    return found


def reach(n):
    """Standard errors that the always-valid interval reaches, of n customers."""
    squared = (-2 * np.log(ALPHA) + np.log(1 - 2 * np.log(ALPHA))) / TUNING
    held = n * squared + 1
    return np.sqrt(2 * held / (n * squared) * np.log(np.sqrt(held) / ALPHA))


def lift_of(sent, held):
    """Difference of shares, and its error with Agresti and Caffo's extra buyer and non-buyer in each arm."""
    variance = lambda of: (p := (of.sum() + 1) / (len(of) + 2)) * (1 - p) / (len(of) + 2)
    return sent.mean() - held.mean(), np.sqrt(variance(sent) + variance(held))


def history(shop, months):
    """What those with an opt-in did in the last twelve windows from the first of a month on, whatever was sent to nobody."""
    exposed = shop.exposures.assign(who=shop.exposures.customer.map(shop.place))
    exposed = exposed[(exposed.arm != "control") & exposed.who.notna()]
    begin = pd.Timestamp("2025-12-01")
    seasons, rows, first = [], [], np.zeros((2 * WINDOW, 2))
    for start in [begin - pd.DateOffset(months=back) for back in range(11, -1, -1)]:
        day = day_of(start)
        group = months.standing(day)
        sent = exposed[(exposed.exposed <= day + WINDOW - 1) & (exposed.exposed + WINDOW - 1 >= day)].who
        stays = shop.opt_in[group.index] & ~group.index.isin(sent)
        group = group[stays]
        watched = min(shop.last - day + 1, 2 * WINDOW)
        sold = shop.within(day, day + watched - 1)
        on = sold[~sold.back].groupby("customer").day.min().reindex(group.index) - day
        bought = (on < WINDOW).to_numpy()
        for at in range(watched):
            first[at] += [((on >= at) | on.isna()).sum(), (on == at).sum()]
        after = shop.within(day + WINDOW, day + 2 * WINDOW - 1)
        again = group.index.isin(after[~after.back].customer) if day + 2 * WINDOW - 1 <= shop.last else np.full(len(group), np.nan)
        own = months.rows[months.rows.month == day].set_index("customer").reindex(group.index)
        rows.append(pd.DataFrame({"group": group, "bought": bought, "again": again}).join(own.drop(columns="month")))
        seasons.append({"customers": len(group), "rate": bought.mean()})
    left = np.cumprod(1 - first[:, 1] / np.maximum(first[:, 0], 1))
    return seasons, pd.concat(rows), (1 - left) / (1 - left[WINDOW - 1])


def campaign(shop, months, code):
    """Who stood in a group before a campaign, in which arm, and whether they bought, and without a discount."""
    sent = int(shop.campaigns.day[code])
    exposed = shop.exposures[shop.exposures.campaign == code]
    exposed = exposed.assign(who=exposed.customer.map(shop.place)).dropna(subset="who").set_index("who")
    group = months.standing(sent)
    rows = pd.DataFrame({"group": group, "treated": exposed.arm != "control"}).dropna()
    sold = shop.within(sent, sent + WINDOW - 1)
    rows["bought"] = rows.index.isin(sold[~sold.back].customer)
    touched = months.rows[(months.rows.month >= day_of(date_of(sent).replace(day=1))) & (months.rows.month < sent + WINDOW)]
    rows["plain"] = rows.bought & ~rows.index.isin(touched.customer[touched.discount > 0])
    return rows


def planned(shop):
    """The plan."""
    months = Months(shop)
    seasons, rows, arrived = history(shop, months)
    today = shop.standing(shop.last - 364, shop.last)
    reached = today[shop.opt_in[today.index]].group.map(NAMES.index).value_counts().sort_index()
    n, all = reached.to_numpy(float), float(reached.sum())
    mean = lambda of: (n * of).sum() / all
    rate = np.mean([season["rate"] for season in seasons])
    by = rows.groupby("group")
    own = ((by.bought.sum() + 100 * rate) / (by.bought.count() + 100)).reindex(reached.index).to_numpy()
    rates = own * rate / mean(own)

    spring = campaign(shop, months, "spring-coupon")
    arms = lambda of, column: [of.loc[of.treated == arm, column] for arm in (True, False)]
    measured = {g: lift_of(*arms(part, "bought")) for g, part in spring.groupby("group") if part.treated.value_counts().min() >= 10}
    drawn = shrink(*np.array(list(measured.values())).T)
    whole = (drawn["common"], np.hypot(drawn["error"], drawn["spread"]))
    by_group = dict(zip(measured, zip(drawn["effects"], drawn["errors"])))
    lifts, errors = np.array([by_group.get(g, whole) for g in reached.index]).T
    shared = min(drawn["error"], errors.min())
    errors = np.sqrt(np.maximum(errors**2 - shared**2, 0))
    lift = mean(lifts)

    plain = [of.mean() for of in arms(spring, "plain")]
    each = lambda of: 1 / of.sum() - 1 / len(of)
    used, doubt = 1 - plain[0] / plain[1], plain[0] / plain[1] * np.sqrt(sum(each(of) for of in arms(spring, "plain")))
    redeemed = stats.truncnorm.mean(-used / doubt, (1 - used) / doubt, used, doubt)

    def order(of, drawn_to=None):
        sums = of[["orders", "gross", "discount", "margin"]].sum()
        value, left = sums.gross + sums.discount, sums.margin + sums.discount
        if drawn_to is None:
            return value / sums.orders, left / sums.orders
        return tuple((own + 50 * to) / (sums.orders + 50) for own, to in zip((value, left), drawn_to))

    goods = order(rows)
    each = [order(by.get_group(g), goods) for g in reached.index]
    value, margin = (np.array(of) * to / mean(np.array(of)) for of, to in zip(zip(*each), goods))
    offer = PERCENT * value
    kept, given = margin - offer, rates * redeemed * offer
    per_contact = lifts * kept - given - CONTACT
    once = (n * per_contact).sum() - SETUP
    a = round(all * HELD)
    sizes = (a, all - a)

    # The later sends are made when the gain seen in the test is above zero.
    of = lambda p: p * (1 - p)
    # Half a customer is held back.
    control = np.floor(n * HELD + 0.5)
    noise = ((n * kept) ** 2 * (of(rates + lifts) / (n - control) + of(rates) / control)).sum()
    sure = ((n * kept * errors) ** 2).sum() + (shared * (n * kept).sum()) ** 2
    truth = stats.norm(once, np.sqrt(sure))
    seen = lambda x: stats.norm.cdf(x / np.sqrt(noise))
    span = (once - 12 * np.sqrt(sure), once + 12 * np.sqrt(sure))
    quad = lambda f: integrate.quad(f, *span, points=[0, once], epsabs=1e-9, epsrel=1e-13, limit=500)[0]
    go, later = quad(lambda x: truth.pdf(x) * seen(x)), quad(lambda x: x * truth.pdf(x) * seen(x))
    gain = ((n - control) * per_contact).sum() - SETUP + (SENDS - 1) * later
    sends = 1 - HELD + (SENDS - 1) * go
    orders = sends * (n * lifts).sum()

    def year(orders):
        spent = max(orders, 0) * mean(offer) + sends * (n * given).sum() + sends * CONTACT * all + (1 + (SENDS - 1) * go) * SETUP
        return {
            "orders": orders,
            "revenue": orders * (goods[0] - mean(offer)),
            "gain": gain,
            "per_spent": gain / spent,
            "per_order": spent / orders,
            "given": sends * (n * given).sum(),
        }

    # The sends are made more often where the lift is larger, which the closed form leaves out of the orders.
    slope = ((n * errors) ** 2 * kept).sum() + shared**2 * all * (n * kept).sum()
    drawn_orders = orders + (SENDS - 1) * slope / sure * (later - once * go)
    again = rows.dropna(subset="again").groupby("bought").again.mean()
    buyers = lambda p: p * again[True] + (1 - p) * again[False]
    at = lambda to: SENDS * ((n * (to * kept - given - CONTACT)).sum() - SETUP)
    lift_error = np.sqrt(((n * errors / all) ** 2).sum() + shared**2)
    scenario = {
        "customers": len(today),
        "reached": int(all),
        "left_out": [[len(today) - int(all)]],
        "rate": rate,
        "lift": lift,
        "lift_error": lift_error,
        "order": mean(margin),
        "offer": mean(offer),
        "redeemed": redeemed,
        "contact": CONTACT,
        "break_even": ((n * (given + CONTACT)).sum() + SETUP) / (n * kept).sum(),
        "retention": [buyers(rate + lift), buyers(rate)],
        "line": [[0.0, at(0.0)], [max(2 * lift, 0.1), at(max(2 * lift, 0.1))]],
    }
    any_day = reach(all)

    def point(day):
        base, told = rate * arrived[day - 1], lift * min(arrived[day - 1], 1)
        return {
            "rate": base,
            "detectable": detectable(base, *sizes),
            "any_day": detectable(base, *sizes, any_day),
            "expected": told,
            "power": proportion.power_proportions_2indep(told, base, a, alpha=ALPHA).power if told else power(base, base, *sizes),
        }

    def held(share):
        control = round(all * share)
        return {
            "held": share,
            "detectable": detectable(rate, control, all - control),
            "power": power(rate, rate + lift, control, all - control),
            "forgone": share * (once + SETUP),
        }

    def needed(percent):
        cost = value * percent
        return ((n * (rates * redeemed * cost + CONTACT)).sum() + SETUP) / (n * (margin - cost)).sum()

    won, anyway = (n * lifts).sum(), (n * rates).sum()
    full, taken = (n * lifts * margin).sum(), (n * lifts * offer).sum()
    amounts = [full, -taken, -(n * given).sum(), -CONTACT * all, -SETUP, once]
    half = Z * np.hypot(errors, shared) * abs(kept)
    looks = [1, 5, 4, WINDOW]
    limits = [reach(all * look / WINDOW) for look in range(1, WINDOW + 1)]
    counts = today.group.value_counts()
    return {
        "scenarios": [scenario],
        "closed": {"scenarios": [year(orders)], "year": {"rolled_out": go}},
        "simulated": {"scenarios": [year(drawn_orders)], "year": {"rolled_out": go, "straight": {"gain": SENDS * once}}},
        "audiences": [{"customers": len(today)}],
        "groups": {name: int(counts[name]) for name in NAMES},
        "anchors": [{"lift": arm_lift(*arms(campaign(shop, months, code), "bought"))} for code in ("autumn-preview", "summer-reminder", "spring-coupon")],
        "timeline": {"days": [point(day) for day in range(1, 2 * WINDOW + 1)]},
        "holdouts": [held(share) for share in (0.1, 0.2, 0.3, 0.4, 0.5)],
        "break_even": {
            "points": [[p / 100, needed(p / 100)] for p in range(0, 55, 5) if 0 < needed(p / 100) < 1],
            "at": PERCENT,
            "limit": optimize.brentq(lambda p: needed(p) - lift, 0.01, 0.3, xtol=1e-15),
            "expected": [lift, lift - EIGHTY * lift_error, lift + EIGHTY * lift_error],
        },
        "waterfall": {"reached": int(all), "anyway": anyway, "won": won, "steps": [{"amount": amount} for amount in amounts]},
        "cells": {
            "rows": [
                {"reached": int(k), "rate": r, "measured": measured.get(g, [None])[0], "lift": l, "error": e, "each": c, "low": c - h, "high": c + h}
                for g, k, r, l, e, c, h in zip(reached.index, n, rates, lifts, np.hypot(errors, shared), per_contact, half)
            ]
        },
        "seasons": seasons,
        "peeking": {"rows": [[None, of, alarms([Z] * of)] for of in looks] + [[None, WINDOW, alarms(limits)]]},
    }


def arm_lift(sent, held):
    return sent.mean() - held.mean()
