//! One product: its sales over time, its season, who buys it, and where it stood before.

use std::collections::BTreeMap;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::groups::RfmGroup;
use clientele_model::overview::Unit;
use clientele_model::products::{
    GroupBuyers, HistoryPoint, Options, ProductBucket, ProductLine, ProductReport,
};
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use super::words::measure;
use super::{Judged, boxes, judge, rows};
use crate::assortment::{Assortment, DaySales, Periods};
use crate::days::{self, Day, Days};
use crate::rfm::{Scores, share};
use crate::set::CustomerSet;
use crate::tables::CustomersTable;
use crate::tables::overview::{buckets, unit};
use crate::window::Window;

/// Months a seasonal index needs.
const YEAR: usize = 12;

/// An assortment of days before.
pub struct Past<'a> {
    /// The days.
    pub days: Days,
    /// What was sold in them.
    pub assortment: &'a Assortment,
}

/// The report of one product; `past` is from the latest period on, `sales` are its days from the data
/// set's first to the last of the window.
///
/// # Errors
/// [`Failure::Nothing`] when it was not sold in the window, [`Failure::NoCosts`] by margin without
/// costs.
pub fn one(
    id: &str,
    now: &Assortment,
    past: &[Past<'_>],
    window: &Window,
    options: &Options,
    catalogue: &Catalogue,
    sales: &[DaySales],
) -> Result<ProductReport, Failure> {
    let row = now.row(id).ok_or(Failure::Nothing)?;
    let judged = judge(now, options)?;
    let rank = judged.ranked.iter().position(|&at| at as usize == row);
    let mut product = rows::line(now, &judged, None, rank.unwrap_or(row), row);
    let mut history = vec![point(window.days, now, &judged, row)];
    for past in past {
        let before = judge(past.assortment, options)?;
        history.push(match past.assortment.row(id) {
            Some(row) => point(past.days, past.assortment, &before, row),
            None => HistoryPoint {
                period: past.days.dates(),
                place: None,
                revenue: 0.0,
                units: 0.0,
                cv: None,
            },
        });
    }
    product.was = history.get(1).and_then(|then| then.place);
    let series = series(window, sales);
    let season = season(now, row, window, catalogue, sales);
    Ok(ProductReport {
        period: window.days.dates(),
        before: history.get(1).map(|then| then.period),
        options: *options,
        headline: headline(&product, now, options),
        context: context(&product, history.get(1)),
        remarks: Vec::new(),
        sold: now.table.sold,
        advice: product.place.map_or("", boxes::advice).to_owned(),
        policy: product.place.map_or("", boxes::policy).to_owned(),
        unit: unit(window.days),
        series_title: series_title(&series, unit(window.days)),
        series,
        season_title: season_title(&season),
        season,
        groups: Vec::new(),
        groups_title: Sentence::new(),
        history,
        of: Only::Product(id.to_owned()),
        product,
    })
}

fn point(days: Days, assortment: &Assortment, judged: &Judged, row: usize) -> HistoryPoint {
    HistoryPoint {
        period: days.dates(),
        place: judged.place[row],
        revenue: assortment.table.revenue(row),
        units: assortment.table.units[row],
        cv: judged.variation[row].cv,
    }
}

fn series(window: &Window, sales: &[DaySales]) -> Vec<ProductBucket> {
    let unit = unit(window.days);
    let days = buckets(window.days, unit);
    let bucket = |&days: &Days| {
        let mut bucket = empty(days, unit);
        let mut gross = 0.0;
        for sales in sales.iter().filter(|sales| days.contains(sales.day)) {
            bucket.revenue += sales.gross - sales.returned;
            bucket.units += sales.units;
            bucket.orders += sales.orders;
            gross += sales.gross;
        }
        bucket.price = (bucket.units > 0.0).then(|| gross / bucket.units);
        bucket
    };
    days.iter().map(bucket).collect()
}

fn empty(days: Days, unit: Unit) -> ProductBucket {
    let is_whole = match unit {
        Unit::Day => true,
        Unit::Week => days.count() == 7,
        Unit::Month => days::begins_month(days.first) && days::begins_month(days.last + 1),
    };
    ProductBucket {
        days: days.dates(),
        partial: !is_whole,
        revenue: 0.0,
        units: 0.0,
        orders: 0,
        price: None,
    }
}

/// Seasonal index per calendar month: mean of its pieces over the mean of all months (ratio to
/// average). Over every full month of the data since the first sale, up to the window's end.
fn season(
    now: &Assortment,
    row: usize,
    window: &Window,
    catalogue: &Catalogue,
    sales: &[DaySales],
) -> Vec<f64> {
    let begun = now
        .detail
        .as_ref()
        .map_or(Day::MAX, |detail| detail.first[row]);
    let days = Days {
        first: days::from_date(catalogue.first),
        last: window.days.last,
    };
    let months = Periods::of(days);
    let since = months.len() - months.since(begun);
    let count = months.len() - since;
    if months.unit != Unit::Month || count < YEAR {
        return Vec::new();
    }
    let mut pieces = vec![0.0; months.len()];
    for sales in sales {
        if let Some(at) = months.at(sales.day) {
            pieces[at] += sales.units;
        }
    }
    let mean = pieces[since..].iter().sum::<f64>() / count as f64;
    if mean <= 0.0 {
        return Vec::new();
    }
    let (mut sums, mut counts) = ([0.0; YEAR], [0.0f64; YEAR]);
    for (days, pieces) in months.days.iter().zip(&pieces).skip(since) {
        let month = days::to_date(days.first).month() as usize - 1;
        sums[month] += pieces;
        counts[month] += 1.0;
    }
    let index = |(sum, count): (f64, f64)| sum / count.max(1.0) / mean;
    sums.into_iter().zip(counts).map(index).collect()
}

/// Which RFM groups of these customers bought a product, and a title for it.
pub fn buyers(customers: &CustomersTable, bought: &CustomerSet) -> (Vec<GroupBuyers>, Sentence) {
    let scores = Scores::of(customers);
    let mut counts: BTreeMap<RfmGroup, (u32, u32)> = BTreeMap::new();
    for row in 0..customers.len() {
        let count = counts.entry(scores.group(row)).or_default();
        count.0 += 1;
        count.1 += u32::from(bought.contains(customers.position[row]));
    }
    let all: u32 = counts.values().map(|(_, buyers)| buyers).sum();
    let mean = share(f64::from(all), customers.len() as f64);
    let group = |(group, (customers, buyers)): (RfmGroup, (u32, u32))| {
        let reach = f64::from(buyers) / f64::from(customers);
        GroupBuyers {
            group,
            customers,
            buyers,
            reach,
            index: share(reach, mean),
        }
    };
    let groups: Vec<GroupBuyers> = counts.into_iter().map(group).collect();
    // A group of a handful proves nothing.
    let keen = groups.iter().filter(|group| group.buyers >= 10);
    let keenest = keen.max_by(|one, other| one.index.total_cmp(&other.index));
    let title = match keenest.filter(|group| group.index >= 1.2) {
        _ if all == 0 => "No known customer bought it in this period".into(),
        Some(group) => Sentence::new()
            .name(group.group.name())
            .text(" buy it ")
            .times(group.index)
            .text(" as often as the average customer: ")
            .share(group.reach)
            .text(" of them did"),
        None => Sentence::new()
            .share(mean)
            .text(" of known customers bought it, about alike in every group"),
    };
    (groups, title)
}

fn headline(product: &ProductLine, now: &Assortment, options: &Options) -> Sentence {
    let words = Sentence::new().name(product.name.clone());
    let Some(place) = product.place else {
        return words.text(format!(" brought no {} after returns", measure(options.by)));
    };
    words
        .text(" is number ")
        .count(u64::from(product.rank))
        .text(" of ")
        .count(u64::from(now.table.sold))
        .text(format!(" by {}, class {place}: ", measure(options.by)))
        .text(boxes::advice(place).to_lowercase())
}

fn context(product: &ProductLine, then: Option<&HistoryPoint>) -> Sentence {
    let one = |count: u64, noun: &str| match count {
        1 => format!(" {noun}"),
        _ => format!(" {noun}s"),
    };
    let words = Sentence::new()
        .money(product.revenue)
        .text(" from ")
        .count(product.units as u64)
        .text(one(product.units as u64, "piece"))
        .text(" in ")
        .count(u64::from(product.orders))
        .text(one(u64::from(product.orders), "order"))
        .text(", at ")
        .money(product.price)
        .text(" apiece.");
    match then {
        Some(then) if then.revenue > 0.0 && product.revenue >= 0.0 => {
            let change = product.revenue / then.revenue - 1.0;
            let less = if change < 0.0 { " less" } else { " more" };
            words
                .text(" That is ")
                .change(change)
                .text(less)
                .text(" revenue than in the period before.")
        }
        Some(then) if then.units == 0.0 => words.text(" It was not sold in the period before."),
        _ => words,
    }
}

fn series_title(series: &[ProductBucket], unit: Unit) -> Sentence {
    let best = series
        .iter()
        .max_by(|one, other| one.revenue.total_cmp(&other.revenue));
    let Some(best) = best.filter(|best| best.revenue > 0.0 && series.len() > 1) else {
        return "Sales over time".into();
    };
    let words = Sentence::from("Most of it sold in ");
    let words = match unit {
        Unit::Month => words.month(best.days.0),
        Unit::Week => words.text("the week of ").day(best.days.0),
        Unit::Day => Sentence::from("Most of it sold on ").day(best.days.0),
    };
    words.text(": ").money(best.revenue)
}

const MONTHS: [&str; YEAR] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn season_title(season: &[f64]) -> Sentence {
    let best = (0..season.len()).max_by(|&one, &other| season[one].total_cmp(&season[other]));
    match best {
        None => Sentence::new(),
        Some(at) if season[at] >= 1.5 => Sentence::from(format!("{} is its month: ", MONTHS[at]))
            .times(season[at])
            .text(" an average one"),
        Some(_) => "It has no marked season".into(),
    }
}
