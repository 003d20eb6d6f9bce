//! What a link says of a test that is planned: one scenario, or up to four side by side. The file is long because each of
//! sixteen parameters has a field, a row that reads it and a row that prints it.

use serde::{Deserialize, Serialize};

use super::kinds::{OfferKind, Via};
use crate::date::Date;
use crate::decimal;
use crate::link::NoticeKind::{TooMany, Unreadable};
use crate::link::{Link, Param, decode, many, once, set, within};
use crate::selection::Only;

/// Scenarios side by side, the plan itself among them.
pub const SCENARIOS: usize = 4;

/// One way to do it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Whom it is for, among those the filters leave; all of them when absent.
    pub who: Option<Only>,
    /// What is offered.
    pub offer: Offer,
    /// Share of the goods' value that the offer reaches, above 0 to 1; measured where the data tell when absent.
    pub reaches: Option<f64>,
    /// Share of those who would buy anyway who use the offer, 0 to 1; measured or usual when absent.
    pub redeemed: Option<f64>,
    /// How they are written to.
    pub via: Via,
    /// Cost of a contact in currency; that of the channel when absent.
    pub contact: Option<f64>,
    /// Cost of a send in currency.
    pub setup: f64,
    /// Further share who buy because of it, −1 to 1; what the data suggest when absent.
    pub lift: Option<f64>,
    /// Days in which an order counts.
    pub window: u32,
    /// Share held back in the first send, which is the test.
    pub held: f64,
    /// Sends in a year.
    pub sends: u32,
    /// Leaves out who bought in so many days before; nobody when 0.
    pub rested: u32,
    /// Leaves out who earned the shop less than this in the days looked at.
    pub floor: Option<f64>,
    /// Also takes customers who are in another running test.
    pub tested: bool,
    /// Share who buy in the window without it; from the customers' own history when absent.
    pub rate: Option<f64>,
    /// What an order earns at list price; from the customers' own history when absent.
    pub order: Option<f64>,
}

/// What is offered: `offer=percent.15`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// What kind.
    pub kind: OfferKind,
    /// Per cent, or currency for an order; 0 for none.
    pub amount: f64,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            who: None,
            offer: Offer {
                kind: OfferKind::Percent,
                amount: 10.0,
            },
            reaches: None,
            redeemed: None,
            via: Via::Email,
            contact: None,
            setup: 300.0,
            lift: None,
            window: 28,
            held: 0.5,
            sends: 4,
            rested: 0,
            floor: None,
            tested: false,
            rate: None,
            order: None,
        }
    }
}

impl Offer {
    /// From `percent.15` or `none`.
    fn of(text: &str) -> Option<Self> {
        let (kind, amount) = text.split_once('.').unwrap_or((text, "0"));
        let (kind, amount) = (OfferKind::of(kind)?, money(amount)?);
        let most = match kind {
            OfferKind::Percent | OfferKind::Points => 90.0,
            OfferKind::None => 0.0,
            OfferKind::Amount | OfferKind::Delivery | OfferKind::Bundle => 1e6,
        };
        (0.0..=most)
            .contains(&amount)
            .then_some(Self { kind, amount })
    }
}

impl std::fmt::Display for Offer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind {
            OfferKind::None => f.write_str(self.kind.word()),
            kind => write!(f, "{}.{}", kind.word(), self.amount),
        }
    }
}

/// What a link says to the plan: the scenario itself, and what all share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// The plan.
    pub scenario: Scenario,
    /// Other ways to do it, [`SCENARIOS`] less one at most.
    pub others: Vec<Scenario>,
    /// Chance of a false alarm, as 1 less how sure one wants to be.
    pub alpha: f64,
    /// Chance that a true lift is seen.
    pub power: f64,
    /// Simulated years.
    pub runs: u32,
    /// Day of the send; the first day after the data when absent.
    pub day: Option<Date>,
    /// What the test is called: names its lists, and is part of what customers are drawn by.
    pub label: Option<String>,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            scenario: Scenario::default(),
            others: Vec::new(),
            alpha: 0.05,
            power: 0.8,
            runs: 10_000,
            day: None,
            label: None,
        }
    }
}

/// What a scenario may say, in canonical order.
const SCENARIO: [Param<Scenario>; 16] = [
    once(
        "who",
        "Whom it is for: a segment, group or mark, as in only=….",
        |to, text| set(&mut to.who, text.parse().ok().map(Some)),
        |of, out| out.shown(of.who.as_ref()),
    ),
    once(
        "offer",
        "percent.15, amount.5, delivery.4, bundle.3 (what it costs), points.5 (per cent) or none.",
        |to, text| set(&mut to.offer, Offer::of(text)),
        |of, out| out.shown(changed(of, |of| of.offer)),
    ),
    once(
        "reaches",
        "Per cent of the goods' value that the offer reaches.",
        |to, text| set(&mut to.reaches, per_cent(text, 0.1, 100.0).map(Some)),
        |of, out| out.shown(of.reaches.map(in_per_cent)),
    ),
    once(
        "redeemed",
        "Per cent of those who would buy anyway who use the offer.",
        |to, text| set(&mut to.redeemed, per_cent(text, 0.0, 100.0).map(Some)),
        |of, out| out.shown(of.redeemed.map(in_per_cent)),
    ),
    once(
        "via",
        "How they are written to: email, sms, post, app or call.",
        |to, text| set(&mut to.via, Via::of(text)),
        |of, out| out.shown(changed(of, |of| of.via).map(Via::word)),
    ),
    once(
        "contact",
        "Cost of a contact.",
        |to, text| set(&mut to.contact, amount(text).map(Some)),
        |of, out| out.shown(of.contact),
    ),
    once(
        "setup",
        "Cost of a send, 300 as a rule.",
        |to, text| set(&mut to.setup, amount(text)),
        |of, out| out.shown(changed(of, |of| of.setup)),
    ),
    once(
        "lift",
        "How many more among 100 buy because of it.",
        |to, text| set(&mut to.lift, per_cent(text, -100.0, 100.0).map(Some)),
        |of, out| out.shown(of.lift.map(in_per_cent)),
    ),
    once(
        "window",
        "Days in which an order counts, 28 as a rule.",
        |to, text| set(&mut to.window, within(text, 1, 365)),
        |of, out| out.shown(changed(of, |of| of.window)),
    ),
    once(
        "held",
        "Per cent held back in the first send, 50 as a rule.",
        |to, text| set(&mut to.held, per_cent(text, 1.0, 90.0)),
        |of, out| out.shown(changed(of, |of| of.held).map(in_per_cent)),
    ),
    once(
        "sends",
        "Sends in a year, 4 as a rule.",
        |to, text| set(&mut to.sends, within(text, 1, 52)),
        |of, out| out.shown(changed(of, |of| of.sends)),
    ),
    once(
        "rested",
        "Leaves out who bought in so many days before.",
        |to, text| set(&mut to.rested, within(text, 0, 365)),
        |of, out| out.shown(changed(of, |of| of.rested)),
    ),
    once(
        "floor",
        "Leaves out who earned less than this in the days looked at.",
        |to, text| set(&mut to.floor, money(text).map(Some)),
        |of, out| out.shown(of.floor),
    ),
    once(
        "tested",
        "1 also takes customers who are in another running test.",
        |to, text| set(&mut to.tested, (text == "1").then_some(true)),
        |of, out| out.value_if(of.tested, "1"),
    ),
    once(
        "rate",
        "Per cent who buy in the window without it, instead of what the history says.",
        |to, text| set(&mut to.rate, per_cent(text, 0.01, 99.0).map(Some)),
        |of, out| out.shown(of.rate.map(in_per_cent)),
    ),
    once(
        "order",
        "What an order earns at list price, instead of what the history says.",
        |to, text| set(&mut to.order, amount(text).map(Some)),
        |of, out| out.shown(of.order),
    ),
];

/// A parameter of the plan itself.
const fn own<const AT: usize>() -> Param<Link> {
    once(
        SCENARIO[AT].key,
        SCENARIO[AT].help,
        |link, text| (SCENARIO[AT].read)(&mut link.plan.scenario, text),
        |link, out| (SCENARIO[AT].print)(&link.plan.scenario, out),
    )
}

/// What a link may say to the plan besides the filters, in canonical order.
pub(super) const PARAMS: &[Param<Link>] = &[
    own::<0>(),
    own::<1>(),
    own::<2>(),
    own::<3>(),
    own::<4>(),
    own::<5>(),
    own::<6>(),
    own::<7>(),
    own::<8>(),
    own::<9>(),
    own::<10>(),
    own::<11>(),
    own::<12>(),
    own::<13>(),
    own::<14>(),
    own::<15>(),
    once(
        "sure",
        "How sure one wants to be that it is not chance, 95 per cent as a rule.",
        |link, text| {
            let sure = per_cent(text, 50.0, 99.9);
            set(
                &mut link.plan.alpha,
                sure.map(|sure| rounded(1.0 - sure, 1e8)),
            )
        },
        |link, out| {
            let changed = link.plan.alpha != Choices::default().alpha;
            out.shown(changed.then(|| in_per_cent(1.0 - link.plan.alpha)));
        },
    ),
    once(
        "power",
        "In how many of 100 tests a true lift is to be seen, 80 as a rule.",
        |link, text| set(&mut link.plan.power, per_cent(text, 50.0, 99.0)),
        |link, out| {
            let changed = link.plan.power != Choices::default().power;
            out.shown(changed.then(|| in_per_cent(link.plan.power)));
        },
    ),
    once(
        "runs",
        "Simulated years, 10000 as a rule.",
        |link, text| set(&mut link.plan.runs, within(text, 1_000, 100_000)),
        |link, out| {
            let runs = link.plan.runs;
            out.shown(Some(runs).filter(|runs| *runs != Choices::default().runs));
        },
    ),
    once(
        "send",
        "Day of the send.",
        |link, text| set(&mut link.plan.day, text.parse().ok().map(Some)),
        |link, out| out.shown(link.plan.day),
    ),
    once(
        "label",
        "What the test is called.",
        |link, text| {
            let label = (!text.trim().is_empty()).then(|| text.chars().take(60).collect());
            set(&mut link.plan.label, label.map(Some))
        },
        |link, out| out.shown(link.plan.label.as_deref()),
    ),
    many(
        "vs",
        "Another way to do it: the words above, each as key=value, with ; between them.",
        |link, text| {
            if link.plan.others.len() + 1 >= SCENARIOS {
                return Err(TooMany);
            }
            let other = scenario(text).ok_or(Unreadable)?;
            link.plan.others.push(other);
            Ok(())
        },
        |link, out| {
            for other in &link.plan.others {
                out.value(&text(other));
            }
        },
    ),
];

/// From `offer=none;lift=3`.
fn scenario(text: &str) -> Option<Scenario> {
    let (mut scenario, mut taken) = (Scenario::default(), Vec::new());
    for part in text.split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        let param = SCENARIO.iter().find(|param| param.key == key)?;
        param.take(&mut scenario, &decode(value), &mut taken).ok()?;
    }
    Some(scenario)
}

/// As [`scenario`] reads it.
fn text(of: &Scenario) -> String {
    let mut query = String::new();
    for param in &SCENARIO {
        param.print(of, &mut query);
    }
    query.replace('&', ";")
}

fn changed<T: PartialEq>(scenario: &Scenario, of: fn(&Scenario) -> T) -> Option<T> {
    let now = of(scenario);
    (now != of(&Scenario::default())).then_some(now)
}

fn amount(text: &str) -> Option<f64> {
    money(text).filter(|amount| (0.0..=1e9).contains(amount))
}

/// An amount of either sign, to a hundredth of a cent.
fn money(text: &str) -> Option<f64> {
    decimal::parse(text).map(|amount| rounded(amount, 1e4))
}

/// Per cent as a share. It is rounded, so that what was read is printed again.
pub(super) fn per_cent(text: &str, low: f64, high: f64) -> Option<f64> {
    let number = decimal::parse(text)?;
    let is_fine = (low..=high).contains(&number);
    is_fine.then(|| rounded(number / 100.0, 1e8))
}

/// A share as per cent.
pub(super) fn in_per_cent(share: f64) -> f64 {
    (share * 1e8).round() / 1e6
}

/// To the nearest part of so many.
pub(super) fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
