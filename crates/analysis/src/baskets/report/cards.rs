//! Bundle cards: pairs worth a campaign.

use clientele_model::baskets::{Bundle, MORE};
use clientele_model::words::Sentence;

use super::super::measures::lift;
use super::super::rules::Found;
use super::Writer;
use crate::order::sort_by;
use crate::stats::ascend;

/// Cards of a report.
const CARDS: usize = 24;
/// Pairs that are weighed exactly.
const WEIGHED: usize = 200;
/// A card must be so many times more frequent than chance.
const LIFT: f64 = 3.0;
/// A product opens at most so many cards.
const PER_BASE: usize = 2;
const DAYS_PER_YEAR: f64 = 365.25;

/// One candidate.
struct Candidate<'a> {
    base: u32,
    adds: u32,
    found: &'a Found,
    worth: f64,
}

/// The pairs of most annual value: telling rules with one item on either side and a lift of at least
/// 3 for sure, each pair once, each first product at most twice. The annual value is that of a fifth more
/// orders with both than today, times what the second product typically brings in, in an order with both
/// (the median, as a few wholesale orders would rule a mean), for a year of days like those looked
/// at.
pub fn bundles(say: &mut Writer<'_>, found: &[Found]) -> Vec<Bundle> {
    let sets = &say.basis.mining.sets;
    let means = means(say);
    let mut pairs: Vec<Candidate<'_>> = found
        .iter()
        .filter(|rule| rule.when_len() == 1 && rule.is_telling() && low_lift(rule) >= LIFT)
        .filter_map(|rule| {
            let adds = sets.item[rule.then() as usize];
            Some(Candidate {
                base: sets.item[rule.when().next()? as usize],
                adds,
                found: rule,
                worth: means[adds as usize],
            })
        })
        .collect();
    sort(&mut pairs);
    pairs.truncate(WEIGHED);
    weigh(say, &mut pairs);
    sort(&mut pairs);
    let mut chosen: Vec<Candidate<'_>> = Vec::new();
    for pair in pairs {
        let twin = |other: &Candidate<'_>| other.base == pair.adds && other.adds == pair.base;
        let same = chosen
            .iter()
            .filter(|other| other.base == pair.base)
            .count();
        let promises = pair.worth > 0.0 && extra(pair.found) > 0.0;
        if promises && !chosen.iter().any(twin) && same < PER_BASE && chosen.len() < CARDS {
            chosen.push(pair);
        }
    }
    chosen.into_iter().map(|pair| card(say, &pair)).collect()
}

/// Orders with the first product only.
fn open(found: &Found) -> u32 {
    found.counts.when - found.counts.both
}

/// Orders with both on top of today's, if there were so many more.
fn extra(found: &Found) -> f64 {
    (f64::from(found.counts.both) * MORE).min(f64::from(open(found)))
}

/// The lower end of what the lift may be.
fn low_lift(found: &Found) -> f64 {
    lift(found.counts) * found.low() / found.confidence()
}

fn sort(pairs: &mut Vec<Candidate<'_>>) {
    let value = |pair: &Candidate<'_>| extra(pair.found) * pair.worth;
    sort_by(pairs, |a, b| {
        value(b)
            .total_cmp(&value(a))
            .then((a.base, a.adds).cmp(&(b.base, b.adds)))
    });
}

/// What each item brings in on the mean in an order with it.
fn means(say: &Writer<'_>) -> Vec<f64> {
    let baskets = say.basis.baskets;
    let mut sums = vec![0.0; baskets.kinds as usize];
    for (&item, value) in baskets.items.iter().zip(&baskets.value) {
        sums[item as usize] += value;
    }
    for (sum, &orders) in sums.iter_mut().zip(say.basis.orders_with) {
        *sum /= f64::from(orders.max(1));
    }
    sums
}

/// What the second item typically brings in, in an order with both: the median.
fn weigh(say: &Writer<'_>, pairs: &mut [Candidate<'_>]) {
    let baskets = say.basis.baskets;
    let mut place = vec![u32::MAX; baskets.kinds as usize];
    let mut values = vec![Vec::new(); pairs.len()];
    for at in 0..baskets.len() {
        let range = baskets.range(at);
        for spot in range.clone() {
            place[baskets.items[spot] as usize] = spot as u32;
        }
        for (pair, values) in pairs.iter().zip(&mut values) {
            let adds = place[pair.adds as usize];
            if adds != u32::MAX && place[pair.base as usize] != u32::MAX {
                values.push(baskets.value.get(adds as usize).copied().unwrap_or(0.0));
            }
        }
        for spot in range {
            place[baskets.items[spot] as usize] = u32::MAX;
        }
    }
    for (pair, mut values) in pairs.iter_mut().zip(values) {
        ascend(&mut values);
        pair.worth = values.get(values.len() / 2).copied().unwrap_or(0.0);
    }
}

fn card(say: &mut Writer<'_>, pair: &Candidate<'_>) -> Bundle {
    let counts = pair.found.counts;
    let (base, adds) = (say.item(pair.base), say.item(pair.adds));
    let years = f64::from(say.basis.window.days.count()) / DAYS_PER_YEAR;
    let yearly = pair.worth / years;
    let times = lift(counts);
    let words = Sentence::new()
        .text("Customers who put ")
        .name(say.items[base as usize].name.clone())
        .text(" in the basket add ")
        .name(say.items[adds as usize].name.clone())
        .text(" ")
        .times(times)
        .text(" as often as chance would have it: in ")
        .part_of(counts.both, counts.when, "order")
        .text(".");
    Bundle {
        base,
        adds,
        orders: counts.both,
        open: open(pair.found),
        confidence: f64::from(counts.both) / f64::from(counts.when),
        lift: times,
        worth: pair.worth,
        yearly,
        annual: extra(pair.found) * yearly,
        words,
    }
}
