//! Times that know their zone, as the clock on the wall there shows them.

/// What turns seconds since 1970 in UTC into seconds on the clock of a zone.
#[derive(Debug)]
pub enum Clock {
    /// The same for all times.
    Fixed(i64),
    /// By the rules of a place.
    #[cfg(feature = "zones")]
    Place(jiff::tz::TimeZone),
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
        place(zone)
    }

    /// Seconds on the wall.
    pub fn wall(&self, seconds: i64) -> i64 {
        match self {
            Self::Fixed(offset) => seconds + offset,
            #[cfg(feature = "zones")]
            Self::Place(zone) => match jiff::Timestamp::from_second(seconds) {
                Ok(at) => seconds + i64::from(zone.to_offset(at).seconds()),
                Err(_) => seconds,
            },
        }
    }
}

#[cfg(feature = "zones")]
fn place(zone: &str) -> Option<Clock> {
    jiff::tz::TimeZone::get(zone).ok().map(Clock::Place)
}

#[cfg(not(feature = "zones"))]
fn place(_zone: &str) -> Option<Clock> {
    None
}

/// "+02:00" and "-0530" in seconds.
fn offset(zone: &str) -> Option<i64> {
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
}
