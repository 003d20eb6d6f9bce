//! Parts of this program whose code comes when it is first needed: the build takes it out of the module that is loaded
//! first, and the loader fetches it into the same memory.
//!
//! A part is made of studies that the first module mentions nowhere: it has a name here, the questions it answers, and the
//! function that gives its studies.

use clientele_analysis::dataset::Campaigns;
use clientele_analysis::engine::Study;
use clientele_analysis::studies;
use clientele_intake::outcomes as result_file;
use clientele_model::Date;
use clientele_model::experiments::Brought;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The studies of a part.
pub type Studies = &'static [&'static dyn Study];

/// A part of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The customers behind a mark, on the screen or as a spreadsheet.
    Audience,
    /// Planning a test, drawing its lists, judging its result.
    Experiments,
    /// What is bought together, and what to offer.
    Mining,
    /// The range of products, one of them, and the search by name.
    Products,
    /// How many customers the values of a filter have.
    Values,
}

/// Reads a result file, given its name, its bytes and the visitor's day: its campaigns, and what is said of it.
pub type ReadOutcomes = fn(&str, &[u8], Date) -> Result<(Campaigns, Brought), Failure>;

/// Fetches the code that reads result files: a part of its own, since few visitors drop one.
///
/// # Errors
/// As [`Part::load`].
pub async fn outcomes_reader() -> Result<ReadOutcomes, SplitLoaderError> {
    outcomes().await
}

impl Part {
    /// The part that answers a question; none when the first module does.
    pub fn of(question: &AnyQuestion) -> Option<Self> {
        match question {
            AnyQuestion::Audience(_) | AnyQuestion::Export(_) => Some(Self::Audience),
            AnyQuestion::PlanTest(_) | AnyQuestion::JudgeTest(_) | AnyQuestion::SplitTest(_) => {
                Some(Self::Experiments)
            }
            AnyQuestion::Baskets(_) | AnyQuestion::Recommend(_) => Some(Self::Mining),
            AnyQuestion::Products(_) | AnyQuestion::Product(_) | AnyQuestion::FindProducts(_) => {
                Some(Self::Products)
            }
            AnyQuestion::Values(_) => Some(Self::Values),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Experiments => "experiments",
            Self::Mining => "mining",
            Self::Products => "products",
            Self::Values => "values",
        }
    }

    /// Fetches its code, and anew past the cache after that failed.
    ///
    /// # Errors
    /// When it cannot be fetched, or is not of this build.
    pub async fn load(self) -> Result<Studies, SplitLoaderError> {
        match self {
            Self::Audience => audience().await,
            Self::Experiments => experiments().await,
            Self::Mining => mining().await,
            Self::Products => products().await,
            Self::Values => values().await,
        }
    }
}

#[wasm_split(audience, fallible)]
fn audience() -> Result<Studies, SplitLoaderError> {
    Ok(studies::AUDIENCE)
}

#[wasm_split(experiments, fallible)]
fn experiments() -> Result<Studies, SplitLoaderError> {
    Ok(studies::EXPERIMENTS)
}

#[wasm_split(mining, fallible)]
fn mining() -> Result<Studies, SplitLoaderError> {
    Ok(studies::MINING)
}

#[wasm_split(outcomes, fallible)]
fn outcomes() -> Result<ReadOutcomes, SplitLoaderError> {
    Ok(read_outcomes)
}

fn read_outcomes(name: &str, bytes: &[u8], today: Date) -> Result<(Campaigns, Brought), Failure> {
    let outcomes = result_file::read(name, bytes, today).map_err(|why| Failure::Refused {
        sentence: why.to_string(),
    })?;
    let brought = outcomes.told(name);
    Ok((outcomes.campaigns, brought))
}

#[wasm_split(products, fallible)]
fn products() -> Result<Studies, SplitLoaderError> {
    Ok(studies::PRODUCTS)
}

#[wasm_split(values, fallible)]
fn values() -> Result<Studies, SplitLoaderError> {
    Ok(studies::VALUES)
}
