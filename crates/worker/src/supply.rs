//! Sees to it that questions get the files they wait for, and fetches files that later questions will want.

use std::sync::Arc;

use clientele_analysis::engine::not_here;
use clientele_analysis::outbound::normalise::plug_numbering;
use clientele_analysis::plays::Mistake;
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;
use clientele_model::selection::Listed;
use clientele_model::wire::{FromWorker, JobId, Stage};
use js_sys::Reflect;

use crate::answering::{Answering, Shared};
use crate::fetch::{self, Came, Wanted};
use crate::item::Item;
use crate::library::Next;
use crate::origin::Origin;
use crate::part::{self, Part};
use crate::pending::{self, Pending, Phase};
use crate::port;

/// Starts a waiting job if it can be, else sees to it that what it waits for is on its way.
pub fn advance(shared: &Shared, job: JobId) {
    let mut this = shared.borrow_mut();
    let Answering { library, slots, .. } = &mut *this;
    let Some(pending) = slots.get_mut(job) else {
        return;
    };
    match library.next(
        &pending.question,
        port::now(),
        pending.has_asked,
        pending.in_full,
    ) {
        Err(why) => this.finish(job, Err(why)),
        Ok(Next::Run(run, origin)) => {
            pending.run(run);
            came(job, pending, origin);
            this.look();
        }
        Ok(Next::First(run, origin, items)) => {
            pending.phase = Phase::Running(run);
            // Sent for when the first report is on the screen: until then it would only be in the way.
            pending.rest = items;
            came(job, pending, origin);
            this.look();
        }
        Ok(Next::Wait(items)) => {
            // What comes now is as new as can be had.
            pending.has_asked |= items.iter().any(Item::is_made);
            pending.phase = Phase::Waiting(items.clone());
            // Helpers begin while the table is on its way, and not when there is work for them.
            let is_shared = matches!(pending.question, AnyQuestion::Segments(_));
            if is_shared && items.iter().any(Item::is_table) {
                this.call_helpers();
            }
            say_how_much(&mut this);
            drop(this);
            for item in items {
                send_for(shared, item, false);
            }
        }
    }
}

/// Says where the tables of a live data set came from, and that the counting begins.
fn came(job: JobId, pending: &mut Pending, origin: Option<Origin>) {
    if let Some(origin) = origin {
        let trouble = pending.trouble.as_ref();
        let older = trouble.map(|why| origin.older(why)).unwrap_or_default();
        let origin = origin.sentence();
        pending::say(&FromWorker::Came { job, origin, older }, None);
    }
    pending.said.say(job, Stage::Counting, 0, 0);
}

/// Fetches what later questions need, one file at a time, when there is nothing else to do.
pub fn go_ahead(shared: &Shared) {
    let this = shared.borrow();
    let is_free = this.slots.is_empty() && this.on_the_way.is_empty() && !this.gave_up_ahead;
    let item = match is_free && !saves_data() {
        true => this.library.ahead().into_iter().next(),
        false => None,
    };
    drop(this);
    if let Some(item) = item {
        send_for(shared, item, true);
    }
}

/// Fetches a file unless it is on its way.
pub fn send_for(shared: &Shared, item: Item, is_ahead: bool) {
    let mut this = shared.borrow_mut();
    if this.on_the_way.iter().any(|(way, _)| *way == item) {
        return;
    }
    this.on_the_way.push((item.clone(), 0));
    if let Item::Code(part) = item {
        drop(this);
        return send_for_code(shared, part);
    }
    if let Item::List(listed) = item {
        drop(this);
        return send_for_list(shared, listed);
    }
    let Some(url) = item.url(&this.data) else {
        return;
    };
    let wanted = Wanted {
        key: this.library.key(&url),
        is_own: url.starts_with(&this.data),
        url,
        what: item.name(),
        may_be_cached: item.may_be_cached() && !this.library.holds(&item),
        promised: item.promised(),
        handed: this.library.handed(&item),
    };
    drop(this);
    let shared = shared.clone();
    wasm_bindgen_futures::spawn_local(async move {
        if item.is_made() {
            // What reads it comes while it does.
            wasm_bindgen_futures::spawn_local(async {
                let _ = part::answer_reader().await;
            });
        }
        let come = |bytes| come(&shared, &item, bytes);
        let file = fetch::fetch(&wanted, come).await;
        if item == Item::Plays {
            return advise(&shared, file).await;
        }
        if item.is_made()
            && let Ok(read) = part::answer_reader().await
        {
            shared.borrow_mut().library.plug_reader(read);
        }
        if item.has_numbers()
            && let Ok(read) = part::numbering().await
        {
            plug_numbering(read);
        }
        arrive(&shared, &item, file, is_ahead);
    });
}

/// The table of plays is here, or will not be: one can go on without.
async fn advise(shared: &Shared, came: Result<Came, Failure>) {
    let code = part::plays_reader().await.map_err(|_| Failure::NoCode);
    let plays = match came.and_then(|came| Ok((came, code?))) {
        Ok((came, read)) => read(&came.bytes).map(Arc::new),
        Err(Failure::Http { status: 404, .. }) => Err(Mistake::NotThere),
        Err(why) => Err(Mistake::NotHad(why.to_string())),
    };
    shared.borrow_mut().library.advise(plays);
    settle(shared, &Item::Plays, Ok(None), false);
}

/// Fetches the code of a part.
fn send_for_code(shared: &Shared, part: Part) {
    let shared = shared.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let outcome = match part.load().await {
            Ok(studies) => {
                shared.borrow_mut().library.plug(part, studies);
                Ok(None)
            }
            Err(_) => Err(Failure::NoCode),
        };
        settle(&shared, &Item::Code(part), outcome, false);
    });
}

/// Looks for a list of customers on this device.
fn send_for_list(shared: &Shared, listed: Listed) {
    let shared = shared.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let text = match part::lists().await {
            Ok(lists) => Ok((lists.read)(listed.key.clone()).await),
            Err(_) => Err(Failure::NoCode),
        };
        let outcome = match text {
            Ok(Some(text)) => {
                let key = listed.key.clone();
                shared.borrow_mut().library.bring_list(key, text);
                Ok(None)
            }
            Ok(None) => Err(not_here(&listed)),
            Err(why) => Err(why),
        };
        settle(&shared, &Item::List(listed), outcome, false);
    });
}

/// Bytes of a file have come.
fn come(shared: &Shared, item: &Item, bytes: u64) {
    let mut this = shared.borrow_mut();
    if let Some(way) = this.on_the_way.iter_mut().find(|(way, _)| way == item) {
        way.1 = bytes;
    }
    say_how_much(&mut this);
}

/// A file is here, or will not be.
fn arrive(shared: &Shared, item: &Item, came: Result<Came, Failure>, is_ahead: bool) {
    let mut this = shared.borrow_mut();
    let trouble = came
        .as_ref()
        .map_or(None, |came| came.arrival.trouble.clone());
    let read = came.and_then(|came| this.library.supply(item, &came.bytes, came.arrival));
    let outcome = match read {
        Ok(()) => Ok(trouble),
        // A gateway that knows no such table answers in full.
        Err(_) if matches!(item, Item::First(..)) => {
            for (_, pending) in this.slots.iter_mut() {
                pending.in_full |= pending.waits_for(item);
            }
            Ok(None)
        }
        Err(why) if this.library.do_without(item, &why) => Ok(Some(why)),
        Err(why) => Err(why),
    };
    drop(this);
    settle(shared, item, outcome, is_ahead);
}

/// Something is here, perhaps older than it should be, or will not be: whoever waited for it goes on, or is told why not.
fn settle(shared: &Shared, item: &Item, outcome: Result<Option<Failure>, Failure>, is_ahead: bool) {
    let mut this = shared.borrow_mut();
    this.on_the_way.retain(|(way, _)| way != item);
    let is_answer = item.is_made();
    let mut waiting: Vec<JobId> = Vec::new();
    for (job, pending) in this.slots.iter_mut() {
        if pending.waits_for(item) {
            waiting.push(job);
            if let (true, Ok(Some(why))) = (is_answer, &outcome) {
                pending.trouble = Some(why.clone());
            }
        }
    }
    if let Err(why) = outcome {
        this.gave_up_ahead |= is_ahead;
        for job in waiting {
            this.finish(job, Err(why.clone()));
        }
        return;
    }
    drop(this);
    for job in waiting {
        advance(shared, job);
    }
    go_ahead(shared);
}

/// Says to each waiting job how much of what it waits for has come.
fn say_how_much(this: &mut Answering) {
    let Answering {
        slots, on_the_way, ..
    } = this;
    for (job, pending) in slots.iter_mut() {
        let Phase::Waiting(items) = &pending.phase else {
            continue;
        };
        let length = |item: &Item| item.promised().map_or(0, |(length, _)| length);
        let of: u64 = items.iter().map(length).sum();
        let come = on_the_way.iter().filter(|(way, _)| items.contains(way));
        let done: u64 = come.map(|(_, bytes)| bytes).sum();
        let kilobytes = |bytes: u64| u32::try_from(bytes / 1000).unwrap_or(u32::MAX);
        pending
            .said
            .say(job, Stage::Fetching, kilobytes(done), kilobytes(of));
    }
}

/// Whether the visitor asked the browser to be sparing with data.
fn saves_data() -> bool {
    Reflect::get(&port::scope().navigator(), &"connection".into())
        .and_then(|connection| Reflect::get(&connection, &"saveData".into()))
        .is_ok_and(|saves| saves.is_truthy())
}
