//! Pieces of sentences about plans.

use clientele_model::experiments::{Offer, OfferKind, Scenario, Via};
use clientele_model::words::{Sentence, agreeing, noun};

use crate::experiments::odds::odds;

/// To three figures, for sentences: 13,285.4 is 13,300.
pub fn rounded(amount: f64) -> f64 {
    if amount == 0.0 || !amount.is_finite() {
        return 0.0;
    }
    let digits = 2.0 - amount.abs().log10().floor();
    let scale = 10f64.powf(digits);
    (amount * scale).round() / scale
}

/// A lift in tenths of a point, as it is written: whether one or many.
pub fn tenths(lift: f64) -> u64 {
    let tenths = (lift * 1000.0).round().abs();
    // 1.0 is one point.
    if tenths == 10.0 { 1 } else { 2 + tenths as u64 }
}

/// A lift as more buyers among 100: "5.0 points".
pub fn points(sentence: Sentence, lift: f64) -> Sentence {
    let sentence = sentence.number((lift * 1000.0).round() / 10.0, 1).text(" ");
    sentence.text(noun(tenths(lift), "point"))
}

/// A range of lifts: "2.7 to 9.9".
pub fn between(sentence: Sentence, low: f64, high: f64) -> Sentence {
    let sentence = sentence.number(low * 100.0, 1).text(" to ");
    sentence.number(high * 100.0, 1)
}

/// How likely a loss is: "a 1 in 27 chance of a loss".
pub fn chance_of_loss(sentence: Sentence, loss: f64) -> Sentence {
    if loss < 0.001 {
        return sentence.text("a chance of less than 1 in 1,000 of a loss");
    }
    if loss > 0.4 {
        return odds(sentence.text("a loss in "), loss).text(" such years");
    }
    sentence
        .text("a 1 in ")
        .count((1.0 / loss).round() as u64)
        .text(" chance of a loss")
}

/// How many of 100 tests.
pub fn of_tests(sentence: Sentence, share: f64) -> Sentence {
    odds(sentence, share).text(" tests")
}

/// "2.9 points are expected", or that none or fewer are.
pub fn expected(sentence: Sentence, lift: f64) -> Sentence {
    match (lift * 1000.0).round() {
        0.0 => sentence.text("no lift is expected"),
        tenths if tenths < 0.0 => {
            let words = points(sentence, -lift).text(" fewer ");
            words
                .text(agreeing(self::tenths(lift), "is", "are"))
                .text(" expected")
        }
        _ => points(sentence, lift)
            .text(agreeing(tenths(lift), " is", " are"))
            .text(" expected"),
    }
}

/// The offer: "15% coupon".
fn offer(offer: Offer, currency: &str) -> String {
    let amount = offer.amount;
    match offer.kind {
        OfferKind::Percent => format!("{amount}% coupon"),
        OfferKind::Amount => format!("Coupon of {amount} {currency}"),
        OfferKind::Delivery => "Free delivery".to_owned(),
        OfferKind::Bundle => format!("Gift for {amount} {currency}"),
        OfferKind::Points => format!("Points worth {amount}%"),
        OfferKind::None => "Message alone".to_owned(),
    }
}

/// A scenario in a few words: "15% coupon by e-mail".
pub fn name(scenario: &Scenario, currency: &str) -> String {
    let by = match scenario.via {
        Via::Email => "by e-mail",
        Via::Sms => "by text message",
        Via::Post => "by post",
        Via::App => "in the app",
        Via::Call => "by phone",
    };
    format!("{} {by}", offer(scenario.offer, currency))
}
