//! Parts of the page whose code comes when they are first shown: the build takes it out of the module that is loaded first.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use crate::effect::effect;
use crate::waiting::skeleton;

/// Makes a part, once its code is there.
pub type MakeView = fn() -> AnyView;

/// The code of a part on its way.
pub type Loading = Pin<Box<dyn Future<Output = Result<MakeView, SplitLoaderError>>>>;

/// Shows a lazy part: what it will look like while its code is fetched, and a way to try again when it cannot be.
pub fn lazy(load: fn() -> Loading) -> AnyView {
    let made = RwSignal::new(None::<Option<MakeView>>);
    effect(move || {
        if made.with(Option::is_none) {
            spawn_local(async move {
                let come = load().await.ok();
                // The part may be gone by then.
                let _ = made.try_set(Some(come));
            });
        }
    });
    (move || match made.get() {
        Some(Some(make)) => make(),
        Some(None) => failed(Callback::new(move |()| made.set(None))),
        None => skeleton().into_any(),
    })
    .into_any()
}

fn failed(again: Callback<()>) -> AnyView {
    view! {
        <div class="empty bad" role="alert">
            <h1>"Not loaded yet"</h1>
            <p>"This part of the page could not be fetched. What you chose is kept; try again when you are online, and if that does not help, reload the page."</p>
            <button type="button" class="btn" on:click=move |_| again.run(())>"Try again"</button>
        </div>
    }
    .into_any()
}
