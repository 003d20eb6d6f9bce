//! The face of Clientele: what is seen.

pub mod charts;
