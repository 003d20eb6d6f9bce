//! The nine boxes and the three of products too new to tell, with what to do about each.

use clientele_model::products::{BoxSummary, Class, Column, Place};

use super::{Judged, called};
use crate::assortment::Assortment;
use crate::rfm::share;

/// What to do, in two or three words.
pub fn advice(place: Place) -> &'static str {
    words(place).0
}

/// What to do and why.
pub fn policy(place: Place) -> &'static str {
    words(place).1
}

fn words(place: Place) -> (&'static str, &'static str) {
    use Class::{A, B, C};
    use Column::{New, X, Y, Z};
    match (place.class, place.column) {
        (A, X) => (
            "Never run out",
            "They carry the business and sell alike every period: keep them in stock at all times, reorder \
             automatically, and put them where everybody sees them. They sell without a discount.",
        ),
        (A, Y) => (
            "Plan monthly",
            "They carry the business, but their sales go up and down: look at the forecast every month, hold a \
             safety stock, and time campaigns to even out the weak months.",
        ),
        (A, Z) => (
            "Plan by season",
            "Much revenue in few periods: order for the season, start campaigns before it, and sell out \
             before it ends.",
        ),
        (B, X) => (
            "Reorder by itself",
            "Steady middle of the range: let a reorder point do the work and add them to bundles with \
             best-sellers.",
        ),
        (B, Y) => (
            "Keep some stock",
            "Middle of the range with ups and downs: keep a modest stock and check it every other month.",
        ),
        (B, Z) => (
            "Order to demand",
            "They sell now and then, in uneven amounts: order when a campaign or a season is planned, not to stock.",
        ),
        (C, X) => (
            "Keep a little",
            "Small but reliable: keep a small stock with little effort; they round off baskets.",
        ),
        (C, Y) => (
            "Sell down",
            "Little revenue, uneven: sell the stock down, in bundles or at a discount, and reorder only what \
             customers ask for.",
        ),
        (C, Z) => (
            "Review the range",
            "They hardly bring revenue, and nobody knows when: decide for each whether it stays, becomes an item \
             on order, or goes.",
        ),
        (_, New) => (
            "Too new to tell",
            "On sale for fewer than six full periods: watch them, and judge their steadiness later.",
        ),
    }
}

/// All twelve boxes, those without products too.
pub(super) fn of(now: &Assortment, judged: &Judged, then: Option<&Judged>) -> Vec<BoxSummary> {
    let empty = |place: Place| BoxSummary {
        place,
        products: 0,
        value: 0.0,
        share: 0.0,
        revenue: 0.0,
        largest: (String::new(), String::new()),
        advice: advice(place).to_owned(),
        policy: policy(place).to_owned(),
        then: then.map(|_| 0),
    };
    let mut boxes: Vec<BoxSummary> = Place::all().map(empty).collect();
    for (row, place) in judged.rows() {
        let one = &mut boxes[place.at()];
        if one.products == 0 {
            let (id, name) = (now.table.product.get(row), now.table.name.get(row));
            one.largest = (id.to_owned(), called(id, name).to_owned());
        }
        one.products += 1;
        one.value += judged.value[row];
        one.revenue += now.table.revenue(row);
    }
    for (_, place) in then.iter().flat_map(|then| then.rows()) {
        if let Some(count) = &mut boxes[place.at()].then {
            *count += 1;
        }
    }
    for one in &mut boxes {
        one.share = share(one.value, judged.total);
    }
    boxes
}
