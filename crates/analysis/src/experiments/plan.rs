//! Can this test tell a difference, and what does the campaign bring?

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use crate::engine::{Plan, Shop, Study};

/// Can this test tell a difference, and what does the campaign bring?
pub struct Planning;

impl Study for Planning {
    fn plan(&self, question: &AnyQuestion, _: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::PlanTest(_) => Some(Err(Failure::Nothing)),
            _ => None,
        }
    }
}
