//! A data set in ClickHouse, with its catalogue kept in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use clientele_model::catalogue::Catalogue;
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use super::config::{DatasetSettings, ServeLimits};
use super::ids::Ids;
use super::log;
use crate::clickhouse::catalogue::catalogue;
use crate::clickhouse::{Client, Query, Trouble, TroubleKind, Views};
use clientele_intake::assemble::About;

/// How long after a failure a catalogue that is still shown is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// How long the state of a database is believed by [`LiveDataset::is_up`].
const HEALTH: Duration = Duration::from_secs(1);

/// A data set in ClickHouse.
pub struct LiveDataset {
    /// What its catalogue says about it.
    pub about: About,
    /// Which optional views it has.
    pub views: Views,
    /// Asks its database.
    pub client: Client,
    /// Writes audiences into it, where that is allowed.
    pub writer: Option<Client>,
    refresh: Duration,
    ids: Arc<Ids>,
    state: Mutex<State>,
    health: tokio::sync::Mutex<Option<(Instant, bool)>>,
}

/// A catalogue as it was made.
pub struct HeldCatalogue {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// As JSON.
    pub json: Bytes,
    /// The same for the same catalogue and the same lines, whichever gateway made it.
    pub version: String,
    made: Instant,
}

type Outcome = Result<Arc<HeldCatalogue>, Trouble>;

#[derive(Default)]
struct State {
    held: Option<Arc<HeldCatalogue>>,
    flight: Option<watch::Receiver<Option<Outcome>>>,
    failed: Option<Instant>,
}

impl LiveDataset {
    /// A data set whose catalogue is not there yet.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn new(
        dataset: DatasetSettings,
        limits: &ServeLimits,
        refresh: Duration,
        ids: Arc<Ids>,
    ) -> Result<Self, Trouble> {
        let writer = dataset.writer.as_ref();
        let writer = writer.map(|server| Client::new(server, limits.client()));
        Ok(Self {
            client: Client::new(&dataset.server, limits.client())?,
            writer: writer.transpose()?,
            about: dataset.about,
            views: dataset.views,
            refresh,
            ids,
            state: Mutex::default(),
            health: tokio::sync::Mutex::default(),
        })
    }

    /// The catalogue. One that is too old is given out while another is made; only when there is
    /// none is it waited for. However many ask, it is made once.
    ///
    /// # Errors
    /// When there is none yet: as [`Client::send`] and
    /// [`catalogue()`](crate::clickhouse::catalogue::catalogue()).
    pub async fn catalogue(self: &Arc<Self>) -> Outcome {
        let mut flight = {
            let mut state = self.state();
            match state.held.clone() {
                Some(held) => {
                    let lately = |time: Instant| time.elapsed() < AGAIN;
                    if !self.is_fresh(&held) && !state.failed.is_some_and(lately) {
                        self.flight(&mut state);
                    }
                    return Ok(held);
                }
                None => self.flight(&mut state),
            }
        };
        let lost = || Trouble::new(TroubleKind::Broken, "the catalogue was not made to its end");
        match flight.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone().unwrap_or_else(|| Err(lost())),
            Err(_) => Err(lost()),
        }
    }

    /// Whether a catalogue needs not be made again yet.
    pub fn is_fresh(&self, held: &HeldCatalogue) -> bool {
        held.made.elapsed() < self.refresh
    }

    /// Whether the database answers; asked at most once a second.
    pub async fn is_up(&self) -> bool {
        let mut health = self.health.lock().await;
        if let Some((when, is_up)) = *health
            && when.elapsed() < HEALTH
        {
            return is_up;
        }
        let ping = tokio::time::timeout(Duration::from_secs(3), self.client.ping()).await;
        let is_up = matches!(ping, Ok(Ok(())));
        *health = Some((Instant::now(), is_up));
        is_up
    }

    /// The making under way, begun if there is none. It goes on when nobody waits any more.
    fn flight(self: &Arc<Self>, state: &mut State) -> watch::Receiver<Option<Outcome>> {
        // A closed channel is one whose maker is gone.
        if let Some(flight) = &state.flight
            && flight.has_changed().is_ok()
        {
            return flight.clone();
        }
        let (sender, receiver) = watch::channel(None);
        state.flight = Some(receiver.clone());
        let live = Arc::clone(self);
        tokio::spawn(async move {
            let outcome = live.make().await;
            let mut state = live.state();
            state.flight = None;
            match &outcome {
                Ok(held) => (state.held, state.failed) = (Some(Arc::clone(held)), None),
                Err(trouble) => {
                    state.failed = Some(Instant::now());
                    log::trouble("catalogue", &live.about.slug, trouble);
                }
            }
            sender.send_replace(Some(outcome));
        });
        receiver
    }

    async fn make(&self) -> Outcome {
        let (dimensions, ledger) = (Query::dimensions(), Query::ledger());
        let (dimensions, ledger, sums) = tokio::try_join!(
            self.whole(&dimensions),
            self.whole(&ledger),
            self.checksums()
        )?;
        let mut catalogue = catalogue(self.about.clone(), &dimensions, &ledger)?;
        catalogue.has.campaigns = self.views.campaigns;
        let json = serde_json::to_vec(&catalogue)
            .map_err(|error| Trouble::new(TroubleKind::Broken, error.to_string()))?;
        Ok(Arc::new(HeldCatalogue {
            version: short_hash(&[&json[..], &sums[..]].concat()),
            catalogue,
            json: json.into(),
            made: Instant::now(),
        }))
    }

    /// What stands for everything in the views. One after the other: they are not in a hurry.
    async fn checksums(&self) -> Result<Vec<u8>, Trouble> {
        let mut sums = vec![];
        for query in Query::checksums(self.views) {
            sums.extend(self.whole(&query).await?);
        }
        Ok(sums)
    }

    async fn whole(&self, query: &Query) -> Result<Vec<u8>, Trouble> {
        let ask = async || {
            let id = self.ids.next("clientele-catalogue-");
            self.client.send(query, &id).await?.whole().await
        };
        match ask().await {
            Err(trouble) if trouble.kind.may_retry() => ask().await,
            outcome => outcome,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sixteen hexadecimal digits that stand for these bytes.
pub fn short_hash(bytes: &[u8]) -> String {
    format!("{:.16x}", Sha256::digest(bytes))
}
