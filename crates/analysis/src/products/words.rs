//! What the Products panel says: every sentence is a claim made from the numbers beside it.

use clientele_model::overview::Unit;
use clientele_model::products::{
    BoxSummary, Class, ClassSummary, Column, Demand, DemandSummary, Measure, Options, Pick, Place,
    ProductFact, Stage, StageSummary,
};
use clientele_model::words::Sentence;

use super::Judged;
use crate::assortment::{Assortment, ENOUGH};
use crate::rfm::share;

/// What sentences are made from.
pub(super) struct Words<'a> {
    pub now: &'a Assortment,
    pub judged: &'a Judged,
    pub options: &'a Options,
    pub boxes: &'a [BoxSummary],
    pub classes: &'a [ClassSummary],
}

/// What products are ranked by, in a sentence.
pub(super) fn measure(by: Measure) -> &'static str {
    match by {
        Measure::Revenue => "revenue",
        Measure::Units => "pieces sold",
        Measure::Margin => "margin",
    }
}

/// "1 product", "2 products".
fn products(words: Sentence, count: u32) -> Sentence {
    let noun = if count == 1 { " product" } else { " products" };
    words.count(u64::from(count)).text(noun)
}

impl Words<'_> {
    fn of(&self, class: Class, column: Column) -> &BoxSummary {
        &self.boxes[Place { class, column }.at()]
    }

    fn by(&self) -> &'static str {
        measure(self.options.by)
    }

    /// How few products make the first cut-off, and how many of those are steady.
    pub fn headline(&self) -> Sentence {
        let top = &self.classes[0];
        if self.judged.classed == 0 {
            return format!("No product has any {} after returns", self.by()).into();
        }
        if self.judged.classed == 1 {
            return format!("One product makes all {}", self.by()).into();
        }
        let words = Sentence::new()
            .share(top.products_share)
            .text(" of products make ")
            .share(top.share)
            .text(format!(" of {}", self.by()));
        let steady = self.of(Class::A, Column::X).products;
        let often = match self.now.periods.unit {
            Unit::Month => "month after month",
            Unit::Day | Unit::Week => "week after week",
        };
        match steady {
            0 => words,
            1 => words.text(format!(", and one of them sells steadily {often}")),
            _ => words
                .text(", and ")
                .count(u64::from(steady))
                .text(format!(" of them sell steadily {often}")),
        }
    }

    /// How many were sold, what the steady best-sellers bring, and what the other end does.
    pub fn context(&self) -> Sentence {
        let sold = self.now.table.sold;
        let were = if sold == 1 {
            " was sold."
        } else {
            " were sold."
        };
        let mut words = products(Sentence::new(), sold).text(were);
        let classed = self.judged.classed as f64;
        let steady = self.of(Class::A, Column::X);
        if steady.products > 1 {
            words = words
                .text(" The ")
                .count(u64::from(steady.products))
                .text(" steady best-sellers are ")
                .share(share(f64::from(steady.products), classed))
                .text(" of the range and ")
                .share(steady.share)
                .text(format!(" of {}.", self.by()));
        }
        let last = self.of(Class::C, Column::Z);
        if last.products > 1 {
            words = words
                .text(" At the other end, ")
                .count(u64::from(last.products))
                .text(" products sell unevenly and bring ")
                .share(last.share)
                .text(".");
        }
        words
    }

    /// What is left out, and what is not known.
    pub fn remarks(&self) -> Vec<Sentence> {
        let mut all = Vec::new();
        let unknown = self
            .judged
            .value
            .iter()
            .filter(|value| value.is_nan())
            .count();
        if unknown > 0 {
            all.push(
                products(Sentence::new(), unknown as u32)
                    .text(" without a known cost stand in no class; add their cost to the pack to rank them by margin."),
            );
        }
        let worthless = self.now.table.len() - self.judged.classed - unknown;
        if worthless > 0 {
            let words = match self.options.by {
                Measure::Margin => " that bring no margin stand in no class.",
                _ => " with nothing left after returns stand in no class.",
            };
            all.push(products(Sentence::new(), worthless as u32).text(words));
        }
        if self.now.periods.len() < ENOUGH {
            all.push(
                "How steadily products sell needs six full weeks or months, and these days hold \
                 fewer. Widen the period to see it."
                    .into(),
            );
        } else if self.now.periods.unit != Unit::Month {
            all.push(
                "Steadiness is counted in weeks, because these days hold fewer than six full \
                 months."
                    .into(),
            );
        }
        all
    }

    /// What one can act on.
    pub fn facts(&self, stages: &[StageSummary]) -> Vec<ProductFact> {
        let mut facts = Vec::new();
        let boxes = [
            (Class::A, Column::X, "Protect ", " that never may run out"),
            (Class::A, Column::Z, "Plan ", " by season"),
            (
                Class::C,
                Column::Z,
                "Review ",
                " that hardly bring anything",
            ),
        ];
        for (class, column, verb, rest) in boxes {
            let one = self.of(class, column);
            if one.products > 0 {
                facts.push(ProductFact {
                    title: products(Sentence::from(verb), one.products).text(rest),
                    detail: Sentence::from("They bring ").share(one.share).text(format!(
                        " of {}. {}",
                        self.by(),
                        one.policy
                    )),
                    pick: Pick::place(one.place),
                });
            }
        }
        let declining = self.judged.rows().filter(|(row, place)| {
            place.class == Class::A && self.judged.stage[*row] == Some(Stage::Declining)
        });
        let (count, value) = declining.fold((0, 0.0), |(count, sum), (row, _)| {
            (count + 1, sum + self.judged.value[row])
        });
        if count > 0 {
            facts.push(ProductFact {
                title: products(Sentence::from("Find out why "), count)
                    .text(" of class A lose ground"),
                detail: Sentence::from("They bring ")
                    .share(share(value, self.judged.total))
                    .text(format!(
                        " of {}, and their share of all pieces sold fell by a third or more within the period.",
                        self.by()
                    )),
                pick: Pick {
                    class: Some(Class::A),
                    stage: Some(Stage::Declining),
                    ..Pick::default()
                },
            });
        }
        let gone = stages.iter().find(|one| one.stage == Stage::Discontinued);
        if let Some(gone) = gone.filter(|gone| gone.products > 0) {
            let often = match self.now.periods.unit {
                Unit::Month => "months",
                Unit::Day | Unit::Week => "weeks",
            };
            facts.push(ProductFact {
                title: products(Sentence::from("Check "), gone.products)
                    .text(format!(" not sold for three {often}")),
                detail: Sentence::from("They brought ")
                    .share(gone.share)
                    .text(format!(
                        " of {} before: taken out of the range, or out of stock?",
                        self.by()
                    )),
                pick: Pick {
                    stage: Some(Stage::Discontinued),
                    ..Pick::default()
                },
            });
        }
        facts
    }

    /// What to do about the three boxes that matter most.
    pub fn boxes_title(&self) -> Sentence {
        let protect = self.of(Class::A, Column::X).products;
        let plan = self.of(Class::A, Column::Z).products;
        let review = self.of(Class::C, Column::Z).products;
        if protect + plan + review == 0 {
            return "Value of a product, and how steadily it sells".into();
        }
        products(Sentence::from("Protect "), protect)
            .text(", plan ")
            .count(u64::from(plan))
            .text(" by season, review ")
            .count(u64::from(review))
    }

    /// Who is left out of the grid.
    pub fn boxes_note(&self) -> Sentence {
        let new = self
            .boxes
            .iter()
            .filter(|one| one.place.column == Column::New);
        let (count, part) = new.fold((0, 0.0), |(count, part), one| {
            (count + one.products, part + one.share)
        });
        if count == 0 {
            return Sentence::new();
        }
        products(Sentence::new(), count)
            .text(" with fewer than six full periods since the first sale (")
            .share(part)
            .text(format!(
                " of {}) are too new for a column and left out of the grid.",
                self.by()
            ))
    }

    /// How few make half.
    pub fn curve_title(&self, half: u32) -> Sentence {
        let verb = if half == 1 { " makes" } else { " make" };
        match half {
            0 => Sentence::from("There is nothing to rank"),
            _ => products(Sentence::new(), half).text(format!("{verb} half of all {}", self.by())),
        }
    }

    /// How much can be planned.
    pub fn demand_title(&self, demand: &[DemandSummary]) -> Sentence {
        let smooth = demand.iter().find(|one| one.demand == Some(Demand::Smooth));
        let Some(smooth) = smooth.filter(|smooth| smooth.products > 0) else {
            return "No product has smooth demand".into();
        };
        let verb = if smooth.products == 1 {
            " brings "
        } else {
            " bring "
        };
        products(Sentence::new(), smooth.products)
            .text(" with smooth demand")
            .text(verb)
            .share(smooth.share)
            .text(format!(" of {}", self.by()))
    }

    /// What grows, what declines.
    pub fn stages_title(&self, stages: &[StageSummary]) -> Sentence {
        let count = |stage| {
            let found = stages.iter().find(|one| one.stage == stage);
            found.map_or(0, |one| one.products)
        };
        if stages.is_empty() {
            return Sentence::new();
        }
        products(Sentence::new(), count(Stage::Growing))
            .text(" gain ground, ")
            .count(u64::from(count(Stage::Declining)))
            .text(" lose it, ")
            .count(u64::from(count(Stage::New)))
            .text(" are new and ")
            .count(u64::from(count(Stage::Discontinued)))
            .text(" are no longer sold")
    }
}
