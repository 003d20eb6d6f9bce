//! Parts add up to their whole, and shares lie between nothing and all.

use serde_json::Value;

use super::walk::{Walked, key};

/// Keys of shares. Those of money may leave the range where returns outweigh sales.
const SHARES: [&str; 22] = [
    "share",
    "coverage",
    "precision",
    "confidence",
    "support",
    "reach",
    "clearly",
    "leaning",
    "between",
    "largest",
    "smallest",
    "stability",
    "products_share",
    "x",
    "p",
    "q",
    "hit_rate",
    "popular_hit_rate",
    "popular_coverage",
    "low_share",
    "jaccard",
    "kulczynski",
];

/// Shares that leave the range.
pub fn out_of_range(walked: &Walked) -> Vec<String> {
    let shares = walked
        .numbers
        .iter()
        .filter(|met| SHARES.contains(&key(&met.path)));
    shares
        // A cut-off may be any number, and what an offer rests on is counted.
        .filter(|met| !met.path.starts_with("options.") && !met.path.starts_with("lists."))
        .filter(|met| !(-1e-9..=1.0 + 1e-9).contains(&met.it))
        .map(|met| format!("{} is {}", met.path, met.it))
        .collect()
}

/// A sum that has to be what another figure says.
struct Law {
    /// The list, and the figure of its rows that is added up.
    list: &'static str,
    of: &'static str,
    /// Where the whole stands; nothing when it is 1.
    whole: Option<&'static str>,
    /// Whether some of the whole may be in no part.
    may_miss: bool,
}

const fn law(list: &'static str, of: &'static str, whole: &'static str) -> Law {
    Law {
        list,
        of,
        whole: Some(whole),
        may_miss: false,
    }
}

const fn one(list: &'static str, of: &'static str) -> Law {
    Law {
        list,
        of,
        whole: None,
        may_miss: false,
    }
}

/// Some of the whole has no part: a product too new for a stage, a customer whose first order is of another
/// category.
const fn part(list: &'static str, of: &'static str, whole: Option<&'static str>) -> Law {
    Law {
        list,
        of,
        whole,
        may_miss: true,
    }
}

/// Lists that hold the parts of a whole.
const LAWS: [Law; 32] = [
    law("series", "now.revenue", "now.revenue"),
    law("series", "now.gross", "now.gross"),
    law("series", "now.returned", "now.returned"),
    law("series", "now.discount", "now.discount"),
    law("series", "now.anonymous", "now.anonymous"),
    law("series", "now.orders", "now.orders"),
    part("series", "now.new_customers", Some("now.new_customers")),
    law("groups", "customers", "known.0"),
    law("groups", "revenue", "known.1"),
    one("groups", "share"),
    one("groups", "revenue_share"),
    law("segments", "customers", "customers"),
    law("segments", "revenue", "revenue"),
    one("segments", "share"),
    one("segments", "revenue_share"),
    law("rfm.groups", "customers", "customers"),
    law("rfm.groups", "revenue", "revenue"),
    one("rfm.groups", "share"),
    one("rfm.groups", "revenue_share"),
    law("rfm.cells", "customers", "customers"),
    law("classes", "products", "classed"),
    law("classes", "value", "total"),
    one("classes", "products_share"),
    one("classes", "share"),
    law("boxes", "products", "classed"),
    law("boxes", "value", "total"),
    one("boxes", "share"),
    law("demand", "products", "classed"),
    one("demand", "share"),
    part("stages", "products", Some("classed")),
    part("stages", "share", None),
    law("catalogue.ledger.classes", "lines", "catalogue.ledger.read"),
];

/// Where parts are not the whole.
pub fn unequal(report: &Value) -> Vec<String> {
    let mut found: Vec<String> = LAWS.iter().filter_map(|law| broken(law, report)).collect();
    if let (Some(sold), Some(classed), Some(worthless)) = (
        at(report, "sold").and_then(Value::as_f64),
        at(report, "classed").and_then(Value::as_f64),
        at(report, "worthless").and_then(Value::as_f64),
    ) {
        let unknown = at(report, "without_cost").and_then(Value::as_f64);
        if sold != classed + worthless && sold != classed + worthless + unknown.unwrap_or(0.0) {
            found.push(format!(
                "{classed} in classes and {worthless} without value are not {sold} sold"
            ));
        }
    }
    if let (Some(sizes), Some(orders)) = (
        at(report, "sizes").and_then(Value::as_array),
        at(report, "counts.orders").and_then(Value::as_f64),
    ) {
        let sum: f64 = sizes.iter().filter_map(|bin| bin["orders"].as_f64()).sum();
        let left_out = report["left_out"].as_array().into_iter().flatten();
        let giants = left_out.filter(|left| left["reason"] == "Giant");
        let giants: f64 = giants.filter_map(|left| left["count"].as_f64()).sum();
        if !sizes.is_empty() && sum != orders + giants {
            found.push(format!(
                "sizes hold {sum} orders, and {orders} are looked at and {giants} left out"
            ));
        }
    }
    let cells = at(report, "rfm.cells").and_then(Value::as_array);
    for (place, cell) in cells.into_iter().flatten().enumerate() {
        let groups = cell["groups"].as_array().into_iter().flatten();
        let sum: f64 = groups.filter_map(|group| group[1].as_f64()).sum();
        if Some(sum) != cell["customers"].as_f64() {
            found.push(format!(
                "rfm.cells.{place}: its groups hold {sum} of {}",
                cell["customers"]
            ));
        }
    }
    let fits = at(report, "fit.segments").and_then(Value::as_array);
    for (place, fit) in fits.into_iter().flatten().enumerate() {
        let parts = ["clearly", "leaning", "between"].map(|name| fit[name].as_f64().unwrap_or(0.0));
        let sum: f64 = parts.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            found.push(format!("fit.segments.{place}: its parts make {sum}"));
        }
    }
    found
}

fn broken(law: &Law, report: &Value) -> Option<String> {
    let rows = at(report, law.list)?
        .as_array()
        .filter(|rows| !rows.is_empty())?;
    let parts: Option<Vec<f64>> = rows.iter().map(|row| at(row, law.of)?.as_f64()).collect();
    let sum: f64 = parts?.iter().sum();
    let whole = match law.whole {
        Some(path) => at(report, path)?.as_f64()?,
        None => 1.0,
    };
    let off = sum - whole;
    let is_off = if law.may_miss { off } else { off.abs() } > 1e-6 * whole.abs().max(1.0);
    is_off.then(|| {
        let name = law.whole.unwrap_or("one");
        format!("{}.{} makes {sum}, and {name} is {whole}", law.list, law.of)
    })
}

/// What stands at a path.
pub fn at<'a>(node: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(node, |node, part| match node {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        node => node.get(part),
    })
}

#[test]
fn parts_that_are_not_the_whole_are_found() {
    let mut report = serde_json::json!({
        "customers": 5, "revenue": 10.0,
        "segments": [{"customers": 2, "revenue": 4.0, "share": 0.4}, {"customers": 3, "revenue": 6.0, "share": 0.6}],
        "rfm": {"cells": [{"customers": 5, "groups": [["Lost", 5]]}]},
        "fit": {"segments": [{"clearly": 0.5, "leaning": 0.25, "between": 0.25}]},
        "sold": 3, "classed": 2, "worthless": 1
    });
    assert_eq!(unequal(&report), Vec::<String>::new());
    report["segments"][0]["customers"] = 3.into();
    report["segments"][1]["share"] = 0.7.into();
    report["rfm"]["cells"][0]["groups"][0][1] = 4.into();
    report["fit"]["segments"][0]["clearly"] = 0.6.into();
    report["sold"] = 4.into();
    assert_eq!(
        unequal(&report),
        [
            "segments.customers makes 6, and customers is 5",
            "segments.share makes 1.1, and one is 1",
            "2 in classes and 1 without value are not 4 sold",
            "rfm.cells.0: its groups hold 4 of 5",
            "fit.segments.0: its parts make 1.1",
        ]
    );
    assert_eq!(
        out_of_range(&super::walk::walk(&report)),
        Vec::<String>::new()
    );
    report["segments"][0]["share"] = 1.4.into();
    assert_eq!(
        out_of_range(&super::walk::walk(&report)),
        ["segments.0.share is 1.4"]
    );
}
