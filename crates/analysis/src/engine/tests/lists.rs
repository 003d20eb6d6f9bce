//! Lists of customers that somebody brought, as conditions.

use clientele_model::audiences::AudiencesReport;
use clientele_model::question::AnyReport;
use clientele_model::selection::Listed;

use super::*;
use crate::engine::finish;
use crate::outbound::take_list;
use crate::selection::tests::small;

fn asked(of: &str) -> AnyQuestion {
    AnyQuestion::parse(&format!("/audiences?of={of}"))
        .unwrap()
        .0
}

fn brought(engine: &mut Engine, text: &str) -> Listed {
    let (listed, _) = take_list("pause.csv", text).unwrap();
    engine.bring_list(&listed.key, text.to_owned());
    listed
}

fn answer(engine: &Engine, question: &AnyQuestion) -> Result<AudiencesReport, Failure> {
    match finish(engine.start(question)?)? {
        AnyReport::BuildAudience(report) => Ok(*report),
        _ => panic!("an audience was asked for"),
    }
}

#[test]
fn a_list_means_its_customers_in_memory_and_over_a_gateway() {
    let text = "Customer;why\n=HYPERLINK(1);x\nc3;x\nc4;never ordered\nzzz;nobody\n";
    let data = small();
    let mut memory = Engine::of(data.clone());
    let listed = brought(&mut memory, text);
    let on = asked(&format!("list.number.{}.pause.csv", listed.key));
    assert!(memory.lists(&on).is_empty());
    let report = answer(&memory, &on).unwrap();
    assert_eq!(report.title, "On the list pause.csv");
    assert_eq!((report.customers, report.lines[0].fit), (2, 2));
    // c4 is known although nothing was ordered in these days.
    let said: Vec<String> = report.remarks.iter().map(ToString::to_string).collect();
    assert!(
        said.contains(&"1 of 4 rows of pause.csv is nobody here: zzz.".to_owned()),
        "{said:?}"
    );
    let off = asked(&format!("not(list.number.{}.pause.csv)", listed.key));
    assert_eq!(answer(&memory, &off).unwrap().customers, 1);

    let mut gateway = Engine::behind(&data, &on).unwrap();
    brought(&mut gateway, text);
    let report = answer(&gateway, &on).unwrap();
    assert_eq!(report.customers, 2);
    let said: Vec<String> = report.remarks.iter().map(ToString::to_string).collect();
    assert!(
        said.contains(&"2 of 4 rows of pause.csv are nobody here: c4, zzz.".to_owned()),
        "{said:?}"
    );
}

#[test]
fn addresses_tell_customers_where_the_data_have_them() {
    let data = small();
    let text = "E-mail\nC1@Example.com \n";
    let mut memory = Engine::of(data.clone());
    let listed = brought(&mut memory, text);
    let on = asked(&format!("list.contact.{}.pause.csv", listed.key));
    assert_eq!(answer(&memory, &on).unwrap().customers, 1);
    let mut gateway = Engine::behind(&data, &on).unwrap();
    brought(&mut gateway, text);
    assert_eq!(
        answer(&gateway, &on).unwrap_err().to_string(),
        "The list “pause.csv” tells customers by e-mail address or phone number, and these data have neither. Bring a list of customer numbers, or open the data with their addresses."
    );
}

#[test]
fn lists_of_nobody_and_lists_that_are_elsewhere_are_told() {
    let mut memory = Engine::of(small());
    let listed = brought(&mut memory, "id\n1\n2\n");
    let on = asked(&format!("list.number.{}.pause.csv", listed.key));
    let report = answer(&memory, &on).unwrap();
    assert_eq!(report.customers, 0);
    assert_eq!(
        report.remarks[0].to_string(),
        "None of the 2 rows of pause.csv is a customer of these data: is it from another shop, or are its numbers written in another way?"
    );
    let elsewhere = asked("all(rfm.champions,not(list.number.0123456789abcdef.other.csv))");
    let missing = memory.lists(&elsewhere);
    assert_eq!(missing.len(), 1);
    assert_eq!(
        answer(&memory, &elsewhere).unwrap_err().to_string(),
        "The list “other.csv” is not kept in this browser, so nobody can say who is on it. Bring its file on Audiences again, or take that condition out."
    );
    // A list that narrows everything, or keeps people out of a send, is one of the question's, too.
    let narrowed = AnyQuestion::parse("/overview?only=list.number.0123456789abcdef.other.csv");
    assert_eq!(memory.lists(&narrowed.unwrap().0), missing);
    let sent = AnyQuestion::parse("/audiences?send=not(list.number.0123456789abcdef.other.csv)");
    assert_eq!(memory.lists(&sent.unwrap().0), missing);
}
