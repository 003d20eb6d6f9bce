"""Writes inference.json: what SciPy and statsmodels say about tests, intervals, power and distributions.

Usage: python inference.py crates/analysis/tests/golden/inference.json
Needs numpy, scipy and statsmodels.
"""

import json
import sys

import numpy as np
import scipy
import statsmodels
from scipy import integrate, optimize, special, stats
from statsmodels.stats import multitest, power, proportion
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

rng = np.random.default_rng(14)


def sums(values):
    """Customers, sum, sum of squares."""
    return [len(values), float(values.sum()), float((values**2).sum())]


distributions = {
    "normal": [
        [z, stats.norm.cdf(z), stats.norm.pdf(z)]
        for z in (-37.0, -12.5, -5.0, -1.96, -0.3, 0.0, 0.7, 2.5, 6.0, 8.0)
    ],
    "normal_quantile": [
        [p, stats.norm.ppf(p)]
        for p in (1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.2, 0.5, 0.6, 0.9, 0.975, 0.9995, 1 - 1e-9)
    ],
    "student": [
        [t, df, stats.t.sf(t, df)]
        for df in (1.0, 2.0, 3.7, 10.0, 55.70745, 300.0, 5841.742032, 1e5, 3e6, 4e7)
        for t in (-3.0, -0.1, 0.0, 0.5, 1.9, 4.0, 12.0)
    ],
    "student_quantile": [
        [p, df, stats.t.isf(p, df)]
        for df in (1.0, 2.5, 8.0, 40.0, 5841.742032, 2e6)
        for p in (1e-12, 0.001, 0.025, 0.05, 0.3, 0.499, 0.8)
    ],
    "chi_squared": [
        [x, df, stats.chi2.sf(x, df)]
        for df in (1, 2, 3, 7, 30, 400)
        for x in (0.001, 0.5, 3.4, 11.24, 60.0, 420.0)
    ],
    "beta": [
        [x, a, b, stats.beta.cdf(x, a, b)]
        for a, b in ((1, 1), (0.5, 0.5), (1, 400), (3, 2), (51, 950), (2500, 47500), (120000, 130000))
        for x in (1e-6, 0.01, 0.0495, 0.051, 0.3, 0.481, 0.7, 0.999)
    ],
    "beta_quantile": [
        [p, a, b, stats.beta.ppf(p, a, b)]
        for a, b in ((1, 1), (1, 400), (3, 2), (51, 950), (2500, 47500), (400, 1))
        for p in (1e-6, 0.025, 0.4, 0.975, 0.9999)
    ],
}

# Two shares.
conversions = []
for x, n, y, m in (
    (210, 5000, 250, 5000),
    (14, 28, 16, 30),
    (3, 400, 0, 380),
    (49, 100, 51, 100),
    (800, 16000, 905, 16100),
    (9, 10, 10, 10),
    (30, 400, 3000, 40000),
    (6100, 40000, 60, 400),
):
    z, p = proportion.proportions_ztest([y, x], [m, n])
    newcombe = proportion.confint_proportions_2indep(y, m, x, n, method="newcomb", compare="diff")
    a, b = stats.beta(x + 1, n - x + 1), stats.beta(y + 1, m - y + 1)

    def chance(d, a=a, b=b):
        """P(treated − control ≤ d)."""
        low, high = a.ppf(1e-15), a.isf(1e-15)
        points = sorted({min(max(q, low), high) for q in (-d, 1 - d, a.mean(), b.mean() - d)})
        inside = [q for q in points if low < q < high]
        return integrate.quad(
            lambda s: a.pdf(s) * b.cdf(s + d), low, high, points=inside, epsabs=1e-13, epsrel=1e-13, limit=2000
        )[0]

    def end(p):
        return optimize.brentq(lambda d: chance(d) - p, -0.999, 0.999, xtol=1e-13)

    loss = integrate.quad(lambda d: chance(d), -1, 0, epsabs=1e-11, limit=500, points=[-0.1, -0.01, -0.001])[0]
    conversions.append(
        {
            "control": [x, n],
            "treated": [y, m],
            "z": z,
            "p": p,
            "newcombe": list(newcombe),
            "chance_to_win": 1 - chance(0.0),
            "interval": [end(0.025), end(0.975)],
            "risk": loss,
        }
    )

# Means: Welch by statsmodels, CUPED and strata by least squares over customers.
means = []
for n, m, lift in ((40, 35, 0.3), (500, 700, 0.1), (3000, 2900, 0.02)):
    before_a, before_b = rng.lognormal(3, 1, n), rng.lognormal(3, 1, m)
    a = 0.7 * before_a + rng.gamma(2, 10, n)
    b = (0.7 * before_b + rng.gamma(2, 10, m)) * (1 + lift)
    test = CompareMeans(DescrStatsW(b), DescrStatsW(a))
    t, p, df = test.ttest_ind(usevar="unequal")
    greater = test.ttest_ind(alternative="larger", usevar="unequal")[1]
    both = np.cov(np.r_[a, b], np.r_[before_a, before_b])
    theta = both[0, 1] / both[1, 1]
    middle = np.r_[before_a, before_b].mean()
    flat_a, flat_b = a - theta * (before_a - middle), b - theta * (before_b - middle)
    sharper = CompareMeans(DescrStatsW(flat_b), DescrStatsW(flat_a))
    means.append(
        {
            "control": [sums(a), sums(before_a), float((a * before_a).sum())],
            "treated": [sums(b), sums(before_b), float((b * before_b).sum())],
            "welch": [b.mean() - a.mean(), test.std_meandiff_separatevar, df, p, greater],
            "interval": list(test.tconfint_diff(usevar="unequal")),
            "theta": theta,
            "cuped": [
                flat_b.mean() - flat_a.mean(),
                sharper.std_meandiff_separatevar,
                sharper.ttest_ind(usevar="unequal")[1],
            ],
            "ratio": [
                a.sum() / before_a.sum(),
                float(np.var(a - a.sum() / before_a.sum() * before_a, ddof=1) / before_a.mean() ** 2),
            ],
        }
    )

p_values = [rng.uniform(size=k) ** 3 for k in (1, 2, 7, 40)]
several = [
    {
        "p": list(p),
        "holm": list(multitest.multipletests(p, method="holm")[1]),
        "benjamini_hochberg": list(multitest.multipletests(p, method="fdr_bh")[1]),
    }
    for p in p_values
]

ratios = []
for counts, shares in (
    ((44000, 45000), (1, 1)),
    ((4821, 5003), (1, 1)),
    ((1000, 1100, 1050), (1, 1, 1)),
    ((900, 2100, 2900), (0.15, 0.35, 0.5)),
):
    expected = np.array(shares) / sum(shares) * sum(counts)
    found = stats.chisquare(counts, expected)
    ratios.append([list(counts), list(shares), found.statistic, found.pvalue])

segments = []
for k, tau in ((2, 0.0), (3, 0.5), (6, 0.02), (6, 3.0), (12, 1.0)):
    error = rng.uniform(0.3, 1.5, k)
    seen = rng.normal(0.5, tau, k) + rng.normal(0, error)
    fixed = combine_effects(seen, error**2, method_re="dl")

    def loss(log, seen=seen, error=error):
        """Minus the profile log-likelihood of τ and its logarithm."""
        total = error**2 + np.exp(2 * log)
        mean = (seen / total).sum() / (1 / total).sum()
        return 0.5 * np.log(total).sum() + 0.5 * ((seen - mean) ** 2 / total).sum() - log

    grid = np.linspace(-8, 5, 2001)
    best = grid[np.argmin([loss(log) for log in grid])]
    best = optimize.minimize_scalar(loss, bracket=(best - 0.01, best, best + 0.01), tol=1e-14).x
    tau = np.exp(best)
    total = error**2 + tau**2
    precision = (1 / total).sum()
    mean = (seen / total).sum() / precision
    drawn = error**2 / total
    segments.append(
        {
            "seen": [list(row) for row in zip(seen, error)],
            "q": fixed.q,
            "p": stats.chi2.sf(fixed.q, k - 1),
            "common": [fixed.mean_effect_fe, np.sqrt(fixed.var_eff_w_fe)],
            "spread": tau,
            "shrunk": [
                [s + b * (mean - s), np.sqrt(e**2 * (1 - b) + b**2 / precision)]
                for s, e, b in zip(seen, error, drawn)
            ],
        }
    )

planning = {
    "sizes": [
        [p, q, a, b, proportion.samplesize_proportions_2indep_onetail(q - p, p, b, alpha=a, alternative="two-sided")]
        for p, q, a, b in (
            (0.05, 0.055, 0.05, 0.8),
            (0.2, 0.25, 0.05, 0.9),
            (0.14, 0.12, 0.01, 0.8),
            (0.0, 0.01, 0.05, 0.8),
        )
    ],
    "powers": [
        [p, q, n, a, proportion.power_proportions_2indep(q - p, p, n, alpha=a).power]
        for p, q, n, a in ((0.05, 0.055, 31234, 0.05), (0.2, 0.25, 500, 0.05), (0.3, 0.31, 200, 0.1))
    ],
    "t_powers": [
        [d, n, m, side, float(power.TTestIndPower().power(d, n, 0.05, m / n, alternative=side))]
        for d, n, m, side in (
            (1.0, 30, 30, "two-sided"),
            (1.0, 30, 30, "larger"),
            (0.1, 20, 20, "two-sided"),
            (0.1, 20, 30, "two-sided"),
            (0.1, 20, 30, "larger"),
            (0.5, 30, 30, "two-sided"),
            (0.02, 40000, 20000, "two-sided"),
            (2.0, 3, 4, "two-sided"),
        )
    ],
    "t_sizes": [
        [d, b, optimize.brentq(lambda n: power.TTestIndPower().power(d, n, 0.05) - b, 5, 30 / d**2 + 5, xtol=1e-12, rtol=1e-14)]
        for d, b in ((0.2, 0.8), (0.1, 0.9), (1.0, 0.8))
    ],
}


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


peeking = [[limit, looks, alarms([limit] * looks)] for limit, looks in ((1.96, 1), (1.96, 5), (1.96, 28), (2.576, 10), (3.0, 100))]

out = {
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
    "distributions": distributions,
    "conversions": conversions,
    "means": means,
    "several": several,
    "ratios": ratios,
    "segments": segments,
    "planning": planning,
    "peeking": peeking,
}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(out, file, indent=1, default=float)
    file.write("\n")
