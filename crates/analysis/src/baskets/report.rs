//! The report about baskets: items named once, cards, rows and sentences.

mod cards;
mod words;

use std::collections::BTreeMap;

use clientele_model::baskets::{
    BasketsReport, Counts, Item, NextPurchase, Rule, Substitute, Thresholds, ValuableSet,
};
use clientele_model::filters::{self, Level, Rules, USUAL_ROWS, USUAL_WITHIN};

use super::floors::Chosen;
use super::measures::{self, measures};
use super::rules::{ALPHA, Found};
use super::{Alike, Baskets, Follow, Mining, Rare, RarePair, Sizes, Valuable, Worth, fisher};
use crate::dataset::Dataset;
use crate::inference::multiple::findings;
use crate::window::Window;

pub(crate) use words::giants;
pub(super) use words::{no_category, too_many_rules};

/// What a report is made from.
pub(super) struct Basis<'a> {
    pub dataset: &'a Dataset,
    pub window: &'a Window,
    pub params: &'a filters::Mining,
    pub worth: Worth,
    pub sizes: &'a Sizes,
    /// The most items of a basket that was kept.
    pub largest: u32,
    /// Whether a database sent the baskets.
    pub is_sent: bool,
    /// How many baskets were kept.
    pub orders: u32,
    /// Them, cut to frequent items, with values.
    pub baskets: &'a Baskets,
    /// Orders with each item.
    pub orders_with: &'a [u32],
    pub revenue: &'a [f64],
    pub support: Option<Chosen>,
    pub floor: u32,
    pub first_confidence: f64,
    pub confidence: f64,
    pub would_find: Option<f64>,
    pub length: u8,
    pub rare: Rare,
    pub mining: &'a Mining,
}

/// A report that stands while the rest of it is worked out.
pub(super) struct FirstReport {
    /// Without sets of most value and next purchases.
    pub report: BasketsReport,
    /// See [`Writer::listed`].
    listed: BTreeMap<u32, u32>,
}

impl FirstReport {
    /// The whole report. The sets that were mined are not needed any more.
    pub fn complete(
        self,
        basis: Basis<'_>,
        valuable: &[Valuable],
        next: &[Follow],
    ) -> BasketsReport {
        let mut report = self.report;
        let mut writer = Writer {
            basis,
            listed: self.listed,
            items: std::mem::take(&mut report.items),
        };
        report.valuable = valuable.iter().map(|set| writer.valuable(set)).collect();
        report.next = next.iter().map(|follow| writer.next(follow)).collect();
        report.items = writer.items;
        report.complete = true;
        report
    }
}

/// Writes a report.
pub(super) struct Writer<'a> {
    basis: Basis<'a>,
    /// Items of the report by item, with their position in it.
    listed: BTreeMap<u32, u32>,
    items: Vec<Item>,
}

/// How many substitutes a report lists.
const SUBSTITUTES: usize = 200;

impl<'a> Writer<'a> {
    pub fn new(basis: Basis<'a>) -> Self {
        Self {
            basis,
            listed: BTreeMap::new(),
            items: Vec::new(),
        }
    }

    pub fn report(
        mut self,
        found: &[Found],
        mut left_out: Vec<clientele_model::baskets::LeftOut>,
    ) -> FirstReport {
        let params = self.basis.params;
        let all = params.rules == Rules::All;
        let shown: Vec<&Found> = found.iter().filter(|r| all || r.is_telling()).collect();
        let most = params.rows.unwrap_or(USUAL_ROWS) as usize;
        if shown.len() > most {
            left_out.push(words::rows(shown.len(), most));
        }
        let counts = self.counts(found);
        let bundles = cards::bundles(&mut self, found);
        let rules: Vec<Rule> = shown.iter().take(most).map(|r| self.rule(r)).collect();
        let substitutes = self.substitutes();
        // Of equals the one with most orders beyond chance, which comes first.
        let telling = found.iter().filter(|rule| rule.is_telling());
        let surest = telling.reduce(|best, rule| if rule.low() > best.low() { rule } else { best });
        let surest = surest.map(|rule| self.rule(rule));
        let headline = words::headline(&mut self, found);
        let thresholds = self.thresholds();
        let why_none = shown.is_empty().then(|| words::why_none(&self, &counts));
        let report = BasketsReport {
            headline,
            context: words::context(&self, &counts),
            remarks: left_out.iter().map(|left| left.words.clone()).collect(),
            period: self.basis.window.days.dates(),
            level: params.level,
            counts,
            thresholds,
            left_out,
            sizes: self.basis.sizes.bins(),
            items: self.items,
            bundles,
            surest,
            by_margin: self.basis.worth == Worth::Margin,
            valuable: Vec::new(),
            rules,
            substitutes,
            next: Vec::new(),
            next_why: self.basis.is_sent.then(words::next_why),
            within: params.within.unwrap_or(USUAL_WITHIN),
            why_none,
            complete: false,
        };
        FirstReport {
            report,
            listed: self.listed,
        }
    }

    /// Position of an item in the report.
    fn item(&mut self, item: u32) -> u32 {
        if let Some(&at) = self.listed.get(&item) {
            return at;
        }
        let at = self.items.len() as u32;
        self.listed.insert(item, at);
        let (id, name, category) = self.names(item);
        self.items.push(Item {
            id,
            name,
            category,
            orders: self.basis.orders_with[item as usize],
            revenue: self.basis.revenue[item as usize],
        });
        at
    }

    fn names(&self, item: u32) -> (String, String, String) {
        let dataset = self.basis.dataset;
        let categories = &dataset.values.categories;
        let at = item as usize;
        if self.basis.params.level == Level::Category {
            let name = categories[at].clone();
            return (name.clone(), name, String::new());
        }
        let category = dataset.products.category.get(at);
        let category = category.and_then(|&place| categories.get(place as usize));
        (
            dataset.products.id[at].clone(),
            dataset.product_name(item),
            category.cloned().unwrap_or_default(),
        )
    }

    /// The item of a rank.
    fn ranked(&mut self, rank: u32) -> u32 {
        self.item(self.basis.mining.sets.item[rank as usize])
    }

    fn counts(&self, found: &[Found]) -> Counts {
        let sets = &self.basis.mining.sets;
        let level = |at: usize| sets.levels.get(at).map_or(0, |level| level.len() as u32);
        let (orders_with, params) = (self.basis.orders_with, self.basis.params);
        // Items too rare to be sent were sold as well.
        let is_sold = |item: &usize| match self.basis.is_sent {
            true => params.level == Level::Product || self.basis.revenue[*item] != 0.0,
            false => orders_with[*item] > 0,
        };
        Counts {
            orders: self.basis.orders,
            with_pairs: self.basis.sizes.with_pairs(self.basis.largest),
            items: (0..orders_with.len()).filter(is_sold).count() as u32,
            frequent_items: level(0),
            itemsets: sets.len() as u32,
            pairs: level(1),
            looked_at: self.basis.mining.looked_at,
            reaching: found.len() as u32,
            redundant: found.iter().filter(|rule| rule.redundant).count() as u32,
            telling: found.iter().filter(|rule| rule.is_telling()).count() as u32,
        }
    }

    fn thresholds(&self) -> Thresholds {
        let basis = &self.basis;
        Thresholds {
            support_orders: basis.floor,
            support: f64::from(basis.floor) / f64::from(basis.orders),
            support_why: words::support_why(basis),
            confidence: basis.confidence,
            confidence_why: words::confidence_why(basis),
            length: basis.length,
            alpha: ALPHA,
        }
    }

    fn rule(&mut self, found: &Found) -> Rule {
        let mut when: Vec<u32> = Vec::with_capacity(found.when_len());
        for rank in found.when() {
            when.push(self.ranked(rank));
        }
        when.sort_unstable();
        Rule {
            when,
            then: self.ranked(found.then()),
            orders: found.counts.both,
            when_orders: found.counts.when,
            measures: measures(found.counts),
            low: found.low(),
            p: found.p,
            q: found.q,
            significant: found.is_significant(),
            redundant: found.redundant,
        }
    }

    fn valuable(&mut self, set: &Valuable) -> ValuableSet {
        ValuableSet {
            items: set.items.iter().map(|&item| self.item(item)).collect(),
            orders: set.orders,
            value: set.value,
        }
    }

    fn next(&mut self, follow: &Follow) -> NextPurchase {
        NextPurchase {
            first: self.item(follow.first),
            then: self.item(follow.then),
            of: follow.of,
            customers: follow.customers,
            confidence: f64::from(follow.customers) / f64::from(follow.of),
            lift: follow.lift,
            low: follow.low,
            gap_days: follow.gap_days,
            p: follow.p,
        }
    }

    /// Pairs of alike products below chance that are beyond bad luck: Benjamini and Hochberg over all
    /// pairs with enough expected orders. Most missing orders first. Two categories are never alike.
    fn substitutes(&mut self) -> Vec<Substitute> {
        let mining = self.basis.mining;
        if self.basis.params.level == Level::Category {
            return Vec::new();
        }
        let Some(ones) = mining.sets.levels.first().map(|level| &level.count) else {
            return Vec::new();
        };
        let all = mining.sets.baskets;
        let counts = |pair: &RarePair| measures::Counts {
            all,
            when: ones[pair.one as usize],
            then: ones[pair.other as usize],
            both: pair.both,
        };
        let expected = |pair: &RarePair| {
            let counts = counts(pair);
            f64::from(counts.when) * f64::from(counts.then) / f64::from(counts.all)
        };
        // Of a million pairs a few pass: whoever is less sure than the test ever allows is let go at once.
        let rare = mining.rare.iter();
        let mut pairs: Vec<(f64, RarePair)> = rare
            .map(|pair| (fisher::fewer(counts(pair)), *pair))
            .filter(|(p, _)| *p <= ALPHA)
            .collect();
        let items = |(_, pair): &(f64, RarePair)| (pair.one, pair.other);
        crate::order::sort_by(&mut pairs, |a, b| {
            a.0.total_cmp(&b.0).then(items(a).cmp(&items(b)))
        });
        let family = able(ones, all, self.basis.rare.expected).max(mining.rare.len() as u64);
        pairs.truncate(findings(pairs.iter().map(|pair| pair.0), family, ALPHA));
        let (mut alike, item) = (Alike::new(self.basis.dataset), &mining.sets.item);
        pairs.retain(|(_, pair)| alike.are(item[pair.one as usize], item[pair.other as usize]));
        let missing = |(_, pair): &(f64, RarePair)| expected(pair) - f64::from(pair.both);
        crate::order::sort_by(&mut pairs, |a, b| {
            missing(b)
                .total_cmp(&missing(a))
                .then(items(a).cmp(&items(b)))
        });
        pairs.truncate(SUBSTITUTES);
        pairs
            .into_iter()
            .map(|(p, pair)| Substitute {
                one: self.ranked(pair.one),
                other: self.ranked(pair.other),
                orders: pair.both,
                expected: expected(&pair),
                lift: f64::from(pair.both) / expected(&pair),
                p,
            })
            .collect()
    }
}

/// Pairs of items that chance would put into so many orders; counts ascend.
fn able(ones: &[u32], all: u32, expected: f64) -> u64 {
    let scale = |at: usize| f64::from(ones[at]) / f64::from(all);
    (0..ones.len())
        .map(|at| {
            let begin = ones.partition_point(|&count| scale(at) * f64::from(count) < expected);
            (ones.len() - begin.max(at + 1)) as u64
        })
        .sum()
}
