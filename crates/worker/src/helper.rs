//! A thread that runs tasks for the thread that answers.

use std::cell::RefCell;
use std::rc::Rc;

use clientele_model::wire::{BUILD, FromHelper};
use wasm_bindgen_futures::spawn_local;

use crate::part::Part;
use crate::port::{self, Ping};
use crate::queue::{Heard, Queue, Said};

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
        let mut heard = queue.borrow_mut();
        let was_empty = heard.is_empty();
        match heard.hear(message, port::bytes(attachment).unwrap_or_default()) {
            Heard::Nothing => {}
            Heard::Say(said) => say(Some(said)),
            Heard::Fetch(part) => fetch(part, &queue, &ping),
        }
        if was_empty && !heard.is_empty() {
            ping.ping();
        }
    });
    say(Some((FromHelper::Ready { build: BUILD }, Vec::new())));
}

/// Fetches the code that reads a subject, then goes on with what waits for it.
fn fetch(part: Part, queue: &Rc<RefCell<Queue>>, ping: &Rc<Ping>) {
    let (queue, ping) = (queue.clone(), ping.clone());
    spawn_local(async move {
        let studies = part.load().await.ok();
        let mut queue = queue.borrow_mut();
        let was_empty = queue.is_empty();
        say(queue.plug(part, studies));
        if was_empty && !queue.is_empty() {
            ping.ping();
        }
    });
}

/// Without anybody to hear it, a helper is of no use and will be ended with its parent.
fn say(said: Option<Said>) {
    if let Some((message, attachment)) = said {
        let _ = port::tell(&message, Some(&attachment));
    }
}
