//! The built page: static files, with `index.html` for the folder, and `404.html`, which is the page
//! again, for its panels and for what is not there. An address deeper than the page leads to it.
//! With each comes its policy.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::facts::Note;
use super::files::{self, Keep, is_hashed};
use super::gateway::Gateway;
use super::refusal::Refusal;

/// The element for pages of other origins, which is a module: browsers only load that where they may read it.
const ELEMENT: &str = "clientele-embed.js";

/// First parts of addresses that are no panel's: they are answered elsewhere, or not at all. Some disks know no capitals.
const NO_PANELS: [&str; 3] = ["data", "healthz", "metrics"];

/// The page was sent in place of what was asked for.
#[derive(Clone)]
struct IsPage;

/// Answers with a file of the page.
///
/// # Errors
/// [`Refusal::NoFile`] when neither the file nor a `404.html` is there, and for everything under
/// `/data/`; [`Refusal::Method`].
pub async fn page(
    State(gateway): State<Arc<Gateway>>,
    Extension(note): Extension<Note>,
    request: Request,
) -> Result<Response, Refusal> {
    let name = request.uri().path().trim_start_matches('/').to_owned();
    let is_element = name == ELEMENT;
    let mut response = file(&gateway, &note, request).await?;
    let is_page = response.extensions_mut().remove::<IsPage>().is_some();
    let headers = response.headers_mut();
    let name = if is_page { "index.html" } else { &name };
    let policy = gateway.policies.for_file(name).clone();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if is_element {
        let anybody = HeaderValue::from_static("*");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
    }
    Ok(response)
}

async fn file(gateway: &Gateway, note: &Note, request: Request) -> Result<Response, Refusal> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::Method);
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = percent_decode_str(path).decode_utf8_lossy();
    // Data are answered elsewhere, and only to those who may see them.
    let first = path.split_once('/').map(|(first, _)| first);
    let is_named = |first: &str| {
        NO_PANELS
            .iter()
            .any(|name| name.eq_ignore_ascii_case(first))
    };
    let is_data = first.is_some_and(is_named);
    let folder = gateway
        .dist
        .as_ref()
        .filter(|_| !is_data)
        .ok_or(Refusal::NoFile)?;
    note.set(|facts| facts.route = "page");
    let file = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.clone().into_owned(),
    };
    let headers = request.headers();
    match files::find(folder, &file).await {
        Ok(found) => {
            let keep = if is_hashed(&file) {
                Keep::Forever
            } else {
                Keep::Ask
            };
            let packed = found.send_packed(&gateway.packed, keep, headers);
            Ok(packed.unwrap_or_else(|| found.send(keep, false, headers)))
        }
        Err(Refusal::NoFile) => {
            if let Some(elsewhere) = elsewhere(request.uri(), &path) {
                return Ok(elsewhere);
            }
            let fallback = files::find(folder, "404.html").await?;
            // Without what the visitor has: a page that stands for another is always sent whole.
            let mut bare = HeaderMap::new();
            if let Some(takes) = headers.get(header::ACCEPT_ENCODING) {
                bare.insert(header::ACCEPT_ENCODING, takes.clone());
            }
            let packed = fallback.send_packed(&gateway.packed, Keep::Ask, &bare);
            let mut response = packed.unwrap_or_else(|| fallback.send(Keep::Ask, false, &bare));
            response.extensions_mut().insert(IsPage);
            // A panel is an address of the page though no file has its name.
            if file.contains(['/', '.']) {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            Ok(response)
        }
        Err(refusal) => Err(refusal),
    }
}

/// Where the address of a panel with a slash in it or behind it leads: the page finds its files beside itself only, so it is
/// told the panel in the query. `path` is decoded; one with a dot is a file that is not there.
///
/// The way is relative, since a proxy may have taken a path away that only the visitor knows.
fn elsewhere(asked: &Uri, path: &str) -> Option<Response> {
    if !path.contains('/') || path.contains('.') {
        return None;
    }
    let depth = asked.path().matches('/').count().saturating_sub(1);
    let panel = utf8_percent_encode(path.trim_matches('/'), NON_ALPHANUMERIC);
    let query = asked.query().filter(|query| !query.is_empty());
    let query = query.map(|query| format!("&{query}")).unwrap_or_default();
    let location = format!("./{}?panel={panel}{query}", "../".repeat(depth));
    let headers = [
        (header::LOCATION, HeaderValue::from_str(&location).ok()?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    Some((StatusCode::FOUND, headers).into_response())
}
