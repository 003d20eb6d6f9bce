//! Some three hundred links over both bundled packs are asked as `clientele ask` asks them, and no report may
//! contradict itself or another: words, sums, names and superlatives are looked at again, whatever the panel.
//!
//! What each checker finds is a file of its own, with a bad example on which it must fail. Links come from the tables of
//! parameters, so that new ones are asked without a change here.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod agreement;
mod figures;
mod labels;
mod links;
mod most;
mod repeats;
mod sums;
mod terms;
mod walk;
mod wording;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::plays::Plays;
use clientele_analysis::studies;
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Dimension, Segmentation};
use clientele_model::link::encoded;
use clientele_model::question::{AnyQuestion, AnyReport, Overview};
use serde_json::Value;

use figures::Figures;
use links::{and, on};
use walk::{key, own_words, walk, without_names};

#[test]
fn a_wholesaler_of_gifts_is_never_contradicted() {
    crawl("online-retail-ii");
}

#[test]
fn a_made_up_retailer_is_never_contradicted() {
    crawl("omnichannel");
}

#[test]
fn plans_and_results_are_said_in_a_marketers_words() {
    let mut crawl = Crawl::of("omnichannel").1;
    for link in [
        "/experiments/plan",
        "/experiments/plan?lift=0.02&offer=0.1&cost=0.05",
        "/experiments/result",
        "/experiments/result?goal=revenue",
        "/experiments/split",
        "/data",
    ] {
        let (question, _) = AnyQuestion::parse(link).unwrap();
        let report = serde_json::to_value(crawl.answer(&question).unwrap().bare()).unwrap();
        for problem in terms::wrong(link, &walk(&report)) {
            crawl.note(link, problem);
        }
    }
    assert!(crawl.found.is_empty(), "{:#?}", crawl.found);
}

/// A pack, its engine, and what was found so far.
struct Crawl {
    folder: PathBuf,
    engine: Engine,
    answers: BTreeMap<String, Option<Value>>,
    /// Problem, and the links with it.
    found: BTreeMap<String, Vec<String>>,
}

#[track_caller]
fn crawl(slug: &str) {
    let (catalogue, mut crawl) = Crawl::of(slug);
    let links = links::from_tables(&catalogue);
    for link in &links {
        crawl.ask(link);
    }
    for link in [
        "/overview",
        "/segments",
        "/segments?lens=behaviour",
        "/overview?last=60",
    ] {
        crawl.follow(link);
    }
    let overviews = links.iter().filter(|link| link.starts_with("/overview"));
    for link in overviews.step_by(2) {
        crawl.compare_panels(link);
    }
    let values = links.iter().filter(|link| link.starts_with("/values"));
    for link in values.step_by(3) {
        crawl.choose_values(link);
    }
    crawl.compare_lengths();
    let asked = crawl.answers.len();
    assert!(asked >= 120, "{asked} links were asked");
    let problems: Vec<String> = crawl
        .found
        .iter()
        .map(|(problem, links)| match &links[..] {
            [link] => format!("{link}: {problem}"),
            [link, more @ ..] => format!("{link} and {} more: {problem}", more.len()),
            [] => problem.clone(),
        })
        .collect();
    assert!(
        problems.is_empty(),
        "{} problems in {asked} answers:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

impl Crawl {
    /// Of a pack that comes with the page.
    fn of(slug: &str) -> (Catalogue, Self) {
        let folder =
            PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/data")).join(slug);
        let text = fs::read_to_string(folder.join("catalogue.json")).unwrap();
        let catalogue: Catalogue = serde_json::from_str(&text).unwrap();
        let offered = vec![(slug.to_owned(), slug.to_owned())];
        let source = Source::Pack(catalogue.clone());
        let mut engine = Engine::new(source, offered, &studies::all());
        engine.advise(Ok(Plays::own().into()));
        let crawl = Self {
            folder,
            engine,
            answers: BTreeMap::new(),
            found: BTreeMap::new(),
        };
        (catalogue, crawl)
    }

    fn note(&mut self, link: &str, problem: impl Into<String>) {
        let links = self.found.entry(problem.into()).or_default();
        if !links.iter().any(|other| other == link) {
            links.push(link.to_owned());
        }
    }

    /// The report of a link as JSON, looked at when it is asked for the first time.
    fn ask(&mut self, link: &str) -> Option<Value> {
        if let Some(known) = self.answers.get(link) {
            return known.clone();
        }
        let answer = match AnyQuestion::parse(link) {
            Err(why) => {
                self.note(link, format!("it cannot be asked: {why}"));
                None
            }
            Ok((question, _)) => match self.answer(&question) {
                Ok(report) => {
                    let value = serde_json::to_value(report.bare()).unwrap();
                    self.look_at(link, &value, &report.lines());
                    Some(value)
                }
                Err(why @ Failure::Defect { .. }) => panic!("{link}: {why}"),
                Err(why) => {
                    for problem in wording::wrong(&why.to_string()) {
                        self.note(link, format!("{problem}: {why}"));
                    }
                    None
                }
            },
        };
        self.answers.insert(link.to_owned(), answer.clone());
        answer
    }

    /// Answers as `clientele ask` does, with tables that are read once.
    fn answer(&mut self, question: &AnyQuestion) -> Result<AnyReport, Failure> {
        for file in self.engine.wants(question)?.files() {
            let bytes = fs::read(self.folder.join(&file.path)).unwrap();
            self.engine.supply(&file.table, &bytes)?;
        }
        finish(self.engine.start(question)?)
    }

    fn look_at(&mut self, link: &str, report: &Value, printed: &str) {
        let walked = walk(report);
        for met in &walked.sentences {
            for problem in wording::wrong(&own_words(&met.it)) {
                self.note(link, format!("{}: {problem}: {}", key(&met.path), met.it));
            }
        }
        for met in walked.texts.iter().filter(|met| met.it.contains(' ')) {
            for problem in wording::wrong(&without_names(&met.it, &walked.names)) {
                self.note(link, format!("{}: {problem}: {}", key(&met.path), met.it));
            }
        }
        if report.get("csv").is_none() {
            for line in printed.lines() {
                let line = without_names(line, &walked.names);
                for problem in wording::wrong(line.trim_start()) {
                    // Rows of figures are set in columns.
                    if problem != "two spaces" {
                        self.note(link, format!("as text: {problem}: {line}"));
                    }
                }
            }
        }
        let figures = Figures::of(report);
        for met in walked
            .sentences
            .iter()
            .filter(|met| is_about_figures(report, &met.path))
        {
            let unborne = figures.unborne(&met.it);
            if !unborne.is_empty() {
                let (key, said) = (key(&met.path), unborne.join(", "));
                self.note(link, format!("{key}: no figure bears {said}: {}", met.it));
            }
        }
        let mut problems = sums::out_of_range(&walked);
        problems.extend(sums::unequal(report));
        problems.extend(repeats::found(report, &walked));
        problems.extend(most::wrong(report));
        problems.extend(labels::wrong(report));
        problems.extend(terms::wrong(link, &walked));
        for problem in problems {
            self.note(link, problem);
        }
    }

    /// The sheets of the marks of a report, by the links that it holds.
    fn follow(&mut self, link: &str) {
        let Some(report) = self.ask(link) else { return };
        let marks = agreement::marks(&report);
        // The first and last of each kind, and some between.
        let step = marks.len() / 7 + 1;
        for (at, (of, customers)) in marks.into_iter().step_by(step).enumerate() {
            let part = format!("of={}", encoded(&of));
            let sheet = and(&on("audience", link), &part);
            if let Some(report) = self.ask(&sheet) {
                if let Some(said) = agreement::of_mark(customers, &report) {
                    self.note(&sheet, said);
                }
                if let Some((band, count, money)) = agreement::notice(&report) {
                    let inside = format!("only={}&of={}", encoded(&of), encoded(&band));
                    let within = self.ask(&and(&on("audience", link), &inside));
                    let said =
                        within.and_then(|within| agreement::of_notice(count, money, &within));
                    said.into_iter().for_each(|said| self.note(&sheet, said));
                }
            }
            if at == 0 {
                self.ask(&and(&on("export", link), &part));
            }
        }
        if let Some(best) = report["products"].as_array().and_then(|list| list.first()) {
            let id = encoded(best["id"].as_str().unwrap());
            self.ask(&and(&on("products", link), &format!("product={id}")));
            let offers = and(&on("recommend", link), &format!("product={id}"));
            if let (Some(offered), Some(baskets)) =
                (self.ask(&offers), self.ask(&on("baskets", link)))
                && let Some(said) = agreement::of_orders(&offered, &baskets)
            {
                self.note(&offers, said);
            }
            self.ask(&and(&on("audience", link), &format!("of=product.{id}")));
        }
    }

    fn compare_panels(&mut self, link: &str) {
        let (Some(overview), Some(segments)) = (self.ask(link), self.ask(&on("segments", link)))
        else {
            return;
        };
        let mut problems = agreement::of_panels(&overview, &segments);
        if let Some(products) = self.ask(&on("products", link)) {
            problems.extend(agreement::of_products(&overview, &products));
        }
        for problem in problems {
            self.note(link, problem);
        }
    }

    /// The first value of each dimension and one in the middle, each chosen in place of what was.
    fn choose_values(&mut self, link: &str) {
        let (Some(report), Ok((question, _))) = (self.ask(link), AnyQuestion::parse(link)) else {
            return;
        };
        for listed in report["dimensions"].as_array().unwrap() {
            let of: Dimension = serde_json::from_value(listed["of"].clone()).unwrap();
            let values = listed["values"].as_array().unwrap();
            let mut places = vec![0, values.len() / 2];
            places.dedup();
            for value in places.into_iter().filter_map(|at| values.get(at)) {
                let name = value["name"].as_str().unwrap().to_owned();
                let mut filters = question.filters().clone();
                filters.listed_mut(of).unwrap().clone_from(&[name].into());
                filters.hold(question.filters());
                // Groups by the rule are found at once.
                filters.by = Segmentation::Rfm;
                let chosen = AnyQuestion::from(Overview(filters)).to_string();
                let overview = self.ask(&chosen);
                if let Some(said) = agreement::of_value(value, overview.as_ref()) {
                    self.note(link, format!("{said} ({chosen})"));
                }
            }
        }
    }

    fn compare_lengths(&mut self) {
        for (long, short) in [
            ("/baskets?rows=1000", "/baskets?rows=5"),
            ("/products", "/products?page=2"),
            ("/products", "/products?sort=name"),
        ] {
            if let (Some(one), Some(other)) = (self.ask(long), self.ask(short)) {
                for problem in agreement::of_lengths(&one, &other) {
                    self.note(short, problem);
                }
            }
        }
    }
}

/// Whether a sentence speaks of the figures beside it. How something was decided speaks of limits and of ways that
/// were not taken; a sheet says of its segment what the panel says, and an offer how much it was counted from.
fn is_about_figures(report: &Value, path: &str) -> bool {
    let elsewhere = [
        "why",
        "remarks",
        "preparation",
        "thresholds",
        "rule",
        "left_out",
        "next_why",
        "notice",
        "places_note",
    ];
    let is_sheet = report.get("preview").is_some() && path == "about";
    let is_told = ["lists", "catalogue", "hits"]
        .iter()
        .any(|key| report.get(key).is_some());
    let said_elsewhere = path.split('.').any(|part| elsewhere.contains(&part));
    let is_counted = is_told && ["context", "headline"].contains(&path);
    !(said_elsewhere || is_sheet || is_counted)
}
