//! The command as its users run it: what it says when something is wrong, word for word, and that
//! it then ends with a code other than zero. Nothing here may panic.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::process::{Command, Output};

#[path = "command/campaigns.rs"]
mod campaigns;
#[path = "command/damaged.rs"]
mod damaged;
#[path = "command/empty.rs"]
mod empty;
#[path = "command/mapping.rs"]
mod mapping;
#[path = "command/mutated.rs"]
mod mutated;
#[path = "command/outcomes.rs"]
mod outcomes;
#[path = "command/plays.rs"]
mod plays;
#[path = "../../analysis/tests/results/truths.rs"]
mod truths;

const HEADINGS: &str = "order_id,date,sku,qty,unit_price,customer_id";
const GOOD: &str = "1,2024-01-01,A,1,2.5,7\n2,2024-01-02,B,1,3,8\n";

/// A folder to work in.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("good.csv", format!("{HEADINGS}\n{GOOD}"));
        desk.put("file", "x");
        desk
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), bytes).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clientele"));
        command.args(arguments).current_dir(self.path());
        command.output().unwrap()
    }

    /// What the command says on the way out, which must be a refusal.
    #[track_caller]
    fn refused(&self, arguments: &[&str], code: i32, sentence: &str) {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().next(), Some(sentence), "{arguments:?}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }

    /// Notices and answer of a question, which must have one.
    #[track_caller]
    fn answered(&self, arguments: &[&str]) -> (String, String) {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {said}");
        (said, String::from_utf8(output.stdout).unwrap())
    }
}

#[test]
fn help_lists_every_panel_every_parameter_and_every_selection() {
    let (_, help) = Desk::new().answered(&["ask", "--help"]);
    let row = |line: &str| {
        let found = help.lines().any(|known| known == line);
        assert!(found, "“{line}” does not stand in\n{help}");
    };
    row("Questions, each with the parameters of its own:");
    row("  /segments           Who are the customers?");
    row("  /products           Which products matter, and how steadily do they sell?");
    row("      by=             \"units\" or \"margin\" ranks products by it instead of revenue.");
    row("  /recommend          What should be offered?");
    row("      product=        To go with this product, by its code.");
    row("Parameters of every question, as in '/segments?country=France&k=5':");
    row("  country=            Only orders from these countries; repeat the key for more.");
    row("  seed=               The seed of everything random.");
    row("  band.recency.30..90");
    for panel in clientele_model::link::Panel::ALL {
        assert!(
            help.contains(&format!("\n  /{} ", panel.key())),
            "{panel:?}"
        );
    }
    for param in clientele_model::filters::FILTERS {
        assert!(
            help.contains(&format!("\n  {}= ", param.key)),
            "{}",
            param.key
        );
    }
    for form in clientele_model::selection::FORMS {
        assert!(
            help.contains(&format!("\n  {}\n", form.example)),
            "{}",
            form.word
        );
    }
}

#[test]
fn files_that_are_no_order_lines_are_refused() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("folder")).unwrap();
    let check = |name: &str, sentence: &str| {
        desk.refused(&["pack", name, "--out", "out"], 1, sentence);
        assert!(!desk.path().join("out").exists(), "{name}");
    };
    let made = |name: &str, bytes: &[u8], sentence: &str| {
        desk.put(name, bytes);
        check(name, sentence);
    };
    check(
        "missing.csv",
        "The file missing.csv cannot be read (there is no such file or folder). Nothing was written; check its name and permissions.",
    );
    check(
        "folder",
        "The file folder cannot be read (it is a folder). Nothing was written; check its name and permissions.",
    );
    let empty = |name| format!("The file {name} is empty. Nothing was written; export it again.");
    made("empty.csv", b"", &empty("empty.csv"));
    made("blank.csv", b"\n \n", &empty("blank.csv"));
    made(
        "headings.csv",
        HEADINGS.as_bytes(),
        "The file headings.csv has headings but no lines. Nothing was written; export it again.",
    );
    let kind = |name: &str, what: &str| {
        format!(
            "The file {name} is {what}, which is not supported. Nothing was written; save it as CSV or Parquet."
        )
    };
    made(
        "elf",
        b"\x7fELF\0\0\0\0\0\0\0\0",
        &kind("elf", "a binary file"),
    );
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06";
    made("picture.csv", png, &kind("picture.csv", "a binary file"));
    let junk: Vec<u8> = (0..9000u32).map(|at| ((at * at * 31) >> 7) as u8).collect();
    made("junk.csv", &junk, &kind("junk.csv", "a binary file"));
    made(
        "orders.json",
        b"[{\"id\": 1}]",
        &kind("orders.json", "JSON"),
    );
    made(
        "orders.xlsx",
        b"PK\x03\x04....",
        "The file orders.xlsx is not a complete workbook: it was cut off or damaged. Nothing was written; copy or export it again.",
    );
    made(
        "saved.csv",
        b"<!DOCTYPE html>\n<p>Please log in</p>\n",
        &kind("saved.csv", "a web page or XML"),
    );
    made(
        "mixed.csv",
        format!("{HEADINGS}\n1;2024-01-01;A;1;2.5;7\n").as_bytes(),
        "The only line of mixed.csv cannot be read; line 2: it has 1 value where the headings are 6. Nothing was written; say with --map which column is which.",
    );
    made(
        "huge.csv",
        format!("{HEADINGS}\n1,2024-01-01,A,1e300,1,7\n2,2024-01-01,A,1,1e300,7\n").as_bytes(),
        "None of the 2 lines of huge.csv can be read; line 2: the quantity “1e300” is too large. Nothing was written; say with --map which column is which.",
    );
    made(
        "soon.csv",
        format!("{HEADINGS}\n1,soon,A,1,1,7\n").as_bytes(),
        "Column “date” of soon.csv should be the time, but it holds text such as “soon”. Nothing was written; choose another column with --map time=COLUMN.",
    );
    made(
        "free.csv",
        format!("{HEADINGS}\n1,2024-01-01,A,1,0,7\n").as_bytes(),
        "No line of free.csv is a sale: the only one does not have a quantity and a price above zero. Nothing was written; say with --map which columns hold quantity and price.",
    );
}

#[test]
fn arguments_that_cannot_be_used_say_what_would_do() {
    let desk = Desk::new();
    let check = |more: &[&str], code: i32, sentence: &str| {
        let all = [&["pack", "good.csv", "--out", "out"], more].concat();
        desk.refused(&all, code, sentence);
        assert!(!desk.path().join("out").exists(), "{more:?}");
    };
    check(
        &["--map", "price"],
        2,
        "error: invalid value 'price' for '--map <FIELD=COLUMN>': “price” is not FIELD=COLUMN, for example order=InvoiceNo",
    );
    check(
        &["--map", "price=Prix"],
        1,
        "--map price=Prix names a column that good.csv does not have. Nothing was written; its columns are: order_id, date, sku, qty, unit_price, customer_id.",
    );
    check(
        &["--map", "price=qty", "--map", "price=unit_price"],
        1,
        "--map names two columns for price: qty and unit_price. Nothing was written; keep one of them (only discount may have several, which are added up).",
    );
    check(
        &["--map", "price=sku", "--map", "product=sku"],
        1,
        "Column “sku” of good.csv should be the unit price, but it holds text such as “A”. Nothing was written; choose another column with --map price=COLUMN.",
    );
    check(
        &["--customers", "nobody.csv"],
        1,
        "The file nobody.csv cannot be read (there is no such file or folder). Nothing was written; check its name and permissions.",
    );
    check(
        &["./good.csv"],
        1,
        "The file good.csv is given twice. Nothing was written; name each file once, or its orders would count twice.",
    );
    check(
        &["--dates", "myd"],
        2,
        "error: invalid value 'myd' for '--dates <ORDER>': choose dmy (day first), mdy (month first) or ymd (year first)",
    );
    check(
        &["--day-one", "1.1.2016"],
        2,
        "error: invalid value '1.1.2016' for '--day-one <DATE>': a day is written YYYY-MM-DD",
    );
    check(
        &["--currency", "€"],
        2,
        "error: invalid value '€' for '--currency <CURRENCY>': a currency is written as three letters, such as EUR",
    );
    check(
        &["--slug", "my shop"],
        2,
        "error: invalid value 'my shop' for '--slug <SLUG>': a name in links has up to 64 letters (a to z), digits, - and _",
    );
    check(
        &["--slug", "shop", "--index"],
        1,
        "The page looks for “shop” in a folder of that name, but the folder is called “out”. Nothing was written; end --out in shop, or leave --index out.",
    );
}

#[test]
fn folders_that_cannot_be_written_are_named() {
    let desk = Desk::new();
    for command in [
        &["pack", "good.csv"][..],
        &[
            "synth",
            "--customers",
            "9",
            "--products",
            "8",
            "--lines",
            "50",
        ],
    ] {
        desk.refused(
            &[command, &["--out", "file/below"]].concat(),
            1,
            "file/below/customers.arrow cannot be written (a file stands where a folder should be). The pack is not complete; free some space or choose another folder with --out.",
        );
    }
    desk.refused(
        &["synth", "--out", "out", "--customers", "many"],
        2,
        "error: invalid value 'many' for '--customers <COUNT>': give a whole number from 1 to 5000000",
    );
}

#[test]
fn questions_that_cannot_be_answered_say_why() {
    let desk = Desk::new();
    let (said, _) = desk.answered(&["pack", "good.csv", "--out", "shop"]);
    assert!(
        said.starts_with(
            "shop: 2 lines read, 2 orders, 2 customers, 2 products, 2024-01-01 to 2024-01-02.\n"
        ),
        "{said}"
    );
    let check = |pack: &str, question: &str, code: i32, sentence: &str| {
        desk.refused(&["ask", pack, question], code, sentence);
    };
    for pack in ["nowhere", "file"] {
        check(
            pack,
            "/overview",
            1,
            &format!(
                "There is no pack in {pack}: it has no catalogue.json. Make one with “clientele pack FILE --out {pack}”."
            ),
        );
    }
    check(
        "shop",
        "/kings",
        2,
        "There is no panel “kings”. Ask /overview, /segments, /customer, /audiences, /playbook, /products, /baskets, /recommend, /experiments/plan, /experiments/result, /experiments/split, /data, /audience, /export, /audience-file or /values.",
    );
    let of = "This question needs a readable of=…, for example of=rfm.champions.";
    check("shop", "/audience", 2, of);
    check("shop", "/export?of=x", 2, of);
    check(
        "shop",
        "/segments",
        1,
        "Groups need at least 30 customers, and these filters leave 2. Widen the period or remove a filter.",
    );
    check(
        "shop",
        "/overview?from=2030-01-01",
        1,
        "There are no sales from 1 Jan 2030 on: the data run from 1 Jan 2024 to 2 Jan 2024. Choose days within that.",
    );
    check(
        "shop",
        "/overview?country=Atlantis",
        1,
        "This data set has no country, so the filter on it cannot be used. Remove it.",
    );
    std::fs::remove_dir_all(desk.path().join("shop/usual")).unwrap();
    check(
        "shop",
        "/overview",
        1,
        "The file usual/customers.arrow is damaged or incomplete (there is no such file or folder). What is on the page is kept; reload, or make the pack again.",
    );
    std::fs::remove_file(desk.path().join("shop/lines.arrow")).unwrap();
    check(
        "shop",
        "/overview?against=none&returns=off",
        1,
        "The file lines.arrow is damaged or incomplete (there is no such file or folder). What is on the page is kept; reload, or make the pack again.",
    );
    desk.put("shop/catalogue.json", "{");
    check(
        "shop",
        "/data",
        1,
        "The catalogue of this data set cannot be read (EOF while parsing an object at line 1 column 1). Nothing was loaded; make the pack again with “clientele pack”.",
    );
}

#[test]
fn parts_of_a_link_that_cannot_be_used_are_named_beside_the_answer() {
    let desk = Desk::new();
    let table = format!("{HEADINGS},country\n1,2024-01-01,A,1,2.5,7,France\n");
    desk.put("france.csv", table);
    desk.answered(&["pack", "france.csv", "--out", "shop"]);
    let ask = |question: &str| desk.answered(&["ask", "shop", question, "--text"]);
    let (said, _) = ask("/overview?%zz=%%&last=0");
    assert_eq!(
        said,
        "Part of this link is not known here (“%zz=%%”) and was left out; everything else applies.\n\
         Part of this link could not be read (“last=0”) and was left at its default; choose it again above.\n"
    );
    let (said, answer) = ask("/overview?country=Atlantis&country=France");
    assert_eq!(said, "");
    assert!(
        answer.contains(
            "\n“Atlantis” is not a country of this data set and was left out of the filter.\n"
        ),
        "{answer}"
    );
    let (said, _) = ask("https://example.com/?panel=overview&data=other");
    assert_eq!(
        said,
        "The question names the data set “other”, but this pack is “shop”, so the answer is about “shop”.\n"
    );
    desk.refused(
        &["ask", "shop", "/overview?country=Atlantis"],
        1,
        "“Atlantis” is not a country of this data set, so no sale matches. Remove it from the filters.",
    );
}
