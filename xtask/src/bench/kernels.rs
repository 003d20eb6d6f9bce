//! The kernels in Chromium workers against scikit-learn, on the same numbers.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clientele_driver::{Browser, Server};
use serde_json::Value;

use super::table::Row;
use super::{broken, peer};
use crate::bind;
use crate::step::{Broken, Done, command, perform, root, say, target};

/// What a bench may cost of the peer's time: promised, and aimed at is half of it.
const BUDGET: f64 = 1.0 / 10.0;

/// Builds the bench page and returns its folder.
pub fn prepare() -> Done<PathBuf> {
    const MEND: &str = "Mend what is said above, or run `cargo xtask setup` if a tool is missing.";
    let folder = target().join("bench-page");
    perform(
        "build the kernels for the browser",
        &mut command(
            "cargo build --profile page -p clientele-bench --target wasm32-unknown-unknown",
        ),
        MEND,
    )?;
    let wasm = target().join("wasm32-unknown-unknown/page/clientele_bench.wasm");
    bind::run(&[
        "--target=web",
        "--no-typescript",
        "--out-name=kernels",
        "--out-dir",
        &folder.to_string_lossy(),
        &wasm.to_string_lossy(),
    ])?;
    let module = folder.join("kernels_bg.wasm");
    let wasm_opt = root().join("node_modules/.bin/wasm-opt");
    perform(
        "optimise them",
        std::process::Command::new(wasm_opt)
            .args([
                // As the worker in index.html.
                "-O1",
                "--enable-simd",
                "--enable-bulk-memory",
                "--enable-sign-ext",
                "--enable-multivalue",
            ])
            .args([
                "--enable-mutable-globals",
                "--enable-nontrapping-float-to-int",
                "--enable-reference-types",
            ])
            .arg(&module)
            .arg("-o")
            .arg(&module),
        MEND,
    )?;
    for name in ["index.html", "main.js", "hand.js"] {
        fs::copy(
            root().join("tests/bench/page").join(name),
            folder.join(name),
        )
        .map_err(|e| {
            Broken::new(
                format!("{name} cannot be copied ({e})."),
                "Make room on the disk.",
            )
        })?;
    }
    Ok(folder)
}

/// The exact silhouette of 100,000 × 8.
pub fn silhouette(folder: &Path) -> Done<Row> {
    let theirs = peer(&["silhouette"], folder)?;
    let (rows, k) = (&theirs["rows"], &theirs["k"]);
    let ours = in_chromium(
        folder,
        &format!("return window.bench.silhouette({rows}, {k});"),
    )?;
    let difference = (number(&ours["mean"]) - number(&theirs["mean"])).abs();
    let row = Row::against(
        "exact silhouette, 100,000 × 8",
        number(&ours["seconds"]),
        ("scikit-learn", number(&theirs["seconds"])),
        BUDGET,
    );
    Ok(row.with_note(format!(
        "{} workers; the means differ by {difference:.1e}",
        ours["hands"]
    )))
}

/// The choice of the segments of 247,000 × 7.
pub fn select(folder: &Path) -> Done<Vec<Row>> {
    let theirs = peer(&["select"], folder)?;
    let ours = in_chromium(
        folder,
        &format!("return window.bench.select({});", theirs["rows"]),
    )?;
    let against = ("scikit-learn", number(&theirs["seconds"]));
    let hands = &ours["hands"];
    Ok(vec![
        Row::against(
            "choosing the segments, 247,000 × 7: the winner",
            number(&ours["winner"]),
            against,
            BUDGET,
        )
        .with_note(format!("{hands} workers; {} segments", ours["k"])),
        Row::against(
            "choosing the segments, 247,000 × 7: every score",
            number(&ours["seconds"]),
            against,
            BUDGET,
        )
        .with_note(format!(
            "{hands} workers; with bootstrap stability, which the peer leaves out"
        )),
    ])
}

/// What a plan may cost of the peer's time.
const OF_PLAN: f64 = 1.0 / 5.0;

/// Four campaigns of six segments, 10,000 years each.
pub fn plan(folder: &Path) -> Done<Vec<Row>> {
    let theirs = peer(&["plan"], folder)?;
    let blocks = number(&theirs["runs"]) / 1_000.0;
    let script = format!(
        "return window.bench.plan({}, {blocks});",
        theirs["campaigns"]
    );
    let ours = in_chromium(folder, &script)?;
    let both = |key: &str| {
        let years = |of: &Value| of["years"].as_array().cloned().unwrap_or_default();
        let pairs: Vec<_> = years(&ours).into_iter().zip(years(&theirs)).collect();
        pairs
            .iter()
            .map(|(a, b)| (number(&a[key]), number(&b[key])))
            .collect::<Vec<_>>()
    };
    let errors = both("error").into_iter().zip(both("mean"));
    let apart = errors.map(|((a, b), (ours, theirs))| (ours - theirs).abs() / a.hypot(b));
    let apart = apart.fold(0.0, f64::max);
    // Seven hundred million to one against it, were both the same.
    if apart.is_nan() || apart >= 6.0 {
        return Err(Broken::new(
            format!("The peer expects something else: {theirs} there, {ours} here."),
            "One of the two draws wrongly.",
        ));
    }
    let what = "a plan: 10,000 years of 4 scenarios of 6 segments";
    let (seconds, hands) = (number(&ours["seconds"]), &ours["hands"]);
    Ok(vec![
        Row::against(
            what,
            seconds,
            ("NumPy", number(&theirs["seconds"])),
            OF_PLAN,
        )
        .with_note(format!(
            "{hands} workers; the means differ by {apart:.1} of their errors at most"
        )),
        Row::plain("the same, in seconds", seconds, "s", 1.0),
    ])
}

/// Frequent sets and rules of Online Retail II, of up to four products.
pub fn mine(folder: &Path, data: &Path) -> Done<Vec<Row>> {
    let parquet = data.join("online_retail_ii.parquet");
    let theirs = peer(&["mine", &parquet.to_string_lossy()], folder)?;
    mined(folder, "mine.lines", &theirs)
}

/// Rows of what was mined here beside what the peers mined of the same lines, which are in that file.
pub fn mined(folder: &Path, file: &str, theirs: &Value) -> Done<Vec<Row>> {
    let mut rows = Vec::new();
    for their in theirs["rows"].as_array().into_iter().flatten() {
        let script = format!("return window.bench.mine({}, 4, '{file}');", their["floor"]);
        let ours = in_chromium(folder, &script)?;
        let same = ["baskets", "orders"]
            .iter()
            .all(|key| number(&ours[key]) == number(&their[key]))
            && ours["sets"].as_array().is_some_and(|sets| {
                let theirs = their["sets"].as_array().into_iter().flatten();
                sets.iter()
                    .map(number)
                    .eq(theirs.map(number).take(sets.len()))
            });
        if !same {
            return Err(Broken::new(
                format!("The peer found other sets: {their} there, {ours} here."),
                "One of the two counts wrongly.",
            ));
        }
        let share = 100.0 * number(&their["share"]);
        let of = match file {
            "mine.lines" => "",
            _ => " of 8.5 million lines",
        };
        let what = format!("itemsets and rules at {share:.1} % support, from order lines{of}");
        let note = format!(
            "{} baskets; the same sets and orders; {} rules with Fisher's test, which the peers leave out",
            ours["baskets"], ours["rules"]
        );
        let seconds = number(&ours["seconds"]);
        let (fim, rusket) = (number(&their["seconds"]), number(&their["rusket"]));
        // One that finds other sets is no peer.
        let faster = match rusket < fim && their["rusket_agrees"] == true {
            true => ("rusket eclat, itemsets only", rusket),
            false => ("PyFIM eclat, itemsets only", fim),
        };
        let note = format!("{note}; PyFIM {fim:.2} s, rusket {rusket:.2} s");
        rows.push(Row::against(&what, seconds, faster, 1.0).with_note(note));
        if let Some(slow) = their["mlxtend"].as_f64() {
            let what = format!("the same beside mlxtend, at {share:.1} %{of}");
            rows.push(Row::against(
                &what,
                seconds,
                ("mlxtend fpgrowth", slow),
                1.0 / 30.0,
            ));
        } else if their.get("mlxtend").is_some() {
            say("mlxtend did not finish within ten minutes, or ran out of memory");
        }
    }
    Ok(rows)
}

/// Runs a script on the bench page: once to warm the compiler up, then the middle of three.
pub fn in_chromium(folder: &Path, script: &str) -> Done<Value> {
    let server = Server::start(folder, "/").map_err(broken)?;
    let mut runs = Vec::new();
    let browser = Browser::alone().map_err(broken)?;
    for _ in 0..3 {
        browser.open(&server.url()).map_err(broken)?;
        browser
            .wait_until("window.ready", Duration::from_secs(60))
            .map_err(broken)?;
        runs.push(browser.run(script, &[]).map_err(broken)?);
    }
    runs.sort_by(|a, b| number(&a["seconds"]).total_cmp(&number(&b["seconds"])));
    Ok(runs.swap_remove(1))
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
