//! One zip file with the built page, its demo data and a tiny server: to be opened from a USB stick.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::offline::{SERVICE_WORKER, paths};
use crate::step::{Broken, Done, root, say, target};

/// The folder in the zip file that everything lies in.
const NAME: &str = "clientele-offline-demo";

/// What stands beside the page (`xtask/offline-demo`), and whether it may be run.
const BESIDE: [(&str, bool); 4] = [
    ("README.txt", false),
    ("serve.py", false),
    ("start.bat", false),
    ("start.sh", true),
];

/// Packs what lies in `dist`.
pub fn pack() -> Done {
    let file = target().join(format!("{NAME}.zip"));
    let bytes = write(&file, &root().join("dist")).map_err(|error| {
        Broken::new(
            format!("{} cannot be written ({error}).", file.display()),
            "Make room on the disk, or build the page again.",
        )
    })?;
    say(&format!(
        "the offline demo is {} ({:.1} MB)",
        file.display(),
        bytes as f64 / 1e6
    ));
    Ok(())
}

/// Writes the zip file; the same page gives the same bytes. Returns how many.
fn write(file: &Path, dist: &Path) -> io::Result<u64> {
    let mut zip = ZipWriter::new(File::create(file)?);
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, is_program) in BESIDE {
        let text = fs::read_to_string(root().join("xtask/offline-demo").join(name))?;
        let mode = if is_program { 0o755 } else { 0o644 };
        zip.start_file(format!("{NAME}/{name}"), plain.unix_permissions(mode))?;
        zip.write_all(lines(name, &text).as_bytes())?;
    }
    let inside = paths(dist).map_err(|why| io::Error::other(why.to_string()))?;
    for path in inside {
        // Served from the stick the page needs none, and one of this port would stand in the way of the next program there.
        if path == SERVICE_WORKER {
            continue;
        }
        zip.start_file(format!("{NAME}/page/{path}"), plain.unix_permissions(0o644))?;
        io::copy(&mut File::open(dist.join(&path))?, &mut zip)?;
    }
    zip.finish()?.metadata().map(|about| about.len())
}

/// Lines as Windows ends them, where Windows reads them.
fn lines(name: &str, text: &str) -> String {
    match name.ends_with(".bat") || name.ends_with(".txt") {
        true => text.replace('\n', "\r\n"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zip_file_holds_the_page_its_data_and_the_server() {
        let folder = std::env::temp_dir().join(format!("clientele-demo-{}", std::process::id()));
        let dist = folder.join("dist");
        fs::create_dir_all(dist.join("data/shop")).unwrap();
        for file in ["index.html", "sw.js", "data/shop/lines.arrow"] {
            fs::write(dist.join(file), file.repeat(100)).unwrap();
        }
        let file = folder.join("demo.zip");
        let bytes = write(&file, &dist).unwrap();
        assert_eq!(bytes, fs::read(&file).unwrap().len() as u64);
        let mut zip = zip::ZipArchive::new(File::open(&file).unwrap()).unwrap();
        let names: Vec<&str> = zip.file_names().collect();
        assert_eq!(
            names,
            [
                "README.txt",
                "serve.py",
                "start.bat",
                "start.sh",
                "page/data/shop/lines.arrow",
                "page/index.html",
            ]
            .map(|name| format!("{NAME}/{name}"))
        );
        let page = zip.by_name(&format!("{NAME}/page/index.html")).unwrap();
        assert_eq!(io::read_to_string(page).unwrap(), "index.html".repeat(100));
        let script = zip.by_name(&format!("{NAME}/start.bat")).unwrap();
        let script = io::read_to_string(script).unwrap();
        assert!(script.starts_with("@echo off\r\n"), "{script}");
        let again = folder.join("again.zip");
        write(&again, &dist).unwrap();
        assert_eq!(fs::read(&again).unwrap(), fs::read(&file).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
