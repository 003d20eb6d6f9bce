//! The body of a table on its way to a visitor. A stream that breaks off ends with an error, which
//! makes the server close the connection before the last chunk.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;

use super::facts::Note;
use super::flight::Seat;
use super::live::LiveDataset;
use crate::clickhouse::{Answer, Summary, Trouble, TroubleKind};

/// How long ending a query may take.
const KILLING: Duration = Duration::from_secs(5);

/// A query under way. Dropped before it is over, ClickHouse is told to end it.
pub struct RunningQuery {
    live: Arc<LiveDataset>,
    id: String,
    is_over: bool,
}

impl RunningQuery {
    /// A query that is about to be sent with this id.
    pub fn new(live: Arc<LiveDataset>, id: String) -> Self {
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

    /// An exception is the end of a query; silence and a broken connection are not, nor is it one
    /// that the gateway wants no more of an answer.
    pub fn failed(&mut self, kind: TroubleKind) {
        self.is_over = !matches!(
            kind,
            TroubleKind::Slow | TroubleKind::Cut | TroubleKind::TooMuch
        );
    }
}

impl Drop for RunningQuery {
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

/// The end of a stream is kept back until it is known to be whole: ClickHouse writes its exceptions
/// there, and nothing of them is for visitors. They are shorter than this.
const KEPT_BACK: usize = 32 << 10;

/// Pieces that have come and are not sent yet.
#[derive(Default)]
struct Pieces {
    queue: VecDeque<Bytes>,
    bytes: usize,
}

impl Pieces {
    fn push(&mut self, piece: Bytes) {
        self.bytes += piece.len();
        self.queue.push_back(piece);
    }

    /// The next piece; before the end only while enough stays behind it.
    fn pop(&mut self, has_ended: bool) -> Option<Bytes> {
        let length = self.queue.front()?.len();
        if !has_ended && self.bytes - length < KEPT_BACK {
            return None;
        }
        self.bytes -= length;
        self.queue.pop_front()
    }
}

/// A table whose beginning has come.
pub struct BegunTable {
    pieces: Pieces,
    // Dropped first: the connection closes before the query is ended by name.
    answer: Answer,
    running: RunningQuery,
    has_ended: bool,
}

impl BegunTable {
    /// Waits for the beginning, which of a small table is all of it: until then a failure can still
    /// be told by its status.
    ///
    /// # Errors
    /// As the stream.
    pub async fn of(answer: Answer, running: RunningQuery) -> Result<Self, Trouble> {
        let mut begun = Self {
            pieces: Pieces::default(),
            answer,
            running,
            has_ended: false,
        };
        while begun.pieces.bytes < KEPT_BACK {
            match begun.answer.frame().await {
                Some(Ok(frame)) => begun.take(frame),
                Some(Err(trouble)) => {
                    begun.running.failed(trouble.kind);
                    return Err(trouble);
                }
                None => {
                    begun.end();
                    break;
                }
            }
        }
        Ok(begun)
    }

    /// What ClickHouse said of the query.
    pub fn summary(&self) -> Summary {
        self.answer.summary
    }

    /// The next piece that may be sent.
    ///
    /// # Errors
    /// As the stream.
    pub fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Trouble>>> {
        loop {
            if let Some(piece) = self.pieces.pop(self.has_ended) {
                return Poll::Ready(Some(Ok(piece)));
            }
            if self.has_ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.answer).poll_frame(context)) {
                Some(Ok(frame)) => self.take(frame),
                Some(Err(trouble)) => {
                    self.running.failed(trouble.kind);
                    return Poll::Ready(Some(Err(trouble)));
                }
                None => self.end(),
            }
        }
    }

    fn take(&mut self, frame: Frame<Bytes>) {
        if let Ok(piece) = frame.into_data() {
            self.pieces.push(piece);
        }
    }

    fn end(&mut self) {
        self.has_ended = true;
        self.running.over();
    }
}

/// A table under way to one visitor.
pub struct TableBody {
    seat: Seat,
    /// Their share of all that is asked at once.
    _share: OwnedSemaphorePermit,
    note: Note,
    longest: Pin<Box<Sleep>>,
    is_cut: bool,
}

impl TableBody {
    /// A table whose beginning has come.
    pub fn new(seat: Seat, share: OwnedSemaphorePermit, note: Note, longest: Duration) -> Self {
        Self {
            seat,
            _share: share,
            note,
            longest: Box::pin(tokio::time::sleep(longest)),
            is_cut: false,
        }
    }

    fn cut(&mut self, trouble: Trouble) -> Poll<Option<Result<Frame<Bytes>, Trouble>>> {
        self.is_cut = true;
        self.note.set(|facts| facts.trouble = Some(trouble.clone()));
        Poll::Ready(Some(Err(trouble)))
    }
}

impl HttpBody for TableBody {
    type Data = Bytes;
    type Error = Trouble;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Trouble>>> {
        let this = &mut *self;
        if this.is_cut {
            return Poll::Ready(None);
        }
        if this.longest.as_mut().poll(context).is_ready() {
            let words = "the visitor took the answer too slowly";
            return this.cut(Trouble::new(TroubleKind::Slow, words));
        }
        match ready!(this.seat.poll_piece(context)) {
            Some(Ok(piece)) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            Some(Err(trouble)) => this.cut(trouble),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.is_cut || self.seat.rest() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.seat
            .rest()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
