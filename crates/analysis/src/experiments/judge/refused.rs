//! Why a test cannot be judged: what happened, what is kept, what to do.

use clientele_model::experiments::Goal;
use clientele_model::failure::Failure;
use clientele_model::words::{agreeing, counted, short};

use crate::engine::Shop;

fn refused(sentence: String) -> Failure {
    Failure::Refused { sentence }
}

/// Names in quotation marks, with "and" before the last.
pub fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("“{}”", short(name)))
        .collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// The data set has no campaigns; the link may name one of a file that was dropped before.
pub fn no_campaigns(asked: Option<&str>, shop: &Shop) -> Failure {
    let (has_none, mend) = match (shop.is_live(), shop.catalogue.has.campaigns) {
        (false, _) => (
            "this data set has none",
            "make the pack again with --campaigns and --exposures",
        ),
        (true, false) => (
            "this database has no views clientele_campaigns and clientele_exposures",
            "add these views to the database",
        ),
        (true, true) => (
            "the view clientele_campaigns of this database is empty",
            "add the campaign to the view",
        ),
    };
    refused(match asked {
        None if !shop.is_live() => format!(
            "This data set has no campaigns, so there is no result to judge. Drop a result file here, or {mend}."
        ),
        None => {
            format!("There is no result to judge: {has_none}. Drop a result file here, or {mend}.")
        }
        Some(code) => format!(
            "There is no campaign “{code}” here: {has_none}, and a file that was dropped is gone once the page is reloaded. Drop it again, or {mend}.",
            code = short(code)
        ),
    })
}

/// There is no campaign with that code.
pub fn no_campaign(code: &str, known: &[&str]) -> Failure {
    refused(format!(
        "There is no campaign “{code}” in this data set; it has {}. Choose one of those; a file that was dropped is gone once the page is reloaded, so drop it again.",
        listed(known),
        code = short(code)
    ))
}

/// Nobody was exposed.
pub fn nobody_exposed(campaign: &str, is_live: bool) -> Failure {
    let (file, mend) = match is_live {
        false => (
            "the file of exposures",
            "make the pack again with its exposures",
        ),
        true => (
            "the view clientele_exposures",
            "add its exposures to the view",
        ),
    };
    refused(format!(
        "Nobody was exposed to “{campaign}”: {file} has no readable row for it. Choose another campaign, or {mend}."
    ))
}

/// The filters leave nobody of those exposed.
pub fn nobody_left(campaign: &str) -> Failure {
    refused(format!(
        "These filters leave nobody of those who were exposed to “{campaign}”. Remove a filter."
    ))
}

/// There is one arm only.
pub fn one_arm(campaign: &str, arm: &str) -> Failure {
    refused(format!(
        "All customers of “{campaign}” are in one arm, “{arm}”, so there is nobody to compare them with. Its effect cannot be measured; hold some customers back next time, or add those who were held back to the file."
    ))
}

/// No arm, or more than one, is named like one that was held back.
pub fn which_is_control(arms: &[&str], held: &[&str]) -> Failure {
    let why = match held.is_empty() {
        true => "None has a name that says it was held back.".to_owned(),
        false => format!("{} could each be the one that was held back.", listed(held)),
    };
    refused(format!(
        "The arms of this campaign are {}. {why} Nothing is judged yet; say which it is with control=….",
        listed(arms)
    ))
}

/// The link names an arm that is not there.
pub fn no_arm(name: &str, arms: &[&str]) -> Failure {
    refused(format!(
        "There is no arm “{name}” in this campaign; its arms are {}. Choose one of those.",
        listed(arms),
        name = short(name)
    ))
}

/// An arm is compared with itself.
pub fn same_arm(name: &str) -> Failure {
    refused(format!(
        "“{name}” cannot be compared with itself. Choose another arm.",
        name = short(name)
    ))
}

/// An arm is too small for any answer.
pub fn too_few(arm: &str, customers: u32, needed: u32) -> Failure {
    refused(format!(
        "“{arm}” has {} who can be judged, and it takes at least {needed} in each arm for any answer. Remove a filter, or wait until more {} exposed.",
        counted(customers, "customer"),
        agreeing(needed, "is", "are"),
    ))
}

/// Everybody was exposed after the last day of the data.
pub fn after_the_data(campaign: &str, last: clientele_model::Date) -> Failure {
    refused(format!(
        "Nobody can be judged yet: the customers of “{campaign}” were exposed after {}, the last day of the data. Come back with newer data.",
        clientele_model::words::Piece::Day(last)
    ))
}

/// Every customer is in more than one arm.
pub fn all_in_two_arms(campaign: &str) -> Failure {
    refused(format!(
        "Every customer of “{campaign}” is in more than one arm, so nobody can be judged. Check the file: each customer belongs to the one arm they were drawn for."
    ))
}

/// A dropped file beside a live data set tells of other days than those asked for.
pub fn other_days(campaign: &str, window: u32) -> Failure {
    refused(format!(
        "The file of “{campaign}” says what came of it within {}, and the orders of its customers cannot be looked up in a database, so other days cannot be judged. Judge it over those, or add the campaign to the database.",
        counted(window, "day")
    ))
}

/// A dropped file beside a live data set does not tell what is asked.
pub fn not_in_file(campaign: &str, goal: Goal) -> Failure {
    let (what, mend) = match goal {
        Goal::Bought => (
            "who bought",
            "Add a column “converted” or “revenue” to the file and drop it again",
        ),
        Goal::Revenue => (
            "what each customer spent",
            "Add a column “revenue” to the file and drop it again",
        ),
        Goal::Margin => (
            "what each customer earned the shop",
            "Add a column “margin” to the file and drop it again",
        ),
        Goal::Orders => (
            "how many orders each customer placed",
            "Judge it by who bought",
        ),
    };
    refused(format!(
        "The file of “{campaign}” does not say {what}, and the orders of its customers cannot be looked up in a database. {mend}, or add the campaign to the database."
    ))
}
