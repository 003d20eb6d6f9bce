//! The link language: `?panel=segments&from=2011-01-01&country=France` in the address bar and in what
//! is shared, `/segments?from=2011-01-01&country=France` as a question on the command line.
//!
//! A link is a panel, what is being looked at ([`Filters`], which every panel reads), and what the
//! panel's own parameters say. Each parameter is one row of a table ([`Param`]): of
//! [`FILTERS`](crate::filters::FILTERS), or of the panel's [`Declaration`]. Reader, printer,
//! canonical order and the command line's help follow from these rows.
//!
//! Laws, tested as properties: what is printed is read back as the same value with no notice; any
//! text at all can be read; equal values print equal. A part of a link that cannot be used is left
//! at its default and named in a [`Notice`].

mod embed;
mod encoding;
mod notice;
mod param;
mod read;

use std::fmt;

use crate::experiments;
use crate::filters::{FILTERS, Filters};
use crate::outbound;
use crate::products;

use crate::question::{AnyQuestion, NotAQuestion};
use crate::recommend::Whom;
use crate::selection::Only;

pub use crate::question::Panel;
pub use embed::{Embed, NotAColour, Rgb, Theme};
pub use encoding::{decode, encoded};
pub use notice::{Notice, NoticeKind};
pub use param::Param;
pub(crate) use param::{Read, help, many, once, set, whole, within};

/// The key of the mark whose side sheet is open.
const SHEET: &str = "sheet";

/// What a link says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// Which panel.
    pub panel: Panel,
    /// How someone else's page shows it, as the address says so: `embed=1&theme=dark`, to be read by [`Embed::read`];
    /// empty where none does.
    pub embed: String,
    /// What is being looked at.
    pub filters: Filters,
    /// What of the Products panel is shown; nothing on any other panel.
    pub products: products::Choices,
    /// What is planned; nothing on any other panel than those of a test.
    pub plan: experiments::Planned,
    /// Which result is judged; nothing on any other panel.
    pub judged: experiments::Judged,
    /// For whom a file of customers is; nothing on any other panel.
    pub outbound: outbound::Choices,
    /// The mark, for questions about one.
    pub of: Option<Only>,
    /// Who of an audience may be written to; nothing on any other panel.
    pub send: Option<Only>,
    /// The mark whose side sheet is open on the page; it changes nothing that is asked.
    pub sheet: Option<Only>,
    /// Whose page is shown, by number or e-mail address; empty where nobody's is.
    pub customer: String,
    /// For whom to recommend: one entry for each time the link says so, none where it cannot be
    /// read.
    pub whom: Vec<Option<Whom>>,
}

/// A panel as it is declared, beside its questions and reports.
pub struct Declaration {
    /// As it stands in links: `segments`.
    pub key: &'static str,
    /// As it stands in the page's rail; none for what only the command line and parts of the page ask.
    pub word: Option<&'static str>,
    /// What it answers, for the command line's help.
    pub help: &'static str,
    /// What a link may say to it besides the filters, in canonical order.
    pub params: &'static [Param<Link>],
    /// Puts parameters that contradict each other back to their defaults, and lists their keys.
    pub(crate) settle: fn(&mut Link) -> Vec<[&'static str; 2]>,
    /// The question of a link to it.
    pub(crate) ask: fn(Link) -> Result<AnyQuestion, NotAQuestion>,
}

impl Declaration {
    /// A panel that reads the filters and nothing else.
    pub(crate) const fn new(
        key: &'static str,
        word: Option<&'static str>,
        help: &'static str,
        ask: fn(Link) -> Result<AnyQuestion, NotAQuestion>,
    ) -> Self {
        Self {
            key,
            word,
            help: self::help(help),
            params: &[],
            settle: |_| Vec::new(),
            ask,
        }
    }
}

impl Link {
    /// The same filters on another panel.
    pub fn on(&self, panel: Panel) -> Self {
        Self {
            panel,
            embed: self.embed.clone(),
            filters: self.filters.clone(),
            ..Self::default()
        }
    }

    /// The same filters, and something else of the Products panel.
    pub fn of_products(&self, edit: impl FnOnce(&mut products::Choices)) -> Self {
        let mut next = self.clone();
        edit(&mut next.products);
        next
    }

    /// The same link with one parameter of its panel said anew, as a field of a form does: there is one
    /// reader for links and fields. None when the value cannot be used.
    pub fn with(&self, key: &str, value: &str) -> Option<Self> {
        let own = self.panel.declared().params;
        // A panel may have a parameter of its own under the key of a filter.
        let is_own = own.iter().any(|param| param.key == key);
        let mut query = String::new();
        for param in FILTERS.iter().filter(|param| is_own || param.key != key) {
            param.print(&self.filters, &mut query);
        }
        for param in own.iter().filter(|param| param.key != key) {
            param.print(self, &mut query);
        }
        let said = format!("{key}={}", encoded(value));
        let parts: Vec<&str> = query
            .split('&')
            .filter(|part| !part.is_empty())
            .chain([&*said])
            .collect();
        let mut next = Self {
            panel: self.panel,
            embed: self.embed.clone(),
            ..Self::default()
        };
        let notices = next.read_parts(&parts, Some(self.panel));
        notices.is_empty().then_some(next)
    }

    /// Its question.
    ///
    /// # Errors
    /// When the panel needs to be told more, and the link does not say it.
    pub fn question(self) -> Result<AnyQuestion, NotAQuestion> {
        (self.panel.declared().ask)(self)
    }

    /// The canonical query without the panel: filters, then the panel's own parameters, each in
    /// declared order, defaults left out.
    pub fn query(&self) -> String {
        let mut query = String::new();
        for param in FILTERS {
            param.print(&self.filters, &mut query);
        }
        for param in self.panel.declared().params {
            param.print(self, &mut query);
        }
        query
    }
}

/// As it stands in the address bar.
impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("?panel=")?;
        f.write_str(self.panel.key())?;
        if !self.embed.is_empty() {
            f.write_str("&")?;
            f.write_str(&self.embed)?;
        }
        let query = self.query();
        if !query.is_empty() {
            f.write_str("&")?;
        }
        f.write_str(&query)?;
        match &self.sheet {
            Some(only) => write!(f, "&{SHEET}={}", encoded(&only.to_string())),
            None => Ok(()),
        }
    }
}
