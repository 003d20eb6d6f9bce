//! Audiences that were saved in this browser: listed, opened, renamed, removed, taken along as a file and brought back.

use clientele_model::Date;
use clientele_model::selection::{Listed, Only, Unresolved};
use leptos::prelude::*;

use super::super::kept_list::{Tools, keep, kept};
use super::kept::{Audience, COLOURS, free};
use super::members::Members;
use super::set;
use crate::frame::Frame;
use crate::icon::{CROSS, icon};
use crate::state::{State, stored};

const STORED: &str = "clientele.audiences";

/// More audiences than these are not kept; the oldest go.
const MOST: usize = 200;

const UNREADABLE: &str = "This file holds no audiences that can be read. Nothing was added and your audiences are as they were; choose a file that “Export” made.";
const NOT_KEPT: &str = "This browser does not let the page keep audiences. The list is here until you leave the page; “Export” saves it as a file.";

/// The audiences of this browser; `Copy`.
#[derive(Clone, Copy)]
pub(in crate::panels) struct Shelf(RwSignal<Vec<Audience>>);

impl Shelf {
    /// What was saved before.
    pub(super) fn read() -> Self {
        Self(RwSignal::new(newest()))
    }

    /// Their names.
    pub(super) fn names(self) -> Vec<String> {
        self.0
            .with(|all| all.iter().map(|one| one.name.clone()).collect())
    }

    /// A selection with the definitions of saved audiences in their place.
    pub(in crate::panels) fn resolved(self, of: &Only) -> Result<Only, Unresolved> {
        self.0
            .with(|all| of.resolved(&|name| all.iter().find(|one| one.name == name)?.only()))
    }

    /// The same, line by line: a line that speaks of a saved audience stays one.
    pub(super) fn resolved_by_line(self, of: &Only) -> Result<Only, Unresolved> {
        self.0.with(|all| {
            of.resolved_by_line(&|name| all.iter().find(|one| one.name == name)?.only())
        })
    }

    /// Saves the audience that is shown, by what it is called.
    pub(super) fn save(self, state: State, (title, customers, day): (String, u32, Date)) {
        let of = state.newest().of.unwrap_or(Only::Everyone).to_string();
        let title: String = title.chars().take(80).collect();
        self.change(state, |all| {
            if let Some(same) = all.iter_mut().find(|one| one.of == of) {
                (same.customers, same.day) = (customers, day.to_string());
                return;
            }
            let name = free(&title, all);
            all.insert(
                0,
                Audience {
                    name,
                    of,
                    day: day.to_string(),
                    customers,
                    note: String::new(),
                    colour: String::new(),
                    members: Default::default(),
                },
            );
        });
        state.notify("The audience is saved in this browser; it stands in the list below.");
    }

    /// Keeps who was in an audience on a day, as a list.
    pub(super) fn keep_members(self, state: State, name: &str, listed: Listed, day: Date) {
        self.change(state, |all| {
            if let Some(one) = all.iter_mut().find(|one| one.name == name) {
                one.members = (Only::Listed(listed).to_string(), day.to_string());
            }
        });
    }

    /// Changes the list. What another tab has saved meanwhile is kept.
    fn change(self, state: State, edit: impl FnOnce(&mut Vec<Audience>)) {
        let mut all = match stored(STORED).is_some() {
            true => newest(),
            false => self.0.get_untracked(),
        };
        edit(&mut all);
        all.truncate(MOST);
        keep(state, STORED, &all, NOT_KEPT);
        self.0.set(all);
    }

    /// Takes audiences that a file brought.
    fn bring(self, state: State, brought: Vec<Audience>) {
        self.change(state, |all| {
            for mut one in brought {
                let same = |other: &Audience| other.name == one.name && other.of == one.of;
                if !all.iter().any(same) {
                    one.name = free(&one.name, all);
                    all.push(one);
                }
            }
        });
    }
}

fn newest() -> Vec<Audience> {
    kept(STORED)
}

/// The list.
#[component]
pub(super) fn Saved() -> impl IntoView {
    let (state, frame) = (expect_context::<State>(), expect_context::<Frame>());
    let shelf = expect_context::<Shelf>();
    // Whose members are being kept.
    let keeping = RwSignal::new(None::<(String, Only)>);
    let nobody = Memo::new(move |_| shelf.0.with(Vec::is_empty));
    let row = move |one: Audience| {
        let fmt = frame.fmt.get();
        let day = one
            .day
            .parse::<Date>()
            .map_or_else(|_| one.day.clone(), |day| fmt.day(day));
        let (of, name) = (one.only(), StoredValue::new(one.name.clone()));
        let open = move |_| {
            if let Some(of) = of.clone() {
                set(state, of);
            }
        };
        let keep_of = one.only();
        let keep_members = move |_| {
            let of = keep_of.clone().map(|of| shelf.resolved(&of));
            match of {
                Some(Ok(of)) => keeping.set(Some((name.get_value(), of))),
                Some(Err(why)) => state.notify(&why.to_string()),
                None => {}
            }
        };
        let moved = one.moved().map(|([left, joined], day)| {
            let since = day
                .parse::<Date>()
                .map_or_else(|_| day.to_owned(), |day| fmt.day(day));
            let show = move |of: Only| move |_| set(state, of.clone());
            view! {
                <span class="sub">"Since "{since}": "
                    <button type="button" class="link" on:click=show(left)>"who left"</button>", "
                    <button type="button" class="link" on:click=show(joined)>"who joined"</button>
                </span>
            }
        });
        let remove = move |_| {
            shelf.change(state, |all| {
                all.retain(|other| name.with_value(|name| other.name != *name))
            });
        };
        let rename = move |e: web_sys::Event| {
            let text: String = event_target_value(&e).trim().chars().take(120).collect();
            if text.is_empty() {
                return;
            }
            shelf.change(state, |all| {
                let old = name.get_value();
                let others: Vec<_> = all.iter().filter(|one| one.name != old).cloned().collect();
                let text = free(&text, &others);
                if let Some(one) = all.iter_mut().find(|one| one.name == old) {
                    one.name = text;
                }
            });
        };
        let note = move |e: web_sys::Event| {
            let text: String = event_target_value(&e).trim().chars().take(500).collect();
            shelf.change(state, |all| {
                let name = name.get_value();
                if let Some(one) = all.iter_mut().find(|one| one.name == name) {
                    one.note = text;
                }
            });
        };
        let paint = move |e: web_sys::Event| {
            let text = event_target_value(&e);
            shelf.change(state, |all| {
                let name = name.get_value();
                if let Some(one) = all.iter_mut().find(|one| one.name == name) {
                    one.colour = text;
                }
            });
        };
        let place = COLOURS.iter().find(|(word, _)| *word == one.colour);
        let swatch = place.map(|(_, place)| view! { <span class=format!("sw c{place}")></span> });
        let own = one.colour.clone();
        let colour = move |word: &'static str| {
            let is_own = word == own;
            let shown = if word.is_empty() { "no colour" } else { word };
            view! { <option value=word selected=is_own prop:selected=is_own>{shown}</option> }
        };
        let colours = std::iter::once("").chain(COLOURS.map(|(word, _)| word));
        let colours = colours.map(colour).collect_view();
        let colour_label = format!("Colour of {}", one.name);
        let labels = [
            format!("Name of {}", one.name),
            format!("Note about {}", one.name),
            format!("Open {}", one.name),
            format!("Remove {}", one.name),
            format!("Keep members of {}", one.name),
        ];
        let [name_label, note_label, open_label, label, keep_label] = labels;
        view! {
            <tr>
                <th scope="row"><span class="painted">{swatch}<input class="field" aria-label=name_label value=one.name.clone() on:change=rename/></span></th>
                <td><select class="field" aria-label=colour_label on:change=paint>{colours}</select></td>
                <td><input class="field" aria-label=note_label placeholder="Note" value=one.note.clone() on:change=note/></td>
                <td class="num">{fmt.count(one.customers)}</td>
                <td class="num">{day}{moved}</td>
                <td class="num"><button type="button" class="btn" aria-label=keep_label title="Keeps a list of who is in it today" on:click=keep_members>"Keep members"</button></td>
                <td class="num"><button type="button" class="btn" aria-label=open_label on:click=open>"Open"</button></td>
                <td class="num"><button type="button" class="btn quiet icon" aria-label=label title="Remove" on:click=remove>{icon(CROSS)}</button></td>
            </tr>
        }
    };
    view! {
        <section class="card span-12 saved-audiences no-print" aria-labelledby="saved-audiences">
            <div class="list-head">
                <div><h2 class="chart-title" id="saved-audiences">"Saved audiences"</h2><p class="chart-sub">"Definitions, counted anew whenever they are opened. Kept in this browser; a file takes them elsewhere"</p></div>
                <Tools file="audiences.json" all=move |()| shelf.0.get_untracked() bring=move |brought| shelf.bring(state, brought) unreadable=UNREADABLE nobody/>
            </div>
            {move || keeping.get().map(|(name, of)| view! { <Members name of keeping/> })}
            <Show when=move || nobody.get()><p class="muted">"None yet: “Save audience” keeps the one that is shown."</p></Show>
            <Show when=move || !nobody.get()>
                <div class="table-wrap"><table class="tight">
                    <caption class="sr">"Saved audiences"</caption>
                    <thead><tr><th scope="col">"Audience"</th><th scope="col">"Colour"</th><th scope="col">"Note"</th><th scope="col" class="num">"Customers then"</th><th scope="col" class="num">"As of"</th><th scope="col"><span class="sr">"Keep members"</span></th><th scope="col"><span class="sr">"Open"</span></th><th scope="col"><span class="sr">"Remove"</span></th></tr></thead>
                    <tbody>{move || shelf.0.get().into_iter().map(row).collect_view()}</tbody>
                </table></div>
            </Show>
        </section>
    }
}
