//! Who is in which arm?

mod lists;
mod report;

use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use crate::engine::{Plan, Shop, Study};

/// Who is in which arm?
pub struct Splitting;

impl Study for Splitting {
    fn plan(&self, question: &AnyQuestion, _: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::SplitTest(_) => Some(Err(Failure::Nothing)),
            _ => None,
        }
    }
}
