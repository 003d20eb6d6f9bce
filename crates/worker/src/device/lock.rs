//! One thread at a time, across all tabs of this page.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::port;

/// What only one thread changes at a time.
#[derive(Clone, Copy)]
pub enum Of {
    /// Which data sets there are, and what they are called.
    Names,
    /// What stands in a catalogue, which is never read half-written.
    Catalogues,
}

impl Of {
    fn name(self) -> &'static str {
        match self {
            Self::Names => "clientele own names",
            Self::Catalogues => "clientele own catalogues",
        }
    }
}

/// It is held as long as this lives; a browser without locks goes on without.
pub struct Lock(Option<Function>);

impl Lock {
    /// Waits until nobody else has it.
    pub async fn alone(of: Of) -> Self {
        Self::take(of, "exclusive").await
    }

    /// Waits until nobody has it alone.
    pub async fn shared(of: Of) -> Self {
        Self::take(of, "shared").await
    }

    async fn take(of: Of, mode: &str) -> Self {
        let mut release = None;
        let is_given = match ask(of, mode, &mut release) {
            Ok(given) => JsFuture::from(given).await.is_ok(),
            Err(_) => false,
        };
        Self(release.filter(|_| is_given))
    }
}

/// A promise that is kept once the lock is given, and broken when it is not; `release` gives it back.
fn ask(of: Of, mode: &str, release: &mut Option<Function>) -> Result<Promise, JsValue> {
    let locks = Reflect::get(&port::scope().navigator(), &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &mode.into())?;
    let held = Promise::new(&mut |done, _| *release = Some(done));
    let mut asked = Err(JsValue::NULL);
    let given = Promise::new(&mut |given, _| {
        let held = held.clone();
        let have = Closure::once_into_js(move || -> Promise {
            // The function of a promise does not throw.
            let _ = given.call0(&JsValue::NULL);
            held
        });
        asked = request.call3(&locks, &of.name().into(), &options, &have);
    });
    // What was asked for ends when the lock is given back, or at once where it is refused.
    Ok(Promise::race(&Array::of2(&given, &asked?)))
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}
