//! Tables of the engine beside those of the aggregator, value by value: whole numbers and texts are
//! equal, amounts to 1e-9 of their size.

use std::collections::{BTreeMap, BTreeSet};

use clientele_analysis::assortment::{Assortment, by_day};
use clientele_analysis::columns::{ColumnRef, Columns};
use clientele_analysis::dataset::Dataset;
use clientele_analysis::set::CustomerSet;
use clientele_analysis::tables::overview::OverviewRows;
use clientele_analysis::tables::products::{ProductCourses, ProductDays, Steady};
use clientele_analysis::tables::{self, CustomerMonthsTable, CustomersTable, ValuesTable};
use clientele_analysis::window::Window;
use clientele_gateway::clickhouse::query::full_periods;
use clientele_gateway::clickhouse::{Beyond, Client, Query, Table, Views};
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Floor, Lens, Level};
use clientele_model::table::{Aggregate, Column};

use super::arrow::Frame;
use super::engine::block_on;
use super::naive;

/// Share of orders for baskets in the tests.
const SUPPORT: f64 = 0.01;

#[track_caller]
pub fn near(what: &str, engine: f64, rust: f64) {
    let fine = (engine - rust).abs() <= 1e-9 * (1.0 + rust.abs());
    let fine = fine || engine.is_nan() && rust.is_nan();
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
            let is_known = matches!(why, Failure::NoSales { .. } | Failure::NoSuchValue { .. });
            assert!(is_known, "{link}: {why}");
            assert_eq!(query(Table::Of(Aggregate::Customers)), Err(why));
            return 0;
        }
    };
    let fetched = |table| Frame::read(&fetch(client, &query(table).unwrap()));
    let expected = tables::customers(data, &window, None);
    let narrowed = filters.spend.low.is_some() || filters.spend.high.is_some();
    let within = narrowed.then(|| expected.set());
    let within = within.as_ref();
    eprintln!("    {link:?}");
    let found = fetched(Table::Of(Aggregate::Customers));
    let listed = match filters.lens {
        Lens::Behaviour => data.values.categories.len(),
        Lens::Value => 0,
    };
    assert!(
        found
            .lists("category_gross")
            .iter()
            .all(|row| row.len() == listed)
    );
    customers(&found, &expected)
        + rfm(&fetched(Table::Of(Aggregate::Rfm)), &expected)
        + customer_months(
            &fetched(Table::Of(Aggregate::CustomerMonths)),
            &tables::customer_months(data, &window, within),
        )
        + overview(&fetched(Table::Of(Aggregate::Overview)), data, &window)
        + values(
            &fetched(Table::Of(Aggregate::Values)),
            &tables::values(data, &window, None),
        )
        + {
            let filters = Filters {
                lens: Lens::Behaviour,
                ..filters.clone()
            };
            let query = Query::new(
                Table::Of(Aggregate::Products),
                &filters,
                &data.catalogue,
                views,
                &beyond,
            );
            let frame = Frame::read(&fetch(client, &query.unwrap()));
            products(&frame, data, &window, within, true)
        }
        + days_of(data, client, &filters, &window, within)
        + [Level::Product, Level::Category]
            .map(|level| {
                let mut filters = filters.clone();
                filters.mining.level = level;
                let query = Query::new(
                    Table::Of(Aggregate::Baskets),
                    &filters,
                    &data.catalogue,
                    views,
                    &beyond,
                );
                let frame = Frame::read(&fetch(client, &query.unwrap()));
                baskets(&frame, data, &window, within, level)
            })
            .iter()
            .sum::<usize>()
}

/// Compares the columns that a table of the contract shares with these, value by value: row `at` of
/// what came back with row `rows[at]`.
#[track_caller]
pub fn same(frame: &Frame, table: Aggregate, expected: &Columns<'_>, rows: &[usize]) -> usize {
    assert_eq!(frame.len(), rows.len(), "rows of {}", table.name());
    let is_shared = |wanted: &Column| table.table().columns().any(|column| column == wanted);
    for (column, expected) in expected.iter().filter(|(column, _)| is_shared(column)) {
        let name = column.name;
        let what = |row: usize| format!("{name} of row {row} of {}", table.name());
        let texts = |expected: &dyn Fn(usize) -> String| {
            for (&row, found) in rows.iter().zip(frame.texts(name)) {
                assert_eq!(found, expected(row), "{}", what(row));
            }
        };
        match expected {
            ColumnRef::Texts(expected) => texts(&|row| expected.get(row).to_owned()),
            ColumnRef::Names(expected) => texts(&|row| expected.get(row).to_owned()),
            ColumnRef::Days(expected) => {
                for (&row, found) in rows.iter().zip(frame.days(name)) {
                    assert_eq!(found, expected[row], "{}", what(row));
                }
            }
            ColumnRef::Counts(expected) => {
                for (&row, found) in rows.iter().zip(frame.counts(name)) {
                    assert_eq!(found, expected[row], "{}", what(row));
                }
            }
            ColumnRef::Amounts(expected) => {
                for (&row, found) in rows.iter().zip(frame.amounts(name)) {
                    near(&what(row), found, expected[row]);
                }
            }
            ColumnRef::Lists(expected) => {
                for (&row, found) in rows.iter().zip(frame.lists(name)) {
                    let ends = expected.starts[row] as usize..expected.starts[row + 1] as usize;
                    let expected = &expected.values[ends];
                    assert_eq!(found.len(), expected.len(), "{}", what(row));
                    for (found, expected) in found.iter().zip(expected) {
                        near(&what(row), *found, *expected);
                    }
                }
            }
            ColumnRef::Bools(_) | ColumnRef::Packed(_) => panic!("{name} is in packs only"),
        }
    }
    frame.len()
}

#[track_caller]
pub fn customers(frame: &Frame, table: &CustomersTable) -> usize {
    frame.follows(Aggregate::Customers);
    for (row, engine) in frame.lists("category_gross").into_iter().enumerate() {
        for ((at, engine), name) in engine.into_iter().enumerate().zip(&table.categories) {
            let rust = table.gross_in(at, row);
            near(&format!("{name} of customer {row}"), engine, rust);
        }
    }
    let rows: Vec<usize> = (0..table.len()).collect();
    same(frame, Aggregate::Customers, &table.columns(), &rows)
}

#[track_caller]
fn rfm(frame: &Frame, table: &CustomersTable) -> usize {
    frame.follows(Aggregate::Rfm);
    let rows: Vec<usize> = (0..table.len()).collect();
    same(frame, Aggregate::Rfm, &table.columns(), &rows)
}

#[track_caller]
fn customer_months(frame: &Frame, table: &CustomerMonthsTable) -> usize {
    frame.follows(Aggregate::CustomerMonths);
    let keys = frame.texts("customer").into_iter().zip(frame.days("month"));
    // The engine's order of customers is that of their numbers.
    let places: BTreeMap<_, usize> = (0..table.len())
        .map(|row| ((table.customer.get(row), table.month[row]), row))
        .collect();
    let rows: Vec<usize> = keys
        .map(
            |(customer, month)| match places.get(&(customer.as_str(), month)) {
                Some(&row) => row,
                None => panic!("{customer} has nothing in the month of {month}"),
            },
        )
        .collect();
    let side_by_side = |pair: &[usize]| {
        let [a, b] = [pair[0], pair[1]].map(|row| (table.customer.get(row), table.month[row]));
        a.0 != b.0 || a.1 < b.1
    };
    assert!(rows.windows(2).all(side_by_side), "months are not in order");
    same(frame, Aggregate::CustomerMonths, &table.columns(), &rows)
}

#[track_caller]
pub fn overview(frame: &Frame, data: &Dataset, window: &Window) -> usize {
    frame.follows(Aggregate::Overview);
    let expected = OverviewRows::of(&tables::Tables::of(data, window, None).overview);
    let rows: Vec<usize> = (0..expected.orders.len()).collect();
    same(frame, Aggregate::Overview, &expected.columns(), &rows)
}

#[track_caller]
pub fn values(frame: &Frame, table: &ValuesTable) -> usize {
    frame.follows(Aggregate::Values);
    let rows: Vec<usize> = (0..table.customers.len()).collect();
    same(frame, Aggregate::Values, &table.columns(), &rows)
}

#[track_caller]
pub fn products(
    frame: &Frame,
    data: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
    in_full: bool,
) -> usize {
    frame.follows(Aggregate::Products);
    let assortment = Assortment::of(data, window, within);
    let (table, detail) = (&assortment.table, assortment.detail.as_ref().unwrap());
    let (edges, end) = full_periods(window.days);
    let naive = naive::steadiness(data, window, within, &edges, end);
    let mut steady = Steady::default();
    let mut courses = ProductCourses {
        first: detail.first.clone(),
        last: detail.last.clone(),
        longest_wait: detail.longest_wait.clone(),
        sale_days: detail.sale_days.clone(),
        margin: match in_full && !detail.margin.is_empty() {
            true => detail.margin.clone(),
            false => vec![f64::NAN; table.len()],
        },
        ..ProductCourses::default()
    };
    for lists in [&mut courses.pieces, &mut courses.sales] {
        let width = if in_full { edges.len() } else { 0 };
        lists.starts = (0..=table.len()).map(|row| (row * width) as u32).collect();
    }
    for (row, product) in table.product.iter().enumerate() {
        let expected = &naive[product];
        steady.periods.push(expected.periods);
        steady.periods_sold.push(expected.periods_sold);
        steady.period_mean.push(expected.mean);
        steady.period_deviation.push(expected.deviation);
        if in_full {
            let (pieces, sales) = assortment.series(row);
            let pieces = pieces.iter().map(|&pieces| f64::from(pieces));
            courses.pieces.values.extend(pieces);
            courses.sales.values.extend(sales);
        }
    }
    // Products of equal revenue may stand in another order.
    let places: BTreeMap<&str, usize> = table.product.iter().zip(0..).collect();
    let row = |product: &String| match places.get(product.as_str()) {
        Some(&row) => row,
        None => panic!("there is no product {product}"),
    };
    let rows: Vec<usize> = frame.texts("product").iter().map(row).collect();
    assert_eq!(
        rows.iter().collect::<BTreeSet<_>>().len(),
        table.len(),
        "a product stands twice, or is missing"
    );
    for columns in [table.columns(), steady.columns(), courses.columns()] {
        same(frame, Aggregate::Products, &columns, &rows);
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
    let ids = table.product.iter().take(1).chain(["no such' product"]);
    let compared = ids.map(|id| {
        let beyond = Beyond {
            product: Some(id.to_owned()),
            campaign: None,
        };
        let views = Views::default();
        let query = Query::new(
            Table::Of(Aggregate::Product),
            filters,
            &data.catalogue,
            views,
            &beyond,
        );
        let frame = Frame::read(&fetch(client, &query.unwrap()));
        frame.follows(Aggregate::Product);
        let mut expected = ProductDays::default();
        for sales in by_day(id, window, data, within) {
            expected.day.push(sales.day);
            expected.gross.push(sales.gross);
            expected.returned.push(sales.returned);
            expected.units.push(sales.units);
            expected.units_back.push(sales.units_back);
            expected.kept.push(sales.kept);
            expected.orders.push(sales.orders);
        }
        let rows: Vec<usize> = (0..expected.day.len()).collect();
        same(&frame, Aggregate::Product, &expected.columns(), &rows)
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
    frame.follows(Aggregate::Baskets);
    let (items, sets) = naive::baskets(data, window, within, SUPPORT, level);
    let (names, orders) = (frame.texts("item"), frame.counts("orders"));
    let found: Vec<(String, u32)> = names
        .iter()
        .zip(&orders)
        .take_while(|(name, _)| !name.is_empty())
        .map(|(name, &orders)| (name.clone(), orders))
        .collect();
    assert_eq!(found, items);
    let (lists, worths) = (frame.lists("items"), frame.lists("worths"));
    let size = frame.counts("size");
    let mut rest = 0;
    for row in found.len()..frame.len() {
        let items = lists[row].iter().map(|&item| item as u32);
        let key = (items.collect::<Vec<_>>(), size[row]);
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
