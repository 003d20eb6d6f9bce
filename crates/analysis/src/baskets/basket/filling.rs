//! Baskets being filled, order by order.

use clientele_model::filters::Level;

use super::{Baskets, Items, Made, Worth, item};
use crate::dataset::{Dataset, NONE};
use crate::tables::line_filter::{Line, LineFilter};

/// Baskets being filled.
pub(super) struct Filling {
    level: Level,
    worth: Option<Worth>,
    /// Per item the order it was last put in a basket of, and where.
    seen: Vec<(u32, u32)>,
    pub(super) made: Made,
}

impl Filling {
    pub(super) fn new(dataset: &Dataset, level: Level, worth: Option<Worth>) -> Self {
        let kinds = Items::kinds(dataset, level);
        Self {
            level,
            worth,
            seen: vec![(NONE, 0); kinds],
            made: Made {
                baskets: Baskets {
                    start: vec![0],
                    kinds: kinds as u32,
                    ..Baskets::default()
                },
                without_category: 0,
                revenue: vec![0.0; kinds],
            },
        }
    }

    /// Makes a basket of the order's items, or of those that are wanted, if there are any.
    pub(super) fn order(&mut self, filter: &LineFilter<'_>, order: usize, wanted: Option<&[bool]>) {
        let into = &mut self.made.baskets;
        let begin = into.items.len();
        for line in filter.lines(order).filter(|line| !line.is_return) {
            let item = item(filter.dataset, self.level, &line);
            let Some(seen) = self.seen.get_mut(item as usize) else {
                self.made.without_category += 1;
                continue;
            };
            if wanted.is_some_and(|wanted| !wanted[item as usize]) {
                continue;
            }
            if seen.0 != order as u32 {
                *seen = (order as u32, into.items.len() as u32);
                into.items.push(item);
                into.value.extend(self.worth.map(|_| 0.0));
            }
            self.made.revenue[item as usize] += line.value();
            if let Some(worth) = self.worth {
                into.value[seen.1 as usize] += value(filter.dataset, &line, worth);
            }
        }
        if into.items.len() > begin {
            into.start.push(into.items.len() as u32);
            into.order.push(order as u32);
        }
    }
}

fn value(dataset: &Dataset, line: &Line, worth: Worth) -> f64 {
    let costs = &dataset.products.unit_cost;
    let cost = match worth {
        Worth::Revenue => 0.0,
        Worth::Margin => costs.get(line.product as usize).copied().unwrap_or(0.0),
    };
    let cost = if cost.is_nan() { 0.0 } else { cost };
    line.value() - cost * line.quantity
}
