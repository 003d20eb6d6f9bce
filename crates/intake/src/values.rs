//! Names, categories, costs, tiers and addresses, gathered from the lines and the extra files.

use clientele_analysis::dataset::NONE;
use clientele_model::catalogue::Value;
use rustc_hash::FxHashMap;

use crate::classify::Groups;
use crate::column::{MISSING, Texts};
use crate::lines::Lines;
use crate::people::Extras;

/// A dimension: its values, most customers first, and the value of each member.
#[derive(Debug)]
pub struct Dimension {
    /// Values and their known customers.
    pub listed: Vec<Value>,
    /// Position in `listed` per member, or [`NONE`].
    pub at: Vec<u32>,
}

impl Dimension {
    /// From the code of each member and the known customer it belongs to.
    pub fn new(texts: &Texts, codes: Vec<u32>, customers: &[u32]) -> Self {
        let pairs = codes.iter().copied().zip(customers.iter().copied());
        Self::counted(texts, &codes, pairs)
    }

    /// From the code of each member; `pairs` are code and customer of every sale.
    pub fn counted(texts: &Texts, codes: &[u32], pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut pairs: Vec<(u32, u32)> = pairs
            .filter(|&(code, customer)| code != MISSING && customer != NONE)
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut counts = vec![0u32; texts.distinct()];
        for (code, _) in pairs {
            counts[code as usize] += 1;
        }
        let mut stands = vec![false; texts.distinct()];
        for &code in codes.iter().filter(|&&code| code != MISSING) {
            stands[code as usize] = true;
        }
        let mut order: Vec<u32> = (0..stands.len() as u32)
            .filter(|&code| stands[code as usize])
            .collect();
        order.sort_by(|&a, &b| {
            let by_count = counts[b as usize].cmp(&counts[a as usize]);
            by_count.then_with(|| texts.value(a).cmp(texts.value(b)))
        });
        let mut position = vec![NONE; texts.distinct()];
        for (at, &code) in order.iter().enumerate() {
            position[code as usize] = at as u32;
        }
        Self {
            listed: order
                .iter()
                .map(|&code| Value {
                    name: texts.value(code).to_owned(),
                    customers: counts[code as usize],
                })
                .collect(),
            at: codes
                .iter()
                .map(|&code| position.get(code as usize).copied().unwrap_or(NONE))
                .collect(),
        }
    }
}

/// Names by product as written most often (ties: the first in alphabetical order); the code where
/// there is none.
pub fn names(lines: &Lines, ids: &[String], by_product: &Groups) -> Vec<String> {
    let none = Texts::default();
    let texts = lines.name.clone().unwrap_or(none).rewritten(single_spaced);
    let name = |(at, members): (usize, &[u32])| match most_frequent(&texts, members) {
        MISSING => ids[at].clone(),
        code => texts.value(code).to_owned(),
    };
    by_product.iter().enumerate().map(name).collect()
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn most_frequent(texts: &Texts, lines: &[u32]) -> u32 {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for &line in lines {
        if let Some(&code) = texts.codes.get(line as usize)
            && code != MISSING
        {
            *counts.entry(code).or_default() += 1;
        }
    }
    let better = |a: &(u32, u32), b: &(u32, u32)| {
        a.1.cmp(&b.1)
            .then_with(|| texts.value(b.0).cmp(texts.value(a.0)))
    };
    counts
        .into_iter()
        .max_by(better)
        .map_or(MISSING, |(code, _)| code)
}

/// What the lines and the product file say about products.
#[derive(Debug, Default)]
pub struct OfProducts {
    /// Code per product, and the texts it belongs to.
    pub category: Option<(Vec<u32>, Texts)>,
    /// Unit cost per product, NaN when unknown.
    pub unit_cost: Option<Vec<f64>>,
}

/// Gathers categories and costs; the product file wins.
pub fn of_products(
    lines: &Lines,
    extras: &Extras,
    ids: &[String],
    by_product: &Groups,
) -> OfProducts {
    let mut details = OfProducts::default();
    if let Some(texts) = &lines.category {
        let codes = by_product
            .iter()
            .map(|members| most_frequent(texts, members))
            .collect();
        details.category = Some((codes, texts.clone()));
    }
    if let Some(cost) = &lines.cost {
        let latest = |members: &[u32]| {
            let known = members
                .iter()
                .filter(|&&line| !cost[line as usize].is_nan());
            let line = known.max_by_key(|&&line| (lines.minute[line as usize], line));
            line.map_or(f64::NAN, |&line| cost[line as usize])
        };
        details.unit_cost = Some(by_product.iter().map(latest).collect());
    }
    let Some(products) = &extras.products else {
        return details;
    };
    if products.has_category {
        let (codes, texts) = details
            .category
            .get_or_insert_with(|| (vec![MISSING; ids.len()], Texts::default()));
        for (code, id) in codes.iter_mut().zip(ids) {
            if let Some(product) = products.by_id.get(id)
                && !product.category.is_empty()
            {
                *code = texts.code(&product.category);
            }
        }
    }
    if products.has_cost {
        let costs = details
            .unit_cost
            .get_or_insert_with(|| vec![f64::NAN; ids.len()]);
        for (cost, id) in costs.iter_mut().zip(ids) {
            if let Some(product) = products.by_id.get(id)
                && product.cost.is_finite()
            {
                *cost = product.cost;
            }
        }
    }
    details
}

/// What the lines and the customer file say about customers.
#[derive(Debug, Default)]
pub struct OfCustomers {
    /// E-mail address per customer; empty when unknown.
    pub email: Option<Vec<String>>,
    /// Whether e-mails may be sent, per customer.
    pub opt_in: Option<Vec<bool>>,
    /// Code per customer, and the texts it belongs to.
    pub tier: Option<(Vec<u32>, Texts)>,
}

/// Gathers addresses, opt-ins and tiers: the latest known on the lines; the customer file wins.
pub fn of_customers(
    lines: &Lines,
    extras: &Extras,
    ids: &[String],
    kept: &[u32],
    position: impl Fn(u32) -> u32,
) -> OfCustomers {
    let latest = |texts: &Option<Texts>| {
        let texts = texts.as_ref()?;
        let mut codes = vec![MISSING; ids.len()];
        let mut since = vec![i64::MIN; ids.len()];
        for &line in kept {
            let line = line as usize;
            let (code, minute) = (texts.codes[line], lines.minute[line]);
            let at = position(lines.customer.codes[line]);
            if code != MISSING && at != NONE && since[at as usize] <= minute {
                (codes[at as usize], since[at as usize]) = (code, minute);
            }
        }
        Some((codes, texts.clone()))
    };
    let written = |(codes, texts): &(Vec<u32>, Texts)| -> Vec<String> {
        codes
            .iter()
            .map(|&code| texts.value(code).to_owned())
            .collect()
    };
    let mut people = OfCustomers {
        email: latest(&lines.email).as_ref().map(written),
        opt_in: latest(&lines.opt_in).map(|(codes, texts)| {
            codes
                .iter()
                .map(|&code| is_yes(texts.value(code)))
                .collect()
        }),
        tier: latest(&lines.tier),
    };
    if let Some(customers) = &extras.customers {
        let listed = || ids.iter().map(|id| customers.by_id.get(id));
        if customers.has_email {
            let emails = people
                .email
                .get_or_insert_with(|| vec![String::new(); ids.len()]);
            for (email, person) in emails.iter_mut().zip(listed()) {
                if let Some(person) = person.filter(|person| !person.email.is_empty()) {
                    email.clone_from(&person.email);
                }
            }
        }
        if customers.has_opt_in {
            let opt_ins = people.opt_in.get_or_insert_with(|| vec![false; ids.len()]);
            for (opt_in, person) in opt_ins.iter_mut().zip(listed()) {
                *opt_in = person.map_or(*opt_in, |person| person.opt_in);
            }
        }
        if customers.has_tier {
            let (codes, texts) = people
                .tier
                .get_or_insert_with(|| (vec![MISSING; ids.len()], Texts::default()));
            for (code, person) in codes.iter_mut().zip(listed()) {
                if let Some(person) = person.filter(|person| !person.tier.is_empty()) {
                    *code = texts.code(&person.tier);
                }
            }
        }
    }
    if people.email.is_some() && people.opt_in.is_none() {
        // Nobody has said yes: nobody may be written to.
        people.opt_in = Some(vec![false; ids.len()]);
    }
    people
}

/// Whether a text says yes.
pub fn is_yes(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "yes" | "y" | "true" | "t" | "1" | "x" | "subscribed" | "opted in" | "opt-in"
    )
}
