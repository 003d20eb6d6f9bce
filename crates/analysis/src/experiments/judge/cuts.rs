//! Who responded: the effect by group, each drawn towards the whole.

use clientele_model::experiments::{Cut as Shown, CutRow, Measure};
use clientele_model::words::Sentence;

use super::effects::{Told, adjusted, measured};
use super::groups::Cut;
use super::totals::{Arm, Value};
use super::words;
use crate::inference::{Pairs, Seen, Shrunk, interaction, multiple, normal, shrink};

/// A group of a cut.
pub struct Group {
    /// Its place in the cut.
    pub at: usize,
    /// Those held back.
    pub control: Pairs,
    /// Those treated.
    pub treated: Pairs,
    /// Effect as measured.
    pub measured: Told,
    /// The same with its error.
    pub seen: Seen,
}

/// A cut worked out.
pub struct Worked {
    /// Which one.
    pub cut: Cut,
    /// Its groups, those with customers in both arms and something that varies.
    pub groups: Vec<Group>,
    /// Effects drawn towards the whole; none with fewer than two groups.
    pub shrunk: Option<Shrunk>,
    /// Chance of differences like these where there are none, and Cochran's Q.
    pub interaction: Option<(f64, f64)>,
    /// How many cuts are looked at: so many chances to find a difference.
    pub looks: usize,
}

/// Works out a cut.
pub fn worked(
    cut: Cut,
    value: Value,
    (control, treated): (&Arm, &Arm),
    looks: usize,
    alpha: f64,
) -> Worked {
    let sides = control
        .by(cut, value)
        .into_iter()
        .zip(treated.by(cut, value));
    let groups: Vec<Group> = sides
        .enumerate()
        .filter_map(|(at, (control, treated))| group(at, value, control, treated, alpha))
        .collect();
    let seen: Vec<Seen> = groups.iter().map(|group| group.seen).collect();
    Worked {
        cut,
        shrunk: shrink(&seen).ok(),
        interaction: interaction(&seen).ok().map(|found| (found.p, found.q)),
        looks,
        groups,
    }
}

fn group(at: usize, value: Value, control: Pairs, treated: Pairs, alpha: f64) -> Option<Group> {
    if control.y.n.min(treated.y.n) < 2 {
        return None;
    }
    let (estimate, error) = match value {
        Value::Bought => {
            // Half a buyer more and half a customer less, so that a group without buyers has a width.
            let variance = |pairs: Pairs| {
                let n = f64::from(pairs.y.n);
                let share = (pairs.y.sum + 0.5) / (n + 1.0);
                share * (1.0 - share) / n
            };
            let error = (variance(control) + variance(treated)).sqrt();
            (treated.y.mean() - control.y.mean(), error)
        }
        Value::Orders | Value::Revenue | Value::Margin => {
            // Past spend is counted within the group, too.
            let effect = adjusted(control, treated)?;
            (effect.estimate, effect.error)
        }
    };
    let half = normal::upper_quantile(0.5 * alpha) * error;
    let around = Told {
        effect: estimate,
        low: estimate - half,
        high: estimate + half,
    };
    let told = match value {
        Value::Bought => measured(value, control, treated, alpha).map(|(told, ..)| told),
        Value::Orders | Value::Revenue | Value::Margin => None,
    };
    Some(Group {
        at,
        control,
        treated,
        measured: told.unwrap_or(around),
        seen: Seen { estimate, error },
    })
}

impl Worked {
    /// Effect of a group drawn towards the whole, with its interval.
    pub fn shrunk(&self, at: usize, alpha: f64) -> Told {
        let seen = self.groups[at].seen;
        let drawn = self
            .shrunk
            .as_ref()
            .and_then(|shrunk| shrunk.segments.get(at));
        let drawn = drawn.copied().unwrap_or(seen);
        let half = normal::upper_quantile(0.5 * alpha) * drawn.error;
        Told {
            effect: drawn.estimate,
            low: drawn.estimate - half,
            high: drawn.estimate + half,
        }
    }

    /// Whether the groups differ by more than chance, with all cuts that were looked at.
    pub fn differs(&self, alpha: f64) -> bool {
        let looks = self.looks.max(1) as f64;
        self.interaction.is_some_and(|(p, _)| p * looks < alpha)
    }

    /// As the report has it.
    pub fn shown(&self, measure: Measure, alpha: f64) -> Option<Shown> {
        if self.groups.is_empty() {
            return None;
        }
        let p: Vec<f64> = self
            .groups
            .iter()
            .map(|group| 2.0 * normal::upper((group.seen.estimate / group.seen.error).abs()))
            .collect();
        let corrected = multiple::benjamini_hochberg(&p, p.len() as u64);
        let rows = self.groups.iter().zip(corrected).enumerate();
        let rows = rows.map(|(at, (group, corrected))| CutRow {
            name: self.cut.group(group.at).to_owned(),
            of: self.cut.only(group.at),
            customers: group.control.y.n + group.treated.y.n,
            control: group.control.y.mean(),
            treated: group.treated.y.mean(),
            measured: group.measured.triple(),
            shrunk: self.shrunk(at, alpha).triple(),
            corrected,
        });
        Some(Shown {
            name: self.cut.name().to_owned(),
            title: self.title(measure, alpha),
            note: self.note(),
            interaction: self.interaction.map(|(p, _)| p),
            rows: rows.collect(),
        })
    }

    fn title(&self, measure: Measure, alpha: f64) -> Sentence {
        let Some((p, _)) = self.interaction else {
            return Sentence::from("All customers are in one group here");
        };
        if !self.differs(alpha) {
            let who = match self.cut {
                Cut::Rfm => "RFM groups",
                Cut::Discount => "Those who buy at a discount and those who do not",
                Cut::Channel => "Online and store customers",
            };
            let words = Sentence::from(who).text(
                " responded alike as far as this test can tell: chance makes such differences in ",
            );
            return words::odds(words, p).text(" tests");
        }
        // By what is certain: a large group with a sure effect before a small one with a lucky figure.
        let best = (0..self.groups.len()).max_by(|&a, &b| {
            let low = |at: usize| self.shrunk(at, alpha).low;
            low(a).total_cmp(&low(b))
        });
        let words = Sentence::from("The effect is not the same for all");
        match best.map(|at| (at, self.shrunk(at, alpha))) {
            Some((at, told)) if told.low > 0.0 => {
                let words = words
                    .text(": it is surest among ")
                    .text(self.cut.whom(self.groups[at].at))
                    .text(", ");
                words::told(words, measure, told)
            }
            _ => words.text(", but there is no group for whom it is sure"),
        }
    }

    fn note(&self) -> Sentence {
        let words = Sentence::from(
            "Groups are those of the day before the send. Small groups are pulled towards the whole, so that none stands out by chance alone.",
        );
        match self.interaction {
            Some((p, _)) => {
                let words =
                    words.text(" Where groups do not differ, such differences come about in ");
                words::odds(words, p).text(" tests.")
            }
            None => words,
        }
    }
}

/// Why a group is held up as an example.
#[derive(Clone, Copy)]
enum Why {
    /// It was drawn down most.
    Pulled,
    /// It looks like harm.
    Harm,
    /// It is the furthest from nothing, in errors.
    Clear,
}

impl Why {
    /// As far as its own figures say so.
    fn words(self, measured: Told, shrunk: Told) -> &'static str {
        match self {
            Self::Pulled if measured.low <= shrunk.effect => {
                "what it showed beyond the others may be chance, so it is drawn towards them most."
            }
            Self::Pulled => "it stands out, and whoever does so does it partly by luck.",
            Self::Harm if measured.high >= 0.0 => {
                "it looks like harm, and chance alone could make that."
            }
            Self::Harm => "it looks like harm, more than chance makes in a single group.",
            // Half or more is most.
            Self::Clear if shrunk.effect / measured.effect >= 0.5 => {
                "it is the clearest of all, and keeps most of what it showed."
            }
            Self::Clear => {
                "it is the clearest of all, and is drawn towards the others all the same."
            }
        }
    }
}

/// Three examples of shrinkage in words: measured, shrunk, why.
pub fn examples(cuts: &[Worked], alpha: f64) -> Vec<(f64, f64, Sentence)> {
    let all: Vec<(&Worked, usize)> = cuts
        .iter()
        .flat_map(|worked| (0..worked.groups.len()).map(move |at| (worked, at)))
        .filter(|(worked, _)| worked.shrunk.is_some())
        .collect();
    let pulled = |(worked, at): &(&Worked, usize)| {
        worked.groups[*at].measured.effect - worked.shrunk(*at, alpha).effect
    };
    let clear = |(worked, at): &(&Worked, usize)| {
        let seen = worked.groups[*at].seen;
        (seen.estimate / seen.error).abs()
    };
    let most = |of: &dyn Fn(&(&Worked, usize)) -> f64| {
        let there = all.iter().filter(|one| of(one) > 0.0);
        there.max_by(|a, b| of(a).total_cmp(&of(b)))
    };
    let harm = |one: &(&Worked, usize)| match one.0.groups[one.1].measured.effect < 0.0 {
        true => -pulled(one),
        false => 0.0,
    };
    let picks: [(Option<&(&Worked, usize)>, Why); 3] = [
        (most(&pulled), Why::Pulled),
        (most(&harm), Why::Harm),
        (most(&clear), Why::Clear),
    ];
    let mut taken: Vec<(Cut, usize)> = Vec::new();
    let mut examples = Vec::new();
    for (pick, why) in picks {
        let Some(&(worked, at)) = pick else {
            continue;
        };
        if taken.contains(&(worked.cut, at)) {
            continue;
        }
        taken.push((worked.cut, at));
        let group = &worked.groups[at];
        let customers = group.control.y.n + group.treated.y.n;
        let words = Sentence::new()
            .name(worked.cut.group(group.at))
            .text(", ")
            .counted(customers, "customer")
            .text(": ")
            .text(why.words(group.measured, worked.shrunk(at, alpha)));
        examples.push((
            group.measured.effect,
            worked.shrunk(at, alpha).effect,
            words,
        ));
    }
    examples
}
