//! Who is in which arm? Those whom the plan reaches, drawn and balanced.

mod lists;
mod report;

use std::collections::BTreeMap;
use std::sync::Arc;

use clientele_model::experiments::{Planned, SplitReport, SplitTest};
use clientele_model::failure::Failure;
use clientele_model::groups::RfmGroup;
use clientele_model::question::AnyQuestion;
use clientele_model::selection::Only;

use super::plan::audience::{Kept, in_words, kept_today};
use super::plan::found::day;
use super::plan::ground::Ground;

use crate::days::{self, Days};
use crate::engine::{Needs, Next, Plan, Scope, Shop, Study, Tables, then};
use crate::narrowing::{Chosen, Marking};
use crate::rfm::Scores;
use crate::set::CustomerSet;
pub(crate) use lists::{RULE, figures};
use report::{Asked, report};

/// What a test is called that has no name.
const UNNAMED: &str = "test";

/// Who is in which arm?
pub struct Splitting;

impl Study for Splitting {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::SplitTest(asked) => Some(plan(asked, shop)),
            _ => None,
        }
    }
}

fn plan(asked: &SplitTest, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&asked.filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let who = asked.planned.scenario.who.clone().unwrap_or(Only::Everyone);
    let mark = needs.choice(&who, &scope);
    let data = Days::of(shop.catalogue.main());
    let months = needs.months(data, &scope)?;
    needs.campaigns();
    let asked = asked.clone();
    Ok(Plan::new(needs, move |tables| {
        let counting = tables.months(&months)?;
        Ok(then(counting, move |months| {
            let ground = Ground::of(months, data, &scope, &tables)?;
            let marking = Marking::new(&tables, &customers, mark)?;
            Ok(then(marking, move |chosen| {
                let report = lists(&asked, &scope, &ground, &tables, &chosen, data)?;
                Ok(Next::Answer(Box::new(report)))
            }))
        }))
    }))
}

/// The lists of those whom the plan reaches.
fn lists(
    asked: &SplitTest,
    scope: &Scope,
    ground: &Arc<Ground>,
    tables: &Tables,
    chosen: &Chosen,
    data: Days,
) -> Result<SplitReport, Failure> {
    let Planned {
        scenario,
        day: send,
        label,
        ..
    } = &asked.planned;
    let (send, wrong) = day(*send, data);
    let scores = Scores::of(&chosen.among);
    let mut left_out: BTreeMap<Kept, u32> = BTreeMap::new();
    let (mut set, mut groups) = (
        CustomerSet::none(chosen.among.len()),
        Vec::<RfmGroup>::new(),
    );
    for (who, row) in ground.past.members(chosen, tables.lines().is_some()) {
        match kept_today(scenario, &ground.past, &ground.seen, who, send) {
            Some(why) => *left_out.entry(why).or_default() += 1,
            None => {
                set.insert(chosen.among.position[row]);
                groups.push(scores.group(row));
            }
        }
    }
    let reached = chosen.among.narrowed(&set);
    let catalogue = &scope.catalogue;
    let mut report = report(Asked {
        reached: &reached,
        groups: &groups,
        left_out: in_words(left_out, scenario),
        label: label.clone().unwrap_or_else(|| UNNAMED.to_owned()),
        held: scenario.held,
        day: days::to_date(send),
        from: (
            &catalogue.slug,
            days::to_date(data.last),
            AnyQuestion::from(asked.clone()).to_string(),
        ),
    })?;
    report.remarks.extend(wrong);
    Ok(report)
}
