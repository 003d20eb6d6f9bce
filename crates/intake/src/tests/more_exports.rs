//! Exports of shop systems and marketplaces beyond the first ones, in small, with the headings they write.

use super::*;
use clientele_analysis::dataset::NONE;

/// Lines, orders, customers, what was paid for all goods in the end, and the sentences.
fn read(csv: &str) -> (Dataset, f64) {
    let dataset = from_text(csv).unwrap();
    let lines = &dataset.lines;
    let worth = (0..lines.price.len())
        .map(|at| {
            let paid = lines.price.at(at) * lines.quantity.at(at);
            let off = if lines.discount.is_empty() {
                0.0
            } else {
                lines.discount.at(at)
            };
            paid - off * lines.quantity.at(at).signum()
        })
        .sum();
    (dataset, worth)
}

#[track_caller]
fn check(csv: &str, known: &str, orders: u32, customers: u32, worth: f64) -> Dataset {
    let (dataset, found) = read(csv);
    let catalogue = &dataset.catalogue;
    assert_eq!(
        catalogue.ledger.source,
        format!("x.csv, recognised as {known}")
    );
    assert_eq!(catalogue.ledger.unreadable, []);
    assert_eq!((catalogue.orders, catalogue.customers), (orders, customers));
    assert!((found - worth).abs() < 0.005, "{found}");
    dataset
}

#[test]
fn etsy() {
    let csv = "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,Ship Country,Order ID,Variations,Order Type,SKU\n\
        08/14/25,Fox card,ann,2,5.00,,,1.00,0,4.50,0.62,9.00,EUR,4001,9001,08/14/25,08/15/25,Ann Doe,France,3001,,online,FOX-01\n\
        08/14/25,Fox sticker,ann,1,3.00,,,0,0,0,0,3.00,EUR,4002,9002,08/14/25,08/15/25,Ann Doe,France,3001,,online,\n\
        08/20/25,Fox card,ben,1,5.00,,,0,0,4.50,0,5.00,EUR,4003,9001,08/20/25,,Ben Roe,Spain,3002,,online,FOX-01\n";
    let dataset = check(csv, "Etsy’s sold order items", 2, 2, 17.0);
    assert_eq!(dataset.products.id, ["FOX STICKER", "FOX-01"]);
    assert_eq!(dataset.catalogue.currency, "EUR");
    assert_eq!(dataset.values.countries, ["France", "Spain"]);
}

#[test]
fn square() {
    let csv = "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID\n\
        2026-10-05,10:15:00,Eastern Time (US & Canada),Nails,Gel Manicure,1.0,Regular,,,$45.00,-$5.00,$40.00,$0.00,T1,P1,iPad,,,Payment,Main,,C1,Ann,\n\
        2026-10-05,10:15:00,Eastern Time (US & Canada),Shop,Hand cream,2.0,Regular,HC,,$20.00,$0.00,$20.00,$0.00,T1,P1,iPad,,,Payment,Main,,C1,Ann,\n\
        2026-10-06,11:40:00,Eastern Time (US & Canada),Nails,Pedicure,1.0,Regular,,,$40.00,$0.00,$40.00,$0.00,T2,P2,iPad,,,Payment,Main,,,,\n\
        2026-10-07,09:00:00,Eastern Time (US & Canada),Shop,Hand cream,-1.0,Regular,HC,,-$10.00,$0.00,-$10.00,$0.00,T3,P3,iPad,,,Refund,Main,,C1,Ann,\n";
    let mut wanted = request([text("x.csv", csv)]);
    wanted.manner.today = date(2026, 12, 1);
    let dataset = make(wanted).unwrap();
    let catalogue = &dataset.catalogue;
    assert_eq!(
        catalogue.ledger.source,
        "x.csv, recognised as Square’s items detail"
    );
    assert_eq!((catalogue.customers, catalogue.ledger.read), (1, 4));
    assert_eq!(lines(catalogue, LineClass::ReturnKnown), 1);
    assert_eq!(catalogue.currency, "USD");
    assert_eq!(dataset.orders.minute[0].rem_euclid(1440), 10 * 60 + 15);
    assert!(dataset.products.id.contains(&"GEL MANICURE".to_owned()));
    assert_eq!(
        dataset
            .orders
            .customer
            .iter()
            .filter(|&&c| c == NONE)
            .count(),
        1
    );
}

#[test]
fn ebay() {
    let csv = "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Item Number,Item Title,Custom Label,Quantity,Sold For,Shipping And Handling,Total Price,Sale Date,Paid On Date,Ship To Country\n\
        101,02-1,ann_1,Ann,ann@example.com,3001,Old map,MAP-1,1,\"$1,012.50\",$4.00,\"$1,016.50\",Oct-03-24,Oct-03-24,France\n\
        102,02-2,ben_2,Ben,ben@example.com,3002,New map,,2,$8.00,$4.00,$20.00,Oct-05-24,Oct-06-24,Spain\n";
    let dataset = check(csv, "an eBay orders report", 2, 2, 1028.5);
    assert_eq!(dataset.products.id, ["MAP-1", "NEW MAP"]);
    assert_eq!(
        (dataset.catalogue.first, dataset.catalogue.last),
        (date(2024, 10, 3), date(2024, 10, 5))
    );
}

#[test]
fn stripe_payments_are_whole_orders() {
    let csv = "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Status,Customer ID,Customer Email,Captured\n\
        ch_1,Order 1,Payment complete.,2025-09-08 10:00:00,120.00,0.00,eur,120.00,2.00,Paid,cus_1,a@example.com,true\n\
        ch_2,Order 2,Payment complete.,2025-09-09 10:00:00,59.90,10.00,eur,59.90,1.09,Paid,cus_2,b@example.com,true\n\
        ch_3,Order 3,Payment complete.,2025-09-10 10:00:00,80.00,80.00,eur,80.00,1.09,Refunded,cus_2,b@example.com,true\n\
        ch_4,Order 4,The bank did not accept it.,2025-09-11 10:00:00,10.00,0.00,eur,10.00,0,Failed,cus_1,a@example.com,false\n";
    let dataset = check(csv, "Stripe payments", 2, 2, 169.9);
    assert_eq!(lines(&dataset.catalogue, LineClass::NotSold), 2);
    assert_eq!(dataset.products.id, ["WHOLE ORDER"]);
    assert!(decided(&dataset).contains(&"Each line of x.csv is a whole order: it names no products, so Products and Baskets have nothing to show.".to_owned()));
}

#[test]
fn big_commerce_and_magento_are_whole_orders() {
    let csv = "Order ID,Order Status,Order Date,Order Time,Subtotal (inc tax),Subtotal (ex tax),Tax Total,Shipping Cost (inc tax),Order Total (inc tax),Order Total (ex tax),Refund Amount,Customer ID,Customer Name,Customer Email,Total Quantity,Order Currency Code,Shipping Country,Product Details\n\
        11,Completed,13/08/2024,10:30:00,50.00,40.00,10.00,5.00,55.00,45.00,0.00,7,Ann,ann@example.com,2,AUD,Australia,\"Product ID: 1, Product Qty: 2\"\n\
        12,Shipped,14/08/2024,11:30:00,20.00,16.00,4.00,5.00,25.00,21.00,5.00,0,Ben,ben@example.com,1,AUD,Australia,\"Product ID: 1, Product Qty: 1\"\n\
        13,Cancelled,15/08/2024,11:30:00,20.00,16.00,4.00,5.00,25.00,21.00,0.00,7,Ann,ann@example.com,1,AUD,Australia,\"Product ID: 1, Product Qty: 1\"\n";
    let dataset = check(csv, "a BigCommerce order export", 2, 2, 65.0);
    assert_eq!(dataset.catalogue.currency, "AUD");
    let csv = "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Customer Email,Subtotal,Shipping and Handling,Total Refunded\n\
        000000298,Main,\"May 30, 2024 9:12:03 AM\",Sarah,Sarah,$224.40,$224.40,Complete,sarah@example.com,$219.40,$5.00,$20.00\n\
        000000299,Main,\"May 31, 2024 10:12:03 AM\",Sarah,Sarah,$24.40,$24.40,Pending,sarah@example.com,$19.40,$5.00,$0.00\n";
    let dataset = check(csv, "Magento’s grid of orders", 1, 1, 199.4);
    assert_eq!(dataset.orders.id, ["000000298"]);
}

#[test]
fn presta_shop_and_odoo() {
    let csv = "id_order;reference;date_add;id_customer;email;product_reference;product_name;product_quantity;unit_price_tax_incl;total_price_tax_incl\n\
        5;XKBKNABJK;2024-05-30 10:00:00;7;ann@example.com;demo_1;T-shirt;2;12.000000;24.000000\n\
        5;XKBKNABJK;2024-05-30 10:00:00;7;ann@example.com;demo_2;Mug;1;10.000000;10.000000\n\
        6;OHSATSERP;2024-05-31 10:00:00;8;ben@example.com;demo_2;Mug;1;10.000000;10.000000\n";
    check(csv, "order lines of PrestaShop", 2, 2, 44.0);
    let csv = "Order Reference,Order Date,Customer,Status,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price,Order Lines/Discount (%)\n\
        S00001,2024-05-30 10:00:00,Azure Interior,Sales Order,Desk,2,100.00,10\n\
        ,,,,Lamp,1,50.00,0\n\
        S00002,2024-06-02 10:00:00,Deco Addict,Cancelled,Desk,1,100.00,0\n\
        S00003,2024-06-03 10:00:00,Deco Addict,Sales Order,Lamp,1,50.00,0\n";
    check(csv, "sales orders of Odoo", 2, 2, 280.0);
}

#[test]
fn the_complete_journey_of_r_and_python() {
    let csv = "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp\n\
        900,330,31198570044,1095275,1,0.50,0.10,0,0,1,2017-01-01T11:53:26Z\n\
        900,330,31198570047,9878513,2,1.98,0.00,0,0,1,2017-01-01T12:10:28Z\n\
        1228,406,31198655051,1041453,1,1.43,0.15,0,0.05,1,2017-01-01T12:26:30Z\n";
    let dataset = check(csv, "dunnhumby transactions", 3, 2, 3.91);
    assert_eq!(dataset.catalogue.first, date(2017, 1, 1));
}

#[test]
fn any_file_with_a_line_for_each_order_is_read() {
    let csv = "order_id,order_date,customer_id,total\n1,2024-01-05,7,10.50\n2,2024-01-06,8,20.00\n3,2024-01-07,7,5.00\n";
    let (dataset, worth) = read(csv);
    assert_eq!(
        (dataset.catalogue.orders, dataset.catalogue.customers),
        (3, 2)
    );
    assert!((worth - 35.5).abs() < 0.005);
    assert_eq!(
        decided(&dataset),
        [
            "Each line of x.csv is a whole order: it names no products, so Products and Baskets have nothing to show."
        ]
    );
    // Several lines of one order without products are something else.
    let csv = "order_id,order_date,customer_id,total\n1,2024-01-05,7,10.50\n1,2024-01-05,7,20.00\n";
    assert!(
        from_text(csv)
            .unwrap_err()
            .to_string()
            .contains("has no product column")
    );
}

#[test]
fn orders_without_numbers_are_made_from_customers_and_times() {
    let csv = "date,customer_id,sku,qty,price\n\
        2024-01-05 10:00,7,A,1,10\n\
        2024-01-05 10:00,7,B,1,20\n\
        2024-01-05 10:00,8,A,1,10\n\
        2024-01-06 09:00,7,A,1,10\n\
        2024-01-06 09:00,,A,1,10\n\
        2024-01-06 09:00,,B,1,20\n";
    let (dataset, _) = read(csv);
    assert_eq!(
        dataset.orders.id,
        [
            "7 2024-01-05 10:00",
            "8 2024-01-05 10:00",
            "7 2024-01-06 09:00",
            "line 6",
            "line 7"
        ]
    );
    assert_eq!(
        decided(&dataset),
        ["No column holds order numbers: what a customer bought at one time counts as one order."]
    );
}
