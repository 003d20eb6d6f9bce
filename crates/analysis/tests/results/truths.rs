//! What the campaigns of the made-up retailer were made with, and whether a result holds it.

use clientele_model::experiments::ResultReport;

/// A campaign, a band of the share of items bought at a discount, and the least and the most further orders of a customer in it
/// that can be true, given that bands mix kinds of customers.
const BY_BAND: [(&str, &str, f64, f64); 7] = [
    ("spring-coupon", "Half or more", 0.09, 0.09),
    ("spring-coupon", "Never", 0.005, 0.03),
    ("spring-coupon", "Under a quarter", 0.005, 0.03),
    ("autumn-preview", "Half or more", 0.0, 0.0),
    ("autumn-preview", "Under a quarter", 0.01, 0.07),
    ("summer-reminder", "Half or more", 0.0, 0.0),
    ("summer-reminder", "Never", 0.0, 0.0),
];

/// The same of all customers of a campaign.
pub const WHOLE: [(&str, f64, f64); 3] = [
    ("spring-coupon", 0.005, 0.09),
    ("autumn-preview", 0.0, 0.07),
    ("summer-reminder", 0.0, 0.0),
];

/// Whether what a campaign was made with lies inside the intervals of its result, in the whole and band by band. Who was made to
/// order and would have ordered anyway is no further buyer.
#[track_caller]
pub fn recovered(report: &ResultReport) {
    let campaign = report.campaign.id.as_str();
    let mut cuts = report.cuts.iter();
    let cut = cuts.find(|cut| cut.name == "Share of items bought at a discount");
    let rows = &cut.unwrap().rows;
    for (of, name, least, most) in BY_BAND {
        if of == campaign {
            let row = rows.iter().find(|row| row.name == name).unwrap();
            let further = |orders: f64| orders * (1.0 - row.control);
            for (_, low, high) in [row.measured, row.shrunk] {
                let is_inside = low <= further(most) && further(least) <= high;
                assert!(is_inside, "{campaign}, {name}: {low} to {high}");
            }
        }
    }
    let (_, least, most) = WHOLE.into_iter().find(|of| of.0 == campaign).unwrap();
    let bought = report.measures.iter().find(|row| row.key == "bought");
    let mut ways = bought.unwrap().ways.iter();
    let way = ways.find(|way| way.name == "As measured").unwrap();
    let is_inside = way.low <= most && least <= way.high;
    assert!(is_inside, "{campaign}: {} to {}", way.low, way.high);
}
