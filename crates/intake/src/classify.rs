//! Which class of the ledger every line is in, and which lines are copies of another.

use clientele_model::catalogue::LineClass;

use crate::column::{MISSING, Texts};
use crate::fate::is_gone;
use crate::lines::Lines;
use crate::services::{Entry, Services};

/// What became of every line.
#[derive(Debug)]
pub struct Verdict {
    /// Class per line.
    pub class: Vec<LineClass>,
    /// Whether the line is an exact copy of an earlier one of the same order.
    pub copy: Vec<bool>,
    /// Product codes in capitals: case is no difference between products.
    pub product: Texts,
    /// The service a product code falls under, by code of `product`.
    pub service: Vec<Option<Entry>>,
    /// Whether an order is a cancellation, by code of `Lines::order`.
    pub cancelled: Vec<bool>,
}

impl Verdict {
    /// Classifies every line; the first class that fits takes it.
    pub fn of(lines: &Lines, services: &Services) -> Self {
        let product = lines.product.clone().rewritten(str::to_uppercase);
        let mut service: Vec<Option<Entry>> = product
            .values()
            .map(|code| services.find(code).cloned())
            .collect();
        by_name(lines, &product, services, &mut service);
        let cancelled = cancelled(&lines.order);
        let mut class = vec![LineClass::Unreadable; lines.len()];
        let mut readable = vec![true; lines.len()];
        for (line, _) in &lines.wrong {
            readable[*line] = false;
        }
        let overlap = overlap(lines, &readable);
        let gone = |line: usize| is_gone(lines.fate(line));
        let twice = |line: usize| lines.superseded.get(line) == Some(&true);
        for line in (0..lines.len()).filter(|&line| readable[line]) {
            let back = cancelled[lines.order.codes[line] as usize] || lines.quantity[line] < 0;
            let known = lines.customer.codes[line] != MISSING;
            let priced = lines.price[line] > 0.0;
            let aside = service[product.codes[line] as usize].is_some();
            if twice(line) {
                class[line] = LineClass::Overlap;
                continue;
            }
            if gone(line) {
                class[line] = LineClass::NotSold;
                continue;
            }
            class[line] = match (overlap.get(line), priced, aside, back, known) {
                (Some(true), ..) => LineClass::Overlap,
                (_, false, ..) => LineClass::NoPrice,
                (_, _, true, ..) => LineClass::Service,
                (_, _, _, true, true) => LineClass::ReturnKnown,
                (_, _, _, true, false) => LineClass::ReturnAnonymous,
                (_, _, _, false, true) => LineClass::SaleKnown,
                (_, _, _, false, false) => LineClass::SaleAnonymous,
            };
        }
        let copy = copies(lines, &class);
        Self {
            class,
            copy,
            product,
            service,
            cancelled,
        }
    }
}

/// Goods whose name says that they are none: gift cards are known by it, whatever their code.
fn by_name(lines: &Lines, product: &Texts, services: &Services, service: &mut [Option<Entry>]) {
    let Some(name) = &lines.name else {
        return;
    };
    let entries: Vec<Option<&Entry>> = name.values().map(|name| services.find_name(name)).collect();
    if entries.iter().all(Option::is_none) {
        return;
    }
    for (&name, &product) in name.codes.iter().zip(&product.codes) {
        if let (Some(Some(entry)), Some(service)) = (
            entries.get(name as usize),
            service.get_mut(product as usize),
        ) {
            service.get_or_insert_with(|| (*entry).clone());
        }
    }
}

/// Orders named "C" and digits are cancellations where most orders are named by digits alone. (A
/// shop may also put a C in front of every order.)
fn cancelled(order: &Texts) -> Vec<bool> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let marked: Vec<bool> = order
        .values()
        .map(|text| text.strip_prefix(['C', 'c']).is_some_and(digits))
        .collect();
    let plain = order.values().filter(|text| digits(text)).count();
    if plain > marked.iter().filter(|&&m| m).count() {
        marked
    } else {
        vec![false; marked.len()]
    }
}

/// Lines whose order stands again in a later sheet, where it is kept. Empty without sheets.
fn overlap(lines: &Lines, readable: &[bool]) -> Vec<bool> {
    let Some(sheet) = &lines.sheet else {
        return vec![];
    };
    let mut begins = vec![i64::MAX; sheet.distinct()];
    let placed = || {
        (0..lines.len())
            .filter(|&line| readable[line] && sheet.codes[line] != MISSING)
            .map(|line| (line, sheet.codes[line] as usize))
    };
    for (line, at) in placed() {
        begins[at] = begins[at].min(lines.minute[line]);
    }
    let mut by_time: Vec<usize> = (0..begins.len()).collect();
    by_time.sort_by_key(|&at| (begins[at], at));
    let mut rank = vec![0u32; begins.len()];
    for (place, at) in by_time.into_iter().enumerate() {
        rank[at] = place as u32;
    }
    let mut latest = vec![0u32; lines.order.distinct()];
    for (line, at) in placed() {
        let latest = &mut latest[lines.order.codes[line] as usize];
        *latest = (*latest).max(rank[at]);
    }
    let mut overlap = vec![false; lines.len()];
    for (line, at) in placed() {
        overlap[line] = rank[at] < latest[lines.order.codes[line] as usize];
    }
    overlap
}

/// Lines that say in every column the same as an earlier line of their order.
fn copies(lines: &Lines, class: &[LineClass]) -> Vec<bool> {
    let counted = |line: &usize| {
        !matches!(
            class[*line],
            LineClass::Unreadable | LineClass::NotSold | LineClass::Overlap
        )
    };
    let by_order = grouped(
        (0..lines.len())
            .filter(counted)
            .map(|line| (lines.order.codes[line], line as u32)),
        lines.order.distinct(),
    );
    let code =
        |texts: &Option<Texts>, line: usize| texts.as_ref().map_or(MISSING, |t| t.codes[line]);
    let key = |line: u32| {
        let line = line as usize;
        (
            lines.product.codes[line],
            lines.quantity[line],
            lines.price[line].to_bits(),
            lines.minute[line],
            lines.order_of(line).1,
            code(&lines.name, line),
            lines.customer.codes[line],
            code(&lines.country, line),
            code(&lines.channel, line),
            lines
                .discount
                .as_ref()
                .map_or(0, |discount| discount[line].to_bits()),
        )
    };
    let mut copy = vec![false; lines.len()];
    let mut ordered = Vec::new();
    for group in by_order.iter() {
        ordered.clear();
        ordered.extend(group.iter().map(|&line| (key(line), line)));
        ordered.sort_unstable();
        for pair in ordered.windows(2) {
            copy[pair[1].1 as usize] = pair[0].0 == pair[1].0;
        }
    }
    copy
}

/// Members by group, each group in the order its members came.
#[derive(Debug)]
pub struct Groups {
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Groups {
    /// Every group.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> + '_ {
        self.starts
            .windows(2)
            .map(|ends| &self.members[ends[0] as usize..ends[1] as usize])
    }

    /// One group.
    pub fn get(&self, group: usize) -> &[u32] {
        &self.members[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

/// Counting sort of (group, member) pairs.
pub fn grouped(pairs: impl Iterator<Item = (u32, u32)> + Clone, groups: usize) -> Groups {
    let mut starts = vec![0u32; groups + 1];
    for (group, _) in pairs.clone() {
        starts[group as usize + 1] += 1;
    }
    for at in 0..groups {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut members = vec![0; starts[groups] as usize];
    for (group, member) in pairs {
        let at = &mut next[group as usize];
        members[*at as usize] = member;
        *at += 1;
    }
    Groups { starts, members }
}
