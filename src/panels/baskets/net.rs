//! The net of what is bought together.

use std::collections::BTreeMap;

use clientele_model::baskets::{BasketsReport, Rule};
use clientele_model::selection::Only;

use super::{Format, id, name};
use crate::charts::{Network, Node, Tip};

/// How many items the net holds at most, and how many ties.
const NODES: usize = 24;
const TIES: usize = 48;

/// The pairs with most orders beyond chance: each once, with its rule.
fn pairs(r: &BasketsReport) -> Vec<((u32, u32), &Rule)> {
    let mut seen = BTreeMap::new();
    let mut items: Vec<u32> = Vec::new();
    let mut pairs = Vec::new();
    for rule in &r.rules {
        let [one] = rule.when[..] else { continue };
        let pair = (one.min(rule.then), one.max(rule.then));
        let new = [pair.0, pair.1]
            .into_iter()
            .filter(|at| !items.contains(at));
        let new: Vec<_> = new.collect();
        if items.len() + new.len() > NODES || seen.insert(pair, ()).is_some() {
            continue;
        }
        items.extend(new);
        pairs.push((pair, rule));
        if pairs.len() == TIES {
            break;
        }
    }
    pairs
}

/// Which items hang together; the largest family first, each by its items.
fn families(pairs: &[((u32, u32), &Rule)]) -> Vec<Vec<u32>> {
    let mut all: Vec<Vec<u32>> = Vec::new();
    for ((one, other), _) in pairs {
        let (mut joined, apart): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|f| f.contains(one) || f.contains(other));
        let mut family: Vec<u32> = joined.drain(..).flatten().collect();
        for at in [*one, *other] {
            if !family.contains(&at) {
                family.push(at);
            }
        }
        all = apart;
        all.push(family);
    }
    all.sort_by_key(|f| std::cmp::Reverse(f.len()));
    all
}

/// The finding: how many families there are.
pub(super) fn title(r: &BasketsReport, fmt: &Format) -> String {
    let families = families(&pairs(r));
    let Some(largest) = families.first() else {
        return "No two single items stand out".to_owned();
    };
    let first = largest
        .iter()
        .max_by_key(|&&at| r.items.get(at as usize).map(|i| i.orders));
    let around = first.map(|&at| name(r, at)).unwrap_or_default();
    match families.len() {
        1 => format!("The pairs furthest beyond chance hang together, around {around}"),
        n => format!(
            "The pairs furthest beyond chance make {} families; the largest holds {}, around {around}",
            fmt.count(n as u64),
            fmt.count(largest.len() as u64)
        ),
    }
}

/// The net of the pairs with most orders beyond chance.
pub(super) fn network(r: &BasketsReport, fmt: &Format) -> Network {
    let pairs = pairs(r);
    let items: Vec<u32> = families(&pairs).into_iter().flatten().collect();
    let best = |at: u32| {
        let mine = pairs.iter().filter(|((a, b), _)| *a == at || *b == at);
        mine.max_by(|a, b| a.1.measures.lift.total_cmp(&b.1.measures.lift))
    };
    let node = |&at: &u32| {
        let own = r.items.get(at as usize).map_or(0, |i| i.orders);
        let mut rows = vec![("Orders with it".to_owned(), fmt.count(own))];
        if let Some(((a, b), rule)) = best(at) {
            let other = name(r, if *a == at { *b } else { *a });
            rows.push((format!("With {other}"), fmt.times(rule.measures.lift)));
        }
        let tied = rows
            .last()
            .map(|(with, times)| format!("{with}: {times}"))
            .unwrap_or_default();
        Node {
            key: Only::buyers(r.level, id(r, at)).to_string(),
            name: name(r, at),
            size: f64::from(own),
            label: format!("{}, {}. {tied}", name(r, at), fmt.counted(own, "order")),
            tip: Tip::new(&name(r, at), rows),
        }
    };
    let most = pairs
        .iter()
        .map(|(_, rule)| rule.measures.lift.ln())
        .fold(1e-9, f64::max);
    let place = |of: u32| items.iter().position(|&at| at == of);
    let ties = pairs.iter().filter_map(|((a, b), rule)| {
        let strong = (rule.measures.lift.ln() / most).clamp(0.0, 1.0);
        Some((place(*a)?, place(*b)?, strong))
    });
    Network {
        label: title(r, fmt),
        nodes: items.iter().map(node).collect(),
        ties: ties.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::report;
    use super::*;

    #[test]
    fn items_tied_by_whatever_way_are_one_family() {
        let rules: [(&[u32], u32, f64); 4] = [
            (&[0], 1, 9.0),
            (&[1], 0, 9.0),
            (&[2], 3, 5.0),
            (&[0, 1], 4, 8.0),
        ];
        let r = report(&rules);
        let pairs = pairs(&r);
        assert_eq!(
            pairs.iter().map(|p| p.0).collect::<Vec<_>>(),
            [(0, 1), (2, 3)]
        );
        let mut families = families(&pairs);
        families.iter_mut().for_each(|f| f.sort_unstable());
        families.sort();
        assert_eq!(families, [[0, 1], [2, 3]]);
        let joined = report(&[(&[0], 1, 9.0), (&[2], 3, 5.0), (&[1], 2, 3.0)]);
        assert_eq!(super::families(&super::pairs(&joined)).len(), 1);
    }
}
