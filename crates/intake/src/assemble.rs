//! From classified lines to a data set: positions, dimensions, catalogue.

use std::collections::BTreeMap;

use clientele_analysis::dataset::{Customers, Dataset, NONE, Orders, Products, Values};
use clientele_analysis::days::{of_minute, to_date};
use clientele_model::Date;
use clientele_model::catalogue::{
    CONTRACT, Catalogue, ColumnUse, DECIDED, Few, Has, Ledger, LineClass, Span, span, usual,
};
use clientele_model::words::{agreeing, counted};

use crate::campaigns::said_unknown;
use crate::classify::{Verdict, grouped};
use crate::column::{MISSING, Texts};
use crate::ledger;
use crate::lines::Lines;
use crate::orders::{Positions, Sorted};
use crate::people::Extras;
use crate::said::some;
use crate::values::{Dimension, names, of_customers, of_products};

/// What a pack says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Folder name, as in links.
    pub slug: String,
    /// Name that is shown.
    pub title: String,
    /// One sentence about the shop.
    pub about: String,
    /// Who made the data and where they are found.
    pub attribution: String,
    /// Licence of the data.
    pub licence: String,
    /// ISO 4217 code.
    pub currency: String,
    /// IANA name of the time zone.
    pub zone: String,
}

/// Where the lines come from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Files, and how they were recognised.
    pub source: String,
    /// Which column was read as what.
    pub columns: Vec<ColumnUse>,
    /// What was decided while they were read, one sentence each.
    pub decided: Vec<String>,
    /// What the files are called, beside such a sentence.
    pub files: String,
}

/// Makes the data set. `None` when no line is a sale of goods.
pub fn assemble(
    lines: &Lines,
    verdict: &Verdict,
    extras: &Extras,
    about: About,
    origin: Origin,
) -> Option<Dataset> {
    let kept = |line: &u32| {
        !matches!(
            verdict.class[*line as usize],
            LineClass::Unreadable | LineClass::NotSold | LineClass::Overlap | LineClass::NoPrice
        )
    };
    let sale = |line: u32| {
        matches!(
            verdict.class[line as usize],
            LineClass::SaleKnown | LineClass::SaleAnonymous
        )
    };
    let kept_lines: Vec<u32> = (0..lines.len() as u32).filter(kept).collect();
    if !kept_lines.iter().any(|&line| sale(line)) {
        return None;
    }
    let customers = Positions::of(&lines.customer, &kept_lines);
    let products = Positions::of(&verdict.product, &kept_lines);
    let groups = Sorted::of(lines, &kept_lines, &customers);
    let by_product = grouped(
        kept_lines
            .iter()
            .map(|&line| (products.at(verdict.product.codes[line as usize]), line)),
        products.ids.len(),
    );
    let sells: Vec<bool> = groups
        .iter()
        .map(|order| order.iter().any(|&line| sale(line)))
        .collect();
    let buyers: Vec<u32> = (0..groups.len())
        .map(|at| if sells[at] { groups.customer[at] } else { NONE })
        .collect();

    let of_order = |texts: &Option<Texts>| {
        texts.as_ref().map(|texts| {
            let codes = groups.iter().map(|order| first_known(texts, order));
            Dimension::new(texts, codes.collect(), &buyers)
        })
    };
    let (country, channel) = (of_order(&lines.country), of_order(&lines.channel));
    let details = of_products(lines, extras, &products.ids, &by_product);
    let category = details.category.map(|(codes, texts)| {
        let bought = groups.iter().enumerate().flat_map(|(at, order)| {
            let customer = groups.customer[at];
            let codes = &codes;
            let product = |line: u32| products.at(verdict.product.codes[line as usize]) as usize;
            order
                .iter()
                .filter(move |&&line| sale(line))
                .map(move |&line| (codes[product(line)], customer))
        });
        Dimension::counted(&texts, &codes, bought)
    });
    let people = of_customers(lines, extras, &customers.ids, &kept_lines, |code| {
        customers.at(code)
    });
    let tier = people.tier.map(|(codes, texts)| {
        let mut active = vec![false; customers.ids.len()];
        for &customer in buyers.iter().filter(|&&customer| customer != NONE) {
            active[customer as usize] = true;
        }
        let held = (0..codes.len())
            .filter(|&at| active[at])
            .map(|at| (codes[at], at as u32));
        Dimension::counted(&texts, &codes, held)
    });

    let mut days: BTreeMap<i32, u64> = BTreeMap::new();
    for &line in &kept_lines {
        *days
            .entry(of_minute(lines.minute[line as usize]))
            .or_default() += 1;
    }
    let (first, last) = (
        to_date(*days.first_key_value()?.0),
        to_date(*days.last_key_value()?.0),
    );
    let days: Vec<_> = days.into_iter().collect();
    let span = span(&days, Few::OrOfOneDay)?;
    let main = (to_date(span.first), to_date(span.last));
    let mut history = extras.campaigns.clone();
    if let Some(history) = &mut history {
        let exposed = history.campaigns.exposures.customer.iter();
        let is_unknown = |id: &&str| {
            customers
                .ids
                .binary_search_by(|own| own.as_str().cmp(id))
                .is_err()
        };
        history.ledger.unknown = exposed.filter(is_unknown).count() as u64;
    }
    let unknown = history
        .as_ref()
        .and_then(|history| said_unknown(&history.ledger));
    let decided = origin.decided.into_iter().chain(unknown);
    let decided = decided.chain(far_away(&span, main));
    let mut columns = origin.columns;
    columns.extend(decided.map(|note| ColumnUse {
        column: origin.files.clone(),
        read_as: DECIDED.to_owned(),
        note,
    }));
    let mut known = buyers
        .iter()
        .copied()
        .filter(|&c| c != NONE)
        .collect::<Vec<_>>();
    known.sort_unstable();
    known.dedup();
    let listed =
        |dimension: &Option<Dimension>| dimension.as_ref().map_or(vec![], |d| d.listed.clone());
    let catalogue = Catalogue {
        contract: CONTRACT,
        slug: about.slug,
        title: about.title,
        about: about.about,
        attribution: about.attribution,
        licence: about.licence,
        currency: about.currency,
        zone: about.zone,
        first,
        last,
        usual: usual(main),
        columns,
        has: Has {
            country: country.is_some(),
            channel: channel.is_some(),
            category: category.is_some(),
            tier: tier.is_some(),
            discount: lines.discount.is_some() || lines.order_discount.is_some(),
            cost: details.unit_cost.is_some(),
            email: people.email.is_some(),
            campaigns: history.is_some(),
            whole_orders: lines.whole_orders,
        },
        countries: listed(&country),
        channels: listed(&channel),
        categories: listed(&category),
        tiers: listed(&tier),
        orders: sells.iter().filter(|&&sells| sells).count() as u32,
        customers: known.len() as u32,
        products: by_product
            .iter()
            .filter(|lines| lines.iter().any(|&line| sale(line)))
            .count() as u32,
        ledger: Ledger {
            exposures: history.as_ref().map(|history| history.ledger.clone()),
            ..ledger::count(lines, verdict, origin.source)
        },
        files: vec![],
    };
    let titles = |dimension: &Option<Dimension>| {
        listed(dimension)
            .into_iter()
            .map(|value| value.name)
            .collect::<Vec<_>>()
    };
    Some(Dataset {
        values: Values {
            countries: titles(&country),
            channels: titles(&channel),
            categories: titles(&category),
            tiers: titles(&tier),
        },
        customers: Customers {
            id: customers.ids,
            email: people.email.unwrap_or_default(),
            tier: tier.map_or(vec![], |tier| tier.at),
            email_opt_in: people.opt_in.unwrap_or_default(),
        },
        products: Products {
            name: names(lines, &products.ids, &by_product),
            service: products
                .codes
                .iter()
                .map(|&code| verdict.service[code as usize].is_some())
                .collect(),
            id: products.ids.clone(),
            category: category.map_or(vec![], |category| category.at),
            unit_cost: details.unit_cost.unwrap_or_default(),
        },
        lines: groups.lines(lines, verdict, &products),
        campaigns: history.map(|history| history.campaigns).unwrap_or_default(),
        orders: Orders {
            id: groups
                .order
                .iter()
                .map(|&code| lines.order.value(code).to_owned())
                .collect(),
            minute: groups.minute,
            customer: groups.customer,
            country: country.map_or(vec![], |country| country.at),
            channel: channel.map_or(vec![], |channel| channel.at),
            start: groups.start,
        },
        catalogue,
    })
}

/// Says which dates lie far from the others.
fn far_away(span: &Span, main: (Date, Date)) -> Option<String> {
    let lines: u64 = span.strays.iter().map(|(_, lines)| lines).sum();
    let dates: Vec<String> = span
        .strays
        .iter()
        .map(|(day, _)| to_date(*day).to_string())
        .collect();
    (lines > 0).then(|| {
        format!(
            "{} dated {} {} far from the others ({} to {}); the usual period leaves {} out.",
            counted(lines, "line"),
            some(&dates),
            agreeing(lines, "lies", "lie"),
            main.0,
            main.1,
            agreeing(lines, "it", "them")
        )
    })
}

fn first_known(texts: &Texts, order: &[u32]) -> u32 {
    let codes = order.iter().map(|&line| texts.codes[line as usize]);
    codes
        .into_iter()
        .find(|&code| code != MISSING)
        .unwrap_or(MISSING)
}
