//! A report's sentences, for the terminal.

use std::fmt::Display;

use clientele_model::products::ProductLine;
use clientele_model::question::AnyReport;
use clientele_model::words::Sentence;

/// The sentences of a report, one a line, and its most telling figures.
pub fn sentences(report: &AnyReport) -> String {
    let mut page = Page::default();
    match report {
        AnyReport::Overview(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.remarks(&report.remarks);
            for fact in &report.facts {
                page.item(&fact.title);
                page.below(&fact.detail);
            }
            page.line(&report.groups_title);
            for group in &report.groups {
                page.row(group.customers, group.share, group.group.slug());
            }
            page.line(&report.places_title);
            page.line(&report.products_title);
        }
        AnyReport::Segments(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.line(&report.sureness);
            page.remarks(&report.remarks);
            for segment in &report.segments {
                page.row(segment.customers, segment.share, &segment.name);
                page.below(&segment.about);
                page.below(&segment.rule.words);
                page.below(&segment.play.summary);
            }
        }
        AnyReport::Data(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.line(&report.waterfall);
            page.line(&report.coverage);
            for remark in &report.remarks {
                page.item(&remark.words);
            }
        }
        AnyReport::Audience(report) => {
            page.line(&report.title);
            page.line(&report.about);
            page.remarks(&report.remarks);
            page.row(report.customers, report.share, &report.title);
            for (id, name, share) in &report.products {
                page.item(&format!(
                    "{name} ({id}), in {:.0}% of their orders",
                    share * 100.0
                ));
            }
        }
        AnyReport::Products(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.remarks(&report.remarks);
            for one in report.boxes.iter().filter(|one| one.products > 0) {
                let name = format!("{}  {}", one.place, one.advice);
                page.row(one.products, one.share, name);
            }
            page.line(&report.boxes_note);
            for fact in &report.facts {
                page.item(&fact.title);
                page.below(&fact.detail);
            }
            for title in [
                &report.curve_title,
                &report.demand_title,
                &report.stages_title,
                &report.season_title,
                &report.moves_title,
            ] {
                page.line(title);
            }
            for line in report.rows.iter().take(LISTED) {
                page.line(&product(line));
            }
            if report.picked as usize > LISTED {
                page.line(&format!("{} products in all", report.picked));
            }
        }
        AnyReport::Product(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.remarks(&report.remarks);
            page.line(&report.policy);
            page.line(&report.series_title);
            page.line(&report.season_title);
            page.line(&report.groups_title);
            for group in report.groups.iter().filter(|group| group.buyers > 0) {
                page.row(group.buyers, group.reach, group.group.name());
            }
        }
        AnyReport::FindProducts(report) => {
            page.line(&report.headline);
            page.remarks(&report.remarks);
            for hit in &report.hits {
                page.line(&format!("{:>8}  {}  {}", hit.orders, hit.id, hit.name));
            }
        }
        AnyReport::Baskets(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.remarks(&report.remarks);
            for bundle in &report.bundles {
                page.item(&bundle.words);
            }
            if let Some(why) = &report.why_none {
                page.line(why);
            }
        }
        AnyReport::Recommend(report) => {
            page.line(&report.headline);
            page.line(&report.context);
            page.remarks(&report.remarks);
            for list in &report.lists {
                page.line(&list.title);
                for offer in &list.offers {
                    page.item(&offer.name);
                    page.below(&offer.reason);
                }
            }
        }
        AnyReport::Export(export) => {
            page.line(&export.csv.trim_start_matches('\u{feff}').trim_end())
        }
    }
    page.0
}

/// How many products are listed.
const LISTED: usize = 20;

fn product(line: &ProductLine) -> String {
    let place = line
        .place
        .map_or_else(|| "–".to_owned(), |place| place.to_string());
    let name = format!("{} ({})", line.name, line.id);
    format!(
        "{:>8}  {:>4.1}%  {place:<2}  {name}",
        line.orders,
        line.share * 100.0
    )
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, words: &impl Display) {
        let words = words.to_string();
        if !words.is_empty() {
            if !self.0.is_empty() {
                self.0.push('\n');
            }
            self.0.push_str(&words);
        }
    }

    fn remarks(&mut self, remarks: &[Sentence]) {
        for remark in remarks {
            self.line(remark);
        }
    }

    fn item(&mut self, words: &impl Display) {
        self.line(&format!("- {words}"));
    }

    fn below(&mut self, words: &impl Display) {
        let words = words.to_string();
        if !words.is_empty() {
            self.line(&format!("  {words}"));
        }
    }

    fn row(&mut self, customers: u32, share: f64, name: impl Display) {
        self.line(&format!("{customers:>8}  {:>3.0}%  {name}", share * 100.0));
    }
}
