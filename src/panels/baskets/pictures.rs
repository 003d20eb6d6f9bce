//! From the report to what is drawn.

use std::collections::BTreeMap;

use clientele_model::baskets::{BasketsReport, Rule};

use super::{Format, many, name, names, open_to, tables};
use crate::charts::{Bar, Ink, KeyDot, Keys, Matrix, MatrixCell, Tip};

/// Beyond this many rules a plot has no room for another dot.
const DOTS: usize = 2_000;
/// How many items stand in the matrix.
const MOST: usize = 12;

/// What stands beside a rule.
fn tip(r: &BasketsReport, rule: &Rule, fmt: &Format) -> Tip {
    let title = format!("{} → {}", names(r, &rule.when), name(r, rule.then));
    let m = &rule.measures;
    Tip::new(
        &title,
        vec![
            ("Orders with both", fmt.count(rule.orders)),
            ("Of orders with the first", fmt.share(m.confidence)),
            ("Vs. chance", fmt.times(m.lift)),
        ],
    )
}

fn words(r: &BasketsReport, rule: &Rule, fmt: &Format) -> String {
    format!(
        "{} then {}: {} of those orders, {} as often as chance",
        names(r, &rule.when),
        name(r, rule.then),
        fmt.share(rule.measures.confidence),
        fmt.times(rule.measures.lift)
    )
}

/// The customers that a rule has something to offer.
fn key(r: &BasketsReport, rule: &Rule) -> String {
    open_to(r, &rule.when, rule.then).to_string()
}

/// Lift as a step of the ramp.
fn shade(lift: f64) -> u8 {
    match lift {
        l if l < 3.0 => 6,
        l if l < 6.0 => 7,
        l if l < 12.0 => 8,
        _ => 9,
    }
}

/// The rules as dots.
pub(super) fn keys(r: &BasketsReport, fmt: &Format) -> Keys {
    // The rule of the title is drawn, listed or not.
    let listed = r.rules.iter().take(DOTS);
    let surest = r
        .surest
        .iter()
        .filter(|surest| !listed.clone().any(|rule| rule == *surest));
    let dots = surest.chain(listed.clone()).map(|rule| KeyDot {
        key: key(r, rule),
        x: rule.measures.support,
        y: rule.measures.confidence,
        ink: Ink::Diverging(shade(rule.measures.lift)),
        label: words(r, rule, fmt),
        tip: tip(r, rule, fmt),
    });
    Keys {
        label: keys_title(r, fmt),
        x: "share of all orders".to_owned(),
        y: "of orders with the first".to_owned(),
        inks: (6..=9).map(Ink::Diverging).collect(),
        dots: dots.collect(),
    }
}

/// The finding of the plot.
pub(super) fn keys_title(r: &BasketsReport, fmt: &Format) -> String {
    r.surest.as_ref().map_or_else(String::new, |rule| {
        format!(
            "The surest rule: {} of {} with {} also contain {}, {}",
            fmt.count(rule.orders),
            fmt.counted(rule.when_orders, "order"),
            names(r, &rule.when),
            name(r, rule.then),
            fmt.share(rule.measures.confidence),
        )
    })
}

/// What the plot leaves out.
pub(super) fn keys_note(r: &BasketsReport, fmt: &Format) -> String {
    let more = if r.rules.len() > DOTS {
        format!(
            " The {} rules with most orders beyond chance are drawn.",
            fmt.count(DOTS as u64)
        )
    } else {
        String::new()
    };
    format!(
        "Far right: frequent; high up: sure; strong colour: far beyond chance. The surest rule is the one that holds even at its most cautious: a few orders say less than many. Where dots overlap, the rule with the most orders beyond chance answers.{more}"
    )
}

/// The lower end of how many times more often than chance: what a few orders say weighs less.
pub(super) fn low_lift(rule: &Rule) -> f64 {
    rule.measures.lift * rule.low / rule.measures.confidence.max(f64::MIN_POSITIVE)
}

/// The strongest rule between two single items, either way.
fn linked(r: &BasketsReport) -> BTreeMap<(u32, u32), &Rule> {
    let mut found = BTreeMap::new();
    for rule in &r.rules {
        if let [one] = rule.when[..] {
            let pair = (one.min(rule.then), one.max(rule.then));
            found.entry(pair).or_insert(rule);
        }
    }
    found
}

/// Items of the pairs with most orders beyond chance; each beside the one it belongs to most.
fn grouped(r: &BasketsReport, links: &BTreeMap<(u32, u32), &Rule>) -> Vec<u32> {
    let mut left: Vec<u32> = Vec::new();
    for rule in r.rules.iter().filter(|rule| rule.when.len() == 1) {
        let pair = [rule.when[0], rule.then];
        let new: Vec<_> = pair.into_iter().filter(|at| !left.contains(at)).collect();
        // Nobody stands there without whom they belong to.
        if left.len() + new.len() <= MOST {
            left.extend(new);
        }
    }
    let lift = |a: u32, b: u32| {
        links
            .get(&(a.min(b), a.max(b)))
            .map_or(0.0, |l| l.measures.lift)
    };
    let mut chain: Vec<u32> = Vec::new();
    while !left.is_empty() {
        let next = chain.last().and_then(|&last| {
            let near = |at: &usize| lift(last, left[*at]);
            let best = (0..left.len()).max_by(|a, b| near(a).total_cmp(&near(b)).then(b.cmp(a)))?;
            (near(&best) > 0.0).then_some(best)
        });
        chain.push(left.remove(next.unwrap_or(0)));
    }
    chain
}

/// The items of the matrix, in its order.
pub(super) fn items(r: &BasketsReport) -> Vec<u32> {
    grouped(r, &linked(r))
}

/// The items that belong together most.
pub(super) fn matrix(r: &BasketsReport, fmt: &Format) -> Matrix {
    let links = linked(r);
    let items = grouped(r, &links);
    let cell = |row: u32, column: u32| {
        let rule = links.get(&(row.min(column), row.max(column)))?;
        if row == column {
            return None;
        }
        let (one, other) = (name(r, row), name(r, column));
        let lift = rule.measures.lift;
        let usual = |v: f64| fmt.number(v, if v < 10.0 { 1 } else { 0 });
        Some(MatrixCell {
            key: open_to(r, &[row], column).to_string(),
            text: usual(lift),
            step: match lift {
                l if l < 2.0 => 5,
                l => shade(l),
            },
            label: format!("{one} with {other}: {} as often as chance", fmt.times(lift)),
            tip: Tip::new(
                &format!("{one} + {other}"),
                vec![
                    ("Orders with both", fmt.count(rule.orders)),
                    ("Vs. chance", fmt.times(lift)),
                ],
            ),
        })
    };
    Matrix {
        label: matrix_title(r, fmt),
        names: items.iter().map(|&at| name(r, at)).collect(),
        cells: items
            .iter()
            .map(|&row| items.iter().map(|&column| cell(row, column)).collect())
            .collect(),
    }
}

/// The finding of the matrix.
pub(super) fn matrix_title(r: &BasketsReport, fmt: &Format) -> String {
    let links = linked(r);
    let items = grouped(r, &links);
    let inside = links
        .iter()
        .filter(|((a, b), _)| items.contains(a) && items.contains(b));
    let best = inside.max_by(|a, b| low_lift(a.1).total_cmp(&low_lift(b.1)));
    best.map_or_else(
        || "No two single items stand out".to_owned(),
        |((one, other), rule)| {
            format!(
                "Of these, {} and {} belong together most: {} as often as chance, in {}",
                name(r, *one),
                name(r, *other),
                fmt.times(rule.measures.lift),
                fmt.counted(rule.orders, "order")
            )
        },
    )
}

/// How many items orders hold.
pub(super) fn sizes(r: &BasketsReport, fmt: &Format) -> Vec<Bar> {
    let all = f64::from(r.counts.orders.max(1));
    let bars = r.sizes.iter().map(|bin| {
        let name = tables::span(bin.from, bin.to, fmt);
        let share = fmt.share(f64::from(bin.orders) / all);
        let rows = vec![("Orders", fmt.count(bin.orders)), ("Share", share.clone())];
        Bar {
            key: String::new(),
            tip: Tip::new(&format!("{name} {}", many(r.level)), rows),
            name,
            value: f64::from(bin.orders),
            text: share,
            ink: Ink::Mark,
        }
    });
    bars.collect()
}

/// The finding of the sizes: what half of all orders reach.
pub(super) fn sizes_title(r: &BasketsReport, fmt: &Format) -> String {
    let all: u64 = r.sizes.iter().map(|b| u64::from(b.orders)).sum();
    let mut above = all;
    let mut from = 1;
    for bin in &r.sizes {
        if above * 2 < all {
            break;
        }
        from = bin.from;
        above -= u64::from(bin.orders);
    }
    let reach: u64 = r
        .sizes
        .iter()
        .filter(|b| b.from >= from)
        .map(|b| u64::from(b.orders))
        .sum();
    let share = fmt.share(reach as f64 / all.max(1) as f64);
    match from {
        0 | 1 => {
            let one: u64 = r
                .sizes
                .iter()
                .filter(|b| b.to <= 1)
                .map(|b| u64::from(b.orders))
                .sum();
            format!(
                "{} of orders hold one only",
                fmt.share(one as f64 / all.max(1) as f64)
            )
        }
        _ => format!(
            "{share} of orders hold {} {} or more",
            fmt.count(from),
            many(r.level)
        ),
    }
}
