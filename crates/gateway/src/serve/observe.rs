//! Around every request: its id, the headers every answer has, the words of a refusal, and, when the
//! last byte is sent or the visitor has gone, a line in the log and the counts.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

use super::facts::Note;
use super::gateway::Gateway;
use super::log;
use super::refusal::Refusal;

/// The header of a request's id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// No page of another origin shares a window with this one.
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// No page of another origin takes what it may not read, as a picture or a script.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The status in the log of a request whose visitor went before there was one.
const LEFT: u16 = 499;

/// The outermost layer.
pub async fn observe(
    State(gateway): State<Arc<Gateway>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = gateway.ids.next("");
    let of_portal = gateway.headers.clone();
    let is_head = request.method() == Method::HEAD;
    let note = Note::new(id.clone(), name(request.method()));
    let mut watch = Watch::new(gateway, note.clone());
    request.extensions_mut().insert(note.clone());
    let mut response = next.run(request).await;
    let refusal = response.extensions_mut().remove::<Refusal>();
    if let Some(refusal) = refusal {
        note.set(|facts| {
            facts.refused = Some(refusal.reason());
            if let Refusal::Trouble(trouble) = &refusal {
                facts.trouble = Some(trouble.clone());
            }
        });
        *response.body_mut() = Body::from(refusal.body(&id));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (OPENER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What may be read elsewhere says so itself.
    if !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    }
    for (name, value) in of_portal {
        headers.insert(name, value);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    watch.length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    watch.status = response.status().as_u16();
    watch.is_whole = is_head || response.body().is_end_stream();
    response.map(|body| Body::new(Watched { body, watch }))
}

fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "OTHER",
    }
}

/// One request, from its first byte to its last; written down when it is dropped.
struct Watch {
    gateway: Arc<Gateway>,
    note: Note,
    begun: Instant,
    status: u16,
    bytes: u64,
    length: Option<u64>,
    is_whole: bool,
}

impl Watch {
    fn new(gateway: Arc<Gateway>, note: Note) -> Self {
        gateway.metrics.in_flight.inc();
        Self {
            gateway,
            note,
            begun: Instant::now(),
            status: LEFT,
            bytes: 0,
            length: None,
            is_whole: false,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut facts = self.note.facts();
        if !self.is_whole && facts.ended.is_none() {
            facts.ended = Some("left");
        }
        let time = self.begun.elapsed();
        let Gateway { metrics, .. } = &*self.gateway;
        metrics.in_flight.dec();
        metrics.request(&facts, self.status, self.bytes, time);
        log::request(&facts, self.status, self.bytes, time);
    }
}

/// A body whose bytes are counted.
struct Watched {
    body: Body,
    watch: Watch,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                self.watch.bytes += frame.data_ref().map_or(0, Bytes::len) as u64;
                // The server asks no further once all that was announced is there.
                let Watch { bytes, length, .. } = self.watch;
                self.watch.is_whole = self.body.is_end_stream() || length == Some(bytes);
            }
            Poll::Ready(Some(Err(_))) => self.watch.note.set(|facts| facts.ended = Some("cut")),
            Poll::Ready(None) => self.watch.is_whole = true,
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
