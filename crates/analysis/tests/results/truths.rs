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

/// How customers are cut into bands.
pub const BANDS: &str = "Share of items bought at a discount";

/// The way in which the whole is told.
pub const WAY: &str = "As measured";

/// An interval: its ends.
type Interval = (f64, f64);

/// What a result says of the share of buyers, wherever it was read.
pub struct Told {
    /// The campaign's id.
    pub campaign: String,
    /// How much more of all customers bought.
    pub whole: Interval,
    /// Each band: its name, the share of buyers among those held back, how much more bought as measured and as believed.
    pub bands: Vec<(String, f64, [Interval; 2])>,
}

impl From<&ResultReport> for Told {
    fn from(report: &ResultReport) -> Self {
        let mut cuts = report.cuts.iter();
        let bands = cuts.find(|cut| cut.name == BANDS).unwrap().rows.iter();
        let bought = report.measures.iter().find(|row| row.key == "bought");
        let mut ways = bought.unwrap().ways.iter();
        let way = ways.find(|way| way.name == WAY).unwrap();
        let ends = |(_, low, high): (f64, f64, f64)| (low, high);
        Self {
            campaign: report.campaign.id.clone(),
            whole: (way.low, way.high),
            bands: bands
                .map(|row| {
                    let told = [row.measured, row.shrunk].map(ends);
                    (row.name.clone(), row.control, told)
                })
                .collect(),
        }
    }
}

/// Whether what a campaign was made with lies inside the intervals of its result, in the whole and band by band. Who was made to
/// order and would have ordered anyway is no further buyer.
#[track_caller]
pub fn recovered(told: impl Into<Told>) {
    let Told {
        campaign,
        whole,
        bands,
    } = told.into();
    for (of, name, least, most) in BY_BAND {
        if of == campaign {
            let (_, control, told) = bands.iter().find(|(band, ..)| band == name).unwrap();
            let further = |orders: f64| orders * (1.0 - control);
            for (low, high) in told {
                let is_inside = *low <= further(most) && further(least) <= *high;
                assert!(is_inside, "{campaign}, {name}: {low} to {high}");
            }
        }
    }
    let (_, least, most) = WHOLE.into_iter().find(|of| of.0 == campaign).unwrap();
    let (low, high) = whole;
    let is_inside = low <= most && least <= high;
    assert!(is_inside, "{campaign}: {low} to {high}");
}
