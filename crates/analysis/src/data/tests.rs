use super::*;
use clientele_model::catalogue::{LargestReturn, LedgerRow};
use clientele_model::date;

/// The ledger of UCI Online Retail II.
fn real() -> Ledger {
    let row = |class, lines| LedgerRow {
        class,
        lines,
        value: 0.0,
        paid: Some(0.0),
    };
    Ledger {
        read: 1_067_371,
        classes: vec![
            row(LineClass::Unreadable, 0),
            row(LineClass::Overlap, 22_523),
            row(LineClass::NoPrice, 6_029),
            row(LineClass::Service, 5_899),
            row(LineClass::ReturnKnown, 17_641),
            row(LineClass::ReturnAnonymous, 332),
            row(LineClass::SaleAnonymous, 226_758),
            row(LineClass::SaleKnown, 788_189),
        ],
        copies: (11_812, 0.0),
        without_customer: 235_287,
        months: vec![
            (date(2011, 10, 1), 50_000, 10_742),
            (date(2011, 11, 1), 65_000, 19_711),
            (date(2011, 12, 1), 17_000, 8_526),
        ],
        largest_return: Some(LargestReturn {
            product: "Paper craft, little birdie".into(),
            pieces: 80_995,
            value: 168_469.6,
            day: date(2011, 12, 9),
            cancels: true,
        }),
        ..Ledger::default()
    }
}

#[test]
fn the_real_ledger_reads_well() {
    let ledger = real();
    assert_eq!(
        headline(&ledger).to_string(),
        "All 1,067,371 lines are accounted for: 74% describe what known customers bought"
    );
    assert_eq!(
        context(&ledger).to_string(),
        "2.7% are left out with a reason, 1.7% are returns, 0.6% are postage and fees kept apart, and 21% are sales without a customer number, used for products and baskets only."
    );
    assert_eq!(
        waterfall(&ledger).to_string(),
        "A missing customer number holds back 21% of the lines; all other steps take 4.9%"
    );
    assert_eq!(
        coverage(&ledger).to_string(),
        "The lines cover 3 months without a gap; Nov 2011 is the busiest"
    );
    let said: Vec<String> = remarks(&ledger)
        .iter()
        .map(|r| r.words.to_string())
        .collect();
    assert_eq!(
        said,
        [
            "11,812 lines are exact copies of another line in the same order. They are kept unless you decide otherwise.",
            "235,287 lines have no customer number (23% of the lines not left out). They count for products and baskets, not for segments.",
            "One return of 80,995 pieces (Paper craft, little birdie, 168,469.60, 9 Dec 2011) cancels an order of the same size.",
        ]
    );
}

#[test]
fn odd_ledgers_are_described_as_they_are() {
    let empty = Ledger::default();
    assert_eq!(waterfall(&empty).to_string(), "There are no lines");
    assert_eq!(coverage(&empty).to_string(), "There are no lines");
    assert_eq!(remarks(&empty), []);
    let mut short = real();
    short.read += 1;
    assert_eq!(
        headline(&short).to_string(),
        "1,067,371 of 1,067,372 lines are accounted for: 74% describe what known customers bought"
    );
    let mut gap = real();
    gap.months.remove(1);
    assert_eq!(
        coverage(&gap).to_string(),
        "The lines cover 3 months, one of them without a line; Oct 2011 is the busiest"
    );
    let mut unreadable = real();
    unreadable.classes[0].lines = 1;
    assert_eq!(
        remarks(&unreadable)[0].words.to_string(),
        "1 line could not be read. It is left out; its number is listed below."
    );
    let mut cancelled = real();
    cancelled.classes.push(LedgerRow {
        class: LineClass::NotSold,
        lines: 300_000,
        value: 0.0,
        paid: None,
    });
    assert_eq!(
        remarks(&cancelled)[0].words.to_string(),
        "300,000 lines belong to orders that were cancelled before they became a sale. They are left out."
    );
    assert_eq!(
        waterfall(&cancelled).to_string(),
        "Orders that never became a sale hold back 28% of the lines; all other steps take 26%"
    );
}
