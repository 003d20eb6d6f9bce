//! How often one client may ask: a bucket of turns for each, which fills up again with time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;

/// Clients that are remembered at once; beyond it those who asked longest ago are forgotten.
const MOST: usize = 10_000;

/// Whose turns are counted. It stays in memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// The holder of the token of this name.
    Token(String),
    /// Whoever is at this address; of IPv6 the network of one subscriber.
    Address(IpAddr),
}

/// The buckets of all clients.
pub struct Rate {
    per_minute: f64,
    buckets: Mutex<HashMap<Client, Bucket>>,
}

struct Bucket {
    turns: f64,
    when: Instant,
}

impl Rate {
    /// So many turns a minute for each client, and as many at once.
    pub fn new(per_minute: u32) -> Self {
        Self {
            per_minute: f64::from(per_minute),
            buckets: Mutex::default(),
        }
    }

    /// Takes a turn.
    ///
    /// # Errors
    /// The time until there is one again.
    pub fn take(&self, client: Client, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&client) {
            self.forget(&mut buckets, now);
        }
        let bucket = buckets.entry(client).or_insert(Bucket {
            turns: self.per_minute,
            when: now,
        });
        bucket.turns = self.turns(bucket, now);
        bucket.when = now;
        if bucket.turns >= 1.0 {
            bucket.turns -= 1.0;
            return Ok(());
        }
        let missing = (1.0 - bucket.turns) * 60.0 / self.per_minute;
        Err(Duration::from_secs_f64(missing.ceil()))
    }

    fn turns(&self, bucket: &Bucket, now: Instant) -> f64 {
        let minutes = now.saturating_duration_since(bucket.when).as_secs_f64() / 60.0;
        (bucket.turns + minutes * self.per_minute).min(self.per_minute)
    }

    /// Those with a full bucket are as good as new; else the tenth that asked longest ago.
    fn forget(&self, buckets: &mut HashMap<Client, Bucket>, now: Instant) {
        buckets.retain(|_, bucket| self.turns(bucket, now) < self.per_minute);
        if buckets.len() < MOST {
            return;
        }
        let mut times: Vec<Instant> = buckets.values().map(|bucket| bucket.when).collect();
        times.sort_unstable();
        let limit = times[MOST / 10];
        buckets.retain(|_, bucket| bucket.when > limit);
    }
}

/// Where a request comes from: the peer, or behind a proxy that is believed, the last address in
/// `X-Forwarded-For` that is no such proxy.
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    let hops = headers.get_all("x-forwarded-for").iter();
    let hops: Vec<&str> = hops
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.into_iter().rev() {
        if !proxies.contains(&client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    match client {
        IpAddr::V6(address) => {
            let network = address.to_bits() & (u128::MAX << 64);
            IpAddr::V6(network.into())
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_run_out_and_come_back() {
        let rate = Rate::new(3);
        let client = || Client::Token("crm".to_owned());
        let begin = Instant::now();
        for _ in 0..3 {
            assert_eq!(rate.take(client(), begin), Ok(()));
        }
        assert_eq!(rate.take(client(), begin), Err(Duration::from_secs(20)));
        let other = Client::Address(IpAddr::from([10, 0, 0, 1]));
        assert_eq!(rate.take(other, begin), Ok(()));
        let later = begin + Duration::from_secs(21);
        assert_eq!(rate.take(client(), later), Ok(()));
        assert!(rate.take(client(), later).is_err());
    }

    #[test]
    fn only_so_many_clients_are_remembered() {
        let rate = Rate::new(3);
        let begin = Instant::now();
        for number in 0..25_000u32 {
            let client = Client::Address(IpAddr::from(number.to_be_bytes()));
            let now = begin + Duration::from_micros(number.into());
            assert_eq!(rate.take(client, now), Ok(()));
            assert!(rate.buckets.lock().unwrap().len() <= MOST);
        }
    }

    #[test]
    fn a_proxy_is_believed_only_when_it_is_known() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.1.1.1, 2.2.2.2".parse().unwrap());
        let proxies = [ip("127.0.0.1")];
        assert_eq!(address(ip("127.0.0.1"), &headers, &proxies), ip("2.2.2.2"));
        assert_eq!(address(ip("3.3.3.3"), &headers, &proxies), ip("3.3.3.3"));
        assert_eq!(address(ip("127.0.0.1"), &headers, &[]), ip("127.0.0.1"));
        let both = [ip("127.0.0.1"), ip("2.2.2.2")];
        assert_eq!(address(ip("127.0.0.1"), &headers, &both), ip("1.1.1.1"));
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(
            address(ip("127.0.0.1"), &headers, &proxies),
            ip("127.0.0.1")
        );
        let six = address(ip("2001:db8::7"), &HeaderMap::new(), &[]);
        assert_eq!(six, ip("2001:db8::"));
    }
}
