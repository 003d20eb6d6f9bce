//! The orders of a customer, each with its lines.

use clientele_model::customer::{Line, Order};
use leptos::prelude::*;

use super::Seen;
use crate::browser::is_open;
use crate::format::Format;
use crate::frame::Link;
use crate::icon::{OPENS, icon};
use crate::names::named;
use crate::state::{Panel, State};

#[component]
pub(super) fn Orders(seen: Seen) -> impl IntoView {
    let orders =
        move || seen.make(|r, fmt| r.orders.iter().map(|order| one(order, fmt)).collect_view());
    let note = seen.sentence(|r| &r.orders_note);
    view! {
        <section class="card orders-of" aria-labelledby="orders">
            <h2 id="orders">"Orders, the latest first"</h2>
            <Show when=move || !note.get().is_empty()><p class="chart-sub">{note}</p></Show>
            {orders}
        </section>
    }
}

/// An order in one line; what was in it when it is opened.
fn one(order: &Order, fmt: &Format) -> AnyView {
    let open = RwSignal::new(false);
    let (title, said) = (fmt.day(order.day), summary(order, fmt));
    let (lines, fmt) = (order.lines.clone(), fmt.clone());
    let name = format!("What was in the order of {title}");
    let inside = move || open.get().then(|| table(&lines, &fmt, &name));
    view! {
        <details class="how" on:toggle=move |e| open.set(is_open(&e))>
            <summary>{icon(OPENS)}{title}<span>{said}</span></summary>
            {inside}
        </details>
    }
    .into_any()
}

/// What an order comes to: "12 lines, £345.20, £12.00 returned, France".
fn summary(order: &Order, fmt: &Format) -> String {
    let mut said = vec![fmt.counted(order.lines.len() as u64, "line")];
    let sold = order.lines.iter().any(|line| line.pieces > 0.0);
    if sold {
        said.push(fmt.money_exact(order.value));
    }
    if order.returned != 0.0 {
        said.push(format!("{} returned", fmt.money_exact(order.returned)));
    }
    let places = [order.channel.clone(), named(&order.country)];
    said.extend(places.into_iter().filter(|place| !place.is_empty()));
    said.join(", ")
}

fn table(lines: &[Line], fmt: &Format, name: &str) -> AnyView {
    let state = expect_context::<State>();
    let row = |line: &Line| {
        let (id, code, name) = (
            line.product.clone(),
            line.product.clone(),
            named(&line.name),
        );
        let to = Signal::derive(move || {
            let mut next = state.view.with(|v| v.on(Panel::Products));
            next.products.product = Some(id.clone());
            next
        });
        view! {
            <tr><th scope="row"><Link to>{name}</Link><span class="sub">{code}</span></th>
                <td class="num">{fmt.things(line.pieces)}</td>
                <td class="num">{fmt.money_exact(line.value)}</td></tr>
        }
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=name.to_owned()>
            <table>
                <caption class="sr">{name.to_owned()}</caption>
                <thead><tr>
                    <th scope="col">"Product"</th>
                    <th scope="col" class="num">"Pieces"</th>
                    <th scope="col" class="num">"Value"</th>
                </tr></thead>
                <tbody>{lines.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
