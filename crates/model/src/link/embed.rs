//! How somebody else's page shows this one: `embed=1&filters=0&theme=dark&accent=1f5fa8&panels=overview,segments`.
//!
//! These are switches of the frame, no filters: they change no figure. A link carries them as they stood in the address
//! ([`Link::embed`](super::Link::embed)), so that they hold from one view to the next; what is shared or stored leaves
//! them out. Without `embed=1` they mean nothing. Whoever shows the frame reads them here, and nowhere else.

use std::fmt;

use super::read::pair;
use super::{Notice, NoticeKind, Panel};

/// Says that the page stands in somebody else's.
const INSIDE: &str = "embed=1";

/// The keys that mean something beside it, in canonical order.
const KEYS: [&str; 4] = ["filters", "theme", "accent", "panels"];

/// Light, dark, or as the visitor's system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// How somebody else's page shows this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// Whether the bar with the filters is there: `filters=0`.
    pub filters: bool,
    /// `theme=dark`, `theme=light`, `theme=auto`.
    pub theme: Theme,
    /// The colour of links and switches: `accent=1f5fa8`, or `accent=15a`.
    pub accent: Option<Rgb>,
    /// The only panels that are shown, in this order; none means all: `panels=overview,segments`.
    pub panels: Vec<Panel>,
}

impl Default for Embed {
    fn default() -> Self {
        Self {
            filters: true,
            theme: Theme::Auto,
            accent: None,
            panels: Vec::new(),
        }
    }
}

impl Embed {
    /// Reads the switches of a link, or any query. What cannot be used is left at its default and named; keys that are
    /// no switches are named as well.
    pub fn read(switches: &str) -> (Self, Vec<Notice>) {
        let (mut embed, mut notices) = (Self::default(), Vec::new());
        let mut taken = Vec::new();
        for part in switches.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = pair(part);
            let read = match taken.contains(&key) {
                true => Err(NoticeKind::Repeated),
                false => embed.take(&key, &value, &mut notices),
            };
            if let Err(kind) = read {
                notices.push(Notice::new(&key, &value, kind));
            }
            taken.push(key);
        }
        (embed, notices)
    }

    fn take(
        &mut self,
        key: &str,
        value: &str,
        notices: &mut Vec<Notice>,
    ) -> Result<(), NoticeKind> {
        match (key, value) {
            ("embed", "1") => {}
            ("filters", "0") => self.filters = false,
            ("filters", "1") => self.filters = true,
            ("theme", "auto") => self.theme = Theme::Auto,
            ("theme", "light") => self.theme = Theme::Light,
            ("theme", "dark") => self.theme = Theme::Dark,
            ("accent", value) => {
                self.accent = Some(value.parse().map_err(|_| NoticeKind::Unreadable)?);
            }
            ("panels", value) => {
                for name in value.split(',') {
                    match Panel::of(name).filter(|panel| panel.word().is_some()) {
                        Some(panel) if self.panels.contains(&panel) => {}
                        Some(panel) => self.panels.push(panel),
                        // The others hold.
                        None => notices.push(Notice::new(key, name, NoticeKind::UnknownKey)),
                    }
                }
            }
            (key, _) if key == "embed" || KEYS.contains(&key) => {
                return Err(NoticeKind::Unreadable);
            }
            _ => return Err(NoticeKind::UnknownKey),
        }
        Ok(())
    }

    /// What is shown in the place of a panel that is not among those chosen, and a sentence that says so; none where it is.
    pub fn instead_of(&self, panel: Panel) -> Option<(Panel, String)> {
        let first = *self.panels.first()?;
        if self.panels.contains(&panel) {
            return None;
        }
        let words = |panel: Panel| panel.word().unwrap_or_default();
        let shown: Vec<&str> = self.panels.iter().copied().map(words).collect();
        let shown = match shown.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => shown.concat(),
        };
        let sentence = format!(
            "{} is not shown inside this page, which shows {shown} only.",
            words(panel)
        );
        Some((first, sentence))
    }
}

/// As a link carries them, `embed=1` first, defaults left out.
impl fmt::Display for Embed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INSIDE)?;
        if !self.filters {
            f.write_str("&filters=0")?;
        }
        match self.theme {
            Theme::Auto => {}
            Theme::Light => f.write_str("&theme=light")?,
            Theme::Dark => f.write_str("&theme=dark")?,
        }
        if let Some(accent) = self.accent {
            let accent = accent.to_string();
            write!(f, "&accent={}", accent.trim_start_matches('#'))?;
        }
        if !self.panels.is_empty() {
            let keys: Vec<&str> = self.panels.iter().map(|panel| panel.key()).collect();
            // A comma is safe in a query.
            write!(f, "&panels={}", keys.join(","))?;
        }
        Ok(())
    }
}

/// `#1f5fa8`
impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// The text is no colour of three or six hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a colour of three or six hexadecimal digits")]
pub struct NotAColour;

impl std::str::FromStr for Rgb {
    type Err = NotAColour;

    /// With or without `#`, three digits or six, as in CSS.
    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let text = text.strip_prefix('#').unwrap_or(text);
        let digit = |c: char| c.to_digit(16).and_then(|d| u8::try_from(d).ok());
        let digits: Option<Vec<u8>> = text.chars().take(7).map(digit).collect();
        match digits.ok_or(NotAColour)?[..] {
            [r, g, b] => Ok(Self([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Ok(Self([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => Err(NotAColour),
        }
    }
}

/// Takes the switches out of the parts of a query, as they stand there: empty where nobody else's page is around this one.
/// `embed` itself never stays.
pub(super) fn taken_out(parts: &mut Vec<&str>) -> String {
    let is_inside = parts.contains(&INSIDE);
    let mut switches = String::new();
    parts.retain(|part| {
        let key = part.split('=').next().unwrap_or_default();
        let is_switch = is_inside && KEYS.contains(&key);
        if is_switch {
            switches.push('&');
            switches.push_str(part);
        }
        !is_switch && key != "embed"
    });
    if is_inside {
        switches.insert_str(0, INSIDE);
    }
    switches
}
