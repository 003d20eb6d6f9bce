//! Exports of every known shop, in small.

use super::*;
use clientele_analysis::dataset::NONE;
use clientele_model::catalogue::ColumnUse;

#[test]
fn online_retail_as_csv() {
    let dataset = pack("online_retail.csv");
    let catalogue = &dataset.catalogue;
    assert_eq!(
        catalogue.ledger.source,
        "online_retail.csv, recognised as UCI Online Retail"
    );
    assert_eq!(classes(catalogue), [1, 0, 1, 2, 1, 0, 1, 4]);
    assert_eq!(
        catalogue.ledger.unreadable,
        [(11, "the quantity “many” is not a number".to_owned())]
    );
    assert_eq!(catalogue.ledger.copies.0, 1);
    // 12/13/2010 can only have the month first.
    assert_eq!(
        (catalogue.first, catalogue.last),
        (date(2010, 12, 1), date(2010, 12, 14))
    );
    assert_eq!(dataset.products.name[0], "DECORATIVE ROSE BATHROOM BOTTLE");
    assert_eq!(dataset.products.name[2], "SET OF 3 COLOURED FLYING DUCKS");
    let notes: Vec<(&str, &str, &str)> = catalogue
        .columns
        .iter()
        .map(|c| (&*c.column, &*c.read_as, &*c.note))
        .collect();
    assert_eq!(
        notes,
        [
            ("InvoiceNo", "Order", "a leading C marks a return"),
            ("StockCode", "Product", ""),
            ("Description", "Product name", "most frequent spelling"),
            ("Quantity", "Quantity", ""),
            ("InvoiceDate", "Time", "wall clock, Europe/London"),
            ("UnitPrice", "Unit price", "GBP"),
            ("CustomerID", "Customer", "missing on 30%"),
            ("Country", "Country", "2 values"),
            (
                "online_retail.csv",
                "Decided",
                "“InvoiceDate”: the month comes first, because of 12/13/2010 9:49."
            ),
        ]
    );
}

#[test]
fn online_retail_two_as_csv_counts_the_overlap_once() {
    let dataset = pack("online_retail_ii.csv");
    assert_eq!(classes(&dataset.catalogue), [0, 1, 0, 1, 0, 1, 0, 2]);
    assert_eq!(dataset.customers.id, ["13085", "17850"]);
    // Case is no difference between products.
    assert_eq!(dataset.products.id, ["85048", "85123A", "M"]);
    assert_eq!(dataset.products.service, [false, false, true]);
}

#[test]
fn shopify() {
    let dataset = pack("shopify.csv");
    let catalogue = &dataset.catalogue;
    assert_eq!(
        catalogue.ledger.source,
        "shopify.csv, recognised as a Shopify order export"
    );
    // The voided order is a class of its own: nothing about it is unreadable.
    assert_eq!(classes(catalogue), [0, 1, 0, 0, 0, 0, 0, 1, 2]);
    assert_eq!(lines(catalogue, LineClass::NotSold), 1);
    assert_eq!(catalogue.ledger.unreadable, []);
    assert_eq!(dataset.products.id, ["MUG-B-L", "TEA TOWEL"]);
    assert_eq!(dataset.customers.email, ["ann@example.com"]);
    assert_eq!(dataset.customers.email_opt_in, [true]);
    assert_eq!(dataset.lines.discount.to_vec(), [2.0, 0.0, 0.0]);
    assert_eq!(dataset.values.channels, ["web", "pos"]);
    assert_eq!(dataset.orders.customer, [0, NONE]);
    assert!(
        catalogue.has.email
            && catalogue.has.channel
            && catalogue.has.discount
            && !catalogue.has.category
    );
}

/// A Shopify export: order, subtotal, discount on the order, cancelled at; quantity, price and
/// discount of the line.
fn shopify_of(rows: &[&str]) -> String {
    let headings = "Name,Email,Financial Status,Created at,Subtotal,Discount Amount,Cancelled at,\
                    Lineitem name,Lineitem quantity,Lineitem price,Lineitem discount";
    let row = |row: &&str| {
        let cells: Vec<&str> = row.split(',').collect();
        let [order, subtotal, discount, cancelled, quantity, price, own] = cells[..] else {
            panic!("{row}")
        };
        let state = if subtotal.is_empty() { "" } else { "paid" };
        format!(
            "{order},a@example.com,{state},2024-01-05,{subtotal},{discount},{cancelled},\
             Item {price},{quantity},{price},{own}"
        )
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("{headings}\n{}\n", rows.join("\n"))
}

#[test]
fn discounts_on_whole_orders_are_spread_over_their_lines() {
    let check = |rows: &[&str], expected: &[f64]| {
        let dataset = from_text(shopify_of(rows)).unwrap();
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
        let discount = &dataset.lines.discount.to_vec();
        assert_eq!(discount.len(), expected.len());
        assert!(discount.iter().zip(expected).all(near), "{discount:?}");
    };
    // Ten per cent off everything: 4.00 and 1.00 of 50.00.
    check(
        &["#1,45.00,5.00,,2,20.00,0.00", "#1,,,,1,10.00,0.00"],
        &[4.0, 1.0],
    );
    // The discount on the order names the one on the line again.
    check(
        &["#1,45.00,5.00,,2,20.00,5.00", "#1,,,,1,10.00,0.00"],
        &[5.0, 0.0],
    );
    // It stands beside the one on the line.
    check(
        &["#1,40.00,5.00,,2,20.00,5.00", "#1,,,,1,10.00,0.00"],
        &[8.89, 1.11],
    );
    // It is the postage that was waived.
    check(
        &["#1,50.00,6.00,,2,20.00,0.00", "#1,,,,1,10.00,0.00"],
        &[0.0, 0.0],
    );
    // Three thirds of 1.00 add up to 1.00, and orders do not share.
    check(
        &[
            "#1,29.00,1.00,,1,10.00,0.00",
            "#1,,,,1,10.00,0.00",
            "#1,,,,1,10.00,0.00",
            "#2,10.00,0.00,,1,10.00,0.00",
        ],
        &[0.34, 0.33, 0.33, 0.0],
    );
}

#[test]
fn orders_cancelled_after_payment_are_no_sales() {
    let rows = [
        "#1,10.00,0.00,,1,10.00,0.00",
        "#2,30.00,0.00,2024-01-06 10:00:00 -0500,1,10.00,0.00",
        "#2,,,,2,10.00,0.00",
    ];
    let dataset = from_text(shopify_of(&rows)).unwrap();
    assert_eq!(lines(&dataset.catalogue, LineClass::NotSold), 2);
    assert_eq!(dataset.orders.id, ["#1"]);
    assert_eq!(
        from_text(shopify_of(&rows[1..])).unwrap_err().to_string(),
        "Every order of x.csv was cancelled before it became a sale, or was returned (lines: 2). Nothing was written; say which column holds the order's status with --map status=COLUMN."
    );
}

#[test]
fn parts_of_a_piece_count_as_one_at_the_value_of_the_line() {
    let text = "order_id,date,sku,qty,unit_price,customer_id\n\
                1,2024-01-01,APPLES,0.5,4.00,7\n\
                1,2024-01-01,BREAD,2,3.00,7\n\
                2,2024-01-02,APPLES,-1.25,4.00,7\n";
    let dataset = from_text(text).unwrap();
    assert_eq!(dataset.lines.quantity.to_vec(), [1.0, 2.0, -1.0]);
    assert_eq!(dataset.lines.price.to_vec(), [2.0, 3.0, 5.0]);
    let quantity = &dataset.catalogue.columns[3];
    assert_eq!(
        (&*quantity.read_as, &*quantity.note),
        (
            "Quantity",
            "2 lines with part of a piece, counted as one piece each"
        )
    );
    let paid = "order_id,date,sku,qty,amount,customer_id\n1,2024-01-01,APPLES,0.5,2.00,7\n";
    assert_eq!(from_text(paid).unwrap().lines.price.to_vec(), [2.0]);
}

#[test]
fn woocommerce() {
    let dataset = pack("woocommerce.csv");
    assert_eq!(
        dataset.catalogue.ledger.source,
        "woocommerce.csv, recognised as a WooCommerce order export"
    );
    assert_eq!(classes(&dataset.catalogue), [0, 1, 0, 0, 0, 0, 0, 0, 3]);
    assert_eq!(lines(&dataset.catalogue, LineClass::NotSold), 1);
    assert_eq!(dataset.customers.id, ["ann@example.com", "cid@example.com"]);
    assert_eq!(dataset.values.countries, ["BE", "FR"]);
}

#[test]
fn dunnhumby() {
    let dataset = pack("dunnhumby.csv");
    assert_eq!(
        dataset.catalogue.ledger.source,
        "dunnhumby.csv, recognised as dunnhumby transactions"
    );
    assert_eq!(classes(&dataset.catalogue), [1, 0, 0, 0, 0, 0, 0, 4]);
    assert_eq!(
        (dataset.catalogue.first, dataset.catalogue.last),
        (date(2016, 1, 1), date(2016, 1, 2))
    );
    assert_eq!(dataset.orders.minute[0].rem_euclid(1440), 16 * 60 + 31);
    assert!((dataset.lines.price.at(0) - 1.99).abs() < 1e-12);
    assert_eq!(dataset.lines.discount.at(0), 0.6);
}

#[test]
fn dunnhumby_discounts_are_those_the_shop_gave() {
    let text = "household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,RETAIL_DISC,COUPON_DISC,COUPON_MATCH_DISC\n\
                1,1,1,A,2,3.00,-0.60,-0.55,-0.40\n";
    let dataset = from_text(text).unwrap();
    assert_eq!(dataset.lines.discount.to_vec(), [1.0]);
    assert_eq!(dataset.lines.price.to_vec(), [2.0]);
}

#[test]
fn columns_can_be_mapped_by_hand() {
    let mut request = request([fixture("mapped.csv")]);
    for text in [
        "order=Bon",
        "time=Quand",
        "product=Quoi",
        "quantity=Combien",
        "price=Combien coûte",
        "customer=Qui",
        "discount_pct=Remise",
    ] {
        request.mapped.push(text.parse().unwrap());
    }
    let dataset = make(request).unwrap();
    assert_eq!(dataset.lines.price.to_vec(), [1.5, 1250.0]);
    assert!((dataset.lines.discount.at(0) - 0.3).abs() < 1e-12);
    assert_eq!(dataset.catalogue.first, date(2024, 1, 13));
}

#[test]
fn customer_and_product_files_add_what_lines_do_not_say() {
    let mut request = request([fixture("online_retail.csv")]);
    request.customers = Some(fixture("customers.csv"));
    request.products = Some(fixture("products.csv"));
    let dataset = make(request).unwrap();
    assert_eq!(dataset.customers.id, ["12583", "14527", "15311", "17850"]);
    assert_eq!(
        dataset.customers.email,
        ["bob@example.com", "", "", "ann@example.com"]
    );
    assert_eq!(dataset.customers.email_opt_in, [false, false, false, true]);
    assert_eq!(dataset.values.tiers, ["Gold", "Silver"]);
    assert_eq!(dataset.customers.tier, [1, NONE, NONE, 0]);
    assert_eq!(dataset.values.categories, ["Clocks", "Lights"]);
    let lantern = dataset
        .products
        .id
        .iter()
        .position(|id| id == "71053")
        .unwrap();
    assert_eq!(dataset.products.unit_cost[lantern], 1.5);
    // What the two files say beyond that is not used.
    let idle = |column: &&ColumnUse| column.read_as.is_empty() && column.note.is_empty();
    let idle: Vec<&str> = dataset
        .catalogue
        .columns
        .iter()
        .filter(idle)
        .map(|column| &*column.column)
        .collect();
    assert_eq!(
        idle,
        ["Sign-up date (customers.csv)", "name (products.csv)"]
    );
    assert!(
        dataset.catalogue.has.cost && dataset.catalogue.has.tier && dataset.catalogue.has.category
    );
}

#[test]
fn several_files_are_one_pack() {
    let whole = pack("online_retail.csv");
    let all = String::from_utf8(fixture("online_retail.csv").bytes).unwrap();
    let rows: Vec<&str> = all.lines().collect();
    let part =
        |name: &str, lines: &[&str]| text(name, format!("{}\n{}\n", rows[0], lines.join("\n")));
    // The second part says on its own that the month stands first.
    let files = [part("a.csv", &rows[1..8]), part("b.csv", &rows[8..])];
    let parts = make(request(files)).unwrap();
    assert_eq!(parts.lines, whole.lines);
    assert_eq!(parts.orders, whole.orders);
    assert_eq!(
        parts.catalogue.ledger.unreadable,
        [(4, "the quantity “many” is not a number (b.csv)".to_owned())]
    );
}

#[test]
fn of_an_order_in_two_files_the_later_state_counts() {
    let file = |name: &str, lines: &[&str]| {
        let lines = lines.join("\n");
        let text_of = format!("order,date,sku,qty,price,customer,status\n{lines}\n");
        text(name, text_of)
    };
    // Each with the sales that are left; the first file goes on longer than the second.
    for (first, second, left) in [
        ("paid", "cancelled", 1),
        ("cancelled", "paid", 1),
        ("paid", "refunded", 1),
        ("refunded", "paid", 1),
        ("pending", "paid", 2),
        ("paid", "pending", 2),
        ("draft", "cancelled", 1),
        ("paid", "shipped", 2),
    ] {
        let later = "2,2024-01-02,B,1,20,8,paid";
        let files = [
            file("a.csv", &[&format!("1,2024-01-01,A,1,10,7,{first}"), later]),
            file("b.csv", &[&format!("1,2024-01-01,A,1,10,7,{second}")]),
        ];
        let dataset = make(request(files)).unwrap();
        let sold = lines(&dataset.catalogue, LineClass::SaleKnown);
        assert_eq!(sold, left, "{first}, {second}");
        let said = "1 order appears in two files and is counted once, in its later state.";
        assert!(decided(&dataset).iter().any(|words| words == said));
    }
}

#[test]
fn two_columns_that_could_be_the_same_are_named() {
    let dataset =
        from_text("order,date,sku,qty,Quantity,price,customer\n1,2024-01-01,A,1,3,10,7\n");
    let said = "Two columns could be the quantity: “Quantity” was taken, not “qty”; to choose another, use --map quantity=COLUMN.";
    assert_eq!(decided(&dataset.unwrap()), [said]);
}
