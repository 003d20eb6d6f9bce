//! How much memory files take that are made to take much: never more than four times their own size and 64 MB.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(unsafe_code, reason = "an allocator that counts is unsafe to write")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use clientele_intake::read_csv::Hints;
use clientele_intake::{File, open};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Counts what is taken; of what grows, the larger one.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn take(bytes: usize) {
    let taken = TAKEN.fetch_add(bytes, Relaxed) + bytes;
    MOST.fetch_max(taken, Relaxed);
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        take(size);
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Whether a file was read, and how many bytes it took beyond its own.
fn taken(bytes: Vec<u8>) -> (bool, usize) {
    let file = File {
        name: "x".to_owned(),
        bytes,
    };
    let before = TAKEN.load(Relaxed);
    MOST.store(before, Relaxed);
    let read = open(file, Hints::default(), None).is_ok();
    (read, MOST.load(Relaxed) - before)
}

/// One test: what another one takes would count.
#[test]
fn no_file_takes_more_than_four_times_its_size_and_64_mb() {
    let noughts = vec![b'0'; 200 << 20];
    let sparse = {
        let headings: Vec<String> = (0..16_000).map(|at| format!("c{at}")).collect();
        let mut text = headings.join(",").into_bytes();
        text.extend(b"\na".repeat(100_000));
        text
    };
    let texts = zip(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", &noughts),
    ]);
    let mut orders = b"order_id,date,sku,qty,unit_price,customer_id\n".to_vec();
    for at in 0..100_000 {
        orders.extend(format!("{at},2024-01-01,A{},1,2.5,{}\n", at % 50, at % 977).bytes());
    }
    for (what, bytes, is_read) in [
        ("gzip bomb", gzip(&noughts), false),
        (
            "zstd bomb",
            zstd::encode_all(&noughts[..], 3).unwrap(),
            false,
        ),
        ("zip bomb", zip(&[("a.csv", &noughts)]), false),
        ("bomb of texts", texts, false),
        ("endless line", vec![b'a'; 8 << 20], false),
        ("endless headings", b"a,".repeat(2 << 20), false),
        ("sparse lines", sparse, false),
        ("orders", orders.clone(), true),
        ("packed orders", gzip(&orders), true),
    ] {
        let most = 4 * bytes.len() + (64 << 20);
        let (read, taken) = taken(bytes);
        assert_eq!(read, is_read, "{what}");
        assert!(taken <= most, "{what}: {taken} bytes, more than {most}");
    }
}
