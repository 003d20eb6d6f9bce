//! The two real sets, against counts made elsewhere from the same files.

use super::*;
#[track_caller]
fn near(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() < 0.005,
        "{value} is not {expected}"
    );
}

#[test]
fn online_retail_has_its_published_counts() {
    let dataset = make(request([root("data/online_retail.parquet")])).unwrap();
    let ledger = &dataset.catalogue.ledger;
    assert_eq!(
        ledger.source,
        "online_retail.parquet, recognised as UCI Online Retail"
    );
    assert_eq!(ledger.read, 541_909);
    assert_eq!(ledger.without_customer, 135_080);
    assert_eq!(ledger.cancelled, 9_288);
    assert_eq!(ledger.copies.0, 5_268);
    assert_eq!(
        (ledger.clean.0, ledger.clean.1, ledger.clean.2),
        (397_884, 18_532, 4_338)
    );
    near(ledger.clean.3, 8_911_407.904);
    // Price zero: 2,515; below zero: 2.
    assert_eq!(lines(&dataset.catalogue, LineClass::NoPrice), 2_517);
    assert_eq!(lines(&dataset.catalogue, LineClass::Overlap), 0);
    assert_eq!(lines(&dataset.catalogue, LineClass::Unreadable), 0);
    assert_eq!(dataset.catalogue.countries.len(), 38);
    // A year and a week: no full two years, so everything is looked at.
    assert_eq!(
        dataset.catalogue.usual,
        (date(2010, 12, 1), date(2011, 12, 9))
    );
    let total: f64 = ledger.classes.iter().map(|row| row.value).sum();
    near(total, 9_747_747.934);
}

#[test]
fn online_retail_two_loses_its_overlap_and_nothing_else() {
    let dataset = make(request([root("data/online_retail_ii.parquet")])).unwrap();
    let catalogue = &dataset.catalogue;
    let ledger = &catalogue.ledger;
    let value = |class| {
        let row = ledger.classes.iter().find(|row| row.class == class);
        row.unwrap().value
    };
    assert_eq!(ledger.read, 1_067_371);
    assert_eq!(
        classes(catalogue),
        [0, 22_523, 6_029, 5_899, 17_641, 332, 226_758, 788_189]
    );
    assert_eq!(ledger.copies.0, 11_812);
    assert_eq!(ledger.without_customer, 235_287);
    assert_eq!((ledger.clean.0, ledger.clean.1), (791_045, 36_969));
    near(ledger.clean.3, 17_431_551.178);
    near(value(LineClass::SaleKnown), 17_124_940.98);
    near(value(LineClass::SaleAnonymous), 2_574_858.74);
    near(value(LineClass::ReturnKnown), -713_009.65);
    near(value(LineClass::ReturnAnonymous), -6_646.69);
    near(value(LineClass::Service), 88_294.878);
    assert_eq!(
        (catalogue.orders, catalogue.customers, catalogue.products),
        (39_516, 5_852, 4_708)
    );
    assert_eq!(catalogue.countries.len(), 43);
    assert_eq!(
        (catalogue.first, catalogue.last),
        (date(2009, 12, 1), date(2011, 12, 9))
    );
    assert_eq!(catalogue.usual, (date(2010, 12, 1), date(2011, 11, 30)));
    let services: Vec<(&str, u64)> = ledger
        .services
        .iter()
        .map(|s| (&*s.code, s.lines))
        .collect();
    assert_eq!(
        services,
        [
            ("POST", 2_079),
            ("DOT", 1_418),
            ("M", 1_396),
            ("C2", 274),
            ("D", 173),
            ("DCGS*", 124),
            ("S", 102),
            ("BANK CHARGES", 100),
            ("GIFT*", 78),
            ("ADJUST*", 70),
            ("AMAZONFEE", 36),
            ("PADS", 18),
            ("CRUK", 16),
            ("TEST*", 14),
            ("B", 1),
        ]
    );
    let back = ledger.largest_return.as_ref().unwrap();
    assert_eq!(
        (back.product.as_str(), back.pieces, back.cancels),
        ("PAPER CRAFT , LITTLE BIRDIE", 80_995, true)
    );
    assert_eq!(back.day, date(2011, 12, 9));
    near(back.value, 168_469.6);
    assert_eq!(ledger.months.len(), 25);
    assert_eq!(ledger.months[0].1 + ledger.months[0].2, 45_228);
}
