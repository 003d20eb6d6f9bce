//! What the numbers are made from: the Data panel's report, from the catalogue alone.

use clientele_model::catalogue::{Catalogue, Ledger, LedgerRow, LineClass};
use clientele_model::data::{DataReport, Remark};
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::words::{Sentence, agreeing};

use crate::engine::{Needs, Next, Plan, Shop, Study};
use crate::stats::exact;

/// What are these numbers made from? The answer is about the whole data set, whatever the filters say.
pub struct Origins;

impl Study for Origins {
    fn plan(&self, question: &AnyQuestion, _: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::Data(_) = question else {
            return None;
        };
        Some(Ok(Plan::new(Needs::default(), |tables| {
            let Shop {
                catalogue,
                datasets,
                ..
            } = tables.shop();
            let report = report(catalogue, datasets);
            Ok(Next::Answer(Box::new(report)))
        })))
    }
}

/// The report. `datasets` lists slug and title of every bundled data set.
pub fn report(catalogue: &Catalogue, datasets: &[(String, String)]) -> DataReport {
    let ledger = &catalogue.ledger;
    DataReport {
        datasets: datasets.to_vec(),
        headline: headline(ledger),
        context: context(ledger),
        waterfall: waterfall(ledger),
        money: money(ledger, catalogue.has.discount),
        coverage: coverage(ledger),
        remarks: remarks(ledger),
        catalogue: catalogue.clone(),
    }
}

fn lines(ledger: &Ledger, classes: &[LineClass]) -> u64 {
    let rows = ledger.classes.iter();
    sum(rows
        .filter(|row| classes.contains(&row.class))
        .map(|row| row.lines))
}

/// A catalogue may come from anywhere, and count what nothing holds.
fn sum(counts: impl Iterator<Item = u64>) -> u64 {
    counts.fold(0, u64::saturating_add)
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn headline(ledger: &Ledger) -> Sentence {
    let known = share(lines(ledger, &[LineClass::SaleKnown]), ledger.read);
    let counted = sum(ledger.classes.iter().map(|row| row.lines));
    let words = if counted == ledger.read {
        Sentence::from(agreeing(ledger.read, "The ", "All "))
            .counted(ledger.read, "line")
            .text(agreeing(
                ledger.read,
                " is accounted for: ",
                " are accounted for: ",
            ))
    } else {
        // A pack whose ledger does not add up says so rather than claim the opposite.
        Sentence::new()
            .part_of(counted, ledger.read, "line")
            .text(agreeing(
                counted,
                " is accounted for: ",
                " are accounted for: ",
            ))
    };
    words
        .share(known)
        .text(" describe what known customers bought")
}

fn context(ledger: &Ledger) -> Sentence {
    use LineClass::{
        NoPrice, NotSold, Overlap, ReturnAnonymous, ReturnKnown, SaleAnonymous, Service, Unreadable,
    };
    let parts: [(&[LineClass], &str); 4] = [
        (
            &[Unreadable, NotSold, Overlap, NoPrice],
            " left out with a reason",
        ),
        (&[ReturnKnown, ReturnAnonymous], " returns"),
        (&[Service], " postage and fees kept apart"),
        (
            &[SaleAnonymous],
            " sales without a customer number, used for products and baskets only",
        ),
    ];
    let there: Vec<(u64, &str)> = parts
        .iter()
        .map(|(classes, words)| (lines(ledger, classes), *words))
        .filter(|(lines, _)| *lines > 0)
        .collect();
    if there.is_empty() {
        return Sentence::from("Nothing had to be left out, and nothing was returned.");
    }
    let mut words = Sentence::new();
    for (at, (count, what)) in there.iter().enumerate() {
        words = match at {
            0 => words,
            _ if at + 1 == there.len() => words.text(", and "),
            _ => words.text(", "),
        };
        words = words
            .share(share(*count, ledger.read))
            .text(" are")
            .text(*what);
    }
    words.text(".")
}

/// Which step takes most.
fn waterfall(ledger: &Ledger) -> Sentence {
    use LineClass::{
        NoPrice, NotSold, Overlap, ReturnAnonymous, ReturnKnown, SaleAnonymous, SaleKnown, Service,
        Unreadable,
    };
    let steps: [(&[LineClass], &str); 7] = [
        (&[Unreadable], "Unreadable values hold back "),
        (&[NotSold], "Orders that never became a sale hold back "),
        (&[Overlap], "Lines that appear twice hold back "),
        (&[NoPrice], "A missing price holds back "),
        (&[Service], "Postage and fees hold back "),
        (&[ReturnKnown, ReturnAnonymous], "Returns hold back "),
        (&[SaleAnonymous], "A missing customer number holds back "),
    ];
    let counted = steps.map(|(classes, words)| (lines(ledger, classes), words));
    let all = sum(counted.iter().map(|(count, _)| *count));
    // The last of equals; there are seven steps, so there is one.
    let (most, words) = counted
        .into_iter()
        .max_by_key(|step| step.0)
        .unwrap_or((0, ""));
    if most == 0 {
        return match lines(ledger, &[SaleKnown]) {
            0 => Sentence::from("There are no lines"),
            _ => Sentence::from("Every line describes what a known customer bought"),
        };
    }
    let title = Sentence::from(words)
        .share(share(most, ledger.read))
        .text(" of the lines");
    match all - most {
        0 => title.text("; nothing else is left out"),
        rest => title
            .text("; all other steps take ")
            .share(share(rest, ledger.read)),
    }
}

/// How the values of sales and returns become revenue.
fn money(ledger: &Ledger, has_discount: bool) -> Sentence {
    use LineClass::{ReturnAnonymous, ReturnKnown, SaleAnonymous, SaleKnown};
    let rows = |classes: [LineClass; 2]| {
        let rows = ledger.classes.iter();
        rows.filter(move |row| classes.contains(&row.class))
    };
    let sales = || rows([SaleKnown, SaleAnonymous]);
    let returns = || rows([ReturnKnown, ReturnAnonymous]);
    let paid = |row: &LedgerRow| row.paid.unwrap_or(row.value);
    if has_discount && sales().chain(returns()).any(|row| row.paid.is_none()) {
        return Sentence::new();
    }
    let before: f64 = sales().map(|row| row.value).sum();
    let after: f64 = sales().map(paid).sum();
    let back: f64 = -returns().map(paid).sum::<f64>();
    let mut words = Sentence::from("Goods sold for ").money(before);
    let discount = exact(before - after);
    if discount > 0.0 {
        words = words
            .text(" before discount, less ")
            .money(discount)
            .text(" of discount");
    }
    if exact(back) > 0.0 {
        let less = if discount > 0.0 { " and " } else { ", less " };
        words = words.text(less).money(back).text(" paid back for returns");
    }
    words
        .text(", are the revenue of ")
        .money(exact(after - back))
        .text(" over all days, customers without a number included.")
}

/// Which months there are, and the busiest.
fn coverage(ledger: &Ledger) -> Sentence {
    let months = &ledger.months;
    let total = |month: &(clientele_model::Date, u64, u64)| month.1.saturating_add(month.2);
    let Some(busiest) = months.iter().rev().max_by_key(|month| total(month)) else {
        return Sentence::from("There are no lines");
    };
    let gaps =
        months.iter().filter(|month| total(month) == 0).count() as u64 + missing_months(months);
    if months.len() == 1 {
        return Sentence::from("All lines are of ").month(busiest.0);
    }
    let words =
        Sentence::from("The lines cover ").count(months.len() as u64 + missing_months(months));
    let words = match gaps {
        0 => words.text(" months without a gap; "),
        1 => words.text(" months, one of them without a line; "),
        _ => words
            .text(" months, ")
            .count(gaps)
            .text(" of them without a line; "),
    };
    words.month(busiest.0).text(" is the busiest")
}

/// Months between the first and the last that are not listed at all.
fn missing_months(months: &[(clientele_model::Date, u64, u64)]) -> u64 {
    let index = |date: clientele_model::Date| i64::from(date.year()) * 12 + i64::from(date.month());
    match (months.first(), months.last()) {
        (Some(first), Some(last)) => {
            (index(last.0) - index(first.0) + 1 - months.len() as i64).max(0) as u64
        }
        _ => 0,
    }
}

fn remarks(ledger: &Ledger) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut say = |warn: bool, words: Sentence| remarks.push(Remark { warn, words });
    let unreadable = lines(ledger, &[LineClass::Unreadable]);
    if unreadable > 0 {
        let (be, they) = if unreadable == 1 {
            (
                " line could not be read",
                "It is left out; its number is listed below.",
            )
        } else {
            (
                " lines could not be read",
                "They are left out; the first are listed below.",
            )
        };
        say(
            true,
            Sentence::new()
                .count(unreadable)
                .text(be)
                .text(". ")
                .text(they),
        );
    }
    let not_sold = lines(ledger, &[LineClass::NotSold]);
    if not_sold > 0 {
        let words = if not_sold == 1 {
            " line belongs to an order that was cancelled before it became a sale. It is left out."
        } else {
            " lines belong to orders that were cancelled before they became a sale. They are left out."
        };
        say(false, Sentence::new().count(not_sold).text(words));
    }
    let (copies, _) = ledger.copies;
    if copies > 0 {
        let words = if copies == 1 {
            " line is an exact copy of another line in the same order. It is kept unless you decide otherwise."
        } else {
            " lines are exact copies of another line in the same order. They are kept unless you decide otherwise."
        };
        say(true, Sentence::new().count(copies).text(words));
    }
    if ledger.without_customer > 0 {
        let kept = ledger.read
            - lines(
                ledger,
                &[
                    LineClass::Overlap,
                    LineClass::NotSold,
                    LineClass::Unreadable,
                ],
            )
            .min(ledger.read);
        say(
            false,
            Sentence::new()
                .counted(ledger.without_customer, "line")
                .text(agreeing(ledger.without_customer, " has", " have"))
                .text(" no customer number (")
                .share(share(ledger.without_customer, kept))
                .text(" of the lines not left out). They count for products and baskets, not for segments."),
        );
    }
    if let Some(largest) = &ledger.largest_return {
        let words = Sentence::from("One return of ")
            .counted(largest.pieces, "piece")
            .text(" (")
            .name(&largest.product)
            .text(", ")
            .money(largest.value)
            .text(", ")
            .day(largest.day)
            .text(if largest.cancels {
                ") cancels an order of the same size."
            } else {
                ") is the largest; no order of the same size stands before it."
            });
        say(!largest.cancels, words);
    }
    remarks
}

#[cfg(test)]
mod tests;
