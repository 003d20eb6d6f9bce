//! The lines of a card. What the play says comes first; the numbers below it are these customers' own.

mod measurement;
mod offer;

use clientele_model::Date;
use clientele_model::playbook::{About, Entry};
use clientele_model::segments::Play;
use clientele_model::words::{Sentence, agreeing};

use super::focus::Focus;
use crate::days::{add_months, from_date, to_date};
use crate::experiments::outlook::Outlook;
use crate::plays::Figures;
use measurement::measurement;
use offer::{guardrails, offer};

#[cfg(test)]
pub use measurement::to_hold_out;
#[cfg(test)]
pub use offer::most_off;

/// Months until somebody looks at a card again.
const REVIEW: i32 = 3;
/// Above this share who buy anyway one more order is hardly to be had.
const COME_ANYWAY: f64 = 0.5;
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
