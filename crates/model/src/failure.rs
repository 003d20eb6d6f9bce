//! What can go wrong with a question: one small value, one plain sentence each.
//!
//! A sentence says what happened, what is kept, and what to do. Each is tested word for word. What it repeats of a link is
//! cut to its beginning.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::filters::{Dimension, are_not};
use crate::words::{Piece, agreeing, counted, short};

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// The network did not answer.
    #[error(
        "The data could not be fetched because the network did not answer. What is on the page is kept; try again when you are online."
    )]
    Offline,
    /// The server answered with an error.
    #[error(
        "The server answered “{status}” when asked for {what}. What is on the page is kept; try again, or tell whoever runs this page.",
        what = short(what)
    )]
    Http {
        /// The HTTP status.
        status: u16,
        /// The file that was asked for.
        what: String,
    },
    /// The page's own gateway does not know who asks, and says so.
    #[error("{sentence}")]
    SignIn {
        /// What is said.
        sentence: String,
    },
    /// Whoever was asked says why there is no answer, in words meant for the visitor: a gateway, or
    /// the reader of what it sent.
    #[error("{sentence}")]
    Refused {
        /// What is said.
        sentence: String,
    },
    /// A live data set was asked for what needs every order.
    #[error(
        "The Overview cannot be narrowed to chosen customers here, because the database sends totals and not every order. Open Segments, or remove this choice."
    )]
    OnlyTotals,
    /// A live data set was asked for what only every line of it could answer.
    #[error(
        "{what} cannot be shown here, because the database sends totals and not every order. {instead}"
    )]
    NotFromTotals {
        /// What was asked for, as it begins a sentence.
        what: String,
        /// What to do instead, as a sentence.
        instead: String,
    },
    /// Products were to be ranked by margin without costs.
    #[error(
        "Products cannot be ranked by margin here, because this data set has no unit costs. Rank them by revenue or units, or make the pack again with a cost column."
    )]
    NoCosts,
    /// There is no such product.
    #[error(
        "There is no product “{id}” in this data set. Check its code, or look for it by name on Products.",
        id = short(id)
    )]
    NoProduct {
        /// The code in the link.
        id: String,
    },
    /// There is no such customer.
    #[error(
        "There is no customer “{id}” under these filters. Check how it is written, or widen the period.",
        id = short(id)
    )]
    NoCustomer {
        /// The number in the link.
        id: String,
    },
    /// The link names a data folder that the page does not know.
    #[error(
        "This link asks for data at {address}, which is not among the addresses this page may use. Ask whoever runs the page to list it in config.json.",
        address = short(address)
    )]
    NotListed {
        /// The address in the link.
        address: String,
    },
    /// There is no such data set.
    #[error("There is no data set “{name}” here. Choose one on the Data panel.", name = short(name))]
    NoDataset {
        /// The name in the link.
        name: String,
    },
    /// The link names a data set that is kept on another device.
    #[error(
        "The data set “{name}” is not kept in this browser: your own data sets stay on the device where their files were opened. Open the link there, or the same files here.",
        name = short(name)
    )]
    Elsewhere {
        /// The name in the link.
        name: String,
    },
    /// The catalogue cannot be read.
    #[error(
        "The catalogue of this data set cannot be read ({detail}). Nothing was loaded; make the pack again with “clientele pack”."
    )]
    BadCatalogue {
        /// What the reader met.
        detail: String,
    },
    /// The pack was written by a newer version.
    #[error(
        "This data set was made for a newer version (contract {theirs}; this page reads up to {ours}). Reload the page, or make the pack again with this version."
    )]
    Newer {
        /// The pack's contract version.
        theirs: u32,
        /// The newest version that is read here.
        ours: u32,
    },
    /// An Arrow file is broken or cut.
    #[error(
        "The file {what} is damaged or incomplete ({detail}). What is on the page is kept; reload, or make the pack again."
    )]
    NotArrow {
        /// The file.
        what: String,
        /// What the reader met.
        detail: String,
    },
    /// A column that must be there is missing.
    #[error("The file {what} has no column “{column}”. Make the pack again with this version.")]
    MissingColumn {
        /// The file.
        what: String,
        /// The column.
        column: String,
    },
    /// The filters leave nothing.
    #[error("No sale matches these filters. Widen the period or remove a filter.")]
    Nothing,
    /// The period lies outside the data.
    #[error(
        "There are no sales {when}: the data run from {first} to {last}. Choose days within that.",
        when = when(*from, *to),
        first = Piece::Day(*first),
        last = Piece::Day(*last)
    )]
    NoSales {
        /// First day asked for.
        from: Option<Date>,
        /// Last day asked for.
        to: Option<Date>,
        /// First day of the data.
        first: Date,
        /// Last day of the data.
        last: Date,
    },
    /// Whoever bought is not known.
    #[error(
        "No known customer bought anything here, so there are no segments. Sales without a customer count on the other panels; widen the period or remove a filter, or make the pack again with a customer column."
    )]
    Nobody,
    /// The data set names no customers at all.
    #[error(
        "This data set names no customers, so there are no segments. Its sales still count on Overview, Products and Baskets; for segments, open a file with a customer column."
    )]
    NoCustomers,
    /// The data set names no products at all.
    #[error(
        "Each line of this data set is a whole order that names no products, so there are none to show. Its orders count on Overview and Segments; for products, open a file with a line for each product."
    )]
    WholeOrders,
    /// The filters leave too few customers to group.
    #[error(
        "Groups need at least {}, and these filters leave {have}. Widen the period or remove a filter.",
        counted(*need, "customer")
    )]
    TooFew {
        /// How many are needed.
        need: u32,
        /// How many there are.
        have: u32,
    },
    /// All customers are the same in every measure.
    #[error(
        "The {} these filters leave {} alike in every measure, so there are no groups to find. Widen the period or remove a filter.",
        counted(*have, "customer"),
        agreeing(*have, "is", "are")
    )]
    AllAlike {
        /// How many there are.
        have: u32,
    },
    /// The selection names a segment that these filters do not produce.
    #[error(
        "There is no segment “{name}” under these filters. Open Segments and choose one of those shown.",
        name = short(name)
    )]
    NoSegment {
        /// The segment in the link.
        name: String,
    },
    /// The data set does not have what a filter or selection needs.
    #[error("This data set has no {column}, so the filter on it cannot be used. Remove it.")]
    NoSuchColumn {
        /// Plain name of what is missing.
        column: String,
    },
    /// A filter or selection lists only values that the data set does not have.
    #[error(
        "{what}, so no sale matches. Remove {it} from the filters.",
        what = are_not(*of, values),
        it = agreeing(values.len() as u64, "it", "them")
    )]
    NoSuchValue {
        /// What is listed.
        of: Dimension,
        /// The values, at least one.
        values: Vec<String>,
    },
    /// The page and its engine are of different builds.
    #[error(
        "This page is older than its engine. Reload the page; your filters are kept in the link."
    )]
    Outdated,
    /// The worker died or hung and was started again.
    #[error(
        "The calculation stopped unexpectedly and was started again. Your filters and the last answer are kept; try again."
    )]
    Crashed {
        /// The last words, for the console.
        detail: String,
    },
    /// The code that answers this could not be fetched.
    #[error(
        "The part of the calculation that answers this could not be fetched. Your filters and the last answer are kept; try again when you are online, and if that does not help, reload the page."
    )]
    NoCode,
    /// The browser cannot start a worker.
    #[error(
        "This browser could not start the calculation engine. Use a current browser, or ask whoever runs this page to allow workers and WebAssembly."
    )]
    NoWorker,
    /// What cannot happen has happened: the code is wrong.
    #[error(
        "This is an error in Clientele itself ({detail}). Send the link in the address bar and this sentence to whoever runs this page; what is on the page is kept."
    )]
    Defect {
        /// What happened, for whoever mends it.
        detail: String,
    },
}

/// "from 1 Jan 2030 to 31 Jan 2030".
fn when(from: Option<Date>, to: Option<Date>) -> String {
    match (from.map(Piece::Day), to.map(Piece::Day)) {
        (Some(from), Some(to)) if from == to => format!("on {from}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(to)) => format!("up to {to}"),
        (None, None) => "in this period".to_owned(),
    }
}

impl Failure {
    /// What cannot happen has happened.
    pub fn defect(detail: &str) -> Self {
        Self::Defect {
            detail: detail.to_owned(),
        }
    }
}
