//! Reads a plain decimal number: `-12`, `0.25`, `1200.5`.
//!
//! The standard library's reader also takes exponents and brings a table of powers of five along:
//! ten kilobytes that no compressor makes smaller, in a page that has to load in a second. Numbers
//! in links have no exponent, so whole-number arithmetic of 128 bits is enough to be exact.

/// More digits than these are not read: 19 fill a `u64`.
const MOST_DIGITS: usize = 19;

/// More digits after the point are not read: a division by more than 10²¹ would not be exact.
const MOST_DECIMALS: usize = 21;

/// The number nearest to a plain decimal text: an optional minus, digits, optionally a point and
/// more digits. At most 19 digits count (zeros before them do not), at most 21 after the point.
/// Minus zero is zero. `None` for any other text.
///
/// Reads back every number of size 0.0001 to 10¹⁷ that `Display` prints, and zero.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || digits.ends_with('.') || decimals.len() > MOST_DECIMALS {
        return None;
    }
    let mut number = 0_u64;
    for digit in whole.bytes().chain(decimals.bytes()) {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number
            .checked_mul(10)?
            .checked_add(u64::from(digit - b'0'))?;
    }
    if number >= 10_u64.pow(MOST_DIGITS as u32) {
        return None;
    }
    let size = quotient(number, 10_u128.pow(decimals.len() as u32));
    // A plain zero for minus zero: equal numbers print equal.
    Some(if negative { 0.0 - size } else { size })
}

/// `number / divisor`, rounded once, to nearest and even; the divisor is at most 10²¹ < 2⁷⁰.
fn quotient(number: u64, divisor: u128) -> f64 {
    if number == 0 {
        return 0.0;
    }
    // With its highest bit next to the top the quotient has 56 bits or more, a float has 53.
    let shift = u128::from(number).leading_zeros() - 1;
    let shifted = u128::from(number) << shift;
    // What is left over counts as one more bit, so that a tie is a tie and nothing else is.
    let rest = u128::from(!shifted.is_multiple_of(divisor));
    let bits = (shifted / divisor) << 1 | rest;
    // The cast rounds to nearest and even; a power of two then changes the exponent only.
    bits as f64 * f64::from_bits(u64::from(1023 - shift - 1) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reads_like_the_standard_library(number in 0..10_u64.pow(19), point in 0..=21_usize, negative: bool) {
            let digits = format!("{number:0>width$}", width = point + 1);
            let (whole, decimals) = digits.split_at(digits.len() - point);
            let sign = if negative && number > 0 { "-" } else { "" };
            let text = if point == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") };
            prop_assert_eq!(parse(&text), text.parse().ok(), "{}", text);
        }

        #[test]
        fn reads_back_what_is_printed(value in prop_oneof![1e-4..1.0_f64, 1.0..1e6_f64, 1e6..1e17_f64]) {
            prop_assert_eq!(parse(&value.to_string()), Some(value));
            prop_assert_eq!(parse(&(-value).to_string()), Some(-value));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-0-9.e+ ]{0,30}") {
            if let Some(value) = parse(&text) {
                prop_assert_eq!(Some(value), text.parse::<f64>().ok());
            }
        }
    }

    #[test]
    fn ties_go_to_the_even_neighbour() {
        for text in [
            "9007199254740993",
            "9007199254740995",
            "4503599627370496.5",
            "4503599627370497.5",
        ] {
            assert_eq!(parse(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn nothing_but_plain_numbers_is_read() {
        assert_eq!(parse("-0").map(f64::to_bits), Some(0));
        assert_eq!(parse("000000000000000000000012"), Some(12.0));
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "1e3",
            "inf",
            "NaN",
            "1,5",
            " 1",
            "--1",
            "12345678901234567890",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
