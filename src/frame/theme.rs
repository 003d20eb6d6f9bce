//! Light, dark, or as the system says; remembered.

use leptos::prelude::*;

use crate::browser;
use crate::effect::effect;
use crate::state::{store, stored};

const STORED: &str = "clientele.theme";

/// The chosen theme; `Copy`.
#[derive(Clone, Copy)]
pub struct Theme(RwSignal<Scheme>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    System,
    Light,
    Dark,
}

impl Scheme {
    fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Theme {
    /// Reads what was chosen last and keeps the page in line.
    pub fn start() -> Self {
        let first = match stored(STORED).as_deref() {
            Some("light") => Scheme::Light,
            Some("dark") => Scheme::Dark,
            _ => Scheme::System,
        };
        let scheme = RwSignal::new(first);
        let mut before = first;
        effect(move || {
            let scheme = scheme.get();
            if let Some(root) = browser::document().and_then(|d| d.document_element()) {
                // An element of ours takes any attribute.
                let _ = match scheme {
                    Scheme::System => root.remove_attribute("data-theme"),
                    Scheme::Light | Scheme::Dark => root.set_attribute("data-theme", scheme.key()),
                };
            }
            if before != scheme {
                // A theme that cannot be remembered still holds for this visit.
                let _ = store(STORED, scheme.key());
            }
            before = scheme;
        });
        Self(scheme)
    }

    /// Goes on to the next one: system, light, dark.
    pub fn next(self) {
        self.0.update(|scheme| {
            *scheme = match scheme {
                Scheme::System => Scheme::Light,
                Scheme::Light => Scheme::Dark,
                Scheme::Dark => Scheme::System,
            }
        });
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self.0.get() {
            Scheme::System => "Theme: follows the system",
            Scheme::Light => "Theme: light",
            Scheme::Dark => "Theme: dark",
        }
    }

    /// The path of its icon.
    pub fn icon(self) -> &'static str {
        match self.0.get() {
            Scheme::System => {
                "M8 2.200v11.600A5.800 5.800 0 0 0 8 2.200ZM8 13.800A5.800 5.800 0 0 1 8 2.200"
            }
            Scheme::Light => {
                "M8 5.200a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600ZM8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.9M11.700 11.700l.9.9M12.600 3.400l-.9.9M4.300 11.700l-.9.9"
            }
            Scheme::Dark => {
                "M13.300 9.600A5.600 5.600 0 0 1 6.400 2.700a5.600 5.600 0 1 0 6.900 6.900Z"
            }
        }
    }
}
