//! What all requests share.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderValue;
use ipnet::IpNet;
use tokio::sync::Semaphore;

use super::config::{Config, ServeLimits, Token};
use super::hosts::Hosts;
use super::ids::Ids;
use super::live::LiveDataset;
use super::metrics::Metrics;
use super::rate::Rate;
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
    /// The policy that is sent with the page: who may show it in a frame.
    pub framing: HeaderValue,
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
        Ok(Arc::new(Self {
            datasets: config
                .datasets
                .into_iter()
                .map(live)
                .collect::<Result<_, _>>()?,
            hosts: config.hosts,
            has_metrics_apart: config.metrics.is_some(),
            dist: config.dist,
            // What is no header would be no origin either: then nobody may.
            framing: HeaderValue::from_str(&config.frame_ancestors.policy())
                .unwrap_or(HeaderValue::from_static("frame-ancestors 'none'")),
            packs: config.packs,
            tokens: config.tokens,
            proxies: config.proxies,
            limits,
            turns: Arc::new(Semaphore::new(limits.concurrent)),
            rate: Rate::new(limits.per_client_per_minute),
            ids,
            metrics: Metrics::default(),
        }))
    }

    /// The data set of that name in ClickHouse.
    pub fn live(&self, slug: &str) -> Option<&Arc<LiveDataset>> {
        self.datasets.iter().find(|live| live.about.slug == slug)
    }
}
