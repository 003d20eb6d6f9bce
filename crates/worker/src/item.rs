//! What questions may wait for, and where it is fetched from.

use clientele_analysis::remote::Request;
use clientele_model::catalogue::File;
use clientele_model::selection::Listed;
use clientele_model::table::CONTACTS_FILE;

use crate::part::Part;

/// Something to fetch. A data set is named by its address: folder and slug.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// The code of a part of this program.
    Code(Part),
    /// A list of customers that this device may keep.
    List(Listed),
    /// The page's own settings.
    Config,
    /// The table of plays beside the page.
    Plays,
    /// Which data sets a folder has.
    Index(String),
    /// The catalogue of this data set.
    Catalogue(String),
    /// A file of this data set.
    Table(String, File),
    /// A table that a gateway makes of this data set.
    Answer(String, Box<Request>),
    /// A smaller one that will do until another is here. One can go on without.
    First(String, Box<Request>),
}

impl Item {
    /// Its address; settings and plays lie beside the page's own folder of data. A file is asked for by
    /// its content, so that a browser never mixes files of two versions of a pack. None of code: the
    /// loader knows where it lies.
    pub fn url(&self, data: &str) -> Option<String> {
        Some(match self {
            Self::Code(_) | Self::List(_) => return None,
            Self::Config => format!("{data}../config.json"),
            Self::Plays => format!("{data}../plays.json"),
            Self::Index(folder) => format!("{folder}index.json"),
            Self::Catalogue(address) => format!("{address}catalogue.json"),
            Self::Table(address, file) => {
                let version: String = file.sha256.chars().take(12).collect();
                format!("{address}{}?v={version}", file.path)
            }
            Self::Answer(address, request) | Self::First(address, request) => {
                format!("{address}{}", request.path())
            }
        })
    }

    /// Its name in sentences.
    pub fn name(&self) -> String {
        match self {
            Self::Code(part) => part.name().into(),
            Self::List(listed) => listed.name.clone(),
            Self::Config => "config.json".into(),
            Self::Plays => "plays.json".into(),
            Self::Index(_) => "index.json".into(),
            Self::Catalogue(_) => "catalogue.json".into(),
            Self::Table(_, file) => file.path.clone(),
            Self::Answer(_, request) | Self::First(_, request) => request.name().into(),
        }
    }

    /// What the catalogue promises: length and SHA-256.
    pub fn promised(&self) -> Option<(u64, String)> {
        match self {
            Self::Table(_, file) => Some((file.bytes, file.sha256.clone())),
            Self::Code(_)
            | Self::List(_)
            | Self::Config
            | Self::Plays
            | Self::Index(_)
            | Self::Catalogue(_)
            | Self::Answer(..)
            | Self::First(..) => None,
        }
    }

    /// Whether the browser may answer from its cache as the server allowed.
    pub fn may_be_cached(&self) -> bool {
        self.is_table()
    }

    /// Whether it is the contact details of a data set, whose phone numbers are read by the tables of all numbering plans.
    pub fn has_numbers(&self) -> bool {
        matches!(self, Self::Table(_, file) if file.table == CONTACTS_FILE.name)
    }

    /// Whether it is a table, of a pack or a gateway.
    pub fn is_table(&self) -> bool {
        matches!(self, Self::Table(..) | Self::Answer(..) | Self::First(..))
    }

    /// Whether a gateway makes it.
    pub fn is_made(&self) -> bool {
        matches!(self, Self::Answer(..) | Self::First(..))
    }
}
