//! Installs the tools that are missing, each in its pinned version, each once.

use std::path::{Path, PathBuf};
use std::process::Command;

use clientele_driver::Engine;

use crate::step::{Broken, Done, ask, command, perform, perform_quietly, read, root, say, target};

/// Newer versions need a newer Rust than 1.95.
const TRUNK: &str = "0.21.14";
const CARGO_DENY: &str = "0.20.2";

/// All that `cargo xtask test` needs, and the browsers that it walks through where they are.
pub fn everything() -> Done {
    for_lints()?;
    beyond_lints()?;
    guests();
    proxies();
    Ok(())
}

/// What `cargo xtask test` needs beyond lints.
pub fn beyond_lints() -> Done {
    for_licences()?;
    for_page()?;
    clickhouse()?;
    browser()
}

/// What reading the code needs.
pub fn for_lints() -> Done {
    wasm_target()?;
    components()
}

/// What the check of licences needs.
pub fn for_licences() -> Done {
    // Licences are compared text by text, which is slow without any optimisation.
    cargo_tool("cargo-deny", CARGO_DENY, "cargo deny --version", "1", &[])
}

/// What building the page needs.
pub fn for_page() -> Done {
    for_wasm()?;
    // It is told to work offline: what it could say to the world needs no cryptography.
    let slim = ["--no-default-features"];
    cargo_tool("trunk", TRUNK, "trunk --version", "0", &slim)
}

/// What making a small WebAssembly module needs.
pub fn for_wasm() -> Done {
    wasm_target()?;
    npm_tools()
}

/// The peers of the benchmarks, in an environment of their own. Returns its Python.
pub fn bench_peers() -> Done<PathBuf> {
    python("bench", "the benchmarks' peers")
}

/// The ClickHouse engine of the tests, in an environment of its own. Returns its Python.
pub fn clickhouse() -> Done<PathBuf> {
    python("clickhouse", "chDB, the ClickHouse of the tests")
}

/// A Python environment in `.tools/NAME` with what `tests/NAME/requirements.txt` pins.
fn python(name: &str, what: &str) -> Done<PathBuf> {
    let venv = root().join(".tools").join(name);
    let python = venv.join("bin/python");
    let file = format!("tests/{name}/requirements.txt");
    let wanted = read(&file)?;
    let stamp = venv.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&venv);
    perform(
        &format!("make a Python environment for {what}"),
        &mut make,
        "Install python3 and python3-venv.",
    )?;
    let mut install = Command::new(&python);
    install
        .current_dir(root())
        .args(["-m", "pip", "install", "--quiet", "-r", &file]);
    perform(
        &format!("install {what} with pip"),
        &mut install,
        "Check that PyPI can be reached and that Python is 3.9 or newer on Linux or macOS.",
    )?;
    std::fs::write(&stamp, wanted).map_err(|e| {
        Broken::new(
            format!("{} cannot be written ({e}).", stamp.display()),
            "Make room on the disk.",
        )
    })?;
    Ok(python)
}

fn wasm_target() -> Done {
    const TARGET: &str = "wasm32-unknown-unknown";
    let there = ask(&format!("rustc --print target-libdir --target {TARGET}"));
    if there.is_some_and(|dir| Path::new(&dir).is_dir()) {
        return Ok(());
    }
    perform(
        "add Rust's WebAssembly target",
        &mut command(&format!("rustup target add {TARGET}")),
        "Install Rust with rustup (https://rustup.rs) and try again.",
    )
}

fn components() -> Done {
    for (component, asks) in [
        ("rustfmt", "cargo fmt --version"),
        ("clippy", "cargo clippy --version"),
    ] {
        if ask(asks).is_none() {
            perform(
                &format!("add {component}"),
                &mut command(&format!("rustup component add {component}")),
                "Install Rust with rustup (https://rustup.rs) and try again.",
            )?;
        }
    }
    Ok(())
}

/// Installs a cargo tool unless `asks` already prints this version: as it was built by others where cargo-binstall is here,
/// else compiled here with as little optimisation as its work allows.
fn cargo_tool(name: &str, version: &str, asks: &str, opt_level: &str, more: &[&str]) -> Done {
    let there = ask(asks).unwrap_or_default();
    if there.split_whitespace().any(|word| word == version) {
        return Ok(());
    }
    if !there.is_empty() {
        say(&format!("{name} {version} is needed and `{there}` is here"));
    }
    const MEND: &str =
        "Check that crates.io can be reached and that a C compiler is installed, then try again.";
    if ask("cargo binstall -V").is_some() {
        let fetch = format!(
            "cargo binstall --no-confirm --force --disable-strategies compile {name}@{version}"
        );
        let what = format!("fetch {name} {version} with cargo-binstall");
        if perform_quietly(&what, &mut command(&fetch), MEND).is_ok() {
            return Ok(());
        }
    }
    let install = format!("cargo install --locked --force {name} --version {version}");
    perform_quietly(
        &format!("compile {name} {version} (some minutes, once)"),
        command(&install)
            .args(more)
            // One folder for all of them: what two of them use is compiled once.
            .arg("--target-dir")
            .arg(target().join("tools"))
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0"),
        MEND,
    )
}

/// wasm-opt, esbuild and axe-core come from npm: Debian's wasm-opt breaks the module at its start.
fn npm_tools() -> Done {
    let wanted = read("package.json")?;
    let wanted: serde_json::Value = serde_json::from_str(&wanted).map_err(|e| {
        Broken::new(
            format!("package.json is not JSON ({e})."),
            "Restore it with `git checkout`.",
        )
    })?;
    let tools = wanted["devDependencies"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let is_there = |(name, version): (&String, &serde_json::Value)| {
        let file = root().join("node_modules").join(name).join("package.json");
        let installed: Option<serde_json::Value> = std::fs::read(file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        installed.is_some_and(|p| &p["version"] == version)
    };
    if tools.iter().all(is_there) {
        return Ok(());
    }
    perform(
        "install wasm-opt, esbuild and axe-core with npm",
        &mut command("npm ci --no-audit --no-fund --ignore-scripts"),
        "Install Node 20 or newer and check that the npm registry can be reached.",
    )
}

/// Chromium and its driver.
pub fn browser() -> Done {
    if ask("chromedriver --version").is_some() && ask("chromium --version").is_some() {
        return Ok(());
    }
    debian(
        "Chromium and ChromeDriver",
        "chromium chromium-driver fonts-liberation",
        "Install Chromium and ChromeDriver of the same version by hand, so that both are on PATH.",
    )
}

/// Firefox, and WebKitGTK with its driver and a screen for it. Where they are not to be had, their tests are left out.
fn guests() {
    let missing = [Engine::Firefox, Engine::WebKit].map(Engine::missing);
    if missing.iter().all(Option::is_none) {
        return;
    }
    let packages = "firefox-esr webkit2gtk-driver xvfb";
    if debian("Firefox and WebKitGTK", packages, "").is_err() {
        say("the main way is not walked in Firefox and WebKitGTK: they could not be installed");
    }
}

/// The proxies that stand before a gateway. Where they are not to be had, their tests are left out.
fn proxies() {
    if ask("nginx -h").is_some() && ask("caddy version").is_some() {
        return;
    }
    if debian("nginx and Caddy", "nginx caddy", "").is_err() {
        say("the gateway is not tried behind nginx and Caddy: they could not be installed");
    }
}

/// Installs packages of Debian.
fn debian(what: &str, packages: &str, mend: &'static str) -> Done {
    let sudo = if ask("id -u").as_deref() == Some("0") {
        ""
    } else {
        "sudo "
    };
    perform_quietly(
        "read Debian's package lists",
        &mut command(&format!("{sudo}apt-get update --quiet")),
        mend,
    )?;
    perform_quietly(
        &format!("install {what} with apt"),
        command(&format!(
            "{sudo}apt-get install --quiet --yes --no-install-recommends {packages}"
        ))
        .env("DEBIAN_FRONTEND", "noninteractive"),
        mend,
    )
}

/// The version of a crate in Cargo.lock.
pub fn locked_version(name: &str) -> Done<String> {
    let lock = read("Cargo.lock")?;
    let heading = format!("name = \"{name}\"\nversion = \"");
    lock.split_once(&heading)
        .and_then(|(_, rest)| rest.split('"').next())
        .map(str::to_owned)
        .ok_or_else(|| {
            Broken::new(
                format!("Cargo.lock does not name {name}."),
                "Restore it with `git checkout Cargo.lock`.",
            )
        })
}
