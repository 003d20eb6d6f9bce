//! What the words of a card claim, read by somebody who knows nothing of how they are chosen, and whether the
//! orders behind the card bear it out.

use std::collections::BTreeMap;

use clientele_model::segments::Play;

use super::*;

/// The truth about some customers, from their orders.
#[derive(Debug)]
pub struct Truth {
    pub customers: usize,
    pub all: usize,
    pub orders: f64,
    /// Share with one day.
    pub once: f64,
    pub days: f64,
    /// Median of the time since the last order, in own mean gaps, of those who have gaps.
    pub waits: f64,
    pub gap: f64,
    pub revenue: f64,
    /// Median spend against the median of all.
    pub spend: f64,
    pub discount: f64,
    pub new: f64,
    /// Their share of the spend of the five who spend most.
    pub largest: f64,
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n => (values[(n - 1) / 2] + values[n / 2]) / 2.0,
    }
}

impl Truth {
    /// Of these customers among all orders.
    pub fn of(orders: &[Order], as_of: Day, of: &dyn Fn(u32) -> bool) -> Self {
        let mut by: BTreeMap<u32, Vec<Order>> = BTreeMap::new();
        for &order in orders {
            by.entry(order.customer).or_default().push(order);
        }
        let spend = |own: &Vec<Order>| own.iter().map(|o| o.money - o.returned).sum::<f64>();
        let all: Vec<f64> = by.values().map(spend).collect();
        let revenue: f64 = all.iter().sum();
        let own: Vec<&Vec<Order>> = by
            .iter()
            .filter(|(customer, _)| of(**customer))
            .map(|(_, own)| own)
            .collect();
        let part = |test: &dyn Fn(&Vec<Order>) -> bool| {
            own.iter().filter(|own| test(own)).count() as f64 / own.len() as f64
        };
        let days = |own: &Vec<Order>| {
            let mut days: Vec<Day> = own.iter().map(|order| order.day).collect();
            days.sort_unstable();
            days.dedup();
            days
        };
        let gap = |own: &Vec<Order>| {
            let days = days(own);
            let span = f64::from(days[days.len() - 1] - days[0]);
            (days.len() > 1).then(|| span / (days.len() - 1) as f64)
        };
        let since = |own: &Vec<Order>| f64::from(as_of - *days(own).last().unwrap());
        let share = |own: &Vec<Order>| {
            own.iter().filter(|o| o.discounted).count() as f64 / own.len() as f64
        };
        let mut most: Vec<(f64, bool)> = by
            .iter()
            .map(|(customer, own)| (spend(own), of(*customer)))
            .collect();
        most.sort_by(|a, b| b.0.total_cmp(&a.0));
        most.truncate(5);
        let top: f64 = most.iter().map(|(spend, _)| spend).sum();
        let own_top: f64 = most
            .iter()
            .filter(|(_, own)| *own)
            .map(|(spend, _)| spend)
            .sum();
        let waits = own
            .iter()
            .filter_map(|own| Some(since(own) / gap(own)?.max(7.0)));
        Self {
            customers: own.len(),
            all: by.len(),
            orders: middle(own.iter().map(|own| own.len() as f64).collect()),
            once: part(&|own| days(own).len() == 1),
            days: middle(own.iter().map(|own| since(own)).collect()),
            waits: middle(waits.collect()),
            gap: middle(own.iter().filter_map(|own| gap(own)).collect()),
            revenue: own.iter().map(|own| spend(own)).sum::<f64>() / revenue,
            spend: middle(own.iter().map(|own| spend(own)).collect()) / middle(all),
            discount: own.iter().map(|own| share(own)).sum::<f64>() / own.len() as f64,
            new: part(&|own| as_of - days(own)[0] <= 90),
            largest: own_top / top,
        }
    }

    fn few(&self) -> bool {
        self.customers < 10 || self.all < 50
    }
}

/// Words, and what must be true where they stand.
type Claim = (&'static [&'static str], fn(&Truth) -> bool);

const CLAIMS: &[Claim] = &[
    (
        &[
            "one-time",
            "came once",
            "second order",
            "single order",
            "first-time",
        ],
        |t| t.once >= 0.5,
    ),
    (
        &[
            "more than once",
            "come back",
            "again and again",
            "order every",
        ],
        |t| t.once < 0.5,
    ),
    (
        &["frequent ", "regular ", "regulars who", "again and again"],
        |t| t.orders >= 4.0,
    ),
    (&["occasional", "a few times"], |t| t.orders < 4.0),
    (
        &["big spenders", "far more than the shop", "spent well"],
        |t| t.spend >= 1.99,
    ),
    (&["small spenders"], |t| t.spend <= 0.51),
    (&[", active", "usual pace", "early access"], |t| {
        t.waits < 1.5
    }),
    (&[", active", "lately"], |t| t.days <= 180.0),
    (&["overdue"], |t| t.waits >= 1.5),
    (
        &[
            "gone quiet",
            "silent for",
            "who stopped",
            "win-back",
            "win them back",
        ],
        |t| t.waits >= 3.0,
    ),
    (
        &[
            ", recent",
            "recently",
            "a short while ago",
            "within the last three months",
            "so far once",
        ],
        |t| t.days < 90.0,
    ),
    (&[", new", "for the first time", "welcome"], |t| {
        t.new >= 0.5
    }),
    (&["months ago"], |t| t.days >= 90.0),
    (
        &["long ago", "half a year ago", "let rest", "in peace"],
        |t| t.days >= 180.0,
    ),
    (&["let rest", "in peace", "low cost", "low-cost try"], |t| {
        t.revenue < 0.5
    }),
    (&["spend least", "spent least"], |t| t.revenue < 0.2),
    (&["much of the revenue"], |t| t.revenue >= 0.25),
    (&["most of the revenue"], |t| t.revenue >= 0.5),
    (&["pick up the phone", "thank them by name"], |t| {
        t.orders >= 4.0 && t.spend >= 1.99
    }),
    (&["of what they buy is at a discount"], |t| {
        t.discount >= 0.5
    }),
    (&["smaller discounts"], |t| t.discount >= 0.5),
    (
        &[
            "at full price",
            "no plain discount",
            "before asking without one",
            "cut prices",
            "full-price buyers,",
        ],
        |t| t.discount < 0.5,
    ),
    (&["the next sale", "bargain hunters"], |t| t.discount >= 0.5),
    (&["few customers", "too few", "so few"], |t| t.few()),
    (
        &["campaign of", "newsletter", "loyalty tier", "membership"],
        |t| !t.few(),
    ),
    (&["know each of them by name"], |t| {
        t.customers < 10 && t.revenue >= 0.25
    }),
];

/// What a card says that is not true.
pub fn untrue(card: &str, truth: &Truth) -> Vec<String> {
    let text = card.to_lowercase();
    let mut wrong = Vec::new();
    let mut read = 0;
    for (words, holds) in CLAIMS {
        for word in words.iter().filter(|word| text.contains(**word)) {
            // "Treat them like first-time buyers" is what not to do.
            if *word == "first-time" {
                continue;
            }
            read += 1;
            if !holds(truth) {
                wrong.push(format!("“{word}”: {truth:?}"));
            }
        }
    }
    let is_called_few = text.contains("few customers") || text.contains("too few");
    if truth.few() != is_called_few {
        wrong.push(format!("few are not called so, or many are: {truth:?}"));
    }
    if truth.revenue >= 0.5 && (text.contains("least") || text.contains("rest ")) {
        wrong.push(format!("whoever brings most is told to rest: {truth:?}"));
    }
    if text.contains("order nearly every day") && truth.gap > 2.0 {
        wrong.push(format!("nearly every day: {truth:?}"));
    }
    if let Some(rest) = text.split("order every ").nth(1) {
        let numbers: Vec<f64> = rest
            .split(' ')
            .take(3)
            .filter_map(|word| word.parse().ok())
            .collect();
        let is_near = match numbers[..] {
            [gap] => (gap - truth.gap).abs() <= 1.0 + 0.05 * truth.gap,
            [low, high] => low - 1.0 <= truth.gap && truth.gap <= high + 1.0,
            _ => false,
        };
        if !is_near {
            wrong.push(format!("every {numbers:?} days: {truth:?}"));
        }
    }
    if read < 2 {
        wrong.push(format!("the card claims hardly anything: {card}"));
    }
    wrong
}

/// All that a play says.
pub fn words(play: &Play) -> String {
    let mut all = vec![play.summary.clone(), play.persona.clone()];
    all.extend(play.does.iter().cloned());
    all.extend(play.donts.iter().cloned());
    all.extend([play.channel.clone(), play.offer.clone(), play.cap.clone()]);
    all.join(". ")
}
