//! `/healthz`: whether every database answers.

use std::sync::Arc;

use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::facts::Note;
use super::gateway::Gateway;
use super::visit;

/// 200 when all do, 503 with the names of the data sets whose database does not; names are told to
/// those who may see the data sets.
pub async fn health(
    State(gateway): State<Arc<Gateway>>,
    Extension(note): Extension<Note>,
    request: Parts,
) -> Response {
    note.set(|facts| facts.route = "health");
    let visitor = visit::who(&gateway, &request);
    let asked: Vec<_> = gateway
        .datasets
        .iter()
        .map(|live| {
            let live = Arc::clone(live);
            tokio::spawn(async move { (live.is_up().await, live.about.slug.clone()) })
        })
        .collect();
    let (mut all_up, mut down) = (true, vec![]);
    for state in asked {
        let Ok((is_up, slug)) = state.await else {
            continue;
        };
        all_up &= is_up;
        let may_see = visitor
            .as_ref()
            .is_some_and(|visitor| visitor.scope.allows(&slug));
        if !is_up && may_see {
            down.push(slug);
        }
    }
    let status = match all_up {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    (status, headers, Json(json!({ "ok": all_up, "down": down }))).into_response()
}
