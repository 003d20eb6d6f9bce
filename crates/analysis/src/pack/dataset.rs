//! The four tables of a data set.

use std::collections::HashMap;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;

use super::read::Source;
use super::write::Table;
use super::{Encoded, not_arrow};
use crate::dataset::{Customers, Dataset, Flags, Lines, NONE, Orders, Products, Values};
use crate::numbers::Numbers;

/// `lines`, its prices still ranks.
#[derive(Debug)]
pub(super) struct LinesFile {
    product: Vec<u32>,
    price: Numbers,
    quantity: Numbers,
    flags: Vec<Flags>,
    discount: Numbers,
}

/// `orders`.
#[derive(Debug)]
pub(super) struct OrdersFile {
    orders: Orders,
    countries: Vec<String>,
    channels: Vec<String>,
}

/// `products`, with each product's prices.
#[derive(Debug)]
pub(super) struct ProductsFile {
    products: Products,
    categories: Vec<String>,
    prices: Vec<f64>,
    price_start: Vec<u32>,
}

/// `customers`.
#[derive(Debug)]
pub(super) struct CustomersFile {
    customers: Customers,
    tiers: Vec<String>,
}

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
                return Err(not_arrow("lines", "a line's product is not in the list"));
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
    let flags: Vec<u32> = lines.flags.iter().map(|flags| u32::from(flags.0)).collect();
    let quantity: Vec<i32> = lines.quantity.iter().map(|pieces| pieces as i32).collect();
    let mut table = Table::new("lines", lines.product.len())
        .counts("product", &lines.product)
        .counts("price", &prices.rank)
        .whole("quantity", &quantity)
        .counts("flags", &flags);
    if !lines.discount.is_empty() {
        table = table.amounts("discount", &lines.discount.to_vec());
    }
    table.finish()
}

fn encode_orders(dataset: &Dataset) -> Result<Encoded, Failure> {
    let orders = &dataset.orders;
    let begin = orders.minute.first().copied().unwrap_or(0);
    let mut before = begin;
    let mut later = Vec::with_capacity(orders.minute.len());
    for &minute in &orders.minute {
        let step = u32::try_from(minute - before);
        later.push(step.map_err(|_| not_arrow("orders", "orders are not in order of time"))?);
        before = minute;
    }
    let lines: Vec<u32> = orders
        .start
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .collect();
    let mut table = Table::new("orders", orders.id.len())
        .note("begin_minute", begin)
        .texts("id", orders.id.iter().map(String::as_str))
        .counts("minutes_later", &later)
        .counts("customer", &orders.customer)
        .counts("lines", &lines);
    if !orders.country.is_empty() {
        table = table.names("country", &orders.country, &dataset.values.countries)?;
    }
    if !orders.channel.is_empty() {
        table = table.names("channel", &orders.channel, &dataset.values.channels)?;
    }
    table.finish()
}

fn encode_products(dataset: &Dataset, prices: &Prices) -> Result<Encoded, Failure> {
    let products = &dataset.products;
    let mut table = Table::new("products", products.id.len())
        .texts("id", products.id.iter().map(String::as_str))
        .texts("name", products.name.iter().map(String::as_str))
        .booleans("service", &products.service)
        .lists("prices", &prices.values, &prices.start);
    if !products.category.is_empty() {
        table = table.names("category", &products.category, &dataset.values.categories)?;
    }
    if !products.unit_cost.is_empty() {
        table = table.amounts("unit_cost", &products.unit_cost);
    }
    table.finish()
}

fn encode_customers(dataset: &Dataset) -> Result<Encoded, Failure> {
    let customers = &dataset.customers;
    let mut table = Table::new("customers", customers.id.len())
        .texts("id", customers.id.iter().map(String::as_str));
    if !customers.email.is_empty() {
        table = table.texts("email", customers.email.iter().map(String::as_str));
    }
    if !customers.tier.is_empty() {
        table = table.names("tier", &customers.tier, &dataset.values.tiers)?;
    }
    if !customers.email_opt_in.is_empty() {
        table = table.booleans("email_opt_in", &customers.email_opt_in);
    }
    table.finish()
}

impl LinesFile {
    /// Takes column after column out of the table, which is the largest of a pack.
    pub fn of(mut source: Source) -> Result<Self, Failure> {
        let flags = source.take_numbers("flags")?;
        Ok(Self {
            flags: flags.iter().map(|flags| Flags(flags as u8)).collect(),
            product: source.take_counts("product")?,
            price: source.take_numbers("price")?,
            quantity: source.take_numbers("quantity")?,
            discount: if source.has("discount") {
                source.take_numbers("discount")?
            } else {
                Numbers::default()
            },
        })
    }
}

impl OrdersFile {
    pub fn of(source: &Source) -> Result<Self, Failure> {
        let mut minute: i64 = source.note("begin_minute")?;
        let lines = source.counts("lines")?;
        let later = source.counts("minutes_later")?.into_iter();
        let minutes = later.map(|later| {
            minute = minute.saturating_add(i64::from(later));
            minute
        });
        let (mut start, mut next) = (Vec::with_capacity(lines.len() + 1), 0u32);
        start.push(next);
        for lines in lines {
            next = next
                .checked_add(lines)
                .ok_or_else(|| source.damaged("more lines than can be counted"))?;
            start.push(next);
        }
        let (country, countries) = optional_names(source, "country")?;
        let (channel, channels) = optional_names(source, "channel")?;
        Ok(Self {
            orders: Orders {
                id: Vec::new(),
                minute: minutes.collect(),
                customer: source.counts("customer")?,
                country,
                channel,
                start,
            },
            countries,
            channels,
        })
    }
}

impl ProductsFile {
    pub fn of(source: &Source) -> Result<Self, Failure> {
        let (prices, price_start) = source.lists("prices")?;
        if !prices.iter().all(|price| price.is_finite() && *price > 0.0) {
            return Err(source.damaged("a price is not above zero"));
        }
        let (category, categories) = optional_names(source, "category")?;
        Ok(Self {
            products: Products {
                id: source.strings("id")?,
                name: source.strings("name")?,
                category,
                unit_cost: if source.has("unit_cost") {
                    source.amounts("unit_cost")?
                } else {
                    Vec::new()
                },
                service: source.booleans("service")?,
            },
            categories,
            prices,
            price_start,
        })
    }
}

impl CustomersFile {
    pub fn of(source: &Source) -> Result<Self, Failure> {
        let (tier, tiers) = optional_names(source, "tier")?;
        Ok(Self {
            customers: Customers {
                id: source.strings("id")?,
                email: if source.has("email") {
                    source.strings("email")?
                } else {
                    Vec::new()
                },
                tier,
                email_opt_in: if source.has("email_opt_in") {
                    source.booleans("email_opt_in")?
                } else {
                    Vec::new()
                },
            },
            tiers,
        })
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
    let promised = orders.orders.start.last().copied().unwrap_or(0) as usize;
    if promised != lines.product.len() {
        let have = lines.product.len();
        let detail = format!("orders promise {promised} lines and there are {have}");
        return Err(not_arrow("lines", detail));
    }
    let known = customers.customers.id.len();
    let inside = |&at: &u32| at == NONE || (at as usize) < known;
    if !orders.orders.customer.iter().all(inside) {
        return Err(not_arrow("orders", "a customer is not in the list"));
    }
    let price = prices(&lines, products.prices, &products.price_start)?;
    Ok(Dataset {
        catalogue,
        values: Values {
            countries: orders.countries,
            channels: orders.channels,
            categories: products.categories,
            tiers: customers.tiers,
        },
        customers: customers.customers,
        lines: Lines {
            price,
            product: lines.product,
            quantity: lines.quantity,
            discount: lines.discount,
            flags: lines.flags,
        },
        products: products.products,
        orders: orders.orders,
    })
}

/// Every line's price from its rank; this also checks every product.
fn prices(lines: &LinesFile, prices: Vec<f64>, start: &[u32]) -> Result<Numbers, Failure> {
    let place = |(&product, rank): (&u32, f64)| {
        let product = product as usize;
        let (begin, end) = (*start.get(product)?, *start.get(product.checked_add(1)?)?);
        begin.checked_add(rank as u32).filter(|&at| at < end)
    };
    let places = lines.product.iter().zip(lines.price.iter()).map(place);
    Numbers::from(prices)
        .picked(lines.product.len(), places)
        .ok_or_else(|| not_arrow("lines", "a product or price is not in the list"))
}

fn optional_names(source: &Source, column: &str) -> Result<(Vec<u32>, Vec<String>), Failure> {
    if source.has(column) {
        source.names(column)
    } else {
        Ok((Vec::new(), Vec::new()))
    }
}
