//! How large baskets are, and which are too large to say anything.

use clientele_model::baskets::SizeBin;

use super::Baskets;

/// How many baskets hold so many distinct items, ascending by items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes(pub Vec<(u32, u32)>);

/// Baskets this large or smaller are always kept when nobody says otherwise.
const NEVER_GIANT: u32 = 100;
/// At most so many baskets in a thousand are left out for their size when nobody says otherwise.
const GIANTS_PER_MILLE: u64 = 2;
/// Leaving giants out has to make it so much faster.
const WORTHWHILE: f64 = 1.5;
/// Upper ends of the bins of basket sizes.
const BINS: [u32; 11] = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, u32::MAX];

impl Sizes {
    /// Counts baskets by size.
    pub fn of(baskets: &Baskets) -> Self {
        let mut sizes: Vec<u32> = baskets.start.windows(2).map(|w| w[1] - w[0]).collect();
        sizes.sort_unstable();
        let runs = sizes.chunk_by(|a, b| a == b);
        Self(runs.map(|run| (run[0], run.len() as u32)).collect())
    }

    /// Pairs of items in the baskets of at most `largest` items: the work of counting is
    /// proportional to it.
    pub fn pairs(&self, largest: u32) -> f64 {
        let kept = self.0.iter().take_while(|(size, _)| *size <= largest);
        kept.map(|&(size, baskets)| {
            f64::from(size) * (f64::from(size) - 1.0) / 2.0 * f64::from(baskets)
        })
        .sum()
    }

    /// Orders by size; empty bins at the end are left out.
    pub fn bins(&self) -> Vec<SizeBin> {
        let largest = self.0.last().map_or(0, |&(size, _)| size);
        let mut from = 1;
        let mut bins = Vec::new();
        for to in BINS {
            let orders = self.0.iter().filter(|(size, _)| (from..=to).contains(size));
            bins.push(SizeBin {
                from,
                to: to.min(largest.max(from)),
                orders: orders.map(|(_, orders)| orders).sum(),
            });
            if to >= largest {
                break;
            }
            from = to + 1;
        }
        bins
    }

    /// Baskets of more than `largest` items.
    pub fn above(&self, largest: u32) -> u32 {
        let above = self.0.iter().filter(|(size, _)| *size > largest);
        above.map(|(_, baskets)| baskets).sum()
    }

    /// Baskets of two items or more, and of at most `largest`.
    pub fn with_pairs(&self, largest: u32) -> u32 {
        let pairs = self
            .0
            .iter()
            .filter(|(size, _)| (2..=largest).contains(size));
        pairs.map(|(_, baskets)| baskets).sum()
    }

    /// How many times faster counting pairs is without the baskets of more than `largest` items,
    /// estimated from the sum of squares of sizes.
    pub fn faster(&self, largest: u32) -> f64 {
        let kept = self.pairs(largest);
        let all = self.pairs(u32::MAX);
        if all == 0.0 { 1.0 } else { all / kept.max(1.0) }
    }

    /// The size above which baskets are left out when nobody says otherwise: the largest of 100,
    /// 200, 500, 1,000, … for which at most 2 baskets in a thousand are larger, and only where that
    /// makes counting at least 1.5× faster. Such baskets are wholesale or test orders; they hold
    /// every pair and say nothing of what goes with what.
    pub fn giant(&self) -> Option<u32> {
        let baskets: u64 = self.0.iter().map(|&(_, n)| u64::from(n)).sum();
        let mut best = None;
        for largest in
            (0..5).flat_map(|power| [1, 2, 5].map(|d| d * NEVER_GIANT * 10_u32.pow(power)))
        {
            let left_out = self.above(largest);
            if left_out == 0 {
                break;
            }
            let few = u64::from(left_out) * 1000 <= baskets * GIANTS_PER_MILLE;
            if few && self.faster(largest) >= WORTHWHILE {
                best = Some(largest);
            }
        }
        best
    }
}
