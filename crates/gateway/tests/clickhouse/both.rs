//! The made-up retailer and its campaigns in a database and in memory, asked side by side.

use std::sync::OnceLock;

use clientele_analysis::dataset::Dataset;
use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::plays::Plays;
use clientele_analysis::studies;
use clientele_gateway::clickhouse::Client;
use clientele_model::audiences::AudiencesReport;
use clientele_model::catalogue::Catalogue;
use clientele_model::experiments::{PlanReport, ResultReport};
use clientele_model::question::{AnyQuestion, AnyReport};

use super::data::{from_pack, load_plain, omnichannel, pack_campaigns};
use super::engine::{self, PATIENT, shared};
use super::reports::supply;
use super::responses::VIEWS;

/// A data set with the campaigns of its pack, which are put into the database as well. Whoever agreed to get e-mails is
/// forgotten, since no view tells it.
pub fn with_campaigns(engine: &engine::Engine, database: &str, mut data: Dataset) -> Dataset {
    data.campaigns = pack_campaigns("omnichannel");
    data.catalogue.has.campaigns = true;
    data.customers.email_opt_in.clear();
    let told = &data.campaigns;
    let campaigns = (0..told.id.len()).map(|at| {
        let (id, name, offer) = (&told.id[at], &told.name[at], &told.offer[at]);
        let (day, window) = (told.day[at], told.window[at]);
        format!("('{id}', '{name}', {day}, {window}, '{offer}')")
    });
    let rows = &told.exposures;
    let exposures = rows.customer.iter().enumerate().map(|(at, customer)| {
        let campaign = &told.id[rows.campaign[at] as usize];
        let arm = &rows.arms[rows.arm[at] as usize];
        let minute = i64::from(rows.exposed[at]) * 86_400 + 7_200;
        format!(
            "('{campaign}', '{customer}', '{arm}', {minute}, NULL, NULL, NULL, NULL, NULL, NULL)"
        )
    });
    let (campaigns, exposures): (Vec<_>, Vec<_>) = (campaigns.collect(), exposures.collect());
    engine.run(
        database,
        &format!(
            "{VIEWS};\nINSERT INTO clientele_campaigns VALUES {};\nINSERT INTO clientele_exposures VALUES {}",
            campaigns.join(", "),
            exposures.join(", ")
        ),
    );
    data
}

/// What is said of a live data set besides.
pub const LEFT_OUT: &str = "The database sends totals and not every order, so a pack tells more: ";
/// A row that only every order tells.
pub const RETURNS: &str = "Returns not taken off";
const WHOLE_SHOP: &str = "Effect on the whole shop";

/// Takes away what only every order tells.
pub fn level(report: &mut ResultReport) {
    let is_left_out = |words: &String| words.starts_with(LEFT_OUT);
    report
        .remarks
        .retain(|remark| !is_left_out(&remark.to_string()));
    report.how.retain(|(name, _)| name != WHOLE_SHOP);
    if let Some(impact) = &mut report.impact {
        impact.global = None;
    }
    if let Some(sensitivity) = &mut report.sensitivity {
        sensitivity.rows.retain(|(name, ..)| name != RETURNS);
    }
}

/// Both engines over the same data.
pub struct Both {
    client: Client,
    /// Over tables of ClickHouse.
    pub live: Engine,
    /// Over lines.
    pub lines: Engine,
}

/// The database that they share, and what it holds.
pub fn shop() -> (&'static str, Dataset) {
    static SHOP: OnceLock<Dataset> = OnceLock::new();
    const DATABASE: &str = "judged";
    let data = SHOP.get_or_init(|| {
        let engine = shared();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lines.parquet");
        omnichannel(&file);
        load_plain(engine, DATABASE, &file);
        with_campaigns(engine, DATABASE, from_pack("omnichannel"))
    });
    (DATABASE, data.clone())
}

impl Both {
    /// Whoever agreed to get e-mails is known to neither.
    pub fn new() -> Self {
        let (database, data) = shop();
        Self::of(database, data)
    }

    /// To a pack it is known.
    pub fn with_opt_in() -> Self {
        let (database, mut data) = shop();
        data.customers.email_opt_in = from_pack("omnichannel").customers.email_opt_in;
        Self::of(database, data)
    }

    fn of(database: &str, data: Dataset) -> Self {
        let catalogue = Catalogue {
            files: vec![],
            ..data.catalogue.clone()
        };
        let advised = |source| {
            let mut engine = Engine::new(source, vec![], &studies::all());
            engine.advise(Ok(Plays::own().into()));
            engine
        };
        Self {
            client: shared().client(database, PATIENT),
            live: advised(Source::Gateway(catalogue)),
            lines: advised(Source::Memory(Box::new(data))),
        }
    }

    /// The answers of both to a link: of the database, of the lines.
    #[track_caller]
    fn ask(&mut self, link: &str) -> (AnyReport, AnyReport) {
        let (question, notices) = AnyQuestion::parse(link).unwrap();
        assert_eq!(notices, [], "{link}");
        supply(&mut self.live, &self.client, &question);
        let answer = |engine: &Engine| engine.start(&question).and_then(finish).unwrap();
        (answer(&self.live), answer(&self.lines))
    }

    /// Both results.
    #[track_caller]
    pub fn judged(&mut self, link: &str) -> (ResultReport, ResultReport) {
        match self.ask(link) {
            (AnyReport::JudgeTest(found), AnyReport::JudgeTest(expected)) => (*found, *expected),
            _ => panic!("{link} is no result"),
        }
    }

    /// Both audiences.
    #[track_caller]
    pub fn built(&mut self, link: &str) -> (AudiencesReport, AudiencesReport) {
        match self.ask(link) {
            (AnyReport::BuildAudience(found), AnyReport::BuildAudience(expected)) => {
                (*found, *expected)
            }
            _ => panic!("{link} is no audience"),
        }
    }

    /// Both plans.
    #[track_caller]
    pub fn planned(&mut self, link: &str) -> (PlanReport, PlanReport) {
        match self.ask(link) {
            (AnyReport::PlanTest(found), AnyReport::PlanTest(expected)) => (*found, *expected),
            _ => panic!("{link} is no plan"),
        }
    }
}

/// The remarks of a result.
pub fn said(report: &ResultReport) -> Vec<String> {
    report.remarks.iter().map(ToString::to_string).collect()
}
