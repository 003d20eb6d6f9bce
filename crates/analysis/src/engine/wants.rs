//! What a question wants before it can be started.

use clientele_model::catalogue::File;

use crate::remote::Request;

/// What must be here before a question can be started.
#[derive(Clone, Debug, PartialEq)]
pub enum Wants {
    /// The code of the study that answers it: see [`Engine::plug`](super::Engine::plug).
    Study,
    /// That of a study that finds who took part in an arm of a campaign: see [`Study::arms`](super::Study::arms).
    Dealings,
    /// These files of the pack, which are not here yet; none when all are.
    Files(Vec<File>),
    /// Tables that a gateway makes.
    Tables {
        /// All that it takes, whether they are here or not.
        all: Vec<Request>,
        /// A smaller table from which it can be begun by [`Engine::start_first`](super::Engine::start_first) while one of those is
        /// still to come.
        first: Option<Box<Request>>,
    },
}

impl Wants {
    /// The files that are not here yet.
    pub fn files(self) -> Vec<File> {
        match self {
            Self::Files(files) => files,
            Self::Study | Self::Dealings | Self::Tables { .. } => Vec::new(),
        }
    }

    /// The tables that a gateway makes.
    pub fn tables(self) -> Vec<Request> {
        match self {
            Self::Tables { all, .. } => all,
            Self::Study | Self::Dealings | Self::Files(_) => Vec::new(),
        }
    }
}
