//! Why a pack could not be made: one sentence each, saying what happened and what to do.

use clientele_model::failure::Failure;

/// Why a pack could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The files cannot be read as orders. Nothing is written.
    #[error(transparent)]
    Intake(#[from] clientele_intake::trouble::Trouble),
    /// A mapping is none.
    #[error(transparent)]
    Mapping(#[from] clientele_intake::mapping::NotAMapping),
    /// The mapping could not be written.
    #[error(
        "The mapping {path} cannot be written ({detail}). The pack was written; choose another file with --save-mapping."
    )]
    MappingUnwritten {
        /// Where.
        path: String,
        /// What the system says.
        detail: String,
    },
    /// A file cannot be opened or read.
    #[error(
        "The file {file} cannot be read ({detail}). Nothing was written; check its name and permissions."
    )]
    Unopened {
        /// The file.
        file: String,
        /// What the system says.
        detail: String,
    },
    /// A file is given twice.
    #[error(
        "The file {file} is given twice. Nothing was written; name each file once, or its orders would count twice."
    )]
    GivenTwice {
        /// The file.
        file: String,
    },
    /// The pack is to be listed under another name than that of its folder.
    #[error(
        "The page looks for “{slug}” in a folder of that name, but the folder is called “{folder}”. Nothing was written; end --out in {slug}, or leave --index out."
    )]
    OtherFolder {
        /// Name in links.
        slug: String,
        /// The folder.
        folder: String,
    },
    /// Something could not be written.
    #[error(
        "{path} cannot be written ({detail}). The pack is not complete; free some space or choose another folder with --out."
    )]
    Unwritten {
        /// Where.
        path: String,
        /// What the system says.
        detail: String,
    },
    /// The list of packs beside the new one is not a list of packs.
    #[error(
        "{path} is not a list of packs ({detail}). The pack was written but is not listed; repair or remove that file."
    )]
    BadIndex {
        /// Where.
        path: String,
        /// What the reader met.
        detail: String,
    },
    /// The tables refuse.
    #[error(transparent)]
    Tables(#[from] Failure),
}
