//! The talk with the page around this one.
//!
//! 1. This page says hello to its parent, at the exact origin of each page that `config.json` lists and of its own, with a
//!    nonce made for this load.
//! 2. The parent hands over a port, with the nonce. Only the first one of the parent, from such an origin, is taken.
//! 3. Everything else goes through the port. What cannot be read is left aside; what is no message at all, silently.

use clientele_model::audience::AudienceReport;
use clientele_model::question::ExportCsv;
use clientele_model::selection::Only;
use clientele_model::wire::Slot;
use gloo::events::EventListener;
use js_sys::{Array, JsString, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort, Response, Window};

use super::messages;
use crate::ask::Asker;
use crate::browser;
use crate::effect::effect;
use crate::engine_client::JobHandle;
use crate::state::State;

/// The page around this one; `Copy`.
#[derive(Clone, Copy)]
pub struct Host {
    state: State,
    asker: Asker,
    may: StoredValue<May>,
    port: StoredValue<Option<MessagePort>, LocalStorage>,
    /// The question that is known on both sides.
    last: StoredValue<String>,
    export: StoredValue<Option<JobHandle>, LocalStorage>,
    /// What was refused before there was a port.
    refused: StoredValue<Vec<String>>,
}

/// What `config.json` lets other pages do.
#[derive(Default)]
struct May {
    /// Origins of pages that may talk with this one, besides its own.
    origins: Vec<String>,
    /// Whether they get customers when they ask.
    export: bool,
}

impl Host {
    /// Says hello as soon as it is known to whom, and listens from then on; does nothing in a window of its own. `refused` is
    /// told once it is known to whom.
    pub fn listen(state: State, asker: Asker, refused: Vec<String>) -> Self {
        let host = Self {
            state,
            asker,
            may: StoredValue::default(),
            port: StoredValue::new_local(None),
            last: StoredValue::new(String::new()),
            export: StoredValue::new_local(None),
            refused: StoredValue::new(refused),
        };
        if let Some((window, parent)) = browser::parent() {
            spawn_local(async move {
                host.may.set_value(settings(&window).await);
                host.greet(&window, &parent);
            });
        }
        effect(move || {
            let question = state.view.with(messages::question);
            if host.last.with_value(|last| *last != question) {
                host.tell_question(question, "visitor");
            }
        });
        host
    }

    /// Tells what was clicked: its text, its name and how many they are, never who.
    pub fn selected(self, only: &Only, report: &AudienceReport) {
        self.say(
            "selection",
            &[
                ("selection", only.to_string().into()),
                ("title", report.title.as_str().into()),
                ("customers", report.customers.into()),
            ],
        );
    }

    fn greet(self, window: &Window, parent: &Window) {
        let own = window.location().origin().unwrap_or_default();
        let listed = self.may.with_value(|may| may.origins.clone());
        let Some(nonce) = nonce(window) else { return };
        let (from, to) = (own.clone(), parent.clone());
        let (allowed, known) = (listed.clone(), nonce.clone());
        EventListener::new(window, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            let is_parent = event
                .source()
                .is_some_and(|source| JsValue::from(source) == JsValue::from(to.clone()));
            let is_port = text(&event.data(), "clientele").as_deref() == Some("port")
                && text(&event.data(), "nonce").as_deref() == Some(&*known);
            if is_parent && is_port && messages::may_talk(&event.origin(), &from, &allowed) {
                self.take(event, &known);
            }
        })
        .forget();
        let hello = object(&[
            ("clientele", "hello".into()),
            ("nonce", nonce.as_str().into()),
        ]);
        // Where the browser says who is around, only they are told.
        match around(window) {
            Some(origin) if messages::may_talk(&origin, &own, &listed) => {
                let _ = parent.post_message(&hello, &origin);
            }
            Some(origin) => web_sys::console::info_1(
                &format!("Clientele: {origin} is not listed in embed.origins of config.json, so this frame does not talk with it.").into(),
            ),
            None => {
                for origin in listed.iter().chain([&own]) {
                    let _ = parent.post_message(&hello, origin);
                }
            }
        }
    }

    /// Takes the port, once.
    fn take(self, event: &MessageEvent, nonce: &str) {
        if self.port.with_value(Option::is_some) {
            return;
        }
        let ports = event.ports();
        let Ok(port) = ports.get(0).dyn_into::<MessagePort>() else {
            return;
        };
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            self.hear(&event.data());
        });
        // Which also starts it.
        port.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        hear.forget();
        self.port.set_value(Some(port));
        let question = self.state.newest();
        let question = messages::question(&question);
        self.last.set_value(question.clone());
        self.say(
            "ready",
            &[
                ("nonce", nonce.into()),
                ("question", question.into()),
                ("export", self.may.with_value(|may| may.export).into()),
            ],
        );
        let refused = self.refused.try_update_value(std::mem::take);
        for why in refused.unwrap_or_default() {
            self.refuse(&why);
        }
    }

    fn hear(self, message: &JsValue) {
        let unreadable = || self.refuse("A message could not be read; nothing was changed.");
        match text(message, "type").as_deref() {
            Some("question") => match text(message, "question") {
                Some(question) => self.follow(&question),
                None => unreadable(),
            },
            Some("frame") => match text(message, "switches") {
                Some(switches) => {
                    let (view, told) = messages::dressed(&switches, &self.state.newest());
                    self.state.replace(view);
                    told.iter().for_each(|words| self.refuse(words));
                }
                None => unreadable(),
            },
            Some("export") => match get(message, "id").and_then(|id| id.as_f64()) {
                Some(id) => self.export(id, message),
                None => unreadable(),
            },
            _ => {}
        }
    }

    fn follow(self, question: &str) {
        let now = self.state.newest();
        match messages::follow(question, &now) {
            Ok((view, told)) => {
                let question = messages::question(&view);
                self.tell_question(question, "host");
                self.state.replace(view);
                for words in told {
                    self.state.notify(&words);
                    self.refuse(&words);
                }
            }
            Err(why) => {
                self.tell_question(messages::question(&now), "host");
                self.refuse(&why);
            }
        }
    }

    fn export(self, id: f64, message: &JsValue) {
        let refuse = move |why: &str| {
            let parts = [("id", id.into()), ("sentence", why.into())];
            self.say("error", &parts);
        };
        if !self.may.with_value(|may| may.export) {
            return refuse(
                "This page may not hand out customers. Set embed.export in its config.json to allow it.",
            );
        }
        let said = get(message, "of").filter(|of| !of.is_undefined() && !of.is_null());
        let of = match (said, text(message, "of")) {
            (None, _) => messages::whom(None),
            (Some(_), of) => messages::whom(Some(of.as_deref().unwrap_or_default())),
        };
        let of = match of {
            Ok(of) => of,
            Err(why) => return refuse(&why),
        };
        let filters = self.state.newest().filters;
        let job = self.asker.once(
            Slot::Download,
            ExportCsv { filters, of },
            move |file| match file {
                Ok(file) => self.say(
                    "export",
                    &[
                        ("id", id.into()),
                        ("name", file.name.into()),
                        ("rows", file.rows.into()),
                        ("csv", file.csv.into()),
                    ],
                ),
                Err(why) => refuse(&why.to_string()),
            },
        );
        self.export.set_value(job);
    }

    fn tell_question(self, question: String, by: &str) {
        self.last.set_value(question.clone());
        self.say(
            "question",
            &[("question", question.into()), ("by", by.into())],
        );
    }

    fn refuse(self, why: &str) {
        self.say("error", &[("sentence", why.into())]);
    }

    /// Nothing before there is a port.
    fn say(self, kind: &str, parts: &[(&str, JsValue)]) {
        self.port.with_value(|port| {
            if let Some(port) = port {
                let message = object(parts);
                let _ = Reflect::set(&message, &"type".into(), &kind.into());
                // Texts and numbers can always be sent.
                let _ = port.post_message(&message);
            }
        });
    }
}

fn object(parts: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in parts {
        // A new object takes anything.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}

fn get(of: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(of, &key.into()).ok()
}

/// A text of a message, unless it is far too long.
fn text(of: &JsValue, key: &str) -> Option<String> {
    let text = get(of, key)?.dyn_into::<JsString>().ok()?;
    (text.length() <= messages::LONGEST).then(|| String::from(text))
}

/// 128 bits that nobody can guess.
fn nonce(window: &Window) -> Option<String> {
    let mut bytes = [0; 16];
    let crypto = window.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The origin of the page around this one, where the browser says it.
fn around(window: &Window) -> Option<String> {
    let ancestors = get(&window.location(), "ancestorOrigins")?;
    Reflect::get_u32(&ancestors, 0).ok()?.as_string()
}

/// What `config.json` says about pages around this one; nothing is allowed where it cannot be read.
async fn settings(window: &Window) -> May {
    let address = browser::absolute("./config.json").unwrap_or_default();
    let said = async {
        let answer = JsFuture::from(window.fetch_with_str(&address)).await.ok()?;
        let answer = answer.dyn_into::<Response>().ok()?;
        let json = answer.json().ok().filter(|_| answer.ok())?;
        get(&JsFuture::from(json).await.ok()?, "embed")
    };
    let Some(said) = said.await.filter(JsValue::is_object) else {
        return May::default();
    };
    for key in Object::keys(said.unchecked_ref::<Object>()) {
        let key = key.as_string().unwrap_or_default();
        if !matches!(&*key, "origins" | "export") {
            let note = format!(
                "Clientele: config.json, “embed.{key}” is no key. It has origins and export."
            );
            web_sys::console::warn_1(&note.into());
        }
    }
    let origins = get(&said, "origins").filter(Array::is_array);
    let origins = origins.map(|all| {
        Array::from(&all)
            .iter()
            .filter_map(|of| of.as_string())
            .collect()
    });
    May {
        origins: origins.unwrap_or_default(),
        export: get(&said, "export").is_some_and(|of| of.as_bool() == Some(true)),
    }
}
