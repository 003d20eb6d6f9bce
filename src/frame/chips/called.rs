//! What the products are called that chips speak of: a link has their codes only.

use std::collections::BTreeMap;

use clientele_model::filters::Filters;
use clientele_model::products::FoundReport;
use clientele_model::question::FindProducts;
use clientele_model::wire::Slot;
use leptos::prelude::*;

use crate::ask::{Asker, Status, ask};
use crate::effect::effect;
use crate::names::named;
use crate::state::State;

/// A product: its data set, where the link names one, and its code.
type Key = (Option<String>, String);

/// The names that are known.
#[derive(Clone, Copy)]
pub(super) struct Called(RwSignal<BTreeMap<Key, String>>);

impl Default for Called {
    fn default() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }
}

impl Called {
    /// The name of a product; its code until it is known, and where it has none.
    pub(super) fn get(self, dataset: Option<&str>, id: &str) -> String {
        let key = (dataset.map(str::to_owned), id.to_owned());
        let known = self.0.with(|known| known.get(&key).cloned());
        known.unwrap_or_else(|| id.to_owned())
    }

    /// The first product of the selections whose name is not known.
    fn unknown(self, filters: &Filters) -> Option<Key> {
        let all = filters
            .only
            .iter()
            .flat_map(|chosen| chosen.only.products());
        let mut keys = all.map(|id| (filters.dataset.clone(), id.clone()));
        self.0
            .with(|known| keys.find(|key| !known.contains_key(key)))
    }
}

/// Asks for the names, one after the other; shows nothing.
#[component]
pub(super) fn Naming(called: Called) -> impl IntoView {
    let state = expect_context::<State>();
    let next = Memo::new(move |_| state.filters.with(|filters| called.unknown(filters)));
    let some = Memo::new(move |_| next.with(Option::is_some));
    view! { <Show when=move || some.get()><Asked called next/></Show> }
}

#[component]
fn Asked(called: Called, next: Memo<Option<Key>>) -> impl IntoView {
    let state = expect_context::<State>();
    let question = Memo::new(move |_| {
        let text = next.get().map(|(_, id)| id).unwrap_or_default();
        state
            .filters
            .with_untracked(|filters| whatever_chosen(filters, text))
    });
    let answer = ask::<FindProducts>(question, expect_context::<Asker>(), Slot::Name);
    effect(move || {
        let Some(key) = next.get_untracked() else {
            return;
        };
        let name = match answer.status.get() {
            Status::Working { .. } => return,
            // The code will do.
            Status::Failed(_) => key.1.clone(),
            Status::Ready => match answer.report.get().filter(|found| found.text == key.1) {
                Some(found) => name_in(&found, &key.1),
                // The answer before.
                None => return,
            },
        };
        called.0.update(|known| {
            known.insert(key, name);
        });
    });
}

/// Looks for a product whatever was chosen, in the days looked at: of a database only what was sold then has a name.
fn whatever_chosen(filters: &Filters, text: String) -> FindProducts {
    let filters = Filters {
        dataset: filters.dataset.clone(),
        period: filters.period,
        as_of: filters.as_of,
        returns: filters.returns,
        goods: filters.goods.clone(),
        copies: filters.copies,
        ..Filters::default()
    };
    FindProducts { filters, text }
}

/// The name of the product with exactly this code; the code where none has it.
fn name_in(found: &FoundReport, id: &str) -> String {
    let hit = found.hits.iter().find(|hit| hit.id == id);
    hit.map_or_else(|| id.to_owned(), |hit| named(&hit.name))
}

#[cfg(test)]
mod tests {
    use clientele_model::products::Hit;
    use clientele_model::selection::{Chosen, Only};
    use clientele_model::words::Sentence;

    use super::*;

    fn hit(id: &str, name: &str) -> Hit {
        Hit {
            id: id.to_owned(),
            name: name.to_owned(),
            category: String::new(),
            revenue: 1.0,
            orders: 1,
        }
    }

    #[test]
    fn a_name_is_that_of_the_very_code() {
        let found = FoundReport {
            text: "2242".to_owned(),
            headline: Sentence::new(),
            remarks: vec![],
            found: 2,
            hits: vec![
                hit("22423", "REGENCY CAKESTAND 3 TIER"),
                hit("2242", "CARD"),
            ],
        };
        assert_eq!(name_in(&found, "22423"), "Regency cakestand 3 tier");
        assert_eq!(name_in(&found, "2242"), "CARD");
        assert_eq!(name_in(&found, "224"), "224");
    }

    #[test]
    fn names_are_sought_among_all_customers_in_the_same_days() {
        let mut filters = Filters {
            dataset: Some("shop".to_owned()),
            countries: ["France".to_owned()].into(),
            ..Filters::default()
        };
        let chosen = Chosen::under(&Only::Product("A".to_owned()), &filters);
        filters.only.push(chosen);
        let asked = whatever_chosen(&filters, "A".to_owned());
        assert_eq!(asked.text, "A");
        let expected = Filters {
            dataset: Some("shop".to_owned()),
            ..Filters::default()
        };
        assert_eq!(asked.filters, expected);
    }
}
