use clientele_model::date;
use clientele_model::filters::Filters;

use super::*;
use crate::tables::sample;

#[test]
fn what_is_no_whole_table_is_refused() {
    let days = (date(2024, 1, 1), date(2025, 12, 31));
    let catalogue = sample::catalogue(days.0, days.1, days);
    let request = &Request::customers(&Filters::default(), true);
    for bytes in [
        &b""[..],
        b"Code: 241. DB::Exception: (MEMORY_LIMIT_EXCEEDED)",
        b"\xff\xff\xff\xff\0\0\0\0",
    ] {
        let why = Answer::read(request, bytes, &catalogue)
            .unwrap_err()
            .to_string();
        assert!(
            why.starts_with("What came for customers is broken or incomplete ("),
            "{why}"
        );
    }
}
