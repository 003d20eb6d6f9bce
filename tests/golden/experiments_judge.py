"""The result of a campaign, computed from lines and exposures: what `experiments.py` writes under "results"."""

import numpy as np
import pandas as pd
from scipy import integrate, optimize, stats
from statsmodels.stats import multitest, proportion
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from groups import GROUPS

ALPHA, TUNING = 0.05, 5000
Z = stats.norm.isf(ALPHA / 2)


def newcombe(a, b):
    """The difference of two shares of ones, b less a, with its interval."""
    low, high = proportion.confint_proportions_2indep(b.sum(), len(b), a.sum(), len(a), method="newcomb", compare="diff")
    return [b.mean() - a.mean(), low, high]


class Effect:
    """An estimate, its variance and degrees of freedom, of so many customers."""

    def __init__(self, estimate, variance, df, n):
        self.estimate, self.error, self.df, self.n = estimate, np.sqrt(variance), df, n

    def interval(self, alpha=ALPHA):
        half = stats.t.isf(alpha / 2, self.df) * self.error
        return [self.estimate, self.estimate - half, self.estimate + half]

    def p(self):
        return 2 * stats.t.sf(abs(self.estimate / self.error), self.df)

    def any_day(self, alpha=ALPHA, tuning=TUNING):
        """Asymptotic confidence sequence: interval and p (Waudby-Smith and others, 2021)."""
        squared = (-2 * np.log(alpha) + np.log(1 - 2 * np.log(alpha))) / tuning
        held = self.n * squared + 1
        half = self.error * np.sqrt(2 * held / (self.n * squared) * np.log(np.sqrt(held) / alpha))
        z = self.estimate / self.error
        p = min(1, np.sqrt(held) * np.exp(-self.n * squared * z**2 / (2 * held)))
        return [self.estimate, self.estimate - half, self.estimate + half], p


def welch(a, b, share=False):
    """Difference of means; of shares with p (1 − p) as the variance."""
    n, m = len(a), len(b)
    va, vb = (a.mean() * (1 - a.mean()), b.mean() * (1 - b.mean())) if share else (a.var(ddof=1), b.var(ddof=1))
    va, vb = va / n, vb / m
    df = (va + vb) ** 2 / (va**2 / (n - 1) + vb**2 / (m - 1))
    return Effect(b.mean() - a.mean(), va + vb, df, n + m)


def cuped(a, b, xa, xb):
    """Welch after what was spent before is taken out, one slope for both arms."""
    both = np.cov(np.r_[a, b], np.r_[xa, xb])
    theta, middle = both[0, 1] / both[1, 1], np.r_[xa, xb].mean()
    a, b = a - theta * (xa - middle), b - theta * (xb - middle)
    test = CompareMeans(DescrStatsW(b), DescrStatsW(a))
    _, _, df = test.ttest_ind(usevar="unequal")
    return Effect(b.mean() - a.mean(), test.std_meandiff_separatevar**2, df, len(a) + len(b))


def relative(a, b, share):
    """Relative difference by the delta method, with the degrees of freedom of Welch."""
    test = welch(a, b, share)
    va, vb = (a.mean() * (1 - a.mean()), b.mean() * (1 - b.mean())) if share else (a.var(ddof=1), b.var(ddof=1))
    variance = vb / len(b) / a.mean() ** 2 + va / len(a) * b.mean() ** 2 / a.mean() ** 4
    return Effect((b.mean() - a.mean()) / abs(a.mean()), variance, test.df, test.n).interval()


def strata(frame):
    """Rows of each group with five customers in each arm; the others are one, or join the smallest."""
    parts = [part for _, part in frame.groupby("group")]
    fewest = lambda part: part.treated.value_counts().reindex([False, True]).fillna(0).min()
    large, small = [p for p in parts if fewest(p) >= 5], [p for p in parts if fewest(p) < 5]
    if small:
        rest = pd.concat(small)
        if fewest(rest) < 5:
            rest = pd.concat([rest, large.pop(min(range(len(large)), key=lambda at: len(large[at])))])
        large.append(rest)
    return large


def within_groups(frame, name, adjusted):
    """Post-stratified difference; with past spend by least squares within each group."""
    total, parts = len(frame), []
    for part in strata(frame):
        y, t, x = part[name].to_numpy(), part.treated.to_numpy(), part.spent.to_numpy()
        if adjusted and t.any() and x[~t].var() + x[t].var() > 0:
            design = np.c_[np.ones(len(y)), t, x]
            found, *_ = np.linalg.lstsq(design, y, rcond=None)
            left = y - design @ found
            variance = (left**2).sum() / (len(y) - 3) * np.linalg.inv(design.T @ design)[1, 1]
            parts.append((len(y) / total, found[1], variance))
        else:
            parts.append((len(y) / total, y[t].mean() - y[~t].mean(), y[t].var(ddof=1) / t.sum() + y[~t].var(ddof=1) / (~t).sum()))
    share, effect, variance = np.array(parts).T
    estimate = (share * effect).sum()
    variance = (share**2 * variance).sum() + (share * (effect - estimate) ** 2).sum() / total
    return Effect(estimate, variance, total - (3 if adjusted else 2) * len(parts), total)


def helps(a, b):
    """Chance that the share of b is larger, both with a flat prior."""
    a, b = (stats.beta(of.sum() + 1, len(of) - of.sum() + 1) for of in (a, b))
    points = [b.mean(), a.mean()]
    return integrate.quad(lambda s: b.pdf(s) * a.cdf(s), 0, 1, points=points, epsabs=1e-13, epsrel=1e-13, limit=2000)[0]


def way(told, p):
    return {"effect": told[0], "low": told[1], "high": told[2], "p": p}


def measure(frame, name):
    """A measure with its effect in every way."""
    a, b, xa, xb = (frame.loc[frame.treated == arm, of].to_numpy(float) for of in (name, "spent") for arm in (False, True))
    share = name == "bought"
    plain, sharper = welch(a, b, share), cuped(a, b, xa, xb)
    if share:
        pooled = proportion.proportions_ztest([b.sum(), a.sum()], [len(b), len(a)])[1]
        ways = [way(newcombe(a, b), pooled)]
    else:
        ways = [way(plain.interval(), plain.p())]
    ways.append(way(sharper.interval(), sharper.p()))
    for adjusted in (False, True):
        effect = within_groups(frame, name, adjusted)
        ways.append(way(effect.interval(), effect.p()))
    ways.append(way(*sharper.any_day()))
    # The planned end has passed: four fifths of α are left for it.
    ways.append(way(sharper.interval(0.8 * ALPHA), min(1, sharper.p() / 0.8)))
    chance = helps(a, b) if share else stats.norm.cdf(sharper.estimate / sharper.error)
    row = {"control": a.mean(), "treated": b.mean(), "ways": ways, "relative": relative(a, b, share), "chance": chance}
    return row, ways[0 if share else 1]["p"], sharper


def ratio(frame, over, under):
    """A guardrail that is a ratio of sums, by the delta method."""
    arms = []
    for _, part in frame.groupby("treated"):
        y, x = part[over].to_numpy(), part[under].to_numpy()
        r = y.sum() / x.sum()
        arms.append((r, np.var(y - r * x, ddof=1) / x.mean() ** 2, len(y)))
    (ra, va, n), (rb, vb, m) = arms
    va, vb = va / n, vb / m
    df = (va + vb) ** 2 / (va**2 / (n - 1) + vb**2 / (m - 1))
    effect = Effect(rb - ra, va + vb, df, n + m)
    return {"control": ra, "treated": rb, "ways": [way(effect.interval(), effect.p())]}


def shrink(seen, error):
    """Empirical Bayes: common effect, its error, the spread; each effect drawn towards it."""

    def loss(log):
        total = error**2 + np.exp(2 * log)
        mean = (seen / total).sum() / (1 / total).sum()
        return 0.5 * np.log(total).sum() + 0.5 * ((seen - mean) ** 2 / total).sum() - log

    def slope(log):
        total, x = error**2 + np.exp(2 * log), np.exp(2 * log)
        mean = (seen / total).sum() / (1 / total).sum()
        return 1 + (x / total * ((seen - mean) ** 2 / total - 1)).sum()

    grid = np.linspace(np.log(error.min()) - 9, np.log(error.max() + np.ptp(seen)) + 4, 3001)
    best = int(np.argmin([loss(log) for log in grid]))
    spread = np.exp(optimize.brentq(slope, grid[best - 1], grid[best + 1], xtol=1e-15, rtol=1e-15))
    total = error**2 + spread**2
    precision = (1 / total).sum()
    common = (seen / total).sum() / precision
    drawn = error**2 / total
    return {
        "common": common,
        "error": precision**-0.5,
        "spread": spread,
        "drawn": drawn,
        "effects": seen + drawn * (common - seen),
        "errors": np.sqrt(error**2 * (1 - drawn) + drawn**2 / precision),
    }


def cut(frame, column, name):
    """The effect in each group: as measured, drawn together, corrected; and whether groups differ."""
    rows, seen, error, at = [], [], [], []
    for group, part in frame.groupby(column):
        a, b = (part.loc[part.treated == arm, name].to_numpy(float) for arm in (False, True))
        if min(len(a), len(b)) < 2:
            continue
        if name == "bought":
            p = lambda of: (of.sum() + 0.5) / (len(of) + 1)
            variance = sum(p(of) * (1 - p(of)) / len(of) for of in (a, b))
            # Where nobody or everybody bought the test says nothing, and the interval is the one around it.
            same = 0 < np.r_[a, b].sum() < len(a) + len(b)
            seen.append(b.mean() - a.mean()), error.append(np.sqrt(variance))
            around = [seen[-1], seen[-1] - Z * error[-1], seen[-1] + Z * error[-1]]
            varies = a.mean() * (1 - a.mean()) + b.mean() * (1 - b.mean()) > 0
            measured = newcombe(a, b) if same and varies else around
        else:
            xa, xb = (part.loc[part.treated == arm, "spent"].to_numpy() for arm in (False, True))
            if np.r_[a, b].var() == 0:
                continue
            effect = cuped(a, b, xa, xb) if np.ptp(np.r_[xa, xb]) > 0 else welch(a, b)
            seen.append(effect.estimate), error.append(effect.error)
            measured = [seen[-1], seen[-1] - Z * error[-1], seen[-1] + Z * error[-1]]
        rows.append({"customers": len(part), "control": a.mean(), "treated": b.mean(), "measured": measured})
        at.append(group)
    seen, error = np.array(seen), np.array(error)
    drawn = shrink(seen, error)
    corrected = multitest.multipletests(2 * stats.norm.sf(abs(seen / error)), method="fdr_bh")[1]
    for row, effect, half, p in zip(rows, drawn["effects"], Z * drawn["errors"], corrected):
        row["shrunk"], row["corrected"] = [effect, effect - half, effect + half], p
    q = combine_effects(seen, error**2, method_re="dl").q
    return {"interaction": stats.chi2.sf(q, len(rows) - 1), "rows": rows}, drawn, at, error


def judged(shop, campaign, told=None):
    """Everything about a campaign; where a file tells who bought for how much, by that."""
    sent, window = int(shop.campaigns.day[campaign]), int(shop.campaigns.window[campaign])
    exposed = shop.exposures[shop.exposures.campaign == campaign]
    frame = pd.DataFrame({"treated": (exposed.arm != "control").to_numpy(), "who": [shop.place.get(id, -1) for id in exposed.customer]})
    assert (exposed.exposed == sent).all() and exposed.customer.is_unique
    days = min(2 * window, shop.last - sent + 1)

    def sums(first, last):
        lines = shop.within(first, last)
        sold, back = lines[~lines.back], lines[lines.back]
        by = lambda series: series.reindex(frame.who).fillna(0).to_numpy()
        orders, gross = by(sold.groupby("customer").order.nunique()), by(sold.groupby("customer").value.sum())
        returned = -by(back.groupby("customer").value.sum())
        margin = gross - returned - by(lines.groupby("customer").cost.sum())
        kept = gross - by(sold.groupby("customer").cost.sum())
        return orders, gross, returned, by(sold.groupby("customer").discount.sum()), margin, kept

    before = sums(sent - 365, sent - 1)
    frame["spent"], frame["ordered"] = before[1] - before[2], before[0]
    orders, gross, returned, discount, frame["margin"], kept = sums(sent, sent + window - 1)
    frame = frame.assign(orders=orders, gross=gross, returned=returned, discount=discount, revenue=gross - returned)
    frame["bought"], frame["list"] = (orders > 0).astype(float), gross + discount
    if told is not None:
        frame["bought"], frame["revenue"] = told.converted.to_numpy(float), told.revenue.to_numpy(float)
    stood = shop.standing(sent - 365, sent - 1).reindex(frame.who)
    names = list(GROUPS)
    frame["group"] = [names.index(g) if isinstance(g, str) else 11 for g in stood.group]
    frame["band"], frame["store"] = stood.band.fillna(4).to_numpy(), stood.store.fillna(2).to_numpy()
    frame["recency"] = stood.recency.to_numpy()
    first = shop.within(sent, sent + days - 1)
    first = (first[~first.back].groupby("customer").day.min() - sent + 1).reindex(frame.who).fillna(0).to_numpy()
    frame["first"] = first
    late = sums(sent + window, sent + days - 1)[0]
    control, treated = frame[~frame.treated], frame[frame.treated]
    names = ["bought", "orders", "revenue", "margin"]
    rows, p, sharper = zip(*(measure(frame, name) for name in names))
    for row, corrected in zip(rows, multitest.multipletests(p[:3], method="holm")[1]):
        row["corrected"] = corrected
    found = stats.chisquare([len(control), len(treated)])

    def beside(column):
        a, b = control[column].dropna(), treated[column].dropna()
        return [None, a.mean(), b.mean(), (b.mean() - a.mean()) / np.sqrt((a.var() + b.var()) / 2)]

    def by_day(part, day):
        return ((part["first"] > 0) & (part["first"] <= day)).to_numpy(float)

    def point(day):
        a, b = by_day(control, day), by_day(treated, day)
        any_day = None if a.sum() + b.sum() == 0 else welch(a, b, True).any_day()[0][1:]
        return {"control": a.mean(), "treated": b.mean(), "single": newcombe(a, b)[1:], "any_day": any_day}

    later = (late > 0).astype(float)
    told = newcombe(later[~frame.treated], later[frame.treated])
    again = [(later[(frame.treated == arm) & (first > 0) & (first <= window)]).mean() for arm in (False, True)]
    cuts = {column: cut(frame, column, "bought") for column in ("band", "group", "store")}
    return {
        "arms": [{"customers": len(part), "buyers": int(part.bought.sum())} for part in (control, treated)],
        "split": {"chi_squared": found.statistic, "p": found.pvalue, "df": 1},
        "before": {"rows": [beside("spent"), beside("ordered"), beside("recency")]},
        "measures": [*rows[:3], rows[3], ratio(frame, "discount", "list"), ratio(frame, "returned", "gross")],
        "course": {"days": [point(day) for day in range(1, days + 1)]},
        "after": {
            "control": later[~frame.treated].mean(),
            "treated": later[frame.treated].mean(),
            "effect": told,
            "whole": newcombe(by_day(control, days), by_day(treated, days)),
            "again": again,
        },
        "cuts": [cuts[column][0] for column in ("band", "group", "store")],
        # The largest group of those whose discounts say most, where the effect is sure.
        "narrower": narrower(frame[frame.band.isin([2, 3])]) if campaign == "spring-coupon" else None,
        "impact": impact(shop, frame, cuts, sent, window),
        "sensitivity": {"rows": sensitivity(frame, sums, sent, window, kept)},
        "ledger": {"rows": [{"rows": len(shop.exposures)}, {"rows": int((shop.exposures.campaign != campaign).sum())}, {"rows": len(frame)}]},
    }


def narrower(part):
    return {"customers": len(part), "effect": newcombe(*(part.loc[part.treated == arm, "bought"] for arm in (False, True)))}


def impact(shop, frame, cuts, sent, window):
    """Sent once to those of today who may be written to, by the cut that differs most."""
    column = min(cuts, key=lambda of: cuts[of][0]["interaction"])
    _, drawn, at, error = cut(frame, column, "margin")
    _, bought, at_bought, _ = cuts[column]
    today = shop.standing(shop.last - 364, shop.last)
    reached = today[shop.opt_in[today.index]]
    names = list(GROUPS)
    values = reached.group.map(names.index) if column == "group" else reached[column]
    rows, own, shared = [], 0.0, 0.0
    for effect, err, b, e, group in zip(drawn["effects"], drawn["errors"], drawn["drawn"], error, at):
        n = int((values == group).sum())
        if n == 0:
            continue
        buyers = n * bought["effects"][at_bought.index(group)] if group in at_bought else 0.0
        rows.append({"customers": n, "buyers": buyers, "gain": [n * effect, n * (effect - Z * err), n * (effect + Z * err)]})
        own, shared = own + n**2 * e**2 * (1 - b), shared + n * b
    total, half = sum(row["gain"][0] for row in rows), Z * np.sqrt(own + (shared * drawn["error"]) ** 2)
    everybody = {key: sum(row[key] for row in rows) for key in ("customers", "buyers")}
    rows.append({**everybody, "gain": [total, total - half, total + half]})
    # Eppo's global lift with everybody eligible in the test, its error by numeric derivatives.
    a, b = (frame.loc[frame.treated == arm, "revenue"] for arm in (False, True))
    rest = shop.all.value[shop.all.day.between(sent, sent + window - 1)].sum() - a.sum() - b.sum()
    lift = lambda m, t: len(frame) * (t - m) / (rest + len(frame) * m)
    slope = lambda by, step=1e-4: (lift(a.mean() + by[0] * step, b.mean() + by[1] * step) - lift(a.mean() - by[0] * step, b.mean() - by[1] * step)) / (2 * step)
    by = [slope((1, 0)), slope((0, 1))]
    half = Z * np.sqrt(by[0] ** 2 * a.var() / len(a) + by[1] ** 2 * b.var() / len(b))
    lift = lift(a.mean(), b.mean())
    return {"coverage": len(reached) / len(today), "global": [lift, lift - half, lift + half], "rows": rows}


def sensitivity(frame, sums, sent, window, kept):
    """Profit with one choice changed at a time."""

    def told(values, rows=None, sharpen=True):
        rows = np.ones(len(frame), bool) if rows is None else rows
        t, x, y = frame.treated.to_numpy()[rows], frame.spent.to_numpy()[rows], np.asarray(values)[rows]
        effect = cuped(y[~t], y[t], x[~t], x[t]) if sharpen else welch(y[~t], y[t])
        return [None, int(rows.sum()), effect.interval()]

    def capped(share):
        buyers = np.sort(frame.margin[frame.margin > 0])
        return np.minimum(frame.margin, buyers[int(np.ceil(share * len(buyers))) - 1])

    known = (frame.who >= 0).to_numpy()
    rows = [told(frame.margin), told(frame.margin, sharpen=False), told(capped(0.999)), told(capped(0.99))]
    if not known.all():
        rows.append(told(frame.margin, known))
    rows.append(told(frame.margin, (frame.group != 11).to_numpy()))
    rows.append(told(sums(sent, sent + window // 2 - 1)[4]))
    rows.append(told(sums(sent, sent + window + window // 2 - 1)[4]))
    rows.append(told(kept))
    return rows
