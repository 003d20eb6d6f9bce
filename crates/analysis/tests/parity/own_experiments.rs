//! Numbers of plans and results that nobody else computes, or that are none to compare: why, and what holds them instead.

use crate::rows::{Basis, Row, row};

/// What a scenario of a link says.
const SCENARIO: &[&str] = &[
    "setup", "window", "held", "sends", "rested", "lift", "rate", "order", "contact", "floor",
    "reaches", "redeemed",
];

/// In the order of the panels.
pub const OWN_OF_EXPERIMENTS: &[Row] = &[
    row(
        "Settings of a plan and of a result; days, positions, agreed limits",
        Basis::Own("They are what the link says or the campaign's own, and count nothing."),
        &[
            (
                &[
                    "plan.choices.scenario",
                    "plan.choices.others",
                    "plan.scenarios.asked",
                ],
                SCENARIO,
            ),
            (
                &[
                    "plan.choices.scenario.offer",
                    "plan.choices.others.offer",
                    "plan.scenarios.asked.offer",
                ],
                &["amount"],
            ),
            (&["plan.choices"], &["alpha", "power", "runs"]),
            (&["plan.timeline.days", "result.course.days"], &["day"]),
            (&["plan.year"], &["runs"]),
            (
                &["result.choices"],
                &[
                    "alpha",
                    "least_margin",
                    "most_discount",
                    "most_returns",
                    "most_lost",
                ],
            ),
            (&["result.campaigns", "result.campaign"], &["window"]),
            (&["result"], &["window", "days", "compared"]),
            (&["result.arms"], &["share"]),
            (&["result.after"], &["days"]),
            (&["result.measures", "result.sensitivity"], &["limit"]),
            (
                &["result.cuts.rows.of.Band", "result.narrower.of.Band"],
                &["low", "high"],
            ),
        ],
    ),
    row(
        "Simulated years: range, chance and mean of a loss, bars, error of the mean",
        Basis::Own(
            "Drawn with our seed; another generator draws others. Their means are compared above, the closed form is held \
             to 40,000 drawn years by a test, and `cargo xtask bench` draws the same with NumPy.",
        ),
        &[
            (&["plan.scenarios"], &["low", "high", "loss", "loss_mean"]),
            (
                &["plan.year.straight"],
                &["low", "high", "loss", "loss_mean"],
            ),
            (&["plan.year"], &["error"]),
            (
                &["plan.year.bars"],
                &["from", "to", "rolled_out", "stopped"],
            ),
        ],
    ),
    row(
        "Drawn useless tests, and the limits beside them",
        Basis::Own(
            "A picture: standard normals drawn with our seed. Both limits are those of the rows, which are compared.",
        ),
        &[(&["plan.peeking"], &["paths", "usual", "any_day"])],
    ),
    row(
        "The lists of a test: arms, draws, strata, balance",
        Basis::Own(
            "Who is in which arm follows from the documented hash, which tests repeat from `docs/split.md` in SQL; shares, \
             balance and independence of the order of customers are tested by simulation.",
        ),
        &[
            (&["split"], &["draw", "strata", "left_out"]),
            (&["split.arms"], &["customers", "share"]),
            (&["split.balance"], &["control", "treated", "difference"]),
        ],
    ),
    row(
        "Campaigns one may choose, rows of the file by arm, examples of shrinkage",
        Basis::Own(
            "Rows of the file, which a naive twin counts in a test; examples are groups of the cuts, which are compared.",
        ),
        &[
            (&["result.campaigns", "result.campaign"], &["customers"]),
            (&["result.ledger.rows"], &["arms"]),
            (&["result"], &["examples"]),
        ],
    ),
    row(
        "Each of several arms against the one held back",
        Basis::Own(
            "The made-up campaigns have two arms. Effect and Holm's correction are those of a measure, which are compared; a \
             test adds the arms of a made-up file up anew.",
        ),
        &[(&["result.others"], &["effect", "corrected"])],
    ),
];
