//! How large files may be, said before anything is tried, and sizes in words.

/// What a page may take at most, in bytes.
const MOST: f64 = 1e9;

/// Of the memory of a device, a page may take one part in so many for what it reads.
const TIMES: f64 = 4.0;

/// The most that may be opened at once on a device with so much memory, in GB; browsers say at most 8, some say nothing.
pub fn most(memory: Option<f64>) -> f64 {
    memory.map_or(MOST, |memory| (memory * 1e9 / TIMES).min(MOST))
}

/// Why these files, by name and size, are not opened on a device with so much memory; nothing where they fit.
pub fn too_big(files: &[(String, u64)], memory: Option<f64>) -> Option<String> {
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes).sum();
    let most = most(memory);
    if bytes as f64 <= most {
        return None;
    }
    let (what, verb) = match files {
        [(name, _)] => (name.clone(), "is"),
        _ => ("Together these files".to_owned(), "are"),
    };
    let holder = match most < MOST {
        true => "with the memory of this device a page",
        false => "a page",
    };
    Some(format!(
        "{what} {verb} {}; {holder} can hold {}. Nothing was loaded and your data sets are as they were.",
        size(bytes as f64),
        size(most)
    ))
}

/// What to do with files that are too big.
pub const WAYS: [&str; 4] = [
    "Save it by year, open the first part, and add the others as new months.",
    "Leave out columns that nobody needs, or save it as Parquet, which takes a tenth of the space.",
    "Pack it on the command line, which has no such limit, and host the folder: clientele pack FILE --out PACK",
    "Put it behind ClickHouse and a gateway: then its size does not matter.",
];

/// A number of bytes in words: "0.2 MB", "95 MB", "3.6 GB".
pub fn size(bytes: f64) -> String {
    let (value, unit) = match bytes {
        b if b < 999.5 => return format!("{b:.0} bytes"),
        b if b < 99_500.0 => (b / 1e3, "kB"),
        b if b < 999.5e6 => (b / 1e6, "MB"),
        b => (b / 1e9, "GB"),
    };
    match value < 9.95 {
        true => format!("{value:.1} {unit}"),
        false => format!("{value:.0} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_two_digits() {
        let said = [
            0.0,
            999.4,
            999.5,
            4_321.0,
            99_499.0,
            99_500.0,
            5_016_786.0,
            95e6,
            3.62e9,
            2e9,
        ];
        let said = said.map(size);
        let expected = [
            "0 bytes",
            "999 bytes",
            "1.0 kB",
            "4.3 kB",
            "99 kB",
            "0.1 MB",
            "5.0 MB",
            "95 MB",
            "3.6 GB",
            "2.0 GB",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn what_a_device_cannot_bear_is_said_before_it_is_tried() {
        let file = |name: &str, bytes| (name.to_owned(), bytes);
        assert_eq!(too_big(&[file("a.csv", 1_000_000_000)], Some(8.0)), None);
        assert_eq!(too_big(&[file("a.csv", 1_000_000_000)], None), None);
        assert_eq!(
            too_big(&[file("all-orders.csv", 3_600_000_000)], None).unwrap(),
            "all-orders.csv is 3.6 GB; a page can hold 1.0 GB. Nothing was loaded and your data sets are as they were."
        );
        let two = [file("a.csv", 400_000_000), file("b.csv", 300_000_000)];
        assert_eq!(too_big(&two, Some(4.0)), None);
        assert_eq!(
            too_big(&two, Some(2.0)).unwrap(),
            "Together these files are 700 MB; with the memory of this device a page can hold 500 MB. Nothing was loaded and your data sets are as they were."
        );
    }
}
