//! The Data panel's question and report.

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::filters::Filters;
use crate::lines::Lines;
use crate::link::Declaration;
use crate::question::{Question, Report};
use crate::words::Sentence;

/// What are these numbers made from? `/data`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Data(pub Filters);

impl Question for Data {
    type Report = DataReport;

    fn filters(&self) -> &Filters {
        &self.0
    }
}

pub(crate) const PANEL: Declaration = Declaration::new(
    "data",
    Some("Data"),
    "What are these numbers made from?",
    |link| Ok(Data(link.filters).into()),
);

/// What the numbers are made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataReport {
    /// The data set.
    pub catalogue: Catalogue,
    /// Every bundled data set: slug and title.
    pub datasets: Vec<(String, String)>,
    /// The finding.
    pub headline: Sentence,
    /// What stands below it.
    pub context: Sentence,
    /// Title of the waterfall.
    pub waterfall: Sentence,
    /// How the values of the ledger become revenue; empty in packs that do not say what was paid.
    pub money: Sentence,
    /// Title of the coverage chart.
    pub coverage: Sentence,
    /// Things worth a look, kept as they are.
    pub remarks: Vec<Remark>,
}

impl Report for DataReport {
    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.line(&self.waterfall);
        lines.line(&self.money);
        lines.line(&self.coverage);
        for remark in &self.remarks {
            lines.item(&remark.words);
        }
    }
}

/// Something worth a look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Whether it wants attention, or only says so.
    pub warn: bool,
    /// The remark.
    pub words: Sentence,
}
