//! What the configuration says, once it has been read and found right (see [`super::check`]).

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use ipnet::IpNet;

use super::hosts::Hosts;
use crate::clickhouse::{self, Server, Views};
use clientele_intake::assemble::About;

/// Where the gateway listens unless told otherwise: this machine only.
pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8088);

/// Everything that can be configured. It holds keys, so it cannot be printed.
pub struct Config {
    /// Address and port.
    pub listen: SocketAddr,
    /// Address and port of the counters, where they are not served with all else.
    pub metrics: Option<SocketAddr>,
    /// Under which names it answers.
    pub hosts: Hosts,
    /// Folder of the built page.
    pub dist: Option<PathBuf>,
    /// Folder of packs.
    pub packs: Option<PathBuf>,
    /// Data sets in ClickHouse, in the order they are listed.
    pub datasets: Vec<DatasetSettings>,
    /// What visitors and questions may take.
    pub limits: ServeLimits,
    /// Age from which a catalogue is made again.
    pub refresh: Duration,
    /// Who may see what; none means that everybody may see everything.
    pub tokens: Vec<Token>,
    /// Other origins whose pages may read the data, as browsers write them.
    pub origins: Vec<String>,
    /// Whose pages may show the page in a frame.
    pub frame_ancestors: FrameAncestors,
    /// Headers of every answer in place of the gateway's own.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpNet>,
    /// How these proxies say who has signed in to them.
    pub sign_in: Option<SignIn>,
}

/// How a proxy says who has signed in to it.
pub struct SignIn {
    /// The header that names them.
    pub header: HeaderName,
    /// What they may see.
    pub scope: Scope,
    /// Of which data sets they may write audiences.
    pub writes: Scope,
}

/// Whose pages may show the page in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameAncestors {
    /// Those of its own origin.
    Own,
    /// Those and the ones with these origins; none at all where the list is empty.
    Listed(Vec<String>),
}

/// A data set in ClickHouse.
pub struct DatasetSettings {
    /// What its catalogue says about it.
    pub about: About,
    /// Where it is.
    pub server: Server,
    /// Which optional views it has.
    pub views: Views,
    /// As whom audiences are written into it; nobody writes unless this is said.
    pub writer: Option<Server>,
}

/// What visitors and questions may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServeLimits {
    /// Questions that ClickHouse answers at once.
    pub concurrent: usize,
    /// Of these, those that one client asks.
    pub per_client: usize,
    /// How long a question waits for its turn.
    pub wait: Duration,
    /// Questions of one client in a minute.
    pub per_client_per_minute: NonZeroU32,
    /// Open connections.
    pub connections: usize,
    /// Time until a connection to ClickHouse stands.
    pub connect: Duration,
    /// Time of a question in ClickHouse.
    pub time: Duration,
    /// Bytes of an answer, before compression.
    pub bytes: u64,
    /// Bytes of a request's address, and of its head.
    pub head: usize,
    /// Time in which the head of a request must have come.
    pub head_time: Duration,
    /// Longest time in which a visitor takes nothing of what is sent.
    pub stall: Duration,
    /// Longest time of an answer from its first to its last byte.
    pub answer: Duration,
    /// Time for answers to end when the gateway is stopped.
    pub stop: Duration,
}

impl Default for ServeLimits {
    fn default() -> Self {
        let client = clickhouse::Limits::default();
        Self {
            concurrent: 8,
            per_client: 6,
            wait: Duration::from_secs(10),
            per_client_per_minute: const { NonZeroU32::new(300).unwrap() },
            connections: 1024,
            connect: client.connect,
            time: client.time,
            bytes: client.bytes,
            head: 32 << 10,
            head_time: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            answer: Duration::from_secs(300),
            stop: Duration::from_secs(20),
        }
    }
}

impl ServeLimits {
    /// Those that the client of ClickHouse keeps to.
    pub fn client(&self) -> clickhouse::Limits {
        clickhouse::Limits {
            connect: self.connect,
            time: self.time,
            bytes: self.bytes,
        }
    }
}

/// Who may see what.
pub struct Token {
    /// What the log calls its holder.
    pub name: String,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// What its holder may see.
    pub scope: Scope,
    /// Of which data sets its holder may write audiences.
    pub writes: Scope,
}

/// Which data sets somebody may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// Those with these names.
    Only(BTreeSet<String>),
}

impl Scope {
    /// None of them.
    pub fn nothing() -> Self {
        Self::Only(BTreeSet::new())
    }

    /// Whether a data set is among them.
    pub fn allows(&self, slug: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(slugs) => slugs.contains(slug),
        }
    }
}
