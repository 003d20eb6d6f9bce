//! `clientele ask`: a question on the command line, answered as the page answers it.

use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use clientele_analysis::dataset::Campaigns;
use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::outbound::normalise::plug_numbering;
use clientele_analysis::outbound::{numbering, take_list};
use clientele_analysis::plays::Plays;
use clientele_analysis::studies;
use clientele_intake::outcomes::{Outcomes, Unread, list_text, read_any};
use clientele_model::catalogue::{CONTRACT, Catalogue, File};
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::selection::{Listed, Only};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::command::today;
use crate::pack::write::{self, CATALOGUE, INDEX};
use crate::pack::{open, plain};

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
    /// A result file (customer, arm, day of exposure, and perhaps the outcome): its campaign joins those of the
    /// pack, and is the one that is judged when the question names no campaign
    #[arg(long, value_name = "FILE")]
    outcomes: Option<PathBuf>,
    /// A list of customers that the question speaks of: any file with customer numbers, e-mail addresses or phone numbers
    #[arg(long, value_name = "FILE")]
    list: Vec<PathBuf>,
    /// A table of plays, what to do with which customers, in place of the product's own
    #[arg(long, value_name = "FILE")]
    plays: Option<PathBuf>,
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
        let brought = match self.outcomes.as_deref().map(outcomes).transpose() {
            Ok(brought) => brought,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::FAILURE;
            }
        };
        let question = about(question, brought.as_ref());
        for sentence in brought.iter().flat_map(|brought| &brought.said) {
            eprintln!("{sentence}");
        }
        let lists = match self
            .list
            .iter()
            .map(|path| list(path))
            .collect::<Result<Vec<_>, _>>()
        {
            Ok(lists) => lists,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::FAILURE;
            }
        };
        let plays = match self.plays.as_deref().map(plays).transpose() {
            Ok(plays) => plays.map(Arc::new),
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::FAILURE;
            }
        };
        let asked = question.selections();
        for (listed, _) in &lists {
            if !asked.iter().any(|only| only.lists().contains(listed)) {
                let only = Only::Listed(listed.clone());
                eprintln!(
                    "The question does not speak of {}. It stands in questions as “{only}”.",
                    listed.name
                );
            }
        }
        let brought = Brought {
            campaigns: brought.map(|brought| Arc::new(brought.campaigns)),
            lists,
            plays,
        };
        let printed = answer_beside(&self.pack, &question, brought).map(|report| match self.text {
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

/// Reads a table of plays.
pub(crate) fn plays(path: &Path) -> Result<Plays, String> {
    let text = fs::read(path).map_err(|why| {
        let (path, why) = (path.display(), plain(&why));
        format!("The table of plays {path} cannot be read: {why}.")
    })?;
    Plays::read(&text).map_err(|why| {
        let path = path.display();
        format!("The table of plays {path} was not used, so nothing was answered: {why}.")
    })
}

/// Reads a result file.
fn outcomes(path: &Path) -> Result<Outcomes, String> {
    let file = open(path).map_err(|why| why.to_string())?;
    read_any(file, today()).map_err(|why| why.to_string())
}

/// Reads a list of customers, and its text.
pub(crate) fn list(path: &Path) -> Result<(Listed, String), String> {
    let file = open(path).map_err(|why| why.to_string())?;
    let text = list_text(&file.name, &file.bytes).map_err(|why| why.to_string())?;
    let (listed, _) = take_list(&file.name, &text).ok_or_else(|| {
        Unread::NoLines {
            file: file.name.clone(),
        }
        .to_string()
    })?;
    Ok((listed, text.into_owned()))
}

/// What somebody brought beside the pack.
#[derive(Clone, Default)]
pub(crate) struct Brought {
    /// Campaigns of a result file.
    pub campaigns: Option<Arc<Campaigns>>,
    /// Lists of customers, and their texts.
    pub lists: Vec<(Listed, String)>,
    /// The table of plays; the product's own when absent.
    pub plays: Option<Arc<Plays>>,
}

/// The question, about the campaign of a result file where it names none.
fn about(question: AnyQuestion, brought: Option<&Outcomes>) -> AnyQuestion {
    match question {
        AnyQuestion::JudgeTest(mut test) => {
            let first = brought.and_then(|brought| brought.campaigns.id.first());
            test.judged.campaign = test.judged.campaign.or_else(|| first.cloned());
            AnyQuestion::JudgeTest(test)
        }
        other => other,
    }
}

/// A link names its data set; the answer is about the pack in the folder all the same.
fn other_dataset(pack: &Path, question: &AnyQuestion) -> Option<String> {
    let asked = question.filters().dataset.as_deref()?;
    let here = catalogue(pack).ok()?.slug;
    (asked != here).then(|| {
        format!(
            "The question names the data set “{asked}”, but this pack is “{here}”, so the answer is about “{here}”."
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
    /// A list that the question speaks of is not here.
    #[error(
        "The question speaks of the list “{name}”, which was not given. Add “--list FILE” with the same file that the page was given."
    )]
    NoList {
        /// What it is called.
        name: String,
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
    answer_beside(pack, question, Brought::default())
}

/// As [`answer`], with what somebody brought.
pub(crate) fn answer_beside(
    pack: &Path,
    question: &AnyQuestion,
    brought: Brought,
) -> Result<AnyReport, Refusal> {
    let catalogue = catalogue(pack)?;
    if matches!(question, AnyQuestion::AudienceFile(_)) {
        plug_numbering(numbering::read);
    }
    let mut engine = Engine::new(Source::Pack(catalogue), datasets(pack), &studies::all());
    let plays = brought.plays;
    engine.advise(Ok(plays.unwrap_or_else(|| Arc::new(Plays::own()))));
    if let Some(campaigns) = brought.campaigns {
        engine.bring(campaigns);
    }
    for (listed, text) in brought.lists {
        engine.bring_list(&listed.key, text);
    }
    if let [missing, ..] = &engine.lists(question)[..] {
        return Err(Refusal::NoList {
            name: missing.name.clone(),
        });
    }
    // What a question takes may depend on the campaigns, which come first.
    loop {
        let files = engine.wants(question)?.files();
        if files.is_empty() {
            break;
        }
        supply(&mut engine, pack, files)?;
    }
    Ok(finish(engine.start(question)?)?)
}

fn supply(engine: &mut Engine, pack: &Path, files: Vec<File>) -> Result<(), Refusal> {
    for file in files {
        let bytes = whole(pack, &file).map_err(|detail| Failure::NotArrow {
            what: file.path.clone(),
            detail,
        })?;
        engine.supply(&file.table, &bytes)?;
    }
    Ok(())
}

/// Reads a file of a pack, which must be what the catalogue says of it.
fn whole(pack: &Path, file: &File) -> Result<Vec<u8>, String> {
    let is_inside = |part| matches!(part, Component::Normal(_));
    if !Path::new(&file.path).components().all(is_inside) {
        return Err("it lies outside the pack".to_owned());
    }
    let path = pack.join(&file.path);
    // A longer file is not even read.
    let length = fs::metadata(&path).map_err(|error| plain(&error))?.len();
    if length != file.bytes {
        return Err(format!(
            "it has {length} bytes, and {} in the catalogue",
            file.bytes
        ));
    }
    let bytes = fs::read(path).map_err(|error| plain(&error))?;
    let came = format!("{:x}", Sha256::digest(&bytes));
    match came.eq_ignore_ascii_case(&file.sha256) {
        true => Ok(bytes),
        false => Err("its fingerprint is not the one in the catalogue".to_owned()),
    }
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
        _ => {
            let mut catalogue: Catalogue = serde_json::from_value(value).map_err(bad)?;
            catalogue.shorten();
            Ok(catalogue)
        }
    }
}

/// The packs listed beside this one.
fn datasets(pack: &Path) -> Vec<(String, String)> {
    let path = std::path::absolute(pack).unwrap_or_else(|_| pack.to_owned());
    let listed = path
        .parent()
        .and_then(|folder| fs::read_to_string(folder.join(INDEX)).ok());
    let listed: Vec<write::Listed> = listed
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    listed
        .into_iter()
        .map(|pack| (pack.slug, pack.title))
        .collect()
}
