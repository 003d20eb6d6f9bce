//! How long `clientele pack` takes for the real data.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::table::Row;
use crate::retailer;
use crate::step::{Broken, Done, perform, target};

/// Packs `online_retail_ii.parquet` three times and takes the middle.
pub fn row(data: &Path) -> Done<Row> {
    let file = data.join("online_retail_ii.parquet");
    if !file.is_file() {
        return Err(Broken::new(
            format!("{} is not there.", file.display()),
            "Say with --data in which folder online_retail_ii.parquet is.",
        ));
    }
    let clientele = retailer::build()?;
    let mut seconds = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        perform(
            "pack the real data",
            Command::new(&clientele)
                .arg("pack")
                .arg(&file)
                .arg("--out")
                .arg(target().join("bench-pack")),
            "Mend what is said above.",
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
