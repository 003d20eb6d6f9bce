//! Mining what a database sent.

use clientele_model::baskets::{LeftOut, Reason};
use clientele_model::filters::Level;
use clientele_model::words::{Sentence, agreeing};

use super::Work;
use crate::baskets::sent::Sent;
use crate::dataset::NONE;

impl Work {
    /// Takes the baskets from what was sent.
    pub(super) fn open(&mut self, sent: &Sent) {
        let (dataset, params) = (&self.asked.dataset, &self.asked.params);
        let opened = sent.open(dataset, params.level, params.largest);
        self.left_out.extend(opened.giants);
        self.revenue = sent.revenue(dataset, params.level);
        let without = dataset.products.category.iter().filter(|&&at| at == NONE);
        let without = without.count() as u32;
        if params.level == Level::Category && without > 0 {
            let words = Sentence::new().counted(without, "product");
            let are = agreeing(without, "is", "are");
            self.left_out.push(LeftOut {
                reason: Reason::NoCategory,
                count: without,
                words: words.text(format!(" without a category {are} left out.")),
            });
        }
        (self.sizes, self.largest) = (opened.sizes, opened.largest);
        self.baskets = opened.baskets;
    }

    /// No floor below that of what was sent: rarer items are not here.
    pub(super) fn keep_to_sent(&mut self) {
        let Some(sent) = &self.asked.sent else { return };
        let least = sent.table.least;
        if self.floor >= least {
            return;
        }
        self.floor = least;
        let things = match self.asked.params.level {
            Level::Product => "products",
            Level::Category => "categories",
        };
        let words = Sentence::new()
            .text("The database sends ")
            .text(things)
            .text(" in at least ")
            .counted(least, "order")
            .text(", so sets in fewer were not looked for.");
        self.left_out.push(LeftOut {
            reason: Reason::NotSent,
            count: 0,
            words,
        });
    }
}
