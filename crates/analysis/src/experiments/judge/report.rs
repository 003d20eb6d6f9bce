//! The report, put together from its parts.

use clientele_model::experiments::{
    Arm as ArmLine, ArmEffect, CampaignLine, Judged, Measure, MeasureRow, Narrower, Reason,
    ResultReport, Role, Stand, Verdict,
};
use clientele_model::words::Sentence;

use super::course;
use super::cuts::{Worked, examples, worked};
use super::doings::Spans;
use super::effects::{How, Told, measured};
use super::groups::Cut;
use super::guardrails::{self, Guard};
use super::impact::{Shop, Today, global, impact};
use super::ledger::{Exposed, Told as LedgerTold, ledger};
use super::measures::{Measured, measures, value_of};
use super::narrower::narrower;
use super::sensitivity::{self, Caps, Tried};
use super::split::{before, shares, split};
use super::totals::{Arm, Value};
use super::verdict::{Case, needed, verdict};
use super::words;
use crate::inference::{Effect, Worse, multiple};

/// Everything that is known when the customers are added up.
pub struct Found {
    /// As asked.
    pub choices: Judged,
    /// Every campaign.
    pub campaigns: Vec<CampaignLine>,
    /// The one that is judged.
    pub campaign: CampaignLine,
    /// Days that count.
    pub spans: Spans,
    /// Days that were planned.
    pub planned: u32,
    /// Position of the arm that was held back.
    pub control: usize,
    /// Position of the arm compared with it; none for all others together.
    pub compared: Option<usize>,
    /// Sums by arm.
    pub arms: Vec<Arm>,
    /// Cuts that say something.
    pub cuts: Vec<Cut>,
    /// Whether profit can be told.
    pub has_margin: bool,
    /// Buyers whose profit had to be guessed.
    pub guessed: u32,
    /// Whether discounts are known.
    pub has_discount: bool,
    /// Customers of today.
    pub today: Option<Today>,
    /// The whole shop's revenue in the days judged.
    pub shop: Option<Shop>,
    /// What the answer hangs on.
    pub tried: Tried,
    /// Its caps.
    pub caps: Caps,
    /// Whether what returns took off is known.
    pub has_gross: bool,
    /// Accounts of the file.
    pub ledger: LedgerTold,
    /// Customers a day, where they were exposed on many.
    pub pace: Option<f64>,
}

/// The report.
pub fn report(found: &Found, exposed: &Exposed) -> ResultReport {
    let choices = &found.choices;
    let alpha = choices.alpha;
    let control = &found.arms[found.control];
    let others: Vec<usize> = (0..found.arms.len())
        .filter(|at| *at != found.control)
        .collect();
    let treated = match found.compared {
        Some(at) => found.arms[at].clone(),
        None => {
            let nobody = Arm::empty(found.spans.days);
            others
                .iter()
                .fold(nobody, |all, &at| all.and(&found.arms[at]))
        }
    };
    let how = How {
        alpha,
        is_over: found.spans.days >= found.planned,
        days: found.spans.judged(),
        has_groups: found.cuts.contains(&Cut::Rfm),
    };
    let sizes: Vec<u32> = found.arms.iter().map(|arm| arm.customers).collect();
    let planned = shares(found.arms.len(), found.control, choices.held);
    let split = split(&exposed.arms, &sizes, &planned);
    let goal = value_of(choices.goal);
    let parts = match split.is_broken {
        true => Parts::default(),
        false => Parts::of(found, control, &treated, goal, how),
    };
    let mut report = ResultReport {
        headline: Sentence::new(),
        context: Sentence::new(),
        remarks: remarks(found, exposed),
        choices: choices.clone(),
        campaigns: found.campaigns.clone(),
        campaign: found.campaign.clone(),
        window: found.spans.window,
        days: found.spans.days,
        arms: arms(found, exposed, &treated, &planned, &others),
        compared: 1,
        verdict: Verdict::Broken,
        why: Sentence::new(),
        reasons: Vec::new(),
        next: Vec::new(),
        narrower: None,
        before: before(control, &treated),
        measures_title: Sentence::new(),
        measures_note: Sentence::new(),
        guardrails_title: Sentence::new(),
        course: None,
        after: None,
        cuts: Vec::new(),
        examples: Vec::new(),
        impact: None,
        sensitivity: None,
        others: Vec::new(),
        ledger: ledger(exposed, &found.ledger),
        how: Vec::new(),
        measures: Vec::new(),
        split,
    };
    if report.arms.len() > 2
        && let Some(at) = found.compared
    {
        let place = others.iter().position(|other| *other == at).unwrap_or(0);
        report.compared = place as u32 + 1;
    }
    parts.fill(&mut report, found, control, &treated, how);
    report
}

/// What is worked out of a split that is fair.
#[derive(Default)]
struct Parts {
    measured: Vec<Measured>,
    guards: Vec<Guard>,
    cuts: Vec<Worked>,
    narrower: Option<Narrower>,
}

impl Parts {
    fn of(found: &Found, control: &Arm, treated: &Arm, goal: Value, how: How) -> Self {
        let choices = &found.choices;
        let mut measured = measures(control, treated, goal, found.has_margin, how);
        let profit = measured
            .iter_mut()
            .find_map(|measured| guardrails::profit(measured, choices));
        let ratios = guardrails::ratios(control, treated, found.has_discount, choices);
        let cuts: Vec<Worked> = found
            .cuts
            .iter()
            .map(|&cut| worked(cut, goal, control, treated, how.alpha))
            .collect();
        let measure = super::measures::kind(goal, how.days).measure;
        let margin = (found.has_margin && goal != Value::Margin).then_some(choices.least_margin);
        Self {
            narrower: narrower(
                &cuts,
                (goal, measure),
                (control, treated),
                margin,
                how.alpha,
            ),
            guards: profit.into_iter().chain(ratios).collect(),
            measured,
            cuts,
        }
    }

    fn fill(
        self,
        report: &mut ResultReport,
        found: &Found,
        control: &Arm,
        treated: &Arm,
        how: How,
    ) {
        let alpha = how.alpha;
        let Some(goal) = self.measured.iter().find(|one| one.row.role == Role::Goal) else {
            return unread(report, found);
        };
        let stand = match goal.effects.counts {
            Told { low, .. } if low > 0.0 => Stand::Holds,
            Told { high, .. } if high < 0.0 => Stand::Broken,
            _ => Stand::Open,
        };
        let lead = treated.by_day(found.spans.judged()).rate()
            - control.by_day(found.spans.judged()).rate();
        report.course = course::course(control, treated, found.spans, alpha);
        report.after = course::after(control, treated, found.spans, lead, alpha);
        let after = report
            .after
            .as_ref()
            .map_or(Stand::Unknown, |after| after.stand);
        let needed = self.needed(goal, stand, alpha);
        let available = found.today.as_ref().map_or(u32::MAX, |today| today.reached);
        let case = Case {
            split_is_broken: false,
            is_over: how.is_over,
            goal: stand,
            guards: self
                .guards
                .iter()
                .filter_map(|guard| guard.row.stand)
                .collect(),
            after,
            more_days: found.spans.days < 2 * found.spans.window,
            can_settle: needed <= f64::from(available),
        };
        report.verdict = verdict(&case);
        report.narrower = match report.verdict {
            Verdict::Narrower => self.narrower.clone(),
            _ => None,
        };
        report.cuts = self
            .cuts
            .iter()
            .filter_map(|cut| cut.shown(goal.row.measure, alpha))
            .collect();
        report.examples = examples(&self.cuts, alpha);
        report.impact = self.impact(found, control, treated, alpha);
        let choices = &found.choices;
        report.sensitivity = {
            let sums = |of: Option<usize>| match of {
                Some(at) => found.tried.sums[at],
                None => {
                    let mut all = found.tried.sums[found.control];
                    for pairs in &mut all {
                        *pairs = crate::inference::Pairs::default();
                    }
                    for (at, arm) in found.tried.sums.iter().enumerate() {
                        if at != found.control {
                            for (sum, pairs) in all.iter_mut().zip(arm) {
                                *sum = sum.and(*pairs);
                            }
                        }
                    }
                    all
                }
            };
            let scope = sensitivity::Scope {
                days: how.days,
                half: Some(found.spans.half()).filter(|half| *half < how.days),
                long: found.spans.long(),
                gross: found.has_gross,
                limit: Some(choices.least_margin),
                alpha,
            };
            sensitivity::sensitivity(
                &sums(Some(found.control)),
                &sums(found.compared),
                found.tried.of_margin,
                &found.caps,
                scope,
            )
        };
        report.others = others(found, goal.value, alpha, &report.arms);
        report.reasons = self.reasons(report, goal, stand, how);
        let measures: Vec<MeasureRow> = {
            let plain = self.measured.iter().map(|one| one.row.clone());
            let rest = self.guards.iter().map(|guard| &guard.row);
            let rest = rest.filter(|row| row.key != "margin").cloned();
            plain.chain(rest).collect()
        };
        let guards: Vec<MeasureRow> = self.guards.iter().map(|guard| guard.row.clone()).collect();
        report.guardrails_title = guardrails::title(&guards);
        report.measures = measures;
        super::said::say(report, found, goal, stand, needed, available, how);
    }

    /// Customers that it takes to settle everything that is open.
    fn needed(&self, goal: &Measured, stand: Stand, alpha: f64) -> f64 {
        let own = match stand {
            Stand::Open => needed(&goal.effects.adjusted, goal.effects.counts.effect, alpha),
            Stand::Holds | Stand::Broken | Stand::Unknown => 0.0,
        };
        let guards = self
            .guards
            .iter()
            .filter(|guard| guard.row.stand == Some(Stand::Open));
        let most = guards.filter_map(|guard| {
            let effect: Effect = guard.effect?;
            let limit = guard.row.limit?;
            let room = match guard.worse {
                Worse::Less => effect.estimate - limit,
                Worse::More => limit - effect.estimate,
            };
            Some(needed(&effect, room, alpha))
        });
        most.fold(own, f64::max)
    }

    fn impact(
        &self,
        found: &Found,
        control: &Arm,
        treated: &Arm,
        alpha: f64,
    ) -> Option<clientele_model::experiments::Impact> {
        let today = found.today.as_ref()?;
        let cut = self.cuts.iter().min_by(|a, b| {
            let p = |worked: &Worked| worked.interaction.map_or(2.0, |(p, _)| p);
            p(a).total_cmp(&p(b))
        })?;
        let (value, what) = match found.has_margin {
            true => (Value::Margin, "profit"),
            false => (Value::Revenue, "revenue"),
        };
        let buyers = worked(cut.cut, Value::Bought, control, treated, alpha);
        let gains = worked(cut.cut, value, control, treated, alpha);
        let global = found
            .shop
            .and_then(|shop| global(shop, control, treated, alpha));
        impact(today, &buyers, &gains, what, global, alpha)
    }

    fn reasons(
        &self,
        report: &ResultReport,
        goal: &Measured,
        stand: Stand,
        how: How,
    ) -> Vec<Reason> {
        let mut reasons = vec![Reason {
            stand: Stand::Holds,
            title: "The split is fair".into(),
            about: report.split.note.clone(),
        }];
        let told = goal.effects.counts;
        let about =
            words::value(Sentence::new(), goal.row.measure, goal.row.treated).text(" against ");
        let about = words::value(about, goal.row.measure, goal.row.control).text(": ");
        let about = words::told(about, goal.row.measure, told);
        let about = match goal.row.chance {
            Some(chance) => words::chance(about.text("; "), chance).text(" it helps"),
            None => about,
        };
        reasons.push(Reason {
            stand,
            title: super::said::goal_title(goal.value, stand),
            about,
        });
        reasons.push(match how.is_over {
            true => Reason {
                stand: Stand::Holds,
                title: Sentence::from("It ran its ")
                    .counted(how.days, "day")
                    .text(" and is judged once"),
                about: "so the usual interval applies".into(),
            },
            false => Reason {
                stand: Stand::Open,
                title: Sentence::from("It has run for ")
                    .counted(how.days, "day")
                    .text(" so far"),
                about: "so the wider interval counts, which is right however often one looks"
                    .into(),
            },
        });
        for guard in &self.guards {
            let Some(stand) = guard.row.stand else {
                continue;
            };
            reasons.push(Reason {
                stand,
                title: super::said::guard_title(&guard.row, stand),
                about: guardrails::about(&guard.row),
            });
        }
        if let Some(after) = &report.after {
            let told = Told {
                effect: after.effect.0,
                low: after.effect.1,
                high: after.effect.2,
            };
            let about =
                words::value(Sentence::new(), Measure::Share, after.treated).text(" against ");
            let about = words::value(about, Measure::Share, after.control);
            let about = about
                .text(" in the next ")
                .counted(after.days, "day")
                .text(": ");
            reasons.push(Reason {
                stand: after.stand,
                title: after.title.clone(),
                about: words::told(about, Measure::Share, told),
            });
        }
        reasons
    }
}

/// A test in which nothing varies, or whose split is off.
pub fn unread(report: &mut ResultReport, found: &Found) {
    super::said::unread(report, found);
}

fn arms(
    found: &Found,
    exposed: &Exposed,
    treated: &Arm,
    planned: &[f64],
    others: &[usize],
) -> Vec<ArmLine> {
    let line = |name: String, arm: &Arm, share: f64| ArmLine {
        name,
        customers: arm.customers,
        share,
        buyers: arm.bought().hits,
        of: None,
    };
    let one = |at: usize| line(exposed.arms[at].clone(), &found.arms[at], planned[at]);
    let mut lines = vec![one(found.control)];
    if found.compared.is_none() && others.len() > 1 {
        let share = others.iter().map(|&at| planned[at]).sum();
        lines.push(line("All others together".to_owned(), treated, share));
    }
    lines.extend(others.iter().map(|&at| one(at)));
    lines
}

/// Every arm against the one held back, where there are more than two.
fn others(found: &Found, value: Value, alpha: f64, lines: &[ArmLine]) -> Vec<ArmEffect> {
    if found.arms.len() < 3 {
        return Vec::new();
    }
    let control = found.arms[found.control].all(value);
    let names = lines
        .iter()
        .skip(1)
        .filter(|line| line.name != "All others together");
    let arms = (0..found.arms.len()).filter(|at| *at != found.control);
    let rows: Vec<(String, Told, f64)> = arms
        .zip(names)
        .filter_map(|(at, line)| {
            let (told, p, _) = measured(value, control, found.arms[at].all(value), alpha)?;
            Some((line.name.clone(), told, p))
        })
        .collect();
    let p: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let rows = rows.into_iter().zip(multiple::holm(&p));
    rows.map(|((name, told, _), corrected)| ArmEffect {
        name,
        effect: told.triple(),
        corrected,
    })
    .collect()
}

fn remarks(found: &Found, exposed: &Exposed) -> Vec<Sentence> {
    let mut remarks = Vec::new();
    if !exposed.same_arms.is_empty() {
        let names: Vec<&str> = exposed.same_arms.iter().map(String::as_str).collect();
        remarks.push(
            Sentence::from(
                "Arms that differ in spaces or capital letters alone are taken for one: ",
            )
            .text(super::refused::listed(&names))
            .text("."),
        );
    }
    if found.guessed > 0 {
        remarks.push(
            Sentence::from("What ")
                .counted(found.guessed, "buyer")
                .text(" bought has no unit cost: the profit rate of the others stands in."),
        );
    }
    if found.ledger.negative.rows > 0 {
        remarks.push(
            Sentence::new()
                .counted(found.ledger.negative.rows, "customer")
                .text(" of the file spent less than nothing: more was paid back than bought. They count as they are."),
        );
    }
    remarks
}
