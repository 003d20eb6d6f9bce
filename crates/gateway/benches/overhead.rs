//! What the gateway costs beside asking ClickHouse directly: time, memory, and 200 visitors at once.
//!
//! `overhead CLICKHOUSE GATEWAY PROCESS` prints one line of JSON: seconds, megabytes, counts. It is
//! run by `cargo xtask bench live`, over the retailer of 8.5 million lines.
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on ends")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::Float64Type;
use arrow::ipc::reader::StreamReader;
use clientele_gateway::clickhouse::{Beyond, Client, Limits, Query, Server, Table, Views};
use clientele_model::catalogue::Catalogue;
use clientele_model::filters::Filters;
use clientele_model::table::Aggregate;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Body, Bytes};
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// How often each way is taken, in turns; the middle counts.
const RUNS: usize = 5;

/// Bytes that stream while memory is watched.
const MUCH: usize = 100 << 20;

/// Visitors at once, and for how long.
const VISITORS: usize = 200;
const WHILE: Duration = Duration::from_secs(60);

/// What they ask, one after the other.
const QUESTIONS: [&str; 4] = [
    "overview.arrow?last=14",
    "overview.arrow?last=30&country=Germany",
    "overview.arrow?last=60&channel=App",
    "customers.arrow?last=14",
];

type Web = hyper_util::client::legacy::Client<HttpConnector, Empty<Bytes>>;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [clickhouse, gateway, process] = args.as_slice() else {
        eprintln!("It takes the address of ClickHouse, of the gateway, and the gateway's process.");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime
        .unwrap()
        .block_on(measure(clickhouse, gateway, process));
}

async fn measure(clickhouse: &str, gateway: &str, process: &str) {
    let web: Web = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build_http();
    let base = format!("{gateway}data/retailer/");
    let catalogue = whole(&web, &format!("{base}catalogue.json")).await.1;
    let catalogue: Catalogue = serde_json::from_slice(&catalogue).unwrap();
    let client = Client::new(
        &Server {
            url: clickhouse.to_owned(),
            database: "shop".to_owned(),
            user: "default".to_owned(),
            key: String::new(),
            authority: None,
        },
        Limits::default(),
    )
    .unwrap();
    let (filters, _) = Filters::parse("lens=behaviour");
    let query = Query::new(
        Table::Of(Aggregate::Customers),
        &filters,
        &catalogue,
        Views::default(),
        &Beyond::default(),
    )
    .unwrap();
    let url = format!("{base}customers.arrow?lens=behaviour");
    let (mut direct, mut through) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let begun = Instant::now();
        let answer = client.send(&query, &format!("bench-{run}")).await.unwrap();
        direct.push(timed(begun, answer).await);
        let begun = Instant::now();
        let answer = web.get(url.parse().unwrap()).await.unwrap();
        through.push(timed(begun, answer.into_body()).await);
    }
    let mut streamed = through.iter().map(|(_, _, bytes)| bytes).sum::<usize>();
    while streamed < MUCH {
        streamed += whole(&web, &url).await.1.len();
    }
    let memory = peak(process);
    let crowd = crowd(&web, &base).await;
    let middle = |of: &[(f64, f64, usize)], which: fn(&(f64, f64, usize)) -> f64| {
        let mut seconds: Vec<f64> = of.iter().map(which).collect();
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    };
    let mut found = serde_json::json!({
        "direct_first": middle(&direct, |t| t.0),
        "direct_last": middle(&direct, |t| t.1),
        "gate_first": middle(&through, |t| t.0),
        "gate_last": middle(&through, |t| t.1),
        "memory": memory,
    });
    found.as_object_mut().unwrap().extend(crowd);
    println!("{found}");
}

/// Seconds to the first and to the last byte, and how many there were.
async fn timed<B>(begun: Instant, body: B) -> (f64, f64, usize)
where
    B: Body<Data = Bytes>,
    B::Error: std::fmt::Debug,
{
    let mut body = std::pin::pin!(body);
    let (mut first, mut bytes) = (None, 0);
    while let Some(frame) = body.frame().await {
        first.get_or_insert_with(|| begun.elapsed());
        bytes += frame.unwrap().into_data().map_or(0, |data| data.len());
    }
    let first = first.unwrap_or_default().as_secs_f64();
    (first, begun.elapsed().as_secs_f64(), bytes)
}

async fn whole(web: &Web, url: &str) -> (StatusCode, Bytes, Option<String>) {
    let answer = web.get(url.parse().unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    let tag = head.headers.get("etag");
    let tag = tag.map(|tag| tag.to_str().unwrap().to_owned());
    (head.status, body.collect().await.unwrap().to_bytes(), tag)
}

/// Many visitors for a while: every whole answer is compared with the one that came before.
async fn crowd(web: &Web, base: &str) -> serde_json::Map<String, serde_json::Value> {
    let mut expected = Vec::new();
    for question in QUESTIONS {
        let (status, body, tag) = whole(web, &format!("{base}{question}")).await;
        assert_eq!(status, StatusCode::OK);
        expected.push((body, tag.unwrap()));
    }
    let expected = Arc::new(expected);
    let counts: Arc<[AtomicUsize; 4]> = Arc::default();
    let waits = Arc::new(Mutex::new(Vec::new()));
    let begun = Instant::now();
    let visitors: Vec<_> = (0..VISITORS)
        .map(|number| {
            let (web, base) = (web.clone(), base.to_owned());
            let (expected, counts, waits) = (expected.clone(), counts.clone(), waits.clone());
            tokio::spawn(async move {
                for turn in number.. {
                    if begun.elapsed() > WHILE {
                        break;
                    }
                    let at = turn % QUESTIONS.len();
                    let (body, tag) = &expected[at];
                    let url = format!("{base}{}", QUESTIONS[at]);
                    let mut request = Request::get(url);
                    // Most have seen it before.
                    if turn % 10 != 0 {
                        request = request.header("if-none-match", tag);
                    }
                    let asked = Instant::now();
                    let kind = match web.request(request.body(Empty::new()).unwrap()).await {
                        Err(error) => {
                            eprintln!("No answer to {}: {error}.", QUESTIONS[at]);
                            3
                        }
                        Ok(answer) => {
                            let status = answer.status();
                            let came = answer.into_body().collect().await;
                            match (status, came.map(|came| came.to_bytes())) {
                                (StatusCode::OK, Ok(came)) if is_same(&came, body) => 0,
                                (StatusCode::NOT_MODIFIED, Ok(_)) => 1,
                                (
                                    StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT,
                                    Ok(_),
                                ) => 2,
                                (status, _) => {
                                    eprintln!("A wrong answer to {}: {status}.", QUESTIONS[at]);
                                    3
                                }
                            }
                        }
                    };
                    counts[kind].fetch_add(1, Ordering::Relaxed);
                    waits.lock().unwrap().push(asked.elapsed().as_secs_f64());
                    // A person looks at what came.
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            })
        })
        .collect();
    for visitor in visitors {
        visitor.await.unwrap();
    }
    let mut waits = std::mem::take(&mut *waits.lock().unwrap());
    waits.sort_by(f64::total_cmp);
    let share = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
    let count = |kind: usize| counts[kind].load(Ordering::Relaxed);
    let found = serde_json::json!({
        "whole": count(0), "unchanged": count(1), "refused": count(2), "wrong": count(3),
        "p50": share(0.5), "p99": share(0.99),
    });
    found.as_object().unwrap().clone()
}

/// Whether two Arrow streams hold the same rows: an engine adds up in another order each time, so that
/// amounts are compared to 1e-9.
fn is_same(came: &[u8], expected: &[u8]) -> bool {
    let read = |bytes: &[u8]| -> Option<RecordBatch> {
        let reader = StreamReader::try_new(std::io::Cursor::new(bytes.to_vec()), None).ok()?;
        let schema = reader.schema();
        let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>().ok()?;
        concat_batches(&schema, &batches).ok()
    };
    let (Some(a), Some(b)) = (read(came), read(expected)) else {
        return false;
    };
    let alike = |(a, b): (&ArrayRef, &ArrayRef)| {
        let floats = a.as_primitive_opt::<Float64Type>();
        match floats.zip(b.as_primitive_opt::<Float64Type>()) {
            Some((a, b)) => {
                let mut pairs = a.values().iter().zip(b.values());
                pairs.all(|(a, b)| (a - b).abs() <= 1e-9 * (1.0 + b.abs()))
            }
            None => a == b,
        }
    };
    a.schema() == b.schema()
        && a.num_rows() == b.num_rows()
        && a.columns().iter().zip(b.columns()).all(alike)
}

/// Megabytes that a process has taken at its peak.
fn peak(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1000.0)
}
