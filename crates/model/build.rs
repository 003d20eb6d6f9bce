//! Makes the build id: a hash of this crate's sources, so that a page and a worker with the same
//! nouns understand each other, and others notice.

use std::path::Path;
use std::{env, fs};

fn main() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    walk(Path::new("src"), &mut hash);
    println!("cargo:rerun-if-changed=src");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("build_id.rs"), format!("{hash:#018x}"))
        .expect("OUT_DIR can be written");
}

/// FNV-1a over names and contents, in order of names.
fn walk(folder: &Path, hash: &mut u64) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("sources can be read")
        .map(|entry| entry.expect("sources can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, hash);
            continue;
        }
        for byte in fs::read(&path).expect("sources can be read") {
            *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
