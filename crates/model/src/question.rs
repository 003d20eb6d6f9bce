//! Questions: what can be asked, and which report answers it.
//!
//! Everything that can be asked stands in one list at the end of this file. A line names a panel's
//! [`Declaration`] and its questions; the sum types, their conversions, the words of paths, the
//! parameters of links and the page's rail follow from it. What a question is made of, and its
//! report, stand in the panel's own file.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};

use crate::filters::Filters;
use crate::lines::Lines;
use crate::link::{Declaration, Link, Notice, decode};
use crate::selection::Only;
use crate::words::{Sentence, short};

/// A question, tied to the type of its answer.
pub trait Question: Into<AnyQuestion> + Clone + PartialEq + Send + Sync + 'static {
    /// What answers it.
    type Report: Report;

    /// What is being looked at.
    fn filters(&self) -> &Filters;

    /// Says in a link what it asks besides the filters.
    fn tell(&self, _link: &mut Link) {}
}

/// What a question is answered with: one kind of report for each kind of question.
pub trait Report:
    Into<AnyReport> + TryFrom<AnyReport> + Serialize + DeserializeOwned + Clone + Send + Sync + 'static
{
    /// Sentences that stand beside the report's numbers; what is about the whole data set, and
    /// downloads, have none.
    fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        None
    }

    /// Prints its sentences and its most telling figures.
    fn print(&self, lines: &mut Lines);
}

/// A question's text cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuestion {
    /// The panel is not known.
    #[error("There is no panel “{name}”. Ask {panels}.", name = short(.0), panels = listed())]
    Panel(String),
    /// The mark is missing or cannot be read.
    #[error("This question needs a readable of=…, for example of=rfm.champions.")]
    Of,
    /// It is not said for whom.
    #[error(
        "This question needs one readable product=…, customer=… or of=…, for example product=85123A."
    )]
    Whom,
    /// It is not said who.
    #[error("This question needs a readable who=…, for example who=12347.")]
    Who,
}

/// "/overview, /segments or /data"
fn listed() -> String {
    let (last, before) = Panel::ALL.split_last().unwrap_or((&Panel::Overview, &[]));
    let before: Vec<String> = before
        .iter()
        .map(|panel| format!("/{}", panel.key()))
        .collect();
    format!("{} or /{}", before.join(", "), last.key())
}

impl Panel {
    /// As it stands in links.
    pub fn key(self) -> &'static str {
        self.declared().key
    }

    /// As it stands in the page's rail; none where it is not there.
    pub fn word(self) -> Option<&'static str> {
        self.declared().word
    }

    /// The panel of that key, which may stand in percent-encoding.
    pub fn of(key: &str) -> Option<Self> {
        let key = decode(key);
        Self::ALL.iter().copied().find(|panel| panel.key() == key)
    }
}

impl AnyQuestion {
    /// The selections it is about: those that narrow everything, and its own.
    pub fn selections(&self) -> Vec<Only> {
        let link = self.link();
        let narrowing = link.filters.only.into_iter().map(|chosen| chosen.only);
        narrowing.chain(link.of).chain(link.send).collect()
    }

    /// Reads `/panel?query`, or a whole link of the page: `https://…/?panel=segments&k=5`. A leading
    /// `/` may be missing. Bad parts of the query become notices.
    ///
    /// # Errors
    /// When the panel is not known, or a mark is asked for and none can be read.
    pub fn parse(text: &str) -> Result<(Self, Vec<Notice>), NotAQuestion> {
        let (link, notices) = Link::parse(text)?;
        Ok((link.question()?, notices))
    }
}

/// As the command line takes it: what [`AnyQuestion::parse`] reads.
impl fmt::Display for AnyQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let link = self.link();
        let query = link.query();
        f.write_str("/")?;
        f.write_str(link.panel.key())?;
        if !query.is_empty() {
            f.write_str("?")?;
        }
        f.write_str(&query)
    }
}

/// A report as it travels and as it is printed: without the name of its kind around it.
pub struct Bare<'a>(&'a AnyReport);

impl AnyReport {
    /// The report itself, to be written in any form.
    pub fn bare(&self) -> Bare<'_> {
        Bare(self)
    }
}

/// Makes everything that follows from the list of panels and their questions.
macro_rules! questions {
    ($(
        $(#[$about:meta])*
        $panel:ident = $home:ident::$declared:ident { $($kind:ident($file:ident::$question:ident))+ }
    )+) => {
        $($(pub use crate::$file::$question;)+)+

        /// The panels of the link language.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Panel {
            $($(#[$about])* $panel,)+
        }

        impl Panel {
            /// Every panel.
            pub const ALL: &[Self] = &[$(Self::$panel),+];

            /// What is declared of it.
            pub fn declared(self) -> &'static Declaration {
                match self {
                    $(Self::$panel => const { &crate::$home::$declared },)+
                }
            }
        }

        /// Every question there is.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum AnyQuestion {
            $($(
                #[doc = concat!("See [`", stringify!($question), "`].")]
                $kind($question),
            )+)+
        }

        /// The answer to any question, for readers that take whatever comes.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum AnyReport {
            $($(
                #[doc = concat!("Answers [`", stringify!($question), "`].")]
                $kind(Box<<$question as Question>::Report>),
            )+)+
        }

        impl AnyQuestion {
            /// What is being looked at.
            pub fn filters(&self) -> &Filters {
                match self {
                    $($(Self::$kind(question) => question.filters(),)+)+
                }
            }

            /// The link that asks it.
            pub fn link(&self) -> Link {
                let mut link = Link {
                    filters: self.filters().clone(),
                    ..Link::default()
                };
                match self {
                    $($(
                        Self::$kind(question) => {
                            link.panel = Panel::$panel;
                            question.tell(&mut link);
                        }
                    )+)+
                }
                link
            }
        }

        impl AnyReport {
            /// Sentences that stand beside the report's numbers, where it has such.
            pub fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
                match self {
                    $($(Self::$kind(report) => report.remarks(),)+)+
                }
            }

            /// Its sentences, one a line, and its most telling figures, for a terminal.
            pub fn lines(&self) -> String {
                let mut lines = Lines::default();
                match self {
                    $($(Self::$kind(report) => report.print(&mut lines),)+)+
                }
                lines.text()
            }
        }

        impl Serialize for Bare<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    $($(AnyReport::$kind(report) => report.serialize(serializer),)+)+
                }
            }
        }

        $($(
            impl From<$question> for AnyQuestion {
                fn from(question: $question) -> Self {
                    Self::$kind(question)
                }
            }

            impl From<<$question as Question>::Report> for AnyReport {
                fn from(report: <$question as Question>::Report) -> Self {
                    Self::$kind(Box::new(report))
                }
            }

            impl TryFrom<AnyReport> for <$question as Question>::Report {
                type Error = AnyReport;

                fn try_from(any: AnyReport) -> Result<Self, AnyReport> {
                    match any {
                        AnyReport::$kind(report) => Ok(*report),
                        other => Err(other),
                    }
                }
            }
        )+)+
    };
}

questions! {
    /// How is business?
    #[default]
    Overview = overview::PANEL { Overview(overview::Overview) }
    /// Who are the customers?
    Segments = segments::PANEL { Segments(segments::Segments) }
    /// Who is this customer, and what did they buy?
    Customer = customer::PANEL { Customer(customer::Customer) }
    /// Who is in this audience, and whom of them may one write to?
    Audiences = audiences::PANEL { BuildAudience(audiences::BuildAudience) }
    /// What is to be done with these customers, and how will it be measured?
    Playbook = playbook::PANEL { WritePlaybook(playbook::WritePlaybook) }
    /// Which products matter, and how steadily do they sell?
    Products = products::PANEL {
        Products(products::Products)
        Product(products::Product)
        FindProducts(products::FindProducts)
    }
    /// What is bought together?
    Baskets = baskets::PANEL { Baskets(baskets::Baskets) }
    /// What should be offered?
    Recommend = recommend::PANEL { Recommend(recommend::Recommend) }
    /// Can this test tell a difference, and what does the campaign bring?
    Plan = experiments::PLAN { PlanTest(experiments::PlanTest) }
    /// Did the campaign work?
    Result = experiments::RESULT { JudgeTest(experiments::JudgeTest) }
    /// Who is in which arm?
    Split = experiments::SPLIT { SplitTest(experiments::SplitTest) }
    /// What are these numbers made from?
    Data = data::PANEL { Data(data::Data) }
    /// Who is behind a mark?
    Audience = audience::PANEL { Audience(audience::Audience) }
    /// The customers behind a mark as a spreadsheet.
    Export = audience::EXPORT { Export(audience::ExportCsv) }
    /// The customers behind a mark as a file for the tool they are written to with.
    AudienceFile = outbound::PANEL { AudienceFile(outbound::AudienceFile) }
    /// How many customers has each value of a filter?
    Values = values::PANEL { Values(values::Values) }
}
