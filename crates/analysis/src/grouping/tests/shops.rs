//! Forty very different shops, and no card of theirs contradicts the orders behind it.

use clientele_model::groups::RfmGroup;
use clientele_model::segments::SegmentsReport;
use clientele_model::selection::Only;

use super::claims::{Truth, untrue, words};
use super::*;
use crate::rfm::Scores;

/// Customers who buy alike: how many, days between their orders (none: once), first and last day on which they
/// begin, the day on which they stop, the typical order and its spread, shares bought at a discount and returned.
#[derive(Clone, Copy)]
struct Kind {
    many: u32,
    gap: f64,
    begin: (f64, f64),
    stop: f64,
    money: f64,
    spread: f64,
    discounted: f64,
    returned: f64,
}

/// Two years of days.
const END: f64 = 730.0;

const fn kind(many: u32, gap: f64, money: f64) -> Kind {
    Kind {
        many,
        gap,
        begin: (0.0, 700.0),
        stop: END,
        money,
        spread: 0.4,
        discounted: 0.0,
        returned: 0.0,
    }
}

impl Kind {
    const fn begins(self, from: f64, to: f64) -> Self {
        Self {
            begin: (from, to),
            ..self
        }
    }

    const fn stops(self, stop: f64) -> Self {
        Self { stop, ..self }
    }

    const fn spread(self, spread: f64) -> Self {
        Self { spread, ..self }
    }

    const fn discounted(self, discounted: f64) -> Self {
        Self { discounted, ..self }
    }

    const fn returned(self, returned: f64) -> Self {
        Self { returned, ..self }
    }
}

/// As many orders as these customers make.
fn orders(kinds: &[Kind], seed: u64) -> Vec<Order> {
    let mut dice = Dice(seed);
    let mut orders = Vec::new();
    let mut customer = 0;
    for kind in kinds {
        for _ in 0..kind.many {
            customer += 1;
            let own = kind.money * (kind.spread * dice.normal()).exp();
            let mut day = dice.between(kind.begin.0, kind.begin.1);
            loop {
                let money = (own * dice.between(0.7, 1.3) * 100.0).round() / 100.0;
                orders.push(Order {
                    customer,
                    day: day as Day,
                    money,
                    discounted: dice.even() < kind.discounted,
                    returned: if dice.even() < kind.returned {
                        money
                    } else {
                        0.0
                    },
                });
                day += kind.gap * dice.between(0.6, 1.4);
                if kind.gap <= 0.0 || day >= kind.stop {
                    break;
                }
            }
        }
    }
    orders
}

#[rustfmt::skip]
const SHOPS: &[(&str, &[Kind])] = &[
    ("grocery", &[kind(200, 4.0, 30.0), kind(150, 9.0, 55.0), kind(80, 30.0, 20.0), kind(60, 0.0, 15.0)]),
    ("gifts", &[kind(500, 0.0, 40.0), kind(120, 180.0, 55.0), kind(30, 60.0, 90.0)]),
    ("subscription by the month", &[kind(300, 30.0, 20.0).spread(0.1), kind(150, 30.0, 20.0).stops(400.0).begins(0.0, 350.0)]),
    ("subscription by the quarter", &[kind(260, 91.0, 60.0).begins(0.0, 500.0)]),
    ("bought once in a life", &[kind(800, 0.0, 900.0)]),
    ("many who came once", &[kind(20_000, 0.0, 25.0).spread(0.7), kind(400, 60.0, 40.0)]),
    ("wholesale only", &[kind(90, 14.0, 4_000.0).spread(1.2), kind(60, 45.0, 900.0).spread(1.0)]),
    ("five wholesalers", &[kind(100, 120.0, 25.0), kind(5, 30.0, 9_000.0).spread(0.2)]),
    ("one wholesaler", &[kind(100, 120.0, 25.0), kind(1, 40.0, 250_000.0)]),
    ("a wholesaler who left", &[kind(140, 90.0, 25.0), kind(2, 20.0, 30_000.0).begins(0.0, 20.0).stops(200.0)]),
    ("twelve customers", &[kind(12, 30.0, 50.0)]),
    ("thirty-five customers", &[kind(20, 30.0, 50.0), kind(15, 0.0, 20.0)]),
    ("forty-nine, most of them new", &[kind(40, 0.0, 30.0).begins(690.0, 729.0), kind(9, 20.0, 60.0)]),
    ("seasonal", &[kind(300, 365.0, 70.0).begins(310.0, 340.0), kind(200, 0.0, 40.0).begins(320.0, 350.0), kind(60, 365.0, 90.0).begins(330.0, 364.0)]),
    ("dying", &[kind(250, 25.0, 40.0).begins(0.0, 100.0).stops(350.0), kind(200, 0.0, 30.0).begins(0.0, 300.0)]),
    ("dying slowly", &[kind(250, 25.0, 40.0).begins(0.0, 100.0).stops(650.0), kind(100, 50.0, 30.0).begins(0.0, 100.0).stops(560.0)]),
    ("new", &[kind(300, 0.0, 35.0).begins(640.0, 729.0), kind(80, 12.0, 40.0).begins(640.0, 700.0)]),
    ("a week old", &[kind(150, 0.0, 35.0).begins(722.0, 729.0), kind(60, 2.0, 20.0).begins(722.0, 726.0)]),
    ("many returns", &[kind(200, 40.0, 120.0).returned(0.5), kind(200, 0.0, 90.0).returned(0.6), kind(60, 20.0, 100.0)]),
    ("discounts only", &[kind(200, 20.0, 30.0).discounted(0.95), kind(200, 0.0, 30.0).discounted(1.0), kind(80, 90.0, 60.0).discounted(0.9)]),
    ("half at a discount", &[kind(150, 20.0, 60.0).discounted(0.05), kind(150, 25.0, 30.0).discounted(0.9), kind(200, 0.0, 20.0).discounted(0.6)]),
    ("clockwork", &[kind(200, 7.0, 20.0).spread(0.1), kind(200, 14.0, 20.0).spread(0.1), kind(200, 28.0, 20.0).spread(0.1)]),
    ("once a year for ever", &[kind(300, 350.0, 500.0).begins(0.0, 340.0)]),
    ("rare and dear", &[kind(120, 300.0, 3_000.0).begins(0.0, 300.0), kind(200, 0.0, 1_500.0)]),
    ("pennies", &[kind(300, 15.0, 0.05), kind(200, 0.0, 0.02), kind(50, 5.0, 0.4)]),
    ("millions", &[kind(200, 45.0, 3e6).spread(1.0), kind(100, 0.0, 1e6)]),
    ("all spend the same", &[kind(200, 30.0, 10.0).spread(0.0), kind(200, 0.0, 10.0).spread(0.0)]),
    ("heavy tail", &[kind(900, 80.0, 30.0).spread(1.6)]),
    ("two crowds", &[kind(400, 10.0, 15.0), kind(400, 0.0, 400.0)]),
    ("regulars all gone but one crowd", &[kind(300, 15.0, 60.0).begins(0.0, 60.0).stops(250.0), kind(200, 0.0, 15.0).begins(680.0, 729.0)]),
    ("dear orders long ago", &[kind(120, 0.0, 2_000.0).begins(0.0, 200.0), kind(300, 30.0, 12.0)]),
    ("everybody came again yesterday", &[kind(200, 60.0, 40.0).begins(0.0, 30.0), kind(300, 0.0, 25.0).begins(727.0, 729.0)]),
    ("coffee", &[kind(250, 21.0, 28.0), kind(150, 42.0, 35.0), kind(120, 0.0, 18.0), kind(80, 21.0, 28.0).begins(0.0, 200.0).stops(500.0)]),
    ("clothes", &[kind(350, 70.0, 80.0).returned(0.3).discounted(0.4), kind(350, 0.0, 60.0).returned(0.3).discounted(0.5)]),
    ("books", &[kind(300, 50.0, 18.0).spread(0.8), kind(300, 150.0, 18.0).spread(0.8), kind(300, 0.0, 15.0)]),
    ("parts for machines", &[kind(60, 10.0, 700.0).spread(1.1), kind(140, 100.0, 250.0).spread(1.1), kind(90, 0.0, 90.0)]),
    ("toys before Christmas", &[kind(500, 0.0, 45.0).begins(320.0, 358.0), kind(400, 0.0, 45.0).begins(685.0, 723.0), kind(90, 362.0, 60.0).begins(320.0, 350.0)]),
    ("two orders each", &[kind(500, 100.0, 30.0).begins(0.0, 600.0).stops(160.0), kind(300, 200.0, 30.0).begins(300.0, 500.0)]),
    ("daily bread", &[kind(150, 1.2, 4.0), kind(100, 3.0, 6.0), kind(50, 1.2, 4.0).begins(0.0, 30.0).stops(700.0)]),
    ("a campaign of newcomers", &[kind(600, 0.0, 12.0).begins(700.0, 729.0).discounted(1.0), kind(200, 40.0, 50.0), kind(150, 40.0, 50.0).begins(0.0, 100.0).stops(420.0)]),
    ("two large ones among many", &[kind(400, 60.0, 30.0), kind(300, 0.0, 20.0), kind(2, 15.0, 8_000.0)]),
];

/// Every card of a shop: whose it is, all its words, and the customers behind it.
fn cards(model: &Model) -> Vec<(String, String, Vec<u32>)> {
    let SegmentsReport { segments, rfm, .. } = &model.report;
    let found = segments.iter().zip(&model.found.segments);
    let mut cards: Vec<_> = found
        .map(|(card, group)| {
            let text = format!("{}. {}. {}", card.name, card.about, words(&card.play));
            (card.name.clone(), text, group.rows.clone())
        })
        .collect();
    if let Some(few) = &model.report.key_accounts {
        let Only::Band { low: Some(low), .. } = few.of else {
            panic!("{:?}", few.of);
        };
        let rows = 0..model.basis.table.len();
        let rows = rows.filter(|&row| model.basis.table.monetary(row) >= low);
        let rows: Vec<u32> = rows.map(|row| row as u32).collect();
        assert_eq!(rows.len(), few.customers as usize, "{:?}", few.words);
        cards.push(("Key accounts".to_owned(), words(&few.play), rows));
    }
    let scores = Scores::of(&model.basis.table).groups();
    cards.extend(rfm.groups.iter().map(|card| {
        let rows = (0..scores.len()).filter(|&row| scores[row] == card.group);
        let rows = rows.map(|row| row as u32).collect();
        (card.group.name().to_owned(), words(&card.play), rows)
    }));
    cards
}

fn contradictions(name: &str, orders: &[Order], lens: Lens) -> Vec<String> {
    let table = table(orders, END as Day);
    let model = match model(&table, &through(lens)) {
        Ok(model) => model,
        Err(Failure::TooFew { .. }) if table.len() < 30 => return Vec::new(),
        Err(why) => return vec![format!("{name}: {why}")],
    };
    let mut wrong = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (of, text, rows) in cards(&model) {
        let own: std::collections::BTreeSet<u32> = rows
            .iter()
            .map(|&row| table.customer.get(row as usize).parse().unwrap())
            .collect();
        let truth = Truth::of(orders, END as Day, &|customer| own.contains(&customer));
        let said = untrue(&text, &truth);
        wrong.extend(
            said.into_iter()
                .map(|said| format!("{name} ({lens:?}), {of}: {said}")),
        );
        if truth.largest > 0.9 && truth.revenue >= 0.5 && text.to_lowercase().contains("rest") {
            wrong.push(format!("{name}, {of}: the largest are told to rest"));
        }
    }
    for segment in &model.report.segments {
        if names.contains(&segment.name.as_str()) || segment.name.chars().count() > 60 {
            wrong.push(format!(
                "{name}: a name too long or twice: {}",
                segment.name
            ));
        }
        if RfmGroup::ALL
            .iter()
            .any(|group| group.slug() == segment.slug)
        {
            wrong.push(format!("{name}: {} is a group's", segment.name));
        }
        names.push(&segment.name);
    }
    let sum: u32 = model
        .report
        .segments
        .iter()
        .map(|segment| segment.customers)
        .sum();
    assert_eq!(sum as usize, table.len());
    if table.len() < 50 && !model.report.sureness.to_string().contains("too few") {
        wrong.push(format!("{name}: {}", model.report.sureness));
    }
    wrong
}

#[test]
fn no_card_of_forty_shops_contradicts_its_figures() {
    assert!(SHOPS.len() >= 40);
    let mut wrong = Vec::new();
    for (seed, (name, kinds)) in SHOPS.iter().enumerate() {
        let orders = orders(kinds, seed as u64 + 1);
        wrong.extend(contradictions(name, &orders, Lens::Value));
        if orders.len() < 8_000 {
            wrong.extend(contradictions(name, &orders, Lens::Behaviour));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} untrue:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_card_that_is_given_to_others_is_found_untrue() {
    let (_, kinds) = SHOPS.iter().find(|(name, _)| *name == "coffee").unwrap();
    let orders = orders(kinds, 1);
    let table = table(&orders, END as Day);
    let model = model(&table, &through(Lens::Value)).unwrap();
    let cards = cards(&model);
    let found = &cards[..model.report.segments.len()];
    let (first, last) = (&found[0], found.last().unwrap());
    for (card, other) in [(first, last), (last, first)] {
        let own: Vec<String> = other
            .2
            .iter()
            .map(|&row| table.customer.get(row as usize).to_owned())
            .collect();
        let is_own = |customer: u32| own.contains(&format!("{customer:08}"));
        let truth = Truth::of(&orders, END as Day, &is_own);
        assert!(!untrue(&card.1, &truth).is_empty(), "{}", card.1);
    }
}

#[test]
fn a_few_who_bring_most_have_a_note_of_their_own() {
    let note = |name: &str| {
        let (_, kinds) = SHOPS.iter().find(|(known, _)| *known == name).unwrap();
        let table = table(&orders(kinds, 8), END as Day);
        let model = model(&table, &through(Lens::Value)).unwrap();
        let few = model.report.key_accounts.as_ref();
        few.map(|few| few.words.to_string()).unwrap_or_default()
    };
    assert!(
        note("five wholesalers").starts_with("5 customers bring "),
        "{}",
        note("five wholesalers")
    );
    assert!(note("one wholesaler").starts_with("1 customer brings "));
    assert!(note("a wholesaler who left").starts_with("2 customers bring "));
    assert_eq!(note("clockwork"), "");
}

#[test]
fn where_everybody_came_once_nobody_comes_back_on_their_own() {
    let orders = orders(&[kind(600, 0.0, 20.0).spread(1.0)], 1);
    let model = model(&table(&orders, 700), &through(Lens::Value)).unwrap();
    for segment in &model.report.segments {
        assert!(segment.name.starts_with("One-time "), "{}", segment.name);
        assert!(
            segment.about.to_string().starts_with("Came once"),
            "{}",
            segment.about
        );
    }
    for (_, text, _) in cards(&model) {
        for word in ["on their own", "often", "phone", "regular"] {
            assert!(!text.to_lowercase().contains(word), "{word}: {text}");
        }
    }
}

#[test]
fn like_clockwork_nobody_is_late() {
    // Their next order is up to a gap away, never more.
    let mut orders = Vec::new();
    for customer in 0..600u32 {
        let gap = [7, 14, 28][(customer % 3) as usize];
        let mut day = (customer / 3) as Day % gap;
        while day < 364 {
            orders.push(Order {
                customer,
                day,
                money: 20.0 + f64::from(customer % 7),
                discounted: false,
                returned: 0.0,
            });
            day += gap;
        }
    }
    let model = model(&table(&orders, 364), &through(Lens::Value)).unwrap();
    for (of, text, _) in cards(&model) {
        for word in [
            "overdue",
            "quiet",
            "silent",
            "cooling",
            "once or twice",
            "late ",
        ] {
            let text = text.to_lowercase().replace("not late ", "");
            assert!(!text.contains(word), "{of}: {word}: {text}");
        }
    }
}

#[test]
fn a_rule_is_true_of_as_many_as_it_says() {
    let kinds = [
        kind(900, 0.0, 30.0).begins(0.0, 80.0).spread(0.7),
        kind(500, 40.0, 30.0).begins(0.0, 80.0).stops(300.0),
        kind(500, 60.0, 30.0).begins(0.0, 80.0),
    ];
    let orders = orders(&kinds, 5);
    let table = table(&orders, END as Day);
    let model = model(&table, &through(Lens::Behaviour)).unwrap();
    for (segment, group) in model.report.segments.iter().zip(&model.found.segments) {
        let text = segment.rule.words.to_string().to_lowercase();
        if text.contains("days between orders") {
            // Whoever came once has no days between orders.
            let once = group
                .rows
                .iter()
                .filter(|&&row| table.gap(row as usize).is_none());
            let once = once.count() as f64 / group.rows.len() as f64;
            assert!(segment.rule.coverage <= 1.0 - once + 1e-9, "{text}: {once}");
        }
    }
}
