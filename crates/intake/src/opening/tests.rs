//! Files as the page opens them: what is said of them, and what is asked.

use clientele_model::date;
use clientele_model::opening::{DayMonth, FileKind, Sure, ToldColumn};

use super::*;

fn file(name: &str, text: &str) -> File {
    File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn asked(told: Told) -> Asked {
    Asked {
        told,
        today: date(2026, 1, 1),
        zone: "Europe/London".to_owned(),
    }
}

fn read(files: Vec<File>, told: Told) -> Result<Opened, Box<Refusal>> {
    open_all(files, &asked(told), &mut |_, _, _| {})
}

/// The files of a pack, and its catalogue.
fn pack(dataset: &Dataset) -> (Vec<clientele_analysis::pack::Encoded>, String) {
    let files = clientele_analysis::pack::encode(dataset).unwrap();
    (files, format!("{:?}", dataset.catalogue))
}

/// Orders on days that all read both ways; numbers rise with time when the day stands first.
fn ambiguous() -> String {
    let mut text = "Order no,Order date,SKU,Qty,Unit price,Line total,Customer no\n".to_owned();
    let mut number = 1000;
    for month in [11, 12] {
        for day in 1..=9 {
            for _ in 0..4 {
                number += 1;
                let (sku, pieces) = (number % 7, number % 3 + 1);
                let total = pieces * 2;
                let customer = number % 13;
                text.push_str(&format!(
                    "{number},{day:02}/{month}/2011,A{sku},{pieces},2.00,{total}.00,{customer}\n"
                ));
            }
        }
    }
    text
}

#[test]
fn an_ordinary_file_is_said_column_by_column() {
    let text = "order_id,order_date,sku,product_name,quantity,unit_price,customer_id,memo\n\
                1,2025-01-02,A,Cup,2,3.50,7,x\n\
                1,2025-01-02,B,Pot,1,20.00,7,\n\
                2,2025-01-03,A,Cup,-1,3.50,7,\n\
                3,2025-02-03,A,Cup,1,3.50,,\n\
                4,2025-02-04,A,Cup,x,3.50,8,\n";
    let Opened {
        dataset, reading, ..
    } = read(vec![file("orders.csv", text)], Told::default()).unwrap();
    assert_eq!(reading.title, "orders");
    assert_eq!(reading.files[0].kind, FileKind::Orders);
    assert_eq!(reading.files[0].lines, 5);
    assert_eq!(
        reading.files[0].about,
        "5 lines with 8 fields each, none irregular"
    );
    assert_eq!(reading.doubts, []);
    assert_eq!(reading.zone, "Europe/London");
    assert_eq!(dataset.catalogue.orders, 2);
    let column = |heading: &str| {
        let mut columns = reading.columns.iter();
        columns.find(|column| column.heading == heading).unwrap()
    };
    assert_eq!(column("order_id").field.as_deref(), Some("order"));
    assert_eq!(column("order_id").sure, Sure::Sure);
    assert_eq!(column("customer_id").values, "2 different, 20% empty");
    assert_eq!(column("memo").sure, Sure::Unused);
    assert_eq!(column("memo").field, None);
    assert_eq!(column("sku").samples, ["A", "B"]);
    let preview: Vec<(u64, &str)> = reading
        .preview
        .lines
        .iter()
        .map(|line| (line.line, line.counts_as.as_str()))
        .collect();
    assert_eq!(
        preview,
        [
            (2, "sale"),
            (3, "sale"),
            (4, "return"),
            (5, "sale without a customer"),
            (6, "cannot be read: the quantity “x” is not a number"),
        ]
    );
    let headings: Vec<&str> = reading
        .preview
        .headings
        .iter()
        .map(|(title, _)| title.as_str())
        .collect();
    assert_eq!(
        headings,
        [
            "Order",
            "Product",
            "Product name",
            "Quantity",
            "Time",
            "Unit price",
            "Customer"
        ]
    );
    assert_eq!(
        reading.preview.lines[2].cells,
        ["2", "A", "Cup", "−1", "3 Jan 2025", "3.50", "7"]
    );
    let sum: u64 = reading.ledger.classes.iter().map(|row| row.lines).sum();
    assert_eq!((sum, reading.ledger.read), (5, 5));
    assert!(
        reading.sum.starts_with("2 orders, 1 customer, "),
        "{}",
        reading.sum
    );
    let unmet: Vec<&str> = reading
        .gives
        .iter()
        .filter(|gives| !gives.works)
        .map(|gives| gives.words.as_str())
        .collect();
    assert_eq!(
        unmet,
        [
            "Segments: 1 customer, 30 are needed",
            "Margin: no unit cost",
            "Channel, category, discount, tier: no column",
            "Export with hashed addresses: no e-mail",
        ]
    );
}

#[test]
fn other_columns_tell_day_and_month_apart_and_the_answer_can_be_turned() {
    let text = ambiguous();
    let opened = read(vec![file("orders.csv", &text)], Told::default()).unwrap();
    let reading = opened.reading;
    let [doubt] = &reading.doubts[..] else {
        panic!("{:?}", reading.doubts);
    };
    assert_eq!(
        doubt.question,
        "In 01/11/2011, which comes first: the day or the month?"
    );
    assert_eq!(doubt.taken, Some(0));
    let [first, second] = &doubt.choices[..] else {
        panic!("{:?}", doubt.choices);
    };
    assert_eq!(first.label, "Day first: 1 Nov 2011");
    assert_eq!(second.label, "Month first: 11 Jan 2011");
    let said = |of: &[clientele_model::opening::Sign]| {
        let of = of.iter();
        of.map(|sign| (sign.is_for, sign.sentence.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        said(&first.signs),
        [
            (true, "Order numbers rise with time: in 71 steps from one order to the next the date never goes back.".to_owned()),
            (true, "All orders are in 2 months, 1 Nov 2011 to 9 Dec 2011.".to_owned()),
        ]
    );
    assert_eq!(
        said(&second.signs),
        [
            (
                false,
                "The date would go back in 1 of 71 steps from one order number to the next."
                    .to_owned()
            ),
            (
                false,
                "Orders would be spread over 9 months, on 18 days only.".to_owned()
            ),
        ]
    );
    assert_eq!(reading.told.dates, Some(DayMonth::DayFirst));
    assert_eq!(opened.dataset.catalogue.first, date(2011, 11, 1));
    assert!(
        reading
            .columns
            .iter()
            .any(|column| column.heading == "Order date" && column.sure == Sure::Asked)
    );
    assert!(
        reading.headline.ends_with("1 question is left"),
        "{}",
        reading.headline
    );
    // Told otherwise, it is read otherwise, and the answer that was told stands first.
    let turned = read(vec![file("orders.csv", &text)], second.told.clone()).unwrap();
    assert_eq!(turned.dataset.catalogue.first, date(2011, 1, 11));
    let doubt = &turned.reading.doubts[0];
    assert_eq!(doubt.choices[0].label, "Month first: 11 Jan 2011");
    assert_eq!(doubt.taken, Some(0));
    assert_eq!(turned.reading.told.dates, Some(DayMonth::MonthFirst));
}

#[test]
fn a_true_tie_of_day_and_month_is_one_question_and_nothing_is_made() {
    let text = "order,date,sku,qty,price,customer\nx,01/02/2025,A,1,2,7\ny,02/01/2025,A,1,2,8\n";
    let refusal = read(vec![file("o.csv", text)], Told::default()).unwrap_err();
    assert_eq!(
        refusal.sentence,
        "The dates in column “date”, such as 01/02/2025, may have the day or the month first, and no other column tells which. Nothing was loaded; say below which."
    );
    let [doubt] = &refusal.doubts[..] else {
        panic!("{:?}", refusal.doubts);
    };
    assert_eq!(doubt.taken, None);
    for choice in &doubt.choices {
        assert!(read(vec![file("o.csv", text)], choice.told.clone()).is_ok());
    }
}

#[test]
fn the_totals_of_the_lines_tell_which_sign_is_decimal() {
    let text = "order;date;sku;qty;price;line total;customer\n\
                1;2025-01-02;A;2;1.250;2.500;7\n\
                2;2025-01-03;B;3;2.125;6.375;8\n";
    // Both ways the totals are right: nothing tells.
    let refusal = read(vec![file("o.csv", text)], Told::default()).unwrap_err();
    let labels: Vec<&str> = refusal.doubts[0]
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    assert_eq!(
        labels,
        ["The point is decimal: 1.25", "The comma is decimal: 1250"]
    );
    for choice in &refusal.doubts[0].choices {
        assert!(read(vec![file("o.csv", text)], choice.told.clone()).is_ok());
    }
}

#[test]
fn several_currencies_are_asked_for_one() {
    let text = "order,date,sku,qty,price,customer\n\
                1,2025-01-02,A,1,€2.50,7\n2,2025-01-02,A,1,€2.50,8\n3,2025-01-03,A,1,$2.50,8\n";
    let refusal = read(vec![file("o.csv", text)], Told::default()).unwrap_err();
    let doubt = &refusal.doubts[0];
    assert_eq!(doubt.choices[0].label, "Only EUR");
    assert_eq!(
        doubt.choices[0].signs[1].sentence,
        "1 line would be left out."
    );
    let opened = read(vec![file("o.csv", text)], doubt.choices[0].told.clone()).unwrap();
    assert_eq!(opened.reading.currency, "EUR");
    assert_eq!(opened.dataset.catalogue.orders, 2);
    // What the others are worth can be said instead.
    let rate = &doubt.rates[0];
    assert_eq!((&*rate.code, &*rate.into, &*rate.rate), ("USD", "EUR", ""));
    let with = |text: &str| {
        let mut told = rate.told.clone();
        told.rates.push(format!("USD={text}"));
        told
    };
    let opened = read(vec![file("o.csv", text)], with("0.5")).unwrap();
    assert_eq!(opened.dataset.catalogue.orders, 3);
    assert_eq!(opened.dataset.lines.price.to_vec(), [2.5, 2.5, 1.25]);
    let doubt = &opened.reading.doubts[0];
    assert_eq!((doubt.taken, &*doubt.rates[0].rate), (Some(0), "0.5"));
    assert_eq!(doubt.choices[0].label, "EUR");
    assert_eq!(
        doubt.choices[0].signs[1].sentence,
        "1 line would be converted."
    );
    assert_eq!(doubt.choices[1].told.rates, [""; 0]);
    // Read again by what was said, nothing changes.
    let again = read(vec![file("o.csv", text)], opened.reading.told.clone()).unwrap();
    assert_eq!(pack(&again.dataset), pack(&opened.dataset));
    let refused = read(vec![file("o.csv", text)], with("much")).unwrap_err();
    assert_eq!(
        refused.sentence,
        "“USD=much” is not CODE=RATE, for example USD=0.92 if one dollar is worth 0.92 of the currency that is counted. Nothing was read; enter the rate again."
    );
}

#[test]
fn a_file_of_nobody_asks_who_the_customers_are() {
    let mut text = "order,date,sku,qty,price,zz\n".to_owned();
    for order in 0..60 {
        for sku in ["A", "B"] {
            text.push_str(&format!(
                "{order},2025-01-02,{sku},1,2.50,K{}\n",
                order % 25
            ));
        }
    }
    let refusal = read(vec![file("o.csv", &text)], Told::default()).unwrap_err();
    assert_eq!(
        refusal.sentence,
        "No column of o.csv is recognised as the customer. Nothing was loaded; say below which one does."
    );
    let doubt = &refusal.doubts[0];
    assert_eq!(doubt.choices[0].label, "“zz”");
    assert_eq!(
        doubt.choices[0].signs[0].sentence,
        "25 different values in 60 orders; one per order on 100% of the lines."
    );
    let opened = read(vec![file("o.csv", &text)], doubt.choices[0].told.clone()).unwrap();
    assert_eq!(opened.dataset.catalogue.customers, 25);
    let none = doubt.choices.last().unwrap();
    assert_eq!(none.label, "None: read products and baskets only");
    let opened = read(vec![file("o.csv", &text)], none.told.clone()).unwrap();
    assert_eq!(opened.dataset.catalogue.customers, 0);
    assert_eq!(opened.reading.doubts[0].taken, Some(0));
}

#[test]
fn a_file_whose_columns_do_not_suffice_shows_them() {
    let refusal = read(
        vec![file(
            "o.csv",
            "order,date,sku,zz,customer\n1,2025-01-02,A,2.50,7\n",
        )],
        Told::default(),
    )
    .unwrap_err();
    assert_eq!(
        refusal.sentence,
        "The file o.csv has no unit price column that is recognised. Nothing was loaded; say below which one it is."
    );
    let headings: Vec<&str> = refusal
        .columns
        .iter()
        .map(|column| column.heading.as_str())
        .collect();
    assert_eq!(headings, ["order", "date", "sku", "zz", "customer"]);
    let told = Told {
        columns: vec![ToldColumn {
            column: "zz".to_owned(),
            field: Some("price".to_owned()),
        }],
        ..Told::default()
    };
    let text = "order,date,sku,zz,customer\n1,2025-01-02,A,2.50,7\n";
    let opened = read(vec![file("o.csv", text)], told).unwrap();
    let price = &opened.reading.columns[3];
    assert_eq!(
        (price.sure, price.why.as_str()),
        (Sure::Sure, "You said that it is the unit price.")
    );
    // How it was read is how the next file is read, and this one again.
    let again = read(vec![file("o.csv", text)], opened.reading.told.clone()).unwrap();
    assert_eq!(pack(&again.dataset), pack(&opened.dataset));
    assert_eq!(again.reading.told, opened.reading.told);
}

#[test]
fn several_files_are_recognised_apart() {
    let orders =
        "order_id,order_date,sku,quantity,unit_price,customer_id\n1,2025-01-02,A,2,3.50,7\n";
    let customers = "customer_id,email,tier\n7,a@example.com,Gold\n";
    let products = "product_id,category,unit_cost\nA,Cups,1.50\n";
    let campaigns = "campaign_id,campaign_name,day\nX,Mail,2025-01-05\n";
    let exposures = "campaign_id,customer_id,arm,exposed_at\nX,7,treated,2025-01-05\n";
    let files = || {
        vec![
            file("campaigns.csv", campaigns),
            file("customers.csv", customers),
            file("exposures.csv", exposures),
            file("orders.csv", orders),
            file("products.csv", products),
        ]
    };
    let opened = read(files(), Told::default()).unwrap();
    let has = opened.dataset.catalogue.has;
    assert!(has.tier && has.email && has.category && has.cost && has.campaigns);
    let of = |name: &str| {
        let of = |files: Vec<File>| read(files, Told::default()).unwrap_err().sentence;
        of(files()
            .into_iter()
            .filter(|file| file.name == name)
            .collect())
    };
    assert_eq!(
        of("customers.csv"),
        "customers.csv is a list of customers, not of orders. Nothing was read; open it together with the file of orders."
    );
    assert_eq!(
        of("exposures.csv"),
        "exposures.csv is a list of customers in the arms of campaigns, not of orders. Nothing was read; open it together with the file of orders."
    );
    // Told by hand, a file is what was said.
    let told = Told {
        kinds: vec![("customers.csv".to_owned(), FileKind::Orders)],
        ..Told::default()
    };
    assert!(read(files(), told).is_err());
}

#[test]
fn what_the_page_reads_is_what_the_command_line_packs() {
    let text = ambiguous();
    let opened = read(vec![file("orders.csv", &text)], Told::default()).unwrap();
    let mut request = asked::request(
        kinds::sorted(vec![file("orders.csv", &text)], &Told::default()).unwrap(),
        &asked(Told::default()),
        "orders",
    )
    .unwrap();
    request.manner.dates = Some(DayMonth::DayFirst);
    let packed = crate::make(request).unwrap();
    assert_eq!(pack(&packed), pack(&opened.dataset));
}
