//! The Overview and the RFM groups of real customers, by pandas (`tests/golden/reports.py`, `rfm.py`).

use clientele_analysis::engine::Engine;
use serde_json::Value;

use crate::gaps::Gaps;
use crate::reports::{ask, golden};

/// Compares the figures of the period and the one before, each month, the groups, countries and best sellers.
pub fn compare(engine: &mut Engine, gaps: &mut Gaps) {
    let golden = golden();
    let report = ask(engine, "/overview");
    let known = &golden["overview"];
    for side in ["now", "then"] {
        let months = &known[&format!("series_{side}")];
        for (key, value) in known[side].as_object().unwrap() {
            gaps.same(&format!("overview.{side}.{key}"), &report[side][key], value);
            let buckets = report["series"].as_array().unwrap();
            assert_eq!(buckets.len(), months.as_array().unwrap().len());
            for (bucket, month) in buckets.iter().zip(months.as_array().unwrap()) {
                let field = format!("overview.series.{side}.{key}");
                gaps.same(&field, &bucket[side][key], &month[key]);
            }
        }
    }
    for list in ["places", "more_places"] {
        for place in report[list].as_array().unwrap() {
            let name = place["name"].as_str().unwrap();
            for (at, key) in ["now", "then", "customers"].into_iter().enumerate() {
                let field = format!("overview.{list}.{key}");
                gaps.same(&field, &place[key], &known["places"][name][at]);
            }
        }
    }
    let values = ask(engine, "/values");
    for country in values["dimensions"][0]["values"].as_array().unwrap() {
        let known = &known["places"][country["name"].as_str().unwrap()][2];
        let field = "values.dimensions.values.customers";
        gaps.same(field, &country["customers"], known);
    }
    gaps.same(
        "overview.products_sold",
        &report["products_sold"],
        &known["products_sold"],
    );
    let by_rule = ask(engine, "/overview?by=rfm");
    groups("overview.groups", &by_rule["groups"], &golden, gaps);
    let everyone = &golden["segments"]["everyone"];
    for (at, key) in ["customers", "revenue"].into_iter().enumerate() {
        gaps.same("overview.known", &report["known"][at], &everyone[key]);
    }

    let report = ask(engine, "/segments");
    groups(
        "segments.rfm.groups",
        &report["rfm"]["groups"],
        &golden,
        gaps,
    );
    for cell in report["rfm"]["cells"].as_array().unwrap() {
        let code = format!("{}{}", cell["recency"], cell["frequency"]);
        let known = &golden["segments"]["cells"][&code];
        let none = Value::from(0);
        let known = if known.is_null() { &none } else { known };
        gaps.same("segments.rfm.cells.customers", &cell["customers"], known);
    }
    for key in ["customers", "revenue"] {
        gaps.same(&format!("segments.{key}"), &report[key], &everyone[key]);
    }

    for group in golden["segments"]["groups"].as_object().unwrap() {
        let slug = group.0.to_lowercase().replace(' ', "-");
        let report = ask(engine, &format!("/audience?of=rfm.{slug}"));
        for (ours, theirs) in [
            ("customers", "customers"),
            ("share", "share"),
            ("revenue", "revenue"),
            ("revenue_share", "revenue_share"),
        ] {
            gaps.same(&format!("audience.{ours}"), &report[ours], &group.1[theirs]);
        }
        for key in ["recency", "frequency", "monetary", "aov"] {
            let field = format!("audience.typical.{key}");
            gaps.same(&field, &report["typical"][key], &group.1[key]);
        }
    }
}

fn groups(at: &str, ours: &Value, golden: &Value, gaps: &mut Gaps) {
    let theirs = golden["segments"]["groups"].as_object().unwrap();
    let ours = ours.as_array().unwrap();
    assert_eq!(ours.len(), theirs.len());
    let plain = |name: &str| name.replace(' ', "");
    for group in ours {
        // Those of the Overview are told by name, and have fewer figures.
        let name = group["group"].as_str().or(group["name"].as_str()).unwrap();
        let (_, known) = theirs
            .iter()
            .find(|(known, _)| plain(known) == plain(name))
            .unwrap();
        for key in ["customers", "share", "revenue", "revenue_share"] {
            gaps.same(&format!("{at}.{key}"), &group[key], &known[key]);
        }
        for key in ["recency", "frequency", "monetary"] {
            if !group[key].is_null() {
                gaps.same(&format!("{at}.{key}"), &group[key], &known[key]);
            }
        }
    }
}
