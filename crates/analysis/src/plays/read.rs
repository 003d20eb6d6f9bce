//! From the text of a table of plays to the table, or to the first mistake in it.

use serde_json::{Map, Value};

use super::{Advice, Condition, Entry, FIGURES, Mistake, OnlyFor, Plays, WAYS, Way};

/// The form of tables that is read.
const VERSION: u64 = 1;
/// Kilobytes that a table may have.
const KILOBYTES: usize = 200;
/// Characters that a text may have: as many as fit on a card.
const CHARACTERS: usize = 300;

const TABLE: [&str; 4] = ["version", "name", "plays", "ways"];
const PLAY: [&str; 9] = [
    "name", "when", "summary", "persona", "do", "dont", "channel", "offer", "cap",
];
const WAY: [&str; 5] = ["name", "do", "dont", "channel", "offer"];

/// Reads a table.
pub(super) fn read(text: &[u8]) -> Result<Plays, Mistake> {
    if text.len() > KILOBYTES * 1000 {
        return Err(Mistake::TooLarge {
            kilobytes: KILOBYTES,
        });
    }
    // Editors put a mark in front of some files.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let whole: Value =
        serde_json::from_slice(text).map_err(|why| Mistake::NotJson(why.to_string()))?;
    let table = Object::of("the table".to_owned(), &whole)?;
    // A newer form may have other keys: what it is is looked at first.
    match table.map.get("version") {
        Some(version) if version.as_u64() == Some(VERSION) => {}
        theirs => {
            let theirs = theirs.map_or_else(|| "not said".to_owned(), Value::to_string);
            return Err(Mistake::Version {
                theirs,
                ours: VERSION,
            });
        }
    }
    table.only(&TABLE)?;
    let plays = table.objects("plays", "play")?;
    let plays: Vec<Entry> = plays.iter().map(play).collect::<Result<_, _>>()?;
    let ways = match table.map.contains_key("ways") {
        true => table.objects("ways", "way")?,
        false => Vec::new(),
    };
    let ways: Vec<Way> = ways.iter().map(way).collect::<Result<_, _>>()?;
    let of = |entry: &Entry| format!("play “{}”", entry.name);
    let last = plays.last().ok_or(Mistake::NoPlay)?;
    let open = |entry: &&Entry| entry.conditions.is_empty();
    let mut before = plays.iter().take(plays.len() - 1);
    if let Some(entry) = before.find(open) {
        return Err(Mistake::InTheWay { of: of(entry) });
    }
    if !last.conditions.is_empty() {
        return Err(Mistake::NobodyLeft { of: of(last) });
    }
    Ok(Plays {
        name: table.text("name")?,
        plays,
        ways,
    })
}

fn play(object: &Object<'_>) -> Result<Entry, Mistake> {
    object.only(&PLAY)?;
    Ok(Entry {
        name: object.text("name")?,
        conditions: match object.map.contains_key("when") {
            true => object.conditions("when")?,
            false => Vec::new(),
        },
        summary: object.text("summary")?,
        persona: object.text("persona")?,
        does: object.lines("do")?,
        donts: object.lines("dont")?,
        channel: object.text("channel")?,
        offer: object.text("offer")?,
        cap: object.text("cap")?,
    })
}

fn way(object: &Object<'_>) -> Result<Way, Mistake> {
    object.only(&WAY)?;
    let name = object.text("name")?;
    if !WAYS.contains(&name.as_str()) && !name.starts_with("fond of ") {
        return Err(Mistake::NoWay { name });
    }
    let has = |key: &str| object.map.contains_key(key);
    let lines = |key| match has(key) {
        true => object.texts(key),
        false => Ok(Vec::new()),
    };
    let text = |key| match has(key) {
        true => object.text(key),
        false => Ok(String::new()),
    };
    Ok(Way {
        does: lines("do")?,
        donts: lines("dont")?,
        channel: text("channel")?,
        offer: text("offer")?,
        name,
    })
}

/// An object of the file, and where it stands in sentences.
struct Object<'a> {
    of: String,
    map: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    fn of(of: String, value: &'a Value) -> Result<Self, Mistake> {
        match value {
            Value::Object(map) => Ok(Self { of, map }),
            _ => Err(Mistake::NotAnObject { of }),
        }
    }

    /// That it has these keys and no others.
    fn only(&self, keys: &[&str]) -> Result<(), Mistake> {
        match self.map.keys().find(|key| !keys.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(Mistake::UnknownKey {
                of: self.of.clone(),
                key: short(key),
                keys: keys.join(", "),
            }),
        }
    }

    fn value(&self, key: &'static str) -> Result<&'a Value, Mistake> {
        self.map.get(key).ok_or_else(|| Mistake::NoKey {
            of: self.of.clone(),
            key,
        })
    }

    fn text(&self, key: &'static str) -> Result<String, Mistake> {
        self.as_text(key, self.value(key)?)
    }

    fn as_text(&self, key: &'static str, value: &Value) -> Result<String, Mistake> {
        let of = self.of.clone();
        let Value::String(text) = value else {
            return Err(Mistake::NotText { of, key });
        };
        match text.trim() {
            "" => Err(Mistake::Empty { of, key }),
            text if text.chars().count() > CHARACTERS => Err(Mistake::TooLong {
                of,
                key,
                most: CHARACTERS,
            }),
            text => Ok(text.to_owned()),
        }
    }

    fn list(&self, key: &'static str) -> Result<&'a [Value], Mistake> {
        match self.value(key)? {
            Value::Array(list) => Ok(list),
            _ => Err(Mistake::NotAList {
                of: self.of.clone(),
                key,
            }),
        }
    }

    fn texts(&self, key: &'static str) -> Result<Vec<String>, Mistake> {
        let list = self.list(key)?.iter();
        list.map(|text| self.as_text(key, text)).collect()
    }

    /// The objects of a list, each named by what it is called, or by its place; no two of one name.
    fn objects(&self, key: &'static str, kind: &str) -> Result<Vec<Object<'a>>, Mistake> {
        let mut names: Vec<&str> = Vec::new();
        let mut all = Vec::new();
        for (at, value) in self.list(key)?.iter().enumerate() {
            let name = value.get("name").and_then(Value::as_str).map(str::trim);
            let of = match name {
                Some(name) if !name.is_empty() => format!("{kind} “{}”", short(name)),
                _ => format!("{kind} {}", at + 1),
            };
            all.push(Object::of(of, value)?);
            if let Some(name) = name {
                if names.contains(&name) {
                    return Err(Mistake::Twice { name: short(name) });
                }
                names.push(name);
            }
        }
        Ok(all)
    }

    /// Lines of a play: text, or `{ "say": …, "if": … }`.
    fn lines(&self, key: &'static str) -> Result<Vec<Advice>, Mistake> {
        let list = self.list(key)?;
        if list.is_empty() {
            let of = self.of.clone();
            return Err(Mistake::Empty { of, key });
        }
        list.iter().map(|line| self.line(key, line)).collect()
    }

    fn line(&self, key: &'static str, line: &Value) -> Result<Advice, Mistake> {
        let Value::Object(some) = line else {
            let words = self.as_text(key, line);
            return Ok(Advice {
                words: words.map_err(|why| match why {
                    Mistake::NotText { of, key } => Mistake::NoLine { of, key },
                    why => why,
                })?,
                only: None,
            });
        };
        let no_line = || Mistake::NoLine {
            of: self.of.clone(),
            key,
        };
        let side = match (some.get("if"), some.get("unless")) {
            (Some(Value::String(text)), None) => OnlyFor::If(self.condition(text)?),
            (None, Some(Value::String(text))) => OnlyFor::Unless(self.condition(text)?),
            _ => return Err(no_line()),
        };
        let words = some.get("say").filter(|_| some.len() == 2);
        Ok(Advice {
            words: self.as_text(key, words.ok_or_else(no_line)?)?,
            only: Some(side),
        })
    }

    fn conditions(&self, key: &'static str) -> Result<Vec<Condition>, Mistake> {
        let texts = self.texts(key)?;
        if texts.is_empty() {
            let of = self.of.clone();
            return Err(Mistake::Empty { of, key });
        }
        texts.iter().map(|text| self.condition(text)).collect()
    }

    /// “orders at least 4”, “waits below 1.5”.
    fn condition(&self, text: &str) -> Result<Condition, Mistake> {
        let parts = text.split_once(' ').and_then(|(figure, rest)| {
            let (sign, bound) = rest.rsplit_once(' ')?;
            let at_least = match sign {
                "at least" => true,
                "below" => false,
                _ => return None,
            };
            let bound: f64 = bound.parse().ok()?;
            bound.is_finite().then_some((figure, at_least, bound))
        });
        let Some((name, at_least, bound)) = parts else {
            return Err(Mistake::NoCondition {
                of: self.of.clone(),
                text: short(text),
            });
        };
        match FIGURES.into_iter().find(|figure| *figure == name) {
            Some(figure) => Ok(Condition {
                figure,
                at_least,
                bound,
            }),
            None => Err(Mistake::NoFigure {
                of: self.of.clone(),
                figure: short(name),
            }),
        }
    }
}

/// What is quoted in a sentence is cut where it is long.
fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
