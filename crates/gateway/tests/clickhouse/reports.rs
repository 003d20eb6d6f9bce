//! Reports over tables that ClickHouse made are those over lines.

use clientele_analysis::dataset::Dataset;
use clientele_analysis::engine::{Engine, Source, Step, Wants, finish};
use clientele_analysis::plays::Plays;
use clientele_analysis::remote::{Asked, Request};
use clientele_analysis::studies;
use clientele_gateway::clickhouse::{Beyond, Client, Query, Table, Views};
use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::recommend::OfferKind::Next;
use clientele_model::segments::Segment;
use clientele_model::words::Sentence;
use serde_json::Value;

use super::both::level;
use super::compare::fetch;
use super::golden::{Golden, fields};

/// Asks both engines the questions of a page, and compares the reports value by value.
#[track_caller]
pub fn compare(data: &Dataset, client: &Client) {
    let live = Catalogue {
        files: vec![],
        ..data.catalogue.clone()
    };
    let mut live = Engine::new(Source::Gateway(live), vec![], &studies::all());
    let mut lines = Engine::new(
        Source::Memory(Box::new(data.clone())),
        vec![],
        &studies::all(),
    );
    for engine in [&mut live, &mut lines] {
        engine.advise(Ok(Plays::own().into()));
    }
    let product = format!("/audience?of=product.{}", data.products.id[7]);
    let goes_with = format!("/recommend?product={}&support=1", data.products.id[7]);
    let of_product = format!("/products?product={}", data.products.id[7]);
    let ids = &data.products.id;
    let bought = format!("bought.product.{}~{}~not~{}", ids[7], ids[8], ids[9]);
    let export = format!("/export?of={bought}");
    // Products have names also where the filters leave few of their orders.
    let narrow = format!("{product}&country=Germany&category=Garden&spend=50..");
    let customer = format!("/customer?who={}", data.customers.id[500]);
    let mut golden = Golden::default();
    for link in [
        &product,
        &export,
        &narrow,
        "/audience?of=bought.category.Toys~not~Garden",
        "/audience?of=bought.category.Toys~not~Garden&category=Garden",
        "/overview",
        "/overview?last=45&against=year&country=Germany",
        "/overview?spend=100..300",
        "/segments",
        "/segments?asof=2026-06-01&returns=off",
        "/segments?channel=App&k=4&spend=20..",
        "/segments?lens=behaviour&period=all",
        "/segments?only=rfm.loyal&only=ordered.2025-03-01.2025-06-30",
        "/segments?only=country.Germany&spend=50..",
        "/values",
        "/values?country=Germany&category=Toys&tier=Gold&spend=50..",
        "/audience?of=everyone",
        "/audience?of=rfm.champions&channel=App",
        "/audience?of=band.category%3AToys.0.2..",
        "/audience?of=new.2025-03-01.2025-03-31",
        "/audience?of=returning.2025-03-01.2025-03-31&country=France",
        "/audience?of=country.France",
        "/audience?of=country.France&country=Germany",
        "/audience?of=channel.App",
        "/audience?of=category.Toys&category=Garden&category=Toys",
        "/export?of=cell.5.5",
        "/products",
        "/products?by=margin&last=200&stage=growing&spend=20..",
        "/products?by=units&country=Germany&category=Toys&returns=off&against=year",
        &of_product,
        &(of_product.clone() + "&channel=App&spend=50..&by=margin"),
        &customer,
        "/customer?who=111700&spend=20..&returns=off",
        "/customer?who=no+such",
        "/recommend?product=no+such",
        &goes_with,
        "/baskets",
        "/baskets?support=0.01&confidence=0.05&rules=all&country=Germany",
        "/baskets?level=category&spend=50..&largest=6",
        "/experiments/plan?who=rfm.need-attention&offer=percent.15&via=post&vs=offer=none",
        "/experiments/result?campaign=spring-coupon",
    ] {
        let (question, notices) = AnyQuestion::parse(link).unwrap();
        assert_eq!(notices, [], "{link}");
        let answer = |live: &mut Engine, request: &Request| {
            let bytes = fetch(client, &query(request, &data.catalogue));
            live.answer(request, &bytes).unwrap();
        };
        let Wants::Tables { all, first } = live.wants(&question).unwrap() else {
            panic!("{link}: a gateway makes the tables");
        };
        let found = if let Some(first) = first {
            answer(&mut live, &first);
            from_first(&mut live, &question, |live| {
                all.iter().for_each(|request| answer(live, request));
            })
        } else {
            supply(&mut live, client, &question);
            live.start(&question).and_then(finish)
        };
        let expected = lines.start(&question).and_then(finish);
        match (found, expected) {
            (Ok(found), Ok(expected)) => {
                let found = json(&found);
                golden.add(link, fields(&rounded(&found)));
                alike(link, &found, &json(&expected));
            }
            (found, expected) => {
                let why = found.err();
                let is_defect = matches!(why, Some(Failure::Defect { .. }));
                assert!(!is_defect, "{link}: {why:?}");
                assert_eq!(why, expected.err(), "{link}");
            }
        }
    }
    golden.check("answers/clickhouse.txt");
    let (narrowed, _) = AnyQuestion::parse("/overview?only=rfm.champions").unwrap();
    assert_eq!(
        live.wants(&narrowed).unwrap_err().to_string(),
        "The Overview cannot be narrowed to chosen customers here, because the database sends \
         totals and not every order. Open Segments, or remove this choice."
    );
}

/// Sends everything a question wants, until it wants nothing more: some of it is known only when the campaigns are here.
#[track_caller]
pub fn supply(live: &mut Engine, client: &Client, question: &AnyQuestion) {
    let mut sent: Vec<Request> = Vec::new();
    loop {
        let all = live.wants(question).unwrap().tables();
        let new = all.into_iter().filter(|request| !sent.contains(request));
        let new: Vec<Request> = new.collect();
        if new.is_empty() {
            return;
        }
        for request in new {
            let bytes = fetch(client, &query(&request, live.catalogue()));
            live.answer(&request, &bytes).unwrap();
            sent.push(request);
        }
    }
}

/// Answers from a smaller table as far as that goes, then from the whole tables: the groups named first are
/// those named last.
fn from_first(
    live: &mut Engine,
    question: &AnyQuestion,
    answer: impl FnOnce(&mut Engine),
) -> Result<AnyReport, Failure> {
    let mut job = live.start_first(question)?;
    let mut first = None;
    let mut answer = Some(answer);
    loop {
        let step = match job.step() {
            Ok(step) => step,
            Err(why) => {
                // What comes of a smaller table of nobody is what comes of the whole one.
                if let Some(answer) = answer {
                    answer(live);
                }
                return Err(why);
            }
        };
        match step {
            Step::More { .. } => {}
            Step::Tasks { about, tasks } => {
                job.supply(tasks.iter().filter_map(|task| about.run(task)).collect());
            }
            Step::Partial(report) => drop(first.get_or_insert(report.into_any())),
            Step::Waits => answer.take().expect("the tables are here")(live),
            Step::Done(last) => {
                let last = last.into_any();
                let names = |report: &AnyReport| match report {
                    AnyReport::Segments(report) => {
                        let named = |s: &Segment| (s.name.clone(), s.customers, s.colour);
                        report.segments.iter().map(named).collect::<Vec<_>>()
                    }
                    _ => Vec::new(),
                };
                let measured = |report: &AnyReport| match report {
                    AnyReport::Segments(report) => report.fit.segments.len(),
                    _ => 0,
                };
                assert!(answer.is_none(), "it ended before the tables were here");
                assert_eq!(first.as_ref().map(measured), Some(0));
                assert!(
                    measured(&last) > 0,
                    "nobody measured how well customers fit"
                );
                assert_eq!(first.as_ref().map(names), Some(names(&last)));
                return Ok(last);
            }
        }
    }
}

/// What a gateway sends for a request.
pub fn query(request: &Request, catalogue: &Catalogue) -> Query {
    let table = match request.table {
        Asked::Of(table) => Table::Of(table),
        Asked::Campaigns => Table::Campaigns,
        Asked::Exposures => Table::Exposures,
    };
    let beyond = Beyond {
        product: request.product.clone(),
        campaign: request.campaign.clone(),
    };
    Query::new(
        table,
        &request.filters,
        catalogue,
        Views::default(),
        &beyond,
    )
    .unwrap()
}

/// A report without what only the lines can tell.
fn json(report: &AnyReport) -> Value {
    let mut report = report.clone();
    match &mut report {
        // Some customers, drawn by their place in the data set.
        AnyReport::Segments(report) => report.scatter.points.clear(),
        AnyReport::Baskets(report) => {
            // What is bought next is in the lines only; its items are named first.
            report.next.clear();
            report.next_why = None;
        }
        AnyReport::Recommend(report) => {
            // What is bought next is in the lines only.
            report.lists.retain(|list| list.kind != Next);
            report.remarks.clear();
        }
        // Addresses stay in the database.
        AnyReport::Export(report) => {
            report.csv.clear();
            report.name.clear();
        }
        AnyReport::Customer(report) => {
            // Orders and addresses stay in the database.
            report.orders.clear();
            report.orders_note = Sentence::new();
            report.person.email.clear();
            report.person.email_opt_in = None;
        }
        AnyReport::JudgeTest(report) => level(report),
        AnyReport::Audience(report) => {
            // What they bought is in the lines only.
            report.products.clear();
            report.without_products = true;
            report.behind = None;
        }
        _ => {}
    }
    serde_json::to_value(report.bare()).unwrap()
}

/// Numbers with six digits, as sums are made in another order each time; moved a little first, since sums of cents lie
/// just where rounding turns.
fn rounded(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            let number = number * (1.0 + 1.3e-8);
            let nought = number.abs() < 1e-9;
            Value::from(format!("{:.5e}", if nought { 0.0 } else { number }))
        }
        Value::Array(all) => all.iter().map(rounded).collect(),
        Value::Object(all) => {
            let all = all.iter().map(|(key, value)| (key.clone(), rounded(value)));
            Value::Object(all.collect())
        }
        other => other.clone(),
    }
}

/// Numbers to 1e-6, as sums are made in another order; everything else equal.
#[track_caller]
pub fn alike(place: &str, found: &Value, expected: &Value) {
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            let fine = (a - b).abs() <= 1e-6 * (1.0 + b.abs());
            assert!(fine, "{place}: {a} of ClickHouse, {b} of lines");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{place}");
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                alike(&format!("{place}[{at}]"), a, b);
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{place}");
            for (key, a) in a {
                alike(&format!("{place}.{key}"), a, &b[key]);
            }
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}
