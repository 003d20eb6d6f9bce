//! Splits the module of a program, the page's or its worker's: what is loaded first, and parts that come when they are
//! needed (`src/lazy.rs`, `crates/worker/src/part.rs`).
//!
//! The linker has left in the module which function and which constant mentions which (`build.rs`). What only a
//! `#[wasm_split(NAME, …)]` function needs moves into a part of that name; what several such need and the first module
//! does not, into a shared one. The parts share memory and function table with the first module.

mod bare;
mod pieces;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_split_cli_support::{Options, transform};

use bare::bare;
use pieces::Pieces;

use crate::page::AS_COMPILED;
use crate::post_build::{hash, read, unreadable, write};
use crate::step::{Broken, Done, ask, command, perform, perform_quietly, say};

/// A program that is published in parts.
pub struct Program {
    /// The name of its binary, as Cargo knows it.
    binary: &'static str,
    /// How the names of its files begin.
    name: &'static str,
    /// How the names of its parts begin.
    part: &'static str,
    /// How its scripts become one: what esbuild is told.
    form: &'static str,
    /// Starts it, or says why it cannot be.
    start: &'static str,
}

/// The page: a script of the kind `module`. What is seen until the module is here takes the theme that the page will take: what
/// the visitor chose, in a frame what the address says. What keeps the page for use without a network (`src/offline`) comes when the first
/// answer is on the screen.
pub const APP: Program = Program {
    binary: "clientele-app",
    name: "app",
    part: "part",
    form: "--format=esm",
    start: "\
import init from './app.js';
const asked = new URLSearchParams(location.search);
let theme = null;
try {
  theme = asked.get('embed') === '1' ? asked.get('theme') : localStorage.getItem('clientele.theme');
} catch {}
if (/^(dark|light)$/.test(theme)) document.documentElement.dataset.theme = theme;
new PerformanceObserver((list, watch) => {
  if (!list.getEntriesByName('clientele.panel.done').length) return;
  watch.disconnect();
  import(new URL('./offline.js', import.meta.url)).catch(() => {});
}).observe({ type: 'measure', buffered: true });
const start = init({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
start.then(() => document.getElementById('start')?.remove(), (error) => {
  console.error(error);
  const note = document.createElement('p');
  note.setAttribute('role', 'alert');
  note.textContent = 'This page could not start: a file is missing, or the browser is too old for it. '
    + 'Nothing was changed. Reload the page, or open it in a current Chrome, Edge, Firefox or Safari.';
  document.body.replaceChildren(note);
});
",
};

/// Its worker: a classic script, which every browser runs in a worker, and in a worker of a worker.
pub const WORKER: Program = Program {
    binary: "worker",
    name: "worker",
    part: "worker-part",
    form: "--format=iife --define:import.meta.url=self.location.href",
    // A module that does not load ends the worker with an error, which the page hears. Only the worker itself knows what it
    // read before the service worker was there.
    start: "\
import init from './worker.js';
const talk = new BroadcastChannel('clientele');
talk.onmessage = ({ data }) => data === 'read?'
  && talk.postMessage(performance.getEntriesByType('resource').map(({ name }) => name));
init({ module_or_path: new URL('./worker_bg.wasm', import.meta.url) })
  .catch((error) => setTimeout(() => { throw error; }));
",
};

/// Fetches a part: whatever type the host says it has, never without an end, and past the cache when it comes again, as
/// what came before was of no use.
const FETCHED: &str = "
const asked = new Set();
async function fetched(url) {
  const cache = asked.has(url.href) ? 'reload' : 'default';
  asked.add(url.href);
  const answer = await fetch(url, { cache, signal: AbortSignal.timeout(60000) });
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer.arrayBuffer();
}
";

/// What the splitter writes to fetch a part, and what is written instead.
const LOADING: [(&str, &str); 2] = [
    ("const src = fetch(", "const src = fetched("),
    (
        "WebAssembly.instantiateStreaming(src, imports)",
        "WebAssembly.instantiate(await src, imports)",
    ),
];

/// The names of what is loaded first.
pub struct Published {
    /// The script that starts the program.
    pub script: String,
    /// Its first module.
    pub module: String,
}

impl Program {
    /// What Trunk made of it, which is not published: script, module, and what describes them.
    pub fn leftovers(&self) -> [String; 5] {
        let name = self.name;
        [
            format!("{name}.js"),
            format!("{name}_bg.wasm"),
            format!("{name}_loader.js"),
            format!("{name}.d.ts"),
            format!("{name}_bg.wasm.d.ts"),
        ]
    }
}

/// Writes script, first module and parts of a program into `folder`. `names` are what the start script calls other files, and
/// what they are called in the folder.
pub fn publish(program: &Program, folder: &Path, names: &[(&str, &str)]) -> Done<Published> {
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let target = target_folder()?;
    // As `data-cargo-profile-release` in index.html says.
    let profile = if release { "page" } else { "debug" };
    let whole = target.join(format!(
        "wasm32-unknown-unknown/{profile}/{}.wasm",
        program.binary
    ));
    let work = target.join("split").join(program.name);
    if work.is_dir() {
        fs::remove_dir_all(&work).map_err(|e| unreadable(&work, &e))?;
    }
    let parts = split(program, &whole, &work)?;
    perform(
        &format!(
            "write the script around the {}'s first module",
            program.name
        ),
        command("wasm-bindgen --target web --keep-lld-exports --no-typescript")
            .args(["--out-name", program.name])
            .arg("--out-dir")
            .arg(&work)
            .arg(work.join("main.wasm")),
        "Run `cargo xtask setup`.",
    )?;
    let first = work.join(format!("{}_bg.wasm", program.name));
    if release && env::var_os(AS_COMPILED).is_none() {
        for module in parts.iter().chain([&first]) {
            make_small(module)?;
        }
    }
    join(program, &work, &first, &parts, folder, names)
}

fn target_folder() -> Done<PathBuf> {
    ask("cargo metadata --format-version 1 --no-deps --offline")
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|metadata| metadata["target_directory"].as_str().map(PathBuf::from))
        .ok_or_else(|| Broken::new("Cargo does not say where it builds.", "Run `cargo check`."))
}

/// Writes `main.wasm`, the parts and `parts.js`, which loads them, into `work`. Returns the parts.
fn split(program: &Program, whole: &Path, work: &Path) -> Done<Vec<PathBuf>> {
    let name = program.name;
    say(&format!(
        "take the parts that come later out of the {name}'s module"
    ));
    let module = fs::read(whole).map_err(|e| unreadable(whole, &e))?;
    let main = work.join("main.wasm");
    let mut options = Options::new(&module);
    options.output_dir = work;
    options.main_out_path = &main;
    let script = format!("./{name}.js");
    options.main_module = &script;
    options.link_name = "./parts.js";
    let done = transform(options).map_err(|e| {
        Broken::new(
            format!("The {name}'s module cannot be split ({e:#})."),
            "See that its build.rs still asks the linker for --emit-relocs.",
        )
    })?;
    Ok(done.split_modules)
}

/// Bytes below which a module is a function or two: starting the optimiser takes longer than it could ever save.
const SMALL: usize = 4096;

/// Makes a module small: of a small one only what no browser reads is left out.
fn make_small(module: &Path) -> Done {
    let bytes = fs::read(module).map_err(|e| unreadable(module, &e))?;
    match bare(&bytes).filter(|_| bytes.len() < SMALL) {
        Some(bare) => write(module, &bare),
        None => optimize(module),
    }
}

/// Functions in the order of their names: those that are alike lie together and compress better. The passes beside the first
/// are those that made the compressed worker lighter, by 3 kB together; those that only shorten it uncompressed made it heavier.
/// What says which tools made a module, and what it wants of browsers, is left out: no browser reads it, and there are many
/// small parts.
/// Quietly, as wasm-opt warns of names of labels in the parts, which it leaves out anyway.
fn optimize(module: &Path) -> Done {
    let name = module.file_name().unwrap_or_default().display();
    perform_quietly(
        &format!("optimise {name}"),
        command(
            "wasm-opt -O1 --memory-packing --simplify-globals-optimizing --rse --code-folding --merge-blocks --vacuum \
             --dae-optimizing --duplicate-function-elimination --dce --remove-unused-module-elements \
             --remove-unused-brs --remove-unused-names --merge-blocks --rse --vacuum --reorder-functions-by-name --strip-producers --strip-target-features",
        )
        .arg(module)
        .arg("-o")
        .arg(module),
        "Run `npm ci` if wasm-opt is missing.",
    )
}

/// Names the modules by what is in all of them, as they only fit each other, and makes one script of the three.
fn join(
    program: &Program,
    work: &Path,
    first: &Path,
    parts: &[PathBuf],
    folder: &Path,
    names: &[(&str, &str)],
) -> Done<Published> {
    let name = program.name;
    let mut bytes = Vec::new();
    for file in parts.iter().chain([&first.to_owned()]) {
        bytes.extend(fs::read(file).map_err(|e| unreadable(file, &e))?);
    }
    let hash = hash(&bytes);

    let (script, loader, start) = (
        work.join(format!("{name}.js")),
        work.join("parts.js"),
        work.join("start.js"),
    );
    let module = format!("{name}-{hash:016x}.wasm");
    let around = with_one_loader(&read(&script)?);
    let begin = names
        .iter()
        .fold(program.start.to_owned(), |text, (called, is)| {
            text.replace(&format!("./{called}"), &format!("./{is}"))
        });
    for (file, text) in [(&script, around), (&start, begin)] {
        write(
            file,
            text.replace(&format!("{name}_bg.wasm"), &module).as_bytes(),
        )?;
    }
    copy(first, &folder.join(&module))?;
    let mut text = with_own_fetch(&read(&loader)?)?;
    let mut pieces = Pieces::default();
    for part in parts {
        let old = part.file_name().unwrap_or_default().to_string_lossy();
        let bytes = fs::read(part).map_err(|e| unreadable(part, &e))?;
        if pieces.take(&old, &bytes) {
            continue;
        }
        let new = part_name(program, &old, hash);
        text = text.replace(&format!("./{old}\""), &format!("./{new}\""));
        copy(part, &folder.join(&new))?;
    }
    let shared = format!("{}-shared-{hash:016x}.wasm", program.part);
    let (together, text) = pieces.published(&text, &shared)?;
    write(&folder.join(&shared), &together)?;
    write(&loader, text.as_bytes())?;

    let joined = work.join("joined.js");
    perform(
        &format!("join the {name}'s scripts"),
        command("esbuild --bundle --minify --log-level=warning")
            .args(program.form.split(' '))
            .arg(format!("--outfile={}", joined.display()))
            .arg(&start),
        "Run `npm ci` if esbuild is missing.",
    )?;
    let script = format!("{name}-{:016x}.js", self::hash(read(&joined)?.as_bytes()));
    copy(&joined, &folder.join(&script))?;
    Ok(Published { script, module })
}

/// `split_data.wasm` is what only that part needs, `chunk_3.wasm` what several need.
fn part_name(program: &Program, old: &str, hash: u64) -> String {
    let stem = old.trim_end_matches(".wasm");
    let name = match stem.strip_prefix("split_") {
        Some(name) => name.to_owned(),
        None => stem.replace("chunk_", "shared"),
    };
    format!("{}-{name}-{hash:016x}.wasm", program.part)
}

/// The script around the module names the loader once per part: once is enough.
fn with_one_loader(script: &str) -> String {
    let mut seen = false;
    let is_first = |line: &&str| {
        let again = line.trim_start().starts_with("\"./parts.js\": ");
        !again || !std::mem::replace(&mut seen, true)
    };
    script
        .lines()
        .filter(is_first)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Puts our own way to fetch parts in the place of the splitter's.
fn with_own_fetch(loader: &str) -> Done<String> {
    let mut text = loader.to_owned();
    for (theirs, ours) in LOADING {
        if !text.contains(theirs) {
            return Err(Broken::new(
                "The script that loads the parts looks different from what is expected.",
                "Use wasm_split_cli_support in the version of Cargo.lock.",
            ));
        }
        text = text.replace(theirs, ours);
    }
    text.push_str(FETCHED);
    Ok(text)
}

fn copy(from: &Path, to: &Path) -> Done {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|e| unreadable(from, &e))
}

#[cfg(test)]
mod tests;
