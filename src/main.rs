//! Starts the page.

use clientele_app::ask::Asker;
use clientele_app::browser;
use clientele_app::engine_client::WorkerClient;
use clientele_app::frame::Page;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    // Without a page there is nothing to start.
    let Some(document) = browser::document() else {
        return;
    };
    let script = document
        .query_selector("meta[name=clientele-worker]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"));
    let absolute =
        |relative: &str| browser::absolute(relative).unwrap_or_else(|| relative.to_owned());
    let client = WorkerClient::new(
        absolute(script.as_deref().unwrap_or("./worker.js")),
        absolute("./data/"),
        None,
    );
    client.warm_up();
    mount_to_body(move || view! { <Page asker=Asker::new(client)/> });
}
