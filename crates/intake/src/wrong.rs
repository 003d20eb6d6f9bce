//! Why a line cannot be read.

use clientele_model::Date;
use clientele_model::words::counted;

use crate::fields::Field;

/// Why a line cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Wrong {
    /// More or fewer values than headings.
    #[error("it has {} where the headings are {need}", counted(*have as u64, "value"))]
    Ragged {
        /// Values on the line.
        have: usize,
        /// Headings.
        need: usize,
    },
    /// A required value is missing.
    #[error("it has no {field}", field = .0.plain())]
    Missing(Field),
    /// The time is not a date.
    #[error("“{0}” is not a date")]
    NotADate(String),
    /// The time is written unlike most others.
    #[error("the date “{0}” is not written like the others")]
    OtherForm(String),
    /// The time lies after today.
    #[error("the date {0} is in the future")]
    Future(Date),
    /// The time lies before any shop's records.
    #[error("the date {0} is before 1970")]
    Ancient(Date),
    /// A number is something else.
    #[error("the {field} “{1}” is not a number", field = .0.plain())]
    NotANumber(Field, String),
    /// A number is written with another decimal sign than most.
    #[error("the {field} “{1}” is not written like the others", field = .0.plain())]
    OtherNumber(Field, String),
    /// The amount is in another currency than the chosen one.
    #[error("it is in {0}")]
    OtherCurrency(String),
    /// Not-a-number or infinity.
    #[error("the {field} “{1}” is not a finite number", field = .0.plain())]
    NotFinite(Field, String),
    /// A number no shop has.
    #[error("the {field} “{1}” is too large", field = .0.plain())]
    TooLarge(Field, String),
    /// The campaign of an exposure is not among those that were told.
    #[error("the campaign “{0}” is not in the campaign file")]
    NoCampaign(String),
    /// Nothing was sold or returned.
    #[error("the quantity is zero")]
    Zero,
}

impl Wrong {
    /// Whether it is about pieces or money, which a line that was never sold does not need.
    pub fn is_about_numbers(&self) -> bool {
        match self {
            Self::Missing(field) => *field == Field::Quantity,
            Self::NotANumber(..)
            | Self::OtherNumber(..)
            | Self::NotFinite(..)
            | Self::TooLarge(..)
            | Self::Zero => true,
            _ => false,
        }
    }
}

/// A value as it may stand in a sentence.
pub fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
