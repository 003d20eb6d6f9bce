//! Builds the page with Trunk.

use std::env;
use std::process::Command;

use crate::bind;
use crate::step::{Done, command, perform, perform_quietly, root};

const WHAT: &str = "build the page with Trunk";
/// Tells the end of Trunk's build, which is a program of its own, to leave modules as the compiler made them.
pub const AS_COMPILED: &str = "CLIENTELE_AS_COMPILED";
const MEND: &str =
    "Mend what the compiler says above, or run `cargo xtask setup` if a tool is missing.";

/// Builds the page into `dist`.
pub fn build() -> Done {
    // Trunk runs offline, so that it downloads no tools of its own; cargo then finds all crates here.
    fetch_crates()?;
    perform(WHAT, &mut trunk("trunk")?, MEND)
}

/// As [`build`], without the passes over each module that make it small: three minutes less, to look at a change.
pub fn build_for_a_look() -> Done {
    fetch_crates()?;
    perform(WHAT, trunk("trunk")?.env(AS_COMPILED, "yes"), MEND)
}

/// As [`build`], beside work that goes first: its words are shown when it fails.
pub fn build_quietly() -> Done {
    fetch_crates()?;
    perform_quietly(WHAT, &mut trunk("nice trunk")?, MEND)
}

fn trunk(program: &str) -> Done<Command> {
    let tools = [bind::program()?, root().join("node_modules/.bin")];
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(tools.into_iter().chain(env::split_paths(&path))).unwrap_or(path);
    let mut trunk = command(&format!(
        "{program} build --release --offline --color never"
    ));
    trunk
        .env("PATH", path)
        // Trunk takes only `true` and `false` for it, others write `1`.
        .env_remove("NO_COLOR");
    Ok(trunk)
}

/// Downloads what Cargo.lock names, once.
pub fn fetch_crates() -> Done {
    perform(
        "fetch the crates that Cargo.lock names",
        &mut command("cargo fetch --locked --quiet"),
        "Run `cargo check` once and commit Cargo.lock, or check that crates.io can be reached.",
    )
}
