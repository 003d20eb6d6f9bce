//! Reads the code: format, lints, licences and bans.

use std::process::Command;
use std::time::Duration;

use clientele_driver::Program;

use crate::page;
use crate::step::{Broken, Done, command, perform, root, say, timed};

/// Format and lints.
pub fn lint() -> Done {
    page::fetch_crates()?;
    perform(
        "check the format",
        &mut command("cargo fmt --all -- --check"),
        "Run `cargo fmt --all`.",
    )?;
    perform(
        "lint everything",
        &mut command("cargo clippy --quiet --workspace --all-targets -- -D warnings"),
        "Mend what clippy says above; an exception needs `#[expect]` with its reason.",
    )?;
    perform(
        "lint what runs in the browser, with its own bans",
        command("cargo clippy --quiet -p clientele-app -p clientele-intake -p clientele-thread -p clientele-worker --target wasm32-unknown-unknown -- -D warnings")
            .env("CLIPPY_CONF_DIR", "clippy-wasm"),
        "Mend what clippy says above: clippy-wasm/clippy.toml gives the reasons.",
    )
}

/// Licences, bans and sources, and beside them `work`; then advisories. Where nobody can be reached it takes long to find
/// that out: the work does not wait for it.
pub fn licences(work: impl FnOnce() -> Done) -> Done {
    let database = fetch_advisories()?;
    perform(
        "check licences, bans and sources",
        &mut command(
            "cargo deny --log-level error check --hide-inclusion-graph licenses bans sources",
        ),
        "deny.toml says what is allowed and why.",
    )?;
    work()?;
    advisories(&database)
}

/// What is said when the database is here.
const FETCHED: &str = "fetched";

/// Begins to fetch the database of advisories.
fn fetch_advisories() -> Done<Program> {
    let mut shell = Command::new("sh");
    shell.current_dir(root()).arg("-c").arg(format!(
        "cargo deny --log-level off fetch db && echo {FETCHED}"
    ));
    Program::start(&shell).map_err(|why| Broken::new(why.to_string(), "Install a POSIX shell."))
}

/// Looks up advisories where their database can be had.
fn advisories(database: &Program) -> Done {
    let fetched = timed("wait for the database of advisories", || {
        database.told(Duration::from_secs(60), |line| {
            (line == FETCHED).then_some(())
        })
    });
    if fetched.is_err() {
        say("advisories are not checked: their database cannot be reached from here");
        return Ok(());
    }
    perform(
        "check advisories",
        &mut command(
            "cargo deny --log-level error check --disable-fetch --hide-inclusion-graph advisories",
        ),
        "Update the crate named above, or say in deny.toml why the advisory does not matter here.",
    )
}
