//! What a page around this one may say, and what it hears: no browser is needed to judge that.

use clientele_model::link::Embed;
use clientele_model::selection::Only;
use clientele_model::words::short;

use crate::state::View;

/// The longest text of a message that is read, in UTF-16 units; addresses are shorter.
pub const LONGEST: u32 = 8192;

/// The question of a view, as plain text: `/segments?country=France`.
pub fn question(view: &View) -> String {
    let query = view.query();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("/{}{mark}{query}", view.panel.key())
}

/// Where a question leads, and what of it could not be used: read as an address is.
///
/// # Errors
/// Why it leads nowhere.
pub fn follow(text: &str, now: &View) -> Result<(View, Vec<String>), String> {
    let (mut view, notices) = View::parse(text).map_err(|why| why.to_string())?;
    if view.panel.word().is_none() {
        return Err(format!(
            "“/{}” is no panel of the page, so nothing was changed. Ask for one of its panels, such as /overview.",
            view.panel.key()
        ));
    }
    view.embed.clone_from(&now.embed);
    if let Some((_, why)) = Embed::read(&view.embed).0.instead_of(view.panel) {
        return Err(why);
    }
    let notices = notices.iter().map(ToString::to_string).collect();
    Ok((view, notices))
}

/// How the frame shall look from now on, and what of it could not be used.
pub fn dressed(switches: &str, now: &View) -> (View, Vec<String>) {
    let (embed, notices) = Embed::read(switches);
    let mut view = now.clone();
    view.embed = embed.to_string();
    (view, notices.iter().map(ToString::to_string).collect())
}

/// Of whom the customers are asked: of everybody where nothing is said.
///
/// # Errors
/// When it is no selection.
pub fn whom(of: Option<&str>) -> Result<Only, String> {
    let Some(of) = of else {
        return Ok(Only::Everyone);
    };
    of.parse().map_err(|_| {
        let of = short(of);
        format!("“{of}” is no selection of customers, so nothing was exported. Write it as rfm.champions.")
    })
}

/// Whether a page of that origin may talk with this one: one of the same origin, and those that `config.json` lists.
pub fn may_talk(origin: &str, own: &str, listed: &[String]) -> bool {
    // A page without an origin of its own, such as a sandboxed one, says "null".
    let is_origin = origin.contains("://");
    is_origin && (origin == own || listed.iter().any(|of| of == origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> View {
        View::of_page("?panel=segments&embed=1&theme=dark&panels=segments,overview").0
    }

    #[test]
    fn a_question_is_the_text_of_the_link_both_ways() {
        for text in [
            "/overview",
            "/segments?country=France&k=4",
            "/segments?only=rfm.champions&under=last%3D90",
        ] {
            let (view, told) = follow(text, &now()).unwrap();
            assert_eq!((question(&view).as_str(), told.len()), (text, 0));
            assert_eq!(view.embed, now().embed);
        }
        let (view, _) = follow(
            "https://a.example/x/?panel=overview&country=Spain&embed=1&theme=light",
            &now(),
        )
        .unwrap();
        assert_eq!(question(&view), "/overview?country=Spain");
        assert_eq!(view.embed, now().embed);
    }

    #[test]
    fn what_cannot_be_used_of_a_question_is_said() {
        let (view, told) = follow("/segments?spend=NaN..&__proto__=1&k=4", &now()).unwrap();
        assert_eq!(question(&view), "/segments?k=4");
        assert_eq!(
            told,
            [
                "Part of this link could not be read (“spend=NaN..”) and was left at its default; choose it again above.",
                "Part of this link is not known here (“__proto__=1”) and was left out; everything else applies."
            ]
        );
        let refused = |text: &str| follow(text, &now()).unwrap_err();
        assert!(refused("/moon").starts_with("There is no panel “moon”. Ask /overview,"));
        assert!(refused("__proto__").starts_with("There is no panel “__proto__”."));
        assert_eq!(
            refused("/export?of=everyone"),
            "“/export” is no panel of the page, so nothing was changed. Ask for one of its panels, such as /overview."
        );
        assert_eq!(
            refused("/data"),
            "Data is not shown inside this page, which shows Segments and Overview only."
        );
        // A host cannot open what its own address keeps out.
        assert_eq!(refused("/data?embed=1&panels=data"), refused("/data"));
    }

    #[test]
    fn the_look_is_read_as_the_address_is() {
        let (view, told) = dressed("embed=1&theme=light&accent=ff0000&filters=2", &now());
        assert_eq!(view.embed, "embed=1&theme=light&accent=ff0000");
        assert_eq!(told.len(), 1);
        assert_eq!(question(&view), question(&now()));
    }

    #[test]
    fn a_selection_is_read_as_in_a_link() {
        assert_eq!(whom(None), Ok(Only::Everyone));
        assert_eq!(
            whom(Some("rfm.champions")).map(|o| o.to_string()),
            Ok("rfm.champions".to_owned())
        );
        assert_eq!(
            whom(Some("planet.mars")).unwrap_err(),
            "“planet.mars” is no selection of customers, so nothing was exported. Write it as rfm.champions."
        );
    }

    #[test]
    fn only_listed_origins_may_talk_and_exactly_those() {
        let listed = [
            "https://portal.example".to_owned(),
            "*".to_owned(),
            "null".to_owned(),
        ];
        let may = |origin: &str| may_talk(origin, "https://own.example", &listed);
        assert!(may("https://own.example") && may("https://portal.example"));
        for foreign in [
            "https://portal.example.evil",
            "http://portal.example",
            "https://portal.example:444",
            "https://portal.example/",
            "null",
            "*",
            "",
        ] {
            assert!(!may(foreign), "{foreign}");
        }
        assert!(!may_talk("null", "null", &[]));
    }
}
