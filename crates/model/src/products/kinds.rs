//! Closed lists of the Products panel, with their words in links.

use serde::{Deserialize, Serialize};

use crate::closed::words;

words! {
    /// What products are ranked by: `by=units`.
    Measure {
        /// Revenue, net of returns unless those are left out of sight.
        Revenue = "revenue",
        /// Pieces sold, less those that came back unless returns are left out of sight.
        Units = "units",
        /// Revenue less the cost of the pieces.
        Margin = "margin",
    }
}

impl Measure {
    /// What it is called in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Units => "pieces",
            Self::Margin => "margin",
        }
    }
}

words! {
    /// Value class by cumulative share, best first.
    Class {
        /// The first 80 % of value.
        A = "A",
        /// The next 15 %.
        B = "B",
        /// The last 5 %.
        C = "C",
    }
}

words! {
    /// Steadiness by the coefficient of variation of pieces per full period.
    Column {
        /// Steady: below 0.5.
        X = "X",
        /// Varies: from 0.5, below 1.
        Y = "Y",
        /// Erratic: 1 or more.
        Z = "Z",
        /// Fewer than six full periods since the first sale: too few periods to tell.
        New = "N",
    }
}

words! {
    /// Demand pattern by average demand interval (1.32) and squared variation of the periods with a
    /// sale (0.49). Source: Syntetos, Boylan & Croston (2005), On the categorization of demand
    /// patterns, Journal of the Operational Research Society 56.
    Demand {
        /// Sells in nearly every period, similar amounts.
        Smooth = "smooth",
        /// Gaps, similar amounts.
        Intermittent = "intermittent",
        /// Nearly every period, uneven amounts.
        Erratic = "erratic",
        /// Gaps and uneven amounts.
        Lumpy = "lumpy",
    }
}

words! {
    /// What is to be done about a product, where more is to be done than its box says: one thing, the
    /// first that fits: `task=protect`.
    Task {
        /// No longer sold: taken out of the range, or out of stock?
        Check = "check",
        /// Of class A and declining: why?
        Explain = "explain",
        /// Box AX: never run out.
        Protect = "protect",
        /// Box AZ: plan by season.
        Plan = "plan",
        /// Box CZ: stay or go?
        Review = "review",
    }
}

words! {
    /// Stage of a product's life. The rule stands in `analysis::products::stage`.
    Stage {
        /// First sold within the last six full periods.
        New = "new",
        /// Its pieces and its share of all pieces in the later half of its full periods are both at least one
        /// and a half times those in the earlier half.
        Growing = "growing",
        /// Everything else.
        Established = "established",
        /// Both are at most two thirds of those in the earlier half.
        Declining = "declining",
        /// Not sold for much longer than it ever waited for its next sale.
        Discontinued = "discontinued",
    }
}

words! {
    /// Order of the list, most first: `sort=cv`.
    Sort {
        /// By the measure.
        Value = "value",
        /// By revenue.
        Revenue = "revenue",
        /// By pieces sold.
        Units = "units",
        /// By margin, unknown last.
        Margin = "margin",
        /// By orders.
        Orders = "orders",
        /// By known customers.
        Customers = "customers",
        /// By coefficient of variation, steadiest first, unknown last.
        Variation = "cv",
        /// By name, in alphabetical order.
        Name = "name",
        /// By code, in alphabetical order.
        Code = "code",
    }
}

/// A box: class and steadiness, printed like AX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Row of the grid.
    pub class: Class,
    /// Column of the grid.
    pub column: Column,
}

impl Place {
    /// All boxes, row by row, the one of the too new last in each.
    pub fn all() -> impl Iterator<Item = Self> {
        let row = |&class: &Class| {
            Column::ALL
                .iter()
                .map(move |&column| Self { class, column })
        };
        Class::ALL.iter().flat_map(row)
    }

    /// Position in [`all`](Self::all), below 12.
    pub fn at(self) -> usize {
        self.class as usize * Column::ALL.len() + self.column as usize
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.class.word(), self.column.word())
    }
}
