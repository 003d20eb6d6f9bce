//! What a group of customers buys more than the average customer.

use clientele_model::recommend::{Offer, OfferKind, Offers};
use clientele_model::words::Sentence;

use super::{Basis, Histories, OFFERS, Writing, significant, written};
use crate::baskets::fisher;
use crate::baskets::measures::{Counts, lift};
use crate::set::CustomerSet;

/// Fewer customers of the group say nothing.
const FEW: u32 = 3;

/// A list for a group on its way.
pub struct Listing {
    group: CustomerSet,
    writing: Option<Writing>,
}

impl Listing {
    /// Begins.
    pub fn new(group: CustomerSet) -> Self {
        Self {
            group,
            writing: None,
        }
    }

    /// Goes on; the list, when it is there.
    pub fn step(&mut self, basis: &Basis<'_>) -> Option<Vec<Offers>> {
        let histories = written(&mut self.writing, basis)?;
        Some(vec![list(basis, &self.group, &histories)])
    }
}

/// Products that more customers of the group bought than chance would give, most such customers
/// first.
fn list(basis: &Basis<'_>, group: &CustomerSet, histories: &Histories) -> Offers {
    let bought = |customer: &u32| !histories.of(*customer).is_empty();
    let all = (0..histories.customers() as u32).filter(bought).count() as u32;
    let members = group.iter().filter(bought).count() as u32;
    let mut pairs: Vec<(u32, Counts)> = Vec::new();
    let mut family = 0;
    for item in 0..histories.kinds() as u32 {
        let buyers = histories.buyers(item);
        family += usize::from(!buyers.is_empty());
        let both = buyers.iter().filter(|&&c| group.contains(c)).count() as u32;
        if both >= FEW {
            let counts = Counts {
                all,
                when: members,
                then: buyers.len() as u32,
                both,
            };
            pairs.push((item, counts));
        }
    }
    let p: Vec<f64> = pairs.iter().map(|(_, c)| fisher::more(*c)).collect();
    let passes = significant(&p, family);
    let extra = |c: &Counts| {
        f64::from(c.both) - f64::from(c.when) * f64::from(c.then) / f64::from(c.all.max(1))
    };
    let mut kept: Vec<(u32, Counts)> = pairs
        .into_iter()
        .zip(passes)
        .filter_map(|(pair, passes)| passes.then_some(pair))
        .collect();
    crate::order::sort_by(&mut kept, |a, b| {
        extra(&b.1).total_cmp(&extra(&a.1)).then(a.0.cmp(&b.0))
    });
    let offers = kept.iter().take(OFFERS).map(|(item, counts)| {
        let share = f64::from(counts.both) / f64::from(counts.when);
        Offer {
            id: basis.dataset.products.id[*item as usize].clone(),
            name: basis.dataset.product_name(*item),
            support: counts.both,
            share,
            lift: lift(*counts),
            score: extra(counts),
            reason: Sentence::new()
                .text("Bought by ")
                .share(share)
                .text(" of them and by ")
                .share(f64::from(counts.then) / f64::from(counts.all))
                .text(" of all customers: ")
                .times(lift(*counts))
                .text(" as many."),
        }
    });
    Offers {
        kind: OfferKind::Group,
        title: "Bought more than by the average customer".to_owned(),
        offers: offers.collect(),
    }
}
