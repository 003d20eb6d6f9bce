use super::*;
use crate::make_from;
use crate::progress::nobody;
use crate::tests::{decided, fixture, request, text};

/// What a file becomes by a mapping, and the mapping it leaves.
fn made(name: &str, csv: &str, mapping: &Mapping) -> Result<crate::Made, String> {
    let made = make_from(request([text(name, csv)]), mapping, &mut nobody());
    made.map_err(|trouble| trouble.to_string())
}

#[test]
fn a_mapping_changes_nothing_where_the_file_tells() {
    for name in [
        "online_retail.csv",
        "online_retail_ii.csv",
        "shopify.csv",
        "woocommerce.csv",
        "dunnhumby.csv",
    ] {
        let without =
            make_from(request([fixture(name)]), &Mapping::default(), &mut nobody()).unwrap();
        let json = without.mapping.to_json();
        let mapping = Mapping::from_json(&json).unwrap();
        assert_eq!(mapping.to_json(), json, "{name}");
        let with = make_from(request([fixture(name)]), &mapping, &mut nobody()).unwrap();
        assert_eq!(with.dataset.catalogue, without.dataset.catalogue, "{name}");
        assert!(with.dataset.lines == without.dataset.lines, "{name}");
        assert!(with.dataset.orders == without.dataset.orders, "{name}");
        assert_eq!(with.mapping, without.mapping, "{name}");
    }
}

const MAPPED: &str = "Bon;Quand;Quoi;Combien;Coûte;Qui\n1;13/01/2024;A;1;1,50;7\n";

#[test]
fn what_was_told_for_one_month_holds_for_the_next() {
    let mut first = request([text("january.csv", MAPPED)]);
    for map in [
        "order=Bon",
        "time=Quand",
        "product=Quoi",
        "quantity=Combien",
        "price=Coûte",
        "customer=Qui",
    ] {
        first.mapped.push(map.parse().unwrap());
    }
    let first = make_from(first, &Mapping::default(), &mut nobody()).unwrap();
    assert_eq!(first.mapping.dates, Some(DayMonth::DayFirst));
    assert_eq!(first.mapping.decimal, Some(Decimal::Comma));
    // Alone, it would not be known which column is which, nor whether the day or the month stands first.
    let february = "Bon;Quand;Quoi;Combien;Coûte;Qui\n2;03/02/2024;A;1;1,500;7\n";
    assert!(made("february.csv", february, &Mapping::default()).is_err());
    let next = made("february.csv", february, &first.mapping).unwrap();
    assert_eq!(
        next.dataset.catalogue.first,
        clientele_model::date(2024, 2, 3)
    );
    assert_eq!(next.dataset.lines.price.to_vec(), [1.5]);
    // What the file itself tells goes before the mapping.
    let march = "Bon;Quand;Quoi;Combien;Coûte;Qui\n3;03/14/2024;A;1;1.25;7\n";
    let next = made("march.csv", march, &first.mapping).unwrap();
    assert_eq!(
        next.dataset.catalogue.first,
        clientele_model::date(2024, 3, 14)
    );
    assert_eq!(next.dataset.lines.price.to_vec(), [1.25]);
}

#[test]
fn a_column_can_be_left_unread_and_one_that_is_gone_is_named() {
    let csv = "order_id,date,sku,qty,unit_price,customer_id,country,discount\n1,2024-01-01,A,1,2.5,7,FR,1.00\n";
    let mapping = Mapping::from_json(
        r#"{ "columns": [{ "column": "Country", "role": null }, { "column": "Kunde", "role": "customer" }] }"#,
    )
    .unwrap();
    let made = made("x.csv", csv, &mapping).unwrap();
    assert!(!made.dataset.catalogue.has.country && made.dataset.catalogue.has.discount);
    assert_eq!(
        decided(&made.dataset),
        ["x.csv has no column “Kunde”, which the mapping names."]
    );
}

#[test]
fn what_is_no_mapping_says_so() {
    let say = |text: &str| Mapping::from_json(text).unwrap_err().to_string();
    assert_eq!(
        say("{"),
        "The mapping cannot be read (EOF while parsing an object at line 1 column 1). Nothing was written; make one with --save-mapping."
    );
    assert_eq!(
        say(r#"{ "version": 2, "later": [] }"#),
        "The mapping was made by a newer version (format 2; this one reads up to 1). Nothing was written; save it again with this version."
    );
    assert!(
        say(r#"{ "columns": [{ "column": "x", "role": "colour" }] }"#).starts_with(
            "The mapping cannot be read (there is no field “colour”; choose one of: order, time,"
        )
    );
    assert_eq!(
        say(r#"{ "services": ["POST"] }"#),
        "The mapping cannot be read (“POST” is not CODE=name, for example POST=Postage). Nothing was written; make one with --save-mapping."
    );
}
