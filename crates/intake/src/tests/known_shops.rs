//! Exports of shops with what is paid back in them, tills and marketplaces, with the headings and odd rows they write.

use super::*;

/// What is left of all goods after discounts, returns and refunds, to a hundredth.
fn worth(dataset: &Dataset) -> f64 {
    let lines = &dataset.lines;
    let of = |at: usize| {
        let (price, pieces) = (lines.price.at(at), lines.quantity.at(at));
        let off = match lines.discount.is_empty() {
            true => 0.0,
            false => lines.discount.at(at),
        };
        price * pieces - off * pieces.signum()
    };
    let sum: f64 = (0..lines.price.len()).map(of).sum();
    (sum * 100.0).round() / 100.0
}

#[track_caller]
fn check(csv: &str, known: &str, counts: (u32, u32), left: f64) -> Dataset {
    let dataset = from_text(csv).unwrap();
    let catalogue = &dataset.catalogue;
    assert_eq!(
        catalogue.ledger.source,
        format!("x.csv, recognised as {known}")
    );
    assert_eq!(
        (catalogue.orders, catalogue.customers, worth(&dataset)),
        (counts.0, counts.1, left),
        "{:?}",
        decided(&dataset)
    );
    dataset
}

#[test]
fn shopify_takes_refunds_off_once() {
    let csv = "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Shipping Country,Notes,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Tags,Risk Level,Source,Lineitem discount\n\
        #1001,ann@example.com,partially_refunded,2025-10-07 09:50:26 +0200,fulfilled,yes,EUR,60.00,4.90,10.00,64.90,,0.00,Standard,2025-10-07 09:50:26 +0200,2,Mug - Blue,20.00,,MUG-B,true,true,fulfilled,Ann,FR,,,card,15.00,Pots,1,,Low,web,0.00\n\
        #1001,ann@example.com,,,,,,,,,,,,,2025-10-07 09:50:26 +0200,1,Towel,20.00,,TOW,true,true,fulfilled,,,,,,,Pots,,,,,0.00\n\
        #1002,ben@example.com,refunded,2025-10-08 09:50:26 +0200,fulfilled,no,EUR,20.00,4.90,3.00,24.90,,0.00,Standard,2025-10-08 09:50:26 +0200,1,Towel,20.00,,TOW,true,true,fulfilled,Ben,DE,,,card,24.90,Pots,2,,Low,web,0.00\n\
        #1003,ben@example.com,paid,2025-10-09 09:50:26 +0200,fulfilled,no,EUR,18.00,4.90,3.00,22.90,SUN,2.00,Standard,2025-10-09 09:50:26 +0200,1,Towel,20.00,,TOW,true,true,fulfilled,Ben,DE,,,card,0.00,Pots,3,,Low,web,0.00\n";
    let dataset = check(csv, "a Shopify order export", (2, 2), 63.0);
    assert_eq!(lines(&dataset.catalogue, LineClass::NotSold), 1);
    assert_eq!(dataset.values.channels, ["web"]);
}

#[test]
fn woocommerce_takes_refunds_off_once() {
    let head = "Order Number,Order Status,Order Date,Email (Billing),Country Code (Billing),Order Total Amount,";
    let rows = |more: &str, cells: [&str; 3]| {
        format!(
            "{head}{more}\n\
            201,Completed,2024-03-01 09:15,ann@example.com,FR,30.00,{}\n\
            201,Completed,2024-03-01 09:15,ann@example.com,FR,30.00,{}\n\
            202,Completed,2024-03-03 16:40,cid@example.com,BE,20.00,{}\n",
            cells[0], cells[1], cells[2]
        )
    };
    let known = "a WooCommerce order export";
    // The amount of the order says it.
    let csv = rows(
        "Order Refund Amount,SKU,Item Name,Quantity,Item Cost",
        [
            "15.00,CUP,Cup,2,10.00",
            "15.00,SPOON,Spoon,1,10.00",
            "0.00,CUP,Cup,2,10.00",
        ],
    );
    check(&csv, known, (2, 2), 35.0);
    // Each line says what is left.
    let csv = rows(
        "SKU,Item Name,Quantity,Item Cost,Order Line Total,Order Line Total (- Refund)",
        [
            "CUP,Cup,2,10.00,20.00,10.00",
            "SPOON,Spoon,1,10.00,10.00,10.00",
            "CUP,Cup,2,10.00,20.00,20.00",
        ],
    );
    check(&csv, known, (2, 2), 40.0);
    let csv = rows(
        "SKU,Item Name,Quantity (- Refund),Quantity,Item Cost",
        [
            "CUP,Cup,1,2,10.00",
            "SPOON,Spoon,1,1,10.00",
            "CUP,Cup,2,2,10.00",
        ],
    );
    check(&csv, known, (2, 2), 40.0);
}

#[test]
fn presta_shop_says_refunds_of_lines() {
    let csv = "id_order;id_shop;date_add;id_customer;product_reference;product_name;product_quantity;product_quantity_refunded;unit_price_tax_incl;total_price_tax_incl;total_refunded_tax_incl;order_state\n\
        5;1;2024-05-30 10:00:00;7;demo_1;T-shirt;2;1;12.000000;24.000000;12.000000;Delivered\n\
        5;1;2024-05-30 10:00:00;7;demo_2;Mug;1;0;10.000000;10.000000;0.000000;Delivered\n\
        6;1;2024-05-31 10:00:00;8;demo_2;Mug;1;0;10.000000;10.000000;0.000000;Canceled\n";
    check(csv, "order lines of PrestaShop", (1, 1), 22.0);
}

#[test]
fn lightspeed_lines_of_sales_and_payments_are_no_goods() {
    let csv = "Date,Receipt Number,Line Type,Customer Code,Customer Name,Note,Quantity,Subtotal,Sales Tax,Discount,Loyalty,Total,Paid,Details,Register,User,Status,SKU,AccountCodeSale,AccountCodePurchase\n\
        2024-03-01 10:12:00,1001,Sale,ANN-1,Ann Doe,,3,35.00,7.00,5.00,0,42.00,42.00,2 X Mug + 1 X Towel,Main,Eve,CLOSED,,,\n\
        2024-03-01 10:12:00,1001,Sale Line,,,,2,25.00,5.00,5.00,0,30.00,,Mug,Main,Eve,CLOSED,MUG,200,300\n\
        2024-03-01 10:12:00,1001,Sale Line,,,,1,10.00,2.00,0.00,0,12.00,,Towel,Main,Eve,CLOSED,TOW,200,300\n\
        2024-03-01 10:12:00,1001,Payment,,,,,,,,,,42.00,Credit Card,Main,Eve,CLOSED,,,\n\
        2024-03-02 11:00:00,1002,Sale,BEN-2,Ben Roe,,-1,-10.00,-2.00,0.00,0,-12.00,-12.00,-1 X Towel,Main,Eve,CLOSED,,,\n\
        2024-03-02 11:00:00,1002,Sale Line,,,,-1,-10.00,-2.00,0.00,0,-12.00,,Towel,Main,Eve,CLOSED,TOW,200,300\n\
        2024-03-02 11:00:00,1002,Payment,,,,,,,,,,-12.00,Cash,Main,Eve,CLOSED,,,\n\
        2024-03-03 11:00:00,1003,Sale,ANN-1,Ann Doe,,1,10.00,2.00,0.00,0,12.00,0,1 X Towel,Main,Eve,VOIDED,,,\n\
        2024-03-03 11:00:00,1003,Sale Line,,,,1,10.00,2.00,0.00,0,12.00,,Towel,Main,Eve,VOIDED,TOW,200,300\n";
    let dataset = check(csv, "Lightspeed’s sales history", (1, 1), 25.0);
    let catalogue = &dataset.catalogue;
    assert_eq!(catalogue.ledger.read, 4);
    assert_eq!(
        (
            lines(catalogue, LineClass::NotSold),
            lines(catalogue, LineClass::ReturnKnown)
        ),
        (1, 1)
    );
    assert!(decided(&dataset).contains(&"“Line Type”: 5 lines for whole sales and payments were left out; those for goods are read.".to_owned()));
}

#[test]
fn lightspeed_sale_lines_have_discounts_of_line_and_sale() {
    let csv = "saleLineID,createTime,timeStamp,unitQuantity,unitPrice,normalUnitPrice,discountAmount,discountPercent,avgCost,fifoCost,tax,tax1Rate,tax2Rate,isLayaway,isWorkorder,isSpecialOrder,displayableSubtotal,displayableUnitPrice,calcLineDiscount,calcTransactionDiscount,calcTotal,calcSubtotal,calcTax1,calcTax2,taxClassID,customerID,discountID,employeeID,itemID,noteID,parentSaleLineID,shopID,saleID\n\
        1,2024-03-01T15:12:00+00:00,2024-03-01T15:12:05+00:00,2,20,20,0,0,8,8,true,0.08,0,false,false,false,36,18,4,1,37.8,40,2.8,0,1,11,3,5,501,0,0,1,9001\n\
        2,2024-03-01T15:12:00+00:00,2024-03-01T15:12:05+00:00,1,10,10,0,0,4,4,true,0.08,0,false,false,false,10,10,0,0,10.8,10,0.8,0,1,11,0,5,502,0,0,1,9001\n\
        3,2024-03-13T16:40:00+00:00,2024-03-13T16:40:05+00:00,1,10,10,0,0,4,4,true,0.08,0,false,false,false,10,10,0,0,10.8,10,0.8,0,1,0,0,5,502,0,0,1,9002\n\
        4,2024-03-14T16:40:00+00:00,2024-03-14T16:40:05+00:00,-1,20,20,0,0,8,8,true,0.08,0,false,false,false,-18,-18,-2,0,-19.4,-20,-1.4,0,1,11,3,5,501,0,1,1,9003\n";
    // 40 - 5 + 10 of the first sale, 10 of nobody known, and 18 given back.
    let dataset = check(csv, "Lightspeed’s sale lines", (2, 1), 37.0);
    let catalogue = &dataset.catalogue;
    assert_eq!(lines(catalogue, LineClass::ReturnKnown), 1);
    assert_eq!(lines(catalogue, LineClass::SaleAnonymous), 1);
    assert!(catalogue.has.cost && catalogue.has.discount);
}

#[test]
fn squarespace_says_facts_of_an_order_once() {
    let csv = "Order ID,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Amount Refunded,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem variant,Lineitem requires shipping,Shipping Country,Cancelled at,Payment Method\n\
        1,ann@example.com,PAID,7/25/2018 21:06,pending,,USD,30,10,0,0,40,,0,Flat rate,7/25/2018 21:06,2,Cup,10,CUP,200g,TRUE,United States,,Stripe\n\
        1,,,,,,,,,,,,,,,,1,Spoon,10,SPOON,,TRUE,,,\n\
        2,ben@example.com,PAID,7/26/2018 9:00,pending,,USD,20,10,0,5,30,,0,Flat rate,7/26/2018 9:00,2,Spoon,10,SPOON,,TRUE,Spain,,Stripe\n\
        3,ben@example.com,refunded,7/27/2018 22:12,cancelled,,USD,10,10,0,20,20,,0,Flat rate,7/27/2018 22:12,1,Spoon,10,SPOON,,TRUE,Spain,7/28/2018 12:32,Stripe\n";
    // Of the second order 5 were paid back.
    let dataset = check(csv, "a Squarespace order export", (2, 2), 45.0);
    assert_eq!(lines(&dataset.catalogue, LineClass::NotSold), 1);
    assert_eq!(dataset.catalogue.currency, "USD");
}

#[test]
fn ebay_writes_rows_around_and_orders_above_their_items() {
    let csv = "\n\"Sales Record Number\",\"Order Number\",\"Buyer Username\",\"Buyer Name\",\"Buyer Email\",\"Item Number\",\"Item Title\",\"Custom Label\",\"Quantity\",\"Sold For\",\"Shipping And Handling\",\"Total Price\",\"Sale Date\",\"Ship To Country\"\n\
        \"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n\
        \"101\",\"02-1\",\"ann_1\",\"Ann\",\"ann@example.com\",\"3001\",\"Old map\",\"MAP-1\",\"1\",\"$12.50\",\"$4.00\",\"$16.50\",\"Oct-03-24\",\"France\"\n\
        \"102\",\"02-2\",\"ben_2\",\"Ben\",\"ben@example.com\",\"3002\",\"New map\",\"MAP-2\",\"2\",\"$8.00\",\"$4.00\",\"$20.00\",\"Oct-05-24\",\"Spain\"\n\
        \"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n\
        \"2\",\"record(s) downloaded\",\"from Oct-01-24 to Oct-31-24\"\n\
        \"Seller ID : old_maps\"\n";
    let dataset = check(csv, "an eBay orders report", (2, 2), 28.5);
    assert_eq!(dataset.catalogue.currency, "USD");
}

#[test]
fn amazon_reports_give_amounts_for_all_pieces() {
    let all_orders = "amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\tsales-channel\torder-channel\turl\tship-service-level\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\titem-promotion-discount\tship-country\n\
        302-1\t\t2024-03-01T10:00:00+00:00\t2024-03-02T10:00:00+00:00\tShipped\tAmazon\tAmazon.de\t\t\tExpedited\tRed mug\tMUG\tB001\tShipped\t2\tEUR\t40.00\t6.39\t0.00\t4.00\tDE\n\
        302-2\t\t2024-03-02T10:00:00+00:00\t2024-03-02T10:00:00+00:00\tCancelled\tAmazon\tAmazon.de\t\t\tExpedited\tRed mug\tMUG\tB001\tCancelled\t0\tEUR\t\t\t\t\tDE\n";
    let dataset = check(all_orders, "an Amazon order report", (1, 0), 36.0);
    assert!(decided(&dataset).iter().any(|words| words
        == "No column identifies customers: every sale counts as one without a customer."));
    let shipments = "Amazon Order Id,Merchant Order Id,Shipment ID,Shipment Item Id,Amazon Order Item Id,Purchase Date,Payments Date,Shipment Date,Buyer E-mail,Buyer Name,Merchant SKU,Title,Shipped Quantity,Currency,Item Price,Item Tax,Shipping Price,Item Promo Discount,Shipping Country Code,Sales Channel\n\
        302-1,,D1,I1,O1,2024-03-01T10:00:00+00:00,2024-03-01T10:00:00+00:00,2024-03-02T10:00:00+00:00,q1@marketplace.amazon.de,,MUG,Red mug,2,EUR,40.00,6.39,0.00,-4.00,DE,amazon.de\n\
        302-3,,D2,I2,O2,2024-03-04T10:00:00+00:00,2024-03-04T10:00:00+00:00,2024-03-05T10:00:00+00:00,q2@marketplace.amazon.de,,TOW,Towel,1,EUR,10.00,1.60,0.00,0.00,DE,amazon.de\n";
    check(shipments, "an Amazon order report", (2, 2), 46.0);
    let to_send = "order-id\torder-item-id\tpurchase-date\tpayments-date\tbuyer-email\tbuyer-name\tsku\tproduct-name\tquantity-purchased\tcurrency\titem-price\titem-tax\tshipping-price\tship-country\n\
        302-1\t1\t2024-03-01T10:00:00+00:00\t2024-03-01T10:00:00+00:00\tq1@marketplace.amazon.de\tAnn\tMUG\tRed mug\t2\tEUR\t40.00\t6.39\t0.00\tDE\n";
    check(to_send, "an Amazon order report", (1, 1), 40.0);
}

#[test]
fn amazon_transactions_hold_refunds_and_fees() {
    let csv = "\"Includes Amazon Marketplace, Fulfillment by Amazon (FBA), and Amazon Webstore transactions\"\n\
        \"All amounts in USD, unless specified\"\n\
        \"Definitions:\"\n\
        \"date/time\",\"settlement id\",\"type\",\"order id\",\"sku\",\"description\",\"quantity\",\"marketplace\",\"fulfillment\",\"product sales\",\"shipping credits\",\"promotional rebates\",\"selling fees\",\"total\"\n\
        \"Mar 1, 2024 12:06:22 AM PST\",\"181\",\"Order\",\"111-1\",\"MUG\",\"Red mug\",\"2\",\"amazon.com\",\"Amazon\",\"40.00\",\"0\",\"-4.00\",\"-6.00\",\"30.00\"\n\
        \"Mar 2, 2024 1:06:22 PM PST\",\"181\",\"Order\",\"111-2\",\"TOW\",\"Towel\",\"1\",\"amazon.com\",\"Amazon\",\"10.00\",\"0\",\"0\",\"-1.50\",\"8.50\"\n\
        \"Mar 3, 2024 1:06:22 PM PST\",\"181\",\"Refund\",\"111-2\",\"TOW\",\"Towel\",\"1\",\"amazon.com\",\"Amazon\",\"-10.00\",\"0\",\"0\",\"1.50\",\"-8.50\"\n\
        \"Mar 4, 2024 1:06:22 PM PST\",\"181\",\"Transfer\",\"\",\"\",\"To account ending with: 123\",\"\",\"\",\"\",\"0\",\"0\",\"0\",\"0\",\"-30.00\"\n";
    let dataset = check(csv, "an Amazon order report", (2, 0), 36.0);
    assert_eq!(lines(&dataset.catalogue, LineClass::ReturnAnonymous), 1);
}

#[test]
fn a_spreadsheet_of_a_shop_has_tips_tax_and_shipping_as_lines() {
    let csv = "order_id,date,sku,product_name,qty,unit_price,customer_id\n\
        1,2024-01-05,MUG,Red mug,1,10,7\n\
        1,2024-01-05,,Shipping,1,4.90,7\n\
        1,2024-01-05,TAX,Sales tax,1,1.90,7\n\
        1,2024-01-05,,Tip,1,2,7\n\
        1,2024-01-05,GC25,Gift card 25 EUR,1,25,7\n";
    let dataset = from_text(csv).unwrap();
    assert_eq!(lines(&dataset.catalogue, LineClass::Service), 4);
    let named: Vec<&str> = dataset
        .catalogue
        .ledger
        .services
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    assert_eq!(named, ["Gift cards", "Shipping", "Tax", "Tip"]);
}
