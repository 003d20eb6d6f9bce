//! The body of a table on its way to a visitor. A stream that breaks off ends with an error, which
//! makes the server close the connection before the last chunk.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;

use super::facts::Note;
use super::live::Live;
use crate::clickhouse::{Answer, Kind, Trouble};

/// How long ending a query may take.
const KILLING: Duration = Duration::from_secs(5);

/// A query under way. Dropped before it is over, ClickHouse is told to end it.
pub struct Running {
    live: Arc<Live>,
    id: String,
    is_over: bool,
}

impl Running {
    /// A query that is about to be sent with this id.
    pub fn new(live: Arc<Live>, id: String) -> Self {
        Self {
            live,
            id,
            is_over: false,
        }
    }

    /// Nothing of it is left in ClickHouse.
    pub fn over(&mut self) {
        self.is_over = true;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Without a runtime the gateway itself is ending, and with it the connection.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        if !self.is_over {
            let (live, id) = (Arc::clone(&self.live), std::mem::take(&mut self.id));
            runtime.spawn(async move {
                // Closing the connection ends the query too: this is for servers behind a proxy.
                let _ = tokio::time::timeout(KILLING, live.client.kill(&id)).await;
            });
        }
    }
}

/// A table under way.
pub struct Sent {
    first: Option<Bytes>,
    // Dropped first: the connection closes before the query is ended by name.
    answer: Answer,
    running: Running,
    _turn: OwnedSemaphorePermit,
    note: Note,
    end: Pin<Box<Sleep>>,
    is_over: bool,
}

impl Sent {
    /// An answer whose first piece has come; it holds its turn until its end.
    pub fn new(
        first: Bytes,
        answer: Answer,
        running: Running,
        turn: OwnedSemaphorePermit,
        note: Note,
        longest: Duration,
    ) -> Self {
        Self {
            first: Some(first),
            answer,
            running,
            _turn: turn,
            note,
            end: Box::pin(tokio::time::sleep(longest)),
            is_over: false,
        }
    }

    fn cut(&mut self, trouble: Trouble) -> Trouble {
        self.is_over = true;
        self.note.set(|facts| facts.trouble = Some(trouble.clone()));
        trouble
    }
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = Trouble;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Trouble>>> {
        let this = &mut *self;
        if this.is_over {
            return Poll::Ready(None);
        }
        if this.end.as_mut().poll(context).is_ready() {
            let words = "the visitor took the answer too slowly";
            return Poll::Ready(Some(Err(this.cut(Trouble::new(Kind::Slow, words)))));
        }
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        Pin::new(&mut this.answer)
            .poll_frame(context)
            .map(|outcome| match outcome {
                Some(Err(trouble)) => Some(Err(this.cut(trouble))),
                None => {
                    this.is_over = true;
                    this.running.over();
                    None
                }
                frame => frame,
            })
    }
}
