//! How somebody else's page shows this one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use clientele_model::link::{Embed, Link, Panel, Rgb, Theme};
use clientele_model::question::AnyQuestion;
use proptest::prelude::*;

#[track_caller]
fn check(switches: &str, canonical: &str, told: &[&str]) {
    let (embed, notices) = Embed::read(switches);
    assert_eq!(embed.to_string(), canonical);
    let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(notices, told);
    assert_eq!(Embed::read(canonical), (embed, vec![]));
}

#[test]
fn switches_have_one_canonical_form() {
    check("", "embed=1", &[]);
    check("embed=1&filters=1&theme=auto", "embed=1", &[]);
    check(
        "panels=segments,overview,segments&accent=%231F5fa8&filters=0&theme=dark",
        "embed=1&filters=0&theme=dark&accent=1f5fa8&panels=segments,overview",
        &[],
    );
    check(
        "accent=15a&panels=data",
        "embed=1&accent=1155aa&panels=data",
        &[],
    );
    let (embed, _) = Embed::read("theme=light&accent=0a0b0c");
    assert_eq!(embed.theme, Theme::Light);
    assert_eq!(embed.accent, Some(Rgb([10, 11, 12])));
}

#[test]
fn what_a_host_says_wrongly_is_named_and_the_rest_holds() {
    check(
        "theme=pink&filters=maybe&accent=reddish&panels=overview,moon,,audience&colour=1&theme=dark&embed=2",
        "embed=1&panels=overview",
        &[
            "Part of this link could not be read (“theme=pink”) and was left at its default; choose it again above.",
            "Part of this link could not be read (“filters=maybe”) and was left at its default; choose it again above.",
            "Part of this link could not be read (“accent=reddish”) and was left at its default; choose it again above.",
            "Part of this link is not known here (“panels=moon”) and was left out; everything else applies.",
            "Part of this link is not known here (“panels=”) and was left out; everything else applies.",
            "Part of this link is not known here (“panels=audience”) and was left out; everything else applies.",
            "Part of this link is not known here (“colour=1”) and was left out; everything else applies.",
            "Part of this link contradicts an earlier part (“theme=dark”) and was left out; the earlier one applies.",
            "Part of this link could not be read (“embed=2”) and was left at its default; choose it again above.",
        ],
    );
    for colour in [
        "", "#", "12", "1234", "1234567", "12345g", "ÄÖÜ", "+1+2+3", "#123456 ",
    ] {
        assert!(colour.parse::<Rgb>().is_err(), "{colour}");
    }
}

#[test]
fn switches_stay_from_view_to_view_and_out_of_questions() {
    let (link, _) = Link::of_page("?panel=segments&k=4&theme=dark&embed=1&panels=segments,data");
    let switches = "embed=1&theme=dark&panels=segments,data";
    assert_eq!(link.embed, switches);
    assert_eq!(
        link.on(Panel::Data).to_string(),
        format!("?panel=data&{switches}&k=4")
    );
    let with = link.with("k", "5").map(|link| link.to_string());
    assert_eq!(with, Some(format!("?panel=segments&{switches}&k=5")));
    let asked = link.clone().question().map(|question| question.to_string());
    assert_eq!(asked.as_deref(), Ok("/segments?k=4"));
    // The command line takes the whole address and leaves them aside.
    let (question, notices) = AnyQuestion::parse(&format!("https://a.example/{link}")).unwrap();
    assert_eq!(
        (question.to_string().as_str(), &*notices),
        ("/segments?k=4", &[][..])
    );
}

#[test]
fn panels_that_were_not_chosen_are_kept_out() {
    let instead = |switches: &str, panel| Embed::read(switches).0.instead_of(panel);
    assert_eq!(instead("", Panel::Data), None);
    assert_eq!(instead("panels=overview,data", Panel::Data), None);
    assert_eq!(
        instead("panels=segments,overview,data", Panel::Baskets),
        Some((
            Panel::Segments,
            "Baskets is not shown inside this page, which shows Segments, Overview and Data only."
                .to_owned()
        ))
    );
    assert_eq!(
        instead("panels=data", Panel::Overview),
        Some((
            Panel::Data,
            "Overview is not shown inside this page, which shows Data only.".to_owned()
        ))
    );
    // Nothing that can be shown was chosen, which is as if nothing was.
    assert_eq!(instead("panels=moon", Panel::Data), None);
}

proptest! {
    #[test]
    fn any_text_can_be_read_and_its_print_is_canonical(text in any::<String>()) {
        let (embed, _) = Embed::read(&text);
        prop_assert_eq!(Embed::read(&embed.to_string()), (embed, vec![]));
    }

    #[test]
    fn any_value_can_be_read(
        parts in proptest::collection::vec(
            ("embed|filters|theme|accent|panels|x", "[-+.,#0-9a-fA-Fx%&=]{0,9}|dark|light|overview,data|1|0"),
            0..9,
        ),
    ) {
        let parts: Vec<_> = parts.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let (embed, _) = Embed::read(&parts.join("&"));
        prop_assert_eq!(Embed::read(&embed.to_string()), (embed.clone(), vec![]));
        let (link, told) = Link::of_page(&format!("?{embed}"));
        prop_assert_eq!((link.embed, told), (embed.to_string(), vec![]));
    }
}
