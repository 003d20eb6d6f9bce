//! From 8.5 million lines in ClickHouse to segments on the screen, and what the gateway costs.

use std::time::{Duration, Instant};
use std::{fs, thread};

use clientele_driver::{Browser, get};
use serde_json::Value;

use super::table::Row;
use super::{broken, peer};
use crate::retailer::{HEADLINE, Retailer};
use crate::step::{Broken, Done, command, root, say};

/// How often the page is opened; the middle counts.
const RUNS: usize = 5;

/// A browser that has just been started is busy with itself; so is Python until its libraries are loaded, which is
/// not measured either.
const SETTLES: Duration = Duration::from_secs(3);

/// How long the catalogue may take.
const CATALOGUED: Duration = Duration::from_secs(120);

/// Waits for the last report inside the page: to ask for it over and over would take processor time from what is
/// measured.
const DONE: &str = "return new Promise((done) => { setTimeout(done, 120000); \
    new PerformanceObserver((list) => list.getEntriesByName('clientele.panel.done').length && done()) \
        .observe({ type: 'measure', buffered: true }); });";

/// Of the Python stack's time.
const HEADLINE_BUDGET: f64 = 1.0 / 20.0;

/// Of the Python stack's time, with the bootstrap stability of every candidate, which it leaves out.
const EVERY_SCORE_BUDGET: f64 = 1.0 / 5.0;

/// When a measure of the page's conversation with its worker ended, from navigation on.
const END: &str =
    "const m = performance.getEntriesByName('NAME')[0]; return m.startTime + m.duration;";

/// The headline path, its memory, and the gateway beside ClickHouse asked directly.
pub fn rows() -> Done<Vec<Row>> {
    let retailer = Retailer::start(&HEADLINE, 0)?;
    catalogued(&retailer)?;
    let (mut first, mut all) = (Vec::new(), Vec::new());
    let (mut origin, mut memory) = (String::new(), 0.0_f64);
    for run in 1..=RUNS {
        say(&format!(
            "open the segments of 8.5 million lines, {run} of {RUNS}"
        ));
        let browser = Browser::alone().map_err(broken)?;
        thread::sleep(SETTLES);
        browser
            .open(&format!("{}?panel=segments", retailer.gateway))
            .map_err(broken)?;
        browser.run(DONE, &[]).map_err(broken)?;
        let end = |name: &str| -> Done<f64> {
            let script = END.replace("NAME", name);
            let end = browser.run(&script, &[]).map_err(broken)?;
            Ok(end.as_f64().unwrap_or(f64::NAN) / 1000.0)
        };
        first.push(end("clientele.panel.first")?);
        all.push(end("clientele.panel.done")?);
        origin = browser.text("main .origin").map_err(broken)?;
        memory = memory.max(renderers());
    }
    let url = retailer.clickhouse.as_str();
    let theirs = peer(&["headline", url], &root().join("target"))?;
    let seconds = theirs["seconds"].as_f64().unwrap_or(f64::NAN);
    let note = format!(
        "{} customers there. The page said: {origin}",
        theirs["customers"]
    );
    let mut rows = vec![
        Row::against(
            "8.5 million lines in ClickHouse to named segments on the screen",
            middle(first),
            ("pandas and scikit-learn", seconds),
            HEADLINE_BUDGET,
        )
        .with_note(note),
        Row::against(
            "the same, to every score",
            middle(all),
            ("pandas and scikit-learn", seconds),
            EVERY_SCORE_BUDGET,
        ),
        Row::plain(
            "memory of the tab meanwhile, at its peak",
            memory,
            "MB",
            600.0,
        ),
    ];
    rows.extend(gateway(&retailer)?);
    Ok(rows)
}

/// Waits for the catalogue: it is made at the start of the gateway, and the database may be busy with what it loaded.
fn catalogued(retailer: &Retailer) -> Done {
    let at = format!("{}data/retailer/catalogue.json", retailer.gateway);
    let until = Instant::now() + CATALOGUED;
    loop {
        let said = match get(&at) {
            Ok(answer) if answer.status == 200 => return Ok(()),
            Ok(answer) => format!(
                "{}, {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            ),
            Err(why) => why.to_string(),
        };
        if Instant::now() > until {
            return Err(Broken::new(
                format!("The gateway did not say what it has: {said}"),
                retailer.program.words(),
            ));
        }
        thread::sleep(Duration::from_millis(500));
    }
}

/// The gateway's own cost and its memory, measured by a program of its crate.
fn gateway(retailer: &Retailer) -> Done<Vec<Row>> {
    say("ask ClickHouse directly and through the gateway");
    let out = command("cargo bench --quiet -p clientele-gateway --bench overhead --")
        .arg(&retailer.clickhouse)
        .arg(&retailer.gateway)
        .arg(retailer.program.id().to_string())
        .stderr(std::process::Stdio::inherit())
        .output();
    let text = out.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    let text = text.unwrap_or_default();
    let found: Value = text
        .lines()
        .find_map(|line| serde_json::from_str(line).ok())
        .ok_or_else(|| {
            Broken::new(
                "The gateway could not be measured.",
                "Its own words are above.",
            )
        })?;
    let number = |key: &str| found[key].as_f64().unwrap_or(f64::NAN);
    let direct = "ClickHouse directly";
    Ok(vec![
        Row::against(
            "customers through the gateway, first byte",
            number("gate_first"),
            (direct, number("direct_first")),
            1.05,
        ),
        Row::against(
            "customers through the gateway, last byte",
            number("gate_last"),
            (direct, number("direct_last")),
            1.10,
        ),
        Row::plain(
            "memory of the gateway while 100 MB stream",
            number("memory"),
            "MB",
            64.0,
        ),
        Row::plain(
            "200 visitors at once for 60 s: wrong answers",
            number("wrong"),
            "",
            0.0,
        )
        .with_note(format!(
            "{} whole answers, {} of “not changed”, {} asked to come back; half within {:.2} s, 99 of 100 within {:.2} s",
            number("whole"),
            number("unchanged"),
            number("refused"),
            number("p50"),
            number("p99"),
        )),
    ])
}

/// Megabytes that the largest of Chromium's pages has taken at its peak.
pub fn renderers() -> f64 {
    let Ok(entries) = fs::read_dir("/proc") else {
        return f64::NAN;
    };
    let peak = |folder: std::path::PathBuf| -> Option<f64> {
        let line = fs::read(folder.join("cmdline")).ok()?;
        let line = String::from_utf8_lossy(&line).into_owned();
        if !line.contains("--type=renderer") {
            return None;
        }
        let status = fs::read_to_string(folder.join("status")).ok()?;
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: f64 = peak.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes / 1000.0)
    };
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| peak(entry.path()))
        .fold(0.0, f64::max)
}

fn middle(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
