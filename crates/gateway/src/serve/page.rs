//! The built page: static files, with `index.html` for the folder, and `404.html`, which is the page
//! again, for its panels and for what is not there.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use super::facts::Note;
use super::files::{self, Keep, is_hashed};
use super::gateway::Gateway;
use super::refusal::Refusal;

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
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::Method);
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = percent_decode_str(path).decode_utf8_lossy();
    // Data are answered elsewhere, and only to those who may see them.
    let is_data = path.starts_with("data/");
    let folder = gateway
        .dist
        .as_ref()
        .filter(|_| !is_data)
        .ok_or(Refusal::NoFile)?;
    note.set(|facts| facts.route = "page");
    let file = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.into_owned(),
    };
    let headers = request.headers();
    match files::find(folder, &file).await {
        Ok(found) => {
            let keep = if is_hashed(&file) {
                Keep::Forever
            } else {
                Keep::Ask
            };
            Ok(found.send(keep, false, headers))
        }
        Err(Refusal::NoFile) => {
            let fallback = files::find(folder, "404.html").await?;
            // Without the visitor's headers: a page that stands for another is always sent whole.
            let mut response = fallback.send(Keep::Ask, false, &axum::http::HeaderMap::new());
            // A panel is an address of the page though no file has its name.
            if file.contains(['/', '.']) {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            Ok(response)
        }
        Err(refusal) => Err(refusal),
    }
}
