//! Parts of this program whose code comes when it is first needed: the build takes it out of the module that is loaded
//! first, and the loader fetches it into the same memory.
//!
//! A part is made of studies that the first module mentions nowhere. It stands in the list at the end, with the questions that
//! it answers; what writes and drops their reports comes with it.

use std::any::Any;
use std::pin::Pin;

use clientele_analysis::dataset::Campaigns;
use clientele_analysis::engine::{Reply, Study};
use clientele_analysis::outbound::normalise::Numbering;
use clientele_analysis::outbound::take_list;
use clientele_analysis::plays::{Mistake, Plays};
use clientele_analysis::remote::{Answer, Request};
use clientele_analysis::studies;
use clientele_intake::outcomes::Unread;
use clientele_intake::{ReadParquet, ReadWorkbook, outcomes as result_file};
use clientele_model::Date;
use clientele_model::catalogue::Catalogue;
use clientele_model::experiments::Brought;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::segments::SegmentsReport;
use clientele_model::selection::Listed;
use clientele_model::wire::TaskKind;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The studies of a part: all of its code.
pub type Studies = &'static [&'static dyn Study];

/// Reads a result file, given its name, its bytes and the visitor's day: its campaigns, and what is said of it.
pub type ReadOutcomes = fn(&str, &[u8], Date) -> Result<(Campaigns, Brought), Failure>;

/// Fetches the code that reads result files: a part of its own, since few visitors drop one.
///
/// # Errors
/// As [`Part::load`].
pub async fn outcomes_reader() -> Result<ReadOutcomes, SplitLoaderError> {
    outcomes().await
}

/// Writes the report of segments as JSON text; nothing of another one.
pub type WriteJson = fn(&dyn Reply) -> Vec<u8>;

/// Fetches the code that writes JSON: a part of its own, for the few who check how segments were decided.
///
/// # Errors
/// As [`Part::load`].
pub async fn json_writer() -> Result<WriteJson, SplitLoaderError> {
    json().await
}

/// Reads a file that this device keeps, given its path below the folder of data sets of one's own; or, under the name
/// `index.json`, lists these.
pub type ReadKept = fn(String) -> Later<Result<Vec<u8>, Failure>>;

/// Fetches the code that reads what this device keeps: a part of its own, for those who opened a file of their own.
///
/// # Errors
/// As [`Part::load`].
pub async fn kept_reader() -> Result<ReadKept, SplitLoaderError> {
    device().await
}

#[wasm_split(device, fallible)]
fn device() -> Result<ReadKept, SplitLoaderError> {
    Ok(|path| Box::pin(crate::device::kept::read(path)))
}

/// Fetches the tables of all numbering plans: a part of their own, for those who write phone numbers into a file for a tool.
/// Without it numbers are read by country code and length alone, which the report says.
///
/// # Errors
/// As [`Part::load`].
pub async fn numbering() -> Result<Numbering, SplitLoaderError> {
    phones().await
}

#[wasm_split(phones, fallible)]
fn phones() -> Result<Numbering, SplitLoaderError> {
    Ok(clientele_analysis::outbound::numbering::read)
}

/// Lays large files of a report aside, and writes the rest as the page reads it.
pub type LayAside = fn(Box<dyn Reply>) -> Vec<u8>;

/// Fetches the code that does so: a part of its own, for those who export.
///
/// # Errors
/// As [`Part::load`].
pub async fn files() -> Result<LayAside, SplitLoaderError> {
    file().await
}

#[wasm_split(file, fallible)]
fn file() -> Result<LayAside, SplitLoaderError> {
    Ok(crate::files::aside)
}

/// Reads what a gateway sent for a request.
pub type ReadAnswer = fn(&Request, &[u8], &Catalogue) -> Result<Answer, Failure>;

/// Fetches the code that reads what gateways send: a part of its own, for those whose data are live.
///
/// # Errors
/// As [`Part::load`].
pub async fn answer_reader() -> Result<ReadAnswer, SplitLoaderError> {
    answers().await
}

#[wasm_split(answers, fallible)]
fn answers() -> Result<ReadAnswer, SplitLoaderError> {
    Ok(Answer::read)
}

/// Fetches the code that reads the table of plays: a part of its own, as it has a sentence for every mistake.
///
/// # Errors
/// As [`Part::load`].
pub async fn plays_reader() -> Result<ReadPlays, SplitLoaderError> {
    plays().await
}

/// Reads a table of plays.
pub type ReadPlays = fn(&[u8]) -> Result<Plays, Mistake>;

#[wasm_split(plays, fallible)]
fn plays() -> Result<ReadPlays, SplitLoaderError> {
    Ok(Plays::read)
}

/// Fetches the program of the thread that reads files; calling it lets it listen.
///
/// # Errors
/// As [`Part::load`].
pub async fn file_reader() -> Result<fn(), SplitLoaderError> {
    opening().await
}

#[wasm_split(opening, fallible)]
fn opening() -> Result<fn(), SplitLoaderError> {
    Ok(crate::reading::listening::start)
}

/// Fetches the code that reads Parquet: a part of its own, for those who open such a file.
///
/// # Errors
/// As [`Part::load`].
pub async fn parquet_reader() -> Result<ReadParquet, SplitLoaderError> {
    parquet().await
}

/// Fetches the code that reads workbooks, in the same way.
///
/// # Errors
/// As [`Part::load`].
pub async fn workbook_reader() -> Result<ReadWorkbook, SplitLoaderError> {
    workbooks().await
}

#[wasm_split(workbooks, fallible)]
fn workbooks() -> Result<ReadWorkbook, SplitLoaderError> {
    Ok(clientele_intake::sheets::read)
}

#[wasm_split(parquet, fallible)]
fn parquet() -> Result<ReadParquet, SplitLoaderError> {
    Ok(clientele_intake::read_parquet::read)
}

#[wasm_split(json, fallible)]
fn json() -> Result<WriteJson, SplitLoaderError> {
    Ok(|report| {
        let report = (report as &dyn Any).downcast_ref::<SegmentsReport>();
        // Reports are plain data; numbers that JSON does not have are written as null.
        let text = report.and_then(|report| serde_json::to_vec_pretty(report).ok());
        text.unwrap_or_default()
    })
}

/// How selections speak of a list, its rows, its text.
pub type TakenList = (Listed, u32, String);

/// Something that will be there.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What is done with lists of customers: a part of its own, for those who bring one.
#[derive(Clone, Copy)]
pub struct Lists {
    /// Reads one, given its name and its bytes.
    pub take: fn(&str, &[u8]) -> Result<TakenList, Failure>,
    /// Keeps its text on this device, under its fingerprint; whether that went well.
    pub keep: fn(String, String) -> Later<bool>,
    /// The text of one that this device keeps.
    pub read: fn(String) -> Later<Option<String>>,
}

/// Fetches it.
///
/// # Errors
/// As [`Part::load`].
pub async fn lists() -> Result<Lists, SplitLoaderError> {
    list().await
}

#[wasm_split(list, fallible)]
fn list() -> Result<Lists, SplitLoaderError> {
    Ok(Lists {
        take: read_list,
        keep: |key, text| Box::pin(crate::device::lists::keep(key, text)),
        read: |key| Box::pin(crate::device::lists::read(key)),
    })
}

fn read_list(name: &str, bytes: &[u8]) -> Result<TakenList, Failure> {
    crate::letters::plug();
    let text = result_file::list_text(name, bytes).map_err(|why| Failure::Refused {
        sentence: why.to_string(),
    })?;
    let (listed, rows) = take_list(name, &text).ok_or_else(|| Failure::Refused {
        sentence: Unread::NoLines {
            file: name.to_owned(),
        }
        .to_string(),
    })?;
    Ok((listed, rows, text.into_owned()))
}

#[wasm_split(outcomes, fallible)]
fn outcomes() -> Result<ReadOutcomes, SplitLoaderError> {
    Ok(read_outcomes)
}

fn read_outcomes(name: &str, bytes: &[u8], today: Date) -> Result<(Campaigns, Brought), Failure> {
    crate::letters::plug();
    let outcomes = result_file::read(name, bytes, today).map_err(|why| Failure::Refused {
        sentence: why.to_string(),
    })?;
    let brought = outcomes.told(name);
    Ok((outcomes.campaigns, brought))
}

impl Part {
    /// The part with the study that finds with whom the shop had dealings.
    pub const DEALINGS: Self = Self::Audiences;

    /// The part whose studies read subjects of this kind; none when the first module does.
    pub fn of_tasks(kind: TaskKind) -> Option<Self> {
        match kind {
            TaskKind::Clustering => None,
            TaskKind::Simulation => Some(Self::Planning),
        }
    }
}

/// Makes everything that follows from the list of parts.
macro_rules! parts {
    ($(
        $(#[$about:meta])*
        $part:ident = $name:ident of $studies:ident { $($kind:ident)+ }
    )+) => {
        /// A part of this program.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part {
            $($(#[$about])* $part,)+
        }

        impl Part {
            /// The part that answers a question; none when the first module does.
            pub fn of(question: &AnyQuestion) -> Option<Self> {
                match question {
                    $($(AnyQuestion::$kind(_))|+ => Some(Self::$part),)+
                    _ => None,
                }
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$part => stringify!($name),)+
                }
            }

            /// Fetches its code, and anew past the cache after that failed.
            ///
            /// # Errors
            /// When it cannot be fetched, or is not of this build.
            pub async fn load(self) -> Result<Studies, SplitLoaderError> {
                match self {
                    $(Self::$part => $name().await,)+
                }
            }
        }

        $(
            #[wasm_split($name, fallible)]
            fn $name() -> Result<Studies, SplitLoaderError> {
                Ok(studies::$studies)
            }
        )+
    };
}

parts! {
    /// The customers behind a mark, on the screen or as a spreadsheet.
    Audience = audience of AUDIENCE { Audience Export }
    /// Audiences being built.
    Audiences = audiences of AUDIENCES { BuildAudience }
    /// One customer.
    Customer = customer of CUSTOMER { Customer }
    /// Where the data come from and how they were read.
    Data = data of DATA { Data }
    /// Judging the result of a test.
    Judging = judging of JUDGING { JudgeTest }
    /// What is bought together, and what to offer.
    Mining = mining of MINING { Baskets Recommend }
    /// Customers as files for the tools they are written to with.
    Outbound = outbound of OUTBOUND { AudienceFile }
    /// Playbook cards.
    Playbook = playbook of PLAYBOOK { WritePlaybook }
    /// Planning a test, drawing its lists.
    Planning = planning of PLANNING { PlanTest SplitTest }
    /// The range of products, one of them, and the search by name.
    Products = products of PRODUCTS { Products Product FindProducts }
    /// How many customers the values of a filter have.
    Values = values of VALUES { Values }
}
