//! Pages of other origins.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::observe::REQUEST_ID;

/// Lets pages of exactly these origins read answers, and send audiences where those are taken; for all others browsers keep
/// them back.
pub fn layer(origins: &[String], takes_audiences: bool) -> CorsLayer {
    let post = takes_audiences.then_some(Method::POST);
    let methods = [Method::GET, Method::HEAD].into_iter().chain(post);
    let content_type = takes_audiences.then_some(header::CONTENT_TYPE);
    let headers = [header::AUTHORIZATION, header::IF_NONE_MATCH];
    let origins = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods(methods.collect::<Vec<_>>())
        .allow_headers(headers.into_iter().chain(content_type).collect::<Vec<_>>())
        .expose_headers([
            HeaderName::from_static("server-timing"),
            REQUEST_ID,
            header::ETAG,
            header::RETRY_AFTER,
        ])
        .max_age(Duration::from_secs(3600))
}
