//! Which address is answered by what.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Extension, Json, Router};

use super::facts::Note;
use super::files::{self, Keep};
use super::gateway::Gateway;
use super::live::HeldCatalogue;
use super::packs;
use super::refusal::Refusal;
use super::table::{is_known, table};
use super::{audiences, calm, cors, head, health, observe, pack_up, page, visit};
use crate::clickhouse::Table;
use crate::pack::write::Listed;

/// Everything that can be asked, with what stands around it.
pub fn router(gateway: &Arc<Gateway>) -> Router {
    let router = Router::new()
        .route("/data/index.json", get(index).fallback(method))
        .route("/data/{slug}/{*file}", get(data).fallback(method))
        .route("/healthz", get(health::health).fallback(method));
    // The address is a panel of the page as well.
    let router = match gateway.takes_audiences() {
        true => router.route("/audiences", post(audiences::write).fallback(page::page)),
        false => router,
    };
    let router = match gateway.has_metrics_apart {
        true => router.route("/metrics", any(nothing)),
        false => router.route("/metrics", get(metrics).fallback(method)),
    };
    let router = router
        .fallback(page::page)
        .layer(from_fn_with_state(Arc::clone(gateway), head::check))
        .layer(pack_up::layer())
        .layer(from_fn_with_state(Arc::clone(gateway), vary));
    let router = match &gateway.origins[..] {
        [] => router,
        origins => router.layer(cors::layer(origins, gateway.takes_audiences())),
    };
    router
        .layer(calm::layer())
        .layer(from_fn_with_state(Arc::clone(gateway), observe::observe))
        .with_state(Arc::clone(gateway))
}

/// The counters alone, for an address of their own.
pub fn counters(gateway: &Arc<Gateway>) -> Router {
    Router::new()
        .route("/metrics", get(metrics).fallback(method))
        .fallback(nothing)
        .layer(from_fn_with_state(Arc::clone(gateway), head::check))
        .layer(from_fn_with_state(Arc::clone(gateway), observe::observe))
        .with_state(Arc::clone(gateway))
}

type Answer = Result<Response, Refusal>;

async fn nothing() -> Refusal {
    Refusal::NoFile
}

async fn method() -> Refusal {
    Refusal::Method
}

/// Data differ by who asks.
async fn vary(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let is_data = request.uri().path().starts_with("/data/");
    let mut response = next.run(request).await;
    if is_data {
        let mut vary = |name: &HeaderName| {
            if let Ok(name) = HeaderValue::from_str(name.as_str()) {
                response.headers_mut().append(header::VARY, name);
            }
        };
        vary(&header::AUTHORIZATION);
        gateway.sign_in.iter().for_each(|by| vary(&by.header));
    }
    response
}

/// `/data/index.json`
async fn index(
    State(gateway): State<Arc<Gateway>>,
    Extension(note): Extension<Note>,
    visit::Visit(visitor): visit::Visit,
) -> Answer {
    note.set(|facts| facts.route = "index");
    let live = gateway.datasets.iter().map(|live| Listed {
        slug: live.about.slug.clone(),
        title: live.about.title.clone(),
    });
    let mut list: Vec<Listed> = live.collect();
    if let Some(folder) = gateway.packs.clone() {
        let packs = tokio::task::spawn_blocking(move || packs::listed(&folder)).await;
        for pack in packs.unwrap_or_default() {
            if list.iter().all(|known| known.slug != pack.slug) {
                list.push(pack);
            }
        }
    }
    list.retain(|listed| visitor.scope.allows(&listed.slug));
    let headers = [(header::CACHE_CONTROL, "private, no-cache")];
    Ok((headers, Json(list)).into_response())
}

/// `/data/<slug>/<file>`
async fn data(
    State(gateway): State<Arc<Gateway>>,
    Extension(note): Extension<Note>,
    visit::Visit(visitor): visit::Visit,
    path: Result<Path<(String, String)>, PathRejection>,
    request: Parts,
) -> Answer {
    note.set(|facts| facts.route = "data");
    let Path((slug, file)) = path.map_err(|_| Refusal::NoFile)?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if slug.len() > 64 || !slug.chars().all(is_name) {
        return Err(Refusal::NoFile);
    }
    if !visitor.scope.allows(&slug) {
        return Err(Refusal::NoDataset(slug));
    }
    let Some(live) = gateway.live(&slug) else {
        return pack(&gateway, &note, &slug, &file, &request).await;
    };
    note.set(|facts| facts.dataset = Some(slug));
    let caller = visit::take_turn(&gateway, &visitor, &request)?;
    if file == "catalogue.json" {
        note.set(|facts| facts.table = Some("catalogue"));
        return catalogue(live.catalogue().await?, &request.headers);
    }
    if file == "audiences.json" {
        note.set(|facts| facts.table = Some("audiences"));
        let may = live.writer.is_some() && visitor.writes.allows(&live.about.slug);
        let headers = [(header::CACHE_CONTROL, "no-store")];
        return Ok((headers, Json(serde_json::json!({ "may_write": may }))).into_response());
    }
    let name = file.strip_suffix(".arrow").unwrap_or(&file);
    let no_table = || Refusal::NoTable(name.chars().take(60).collect());
    let asked = Table::named(name)
        .filter(|&table| name != file && live.views.hold(table))
        .ok_or_else(no_table)?;
    note.set(|facts| facts.table = Some(asked.name()));
    if request.version < Version::HTTP_11 {
        return Err(Refusal::OldHttp);
    }
    let query = request.uri.query().unwrap_or_default();
    let what: (&Method, &str) = (&request.method, query);
    table(
        &gateway,
        Arc::clone(live),
        asked,
        what,
        &request.headers,
        (caller, &note),
    )
    .await
}

fn catalogue(held: Arc<HeldCatalogue>, asked: &HeaderMap) -> Answer {
    let tag = format!("W/\"{}\"", held.version);
    let known = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if is_known(asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, known).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let json: Bytes = held.json.clone();
    Ok((known, kind, Body::from(json)).into_response())
}

/// A file of a pack.
async fn pack(gateway: &Gateway, note: &Note, slug: &str, file: &str, request: &Parts) -> Answer {
    let unknown = || Refusal::NoDataset(slug.to_owned());
    let folder = gateway.packs.as_ref().ok_or_else(unknown)?;
    // The pack's own folder is the wall: links that lead elsewhere, another pack among them, are not followed.
    let catalogue = files::find_below(folder, slug, "catalogue.json").await;
    catalogue.map_err(|_| unknown())?;
    note.set(|facts| {
        facts.route = "pack";
        facts.dataset = Some(slug.to_owned());
    });
    let found = files::find_below(folder, slug, file).await?;
    let query = request.uri.query().unwrap_or_default();
    let is_version = |part: &str| {
        part.strip_prefix("v=")
            .is_some_and(|value| !value.is_empty())
    };
    let keep = match query.split('&').any(is_version) {
        true => Keep::Forever,
        false => Keep::Ask,
    };
    let is_private = !gateway.tokens.is_empty() || gateway.sign_in.is_some();
    Ok(found.send(keep, is_private, &request.headers))
}

/// `/metrics`
async fn metrics(
    State(gateway): State<Arc<Gateway>>,
    Extension(note): Extension<Note>,
) -> Response {
    note.set(|facts| facts.route = "metrics");
    let kind = [
        (header::CONTENT_TYPE, "text/plain; version=0.0.4"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (kind, gateway.metrics.text()).into_response()
}
