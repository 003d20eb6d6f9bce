//! An audience as this browser keeps it and as a file holds it: JSON.

use clientele_model::selection::Only;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An audience as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Audience {
    /// What it is called; no two have the same name.
    pub name: String,
    /// Its definition, as in links.
    pub of: String,
    /// The day up to which recency counted when it was saved.
    pub day: String,
    /// How many customers it had then.
    pub customers: u32,
    /// A word about it; may be empty.
    pub note: String,
    /// The list of those who were in it on a day, and that day; empty where nobody asked for it.
    pub members: (String, String),
}

impl Audience {
    /// As an object of JSON.
    fn written(&self) -> JsValue {
        let all = Object::new();
        let customers = JsValue::from_f64(f64::from(self.customers));
        let words = [
            ("name", &self.name),
            ("of", &self.of),
            ("as_of", &self.day),
            ("note", &self.note),
            ("members", &self.members.0),
            ("members_as_of", &self.members.1),
        ];
        let words = words.map(|(key, text)| (key, JsValue::from_str(text)));
        for (key, value) in words.into_iter().chain([("customers", customers)]) {
            // A fresh object takes every property.
            let _ = Reflect::set(&all, &JsValue::from_str(key), &value);
        }
        all.into()
    }

    /// From an object of JSON; nothing where it is no audience.
    fn of(value: &JsValue) -> Option<Self> {
        let get = |key: &str| Reflect::get(value, &JsValue::from_str(key)).ok();
        let text = |key: &str| get(key)?.as_string();
        let of: Only = text("of")?.parse().ok()?;
        let name: String = text("name")?.trim().chars().take(120).collect();
        (!name.is_empty()).then(|| Self {
            name,
            of: of.to_string(),
            day: text("as_of").unwrap_or_default(),
            customers: get("customers").and_then(|n| n.as_f64()).unwrap_or(0.0) as u32,
            note: text("note").unwrap_or_default().chars().take(500).collect(),
            members: (
                text("members").unwrap_or_default(),
                text("members_as_of").unwrap_or_default(),
            ),
        })
    }

    pub fn only(&self) -> Option<Only> {
        self.of.parse().ok()
    }

    /// Those who left and those who joined since its members were kept, and since when.
    pub fn moved(&self) -> Option<([Only; 2], &str)> {
        let then: Only = self.members.0.parse().ok()?;
        let now = self.only()?;
        let left = Only::all(vec![then.clone(), now.clone().but()]);
        let joined = Only::all(vec![now, then.but()]);
        Some(([left, joined], &self.members.1))
    }
}

/// Audiences from a text of JSON; nothing where it holds none.
pub(super) fn read(text: &str) -> Option<Vec<Audience>> {
    let all: Array = JSON::parse(text).ok()?.dyn_into().ok()?;
    let some = all.iter().map(|value| Audience::of(&value));
    some.collect::<Option<Vec<_>>>()
        .filter(|all| !all.is_empty())
}

pub(super) fn written(all: &[Audience]) -> String {
    let all: Array = all.iter().map(Audience::written).collect();
    let text =
        JSON::stringify_with_replacer_and_space(&all, &JsValue::NULL, &JsValue::from_f64(2.0));
    text.map(String::from).unwrap_or_default()
}

/// What a name is among others: itself, or with a number behind it.
pub(super) fn free(name: &str, taken: &[Audience]) -> String {
    let is_taken = |name: &str| taken.iter().any(|other| other.name == name);
    if !is_taken(name) {
        return name.to_owned();
    }
    (2_u32..)
        .map(|at| format!("{name} {at}"))
        .find(|name| !is_taken(name))
        .unwrap_or_default()
}
