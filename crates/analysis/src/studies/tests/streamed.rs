//! Reports that stand while the rest is worked out.

use super::*;

/// The reports of a question, the last one whole.
fn reports(text: &str) -> Vec<AnyReport> {
    let engine = Engine::of(made_up(400));
    let (question, _) = AnyQuestion::parse(text).unwrap();
    let mut job = engine.start(&question).unwrap();
    let mut reports = Vec::new();
    loop {
        match job.step().unwrap() {
            Step::More { .. } => {}
            Step::Partial(report) => reports.push(report.into_any()),
            Step::Done(report) => {
                reports.push(report.into_any());
                return reports;
            }
            Step::Tasks { .. } | Step::Waits => panic!("{text}"),
        }
    }
}

#[test]
fn rules_come_first_and_stay_as_they_are() {
    for text in [
        "/baskets?period=all&support=5&within=60&rules=all",
        "/baskets?period=all&support=5&rules=all&country=France&spend=200..",
    ] {
        let reports = reports(text);
        let [AnyReport::Baskets(first), AnyReport::Baskets(last)] = &reports[..] else {
            panic!("{text}: {} reports", reports.len());
        };
        assert!(!first.complete && last.complete, "{text}");
        assert!(first.valuable.is_empty() && first.next.is_empty());
        assert!(
            !last.rules.is_empty() && !last.valuable.is_empty(),
            "{text}"
        );
        assert_eq!(last.items[..first.items.len()], first.items[..]);
        let mut whole = first.clone();
        whole.items = last.items.clone();
        whole.valuable = last.valuable.clone();
        whole.next = last.next.clone();
        whole.complete = true;
        assert_eq!(&whole, last, "{text}");
    }
}
