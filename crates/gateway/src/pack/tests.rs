//! Packs as they stand on disk: written, listed, asked, and broken on the way; and those that are shipped.

use std::path::{Path, PathBuf};

use clientele_analysis::dataset::Dataset;
use clientele_analysis::pack::{Parts, USUAL_PRODUCTS};
use clientele_analysis::tables::Tables;
use clientele_analysis::window::Window;
use clientele_intake::assemble::About;
use clientele_intake::lines::Manner;
use clientele_intake::{File, Request, make};
use clientele_model::catalogue::Catalogue;
use clientele_model::date;
use clientele_model::question::AnyQuestion;

use super::{open, open_all, write};
use crate::ask::{self, Refusal};
use crate::command::summary;

/// A file of the repository.
fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn dataset(file: File) -> Dataset {
    make(request(file)).unwrap()
}

fn request(file: File) -> Request {
    Request {
        files: vec![file],
        customers: None,
        products: None,
        campaigns: None,
        mapped: vec![],
        services: vec![],
        manner: Manner {
            dates: None,
            day_one: date(2016, 1, 1),
            today: date(2026, 1, 1),
            decimal: None,
            currency: None,
            rates: vec![],
            encoding: None,
            anonymous: false,
        },
        about: About {
            slug: "shop".to_owned(),
            title: "Shop".to_owned(),
            about: String::new(),
            attribution: String::new(),
            licence: String::new(),
            currency: "GBP".to_owned(),
            zone: "Europe/London".to_owned(),
        },
    }
}

/// A data set from lines below our headings.
fn shop(lines: &[&str]) -> Dataset {
    let text = format!(
        "order_id,date,sku,qty,unit_price,customer_id\n{}\n",
        lines.join("\n")
    );
    dataset(File {
        name: "x.csv".to_owned(),
        bytes: text.into_bytes(),
    })
}

#[test]
fn columns_that_are_not_used_are_named() {
    let fixture = |name: &str| open(&root("tests/fixtures/pack").join(name)).unwrap();
    let mut request = request(fixture("online_retail.csv"));
    request.customers = Some(fixture("customers.csv"));
    request.products = Some(fixture("products.csv"));
    let said = summary(&make(request).unwrap().catalogue);
    assert!(
        said.contains("\nColumns not used: Sign-up date (customers.csv), name (products.csv).\n"),
        "{said}"
    );
}

#[test]
fn files_that_cannot_be_opened_say_so() {
    assert_eq!(
        open(Path::new("nowhere.csv")).unwrap_err().to_string(),
        "The file nowhere.csv cannot be read (there is no such file or folder). Nothing was written; check its name and permissions."
    );
    let twice = root("tests/fixtures/pack/shopify.csv");
    assert_eq!(
        open_all(&[twice.clone(), twice]).unwrap_err().to_string(),
        "The file shopify.csv is given twice. Nothing was written; name each file once, or its orders would count twice."
    );
}

#[test]
fn the_smallest_shops_make_packs() {
    let one = shop(&["1,2024-01-01,A,1,2.5,7"]);
    assert_eq!((one.catalogue.customers, one.catalogue.products), (1, 1));
    let alike: Vec<String> = (0..50)
        .map(|at| format!("{at},2024-01-01,A,1,2.5,{at}"))
        .collect();
    let alike: Vec<&str> = alike.iter().map(String::as_str).collect();
    let many = shop(&alike);
    assert_eq!((many.catalogue.customers, many.catalogue.orders), (50, 50));
    let folder = tempfile::tempdir().unwrap();
    for dataset in [one, many] {
        write::write(&dataset, folder.path()).unwrap();
    }
}

#[test]
fn packs_that_cannot_be_read_say_so() {
    let dataset = shop(&["1,2024-01-01,A,1,2.5,7", "2,2024-01-02,B,1,2.5,8"]);
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("shop");
    let (question, _) = AnyQuestion::parse("/overview?period=all&against=none&country=X").unwrap();
    let say = || ask::answer(&pack, &question).unwrap_err().to_string();
    let shown = pack.display();
    assert_eq!(
        say(),
        format!(
            "There is no pack in {shown}: it has no catalogue.json. Make one with “clientele pack FILE --out {shown}”."
        )
    );
    write::write(&dataset, &pack).unwrap();
    let path = pack.join("catalogue.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("\"contract\": 1", "\"contract\": 99, \"shape\": 0"),
    )
    .unwrap();
    assert_eq!(
        say(),
        "This data set was made for a newer version (contract 99; this page reads up to 1). Reload the page, or make the pack again with this version."
    );
    std::fs::write(&path, &text[..text.len() / 2]).unwrap();
    let said = say();
    assert!(
        said.starts_with("The catalogue of this data set cannot be read (EOF"),
        "{said}"
    );
    assert!(matches!(
        ask::answer(&pack, &question),
        Err(Refusal::Failure(_))
    ));
}

#[test]
fn an_arrow_file_cut_in_half_says_so() {
    let dataset = shop(&["1,2024-01-01,A,1,2.5,7", "2,2024-01-02,B,1,2.5,8"]);
    let folder = tempfile::tempdir().unwrap();
    write::write(&dataset, folder.path()).unwrap();
    let path = folder.path().join("lines.arrow");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let mut parts = Parts::default();
    let said = parts
        .supply("lines", &std::fs::read(&path).unwrap())
        .unwrap_err()
        .to_string();
    assert!(
        said.starts_with("The file lines.arrow is damaged or incomplete ("),
        "{said}"
    );
}

#[test]
fn the_list_of_packs_keeps_its_order() {
    let dataset = shop(&["1,2024-01-01,A,1,2.5,7"]);
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index.json");
    std::fs::write(
        &index,
        r#"[{"slug":"shop","title":"Old"},{"slug":"b","title":"B"}]"#,
    )
    .unwrap();
    let out = folder.path().join("shop");
    let catalogue = write::write(&dataset, &out).unwrap();
    write::list(&catalogue, &out).unwrap();
    let listed: Vec<write::Listed> =
        serde_json::from_str(&std::fs::read_to_string(&index).unwrap()).unwrap();
    assert_eq!(
        listed.iter().map(|l| &*l.title).collect::<Vec<_>>(),
        ["Shop", "B"]
    );
    std::fs::write(&index, "{").unwrap();
    let said = write::list(&catalogue, &out).unwrap_err().to_string();
    assert!(
        said.ends_with("The pack was written but is not listed; repair or remove that file."),
        "{said}"
    );
}

#[test]
fn the_bundled_pack_is_what_the_command_makes_today() {
    let text =
        std::fs::read_to_string(root("public/data/online-retail-ii/catalogue.json")).unwrap();
    let bundled: Catalogue = serde_json::from_str(&text).unwrap();
    let mut dataset = dataset(open(&root("data/online_retail_ii.parquet")).unwrap());
    let folder = tempfile::tempdir().unwrap();
    dataset.catalogue.slug.clone_from(&bundled.slug);
    write::write(&dataset, folder.path()).unwrap();
    // Both are read from their text: reading a float may move its last bit.
    let text = std::fs::read_to_string(folder.path().join(write::CATALOGUE)).unwrap();
    let made: Catalogue = serde_json::from_str(&text).unwrap();
    assert_eq!(made.files, bundled.files);
    assert_eq!(made.ledger, bundled.ledger);
    let bytes: u64 = made.files.iter().map(|file| file.bytes).sum();
    assert!(bytes <= 6_000_000, "{bytes} bytes are more than 6 MB");
    let mut parts = Parts::default();
    for file in &made.files {
        let bytes = std::fs::read(folder.path().join(&file.path)).unwrap();
        parts.supply(&file.table, &bytes).unwrap();
    }
    let read = parts.dataset(&made).unwrap().unwrap();
    // Nobody who reads a pack asks for the numbers of orders.
    dataset.orders.id = read.orders.id.clone();
    assert_eq!(read.orders, dataset.orders);
    assert_eq!(read.customers, dataset.customers);
    assert_eq!(read.lines, dataset.lines);
}

/// The page answers the default question from ready-made tables, any other from the lines: both
/// must come from the same sales, in every pack that is shipped.
#[test]
fn ready_made_tables_of_the_bundled_packs_are_those_of_their_lines() {
    let listed = std::fs::read_to_string(root("public/data/index.json")).unwrap();
    let listed: Vec<write::Listed> = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed.len(), 2);
    for pack in listed {
        let folder = root("public/data").join(&pack.slug);
        let text = std::fs::read_to_string(folder.join(write::CATALOGUE)).unwrap();
        let catalogue: Catalogue = serde_json::from_str(&text).unwrap();
        let mut parts = Parts::default();
        for file in &catalogue.files {
            let bytes = std::fs::read(folder.join(&file.path)).unwrap();
            parts.supply(&file.table, &bytes).unwrap();
        }
        let shipped = parts.usual().unwrap();
        let dataset = parts.dataset(&catalogue).unwrap().unwrap();
        let window = Window::usual(&catalogue).unwrap();
        let mut counted = Tables::of(&dataset, &window, None);
        counted.products = counted.products.first(USUAL_PRODUCTS);
        // Not `assert_eq!`: tables of thousands of rows say nothing when printed.
        assert!(shipped.overview == counted.overview, "{}", pack.slug);
        assert!(shipped.customers == counted.customers, "{}", pack.slug);
        assert!(shipped.products == counted.products, "{}", pack.slug);
    }
}
