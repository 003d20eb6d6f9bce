//! Titles of the charts over time.

use clientele_model::overview::{Bucket, Unit};
use clientele_model::words::Sentence;

use crate::days::{self, Day};

/// What the revenue chart shows: who made up for whom, or else the strongest bucket.
pub(super) fn title(buckets: &[Bucket], unit: Unit) -> Sentence {
    let gains: Option<Vec<f64>> = buckets
        .iter()
        .map(|bucket| Some(bucket.now.revenue - bucket.then?.revenue))
        .collect();
    match gains {
        Some(gains) if buckets.len() > 1 => against(buckets, &gains, unit),
        _ => alone(buckets, unit),
    }
}

fn against(buckets: &[Bucket], gains: &[f64], unit: Unit) -> Sentence {
    let (most, least) = ends(gains);
    let (gain, loss) = (gains[most], gains[least]);
    let count = buckets.len() as u64;
    let all = || Sentence::from("All ").count(count).text(many(unit));
    if loss > 0.0 {
        let words = all().text(" were above the period before, ");
        return named(words, &buckets[most], unit)
            .text(" most: ")
            .money(gain)
            .text(" more");
    }
    if gain < 0.0 {
        let words = all().text(" were below the period before, ");
        return named(words, &buckets[least], unit)
            .text(" most: ")
            .money(-loss)
            .text(" less");
    }
    if gain == 0.0 && loss == 0.0 {
        return all().text(" were as in the period before");
    }
    let words = Sentence::new();
    if most > least && gain >= -loss && loss < 0.0 {
        let words = named_first(words, &buckets[most], unit).text(" made up what ");
        return named(words, &buckets[least], unit)
            .text(" lost: ")
            .money(gain)
            .text(" more, after ")
            .money(-loss)
            .text(" less");
    }
    if loss == 0.0 {
        return named_first(words, &buckets[most], unit)
            .text(" gained most: ")
            .money(gain)
            .text(" more");
    }
    if gain == 0.0 {
        return named_first(words, &buckets[least], unit)
            .text(" lost most: ")
            .money(-loss)
            .text(" less");
    }
    let words = named_first(words, &buckets[most], unit)
        .text(" gained most, ")
        .money(gain)
        .text(" more; ");
    named(words, &buckets[least], unit)
        .text(" lost ")
        .money(-loss)
}

/// Without a comparison: the strongest bucket, and how far the weakest full one is behind.
fn alone(buckets: &[Bucket], unit: Unit) -> Sentence {
    let revenue: Vec<f64> = buckets.iter().map(|bucket| bucket.now.revenue).collect();
    let [_, _, ..] = revenue[..] else {
        return Sentence::from("Revenue was ").money(revenue.first().copied().unwrap_or(0.0));
    };
    let (most, _) = ends(&revenue);
    let title = named_first(Sentence::new(), &buckets[most], unit)
        .text(format!(" was the strongest {}, with ", one(unit)))
        .money(revenue[most]);
    let full = buckets
        .iter()
        .filter(|bucket| !bucket.partial && bucket.now.revenue > 0.0);
    let weakest = full.min_by(|a, b| a.now.revenue.total_cmp(&b.now.revenue));
    match weakest {
        Some(weak) if revenue[most] >= 1.1 * weak.now.revenue && unit == Unit::Month => {
            let title = title
                .text(", ")
                .times(revenue[most] / weak.now.revenue)
                .text(" as much as ");
            named(title, weak, unit)
        }
        _ => title,
    }
}

/// Who bought: how many had bought before, and when new ones came.
pub(super) fn customers_title(buckets: &[Bucket], unit: Unit, data_begin: Day) -> Sentence {
    let new: Vec<f64> = buckets
        .iter()
        .map(|b| f64::from(b.now.new_customers))
        .collect();
    let buyers: f64 = buckets.iter().map(|b| f64::from(b.now.customers)).sum();
    if buyers == 0.0 {
        return Sentence::from("Nobody who bought is known, so none can be told to be new");
    }
    let before = 1.0 - new.iter().sum::<f64>() / buyers;
    let of = match (buckets.len(), unit) {
        (1, _) => " of buyers had bought before",
        (_, Unit::Day) => " of a day’s buyers had bought before",
        (_, Unit::Week) => " of a week’s buyers had bought before",
        (_, Unit::Month) => " of a month’s buyers had bought before",
    };
    let title = Sentence::new().share(before).text(of);
    let (peak, _) = ends(&new);
    let single = new.iter().filter(|&&count| count == new[peak]).count() == 1;
    // Where the data begin everybody is new; that is no peak.
    let begin = days::from_date(buckets[peak].days.0) - data_begin;
    let is_begin = begin < 31 && unit != Unit::Day || begin == 0;
    if buckets.len() > 2 && new[peak] > 0.0 && single && !is_begin {
        named(title.text("; new ones peaked in "), &buckets[peak], unit)
    } else {
        title
    }
}

/// Places of the greatest and the least value; the first of equals. There must be one.
fn ends(values: &[f64]) -> (usize, usize) {
    let (mut most, mut least) = (0, 0);
    for at in 1..values.len() {
        if values[at] > values[most] {
            most = at;
        }
        if values[at] < values[least] {
            least = at;
        }
    }
    (most, least)
}

fn named(words: Sentence, bucket: &Bucket, unit: Unit) -> Sentence {
    match unit {
        Unit::Month => words.month(days::to_date(month_begin(bucket))),
        Unit::Week => words.text("the week of ").day(bucket.days.0),
        Unit::Day => words.day(bucket.days.0),
    }
}

fn named_first(words: Sentence, bucket: &Bucket, unit: Unit) -> Sentence {
    match unit {
        Unit::Week => words.text("The week of ").day(bucket.days.0),
        Unit::Month | Unit::Day => named(words, bucket, unit),
    }
}

/// The first day of the month in which a bucket begins.
fn month_begin(bucket: &Bucket) -> Day {
    days::from_date(bucket.days.0) - i32::from(bucket.days.0.day()) + 1
}

fn one(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
    }
}

fn many(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => " days",
        Unit::Week => " weeks",
        Unit::Month => " months",
    }
}
