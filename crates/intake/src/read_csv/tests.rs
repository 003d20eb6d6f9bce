use super::*;
use encoding_rs::WINDOWS_1252;

fn parse(bytes: &[u8]) -> Result<Table, Trouble> {
    read(bytes, "x.csv", Hints::default())
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let columns: Vec<Texts> = table.columns.iter().map(|c| c.texts().unwrap()).collect();
    (0..table.numbers.len())
        .map(|line| columns.iter().map(|c| c.at(line).to_owned()).collect())
        .collect()
}

#[track_caller]
fn check(bytes: &[u8]) {
    let table = parse(bytes).unwrap();
    assert_eq!(table.headings, ["a", "ü"]);
    assert_eq!(cells(&table), [["1", "é, x"], ["2", "y"]]);
    assert_eq!(table.numbers, [2, 3]);
}

#[test]
fn encodings_and_separators_are_recognised() {
    let plain = "a,ü\n1,\"é, x\"\n2,y\n";
    check(plain.as_bytes());
    check(format!("\u{feff}{plain}").as_bytes());
    check("a;ü\r\n1;é, x\r\n2;y".as_bytes());
    check("a\tü\n1\té, x\n2\ty\n\n".as_bytes());
    check(&WINDOWS_1252.encode(plain).0);
    let wide = |bom: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{bom}{plain}")
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    check(&wide("\u{feff}", u16::to_le_bytes));
    check(&wide("\u{feff}", u16::to_be_bytes));
    check(&wide("", u16::to_le_bytes));
}

#[test]
fn mixed_encodings_are_told_apart_value_by_value() {
    let table = parse(b"a\n\xc3\xa9\n\xe9\n").unwrap();
    assert_eq!(cells(&table), [["é"], ["é"]]);
}

#[test]
fn ragged_lines_are_named() {
    let table = parse(b"a,b\n1\n1,2,3\n1,2,\n").unwrap();
    assert_eq!(table.ragged, [(0, 1), (1, 3)]);
}

#[test]
fn what_cannot_be_read_says_so() {
    let say = |bytes: &[u8]| parse(bytes).unwrap_err().to_string();
    assert_eq!(
        say(b""),
        "The file x.csv is empty. Nothing was written; export it again."
    );
    assert_eq!(
        say(b" \n \n"),
        "The file x.csv is empty. Nothing was written; export it again."
    );
    assert_eq!(
        say(b"a,b\n1,2\n3,\"4\n5,6\n7,8\n"),
        "The quotation mark opened on line 3 of x.csv is never closed. Nothing was written; close or remove it, or export the file again."
    );
}

#[test]
fn quotation_marks_inside_a_text_are_part_of_it() {
    let read = |text: &str| cells(&parse(text.as_bytes()).unwrap());
    assert_eq!(
        read("a,b\nShelf 24\" oak,1\nx,2\n"),
        [["Shelf 24\" oak", "1"], ["x", "2"]]
    );
    assert_eq!(
        read("a\tb\n\"A4 paper\t1\nx\t2\n"),
        [["\"A4 paper", "1"], ["x", "2"]]
    );
    assert_eq!(
        read("a,b\n\"Shelf 24\\\" oak\",1\n"),
        [["Shelf 24\" oak", "1"]]
    );
    assert_eq!(read("a,b\n\"x,1\"\ny,2\n"), [["x", "1"], ["y", "2"]]);
}

#[test]
fn headings_that_come_again_are_no_lines() {
    let table = parse("a,b\n1,2\n\u{feff}a,b\n3,4\n,\n".as_bytes()).unwrap();
    assert_eq!(cells(&table), [["1", "2"], ["3", "4"]]);
    assert_eq!(table.numbers, [2, 4]);
    assert_eq!(
        table.said.sentences(),
        ["The headings are repeated on line 3 and were left out there."]
    );
}

#[test]
fn blanks_before_a_quotation_mark_are_no_part_of_the_cell() {
    let table = parse(b"a, \"b\"\n1,  \"x, y\"\n2, \"say \"\"z\"\", w\"\n").unwrap();
    assert_eq!(table.headings, ["a", "b"]);
    assert_eq!(cells(&table), [["1", "x, y"], ["2", "say \"z\", w"]]);
    // A mark that is never closed is part of the text.
    let table = parse(b"a,b\n1, \"x\n2,y\n").unwrap();
    assert_eq!(cells(&table)[1], ["2", "y"]);
}
