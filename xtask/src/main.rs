//! Every habit of this repository as a command: `cargo xtask COMMAND`.
//!
//! Each step prints what it does, leaves alone what is already there, and on failure says in one sentence
//! how to mend it. `setup.rs` installs the tools, `page.rs` and `bind.rs` build the page, `check.rs` reads the code,
//! `test.rs` runs it, `sizes.rs` weighs it, `bench.rs` times it against its peers.

mod bench;
mod bind;
mod check;
mod demo;
mod offline;
mod offline_demo;
mod page;
mod parity;
mod post_build;
mod retailer;
mod setup;
mod sizes;
mod split;
mod step;
mod test;

use std::process::ExitCode;

use step::{Broken, Done};

const HELP: &str = "\
cargo xtask COMMAND

  demo [--port N] [--base /path/]   builds the page and serves it with its two data sets
  demo --clickhouse [--port N]      the same with 8.5 million lines in ClickHouse behind a gateway
  test                              everything that must pass: setup, check, tests, page, sizes, browser
  check                             format, lints (native and wasm), licences and bans
  bench [ROW…] [--data FOLDER]      times the page against its peers and writes docs/benchmarks.md
  setup                             installs the pinned tools that are missing
  build [--quick|--offline-demo]    builds the page into dist: for a look, without the passes that make it small;
                                    or with a zip file that is opened from a USB stick
  sizes [--accept]                  weighs dist against its budget; --accept writes down the new weights
  parity                            compares with outside references anew and writes docs/parity.md
  post-build                        what Trunk runs at the end of a build
  wasm-bindgen                      what Trunk runs as the program of that name

A command ends with how long its steps took.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    step::begin();
    let done = run(&args);
    step::tell_times();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(broken) => {
            eprintln!("\n✗ {broken}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Done {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["demo", rest @ ..] => demo::run(rest),
        ["bench", rest @ ..] => bench::run(rest),
        ["test"] => test::run(),
        ["check"] => {
            setup::for_lints()?;
            setup::for_licences()?;
            check::licences(check::lint)
        }
        ["setup"] => setup::everything(),
        ["build"] => {
            setup::for_page()?;
            page::build()
        }
        ["build", "--quick"] => {
            setup::for_page()?;
            page::build_for_a_look()
        }
        ["build", "--offline-demo"] => {
            setup::for_page()?;
            page::build()?;
            offline_demo::pack()
        }
        ["sizes"] => sizes::check(),
        ["sizes", "--accept"] => sizes::accept(),
        ["parity"] => parity::write(),
        ["post-build"] => post_build::run(),
        ["wasm-bindgen", rest @ ..] => bind::run(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Broken::new(
            format!("There is no command `cargo xtask {}`.", other.join(" ")),
            "`cargo xtask help` lists them.",
        )),
    }
}
