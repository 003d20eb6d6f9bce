//! Full periods: what steadiness is counted in.

use clientele_model::catalogue::Catalogue;
use clientele_model::filters::Against;
use clientele_model::overview::Unit;

use crate::days::{self, Day, Days};
use crate::tables::overview::buckets;
use crate::window::Window;

/// How many full periods are needed to tell how steadily a product sells.
pub const ENOUGH: usize = 6;

/// How many windows before are looked at for the history of a product.
const HISTORY: usize = 4;

/// The window compared with, the one before that, and so on, as far as the data go back.
pub fn past(window: &Window, against: Against, catalogue: &Catalogue) -> Vec<Window> {
    let mut past = Vec::new();
    let mut at = window.clone();
    while past.len() < HISTORY
        && let Some(window) = at.earlier_within(catalogue)
    {
        at = window.clone().compared(against, catalogue);
        past.push(window);
    }
    past
}

/// The full periods of a window, side by side, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Periods {
    /// Month, or week where the window has fewer than [`ENOUGH`] full months.
    pub unit: Unit,
    /// First and last day of each.
    pub days: Vec<Days>,
}

impl Periods {
    /// The full calendar months of a window, or its full weeks from Monday where there are fewer
    /// than six months. What the window cuts short at either end is left out.
    pub fn of(window: Days) -> Self {
        let full = |unit: Unit| -> Vec<Days> {
            let whole = |days: &Days| match unit {
                Unit::Month => days::begins_month(days.first) && days::begins_month(days.last + 1),
                Unit::Day | Unit::Week => days.count() == 7,
            };
            buckets(window, unit).into_iter().filter(whole).collect()
        };
        let months = full(Unit::Month);
        match months.len() < ENOUGH {
            true => Self {
                unit: Unit::Week,
                days: full(Unit::Week),
            },
            false => Self {
                unit: Unit::Month,
                days: months,
            },
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The period in which a day lies.
    pub fn at(&self, day: Day) -> Option<usize> {
        let after = self.days.partition_point(|days| days.first <= day);
        let at = after.checked_sub(1)?;
        (day <= self.days[at].last).then_some(at)
    }

    /// How many periods there are from the one in which a product was first sold on, that one
    /// included; all when that was before the first one.
    pub fn since(&self, begun: Day) -> usize {
        let before = self.days.partition_point(|days| days.last < begun);
        self.len() - before
    }
}
