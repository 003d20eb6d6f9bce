//! `/data/<slug>/<table>.arrow` of a data set in ClickHouse.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clientele_analysis::days;
use clientele_analysis::window::Window;
use tokio_util::io::ReaderStream;

use super::facts::Note;
use super::flight::Flight;
use super::gateway::Gateway;
use super::live::{HeldCatalogue, LiveDataset, short_hash};
use super::parameters::Parameters;
use super::rate::Caller;
use super::refusal::Refusal;
use super::stream::{BegunTable, RunningQuery, TableBody};
use crate::clickhouse::{Query, Table, Trouble};

/// How Arrow streams are called.
pub const ARROW: &str = "application/vnd.apache.arrow.stream";

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Answers with a table. What has not changed is not asked again.
///
/// # Errors
/// Whatever [`Refusal`] says about filters, data sets, turns and ClickHouse.
pub async fn table(
    gateway: &Arc<Gateway>,
    live: Arc<LiveDataset>,
    table: Table,
    (method, query): (&Method, &str),
    headers: &HeaderMap,
    (caller, note): (Caller, &Note),
) -> Result<Response, Refusal> {
    let asked = Parameters::parse(query, &live.about.slug, table)?;
    let held = live.catalogue().await?;
    let query = Query::new(
        table,
        &asked.filters,
        &held.catalogue,
        live.views,
        &asked.beyond,
    )?;
    let tag = tag(&held, &query);
    let mut known = HeaderMap::new();
    known.insert(header::CONTENT_TYPE, HeaderValue::from_static(ARROW));
    known.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(lasts(&asked, &held)),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        known.insert(header::ETAG, tag);
    }
    if live.is_fresh(&held) && is_known(headers, &tag) {
        known.remove(header::CONTENT_TYPE);
        return Ok((StatusCode::NOT_MODIFIED, known).into_response());
    }
    if method == Method::HEAD {
        // How long it would be is not known before it is made.
        let unknown = Body::from_stream(ReaderStream::new(&[][..]));
        return Ok((known, unknown).into_response());
    }
    let share = gateway.shares.of(caller, gateway.limits.wait).await?;
    // Data sets of two names may have the same version.
    let asked = format!("{}\0{tag}", live.about.slug);
    let (seat, new) = gateway.flights.join(&asked);
    if let Some(flight) = new {
        tokio::spawn(ask(Arc::clone(gateway), live, query, asked, flight));
    }
    let begun = seat.begun().await;
    note.set(|facts| facts.query = seat.query());
    let elapsed = begun?;
    note.set(|facts| facts.clickhouse = Some(elapsed));
    let timing = format!("clickhouse;dur={:.1}", elapsed.as_secs_f64() * 1e3);
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        known.insert(SERVER_TIMING, timing);
    }
    let longest = gateway.limits.answer;
    let sent = TableBody::new(seat, share, note.clone(), longest);
    Ok((known, Body::new(sent)).into_response())
}

/// Asks ClickHouse, once it is its turn, and hands the answer on to all who wait for it.
async fn ask(
    gateway: Arc<Gateway>,
    live: Arc<LiveDataset>,
    query: Query,
    asked: String,
    flight: Arc<Flight>,
) {
    let work = async {
        let turn = Arc::clone(&gateway.turns).acquire_owned();
        let turn = tokio::time::timeout(gateway.limits.wait, turn)
            .await
            .map_err(|_| Refusal::Full)?
            .map_err(|_| Refusal::Full)?;
        let begin = || begin(&gateway, &live, &query, &flight);
        let begun = match begin().await {
            Err(trouble) if trouble.kind.may_retry() => begin().await,
            outcome => outcome,
        }?;
        Ok((begun, turn))
    };
    let begun = tokio::select! {
        begun = work => Some(begun),
        () = flight.left() => None,
    };
    match begun {
        Some(Ok((table, turn))) => {
            flight.carry(table).await;
            drop(turn);
        }
        Some(Err(refusal)) => flight.fail(refusal),
        None => {}
    }
    gateway.flights.land(&asked, &flight);
}

/// Sends the query and waits for the beginning of its answer.
async fn begin(
    gateway: &Gateway,
    live: &Arc<LiveDataset>,
    query: &Query,
    flight: &Flight,
) -> Result<BegunTable, Trouble> {
    let id = gateway.ids.next("clientele-");
    flight.is_asked(id.clone());
    let mut running = RunningQuery::new(Arc::clone(live), id.clone());
    match live.client.send(query, &id).await {
        Ok(answer) => BegunTable::of(answer, running).await,
        Err(trouble) => {
            running.failed(trouble.kind);
            Err(trouble)
        }
    }
}

/// Stands for the catalogue's version, the table and what was asked of it. It is weak, since the
/// same table is sent in several encodings.
fn tag(held: &HeldCatalogue, query: &Query) -> String {
    let mut text = format!("{}\0{}\0", held.version, query.sql);
    for (name, value) in &query.params {
        text.push_str(&format!("{name}={value}\0"));
    }
    format!("W/\"{}\"", short_hash(text.as_bytes()))
}

/// Whether the visitor has what this tag stands for.
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

/// How long a visitor may keep it: a period that is over changes rarely, one that reaches the last
/// day grows.
fn lasts(asked: &Parameters, held: &HeldCatalogue) -> &'static str {
    let last = days::from_date(held.catalogue.last);
    let is_closed =
        Window::new(&asked.filters, &held.catalogue).is_ok_and(|window| window.days.last < last);
    match is_closed {
        true => "private, max-age=86400",
        false => "private, max-age=60",
    }
}
