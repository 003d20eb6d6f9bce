//! Files over the network.

use std::cell::RefCell;

use clientele_model::failure::Failure;
use clientele_model::opening::OWN;
use gloo::timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, ReadableStreamReadResult, RequestCache,
    RequestInit, Response,
};

use crate::device;
use crate::origin::Arrival;
use crate::port;

/// Milliseconds without a byte after which the network counts as gone; a gateway has given up on
/// its database by then.
const PATIENCE: u32 = 40_000;

/// A file to fetch.
pub struct Wanted {
    /// Absolute address.
    pub url: String,
    /// Its name in sentences.
    pub what: String,
    /// The token of the gateway it is asked of.
    pub key: Option<String>,
    /// Whether it is asked of the page's own gateway, which the visitor can sign in to.
    pub is_own: bool,
    /// Whether the browser's cache is asked first without asking the server.
    pub may_be_cached: bool,
    /// What the catalogue says about it: length in bytes and SHA-256 in hexadecimal.
    pub promised: Option<(u64, String)>,
    /// The file itself, where the page handed it over.
    pub handed: Option<Vec<u8>>,
}

/// What came.
pub struct Came {
    /// All of it.
    pub bytes: Vec<u8>,
    /// When, and from where.
    pub arrival: Arrival,
}

/// Fetches a file; `on_bytes` hears how many bytes have come each time some do. Where the server
/// cannot be reached, what the browser kept of it earlier will do.
///
/// # Errors
/// [`Failure::Offline`], [`Failure::Http`], [`Failure::Refused`], [`Failure::SignIn`], or [`Failure::NotArrow`] when what
/// came is not what the catalogue promised.
pub async fn fetch(wanted: &Wanted, mut on_bytes: impl FnMut(u64)) -> Result<Came, Failure> {
    if let Some(path) = wanted.url.strip_prefix(OWN) {
        return kept(wanted, path).await;
    }
    let usual = match wanted.may_be_cached {
        true => RequestCache::Default,
        false => RequestCache::NoCache,
    };
    match from(wanted, usual, &mut on_bytes).await {
        Err(Failure::Offline) => {
            let kept = from(wanted, RequestCache::ForceCache, &mut on_bytes).await;
            let mut came = kept.map_err(|_| Failure::Offline)?;
            came.arrival.trouble = Some(Failure::Offline);
            Ok(came)
        }
        other => other,
    }
}

/// A file that was handed over, or that this device keeps.
async fn kept(wanted: &Wanted, path: &str) -> Result<Came, Failure> {
    let bytes = match &wanted.handed {
        Some(bytes) => bytes.clone(),
        None => device::read(path).await?,
    };
    if let Some((length, sha256)) = &wanted.promised {
        let whole = check(wanted, &bytes, *length, sha256).await;
        whole.map_err(|_| device::damaged(&wanted.what))?;
    }
    let arrival = Arrival {
        now: port::now(),
        ..Arrival::default()
    };
    Ok(Came { bytes, arrival })
}

async fn from(
    wanted: &Wanted,
    cache: RequestCache,
    on_bytes: &mut impl FnMut(u64),
) -> Result<Came, Failure> {
    let watch = Watch::start();
    let response = watch.request(wanted, cache).await;
    let response = response.map_err(|_| Failure::Offline)?;
    if !response.ok() {
        return Err(refusal(wanted, &response).await);
    }
    let mut bytes = Vec::new();
    if let Some(length) = &wanted.promised {
        // A hint: what a broken catalogue promises must not cost memory.
        bytes.reserve(usize::try_from(length.0.min(64 << 20)).unwrap_or_default());
    }
    if let Some(body) = response.body() {
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        loop {
            watch.life();
            let read = JsFuture::from(reader.read())
                .await
                .map_err(|_| Failure::Offline)?;
            let read: ReadableStreamReadResult = read.unchecked_into();
            if read.get_done() == Some(true) {
                break;
            }
            let chunk: Uint8Array = read.get_value().unchecked_into();
            let start = bytes.len();
            bytes.resize(start + chunk.length() as usize, 0);
            chunk.copy_to(&mut bytes[start..]);
            on_bytes(bytes.len() as u64);
        }
    }
    drop(watch);
    if let Some((length, sha256)) = &wanted.promised {
        check(wanted, &bytes, *length, sha256).await?;
    }
    let arrival = Arrival {
        now: port::now(),
        made: header(&response, "date")
            .map(|date| js_sys::Date::parse(&date))
            .filter(|made| made.is_finite())
            .unwrap_or_else(js_sys::Date::now),
        database: header(&response, "server-timing").and_then(|text| database(&text)),
        trouble: None,
    };
    Ok(Came { bytes, arrival })
}

/// Why the server refuses: a gateway says it in a sentence for the visitor.
async fn refusal(wanted: &Wanted, response: &Response) -> Failure {
    #[derive(Deserialize)]
    struct Refusal {
        sentence: String,
    }
    let text = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok(),
        Err(_) => None,
    };
    let said = text.and_then(|text| serde_json::from_slice(text.as_string()?.as_bytes()).ok());
    match said {
        Some(Refusal { sentence }) if wanted.is_own && response.status() == 401 => {
            Failure::SignIn { sentence }
        }
        Some(Refusal { sentence }) => Failure::Refused { sentence },
        None => Failure::Http {
            status: response.status(),
            what: wanted.what.clone(),
        },
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}

/// Milliseconds in ClickHouse, from `Server-Timing: clickhouse;dur=12.5`.
fn database(timing: &str) -> Option<u32> {
    let (_, rest) = timing.split_once("clickhouse;dur=")?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Compares what came with what the catalogue promised.
async fn check(wanted: &Wanted, bytes: &[u8], length: u64, sha256: &str) -> Result<(), Failure> {
    let damaged = |detail: String| Failure::NotArrow {
        what: wanted.what.clone(),
        detail,
    };
    let came = bytes.len() as u64;
    if came != length {
        return Err(damaged(format!("{came} of {length} bytes came")));
    }
    match digest(bytes).await {
        Some(came) if !came.eq_ignore_ascii_case(sha256) => Err(damaged(
            "its fingerprint is not the one in the catalogue".into(),
        )),
        Some(_) | None => Ok(()),
    }
}

/// SHA-256 in hexadecimal; nothing where the browser has no cryptography (plain HTTP).
pub async fn digest(bytes: &[u8]) -> Option<String> {
    let crypto = port::scope().crypto().ok()?;
    if Reflect::get(&crypto, &"subtle".into()).ok()?.is_undefined() {
        return None;
    }
    let promise = crypto
        .subtle()
        .digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes))
        .ok()?;
    let hash = Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec();
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Aborts a request when nothing has come for too long, and stops watching when it is dropped.
struct Watch {
    controller: Option<AbortController>,
    timer: RefCell<Option<Timeout>>,
}

impl Watch {
    fn start() -> Self {
        Self {
            controller: AbortController::new().ok(),
            timer: RefCell::default(),
        }
    }

    async fn request(&self, wanted: &Wanted, cache: RequestCache) -> Result<Response, JsValue> {
        let init = RequestInit::new();
        init.set_cache(cache);
        if let Some(key) = &wanted.key {
            let headers = Headers::new()?;
            headers.set("authorization", &format!("Bearer {key}"))?;
            init.set_headers(&headers);
        }
        if let Some(controller) = &self.controller {
            init.set_signal(Some(&controller.signal()));
        }
        self.life();
        let response = port::scope().fetch_with_str_and_init(&wanted.url, &init);
        JsFuture::from(response).await?.dyn_into()
    }

    /// Starts the clock again.
    fn life(&self) {
        let controller = self.controller.clone();
        let abort = move || {
            if let Some(controller) = controller {
                controller.abort();
            }
        };
        *self.timer.borrow_mut() = Some(Timeout::new(PATIENCE, abort));
    }
}
