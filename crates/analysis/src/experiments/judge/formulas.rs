//! Names of formulas and figures, for whoever wants to repeat it.

use clientele_model::experiments::ResultReport;
use clientele_model::words::Sentence;

use super::measures::Measured;
use super::parts::Parts;
use super::totals::Value;
use crate::inference::cuped;

/// What was done, and how.
pub fn formulas(
    report: &ResultReport,
    parts: &Parts<'_>,
    goal: &Measured,
) -> Vec<(String, Sentence)> {
    let mut how: Vec<(String, Sentence)> = Vec::new();
    let mut say = |what: &str, words: Sentence| how.push((what.to_owned(), words));
    let (a, b) = (parts.control.all(goal.value), parts.treated.all(goal.value));
    if goal.value == Value::Bought {
        let (control, treated) = (parts.control.bought(), parts.treated.bought());
        let way = goal.effects.ways.first();
        let words = Sentence::new()
            .count(treated.hits.into())
            .text(" of ")
            .count(treated.n.into())
            .text(" and ")
            .count(control.hits.into())
            .text(" of ")
            .count(control.n.into())
            .text("; pooled z, p ")
            .number(way.map_or(1.0, |way| way.p), 4)
            .text("; Newcombe’s interval; chance to help by Beta–Binomial, flat prior.");
        say("Buyers", words);
    }
    say(
        "Revenue, profit, orders",
        "Welch’s test per customer; relative differences by the delta method.".into(),
    );
    if let Ok(adjusted) = cuped(a, b) {
        let words = Sentence::from(
            "CUPED on what was spent, less returns, in the 365 days before the exposure; θ pooled over arms; who had no order has 0. Correlation with the goal ",
        );
        say(
            "Past spend",
            words.number(adjusted.correlation, 2).text("."),
        );
    }
    if parts.how.has_groups {
        say(
            "Within groups",
            "Post-stratified by RFM group of the day before the send; both together: least squares on arm and past spend within groups.".into(),
        );
    }
    say(
        "Any-day interval",
        "Asymptotic confidence sequence tuned to 5,000 customers. Looked at while it runs: hybrid, a fifth of α for the looks before the planned end.".into(),
    );
    say(
        "Several measures",
        "Holm over the goal and the other measures; guardrails are not part of it.".into(),
    );
    say(
        "Guardrails",
        "Non-inferiority, one-sided at half of α, so that they agree with the interval shown; shares of sales are ratios of sums, delta method.".into(),
    );
    say(
        "Split",
        Sentence::from("χ² ")
            .number(report.split.chi_squared, 3)
            .text(", degrees of freedom ")
            .count(report.split.df.into())
            .text(", p ")
            .number(report.split.p, 3)
            .text("; broken below 0.001."),
    );
    say(
        "Groups",
        "Empirical Bayes around a common effect (penalised likelihood of the spread); Benjamini–Hochberg over the groups of a cut; differences between groups by Cochran’s Q, Bonferroni over the cuts.".into(),
    );
    for cut in &report.cuts {
        if let Some(p) = cut.interaction {
            say(
                &cut.name,
                Sentence::from("Cochran’s Q, p ").number(p, 4).text("."),
            );
        }
    }
    say(
        "What would settle it",
        "Customers in arms of these proportions, power 80%, at the error that was measured.".into(),
    );
    if report
        .impact
        .as_ref()
        .is_some_and(|impact| impact.global.is_some())
    {
        say(
            "Effect on the whole shop",
            "Global lift: N d / (revenue of the shop − revenue of those in the test + N m), m the mean of those held back; delta method.".into(),
        );
    }
    how
}
