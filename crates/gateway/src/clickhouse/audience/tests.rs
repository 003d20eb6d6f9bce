//! What a statement is made of, and what cannot be one.

use clientele_model::catalogue::Catalogue;

use super::*;

/// A definition over a data set with every column and no customers chosen before.
#[track_caller]
fn compiled(of: &str, link: &str) -> Result<Statement, Uncompiled> {
    let only: Only = of.parse().unwrap();
    let (filters, notices) = Filters::parse(link);
    assert_eq!(notices, [], "{link}");
    let text = include_str!("../../../../../public/data/omnichannel/catalogue.json");
    let catalogue: Catalogue = serde_json::from_str(text).unwrap();
    let audience = Audience {
        only: &only,
        filters: &filters,
        catalogue: &catalogue,
        views: Views::default(),
    };
    audience.statement(None)
}

#[test]
fn no_value_stands_in_a_statement_and_every_parameter_is_sent() {
    let odd = "O'; DROP TABLE lines; --";
    for of in [
        format!("all(product.{odd},not(tier.{odd}))"),
        format!("had.product.{odd}~3x~90d~first"),
        "all(band.monetary.1234.5..6789.25,rfm.loyal,code.5.4.3)".to_owned(),
        "all(band.category:Toys.0.37..,new.2025-01-01.2025-06-30)".to_owned(),
    ] {
        let statement = compiled(&of, "country=Germany&spend=4321..").unwrap();
        let Statement { sql, params } = statement;
        for value in [
            "DROP", "1234", "6789", "0.37", "2025", "Germany", "4321", "Toys", "555",
        ] {
            assert!(!sql.contains(value), "{value} of {of}: {sql}");
        }
        for (at, _) in sql.match_indices('{') {
            let inside = &sql[at + 1..at + sql[at..].find('}').unwrap()];
            let (name, _) = inside.split_once(':').unwrap();
            let sent = params.iter().filter(|(sent, _)| sent == name).count();
            assert_eq!(sent, 1, "{name} of {of}");
        }
    }
}

#[test]
fn what_cannot_be_compiled_is_said() {
    for (of, link, sentence) in [
        (
            "any(rfm.loyal,audience.Win back)",
            "",
            "The database does not know the audience “Win back”, which is saved in a browser. Send the definition with the lines of that audience in its place, as the page does.",
        ),
        (
            "earned.20",
            "",
            "The database does not count what a customer earned the shop. Take that condition out, or export the audience as a file.",
        ),
        (
            "rfm.loyal",
            "last=90&only=rfm.champions&under=usual",
            "These customers were chosen under other filters than those that hold now, which the database cannot follow. Choose them again under these filters, or remove that choice.",
        ),
        (
            "segment.champions",
            "only=rfm.champions",
            "Segments of chosen customers are made in the page only. Remove the choice that everything is narrowed to, or the line with the segment.",
        ),
        (
            "arm.SPRING~offer",
            "",
            "No customer of this data set took part in the arm “offer” of a campaign “SPRING”. Choose one of those on Experiments, or take this line out.",
        ),
        (
            "may.email",
            "",
            "This data set has no e-mail opt-in, so the filter on it cannot be used. Remove it.",
        ),
        (
            "band.height.1..",
            "",
            "This data set has no height, so the filter on it cannot be used. Remove it.",
        ),
        (
            "country.Atlantis",
            "",
            "“Atlantis” is not a country of this data set, so no sale matches. Remove it from the filters.",
        ),
    ] {
        let said = compiled(of, link).unwrap_err().to_string();
        assert_eq!(said, sentence, "{of}");
    }
}
