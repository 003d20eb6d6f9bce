//! wasm-bindgen as a library: the tool of that name brings a web server and a client along, which nothing here needs.
//!
//! Trunk looks for a program called `wasm-bindgen`: [`program`] writes one of two lines that comes back here.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::setup;
use crate::step::{Broken, Done, target};

/// What a module is bound to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Order {
    target: String,
    folder: PathBuf,
    name: String,
    module: PathBuf,
    keeps_linker_exports: bool,
    keeps_debug: bool,
    leaves_names: bool,
    leaves_types: bool,
}

/// `wasm-bindgen --version`, or with the options that Trunk and `split.rs` use.
pub fn run(args: &[&str]) -> Done {
    if let ["--version" | "-V"] = args {
        println!("wasm-bindgen {}", setup::locked_version("wasm-bindgen")?);
        return Ok(());
    }
    bind(&read(args)?)
}

fn read(args: &[&str]) -> Done<Order> {
    let mut order = Order::default();
    let mut words = args.iter().flat_map(|arg| {
        let pair = arg.starts_with("--").then(|| arg.split_once('='));
        let (key, value) = pair.flatten().unwrap_or((arg, ""));
        [key, value]
    });
    while let Some(word) = words.by_ref().find(|word| !word.is_empty()) {
        let mut value = || {
            let value = words.find(|word| !word.is_empty());
            value.unwrap_or_default().to_owned()
        };
        match word {
            "--target" => order.target = value(),
            "--out-dir" => order.folder = value().into(),
            "--out-name" => order.name = value(),
            "--keep-lld-exports" => order.keeps_linker_exports = true,
            "--keep-debug" => order.keeps_debug = true,
            "--no-demangle" => order.leaves_names = true,
            "--no-typescript" => order.leaves_types = true,
            // Found out from the module.
            "--reference-types" | "--weak-refs" => {}
            module if !module.starts_with('-') => order.module = module.into(),
            other => {
                return Err(Broken::new(
                    format!("Modules are not bound with {other} here."),
                    "xtask/src/bind.rs has the options that are known.",
                ));
            }
        }
    }
    Ok(order)
}

fn bind(order: &Order) -> Done {
    let broken = |why: String| {
        Broken::new(
            format!("{} cannot be bound ({why}).", order.module.display()),
            "The version of the crate wasm-bindgen and of wasm-bindgen-cli-support must be the same in Cargo.toml.",
        )
    };
    let mut bindgen = Bindgen::new();
    let targeted = match order.target.as_str() {
        "no-modules" => bindgen.no_modules(true),
        _ => bindgen.web(true),
    };
    targeted.map_err(|why| broken(why.to_string()))?;
    bindgen
        .input_path(&order.module)
        .out_name(&order.name)
        .keep_lld_exports(order.keeps_linker_exports)
        .keep_debug(order.keeps_debug)
        .demangle(!order.leaves_names)
        .typescript(!order.leaves_types)
        .omit_default_module_path(false)
        .generate(&order.folder)
        .map_err(|why| broken(why.to_string()))
}

/// Writes the program that Trunk and the split call, and returns the folder to put before all others on the path.
pub fn program() -> Done<PathBuf> {
    let folder = target().join("tools/bin");
    let file = folder.join("wasm-bindgen");
    let write = |own: &Path| {
        fs::create_dir_all(&folder)?;
        let text = format!("#!/bin/sh\nexec '{}' wasm-bindgen \"$@\"\n", own.display());
        fs::write(&file, text)?;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755))
    };
    let written = std::env::current_exe().and_then(|own| write(&own));
    written.map_err(|e| {
        Broken::new(
            format!("{} cannot be written ({e}).", file.display()),
            "Make room on the disk.",
        )
    })?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_either_form_and_unknown_ones_refused() {
        let order = read(&[
            "--target=no-modules",
            "--out-dir=/a b",
            "--out-name",
            "worker",
            "x.wasm",
            "--no-typescript",
            "--weak-refs",
        ])
        .unwrap();
        let expected = Order {
            target: "no-modules".into(),
            folder: "/a b".into(),
            name: "worker".into(),
            module: "x.wasm".into(),
            leaves_types: true,
            ..Order::default()
        };
        assert_eq!(order, expected);
        assert_eq!(
            read(&["--bundle"]).unwrap_err().to_string(),
            "Modules are not bound with --bundle here. xtask/src/bind.rs has the options that are known."
        );
    }
}
