//! Where the numbers of a live data set came from, and whether they are newer than an outage.

use clientele_model::Date;
use clientele_model::failure::Failure;
use clientele_model::wire::Origin;
use leptos::prelude::*;

use super::Frame;
use crate::ask::Asker;
use crate::icon::{WARN, icon};
use crate::say::Say;

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

/// Says that the numbers are older than they should be, and asks again on demand.
#[component]
pub fn Older() -> impl IntoView {
    let asker = expect_context::<Asker>();
    let frame = expect_context::<Frame>();
    let words = move || {
        let (origin, trouble) = asker.came.get()?;
        let from = time(&frame.say.get(), origin.made);
        Some(match trouble? {
            Failure::Offline => {
                format!("Showing data from {from}; the server cannot be reached.")
            }
            why => format!("Showing data from {from}. {why}"),
        })
    };
    let words = Memo::new(move |_| words());
    move || {
        words.get().map(|words| {
            view! {
                <div class="notice warn">
                    {icon(WARN)}
                    <p>{words}</p>
                    <button type="button" class="btn" on:click=move |_| asker.refresh()>"Try again"</button>
                </div>
            }
        })
    }
}

/// How much came, how long ClickHouse took, and when.
#[component]
pub fn Came() -> impl IntoView {
    let asker = expect_context::<Asker>();
    let frame = expect_context::<Frame>();
    move || {
        let (origin, _) = asker.came.get()?;
        Some(view! { <p class="source origin">{sentence(&frame.say.get(), &origin)}</p> })
    }
}

fn sentence(say: &Say, origin: &Origin) -> String {
    let megabytes = origin.bytes as f64 / 1e6;
    let size = match megabytes < 1.0 {
        true => format!("{} kB", say.number(megabytes * 1e3, 0)),
        false => format!("{} MB", say.number(megabytes, 1)),
    };
    let database = origin.database.map(|millis| {
        let seconds = say.number(f64::from(millis) / 1e3, 2);
        format!(" after {seconds} s in ClickHouse")
    });
    format!(
        "{} rows came from the database at {}: {size}{}. Everything else was computed in this browser.",
        say.count(origin.rows),
        time(say, origin.made),
        database.unwrap_or_default()
    )
}

/// The time of day, with the day before it when that is not today.
fn time(say: &Say, made: f64) -> String {
    let date = js_sys::Date::new(&made.into());
    let clock = format!("{:02}:{:02}", date.get_hours(), date.get_minutes());
    let local = |millis: f64| ((millis - date.get_timezone_offset() * 60_000.0) / DAY).floor();
    let day = local(made);
    match day == local(js_sys::Date::now()) {
        true => clock,
        false => format!(
            "{}, {clock}",
            say.day_short(Date::from_epoch_days(day as i32))
        ),
    }
}
