use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const ORDERS: &[u8] = b"order_id,date,sku,qty,unit_price,customer_id\n1,2024-01-01,A,1,2.5,7\n";

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(vec![], Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        // Small ones as they are, so that what lies inside can be mistaken for the whole.
        let options = SimpleFileOptions::default().compression_method(match bytes.len() {
            0..100_000 => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        });
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn file(name: &str, bytes: Vec<u8>) -> File {
    File {
        name: name.to_owned(),
        bytes,
    }
}

fn names(name: &str, bytes: Vec<u8>) -> Vec<String> {
    let files = unpacked(vec![file(name, bytes)], &mut Said::default()).unwrap();
    files.into_iter().map(|file| file.name).collect()
}

#[track_caller]
fn refused(bytes: Vec<u8>, sentence: &str) {
    let said = unpacked(vec![file("x.zip", bytes)], &mut Said::default());
    assert_eq!(said.unwrap_err().to_string(), sentence);
}

#[test]
fn archives_are_told_by_what_is_in_them() {
    for (name, bytes, inside) in [
        ("orders.csv.gz", gzip(ORDERS), "orders.csv"),
        ("ORDERS.CSV.GZ", gzip(ORDERS), "ORDERS.CSV"),
        ("orders.csv", gzip(ORDERS), "orders.csv"),
        (
            "orders.csv.zst",
            zstd::encode_all(ORDERS, 3).unwrap(),
            "orders.csv",
        ),
        ("all", zip(&[("a/orders.csv", ORDERS)]), "orders.csv"),
        ("x", zip(&[("orders.csv.gz", &gzip(ORDERS))]), "orders.csv"),
    ] {
        let files = unpacked(vec![file(name, bytes)], &mut Said::default()).unwrap();
        assert_eq!(files.len(), 1, "{name}");
        assert_eq!(
            (&*files[0].name, &files[0].bytes[..]),
            (inside, ORDERS),
            "{name}"
        );
    }
    let twice = [gzip(&ORDERS[..45]), gzip(&ORDERS[45..])].concat();
    let whole = unpacked(vec![file("x.gz", twice)], &mut Said::default()).unwrap();
    assert_eq!(whole[0].bytes, ORDERS);
}

#[test]
fn an_archive_of_several_files_is_several_files() {
    let inner = zip(&[("2023/orders.csv", ORDERS), ("2024/orders.csv", ORDERS)]);
    let outer = zip(&[
        ("__MACOSX/._orders.csv", b"x"),
        ("b.csv", ORDERS),
        ("years.zip", &inner),
        ("README.txt", b"Orders of the shop"),
        ("invoice.pdf", b"%PDF-1.4"),
    ]);
    let mut said = Said::default();
    let files = unpacked(vec![file("all.zip", outer)], &mut said).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["b.csv", "2023/orders.csv", "2024/orders.csv"]);
    assert_eq!(
        said.into_sentences(),
        ["all.zip: “README.txt”, “invoice.pdf” were left out; they are not tables."]
    );
}

#[test]
fn a_workbook_is_no_archive_and_may_lie_in_one() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cases/inputs/workbook-title-rows.xlsx"
    );
    let book = std::fs::read(path).unwrap();
    assert_eq!(names("a.xlsx", book.clone()), ["a.xlsx"]);
    assert_eq!(names("all.zip", zip(&[("a.xlsx", &book)])), ["a.xlsx"]);
    assert_eq!(names("a.xlsx", zip(&[("b.csv", ORDERS)])), ["b.csv"]);
}

#[test]
fn archives_that_cannot_be_unpacked_say_why() {
    let damaged =
        "The archive x.zip is incomplete or damaged. Nothing was written; copy or export it again.";
    let whole = zip(&[("orders.csv", ORDERS)]);
    refused(whole[..whole.len() / 2].to_vec(), damaged);
    refused(b"PK\x03\x04....".to_vec(), damaged);
    let whole = gzip(ORDERS);
    refused(whole[..whole.len() - 9].to_vec(), damaged);
    let mut other = whole.clone();
    let at = other.len() - 8;
    other[at] ^= 1;
    refused(other, damaged);
    let whole = zstd::encode_all(ORDERS, 3).unwrap();
    refused(whole[..whole.len() - 2].to_vec(), damaged);
    refused(
        zip(&[("readme.md", b"x")]),
        "The archive x.zip holds no CSV file, workbook or Parquet file. Nothing was written; export it again.",
    );
    let two = zip(&[("b.zip", &zip(&[("a.csv.gz", &gzip(ORDERS))]))]);
    refused(
        two,
        "The archive x.zip holds archives inside archives. Nothing was written; unpack it and use the files themselves.",
    );
    let many: Vec<String> = (0..1001).map(|at| format!("{at}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (&**name, ORDERS)).collect();
    refused(
        zip(&many),
        "The archive x.zip holds more than 1000 files. Nothing was written; unpack it and use only the files with orders.",
    );
}

#[test]
fn an_archive_with_a_password_says_so() {
    // The bit that says so, in both places where it stands.
    let mut bytes = zip(&[("orders.csv", ORDERS)]);
    let central = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    refused(
        bytes,
        "The archive x.zip is protected with a password. Nothing was written; unpack it and use the files themselves.",
    );
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let noughts = vec![b'0'; 70 << 20];
    let said = "The archive x.zip unpacks to more than 64 MB, which is too much for its size. Nothing was written; unpack it and use the files themselves.";
    refused(gzip(&noughts), said);
    refused(zstd::encode_all(&noughts[..], 3).unwrap(), said);
    refused(zip(&[("0.csv", &noughts)]), said);
    // Each is small enough, and all together are not.
    let part = &noughts[..24 << 20];
    refused(
        zip(&[("0.csv", part), ("1.csv", part), ("2.csv", part)]),
        said,
    );
    refused(
        zip(&[("0.csv.gz", &gzip(part)), ("1.csv", part), ("2.csv", part)]),
        said,
    );
}

#[test]
fn a_size_that_is_not_true_is_refused() {
    // The uncompressed size, in the list at the end of the archive and before the file.
    let text = vec![b'a'; 200_000];
    let mut bytes = zip(&[("orders.csv", &text)]);
    let central = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    for size in [10_u32, 199_999, 300_000] {
        bytes[central + 24..central + 28].copy_from_slice(&size.to_le_bytes());
        let said = unpacked(vec![file("x.zip", bytes.clone())], &mut Said::default());
        let said = said.unwrap_err().to_string();
        assert!(
            said == "The archive x.zip states a wrong size for “orders.csv”. Nothing was written; make the archive again."
                || said
                    == "The archive x.zip is incomplete or damaged. Nothing was written; copy or export it again.",
            "{size}: {said}"
        );
    }
}
