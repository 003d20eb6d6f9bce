//! Reads the code: format, lints, licences and bans.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::page;
use crate::step::{Done, command, perform, say};

/// All checks, cheapest first.
pub fn run() -> Done {
    page::fetch_crates()?;
    perform(
        "check the format",
        &mut command("cargo fmt --all -- --check"),
        "Run `cargo fmt --all`.",
    )?;
    licences()?;
    perform(
        "lint everything",
        &mut command("cargo clippy --quiet --workspace --all-targets -- -D warnings"),
        "Mend what clippy says above; an exception needs `#[expect]` with its reason.",
    )?;
    perform(
        "lint what runs in the browser, with its own bans",
        command("cargo clippy --quiet -p clientele-app -p clientele-thread -p clientele-worker --target wasm32-unknown-unknown -- -D warnings")
            .env("CLIPPY_CONF_DIR", "clippy-wasm"),
        "Mend what clippy says above: clippy-wasm/clippy.toml gives the reasons.",
    )
}

/// Licences, bans and sources always; advisories where their database can be had.
fn licences() -> Done {
    perform(
        "check licences, bans and sources",
        &mut command(
            "cargo deny --log-level error check --hide-inclusion-graph licenses bans sources",
        ),
        "deny.toml says what is allowed and why.",
    )?;
    if !ends_well_within(
        &mut command("cargo deny --log-level off fetch db"),
        Duration::from_secs(60),
    ) {
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

/// Whether a command ends well before the time is up. It is stopped when not.
fn ends_well_within(command: &mut Command, time: Duration) -> bool {
    let Ok(mut child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    let until = Instant::now() + time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(100)),
            Ok(None) | Err(_) => {
                // Already gone is as good as stopped.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}
