//! What makes the built page work without a network (`src/offline`): the service worker with the list of all files of the
//! build and their SHA-256, and the script that registers it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::post_build::{hash, unreadable, write};
use crate::step::{Broken, Done, command, root, say};

/// The service worker in the built page: at the same address in every build, as browsers look there for a new one.
pub const SERVICE_WORKER: &str = "sw.js";

/// What is not of the build: data sets, settings and plays are whoever runs the page's own, `404.html` is `index.html` again.
const NOT_LISTED: [&str; 4] = ["config.json", "plays.json", "404.html", SERVICE_WORKER];
const DATA: &str = "data/";

/// Writes the page's side of it, named by its content. Returns the name.
pub fn page(folder: &Path) -> Done<String> {
    let script = minified("page.js", &["--format=esm"])?;
    let name = format!("offline-{:016x}.js", hash(script.as_bytes()));
    write(&folder.join(&name), script.as_bytes())?;
    Ok(name)
}

/// Writes the service worker. All other files of the build must be there.
pub fn service_worker(folder: &Path) -> Done {
    let files = files(folder)?;
    let text = with_list(&minified(SERVICE_WORKER, &[])?, &files);
    write(&folder.join(SERVICE_WORKER), text.as_bytes())?;
    say(&format!(
        "{} files are listed for use without a network",
        files.len()
    ));
    Ok(())
}

/// The script with the list of files before it, and the name of the build, which is another one when anything is.
fn with_list(script: &str, files: &BTreeMap<String, String>) -> String {
    let list: Vec<String> = files
        .iter()
        .map(|(path, integrity)| format!("\"{path}\":\"{integrity}\""))
        .collect();
    let list = format!("{{{}}}", list.join(","));
    let build = hash(format!("{list}{script}").as_bytes());
    format!("const BUILD=\"{build:016x}\";const FILES={list};\n{script}")
}

/// The files of the build below `folder`, with slashes, and what browsers call their integrity.
fn files(folder: &Path) -> Done<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for path in paths(folder)? {
        if path.starts_with(DATA) || NOT_LISTED.contains(&path.as_str()) {
            continue;
        }
        let file = folder.join(&path);
        let bytes = fs::read(&file).map_err(|e| unreadable(&file, &e))?;
        let integrity = format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)));
        files.insert(path, integrity);
    }
    Ok(files)
}

/// The paths of all files below a folder, with slashes, in order.
pub fn paths(folder: &Path) -> Done<Vec<String>> {
    let (mut folders, mut paths) = (vec![folder.to_path_buf()], Vec::new());
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).map_err(|e| unreadable(&next, &e))?;
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(folder).unwrap_or(&path);
            paths.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    paths.sort();
    Ok(paths)
}

/// A script of `src/offline` without comments and spaces; `more` is said to esbuild.
fn minified(name: &str, more: &[&str]) -> Done<String> {
    let file = root().join("src/offline").join(name);
    say(&format!("minify {name}"));
    let done = command("esbuild --minify --log-level=warning")
        .args(more)
        .arg(&file)
        .output();
    match done {
        Ok(done) if done.status.success() => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        Ok(done) => Err(Broken::new(
            format!(
                "{} cannot be minified: {}",
                file.display(),
                String::from_utf8_lossy(&done.stderr).trim()
            ),
            "Mend the script.",
        )),
        Err(error) => Err(Broken::new(
            format!("esbuild could not be started ({error})."),
            "Run `npm ci`.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post_build::read;

    /// A small build with everything that a real one has.
    fn build(name: &str) -> std::path::PathBuf {
        let folder =
            std::env::temp_dir().join(format!("clientele-list-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for file in [
            "index.html",
            "404.html",
            "config.json",
            "plays.json",
            "sw.js",
            "manifest.webmanifest",
            "icon.svg",
            "app-0123456789abcdef.wasm",
            "part-data-0123456789abcdef.wasm",
            "worker-0123456789abcdef.js",
            "deep/er/worker-part-json-0123456789abcdef.wasm",
            "data/index.json",
            "data/shop/lines.arrow",
        ] {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "abc").unwrap();
        }
        folder
    }

    #[test]
    fn every_file_of_a_build_is_listed_and_what_is_the_hosts_own_is_not() {
        let folder = build("every");
        let listed: Vec<String> = files(&folder).unwrap().into_keys().collect();
        assert_eq!(
            listed,
            [
                "app-0123456789abcdef.wasm",
                "deep/er/worker-part-json-0123456789abcdef.wasm",
                "icon.svg",
                "index.html",
                "manifest.webmanifest",
                "part-data-0123456789abcdef.wasm",
                "worker-0123456789abcdef.js",
            ]
        );
        let left_out = paths(&folder).unwrap().len() - listed.len();
        assert_eq!(left_out, 6);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_is_listed_with_its_sha_256_in_the_form_of_browsers() {
        let folder = build("sha");
        let files = files(&folder).unwrap();
        // FIPS 180-2, appendix B.1: SHA-256 of "abc".
        assert_eq!(
            files["index.html"],
            "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn another_file_or_another_script_is_another_build() {
        let files = |integrity: &str| BTreeMap::from([("a.js".to_owned(), integrity.to_owned())]);
        let text = with_list("go()", &files("sha256-x"));
        let (head, script) = text.split_once('\n').unwrap();
        assert_eq!(script, "go()");
        let (build, list) = head.split_once(';').unwrap();
        assert!(build.starts_with("const BUILD=\""), "{build}");
        assert_eq!(list, "const FILES={\"a.js\":\"sha256-x\"};");
        for other in [
            with_list("go()", &files("sha256-y")),
            with_list("stop()", &files("sha256-x")),
        ] {
            assert!(!other.starts_with(build), "{other}");
        }
    }

    #[test]
    fn a_new_version_waits_until_the_visitor_takes_it() {
        let script = read(&root().join("src/offline").join(SERVICE_WORKER)).unwrap();
        let calls: Vec<&str> = script
            .lines()
            .filter(|line| line.contains("skipWaiting"))
            .collect();
        assert_eq!(calls, ["  if (event.data === 'take') self.skipWaiting();"]);
    }

    #[test]
    fn the_icons_are_as_large_as_the_manifest_says() {
        let folder = root().join("public");
        let manifest = read(&folder.join("manifest.webmanifest")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        for address in ["id", "start_url", "scope"] {
            assert_eq!(manifest[address], "./", "{address}");
        }
        let icons = manifest["icons"].as_array().unwrap();
        assert_eq!(icons.len(), 4);
        for icon in icons {
            let name = icon["src"].as_str().unwrap();
            let bytes = fs::read(folder.join(name)).unwrap();
            if name.ends_with(".svg") {
                assert!(bytes.starts_with(b"<svg "), "{name}");
                continue;
            }
            // The first chunk of a PNG has its width and height.
            let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
            assert_eq!(
                icon["sizes"],
                format!("{}x{}", side(16), side(20)),
                "{name}"
            );
        }
    }
}
