//! Tests are planned over ClickHouse as over a pack: the same numbers, and what only a pack tells is said.

use clientele_model::experiments::PlanReport;

use super::both::Both;
use super::reports::alike;

#[test]
fn a_plan_has_the_numbers_that_it_has_over_a_pack() {
    let mut both = Both::new();
    for choices in [
        "",
        "who=rfm.hibernating&offer=percent.15&setup=900&vs=via=post;offer=percent.15&vs=offer=none",
        "lift=-2&via=sms&held=20&sends=12&window=14&floor=5",
        "who=country.Germany&offer=amount.5&window=60&rested=30&via=post",
        "country=France&who=rfm.need-attention&offer=none",
    ] {
        let link = format!("/experiments/plan?{choices}");
        let (found, expected) = both.planned(&link);
        let json = |report: &PlanReport| serde_json::to_value(report).unwrap();
        alike(&link, &json(&found), &json(&expected));
    }
}

#[test]
fn a_plan_by_e_mail_says_that_nobody_knows_who_agreed() {
    let mut both = Both::with_opt_in();
    let (found, expected) = both.planned("/experiments/plan");
    const UNKNOWN: &str =
        "Who agreed to get e-mails is not known here, so everybody is counted as reached.";
    let said = |report: &PlanReport| {
        report
            .remarks
            .iter()
            .any(|words| words.to_string() == UNKNOWN)
    };
    assert!(said(&found) && !said(&expected));
    // By post nobody has to agree.
    let (found, expected) = both.planned("/experiments/plan?via=post");
    let json = |report: &PlanReport| serde_json::to_value(report).unwrap();
    alike("post", &json(&found), &json(&expected));
}
