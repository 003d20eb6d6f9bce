//! Audiences are the same people whoever finds them: the same definitions over tables of ClickHouse and over lines.

use clientele_model::audiences::AudiencesReport;

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
fn definitions() -> Vec<String> {
    let mut all: Vec<String> = CONDITIONS.map(str::to_owned).into();
    for (at, one) in CONDITIONS.iter().enumerate() {
        let other = CONDITIONS[(at + 7) % CONDITIONS.len()];
        let third = CONDITIONS[(at + 12) % CONDITIONS.len()];
        all.push(match at % 3 {
            0 => format!("all({one},{other},not({third}))"),
            1 => format!("any({one},all({other},{third}))"),
            _ => format!("not(any({one},{other}))"),
        });
        all.push(format!("all(any({one},{other}),{third})"));
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
    let all = definitions();
    assert_eq!(all.len(), 60);
    for of in all {
        let (live, lines) = both.built(&format!("/audiences?of={of}"));
        assert_eq!(same(&live), same(&lines), "{of}");
        let ids = |report: &AudiencesReport| {
            let rows = report.preview.iter();
            rows.map(|member| member.row.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&live), ids(&lines), "{of}");
    }
}
