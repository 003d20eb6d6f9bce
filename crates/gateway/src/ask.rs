//! `clientele ask`: a question on the command line, answered as the page answers it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::studies;
use clientele_model::catalogue::{CONTRACT, Catalogue};
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use serde_json::Value;

use crate::pack::plain;
use crate::pack::write::{CATALOGUE, INDEX, Listed};

mod help;

/// `clientele ask`.
#[derive(Args)]
#[command(after_help = help::questions())]
pub struct Ask {
    /// Folder of the pack
    pack: PathBuf,
    /// The question, as '/segments?country=France' or the page's whole link
    question: String,
    /// Print sentences instead of JSON
    #[arg(long)]
    text: bool,
}

/// Exit code for arguments that cannot be used; the same as for arguments clap refuses.
const UNUSABLE: u8 = 2;

impl Ask {
    /// Answers on standard output; notices and failures go to standard error.
    pub fn run(self) -> ExitCode {
        let (question, notices) = match AnyQuestion::parse(&self.question) {
            Ok(parsed) => parsed,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::from(UNUSABLE);
            }
        };
        for notice in notices {
            eprintln!("{notice}");
        }
        if let Some(aside) = other_dataset(&self.pack, &question) {
            eprintln!("{aside}");
        }
        let printed = answer(&self.pack, &question).map(|report| match self.text {
            true => report.lines(),
            // Reports are structs of plain values with text keys, which JSON always holds.
            false => serde_json::to_string_pretty(&report.bare()).unwrap_or_default(),
        });
        match printed {
            Ok(text) => {
                // A reader that closes the pipe early has read enough.
                let _ = writeln!(std::io::stdout(), "{text}");
                ExitCode::SUCCESS
            }
            Err(failure) => {
                eprintln!("{failure}");
                ExitCode::FAILURE
            }
        }
    }
}

/// A link names its data set; the answer is about the pack in the folder all the same.
fn other_dataset(pack: &Path, question: &AnyQuestion) -> Option<String> {
    let asked = question.filters().dataset.as_deref()?;
    let here = catalogue(pack).ok()?.slug;
    (asked != here).then(|| {
        format!(
            "The question names the data set “{asked}”, but this pack is “{here}”: the answer is about “{here}”."
        )
    })
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The folder holds no pack.
    #[error(
        "There is no pack in {folder}: it has no catalogue.json. Make one with “clientele pack FILE --out {folder}”."
    )]
    NoPack {
        /// The folder.
        folder: String,
    },
    /// What the page would say.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Answers a question about the pack in a folder.
///
/// # Errors
/// The sentence the page would show.
pub fn answer(pack: &Path, question: &AnyQuestion) -> Result<AnyReport, Refusal> {
    let catalogue = catalogue(pack)?;
    let mut engine = Engine::new(Source::Pack(catalogue), datasets(pack), &studies::all());
    for file in engine.wants(question)?.files() {
        let bytes = fs::read(pack.join(&file.path)).map_err(|error| Failure::NotArrow {
            what: file.path.clone(),
            detail: plain(&error),
        })?;
        engine.supply(&file.table, &bytes)?;
    }
    Ok(finish(engine.start(question)?)?)
}

/// Reads the catalogue of a pack.
///
/// # Errors
/// When there is none, it cannot be read, or a newer version wrote it.
pub fn catalogue(pack: &Path) -> Result<Catalogue, Refusal> {
    let text = fs::read_to_string(pack.join(CATALOGUE)).map_err(|_| Refusal::NoPack {
        folder: pack.display().to_string(),
    })?;
    let bad = |error: serde_json::Error| Failure::BadCatalogue {
        detail: error.to_string(),
    };
    // A newer catalogue may have another shape: its version is looked at before the rest.
    let value: Value = serde_json::from_str(&text).map_err(bad)?;
    match value.get("contract").and_then(Value::as_u64) {
        Some(theirs) if theirs > u64::from(CONTRACT) => Err(Failure::Newer {
            theirs: u32::try_from(theirs).unwrap_or(u32::MAX),
            ours: CONTRACT,
        }
        .into()),
        _ => Ok(serde_json::from_value(value).map_err(bad)?),
    }
}

/// The packs listed beside this one.
fn datasets(pack: &Path) -> Vec<(String, String)> {
    let path = std::path::absolute(pack).unwrap_or_else(|_| pack.to_owned());
    let listed = path
        .parent()
        .and_then(|folder| fs::read_to_string(folder.join(INDEX)).ok());
    let listed: Vec<Listed> = listed
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    listed
        .into_iter()
        .map(|pack| (pack.slug, pack.title))
        .collect()
}
