//! What threads say to each other: closed enums and a handshake.
//!
//! The page talks to one worker ([`ToWorker`], [`FromWorker`]); that worker may share heavy work
//! with helpers of its own ([`ToHelper`], [`FromHelper`]). All of them are the same program; a
//! thread started under the name [`HELPER`] is a helper.
//!
//! A message is an array of `ArrayBuffer`s: the postcard head, and perhaps an attachment. Both are
//! transferred, not cloned. Nobody speaks to a thread before it has said `Ready`: a program that is
//! still loading loses what it is told.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::failure::Failure;
use crate::question::AnyQuestion;

/// Identifies a job; newer jobs have greater numbers.
pub type JobId = u32;

/// Identifies a build: same nouns, same id. Made by `build.rs` from the sources of this crate.
pub type BuildId = u64;

/// The name under which helpers are started.
pub const HELPER: &str = "clientele-helper";

/// The id of this build.
pub const BUILD: BuildId = include!(concat!(env!("OUT_DIR"), "/build_id.rs"));

/// Where a question is asked from. The newest question of a slot replaces the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// The panel.
    Panel,
    /// A part of the panel that asks for itself.
    Part,
    /// The side sheet.
    Sheet,
    /// What to offer to those in the side sheet.
    Offer,
    /// A download.
    Download,
    /// What stands around every panel: the name of the data set, the choices of the filters.
    Frame,
    /// How many customers the choices of an open filter have.
    Filter,
    /// What a product is called that a filter speaks of.
    Name,
    /// A file that was dropped on the panel.
    File,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// In postcard, for the page.
    Postcard,
    /// As JSON text, the same as `clientele ask` prints, for whoever wants to check how segments were
    /// decided; the other reports have downloads of their own and come as for the page.
    Json,
}

/// What a file is that somebody brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BringKind {
    /// Who was in which arm of a campaign, and perhaps what came of it.
    Result,
    /// A list of customers.
    List,
}

/// What the page may say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Where the data are, as an absolute URL that ends with a slash; first message of all.
    Begin {
        /// Base of every fetch.
        data: String,
        /// How many helpers may be started; as many as the machine has cores, four at most, when
        /// absent. The answer does not depend on it.
        helpers: Option<u8>,
        /// What the visitor signed in with: sent with every request for something below that URL, and nowhere else. Told
        /// again, it ends nothing that is computed, and what is known of data sets is forgotten.
        token: Option<String>,
    },
    /// Answer this; whatever ran in the same slot is abandoned.
    Start {
        /// Names the job.
        job: JobId,
        /// Where it is asked from.
        slot: Slot,
        /// What is asked.
        question: Box<AnyQuestion>,
        /// How the report is to be written.
        form: Form,
    },
    /// Read this file: its campaigns are to stand beside those of a data set, or it is a list of customers that selections may
    /// speak of. The file rides as the attachment; the last word is [`FromWorker::Done`] with a `Brought` or a `BroughtList`,
    /// or why it cannot be read.
    Bring {
        /// Names the job.
        job: JobId,
        /// Name of the data set that is shown; the first one when absent.
        dataset: Option<String>,
        /// Name of the file, without its folder.
        name: String,
        /// The visitor's day.
        today: Date,
        /// What the file is.
        kind: BringKind,
    },
    /// Data sets of this device changed: what is known of them is forgotten.
    Own {
        /// Name of the one that changed, in links.
        slug: String,
        /// Names and sizes in bytes of its files, where the device does not keep them; they ride as one attachment, one after
        /// the other.
        files: Vec<(String, u64)>,
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
        /// Steps done; kilobytes while data are on their way.
        done: u32,
        /// Steps in all; 0 when unknown.
        of: u32,
    },
    /// Where the tables of a live data set came from; before the first report made of them.
    Came {
        /// Names the job.
        job: JobId,
        /// A sentence with their size and age.
        origin: String,
        /// A sentence that says so when they are older than they should be, else empty.
        older: String,
    },
    /// A report that stands, while a fuller one is computed; it rides as the attachment.
    Partial {
        /// Names the job.
        job: JobId,
    },
    /// The report; it rides as the attachment.
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

/// Kinds of tasks that helpers can run: one line for each, here and in `subjects::read` of `clientele-analysis`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskKind {
    /// Fits and scores of groups of customers.
    Clustering,
    /// Simulated years of a campaign.
    Simulation,
}

/// What a worker may say to a helper. Tasks are about a subject, which a helper keeps as long as there may be more of
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToHelper {
    /// Keep this subject; its bytes ride as the attachment.
    Keep {
        /// Names the subject.
        subject: u32,
        /// What kind of tasks it is for.
        kind: TaskKind,
    },
    /// Forget that subject, and what is still to be done about it.
    Forget {
        /// Names the subject.
        subject: u32,
    },
    /// Run this task; its bytes ride as the attachment.
    Run {
        /// Names the subject.
        subject: u32,
        /// Names the task.
        task: u32,
    },
}

/// What a helper may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromHelper {
    /// It listens.
    Ready {
        /// Its build.
        build: BuildId,
    },
    /// A task is done; the bytes of its result ride as the attachment.
    Done {
        /// Names the task.
        task: u32,
    },
    /// It cannot do its work and is of no more use.
    Lost,
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
    /// What is bought together is looked for.
    Mining,
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
