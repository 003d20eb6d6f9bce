//! The campaigns of the made-up retailer, judged on the command line.

use clientele_model::experiments::ResultReport;

use super::truths::{WHOLE, recovered};
use super::*;

#[test]
fn the_command_recovers_what_the_campaigns_were_made_with() {
    let desk = Desk::new();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/data/omnichannel");
    for (campaign, ..) in WHOLE {
        let question = format!("/experiments/result?campaign={campaign}");
        let (said, answer) = desk.answered(&["ask", pack, &question]);
        assert_eq!(said, "");
        let report: ResultReport = serde_json::from_str(&answer).unwrap();
        assert_eq!(report.campaign.id, campaign);
        recovered(&report);
    }
}
