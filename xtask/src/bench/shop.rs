//! Baskets and products of 8.5 million lines in Chromium, and the rule table of the real page.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clientele_driver::{Browser, Server, dist};
use serde_json::{Value, json};

use super::kernels::{in_chromium, number};
use super::table::Row;
use super::{broken, kernels, peer};
use crate::retailer::{self, HEADLINE};
use crate::step::{Broken, Done, command, perform, root, say};

/// What is mined: support of 0.1 % in two years.
const BASKETS: &str = "/baskets?period=all&support=0.001";

/// Megabytes that the memory of a worker may take.
const MEMORY: f64 = 300.0;

/// Names, parts of names and codes, as somebody types them.
const SOUGHT: [&str; 4] = [
    "/products?find=toy",
    "/products?find=bea0",
    "/products?find=0",
    "/products?find=toy+08750",
];

/// Frequent sets and rules at 0.1 % of 1.7 million orders, beside the native miners.
pub fn mine(bench: &Path) -> Done<Vec<Row>> {
    let lines = retailer::lines_of(&HEADLINE)?;
    let theirs = peer(&["mine-many", &lines.to_string_lossy()], bench)?;
    kernels::mined(bench, "mine-many.lines", &theirs)
}

/// What the worker takes for baskets, and how soon it answers about products.
pub fn answers(bench: &Path) -> Done<Vec<Row>> {
    pack(&bench.join("shop"))?;
    let ask =
        |questions: Value| in_chromium(bench, &format!("return window.bench.ask({questions});"));
    let first = ask(json!([{ "question": BASKETS, "first": true }]))?;
    let baskets = ask(json!([{ "question": BASKETS }]))?;
    let mut questions = vec![
        json!({ "question": "/products?period=all&against=none" }),
        // The table of the first answer is there, the cut-offs are others.
        json!({ "question": "/products?period=all&against=none&a=75" }),
        json!({ "question": SOUGHT[0] }),
    ];
    questions.extend(SOUGHT.map(|question| json!({ "question": question })));
    let products = ask(json!(questions))?;
    let answer = |of: &Value, at: usize, key: &str| number(&of["answers"][at][key]);
    let found = (3..questions.len()).map(|at| answer(&products, at, "seconds"));
    let megabytes = answer(&baskets, 0, "taken") / 1e6;
    Ok(vec![
        Row::plain(
            "baskets of 8.5 million lines at 0.1 %: memory of the worker at its peak",
            megabytes,
            "MB",
            MEMORY,
        )
        .with_note("from the files of the pack to the whole report; memory of WebAssembly"),
        Row::plain(
            "the same: to the rules",
            answer(&first, 0, "seconds"),
            "s",
            5.0,
        )
        .with_note(format!("{} rules", answer(&first, 0, "rows"))),
        Row::plain(
            "the same: to next purchases as well",
            answer(&baskets, 0, "seconds"),
            "s",
            30.0,
        ),
        Row::plain(
            "ABC-XYZ of 70,000 products × 24 months, from the table",
            answer(&products, 1, "seconds"),
            "s",
            0.1,
        )
        .with_note(format!(
            "making the table from 8.5 million lines takes {:.2} s more",
            answer(&products, 0, "seconds")
        )),
        Row::plain(
            "search among 70,000 products, the slowest of four",
            found.fold(0.0, f64::max),
            "s",
            0.05,
        ),
    ])
}

/// One frame in a hundred: on two shared cores a browser misses some whatever the page does.
const LATE: f64 = 2.0;

/// The rule table of 100,000 rows, scrolled in the real page: frames that came too late.
pub fn scroll() -> Done<Row> {
    const LINK: &str =
        "?panel=baskets&period=all&support=0.002&confidence=0.05&rules=all&rows=100000";
    const ROWS: &str =
        "document.querySelector('.rules-rows table')?.getAttribute('aria-rowcount') - 1";
    let server = Server::start(&dist(), "/").map_err(broken)?;
    let browser = Browser::alone().map_err(broken)?;
    browser
        .open(&format!("{}{LINK}", server.url()))
        .map_err(broken)?;
    browser
        .wait_until(
            &format!(
                "{ROWS} > 1000 && performance.getEntriesByName('clientele.panel.done').length > 0"
            ),
            Duration::from_secs(120),
        )
        .map_err(broken)?;
    // Four seconds of a wheel turned fast: 400 pixels a frame.
    let script = format!(
        "const box = document.querySelector('.rules-rows'); box.scrollIntoView(); \
         const times = []; \
         await new Promise((done) => {{ const frame = (now) => {{ times.push(now); box.scrollTop += 400; \
         times.length < 240 ? requestAnimationFrame(frame) : done(); }}; requestAnimationFrame(frame); }}); \
         const gaps = times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b); \
         return {{ rows: {ROWS}, late: gaps.filter((gap) => gap > 25).length, frames: gaps.length, slowest: gaps.at(-1), at: box.scrollTop }};"
    );
    let found = browser
        .run(&format!("return (async () => {{ {script} }})();"), &[])
        .map_err(broken)?;
    if number(&found["at"]) < 10_000.0 {
        return Err(Broken::new(
            format!("The rule table did not scroll: {found}."),
            "Look at the panel; the bench knows it by .rules-rows.",
        ));
    }
    Ok(Row::plain(
        "rule table scrolled for four seconds: frames that missed their turn",
        number(&found["late"]),
        "",
        LATE,
    )
    .with_note(format!(
        "{} rows; {} frames at 60 a second, the slowest after {:.1} ms",
        found["rows"],
        found["frames"],
        number(&found["slowest"])
    )))
}

/// How often ten recommendations hit what a customer ordered last, beside the ten best-sellers.
pub fn hits() -> Done<Vec<Row>> {
    say("leave every customer's last order out and guess it");
    let out = command("cargo run --quiet -p clientele-analysis --example baskets --")
        .arg(dist().join("data/online-retail-ii"))
        .arg("--hits")
        .stderr(std::process::Stdio::inherit())
        .output();
    let text = out.map(|out| out.stdout).unwrap_or_default();
    let found: Value = serde_json::from_slice(&text).map_err(|_| {
        Broken::new(
            "The recommendations could not be tried.",
            "The example's own words are above.",
        )
    })?;
    let share = |key: &str| 100.0 * number(&found[key]);
    let row = |what: &str, own: f64, popular: f64| {
        Row::plain(what, 100.0 - own, "%", 100.0 - popular).with_note(format!(
            "of {} customers; the budget is that of the ten best-sellers",
            found["customers"]
        ))
    };
    Ok(vec![
        row(
            "last orders that ten recommendations do not hit",
            share("hit_rate"),
            share("popular_hit_rate"),
        ),
        row(
            "products that are never recommended",
            share("coverage"),
            share("popular_coverage"),
        ),
    ])
}

/// The lines as a pack, made once.
fn pack(folder: &PathBuf) -> Done {
    if folder.join("catalogue.json").is_file() {
        return Ok(());
    }
    let clientele = retailer::build()?;
    let lines = retailer::lines(&clientele, &HEADLINE)?;
    perform(
        "make a pack of 8.5 million lines",
        Command::new(clientele)
            .current_dir(root())
            .arg("pack")
            .arg(lines)
            .arg("--out")
            .arg(folder),
        "Mend what is said above.",
    )
}
