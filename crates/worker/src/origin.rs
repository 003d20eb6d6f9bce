//! Where the tables of live data sets came from, and when.

use clientele_analysis::remote::Request;
use clientele_model::failure::Failure;
use clientele_model::words::counted;
use js_sys::{Date, Number};

use crate::port;

/// Tables whose origin is remembered; more than engines keep.
const KEPT: usize = 32;

/// How a file or table came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrival {
    /// Milliseconds on the thread's clock.
    pub now: f64,
    /// When the server made it, in milliseconds since 1970.
    pub made: f64,
    /// Milliseconds in ClickHouse, where the gateway says.
    pub database: Option<u32>,
    /// Why it is only what the browser had kept.
    pub trouble: Option<Failure>,
}

/// Size and age of the tables behind an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Rows of all of them.
    pub rows: u64,
    /// Bytes of all of them, unpacked.
    pub bytes: u64,
    /// Milliseconds in ClickHouse, where the gateway says.
    pub database: Option<u32>,
    /// When the oldest was made, in milliseconds since 1970.
    pub made: f64,
}

/// Origins by address of the data set and of the table.
#[derive(Debug, Default)]
pub struct Origins(Vec<(String, u64, Arrival)>);

impl Origins {
    /// Takes note of a table that came.
    pub fn came(&mut self, address: &str, request: &Request, bytes: usize, arrival: Arrival) {
        let url = format!("{address}{}", request.path());
        self.0.retain(|(of, _, _)| *of != url);
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((url, bytes as u64, arrival));
    }

    /// Whether a table that is here came before that time, or was old when it came.
    pub fn is_old(&self, address: &str, request: &Request, before: f64) -> bool {
        self.find(address, request)
            .is_none_or(|(_, _, arrival)| arrival.now < before || arrival.trouble.is_some())
    }

    /// What these tables took together; nothing when there are none. They are as old as the oldest.
    pub fn of(
        &self,
        address: &str,
        requests: &[Request],
        rows: impl Fn(&Request) -> u64,
    ) -> Option<Origin> {
        let mut sum: Option<Origin> = None;
        for request in requests {
            let Some((_, bytes, arrival)) = self.find(address, request) else {
                continue;
            };
            let so_far = sum.get_or_insert(Origin {
                rows: 0,
                bytes: 0,
                database: None,
                made: arrival.made,
            });
            so_far.rows += rows(request);
            so_far.bytes += bytes;
            so_far.made = so_far.made.min(arrival.made);
            // They are asked for at once, so the slowest says how long it took.
            so_far.database = so_far.database.max(arrival.database);
        }
        sum
    }

    fn find(&self, address: &str, request: &Request) -> Option<&(String, u64, Arrival)> {
        let url = format!("{address}{}", request.path());
        self.0.iter().find(|(of, _, _)| *of == url)
    }
}

impl Origin {
    /// How much came, when, and how long it took.
    pub fn sentence(&self) -> String {
        let size = match self.bytes {
            kilo @ ..1_000_000 => format!("{} kB", kilo.div_ceil(1000)),
            mega => format!("{} MB", shown(mega as f64 / 1e6, 1)),
        };
        let took = self.database.map(|millis| {
            let seconds = shown(f64::from(millis) / 1e3, 2);
            format!(" after {seconds} s in ClickHouse")
        });
        format!(
            "{} came from the database at {}: {size}{}. Everything else was computed in this browser.",
            counted(self.rows, "row"),
            self.time(),
            took.unwrap_or_default()
        )
    }

    /// That they are older than they should be, and why.
    pub fn older(&self, why: &Failure) -> String {
        let time = self.time();
        match why {
            Failure::Offline => format!("Showing data from {time}; the server cannot be reached."),
            why => format!("Showing data from {time}. {why}"),
        }
    }

    /// The time of day, with the day before it when that is not today.
    fn time(&self) -> String {
        let (made, now) = (Date::new(&self.made.into()), Date::new_0());
        let clock = format!("{:02}:{:02}", made.get_hours(), made.get_minutes());
        let day = |date: &Date| String::from(date.to_date_string());
        match day(&made) == day(&now) {
            true => clock,
            false => format!("{}, {clock}", day(&made)),
        }
    }
}

/// A number as the visitor writes it.
fn shown(value: f64, decimals: i32) -> String {
    let factor = 10f64.powi(decimals);
    let language = port::scope().navigator().language();
    Number::from((value * factor).round() / factor)
        .to_locale_string(&language.unwrap_or_else(|| "en".to_owned()))
        .into()
}
