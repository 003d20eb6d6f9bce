//! The report about the lists of a test.

use clientele_model::Date;
use clientele_model::experiments::{BalanceRow, SplitReport};
use clientele_model::failure::Failure;
use clientele_model::groups::RfmGroup;
use clientele_model::words::{Sentence, agreeing};

use super::lists::{LeftOut, Manifest, ManifestArm, RULE, drawn};
use crate::inference::Unable;
use crate::inference::assignment::{BALANCED, DRAWS};
use crate::tables::CustomersTable;

/// What is to be split, and how.
pub struct Asked<'a> {
    /// Customers who are reached.
    pub reached: &'a CustomersTable,
    /// The RFM group of each.
    pub groups: &'a [RfmGroup],
    /// Whom the rules leave out: how many, and a sentence.
    pub left_out: Vec<(u32, Sentence)>,
    /// What the test is called.
    pub label: String,
    /// Share held back.
    pub held: f64,
    /// Day of the send.
    pub day: Date,
    /// Name of the data set, its last day, and the question.
    pub from: (&'a str, Date, String),
}

const NOBODY: &str =
    "The plan reaches nobody, so no list was made. Choose more customers, or leave fewer out.";

const TOO_FEW: &str = "There are too few customers for two arms, so no list was made. Choose more customers, or hold back another share.";

/// Draws and reports.
///
/// # Errors
/// A sentence when nobody is reached, or an arm would be empty.
pub fn report(asked: Asked<'_>) -> Result<SplitReport, Failure> {
    let Asked {
        reached,
        groups,
        left_out,
        label,
        held,
        day,
        from: (dataset, data_until, question),
    } = asked;
    let refused = |sentence: &str| Failure::Refused {
        sentence: sentence.to_owned(),
    };
    if reached.is_empty() {
        return Err(refused(NOBODY));
    }
    let failed = |_: Unable| refused(TOO_FEW);
    let lists = drawn(reached, groups, held, &label).map_err(failed)?;
    let balance = lists.balance().map_err(failed)?;
    let arms = lists.arms(&label, held);
    let draw = &lists.draw;
    let manifest = Manifest {
        label: &label,
        dataset,
        data_until,
        send: day,
        question,
        salt: &draw.salt,
        draw: draw.number,
        rule: RULE,
        segments: "RFM groups",
        arms: arms.iter().map(ManifestArm::of).collect(),
        left_out: left_out
            .iter()
            .map(|(customers, why)| LeftOut {
                customers: *customers,
                why: why.to_string(),
            })
            .collect(),
        largest_difference: draw.largest,
    };
    // Plain values under text keys, which JSON always holds.
    let manifest = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    let count = |at: usize| arms.get(at).map_or(0, |arm| arm.customers);
    Ok(SplitReport {
        headline: Sentence::new()
            .counted(count(1), "customer")
            .text(agreeing(count(1), " gets it, ", " get it, "))
            .count(u64::from(count(0)))
            .text(agreeing(count(0), " is held back", " are held back")),
        context: Sentence::from("Drawn at random within ")
            .counted(lists.strata(), "RFM group")
            .text(" for the send on ")
            .day(day)
            .text(". The same customers, name and share give the same lists anywhere."),
        remarks: Vec::new(),
        salt: draw.salt.clone(),
        draw: draw.number,
        strata: lists.strata(),
        balance_title: balance_title(&balance),
        balance_note: balance_note(draw.number, draw.largest),
        balance,
        arms,
        left_out,
        day,
        manifest,
        label,
    })
}

fn balance_title(balance: &[BalanceRow]) -> Sentence {
    let worst = balance
        .iter()
        .max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs()));
    match worst {
        Some(row) if row.difference.abs() > BALANCED => Sentence::from("The arms differ most in “")
            .text(row.name.clone())
            .text("”"),
        _ => "The arms are alike in everything that is compared".into(),
    }
}

fn balance_note(draw: u32, largest: f64) -> Sentence {
    let words = Sentence::from(
        "A difference of 1 is as much as customers usually differ from each other; up to ",
    )
    .number(BALANCED, 1)
    .text(" is let through. ");
    if largest > BALANCED {
        return words.text("It was drawn ").count(u64::from(DRAWS)).text(
            " times, and this is the best draw: among few customers chance alone differs by more.",
        );
    }
    match draw {
        1 => words.text("The first draw was kept."),
        draw => words
            .text("This is draw ")
            .count(u64::from(draw))
            .text(": those before it differed by more."),
    }
}
