//! Did the campaign work?
//!
//! In reading order: `study` asks for tables (`looked` says for which) and goes from step to step; `exposed` reads who was in
//! which arm, `settled` says what is compared; `groups` and `doings` say what each customer was and did (`brought`, where a dropped
//! file alone tells it); `totals` adds that up by arm and group, and from there on nothing is about single customers (`facts`):
//! `measures`, `guardrails`, `course`, `cuts`, `impact` and `sensitivity` each work out their part, `verdict` says what follows, and
//! `said`, `next`, `remarks` and `formulas` put it into words.

mod brought;
mod course;
mod cuts;
mod doings;
mod effects;
mod exposed;
mod facts;
mod formulas;
mod gathering;
mod groups;
mod guardrails;
mod impact;
mod index;
mod ledger;
mod measures;
mod narrower;
mod next;
mod parts;
mod refused;
mod remarks;
mod report;
mod responding;
mod said;
mod scoring;
mod sensitivity;
mod settled;
mod split;
mod study;
mod totals;
mod unread;
mod verdict;
mod words;

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use crate::engine::{Plan, Shop, Study};

/// Did the campaign work?
pub struct Judging;

impl Study for Judging {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::JudgeTest(asked) => Some(study::plan(asked, shop)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
