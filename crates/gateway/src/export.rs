//! `clientele export`: an audience as a file for the tool it is written to with.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use clientele_model::outbound::{AudienceFile, AudienceFileReport, Choices, Destination};
use clientele_model::playbook::WritePlaybook;
use clientele_model::question::{AnyQuestion, AnyReport};

use crate::ask::{Brought, Refusal, answer_beside, list, plays};
use crate::pack::plain;

/// `clientele export`.
#[derive(Args)]
pub struct Export {
    /// Folder of the pack
    pack: PathBuf,
    /// Whom: a selection such as rfm.champions, the page's link to one, or a file whose first line is either
    #[arg(long, value_name = "TEXT or FILE")]
    audience: String,
    /// For which tool: google, meta, tiktok, klaviyo, mailchimp, csv, json or ids
    #[arg(long, value_name = "TOOL", value_parser = tool)]
    to: Destination,
    /// Per cent of the customers who are held out
    #[arg(long, value_name = "PER CENT", value_parser = clap::value_parser!(u32).range(0..100))]
    hold: Option<u32>,
    /// What those held out are drawn by: another word, another draw
    #[arg(long, value_name = "WORD")]
    salt: Option<String>,
    /// The country that phone numbers without a country code belong to, such as DE
    #[arg(long, value_name = "COUNTRY")]
    home: Option<String>,
    /// Also those who have not agreed to e-mails
    #[arg(long)]
    without_consent: bool,
    /// A list of customers that the audience speaks of, as in “clientele ask”
    #[arg(long, value_name = "FILE")]
    list: Vec<PathBuf>,
    /// Also writes the playbook card of the audience beside the file
    #[arg(long)]
    playbook: bool,
    /// The table of plays for that card instead of the product's own
    #[arg(long, value_name = "FILE")]
    plays: Option<PathBuf>,
    /// File to write to; what it is and how it was made lies beside it as JSON
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(
        "“{0}” is no selection of customers and no file with one, so nothing was written. Give one such as rfm.champions; “clientele ask --help” lists them."
    )]
    NotAnAudience(String),
    #[error("{0}")]
    File(String),
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error("{path} could not be written ({why}). Choose another file with --out.")]
    Write { path: String, why: String },
}

impl Export {
    /// Writes the file and says what it holds.
    pub fn run(self) -> ExitCode {
        match self.write() {
            Ok(text) => {
                eprintln!("{text}");
                ExitCode::SUCCESS
            }
            Err(trouble) => {
                eprintln!("{trouble}");
                ExitCode::FAILURE
            }
        }
    }

    fn write(&self) -> Result<String, Trouble> {
        let question = self.question()?;
        let lists = self.list.iter().map(|path| list(path));
        let own = self.plays.as_deref().map(plays).transpose();
        let brought = Brought {
            lists: lists.collect::<Result<_, _>>().map_err(Trouble::File)?,
            plays: own.map_err(Trouble::File)?.map(Arc::new),
            ..Brought::default()
        };
        let card = match self.playbook {
            true => Some(self.card(&question, brought.clone())?),
            false => None,
        };
        let AnyReport::AudienceFile(report) = answer_beside(&self.pack, &question.into(), brought)?
        else {
            return Ok(String::new());
        };
        let mut files = beside(&report, &self.out);
        let stem = self.out.file_stem().unwrap_or_default().to_string_lossy();
        let path = self.out.with_file_name(format!("{stem}.playbook.md"));
        files.extend(card.as_deref().map(|card| (path, card)));
        for (path, text) in files {
            fs::write(&path, text).map_err(|why: io::Error| Trouble::Write {
                path: path.display().to_string(),
                why: plain(&why),
            })?;
        }
        Ok(AnyReport::AudienceFile(report).lines())
    }

    /// The playbook card of the same customers.
    fn card(&self, question: &AudienceFile, brought: Brought) -> Result<String, Trouble> {
        let asked = WritePlaybook {
            filters: question.filters.clone(),
            of: question.of.clone(),
        };
        let report = answer_beside(&self.pack, &asked.into(), brought)?;
        Ok(format!("{}\n", report.lines()))
    }

    /// The question that the page would ask.
    fn question(&self) -> Result<AudienceFile, Trouble> {
        let mut question = audience(&self.audience)?;
        let choices = Choices {
            to: self.to,
            ..question.choices
        };
        question.choices = Choices {
            hold: self.hold.unwrap_or(choices.hold),
            salt: self.salt.clone().unwrap_or(choices.salt),
            home: self.home.clone().unwrap_or(choices.home),
            consent: choices.consent && !self.without_consent,
            to: choices.to,
        };
        Ok(question)
    }
}

/// What is asked by a selection, a link, or a file that holds one.
fn audience(text: &str) -> Result<AudienceFile, Trouble> {
    let held = fs::read_to_string(text).ok();
    let line = held.as_deref().and_then(|text| {
        let mut lines = text
            .lines()
            .map(|line| line.trim_start_matches('\u{feff}').trim());
        lines.find(|line| !line.is_empty() && !line.starts_with('#'))
    });
    let said = line.unwrap_or(text).trim();
    let not = || Trouble::NotAnAudience(said.chars().take(80).collect());
    if let Ok(of) = said.parse() {
        return Ok(AudienceFile {
            filters: Default::default(),
            of,
            choices: Choices::default(),
        });
    }
    let (question, notices) = AnyQuestion::parse(said).map_err(|_| not())?;
    for notice in notices {
        eprintln!("{notice}");
    }
    let (of, choices) = match &question {
        AnyQuestion::AudienceFile(asked) => (asked.of.clone(), asked.choices.clone()),
        AnyQuestion::Audience(asked) => (asked.of.clone(), Choices::default()),
        AnyQuestion::Export(asked) => (asked.of.clone(), Choices::default()),
        _ => return Err(not()),
    };
    Ok(AudienceFile {
        filters: question.filters().clone(),
        of,
        choices,
    })
}

/// Paths and texts of everything that is written: one file as it is called, parts numbered, the manifest beside it.
fn beside<'a>(report: &'a AudienceFileReport, out: &Path) -> Vec<(PathBuf, &'a str)> {
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let ending = out.extension().map(|ending| ending.to_string_lossy());
    let named = |name: String| out.with_file_name(name);
    let mut files: Vec<(PathBuf, &str)> = match &report.files[..] {
        [file] => vec![(out.to_owned(), &*file.text)],
        parts => (1..)
            .zip(parts)
            .map(|(number, part): (u32, _)| {
                let name = match &ending {
                    Some(ending) => format!("{stem}-{number}.{ending}"),
                    None => format!("{stem}-{number}"),
                };
                (named(name), &*part.text)
            })
            .collect(),
    };
    let manifest = match ending.as_deref() {
        Some("json") => format!("{stem}.manifest.json"),
        _ => format!("{stem}.json"),
    };
    files.push((named(manifest), &report.manifest));
    files
}

fn tool(text: &str) -> Result<Destination, String> {
    Destination::of(text).ok_or_else(|| {
        let words: Vec<&str> = Destination::ALL.iter().map(|to| to.word()).collect();
        format!("it is none of {}", words.join(", "))
    })
}
