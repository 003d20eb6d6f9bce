//! A thread that runs tasks for the thread that answers.

use std::cell::RefCell;
use std::rc::Rc;

use clientele_model::wire::{BUILD, FromHelper};

use crate::port::{self, Ping};
use crate::queue::{Queue, Said};

/// Listens, and says so.
pub fn start() {
    let queue = Rc::new(RefCell::new(Queue::default()));
    let ping = {
        let queue = queue.clone();
        Rc::new_cyclic(|again: &std::rc::Weak<Ping>| {
            let again = again.clone();
            Ping::new(move || {
                let mut queue = queue.borrow_mut();
                say(queue.turn());
                if let (false, Some(ping)) = (queue.is_empty(), again.upgrade()) {
                    ping.ping();
                }
            })
        })
    };
    port::listen(move |message, attachment| {
        let mut queue = queue.borrow_mut();
        let was_empty = queue.is_empty();
        say(queue.hear(message, attachment));
        if was_empty && !queue.is_empty() {
            ping.ping();
        }
    });
    say(Some((FromHelper::Ready { build: BUILD }, Vec::new())));
}

/// Without anybody to hear it, a helper is of no use and will be ended with its parent.
fn say(said: Option<Said>) {
    if let Some((message, attachment)) = said {
        let _ = port::tell(&message, Some(&attachment));
    }
}
