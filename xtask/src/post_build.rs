//! What Trunk leaves undone: no inline script, an app and a worker that are loaded in parts and named by their content
//! (`split.rs`), one style sheet, scripts without their comments, a page for hosts that answer unknown addresses with
//! `404.html`, and the service worker, which knows all files (`offline.rs`).

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::split::{self, Published};
use crate::step::{Broken, Done, command, perform, say};
use crate::{offline, parity};

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
    let offline = offline::page(&folder)?;
    let app = split::publish(&split::APP, &folder, &[("offline.js", &offline)])?;
    let (html, whole) = with_app(&html, &app)?;
    for file in whole {
        let file = folder.join(file);
        fs::remove_file(&file).map_err(|e| unreadable(&file, &e))?;
    }
    let worker = split::publish(&split::WORKER, &folder, &[])?;
    for file in split::WORKER.leftovers() {
        let file = folder.join(file);
        if file.is_file() {
            fs::remove_file(&file).map_err(|e| unreadable(&file, &e))?;
        }
    }
    let html = with_worker(&html, &worker.script)?;
    let (html, style) = with_one_style(&html, |name| taken(&folder.join(name)))?;
    let file = folder.join("style.css");
    write(&file, style.as_bytes())?;
    minify(&folder)?;
    let name = format!("style-{:016x}.css", hash(read(&file)?.as_bytes()));
    fs::rename(&file, folder.join(&name)).map_err(|e| unreadable(&file, &e))?;
    let html = behind_the_shell(&html)?.replace("./style.css", &format!("./{name}"));
    write(&page, html.as_bytes())?;
    write(&folder.join("404.html"), html.as_bytes())?;
    parity::publish(&folder)?;
    offline::service_worker(&folder)?;
    say("the app and its worker come in parts, named by their content");
    Ok(())
}

/// Replaces Trunk's inline start script, and what it names, by the app's own. Returns the page and the files that are not
/// needed any more.
fn with_app(html: &str, app: &Published) -> Done<(String, Vec<String>)> {
    let unknown = || {
        Broken::new(
            "The start script that Trunk wrote looks different from what is expected.",
            "Use Trunk in the version that `cargo xtask setup` installs.",
        )
    };
    let (before, rest) = html
        .split_once("<script type=\"module\"")
        .ok_or_else(unknown)?;
    let (inline, after) = rest.split_once("</script>").ok_or_else(unknown)?;
    let name = inline
        .split_once(" from './")
        .and_then(|(_, rest)| rest.split_once(".js'"))
        .map(|(name, _)| name)
        .ok_or_else(unknown)?;
    if after.contains("<script>") || after.contains("<script type=\"module\">") {
        return Err(unknown());
    }
    let (script, module) = (format!("{name}.js"), format!("{name}_bg.wasm"));
    // The script is asked for by its own element, which stands before.
    let ahead =
        format!("<link rel=\"modulepreload\" href=\"./{script}\" crossorigin=\"anonymous\">");
    if !after.contains(&ahead) || !after.contains(&module) {
        return Err(unknown());
    }
    let after = after.replace(&ahead, "").replace(&module, &app.module);
    let own = &app.script;
    let page = format!("{before}<script type=\"module\" src=\"./{own}\"></script>{after}");
    Ok((page, vec![script, module]))
}

/// Puts one link to `style.css` where the first style sheet was linked, and leaves out lines that are
/// blank or comments. Returns the page and all style sheets in their order.
fn with_one_style(html: &str, sheet: impl Fn(&str) -> Done<String>) -> Done<(String, String)> {
    let (mut page, mut style) = (String::new(), String::new());
    for line in html.lines() {
        let plain = line.trim();
        if plain.is_empty() || (plain.starts_with("<!--") && plain.ends_with("-->")) {
            continue;
        }
        let name = plain
            .strip_prefix("<link rel=\"stylesheet\" href=\"./")
            .and_then(|rest| rest.split_once('"'))
            .map(|(name, _)| name);
        let Some(name) = name else {
            page.push_str(line);
            page.push('\n');
            continue;
        };
        if style.is_empty() {
            page.push_str(STYLE);
        }
        style.push_str(&sheet(name)?);
    }
    if style.is_empty() {
        return Err(Broken::new(
            "The page that Trunk wrote links no style sheet.",
            "Use Trunk in the version that `cargo xtask setup` installs.",
        ));
    }
    Ok((page, style))
}

/// Puts the link to the style sheet at the end of the page, so that what is seen until the program is here is drawn without it.
fn behind_the_shell(html: &str) -> Done<String> {
    let (before, rest) = html.split_once(STYLE).unwrap_or((html, ""));
    let (shell, after) = rest.split_once("  </body>").ok_or_else(|| {
        Broken::new(
            "The page that Trunk wrote has no body behind its style sheet.",
            "Use Trunk in the version that `cargo xtask setup` installs.",
        )
    })?;
    Ok(format!("{before}{shell}{STYLE}  </body>{after}"))
}

/// The link to the one style sheet.
const STYLE: &str = "    <link rel=\"stylesheet\" href=\"./style.css\">\n";

/// Takes comments and spaces out of the scripts and the style sheet, in place.
fn minify(folder: &Path) -> Done {
    let entries = fs::read_dir(folder).map_err(|e| unreadable(folder, &e))?;
    let files = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|kind| kind == "js" || kind == "css")
        });
    perform(
        "take comments and spaces out of scripts and styles",
        command("esbuild --minify --log-level=warning --allow-overwrite")
            .arg(format!("--outdir={}", folder.display()))
            .args(files),
        "Run `npm ci` if esbuild is missing.",
    )
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
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

pub fn read(file: &Path) -> Done<String> {
    fs::read_to_string(file).map_err(|e| unreadable(file, &e))
}

/// Reads a file and removes it.
fn taken(file: &Path) -> Done<String> {
    let text = read(file)?;
    fs::remove_file(file).map_err(|e| unreadable(file, &e))?;
    Ok(text)
}

pub fn write(file: &Path, bytes: &[u8]) -> Done {
    fs::write(file, bytes).map_err(|e| unreadable(file, &e))
}

pub fn unreadable(file: &Path, error: &std::io::Error) -> Broken {
    Broken::new(
        format!("{} cannot be used ({error}).", file.display()),
        "Remove the dist folder and build again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_stands_where_the_inline_start_script_was() {
        let app = Published {
            script: "app-2.js".to_owned(),
            module: "app-2.wasm".to_owned(),
        };
        let html = r#"<head><script type="module" nonce="x">import init, * as b from './app-1.js'; go()</script>
<link rel="modulepreload" href="./app-1.js" crossorigin="anonymous"><link rel="preload" href="./app-1_bg.wasm"></head>"#;
        let (page, whole) = with_app(html, &app).unwrap();
        assert_eq!(
            page,
            "<head><script type=\"module\" src=\"./app-2.js\"></script>\n<link rel=\"preload\" href=\"./app-2.wasm\"></head>"
        );
        assert_eq!(whole, ["app-1.js", "app-1_bg.wasm"]);
        assert!(with_app("<head></head>", &app).is_err());
    }

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let html = "<head>\n  <link rel=\"stylesheet\" href=\"./a.css\" integrity=\"x\"/>\n  <link rel=\"stylesheet\" href=\"./b.css\"/>\n<title>T</title></head>\n";
        let (page, style) = with_one_style(html, |name| Ok(format!("/* {name} */"))).unwrap();
        assert_eq!(
            page,
            "<head>\n    <link rel=\"stylesheet\" href=\"./style.css\">\n<title>T</title></head>\n"
        );
        assert_eq!(style, "/* a.css *//* b.css */");
        let none = with_one_style("<head></head>", |_| Ok(String::new())).unwrap_err();
        assert_eq!(
            none.to_string(),
            "The page that Trunk wrote links no style sheet. Use Trunk in the version that `cargo xtask setup` installs."
        );
    }

    #[test]
    fn the_style_sheet_waits_behind_the_shell() {
        let html = format!("<head>\n{STYLE}</head>\n  <body>\n    <div></div>\n  </body>\n</html>");
        let page = behind_the_shell(&html).unwrap();
        assert_eq!(
            page,
            format!("<head>\n</head>\n  <body>\n    <div></div>\n{STYLE}  </body>\n</html>")
        );
        assert!(behind_the_shell("<head></head>").is_err());
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
