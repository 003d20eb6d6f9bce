//! Sentences say no more than their figures bear.

use clientele_model::experiments::PlanReport;

use super::{ask, engine, here, question, reports, shop};
use crate::dataset::Dataset;

fn said(dataset: Dataset, link: &str) -> PlanReport {
    ask(&engine(dataset), link).unwrap()
}

/// What the plan is worth beside this other way.
#[track_caller]
fn beside(other: &str) -> String {
    let link = format!("/experiments/plan?offer=percent.5&setup=20&lift=6&runs=2000&vs={other}");
    let plan = said(shop(400), &link);
    plan.scenarios_title.to_string()
}

#[test]
fn the_best_is_named_only_where_its_lead_is_more_than_doubt() {
    // Nearly the same lift, and both as uncertain as the campaign of four hundred customers.
    let close = beside("offer=none;setup=20;lift=5");
    assert!(
        close.contains(", all customers is expected to bring most, ")
            && close.contains(" a year, but cannot be told apart from "),
        "{close}"
    );
    // The same letters to the same customers, only dearer.
    let dearer = beside("offer=percent.5;setup=2000;lift=6");
    assert!(
        dearer.starts_with("5% coupon by e-mail, all customers brings most: "),
        "{dearer}"
    );
    // One that costs more than all customers ever spent.
    let absurd = beside("offer=none;setup=1000000");
    assert!(
        absurd.starts_with("5% coupon by e-mail, all customers brings most: "),
        "{absurd}"
    );
    // Two others: both are close.
    let both = beside("offer=none;setup=20;lift=5&vs=offer=none;setup=20;lift=7");
    assert!(
        both.ends_with(" a year, but cannot be told apart from the others"),
        "{both}"
    );
    assert!(beside("who=segment.kings").starts_with("5% coupon by e-mail, all customers: "));
}

#[test]
fn a_chance_of_a_loss_is_said_once_years_are_simulated() {
    let job = engine(shop(400)).start(&question("/experiments/plan?lift=6&runs=2000"));
    let reports = reports(job.unwrap(), &here);
    let (closed, drawn) = (&reports[0], &reports[1]);
    for (report, is_said) in [(closed, false), (drawn, true)] {
        assert_eq!(report.year.runs > 0, is_said);
        for words in [&report.context, &report.year.title] {
            let words = words.to_string();
            let said = words.contains("chance of a") || words.contains(" such years");
            assert_eq!(said, is_said, "{words}");
        }
        let rough = " Until the years are simulated, ranges and chances of a loss are those of a year without a test.";
        let note = report.scenarios_note.to_string();
        assert_eq!(note.ends_with(rough), !is_said, "{note}");
    }
}

#[test]
fn a_lift_that_cannot_be_is_cut_off_and_said() {
    let few = said(shop(400), "/experiments/plan?lift=-90&runs=1000");
    let plan = &few.scenarios[0];
    assert!((plan.lift + plan.rate).abs() < 1e-9, "{plan:?}");
    let note = few.lift_note.to_string();
    let cut = format!(
        "The lift you set cannot be: nobody stays away who would not have bought, and no more than all can buy. It is taken as −{:.1} points.",
        100.0 * plan.rate
    );
    assert!(note.contains(&cut), "{note}");
    let context = few.context.to_string();
    assert!(
        context.contains(" points fewer are expected, and would be seen in "),
        "{context}"
    );
    assert!(
        few.waterfall
            .title
            .to_string()
            .starts_with("Fewer orders are expected, not more, and a send ")
    );
    let many = said(shop(400), "/experiments/plan?rate=98&lift=50&runs=1000");
    assert!(
        (many.scenarios[0].lift - 0.02).abs() < 1e-3,
        "{:?}",
        many.scenarios[0]
    );
    // What is set is kept to the last bit where it can be.
    let set = said(shop(400), "/experiments/plan?lift=3&runs=1000");
    assert_eq!(set.scenarios[0].lift, 0.03);
    assert!(
        set.lift_note
            .to_string()
            .contains("The lift is the one you set.")
    );
}

#[test]
fn groups_are_told_apart_only_where_they_can_be() {
    let alike = said(shop(400), "/experiments/plan?lift=6&runs=1000");
    let (title, next) = (alike.cells.title.to_string(), alike.cells.next.to_string());
    assert!(
        title.ends_with(" a contact, but chance alone could make that difference"),
        "{title}"
    );
    assert!(
        next.starts_with("No group is surely better than another. Most is expected of "),
        "{next}"
    );
    // An order leaves the same everywhere, so what the groups share in doubt is no doubt about which is better; one that
    // costs more than orders bring is bad everywhere.
    let dear = said(shop(400), "/experiments/plan?lift=6&contact=1000&runs=1000");
    assert_eq!(
        dear.cells.next.to_string(),
        "No group is expected to pay for a contact: the next 100 should not be made."
    );
}

/// The shop, with a column of the campaign that tells who unsubscribed: so many of each arm.
fn leavers(sent: u32, held: u32) -> Dataset {
    let mut shop = shop(400);
    let exposures = &mut shop.campaigns.exposures;
    let mut left = [held, sent];
    exposures.unsubscribed = exposures
        .arm
        .iter()
        .map(|&arm| {
            let of = &mut left[arm as usize];
            let leaves = *of > 0;
            *of -= u32::from(leaves);
            u32::from(leaves)
        })
        .collect();
    shop
}

#[test]
fn an_unsubscribe_costs_what_the_data_tell() {
    let words = |dataset: Dataset, link: &str| said(dataset, link).guardrails[0].words.to_string();
    let link = "/experiments/plan?offer=percent.5&setup=20&lift=6&sends=4&runs=1000";
    let plan = said(shop(400), link);
    let reached = f64::from(plan.scenarios[0].reached);
    let send = &plan.waterfall.steps;
    let each = (send.last().unwrap().amount + 20.0) / reached;
    let unknown = plan.guardrails[0].words.to_string();
    let missed = format!(
        "Who may no longer be written to misses the other 3 sends of the year: {:.2} as expected. If it also ends their buying, which nobody knows, up to ",
        3.0 * each
    );
    assert!(unknown.starts_with(&missed), "{unknown} {missed}");
    assert!(
        unknown.ends_with(" How many unsubscribe is not known: no campaign here tells."),
        "{unknown}"
    );
    let once = words(shop(400), &link.replace("sends=4", "sends=1"));
    assert!(
        once.starts_with("If it also ends their buying, which nobody knows, up to "),
        "{once}"
    );
    let lost = words(shop(400), "/experiments/plan?lift=0&runs=1000");
    assert!(
        lost.starts_with(
            "Nothing is expected of a contact, so who may no longer be written to misses nothing."
        ),
        "{lost}"
    );
    // 20 of 200 written to and 2 of 200 held back: Newcombe's interval of the difference, 4.6 to 14 in 100.
    let told = words(leavers(20, 2), link);
    assert!(
        told.contains(
            " In Spring coupon 10% of those written to unsubscribed, and 1.0% of those held back; "
        ),
        "{told}"
    );
    let (low, high) = ((reached * 0.045_9).round(), (reached * 0.140_2).round());
    assert!(
        told.ends_with(&format!(" {low} to {high} more of these customers would.")),
        "{told} {low} {high}"
    );
    let even = words(leavers(3, 3), link);
    assert!(
        even.contains("; up to ") && even.ends_with(" more of these customers would."),
        "{even}"
    );
}

#[test]
fn complaints_stand_there_where_a_campaign_tells_of_them() {
    let mut told = leavers(4, 0);
    told.campaigns.exposures.complained = told.campaigns.exposures.unsubscribed.clone();
    let plan = said(told, "/experiments/plan?runs=1000");
    assert_eq!(plan.guardrails.len(), 2);
    let words = plan.guardrails[1].words.to_string();
    assert!(
        words.starts_with(
            "In Spring coupon 2.0% of those written to complained, and 0% of those held back; "
        ),
        "{words}"
    );
    assert!(
        words.ends_with(" What a complaint costs is not known."),
        "{words}"
    );
    assert_eq!(
        said(shop(400), "/experiments/plan?runs=1000")
            .guardrails
            .len(),
        1
    );
}

#[test]
fn a_plan_of_one_send_has_no_later_ones() {
    let note = |link: &str| said(shop(400), link).year.note.to_string();
    let one = note("/experiments/plan?sends=1&runs=1000");
    assert_eq!(one, "The first send is the test: 50% are held back in it.");
    assert!(
        note("/experiments/plan?runs=1000")
            .ends_with(" If it does not pay, the later sends are not made.")
    );
}
