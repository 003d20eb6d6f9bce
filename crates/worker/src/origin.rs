//! Where the tables of live data sets came from, and when.

use clientele_analysis::live::Request;
use clientele_model::failure::Failure;
use clientele_model::wire::Origin;

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
            if let Some(time) = arrival.database {
                *so_far.database.get_or_insert(0) += time;
            }
        }
        sum
    }

    fn find(&self, address: &str, request: &Request) -> Option<&(String, u64, Arrival)> {
        let url = format!("{address}{}", request.path());
        self.0.iter().find(|(of, _, _)| *of == url)
    }
}
