//! The questions of the Products panel, and what a link says to it.

use serde::{Deserialize, Serialize};

use super::options::{Options, PARAMS, settle};
use super::{FoundReport, ProductLine, ProductReport, ProductsReport};
use crate::filters::Filters;
use crate::lines::Lines;
use crate::link::{Declaration, Link};
use crate::question::{Question, Report};
use crate::words::{Piece, Sentence, counted};

/// Which products matter, and how steadily they sell? `/products?by=units&box=AX`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Products {
    /// What is being looked at.
    pub filters: Filters,
    /// Measure, cut-offs and which products are listed.
    pub options: Options,
}

/// How does one product sell, and to whom? `/products?product=22423`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// What is being looked at.
    pub filters: Filters,
    /// Measure and cut-offs.
    pub options: Options,
    /// Its code.
    pub id: String,
}

/// Which products are called so? `/products?find=lunch+bag`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindProducts {
    /// What is being looked at.
    pub filters: Filters,
    /// Part of a name, words of it, or a code.
    pub text: String,
}

pub(crate) const PANEL: Declaration = Declaration {
    params: PARAMS,
    settle,
    ..Declaration::new(
        "products",
        Some("Products"),
        "Which products matter, and how steadily do they sell?",
        |link| {
            let filters = link.filters;
            let options = link.products.options;
            Ok(match (link.products.product, link.products.find) {
                (Some(id), _) => Product {
                    filters,
                    options,
                    id,
                }
                .into(),
                (None, Some(text)) => FindProducts { filters, text }.into(),
                (None, None) => Products { filters, options }.into(),
            })
        },
    )
};

impl Question for Products {
    type Report = ProductsReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.products.options = self.options;
    }
}

impl Question for Product {
    type Report = ProductReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.products.options = self.options;
        link.products.product = Some(self.id.clone());
    }
}

impl Question for FindProducts {
    type Report = FoundReport;

    fn filters(&self) -> &Filters {
        &self.filters
    }

    fn tell(&self, link: &mut Link) {
        link.products.find = Some(self.text.clone());
    }
}

impl Report for ProductsReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        for one in self.boxes.iter().filter(|one| one.products > 0) {
            let name = format!("{}  {}", one.place, one.advice);
            lines.row(one.products, one.share, name);
        }
        lines.line(&self.boxes_note);
        for fact in &self.facts {
            lines.item(&fact.title);
            lines.below(&fact.detail);
        }
        for title in [
            &self.curve_title,
            &self.demand_title,
            &self.stages_title,
            &self.season_title,
            &self.moves_title,
        ] {
            lines.line(title);
        }
        for line in self.rows.iter().take(LISTED) {
            lines.line(&product(line));
        }
        if self.picked as usize > LISTED {
            lines.line(&format!("{} in all", counted(self.picked, "product")));
        }
    }
}

impl Report for ProductReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.line(&self.context);
        lines.remarks(&self.remarks);
        lines.line(&self.policy);
        lines.line(&self.series_title);
        lines.line(&self.season_title);
        lines.line(&self.groups_title);
        for group in self.groups.iter().filter(|group| group.buyers > 0) {
            lines.row(group.buyers, group.reach, group.group.name());
        }
    }
}

impl Report for FoundReport {
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        Some(&mut self.remarks)
    }

    fn print(&self, lines: &mut Lines) {
        lines.line(&self.headline);
        lines.remarks(&self.remarks);
        for hit in &self.hits {
            lines.line(&format!("{:>8}  {}  {}", hit.orders, hit.id, hit.name));
        }
    }
}

/// How many products are listed.
const LISTED: usize = 20;

fn product(line: &ProductLine) -> String {
    let place = line
        .place
        .map_or_else(|| "–".to_owned(), |place| place.to_string());
    let name = format!("{} ({})", line.name, line.id);
    format!(
        "{:>8}  {:>5}  {place:<2}  {name}",
        line.orders,
        Piece::Share(line.share).to_string()
    )
}
