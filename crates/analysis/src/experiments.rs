//! Experiments: planning a test, drawing its lists, judging its result.

mod arms;
mod judge;
mod odds;
mod plan;
mod split;

pub use judge::Judging;
pub use plan::Planning;
pub(crate) use plan::{moves, outlook};
pub use split::Splitting;
pub(crate) use split::{RULE, figures};
