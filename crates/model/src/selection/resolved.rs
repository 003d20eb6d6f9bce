//! Selections that speak of saved audiences, with the definitions of these in their place.

use std::collections::BTreeSet;

use super::{MAX_PARTS, Only};
use crate::words::agreeing;

impl Only {
    /// The same with every saved audience replaced by its definition, as `saved` tells it by its name.
    ///
    /// # Errors
    /// When one is not there, or stands in itself.
    pub fn resolved(&self, saved: &dyn Fn(&str) -> Option<Self>) -> Result<Self, Unresolved> {
        self.resolved_by_line(saved).map(Self::canonical)
    }

    /// The same, but the definition of a saved audience stays together, so that the lines ([`Only::lines`]) are those of this
    /// one.
    ///
    /// # Errors
    /// As [`Only::resolved`].
    pub fn resolved_by_line(
        &self,
        saved: &dyn Fn(&str) -> Option<Self>,
    ) -> Result<Self, Unresolved> {
        self.resolved_within(saved, &mut Vec::new())
    }

    fn resolved_within(
        &self,
        saved: &dyn Fn(&str) -> Option<Self>,
        within: &mut Vec<String>,
    ) -> Result<Self, Unresolved> {
        let mut each = |parts: &[Self]| -> Result<Vec<Self>, Unresolved> {
            let parts = parts.iter();
            parts
                .map(|part| part.resolved_within(saved, within))
                .collect()
        };
        Ok(match self {
            Self::All(parts) => Self::All(each(parts)?),
            Self::Any(parts) => Self::Any(each(parts)?),
            Self::Not(inner) => Self::Not(Box::new(inner.resolved_within(saved, within)?)),
            Self::Saved(name) => {
                if within.contains(name) {
                    return Err(Unresolved::Ring(name.clone()));
                }
                let definition = saved(name).ok_or_else(|| Unresolved::Gone(name.clone()))?;
                within.push(name.clone());
                let resolved = definition.resolved_within(saved, within)?;
                within.pop();
                if resolved.conditions().len() > MAX_PARTS {
                    return Err(Unresolved::Large(name.clone()));
                }
                Self::All(vec![resolved])
            }
            one => one.clone(),
        })
    }

    /// The same in the one form that is printed and read.
    fn canonical(self) -> Self {
        let each = |parts: Vec<Self>| parts.into_iter().map(Self::canonical).collect();
        match self {
            Self::All(parts) => Self::all(each(parts)),
            Self::Any(parts) => Self::any(each(parts)),
            Self::Not(inner) => inner.canonical().but(),
            one => one,
        }
    }

    /// The saved audiences it speaks of, itself or by others of which `saved` tells.
    pub fn speaks_of(&self) -> BTreeSet<&str> {
        let all = self.conditions().into_iter();
        let names = all.filter_map(|one| match one {
            Self::Saved(name) => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }
}

/// Why a selection that speaks of saved audiences cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unresolved {
    /// One of them is not kept here.
    #[error(
        "The audience “{0}” is not saved in this browser, so whoever refers to it cannot be counted. Import it, or take that line out."
    )]
    Gone(String),
    /// One of them refers to itself.
    #[error(
        "The audience “{0}” refers to itself, so it means nobody. Open it and take that line out."
    )]
    Ring(String),
    /// They are too many.
    #[error(
        "With the audience “{0}” this one holds more than {MAX_PARTS} {conditions}. Take some lines out.",
        conditions = agreeing(MAX_PARTS as u64, "condition", "conditions")
    )]
    Large(String),
}

#[cfg(test)]
mod tests;
