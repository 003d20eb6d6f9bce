//! What a link says of a test that is judged.

use serde::{Deserialize, Serialize};

use super::kinds::Goal;
use super::scenario::{in_per_cent, per_cent, rounded};
use crate::decimal;
use crate::link::{Link, Param, once, set, within};

/// Which campaign, and by what it is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// Code of the campaign; the latest one when absent.
    pub campaign: Option<String>,
    /// What it is judged by.
    pub goal: Goal,
    /// Days in which an order counts; those of the campaign when absent.
    pub window: Option<u32>,
    /// The arm that was held back; recognised by its name when absent.
    pub control: Option<String>,
    /// The arm that is compared with it; all others together when absent.
    pub arm: Option<String>,
    /// Per cent of the customers that was to be held back; equal parts when absent.
    pub held: Option<f64>,
    /// Chance of a false alarm.
    pub alpha: f64,
    /// The first so many days alone, as if one had looked then; all of them when absent.
    pub day: Option<u32>,
    /// Days that were planned; those of the window when absent.
    pub planned: Option<u32>,
    /// Worst agreed change of what was earned per customer, in currency.
    pub least_margin: f64,
    /// Worst agreed change of the discount's share of sales.
    pub most_discount: f64,
    /// Worst agreed change of the returns' share of sales.
    pub most_returns: f64,
    /// Worst agreed change of the share who unsubscribe or complain.
    pub most_lost: f64,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            campaign: None,
            goal: Goal::Bought,
            window: None,
            control: None,
            arm: None,
            held: None,
            alpha: 0.05,
            day: None,
            planned: None,
            least_margin: -0.5,
            most_discount: 0.05,
            most_returns: 0.02,
            most_lost: 0.002,
        }
    }
}

/// What a link may say to it besides the filters, in canonical order.
pub(super) const PARAMS: &[Param<Link>] = &[
    once(
        "campaign",
        "Code of the campaign; the latest one when absent.",
        |link, text| set(&mut link.judged.campaign, named(text).map(Some)),
        |link, out| out.shown(link.judged.campaign.as_deref()),
    ),
    once(
        "goal",
        "What it is judged by: bought, revenue, margin or orders.",
        |link, text| set(&mut link.judged.goal, Goal::of(text)),
        |link, out| {
            let goal = link.judged.goal;
            out.value_if(goal != Choices::default().goal, goal.word());
        },
    ),
    once(
        "window",
        "Days in which an order counts, instead of those of the campaign.",
        |link, text| set(&mut link.judged.window, within(text, 1, 365).map(Some)),
        |link, out| out.shown(link.judged.window),
    ),
    once(
        "control",
        "The arm that was held back, where its name does not say so.",
        |link, text| set(&mut link.judged.control, named(text).map(Some)),
        |link, out| out.shown(link.judged.control.as_deref()),
    ),
    once(
        "arm",
        "The arm that is compared with it; all others together when absent.",
        |link, text| set(&mut link.judged.arm, named(text).map(Some)),
        |link, out| out.shown(link.judged.arm.as_deref()),
    ),
    once(
        "held",
        "Per cent of the customers that was to be held back; equal parts when absent.",
        |link, text| set(&mut link.judged.held, per_cent(text, 0.0, 100.0).map(Some)),
        |link, out| out.shown(link.judged.held.map(in_per_cent)),
    ),
    once(
        "sure",
        "How sure one wants to be that it is not chance, 95 per cent as a rule.",
        |link, text| {
            let sure = per_cent(text, 50.0, 99.9);
            let alpha = sure.map(|sure| rounded(1.0 - sure, 1e8));
            set(&mut link.judged.alpha, alpha)
        },
        |link, out| {
            let alpha = changed(link, |choices| choices.alpha);
            out.shown(alpha.map(|alpha| in_per_cent(1.0 - alpha)));
        },
    ),
    once(
        "day",
        "Looks at the first so many days alone.",
        |link, text| set(&mut link.judged.day, within(text, 1, 730).map(Some)),
        |link, out| out.shown(link.judged.day),
    ),
    once(
        "planned",
        "Days that were planned; those of the window when absent.",
        |link, text| set(&mut link.judged.planned, within(text, 1, 730).map(Some)),
        |link, out| out.shown(link.judged.planned),
    ),
    once(
        "least",
        "Worst agreed change of what is earned per customer, -0.5 as a rule.",
        |link, text| {
            let amount = decimal::parse(text).filter(|amount| (-1e6..=0.0).contains(amount));
            set(
                &mut link.judged.least_margin,
                amount.map(|amount| rounded(amount, 1e4)),
            )
        },
        |link, out| out.shown(changed(link, |choices| choices.least_margin)),
    ),
    once(
        "discount",
        "Worst agreed change of the discount's share of sales in points, 5 as a rule.",
        |link, text| set(&mut link.judged.most_discount, per_cent(text, 0.0, 100.0)),
        |link, out| {
            let most = changed(link, |choices| choices.most_discount);
            out.shown(most.map(in_per_cent));
        },
    ),
    once(
        "back",
        "Worst agreed change of the returns' share of sales in points, 2 as a rule.",
        |link, text| set(&mut link.judged.most_returns, per_cent(text, 0.0, 100.0)),
        |link, out| {
            let most = changed(link, |choices| choices.most_returns);
            out.shown(most.map(in_per_cent));
        },
    ),
    once(
        "lost",
        "Worst agreed change of the share who unsubscribe or complain in points, 0.2 as a rule.",
        |link, text| set(&mut link.judged.most_lost, per_cent(text, 0.0, 100.0)),
        |link, out| {
            let most = changed(link, |choices| choices.most_lost);
            out.shown(most.map(in_per_cent));
        },
    ),
];

fn named(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.chars().take(200).collect())
}

fn changed(link: &Link, of: fn(&Choices) -> f64) -> Option<f64> {
    let now = of(&link.judged);
    (now != of(&Choices::default())).then_some(now)
}
