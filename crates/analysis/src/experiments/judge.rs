//! Did the campaign work?
//!
//! In reading order: `study` asks for tables and goes from step to step; `ledger` reads who was in which arm; `groups` and
//! `doings` say what each of them was and did; `totals` adds that up by arm and group, and from there on nothing is about single
//! customers: `measures`, `guardrails`, `course`, `cuts`, `impact` and `sensitivity` each make their part of the report, and
//! `verdict` says what follows.

mod course;
mod cuts;
mod doings;
mod effects;
mod groups;
mod guardrails;
mod impact;
mod index;
mod ledger;
mod measures;
mod narrower;
mod refused;
mod report;
mod said;
mod sensitivity;
mod split;
mod study;
mod totals;
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
