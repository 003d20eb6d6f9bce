//! Why a request has no answer: a status and one plain sentence each.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clientele_analysis::tables::MOST_DAYS;
use clientele_model::failure::Failure;

use crate::clickhouse::Trouble;
use crate::clickhouse::audience::Uncompiled;

/// Why a request has no answer. It prints as the sentence that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such data set, or not for this visitor.
    #[error("There is no data set “{0}” here. Choose one on the Data panel.")]
    NoDataset(String),
    /// No such table.
    #[error("There is no table “{0}” here. Reload the page, or tell whoever runs it.")]
    NoTable(String),
    /// No such file.
    #[error("There is nothing at this address. Open the page at its own address.")]
    NoFile,
    /// A part of the filters cannot be used.
    #[error("{0}")]
    Filters(String),
    /// The filters name a data set other than the address does.
    #[error(
        "The address is of the data set “{here}”, but its filters name “{there}”. Reload the page."
    )]
    OtherDataset {
        /// In the address.
        here: String,
        /// In the filters.
        there: String,
    },
    /// `product` is no code, or does not belong there.
    #[error(
        "“product” is one code of at most 200 bytes and belongs to the tables “customers” and “product” only. Reload the page."
    )]
    Product,
    /// `campaign` or `days` is none, or does not belong there.
    #[error(
        "“campaign” is one code of at most 200 bytes and “days” a number from 1 to {MOST_DAYS}; both belong to the table “responses” and to no other. Reload the page."
    )]
    Campaign,
    /// The data set has no answer to these filters.
    #[error("{0}")]
    Failure(Failure),
    /// ClickHouse failed.
    #[error("{0}")]
    Trouble(Trouble),
    /// Nobody known asks.
    #[error(
        "A token is needed to see this, and no valid one was sent. Use the token you were given, or ask whoever runs this page for one."
    )]
    NoToken,
    /// One client asks too often.
    #[error("More requests came from here than are allowed in a minute. What is on the page is kept; try again in {} s.", .0.as_secs().max(1))]
    TooOften(Duration),
    /// All turns are taken.
    #[error(
        "Too many questions are being answered at the moment. What is on the page is kept; try again in a few seconds."
    )]
    Full,
    /// The address is too long.
    #[error(
        "The address of this question is longer than is allowed. Choose fewer values in the filters."
    )]
    LongAddress,
    /// The headers are too long.
    #[error(
        "The headers of this request are longer than is allowed. Delete the cookies of this site and try again."
    )]
    LongHead,
    /// A request that carries something.
    #[error("Requests here consist of an address only. Send this one without a body.")]
    Body,
    /// An audience that is told in no known way.
    #[error(
        "An audience is told in JSON of at most 64 kB, and this one cannot be read ({0}). Reload the page, or look at docs/gateway.md."
    )]
    Audience(String),
    /// An audience in a form that pages of other sites can send unseen.
    #[error("Audiences are sent as JSON. Send this one with “Content-Type: application/json”.")]
    NotJson,
    /// An audience from a page of another site.
    #[error(
        "Audiences are not written for pages of other sites. Open Clientele at its own address, or let whoever runs it add that site to “origins”."
    )]
    OtherSite,
    /// The name of an audience is none.
    #[error(
        "The name of an audience has 1 to 80 characters, all of which can be seen. Give it another name."
    )]
    Name,
    /// The definition of an audience is none.
    #[error(
        "The definition of this audience cannot be read (“{0}”). Open it in the page and send it again."
    )]
    Definition(String),
    /// Audiences of the data set are not written.
    #[error(
        "Audiences of “{0}” are not written into its database. Download them instead, or ask whoever runs this page to allow it."
    )]
    NoWriting(String),
    /// This visitor may not write audiences of the data set.
    #[error(
        "You may see “{0}”, but not write its audiences into the database. Ask whoever runs this page to allow it."
    )]
    MayNotWrite(String),
    /// The definition cannot be put into a statement.
    #[error("{0}")]
    Uncompiled(Uncompiled),
    /// It came under a name that is not the gateway's.
    #[error(
        "Clientele does not answer to the name “{0}”. Open it under its own name; whoever runs it can add this one to “hosts” in its configuration."
    )]
    Host(String),
    /// Neither `GET` nor `HEAD`.
    #[error("Data can only be read here. Use GET or HEAD.")]
    Method,
    /// HTTP/1.0 cannot say that an answer broke off.
    #[error(
        "Tables are sent over HTTP/1.1 only, so that an answer that breaks off is noticed. Set “proxy_http_version 1.1” in the proxy in front of the gateway."
    )]
    OldHttp,
    /// A file that is there cannot be read.
    #[error("This file cannot be read at the moment. Try again, or tell whoever runs this page.")]
    Unreadable,
    /// The gateway has a defect, and this request met it.
    #[error(
        "Something went wrong here that never should. What is on the page is kept; try again, or tell whoever runs this page."
    )]
    Defect,
}

impl Refusal {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoDataset(_) | Self::NoTable(_) | Self::NoFile => StatusCode::NOT_FOUND,
            Self::Filters(_)
            | Self::OtherDataset { .. }
            | Self::Product
            | Self::Campaign
            | Self::Body
            | Self::Audience(_)
            | Self::Name
            | Self::Definition(_) => StatusCode::BAD_REQUEST,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::OtherSite | Self::NoWriting(_) | Self::MayNotWrite(_) => StatusCode::FORBIDDEN,
            Self::Failure(_) | Self::Uncompiled(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Trouble(trouble) => StatusCode::from_u16(trouble.kind.status())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::LongAddress => StatusCode::URI_TOO_LONG,
            Self::LongHead => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Host(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::OldHttp => StatusCode::HTTP_VERSION_NOT_SUPPORTED,
            Self::Unreadable | Self::Defect => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One word for the metrics and the log.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::NoDataset(_) => "dataset",
            Self::NoTable(_) => "table",
            Self::NoFile => "file",
            Self::Filters(_) | Self::OtherDataset { .. } | Self::Product | Self::Campaign => {
                "filters"
            }
            Self::Failure(_) => "nothing",
            Self::Audience(_)
            | Self::Name
            | Self::NotJson
            | Self::Definition(_)
            | Self::Uncompiled(_) => "audience",
            Self::OtherSite => "site",
            Self::NoWriting(_) | Self::MayNotWrite(_) => "writing",
            Self::Trouble(_) => "clickhouse",
            Self::NoToken => "token",
            Self::TooOften(_) => "rate",
            Self::Full => "full",
            Self::LongAddress => "address",
            Self::LongHead => "head",
            Self::Body => "body",
            Self::Host(_) => "host",
            Self::Method => "method",
            Self::OldHttp => "version",
            Self::Unreadable => "unreadable",
            Self::Defect => "defect",
        }
    }

    /// The body of the answer: `{"sentence":…,"request":…}`.
    pub fn body(&self, request: &str) -> String {
        serde_json::json!({ "sentence": self.to_string(), "request": request }).to_string()
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Uncompiled> for Refusal {
    fn from(why: Uncompiled) -> Self {
        match why {
            Uncompiled::Failure(failure) => Self::Failure(failure),
            why => Self::Uncompiled(why),
        }
    }
}

impl IntoResponse for Refusal {
    /// Status and headers; whoever knows the request's id writes the body (`observe`).
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match &self {
            Self::NoToken => {
                let scheme = HeaderValue::from_static("Bearer");
                headers.insert(header::WWW_AUTHENTICATE, scheme);
            }
            Self::TooOften(time) => {
                headers.insert(header::RETRY_AFTER, time.as_secs().max(1).into());
            }
            Self::Full => {
                headers.insert(header::RETRY_AFTER, 5.into());
            }
            Self::Trouble(trouble) if trouble.kind.status() == 503 => {
                headers.insert(header::RETRY_AFTER, 30.into());
            }
            Self::Method => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            Self::Body | Self::Audience(_) | Self::LongHead | Self::LongAddress => {
                // What would follow on this connection is not to be trusted.
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}
