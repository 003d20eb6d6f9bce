//! What Trunk leaves undone: no inline script, a worker whose name changes with its content, and a page
//! for hosts that answer unknown addresses with `404.html`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{Broken, Done, say};

/// What `index.html` says in its `clientele-worker` element: the script that the app's workers run.
const WORKER: &str = "./worker.js";

/// Runs on the folder that Trunk is about to publish.
pub fn run() -> Done {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| {
            Broken::new(
                "This is a step of a Trunk build.",
                "Run `cargo xtask build` instead.",
            )
        })?;
    let page = folder.join("index.html");
    let html = read(&page)?;
    let (html, scripts) = without_inline_scripts(&html)?;
    for (name, script) in scripts {
        write(&folder.join(name), script.as_bytes())?;
    }
    let html = match name_worker(&folder)? {
        Some(worker) => with_worker(&html, &worker)?,
        None => html,
    };
    write(&page, html.as_bytes())?;
    write(&folder.join("404.html"), html.as_bytes())?;
    say("the start script is a file of its own, and the worker is named by its content");
    Ok(())
}

/// Moves each inline script into a file. Returns the page and the files (name, content).
fn without_inline_scripts(html: &str) -> Done<(String, Vec<(String, String)>)> {
    let mut page = String::with_capacity(html.len());
    let mut files = Vec::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<script") {
        let whole = after.split_once('>').and_then(|(attributes, after)| {
            let (script, after) = after.split_once("</script>")?;
            Some((attributes, script, after))
        });
        let Some((attributes, script, after)) = whole else {
            return Err(Broken::new(
                "A script in index.html has no end.",
                "Mend index.html.",
            ));
        };
        page.push_str(before);
        if script.trim().is_empty() {
            page.push_str(&format!("<script{attributes}></script>"));
        } else {
            let name = format!("start-{:016x}.js", hash(script.as_bytes()));
            // A nonce is only of use to a server that writes the page anew each time.
            let kind = if attributes.contains("module") {
                r#" type="module""#
            } else {
                " defer"
            };
            page.push_str(&format!(r#"<script{kind} src="./{name}"></script>"#));
            files.push((name, script.trim().to_owned()));
        }
        rest = after;
    }
    page.push_str(rest);
    Ok((page, files))
}

/// Renames the worker's two files by their content and returns the name of its script.
/// `None` when this build has no worker.
fn name_worker(folder: &Path) -> Done<Option<String>> {
    let (script, module) = (folder.join("worker.js"), folder.join("worker_bg.wasm"));
    if !script.is_file() || !module.is_file() {
        return Ok(None);
    }
    let text = read(&script)?;
    let wasm = fs::read(&module).map_err(|e| unreadable(&module, &e))?;
    let hash = hash(&[text.as_bytes(), &wasm].concat());
    let (name, wasm_name) = (
        format!("worker-{hash:016x}.js"),
        format!("worker-{hash:016x}_bg.wasm"),
    );
    // Built for a classic worker (`no-modules`), the script only defines how to start: this starts it.
    let mut text = text.replace("worker_bg.wasm", &wasm_name);
    text.push_str(&format!(
        "\nwasm_bindgen({{ module_or_path: new URL('{wasm_name}', self.location.href) }});\n"
    ));
    write(&folder.join(&name), text.as_bytes())?;
    fs::rename(&module, folder.join(&wasm_name)).map_err(|e| unreadable(&module, &e))?;
    for leftover in [
        "worker.js",
        "worker_loader.js",
        "worker.d.ts",
        "worker_bg.wasm.d.ts",
    ] {
        let leftover = folder.join(leftover);
        if leftover.is_file() {
            fs::remove_file(&leftover).map_err(|e| unreadable(&leftover, &e))?;
        }
    }
    Ok(Some(name))
}

/// Puts the worker's name into the page.
fn with_worker(html: &str, worker: &str) -> Done<String> {
    if !html.contains(WORKER) {
        return Err(Broken::new(
            "index.html does not name the worker's script.",
            "Restore it with `git checkout index.html`.",
        ));
    }
    Ok(html.replace(WORKER, &format!("./{worker}")))
}

/// FNV-1a: short, and the same everywhere. It names files, it guards nothing.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn read(file: &Path) -> Done<String> {
    fs::read_to_string(file).map_err(|e| unreadable(file, &e))
}

fn write(file: &Path, bytes: &[u8]) -> Done {
    fs::write(file, bytes).map_err(|e| unreadable(file, &e))
}

fn unreadable(file: &Path, error: &std::io::Error) -> Broken {
    Broken::new(
        format!("{} cannot be used ({error}).", file.display()),
        "Remove the dist folder and build again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_script_moves_into_a_file_and_a_linked_one_stays() {
        let html = r#"<head><script src="a.js"></script><script type="module" nonce="x">go()</script></head>"#;
        let (page, files) = without_inline_scripts(html).unwrap();
        let name = &files[0].0;
        assert_eq!(files, [(name.clone(), "go()".to_owned())]);
        assert_eq!(
            page,
            format!(
                r#"<head><script src="a.js"></script><script type="module" src="./{name}"></script></head>"#
            )
        );
    }

    #[test]
    fn the_worker_is_named_in_the_page_with_and_without_quotes() {
        let cases = [
            (
                r#"<meta name="clientele-worker" content="./worker.js">"#,
                r#"<meta name="clientele-worker" content="./w.js">"#,
            ),
            (
                "<meta name=clientele-worker content=./worker.js>",
                "<meta name=clientele-worker content=./w.js>",
            ),
        ];
        for (html, want) in cases {
            assert_eq!(with_worker(html, "w.js").unwrap(), want);
        }
    }
}
