//! What a mark is called.

use clientele_model::Date;
use clientele_model::filters::Level;
use clientele_model::selection::{Had, Only, When};
use clientele_model::words::{Piece, Sentence, counted};

use crate::days::{self, Days};

/// Title, one sentence, and palette place of a mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// What the mark is called.
    pub title: String,
    /// One sentence about it.
    pub about: Sentence,
    /// Palette place when the mark is a segment or group.
    pub colour: Option<u8>,
}

/// The heading of a mark. Segments have names and bands have features that are worked out
/// elsewhere; whoever knows them makes those headings, and what stands here is the fallback. `name` tells
/// the name of a product by its code, where that is known; else the code stands.
pub fn heading(of: &Only, name: &dyn Fn(&str) -> Option<String>) -> Heading {
    let plain = |title: String, about: Sentence| Heading {
        title,
        about,
        colour: None,
    };
    match of {
        Only::Everyone => plain(
            "All customers".to_owned(),
            "Everybody with an order under these filters.".into(),
        ),
        Only::Rfm(group) => Heading {
            title: group.name().to_owned(),
            about: group.meaning().into(),
            colour: Some(group.colour()),
        },
        Only::Cell { recency, frequency } => plain(
            format!("Recency {recency}, frequency {frequency}"),
            Sentence::from(
                "Scores from 1 to 5, 5 is best: how recently and how often they bought.",
            ),
        ),
        Only::Code {
            recency,
            frequency,
            monetary,
        } => plain(
            format!("RFM {recency}{frequency}{monetary}"),
            Sentence::from(
                "Scores from 1 to 5, 5 is best: how recently and how often they bought, and how much they spent.",
            ),
        ),
        Only::Segment(slug) => plain(words(slug), "A segment found in the data.".into()),
        Only::Band { feature, low, high } if feature == "monetary" => {
            let number = |words: Sentence, value: f64| words.number(value, decimals(value));
            plain(
                spent("Spent ", *low, *high, &number).to_string(),
                spent("Customers who spent ", *low, *high, &Sentence::money).text("."),
            )
        }
        Only::Band { feature, low, high } => plain(
            words(feature),
            range(&words(feature).to_lowercase(), *low, *high),
        ),
        Only::Ordered(from, to) => plain(
            format!("Customers in {}", span(*from, *to)),
            during("With at least one order ", *from, *to),
        ),
        Only::New(from, to) => plain(
            format!("New in {}", span(*from, *to)),
            during("Their first order of all was ", *from, *to),
        ),
        Only::Returning(from, to) => plain(
            format!("Returning in {}", span(*from, *to)),
            during("They had bought before, and ordered again ", *from, *to),
        ),
        Only::Country(name) => plain(
            name.clone(),
            Sentence::from("With at least one order from ")
                .name(name)
                .text("."),
        ),
        Only::Channel(name) => plain(
            name.clone(),
            Sentence::from("With at least one order through ")
                .name(name)
                .text("."),
        ),
        Only::Category(name) => plain(
            name.clone(),
            Sentence::from("Bought at least one product of ")
                .name(name)
                .text("."),
        ),
        Only::Product(id) => {
            let name = named(id, Level::Product, name);
            plain(
                format!("Buyers of {name}"),
                Sentence::from("Bought ").name(name).text(" at least once."),
            )
        }
        Only::Tier(name) => plain(
            name.clone(),
            Sentence::from("Their tier is ").name(name).text("."),
        ),
        Only::MayEmail => plain(
            "May be e-mailed".to_owned(),
            "They agreed to be written to by e-mail.".into(),
        ),
        Only::Arm { campaign, arm } => plain(
            format!("{arm} of {campaign}"),
            Sentence::from("They took part in the arm ")
                .name(arm)
                .text(" of the campaign ")
                .name(campaign)
                .text("."),
        ),
        Only::Sent { times, days } => {
            let words = format!(
                "Sent {} within {}",
                counted(*times, "campaign"),
                counted(*days, "day")
            );
            let sentence = format!(
                "They were sent at least {} within {}.",
                counted(*times, "campaign"),
                counted(*days, "day")
            );
            plain(words, sentence.into())
        }
        Only::Earned(least) => plain(
            format!("Earned at least {least}"),
            Sentence::from("They earned the shop at least ")
                .money(*least)
                .text(" in the days looked at."),
        ),
        Only::Saved(saved) => plain(
            saved.clone(),
            "An audience that was saved under this name.".into(),
        ),
        Only::Listed(listed) => plain(
            format!("On the list {}", listed.name),
            "Customers of a list that was brought as a file.".into(),
        ),
        Only::Had(had) => {
            let (what, item) = match had.level {
                Some(level) => ("Bought ", named(&had.item, level, name)),
                None => ("Ordered", String::new()),
            };
            plain(
                format!("{what}{item}{}", bought_how(had)),
                Sentence::from(what)
                    .name(item)
                    .text(format!("{}.", bought_how(had))),
            )
        }
        Only::All(parts) => joined(parts, " and ", "Everybody who is in all of these: ", name),
        Only::Any(parts) => joined(parts, " or ", "Everybody who is in any of these: ", name),
        Only::Not(inner) => {
            let title = heading(inner, name).title;
            plain(
                format!("Not: {title}"),
                Sentence::from("Everybody but these: ")
                    .name(title)
                    .text("."),
            )
        }
        Only::Bought { level, all, but } => {
            let about = Sentence::from("Bought ");
            let mut about = listed(about, *level, all, name).text(" and not ");
            about = listed(about, *level, std::slice::from_ref(but), name);
            let names: Vec<String> = all.iter().map(|id| named(id, *level, name)).collect();
            let but = named(but, *level, name);
            plain(
                format!("Bought {}, not {but}", names.join(" and ")),
                about.text(" in the days looked at: customers to offer it to."),
            )
        }
    }
}

/// What several selections are called together.
fn joined(
    parts: &[Only],
    sign: &str,
    about: &str,
    name: &dyn Fn(&str) -> Option<String>,
) -> Heading {
    let titles = parts.iter().map(|part| match part {
        Only::Not(inner) => format!("not {}", heading(inner, name).title),
        Only::All(_) | Only::Any(_) => format!("({})", heading(part, name).title),
        one => heading(one, name).title,
    });
    let title = titles.collect::<Vec<_>>().join(sign);
    Heading {
        about: Sentence::from(about).name(&title).text("."),
        title,
        colour: None,
    }
}

/// How often, how lately, and whether first or last.
fn bought_how(had: &Had) -> String {
    let mut words = String::new();
    if had.times > 1 {
        words += &format!(" at least {}", counted(had.times, "time"));
    }
    words += match had.when {
        When::Ever => "",
        When::First => " on the first day they ordered",
        When::Last => " on the last day they ordered",
    };
    if let Some(days) = had.days {
        words += &format!(" within the last {}", counted(days, "day"));
    }
    words
}

/// Names of items behind a sentence; their codes where they are not known.
fn listed(
    words: Sentence,
    level: Level,
    ids: &[String],
    name: &dyn Fn(&str) -> Option<String>,
) -> Sentence {
    let names = ids.iter().enumerate();
    names.fold(words, |words, (at, id)| {
        let words = if at > 0 { words.text(" and ") } else { words };
        words.name(named(id, level, name))
    })
}

/// Name of an item; its code where that is not known. Categories are their own names.
fn named(id: &str, level: Level, name: &dyn Fn(&str) -> Option<String>) -> String {
    let known = match level {
        Level::Product => name(id),
        Level::Category => None,
    };
    known.unwrap_or_else(|| id.to_owned())
}

/// A slug or key as words: first letter large, hyphens and underscores as spaces.
fn words(slug: &str) -> String {
    let spaced = slug.replace(['-', '_', ':'], " ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A range of spend.
fn spent(
    begin: &str,
    low: Option<f64>,
    high: Option<f64>,
    put: &dyn Fn(Sentence, f64) -> Sentence,
) -> Sentence {
    let words = Sentence::from(begin.to_owned());
    match (low, high) {
        (Some(low), Some(high)) => put(put(words, low).text(" to below "), high),
        (Some(low), None) => put(words, low).text(" or more"),
        (None, Some(high)) => put(words.text("less than "), high),
        (None, None) => words.text("something"),
    }
}

/// How many digits stand behind the point of a bound.
fn decimals(bound: f64) -> u8 {
    if bound.fract() == 0.0 { 0 } else { 2 }
}

fn range(what: &str, low: Option<f64>, high: Option<f64>) -> Sentence {
    let number = |value: f64| (value, decimals(value));
    let words = Sentence::from(format!("Customers whose {what} is "));
    match (low.map(number), high.map(number)) {
        (Some(low), Some(high)) => words
            .text("from ")
            .number(low.0, low.1)
            .text(" to below ")
            .number(high.0, high.1)
            .text("."),
        (Some(low), None) => words.number(low.0, low.1).text(" or more."),
        (None, Some(high)) => words.text("below ").number(high.0, high.1).text("."),
        (None, None) => words.text("known."),
    }
}

/// Days in short words: a month by its name.
fn span(from: Date, to: Date) -> String {
    if from == to {
        Piece::Day(from).to_string()
    } else if is_month(from, to) {
        Piece::Month(from).to_string()
    } else {
        format!("{} – {}", Piece::Day(from), Piece::Day(to))
    }
}

fn during(begin: &str, from: Date, to: Date) -> Sentence {
    let words = Sentence::from(begin);
    if from == to {
        words.text("on ").day(from).text(".")
    } else if is_month(from, to) {
        words.text("in ").month(from).text(".")
    } else {
        words
            .text("between ")
            .day(from)
            .text(" and ")
            .day(to)
            .text(".")
    }
}

fn is_month(from: Date, to: Date) -> bool {
    let days = Days::of((from, to));
    days::begins_month(days.first) && days::add_months(days.first, 1) == days.last + 1
}
