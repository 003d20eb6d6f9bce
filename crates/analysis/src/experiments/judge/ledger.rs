//! The account of every row of the file, in words.

use clientele_model::experiments::{Ledger, LedgerRow};
use clientele_model::words::{Sentence, agreeing};

use super::exposed::{Account, Exposed};

/// What the ledger tells besides what was met while reading.
#[derive(Default)]
pub struct Told {
    /// Position of the arm that was held back.
    pub control: usize,
    /// Exposed after the last day of the data.
    pub late: Account,
    /// The file tells what they did before they were exposed.
    pub early: Account,
    /// Below zero in the file.
    pub negative: Account,
    /// On no order of the data set.
    pub unknown: Account,
    /// Whether the file itself tells what they did.
    pub file_tells: bool,
    /// Not left by the filters; none where there are no filters.
    pub filtered: Option<Account>,
    /// In arms that are not compared; none where there are none.
    pub aside: Option<Account>,
    /// Judged.
    pub judged: Account,
}

/// The report's ledger.
pub fn ledger(exposed: &Exposed, told: &Told) -> Ledger {
    let mine = exposed.read - exposed.others;
    let mut rows = vec![
        plain("Read", exposed.read, "Every row of the file."),
        plain(
            "Another campaign",
            exposed.others,
            "Judged on pages of their own.",
        ),
        plain("This campaign", mine, "Looked at here."),
    ];
    let unknown = match told.file_tells {
        true => "Kept: what the file says of them counts.",
        false => {
            "Kept as “did not buy”: leaving them out would choose customers by what the campaign did."
        }
    };
    let accounts = [
        (
            "In two arms",
            &exposed.both,
            "Left out: nobody can say which arm made them do what they did.",
        ),
        (
            "The same row twice",
            &exposed.copies,
            "The second is left out.",
        ),
        (
            "Exposed again later",
            &exposed.again,
            "The first exposure counts, the later ones are left out.",
        ),
        (
            "Arm, date or number missing",
            &exposed.missing,
            "Left out: they say too little.",
        ),
        (
            "Exposed after the last day of the data",
            &told.late,
            "Left out: nothing can be known of what they did.",
        ),
        (
            "Outcome before the exposure",
            &told.early,
            "Left out: the file says what they did before they were exposed.",
        ),
    ];
    for (name, account, fate) in accounts {
        let fate = match account.rows {
            0 => "None. They would be left out, listed by number and counted here.",
            _ => fate,
        };
        rows.push(row(name, account, fate, told.control));
    }
    if let Some(filtered) = &told.filtered {
        let fate = "Not looked at, whatever they did.";
        rows.push(row("Not left by the filters", filtered, fate, told.control));
    }
    if let Some(aside) = &told.aside {
        let fate = "Not compared here; every arm is compared with the one held back below.";
        rows.push(row("In another arm", aside, fate, told.control));
    }
    let fate = "In the arm they were drawn for, whatever they did.";
    rows.push(row("Judged", &told.judged, fate, told.control));
    for (name, account, fate) in [
        ("Of those, unknown to the data set", &told.unknown, unknown),
        (
            "Of those, below zero",
            &told.negative,
            "Kept as they are: more was paid back than bought.",
        ),
    ] {
        let fate = match account.rows {
            0 => "None.",
            _ => fate,
        };
        rows.push(row(name, account, fate, told.control));
    }
    Ledger {
        title: title(exposed, told),
        rows,
    }
}

fn plain(name: &str, rows: u32, fate: &str) -> LedgerRow {
    LedgerRow {
        name: name.to_owned(),
        rows,
        arms: None,
        fate: fate.into(),
        some: Vec::new(),
    }
}

fn row(name: &str, account: &Account, fate: &str, control: usize) -> LedgerRow {
    let all: u32 = account.by_arm.iter().sum();
    let held = account.by_arm.get(control).copied().unwrap_or(0);
    LedgerRow {
        arms: (all > 0).then_some((all - held, held)),
        some: account.some.clone(),
        ..plain(name, account.rows, fate)
    }
}

fn title(exposed: &Exposed, told: &Told) -> Sentence {
    let read = exposed.read;
    let words = Sentence::from(agreeing(read, "The ", "All "))
        .counted(read, "row")
        .text(agreeing(
            read,
            " of the file is accounted for",
            " of the file are accounted for",
        ));
    match (told.unknown.rows, exposed.both.rows) {
        (0, 0) => words,
        (unknown, 0) => words.text("; ").count(unknown.into()).text(agreeing(
            unknown,
            " names a customer who is on no order",
            " name customers who are on no order",
        )),
        (_, both) => words.text("; ").count(both.into()).text(agreeing(
            both,
            " is left out because its customer is in two arms",
            " are left out because their customers are in two arms",
        )),
    }
}
