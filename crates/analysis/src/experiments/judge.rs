//! Did the campaign work?

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use crate::engine::{Plan, Shop, Study};

/// Did the campaign work?
pub struct Judging;

impl Study for Judging {
    fn plan(&self, question: &AnyQuestion, _: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::JudgeTest(_) => Some(Err(Failure::Nothing)),
            _ => None,
        }
    }
}
