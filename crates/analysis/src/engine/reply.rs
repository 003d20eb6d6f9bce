//! A report on its way to whoever asked.

use std::any::Any;

use clientele_model::question::{AnyReport, Report};
use clientele_model::wire::encode;
use clientele_model::words::Sentence;

/// A report whose kind need not be known to whoever hands it on: what changes, writes and drops it comes with the study
/// that made it, and is not needed where that study's code is not.
pub trait Reply: Any + Send + Sync {
    /// Sentences that stand beside its numbers, where it has such.
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>>;

    /// In postcard, as the page reads it: without the name of its kind.
    fn encoded(&self) -> Vec<u8>;

    /// With the name of its kind, for readers that take whatever comes.
    fn into_any(self: Box<Self>) -> AnyReport;
}

impl<R: Report> Reply for R {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Report::remarks(self)
    }

    fn encoded(&self) -> Vec<u8> {
        encode(self)
    }

    fn into_any(self: Box<Self>) -> AnyReport {
        (*self).into()
    }
}
