//! `clientele assign`: the lists of a test as files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clientele_model::experiments::{SplitReport, SplitTest};
use clientele_model::question::{AnyQuestion, AnyReport};

use crate::ask::{Refusal, answer};
use crate::pack::plain;

/// `clientele assign`.
#[derive(Args)]
pub struct Assign {
    /// Folder of the pack
    pack: PathBuf,
    /// The plan, as '/experiments/plan?who=rfm.champions&held=50' or the page's whole link
    plan: String,
    /// Folder to write the lists to: one CSV per arm, and manifest.json
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Why there are no lists.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    NotAQuestion(#[from] clientele_model::question::NotAQuestion),
    #[error(
        "“{0}” is not a plan for a test, so nothing was written. Give the link to one, such as '/experiments/plan?who=rfm.champions&held=50'."
    )]
    NotAPlan(String),
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error("{path} could not be written ({why}). Choose another folder with --out.")]
    Write { path: String, why: String },
}

impl Assign {
    /// Writes the lists and says what they hold.
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
        let (question, notices) = AnyQuestion::parse(&self.plan)?;
        for notice in notices {
            eprintln!("{notice}");
        }
        let split = match question {
            AnyQuestion::SplitTest(split) => split,
            AnyQuestion::PlanTest(plan) => SplitTest {
                filters: plan.filters,
                planned: plan.planned,
            },
            _ => return Err(Trouble::NotAPlan(self.plan.chars().take(80).collect())),
        };
        let AnyReport::SplitTest(report) = answer(&self.pack, &split.into())? else {
            return Ok(String::new());
        };
        write_lists(&report, &self.out)?;
        Ok(AnyReport::SplitTest(report).lines())
    }
}

fn write_lists(report: &SplitReport, out: &Path) -> Result<(), Trouble> {
    let trouble = |path: &Path| {
        let path = path.display().to_string();
        move |why: io::Error| Trouble::Write {
            path,
            why: plain(&why),
        }
    };
    fs::create_dir_all(out).map_err(trouble(out))?;
    for arm in &report.arms {
        let path = out.join(&arm.file);
        fs::write(&path, &arm.csv).map_err(trouble(&path))?;
    }
    let path = out.join("manifest.json");
    fs::write(&path, format!("{}\n", report.manifest)).map_err(trouble(&path))
}
