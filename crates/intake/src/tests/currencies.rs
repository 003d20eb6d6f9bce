//! Amounts in several currencies: one is counted, and others are left aside or converted at rates that were told.

use super::*;
use crate::currency::Rate;
use crate::mapping::Mapping;
use crate::{Made, make_from};

fn with(files: Vec<File>, currency: Option<&str>, rates: &[&str]) -> Request {
    let mut wanted = request(files);
    wanted.manner.currency = currency.map(str::to_owned);
    wanted.manner.rates = rates
        .iter()
        .map(|rate| rate.parse::<Rate>().unwrap())
        .collect();
    wanted
}

/// What is left of every line after its discount, to a hundredth.
fn paid(dataset: &Dataset) -> Vec<f64> {
    let lines = &dataset.lines;
    let off = |at| match lines.discount.is_empty() {
        true => 0.0,
        false => lines.discount.at(at),
    };
    let of = |at: usize| lines.price.at(at) * lines.quantity.at(at) - off(at);
    let rounded = |at| (of(at) * 100.0).round() / 100.0;
    (0..lines.price.len()).map(rounded).collect()
}

#[test]
fn prices_discounts_and_refunds_are_converted_and_said() {
    // The currency stands on the first line of an order.
    let csv = "Name,Email,Financial Status,Created at,Subtotal,Discount Amount,Refunded Amount,Currency,Lineitem name,Lineitem sku,Lineitem quantity,Lineitem price,Lineitem discount\n\
        #1,a@example.com,paid,2024-01-05,45.00,5.00,0,EUR,Mug,MUG,2,20.00,0\n\
        #1,,,,,,,,Cup,CUP,1,10.00,0\n\
        #2,b@example.com,paid,2024-01-06,18.00,0,0,USD,Mug,MUG,1,20.00,2.00\n\
        #3,b@example.com,partially_refunded,2024-01-07,40.00,0,10.00,USD,Mug,MUG,1,20.00,0\n\
        #3,,,,,,,,Cup,CUP,1,20.00,0\n";
    let wanted = with(vec![text("x.csv", csv)], None, &["USD=0.5"]);
    let dataset = make(wanted).unwrap();
    let catalogue = &dataset.catalogue;
    assert_eq!(catalogue.currency, "EUR");
    assert_eq!(catalogue.ledger.unreadable, []);
    assert_eq!(paid(&dataset), [36.0, 9.0, 9.0, 7.5, 7.5]);
    assert!(decided(&dataset).contains(&"Several currencies: EUR (2 lines), USD (3 lines). 3 lines were converted to EUR at the rate given by hand: 1 USD = 0.5 EUR.".to_owned()));
}

#[test]
fn files_of_one_currency_each_are_not_added_up() {
    let of = |name: &str, order: u32, sign: &str| {
        let csv = format!(
            "order_id,date,sku,qty,unit_price,customer_id\n{order},2024-01-05,A,1,{sign}10.00,7\n"
        );
        text(name, csv)
    };
    let files = || vec![of("a.csv", 1, "€"), of("b.csv", 2, "£")];
    assert!(matches!(
        make(with(files(), None, &[])),
        Err(Trouble::Currencies { .. })
    ));
    let one = make(with(files(), Some("EUR"), &[])).unwrap();
    assert_eq!((one.catalogue.orders, paid(&one)), (1, vec![10.0]));
    let both = make(with(files(), Some("EUR"), &["GBP=1.2"])).unwrap();
    assert_eq!((both.catalogue.orders, paid(&both)), (2, vec![10.0, 12.0]));
}

#[test]
fn all_of_a_file_may_be_counted_in_another_currency() {
    let csv =
        "order_id,date,sku,qty,unit_price,customer_id,unit_cost\n1,2024-01-05,A,2,$10.00,7,4.00\n";
    let wanted = with(vec![text("x.csv", csv)], Some("EUR"), &["USD=0.9"]);
    let dataset = make(wanted).unwrap();
    assert_eq!(dataset.catalogue.currency, "EUR");
    assert_eq!(paid(&dataset), [18.0]);
    // What a piece costs the shop is money of the shop.
    assert_eq!(dataset.products.unit_cost, [4.0]);
}

#[test]
fn a_mapping_remembers_rates_and_the_currency() {
    let csv = "order_id,date,sku,qty,unit_price,customer_id,currency\n\
        1,2024-01-05,A,1,10,7,EUR\n2,2024-01-06,A,1,10,7,USD\n";
    let file = || vec![text("x.csv", csv)];
    let made =
        |wanted, mapping: &Mapping| -> Made { make_from(wanted, mapping, &mut |_| {}).unwrap() };
    let first = made(with(file(), Some("USD"), &["EUR=1.1"]), &Mapping::default());
    let mapping = Mapping::from_json(&first.mapping.to_json()).unwrap();
    assert_eq!(mapping.rates, ["EUR=1.1"]);
    let second = made(with(file(), None, &[]), &mapping);
    assert_eq!(second.dataset.catalogue, first.dataset.catalogue);
    assert_eq!(paid(&second.dataset), [11.0, 10.0]);
    // The currency alone is remembered, too.
    let first = made(with(file(), Some("USD"), &[]), &Mapping::default());
    let second = made(with(file(), None, &[]), &first.mapping);
    assert_eq!(second.dataset.catalogue, first.dataset.catalogue);
    let wrong = r#"{"rates": ["EUR=x"]}"#;
    assert!(Mapping::from_json(wrong).is_err());
}
