//! The HTTP client: one pool of connections to one ClickHouse address.

use std::time::Duration;

use clientele_model::filters::encoded;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::answer::{Answer, Summary};
use super::audience::Statement;
use super::form::{ARROW, COUNTING, READING, TEXT, WRITING};
use super::query::Query;
use super::tls;
use super::trouble::{Trouble, TroubleKind};

/// Where ClickHouse is, and as whom to read.
#[derive(Clone, Debug)]
pub struct Server {
    /// `http://host:8123/` or `https://host:8443/`; a path is kept.
    pub url: String,
    /// The database of the views.
    pub database: String,
    /// The read-only user.
    pub user: String,
    /// Their key; empty for none.
    pub key: String,
    /// Certificates of a private authority, in PEM, instead of the system's.
    pub authority: Option<String>,
}

/// What a query may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time until the connection stands.
    pub connect: Duration,
    /// Time in ClickHouse, in whole seconds; also the longest wait between two pieces of a result.
    pub time: Duration,
    /// Bytes of a result.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            time: Duration::from_secs(30),
            bytes: 256 << 20,
        }
    }
}

/// More of an exception is not read.
const LONGEST_MESSAGE: usize = 64 << 10;

/// A request target that `hyper` can hold.
const LONGEST_TARGET: usize = 60_000;

type Pool = hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Asks one ClickHouse. Clones share their connections.
#[derive(Clone)]
pub struct Client {
    pool: Pool,
    /// Address without a slash at its end.
    base: String,
    database: String,
    user: HeaderValue,
    key: HeaderValue,
    limits: Limits,
}

impl Client {
    /// A client for a server. Certificates are checked against the system's roots, or those of a private authority.
    ///
    /// # Errors
    /// [`TroubleKind::SetUp`] when the address, the user or the key cannot be sent.
    pub fn new(server: &Server, limits: Limits) -> Result<Self, Trouble> {
        let set_up = |what: &str| Trouble::new(TroubleKind::SetUp, what);
        let base = server.url.trim_end_matches('/').to_owned();
        let uri: Uri = base
            .parse()
            .map_err(|_| set_up("the address of ClickHouse is not a valid address"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.query().is_some() {
            return Err(set_up(
                "the address of ClickHouse must begin with http:// or https:// and have no question mark",
            ));
        }
        // Addresses are shown and logged; a user and a key in one would be, too.
        if uri.authority().is_some_and(|of| of.as_str().contains('@')) {
            return Err(set_up(
                "the address of ClickHouse holds a user; write “user” and “key” apart from it",
            ));
        }
        let header = |text: &str| {
            HeaderValue::from_str(text)
                .map_err(|_| set_up("the user or key of ClickHouse cannot stand in a header"))
        };
        let (user, mut key) = (header(&server.user)?, header(&server.key)?);
        key.set_sensitive(true);
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(limits.connect));
        let https = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls::trust(server, uri.scheme_str() == Some("https"))?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let pool = hyper_util::client::legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(8))
            .build(https);
        Ok(Self {
            pool,
            base,
            database: server.database.clone(),
            user,
            key,
            limits,
        })
    }

    /// Whether ClickHouse answers.
    ///
    /// # Errors
    /// [`TroubleKind::Down`] or [`TroubleKind::Slow`] when not.
    pub async fn ping(&self) -> Result<(), Trouble> {
        let response = self
            .request(Method::GET, format!("{}/ping", self.base), "")
            .await?;
        match response.status() {
            StatusCode::OK => Ok(()),
            status => Err(Trouble::new(TroubleKind::Down, format!("ping: {status}"))),
        }
    }

    /// Sends a query. The answer begins when ClickHouse has its first bytes. `id` names the query
    /// in ClickHouse's log, and to [`Client::kill`]; two queries at once never have the same.
    ///
    /// # Errors
    /// One kind for each way it may fail, see [`TroubleKind`].
    pub async fn send(&self, query: &Query, id: &str) -> Result<Answer, Trouble> {
        let params = query.params.iter();
        let params = params.map(|(name, value)| (*name, value.as_str()));
        let target = self.target(&[ARROW, COUNTING, READING].concat(), params, id)?;
        let response = self.request(Method::POST, target, query.sql).await?;
        let response = checked(response).await?;
        let summary = response
            .headers()
            .get("x-clickhouse-summary")
            .and_then(|header| header.to_str().ok())
            .map_or_else(Summary::default, Summary::parse);
        Ok(Answer::new(
            summary,
            response.into_body(),
            self.limits.bytes,
            self.patience(),
        ))
    }

    /// What a statement prints, as text with a line for each row: for looking at a database, not for tables.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn text(&self, sql: &str) -> Result<String, Trouble> {
        let target = format!(
            "{}/?default_format=TabSeparated&database={}",
            self.base,
            encoded(&self.database)
        );
        let response = self.request(Method::POST, target, sql.to_owned()).await?;
        let response = passed(response).await?;
        self.printed(response, LONGEST_MESSAGE as u64).await
    }

    /// Ends a query that was sent with this id. A query that is over is no failure. ClickHouse ends
    /// a query by itself when its answer is dropped; this is for servers that do not notice.
    ///
    /// # Errors
    /// As [`Client::send`]: the user needs the right to end its own queries.
    pub async fn kill(&self, id: &str) -> Result<(), Trouble> {
        let target = format!("{}/?param_id={}", self.base, encoded(id));
        let sql = "KILL QUERY WHERE query_id = {id:String} ASYNC";
        let response = self.request(Method::POST, target, sql).await?;
        match response.status() {
            StatusCode::OK => Ok(()),
            _ => passed(response).await.map(drop),
        }
    }

    /// Sends a statement that is no table, and returns what it prints, with a line for each row. `writes` when it is to change
    /// something. What it prints is held to the bytes of a result.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn run(
        &self,
        statement: &Statement,
        id: &str,
        writes: bool,
    ) -> Result<String, Trouble> {
        let params = statement.params.iter();
        let params = params.map(|(name, value)| (name.as_str(), value.as_str()));
        let manner = if writes { WRITING } else { READING };
        let target = self.target(&[TEXT, COUNTING, manner].concat(), params, id)?;
        let response = self
            .request(Method::POST, target, statement.sql.clone())
            .await?;
        let response = passed(response).await?;
        self.printed(response, self.limits.bytes).await
    }

    /// Everything that a response prints, of so many bytes at most.
    async fn printed(&self, response: Response<Incoming>, most: u64) -> Result<String, Trouble> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let body = Limited::new(response.into_body(), most).collect();
        let body = tokio::time::timeout(self.patience(), body).await;
        let body = body.map_err(|_| Trouble::new(TroubleKind::Slow, "no end in time"))?;
        let body = body.map_err(|error| Trouble::new(TroubleKind::Cut, error.to_string()))?;
        Ok(String::from_utf8_lossy(&body.to_bytes()).into_owned())
    }

    /// Address of a query: everything but the statement.
    fn target<'a>(
        &self,
        form: &str,
        params: impl Iterator<Item = (&'a str, &'a str)>,
        id: &str,
    ) -> Result<String, Trouble> {
        let Limits { time, bytes, .. } = self.limits;
        let mut target = format!(
            "{}/?{}&max_execution_time={}&max_result_bytes={bytes}&database={}&query_id={}",
            self.base,
            form.trim_start_matches('&'),
            time.as_secs().max(1),
            encoded(&self.database),
            encoded(id)
        );
        for (name, value) in params {
            target.push_str("&param_");
            target.push_str(name);
            target.push('=');
            target.push_str(&encoded(value));
        }
        match target.len() {
            ..=LONGEST_TARGET => Ok(target),
            length => Err(Trouble::new(
                TroubleKind::TooLong,
                format!("{length} bytes"),
            )),
        }
    }

    /// ClickHouse ends a slow query itself; only when it does not, the client does.
    fn patience(&self) -> Duration {
        self.limits.time + Duration::from_secs(5)
    }

    async fn request(
        &self,
        method: Method,
        target: String,
        body: impl Into<Bytes>,
    ) -> Result<Response<Incoming>, Trouble> {
        let mut request = Request::new(Full::new(body.into()));
        *request.method_mut() = method;
        *request.uri_mut() = target
            .parse()
            .map_err(|_| Trouble::new(TroubleKind::TooLong, "the address cannot be parsed"))?;
        let headers: &mut HeaderMap = request.headers_mut();
        headers.insert("x-clickhouse-user", self.user.clone());
        headers.insert("x-clickhouse-key", self.key.clone());
        match tokio::time::timeout(self.patience(), self.pool.request(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(Trouble::new(TroubleKind::Down, chain(&error))),
            Err(_) => Err(Trouble::new(TroubleKind::Slow, "no answer in time")),
        }
    }
}

/// What ClickHouse calls an Arrow stream, by its version.
const KINDS: [&str; 2] = [
    "application/vnd.apache.arrow.stream",
    "application/octet-stream",
];

/// The type of an answer that is none of ClickHouse's tables: a page to sign in, as a proxy sends it, has one too.
fn other_kind(headers: &HeaderMap) -> Option<String> {
    let Some(kind) = headers.get(CONTENT_TYPE) else {
        return Some("without a type".to_owned());
    };
    let kind = String::from_utf8_lossy(kind.as_bytes());
    let bare = kind.split(';').next().unwrap_or_default().trim();
    let is_known = KINDS.iter().any(|known| known.eq_ignore_ascii_case(bare));
    (!is_known).then(|| kind.chars().take(60).collect())
}

/// The response with a table, or the exception it carries.
async fn checked(response: Response<Incoming>) -> Result<Response<Incoming>, Trouble> {
    let response = passed(response).await?;
    match other_kind(response.headers()) {
        Some(kind) => Err(Trouble::new(
            TroubleKind::Broken,
            format!("the answer is {kind}, not Arrow: something stands before ClickHouse"),
        )),
        None => Ok(response),
    }
}

/// The response, or the exception it carries.
async fn passed(response: Response<Incoming>) -> Result<Response<Incoming>, Trouble> {
    let code = response
        .headers()
        .get("x-clickhouse-exception-code")
        .and_then(|header| header.to_str().ok()?.parse().ok());
    if response.status() == StatusCode::OK && code.is_none() {
        return Ok(response);
    }
    let status = response.status();
    let body = Limited::new(response.into_body(), LONGEST_MESSAGE)
        .collect()
        .await
        .map_or_else(|_| Bytes::new(), |body| body.to_bytes());
    let text = String::from_utf8_lossy(&body);
    let mut trouble = Trouble::of_exception(code, &text);
    trouble.detail = format!("{status}: {}", trouble.detail);
    if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
        trouble.kind = TroubleKind::Locked;
    }
    Err(trouble)
}

/// An error and what it comes from.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}
