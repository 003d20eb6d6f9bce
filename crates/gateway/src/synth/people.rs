//! The made-up people: where they live, how they buy, when they come and when they go.

use rand::Rng;
use rand_distr::{Distribution, Exp, Gamma};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::habits::{COUNTRIES, HABITS};
use super::{DAYS, Size};

const GIVEN: [&str; 24] = [
    "anna", "ben", "clara", "david", "elena", "felix", "greta", "hugo", "ida", "jonas", "klara",
    "louis", "marie", "noah", "olga", "paul", "rosa", "simon", "tilda", "urs", "vera", "wim",
    "yara", "zoe",
];

const FAMILY: [&str; 24] = [
    "adler", "baum", "conti", "dubois", "engel", "fontaine", "graf", "huber", "ivers", "jansen",
    "keller", "lang", "moreau", "neri", "olsen", "peeters", "quist", "rossi", "steiner", "thys",
    "ulrich", "vos", "weiss", "zuber",
];

/// A made-up person with a customer number.
#[derive(Clone, Debug)]
pub struct Person {
    /// Customer number.
    pub number: u32,
    /// E-mail address at example.com.
    pub email: String,
    /// Whether e-mails may be sent.
    pub email_opt_in: bool,
    /// Position in [`COUNTRIES`].
    pub country: u8,
    /// Position in `TIERS`.
    pub tier: u8,
    /// Position in [`HABITS`] at the start.
    pub habit: u8,
    /// Day of a change of habit and the habit after it.
    pub change: Option<(u32, u8)>,
    /// Day of arrival, counted from the first day; may lie before it.
    pub arrives: i32,
    /// Day after which nothing is bought.
    pub leaves: i32,
    /// Orders in a month, relative to the others of the habit.
    pub pace: f64,
}

impl Person {
    /// The habit on a day.
    pub fn habit_on(&self, day: u32) -> usize {
        match self.change {
            Some((from, habit)) if day >= from => usize::from(habit),
            _ => usize::from(self.habit),
        }
    }

    /// First and last day they may buy, inside the data; nothing when they left before.
    pub fn active(&self) -> Option<(u32, u32)> {
        let first = self.arrives.max(0);
        let last = self.leaves.min(DAYS as i32 - 1);
        (first <= last).then_some((first as u32, last as u32))
    }
}

/// Makes the people.
pub fn invite(size: Size, rng: &mut Xoshiro256PlusPlus) -> Vec<Person> {
    (0..size.customers).map(|at| person(at, rng)).collect()
}

fn person(at: u32, rng: &mut Xoshiro256PlusPlus) -> Person {
    let habit = pick(rng, HABITS.iter().map(|habit| f64::from(habit.weight)));
    let country = pick(rng, COUNTRIES.iter().map(|country| f64::from(country.1)));
    // Four in ten were there before the data begin; the rest arrive evenly, a few more each month.
    let arrives = if rng.gen_bool(0.4) {
        -rng.gen_range(1..700)
    } else {
        (f64::from(DAYS) * rng.gen_range(0.0_f64..1.0).powf(0.9)) as i32
    };
    // Shape and rate are constants above zero, so the distributions exist.
    let stay = Exp::new(1.0 / HABITS[habit].stays).map_or(0.0, |stay| stay.sample(rng));
    // Who was there before the data begin has not left before it, or would not be seen at all.
    let leaves = arrives.max(0).saturating_add(stay.min(1e6) as i32);
    let change = rng.gen_bool(0.12).then(|| {
        let next = pick(rng, HABITS.iter().map(|habit| f64::from(habit.weight)));
        (rng.gen_range(0..DAYS), next as u8)
    });
    let pace = Gamma::new(2.2, 1.0 / 2.2).map_or(1.0, |pace| pace.sample(rng)) * HABITS[habit].pace;
    let score = pace * HABITS[habit].basket + rng.gen_range(-0.25..0.25);
    let tier = if score > 1.8 {
        2
    } else {
        u8::from(score > 0.8)
    };
    let (given, family) = (
        GIVEN[rng.gen_range(0..GIVEN.len())],
        FAMILY[rng.gen_range(0..FAMILY.len())],
    );
    let number = 100_000 + at;
    Person {
        number,
        email: format!("{given}.{family}.{number}@example.com"),
        email_opt_in: rng.gen_bool(0.62),
        country: country as u8,
        tier,
        habit: habit as u8,
        change,
        arrives,
        leaves,
        pace,
    }
}

/// A position, drawn by weight.
pub fn pick(rng: &mut Xoshiro256PlusPlus, weights: impl Iterator<Item = f64> + Clone) -> usize {
    let total: f64 = weights.clone().sum();
    let mut left = rng.gen_range(0.0..1.0) * total;
    let mut last = 0;
    for (at, weight) in weights.enumerate() {
        if weight > 0.0 {
            last = at;
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
    }
    last
}
