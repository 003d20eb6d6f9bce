//! What a report says beside its numbers.

use clientele_model::overview::OverviewReport;

use super::*;

#[test]
fn values_the_data_do_not_have_are_named_in_the_answer() {
    let mut engine = Engine::of(made_up(400));
    let known = ask(&mut engine, "/overview?country=France").unwrap();
    let told = |report: AnyReport| {
        let mut report = report;
        let remarks = report.remarks().map(std::mem::take).unwrap_or_default();
        (report, remarks)
    };
    let both = ask(&mut engine, "/overview?country=Atlantis&country=France").unwrap();
    let (both, remarks) = told(both);
    assert_eq!(told(known), (both, Vec::new()));
    let sentence = "“Atlantis” is not a country of this data set and was left out of the filter.";
    assert_eq!(remarks, [sentence.into()]);
    for text in [
        "/segments?k=3&country=Atlantis&country=France",
        "/audience?of=everyone&country=Atlantis&country=France",
    ] {
        let (_, remarks) = told(ask(&mut engine, text).unwrap());
        assert_eq!(remarks, [sentence.into()], "{text}");
    }
    refused(
        &mut engine,
        "/segments?category=Hats&category=Shoes",
        "“Hats” and “Shoes” are not categories of this data set, so no sale matches. Remove them \
         from the filters.",
    );
    refused(
        &mut engine,
        "/audience?of=product.X",
        "“X” is not a product of this data set, so no sale matches. Remove it from the filters.",
    );
    refused(
        &mut engine,
        "/overview?only=channel.fax",
        "“fax” is not a channel of this data set, so no sale matches. Remove it from the filters.",
    );
}

/// The overview of a question, with what it says beside its numbers.
#[track_caller]
fn overview(engine: &mut Engine, text: &str) -> (OverviewReport, Vec<String>) {
    match ask(engine, text).unwrap() {
        AnyReport::Overview(report) => {
            let remarks = report.remarks.iter().map(ToString::to_string).collect();
            (*report, remarks)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_range_of_spend_is_read_in_each_period_by_itself() {
    let mut engine = Engine::of(made_up(400));
    let days = "from=2011-01-01&to=2011-06-30";
    let (now, remarks) = overview(&mut engine, &format!("/overview?{days}&spend=100.."));
    assert_eq!(
        remarks,
        [
            "Each period counts the customers whose spend in that period lies in the range asked \
             for, so the two are not all the same people."
        ]
    );
    // The period before, asked about alone, gives the numbers that are compared with.
    let (from, to) = now.before.unwrap();
    let alone = format!("/overview?from={from}&to={to}&spend=100..&against=none");
    let (alone, remarks) = overview(&mut engine, &alone);
    assert!(remarks.is_empty());
    assert_eq!(now.then, Some(alone.now));
    let (_, remarks) = overview(&mut engine, &format!("/overview?{days}"));
    assert!(remarks.is_empty());
}

#[test]
fn customers_chosen_by_what_they_did_are_not_compared_with_the_period_before() {
    let mut engine = Engine::of(made_up(400));
    let sentence = "There is no comparison with the period before: these customers were chosen by \
         what they did, so any change would come from that choice.";
    for only in [
        "rfm.champions",
        "product.P03",
        "everyone&only=band.recency.0..90",
    ] {
        let (report, remarks) = overview(&mut engine, &format!("/overview?only={only}"));
        assert_eq!((report.before, report.then), (None, None), "{only}");
        assert!(report.series.iter().all(|bucket| bucket.then.is_none()));
        assert_eq!(remarks, [sentence]);
        let text = format!("/overview?only={only}&against=none");
        let (alone, remarks) = overview(&mut engine, &text);
        assert!(remarks.is_empty());
        assert_eq!((alone.now, alone.headline), (report.now, report.headline));
    }
}
