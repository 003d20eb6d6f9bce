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

use super::words::after_returns;
use super::{Judged, boxes, judge, rows};
use crate::assortment::{Assortment, DaySales, Periods};
use crate::days::{self, Day, Days};
use crate::rfm::{Scores, share};
use crate::set::CustomerSet;
use crate::stats::{exact, wilson};
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
        advice: todo(&product, options).0.to_owned(),
        policy: todo(&product, options).1,
        unit: unit(window.days),
        series_title: series_title(&series, unit(window.days)),
        series,
        season_title: season_title(&season),
        season,
        groups: Vec::new(),
        groups_title: Sentence::new(),
        history,
        of: Only::Product(product.id.clone()),
        product,
    })
}

/// What to do and why; empty without a class.
fn todo(product: &ProductLine, options: &Options) -> (&'static str, String) {
    let place = product.place;
    place.map_or(("", String::new()), |place| {
        boxes::todo(place, product.task, options.by)
    })
}

fn point(days: Days, assortment: &Assortment, judged: &Judged, row: usize) -> HistoryPoint {
    HistoryPoint {
        period: days.dates(),
        place: judged.place[row],
        revenue: assortment.table.revenue(row),
        units: assortment.table.pieces(row),
        cv: judged.variation[row].cv,
    }
}

fn series(window: &Window, sales: &[DaySales]) -> Vec<ProductBucket> {
    let unit = unit(window.days);
    let days = buckets(window.days, unit);
    let bucket = |&days: &Days| {
        let mut bucket = empty(days, unit);
        let (mut gross, mut sold) = (0.0, 0.0);
        for sales in sales.iter().filter(|sales| days.contains(sales.day)) {
            bucket.revenue += sales.gross - sales.returned;
            bucket.units += sales.units - sales.units_back;
            sold += sales.units;
            bucket.orders += sales.orders;
            gross += sales.gross;
        }
        bucket.revenue = exact(bucket.revenue);
        bucket.price = (sold > 0.0).then(|| gross / sold);
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

/// Seasonal index per calendar month: mean of its pieces kept over the mean of all months (ratio to
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
            pieces[at] += sales.kept;
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
    // What a handful did may be chance: the group that is keenest for sure, by the lower end of what its
    // share may be.
    let least = |group: &GroupBuyers| {
        let (low, _) = wilson(f64::from(group.buyers), f64::from(group.customers));
        share(low, mean)
    };
    let keenest = groups
        .iter()
        .max_by(|one, other| least(one).total_cmp(&least(other)));
    let title = match keenest.filter(|group| least(group) > 1.0 && group.index >= 1.2) {
        _ if all == 0 => "No known customer bought it in this period".into(),
        Some(group) => Sentence::from("Of the RFM groups, ")
            .name(group.group.name())
            .text(" buy it ")
            .times(group.index)
            .text(" as often as the average customer: ")
            .count(u64::from(group.buyers))
            .text(" of ")
            .count(u64::from(group.customers))
            .text(" did"),
        None => Sentence::new()
            .share(mean)
            .text(" of known customers bought it, and no RFM group surely more than the others"),
    };
    (groups, title)
}

fn headline(product: &ProductLine, now: &Assortment, options: &Options) -> Sentence {
    let words = Sentence::new().name(product.name.clone());
    let Some(place) = product.place else {
        let after = after_returns(product.returned > 0.0);
        return words.text(format!(" brought no {}{after}", options.by.noun()));
    };
    words
        .text(" is number ")
        .count(u64::from(product.rank))
        .text(" of ")
        .count(u64::from(now.table.sold))
        .text(format!(" by {}, class {place}: ", options.by.noun()))
        .text(
            boxes::todo(place, product.task, options.by)
                .0
                .to_lowercase(),
        )
}

fn context(product: &ProductLine, then: Option<&HistoryPoint>) -> Sentence {
    let (back, sold) = (product.units_back, product.units + product.units_back);
    let net = product.revenue;
    // Money and pieces before returns give the price, those after returns what the key figures say.
    let gross = if back > 0.0 {
        net + product.returned
    } else {
        net
    };
    let words = Sentence::new()
        .money(gross)
        .text(" from ")
        .counted(sold.max(0.0) as u64, "piece")
        .text(" in ")
        .counted(u64::from(product.orders), "order")
        .text(", at ")
        .money(product.price)
        .text(" apiece.");
    let words = match back > 0.0 {
        true => words
            .text(" After ")
            .counted(back as u64, "piece")
            .text(" that came back it is ")
            .money(net)
            .text(" from ")
            .number(product.units, 0)
            .text("."),
        false => words,
    };
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
    let words = match unit {
        Unit::Month => Sentence::new()
            .month(best.days.0)
            .text(" was its best month"),
        Unit::Week => Sentence::from("Its best week began on ").day(best.days.0),
        Unit::Day => Sentence::from("Its best day was ").day(best.days.0),
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
