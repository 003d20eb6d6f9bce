//! What a request may look like, whatever it asks.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::audiences;
use super::gateway::Gateway;
use super::refusal::Refusal;

/// Refuses addresses and headers that are too long, every body but that of an audience, and names that are not the gateway's. A request that says two things
/// about its length is one with a body, so nothing can be smuggled behind it: the connection ends.
pub async fn check(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let is_audience = gateway.takes_audiences() && audiences::is_sent(&request);
    let fault = fault(&request, gateway.limits.head, is_audience);
    let fault = fault.or_else(|| other_host(&gateway, &request));
    match fault {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    }
}

fn other_host(gateway: &Gateway, request: &Request) -> Option<Refusal> {
    let name = gateway.hosts.refused(request)?;
    Some(Refusal::Host(name.chars().take(60).collect()))
}

fn fault(request: &Request, most: usize, is_audience: bool) -> Option<Refusal> {
    let headers = request.headers();
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |text| text.as_str().len());
    // A name, a colon, a space, a value, two signs at the end of the line.
    let length = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
        name.as_str().len() + value.len() + 4
    };
    let lengths = headers.get_all(header::CONTENT_LENGTH);
    let is_unclear = headers.contains_key(header::TRANSFER_ENCODING) || lengths.iter().count() > 1;
    let has_body = is_unclear || lengths.iter().any(|length| length != "0");
    if address > most {
        Some(Refusal::LongAddress)
    } else if headers.iter().map(length).sum::<usize>() > most {
        Some(Refusal::LongHead)
    } else if is_audience && !is_unclear {
        None
    } else if has_body {
        Some(Refusal::Body)
    } else {
        None
    }
}
