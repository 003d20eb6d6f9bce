//! Names for segments: plain words for what their customers did, distinct within a report.
//!
//! A name says habit, value and recency ("Frequent big spenders, active"), each by an absolute condition over
//! the segment's own figures. Under the lens on behaviour a way of buying that stands out takes the place of
//! the value, or stands behind. Segments that would be called alike are told apart by what differs most.

use clientele_model::filters::Lens;
use clientele_model::groups::slug;

use super::basis::Basis;
use super::found::Group;
use crate::order::sort_by;
use crate::plays::Figures;

/// Standard deviations from which a way of buying stands out.
const STANDS_OUT: f64 = 0.75;
/// Palette places.
const COLOURS: std::ops::RangeInclusive<u8> = 1..=10;

/// How often they order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    Once,
    Occasional,
    Regular,
    Frequent,
}

/// How long ago they came last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    New,
    Recent,
    Months,
    Long,
    Active,
    Seldom,
    Late,
    Silent,
}

/// Gives every segment its name, link, colour and play.
pub(super) fn name(basis: &Basis, segments: &mut [Group]) {
    let mut names: Vec<String> = Vec::with_capacity(segments.len());
    let mut wanted = Vec::with_capacity(segments.len());
    for group in segments.iter_mut() {
        let (habit, since) = (habit(&group.figures), since(&group.figures));
        let ways = ways(basis, group);
        let noun = ways
            .iter()
            .find(|way| way.is_noun)
            .map(|way| way.name.clone());
        let mut name = format!(
            "{} {}, {}",
            habit_words(habit),
            noun.unwrap_or_else(|| value(&group.figures).to_owned()),
            since_words(since)
        );
        group.play = basis.plays.of(&group.figures);
        for way in &ways {
            if group.figures.enough >= 1.0 {
                group.play = basis.plays.with(&group.play, &way.name);
            }
            if !way.is_noun {
                name = format!("{name}, {}", way.name);
            }
        }
        group.trait_of = ways.first().map(|way| way.place);
        names.push(name);
        wanted.push(colour(habit, since));
    }
    tell_apart(segments, &mut names);
    for (group, name) in segments.iter_mut().zip(names) {
        group.slug = slug(&name);
        group.name = name;
    }
    paint(segments, &wanted);
}

fn habit(figures: &Figures) -> Habit {
    match figures {
        f if f.once >= 0.7 => Habit::Once,
        f if f.once < 0.5 && f.often >= 1.0 => Habit::Frequent,
        f if f.once < 0.5 && f.orders >= 4.0 => Habit::Regular,
        _ => Habit::Occasional,
    }
}

fn habit_words(habit: Habit) -> &'static str {
    match habit {
        Habit::Once => "One-time",
        Habit::Occasional => "Occasional",
        Habit::Regular => "Regular",
        Habit::Frequent => "Frequent",
    }
}

fn value(figures: &Figures) -> &'static str {
    match figures.spend {
        2.0.. => "big spenders",
        ..=0.5 => "small spenders",
        _ => "buyers",
    }
}

/// Who has a rhythm is judged by it, whoever has none by the calendar.
fn since(figures: &Figures) -> Since {
    match figures {
        f if f.once < 0.5 => match f.waits {
            ..1.5 if f.days <= 180.0 => Since::Active,
            ..1.5 => Since::Seldom,
            1.5..3.0 => Since::Late,
            _ => Since::Silent,
        },
        f if f.new >= 0.5 && f.days < 60.0 => Since::New,
        f if f.days < 90.0 => Since::Recent,
        f if f.days < 180.0 => Since::Months,
        _ => Since::Long,
    }
}

fn since_words(since: Since) -> &'static str {
    match since {
        Since::New => "new",
        Since::Recent => "recent",
        Since::Months => "months ago",
        Since::Long => "long ago",
        Since::Active => "active",
        Since::Seldom => "seldom",
        Since::Late => "overdue",
        Since::Silent => "gone quiet",
    }
}

/// The same words have the same colour wherever it is free.
fn colour(habit: Habit, since: Since) -> u8 {
    let keen = matches!(habit, Habit::Regular | Habit::Frequent);
    match (since, habit) {
        (Since::Active | Since::Seldom, Habit::Frequent) => 1,
        (Since::Active | Since::Seldom, Habit::Regular) => 2,
        (Since::Active | Since::Seldom, _) => 6,
        (Since::New, _) => 7,
        (Since::Recent, _) => 3,
        (Since::Late, _) if keen => 4,
        (Since::Late, _) => 9,
        (Since::Silent, _) if keen => 8,
        (Since::Silent, _) => 10,
        (Since::Months, _) => 9,
        (Since::Long, _) => 5,
    }
}

/// A way of buying that stands out in a segment.
struct Way {
    name: String,
    is_noun: bool,
    /// The measure's place and its side.
    place: (usize, bool),
}

/// Ways of buying: key of the measure, side, the mean that it takes, name, and whether it stands for the value.
const WAYS: [(&str, bool, f64, &str, bool); 5] = [
    ("discount_share", true, 0.5, "bargain hunters", true),
    ("return_share", true, 0.2, "returners", true),
    ("discount_share", false, 0.1, "full-price buyers", true),
    ("online_share", true, 0.8, "online", false),
    ("online_share", false, 0.2, "in store", false),
];
/// Baskets that are large or small against the shop's typical one, and the share that makes fond.
const BASKETS: (f64, f64) = (2.0, 0.5);
const FOND: f64 = 0.5;

/// What stands out, and is true by itself as well: at most one that stands for the value, then at most one more.
fn ways(basis: &Basis, group: &Group) -> Vec<Way> {
    if basis.lens != Lens::Behaviour {
        return Vec::new();
    }
    let mut found: Vec<(f64, Way)> = Vec::new();
    let mut add = |key: &str, high: bool, holds: bool, name: &str, is_noun: bool| {
        let Some(place) = basis.place(key).filter(|_| holds) else {
            return;
        };
        let sigma = group.profile[place].sigma;
        let strength = if high { sigma } else { -sigma };
        if basis.measures[place].used && strength >= STANDS_OUT {
            let (name, place) = (name.to_owned(), (place, high));
            found.push((
                strength,
                Way {
                    name,
                    is_noun,
                    place,
                },
            ));
        }
    };
    let mean = |key: &str| basis.place(key).map(|place| group.profile[place].mean);
    for (key, high, bound, name, is_noun) in WAYS {
        let holds = mean(key).is_some_and(|mean| if high { mean >= bound } else { mean <= bound });
        add(key, high, holds, name, is_noun);
    }
    let basket = group.figures.basket;
    add("aov", true, basket >= BASKETS.0, "big baskets", false);
    add("aov", false, basket <= BASKETS.1, "small baskets", false);
    for measure in &basis.measures {
        if let Some(name) = measure.key.strip_prefix("category:") {
            let holds = mean(&measure.key).is_some_and(|mean| mean >= FOND);
            add(&measure.key, true, holds, &format!("fond of {name}"), false);
        }
    }
    sort_by(&mut found, |(a, _), (b, _)| b.total_cmp(a));
    let mut ways: Vec<Way> = Vec::new();
    for (_, way) in found {
        if ways.iter().all(|other| other.is_noun != way.is_noun) {
            ways.push(way);
        }
    }
    sort_by(&mut ways, |a, b| b.is_noun.cmp(&a.is_noun));
    ways
}

/// A figure that tells namesakes apart, with the words for more and for less of it.
type Differs = (fn(&Figures) -> f64, &'static str, &'static str);

const APART: [Differs; 4] = [
    (|f| f.spend, "higher spend", "lower spend"),
    (|f| f.orders, "more orders", "fewer orders"),
    (|f| -f.days, "came later", "came earlier"),
    (|f| f.basket, "larger baskets", "smaller baskets"),
];
/// How many times as much a figure must be to tell two apart.
const ENOUGH: f64 = 1.25;

/// Adds words to names that several segments have, until no two are alike.
fn tell_apart(segments: &[Group], names: &mut [String]) {
    for at in 0..names.len() {
        let alike: Vec<usize> = (0..names.len())
            .filter(|&i| names[i] == names[at])
            .collect();
        if alike.len() < 2 {
            continue;
        }
        let words = match alike[..] {
            [one, other] => pair(&segments[one].figures, &segments[other].figures),
            _ => None,
        };
        match words {
            Some((first, second)) => {
                names[alike[0]] += &format!(", {first}");
                names[alike[1]] += &format!(", {second}");
            }
            // Segments stand by revenue per customer.
            None => {
                let places = alike.iter().enumerate().skip(1);
                places.for_each(|(place, &i)| names[i] += &format!(" {}", place + 1));
            }
        }
    }
}

/// The words that tell two apart by the figure in which they differ most.
fn pair(one: &Figures, other: &Figures) -> Option<(&'static str, &'static str)> {
    let mut best: Option<(f64, (&str, &str))> = None;
    for (figure, more, less) in APART {
        let (a, b) = (figure(one), figure(other));
        let ratio = (a.abs().max(b.abs()) + 1e-9) / (a.abs().min(b.abs()) + 1e-9);
        let words = if a > b { (more, less) } else { (less, more) };
        let is_more = best.is_none_or(|(known, _)| ratio > known);
        if a.is_finite() && b.is_finite() && a != b && ratio >= ENOUGH && is_more {
            best = Some((ratio, words));
        }
    }
    best.map(|(_, words)| words)
}

/// Each takes the colour that its words want where it is free, the others the next free.
fn paint(segments: &mut [Group], wanted: &[u8]) {
    let mut taken: Vec<u8> = Vec::new();
    for (group, &wanted) in segments.iter_mut().zip(wanted) {
        group.colour = if taken.contains(&wanted) { 0 } else { wanted };
        taken.push(group.colour);
    }
    for group in segments.iter_mut().filter(|group| group.colour == 0) {
        let free = |colour: &u8| !taken.contains(colour);
        group.colour = COLOURS.clone().find(free).unwrap_or(0);
        taken.push(group.colour);
    }
}

#[cfg(test)]
mod tests;
