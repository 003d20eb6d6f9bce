//! What a link says to the Products panel besides the filters: measure, cut-offs, selection.
//!
//! The laws are those of the filters: what is printed is read back, any text can be read, and what
//! cannot be used is left at its default and named.

use serde::{Deserialize, Serialize};

use super::kinds::{Class, Column, Demand, Measure, Place, Sort, Stage};
use crate::decimal;
use crate::filters::{Key, Notice, NoticeKind, decode, encoded};

/// Measure, cut-offs and which products are listed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// What products are ranked by.
    pub by: Measure,
    /// Class A ends here, in per cent of value; above 0 and below `b`.
    pub a: f64,
    /// Class B ends here, in per cent of value; at most 100.
    pub b: f64,
    /// Column X ends below this coefficient of variation; above 0 and below `y`.
    pub x: f64,
    /// Column Y ends below this coefficient of variation.
    pub y: f64,
    /// Which products are listed.
    pub pick: Pick,
    /// In which order they are listed.
    pub sort: Sort,
    /// Which page of the list, counted from 1.
    pub page: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            by: Measure::Revenue,
            a: 80.0,
            b: 95.0,
            x: 0.5,
            y: 1.0,
            pick: Pick::default(),
            sort: Sort::Value,
            page: 1,
        }
    }
}

/// Which products: those for which all that is said holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Of this class: `box=A`.
    pub class: Option<Class>,
    /// Of this steadiness: `box=X`; with a class `box=AX`.
    pub column: Option<Column>,
    /// With this demand pattern: `demand=lumpy`.
    pub demand: Option<Demand>,
    /// In this stage of life: `stage=declining`.
    pub stage: Option<Stage>,
}

impl Pick {
    /// The products of a box.
    pub fn place(place: Place) -> Self {
        Self {
            class: Some(place.class),
            column: Some(place.column),
            ..Self::default()
        }
    }

    /// Whether every product is picked.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// Every key, in canonical order.
pub const ASK_KEYS: [Key; 11] = [
    Key {
        name: "by",
        doc: "\"units\" or \"margin\" ranks products by it instead of revenue.",
    },
    Key {
        name: "a",
        doc: "Class A ends at this per cent of value, 80 as a rule.",
    },
    Key {
        name: "b",
        doc: "Class B ends at this per cent of value, 95 as a rule.",
    },
    Key {
        name: "x",
        doc: "Column X ends below this coefficient of variation, 0.5 as a rule.",
    },
    Key {
        name: "y",
        doc: "Column Y ends below this coefficient of variation, 1 as a rule.",
    },
    Key {
        name: "box",
        doc: "Lists only products of this box, class or column: AX, A or X; N is too new to tell.",
    },
    Key {
        name: "demand",
        doc: "Lists only products with this demand: smooth, intermittent, erratic or lumpy.",
    },
    Key {
        name: "stage",
        doc: "Lists only new, growing, established, declining or discontinued products.",
    },
    Key {
        name: "sort",
        doc: "Order of the list: value, revenue, units, margin, orders, customers, cv, name, code.",
    },
    Key {
        name: "page",
        doc: "Which page of the list, counted from 1.",
    },
    Key {
        name: "product",
        doc: "The page of one product, by its code; \"find\" looks for products by name or code.",
    },
];

/// What of the panel is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Measure, cut-offs, selection.
    pub options: Options,
    /// One product, by its code.
    pub product: Option<String>,
    /// Products by name or code.
    pub find: Option<String>,
}

impl Asked {
    /// Takes what belongs to the panel out of the parts of a query; the rest is for the filters.
    pub fn take(parts: &mut Vec<&str>) -> (Self, Vec<Notice>) {
        let (mut asked, mut notices) = (Self::default(), Vec::new());
        let mut seen: Vec<String> = Vec::new();
        let mut taken: Vec<(String, String)> = Vec::new();
        parts.retain(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let (key, value) = (decode(key), decode(value));
            let is_own = key == "find" || ASK_KEYS.iter().any(|own| own.name == key);
            if is_own {
                taken.push((key, value));
            }
            !is_own
        });
        let notice = |key: &str, value: &str, kind| Notice {
            part: format!("{key}={value}").chars().take(60).collect(),
            kind,
        };
        for (key, value) in &taken {
            let read = match seen.contains(key) {
                true => Err(NoticeKind::Repeated),
                false => asked.read(key, value),
            };
            match read {
                Ok(()) => seen.push(key.clone()),
                Err(kind) => notices.push(notice(key, value, kind)),
            }
        }
        // Two cut-offs are read together: whichever stands first.
        let usual = Options::default();
        for (keys, is_sound) in [
            (["a", "b"], asked.options.a < asked.options.b),
            (["x", "y"], asked.options.x < asked.options.y),
        ] {
            if is_sound {
                continue;
            }
            let wrong = taken
                .iter()
                .filter(|(key, _)| keys.contains(&key.as_str()) && seen.contains(key));
            notices.extend(wrong.map(|(key, value)| notice(key, value, NoticeKind::Unreadable)));
            let options = &mut asked.options;
            match keys[0] {
                "a" => (options.a, options.b) = (usual.a, usual.b),
                _ => (options.x, options.y) = (usual.x, usual.y),
            }
        }
        (asked, notices)
    }

    fn read(&mut self, key: &str, value: &str) -> Result<(), NoticeKind> {
        let bad = NoticeKind::Unreadable;
        let options = &mut self.options;
        let positive = |most: f64| {
            let number = decimal::parse(value).filter(|&number| number > 0.0 && number <= most);
            number.ok_or(bad)
        };
        match key {
            "by" => options.by = Measure::of(value).ok_or(bad)?,
            "a" => options.a = positive(100.0)?,
            "b" => options.b = positive(100.0)?,
            "x" => options.x = positive(100.0)?,
            "y" => options.y = positive(100.0)?,
            "box" => {
                (options.pick.class, options.pick.column) = letters(value).ok_or(bad)?;
            }
            "demand" => options.pick.demand = Some(Demand::of(value).ok_or(bad)?),
            "stage" => options.pick.stage = Some(Stage::of(value).ok_or(bad)?),
            "sort" => options.sort = Sort::of(value).ok_or(bad)?,
            "page" => {
                let page = value
                    .parse()
                    .ok()
                    .filter(|page| (1..=100_000).contains(page));
                let plain = value.bytes().all(|byte| byte.is_ascii_digit());
                options.page = page.filter(|_| plain).ok_or(bad)?;
            }
            _ if value.is_empty() => return Err(bad),
            _ if self.product.is_some() || self.find.is_some() => return Err(NoticeKind::Repeated),
            "product" => self.product = Some(value.to_owned()),
            _ => self.find = Some(value.chars().take(200).collect()),
        }
        Ok(())
    }
}

/// A class, a column, or both.
fn letters(text: &str) -> Option<(Option<Class>, Option<Column>)> {
    match text.len() {
        1 => match (Class::of(text), Column::of(text)) {
            (None, None) => None,
            either => Some(either),
        },
        2 if text.is_ascii() => {
            let (class, column) = (Class::of(&text[..1])?, Column::of(&text[1..])?);
            Some((Some(class), Some(column)))
        }
        _ => None,
    }
}

/// The canonical parts, each with its key; defaults left out.
impl Options {
    /// Pairs of key and encoded value, joined.
    pub fn query(&self) -> Vec<String> {
        let usual = Self::default();
        let mut parts = Vec::new();
        let mut pair = |is_there: bool, key: &str, value: &str| {
            if is_there {
                parts.push(format!("{key}={}", encoded(value)));
            }
        };
        pair(self.by != usual.by, "by", self.by.word());
        pair(self.a != usual.a, "a", &self.a.to_string());
        pair(self.b != usual.b, "b", &self.b.to_string());
        pair(self.x != usual.x, "x", &self.x.to_string());
        pair(self.y != usual.y, "y", &self.y.to_string());
        let pick = &self.pick;
        let class = pick.class.map_or("", Class::word);
        let place = format!("{class}{}", pick.column.map_or("", Column::word));
        pair(!place.is_empty(), "box", &place);
        let demand = pick.demand.map_or("", Demand::word);
        pair(!demand.is_empty(), "demand", demand);
        let stage = pick.stage.map_or("", Stage::word);
        pair(!stage.is_empty(), "stage", stage);
        pair(self.sort != usual.sort, "sort", self.sort.word());
        pair(self.page != usual.page, "page", &self.page.to_string());
        parts
    }
}
