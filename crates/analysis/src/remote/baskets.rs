//! What stands together in an order: from Arrow to its table.

use clientele_model::failure::Failure;
use clientele_model::filters::Floor;

use super::floor;
use crate::pack::read::Source;
use crate::tables::BasketsTable;
use crate::tables::baskets::BasketRows;

/// More orders, or items in all of them, are not opened: 134 million.
const MOST: u64 = 1 << 27;

/// Items and sets, asked for from this floor on.
///
/// # Errors
/// When a set holds an item that is not there, or more than fits into memory.
pub(super) fn read(mut source: Source, support: Option<Floor>) -> Result<BasketsTable, Failure> {
    let mut sent = BasketRows::default();
    source.fill(sent.columns_mut())?;
    let (names, counts, size) = (sent.item, sent.orders, sent.size);
    let (items, starts) = (sent.items.values, sent.items.starts);
    let (worth, worth_starts) = (sent.worths.values, sent.worths.starts);
    let known = names.iter().take_while(|name| !name.is_empty()).count();
    let start = starts.get(known..).unwrap_or_default();
    let worth_start = worth_starts.get(known..).unwrap_or_default();
    let orders = &counts[known..];
    let is_item = |&item: &f64| (0.0..known as f64).contains(&item);
    let sets = start.windows(2);
    let ascends = |ends: &[u32]| {
        let set = &items[ends[0] as usize..ends[1] as usize];
        set.windows(2).all(|pair| pair[0] < pair[1])
    };
    // One worth for a single item, else one for each in each order.
    let worths = |((set, all), &orders): ((&[u32], &[u32]), &u32)| match set[1] - set[0] {
        1 => all[1] - all[0] == 1,
        several => u64::from(all[1] - all[0]) == u64::from(several) * u64::from(orders),
    };
    let is_sound = start.first() == Some(&0)
        && worth_start.first() == Some(&0)
        && sets
            .clone()
            .zip(worth_start.windows(2))
            .zip(orders)
            .all(worths)
        && items.iter().all(is_item)
        && sets.clone().all(ascends)
        && worth.iter().all(|worth| worth.is_finite());
    if !is_sound {
        return Err(source.damaged("its sets are not made of its items"));
    }
    let all: u64 = orders.iter().map(|&count| u64::from(count)).sum();
    let held = orders.iter().zip(sets);
    let held: u64 = held
        .map(|(&count, ends)| u64::from(count) * u64::from(ends[1] - ends[0]))
        .sum();
    if all.max(held) > MOST {
        return Err(source.damaged("it has too many orders"));
    }
    Ok(BasketsTable {
        item: names.iter().take(known).collect(),
        least: floor::least(support.unwrap_or_else(|| floor::sent(None)), all as u32),
        items: items.iter().map(|&item| item as u32).collect(),
        start: start.to_vec(),
        worth,
        worth_start: worth_start.to_vec(),
        orders: orders.to_vec(),
        size: size[known..].to_vec(),
    })
}
