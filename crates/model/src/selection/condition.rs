//! What somebody bought, as a condition: how often, how lately, first or last.

use serde::{Deserialize, Serialize};

use super::text::{escaped, plain};
use crate::filters::Level;

/// That somebody bought an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Had {
    /// What an item is; nothing for anything at all.
    pub level: Option<Level>,
    /// Its code, or the name of its category; empty for anything at all.
    pub item: String,
    /// In at least so many orders, 1 or more.
    pub times: u16,
    /// Within so many days before the day up to which recency is counted; in all the days looked at when absent.
    pub days: Option<u16>,
    /// Which of their orders may count.
    pub when: When,
}

/// Which orders of a customer may count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    /// Any.
    #[default]
    Ever,
    /// Those of the first day with an order, among the days looked at.
    First,
    /// Those of the last day with an order.
    Last,
}

/// Stands for anything at all, in place of a level.
const ANYTHING: &str = "anything";

impl Had {
    /// That somebody bought an item at least once, whenever.
    pub fn once(level: Level, item: String) -> Self {
        Self {
            level: Some(level),
            item,
            times: 1,
            days: None,
            when: When::Ever,
        }
    }

    /// That somebody ordered anything at all.
    pub fn anything() -> Self {
        Self {
            level: None,
            item: String::new(),
            times: 1,
            days: None,
            when: When::Ever,
        }
    }

    /// `product.22423~3x~90d~first`
    pub(super) fn print(&self) -> String {
        let mut text = match self.level {
            Some(level) => format!("{}.{}", level.word(), escaped(&self.item)),
            None => ANYTHING.to_owned(),
        };
        if self.times > 1 {
            text += &format!("~{}x", self.times);
        }
        if let Some(days) = self.days {
            text += &format!("~{days}d");
        }
        text += match self.when {
            When::Ever => "",
            When::First => "~first",
            When::Last => "~last",
        };
        text
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('~');
        let what = parts.next()?;
        let mut had = match what.split_once('.') {
            _ if what == ANYTHING => Self::anything(),
            Some((level, item)) if !item.is_empty() => Self::once(Level::of(level)?, plain(item)),
            _ => return None,
        };
        // Each at most once, in the order in which they are printed.
        let mut last = 0;
        for part in parts {
            let place = match part {
                "first" => {
                    had.when = When::First;
                    3
                }
                "last" => {
                    had.when = When::Last;
                    3
                }
                _ => {
                    let unit = part.chars().next_back()?;
                    let number = part.strip_suffix(unit).filter(|text| is_plain(text))?;
                    let number: u16 = number.parse().ok()?;
                    match unit {
                        'x' if number > 1 => {
                            had.times = number;
                            1
                        }
                        'd' => {
                            had.days = Some(number);
                            2
                        }
                        _ => return None,
                    }
                }
            };
            if place <= last {
                return None;
            }
            last = place;
        }
        Some(had)
    }
}

/// Whether a text is digits without a zero in front, as a number above zero prints.
pub(super) fn is_plain(text: &str) -> bool {
    !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
