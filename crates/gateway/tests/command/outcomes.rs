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
        "The file half.csv ends in the middle of line 3, so a part of it is missing. Nothing was taken; copy or export it again.",
    );
    desk.refused(
        &[&ask[..], &["good.csv"]].concat(),
        1,
        "No column of good.csv tells which arm a customer was in. Nothing was taken; add a column “arm”, such as treated and control, and drop it again. Its columns are: order_id, date, sku, qty, unit_price, customer_id.",
    );
    desk.put("half.parquet", "PAR1 and nothing else");
    let output = desk.run(&[&ask[..], &["half.parquet"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("The file half.parquet is not a whole Parquet file (")
            && said.contains("Nothing was taken; copy or export it again."),
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
