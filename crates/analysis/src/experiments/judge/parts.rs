//! What is worked out of a test whose split is fair, and what it comes to.

use clientele_model::experiments::{
    Impact, Judged, Measure, MeasureRow, Narrower, Reason, ResultReport, Role, Sensitivity, Stand,
    Verdict,
};
use clientele_model::words::Sentence;

use super::course;
use super::cuts::{Worked, examples, worked};
use super::effects::{How, Told};
use super::facts::Found;
use super::guardrails::{self, Guard};
use super::impact::{global, impact};
use super::measures::{Measured, measures};
use super::narrower::narrower;
use super::report::treated_at;
use super::sensitivity::{CHOICES, Rows, sensitivity};
use super::totals::{Arm, Value};
use super::verdict::{Case, needed, verdict};
use super::{said, words};
use crate::inference::{Arm as Moments, Effect, Pairs, Scale, Worse};

/// Everything worked out.
pub struct Parts<'a> {
    /// What is known.
    pub found: &'a Found,
    /// Those held back.
    pub control: &'a Arm,
    /// Those treated.
    pub treated: &'a Arm,
    /// How effects are told.
    pub how: How,
    /// The goal and the other measures.
    pub measured: Vec<Measured>,
    /// Profit where it is one, then the others.
    pub guards: Vec<Guard>,
    cuts: Vec<Worked>,
}

impl<'a> Parts<'a> {
    /// Works it out.
    pub fn new(
        found: &'a Found,
        control: &'a Arm,
        treated: &'a Arm,
        goal: Value,
        how: How,
    ) -> Self {
        let choices = &found.choices;
        let mut measured = measures(control, treated, goal, &found.untold(), how);
        let profit = measured
            .iter_mut()
            .find_map(|measured| guardrails::profit(measured, choices));
        let unknown = (profit.is_none() && goal != Value::Margin)
            .then(|| guardrails::unknown_profit(choices, how.days, found.file_alone()));
        let ratios = guardrails::ratios(found, control, treated);
        let cuts = found.cuts.iter();
        Self {
            guards: profit.into_iter().chain(unknown).chain(ratios).collect(),
            cuts: cuts
                .map(|&cut| worked(cut, goal, (control, treated), found.cuts.len(), how.alpha))
                .collect(),
            found,
            control,
            treated,
            how,
            measured,
        }
    }

    /// What the test is judged by; nothing where nothing varies.
    pub fn goal(&self) -> Option<&Measured> {
        self.measured.iter().find(|one| one.row.role == Role::Goal)
    }

    fn choices(&self) -> &Judged {
        &self.found.choices
    }

    /// Fills the report.
    pub fn fill(&self, report: &mut ResultReport) {
        let Some(goal) = self.goal() else {
            return;
        };
        let (spans, alpha) = (self.found.settled.spans, self.how.alpha);
        let stand = goal.stand();
        let lead = |day: u32| self.treated.by_day(day).rate() - self.control.by_day(day).rate();
        // A file alone tells of no single day.
        if !self.found.file_alone() {
            report.course = course::course(self.control, self.treated, spans, alpha);
            report.after = course::after(
                self.control,
                self.treated,
                spans,
                lead(spans.judged()),
                alpha,
            );
        }
        let after = report
            .after
            .as_ref()
            .map_or(Stand::Unknown, |after| after.stand);
        let needed = self.needed(goal, stand, after);
        let case = Case {
            split_is_broken: false,
            is_over: self.how.is_over,
            goal: stand,
            guards: self
                .guards
                .iter()
                .filter_map(|guard| guard.row.stand)
                .collect(),
            after,
            more_days: spans.days < 2 * spans.window,
            can_settle: needed <= self.available(),
        };
        report.verdict = verdict(&case);
        report.narrower = match report.verdict {
            Verdict::Narrower => self.narrower(goal),
            Verdict::Ship | Verdict::RollBack | Verdict::KeepRunning | Verdict::Broken => None,
        };
        let measure = goal.row.measure;
        let shown = self.cuts.iter().filter_map(|cut| cut.shown(measure, alpha));
        report.cuts = shown.collect();
        report.examples = examples(&self.cuts, alpha);
        report.impact = self.impact();
        report.sensitivity = self.sensitivity();
        report.reasons = self.reasons(report, goal, stand);
        let guards: Vec<MeasureRow> = self.guards.iter().map(|guard| guard.row.clone()).collect();
        report.guardrails_title = guardrails::title(&guards);
        let plain = self.measured.iter().map(|one| one.row.clone());
        let plain = plain.filter(|row| row.role != Role::Guardrail);
        report.measures = plain.chain(guards).collect();
        said::say(report, self, goal, stand, needed);
    }

    /// Customers who may be had for another send; any number where it is not known.
    pub fn available(&self) -> f64 {
        let today = self.found.today.as_ref();
        today.map_or(f64::INFINITY, |today| f64::from(today.reached))
    }

    /// Customers that it takes to settle everything that is open.
    fn needed(&self, goal: &Measured, stand: Stand, after: Stand) -> f64 {
        let alpha = self.how.alpha;
        let own = match stand {
            Stand::Open => needed(&goal.effects.adjusted, goal.effects.counts.effect, alpha),
            Stand::Holds | Stand::Broken | Stand::Unknown => 0.0,
        };
        let later = match after {
            Stand::Open => self
                .later()
                .map(|whole| needed(&whole, whole.estimate, alpha)),
            Stand::Holds | Stand::Broken | Stand::Unknown => None,
        };
        let open = self
            .guards
            .iter()
            .filter(|guard| guard.row.stand == Some(Stand::Open));
        let most = open.filter_map(|guard| {
            let (effect, limit) = (guard.effect?, guard.row.limit?);
            let room = match guard.worse {
                Worse::Less => effect.estimate - limit,
                Worse::More => limit - effect.estimate,
            };
            Some(needed(&effect, room, alpha))
        });
        most.chain(later).fold(own, f64::max)
    }

    /// The difference from the send to the last day looked at.
    fn later(&self) -> Option<Effect> {
        let until = |arm: &Arm| {
            let share = arm.by_day(self.found.settled.spans.days);
            Moments::share(share.hits, share.n).ok()
        };
        let arms = (until(self.control)?, until(self.treated)?);
        Effect::between(arms.0, arms.1, Scale::Absolute).ok()
    }

    fn narrower(&self, goal: &Measured) -> Option<Narrower> {
        let is_margin = goal.value == Value::Margin;
        let margin = (self.found.has_margin() && !is_margin).then_some(self.choices().least_margin);
        narrower(
            &self.cuts,
            (goal.value, goal.row.measure),
            (self.control, self.treated),
            margin,
            self.how.alpha,
        )
    }

    /// By the groups that differ most.
    fn impact(&self) -> Option<Impact> {
        let today = self.found.today.as_ref()?;
        let alpha = self.how.alpha;
        let cut = self.cuts.iter().min_by(|a, b| {
            let p = |worked: &Worked| worked.interaction.map_or(2.0, |(p, _)| p);
            p(a).total_cmp(&p(b))
        })?;
        let (value, what) = match self.found.has_margin() {
            true => (Value::Margin, "profit"),
            false => (Value::Revenue, "revenue"),
        };
        let arms = (self.control, self.treated);
        let of = |value: Value| worked(cut.cut, value, arms, cut.looks, alpha);
        let shop = self.found.shop_revenue;
        let global = shop.and_then(|shop| global(shop, self.control, self.treated, alpha));
        impact(today, &of(Value::Bought), &of(value), what, global, alpha)
    }

    fn sensitivity(&self) -> Option<Sensitivity> {
        let tried = &self.found.sums.tried;
        let spans = self.found.settled.spans;
        let has_days = !self.found.file_alone();
        let treated = match self.found.settled.compared {
            Some(at) => tried.sums[at],
            None => {
                treated_at(self.found).fold([Pairs::default(); CHOICES.len()], |mut all, at| {
                    for (sum, pairs) in all.iter_mut().zip(&tried.sums[at]) {
                        *sum = sum.and(*pairs);
                    }
                    all
                })
            }
        };
        let rows = Rows {
            control: &tried.sums[self.found.settled.control],
            treated: &treated,
            of_margin: tried.of_margin,
            half: Some(spans.half()).filter(|half| has_days && *half < self.how.days),
            long: spans.long().filter(|_| has_days),
            gross: self.found.has_gross,
            has_past: self.found.has_past,
            limit: Some(self.choices().least_margin).filter(|_| tried.of_margin),
            alpha: self.how.alpha,
        };
        sensitivity(&rows, &self.found.sums.caps)
    }

    fn reasons(&self, report: &ResultReport, goal: &Measured, stand: Stand) -> Vec<Reason> {
        let reason = |stand: Stand, title: Sentence, about: Sentence| Reason {
            stand,
            title,
            about,
        };
        let fair = words::odds(Sentence::from("So uneven or more in "), report.split.p);
        let mut reasons = vec![
            reason(
                Stand::Holds,
                "The split is fair".into(),
                fair.text(" fair draws"),
            ),
            reason(
                stand,
                said::goal_title(goal.value, stand),
                said::goal_about(goal),
            ),
            match self.how.is_over {
                true => reason(
                    Stand::Holds,
                    Sentence::from("It ran its ")
                        .counted(self.how.days, "day")
                        .text(" and is judged once"),
                    "So the usual interval applies.".into(),
                ),
                false => reason(
                    Stand::Open,
                    Sentence::from("It has run for ")
                        .counted(self.how.days, "day")
                        .text(" of ")
                        .count(self.found.settled.planned.into()),
                    "So the wider interval counts, which is right however often one looks.".into(),
                ),
            },
        ];
        for guard in &self.guards {
            if let Some(stand) = guard.row.stand {
                let title = said::guard_title(&guard.row, stand);
                reasons.push(reason(stand, title, guardrails::about(&guard.row)));
            }
        }
        match &report.after {
            Some(after) => {
                let (effect, low, high) = after.effect;
                let told = Told { effect, low, high };
                let about = words::value(Sentence::new(), Measure::Share, after.treated);
                let about = words::value(about.text(" against "), Measure::Share, after.control);
                let about = about.text(" in the next ").counted(after.days, "day");
                let about = words::told(about.text(": "), Measure::Share, told);
                reasons.push(reason(after.stand, after.title.clone(), about));
            }
            None if self.how.is_over => reasons.push(reason(
                Stand::Unknown,
                "The days after the window are not in the data".into(),
                "Whether orders only came earlier cannot be told so far.".into(),
            )),
            None => {}
        }
        if let Some(before) = report.before.as_ref().filter(|before| before.differed) {
            let about = "Past spend is taken into account where it counts.";
            reasons.push(reason(Stand::Open, before.title.clone(), about.into()));
        }
        reasons
    }
}
