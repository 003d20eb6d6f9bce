//! `clientele synth` on the command line.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clientele_model::catalogue::{Catalogue, ColumnUse};

use crate::clickhouse::lines;
use crate::command::{folder_name, slug_of, summary};
use crate::pack::trouble::Trouble;
use crate::pack::write;
use clientele_intake::assemble::{About, Origin, assemble};
use clientele_intake::classify::Verdict;
use clientele_intake::people::Extras;
use clientele_intake::services::{Entry, Services};
use clientele_intake::trouble::Trouble as Unread;

use super::{CAMPAIGNS, Retailer, Size};

/// `clientele synth`.
#[derive(Args)]
pub struct Synth {
    /// Folder to write the pack to
    #[arg(long, value_name = "DIR", required_unless_present = "parquet")]
    out: Option<PathBuf>,
    /// File to write the lines to in a form that ClickHouse loads, see docs/clickhouse.md
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,
    /// People with a customer number
    #[arg(long, default_value_t = 12_000, value_name = "COUNT", value_parser = whole::<1, 5_000_000>)]
    customers: u64,
    /// Products on the shelf
    #[arg(long, default_value_t = 1_600, value_name = "COUNT", value_parser = whole::<8, 500_000>)]
    products: u64,
    /// Lines sold, approximately
    #[arg(long, default_value_t = 300_000, value_name = "COUNT", value_parser = whole::<1, 50_000_000>)]
    lines: u64,
    /// Seed: the same one makes the same retailer
    #[arg(long, default_value_t = 42, value_name = "NUMBER", value_parser = whole::<0, { u64::MAX }>)]
    seed: u64,
    /// Also list the pack in index.json in the folder above
    #[arg(long, requires = "out")]
    index: bool,
}

impl Synth {
    /// Makes the retailer and writes its pack.
    pub fn run(self) -> ExitCode {
        match self.make() {
            Ok(catalogue) => {
                if let Some(catalogue) = catalogue {
                    eprintln!("{}", summary(&catalogue));
                }
                ExitCode::SUCCESS
            }
            Err(trouble) => {
                eprintln!("{trouble}");
                ExitCode::FAILURE
            }
        }
    }

    /// The catalogue of the pack, when one is asked for.
    fn make(self) -> Result<Option<Catalogue>, Trouble> {
        let Self {
            out,
            parquet,
            customers,
            products,
            lines,
            seed,
            index,
        } = self;
        let folder = out.as_deref().map(folder_name).unwrap_or_default();
        let slug = slug_of(&folder);
        if index && slug != folder {
            return Err(Trouble::OtherFolder { slug, folder });
        }
        let retailer = Retailer::new(Size {
            // Within the ranges of the arguments.
            customers: customers as u32,
            products: products as u32,
            lines,
            seed,
        });
        let rows = retailer.lines();
        let verdict = Verdict::of(&rows, &services());
        if let Some(path) = &parquet {
            lines::write(&rows, &verdict, path).map_err(|error| Trouble::Unwritten {
                path: path.display().to_string(),
                detail: error.to_string(),
            })?;
        }
        let Some(out) = out else {
            return Ok(None);
        };
        let origin = Origin {
            source: "clientele synth".to_owned(),
            columns: columns(),
            ..Origin::default()
        };
        let about = About {
            slug,
            title: "Omnichannel retailer (made up)".to_owned(),
            about: "A made-up retailer with shops, a website and an app in ten countries; nobody in it exists."
                .to_owned(),
            attribution: format!("Made by “clientele synth” with seed {seed}."),
            licence: "CC0 1.0".to_owned(),
            currency: "EUR".to_owned(),
            zone: "Europe/Berlin".to_owned(),
        };
        let extras = Extras {
            campaigns: Some(retailer.history()),
            ..Extras::default()
        };
        let dataset =
            assemble(&rows, &verdict, &extras, about, origin).ok_or_else(|| Unread::NoSale {
                file: "synth".to_owned(),
                lines: rows.len() as u64,
            })?;
        let catalogue = write::write(&dataset, &out)?;
        let effects = out.join("campaigns.json");
        fs::write(&effects, truths()).map_err(|error| Trouble::Unwritten {
            path: effects.display().to_string(),
            detail: crate::pack::plain(&error),
        })?;
        if index {
            write::list(&catalogue, &out)?;
        }
        Ok(Some(catalogue))
    }
}

/// What the retailer sells that is no goods.
pub fn services() -> Services {
    let postage = Entry {
        code: "POST".to_owned(),
        name: "Postage".to_owned(),
    };
    Services::of(&[], &[postage])
}

/// The true effects, so that a verdict on the campaigns can be checked.
fn truths() -> String {
    let campaigns: Vec<_> = CAMPAIGNS
        .iter()
        .map(|campaign| {
            serde_json::json!({
                "id": campaign.id,
                "name": campaign.name,
                "day": campaign.sent().to_string(),
                "window_days": super::campaigns::WINDOW,
                "discount_on_extra_orders": campaign.discount,
                "true_effect": {
                    "bargain hunters": campaign.effect[0],
                    "regulars and big spenders": campaign.effect[1],
                    "everybody else": campaign.effect[2],
                },
                "meaning": "share of the treated who place one extra order within the window",
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(campaigns))
}

fn whole<const LOW: u64, const HIGH: u64>(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|n| (LOW..=HIGH).contains(n));
    number.ok_or_else(|| format!("give a whole number from {LOW} to {HIGH}"))
}

fn columns() -> Vec<ColumnUse> {
    [
        ("order", "Order"),
        ("minute", "Time"),
        ("customer", "Customer"),
        ("product", "Product"),
        ("name", "Product name"),
        ("category", "Category"),
        ("quantity", "Quantity"),
        ("price", "Unit price"),
        ("discount", "Discount"),
        ("cost", "Unit cost"),
        ("country", "Country"),
        ("channel", "Channel"),
        ("tier", "Tier"),
        ("email", "E-mail"),
        ("opt_in", "E-mail opt-in"),
    ]
    .into_iter()
    .map(|(column, read_as)| ColumnUse {
        column: column.to_owned(),
        read_as: read_as.to_owned(),
        note: String::new(),
    })
    .collect()
}
