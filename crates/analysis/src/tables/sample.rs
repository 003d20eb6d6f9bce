//! Small data sets for tests: by hand, and by chance.

use clientele_model::catalogue::{self, Catalogue, Has, Ledger};
use clientele_model::filters::{Copies, Filters, Period, Returns, Spend};
use clientele_model::{Date, date};
use proptest::prelude::*;

use crate::dataset::{Campaigns, Customers, Dataset, Flags, Lines, NONE, Orders, Products, Values};
use crate::days;

/// An order by hand: day of 2011, minute of the day, customer, country, channel, and its lines.
#[derive(Clone, Debug)]
pub struct Order {
    pub day: i32,
    pub customer: Option<u32>,
    pub country: u32,
    pub channel: u32,
    pub lines: Vec<Line>,
}

/// A line by hand.
#[derive(Clone, Debug)]
pub struct Line {
    pub product: u32,
    pub quantity: i32,
    pub pence: u32,
    pub discount: u32,
    pub flags: u8,
}

/// Sizes of the lists behind positions.
pub const CUSTOMERS: u32 = 9;
pub const PRODUCTS: u32 = 7;
const COUNTRIES: [&str; 3] = ["Atlantis", "France", "Utopia"];
const CHANNELS: [&str; 3] = ["App", "Online store", "Store"];
const CATEGORIES: [&str; 2] = ["Garden", "Home"];
const TIERS: [&str; 2] = ["Gold", "Silver"];

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A catalogue over 2011 whose usual period is July to December.
pub fn catalogue(first: Date, last: Date, usual: (Date, Date)) -> Catalogue {
    Catalogue {
        contract: 1,
        slug: "sample".into(),
        title: "Sample".into(),
        about: String::new(),
        attribution: String::new(),
        licence: String::new(),
        currency: "EUR".into(),
        zone: "Europe/Berlin".into(),
        first,
        last,
        usual,
        columns: vec![],
        has: Has {
            country: true,
            channel: true,
            category: true,
            tier: true,
            discount: true,
            cost: true,
            email: true,
            campaigns: false,
            whole_orders: false,
        },
        countries: vec![],
        channels: vec![],
        categories: vec![],
        tiers: vec![],
        orders: 0,
        customers: 0,
        products: 0,
        ledger: Ledger::default(),
        files: vec![],
    }
}

/// A data set of these orders; days count from 1 January 2011.
pub fn dataset(mut orders: Vec<Order>) -> Dataset {
    orders.sort_by_key(|order| order.day);
    let begin = days::from_date(date(2011, 1, 1));
    let mut out = Orders {
        start: vec![0],
        ..Orders::default()
    };
    let mut lines = Lines::default();
    let (mut quantity, mut price, mut discount) = (Vec::new(), Vec::new(), Vec::new());
    for (at, order) in orders.iter().enumerate() {
        out.id.push(format!("{}", 1000 + at));
        out.minute
            .push(i64::from(begin + order.day) * days::MINUTES + (at as i64 % 1440));
        out.customer.push(order.customer.unwrap_or(NONE));
        out.country.push(order.country);
        out.channel.push(order.channel);
        for line in &order.lines {
            lines.product.push(line.product);
            let sign = if line.flags & Flags::RETURN == 0 {
                1
            } else {
                -1
            };
            quantity.push(f64::from(sign * line.quantity));
            price.push(f64::from(line.pence) / 100.0);
            discount.push(f64::from(line.discount) / 100.0);
            lines.flags.push(Flags(line.flags));
        }
        out.start.push(lines.product.len() as u32);
    }
    out.minute.sort_unstable();
    (lines.quantity, lines.price) = (quantity.into(), price.into());
    lines.discount = discount.into();
    let listed = |names: &[&str]| {
        let value = |&name: &&str| catalogue::Value {
            name: name.to_owned(),
            customers: 1,
        };
        names.iter().map(value).collect()
    };
    Dataset {
        catalogue: Catalogue {
            countries: listed(&COUNTRIES),
            channels: listed(&CHANNELS),
            categories: listed(&CATEGORIES),
            tiers: listed(&TIERS),
            ..catalogue(
                date(2011, 1, 1),
                date(2011, 12, 31),
                (date(2011, 7, 1), date(2011, 12, 31)),
            )
        },
        values: Values {
            countries: texts(&COUNTRIES),
            channels: texts(&CHANNELS),
            categories: texts(&CATEGORIES),
            tiers: texts(&TIERS),
        },
        customers: Customers {
            id: (0..CUSTOMERS).map(|at| format!("c{at}")).collect(),
            email: (0..CUSTOMERS)
                .map(|at| format!("c{at}@example.com"))
                .collect(),
            tier: (0..CUSTOMERS)
                .map(|at| [0, 1, NONE][at as usize % 3])
                .collect(),
            email_opt_in: (0..CUSTOMERS).map(|at| at % 2 == 0).collect(),
        },
        products: Products {
            id: (0..PRODUCTS).map(|at| format!("p{at}")).collect(),
            name: (0..PRODUCTS).map(|at| format!("Product {at}")).collect(),
            category: (0..PRODUCTS)
                .map(|at| [0, 1, NONE][at as usize % 3])
                .collect(),
            unit_cost: (0..PRODUCTS)
                .map(|at| {
                    if at == 2 {
                        f64::NAN
                    } else {
                        f64::from(at) + 0.25
                    }
                })
                .collect(),
            // The last product is a service.
            service: (0..PRODUCTS).map(|at| at + 1 == PRODUCTS).collect(),
        },
        orders: out,
        lines,
        campaigns: Campaigns::default(),
    }
}

/// Data sets by chance.
pub fn datasets() -> impl Strategy<Value = Dataset> {
    let line = (0..PRODUCTS, 1..20i32, 1..2000u32, 0..3u32, 0..4u8).prop_map(
        |(product, quantity, pence, discount, flags)| Line {
            product,
            quantity,
            pence: pence + 2,
            discount,
            flags,
        },
    );
    let place = |count: u32| prop_oneof![4 => 0..count, 1 => Just(NONE)];
    let order = (
        0..365i32,
        proptest::option::weighted(0.8, 0..CUSTOMERS),
        place(3),
        place(3),
        prop::collection::vec(line, 1..5),
    )
        .prop_map(|(day, customer, country, channel, lines)| Order {
            day,
            customer,
            country,
            channel,
            lines,
        });
    prop::collection::vec(order, 1..60).prop_map(dataset)
}

/// Filters by chance; the chain of selections stays empty.
pub fn filters() -> impl Strategy<Value = Filters> {
    let day = || (0..365i32).prop_map(|at| days::to_date(days::from_date(date(2011, 1, 1)) + at));
    let period = prop_oneof![
        Just(Period::Usual),
        Just(Period::All),
        (proptest::option::of(day()), proptest::option::of(day()))
            .prop_map(|(from, to)| Period::Range { from, to }),
        (1..400u16).prop_map(Period::Last),
    ];
    let some = |names: &'static [&'static str]| {
        prop_oneof![
            2 => Just(vec![]),
            1 => prop::sample::subsequence(names.to_vec(), 1..names.len()),
        ]
        .prop_map(|names| names.into_iter().map(str::to_owned).collect())
    };
    let bound = || proptest::option::weighted(0.2, 0..300u32).prop_map(|b| b.map(f64::from));
    (
        period,
        some(&COUNTRIES),
        some(&CHANNELS),
        some(&CATEGORIES),
        some(&TIERS),
        (bound(), bound()),
        any::<[bool; 3]>(),
    )
        .prop_map(
            |(period, countries, channels, categories, tiers, (low, high), on)| Filters {
                period,
                countries,
                channels,
                categories,
                tiers,
                spend: Spend { low, high },
                returns: if on[0] { Returns::Netted } else { Returns::Off },
                copies: if on[1] { Copies::Kept } else { Copies::Off },
                goods: on[2].then(|| "P6".to_owned()).into_iter().collect(),
                ..Filters::default()
            },
        )
}
