//! How often one client may ask: so many turns a minute, and as many at once.

use std::net::IpAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};
use ipnet::IpNet;
use lru::LruCache;

/// Clients that are remembered at once; beyond it whoever asked longest ago is forgotten.
const MOST: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// Whose turns are counted. It stays in memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// The holder of the token of this name.
    Token(String),
    /// Whoever a proxy calls by this name.
    User(String),
    /// Whoever is at this address; of IPv6 the network of one subscriber.
    Address(IpAddr),
}

/// The turns of all clients.
pub struct Rate<C: Clock = MonotonicClock>(
    RateLimiter<Caller, Latest, C, NoOpMiddleware<C::Instant>>,
);

impl Rate {
    /// So many turns a minute for each client, and as many at once.
    pub fn new(per_minute: NonZeroU32) -> Self {
        Self::with_clock(per_minute, MonotonicClock)
    }
}

impl<C: Clock> Rate<C> {
    fn with_clock(per_minute: NonZeroU32, clock: C) -> Self {
        let latest = Latest(Mutex::new(LruCache::new(MOST)));
        Self(RateLimiter::new(
            Quota::per_minute(per_minute),
            latest,
            clock,
        ))
    }

    /// Takes a turn.
    ///
    /// # Errors
    /// The time until there is one again, in whole seconds.
    pub fn take(&self, client: &Caller) -> Result<(), Duration> {
        self.0.check_key(client).map_err(|until| {
            let wait = until.wait_time_from(self.0.clock().now());
            Duration::from_secs(wait.as_secs_f64().ceil() as u64)
        })
    }
}

/// The state of the clients that asked last: governor's own stores forget nobody who was refused
/// lately, however many there are.
struct Latest(Mutex<LruCache<Caller, Nanos>>);

impl StateStore for Latest {
    type Key = Caller;

    fn measure_and_replace<T, F, E>(&self, client: &Caller, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (outcome, state) = measure(latest.get(client).copied())?;
        latest.put(client.clone(), state);
        Ok(outcome)
    }
}

/// Where a request comes from: the peer, or behind a proxy that is believed, the last address in
/// `X-Forwarded-For` that is no such proxy.
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let mut client = peer.to_canonical();
    let hops = headers.get_all("x-forwarded-for").iter();
    let hops: Vec<&str> = hops
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.into_iter().rev() {
        if !proxies.iter().any(|proxy| proxy.contains(&client)) {
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
    use governor::clock::FakeRelativeClock;

    #[test]
    fn turns_run_out_and_come_back() {
        let clock = FakeRelativeClock::default();
        let three = NonZeroU32::new(3).unwrap();
        let rate = Rate::with_clock(three, clock.clone());
        let client = Caller::Token("crm".to_owned());
        for _ in 0..3 {
            assert_eq!(rate.take(&client), Ok(()));
        }
        assert_eq!(rate.take(&client), Err(Duration::from_secs(20)));
        let other = Caller::Address(IpAddr::from([10, 0, 0, 1]));
        assert_eq!(rate.take(&other), Ok(()));
        clock.advance(Duration::from_millis(19_001));
        assert_eq!(rate.take(&client), Err(Duration::from_secs(1)));
        clock.advance(Duration::from_secs(2));
        assert_eq!(rate.take(&client), Ok(()));
        assert!(rate.take(&client).is_err());
    }

    #[test]
    fn only_so_many_clients_are_remembered() {
        let rate = Rate::new(NonZeroU32::MIN);
        let client = |number: u32| Caller::Address(IpAddr::from(number.to_be_bytes()));
        for number in 0..25_000 {
            assert_eq!(rate.take(&client(number)), Ok(()));
            assert!(rate.take(&client(number)).is_err());
        }
        assert!(rate.take(&client(15_000)).is_err());
        assert_eq!(rate.take(&client(14_999)), Ok(()));
        let latest = rate.0.into_state_store().0.into_inner().unwrap();
        assert_eq!(latest.len(), MOST.get());
    }

    #[test]
    fn a_proxy_is_believed_only_when_it_is_known() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.1.1.1, 2.2.2.2".parse().unwrap());
        let proxies = [ip("127.0.0.1").into()];
        assert_eq!(address(ip("127.0.0.1"), &headers, &proxies), ip("2.2.2.2"));
        assert_eq!(address(ip("3.3.3.3"), &headers, &proxies), ip("3.3.3.3"));
        assert_eq!(address(ip("127.0.0.1"), &headers, &[]), ip("127.0.0.1"));
        let both: Vec<IpNet> = vec!["127.0.0.0/8".parse().unwrap(), ip("2.2.2.2").into()];
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
