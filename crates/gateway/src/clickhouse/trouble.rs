//! What can go wrong with ClickHouse: a sentence for the visitor, everything else for the log.

/// A failure. It prints as the sentence that a visitor may see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Trouble {
    /// What kind of failure it is.
    pub kind: TroubleKind,
    /// ClickHouse's or the system's own words, with hosts, versions and names: for the log only.
    pub detail: String,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TroubleKind {
    /// Nobody answers at the address.
    #[error(
        "The database cannot be reached. What is on the page is kept; try again in a minute, or tell whoever runs this page."
    )]
    Down,
    /// It took longer than is allowed.
    #[error(
        "The database took too long for this question. What is on the page is kept; choose a shorter period, or try again later."
    )]
    Slow,
    /// Too many queries at once, or a quota is used up.
    #[error(
        "The database is busy with other questions. What is on the page is kept; try again in a minute."
    )]
    Busy,
    /// The query needs more memory than it may take.
    #[error(
        "The database does not have enough memory for this question. What is on the page is kept; choose a shorter period or fewer countries."
    )]
    Memory,
    /// The result is larger than is allowed.
    #[error(
        "The answer would be larger than allowed here. What is on the page is kept; choose a shorter period or narrow the filters."
    )]
    TooMuch,
    /// The filters do not fit into one request.
    #[error("These filters name too many values at once. Choose fewer of them.")]
    TooLong,
    /// User or key are refused, or the user may not read.
    #[error(
        "The database refuses this page. What is on the page is kept; tell whoever runs it to check its database user."
    )]
    Locked,
    /// The view is not there, or has not the columns it should.
    #[error(
        "The database is not set up for this page yet. Tell whoever runs it to check the view of order lines."
    )]
    SetUp,
    /// The query was ended from outside.
    #[error(
        "The question was ended before its answer was complete. What is on the page is kept; try again."
    )]
    Ended,
    /// The answer broke off.
    #[error(
        "The answer broke off half-way, so it is not shown. What is on the page is kept; try again."
    )]
    Cut,
    /// Anything else.
    #[error(
        "The database could not answer this question. What is on the page is kept; try again, or tell whoever runs this page."
    )]
    Broken,
}

impl TroubleKind {
    /// From the code of ClickHouse's exception.
    pub fn of_code(code: i32) -> Self {
        match code {
            159 | 160 => Self::Slow,
            201 | 202 | 439 | 745 => Self::Busy,
            241 => Self::Memory,
            158 | 307 | 396 => Self::TooMuch,
            164 | 192 | 193 | 194 | 195 | 291 | 452 | 497 | 516 => Self::Locked,
            8 | 10 | 16 | 47 | 60 | 81 | 115 => Self::SetUp,
            394 => Self::Ended,
            209 | 210 | 279 => Self::Down,
            _ => Self::Broken,
        }
    }

    /// Whether the same question may be asked again at once: nothing of it has begun.
    pub fn may_retry(self) -> bool {
        matches!(self, Self::Down)
    }

    /// The HTTP status a gateway answers with.
    pub fn status(self) -> u16 {
        match self {
            Self::Down | Self::Busy | Self::Memory => 503,
            Self::Slow => 504,
            Self::TooMuch => 413,
            Self::TooLong => 414,
            Self::Locked | Self::SetUp | Self::Ended | Self::Cut | Self::Broken => 502,
        }
    }
}

impl Trouble {
    /// A failure with its words for the log.
    pub fn new(kind: TroubleKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }

    /// From the body of an exception; the header's code comes first, then the one in the text.
    pub fn of_exception(code: Option<i32>, body: &str) -> Self {
        let in_text = || {
            let (_, rest) = body.split_once("Code: ")?;
            rest.split(|c: char| !c.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        };
        let kind = code
            .or_else(in_text)
            .map_or(TroubleKind::Broken, TroubleKind::of_code);
        Self::new(kind, body.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_keeps_its_words_to_itself() {
        let body = "Code: 60. DB::Exception: Table shop.clientele_lines does not exist on db-7.internal. (UNKNOWN_TABLE) (version 26.5.1.1)";
        for code in [Some(60), None] {
            let trouble = Trouble::of_exception(code, body);
            assert_eq!(trouble.kind, TroubleKind::SetUp);
            assert_eq!(trouble.detail, body);
            assert!(!trouble.to_string().contains("db-7"));
        }
        assert_eq!(
            Trouble::of_exception(None, "gibberish").kind,
            TroubleKind::Broken
        );
    }
}
