//! The four tables of a data set.

use std::collections::HashMap;

use clientele_model::catalogue::Catalogue;
use clientele_model::columns;
use clientele_model::failure::Failure;

use super::read::Source;
use super::write::Writer;
use super::{CUSTOMERS, Encoded, LINES, ORDERS, PRODUCTS, not_arrow};
use crate::columns::{Lists, Names, structure};
use crate::dataset::{Campaigns, Customers, Dataset, Flags, Lines, NONE, Orders, Products, Values};
use crate::numbers::Numbers;
use crate::texts::Texts;

columns!(pack_lines => structure {
    /// `lines`, its prices still ranks.
    pub(super) struct LinesFile {}
});

columns!(pack_orders => structure {
    /// `orders`.
    pub(super) struct OrdersFile {
        /// Time of the first order: minutes since 1970-01-01 00:00.
        begin_minute: i64,
    }
});

columns!(pack_products => structure {
    /// `products`, with each product's prices.
    pub(super) struct ProductsFile {}
});

columns!(pack_customers => structure {
    /// `customers`.
    pub(super) struct CustomersFile {}
});

/// The four files.
pub(super) fn encode(dataset: &Dataset) -> Result<Vec<Encoded>, Failure> {
    let prices = Prices::of(dataset)?;
    Ok(vec![
        encode_customers(dataset)?,
        encode_lines(dataset, &prices)?,
        encode_orders(dataset)?,
        encode_products(dataset, &prices)?,
    ])
}

/// Every product's distinct prices, and every line's place among them.
struct Prices {
    values: Vec<f64>,
    start: Vec<u32>,
    rank: Vec<u32>,
}

impl Prices {
    fn of(dataset: &Dataset) -> Result<Self, Failure> {
        let (lines, count) = (&dataset.lines, dataset.products.id.len());
        let mut uses: HashMap<(u32, u64), u32> = HashMap::new();
        for (&product, price) in lines.product.iter().zip(lines.price.iter()) {
            if product as usize >= count {
                return Err(not_arrow(LINES, "a line's product is not in the list"));
            }
            *uses.entry((product, price.to_bits())).or_default() += 1;
        }
        let mut all: Vec<(u32, u64, u32)> = uses.iter().map(|(k, &n)| (k.0, k.1, n)).collect();
        // Most frequent first, so that most ranks are 0; ties by value, so that the same data make
        // the same file.
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then(a.1.cmp(&b.1)));
        let mut start = vec![0u32; count + 1];
        for &(product, _, _) in &all {
            start[product as usize + 1] += 1;
        }
        for at in 0..count {
            start[at + 1] += start[at];
        }
        for (at, &(product, bits, _)) in all.iter().enumerate() {
            uses.insert((product, bits), at as u32 - start[product as usize]);
        }
        let rank = lines.product.iter().zip(lines.price.iter());
        Ok(Self {
            rank: rank
                .map(|(&product, price)| uses[&(product, price.to_bits())])
                .collect(),
            values: all
                .iter()
                .map(|&(_, bits, _)| f64::from_bits(bits))
                .collect(),
            start,
        })
    }
}

fn encode_lines(dataset: &Dataset, prices: &Prices) -> Result<Encoded, Failure> {
    let lines = &dataset.lines;
    let rank = prices.rank.iter().map(|&rank| rank as i32);
    let flags = lines.flags.iter().map(|flags| i32::from(flags.0));
    let file = LinesFile {
        product: lines.product.clone(),
        price: Numbers::whole(rank.collect(), 0),
        quantity: lines.quantity.clone(),
        flags: Numbers::whole(flags.collect(), 0),
        discount: lines.discount.clone(),
    };
    Writer::new(LINES, lines.product.len())
        .columns(&file.columns())?
        .finish()
}

fn encode_orders(dataset: &Dataset) -> Result<Encoded, Failure> {
    let orders = &dataset.orders;
    let mut file = OrdersFile {
        begin_minute: orders.minute.first().copied().unwrap_or(0),
        id: orders.id.iter().map(String::as_str).collect(),
        customer: orders.customer.clone(),
        lines: lengths(&orders.start),
        country: names(&dataset.values.countries, &orders.country),
        channel: names(&dataset.values.channels, &orders.channel),
        ..OrdersFile::default()
    };
    let mut before = file.begin_minute;
    for &minute in &orders.minute {
        let step = u32::try_from(minute - before);
        let step = step.map_err(|_| not_arrow(ORDERS, "orders are not in order of time"))?;
        file.minutes_later.push(step);
        before = minute;
    }
    Writer::new(ORDERS, orders.id.len())
        .note("begin_minute", file.begin_minute)
        .columns(&file.columns())?
        .finish()
}

fn encode_products(dataset: &Dataset, prices: &Prices) -> Result<Encoded, Failure> {
    let products = &dataset.products;
    let file = ProductsFile {
        id: products.id.iter().map(String::as_str).collect(),
        name: products.name.iter().map(String::as_str).collect(),
        service: products.service.clone(),
        prices: Lists {
            values: prices.values.clone(),
            starts: prices.start.clone(),
        },
        category: names(&dataset.values.categories, &products.category),
        unit_cost: products.unit_cost.clone(),
    };
    Writer::new(PRODUCTS, products.id.len())
        .columns(&file.columns())?
        .finish()
}

fn encode_customers(dataset: &Dataset) -> Result<Encoded, Failure> {
    let customers = &dataset.customers;
    let file = CustomersFile {
        id: customers.id.iter().map(String::as_str).collect(),
        email: customers.email.iter().map(String::as_str).collect(),
        tier: names(&dataset.values.tiers, &customers.tier),
        email_opt_in: customers.email_opt_in.clone(),
    };
    Writer::new(CUSTOMERS, customers.id.len())
        .columns(&file.columns())?
        .finish()
}

fn names(list: &[String], at: &[u32]) -> Names {
    Names {
        list: list.to_vec(),
        at: at.to_vec(),
    }
}

/// How many there are from each start to the next.
fn lengths(starts: &[u32]) -> Vec<u32> {
    starts.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

impl LinesFile {
    pub fn of(mut source: Source) -> Result<Self, Failure> {
        let mut file = Self::default();
        source.fill(file.columns_mut())?;
        Ok(file)
    }
}

impl OrdersFile {
    pub fn of(mut source: Source) -> Result<Self, Failure> {
        let mut file = Self {
            begin_minute: source.note("begin_minute")?,
            ..Self::default()
        };
        source.fill(file.columns_mut())?;
        // No answer names an order.
        file.id = Texts::default();
        if file
            .lines
            .iter()
            .try_fold(0u32, |sum, &lines| sum.checked_add(lines))
            .is_none()
        {
            return Err(source.damaged("more lines than can be counted"));
        }
        Ok(file)
    }

    /// Time of every order.
    fn minutes(&self) -> Vec<i64> {
        let mut minute = self.begin_minute;
        let later = self.minutes_later.iter();
        let minutes = later.map(|&later| {
            minute = minute.saturating_add(i64::from(later));
            minute
        });
        minutes.collect()
    }

    /// Where every order's lines start, and all end.
    fn start(&self) -> Vec<u32> {
        let mut next = 0;
        let ends = self.lines.iter().map(|&lines| {
            next += lines;
            next
        });
        std::iter::once(0).chain(ends).collect()
    }
}

impl ProductsFile {
    pub fn of(mut source: Source) -> Result<Self, Failure> {
        let mut file = Self::default();
        source.fill(file.columns_mut())?;
        let is_price = |price: &f64| price.is_finite() && *price > 0.0;
        if !file.prices.values.iter().all(is_price) {
            return Err(source.damaged("a price is not above zero"));
        }
        Ok(file)
    }
}

impl CustomersFile {
    pub fn of(mut source: Source) -> Result<Self, Failure> {
        let mut file = Self::default();
        source.fill(file.columns_mut())?;
        Ok(file)
    }
}

/// Puts the four tables together.
pub(super) fn assemble(
    catalogue: Catalogue,
    lines: LinesFile,
    orders: OrdersFile,
    products: ProductsFile,
    customers: CustomersFile,
) -> Result<Dataset, Failure> {
    let start = orders.start();
    let promised = start.last().copied().unwrap_or(0) as usize;
    if promised != lines.product.len() {
        let have = lines.product.len();
        let detail = format!("orders promise {promised} lines and there are {have}");
        return Err(not_arrow(LINES, detail));
    }
    let known = customers.id.len();
    let inside = |&at: &u32| at == NONE || (at as usize) < known;
    if !orders.customer.iter().all(inside) {
        return Err(not_arrow(ORDERS, "a customer is not in the list"));
    }
    let price = prices(&lines, products.prices)?;
    Ok(Dataset {
        catalogue,
        campaigns: Campaigns::default(),
        orders: Orders {
            id: Vec::new(),
            minute: orders.minutes(),
            customer: orders.customer,
            country: orders.country.at,
            channel: orders.channel.at,
            start,
        },
        products: Products {
            id: strings(&products.id),
            name: strings(&products.name),
            category: products.category.at,
            unit_cost: products.unit_cost,
            service: products.service,
        },
        customers: Customers {
            id: strings(&customers.id),
            email: strings(&customers.email),
            tier: customers.tier.at,
            email_opt_in: customers.email_opt_in,
        },
        lines: Lines {
            price,
            product: lines.product,
            quantity: lines.quantity,
            discount: lines.discount,
            flags: lines.flags.iter().map(|flags| Flags(flags as u8)).collect(),
        },
        values: Values {
            countries: orders.country.list,
            channels: orders.channel.list,
            categories: products.category.list,
            tiers: customers.tier.list,
        },
    })
}

fn strings(texts: &Texts) -> Vec<String> {
    texts.iter().map(str::to_owned).collect()
}

/// Every line's price from its rank; this also checks every product.
fn prices(lines: &LinesFile, prices: Lists) -> Result<Numbers, Failure> {
    let start = &prices.starts;
    let place = |(&product, rank): (&u32, f64)| {
        let product = product as usize;
        let (begin, end) = (*start.get(product)?, *start.get(product.checked_add(1)?)?);
        begin.checked_add(rank as u32).filter(|&at| at < end)
    };
    let places = lines.product.iter().zip(lines.price.iter()).map(place);
    Numbers::from(prices.values)
        .picked(lines.product.len(), places)
        .ok_or_else(|| not_arrow(LINES, "a product or price is not in the list"))
}
