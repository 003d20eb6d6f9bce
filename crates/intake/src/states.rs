//! What the state of an order means, in many languages. The words are data: `states.tsv`.

use std::sync::LazyLock;

use crate::plain::folded;

/// What the state of an order means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is a sale.
    Sold,
    /// A part of it was cancelled, returned or paid back; the rest is a sale.
    Partly,
    /// It never became a sale: cancelled, failed, a test.
    Unsold,
    /// It is not a sale yet: a draft, or nobody paid so far.
    Waiting,
    /// It was a sale, and nothing is left of it: returned, refunded, charged back.
    Back,
    /// Done, or paid back: the other states of the column tell.
    Closed,
    /// A word that nobody knows: a sale.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Sold,
    Partly,
    Declined,
    Not,
    Unsold,
    Waiting,
    Back,
    Paid,
    Pending,
    Goods,
    Closed,
    Fine,
}

struct Phrase {
    meaning: Meaning,
    words: Vec<(&'static str, bool)>,
    /// A script without blanks: looked for anywhere.
    anywhere: Option<String>,
}

const LIST: &str = include_str!("states.tsv");

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(phrase).collect()
});

fn phrase(line: &'static str) -> Option<Phrase> {
    let (meaning, text) = line.split_once('\t')?;
    let meaning = match meaning {
        "sold" => Meaning::Sold,
        "partly" => Meaning::Partly,
        "declined" => Meaning::Declined,
        "not" => Meaning::Not,
        "unsold" => Meaning::Unsold,
        "waiting" => Meaning::Waiting,
        "back" => Meaning::Back,
        "paid" => Meaning::Paid,
        "pending" => Meaning::Pending,
        "goods" => Meaning::Goods,
        "closed" => Meaning::Closed,
        "fine" => Meaning::Fine,
        _ => return None,
    };
    let words = text.split(' ').map(|word| match word.strip_suffix('*') {
        Some(begin) => (begin, true),
        None => (word, false),
    });
    let without_blanks = text.chars().any(|c| c as u32 >= 0x0590);
    Some(Phrase {
        meaning,
        words: words.collect(),
        anywhere: without_blanks.then(|| folded(text)),
    })
}

/// What a state says. Phrases found in it, one for each word.
fn meanings(state: &str) -> Vec<Meaning> {
    let plain = folded(state);
    let parts = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    // WooCommerce puts "wc-" before its states.
    let words: Vec<&str> = parts
        .enumerate()
        .filter(|(at, word)| !(*at == 0 && *word == "wc"))
        .map(|(_, word)| word)
        .collect();
    let mut found = vec![];
    if !plain.is_ascii() {
        let all = PHRASES.iter().filter(|phrase| {
            phrase
                .anywhere
                .as_ref()
                .is_some_and(|text| plain.contains(text.as_str()))
        });
        found.extend(all.map(|phrase| phrase.meaning));
    }
    let mut at = 0;
    while at < words.len() {
        let fits = |phrase: &&Phrase| {
            phrase.anywhere.is_none()
                && phrase.words.len() <= words.len() - at
                && phrase
                    .words
                    .iter()
                    .zip(&words[at..])
                    .all(|((text, open), word)| {
                        if *open {
                            word.starts_with(text)
                        } else {
                            word == text
                        }
                    })
        };
        // The longest phrase that begins here, the first of equals.
        let longest = PHRASES
            .iter()
            .filter(fits)
            .rev()
            .max_by_key(|phrase| phrase.words.len());
        match longest {
            Some(phrase) => {
                found.push(phrase.meaning);
                at += phrase.words.len();
            }
            None => at += 1,
        }
    }
    found
}

/// What a state of an order means.
pub fn state(text: &str) -> State {
    let found = meanings(text);
    let has = |meaning| found.contains(&meaning);
    let followed =
        |first: Meaning, second: Meaning| found.windows(2).any(|pair| pair == [first, second]);
    if found.is_empty() {
        return State::Unknown;
    }
    if has(Meaning::Sold) {
        return State::Sold;
    }
    let unsold = found
        .iter()
        .filter(|&&meaning| meaning == Meaning::Unsold)
        .count();
    let gone = has(Meaning::Unsold) || has(Meaning::Waiting) || has(Meaning::Back);
    if has(Meaning::Partly) && gone {
        return State::Partly;
    }
    let gone_after_all = [Meaning::Unsold, Meaning::Waiting, Meaning::Back];
    if gone_after_all
        .into_iter()
        .any(|second| followed(Meaning::Not, second))
    {
        return State::Sold;
    }
    if followed(Meaning::Not, Meaning::Paid) {
        return State::Waiting;
    }
    // "Cancellation declined", "return requested": nothing was cancelled or returned. A return that
    // was refused leaves the sale as it is, too; goods that a buyer refused came back.
    let asked = |word: &str| folded(text).contains(word);
    let about = [
        "cancellation",
        "cancelation",
        "cancel request",
        "storno",
        "stornierung",
        "annulation",
        "cancelacion",
        "cancelamento",
        "return",
        "refund",
        "ruckgabe",
        "retour",
    ];
    if has(Meaning::Declined) && gone {
        return State::Sold;
    }
    let declined = [
        "declined",
        "rejected",
        "denied",
        "refused",
        "abgelehnt",
        "refusee",
        "refuse",
        "rechazad",
        "rifiutat",
        "geweigerd",
        "afgewezen",
        "recusad",
    ];
    let by_the_buyer = [
        "by buyer",
        "by customer",
        "by recipient",
        "delivery",
        "delivered",
        "to seller",
        "to sender",
    ];
    if about.iter().any(|word| asked(word))
        && declined.iter().any(|word| asked(word))
        && !by_the_buyer.iter().any(|word| asked(word))
        && (unsold > 1 || has(Meaning::Back))
    {
        return State::Sold;
    }
    if has(Meaning::Unsold) {
        return State::Unsold;
    }
    if has(Meaning::Waiting) {
        return State::Waiting;
    }
    if has(Meaning::Back) {
        return if has(Meaning::Pending) {
            State::Sold
        } else {
            State::Back
        };
    }
    if has(Meaning::Pending) {
        return if has(Meaning::Goods) {
            State::Sold
        } else {
            State::Waiting
        };
    }
    if found == [Meaning::Closed] {
        return State::Closed;
    }
    if has(Meaning::Paid) || has(Meaning::Goods) || has(Meaning::Fine) || has(Meaning::Closed) {
        return State::Sold;
    }
    State::Unknown
}

/// What the states of one column mean. "Closed" was paid back where another state says that orders
/// are complete, and is what complete ones are called where none does.
pub fn states<'a>(values: impl Iterator<Item = &'a str>) -> Vec<State> {
    let values: Vec<&str> = values.collect();
    let complete = values
        .iter()
        .any(|text| folded(text).starts_with("complet"));
    values
        .iter()
        .map(|text| match state(text) {
            State::Closed if complete => State::Back,
            State::Closed => State::Sold,
            other => other,
        })
        .collect()
}

/// What a type of line or transaction says: whether it is a return. Nothing when it says neither this
/// nor that it is a sale.
pub fn is_return(text: &str) -> Option<bool> {
    let plain = folded(text);
    let sale = [
        "sale",
        "sales",
        "payment",
        "purchase",
        "order",
        "invoice",
        "charge",
        "verkauf",
        "rechnung",
        "vente",
        "venta",
        "vendita",
        "venda",
        "verkoop",
        "sprzedaz",
        "продажа",
        "item",
        "product",
        "s",
        "in",
        "exchange",
    ];
    if sale.contains(&plain.as_str()) {
        return Some(false);
    }
    match state(text) {
        State::Back => Some(true),
        State::Sold if meanings(text) == [Meaning::Fine] => Some(false),
        _ => (plain == "r" || plain == "credit").then_some(true),
    }
}

#[cfg(test)]
mod tests;
