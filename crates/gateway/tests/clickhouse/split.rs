//! The split of docs/split.md, in ClickHouse.

use clientele_analysis::inference::assignment::{Customers, point, split};
use clientele_model::filters::encoded;

use super::engine::{root, shared};

/// What stands in the document between two texts.
#[track_caller]
fn told(after: &str, before: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs/split.md")).unwrap();
    let (_, rest) = text.split_once(after).unwrap();
    rest.split_once(before).unwrap().0.trim().to_owned()
}

fn expression() -> String {
    told("-- ClickHouse\n", "\n-- ")
}

/// What ClickHouse prints, a line each.
#[track_caller]
fn ask(salt: &str, sql: &str) -> Vec<String> {
    let (status, body) = shared().post(&format!("/?param_salt={}", encoded(salt)), sql);
    assert_eq!(status, 200, "{body}");
    body.lines().map(str::to_owned).collect()
}

#[test]
fn the_documents_expression_gives_the_points_of_its_table_and_of_the_code() {
    let rows = told("| salt | customer | point |\n| --- | --- | --- |\n", "\n\n");
    let mut vectors: Vec<(String, String)> = rows
        .lines()
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let printed: f64 = cells[2].parse().unwrap();
            assert_eq!(point(cells[0], cells[1]), printed, "{row}");
            (cells[0].to_owned(), cells[1].to_owned())
        })
        .collect();
    assert_eq!(vectors.len(), 4);
    for (salt, customer) in [
        ("", "a"),
        ("spring", ""),
        ("sommer ’26", "Ольга+1@example.com"),
        ("a:b", "c"),
        ("100 % & more", "007"),
    ] {
        vectors.push((salt.to_owned(), customer.to_owned()));
    }
    for (salt, customer) in vectors {
        let sql = format!(
            "SELECT reinterpretAsUInt64(toFloat64({})) FROM (SELECT '{customer}' AS customer)",
            expression()
        );
        let expected = point(&salt, &customer).to_bits().to_string();
        assert_eq!(ask(&salt, &sql), [expected], "{salt:?} {customer:?}");
    }
}

#[test]
fn the_documents_window_function_gives_the_arms_of_the_code() {
    let place = told("In SQL, for two equal arms:\n\n```sql\n", "\n```");
    let names = ["One", "Many", "Some"];
    let customers = 0..3_000u32;
    let segment = |at: u32| if at == 17 { 0 } else { 1 + at % 7 / 5 };
    let ids: Vec<String> = customers.clone().map(|at| format!("C-{at}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let segments: Vec<u32> = customers.map(segment).collect();
    let arms = split(
        Customers {
            ids: &ids,
            segments: &segments,
            names: &names,
        },
        &[0.5, 0.5],
        "spring",
    )
    .unwrap();
    let start = expression().replace("customer", "segment");
    let sql = format!(
        "SELECT if({place}, 0, 1) FROM (
            SELECT number, concat('C-', toString(number)) AS customer,
                multiIf(number = 17, 'One', number % 7 < 5, 'Many', 'Some') AS segment,
                {} AS point, {start} AS start
            FROM numbers(3000)
        ) ORDER BY number",
        expression()
    );
    let expected: Vec<String> = arms.iter().map(u8::to_string).collect();
    assert_eq!(ask("spring", &sql), expected);
}
