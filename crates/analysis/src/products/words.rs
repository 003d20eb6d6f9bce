//! What the Products panel says: every sentence is a claim made from the numbers beside it.

use clientele_model::overview::Unit;
use clientele_model::products::{
    BoxSummary, Class, ClassSummary, Column, Demand, DemandSummary, Measure, Options, Pick, Place,
    ProductFact, Stage, StageSummary, Task,
};
use clientele_model::words::{Sentence, agreeing};

use super::{Judged, boxes, stage};
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

/// That returns are taken off, where there are any.
pub(super) fn after_returns(any: bool) -> &'static str {
    if any { " after returns" } else { "" }
}

const AX: Place = Place {
    class: Class::A,
    column: Column::X,
};
const AZ: Place = Place {
    class: Class::A,
    column: Column::Z,
};
const CZ: Place = Place {
    class: Class::C,
    column: Column::Z,
};

/// "1 product", "2 products".
fn products(words: Sentence, count: u32) -> Sentence {
    words.counted(count, "product")
}

impl Words<'_> {
    fn of(&self, class: Class, column: Column) -> &BoxSummary {
        &self.boxes[Place { class, column }.at()]
    }

    fn by(&self) -> &'static str {
        self.options.by.noun()
    }

    /// Where something came back, that it is taken off.
    fn after_returns(&self) -> &'static str {
        after_returns(self.now.table.returned.iter().any(|&back| back > 0.0))
    }

    /// How few products make the first cut-off, and how many of those are steady.
    pub fn headline(&self) -> Sentence {
        let top = &self.classes[0];
        if self.judged.classed == 0 {
            return format!("No product has any {}{}", self.by(), self.after_returns()).into();
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
                .counted(last.products, "product")
                .text(agreeing(
                    last.products,
                    " sells unevenly and brings ",
                    " sell unevenly and bring ",
                ))
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
                products(Sentence::new(), unknown as u32).text(match unknown {
                    1 => " without a known cost stands in no class; add its cost to the pack to rank it by margin.",
                    _ => " without a known cost stand in no class; add their cost to the pack to rank them by margin.",
                }),
            );
        }
        let worthless = self.now.table.len() - self.judged.classed - unknown;
        if worthless > 0 {
            let stand = if worthless == 1 { "stands" } else { "stand" };
            let left = match self.options.by {
                Measure::Margin => "no margin".to_owned(),
                _ => format!("nothing left{}", self.after_returns()),
            };
            let words = format!(" with {left} {stand} in no class.");
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

    /// How many products there are with a task, and their share of all value.
    fn tasked(&self, task: Task) -> (u32, f64) {
        let rows = self.judged.rows();
        let rows = rows.filter(|(row, _)| self.judged.task[*row] == Some(task));
        let (count, value) = rows.fold((0, 0.0), |(count, sum), (row, _)| {
            (count + 1, sum + self.judged.value[row])
        });
        (count, share(value, self.judged.total))
    }

    /// What one can act on: each product stands in one fact at most.
    pub fn facts(&self) -> Vec<ProductFact> {
        let fact = |task: Task| {
            let (count, part) = self.tasked(task);
            let (verb, rest, why) = match task {
                Task::Protect => (
                    "Protect ",
                    " that must never run out".to_owned(),
                    boxes::words(AX, self.options.by).1,
                ),
                Task::Plan => (
                    "Plan ",
                    " by season".to_owned(),
                    boxes::words(AZ, self.options.by).1,
                ),
                Task::Review => (
                    "Review ",
                    format!(" with hardly any {}", self.by()),
                    boxes::words(CZ, self.options.by).1,
                ),
                Task::Explain => (
                    "Find out why ",
                    match count {
                        1 => " of class A is declining".to_owned(),
                        _ => " of class A are declining".to_owned(),
                    },
                    stage::meaning(Stage::Declining, self.now.periods.unit),
                ),
                Task::Check => (
                    "Check whether ",
                    match count {
                        1 => " is still sold".to_owned(),
                        _ => " are still sold".to_owned(),
                    },
                    stage::meaning(Stage::Discontinued, self.now.periods.unit),
                ),
            };
            let bring = match (self.options.by, count) {
                (Measure::Units, 1) => "It is ",
                (Measure::Units, _) => "They are ",
                (_, 1) => "It brings ",
                _ => "They bring ",
            };
            (count > 0).then(|| ProductFact {
                title: products(Sentence::from(verb), count).text(rest),
                detail: Sentence::from(bring)
                    .share(part)
                    .text(format!(" of {}. {why}", self.by())),
                pick: Pick::task(task),
            })
        };
        let all = [
            Task::Protect,
            Task::Plan,
            Task::Review,
            Task::Explain,
            Task::Check,
        ];
        all.into_iter().filter_map(fact).collect()
    }

    /// What to do about most products of the three boxes that matter most.
    pub fn boxes_title(&self) -> Sentence {
        let of = |task| self.tasked(task).0;
        let (protect, plan, review) = (of(Task::Protect), of(Task::Plan), of(Task::Review));
        if protect + plan + review == 0 {
            return "Value of a product, and how steadily it sells".into();
        }
        products(Sentence::from("Protect "), protect)
            .text(", plan ")
            .count(u64::from(plan))
            .text(" by season, review ")
            .count(u64::from(review))
    }

    /// Who is left out of the grid, and who has something else to be done first.
    pub fn boxes_note(&self) -> Sentence {
        let new = self
            .boxes
            .iter()
            .filter(|one| one.place.column == Column::New);
        let (count, part) = new.fold((0, 0.0), |(count, part), one| {
            (count + one.products, part + one.share)
        });
        let mut words = Sentence::new();
        if count > 0 {
            let are = match count {
                1 => " is left out of the grid.",
                _ => " are left out of the grid.",
            };
            words = products(words, count)
                .text(" with fewer than six full periods in these days since the first sale (")
                .share(part)
                .text(format!(" of {}){are}", self.by()));
        }
        let first = [AX, AZ, CZ].map(|place| self.boxes[place.at()].products);
        let tasks = [Task::Protect, Task::Plan, Task::Review].map(|task| self.tasked(task).0);
        let other = first.iter().sum::<u32>() - tasks.iter().sum::<u32>();
        if other > 0 {
            let are = match other {
                1 => {
                    " of these boxes is declining or no longer sold, and has that to be looked into first."
                }
                _ => {
                    " of these boxes are declining or no longer sold, and have that to be looked into first."
                }
            };
            let space = if words.is_empty() { "" } else { " " };
            words = products(words.text(space), other).text(are);
        }
        words
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
        if self.now.periods.len() < ENOUGH {
            return "How smooth demand is cannot be told from fewer than six full weeks".into();
        }
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
        let growing = count(Stage::Growing);
        products(Sentence::new(), growing)
            .text(if growing == 1 {
                " is growing, "
            } else {
                " are growing, "
            })
            .count(u64::from(count(Stage::Declining)))
            .text(" declining, ")
            .count(u64::from(count(Stage::New)))
            .text(" new and ")
            .count(u64::from(count(Stage::Discontinued)))
            .text(" no longer sold")
    }
}
