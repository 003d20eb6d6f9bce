//! A result on its way: an Arrow stream that is whole, and behind it the number of its rows; or a failure.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming};
use serde::Deserialize;
use tokio::time::Sleep;

use super::frames::{Flaw, Frames};
use super::trouble::{Trouble, TroubleKind};

/// Bytes at the end that are remembered: enough to read what an exception in the stream says.
const KEPT: usize = 4096;

/// What ClickHouse read for a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows read.
    pub read_rows: u64,
    /// Bytes read.
    pub read_bytes: u64,
    /// Time in ClickHouse until the first byte.
    pub elapsed: Duration,
}

impl Summary {
    /// From the header `X-ClickHouse-Summary`, whose numbers are texts; zeros where it says nothing.
    pub(super) fn parse(header: &str) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Raw {
            read_rows: String,
            read_bytes: String,
            elapsed_ns: String,
        }
        let raw: Raw = serde_json::from_str(header).unwrap_or_default();
        let number = |text: &str| text.parse().unwrap_or(0);
        Self {
            read_rows: number(&raw.read_rows),
            read_bytes: number(&raw.read_bytes),
            elapsed: Duration::from_nanos(number(&raw.elapsed_ns)),
        }
    }
}

/// A result under way. Dropping it closes the connection, and ClickHouse ends the query.
///
/// As a [`Body`] it hands on every piece as it comes, and behind the last one the number of rows, as eight bytes, the lowest
/// first. It ends with an error instead when the stream was cut, an exception or anything else stands in it, or it is
/// larger than allowed.
pub struct Answer {
    /// What ClickHouse said of the query.
    pub summary: Summary,
    body: Incoming,
    tail: Vec<u8>,
    frames: Frames,
    /// What is wrong with it: nothing is handed on any more, but what comes may say why.
    flaw: Option<Flaw>,
    bytes: u64,
    most: u64,
    idle: Duration,
    timer: Pin<Box<Sleep>>,
    over: bool,
}

impl Answer {
    pub(super) fn new(summary: Summary, body: Incoming, most: u64, idle: Duration) -> Self {
        Self {
            summary,
            body,
            tail: Vec::new(),
            frames: Frames::default(),
            flaw: None,
            bytes: 0,
            most,
            idle,
            timer: Box::pin(tokio::time::sleep(idle)),
            over: false,
        }
    }

    /// Bytes handed on so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Everything at once: for small tables, and tests.
    ///
    /// # Errors
    /// As the stream: it broke off, or is too large.
    pub async fn whole(mut self) -> Result<Vec<u8>, Trouble> {
        let mut all = Vec::new();
        while let Some(frame) = self.frame().await {
            if let Ok(data) = frame?.into_data() {
                all.extend_from_slice(&data);
            }
        }
        Ok(all)
    }

    /// Looks at a piece, and remembers the last bytes, which may say what went wrong. Whether the piece may be handed on.
    fn take(&mut self, data: &Bytes) -> Result<bool, Trouble> {
        self.bytes += data.len() as u64;
        if self.bytes > self.most {
            let words = format!("more than {} bytes", self.most);
            return Err(Trouble::new(TroubleKind::TooMuch, words));
        }
        let new = &data[data.len().saturating_sub(KEPT)..];
        let old = self.tail.len().saturating_sub(KEPT - new.len());
        self.tail.drain(..old);
        self.tail.extend_from_slice(new);
        if self.flaw.is_none() {
            self.flaw = self.frames.pass(data).err();
        }
        Ok(self.flaw.is_none())
    }

    /// What stands behind the last piece.
    fn finish(&self) -> Result<Frame<Bytes>, Trouble> {
        match self.flaw {
            Some(flaw) => Err(self.cut(flaw)),
            None if self.frames.is_over() => {
                let rows = self.frames.rows().to_le_bytes();
                Ok(Frame::data(Bytes::copy_from_slice(&rows)))
            }
            None => Err(self.cut("the stream has no end")),
        }
    }

    /// The stream broke off; perhaps ClickHouse wrote why.
    fn cut(&self, why: &str) -> Trouble {
        let text = String::from_utf8_lossy(&self.tail);
        match text.rfind("Code: ") {
            Some(at) => Trouble::new(
                match Trouble::of_exception(None, &text[at..]).kind {
                    TroubleKind::Broken => TroubleKind::Cut,
                    kind => kind,
                },
                &text[at..],
            ),
            None => Trouble::new(TroubleKind::Cut, why),
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Trouble;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Trouble>>> {
        let this = &mut *self;
        if this.over {
            return Poll::Ready(None);
        }
        let outcome = loop {
            let polled = Pin::new(&mut this.body).poll_frame(context);
            if polled.is_pending() {
                ready!(this.timer.as_mut().poll(context));
                this.over = true;
                let words = format!("no byte for {:?}", this.idle);
                return Poll::Ready(Some(Err(Trouble::new(TroubleKind::Slow, words))));
            }
            this.timer
                .as_mut()
                .reset(tokio::time::Instant::now() + this.idle);
            match ready!(polled) {
                Some(Ok(frame)) => match frame.data_ref().map(|data| this.take(data)) {
                    Some(Ok(false)) => continue,
                    Some(Err(trouble)) => break Err(trouble),
                    _ => return Poll::Ready(Some(Ok(frame))),
                },
                Some(Err(error)) => break Err(this.cut(&error.to_string())),
                None => break this.finish(),
            }
        };
        this.over = true;
        Poll::Ready(Some(outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_read_and_its_absence_is_no_failure() {
        let summary = Summary::parse(
            r#"{"read_rows":"12","read_bytes":"34","elapsed_ns":"5000000","more":"x"}"#,
        );
        assert_eq!((summary.read_rows, summary.read_bytes), (12, 34));
        assert_eq!(summary.elapsed, Duration::from_millis(5));
        assert_eq!(Summary::parse("nonsense"), Summary::default());
    }
}
