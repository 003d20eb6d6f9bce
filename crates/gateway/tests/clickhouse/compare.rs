//! Tables of the engine beside those of the aggregator, value by value: whole numbers and texts are
//! equal, amounts to 1e-9 of their size.

use std::collections::BTreeMap;

use clientele_analysis::dataset::Dataset;
use clientele_analysis::days;
use clientele_analysis::products::{Assortment, by_day};
use clientele_analysis::set::CustomerSet;
use clientele_analysis::tables::overview::{Side, Sums};
use clientele_analysis::tables::{self, CustomersTable};
use clientele_analysis::window::Window;
use clientele_gateway::clickhouse::catalogue::catalogue;
use clientele_gateway::clickhouse::query::full_periods;
use clientele_gateway::clickhouse::{Beyond, Client, Query, Table, Views};
use clientele_gateway::pack::assemble::About;
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Floor, Lens, Level};
use clientele_model::table::{
    BASKETS, CUSTOMER_CATEGORIES, CUSTOMERS, Column, OVERVIEW, PRODUCT, PRODUCT_COURSE,
    PRODUCT_PERIODS, PRODUCTS, RFM,
};

use super::arrow::Frame;
use super::engine::block_on;
use super::naive;

/// A column of the overview, and where the aggregator has it.
type Figure<T> = (&'static str, fn(&Sums) -> T);

/// Share of orders for baskets in the tests.
const SUPPORT: f64 = 0.01;

#[track_caller]
fn near(what: &str, engine: f64, rust: f64) {
    let fine = (engine - rust).abs() <= 1e-9 * (1.0 + rust.abs());
    assert!(fine, "{what}: {engine} in ClickHouse, {rust} here");
}

/// Fetches a table whole.
#[track_caller]
pub fn fetch(client: &Client, query: &Query) -> Vec<u8> {
    let id = format!("{}-{:p}", query.table.name(), &raw const *query);
    block_on(async { client.send(query, &id).await?.whole().await })
        .unwrap_or_else(|trouble| panic!("{trouble} ({})", trouble.detail))
}

/// Compares every table under these filters. Returns how many rows were compared.
#[track_caller]
pub fn tables(data: &Dataset, client: &Client, link: &str, views: Views) -> usize {
    let (mut filters, notices) = Filters::parse(link);
    assert_eq!(notices, [], "{link}");
    filters.mining.support = Some(Floor::Share(SUPPORT));
    let beyond = Beyond::default();
    let query = |table| Query::new(table, &filters, &data.catalogue, views, &beyond);
    let window = match Window::new(&filters, &data.catalogue) {
        Ok(window) => window,
        Err(why) => {
            let is_known = matches!(why, Failure::Nothing | Failure::NoSuchValue { .. });
            assert!(is_known, "{link}: {why}");
            assert_eq!(query(Table::Customers), Err(why));
            return 0;
        }
    };
    let fetched = |table| Frame::read(&fetch(client, &query(table).unwrap()));
    let expected = tables::customers(data, &window, None);
    let narrowed = filters.spend.low.is_some() || filters.spend.high.is_some();
    let within = narrowed.then(|| expected.set());
    let within = within.as_ref();
    eprintln!("    {link:?}");
    let found = fetched(Table::Customers);
    let listed = match filters.lens {
        Lens::Behaviour => data.values.categories.len(),
        Lens::Value => 0,
    };
    assert!(
        found
            .shares("category_gross")
            .iter()
            .all(|row| row.len() == listed)
    );
    customers(&found, &expected)
        + figures(&fetched(Table::Rfm), &RFM, &expected)
        + overview(&fetched(Table::Overview), data, &window)
        + {
            let filters = Filters {
                lens: Lens::Behaviour,
                ..filters.clone()
            };
            let query = Query::new(Table::Products, &filters, &data.catalogue, views, &beyond);
            let frame = Frame::read(&fetch(client, &query.unwrap()));
            products(&frame, data, &window, within, true)
        }
        + days_of(data, client, &filters, &window, within)
        + [Level::Product, Level::Category]
            .map(|level| {
                let mut filters = filters.clone();
                filters.mining.level = level;
                let query = Query::new(Table::Baskets, &filters, &data.catalogue, views, &beyond);
                let frame = Frame::read(&fetch(client, &query.unwrap()));
                baskets(&frame, data, &window, within, level)
            })
            .iter()
            .sum::<usize>()
}

#[track_caller]
pub fn customers(frame: &Frame, table: &CustomersTable) -> usize {
    frame.follows(&CUSTOMER_CATEGORIES);
    let names = |name: fn(&CustomersTable, usize) -> &str| -> Vec<String> {
        (0..table.len())
            .map(|row| name(table, row).to_owned())
            .collect()
    };
    assert_eq!(frame.texts("tier"), names(CustomersTable::tier_name));
    assert_eq!(frame.texts("country"), names(CustomersTable::country_name));
    for (row, engine) in frame.shares("category_gross").into_iter().enumerate() {
        let rust = table.categories_of(row);
        for ((engine, rust), name) in engine.into_iter().zip(rust).zip(&table.categories) {
            near(&format!("{name} of customer {row}"), engine, *rust);
        }
    }
    figures(frame, &CUSTOMERS, table)
}

/// The columns of figures that a table of customers has.
#[track_caller]
fn figures(frame: &Frame, columns: &[Column], table: &CustomersTable) -> usize {
    frame.follows(columns);
    let is_there = |name: &str| columns.iter().any(|column| column.name == name);
    let ids: Vec<&str> = table.id.iter().collect();
    assert_eq!(frame.texts("customer"), ids);
    let days = [
        ("first_ever", &table.first_ever),
        ("first", &table.first),
        ("last", &table.last),
    ];
    for (name, column) in days.into_iter().filter(|(name, _)| is_there(name)) {
        assert_eq!(&frame.days(name), column, "{name}");
    }
    let counts = [
        ("orders", &table.orders),
        ("order_days", &table.order_days),
        ("lines", &table.lines),
        ("products", &table.products),
        ("discounted_lines", &table.discounted_lines),
        ("online_orders", &table.online_orders),
    ];
    for (name, column) in counts.into_iter().filter(|(name, _)| is_there(name)) {
        assert_eq!(&frame.counts(name), column, "{name}");
    }
    let amounts = [
        ("gross", &table.gross),
        ("returned", &table.returned),
        ("units", &table.units),
        ("discount", &table.discount),
    ];
    for (name, column) in amounts.into_iter().filter(|(name, _)| is_there(name)) {
        for ((engine, rust), id) in frame.amounts(name).into_iter().zip(column).zip(&ids) {
            near(&format!("{name} of {id}"), engine, *rust);
        }
    }
    frame.len()
}

#[track_caller]
pub fn overview(frame: &Frame, data: &Dataset, window: &Window) -> usize {
    frame.follows(&OVERVIEW);
    let table = tables::Tables::of(data, window, None).overview;
    let mut expected: Vec<([String; 3], Sums)> = vec![];
    let mut push = |name: &str, side: &Side| {
        let mut row = |grouping: &str, key: &str, sums: &Sums| {
            expected.push(([name.into(), grouping.into(), key.into()], *sums));
        };
        row("all", "", &side.all);
        for (days, sums) in table.buckets.iter().zip(&side.buckets) {
            row("bucket", &days::to_date(days.first).to_string(), sums);
        }
        for (country, sums) in table.countries.iter().zip(&side.countries) {
            row("country", country, sums);
        }
        for (channel, sums) in table.channels.iter().zip(&side.channels) {
            row("channel", channel, sums);
        }
    };
    push("now", &table.now);
    if let Some(then) = &table.then {
        push("then", then);
    }
    let keys = ["side", "grouping", "key"].map(|name| frame.texts(name));
    let found: Vec<[String; 3]> = (0..frame.len())
        .map(|row| [0, 1, 2].map(|at| keys[at][row].clone()))
        .collect();
    let wanted: Vec<[String; 3]> = expected.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(found, wanted);
    let amounts: [Figure<f64>; 5] = [
        ("gross", |sums| sums.gross),
        ("returned", |sums| sums.returned),
        ("discount", |sums| sums.discount),
        ("anonymous_gross", |sums| sums.anonymous_gross),
        ("anonymous_returned", |sums| sums.anonymous_returned),
    ];
    for (name, of) in amounts {
        for (engine, (key, sums)) in frame.amounts(name).into_iter().zip(&expected) {
            near(&format!("{name} of {key:?}"), engine, of(sums));
        }
    }
    let counts: [Figure<u32>; 3] = [
        ("orders", |sums| sums.orders),
        ("customers", |sums| sums.customers),
        ("new_customers", |sums| sums.new_customers),
    ];
    for (name, of) in counts {
        for (engine, (key, sums)) in frame.counts(name).into_iter().zip(&expected) {
            assert_eq!(engine, of(sums), "{name} of {key:?}");
        }
    }
    frame.len()
}

#[track_caller]
pub fn products(
    frame: &Frame,
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
    in_full: bool,
) -> usize {
    frame.follows(&PRODUCTS);
    frame.follows(&PRODUCT_PERIODS);
    frame.follows(&PRODUCT_COURSE);
    let assortment = Assortment::of(data, window, within);
    let (table, course) = (&assortment.table, assortment.detail.as_ref().unwrap());
    let (first, last) = (frame.days("first"), frame.days("last"));
    let (pieces, sales) = (frame.sets("pieces"), frame.shares("sales"));
    let margin = frame.amounts("margin");
    let (edges, end) = full_periods(window.days);
    let steady = naive::steadiness(data, window, within, &edges, end);
    let found: BTreeMap<String, usize> = (0..)
        .zip(frame.texts("product"))
        .map(|(n, p)| (p, n))
        .collect();
    assert_eq!(frame.len(), table.len());
    let (names, categories) = (frame.texts("name"), frame.texts("category"));
    let [gross, returned, units, mean, deviation] = [
        "gross",
        "returned",
        "units",
        "period_mean",
        "period_deviation",
    ]
    .map(|name| frame.amounts(name));
    let [orders, customers, periods, periods_sold] =
        ["orders", "customers", "periods", "periods_sold"].map(|name| frame.counts(name));
    for row in 0..table.len() {
        let id = table.id.get(row);
        let at = *found
            .get(id)
            .unwrap_or_else(|| panic!("there is no product {id}"));
        let category = table.categories.get(table.category[row] as usize);
        assert_eq!(
            (names[at].as_str(), &categories[at]),
            (table.name.get(row), category.unwrap_or(&String::new())),
            "{id}"
        );
        near(id, gross[at], table.gross[row]);
        near(id, returned[at], table.returned[row]);
        near(id, units[at], table.units[row]);
        let expected = &steady[id];
        assert_eq!(
            (orders[at], customers[at], periods[at], periods_sold[at]),
            (
                table.orders[row],
                table.customers[row],
                expected.periods,
                expected.periods_sold
            ),
            "orders, customers, periods, periods sold of {id}"
        );
        assert_eq!(
            (first[at], last[at]),
            (course.first[row], course.last[row]),
            "first and last day of {id}"
        );
        let (own, revenue) = assortment.series(row);
        if in_full {
            assert_eq!(pieces[at], own, "pieces of {id}");
            assert_eq!(sales[at].len(), revenue.len());
            for (engine, rust) in sales[at].iter().zip(revenue) {
                near(&format!("sales of {id}"), *engine, *rust);
            }
        } else {
            assert!(pieces[at].is_empty() && sales[at].is_empty());
        }
        match course
            .margin
            .get(row)
            .filter(|margin| in_full && margin.is_finite())
        {
            Some(&rust) => near(&format!("margin of {id}"), margin[at], rust),
            None => assert!(margin[at].is_nan(), "margin of {id}"),
        }
        near(&format!("mean of {id}"), mean[at], expected.mean);
        near(
            &format!("deviation of {id}"),
            deviation[at],
            expected.deviation,
        );
    }
    frame.len()
}

/// The days of the product that was sold most, and of one that is none.
#[track_caller]
fn days_of(
    data: &Dataset,
    client: &Client,
    filters: &Filters,
    window: &Window,
    within: Option<&CustomerSet>,
) -> usize {
    let table = tables::products(data, window, within);
    let ids = table.id.iter().take(1).chain(["no such' product"]);
    let compared = ids.map(|id| {
        let beyond = Beyond {
            product: Some(id.to_owned()),
        };
        let views = Views::default();
        let query = Query::new(Table::Product, filters, &data.catalogue, views, &beyond);
        let frame = Frame::read(&fetch(client, &query.unwrap()));
        frame.follows(&PRODUCT);
        let expected = by_day(id, window, data, within);
        let days: Vec<i32> = expected.iter().map(|sales| sales.day).collect();
        let orders: Vec<u32> = expected.iter().map(|sales| sales.orders).collect();
        assert_eq!(frame.days("day"), days, "days of {id}");
        assert_eq!(frame.counts("orders"), orders, "orders of {id}");
        let [gross, returned, units] =
            ["gross", "returned", "units"].map(|name| frame.amounts(name));
        for (row, sales) in expected.iter().enumerate() {
            near("gross of a day", gross[row], sales.gross);
            near("returned of a day", returned[row], sales.returned);
            near("units of a day", units[row], sales.units);
        }
        frame.len()
    });
    compared.sum()
}

#[track_caller]
pub fn baskets(
    frame: &Frame,
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
    level: Level,
) -> usize {
    frame.follows(&BASKETS);
    let (items, sets) = naive::baskets(data, window, within, SUPPORT, level);
    let (names, orders) = (frame.texts("item"), frame.counts("orders"));
    let found: Vec<(String, u32)> = names
        .iter()
        .zip(&orders)
        .take_while(|(name, _)| !name.is_empty())
        .map(|(name, &orders)| (name.clone(), orders))
        .collect();
    assert_eq!(found, items);
    let (lists, worths) = (frame.sets("items"), frame.shares("worths"));
    let size = frame.counts("size");
    let mut rest = 0;
    for row in found.len()..frame.len() {
        let key = (lists[row].clone(), size[row]);
        let mut expected = sets[&key].clone();
        assert_eq!(orders[row] as usize, expected.len(), "{key:?}");
        if key.0.len() == 1 {
            expected = vec![vec![expected.iter().flatten().sum()]];
        }
        // Whichever order comes first.
        let sorted = |mut rows: Vec<Vec<f64>>| {
            let cents = |row: &Vec<f64>| row.iter().map(|v| (v * 1e4).round()).collect::<Vec<_>>();
            rows.sort_by(|a, b| cents(a).partial_cmp(&cents(b)).unwrap());
            rows.concat()
        };
        let found = worths[row].chunks(key.0.len().max(1));
        let found = sorted(found.map(<[f64]>::to_vec).collect());
        let expected = sorted(expected);
        assert_eq!(found.len(), expected.len(), "{key:?}");
        for (engine, rust) in found.iter().zip(&expected) {
            near(&format!("worth of {key:?}"), *engine, *rust);
        }
        rest += 1;
    }
    assert_eq!(rest, sets.len(), "a set stands twice, or is missing");
    frame.len()
}

/// Compares catalogue and ledger. Names of services differ: the ledger of a pack takes them from a
/// list, ClickHouse from the lines.
#[track_caller]
pub fn facts(data: &Dataset, client: &Client) {
    let there = &data.catalogue;
    let about = About {
        slug: there.slug.clone(),
        title: there.title.clone(),
        about: there.about.clone(),
        attribution: there.attribution.clone(),
        licence: there.licence.clone(),
        currency: there.currency.clone(),
        zone: there.zone.clone(),
    };
    let dimensions = fetch(client, &Query::dimensions());
    let ledger = fetch(client, &Query::ledger());
    let mut found = catalogue(about, &dimensions, &ledger).unwrap();
    let columns = std::mem::take(&mut found.columns);
    let filled = |name: &str| {
        columns
            .iter()
            .any(|c| c.column == name && c.note.is_empty())
    };
    assert_eq!(columns.len(), 13);
    assert!(filled("order"));
    assert_eq!(filled("channel"), there.has.channel);
    let mut expected = Catalogue {
        columns: vec![],
        files: vec![],
        ..there.clone()
    };
    expected.has.email = false;
    let values = |catalogue: &mut Catalogue| -> Vec<f64> {
        let ledger = &mut catalogue.ledger;
        let mut out = vec![];
        let mut take = |value: &mut f64| out.push(std::mem::take(value));
        ledger
            .classes
            .iter_mut()
            .for_each(|row| take(&mut row.value));
        ledger
            .services
            .iter_mut()
            .for_each(|row| take(&mut row.value));
        take(&mut ledger.copies.1);
        take(&mut ledger.clean.3);
        if let Some(largest) = &mut ledger.largest_return {
            take(&mut largest.value);
        }
        ledger
            .services
            .iter_mut()
            .for_each(|service| service.name.clear());
        // What only files have.
        ledger.source.clear();
        ledger.unreadable.clear();
        out
    };
    let (engine, rust) = (values(&mut found), values(&mut expected));
    assert_eq!(found, expected);
    for (engine, rust) in engine.into_iter().zip(rust) {
        near("value in the ledger", engine, rust);
    }
}
