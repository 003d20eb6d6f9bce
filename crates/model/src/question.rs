//! Questions: a panel and its filters, and which report answers it.
//!
//! The text of a question is `/segments?country=France`; the page's address bar carries the same
//! query, and `clientele ask PACK '/segments?country=France'` prints the same report.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::audience::{AudienceReport, Export};
use crate::baskets::BasketsReport;
use crate::data::DataReport;
use crate::filters::{Filters, Notice};
use crate::only::Only;
use crate::overview::OverviewReport;
use crate::products::{Asked, FoundReport, Options, ProductReport, ProductsReport};
use crate::recommend::{RecommendReport, Whom};
use crate::segments::SegmentsReport;
use crate::words::Sentence;

/// A question, tied to the type of its answer.
pub trait Question: Into<AnyQuestion> + Clone + PartialEq + Send + Sync + 'static {
    /// What answers it.
    type Report: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;
}

/// How is business? `/overview`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview(pub Filters);

/// Who are the customers? `/segments`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segments(pub Filters);

/// What are these numbers made from? `/data`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Data(pub Filters);

/// Who is behind this mark? `/audience?of=rfm.champions`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audience {
    /// What is being looked at.
    pub filters: Filters,
    /// The mark.
    pub of: Only,
}

/// The customers behind this mark as a spreadsheet: `/export?of=rfm.champions`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportCsv {
    /// What is being looked at.
    pub filters: Filters,
    /// The mark.
    pub of: Only,
}

/// Which products matter, and how steadily they sell? `/products?by=units&box=AX`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Products {
    /// What is being looked at.
    pub filters: Filters,
    /// Measure, cut-offs and which products are listed.
    pub options: Options,
}

/// How does one product sell, and to whom? `/products?product=22423`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// What is being looked at.
    pub filters: Filters,
    /// Measure and cut-offs.
    pub options: Options,
    /// Its code.
    pub id: String,
}

/// Which products are called so? `/products?find=lunch+bag`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindProducts {
    /// What is being looked at.
    pub filters: Filters,
    /// Part of a name, words of it, or a code.
    pub text: String,
}

impl Question for Products {
    type Report = ProductsReport;
}

impl Question for Product {
    type Report = ProductReport;
}

impl Question for FindProducts {
    type Report = FoundReport;
}

/// What is bought together? `/baskets`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baskets(pub Filters);

/// What should be offered? `/recommend?product=85123A`, `?customer=12347`, `?of=rfm.champions`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recommend {
    /// What is being looked at.
    pub filters: Filters,
    /// For whom or what.
    pub whom: Whom,
}

impl Question for Overview {
    type Report = OverviewReport;
}

impl Question for Segments {
    type Report = SegmentsReport;
}

impl Question for Data {
    type Report = DataReport;
}

impl Question for Audience {
    type Report = AudienceReport;
}

impl Question for ExportCsv {
    type Report = Export;
}

impl Question for Baskets {
    type Report = BasketsReport;
}

impl Question for Recommend {
    type Report = RecommendReport;
}

/// Every question there is. Adding one makes the compiler list the places to finish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AnyQuestion {
    /// See [`Overview`].
    Overview(Overview),
    /// See [`Segments`].
    Segments(Segments),
    /// See [`Data`].
    Data(Data),
    /// See [`Audience`].
    Audience(Audience),
    /// See [`ExportCsv`].
    Export(ExportCsv),
    /// See [`Products`].
    Products(Products),
    /// See [`Product`].
    Product(Product),
    /// See [`FindProducts`].
    FindProducts(FindProducts),
    /// See [`Baskets`].
    Baskets(Baskets),
    /// See [`Recommend`].
    Recommend(Recommend),
}

/// The answer to any question, for readers that take whatever comes (the command line).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AnyReport {
    /// Answers [`Overview`].
    Overview(Box<OverviewReport>),
    /// Answers [`Segments`].
    Segments(Box<SegmentsReport>),
    /// Answers [`Data`].
    Data(Box<DataReport>),
    /// Answers [`Audience`].
    Audience(Box<AudienceReport>),
    /// Answers [`ExportCsv`].
    Export(Box<Export>),
    /// Answers [`Products`].
    Products(Box<ProductsReport>),
    /// Answers [`Product`].
    Product(Box<ProductReport>),
    /// Answers [`FindProducts`].
    FindProducts(Box<FoundReport>),
    /// Answers [`Baskets`].
    Baskets(Box<BasketsReport>),
    /// Answers [`Recommend`].
    Recommend(Box<RecommendReport>),
}

impl AnyReport {
    /// Sentences that stand beside the report's numbers; the Data panel, which is about the whole
    /// data set, and downloads have none.
    pub fn remarks(&mut self) -> Option<&mut Vec<Sentence>> {
        match self {
            Self::Overview(report) => Some(&mut report.remarks),
            Self::Segments(report) => Some(&mut report.remarks),
            Self::Audience(report) => Some(&mut report.remarks),
            Self::Products(report) => Some(&mut report.remarks),
            Self::Product(report) => Some(&mut report.remarks),
            Self::FindProducts(report) => Some(&mut report.remarks),
            Self::Baskets(report) => Some(&mut report.remarks),
            Self::Recommend(report) => Some(&mut report.remarks),
            Self::Data(_) | Self::Export(_) => None,
        }
    }
}

impl From<Overview> for AnyQuestion {
    fn from(question: Overview) -> Self {
        Self::Overview(question)
    }
}

impl From<Segments> for AnyQuestion {
    fn from(question: Segments) -> Self {
        Self::Segments(question)
    }
}

impl From<Data> for AnyQuestion {
    fn from(question: Data) -> Self {
        Self::Data(question)
    }
}

impl From<Audience> for AnyQuestion {
    fn from(question: Audience) -> Self {
        Self::Audience(question)
    }
}

impl From<ExportCsv> for AnyQuestion {
    fn from(question: ExportCsv) -> Self {
        Self::Export(question)
    }
}

impl From<Products> for AnyQuestion {
    fn from(question: Products) -> Self {
        Self::Products(question)
    }
}

impl From<Product> for AnyQuestion {
    fn from(question: Product) -> Self {
        Self::Product(question)
    }
}

impl From<FindProducts> for AnyQuestion {
    fn from(question: FindProducts) -> Self {
        Self::FindProducts(question)
    }
}

impl From<Baskets> for AnyQuestion {
    fn from(question: Baskets) -> Self {
        Self::Baskets(question)
    }
}

impl From<Recommend> for AnyQuestion {
    fn from(question: Recommend) -> Self {
        Self::Recommend(question)
    }
}

/// A question's text cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuestion {
    /// The panel is not known.
    #[error(
        "There is no panel “{0}”. Ask /overview, /segments, /products, /baskets, /recommend, /data, /audience or /export."
    )]
    Panel(String),
    /// The mark is missing or cannot be read.
    #[error("This question needs a readable of=…, for example of=rfm.champions.")]
    Of,
    /// It is not said for whom.
    #[error(
        "This question needs one readable product=…, customer=… or of=…, for example product=85123A."
    )]
    Whom,
}

impl AnyQuestion {
    /// Reads `/panel?query`, or a whole link of the page: `https://…/?panel=segments&k=5`. A leading
    /// `/` may be missing. Bad parts of the query become notices.
    ///
    /// # Errors
    /// When the panel is not known, or a mark is asked for and none can be read.
    pub fn parse(text: &str) -> Result<(Self, Vec<Notice>), NotAQuestion> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let query = query.split('#').next().unwrap_or(query);
        let mut panel = path.strip_prefix('/').unwrap_or(path);
        if path.contains("://") {
            panel = path.rsplit('/').next().unwrap_or(path);
        }
        // The page says in the query which panel it is, so that a link works on any host.
        let mut told = "";
        let query: Vec<&str> = query
            .split('&')
            .filter(|part| match part.split_once('=') {
                Some(("panel", name)) if panel.is_empty() && told.is_empty() => {
                    told = name;
                    false
                }
                Some(("embed", _)) => false,
                _ => !part.is_empty(),
            })
            .collect();
        if !told.is_empty() {
            panel = told;
        }
        let marked = matches!(panel, "audience" | "export");
        let (mut of, mut whom, mut rest) = (None, Vec::new(), Vec::new());
        for part in query {
            let value = |value| crate::filters::decode(value);
            match part.split_once('=') {
                Some(("of", text)) if marked => of = value(text).parse::<Only>().ok(),
                Some((key @ ("of" | "product" | "customer"), text)) if panel == "recommend" => {
                    whom.push(Whom::read(key, &value(text)));
                }
                _ => rest.push(part),
            }
        }
        let (asked, unused) = match panel {
            "products" => Asked::take(&mut rest),
            _ => Default::default(),
        };
        let (filters, mut notices) = Filters::parse(&rest.join("&"));
        notices.extend(unused);
        let question = match panel {
            "" | "overview" => Overview(filters).into(),
            "segments" => Segments(filters).into(),
            "products" => match (asked.product, asked.find) {
                (Some(id), _) => Product {
                    filters,
                    options: asked.options,
                    id,
                }
                .into(),
                (None, Some(text)) => FindProducts { filters, text }.into(),
                (None, None) => Products {
                    filters,
                    options: asked.options,
                }
                .into(),
            },
            "baskets" => Baskets(filters).into(),
            "recommend" => match &mut whom[..] {
                [whom @ Some(_)] => Recommend {
                    filters,
                    whom: whom.take().ok_or(NotAQuestion::Whom)?,
                }
                .into(),
                _ => return Err(NotAQuestion::Whom),
            },
            "data" => Data(filters).into(),
            "audience" => Audience {
                filters,
                of: of.ok_or(NotAQuestion::Of)?,
            }
            .into(),
            "export" => ExportCsv {
                filters,
                of: of.ok_or(NotAQuestion::Of)?,
            }
            .into(),
            other => return Err(NotAQuestion::Panel(other.chars().take(60).collect())),
        };
        Ok((question, notices))
    }

    /// What is being looked at.
    pub fn filters(&self) -> &Filters {
        match self {
            Self::Overview(Overview(filters))
            | Self::Segments(Segments(filters))
            | Self::Data(Data(filters))
            | Self::Baskets(Baskets(filters))
            | Self::Recommend(Recommend { filters, .. })
            | Self::Audience(Audience { filters, .. })
            | Self::Export(ExportCsv { filters, .. })
            | Self::Products(Products { filters, .. })
            | Self::Product(Product { filters, .. })
            | Self::FindProducts(FindProducts { filters, .. }) => filters,
        }
    }
}

impl fmt::Display for AnyQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one =
            |key: &str, value: &str| vec![format!("{key}={}", crate::filters::encoded(value))];
        let (panel, own) = match self {
            Self::Overview(_) => ("overview", vec![]),
            Self::Segments(_) => ("segments", vec![]),
            Self::Data(_) => ("data", vec![]),
            Self::Audience(question) => ("audience", one("of", &question.of.to_string())),
            Self::Export(question) => ("export", one("of", &question.of.to_string())),
            Self::Products(question) => ("products", question.options.query()),
            Self::Product(question) => {
                let own = question.options.query();
                let id = one("product", &question.id);
                ("products", own.into_iter().chain(id).collect())
            }
            Self::FindProducts(question) => ("products", one("find", &question.text)),
            Self::Baskets(_) => ("baskets", vec![]),
            Self::Recommend(question) => {
                let (key, value) = question.whom.pair();
                ("recommend", one(key, &value))
            }
        };
        let filters = self.filters().to_string();
        let all = [filters].into_iter().filter(|part| !part.is_empty());
        let all: Vec<String> = all.chain(own).collect();
        match all.is_empty() {
            true => write!(f, "/{panel}"),
            false => write!(f, "/{panel}?{}", all.join("&")),
        }
    }
}
