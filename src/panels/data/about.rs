//! What a data set says of itself.

use clientele_model::catalogue::Catalogue;
use clientele_model::opening::OWN;
use leptos::prelude::*;

use super::Seen;
use crate::format::Format;

/// Said where nothing compares files with their fingerprints.
const UNCOMPARED: &str = "This page came over plain HTTP, where browsers compute no fingerprints (SHA-256). The files of this data set were checked by their length and checksum, which find damage but not a deliberate change; serve the page over HTTPS to have both.";

/// The doubt that is left about a data set, of which `slug` is the name in links: over plain HTTP, about the files of a pack.
fn doubt(is_secure: bool, is_live: bool, slug: &str) -> Option<&'static str> {
    let is_pack = !is_live && !slug.starts_with(OWN);
    (is_pack && !is_secure).then_some(UNCOMPARED)
}

/// Whether the browser counts this page as one that came over a secure way, or from this machine.
fn is_secure() -> bool {
    web_sys::window().is_none_or(|window| window.is_secure_context())
}

/// What a data set says of itself, and how sure it is that its files are whole.
#[component]
pub(super) fn About(seen: Seen) -> impl IntoView {
    let of = move |make: fn(&Catalogue, &Format) -> String| {
        move || seen.make(|r, fmt| make(&r.catalogue, fmt))
    };
    view! {
        <section class=move || seen.report.with(|r| format!("card {} stretch", super::halves(&r.catalogue)[1])) aria-labelledby="about">
            <h2 id="about">"About this data set"</h2>
            <dl class="facts">
                <dt>"What"</dt><dd>{of(|c, _| c.about.clone())}</dd>
                <dt>"Covers"</dt><dd>{of(|c, fmt| format!(
                    "{} – {}, {}, {}, {}, {}",
                    fmt.day(c.first), fmt.day(c.last), fmt.counted(c.orders, "order"), fmt.counted(c.customers, "customer"), fmt.counted(c.products, "product code"), fmt.counted(c.countries.len() as u64, "country")
                ))}</dd>
                <dt>"Currency"</dt><dd>{of(|c, _| c.currency.clone())}</dd>
                <dt>"Times"</dt><dd>{of(|c, _| format!("wall clock of {}", c.zone))}</dd>
                <dt>"Origin"</dt><dd>{of(|c, _| c.attribution.clone())}</dd>
                <dt>"Licence"</dt><dd>{of(|c, _| c.licence.clone())}</dd>
            </dl>
            {move || seen.report.with(|r| doubt(is_secure(), r.catalogue.is_live(), &r.catalogue.slug)).map(|words| view! { <p class="chart-note">{words}</p> })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packs_over_plain_http_are_doubted() {
        assert_eq!(doubt(false, false, "shop"), Some(UNCOMPARED));
        assert_eq!(doubt(true, false, "shop"), None);
        // A gateway's tables have no fingerprints, and files of one's own came over no network.
        assert_eq!(doubt(false, true, "shop"), None);
        assert_eq!(doubt(false, false, &format!("{OWN}shop")), None);
    }
}
