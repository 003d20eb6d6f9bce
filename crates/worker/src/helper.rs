//! A thread that runs tasks for the thread that answers.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use clientele_analysis::cluster::{self, Matrix, Task};
use clientele_model::wire::{BUILD, FromHelper, ToHelper, decode, encode};

use crate::port::{self, Ping};

/// Matrices that are kept and tasks that wait. One task is run per turn, so that a matrix can be
/// forgotten, with the tasks that wait for it, between two of them.
#[derive(Default)]
struct Bench {
    matrices: BTreeMap<u32, Matrix>,
    waiting: VecDeque<(u32, u32, Task)>,
}

/// Listens, and says so.
pub fn start() {
    let bench = Rc::new(RefCell::new(Bench::default()));
    let ping = {
        let bench = bench.clone();
        Rc::new_cyclic(|again: &std::rc::Weak<Ping>| {
            let again = again.clone();
            Ping::new(move || {
                let is_more = bench.borrow_mut().turn();
                if let (true, Some(ping)) = (is_more, again.upgrade()) {
                    ping.ping();
                }
            })
        })
    };
    port::listen(move |message, attachment| {
        let mut bench = bench.borrow_mut();
        if bench.hear(message, &attachment) {
            ping.ping();
        }
    });
    say(FromHelper::Ready { build: BUILD }, None);
}

impl Bench {
    /// Whether the bench is to be given its turns from now on.
    fn hear(&mut self, message: ToHelper, attachment: &[u8]) -> bool {
        match message {
            ToHelper::Keep { matrix } => {
                match Matrix::from_bytes(attachment) {
                    Ok(kept) => drop(self.matrices.insert(matrix, kept)),
                    Err(_) => say(FromHelper::Lost, None),
                }
                false
            }
            ToHelper::Forget { matrix } => {
                self.matrices.remove(&matrix);
                self.waiting.retain(|(about, ..)| *about != matrix);
                false
            }
            ToHelper::Run { matrix, task } => {
                let was_empty = self.waiting.is_empty();
                match decode(attachment) {
                    Some(read) => self.waiting.push_back((matrix, task, read)),
                    None => say(FromHelper::Lost, None),
                }
                was_empty && !self.waiting.is_empty()
            }
        }
    }

    /// Runs one task. Whether there are more.
    fn turn(&mut self) -> bool {
        if let Some((matrix, task, work)) = self.waiting.pop_front()
            && let Some(kept) = self.matrices.get(&matrix)
        {
            let result = encode(&cluster::run(&work, kept));
            say(FromHelper::Done { matrix, task }, Some(&result));
        }
        !self.waiting.is_empty()
    }
}

/// Without anybody to hear it, a helper is of no use and will be ended with its parent.
fn say(message: FromHelper, attachment: Option<&[u8]>) {
    let _ = port::tell(&message, attachment);
}
