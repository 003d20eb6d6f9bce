//! Contact details of people.

use clientele_model::outbound::Field;

/// What is known of one person; empty texts where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contact<'a> {
    /// Customer number.
    pub customer: &'a str,
    /// Whether e-mails may be sent; none where the data do not say.
    pub opt_in: Option<bool>,
    /// Details, by [`Field`].
    pub details: [&'a str; DETAILS],
}

/// How many kinds of details there are.
pub const DETAILS: usize = Field::ALL.len();

impl<'a> Contact<'a> {
    /// A detail.
    pub fn get(&self, field: Field) -> &'a str {
        self.details[field as usize]
    }

    /// With a detail.
    pub fn with(mut self, field: Field, text: &'a str) -> Self {
        self.details[field as usize] = text;
        self
    }
}

/// Columns that may be added to files in plain text, for flows that begin when they change.
pub const ADDED: [&str; 4] = [
    "segment",
    "rfm_group",
    "rfm_group_previous",
    "rfm_group_changed_at",
];

/// The one of them that is a day, not a group: it is not counted among what may tell somebody apart.
pub const CHANGED_AT: usize = 3;

/// People in a stated order, which is that of the rows of their file.
pub trait People: Send + 'static {
    /// How many.
    fn len(&self) -> usize;

    /// Whether there is nobody.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of one.
    fn contact(&self, row: usize) -> Contact<'_>;

    /// Whether the data have such details at all.
    fn has(&self, field: Field) -> bool;

    /// Whether the data say who may be written to.
    fn has_opt_in(&self) -> bool;

    /// Whether there is such an added column, by its place in [`ADDED`].
    fn adds(&self, column: usize) -> bool;

    /// What an added column says of one.
    fn added(&self, column: usize, row: usize) -> &str;
}
