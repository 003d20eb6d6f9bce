//! An audience in one statement is the same people that the worker's engine finds over the lines.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use clientele_analysis::audiences::Building;
use clientele_analysis::dataset::Dataset;
use clientele_analysis::engine::{
    Engine, Needs, Next, Plan, Scope, Shop, Source, Study, finish, then,
};
use clientele_analysis::grouping::Fitted;
use clientele_analysis::narrowing::{Chosen, Marking};
use clientele_gateway::clickhouse::audience::{Audience, Uncompiled};
use clientele_gateway::clickhouse::{Client, Views};
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, encoded};
use clientele_model::question::AnyQuestion;
use clientele_model::selection::Only;

use super::audiences::definitions;
use super::both::shop;
use super::compare::fetch;
use super::data::{from_file, load_plain, odd};
use super::document::block;
use super::engine::{PATIENT, block_on, root, shared};
use super::reports::query;

/// Tells who is in an audience, as the sentence of a refusal: no report lists everybody.
struct Telling;

impl Study for Telling {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        let AnyQuestion::BuildAudience(asked) = question else {
            return None;
        };
        let plan = || {
            let scope = Scope::new(&asked.filters, shop)?;
            let mut needs = Needs::default();
            let customers = needs.customers(&scope);
            let mark = needs.choice(&asked.of, &scope);
            Ok(Plan::new(needs, move |tables| {
                let marking = Marking::new(&tables, &customers, mark)?;
                Ok(then(marking, |Chosen { among, set, .. }| {
                    let these = among.narrowed(&set);
                    let ids = (0..these.len()).map(|row| these.customer.get(row).to_owned());
                    let sentence = ids.collect::<Vec<_>>().join("\n");
                    Err(Failure::Refused { sentence }) as Result<Next, Failure>
                }))
            }))
        };
        Some(plan())
    }
}

/// A data set in both.
struct Pair {
    client: Client,
    views: Views,
    data: Dataset,
    lines: Engine,
}

impl Pair {
    fn new(database: &str, views: Views, data: Dataset) -> Self {
        Self {
            client: shared().client(database, PATIENT),
            views,
            lines: Engine::new(
                Source::Memory(Box::new(data.clone())),
                vec![],
                &[&Telling, &Building],
            ),
            data,
        }
    }

    fn fitted(&self, filters: &Filters) -> Fitted {
        let catalogue = &self.data.catalogue;
        let tables = Fitted::requests(filters)
            .map(|request| fetch(&self.client, &query(&request, catalogue)));
        Fitted::of(filters, catalogue, [&tables[0], &tables[1]]).unwrap()
    }

    /// Compares an audience, and says how many are in it.
    #[track_caller]
    fn compare(&self, only: &Only, link: &str) -> usize {
        let (filters, notices) = Filters::parse(link);
        assert_eq!(notices, [], "{link}");
        let audience = Audience {
            only,
            filters: &filters,
            catalogue: &self.data.catalogue,
            views: self.views,
        };
        let fitted = audience
            .takes_segments()
            .unwrap()
            .then(|| self.fitted(&filters));
        let statement = audience.statement(fitted.as_ref());
        let link = format!("/audiences?of={}&{link}", encoded(&only.to_string()));
        let (question, _) = AnyQuestion::parse(&link).unwrap();
        let (statement, told) = match (statement, self.lines.start(&question).and_then(finish)) {
            (Ok(statement), Err(Failure::Refused { sentence })) => (statement, sentence),
            (Err(Uncompiled::Failure(why)), Err(expected)) => {
                assert_eq!(why, expected, "{link}");
                return 0;
            }
            (statement, told) => panic!("{link}: {statement:?}, {:?}", told.err()),
        };
        static IDS: AtomicU32 = AtomicU32::new(0);
        let id = format!("compiled-{}", IDS.fetch_add(1, Ordering::Relaxed));
        let printed = block_on(self.client.run(&statement, &id, false));
        let printed = printed
            .unwrap_or_else(|trouble| panic!("{link}: {}\n{}", trouble.detail, statement.sql));
        let found: Vec<&str> = printed.lines().collect();
        let expected: BTreeSet<&str> = told.lines().collect();
        let set: BTreeSet<&str> = found.iter().copied().collect();
        assert_eq!(set.len(), found.len(), "{link}: somebody stands twice");
        let more: Vec<_> = set.difference(&expected).collect();
        let fewer: Vec<_> = expected.difference(&set).collect();
        assert!(
            more.is_empty() && fewer.is_empty(),
            "{link}: {} in ClickHouse, {} here; more {more:?}, fewer {fewer:?}",
            set.len(),
            expected.len()
        );
        found.len()
    }

    /// Compares sixty definitions, each under one of the links. The first two conditions are of segments, whose names are
    /// put there.
    #[track_caller]
    fn grid(&self, conditions: [&str; 18], links: [&str; 3]) {
        let segments: Vec<BTreeSet<String>> = links
            .iter()
            .map(|link| {
                let fitted = self.fitted(&Filters::parse(link).0);
                fitted.slugs().map(str::to_owned).collect()
            })
            .collect();
        let (mut sizes, mut compared) = (BTreeSet::new(), 0);
        for (at, link) in links.into_iter().enumerate() {
            let mut names = segments[at].iter().map(|slug| Only::Segment(slug.clone()));
            let mut all: Vec<Only> = names.by_ref().take(2).collect();
            all.extend(conditions.iter().map(|of| of.parse::<Only>().unwrap()));
            let all: [Only; 20] = all.try_into().unwrap();
            for of in definitions(&all).into_iter().skip(at).step_by(links.len()) {
                sizes.insert(self.compare(&of, link));
                compared += 1;
            }
        }
        assert_eq!(compared, 60);
        assert!(sizes.len() > 20, "{sizes:?}");
    }
}

#[test]
fn sixty_definitions_over_the_made_up_retailer() {
    let (database, data) = shop();
    let code = data.campaigns.id[0].clone();
    let arms = &data.campaigns.exposures.arms;
    let taken = data.campaigns.exposures.arm[data.campaigns.exposures.rows(0).start];
    let arm = format!("arm.{code}~{}", arms[taken as usize]);
    let views = Views {
        campaigns: true,
        ..Views::default()
    };
    let pair = Pair::new(database, views, data);
    pair.grid(
        [
            "rfm.champions",
            "any(rfm.at-risk,rfm.hibernating)",
            "code.5.5.5",
            "cell.3.2",
            "band.recency.45..",
            "band.monetary.100..900",
            "band.discount_share.0.25..",
            &arm,
            "band.category:Toys.0.2..",
            "channel.App",
            "tier.Gold",
            "had.anything~3x~180d",
            "had.category.Home~2x",
            "had.category.Fashion~first",
            "had.category.Kitchen~2x~last",
            "ordered.2026-03-01.2026-03-31",
            "new.2025-01-01.2025-06-30",
            "returning.2026-03-01.2026-03-31",
        ],
        [
            "",
            "lens=behaviour&country=Germany&country=France",
            "returns=off&spend=40..2000&k=5",
        ],
    );
    // So few campaigns that a sum over all days tells something.
    let mut sent = BTreeSet::new();
    for of in [
        "sent.1x~365d",
        "sent.2x~365d",
        "not(sent.1x~120d)",
        "sent.1x~40d",
    ] {
        sent.insert(pair.compare(&of.parse().unwrap(), ""));
    }
    assert!(sent.len() > 2, "{sent:?}");
    // Each is read among those that the one before it leaves.
    for link in [
        "only=rfm.loyal",
        "only=country.Germany&only=band.frequency.2..&last=300",
    ] {
        for of in [
            "rfm.champions",
            "all(code.3.3.3,not(category.Home))",
            "cell.5.1",
        ] {
            pair.compare(&of.parse().unwrap(), link);
        }
    }
}

#[test]
fn sixty_definitions_over_online_retail() {
    let (engine, database) = (shared(), "compiled_retail");
    let of = |name| block("run", name).replace("shop", database);
    engine.run(database, &of("typical-table"));
    let file = root().join("data/online_retail.parquet");
    engine.ask(
        database,
        &format!(
            "INSERT INTO order_lines SELECT * FROM file('{}')",
            file.display()
        ),
    );
    engine.run(database, &of("typical-view"));
    let pair = Pair::new(
        database,
        Views::default(),
        from_file("online_retail.parquet"),
    );
    pair.grid(
        [
            "rfm.champions",
            "rfm.lost",
            "code.5.4.4",
            "cell.1.1",
            "band.recency.30..90",
            "band.monetary.250..1500",
            "band.return_share.0.05..",
            "band.gap.7..30",
            "band.aov.200..",
            "band.products.20..60",
            "any(country.France,country.Germany)",
            "product.22423",
            "had.product.85123A~3x",
            "had.product.22423~first",
            "had.anything~60d~last",
            "ordered.2011-11-01.2011-11-30",
            "bought.product.22423~85123A~not~20725",
            "returning.2011-11-01.2011-11-30",
        ],
        [
            "",
            "lens=behaviour&spend=100..",
            "returns=off&last=200&goods=POST",
        ],
    );
}

#[test]
fn sixty_definitions_over_lines_that_try_everything() {
    let (engine, database) = (shared(), "compiled_odd");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.parquet");
    let data = odd(7, 4_000, &file);
    load_plain(engine, database, &file);
    let pair = Pair::new(database, Views::default(), data);
    pair.grid(
        [
            "rfm.champions",
            "rfm.need-attention",
            "code.3.3.3",
            "cell.4.2",
            "band.recency.10..60",
            "band.frequency.4..9",
            "band.online_share.0.5..",
            "band.monetary.-500..4000",
            "band.category:Garden & Home.0.3..",
            "country.O\\'Land",
            "channel.'; DROP TABLE lines; --",
            "category.Tab\tbed",
            "tier.Silver\\",
            "had.product.P-8~2x",
            "had.category.50% \"off\"~first",
            "had.anything~200d~last",
            "country.中国",
            "had.anything~5x",
        ],
        ["", "lens=behaviour&copies=off", "returns=off&last=500&k=3"],
    );
}
