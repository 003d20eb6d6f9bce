//! A shop of three years with campaigns, by hand.

use clientele_model::date;
use clientele_model::experiments::ResultReport;
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};

use crate::dataset::{Campaigns, Dataset, Exposures, NONE};
use crate::days;
use crate::engine::{Engine, Source, finish};
use crate::experiments::Judging;
use crate::tables::sample::{Line, Order, dataset};
use crate::texts::Texts;

/// A row of a file of exposures: customer, arm, day of 2011.
pub type Row<'a> = (&'a str, &'a str, i32);

/// The day of 2011 on which the campaign of these tests began.
pub const SENT: i32 = 200;

/// An order of one line: customer, day, pieces.
pub fn order(customer: u32, day: i32, pieces: i32) -> Order {
    Order {
        day,
        customer: Some(customer),
        country: 0,
        channel: 1,
        lines: vec![Line {
            product: 0,
            quantity: pieces,
            pence: 1000,
            discount: 0,
            flags: 0,
        }],
    }
}

/// Campaigns of these rows: "coupon" with a window of 28 days, and "other".
pub fn campaigns(rows: &[Row<'_>]) -> Campaigns {
    let first = days::from_date(date(2011, 1, 1));
    let mut arms: Vec<String> = rows.iter().map(|row| row.1.to_owned()).collect();
    arms.sort_unstable();
    arms.dedup();
    let place = |arm: &str| arms.iter().position(|known| known == arm).unwrap() as u32;
    Campaigns {
        id: vec!["coupon".to_owned(), "other".to_owned()],
        name: vec!["Coupon".to_owned(), "Other".to_owned()],
        day: vec![first + SENT, first],
        window: vec![28, 28],
        offer: vec![String::new(), String::new()],
        exposures: Exposures {
            campaign: vec![0; rows.len()],
            customer: rows.iter().map(|row| row.0).collect::<Texts>(),
            arm: rows.iter().map(|row| place(row.1)).collect(),
            exposed: rows.iter().map(|row| first + row.2).collect(),
            arms,
            ..Exposures::default()
        },
    }
}

/// A shop with these orders, one more on its last day, and these campaigns.
pub fn shop(mut orders: Vec<Order>, campaigns: Campaigns) -> Dataset {
    orders.push(order(8, 364, 1));
    let mut data = dataset(orders);
    data.campaigns = campaigns;
    data.catalogue.has.campaigns = true;
    data
}

/// The answer to a link.
pub fn ask(data: Dataset, link: &str) -> Result<ResultReport, Failure> {
    let (question, _) = AnyQuestion::parse(link).unwrap();
    let engine = Engine::new(Source::Memory(Box::new(data)), vec![], &[&Judging]);
    match finish(engine.start(&question)?)? {
        AnyReport::JudgeTest(report) => Ok(*report),
        other => panic!("{other:?}"),
    }
}

/// Nine customers whom the shop knows and 61 whom it does not, in turns in both arms.
pub fn fair() -> Vec<(String, &'static str, i32)> {
    let numbers = (0..9).map(|at| format!("c{at}"));
    let strangers = (0..61).map(|at| format!("x{at}"));
    let arm = |at: usize| {
        if at.is_multiple_of(2) {
            "control"
        } else {
            "mail"
        }
    };
    let all = numbers.chain(strangers).enumerate();
    all.map(|(at, number)| (number, arm(at), SENT)).collect()
}

/// As rows.
pub fn rows<'a>(of: &'a [(String, &'static str, i32)]) -> Vec<Row<'a>> {
    of.iter()
        .map(|row| (row.0.as_str(), row.1, row.2))
        .collect()
}

/// Columns of a file that says nothing, for one row to be changed.
pub fn nothing(rows: usize) -> (Vec<u32>, Vec<f64>) {
    (vec![NONE; rows], vec![f64::NAN; rows])
}
