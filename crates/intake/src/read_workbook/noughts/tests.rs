use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::read_workbook::{Book, Value, read};

/// Made by other programs: `tests/workbooks/make.py`.
const XLS: &[u8] = include_bytes!("../../../tests/workbooks/noughts.xls");
const ODS: &[u8] = include_bytes!("../../../tests/workbooks/noughts.ods");

/// The rows of the first sheet that is seen, each with its number from 0 and what its cells say.
fn rows(bytes: &[u8], kind: Kind) -> Vec<String> {
    let book = read(bytes.to_vec(), kind, "x").unwrap();
    said(&book)
}

fn said(book: &Book) -> Vec<String> {
    let mut rows: Vec<(u32, String)> = vec![];
    for cell in &book.sheets[0].cells {
        let value = match cell.value {
            Value::Text(code) => book.texts.value(code).to_owned(),
            Value::Number(number) => format!("={number}"),
            Value::Time(minutes) => format!("@{minutes}"),
            Value::Unworked => "?".to_owned(),
        };
        match rows.last_mut() {
            Some((row, said)) if *row == cell.row => *said += &format!(" {value}"),
            _ => rows.push((cell.row, value)),
        }
    }
    rows.iter()
        .map(|(row, said)| format!("{row}: {said}"))
        .collect()
}

#[test]
fn old_workbooks_show_their_noughts() {
    assert_eq!(
        rows(XLS, Kind::Xls),
        [
            "2: Order Customer Price Pieces Date",
            "3: 00007 K-0042 =2.5 =3 @27980640",
            "4: =123456 K-1042 =10 =7 @27982080",
            "5: =7.5 =-7",
            "6: 0012345678901",
        ]
    );
}

#[test]
fn open_document_workbooks_show_their_noughts() {
    assert_eq!(
        rows(ODS, Kind::Ods),
        [
            "2: Order Customer Price Pieces",
            "3: 00007 K-0042 =2.5 =3",
            "4: =123456 K-1042 =10 007",
            "5: =7.5 =-7 008 008",
            "6: =7.5 =-7 008 008",
        ]
    );
}

/// A part of a binary workbook: records of a kind and their bytes.
fn records(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut part = vec![];
    for (kind, data) in records {
        match kind {
            0..0x80 => part.push(*kind as u8),
            _ => part.extend([*kind as u8 | 0x80, (*kind >> 7) as u8]),
        }
        let length = data.len();
        assert!(length < 0x4000);
        match length {
            0..0x80 => part.push(length as u8),
            _ => part.extend([length as u8 | 0x80, (length >> 7) as u8]),
        }
        part.extend(data);
    }
    part
}

fn text(text: &str) -> Vec<u8> {
    let letters: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (letters.len() as u32).to_le_bytes().to_vec();
    bytes.extend(letters.iter().flat_map(|letter| letter.to_le_bytes()));
    bytes
}

/// A cell: its column, its style and what it holds.
fn cell(column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    [&column.to_le_bytes(), &style.to_le_bytes(), value].concat()
}

fn xlsb(formats: &[&str], sheet: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let style = |format: u16| {
        let mut data = vec![0; 16];
        data[2..4].copy_from_slice(&format.to_le_bytes());
        (0x2F, data)
    };
    let mut styles = vec![(0x267, (formats.len() as u32).to_le_bytes().to_vec())];
    for (format, code) in (164_u16..).zip(formats) {
        styles.push((0x2C, [&format.to_le_bytes()[..], &text(code)].concat()));
    }
    // Styles of names have forms of their own, which no cell has.
    styles.extend([
        (0x268, vec![]),
        (0x272, vec![1, 0, 0, 0]),
        style(164),
        (0x273, vec![]),
    ]);
    styles.push((0x269, (formats.len() as u32 + 1).to_le_bytes().to_vec()));
    styles.push(style(0));
    styles.extend((164..).take(formats.len()).map(style));
    styles.push((0x26A, vec![]));

    let bundle = [&[0; 4][..], &[1, 0, 0, 0], &text("r1"), &text("Orders")].concat();
    let mut cells = vec![(0x81, vec![]), (0x94, vec![0; 16]), (0x91, vec![])];
    cells.extend(sheet.iter().cloned());
    cells.extend([(0x92, vec![]), (0x82, vec![])]);
    let parts = [
        ("xl/workbook.bin", records(&[(0x99, vec![0; 4]), (0x9C, bundle), (0x90, vec![]), (0x84, vec![])])),
        (
            "xl/_rels/workbook.bin.rels",
            br#"<Relationships><Relationship Id="r1" Type="x" Target="worksheets/sheet1.bin"/></Relationships>"#.to_vec(),
        ),
        ("xl/styles.bin", records(&styles)),
        ("xl/worksheets/sheet1.bin", records(&cells)),
    ];
    let mut file = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all(&bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn binary_workbooks_show_their_noughts() {
    let whole = |number: i32| ((number << 2) | 2).to_le_bytes();
    let row = |row: u32| (0x00, [&row.to_le_bytes()[..], &[0; 9]].concat());
    // A text of more bytes than are looked at does not lose the place of what follows.
    let long = "x".repeat(3000);
    let sheet = [
        row(2),
        (0x02, cell(1, 1, &whole(7))),
        (0x02, cell(2, 2, &whole(42))),
        (0x05, cell(3, 1, &7.5_f64.to_le_bytes())),
        (0x06, cell(4, 1, &text(&long))),
        row(5),
        // What a formula comes to; a style that other bits stand beside; a style that is not there.
        (
            0x09,
            cell(1, 1, &[&8.0_f64.to_le_bytes()[..], &[0; 10]].concat()),
        ),
        (0x02, cell(2, 2 | 0x0100_0000, &whole(1042))),
        (0x02, cell(3, 0, &whole(7))),
        (0x02, cell(4, 3, &whole(7))),
    ];
    let bytes = xlsb(&["00000", "\"K-\"0000", "0.00"], &sheet);
    assert_eq!(
        rows(&bytes, Kind::Xlsb),
        [
            format!("2: 00007 K-0042 =7.5 {long}"),
            "5: 00008 K-1042 =7 =7".to_owned(),
        ]
    );
}

#[test]
fn damaged_workbooks_have_no_forms_and_end_nothing() {
    for (bytes, kind) in [(XLS, Kind::Xls), (ODS, Kind::Ods)] {
        assert!(!Noughts::of(bytes, kind).forms.is_empty());
        for length in (0..bytes.len()).step_by(37) {
            Noughts::of(&bytes[..length], kind);
        }
        let mut seed = 1_u32;
        for _ in 0..2000 {
            let mut bytes = bytes.to_vec();
            for _ in 0..4 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (seed >> 8) as usize % bytes.len();
                bytes[at] = seed as u8;
            }
            Noughts::of(&bytes, kind);
        }
    }
}

/// A record of an old workbook.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = data.len() as u16;
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// A compound file with one short stream, in small sectors whose order is turned round.
fn short(name: &str, stream: &[u8]) -> Vec<u8> {
    assert!(stream.len() > 64 && stream.len() <= 512);
    let mut file = vec![0; 6 * 512];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    let mut number = |at: usize, number: u32| put(at, &number.to_le_bytes());
    let sector = |sector: usize| 512 * (sector + 1);
    const END: u32 = 0xFFFF_FFFE;
    // Where the folder, the chains of small sectors and more tables are; the one table is in sector 0.
    for (at, told) in [(48, 1), (60, 2), (64, 1), (68, END)] {
        number(at, told);
    }
    (0..109).for_each(|table| number(76 + 4 * table, if table == 0 { 0 } else { u32::MAX }));
    for (at, next) in [0xFFFF_FFFD, END, END, 4, END].into_iter().enumerate() {
        number(sector(0) + 4 * at, next);
    }
    // Small sectors: the last one first.
    let parts: Vec<&[u8]> = stream.chunks(64).collect();
    for at in 0..parts.len() {
        let next = if at == 0 { END } else { at as u32 - 1 };
        number(sector(2) + 4 * at, next);
    }
    number(sector(1) + 116, 3);
    number(sector(1) + 120, 1024);
    number(sector(1) + 128 + 116, parts.len() as u32 - 1);
    number(sector(1) + 128 + 120, stream.len() as u32);
    let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    put(sector(1) + 128, &letters);
    for (at, part) in parts.iter().rev().enumerate() {
        put(sector(3) + 64 * at, part);
    }
    put(30, &[9, 0, 6, 0]);
    file
}

#[test]
fn short_workbooks_and_those_of_1993_have_forms() {
    // Formats and names of 1997 are told in letters of one byte or two, those of 1993 in bytes.
    let narrow = [&[164, 0, 3, 0, 0][..], b"000"].concat();
    let two_bytes = [164, 0, 3, 0, 1, b'0', 0, b'0', 0, b'0', 0].to_vec();
    let bytes = [&[164, 0, 3][..], b"000"].concat();
    for (version, format, name) in [
        (0x0600_u16, &narrow, "Workbook"),
        (0x0600, &two_bytes, "Workbook"),
        (0x0500, &bytes, "Book"),
    ] {
        let globals = |place: u32| {
            let mut all = record(0x0809, &version.to_le_bytes());
            all.extend(record(0x041E, format));
            all.extend(record(0x00E0, &[0; 20]));
            all.extend(record(0x00E0, &[0, 0, 164, 0]));
            all.extend(record(
                0x0085,
                &[&place.to_le_bytes()[..], &[0; 4]].concat(),
            ));
            all.extend(record(0x000A, &[]));
            all
        };
        let mut stream = globals(globals(0).len() as u32);
        // A row of two numbers, the second with the form, and one alone.
        let row = [2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0];
        stream.extend(record(0x00BD, &row));
        stream.extend(record(0x027E, &[5, 0, 1, 0, 1, 0, 0, 0, 0, 0]));
        stream.extend(record(0x000A, &[]));
        let noughts = Noughts::of(&short(name, &stream), Kind::Xls);
        let marks = [(2, 4), (5, 1)].map(|(row, column)| Mark {
            row,
            column,
            form: 0,
        });
        assert_eq!(noughts.sheets, [marks.to_vec()], "{version:x} {name}");
        let mut sheet = noughts.sheet(0);
        assert_eq!(sheet.show(2, 3, 7.0), None);
        assert_eq!(sheet.show(2, 4, 7.0), Some("007".to_owned()));
        assert_eq!(sheet.show(5, 1, 70.0), Some("070".to_owned()));
        assert_eq!(sheet.show(5, 2, 7.0), None);
    }
}
