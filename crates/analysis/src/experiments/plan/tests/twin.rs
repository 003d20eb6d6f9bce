//! Windows, arms and reach counted from lines, one customer after the other.

use std::collections::BTreeMap;

use clientele_model::filters::Filters;
use clientele_model::groups::RfmGroup;

use super::{COUNTED, ask, engine, sent, shop};
use crate::dataset::{Dataset, NONE};
use crate::days::{self, Day, Days};
use crate::experiments::plan::past::Past;
use crate::rfm::Scores;
use crate::tables::{customer_months, customers};
use crate::window::Window;

/// Days on which a customer bought.
fn bought(dataset: &Dataset, customer: u32) -> Vec<Day> {
    let orders = (0..dataset.orders.minute.len()).filter(|&order| {
        let lines = dataset.orders.start[order] as usize..dataset.orders.start[order + 1] as usize;
        let mut sales = lines.filter(|&line| !dataset.lines.flags[line].is_return());
        dataset.orders.customer[order] == customer && customer != NONE && sales.next().is_some()
    });
    orders
        .map(|order| days::of_minute(dataset.orders.minute[order]))
        .collect()
}

/// The groups of everybody with an order in the twelve months before a day, as the Segments panel of that day has them.
fn groups(dataset: &Dataset, day: Day) -> BTreeMap<u32, RfmGroup> {
    let usual = Window::new(&Filters::default(), &dataset.catalogue).unwrap();
    let first = days::from_date(dataset.catalogue.first);
    let window = Window {
        days: Days {
            first: days::add_months(day, -12).max(first),
            last: day - 1,
        },
        as_of: day,
        ..usual
    };
    let table = customers(dataset, &window, None);
    let scores = Scores::of(&table);
    (0..table.len())
        .map(|row| (table.position[row], scores.group(row)))
        .collect()
}

fn past(dataset: &Dataset) -> Past {
    let usual = Window::new(&Filters::default(), &dataset.catalogue).unwrap();
    let data = Days::of(dataset.catalogue.main());
    let whole = Window {
        days: data,
        ..usual.clone()
    };
    let months = customer_months(dataset, &whole, None);
    Past::new(months.into(), data, usual.days, usual.returns)
}

#[test]
fn where_customers_stood_is_what_the_segments_of_that_day_say() {
    let dataset = shop(300);
    let past = past(&dataset);
    for month in 0..12 {
        let day = days::add_months(days::from_date(clientele_model::date(2011, 1, 1)), month);
        let stood = past.standing(day).into_iter();
        let stood: BTreeMap<u32, RfmGroup> = stood.map(|stood| (stood.who, stood.group)).collect();
        assert!(stood.len() > 50);
        assert_eq!(stood, groups(&dataset, day), "{}", days::to_date(day));
    }
    // Inside a month money is told by days: nearly all stand where they did.
    let day = sent();
    let stood = past.standing(day);
    let exact = groups(&dataset, day);
    assert_eq!(stood.len(), exact.len());
    let same = stood
        .iter()
        .filter(|stood| exact[&stood.who] == stood.group)
        .count();
    assert!(same * 100 >= 95 * exact.len(), "{same} of {}", exact.len());
}

#[test]
fn windows_arms_and_reach_are_those_of_the_lines() {
    let dataset = shop(300);
    let all: Vec<Vec<Day>> = (0..300)
        .map(|customer| bought(&dataset, customer))
        .collect();
    let last = days::from_date(dataset.catalogue.last);
    let may_be_mailed = |customer: u32| !customer.is_multiple_of(3);
    let engine = engine(dataset.clone());
    for (link, group, window, rested) in [
        ("/experiments/plan", None, 28, 0),
        ("/experiments/plan?window=14&rested=20", None, 14, 20),
        (
            "/experiments/plan?who=rfm.hibernating",
            Some(RfmGroup::Hibernating),
            28,
            0,
        ),
        (
            "/experiments/plan?who=rfm.champions&window=40",
            Some(RfmGroup::Champions),
            40,
            0,
        ),
    ] {
        let plan = ask(&engine, link).unwrap();
        let is_resting = |customer: u32, day: Day| {
            all[customer as usize]
                .iter()
                .any(|&on| on < day && on >= day - rested)
        };
        let members = |day: Day| -> Vec<u32> {
            let own = groups(&dataset, day).into_iter();
            let own = own.filter(|(_, of)| group.is_none_or(|group| *of == group));
            let own = own.map(|(customer, _)| customer);
            own.filter(|&who| may_be_mailed(who) && !is_resting(who, day))
                .collect()
        };
        // Twelve months that leave a whole window.
        assert_eq!(plan.seasons.len(), 12, "{link}");
        for season in &plan.seasons {
            let from = days::from_date(season.from);
            let end = from + window;
            let meets = from < sent() + COUNTED as Day && sent() < end;
            let able = members(from)
                .into_iter()
                .filter(|who| !(meets && who % 2 == 1));
            let able: Vec<u32> = able.collect();
            let buyers = able
                .iter()
                .filter(|&&who| all[who as usize].iter().any(|on| (from..end).contains(on)));
            assert_eq!(
                season.customers as usize,
                able.len(),
                "{link} {}",
                season.from
            );
            let rate = buyers.count() as f64 / able.len() as f64;
            assert!((season.rate - rate).abs() < 1e-12, "{link} {}", season.from);
        }
        let rates = plan.seasons.iter().map(|season| season.rate);
        let mean = rates.sum::<f64>() / plan.seasons.len() as f64;
        assert!((plan.scenarios[0].rate - mean).abs() < 1e-12);
        // Today's customers are those the Segments panel shows.
        let usual = groups(
            &dataset,
            days::from_date(clientele_model::date(2011, 12, 1)),
        );
        let today = usual
            .iter()
            .filter(|(_, of)| group.is_none_or(|group| **of == group));
        let today: Vec<u32> = today.map(|(who, _)| *who).collect();
        let reached = today
            .iter()
            .filter(|&&who| may_be_mailed(who) && !is_resting(who, last + 1));
        assert_eq!(plan.scenarios[0].customers as usize, today.len(), "{link}");
        assert_eq!(
            plan.scenarios[0].reached as usize,
            reached.count(),
            "{link}"
        );
        let left_out: u32 = plan.scenarios[0]
            .left_out
            .iter()
            .map(|(count, _)| count)
            .sum();
        let scenario = &plan.scenarios[0];
        assert_eq!(left_out + scenario.reached, scenario.customers);
        // The campaign, by who was among the customers before it: groups on that day are told to some customers in 100.
        if group.is_none() {
            let stood = groups(&dataset, sent());
            let share = |arm: u32| {
                let own: Vec<u32> = stood.keys().copied().filter(|who| who % 2 == arm).collect();
                let counted = sent()..sent() + window;
                let some = own
                    .iter()
                    .filter(|&&who| all[who as usize].iter().any(|on| counted.contains(on)));
                some.count() as f64 / own.len() as f64
            };
            let anchor = plan.anchors.last().unwrap();
            assert_eq!(anchor.words, "all earlier customers");
            assert!(
                (anchor.lift - (share(1) - share(0))).abs() < 1e-12,
                "{link}"
            );
        }
    }
}
