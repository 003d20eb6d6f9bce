//! Two reports about the same say the same: panels under the same filters, a mark and its sheet, a list cut short and
//! the whole list.

use clientele_model::groups::RfmGroup;
use clientele_model::selection::Only;
use clientele_model::words::Piece;
use serde_json::Value;

use super::sums::at;
use super::walk::sentence;

/// Known customers, their revenue and the groups in force on the Overview and among the segments.
pub fn of_panels(overview: &Value, segments: &Value) -> Vec<String> {
    let groups = match overview["by"].as_str() {
        Some("Rfm") => "rfm.groups",
        _ => "segments",
    };
    let pairs = [
        ("known.0", "customers"),
        ("known.1", "revenue"),
        ("groups", groups),
        ("period", "period"),
        ("as_of", "as_of"),
    ];
    let mut found = vec![];
    for (here, there) in pairs {
        let (one, other) = (at(overview, here), at(segments, there));
        let same = match (one.and_then(Value::as_f64), other.and_then(Value::as_f64)) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-6 * one.abs().max(1.0),
            _ => alike(one, other),
        };
        if !same {
            found.push(format!("{here} of the Overview is not {there} of Segments"));
        }
    }
    found
}

/// Products sold on the Overview and on Products; its best sellers are the first of the list by revenue.
pub fn of_products(overview: &Value, products: &Value) -> Vec<String> {
    let mut found = vec![];
    if overview["products_sold"] != products["sold"] {
        found.push(format!(
            "{} products were sold on the Overview, and {} on Products",
            overview["products_sold"], products["sold"]
        ));
    }
    let row = |row: &Value| format!("{} {} {}", row["id"], row["orders"], row["units"]);
    let rows =
        |list: &Value| -> Vec<String> { list.as_array().into_iter().flatten().map(row).collect() };
    let (here, there) = (rows(&overview["products"]), rows(&products["best"]));
    let both = here.len().min(there.len());
    if here[..both] != there[..both] {
        found.push("the best sellers of the Overview are not those of Products".to_owned());
    }
    found
}

/// What a group is called: those of the RFM rule by the name of the rule.
fn name(group: &Value) -> String {
    let of_rule = serde_json::from_value::<RfmGroup>(group["group"].clone());
    let name = of_rule.map(|group| group.name().to_owned()).ok();
    name.unwrap_or_else(|| group["name"].as_str().unwrap_or_default().to_owned())
}

/// Groups are compared by what they are called and how large they are.
fn alike(one: Option<&Value>, other: Option<&Value>) -> bool {
    let groups = |list: Option<&Value>| -> Option<Vec<String>> {
        let list = list?.as_array()?;
        Some(
            list.iter()
                .map(|group| format!("{} {}", name(group), group["customers"]))
                .collect(),
        )
    };
    match (one, other) {
        (Some(Value::Array(list)), _) if list.first().is_some_and(Value::is_object) => {
            groups(one) == groups(other)
        }
        _ => one == other,
    }
}

/// Marks of a report, and how many customers it says each stands for.
pub fn marks(report: &Value) -> Vec<(String, f64)> {
    let mut marks = vec![];
    let list = |path: &str| {
        at(report, path)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    for segment in list("segments") {
        if let (Some(slug), Some(customers)) =
            (segment["slug"].as_str(), segment["customers"].as_f64())
        {
            marks.push((Only::Segment(slug.to_owned()).to_string(), customers));
        }
    }
    for group in list("groups").into_iter().chain(list("rfm.groups")) {
        let of_rule = || serde_json::from_value(group["group"].clone()).map(Only::Rfm);
        let of = serde_json::from_value::<Only>(group["of"].clone()).or_else(|_| of_rule());
        if let (Ok(of), Some(customers), None) =
            (of, group["customers"].as_f64(), group.get("buyers"))
        {
            marks.push((of.to_string(), customers));
        }
    }
    let few = &report["key_accounts"];
    if let (Ok(of), Some(customers)) = (
        serde_json::from_value::<Only>(few["of"].clone()),
        few["customers"].as_f64(),
    ) {
        marks.push((of.to_string(), customers));
    }
    for cell in list("rfm.cells") {
        let score = |name: &str| cell[name].as_u64().unwrap_or(0) as u8;
        let (recency, frequency) = (score("recency"), score("frequency"));
        if let Some(customers) = cell["customers"]
            .as_f64()
            .filter(|customers| *customers > 0.0)
        {
            marks.push((Only::Cell { recency, frequency }.to_string(), customers));
        }
    }
    for fact in list("facts") {
        let of = serde_json::from_value::<Only>(fact["of"].clone());
        if let (Ok(of), Some(customers)) = (of, first_count(&fact["detail"])) {
            marks.push((of.to_string(), customers));
        }
    }
    marks
}

fn first_count(node: &Value) -> Option<f64> {
    sentence(node)?.0.iter().find_map(|piece| match piece {
        Piece::Count(count) => Some(*count as f64),
        _ => None,
    })
}

/// The sheet of a mark against what the mark said.
pub fn of_mark(said: f64, sheet: &Value) -> Option<String> {
    let customers = sheet["customers"].as_f64()?;
    (customers != said)
        .then(|| format!("the mark stands for {said} customers, its sheet for {customers}"))
}

/// Whom the notice of a sheet is about, how many it says they are, and what they spent.
pub fn notice(sheet: &Value) -> Option<(String, f64, f64)> {
    let words = sentence(&sheet["notice"][0])?;
    let of: Only = serde_json::from_value(sheet["notice"][1].clone()).ok()?;
    let money = words.0.iter().find_map(|piece| match piece {
        Piece::Money(amount) => Some(*amount),
        _ => None,
    });
    Some((of.to_string(), first_count(&sheet["notice"][0])?, money?))
}

/// The sheet of those whom a notice is about against what it said.
pub fn of_notice(count: f64, money: f64, within: &Value) -> Option<String> {
    let (customers, revenue) = (within["customers"].as_f64()?, within["revenue"].as_f64()?);
    let same = customers == count && (revenue - money).abs() < 0.01;
    (!same).then(|| {
        format!("its notice says {count} with {money}, who are {customers} with {revenue}")
    })
}

/// What a value of a filter says it has against the Overview when it alone is chosen; none where that has no answer.
pub fn of_value(value: &Value, overview: Option<&Value>) -> Option<String> {
    let said = value["customers"].as_f64()?;
    let left = overview.map_or(Some(0.0), |overview| at(overview, "known.0")?.as_f64())?;
    (said != left).then(|| {
        format!(
            "{} has {said} customers, and {left} are left",
            value["name"]
        )
    })
}

/// How many orders offers were counted from, against how many Baskets looked at.
pub fn of_orders(offered: &Value, baskets: &Value) -> Option<String> {
    let (here, there) = (
        first_count(&offered["context"])?,
        at(baskets, "counts.orders")?.as_f64()?,
    );
    (here != there).then(|| format!("counted from {here} orders, and Baskets from {there}"))
}

/// What must not depend on how much of a list is shown, in which order, or on which page.
pub fn of_lengths(one: &Value, other: &Value) -> Vec<String> {
    let same = [
        "headline",
        "context",
        "bundles",
        "facts",
        "counts",
        "boxes",
        "classes",
        "total",
        "sold",
        "curve_title",
        "demand_title",
        "stages_title",
        "season_title",
        "moves_title",
        "boxes_title",
    ];
    let differ = same
        .into_iter()
        .filter(|key| one.get(*key) != other.get(*key));
    differ
        .map(|key| format!("{key} changes with the length or order of a list"))
        .collect()
}

#[test]
fn reports_that_differ_are_found() {
    let overview = serde_json::json!({
        "known": [3, 10.0], "period": ["a", "b"], "as_of": "b", "by": "Rfm",
        "groups": [{"name": "Lost", "customers": 3, "of": {"Rfm": "Lost"}}],
        "facts": [{"detail": [{"Count": 3}, {"Text": " customers"}], "of": {"Rfm": "Lost"}}]
    });
    let mut segments = serde_json::json!({
        "customers": 3, "revenue": 10.0, "period": ["a", "b"], "as_of": "b",
        "rfm": {"groups": [{"group": "Lost", "customers": 3}]}
    });
    assert_eq!(of_panels(&overview, &segments), Vec::<String>::new());
    segments["customers"] = 4.into();
    segments["rfm"]["groups"][0]["group"] = "Champions".into();
    assert_eq!(
        of_panels(&overview, &segments),
        [
            "known.0 of the Overview is not customers of Segments",
            "groups of the Overview is not rfm.groups of Segments",
        ]
    );
    let sold = serde_json::json!({"products_sold": 2, "products": [{"id": "A", "orders": 1}]});
    let listed = serde_json::json!({"sold": 3, "best": [{"id": "B", "orders": 1}]});
    assert_eq!(of_products(&sold, &listed).len(), 2);
    let all = marks(&overview);
    assert_eq!(
        all,
        [("rfm.lost".to_owned(), 3.0), ("rfm.lost".to_owned(), 3.0)]
    );
    let sheet = serde_json::json!({"notice": [[{"Count": 2}, {"Text": " spent "}, {"Money": 5.0}], {"Rfm": "Lost"}]});
    assert_eq!(notice(&sheet), Some(("rfm.lost".to_owned(), 2.0, 5.0)));
    let within = serde_json::json!({"customers": 2, "revenue": 6.0});
    assert!(of_notice(2.0, 5.0, &within).is_some());
    let offered = serde_json::json!({"context": [{"Text": "From "}, {"Count": 7}]});
    assert!(of_orders(&offered, &serde_json::json!({"counts": {"orders": 8}})).is_some());
    let value = |customers: u32| serde_json::json!({"name": "France", "customers": customers});
    assert_eq!(of_value(&value(3), Some(&overview)), None);
    assert_eq!(of_value(&value(0), None), None);
    assert_eq!(
        of_value(&value(5), Some(&overview)).as_deref(),
        Some("\"France\" has 5 customers, and 3 are left")
    );
    assert!(of_value(&value(5), None).is_some());
    assert!(of_mark(3.0, &serde_json::json!({"customers": 4})).is_some());
    let (long, short) = (
        serde_json::json!({"headline": 1}),
        serde_json::json!({"headline": 2}),
    );
    assert_eq!(
        of_lengths(&long, &short),
        ["headline changes with the length or order of a list"]
    );
}
