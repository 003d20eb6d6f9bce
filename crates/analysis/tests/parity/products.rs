//! Products of a real shop, by pandas (`tests/golden/products.py`, `reports.py`).

use std::collections::BTreeMap;

use clientele_analysis::engine::Engine;
use serde_json::Value;

use crate::gaps::Gaps;
use crate::reports::{ask, golden};

/// Every row of the list, page by page.
fn all_rows(engine: &mut Engine, query: &str) -> BTreeMap<String, Value> {
    let mut rows = BTreeMap::new();
    for page in 1.. {
        let report = ask(engine, &format!("/products?{query}page={page}"));
        let more = report["rows"].as_array().unwrap();
        if more.is_empty() {
            assert_eq!(rows.len() as u64, report["picked"].as_u64().unwrap());
            return rows;
        }
        let named = |row: &Value| (row["id"].as_str().unwrap().to_owned(), row.clone());
        rows.extend(more.iter().map(named));
    }
    rows
}

/// A word of a report, or a dash for none.
fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

/// A box as pandas has it: AX, or a dash for none.
fn place(value: &Value) -> String {
    match value.is_null() {
        true => "-".to_owned(),
        false => format!("{}{}", word(&value["class"]), &word(&value["column"])[..1]),
    }
}

/// Compares every product and what they are together; classes and patterns must be equal.
pub fn compare(engine: &mut Engine, gaps: &mut Gaps) {
    let by_revenue = all_rows(engine, "by=revenue&");
    let by_units = all_rows(engine, "by=units&");
    let number = |text: &str| text.parse::<f64>().map_or(Value::Null, Value::from);
    let mut count = 0;
    for line in include_str!("../golden/products.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, revenue, units, xyz, demand, ..] = cells[..] else {
            panic!("{line}");
        };
        for (rows, class) in [(&by_revenue, revenue), (&by_units, units)] {
            let place = place(&rows[code]["place"]);
            let known = match class {
                "-" => class.to_owned(),
                _ => format!("{class}{xyz}"),
            };
            assert_eq!(place, known, "{code}");
        }
        let row = &by_revenue[code];
        let pattern = word(&row["demand"]).to_lowercase();
        assert_eq!(pattern, demand, "{code}");
        let keys = [
            "periods",
            "revenue",
            "cv",
            "adi",
            "cv2",
            "units",
            "units_back",
        ];
        for (key, known) in keys.into_iter().zip(&cells[5..]) {
            gaps.same(&format!("products.rows.{key}"), &row[key], &number(known));
        }
        count += 1;
    }
    assert_eq!((count, by_revenue.len()), (3789, 3789));

    let golden = golden();
    for (code, known) in golden["products"].as_object().unwrap() {
        let row = &by_revenue[code];
        for (at, key) in [(0, "returned"), (2, "orders"), (3, "customers")] {
            gaps.same(&format!("products.rows.{key}"), &row[key], &known[at]);
        }
        let price = known[4].as_f64().unwrap() / known[1].as_f64().unwrap();
        gaps.same("products.rows.price", &row["price"], &price.into());
    }
    together(&ask(engine, "/products"), gaps);
}

fn together(report: &Value, gaps: &mut Gaps) {
    let known: Value = serde_json::from_str(include_str!("../golden/products.json")).unwrap();
    let total = known["total"].as_f64().unwrap();
    let list = |key: &str| report[key].as_array().unwrap().clone();
    gaps.same("products.total", &report["total"], &known["total"]);
    gaps.same("products.half", &report["half"], &known["half"]);
    gaps.near("products.sold", report["sold"].as_f64().unwrap(), 3789.0);
    let classed = known["curve"].as_array().unwrap().len() as f64;
    gaps.near(
        "products.classed",
        report["classed"].as_f64().unwrap(),
        classed,
    );
    for one in list("boxes") {
        let known = &known["boxes"][place(&one["place"])];
        gaps.same("products.boxes.products", &one["products"], &known[0]);
        gaps.same("products.boxes.revenue", &one["revenue"], &known[1]);
        gaps.same("products.boxes.value", &one["value"], &known[1]);
        let share = known[1].as_f64().unwrap() / total;
        gaps.same("products.boxes.share", &one["share"], &share.into());
    }
    for one in list("classes") {
        let known = &known["classes"][one["class"].as_str().unwrap()];
        gaps.same("products.classes.products", &one["products"], &known[0]);
        gaps.same("products.classes.value", &one["value"], &known[1]);
        let share = known[1].as_f64().unwrap() / total;
        gaps.same("products.classes.share", &one["share"], &share.into());
        let share = known[0].as_f64().unwrap() / classed;
        gaps.same(
            "products.classes.products_share",
            &one["products_share"],
            &share.into(),
        );
    }
    for one in list("demand") {
        let known = &known["demand"][word(&one["demand"]).to_lowercase()];
        gaps.same("products.demand.products", &one["products"], &known[0]);
        let share = known[1].as_f64().unwrap() / total;
        gaps.same("products.demand.share", &one["share"], &share.into());
    }
    for point in list("curve") {
        let products = point["products"].as_u64().unwrap() as usize;
        let Some(at) = products.checked_sub(1) else {
            continue;
        };
        gaps.same("products.curve.y", &point["y"], &known["curve"][at]);
        gaps.near(
            "products.curve.x",
            point["x"].as_f64().unwrap(),
            products as f64 / classed,
        );
    }
}
