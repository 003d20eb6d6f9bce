use clientele_model::opening::ToldColumn;

use super::*;

fn file(name: &str, text: &str) -> File {
    File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn told(kinds: &[(&str, FileKind)]) -> Told {
    let kinds = kinds.iter();
    Told {
        kinds: kinds
            .map(|(name, kind)| ((*name).to_owned(), *kind))
            .collect(),
        ..Told::default()
    }
}

fn sources(files: &[File], told: Told) -> Sources {
    let files = files.iter();
    Sources {
        made: vec![],
        files: files
            .map(|file| Source::new(&file.name, file.bytes.len() as u64, &told))
            .collect(),
        told,
    }
}

fn put(old: Vec<File>, was: Told, new: Vec<File>, is: &Told) -> Result<Together, String> {
    together("Our shop", (&sources(&old, was), old.clone()), (is, new))
}

#[test]
fn a_file_is_kept_in_pieces_and_comes_back_whole() {
    let text = "order_id,order_date\n".repeat(5000).into_bytes();
    for (name, bytes) in [
        ("a.csv", text),
        ("a.csv.gz", gzip(b"order_id", 6)),
        ("empty.csv", vec![]),
    ] {
        let mut source = Source::new(name, bytes.len() as u64, &Told::default());
        let as_is = is_packed(&bytes);
        source.as_is = as_is;
        let kept: Vec<u8> = bytes
            .chunks(30_000)
            .flat_map(|of| piece(of, as_is))
            .collect();
        source.packed = kept.len() as u64;
        assert!(as_is || bytes.is_empty() || kept.len() * 20 < bytes.len());
        let back = unpacked(&source, kept.clone());
        assert_eq!(
            back.map(|file| (file.name, file.bytes)),
            Some((name.to_owned(), bytes))
        );
        // What is cut short or damaged is no file.
        let half = kept.get(..kept.len() / 2).unwrap_or_default().to_vec();
        assert!(kept.is_empty() || unpacked(&source, half.clone()).is_none());
        source.packed = half.len() as u64;
        assert!(kept.is_empty() || unpacked(&source, half).is_none());
    }
}

#[test]
fn files_of_one_name_get_names_of_their_own() {
    let old = vec![file("orders.csv", "1"), file("orders (2).csv", "2")];
    let new = vec![file("orders.csv", "3")];
    let all = put(old, Told::default(), new, &Told::default()).unwrap();
    let names: Vec<&str> = all.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["orders.csv", "orders (2).csv", "orders (3).csv"]);
    let of_sources: Vec<&str> = all.sources.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(of_sources, names);
    let orders = |name: &str| (name.to_owned(), FileKind::Orders);
    let kinds: Vec<_> = names.iter().map(|name| orders(name)).collect();
    assert_eq!(all.told.kinds, kinds);
    assert!(all.said.is_empty());
}

#[test]
fn a_newer_list_takes_the_place_of_an_older_one() {
    let old = vec![
        file("may.csv", "1"),
        file("people.csv", "2"),
        file("goods.csv", "3"),
    ];
    let was = told(&[
        ("people.csv", FileKind::Customers),
        ("goods.csv", FileKind::Products),
    ]);
    let new = vec![file("june.csv", "4"), file("people-june.csv", "5")];
    let is = told(&[("people-june.csv", FileKind::Customers)]);
    let all = put(old, was, new, &is).unwrap();
    let kinds = [
        ("may.csv", FileKind::Orders),
        ("goods.csv", FileKind::Products),
        ("june.csv", FileKind::Orders),
        ("people-june.csv", FileKind::Customers),
    ];
    assert_eq!(all.told.kinds, told(&kinds).kinds);
    assert_eq!(all.said, ["people-june.csv replaced people.csv."]);
}

#[test]
fn what_contradicts_what_was_there_or_brings_nothing_is_refused() {
    let old = || vec![file("may.csv", "1")];
    let say = |was: Told, new: &str, is: &Told| {
        put(old(), was, vec![file("june.csv", new)], is).unwrap_err()
    };
    assert_eq!(
        say(Told::default(), "1", &Told::default()),
        "Our shop already contains june.csv. Nothing was changed; choose the file with the new months."
    );
    let euro = |code: &str| Told {
        currency: Some(code.to_owned()),
        ..Told::default()
    };
    assert_eq!(
        say(euro("EUR"), "2", &euro("GBP")),
        "june.csv and the files of Our shop are not read in the same way: the currency differs. Nothing was changed; have it read the way it was then, or load it as a separate data set."
    );
    let column = |field: Option<&str>| Told {
        columns: vec![ToldColumn {
            column: "Qui".to_owned(),
            field: field.map(str::to_owned),
        }],
        ..Told::default()
    };
    assert_eq!(
        say(column(Some("customer")), "2", &column(None)),
        "june.csv and the files of Our shop are not read in the same way: what the column “Qui” is differs. Nothing was changed; have it read the way it was then, or load it as a separate data set."
    );
    // What only one of them says holds for both.
    let all = put(
        old(),
        column(Some("customer")),
        vec![file("june.csv", "2")],
        &euro("GBP"),
    );
    let told = all.unwrap().told;
    assert_eq!(told.currency.as_deref(), Some("GBP"));
    assert_eq!(told.columns, column(Some("customer")).columns);
}
