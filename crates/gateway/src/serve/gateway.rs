//! What all requests share.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue};
use ipnet::IpNet;
use tokio::sync::Semaphore;

use super::config::{Config, ServeLimits, SignIn, Token};
use super::flight::Flights;
use super::hosts::Hosts;
use super::ids::Ids;
use super::live::LiveDataset;
use super::metrics::Metrics;
use super::packed::PackedFiles;
use super::policy::Policies;
use super::rate::Rate;
use super::share::Shares;
use crate::clickhouse::Trouble;

/// What all requests share.
pub struct Gateway {
    /// Data sets in ClickHouse, in the order they are listed.
    pub datasets: Vec<Arc<LiveDataset>>,
    /// Under which names it answers.
    pub hosts: Hosts,
    /// Whether its counters have an address of their own.
    pub has_metrics_apart: bool,
    /// Folder of the built page.
    pub dist: Option<PathBuf>,
    /// Its files, compressed once.
    pub packed: PackedFiles,
    /// What browsers hold the page and its threads to.
    pub policies: Policies,
    /// Other origins whose pages may read the data.
    pub origins: Vec<String>,
    /// Headers of every answer in place of the gateway's own.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// How proxies say who has signed in to them.
    pub sign_in: Option<SignIn>,
    /// Folder of packs.
    pub packs: Option<PathBuf>,
    /// Who may see what.
    pub tokens: Vec<Token>,
    /// Proxies whose word about addresses is taken.
    pub proxies: Vec<IpNet>,
    /// What visitors and questions may take.
    pub limits: ServeLimits,
    /// Turns of questions in ClickHouse.
    pub turns: Arc<Semaphore>,
    /// How much of that one client takes at once.
    pub shares: Shares,
    /// Questions in ClickHouse, for whoever asks the same.
    pub flights: Flights,
    /// How often clients asked.
    pub rate: Rate,
    /// Names of requests and queries.
    pub ids: Arc<Ids>,
    /// Counters.
    pub metrics: Metrics,
}

impl Gateway {
    /// From what is configured.
    ///
    /// # Errors
    /// As [`crate::clickhouse::Client::new`], for a data set.
    pub fn new(config: Config) -> Result<Arc<Self>, Trouble> {
        let Config {
            limits, refresh, ..
        } = config;
        let ids = Arc::new(Ids::default());
        let live =
            |dataset| LiveDataset::new(dataset, &limits, refresh, Arc::clone(&ids)).map(Arc::new);
        let policies = Policies::of(&config);
        Ok(Arc::new(Self {
            datasets: config
                .datasets
                .into_iter()
                .map(live)
                .collect::<Result<_, _>>()?,
            hosts: config.hosts,
            has_metrics_apart: config.metrics.is_some(),
            packed: PackedFiles::default(),
            policies,
            dist: config.dist,
            origins: config.origins,
            headers: config.headers,
            sign_in: config.sign_in,
            packs: config.packs,
            tokens: config.tokens,
            proxies: config.proxies,
            limits,
            turns: Arc::new(Semaphore::new(limits.concurrent)),
            shares: Shares::new(limits.per_client),
            flights: Flights::default(),
            rate: Rate::new(limits.per_client_per_minute),
            ids,
            metrics: Metrics::default(),
        }))
    }

    /// Whether audiences are written anywhere.
    pub fn takes_audiences(&self) -> bool {
        self.datasets.iter().any(|live| live.writer.is_some())
    }

    /// The data set of that name in ClickHouse.
    pub fn live(&self, slug: &str) -> Option<&Arc<LiveDataset>> {
        self.datasets.iter().find(|live| live.about.slug == slug)
    }
}
