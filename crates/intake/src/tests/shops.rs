//! Small made-up shops of which answers were once wrong.

use super::*;

#[test]
fn receipt_numbers_that_start_again_every_day_are_new_orders() {
    let mut text = String::from("order_id,customer_id,order_date,product_id,quantity,unit_price\n");
    for day in 0..100 {
        for receipt in 1..=10 {
            let date = date(2022, 1, 1).plus_days(day);
            text += &format!("{receipt},,{date},P{},1,3\n", (day * 7 + receipt) % 30);
        }
    }
    let dataset = from_text(text).unwrap();
    assert_eq!(dataset.catalogue.orders, 1000);
    assert!(decided(&dataset).contains(&"Order numbers start over (10 of 10 appear on several days with no single customer), so each day's numbers count as separate orders.".to_owned()));
}

#[test]
fn a_column_has_one_role() {
    let file = text(
        "amt.csv",
        "day,customer_id,product_id,amount,sales_price\n2024-01-05,c1,A,2,30\n2024-01-06,c2,B,1,46\n",
    );
    let mut wanted = request([file]);
    for map in ["order=day", "time=day", "quantity=amount"] {
        wanted.mapped.push(map.parse().unwrap());
    }
    assert_eq!(
        make(wanted).unwrap_err().to_string(),
        "The file amt.csv has no unit price column. Nothing was written; say which column holds it with --map price=COLUMN, or with --map amount=COLUMN the total of each line. Its columns are: day, customer_id, product_id, amount, sales_price."
    );
    let file = text(
        "amt.csv",
        "day,customer_id,product_id,amount,sales_price\n2024-01-05,c1,A,2,30\n2024-01-06,c2,B,1,46\n",
    );
    let mut wanted = request([file]);
    for map in [
        "order=day",
        "time=day",
        "quantity=amount",
        "amount=sales_price",
    ] {
        wanted.mapped.push(map.parse().unwrap());
    }
    let dataset = make(wanted).unwrap();
    assert_eq!(dataset.lines.price.to_vec(), [15.0, 46.0]);
}

#[test]
fn a_customer_called_null_is_nobody() {
    let mut text = String::from("order_id,customer_id,order_date,product_id,quantity,unit_price\n");
    for at in 0..90 {
        let customer = if at % 3 == 0 {
            "NULL".to_owned()
        } else {
            format!("c{}", at % 20)
        };
        text += &format!(
            "{at},{customer},2022-01-{:02},P{},1,10\n",
            1 + at % 28,
            at % 20
        );
    }
    let dataset = from_text(text).unwrap();
    assert!(!dataset.customers.id.contains(&"NULL".to_owned()));
    assert_eq!(lines(&dataset.catalogue, LineClass::SaleAnonymous), 30);
}

#[test]
fn the_customer_of_an_order_may_stand_on_any_of_its_lines() {
    let head = "order_id,customer_id,order_date,product_id,quantity,unit_price\n";
    for rows in [
        "o1,,2023-01-01,A,1,5\no1,c1,2023-01-01,B,1,5\n",
        "o1,c1,2023-01-01,B,1,5\no1,,2023-01-01,A,1,5\n",
    ] {
        let dataset = from_text(format!("{head}{rows}")).unwrap();
        assert_eq!(
            (dataset.catalogue.orders, dataset.catalogue.customers),
            (1, 1),
            "{rows}"
        );
    }
}

#[test]
fn lines_with_pieces_of_zero_are_named_and_12_0_is_12_everywhere() {
    let dataset = from_text("order_id,customer_id,order_date,product_id,quantity,unit_price\n1,12.0,2023-01-01,12.0,1,5\n2,12,2023-01-02,12,1,5\n").unwrap();
    assert_eq!(
        (dataset.customers.id, dataset.products.id),
        (vec!["12".to_owned()], vec!["12".to_owned()])
    );
}
