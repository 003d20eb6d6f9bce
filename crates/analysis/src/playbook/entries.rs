//! The lines of a card. What the play says comes first; the numbers below it are these customers' own.

use clientele_model::Date;
use clientele_model::playbook::{About, Entry};
use clientele_model::segments::Play;
use clientele_model::words::{Sentence, agreeing, noun};

use super::focus::Focus;
use crate::days::{add_months, from_date, to_date};
use crate::experiments::outlook::{Outlook, Told};
use crate::inference::power::{self, Demand, Sizes};
use crate::plays::Figures;

/// Months until somebody looks at a card again.
const REVIEW: i32 = 3;
/// Below this share of lines at a discount they buy at list price.
const AT_LIST_PRICE: f64 = 0.1;
/// Steps of a discount.
const STEP: f64 = 0.05;
/// Above this share who buy anyway one more order is hardly to be had.
const COME_ANYWAY: f64 = 0.5;
/// Sends judged together that are thought of.
const SENDS: u32 = 12;
/// Fewer customers than this can be told apart by name.
const SMALL: u32 = 10;

/// What a card is made from.
pub struct Card<'a> {
    /// What to do.
    pub play: &'a Play,
    /// These customers in figures.
    pub own: &'a Figures,
    /// All who are looked at.
    pub everybody: &'a Figures,
    /// What they do without a campaign, and what a test can tell.
    pub outlook: &'a Outlook,
    /// What to speak of.
    pub focus: &'a Focus,
    /// The day up to which everything is counted.
    pub as_of: Date,
    /// Share of their orders that came online; none where it is not known.
    pub online: Option<f64>,
}

/// All lines of a card; an entry that has nothing to say is left out.
pub fn entries(card: &Card<'_>) -> Vec<Entry> {
    let all = About::ALL.map(|about| {
        let (lines, why) = match about {
            About::Goal => goal(card.outlook),
            About::Offer => offer(card),
            About::Focus => focus(card.focus),
            About::Channel => channel(card),
            About::Cadence => cadence(card),
            About::Guardrails => guardrails(card),
            About::Do => (said(&card.play.does), of_the_play()),
            About::Dont => donts(card),
            About::Measurement => measurement(card.outlook),
            About::Compliance => compliance(card),
            About::KeptUp => kept_up(card.outlook),
            About::Review => review(card.as_of),
            About::Owner => (
                vec!["Not named yet".into()],
                "Whoever answers for this card.".into(),
            ),
        };
        Entry { about, lines, why }
    });
    let mut all = all.to_vec();
    all.retain(|entry| !entry.lines.is_empty());
    all
}

type Said = (Vec<Sentence>, Sentence);

/// What the table says, as it stands there.
fn said(lines: &[String]) -> Vec<Sentence> {
    let lines = lines.iter().filter(|line| !line.is_empty());
    lines.map(|line| line.as_str().into()).collect()
}

fn of_the_play() -> Sentence {
    "From the table of plays: the first play all of whose conditions these customers’ own figures meet.".into()
}

fn goal(outlook: &Outlook) -> Said {
    let window = f64::from(outlook.window);
    let Some(rate) = outlook.rate else {
        let line = "Not known before the first send: the data are too short to say who buys without a campaign. Count the buyers of those held out.";
        return (vec![line.into()], Sentence::new());
    };
    let line = match rate >= COME_ANYWAY {
        true => Sentence::from("They come anyway, ")
            .number(rate * 100.0, 1)
            .text(" in 100 within ")
            .days(window)
            .text(": win a larger order rather than one more"),
        false => Sentence::from("More buyers within ")
            .days(window)
            .text(" than the ")
            .number(rate * 100.0, 1)
            .text(" in 100 who come by themselves, at a profit"),
    };
    let windows = outlook.windows as u64;
    let why = Sentence::from("Share who bought, mean of ")
        .counted(windows, "window")
        .text(" of ")
        .days(window)
        .text(" from the first of a month on; whoever was sent a campaign then is left out.");
    (vec![line], why)
}

/// The largest discount that makes sense, in steps of five per cent: no more than half of what an order leaves, and no more
/// than they have been given so far; none where the data say neither.
pub fn most_off(outlook: &Outlook, discount: f64) -> Option<f64> {
    let down = |share: f64| (share / STEP + 1e-9).floor() * STEP;
    let up = |share: f64| (share / STEP - 1e-9).ceil() * STEP;
    let by_cost = outlook
        .order
        .filter(|_| outlook.knows_costs)
        .filter(|(value, _)| *value > 0.0)
        .map(|(value, left)| down((left / value / 2.0).max(0.0)));
    let so_far = (!discount.is_nan()).then(|| match discount < AT_LIST_PRICE {
        true => 0.0,
        false => up(outlook.discount).max(STEP),
    });
    match (by_cost, so_far) {
        (Some(cost), Some(so_far)) => Some(cost.min(so_far)),
        (one, other) => one.or(other),
    }
}

fn offer(card: &Card<'_>) -> Said {
    let (outlook, discount) = (card.outlook, card.own.discount);
    let mut lines = said(std::slice::from_ref(&card.play.offer));
    let most = most_off(outlook, discount);
    let line = match most {
        None => {
            "How much off at most is not known: the data have neither costs nor discounts".into()
        }
        Some(most) if most < STEP => match outlook.order {
            _ if discount < AT_LIST_PRICE => Sentence::from("No discount: ")
                .share(1.0 - discount)
                .text(" of what they buy is at list price"),
            Some((value, left)) => Sentence::from("No discount: an order of ")
                .money(value)
                .text(" leaves only ")
                .money(left),
            None => "No discount".into(),
        },
        Some(most) => {
            let words = Sentence::from("At most ")
                .number(most * 100.0, 0)
                .text("% off");
            match outlook.order.filter(|_| outlook.knows_costs) {
                Some((value, left)) => words
                    .text(": an order of ")
                    .money(value)
                    .text(" then leaves ")
                    .money(left - most * value)
                    .text(" instead of ")
                    .money(left),
                None => words
                    .text(", as they have been given so far; what an order leaves is not known"),
            }
        }
    };
    lines.push(line);
    let mut why = Sentence::from(
        "No more than half of what an order leaves at list price, where costs are known",
    );
    if !discount.is_nan() {
        why = why
            .text(", and no more than they have been given: ")
            .share(outlook.discount)
            .text(" of the value, on ")
            .share(discount)
            .text(" of what they buy");
    }
    (lines, why.text("."))
}

fn focus(focus: &Focus) -> Said {
    let mut lines = Vec::new();
    if let Some((name, these, everybody)) = &focus.category {
        lines.push(
            Sentence::new()
                .name(name)
                .text(": ")
                .share(*these)
                .text(" of their spend, ")
                .share(*everybody)
                .text(" of everybody’s"),
        );
    }
    for product in focus.products.iter().take(3) {
        lines.push(
            Sentence::new()
                .name(&product.name)
                .text(": ")
                .times(product.these / product.everybody)
                .text(" as often in their orders as in everybody’s"),
        );
    }
    if let Some(pair) = &focus.pair {
        let [one, other] = &pair.names;
        lines.push(
            Sentence::from("Together: ")
                .name(one)
                .text(" with ")
                .name(other)
                .text(", in ")
                .counted(pair.orders, "order")
                .text(" of theirs, ")
                .times(pair.lift)
                .text(" what chance would bring"),
        );
    }
    if lines.is_empty() {
        lines.push("Nothing stands out: they buy what everybody buys".into());
    }
    (
        lines,
        "Products are in the order of how sure it is that these customers buy them more, by the lower end of the 95% interval."
            .into(),
    )
}

fn channel(card: &Card<'_>) -> Said {
    let mut lines = said(std::slice::from_ref(&card.play.channel));
    if let Some(online) = card.online {
        lines.push(
            Sentence::new()
                .share(online)
                .text(" of their orders came online"),
        );
    }
    (lines, of_the_play())
}

fn cadence(card: &Card<'_>) -> Said {
    let own = card.own;
    let mut lines = Vec::new();
    let whole = |days: f64| days.round().max(1.0);
    if own.once <= 0.5 && own.gap.is_finite() {
        let [low, high] = own.gaps.map(whole);
        let words = Sentence::from("They order about every ")
            .days(whole(own.gap))
            .text(", half of them every ");
        let words = match low == high {
            true => words.days(high),
            false => words.number(low, 0).text(" to ").days(high),
        };
        lines.push(
            words
                .text(": write around day ")
                .number(whole(own.gap), 0)
                .text(" after an order"),
        );
    } else {
        let words = Sentence::from(
            "Most of them came on one day only, so they have no rhythm of their own",
        );
        lines.push(match card.everybody.gap.is_finite() {
            true => words
                .text(": customers who came again took about ")
                .days(whole(card.everybody.gap)),
            false => words,
        });
    }
    lines.extend(said(std::slice::from_ref(&card.play.cap)));
    (
        lines,
        "Median of each customer’s mean gap between days with an order, and the middle half of them.".into(),
    )
}

fn guardrails(card: &Card<'_>) -> Said {
    let outlook = card.outlook;
    let mut lines: Vec<Sentence> = vec!["Stop after two messages without an answer".into()];
    if outlook.returned > 0.0 {
        lines.push(
            Sentence::from("Returns at most 2 points up: they send back ")
                .share(outlook.returned)
                .text(" of the value already"),
        );
    }
    if let Some((value, left)) = outlook.order.filter(|_| outlook.knows_costs) {
        let most = most_off(outlook, card.own.discount).unwrap_or_default();
        let leaves = left - most * value;
        if leaves > 0.0 {
            lines.push(
                Sentence::from("An order leaves at least ")
                    .money(leaves)
                    .text(", ")
                    .share(leaves / (value * (1.0 - most)))
                    .text(" of what is paid"),
            );
        }
    }
    (
        lines,
        "Returns and margins are those of these customers’ orders in the windows looked at.".into(),
    )
}

fn donts(card: &Card<'_>) -> Said {
    let mut lines = said(&card.play.donts);
    if card.outlook.tested > 0 {
        let count = card.outlook.tested;
        lines.push(
            Sentence::from("Write to the ")
                .counted(count, "customer")
                .text(agreeing(count, " who is", " who are"))
                .text(" in a test that is still running"),
        );
    }
    (lines, of_the_play())
}

/// The smallest share held out with which one send can tell what is expected; half of them where none can.
pub fn to_hold_out(outlook: &Outlook) -> Option<&Told> {
    let expected = outlook.lift.map_or(0.0, |(lift, _)| lift);
    let mut enough = outlook.tells.iter();
    enough
        .find(|told| told.lift.is_some_and(|lift| lift <= expected))
        .or(outlook.tells.last())
        .filter(|told| told.lift.is_some())
}

fn measurement(outlook: &Outlook) -> Said {
    let (Some(told), Some(rate)) = (to_hold_out(outlook), outlook.rate) else {
        let line = "Too few can be written to, or too little is known of them, to tell a lift from chance: take more customers";
        return (vec![line.into()], Sentence::new());
    };
    let lift = told.lift.unwrap_or_default();
    let mut lines = vec![
        Sentence::from("Hold out ")
            .share(told.held)
            .text(", ")
            .counted(told.customers, "customer")
            .text(" drawn at random: one send tells ")
            .points(lift)
            .text(" more buyers among 100, ")
            .days(f64::from(outlook.window))
            .text(" after it"),
    ];
    if let Some(tenth) = outlook.tells.first().filter(|tenth| *tenth != told)
        && let Some(lift) = tenth.lift
    {
        lines.push(
            Sentence::from("With ")
                .share(tenth.held)
                .text(" held out it tells ")
                .points(lift),
        );
    }
    if let Some((expected, is_measured)) = outlook.lift.filter(|(lift, _)| *lift > 0.0) {
        let from = match is_measured {
            true => ", after the campaigns in these data",
            false => ", assumed, as the data have no campaign to learn from",
        };
        let words = Sentence::new()
            .points(expected)
            .text(agreeing_points(expected))
            .text(from);
        lines.push(match lift <= expected {
            true => words,
            false => match sends(outlook, rate, expected) {
                Some(sends) => words
                    .text(": one send cannot tell that, ")
                    .counted(sends, "send")
                    .text(" with half held out, judged together, can"),
                None => words.text(": too few customers to tell that in a year; take more of them"),
            },
        });
    }
    (
        lines,
        "Two proportions, 95% sure, seen in 80 of 100 tests; the planner has the same figures."
            .into(),
    )
}

fn agreeing_points(lift: f64) -> &'static str {
    match (lift * 1000.0).round() == 10.0 {
        true => " is expected",
        false => " are expected",
    }
}

/// How many sends with half held out, judged together, can tell a lift.
fn sends(outlook: &Outlook, rate: f64, lift: f64) -> Option<u32> {
    let demand = Demand {
        alpha: 0.05,
        power: 0.8,
    };
    (2..=SENDS).find(|sends| {
        let each = outlook.reached.saturating_mul(*sends) / 2;
        let sizes = Sizes {
            control: each,
            treated: each,
        };
        power::detectable(rate, sizes, demand).is_ok_and(|told| told <= lift)
    })
}

fn compliance(card: &Card<'_>) -> Said {
    let outlook = card.outlook;
    let customers = card.own.customers as u32;
    let mut lines = vec![match outlook.knows_opt_in {
        true => Sentence::new()
            .part_of(customers.saturating_sub(outlook.not_agreed), customers, "customer")
            .text(" agreed to e-mails, as the data say; the others are left out"),
        false => "The data do not say who agreed to e-mails: check it in the tool you send with before you send".into(),
    }];
    if customers < SMALL {
        lines.push("So few customers can be told apart by name: do not hand the list on".into());
    }
    (
        lines,
        "The opt-in of the data is the ground; lists of fewer than 10 people carry a hint.".into(),
    )
}

fn kept_up(outlook: &Outlook) -> Said {
    let line = match outlook.left {
        Some(left) => Sentence::from("Of those who were among them three months ago ")
            .share(left)
            .text(" are not any more: export anew before each send"),
        None => "Export anew before each send: every order changes who is among them".into(),
    };
    (vec![line], "By the same rule on both days.".into())
}

fn review(as_of: Date) -> Said {
    let day = to_date(add_months(from_date(as_of), REVIEW));
    (
        vec![Sentence::new().day(day)],
        "Three months after the day of the data.".into(),
    )
}

/// A lift as more buyers among 100.
trait Points {
    fn points(self, lift: f64) -> Self;
}

impl Points for Sentence {
    fn points(self, lift: f64) -> Self {
        let tenths = (lift * 1000.0).round();
        let many = if tenths == 10.0 { 1 } else { 2 };
        self.number(tenths / 10.0, 1)
            .text(" ")
            .text(noun(many, "point"))
    }
}
