//! How long `clientele pack` takes for the real data.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::table::Row;
use crate::step::{Broken, Done, command, perform, root};

/// Packs `online_retail_ii.parquet` three times and takes the middle.
pub fn row(data: &Path) -> Done<Row> {
    let file = data.join("online_retail_ii.parquet");
    if !file.is_file() {
        return Err(Broken::new(
            format!("{} is not there.", file.display()),
            "Say with --data in which folder online_retail_ii.parquet is.",
        ));
    }
    const MEND: &str = "Mend what is said above.";
    perform(
        "build the command line",
        &mut command("cargo build --quiet --release -p clientele-gateway"),
        MEND,
    )?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let mut seconds = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        perform(
            "pack the real data",
            Command::new(target.join("release/clientele"))
                .arg("pack")
                .arg(&file)
                .arg("--out")
                .arg(target.join("bench-pack")),
            MEND,
        )?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    Ok(Row::plain(
        "pack 1,067,371 lines of Parquet",
        seconds[1],
        "s",
        2.0,
    ))
}
