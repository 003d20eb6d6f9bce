//! A table on its way to everybody who asks for it at the same time: one question to ClickHouse, however many wait. Whoever
//! comes while its beginning is still here takes part; the slowest sets the pace, and when the last one has gone, ClickHouse is
//! told to end the question.

use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::body::Bytes;

use super::refusal::Refusal;
use super::stream::BegunTable;
use crate::clickhouse::Trouble;

/// Bytes that are kept for whoever takes them more slowly, or comes later.
const KEPT: usize = 2 << 20;

/// A question under way, and what has come of its answer.
#[derive(Default)]
pub struct Flight(Mutex<State>);

#[derive(Default)]
struct State {
    /// Its id in ClickHouse's log.
    query: Option<String>,
    /// Time until ClickHouse had its first byte, or why there is no answer.
    begun: Option<Result<Duration, Refusal>>,
    /// What has come and not every one of the seats has taken.
    pieces: VecDeque<Bytes>,
    bytes: usize,
    /// How many pieces are gone.
    gone: usize,
    ended: Option<Result<(), Trouble>>,
    seats: BTreeMap<usize, Taker>,
    next: usize,
    /// Whoever asks ClickHouse.
    asker: Option<Waker>,
}

/// One of those who wait.
#[derive(Default)]
struct Taker {
    /// Number of the next piece to take.
    at: usize,
    waker: Option<Waker>,
}

/// The place of one visitor. When all are gone, the question ends.
pub struct Seat {
    flight: Arc<Flight>,
    number: usize,
}

impl Flight {
    /// A place in it; none when a part of what came is gone, or nobody waits for it any more.
    pub fn join(self: &Arc<Self>) -> Option<Seat> {
        let mut state = self.state();
        let is_over = state.next > 0 && state.seats.is_empty();
        let has_failed = matches!(state.begun, Some(Err(_))) || matches!(state.ended, Some(Err(_)));
        if state.gone > 0 || is_over || has_failed {
            return None;
        }
        let number = state.next;
        state.next += 1;
        state.seats.insert(number, Taker::default());
        Some(Seat {
            flight: Arc::clone(self),
            number,
        })
    }

    /// Says under which id ClickHouse is asked.
    pub fn is_asked(&self, query: String) {
        self.state().query = Some(query);
    }

    /// Over when nobody waits any more.
    pub async fn left(&self) {
        poll_fn(|context| {
            let mut state = self.state();
            state.asker = Some(context.waker().clone());
            match state.seats.is_empty() {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await;
    }

    /// There is no answer.
    pub fn fail(&self, why: Refusal) {
        let mut state = self.state();
        state.begun = Some(Err(why));
        state.wake_all();
    }

    /// Hands on a table from its beginning to its end, or until nobody takes it any more.
    pub async fn carry(&self, mut table: BegunTable) {
        let elapsed = table.summary().elapsed;
        poll_fn(move |context| {
            let mut state = self.state();
            state.asker = Some(context.waker().clone());
            let over = loop {
                if state.seats.is_empty() {
                    break Poll::Ready(());
                }
                if state.waiting() >= KEPT {
                    break Poll::Pending;
                }
                match table.poll_piece(context) {
                    Poll::Ready(Some(Ok(piece))) => state.push(piece),
                    Poll::Ready(Some(Err(trouble))) => {
                        state.ended = Some(Err(trouble));
                        break Poll::Ready(());
                    }
                    Poll::Ready(None) => {
                        state.ended = Some(Ok(()));
                        break Poll::Ready(());
                    }
                    Poll::Pending => break Poll::Pending,
                }
            };
            // Not before what is there already: a small table is all of it, and its length is known.
            state.begun.get_or_insert(Ok(elapsed));
            state.wake_all();
            over
        })
        .await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, piece: Bytes) {
        self.bytes += piece.len();
        self.pieces.push_back(piece);
    }

    /// Bytes that the slowest has not taken.
    fn waiting(&self) -> usize {
        let slowest = self.seats.values().map(|taker| taker.at).min();
        let taken = slowest.unwrap_or(self.gone).saturating_sub(self.gone);
        self.pieces.iter().skip(taken).map(Bytes::len).sum()
    }

    /// Forgets what everybody has taken, once it is too much to be kept for others.
    fn forget(&mut self) {
        let slowest = self.seats.values().map(|taker| taker.at).min();
        while self.bytes > KEPT && slowest.is_some_and(|at| at > self.gone) {
            let piece = self.pieces.pop_front();
            self.bytes -= piece.map_or(0, |piece| piece.len());
            self.gone += 1;
        }
    }

    fn wake_all(&mut self) {
        let wakers = self.seats.values_mut().filter_map(|of| of.waker.take());
        wakers.for_each(Waker::wake);
    }
}

impl Seat {
    /// Waits for the beginning: the time until ClickHouse had its first byte.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn begun(&self) -> Result<Duration, Refusal> {
        poll_fn(|context| {
            let mut state = self.flight.state();
            match &state.begun {
                Some(begun) => Poll::Ready(begun.clone()),
                None => {
                    self.wait(&mut state, context);
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// The id of the question in ClickHouse's log, once it is asked.
    pub fn query(&self) -> Option<String> {
        self.flight.state().query.clone()
    }

    /// The next piece.
    ///
    /// # Errors
    /// When the table broke off.
    pub fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Trouble>>> {
        let mut state = self.flight.state();
        let at = state.seats.get(&self.number).map_or(0, |taker| taker.at);
        let piece = state.pieces.get(at.saturating_sub(state.gone)).cloned();
        if let Some(piece) = piece {
            if let Some(taker) = state.seats.get_mut(&self.number) {
                taker.at += 1;
            }
            state.forget();
            if let Some(asker) = state.asker.take() {
                asker.wake();
            }
            return Poll::Ready(Some(Ok(piece)));
        }
        match &state.ended {
            Some(Ok(())) => Poll::Ready(None),
            Some(Err(trouble)) => Poll::Ready(Some(Err(trouble.clone()))),
            None => {
                self.wait(&mut state, context);
                Poll::Pending
            }
        }
    }

    /// How many bytes are to come, once that is known.
    pub fn rest(&self) -> Option<u64> {
        let state = self.flight.state();
        let at = state.seats.get(&self.number)?.at;
        let rest = state.pieces.iter().skip(at.saturating_sub(state.gone));
        let bytes = rest.map(|piece| piece.len() as u64).sum();
        matches!(state.ended, Some(Ok(()))).then_some(bytes)
    }

    fn wait(&self, state: &mut State, context: &Context<'_>) {
        if let Some(taker) = state.seats.get_mut(&self.number) {
            taker.waker = Some(context.waker().clone());
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.flight.state();
        state.seats.remove(&self.number);
        state.forget();
        if let Some(asker) = state.asker.take() {
            asker.wake();
        }
    }
}

/// The questions under way, by what they ask.
#[derive(Default)]
pub struct Flights(Mutex<BTreeMap<String, Arc<Flight>>>);

impl Flights {
    /// A place where the same is asked already, or in a flight that is new, and to be asked.
    pub fn join(&self, asked: &str) -> (Seat, Option<Arc<Flight>>) {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seat) = flights.get(asked).and_then(Flight::join) {
            return (seat, None);
        }
        loop {
            let flight = Arc::new(Flight::default());
            // There always is a place in a new one.
            if let Some(seat) = flight.join() {
                flights.insert(asked.to_owned(), Arc::clone(&flight));
                return (seat, Some(flight));
            }
        }
    }

    /// It is over: whoever asks the same from now on asks anew.
    pub fn land(&self, asked: &str, flight: &Arc<Flight>) {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if flights.get(asked).is_some_and(|of| Arc::ptr_eq(of, flight)) {
            flights.remove(asked);
        }
    }
}
