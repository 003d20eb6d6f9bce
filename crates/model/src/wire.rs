//! What the page and its worker say to each other: two closed enums and a handshake.
//!
//! A message is an array of `ArrayBuffer`s: the postcard head, and perhaps an attachment. Both are
//! transferred, not cloned.

use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::question::AnyQuestion;

/// Identifies a job; newer jobs have greater numbers.
pub type JobId = u32;

/// Identifies a build: same nouns, same id. Made by `build.rs` from the sources of this crate.
pub type BuildId = u64;

/// The id of this build.
pub const BUILD: BuildId = include!(concat!(env!("OUT_DIR"), "/build_id.rs"));

/// Where a question is asked from. The newest question of a slot replaces the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// The panel.
    Panel,
    /// The side sheet.
    Sheet,
    /// A download.
    Download,
}

/// What the page may say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Where the data are, as an absolute URL that ends with a slash; first message of all.
    Begin {
        /// Base of every fetch.
        data: String,
    },
    /// Answer this; whatever ran in the same slot is abandoned.
    Start {
        /// Names the job.
        job: JobId,
        /// Where it is asked from.
        slot: Slot,
        /// What is asked.
        question: AnyQuestion,
    },
    /// Abandon this.
    Cancel {
        /// Names the job.
        job: JobId,
    },
}

/// What a worker may say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// It listens.
    Ready {
        /// Its build.
        build: BuildId,
    },
    /// How far a job is; also a sign of life.
    Progress {
        /// Names the job.
        job: JobId,
        /// What is being done.
        stage: Stage,
        /// Steps done.
        done: u32,
        /// Steps in all; 0 when unknown.
        of: u32,
    },
    /// A report that stands, while a fuller one is computed; the report rides as the attachment,
    /// in postcard.
    Partial {
        /// Names the job.
        job: JobId,
    },
    /// The report; it rides as the attachment, in postcard.
    Done {
        /// Names the job.
        job: JobId,
    },
    /// There is no answer.
    Failed {
        /// Names the job.
        job: JobId,
        /// Why.
        why: Failure,
    },
    /// Last words before the worker dies.
    Crashed {
        /// What the panic said.
        message: String,
    },
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Data are on their way.
    Fetching,
    /// Lines become tables.
    Counting,
    /// Groupings are tried.
    Grouping,
    /// Groupings are scored.
    Scoring,
}

/// Writes a message's head.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // Only types that refuse to be serialised can fail here; ours are plain data.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Reads a message's head, or nothing when it is not one of ours.
pub fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
