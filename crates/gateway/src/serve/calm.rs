//! A defect ends the request that met it, and nothing else.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::log;
use super::refusal::Refusal;

/// Answers in place of code that panicked.
type Answer = fn(Box<dyn Any + Send>) -> Response;

/// Turns a panic below it into an answer.
pub fn layer() -> CatchPanicLayer<Answer> {
    CatchPanicLayer::custom(answer as Answer)
}

/// What it said may hold values of a visitor's filters; where it was is in the log already.
fn answer(_: Box<dyn Any + Send>) -> Response {
    Refusal::Defect.into_response()
}

/// From now on the log says where a panic was, in a line of JSON as all others are.
pub fn write_down() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        log::event("defect", &place.unwrap_or_default());
    }));
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn broken() -> &'static str {
        let names: Vec<&str> = std::env::args().take(0).map(|_| "").collect();
        names[usize::from(names.is_empty())]
    }

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let router = Router::new()
            .route("/broken", get(broken))
            .route("/whole", get(|| async { "whole" }))
            .layer(layer());
        for (path, status) in [
            ("/broken", StatusCode::INTERNAL_SERVER_ERROR),
            ("/whole", StatusCode::OK),
        ] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), status);
            let refusal = response.extensions().get::<Refusal>();
            assert_eq!(refusal.is_some(), path == "/broken");
        }
    }
}
