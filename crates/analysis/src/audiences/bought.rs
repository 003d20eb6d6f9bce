//! What an audience buys more than everybody.

use std::collections::BTreeMap;

use clientele_model::audiences::BoughtMore;

use crate::dataset::Dataset;
use crate::order::sort_by;
use crate::set::CustomerSet;
use crate::stats::wilson;
use crate::tables::{CustomersTable, products};
use crate::window::Window;

/// How many are listed.
const LISTED: usize = 8;
/// Fewer orders than these say nothing.
const FEWEST: u32 = 10;

/// Products whose share of the orders is larger than everybody's, those first of which that is surest: by the lower end of
/// Wilson's interval of the share, over everybody's share.
pub(crate) fn bought_more(
    dataset: &Dataset,
    window: &Window,
    among: &CustomersTable,
    these: &CustomerSet,
) -> Vec<BoughtMore> {
    let orders = |table: &CustomersTable| table.orders.iter().map(|&n| f64::from(n)).sum::<f64>();
    let (of_these, of_all) = (orders(&among.narrowed(these)), orders(among));
    if of_these == 0.0 || of_all == 0.0 {
        return Vec::new();
    }
    let all = products(dataset, window, Some(&among.set()));
    let own = products(dataset, window, Some(these));
    let rows: BTreeMap<&str, usize> = (0..all.len()).map(|at| (all.product.get(at), at)).collect();
    let mut found: Vec<(f64, BoughtMore)> = Vec::new();
    for row in (0..own.len()).filter(|&row| own.orders[row] >= FEWEST) {
        let id = own.product.get(row);
        let Some(&everybody) = rows.get(id) else {
            continue;
        };
        let (hits, usual) = (
            f64::from(own.orders[row]),
            f64::from(all.orders[everybody]) / of_all,
        );
        let sure = wilson(hits, of_these).0 / usual;
        if sure > 1.0 {
            found.push((
                sure,
                BoughtMore {
                    id: id.to_owned(),
                    name: own.name.get(row).to_owned(),
                    these: hits / of_these,
                    everybody: usual,
                },
            ));
        }
    }
    sort_by(&mut found, |a, b| {
        b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id))
    });
    found.truncate(LISTED);
    found.into_iter().map(|(_, product)| product).collect()
}
