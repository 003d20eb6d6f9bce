//! Numbers, dates and sentences in the visitor's language and the data set's currency, by `Intl`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use clientele_model::Date;
use clientele_model::words::{LEAST_SHARE, Percent, Piece, Sentence, noun};
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::names::named;

/// How numbers are written for one data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    currency: Option<String>,
}

impl Format {
    /// Numbers and amounts in a currency (ISO 4217). Anything that is not three letters is no currency.
    pub fn new(currency: &str) -> Self {
        let known = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
        Self {
            currency: known.then(|| currency.to_ascii_uppercase()),
        }
    }

    /// What makes the first number and date of each kind, which is dear: to be done before they are needed.
    pub fn warm_up() -> [fn(); 6] {
        [
            || drop(Self::new("").day(Date::MIN)),
            || drop(Self::new("").month(Date::MIN)),
            || drop(Self::new("").month_short(Date::MIN)),
            || drop(Self::new("").count(1_u32)),
            || drop(Self::new("").share(0.5)),
            || drop(Self::new("").share(0.05)),
        ]
    }

    /// The currency, where it is known.
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// A number of things that may be a mean: one decimal where that says more.
    pub fn things(&self, v: f64) -> String {
        let whole = v >= 20.0 || (v - v.round()).abs() < 0.05;
        self.number(v, if whole { 0 } else { 1 })
    }

    /// A whole number of things.
    pub fn count(&self, count: impl Into<u64>) -> String {
        number(
            count.into() as f64,
            "0",
            &[("maximumFractionDigits", Opt::Number(0))],
        )
    }

    /// A number with that many decimals.
    pub fn number(&self, v: f64, decimals: u8) -> String {
        let v = without_dust(v, decimals);
        number(v, &format!("n{decimals}"), &decimals_of(decimals))
    }

    /// A number with its sign and that many decimals.
    pub fn signed(&self, v: f64, decimals: u8) -> String {
        let mut options = decimals_of(decimals).to_vec();
        options.push(("signDisplay", Opt::Word("exceptZero")));
        let v = without_dust(v, decimals);
        number(v, &format!("s{decimals}"), &options)
    }

    /// A number as short as three digits and a letter allow; exact below ten thousand.
    pub fn short(&self, v: f64) -> String {
        if v.abs() < 9_999.5 {
            let digits = if v.abs() < 10.0 { 1 } else { 0 };
            number(
                v,
                &format!("t{digits}"),
                &[("maximumFractionDigits", Opt::Number(digits))],
            )
        } else {
            number(v, "t", &SHORT)
        }
    }

    /// An amount in whole units.
    pub fn money(&self, v: f64) -> String {
        self.amount(v, "m", &decimals_of(0))
    }

    /// An amount as short as three digits and a letter allow.
    pub fn money_short(&self, v: f64) -> String {
        if v.abs() < 9_999.5 {
            self.money(v)
        } else {
            self.amount(v, "ms", &SHORT)
        }
    }

    /// An amount in a sentence: short, but one below ten with its cents, which may be all there is of it.
    fn money_said(&self, v: f64) -> String {
        if v.abs() < 9.995 && (v - v.round()).abs() >= 0.005 {
            self.money_exact(v)
        } else {
            self.money_short(v)
        }
    }

    /// An amount to the last unit of its currency.
    pub fn money_exact(&self, v: f64) -> String {
        self.amount(v, "mx", &[])
    }

    /// A share in per cent: whole above 10 % or at zero, else one decimal.
    pub fn share(&self, share: f64) -> String {
        self.percent(share, "auto")
    }

    /// A relative change in per cent, with its sign.
    pub fn change(&self, change: f64) -> String {
        self.percent(change, "exceptZero")
    }

    /// A relative change in per cent without its sign, for where an arrow or a word says it.
    pub fn size_of_change(&self, change: f64) -> String {
        self.percent(change.abs(), "auto")
    }

    fn percent(&self, v: f64, sign: &'static str) -> String {
        let (v, digits, before) = match Percent::of(v) {
            Percent::Whole => (v, 0, ""),
            Percent::Tenths => (v, 1, ""),
            Percent::Less => (LEAST_SHARE.copysign(v), 1, "<"),
        };
        let mut options = decimals_of(digits).to_vec();
        options.push(("style", Opt::Word("percent")));
        options.push(("signDisplay", Opt::Word(sign)));
        before.to_owned() + &number(v, &format!("p{digits}{sign}"), &options)
    }

    /// How many times as much: 5.1×.
    pub fn times(&self, v: f64) -> String {
        format!("{}×", self.number(v, if v.abs() < 10.0 { 1 } else { 0 }))
    }

    /// Days in words.
    pub fn days(&self, v: f64) -> String {
        self.counted(v.round().max(0.0) as u64, "day")
    }

    /// So many things, named by the word for one of them: 1 order, 2 orders.
    pub fn counted(&self, count: impl Into<u64>, one: &str) -> String {
        let count = count.into();
        format!("{} {}", self.count(count), noun(count, one))
    }

    /// A day: 9 Dec 2011.
    pub fn day(&self, day: Date) -> String {
        date(
            day,
            "d",
            &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
        )
    }

    /// A day without its year.
    pub fn day_short(&self, day: Date) -> String {
        date(day, "ds", &[("day", "numeric"), ("month", "short")])
    }

    /// A month with its year: Apr 2011.
    pub fn month(&self, day: Date) -> String {
        date(day, "my", &[("month", "short"), ("year", "numeric")])
    }

    /// A month without its year.
    pub fn month_short(&self, day: Date) -> String {
        date(day, "mo", &[("month", "short")])
    }

    /// Two days, as months where they are the first and last of one.
    pub fn span(&self, (from, to): (Date, Date)) -> String {
        let whole = from.day() == 1 && to.day() == to.days_in_month();
        match (whole, from.first_of_month() == to.first_of_month()) {
            (true, true) => self.month(from),
            (true, false) => format!("{} – {}", self.month(from), self.month(to)),
            _ if from == to => self.day(from),
            _ => format!("{} – {}", self.day(from), self.day(to)),
        }
    }

    /// One piece of a sentence.
    fn piece(&self, piece: &Piece) -> String {
        match piece {
            Piece::Text(words) => words.clone(),
            Piece::Name(name) => named(name),
            Piece::Count(count) => self.count(*count),
            Piece::Money(amount) => self.money_said(*amount),
            Piece::Share(share) => self.share(*share),
            Piece::Change(change) => self.size_of_change(*change),
            Piece::Times(factor) => self.times(*factor),
            Piece::Number(v, decimals) => self.number(*v, *decimals),
            Piece::Day(day) => self.day(*day),
            Piece::Month(day) => self.month(*day),
        }
    }

    /// A sentence as plain text.
    pub fn sentence(&self, sentence: &Sentence) -> String {
        sentence.0.iter().map(|piece| self.piece(piece)).collect()
    }

    /// A sentence with its amounts exact on hover.
    pub fn sentence_view(&self, sentence: &Sentence) -> AnyView {
        let pieces = sentence.0.iter().map(|piece| match piece {
            Piece::Money(amount) => view! {
                <data value=amount.to_string() title=self.money_exact(*amount)>{self.piece(piece)}</data>
            }
            .into_any(),
            other => self.piece(other).into_any(),
        });
        pieces.collect_view().into_any()
    }

    fn amount(&self, v: f64, key: &str, options: &[(&'static str, Opt)]) -> String {
        let Some(currency) = &self.currency else {
            return number(v, key, options);
        };
        let mut all = options.to_vec();
        all.push(("style", Opt::Word("currency")));
        all.push(("currencyDisplay", Opt::Word("narrowSymbol")));
        all.push(("currency", Opt::Name(currency.clone())));
        number(v, &format!("{key}{currency}"), &all)
    }
}

/// Zero, where so many decimals show nothing else: never −0.0.
fn without_dust(v: f64, decimals: u8) -> f64 {
    let shown = v * 10_f64.powi(i32::from(decimals));
    if shown.abs() < 0.5 { 0.0 } else { v }
}

const SHORT: [(&str, Opt); 2] = [
    ("notation", Opt::Word("compact")),
    ("maximumSignificantDigits", Opt::Number(3)),
];

#[derive(Clone)]
enum Opt {
    Word(&'static str),
    Name(String),
    Number(u8),
}

fn decimals_of(decimals: u8) -> [(&'static str, Opt); 2] {
    [
        ("minimumFractionDigits", Opt::Number(decimals)),
        ("maximumFractionDigits", Opt::Number(decimals)),
    ]
}

thread_local! {
    /// Making a format is dear, using it is cheap.
    static FORMATS: RefCell<BTreeMap<String, Function>> = const { RefCell::new(BTreeMap::new()) };
}

fn cached(key: &str, make: impl FnOnce() -> Function) -> Function {
    FORMATS.with_borrow_mut(|all| all.entry(key.to_owned()).or_insert_with(make).clone())
}

fn number(v: f64, key: &str, options: &[(&'static str, Opt)]) -> String {
    if !v.is_finite() {
        return "–".to_owned();
    }
    // Never −0.
    let v = v + 0.0;
    let format = cached(key, || {
        let all = Object::new();
        for (name, value) in options {
            let value = match value {
                Opt::Word(word) => JsValue::from_str(word),
                Opt::Name(name) => JsValue::from_str(name),
                Opt::Number(n) => JsValue::from_f64(f64::from(*n)),
            };
            // A fresh object takes every property.
            let _ = Reflect::set(&all, &JsValue::from_str(name), &value);
        }
        js_sys::Intl::NumberFormat::new(&Array::new(), &all).format()
    });
    call(&format, &JsValue::from_f64(v))
        .unwrap_or_else(|| v.to_string())
        .replace('-', "−")
}

fn date(day: Date, key: &str, options: &[(&str, &str)]) -> String {
    let format = cached(key, || {
        let all = Object::new();
        for (name, value) in options.iter().chain(&[("timeZone", "UTC")]) {
            let _ = Reflect::set(&all, &JsValue::from_str(name), &JsValue::from_str(value));
        }
        js_sys::Intl::DateTimeFormat::new(&Array::new(), &all).format()
    });
    let ms = js_sys::Date::parse(&format!("{day}T00:00:00Z"));
    call(&format, &JsValue::from_f64(ms)).unwrap_or_else(|| day.to_string())
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}
