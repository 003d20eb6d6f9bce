//! A result file that somebody dropped on the page: read by a part of its own, then kept by the engine of the data set that
//! is shown. The page hears how that went as it hears of a question.

use std::sync::Arc;

use clientele_model::Date;
use clientele_model::experiments::Brought;
use clientele_model::failure::Failure;
use clientele_model::wire::{FromWorker, JobId, Stage, encode};
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
        match read(&shared, &file).await {
            Ok(brought) => say(&FromWorker::Done { job: file.job }, Some(&encode(&brought))),
            Err(why) => say(&FromWorker::Failed { job: file.job, why }, None),
        }
    });
}

async fn read(shared: &Shared, file: &File) -> Result<Brought, Failure> {
    // It comes while the code for it does.
    let content = JsFuture::from(file.content.array_buffer());
    let read = part::outcomes_reader().await.map_err(|_| Failure::NoCode)?;
    let bytes = content.await.ok().and_then(port::bytes);
    let bytes = bytes.ok_or_else(|| Failure::Refused {
        sentence: format!(
            "The browser could not read {}. Nothing was loaded; check that it is still there, and drop it again.",
            file.name
        ),
    })?;
    progress(file.job, Stage::Counting);
    let (campaigns, brought) = read(&file.name, &bytes, file.today)?;
    drop(bytes);
    let mut this = shared.borrow_mut();
    let campaigns = Arc::new(campaigns);
    this.library.bring(file.dataset.as_deref(), campaigns)?;
    Ok(brought)
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
