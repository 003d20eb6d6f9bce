//! A question of the panel that is asked before the panel's code is there.

use std::cell::RefCell;
use std::rc::Rc;

use crate::engine_client::{Event, JobHandle, Listener};

/// A question that is being answered, and what was heard so far.
pub struct Prefetched {
    key: Vec<u8>,
    received: Rc<RefCell<Received>>,
    handle: JobHandle,
}

/// Keeps what is heard until somebody listens.
enum Received {
    Buffered(Vec<Event>),
    Forwarded(Listener),
}

impl Prefetched {
    /// Asks the question whose text is `key`.
    pub fn ask(key: Vec<u8>, ask: impl FnOnce(Listener) -> JobHandle) -> Self {
        let received = Rc::new(RefCell::new(Received::Buffered(Vec::new())));
        let hears = received.clone();
        let handle = ask(Rc::new(move |event| {
            let on = match &mut *hears.borrow_mut() {
                Received::Buffered(events) => return events.push(event),
                Received::Forwarded(on) => on.clone(),
            };
            on(event);
        }));
        Self {
            key,
            received,
            handle,
        }
    }

    /// Whether it is the question of this text.
    pub fn is(&self, key: &[u8]) -> bool {
        self.key == key
    }

    /// Tells what was heard so far, and from now on what is heard.
    pub fn listen(self, on: Listener) -> JobHandle {
        let heard = self.received.replace(Received::Forwarded(on.clone()));
        if let Received::Buffered(events) = heard {
            events.into_iter().for_each(|event| on(event));
        }
        self.handle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(byte: u8) -> Event {
        Event::Done(vec![byte])
    }

    #[test]
    fn what_was_heard_before_somebody_listens_is_told_in_order_and_the_rest_as_it_comes() {
        let said = Rc::new(RefCell::new(None::<Listener>));
        let says = said.clone();
        let prefetched = Prefetched::ask(vec![1], move |on| {
            *says.borrow_mut() = Some(on);
            JobHandle::new(|| ())
        });
        let say = said.borrow_mut().take().unwrap();
        assert!(prefetched.is(&[1]) && !prefetched.is(&[2]));
        say(Event::Partial(vec![7]));
        say(done(8));
        let heard = Rc::new(RefCell::new(Vec::new()));
        let hears = heard.clone();
        let handle = prefetched.listen(Rc::new(move |event| hears.borrow_mut().push(event)));
        say(done(9));
        assert_eq!(*heard.borrow(), [Event::Partial(vec![7]), done(8), done(9)]);
        drop(handle);
    }
}
