//! The chart kit: pure functions from a plain struct and a width to a drawing and its marks.
//!
//! A chart knows nothing of reports, signals or the page. It is given values, the words to write beside them and a way to
//! write its axis, and gives back a [`Picture`]: an SVG string and the boxes that become real buttons over it. It is drawn
//! for its width and never scaled, so that text stays 12 pixels; below [`NARROW`] labels move above their marks.
//!
//! Anatomy, the same everywhere: thin horizontal grid, darker zero line, no frame, units on the axis, names beside or on
//! the mark; an open bar or ring is customers, before or expected, a filled one revenue, now or actual.
//!
//! Golden files: `tests/charts.rs`.

mod arms;
mod bars;
mod boxes;
mod canvas;
mod cells;
mod cloud;
mod columns;
mod forest;
mod gains;
mod guards;
mod ink;
mod intervals;
mod keys;
mod labels;
mod lead;
mod looks;
mod mark;
mod matrix;
mod models;
mod needed;
mod network;
mod nine;
mod pareto;
mod periods;
mod scale;
mod svg;
mod tells;
mod text;
mod trend;
mod upset;
mod waterfall;
mod ways;
mod year;

pub use arms::{ArmBar, arms};
pub use bars::{Bar, Certainty, Pair, Range, bars, certainty, pairs, ranges};
pub use boxes::{Spread, boxes};
pub use cells::{GridCell, Heat, HeatRow, Rfm, heat, rfm};
pub use cloud::{Cloud, CloudSegment, cloud};
pub use columns::{Column, Columns, columns};
pub use forest::{Forest, ForestRow, forest};
pub use gains::{Gain, gains};
pub use guards::{Guard, guards};
pub use ink::Ink;
pub use intervals::{Block, Interval, Intervals, intervals};
pub use keys::{KeyDot, Keys, keys};
pub use lead::{Lead, LeadDay, lead};
pub use looks::{Looks, looks};
pub use mark::{Mark, Picture, Tip};
pub use matrix::{Matrix, MatrixCell, matrix};
pub use models::{Candidate, Elbow, Profile, Silhouettes, elbow, histogram, silhouettes};
pub use needed::{Needed, needed};
pub use network::{Network, Node, network};
pub use nine::{Nine, nine};
pub use pareto::{Pareto, along, nearest, pareto};
pub use periods::Period;
pub(crate) use svg::escape;
pub use tells::{Telling, TellingDay, telling};
pub(crate) use text::plain_width;
pub use trend::{Point, Trend, spark, trend};
pub use upset::{Combined, upset};
pub use waterfall::{Step, waterfall};
pub use ways::{Way, strip, ways};
pub use year::{Bin, Outcomes, outcomes};

/// Below this width in pixels a chart is drawn for a small screen.
pub const NARROW: f64 = 400.0;

/// How a value is written: on an axis, short.
pub type Write<'a> = &'a dyn Fn(f64) -> String;
