//! Times the page against its peers, in one run, and writes the table of docs/benchmarks.md.

mod audiences;
mod judge;
mod kernels;
mod live;
mod loads;
mod own;
mod packs;
mod shop;
mod table;

use std::path::PathBuf;
use std::process::Command;

use clientele_driver::Failure;

use crate::step::{Broken, Done, root, say};
use crate::{page, setup, sizes};
use table::Row;

/// What can be measured, in the order of the table.
const KINDS: [&str; 12] = [
    "silhouette",
    "select",
    "mine",
    "products",
    "plan",
    "judge",
    "audiences",
    "own",
    "page",
    "sizes",
    "pack",
    "live",
];

/// `cargo xtask bench [KIND…] [--data FOLDER]`.
pub fn run(args: &[&str]) -> Done {
    let mut kinds = Vec::new();
    let mut data = std::env::var_os("CLIENTELE_DATA").map(PathBuf::from);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--data" => data = args.next().map(PathBuf::from),
            kind if KINDS.contains(&kind) => kinds.push(kind),
            other => {
                return Err(Broken::new(
                    format!("The bench does not know {other}."),
                    format!("It takes --data FOLDER and any of {}.", KINDS.join(", ")),
                ));
            }
        }
    }
    if kinds.is_empty() {
        kinds = KINDS.to_vec();
    }
    let wants = |kind| kinds.contains(&kind);
    let of_page = [
        "judge",
        "audiences",
        "own",
        "page",
        "sizes",
        "live",
        "products",
    ]
    .into_iter()
    .any(wants);
    let of_kernels = [
        "silhouette",
        "select",
        "mine",
        "products",
        "plan",
        "judge",
        "audiences",
    ]
    .into_iter()
    .any(wants);
    if of_page {
        setup::for_page()?;
    } else if of_kernels {
        setup::for_wasm()?;
    }
    if of_page || of_kernels {
        setup::browser()?;
    }
    let keep = |rows: Vec<Row>| {
        rows.iter().for_each(|row| say(&row.sentence()));
        table::write(&rows)
    };
    let bench = match of_kernels {
        true => Some(kernels::prepare()?),
        false => None,
    };
    if let Some(bench) = &bench {
        if wants("silhouette") {
            keep(vec![kernels::silhouette(bench)?])?;
        }
        if wants("select") {
            keep(kernels::select(bench)?)?;
        }
        match data.as_ref().filter(|_| wants("mine")) {
            Some(folder) => keep(kernels::mine(bench, &root().join(folder))?)?,
            None if wants("mine") => {
                say("mine is not measured: say with --data where online_retail_ii.parquet is");
            }
            None => {}
        }
        if wants("mine") {
            keep(shop::mine(bench)?)?;
        }
        if wants("products") {
            keep(shop::answers(bench)?)?;
        }
        if wants("plan") {
            keep(kernels::plan(bench)?)?;
        }
    }
    // A page that is said to be built is measured as it is.
    if of_page && std::env::var_os("CLIENTELE_DIST").is_none() {
        page::build()?;
    }
    if wants("products") {
        keep(vec![shop::scroll()?])?;
        keep(shop::hits()?)?;
    }
    if let Some(bench) = bench.as_ref().filter(|_| wants("judge")) {
        keep(vec![judge::slider()?])?;
        keep(judge::rows(bench)?)?;
    }
    if let Some(bench) = bench.as_ref().filter(|_| wants("audiences")) {
        keep(audiences::rows(bench)?)?;
    }
    match data.as_ref().filter(|_| wants("own")) {
        Some(folder) => keep(own::rows(&root().join(folder))?)?,
        None if wants("own") => {
            say("own is not measured: say with --data where online_retail_ii.parquet is");
        }
        None => {}
    }
    if wants("page") {
        keep(loads::rows()?)?;
    }
    if wants("sizes") {
        let weights = sizes::measured()?;
        let row = |(what, bytes, budget): (String, u64, u64)| {
            Row::plain(
                &format!("{what}, brotli"),
                bytes as f64 / 1000.0,
                "kB",
                budget as f64 / 1000.0,
            )
        };
        keep(weights.into_iter().map(row).collect())?;
    }
    if wants("live") {
        keep(live::rows()?)?;
    }
    if wants("pack") {
        match &data {
            Some(folder) => keep(vec![packs::row(&root().join(folder))?])?,
            None => say("pack is not measured: say with --data where online_retail_ii.parquet is"),
        }
    }
    Ok(())
}

/// Runs a peer and reads the one line of JSON it prints.
fn peer(args: &[&str], folder: &std::path::Path) -> Done<serde_json::Value> {
    let python = setup::bench_peers()?;
    say(&format!("run the peer: {}", args.join(" ")));
    output(
        Command::new(python)
            .current_dir(root())
            .arg("tests/bench/peers.py")
            .args(args)
            .arg(folder),
    )
}

/// Runs a program and reads the one line of JSON it prints.
fn output(program: &mut Command) -> Done<serde_json::Value> {
    let out = program
        // Settings for old processors slow a current OpenBLAS down; the peer shall be at its best.
        .env_remove("OPENBLAS_CORETYPE")
        .env_remove("OPENBLAS_L2_SIZE")
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|e| {
            Broken::new(
                format!("The peer did not start ({e})."),
                "Remove .tools/bench and try again.",
            )
        })?;
    serde_json::from_slice(&out.stdout).map_err(|e| {
        Broken::new(
            format!("The peer did not print its numbers ({e})."),
            "Its own words are above.",
        )
    })
}

/// A failure of the browser ends the bench.
fn broken(failure: Failure) -> Broken {
    Broken::new(failure.to_string(), "The rows measured before are kept.")
}
