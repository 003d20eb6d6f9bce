//! The nine boxes and the three of products with too few periods to tell, with what to do about each.

use clientele_model::products::{BoxSummary, Class, Column, Measure, Place, Task};

use super::{Judged, called};
use crate::assortment::Assortment;
use crate::rfm::share;

/// What to do about the products of a box, in two or three words, and why, where they are ranked by that.
pub fn words(place: Place, by: Measure) -> (&'static str, String) {
    let (what, why) = told(place);
    (what, ranked(why, by))
}

/// A reason with what products were ranked by in its place: who brings much revenue may sell few pieces.
fn ranked(why: &str, by: Measure) -> String {
    let (most, much, little, hardly) = match by {
        Measure::Revenue => (
            "bring most revenue",
            "Much revenue",
            "Little revenue",
            "hardly bring revenue",
        ),
        Measure::Margin => (
            "bring most margin",
            "Much margin",
            "Little margin",
            "hardly bring margin",
        ),
        Measure::Units => (
            "sell in most pieces",
            "Many pieces",
            "Few pieces",
            "sell in few pieces",
        ),
    };
    why.replace("{most}", most)
        .replace("{much}", much)
        .replace("{little}", little)
        .replace("{hardly}", hardly)
}

fn told(place: Place) -> (&'static str, &'static str) {
    use Class::{A, B, C};
    use Column::{New, X, Y, Z};
    match (place.class, place.column) {
        (A, X) => (
            "Never run out",
            "They are among those that {most}, and sell alike every period: keep them in stock at all times, reorder \
             automatically, and put them where everybody sees them.",
        ),
        (A, Y) => (
            "Plan monthly",
            "They are among those that {most}, but their sales go up and down: look at the forecast every month, hold a \
             safety stock, and time campaigns to even out the weak months.",
        ),
        (A, Z) => (
            "Plan by season",
            "{much} in few periods: order for the season, start campaigns before it, and sell out \
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
            "{little}, uneven: sell the stock down, in bundles or at a discount, and reorder only what \
             customers ask for.",
        ),
        (C, Z) => (
            "Review the range",
            "They {hardly}, and nobody knows when: decide for each whether it stays, becomes an item \
             on order, or goes.",
        ),
        (_, New) => (
            "Too few periods to tell",
            "These days hold fewer than six full periods since their first sale: steadiness cannot be told yet. Look \
             again later, or widen the period.",
        ),
    }
}

/// What to do about a product, in a few words and why: what its stage of life asks for comes before what
/// its box says.
pub fn todo(place: Place, task: Option<Task>, by: Measure) -> (&'static str, String) {
    let (what, why) = match task {
        Some(Task::Check) => (
            "Check whether it is still sold",
            "It has not been sold for much longer than it ever waited for its next sale: taken out of the \
             range, or out of stock?",
        ),
        Some(Task::Explain) => (
            "Find out why it loses ground",
            "It is among those that {most}, and its pieces and its share of all pieces sold fell \
             by a third or more from the earlier half of its periods to the later one: look at its price, its \
             stock and what is bought instead.",
        ),
        Some(Task::Protect | Task::Plan | Task::Review) | None => told(place),
    };
    (what, ranked(why, by))
}

/// All twelve boxes, those without products too.
pub(super) fn of(
    now: &Assortment,
    judged: &Judged,
    then: Option<&Judged>,
    by: Measure,
) -> Vec<BoxSummary> {
    let empty = |place: Place| BoxSummary {
        place,
        products: 0,
        value: 0.0,
        share: 0.0,
        revenue: 0.0,
        largest: (String::new(), String::new()),
        advice: words(place, by).0.to_owned(),
        policy: words(place, by).1,
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
