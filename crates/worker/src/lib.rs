//! The thread of Clientele: answers the page's questions without ever holding it up.
//!
//! One program, three roles. The thread that the page starts *answers* ([`answering`]): it fetches
//! the files of a data set, hands them to the engine of `clientele-analysis`, and steps the
//! engine's jobs for a few milliseconds at a time, so that a cancelled or replaced question costs
//! nothing and tables survive it. Heavy work comes out of the engine as independent tasks; it
//! shares them ([`fan`], [`pool`]) among *helpers* ([`helper`], [`queue`]), threads of the same program that
//! it starts itself. Results go back in the order of the tasks, so the answer is the same for any
//! number of helpers; with none at all it does everything itself. A thread that *reads* ([`reading`]) is started when a visitor
//! opens files of their own; its code is a part that nobody else fetches.
//!
//! What is pure ([`library`], [`item`], [`fan`], [`queue`], [`slots`], [`catalogue`], [`config`], [`origin`], [`part`]) is tested natively, the rest in a
//! browser.

#![deny(missing_docs)]

pub mod catalogue;
pub mod config;
pub mod fan;
pub mod item;
pub mod library;
pub mod origin;
pub mod part;
pub mod queue;
pub mod slots;

mod answering;
mod bring;
mod pending;
mod supply;

mod helper;
mod pool;

mod device;
mod fetch;
mod files;
mod letters;
mod port;
mod reading;

use clientele_model::opening::{FromReader, READER};
use clientele_model::wire::{FromHelper, FromWorker, HELPER};

/// Takes up the role that the thread was started for. Call it once, in a worker.
pub fn run() {
    let name = port::scope().name();
    let (is_helper, is_reader) = (name == HELPER, name == READER);
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.to_string();
        // Nobody is left to tell when the last words cannot be sent.
        let _ = match is_helper {
            true => port::tell(&FromHelper::Lost, None),
            false if is_reader => port::tell(&FromReader::Crashed { message }, None),
            false => port::tell(&FromWorker::Crashed { message }, None),
        };
    }));
    match is_helper {
        true => helper::start(),
        false if is_reader => reading::fetch(),
        false => answering::start(),
    }
}
