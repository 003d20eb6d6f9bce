//! Experiments: planning a test, drawing its lists, judging its result. Questions and reports.

mod brought;
mod judged;
mod kinds;
mod plan;
mod print;
mod result;
mod scenario;
mod split;

use serde::{Deserialize, Serialize};

use crate::filters::Filters;
use crate::link::{Declaration, Link};
use crate::question::Question;

pub use brought::Brought;
pub use judged::Choices as Judged;
pub use kinds::{Goal, Measure, OfferKind, Stand, Verdict, Via};
pub use plan::{
    Anchor, AudienceChoice, BreakEven, CellRow, Cells, DayPoint, GuardrailBudget, Holdout, Peeking,
    PlanReport, RunningTest, ScenarioReport, Season, Straight, Timeline, Waterfall, WaterfallStep,
    Year, YearBar,
};
pub use result::{
    After, Arm, ArmEffect, Before, CampaignLine, Course, CoursePoint, Cut, CutRow, Impact,
    ImpactRow, Ledger, LedgerRow, MeasureRow, Narrower, Reason, ResultReport, Role, Sensitivity,
    Split, Way,
};
pub use scenario::{Choices as Planned, Offer, SCENARIOS, Scenario};
pub use split::{BalanceRow, SplitArm, SplitReport};

/// Can this test tell a difference, and what does the campaign bring? `/experiments/plan`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanTest {
    /// What is being looked at.
    pub filters: Filters,
    /// What is planned.
    pub planned: Planned,
}

/// Did the campaign work? `/experiments/result`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgeTest {
    /// What is being looked at.
    pub filters: Filters,
    /// Which campaign, and by what it is judged.
    pub judged: Judged,
}

/// Who is in which arm? `/experiments/split`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitTest {
    /// What is being looked at.
    pub filters: Filters,
    /// What is planned; only its own scenario counts.
    pub planned: Planned,
}

impl Question for PlanTest {
    type Report = PlanReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.plan = self.planned.clone();
    }
}

impl Question for JudgeTest {
    type Report = ResultReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.judged = self.judged.clone();
    }
}

impl Question for SplitTest {
    type Report = SplitReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.plan = self.planned.clone();
    }
}

pub(crate) const PLAN: Declaration = Declaration {
    params: scenario::PARAMS,
    ..Declaration::new(
        "experiments/plan",
        Some("Experiments"),
        "Can this test tell a difference, and what does the campaign bring?",
        |link| {
            Ok(PlanTest {
                filters: link.filters,
                planned: link.plan,
            }
            .into())
        },
    )
};

pub(crate) const RESULT: Declaration = Declaration {
    params: judged::PARAMS,
    ..Declaration::new(
        "experiments/result",
        Some("Judge a result"),
        "Did the campaign work?",
        |link| {
            Ok(JudgeTest {
                filters: link.filters,
                judged: link.judged,
            }
            .into())
        },
    )
};

pub(crate) const SPLIT: Declaration = Declaration {
    params: scenario::PARAMS,
    ..Declaration::new(
        "experiments/split",
        None,
        "Who is in which arm of a planned test?",
        |link| {
            Ok(SplitTest {
                filters: link.filters,
                planned: link.plan,
            }
            .into())
        },
    )
};
