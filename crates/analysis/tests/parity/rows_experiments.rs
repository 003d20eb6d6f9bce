//! Numbers of plans and results that are compared, in the order of the panels.

use crate::rows::{Row, by, row};

/// A made-up retailer's two years, and its three campaigns.
const RETAILER: &str = "the made-up retailer: 301,310 lines, 18,469 exposures";

/// What a year comes to.
const YEAR: &[&str] = &[
    "orders",
    "revenue",
    "gain",
    "per_spent",
    "per_order",
    "given",
];

/// Numbers of experiments with an outside reference.
pub const COMPARED_OF_EXPERIMENTS: &[Row] = &[
    row(
        "A plan: customers chosen, reached and left out; customers of each group",
        by("pandas", RETAILER, 1e-9),
        &[
            (
                &["plan.scenarios"],
                &["customers", "reached", "left_out", "contact"],
            ),
            (&["plan.audiences"], &["customers"]),
            (&["plan.waterfall", "plan.cells.rows"], &["reached"]),
        ],
    ),
    row(
        "Who buys anyway, in windows before and day by day; who buys again after one",
        by("pandas", RETAILER, 1e-9),
        &[
            (&["plan.scenarios"], &["rate", "retention"]),
            (&["plan.seasons"], &["customers", "rate"]),
            (&["plan.timeline.days", "plan.cells.rows"], &["rate"]),
            (&["plan.waterfall"], &["anyway"]),
        ],
    ),
    row(
        "Lifts of earlier campaigns, by group and drawn towards the whole; their errors; the lift expected",
        by("pandas and SciPy", RETAILER, 1e-7),
        &[
            (&["plan.anchors"], &["lift"]),
            (&["plan.scenarios"], &["lift", "lift_error"]),
            (&["plan.cells.rows"], &["measured", "lift", "error"]),
            (&["plan.timeline.days"], &["expected"]),
            (&["plan.break_even"], &["expected"]),
            (&["plan.waterfall"], &["won"]),
        ],
    ),
    row(
        "What an order earns, what the offer costs, who uses it anyway; a send from extra orders to its gain; what a contact \
         brings; break-even lift and offer; the gain by lift",
        by("pandas and SciPy", RETAILER, 1e-7),
        &[
            (
                &["plan.scenarios"],
                &["order", "offer", "redeemed", "break_even", "line"],
            ),
            (&["plan.waterfall.steps"], &["amount"]),
            (&["plan.cells.rows"], &["each", "low", "high"]),
            (&["plan.break_even"], &["points", "at", "limit"]),
        ],
    ),
    row(
        "Power and the smallest lift that can be told: by day, on any day, by share held back; gain forgone by it",
        by("SciPy and statsmodels", RETAILER, 1e-7),
        &[
            (&["plan.timeline.days"], &["detectable", "any_day", "power"]),
            (
                &["plan.holdouts"],
                &["held", "detectable", "power", "forgone"],
            ),
        ],
    ),
    row(
        "False alarms of one, five, weekly and daily looks, and with the limit made for it",
        by("SciPy", "quadrature from look to look", 2e-6),
        &[(&["plan.peeking"], &["rows"])],
    ),
    row(
        "A year that begins with the test, in closed form: orders, revenue, gain, for each unit spent, cost of an order, \
         discount without effect, how often it is rolled out",
        by("SciPy", RETAILER, 1e-7),
        &[
            (
                &["plan.scenarios"],
                &[
                    "orders (closed form)",
                    "revenue (closed form)",
                    "gain (closed form)",
                    "per_spent (closed form)",
                    "per_order (closed form)",
                    "given (closed form)",
                ],
            ),
            (&["plan.year"], &["rolled_out (closed form)"]),
        ],
    ),
    row(
        "The same of 10,000 simulated years, and without a test",
        by("SciPy", RETAILER, 2e-2),
        &[
            (&["plan.scenarios"], YEAR),
            (&["plan.year"], &["rolled_out"]),
            (&["plan.year.straight"], &["gain"]),
        ],
    ),
    row(
        "A result: customers and buyers of each arm, χ² of the split, standardised differences before",
        by("pandas and SciPy", RETAILER, 1e-9),
        &[
            (&["result.arms"], &["customers", "buyers"]),
            (&["result.split"], &["chi_squared", "df", "p"]),
            (&["result.before"], &["rows"]),
        ],
    ),
    row(
        "Buyers, orders, revenue, profit: both arms; difference, interval and p as measured (pooled z and Newcombe, Welch), with \
         past spend counted (CUPED), within groups, both, on any day and looked at while it runs; relative; chance to help; \
         Holm. Discounts and returns as shares of sales",
        by("statsmodels and SciPy", RETAILER, 1e-7),
        &[
            (
                &["result.measures"],
                &["control", "treated", "relative", "chance", "corrected"],
            ),
            (&["result.measures.ways"], &["effect", "low", "high", "p"]),
        ],
    ),
    row(
        "Day by day: share of buyers in both arms, interval for one look and for any day; the days after the window, buying again",
        by("statsmodels", RETAILER, 1e-9),
        &[
            (
                &["result.course.days"],
                &["control", "treated", "single", "any_day"],
            ),
            (
                &["result.after"],
                &["control", "treated", "effect", "whole", "again"],
            ),
        ],
    ),
    row(
        "Groups: customers, both arms, effect with interval, drawn towards the whole, Benjamini and Hochberg; Cochran's Q; the \
         narrower question",
        by("statsmodels and SciPy", RETAILER, 1e-7),
        &[
            (
                &["result.cuts.rows"],
                &[
                    "customers",
                    "control",
                    "treated",
                    "measured",
                    "shrunk",
                    "corrected",
                ],
            ),
            (&["result.cuts"], &["interaction"]),
            (&["result.narrower"], &["customers", "effect"]),
        ],
    ),
    row(
        "Sent to everybody: customers, buyers and gain by group and together; who may be reached; the whole shop's revenue",
        by("pandas and SciPy", RETAILER, 1e-7),
        &[
            (&["result.impact"], &["coverage", "global"]),
            (&["result.impact.rows"], &["customers", "buyers", "gain"]),
        ],
    ),
    row(
        "Profit with one choice changed at a time; rows of the file",
        by("pandas and statsmodels", RETAILER, 1e-9),
        &[
            (&["result.sensitivity"], &["rows"]),
            (&["result.ledger.rows"], &["rows"]),
        ],
    ),
];
