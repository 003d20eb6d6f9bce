//! Countries, or channels where there is one country.

use clientele_model::overview::Place;
use clientele_model::words::Sentence;

use super::change;
use crate::rfm::share;
use crate::tables::OverviewTable;
use crate::tables::overview::{Side, Sums};

/// How many places are shown.
const SHOWN: usize = 8;

/// From this share of revenue on, the leading place would dwarf all others and stands apart.
const DWARFS: f64 = 0.6;

/// Places and their words.
pub(super) struct Places {
    pub shown: Vec<Place>,
    pub more: Vec<Place>,
    pub title: Sentence,
    pub note: Sentence,
    pub are_channels: bool,
}

pub(super) fn of(table: &OverviewTable, compared: Option<&Side>) -> Places {
    let then = compared.map(|side| &side.countries[..]);
    let countries = sorted(&table.countries, &table.now.countries, then);
    let then = compared.map(|side| &side.channels[..]);
    let channels = sorted(&table.channels, &table.now.channels, then);
    let all = table.now.all.gross - table.now.all.returned;
    if countries.len() > 1 {
        words(countries, all, false)
    } else if !channels.is_empty() {
        words(channels, all, true)
    } else {
        words(countries, all, false)
    }
}

/// Places with a sale now, most revenue first.
fn sorted(names: &[String], now: &[Sums], then: Option<&[Sums]>) -> Vec<Place> {
    let revenue = |sums: &Sums| sums.gross - sums.returned;
    let mut places: Vec<Place> = names
        .iter()
        .zip(now)
        .enumerate()
        .filter(|(_, (_, sums))| sums.orders > 0)
        .map(|(at, (name, sums))| Place {
            name: name.clone(),
            now: revenue(sums),
            then: then.map(|then| revenue(&then[at])),
            customers: sums.customers,
        })
        .collect();
    crate::order::sort_by(&mut places, |a, b| {
        b.now.total_cmp(&a.now).then_with(|| a.name.cmp(&b.name))
    });
    places
}

fn words(mut places: Vec<Place>, all: f64, are_channels: bool) -> Places {
    let apart = places.len() > 3 && share(places[0].now, all) > DWARFS;
    let leader = apart.then(|| places.remove(0));
    let others = places.split_off(places.len().min(SHOWN));
    let (title, named) = title(&places, leader.as_ref(), all);
    Places {
        note: note(leader.as_ref(), &named, all),
        more: leader.into_iter().chain(others).collect(),
        title,
        are_channels,
        shown: places,
    }
}

/// The title, and the places it names.
fn title(places: &[Place], leader: Option<&Place>, all: f64) -> (Sentence, Vec<Place>) {
    let Some(first) = places.first() else {
        return (Sentence::new(), Vec::new());
    };
    if places.len() == 1 && leader.is_none() {
        let words = Sentence::from("All revenue comes from ").name(&first.name);
        return (words, Vec::new());
    }
    let begin = match leader {
        Some(leader) => Sentence::from("Outside ").name(&leader.name).text(", "),
        None => Sentence::new(),
    };
    // A place that is no place, such as "Unspecified", is not worth a title.
    let is_named = |place: &&Place| {
        !matches!(
            &place.name.to_lowercase()[..],
            "" | "unspecified" | "unknown" | "other"
        )
    };
    let gain = |place: &Place| place.then.map(|then| place.now - then).unwrap_or(0.0);
    let by_gain = |a: &&Place, b: &&Place| gain(a).total_cmp(&gain(b));
    let up = places.iter().filter(is_named).max_by(by_gain);
    let down = places.iter().filter(is_named).min_by(by_gain);
    let up = up.filter(|place| gain(place) > 0.0);
    let down = down.filter(|place| gain(place) < 0.0);
    match (up, down) {
        (Some(up), Some(down)) => (
            begin
                .name(&up.name)
                .text(" gained ")
                .money(gain(up))
                .text(" and ")
                .name(&down.name)
                .text(" lost ")
                .money(-gain(down)),
            vec![up.clone(), down.clone()],
        ),
        (Some(up), None) => (
            begin.name(&up.name).text(" gained most: ").money(gain(up)),
            vec![up.clone()],
        ),
        (None, Some(down)) => (
            begin
                .name(&down.name)
                .text(" lost most: ")
                .money(-gain(down)),
            vec![down.clone()],
        ),
        (None, None) => (
            begin
                .name(&first.name)
                .text(" leads with ")
                .money(first.now)
                .text(", ")
                .share(share(first.now, all))
                .text(" of revenue"),
            Vec::new(),
        ),
    }
}

fn note(leader: Option<&Place>, named: &[Place], all: f64) -> Sentence {
    let mut notes = Vec::new();
    if let Some(leader) = leader {
        let mut note = Sentence::new()
            .name(&leader.name)
            .text(" brings ")
            .share(share(leader.now, all))
            .text(" of revenue (")
            .money(leader.now);
        if let Some(by) = leader.then.and_then(|then| change(leader.now, then)) {
            let word = if by < 0.0 {
                " less than before"
            } else {
                " more than before"
            };
            note = note.text(", ").change(by).text(word);
        }
        note = note.text(")");
        notes.push(if leader.customers > 0 {
            note.text(" and is left out of the picture.")
        } else {
            note.text(".")
        });
    }
    // A handful of customers behind a gain or loss is a fact about them, not about a market.
    for place in named
        .iter()
        .filter(|place| (1..30).contains(&place.customers))
    {
        notes.push(
            Sentence::new()
                .name(&place.name)
                .text(" is ")
                .counted(place.customers, "customer")
                .text("."),
        );
    }
    Sentence::one_after_the_other(notes)
}
