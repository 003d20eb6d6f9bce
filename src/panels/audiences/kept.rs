//! An audience as this browser keeps it and as a file holds it: JSON.

use clientele_model::selection::Only;

use super::super::kept_list::{Field, Fields, Kept};

/// The colours a saved audience may have: what each is called, and its place in the palette.
pub(super) const COLOURS: [(&str, u8); 6] = [
    ("blue", 1),
    ("teal", 2),
    ("orange", 3),
    ("red", 4),
    ("violet", 5),
    ("green", 6),
];

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
    /// The colour it has in the list, by name; empty for none.
    pub colour: String,
    /// The list of those who were in it on a day, and that day; empty where nobody asked for it.
    pub members: (String, String),
}

impl Kept for Audience {
    fn fields(&self) -> Vec<(&'static str, Field<'_>)> {
        let text = |key, text| (key, Field::Text(text));
        vec![
            text("name", &self.name),
            text("of", &self.of),
            text("as_of", &self.day),
            text("note", &self.note),
            text("colour", &self.colour),
            text("members", &self.members.0),
            text("members_as_of", &self.members.1),
            ("customers", Field::Number(self.customers)),
        ]
    }

    fn of(fields: &Fields) -> Option<Self> {
        let text = |key: &str| fields.text(key);
        let of: Only = text("of")?.parse().ok()?;
        let name: String = text("name")?.trim().chars().take(120).collect();
        let colour = text("colour").filter(|colour| COLOURS.iter().any(|one| one.0 == colour));
        (!name.is_empty()).then(|| Self {
            name,
            of: of.to_string(),
            day: text("as_of").unwrap_or_default(),
            customers: fields.number("customers").unwrap_or_default(),
            note: text("note").unwrap_or_default().chars().take(500).collect(),
            colour: colour.unwrap_or_default(),
            members: (
                text("members").unwrap_or_default(),
                text("members_as_of").unwrap_or_default(),
            ),
        })
    }
}

impl Audience {
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
