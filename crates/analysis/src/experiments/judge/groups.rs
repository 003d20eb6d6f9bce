//! What customers were on the day before the send: groups to cut them by, as small numbers.

use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;

use crate::tables::CustomersTable;

/// Ways to cut customers into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// By the RFM rule.
    Rfm,
    /// By the share of lines they bought at a discount.
    Discount,
    /// By where they usually buy.
    Channel,
}

/// Groups of each cut; the last is of those without an order in the year before.
pub const GROUPS: [usize; 3] = [12, 5, 3];
/// Cells: every group of one cut with every group of the others.
pub const CELLS: usize = GROUPS[0] * GROUPS[1] * GROUPS[2];

/// What those without an order in the year before are called.
pub const WITHOUT: &str = "No order in the year before";

impl Cut {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rfm => "RFM group",
            Self::Discount => "Share of items bought at a discount",
            Self::Channel => "Where they usually buy",
        }
    }

    /// How many groups it has.
    pub fn groups(self) -> usize {
        GROUPS[self as usize]
    }

    /// The group a cell belongs to.
    pub fn of(self, cell: usize) -> usize {
        match self {
            Self::Rfm => cell / (GROUPS[1] * GROUPS[2]),
            Self::Discount => cell / GROUPS[2] % GROUPS[1],
            Self::Channel => cell % GROUPS[2],
        }
    }

    /// Name of a group.
    pub fn group(self, at: usize) -> &'static str {
        const BANDS: [&str; 4] = [
            "Never",
            "Under a quarter",
            "A quarter to a half",
            "Half or more",
        ];
        const CHANNELS: [&str; 2] = ["Mostly online", "Mostly in a store"];
        let name = match self {
            Self::Rfm => RfmGroup::ALL.get(at).map(|group| group.name()),
            Self::Discount => BANDS.get(at).copied(),
            Self::Channel => CHANNELS.get(at).copied(),
        };
        name.unwrap_or(WITHOUT)
    }

    /// Its customers in a sentence: "those who never buy at a discount".
    pub fn whom(self, at: usize) -> String {
        const BANDS: [&str; 4] = [
            "those who never buy at a discount",
            "those who buy under a quarter at a discount",
            "those who buy a quarter to a half at a discount",
            "those who buy half or more at a discount",
        ];
        const CHANNELS: [&str; 2] = [
            "those who buy mostly online",
            "those who buy mostly in a store",
        ];
        let words = match self {
            Self::Rfm => RfmGroup::ALL.get(at).map(|group| group.name()),
            Self::Discount => BANDS.get(at).copied(),
            Self::Channel => CHANNELS.get(at).copied(),
        };
        words
            .unwrap_or("those without an order in the year before")
            .to_owned()
    }

    /// What opens the side sheet of a group.
    pub fn only(self, at: usize) -> Option<Only> {
        match self {
            Self::Rfm => RfmGroup::ALL.get(at).map(|group| Only::Rfm(*group)),
            Self::Discount => {
                // A band begins with its lower end: nobody but those of zero is below the least share.
                const EDGES: [f64; 5] = [0.0, 1e-6, 0.25, 0.5, f64::INFINITY];
                let (low, high) = (*EDGES.get(at)?, *EDGES.get(at + 1)?);
                Some(band(
                    Some(low).filter(|low| *low > 0.0),
                    Some(high).filter(|high| high.is_finite()),
                ))
            }
            Self::Channel => None,
        }
    }
}

/// Customers by the share of lines they buy at a discount.
pub fn band(low: Option<f64>, high: Option<f64>) -> Only {
    Only::Band {
        feature: "discount_share".to_owned(),
        low,
        high,
    }
}

/// The cell of those without an order in the year before.
pub const NOWHERE: u8 = (CELLS - 1) as u8;

/// The cell of a row of a table of customers.
pub fn cell(table: &CustomersTable, row: usize, group: RfmGroup) -> u8 {
    let count = |column: &[u32]| column.get(row).copied().unwrap_or(0);
    let lines = f64::from(count(&table.lines).max(1));
    let band = match f64::from(count(&table.discounted_lines)) / lines {
        share if share <= 0.0 => 0,
        share if share < 0.25 => 1,
        share if share < 0.5 => 2,
        _ => 3,
    };
    let is_online = u64::from(count(&table.online_orders)) * 2 >= u64::from(count(&table.orders));
    let channel = usize::from(!is_online);
    ((group as usize * GROUPS[1] + band) * GROUPS[2] + channel) as u8
}

/// Which of the cuts say something about this table.
pub fn cuts(table: Option<&CustomersTable>) -> Vec<Cut> {
    let Some(table) = table else {
        return Vec::new();
    };
    let says = |cut: &Cut| match cut {
        Cut::Rfm => true,
        Cut::Discount => table.has_discounts,
        Cut::Channel => table.has_channels,
    };
    // The one that says most about an offer first.
    let all = [Cut::Discount, Cut::Rfm, Cut::Channel];
    all.into_iter().filter(says).collect()
}
