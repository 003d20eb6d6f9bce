//! Data sets in which whole panels have nothing to tell: each says why, in one sentence.

use super::Desk;

const NO_PRODUCTS: &str = "Each line of this data set is a whole order that names no products, so there are none to show. Its orders count on Overview and Segments; for products, open a file with a line for each product.";
const NO_CUSTOMERS: &str = "This data set names no customers, so there are no segments. Its sales still count on Overview, Products and Baskets; for segments, open a file with a customer column.";

#[test]
fn whole_orders_have_no_products_and_no_baskets() {
    let desk = Desk::new();
    let mut rows = "order_id,order_date,customer_id,total\n".to_owned();
    for order in 0..120 {
        let (day, customer) = (1 + order % 28, order % 40);
        rows += &format!("{order},2024-01-{day:02},{customer},{}.50\n", 5 + order % 9);
    }
    desk.put("orders.csv", rows);
    desk.answered(&["pack", "orders.csv", "--out", "pack"]);
    for question in [
        "/products",
        "/products?find=whole",
        "/products?product=WHOLE+ORDER",
        "/baskets",
        "/recommend?product=WHOLE+ORDER",
    ] {
        desk.refused(&["ask", "pack", question, "--text"], 1, NO_PRODUCTS);
    }
    for question in ["/overview", "/segments"] {
        let (_, said) = desk.answered(&["ask", "pack", question, "--text"]);
        assert!(!said.contains("WHOLE ORDER"), "{said}");
    }
    let (_, said) = desk.answered(&["ask", "pack", "/overview", "--text"]);
    assert!(
        said.contains("Each line is a whole order: no product is named\n"),
        "{said}"
    );
}

#[test]
fn sales_of_nobody_have_no_segments() {
    let desk = Desk::new();
    let mut rows = "order_id,order_date,sku,qty,unit_price\n".to_owned();
    for line in 0..200 {
        let (order, day, product) = (line / 2, 1 + line % 28, line % 7);
        rows += &format!(
            "{order},2024-01-{day:02},P{product},1,{}.50\n",
            5 + line % 9
        );
    }
    desk.put("lines.csv", rows);
    desk.answered(&["pack", "lines.csv", "--anonymous", "--out", "pack"]);
    for question in [
        "/segments",
        "/audience?of=everyone",
        "/audience?of=rfm.champions",
        "/experiments/plan",
    ] {
        desk.refused(&["ask", "pack", question, "--text"], 1, NO_CUSTOMERS);
    }
    for question in ["/overview", "/products", "/baskets"] {
        desk.answered(&["ask", "pack", question, "--text"]);
    }
}
