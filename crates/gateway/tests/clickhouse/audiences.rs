//! Audiences are the same people whoever finds them: the same definitions over tables of ClickHouse and over lines.

use clientele_model::audiences::AudiencesReport;
use clientele_model::filters::encoded;
use clientele_model::selection::Only;

use super::both::Both;

/// Conditions of every kind that a database can tell.
const CONDITIONS: [&str; 20] = [
    "rfm.champions",
    "any(rfm.at-risk,rfm.hibernating)",
    "code.5.5.5",
    "cell.3.2",
    "band.recency.45..",
    "band.monetary.100..900",
    "band.discount_share.0.25..",
    "country.Germany",
    "any(country.France,country.Austria)",
    "channel.App",
    "category.Fashion",
    "tier.Gold",
    "had.anything~45d",
    "had.anything~3x~180d",
    "had.category.Home~2x",
    "had.category.Fashion~first",
    "had.category.Kitchen~last",
    "ordered.2025-03-01.2025-03-31",
    "new.2025-01-01.2025-06-30",
    "returning.2025-03-01.2025-03-31",
];

/// Each alone, and put together three ways.
pub fn definitions(conditions: &[Only; 20]) -> Vec<Only> {
    let mut all = conditions.to_vec();
    for at in 0..conditions.len() {
        let [one, other, third] =
            [0, 7, 12].map(|further| conditions[(at + further) % conditions.len()].clone());
        all.push(match at % 3 {
            0 => Only::all(vec![one.clone(), other.clone(), third.clone().but()]),
            1 => Only::any(vec![
                one.clone(),
                Only::all(vec![other.clone(), third.clone()]),
            ]),
            _ => Only::any(vec![one.clone(), other.clone()]).but(),
        });
        all.push(Only::all(vec![Only::any(vec![one, other]), third]));
    }
    all
}

/// What both must say alike.
fn same(report: &AudiencesReport) -> (u32, u32, Vec<(u32, u32)>, String, String) {
    (
        report.customers,
        report.everybody,
        report
            .lines
            .iter()
            .map(|line| (line.fit, line.left))
            .collect(),
        report.headline.to_string(),
        report.profile.title.to_string(),
    )
}

#[test]
fn sixty_audiences_are_the_same_people() {
    let mut both = Both::new();
    let all = definitions(&CONDITIONS.map(|of| of.parse().unwrap()));
    assert_eq!(all.len(), 60);
    for of in all {
        let of = encoded(&of.to_string());
        let (live, lines) = both.built(&format!("/audiences?of={of}"));
        assert_eq!(same(&live), same(&lines), "{of}");
        let ids = |report: &AudiencesReport| {
            let rows = report.preview.iter();
            rows.map(|member| member.row.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&live), ids(&lines), "{of}");
    }
}

#[test]
fn what_customers_were_sent_and_earned_is_the_same() {
    let mut both = Both::new();
    let mut sizes = Vec::new();
    for of in [
        "sent.1x~365d",
        "sent.2x~365d",
        "earned.0",
        "earned.100",
        "not(earned.50.5)",
        "all(earned.20,not(sent.1x~200d))",
    ] {
        let (live, lines) = both.built(&format!("/audiences?of={}", encoded(of)));
        assert_eq!(same(&live), same(&lines), "{of}");
        sizes.push(live.customers);
    }
    assert!(sizes.iter().all(|&size| size > 0), "{sizes:?}");
    assert!(sizes[1] < sizes[0] && sizes[3] < sizes[2], "{sizes:?}");
}
