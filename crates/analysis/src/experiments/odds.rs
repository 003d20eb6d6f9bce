//! Chances in words.

use clientele_model::words::Sentence;

/// A chance in words a reader can count: "81 of 100", "3 of 1,000", "fewer than 1 of 1,000".
pub fn odds(words: Sentence, p: f64) -> Sentence {
    let (hundred, thousand) = ((p * 100.0).round(), (p * 1000.0).round());
    match (hundred >= 1.0, thousand >= 1.0) {
        (true, _) if hundred >= 100.0 && p < 1.0 => words.text("more than 99 of 100"),
        (true, _) => words.count(hundred as u64).text(" of 100"),
        (_, true) => words.count(thousand as u64).text(" of ").count(1000),
        _ => words.text("fewer than 1 of ").count(1000),
    }
}

#[test]
fn nothing_is_sure_that_is_not() {
    let said = |p: f64| odds(Sentence::new(), p).to_string();
    assert_eq!(said(0.814), "81 of 100");
    assert_eq!(said(0.0031), "3 of 1,000");
    assert_eq!(said(0.0002), "fewer than 1 of 1,000");
    assert_eq!(said(0.998), "more than 99 of 100");
    assert_eq!(said(1.0), "100 of 100");
}
