//! `clientele ask … --outcomes FILE`.

use super::*;

#[test]
fn a_result_file_that_cannot_be_read_is_refused_before_anything_is_answered() {
    let desk = Desk::new();
    desk.answered(&["pack", "good.csv", "--out", "shop"]);
    desk.put("half.csv", "customer_id,arm,exposed_at\n7,a,2024-01-01\n8,");
    let ask = ["ask", "shop", "/experiments/result", "--outcomes"];
    desk.refused(
        &[&ask[..], &["half.csv"]].concat(),
        1,
        "The file half.csv ends in the middle of line 3, so a part of it is missing. Nothing was loaded; copy or export it again.",
    );
    desk.refused(
        &[&ask[..], &["good.csv"]].concat(),
        1,
        "No column of good.csv says which arm a customer was in. Nothing was loaded; add a column “arm”, such as treated and control, and drop it again. Its columns are: order_id, date, sku, qty, unit_price, customer_id.",
    );
    desk.put("half.parquet", "PAR1 and nothing else");
    let output = desk.run(&[&ask[..], &["half.parquet"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("The file half.parquet is not a complete Parquet file (")
            && said.contains("Nothing was loaded; copy or export it again."),
        "{said}"
    );
    // One that can be read does not stand in the way of another question.
    desk.put(
        "result.csv",
        "customer_id,arm,exposed_at\n7,a,2024-01-01\n8,b,2024-01-01\n,b,2024-01-01\n",
    );
    let about = [
        "ask",
        "shop",
        "/overview",
        "--text",
        "--outcomes",
        "result.csv",
    ];
    let (said, _) = desk.answered(&about);
    assert_eq!(
        said,
        "1 line of result.csv is left out, the first on line 4: it has no customer.\n"
    );
}

#[test]
fn a_result_file_is_judged_beside_a_data_set_without_campaigns() {
    let desk = Desk::new();
    // Forty customers with an order each month; of those who got a mail every second one also buys on the day after.
    let (mut lines, mut result) = (
        format!("{HEADINGS}\n"),
        "customer_id,arm,exposed_at\n".to_owned(),
    );
    for customer in 0..40 {
        for month in 1..=6 {
            lines.push_str(&format!(
                "{customer}-{month},2024-{month:02}-01,A,1,10,{customer}\n"
            ));
        }
        let arm = ["held back", "mail"][customer % 2];
        result.push_str(&format!("{customer},{arm},2024-04-10\n"));
        if customer % 4 == 1 {
            lines.push_str(&format!("{customer}-x,2024-04-11,A,2,10,{customer}\n"));
        }
    }
    desk.put("lines.csv", lines);
    desk.put("spring.csv", result);
    desk.answered(&["pack", "lines.csv", "--out", "shop"]);
    let question = "/experiments/result?campaign=spring&window=14";
    let (_, answer) = desk.answered(&["ask", "shop", question, "--outcomes", "spring.csv"]);
    let report: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(report["campaign"]["dropped"], true);
    let arms = report["arms"].as_array().unwrap();
    let arm = |at: usize| {
        (
            &arms[at]["name"],
            &arms[at]["customers"],
            &arms[at]["buyers"],
        )
    };
    assert_eq!(arm(0), (&"held back".into(), &20.into(), &0.into()));
    assert_eq!(arm(1), (&"mail".into(), &20.into(), &10.into()));
    // Without the file there is nothing to judge.
    desk.refused(
        &["ask", "shop", question],
        1,
        "There is no campaign “spring” here: this data set has none, and a file that was dropped is gone once the page is reloaded. Drop it again, or make the pack again with --campaigns and --exposures.",
    );
}
