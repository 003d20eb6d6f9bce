//! A question of the panel that is asked before the panel's code is there.

use std::cell::RefCell;
use std::rc::Rc;

use crate::engine_client::{Event, JobHandle, Listener};

/// A question that is being answered, and what was heard so far.
pub struct Early {
    key: Vec<u8>,
    ear: Rc<RefCell<Ear>>,
    handle: JobHandle,
}

/// Keeps what is heard until somebody listens.
enum Ear {
    Keeps(Vec<Event>),
    Tells(Listener),
}

impl Early {
    /// Asks the question whose text is `key`.
    pub fn ask(key: Vec<u8>, ask: impl FnOnce(Listener) -> JobHandle) -> Self {
        let ear = Rc::new(RefCell::new(Ear::Keeps(Vec::new())));
        let hears = ear.clone();
        let handle = ask(Rc::new(move |event| {
            let on = match &mut *hears.borrow_mut() {
                Ear::Keeps(events) => return events.push(event),
                Ear::Tells(on) => on.clone(),
            };
            on(event);
        }));
        Self { key, ear, handle }
    }

    /// Whether it is the question of this text.
    pub fn is(&self, key: &[u8]) -> bool {
        self.key == key
    }

    /// Tells what was heard so far, and from now on what is heard.
    pub fn listen(self, on: Listener) -> JobHandle {
        let heard = self.ear.replace(Ear::Tells(on.clone()));
        if let Ear::Keeps(events) = heard {
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
        let early = Early::ask(vec![1], move |on| {
            *says.borrow_mut() = Some(on);
            JobHandle::new(|| ())
        });
        let say = said.borrow_mut().take().unwrap();
        assert!(early.is(&[1]) && !early.is(&[2]));
        say(Event::Partial(vec![7]));
        say(done(8));
        let heard = Rc::new(RefCell::new(Vec::new()));
        let hears = heard.clone();
        let handle = early.listen(Rc::new(move |event| hears.borrow_mut().push(event)));
        say(done(9));
        assert_eq!(*heard.borrow(), [Event::Partial(vec![7]), done(8), done(9)]);
        drop(handle);
    }
}
