//! Times that know their zone, as the clock on the wall there shows them.
//!
//! The rules of places, such as Europe/Berlin, come from whoever runs this: the command line brings a table along, a browser has
//! one of its own. Either says by how much the clock of a place is ahead at a moment; all else is worked out here, so that both
//! come to the same minutes.

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// By how many seconds the clock of a zone, by its IANA name, is ahead of UTC at a moment, in seconds since 1970; nothing when the
/// zone is not known.
pub type OffsetAt = fn(zone: &str, seconds: i64) -> Option<i64>;

/// The rules of places that were plugged in.
static LATER: OnceLock<OffsetAt> = OnceLock::new();

/// The rules of places are here.
pub fn plug(offset_at: OffsetAt) {
    // Plugged in twice, they are the same.
    let _ = LATER.set(offset_at);
}

/// What turns seconds since 1970 in UTC into seconds on the clock of a zone.
#[derive(Debug)]
pub enum Clock {
    /// The same for all times.
    Fixed(i64),
    /// By the rules of a place.
    Place(Place),
}

/// The clock of a place. Its rules are asked a few times for every day, however many times there are.
#[derive(Debug)]
pub struct Place {
    zone: String,
    offset_at: OffsetAt,
    /// By how much it is ahead when a day begins in UTC.
    begins: RefCell<FxHashMap<i64, i64>>,
    /// When it is changed, on days on which it is.
    changes: RefCell<FxHashMap<i64, i64>>,
}

impl Clock {
    /// The clock of a zone: "+02:00", "UTC", "Europe/Berlin". Nothing when it is not known.
    pub fn of(zone: &str) -> Option<Self> {
        if matches!(zone, "" | "UTC" | "Z" | "GMT" | "Etc/UTC" | "utc") {
            return Some(Self::Fixed(0));
        }
        if let Some(offset) = offset(zone) {
            return Some(Self::Fixed(offset));
        }
        let offset_at = LATER.get().copied().or(OWN)?;
        Place::of(zone, offset_at).map(Self::Place)
    }

    /// Seconds on the wall.
    pub fn wall(&self, seconds: i64) -> i64 {
        match self {
            Self::Fixed(offset) => seconds + offset,
            Self::Place(place) => seconds + place.ahead(seconds),
        }
    }
}

const DAY: i64 = 86_400;

impl Place {
    fn of(zone: &str, offset_at: OffsetAt) -> Option<Self> {
        offset_at(zone, 0)?;
        Some(Self {
            zone: zone.to_owned(),
            offset_at,
            begins: RefCell::default(),
            changes: RefCell::default(),
        })
    }

    fn ask(&self, seconds: i64) -> i64 {
        (self.offset_at)(&self.zone, seconds).unwrap_or(0)
    }

    fn at_beginning(&self, day: i64) -> i64 {
        let known = self.begins.borrow().get(&day).copied();
        known.unwrap_or_else(|| {
            let ahead = self.ask(day * DAY);
            self.begins.borrow_mut().insert(day, ahead);
            ahead
        })
    }

    /// By how much it is ahead: a day on which that is the same at its beginning and its end has no change between.
    fn ahead(&self, seconds: i64) -> i64 {
        let day = seconds.div_euclid(DAY);
        let (before, after) = (self.at_beginning(day), self.at_beginning(day + 1));
        if before == after || seconds < self.change(day, before) {
            before
        } else {
            after
        }
    }

    /// The first second of a day at which it is no longer as far ahead as before.
    fn change(&self, day: i64, before: i64) -> i64 {
        if let Some(&known) = self.changes.borrow().get(&day) {
            return known;
        }
        let (mut same, mut other) = (day * DAY, (day + 1) * DAY);
        while other - same > 1 {
            let middle = same + (other - same) / 2;
            match self.ask(middle) == before {
                true => same = middle,
                false => other = middle,
            }
        }
        self.changes.borrow_mut().insert(day, other);
        other
    }
}

/// The table that a program brings along.
#[cfg(feature = "zones")]
const OWN: Option<OffsetAt> = Some(by_table);

/// A program for the browser brings none.
#[cfg(not(feature = "zones"))]
const OWN: Option<OffsetAt> = None;

#[cfg(feature = "zones")]
fn by_table(zone: &str, seconds: i64) -> Option<i64> {
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    Some(i64::from(zone.to_offset(at).seconds()))
}

/// "+02:00" and "-0530" in seconds.
pub fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i64>().ok();
    let (hours, minutes) = (number(0..2)?, number(2..4).unwrap_or(0));
    Some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_offsets_or_places() {
        let wall = |zone: &str, seconds| Clock::of(zone).map(|clock| clock.wall(seconds));
        assert_eq!(wall("UTC", 100), Some(100));
        assert_eq!(wall("+02:00", 0), Some(7200));
        assert_eq!(wall("-0530", 0), Some(-19800));
        assert_eq!(wall("Nowhere/Land", 0), None);
    }

    #[cfg(feature = "zones")]
    #[test]
    fn places_have_summers() {
        let berlin = Clock::of("Europe/Berlin").unwrap();
        // 2024-01-01 and 2024-07-01.
        assert_eq!(berlin.wall(1_704_067_200) - 1_704_067_200, 3600);
        assert_eq!(berlin.wall(1_719_792_000) - 1_719_792_000, 7200);
    }

    #[cfg(feature = "zones")]
    #[test]
    fn every_second_around_a_change_is_that_of_the_table() {
        // Changes at one o'clock in UTC, at midnight of the place, and by half an hour.
        for (zone, change) in [
            ("Europe/Berlin", 1_711_846_800),
            ("America/Santiago", 1_712_458_800),
            ("Australia/Lord_Howe", 1_712_415_600),
        ] {
            let clock = Clock::of(zone).unwrap();
            assert_ne!(by_table(zone, change - 1), by_table(zone, change), "{zone}");
            for seconds in (change - 90_000..change + 90_000)
                .step_by(601)
                .chain(change - 3..change + 3)
            {
                let wanted = seconds + by_table(zone, seconds).unwrap();
                assert_eq!(clock.wall(seconds), wanted, "{zone} {seconds}");
            }
        }
    }

    #[test]
    fn a_place_is_asked_seldom() {
        use std::sync::atomic::{AtomicU32, Ordering};
        static ASKED: AtomicU32 = AtomicU32::new(0);
        fn moved(zone: &str, seconds: i64) -> Option<i64> {
            ASKED.fetch_add(1, Ordering::Relaxed);
            (zone == "Here").then_some(if seconds < 50_000 { 3600 } else { 7200 })
        }
        assert!(Place::of("There", moved).is_none());
        let place = Place::of("Here", moved).unwrap();
        for seconds in 0..100_000 {
            let wanted = if seconds < 50_000 { 3600 } else { 7200 };
            assert_eq!(place.ahead(seconds), wanted);
        }
        assert!(ASKED.load(Ordering::Relaxed) < 30);
    }
}
