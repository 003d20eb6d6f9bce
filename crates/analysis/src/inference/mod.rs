//! Statistical inference for experiments: planning a test, splitting customers, judging what came of it.
//!
//! Pure functions over small structs of sums, in double precision, without clock or chance but the seed given. What cannot be
//! answered is an [`Unable`], never a number that is none.
//!
//! In reading order. Judging: sums become an [`Arm`] (`moments`), two arms an [`Effect`] with interval and p-value (`effect`),
//! sharpened by what was known before (`cuped`) and by segments (`strata`); shares have tests of their own (`conversion`,
//! `beta_binomial`); `always_valid` holds at every look; `belief` is the Bayesian's view. Around it: `sample_ratio`, `multiple`,
//! `heterogeneity`, `guardrail`, `winsor`. Planning: `power`, `power_means`, `peeking`, `campaign` and its `simulation`.
//! Splitting: `assignment`. Below all: distributions (`normal`, `student`, `chi_squared`, `beta`) and `special`.

pub mod always_valid;
pub mod assignment;
pub mod beta;
pub mod campaign;
pub mod chi_squared;
pub mod multiple;
pub mod normal;
pub mod peeking;
pub mod power;
pub mod power_means;
pub mod simulation;
pub mod special;
pub mod student;
pub mod winsor;

mod belief;
mod beta_binomial;
mod conversion;
mod cuped;
mod effect;
mod guardrail;
mod heterogeneity;
mod moments;
mod random;
mod sample_ratio;
mod strata;
mod unable;

pub use belief::{Belief, Prior, Risk};
pub use beta_binomial::{Beta, BetaDifference};
pub use conversion::{PooledZ, Share, newcombe, pooled_z};
pub use cuped::{Adjusted, cuped};
pub use effect::{Effect, Interval, Scale, Side};
pub use guardrail::{Guardrail, Standing, Worse, guardrail};
pub use heterogeneity::{Interaction, Seen, Shrunk, interaction, shrink};
pub use moments::{Arm, Pairs, Sums};
pub(crate) use random::Draws;
pub use sample_ratio::{ALARM, SampleRatio, sample_ratio};
pub use strata::{Method, Stratum, post_stratified};
pub use unable::{Setting, Unable};
