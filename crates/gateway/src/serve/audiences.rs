//! `POST /audiences`: an audience is written into the database of its data set.
//!
//! It is taken only from those who may write it, as JSON, and not from pages of other sites: a form of such a page can send
//! no JSON, and a script of it is asked for its origin first.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use clientele_model::filters::Filters;
use clientele_model::selection::Only;
use http_body_util::{BodyExt, Limited};
use serde::Deserialize;

use super::auth::Visitor;
use super::facts::Note;
use super::gateway::Gateway;
use super::live::LiveDataset;
use super::log;
use super::refusal::Refusal;
use super::visit::{self, Visit};
use super::write::{Told, Written, write_down};

/// The address.
const PATH: &str = "/audiences";

/// Bytes of what is sent.
const MOST: usize = 64 << 10;

/// Characters of a name.
const LONGEST_NAME: usize = 80;

/// Letters of a name or definition that are repeated.
const SHOWN: usize = 60;

/// Letters of what the reader of JSON says.
const MOST_SAID: usize = 200;

/// What is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    dataset: String,
    name: String,
    definition: String,
    #[serde(default)]
    scope: String,
}

/// Whether a request is one that brings an audience.
pub fn is_sent(request: &Request) -> bool {
    request.method() == Method::POST && request.uri().path() == PATH
}

/// Writes an audience, and answers with how many customers are in it.
///
/// # Errors
/// [`Refusal`], with nothing written that is not passed over by whoever reads it.
pub async fn write(
    State(gateway): State<Arc<Gateway>>,
    Extension(note): Extension<Note>,
    Visit(visitor): Visit,
    request: Request,
) -> Result<Response, Refusal> {
    note.set(|facts| facts.route = "audiences");
    let (request, body) = request.into_parts();
    let caller = visit::take_turn(&gateway, &visitor, &request)?;
    is_of_a_script(&request.headers)?;
    is_of_this_site(&gateway, &request.headers)?;
    let unread = |why: &str| Refusal::Audience(why.chars().take(MOST_SAID).collect());
    let body = tokio::time::timeout(gateway.limits.head_time, Limited::new(body, MOST).collect());
    let body = body.await.map_err(|_| unread("it did not come in time"))?;
    let body = body.map_err(|_| unread("it is longer, or broke off"))?;
    let sent: Sent =
        serde_json::from_slice(&body.to_bytes()).map_err(|why| unread(&why.to_string()))?;
    let live = dataset(&gateway, &visitor, &sent.dataset)?;
    note.set(|facts| facts.dataset = Some(sent.dataset.clone()));
    let told = told(sent, &visitor)?;
    let share = gateway.shares.of(caller, gateway.limits.wait).await?;
    // It goes on when the visitor leaves: then it is whole all the same.
    let work = {
        let (gateway, note) = (Arc::clone(&gateway), note.clone());
        tokio::spawn(async move {
            let turn = Arc::clone(&gateway.turns).acquire_owned();
            let turn = tokio::time::timeout(gateway.limits.wait, turn).await;
            let turn = turn
                .map_err(|_| Refusal::Full)?
                .map_err(|_| Refusal::Full)?;
            let written = write_down(&gateway, &live, &told).await?;
            drop((turn, share));
            gateway.metrics.audience(written.customers);
            log::audience(&note.facts(), &written.run, written.customers);
            Ok::<Written, Refusal>(written)
        })
    };
    let written = work.await.map_err(|_| Refusal::Defect)??;
    note.set(|facts| facts.query = Some(written.run.clone()));
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::CREATED, headers, Json(written)).into_response())
}

/// The data set, where this visitor may write its audiences.
fn dataset(gateway: &Gateway, visitor: &Visitor, slug: &str) -> Result<Arc<LiveDataset>, Refusal> {
    let name: String = slug.chars().take(SHOWN).collect();
    let live = gateway.live(slug).filter(|_| visitor.scope.allows(slug));
    let live = live.ok_or_else(|| Refusal::NoDataset(name.clone()))?;
    if live.writer.is_none() {
        return Err(Refusal::NoWriting(name));
    }
    match visitor.writes.allows(slug) {
        true => Ok(Arc::clone(live)),
        false => Err(Refusal::MayNotWrite(name)),
    }
}

fn told(sent: Sent, visitor: &Visitor) -> Result<Told, Refusal> {
    let name = sent.name.trim();
    let length = name.chars().count();
    if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control) {
        return Err(Refusal::Name);
    }
    let definition: Result<Only, _> = sent.definition.parse();
    let definition = definition.map_err(|_| {
        let shown = sent.definition.chars().filter(|sign| !sign.is_control());
        Refusal::Definition(shown.take(SHOWN).collect())
    })?;
    let (filters, notices) = Filters::parse(&sent.scope);
    if let Some(notice) = notices.first() {
        return Err(Refusal::Filters(notice.to_string()));
    }
    if let Some(there) = filters
        .dataset
        .as_ref()
        .filter(|there| **there != sent.dataset)
    {
        return Err(Refusal::OtherDataset {
            here: sent.dataset,
            there: there.clone(),
        });
    }
    let by = visitor.token.as_ref().or(visitor.user.as_ref());
    Ok(Told {
        name: name.to_owned(),
        definition,
        filters,
        by: by.cloned().unwrap_or_default(),
    })
}

/// A form of any page can be sent without a question, but not as JSON.
fn is_of_a_script(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim();
    match bare.eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => Err(Refusal::NotJson),
    }
}

/// A page says where it is from; programs say nothing, and bring no sign-in of somebody else along.
fn is_of_this_site(gateway: &Gateway, headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let origin = origin.to_str().unwrap_or_default();
    if gateway.origins.iter().any(|listed| listed == origin) {
        return Ok(());
    }
    let fetched = headers.get("sec-fetch-site");
    let is_own = match fetched.and_then(|site| site.to_str().ok()) {
        Some(site) => site == "same-origin",
        None => {
            let host = origin.split_once("://").map(|(_, host)| host);
            let own = headers.get(header::HOST).and_then(|own| own.to_str().ok());
            host.is_some() && host == own
        }
    };
    match is_own {
        true => Ok(()),
        false => Err(Refusal::OtherSite),
    }
}
