//! A file that somebody dropped on the page: a result, read by a part of its own and then kept by the engine of the data set that
//! is shown, or a list of customers, kept for every data set and by the device. The page hears how that went as it hears of a
//! question.

use std::sync::Arc;

use clientele_model::Date;
use clientele_model::audiences::BroughtList;
use clientele_model::experiments::Brought;
use clientele_model::failure::Failure;
use clientele_model::wire::{BringKind, FromWorker, JobId, Stage, encode};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::answering::Shared;
use crate::part;
use crate::pending::say;
use crate::port;

/// A file on its way to the engine.
pub struct File {
    /// Names the job.
    pub job: JobId,
    /// Name of the data set; the first one when absent.
    pub dataset: Option<String>,
    /// Name of the file.
    pub name: String,
    /// What it is.
    pub kind: BringKind,
    /// The browser's handle of it: the page never holds what is in it.
    pub content: Blob,
    /// The visitor's day.
    pub today: Date,
}

/// Reads the file once the code for it is here, and says how it went.
pub fn bring(shared: &Shared, file: File) {
    let shared = shared.clone();
    progress(file.job, Stage::Fetching);
    wasm_bindgen_futures::spawn_local(async move {
        let said = match file.kind {
            BringKind::Result => read(&shared, &file).await.map(|brought| encode(&brought)),
            BringKind::List => list(&shared, &file).await.map(|brought| encode(&brought)),
        };
        match said {
            Ok(bytes) => say(&FromWorker::Done { job: file.job }, Some(&bytes)),
            Err(why) => say(&FromWorker::Failed { job: file.job, why }, None),
        }
    });
}

async fn read(shared: &Shared, file: &File) -> Result<Brought, Failure> {
    // It comes while the code for it does.
    let content = JsFuture::from(file.content.array_buffer());
    let read = part::outcomes_reader().await.map_err(|_| Failure::NoCode)?;
    let bytes = bytes_of(content.await, file)?;
    progress(file.job, Stage::Counting);
    let (campaigns, brought) = read(&file.name, &bytes, file.today)?;
    drop(bytes);
    let mut this = shared.borrow_mut();
    let campaigns = Arc::new(campaigns);
    this.library.bring(file.dataset.as_deref(), campaigns)?;
    Ok(brought)
}

async fn list(shared: &Shared, file: &File) -> Result<BroughtList, Failure> {
    let content = JsFuture::from(file.content.array_buffer());
    let lists = part::lists().await.map_err(|_| Failure::NoCode)?;
    let bytes = bytes_of(content.await, file)?;
    let (listed, rows, text) = (lists.take)(&file.name, &bytes)?;
    drop(bytes);
    let key = listed.key.clone();
    let is_kept = (lists.keep)(key.clone(), text.clone()).await;
    shared.borrow_mut().library.bring_list(key, text);
    Ok(BroughtList {
        listed,
        rows,
        is_kept,
    })
}

fn bytes_of(content: Result<JsValue, JsValue>, file: &File) -> Result<Vec<u8>, Failure> {
    content
        .ok()
        .and_then(port::bytes)
        .ok_or_else(|| Failure::Refused {
            sentence: format!(
                "The browser could not read {}. Nothing was loaded; check that it is still there, and drop it again.",
                file.name
            ),
        })
}

fn progress(job: JobId, stage: Stage) {
    say(
        &FromWorker::Progress {
            job,
            stage,
            done: 0,
            of: 0,
        },
        None,
    );
}
