use super::*;
use crate::tests::{fixture, text};

fn guessed(csv: &str) -> FileGuess {
    let mut all = guess(text("x.csv", csv), Hints::default(), &[]).unwrap();
    all.remove(0)
}

/// Column, role, confidence, reason.
fn told(guess: &FileGuess, column: &str) -> (Option<Field>, Confidence, String) {
    let found = guess.columns.iter().find(|c| c.column == column).unwrap();
    (found.role, found.confidence, found.reason.clone())
}

#[test]
fn every_column_of_a_known_export_is_sure() {
    let mut all = guess(fixture("shopify.csv"), Hints::default(), &[]).unwrap();
    let guess = all.remove(0);
    assert_eq!(guess.known_as.as_deref(), Some("a Shopify order export"));
    assert_eq!((guess.holds, guess.missing.len()), (Sought::Orders, 0));
    let asked = guess
        .columns
        .iter()
        .filter(|c| c.confidence != Confidence::Sure);
    assert_eq!(asked.count(), 0);
    let email = guess.columns.iter().find(|c| c.column == "Email").unwrap();
    assert_eq!(
        (email.role, &*email.also),
        (Some(Field::Customer), &[Field::Email][..])
    );
    assert_eq!(
        email.reason,
        "It is the customer in a Shopify order export."
    );
    assert_eq!(email.samples, ["ann@example.com", "bob@example.com"]);
}

#[test]
fn a_reason_stands_with_every_column() {
    let guess = guessed(
        "order_id,order_date,sku,qty,price,Custmer ID,account,Notes,Empty\n\
         1,2024-01-01,A,1,2.50,7,x,soon,\n\
         2,2024-01-02,B,2,3.50,8,y,later,\n",
    );
    assert_eq!(
        told(&guess, "order_id"),
        (
            Some(Field::Order),
            Confidence::Sure,
            "Its heading is common for the order number, and its values fit.".to_owned()
        )
    );
    // Nothing is taken twice: an account is a customer, so what is nearly one is left.
    assert_eq!(told(&guess, "account").0, Some(Field::Customer));
    assert_eq!(
        told(&guess, "Custmer ID"),
        (
            None,
            Confidence::Sure,
            "It could be the customer, which another column already is.".to_owned()
        )
    );
    assert_eq!(
        told(&guess, "Notes").2,
        "Its heading is not recognised, and nothing needs it."
    );
    assert_eq!(told(&guess, "Empty").2, "It is empty.");
}

#[test]
fn a_heading_that_is_nearly_a_usual_one_is_taken_and_said() {
    let csv = "order_id,order_date,sku,Quanttiy,price,Custmer ID\n1,2024-01-01,A,1,2.50,7\n2,2024-01-02,B,2,3.50,8\n";
    let guess = guessed(csv);
    assert_eq!(
        told(&guess, "Custmer ID"),
        (
            Some(Field::Customer),
            Confidence::Likely,
            "Its heading is spelled much like “customerid”, and its values fit the customer."
                .to_owned()
        )
    );
    assert_eq!(guess.missing, []);
    let dataset = crate::make(crate::tests::request([text("x.csv", csv)])).unwrap();
    assert_eq!(
        (dataset.catalogue.customers, dataset.lines.quantity.to_vec()),
        (2, vec![1.0, 2.0])
    );
    assert_eq!(
        crate::tests::decided(&dataset)[0],
        "“Quanttiy” was taken as the quantity: it is spelled much like “quantity”, and its values fit. To choose another column, use --map quantity=COLUMN."
    );
}

#[test]
fn what_nothing_tells_is_asked() {
    let guess = guessed(
        "order_id,order_date,sku,qty,price,who\n1,2024-01-01,A,1,2.50,7\n2,2024-01-02,B,2,3.50,8\n",
    );
    assert_eq!(guess.missing, [Field::Customer]);
    assert_eq!(
        told(&guess, "who"),
        (
            None,
            Confidence::Ask,
            "No column is recognised as the customer; the values of this one would fit.".to_owned()
        )
    );
    let who = guess.columns.last().unwrap();
    assert_eq!(who.others, [Field::Customer]);
    let guess = guessed("order_id,order_date,sku,qty,price,customer_id\n1,soon,A,1,2.50,7\n");
    assert_eq!(
        told(&guess, "order_date").2,
        "Its heading says it is the time, but its values, such as “soon”, do not look like that."
    );
    let hand = ["customer=sku".parse().unwrap()];
    let csv = "order_id,order_date,sku,qty,price\n1,2024-01-01,A,1,2.50\n";
    let guess = guess_of(csv, &hand);
    assert_eq!(told(&guess, "sku").2, "You said that it is the customer.");
}

fn guess_of(csv: &str, mapped: &[Mapped]) -> FileGuess {
    guess(text("x.csv", csv), Hints::default(), mapped)
        .unwrap()
        .remove(0)
}

#[test]
fn files_of_other_kinds_are_told_apart() {
    let holds = |headings: &str| {
        let cells = headings.replace(|c: char| c != ',', "");
        guessed(&format!("{headings}\nx{}\n", cells.replace(',', ",x"))).holds
    };
    assert_eq!(
        holds("order_id,date,sku,qty,price,customer_id"),
        Sought::Orders
    );
    assert_eq!(holds("customer_id,email,tier"), Sought::Customers);
    assert_eq!(holds("sku,category,unit_cost"), Sought::Products);
    assert_eq!(holds("campaign_id,day,name,offer"), Sought::Campaigns);
    assert_eq!(holds("campaign,customer,arm,exposed_at"), Sought::Exposures);
}

#[test]
fn a_guess_goes_over_the_wire() {
    let guess = guessed("order_id,date,sku,qty,price,customer_id\n1,2024-01-01,A,1,2.50,7\n");
    let json = serde_json::to_string(&guess).unwrap();
    assert!(json.contains(r#""role":"order""#), "{json}");
    assert_eq!(serde_json::from_str::<FileGuess>(&json).unwrap(), guess);
}
