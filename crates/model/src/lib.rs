//! The nouns of Clientele: what can be asked, what is answered, and what can go wrong.
//!
//! One *question* is a panel and a query string, `/segments?from=2011-01-01&country=France`. The
//! browser's address bar, a shared link, the cache key and the command line all use the same text
//! ([`link`], [`filters`], [`selection`]); everything that can be asked stands in one list
//! ([`question`]). A question is answered with a *report* ([`overview`], [`segments`], [`products`],
//! [`baskets`], [`recommend`], [`data`], [`audience`], [`customer`]), the same struct in the worker, on
//! the page and as JSON on the command line. Words that hold numbers are [`words::Sentence`]s, so that every
//! reader sees them in the form of the own locale. What cannot be answered is a
//! [`failure::Failure`]: one sentence.
//!
//! Nothing here computes; nothing here knows a browser, a file or a network.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod date;
pub mod decimal;
pub mod filters;
pub mod link;
pub mod question;
pub mod selection;

mod closed;

pub mod audience;
pub mod audiences;
pub mod baskets;
pub mod catalogue;
pub mod customer;
pub mod data;
pub mod outbound;
pub mod overview;
pub mod playbook;
pub mod products;
pub mod recommend;
pub mod segments;
pub mod values;

pub mod groups;
pub mod lines;
pub mod spreadsheet;
pub mod table;
pub mod words;

pub mod experiments;
pub mod failure;
pub mod opening;
pub mod wire;

pub use date::{Date, NotADate, date};
