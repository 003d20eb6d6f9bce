//! Every failure's sentence, word for word.

use clientele_model::date;
use clientele_model::failure::Failure;
use clientele_model::filters::Dimension;
use clientele_model::question::AnyQuestion;

#[track_caller]
fn check(failure: &Failure, sentence: &str) {
    assert_eq!(failure.to_string(), sentence);
}

#[test]
fn failures_say_what_happened_what_is_kept_and_what_to_do() {
    check(
        &Failure::Offline,
        "The data could not be fetched because the network did not answer. What is on the page is kept; try again when you are online.",
    );
    check(
        &Failure::Http {
            status: 404,
            what: "lines.arrow".into(),
        },
        "The server answered “404” when asked for lines.arrow. What is on the page is kept; try again, or tell whoever runs this page.",
    );
    check(
        &Failure::SignIn {
            sentence: "A token is needed to see this.".into(),
        },
        "A token is needed to see this.",
    );
    check(
        &Failure::NoProduct { id: "x".into() },
        "There is no product “x” in this data set. Check its code, or look for it by name on Products.",
    );
    check(
        &Failure::NoCustomer { id: "x".into() },
        "There is no customer “x” under these filters. Check how it is written, or widen the period.",
    );
    check(
        &Failure::NoDataset { name: "x".into() },
        "There is no data set “x” here. Choose one on the Data panel.",
    );
    check(
        &Failure::Elsewhere {
            name: "own/orders".into(),
        },
        "The data set “own/orders” is not kept in this browser: your own data sets stay on the device where their files were opened. Open the link there, or the same files here.",
    );
    check(
        &Failure::BadCatalogue {
            detail: "expected value at line 1 column 1".into(),
        },
        "The catalogue of this data set cannot be read (expected value at line 1 column 1). Nothing was loaded; make the pack again with “clientele pack”.",
    );
    check(
        &Failure::Newer { theirs: 2, ours: 1 },
        "This data set was made for a newer version (contract 2; this page reads up to 1). Reload the page, or make the pack again with this version.",
    );
    check(
        &Failure::NotArrow {
            what: "lines.arrow".into(),
            detail: "ends too early".into(),
        },
        "The file lines.arrow is damaged or incomplete (ends too early). What is on the page is kept; reload, or make the pack again.",
    );
    check(
        &Failure::MissingColumn {
            what: "lines.arrow".into(),
            column: "price".into(),
        },
        "The file lines.arrow has no column “price”. Make the pack again with this version.",
    );
    check(
        &Failure::Nothing,
        "No sale matches these filters. Widen the period or remove a filter.",
    );
    check(
        &Failure::NoSales {
            from: None,
            to: None,
            first: date(2009, 12, 1),
            last: date(2011, 12, 9),
        },
        "There are no sales in this period: the data run from 1 Dec 2009 to 9 Dec 2011. Choose days within that.",
    );
    check(
        &Failure::Nobody,
        "No known customer bought anything here, so there are no segments. Sales without a customer count on the other panels; widen the period or remove a filter, or make the pack again with a customer column.",
    );
    check(
        &Failure::NoCustomers,
        "This data set names no customers, so there are no segments. Its sales still count on Overview, Products and Baskets; for segments, open a file with a customer column.",
    );
    check(
        &Failure::WholeOrders,
        "Each line of this data set is a whole order that names no products, so there are none to show. Its orders count on Overview and Segments; for products, open a file with a line for each product.",
    );
    check(
        &Failure::TooFew { need: 30, have: 1 },
        "Groups need at least 30 customers, and these filters leave 1. Widen the period or remove a filter.",
    );
    check(
        &Failure::NotFromTotals {
            what: "A product’s own page".into(),
            instead: "Open Products.".into(),
        },
        "A product’s own page cannot be shown here, because the database sends totals and not every order. Open Products.",
    );
    check(
        &Failure::NoCosts,
        "Products cannot be ranked by margin here, because this data set has no unit costs. Rank them by revenue or units, or make the pack again with a cost column.",
    );
    check(
        &Failure::AllAlike { have: 40 },
        "The 40 customers these filters leave are alike in every measure, so there are no groups to find. Widen the period or remove a filter.",
    );
    check(
        &Failure::NoSegment {
            name: "kings".into(),
        },
        "There is no segment “kings” under these filters. Open Segments and choose one of those shown.",
    );
    check(
        &Failure::NoSuchColumn {
            column: "channel".into(),
        },
        "This data set has no channel, so the filter on it cannot be used. Remove it.",
    );
    let unknown = |of, values: &[&str]| Failure::NoSuchValue {
        of,
        values: values.iter().map(|&value| value.to_owned()).collect(),
    };
    check(
        &unknown(Dimension::Country, &["Atlantis"]),
        "“Atlantis” is not a country of this data set, so no sale matches. Remove it from the filters.",
    );
    check(
        &unknown(Dimension::Channel, &["fax", "telex"]),
        "“fax” and “telex” are not channels of this data set, so no sale matches. Remove them from the filters.",
    );
    check(
        &Failure::Outdated,
        "This page is older than its engine. Reload the page; your filters are kept in the link.",
    );
    check(
        &Failure::Crashed {
            detail: "unreachable".into(),
        },
        "The calculation stopped unexpectedly and was started again. Your filters and the last answer are kept; try again.",
    );
    check(
        &Failure::defect("a table was not loaded"),
        "This is an error in Clientele itself (a table was not loaded). Send the link in the address bar and this sentence to whoever runs this page; what is on the page is kept.",
    );
    check(
        &Failure::NoCode,
        "The part of the calculation that answers this could not be fetched. Your filters and the last answer are kept; try again when you are online, and if that does not help, reload the page.",
    );
    check(
        &Failure::NoWorker,
        "This browser could not start the calculation engine. Use a current browser, or ask whoever runs this page to allow workers and WebAssembly.",
    );
}

#[test]
fn what_a_link_says_at_length_is_repeated_in_part() {
    let (long, cut) = ("x".repeat(2_000), format!("{}…", "x".repeat(79)));
    check(
        &Failure::NoCustomer { id: long.clone() },
        &format!(
            "There is no customer “{cut}” under these filters. Check how it is written, or widen the period."
        ),
    );
    let unknown = |values: Vec<String>| Failure::NoSuchValue {
        of: Dimension::Country,
        values,
    };
    check(
        &unknown(vec![long.clone()]),
        &format!(
            "“{cut}” is not a country of this data set, so no sale matches. Remove it from the filters."
        ),
    );
    for failure in [
        Failure::Http {
            status: 404,
            what: long.clone(),
        },
        Failure::NoProduct { id: long.clone() },
        Failure::NotListed {
            address: long.clone(),
        },
        Failure::NoDataset { name: long.clone() },
        Failure::Elsewhere { name: long.clone() },
        Failure::NoSegment { name: long.clone() },
        unknown(vec![long.clone(); 9]),
    ] {
        let sentence = failure.to_string();
        assert!(
            sentence.contains(&cut) && sentence.len() < 500,
            "{sentence}"
        );
    }
    let panel = AnyQuestion::parse(&format!("/{long}")).unwrap_err();
    assert!(
        panel
            .to_string()
            .starts_with(&format!("There is no panel “{cut}”. "))
    );
    let (_, notices) = AnyQuestion::parse(&format!("/overview?last={long}")).unwrap();
    let cut = format!("last={}…", "x".repeat(74));
    assert_eq!(
        notices[0].to_string(),
        format!(
            "Part of this link could not be read (“{cut}”) and was left at its default; choose it again above."
        )
    );
}

#[test]
fn questions_that_cannot_be_used_say_so() {
    let check = |text: &str, sentence: &str| {
        let refused = AnyQuestion::parse(text)
            .err()
            .map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some(sentence));
    };
    check(
        "/kings?k=3",
        "There is no panel “kings”. Ask /overview, /segments, /customer, /audiences, /playbook, /products, /baskets, /recommend, /experiments/plan, /experiments/result, /experiments/split, /data, /audience, /export, /audience-file or /values.",
    );
    check(
        "https://example.com/shop/?panel=kings",
        "There is no panel “kings”. Ask /overview, /segments, /customer, /audiences, /playbook, /products, /baskets, /recommend, /experiments/plan, /experiments/result, /experiments/split, /data, /audience, /export, /audience-file or /values.",
    );
    let of = "This question needs a readable of=…, for example of=rfm.champions.";
    check("/audience?k=3", of);
    check("/export?of=planet.mars", of);
}

#[test]
fn links_of_the_page_are_questions() {
    let check = |link: &str, question: &str| {
        let (read, notices) = AnyQuestion::parse(link).unwrap();
        assert_eq!((read.to_string().as_str(), notices), (question, vec![]));
    };
    check(
        "https://example.com/shop/?panel=segments&country=France#why",
        "/segments?country=France",
    );
    check("?panel=data&embed=1", "/data");
    check("https://example.com/segments?k=5", "/segments?k=5");
    check("http://127.0.0.1:8080/", "/overview");
    check("segments", "/segments");
}
