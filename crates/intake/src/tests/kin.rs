//! Two columns that could be the same: values tell which one is the code and which the name; nothing is left out without a word.

use super::*;

/// What each column is read as, and what was said.
fn roles(csv: &str) -> (Vec<(String, String)>, Vec<String>) {
    let dataset = from_text(csv).unwrap();
    let columns = dataset.catalogue.columns.iter();
    let columns = columns.filter(|column| column.read_as != DECIDED);
    let roles = columns.map(|column| (column.column.clone(), column.read_as.clone()));
    (roles.collect(), decided(&dataset))
}

/// The roles of the columns behind order, date, pieces, price and customer; nothing is said.
#[track_caller]
fn check(headings: &str, rows: [&str; 3], wanted: &[&str]) {
    let [a, b, c] = rows;
    let csv = format!(
        "order_id,date,qty,unit_price,{headings}\n1,2024-01-05,1,10,{a}\n2,2024-01-06,1,10,{b}\n3,2024-01-07,1,12,{c}\n"
    );
    let (roles, said) = roles(&csv);
    let roles: Vec<&str> = roles
        .iter()
        .skip(4)
        .map(|(_, role)| role.as_str())
        .collect();
    assert_eq!(roles, wanted, "{headings}");
    assert_eq!(said, [""; 0], "{headings}");
}

#[test]
fn a_product_beside_a_code_is_its_name() {
    let rows = ["7,M-1,Red mug", "8,T-2,Towel", "7,M-3,Blue mug"];
    for headings in [
        "customer_id,sku,Product",
        "customer_id,SKU,Item",
        "Kundennummer,Artikelnummer,Artikel",
        "Kundennummer,EAN,Produkt",
        "N° client,Référence,Produit",
        "ID cliente,SKU,Producto",
        "Codice cliente,Codice articolo,Articolo",
        "Klantnummer,Artikelcode,Artikel",
        "Código cliente,SKU,Produto",
        "customer_id,Item,Product",
        "customer_id,Product,Item",
        "customer_id,Item,Description",
    ] {
        check(headings, rows, &["Customer", "Product", "Product name"]);
    }
    let turned = ["7,Red mug,M-1", "8,Towel,T-2", "7,Blue mug,M-3"];
    for headings in [
        "customer_id,Product,sku",
        "customer_id,Item,Product",
        "customer_id,Product,Item",
        "customer_id,Title,Item",
    ] {
        check(headings, turned, &["Customer", "Product name", "Product"]);
    }
}

#[test]
fn a_product_alone_stays_the_product() {
    check(
        "customer_id,Product",
        ["7,Red mug", "8,Towel", "7,Blue mug"],
        &["Customer", "Product"],
    );
    check(
        "customer_id,Product",
        ["7,M-1", "8,T-2", "7,M-3"],
        &["Customer", "Product"],
    );
    check(
        "customer_id,Product,Description",
        ["7,M-1,Red mug", "8,T-2,Towel", "7,M-3,Blue mug"],
        &["Customer", "Product", "Product name"],
    );
}

#[test]
fn a_customer_beside_a_number_is_a_name() {
    let rows = ["Ann Doe,C-1,M-1", "Ben Roe,C-2,T-2", "Ann Doe,C-1,M-3"];
    for headings in [
        "Customer,Customer ID,sku",
        "Client,Account No,sku",
        "Kunde,Kundennummer,sku",
    ] {
        check(headings, rows, &["", "Customer", "Product"]);
    }
    check(
        "Buyer,sku",
        ["ann_1,M-1", "ben_2,T-2", "ann_1,M-3"],
        &["Customer", "Product"],
    );
}

#[test]
fn what_is_left_out_is_named() {
    let csv = "order_id,date,qty,unit_price,customer_id,sku,ean,country,billing_country,description,product_name,amount,revenue\n\
        1,2024-01-05,1,10,7,M-1,40001,FR,FR,Red mug large,Red mug,10,10\n\
        2,2024-01-06,1,10,8,T-2,40002,DE,DE,Towel small,Towel,10,10\n";
    let (_, said) = roles(csv);
    assert_eq!(
        said,
        [
            "Two columns could be the product: “sku” was taken, not “ean”; to choose another, use --map product=COLUMN.",
            "Two columns could be the amount paid: “amount” was taken, not “revenue”; to choose another, use --map amount=COLUMN.",
            "Not read, because another column already says the same: “description” (product name), “billing_country” (country).",
        ]
    );
}
