use crate::archives::tests::zip;
use crate::make;
use crate::tests::{decided, request, text};

#[test]
fn the_tables_of_a_marketplace_are_one_shop() {
    // As Olist publishes them: a customer’s number is new with every order.
    let files: [(&str, &[u8]); 5] = [
        (
            "olist_customers_dataset.csv",
            b"\"customer_id\",\"customer_unique_id\",\"customer_zip_code_prefix\",\"customer_city\",\"customer_state\"\n\"c1\",\"ann\",\"01310\",\"sao paulo\",\"SP\"\n\"c2\",\"ann\",\"01310\",\"sao paulo\",\"SP\"\n\"c3\",\"ben\",\"20040\",\"rio\",\"RJ\"\n",
        ),
        (
            "olist_geolocation_dataset.csv",
            b"\"geolocation_zip_code_prefix\",\"geolocation_lat\",\"geolocation_lng\"\n\"01310\",-23.5,-46.6\n",
        ),
        (
            "olist_order_items_dataset.csv",
            b"\"order_id\",\"order_item_id\",\"product_id\",\"seller_id\",\"shipping_limit_date\",\"price\",\"freight_value\"\n\"o1\",1,\"p1\",\"s1\",2017-09-19 09:45:35,58.90,13.29\n\"o1\",2,\"p1\",\"s1\",2017-09-19 09:45:35,58.90,13.29\n\"o2\",1,\"p2\",\"s1\",2017-10-19 09:45:35,20.00,3.29\n\"o3\",1,\"p2\",\"s1\",2017-10-20 09:45:35,20.00,3.29\n",
        ),
        (
            "olist_orders_dataset.csv",
            b"\"order_id\",\"customer_id\",\"order_status\",\"order_purchase_timestamp\",\"order_approved_at\"\n\"o1\",\"c1\",\"delivered\",2017-09-13 08:59:02,2017-09-13 09:45:35\n\"o2\",\"c2\",\"delivered\",2017-10-13 08:59:02,2017-10-13 09:45:35\n\"o3\",\"c3\",\"canceled\",2017-10-14 08:59:02,2017-10-14 09:45:35\n",
        ),
        (
            "olist_products_dataset.csv",
            b"\"product_id\",\"product_category_name\",\"product_name_lenght\"\n\"p1\",\"perfumaria\",40\n\"p2\",\"artes\",44\n",
        ),
    ];
    let dataset = make(request([text("archive.zip", zip(&files))])).unwrap();
    let catalogue = &dataset.catalogue;
    assert_eq!((catalogue.ledger.read, catalogue.orders), (4, 2));
    assert_eq!(dataset.customers.id, ["ann"]);
    assert_eq!(dataset.values.categories.len(), 2);
    assert_eq!(dataset.lines.price.to_vec(), [58.9, 58.9, 20.0]);
    let said = decided(&dataset);
    for sentence in [
        "olist_orders_dataset.csv was joined to the lines of olist_order_items_dataset.csv by “order_id”.",
        "olist_customers_dataset.csv was joined to the lines of olist_order_items_dataset.csv by “customer_id”.",
        "olist_products_dataset.csv was joined to the lines of olist_order_items_dataset.csv by “product_id”.",
        "“olist_geolocation_dataset.csv”: nothing in it adds to the lines of olist_order_items_dataset.csv, so it was left out.",
    ] {
        assert!(
            said.iter().any(|other| other == sentence),
            "{sentence} in {said:#?}"
        );
    }
}

#[test]
fn a_grocer_without_days_and_prices_cannot_be_counted() {
    // As Instacart published its orders.
    let files: [(&str, &[u8]); 4] = [
        ("aisles.csv", b"aisle_id,aisle\n1,prepared soups salads\n"),
        (
            "order_products__prior.csv",
            b"order_id,product_id,add_to_cart_order,reordered\n2,33120,1,1\n2,28985,2,1\n3,33754,1,1\n",
        ),
        (
            "orders.csv",
            b"order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,days_since_prior_order\n2,202279,prior,3,5,09,8.0\n3,205970,prior,16,5,17,12.0\n",
        ),
        (
            "products.csv",
            b"product_id,product_name,aisle_id,department_id\n33120,Organic Egg Whites,86,16\n28985,Michigan Organic Kale,83,4\n33754,Total 2% with Strawberry,120,16\n",
        ),
    ];
    assert_eq!(
        make(request([text("instacart.zip", zip(&files))]))
            .unwrap_err()
            .to_string(),
        "The files “aisles.csv”, “order_products__prior.csv”, “orders.csv”, “products.csv” say which products are in which order, but none of their columns holds dates or amounts, and sales cannot be counted without both. Nothing was written; add the date of each order and the price of each line."
    );
}

#[test]
fn files_that_know_their_times_stay_as_they_are() {
    let month = |month: u32| {
        let name = format!("{month}.csv");
        let lines = format!(
            "order_id,date,sku,qty,unit_price,customer_id\n{month},2024-0{month}-01,A,1,2.5,7\n"
        );
        text(&name, lines)
    };
    let dataset = make(request([month(1), month(2)])).unwrap();
    assert_eq!(dataset.catalogue.orders, 2);
}
