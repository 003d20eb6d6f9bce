//! What the cells of an Excel workbook show beside their values: noughts in front of numbers. And where the cells
//! stand, for those whose errors are younger than the reader's list.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

/// A number format of noughts and signs between them, such as `00000` or `"K-"000-000`: a digit each where nothing
/// stands, else the sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form(Vec<Option<char>>);

impl Form {
    /// The form that a format code gives to numbers above zero; nothing when it is of another kind.
    pub(super) fn of(code: &str) -> Option<Self> {
        let mut signs = vec![];
        let mut rest = code.chars();
        while let Some(sign) = rest.next() {
            match sign {
                ';' => break,
                '0' => signs.push(None),
                '-' | ' ' => signs.push(Some(sign)),
                '\\' => signs.push(Some(rest.next()?)),
                '"' => signs.extend(rest.by_ref().take_while(|&c| c != '"').map(Some)),
                // A language is no sign of its own.
                '[' if rest.clone().next() == Some('$') => {
                    let inner: String = rest.by_ref().take_while(|&c| c != ']').collect();
                    if !inner.starts_with("$-") {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        let digits = signs.iter().filter(|sign| sign.is_none()).count();
        (digits > 1).then_some(Self(signs))
    }

    /// What a cell with this number shows, where that is not the number as it is written anyway.
    pub(super) fn show(&self, number: f64) -> Option<String> {
        if number.fract() != 0.0 || !(0.0..1e15).contains(&number) {
            return None;
        }
        let wide = self.0.iter().filter(|sign| sign.is_none()).count();
        let plain = (number as u64).to_string();
        let digits = format!("{plain:0>wide$}");
        // More digits than noughts all stand at the first.
        let (first, others) = digits.split_at(digits.len() - wide + 1);
        let mut others = others.chars();
        let mut first = Some(first);
        let mut shown = String::new();
        for sign in &self.0 {
            match (sign, first) {
                (Some(sign), _) => shown.push(*sign),
                (None, Some(digits)) => {
                    shown.push_str(digits);
                    first = None;
                }
                (None, None) => shown.extend(others.next()),
            }
        }
        (shown != plain).then_some(shown)
    }
}

/// The forms of a workbook's cells, and its sheets.
pub(super) struct Shown<'a> {
    file: ZipArchive<Cursor<&'a [u8]>>,
    /// By the number of the style.
    forms: Vec<Option<Form>>,
    /// Where in the archive a sheet of that name is.
    sheets: HashMap<String, String>,
}

/// The cells of a sheet, one by one, as the reader meets them.
pub(super) struct Marks<'a> {
    xml: Xml<'a>,
    forms: &'a [Option<Form>],
    row: u32,
    column: u32,
}

/// A cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// What numbers look like in it, where that is told.
    pub form: Option<&'a Form>,
}

impl<'a> Shown<'a> {
    /// Reads what stands beside the sheets; nothing when that is not as Excel has it.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut file = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let parts = parts(&mut file, "xl/_rels/workbook.xml.rels")?;
        let mut sheets = HashMap::new();
        Xml::open(&mut file, "xl/workbook.xml")?.each(&mut |xml, name, element| {
            if name == b"sheet" {
                let part = xml.attribute(element, "id");
                let part = part.and_then(|id| parts.get(&id).cloned());
                sheets.extend(xml.attribute(element, "name").zip(part));
            }
        });
        let forms = forms(&mut file).unwrap_or_default();
        Some(Self {
            file,
            forms,
            sheets,
        })
    }

    /// Whether any style has a form.
    pub(super) fn has_forms(&self) -> bool {
        self.forms.iter().any(Option::is_some)
    }

    /// The cells of a sheet.
    pub(super) fn sheet(&mut self, name: &str) -> Option<Marks<'_>> {
        let place = self.sheets.get(name)?;
        Some(Marks {
            xml: Xml::open(&mut self.file, place)?,
            forms: &self.forms,
            row: 0,
            column: 0,
        })
    }
}

/// Where in the archive the parts of a workbook are, by the names that it has for them in `list`.
pub(super) fn parts(
    file: &mut ZipArchive<Cursor<&[u8]>>,
    list: &str,
) -> Option<HashMap<String, String>> {
    let mut parts = HashMap::new();
    Xml::open(file, list)?.each(&mut |xml, name, element| {
        if name == b"Relationship" {
            let part = xml.attribute(element, "Target").map(|part| {
                let inside = part.strip_prefix('/').map(str::to_owned);
                inside.unwrap_or_else(|| format!("xl/{part}"))
            });
            parts.extend(xml.attribute(element, "Id").zip(part));
        }
    });
    Some(parts)
}

/// How a part's name is written in the archive: some programs write other signs between folders, and other letters.
pub(super) fn real_name(file: &ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let same = |known: &&str| known.replace('\\', "/").eq_ignore_ascii_case(name);
    file.file_names().find(same).map(str::to_owned)
}

/// The forms of the styles, in their order.
fn forms(file: &mut ZipArchive<Cursor<&[u8]>>) -> Option<Vec<Option<Form>>> {
    let mut codes = HashMap::new();
    let (mut forms, mut of_cells) = (vec![], false);
    Xml::open(file, "xl/styles.xml")?.each(&mut |xml, name, element| match name {
        b"numFmt" => {
            let id = xml.attribute(element, "numFmtId");
            codes.extend(id.zip(xml.attribute(element, "formatCode")));
        }
        b"cellStyleXfs" | b"cellStyles" => of_cells = false,
        b"cellXfs" => of_cells = true,
        b"xf" if of_cells => {
            let id = xml.attribute(element, "numFmtId");
            let code = id.and_then(|id| codes.get(&id));
            forms.push(code.and_then(|code| Form::of(code)));
        }
        _ => {}
    });
    Some(forms)
}

impl<'a> Marks<'a> {
    /// The next cell; nothing behind the last.
    pub(super) fn next(&mut self) -> Option<Mark<'a>> {
        loop {
            match self.xml.next()? {
                Event::Start(e) if e.local_name().as_ref() == b"row" => {
                    if let Some(row) = self.xml.attribute(&e, "r") {
                        self.row = row.parse::<u32>().ok()?.checked_sub(1)?;
                    }
                    self.column = 0;
                }
                Event::End(e) if e.local_name().as_ref() == b"row" => self.row += 1,
                Event::Start(e) if e.local_name().as_ref() == b"c" => {
                    if let Some(place) = self.xml.attribute(&e, "r") {
                        self.column = column(&place)?;
                    }
                    let style = self.xml.attribute(&e, "s");
                    let style = style.and_then(|style| style.parse::<usize>().ok());
                    let mark = Mark {
                        row: self.row,
                        column: self.column,
                        form: style.and_then(|style| self.forms.get(style)?.as_ref()),
                    };
                    self.column += 1;
                    return Some(mark);
                }
                _ => {}
            }
        }
    }
}

/// The column of a place such as `AB12`, from 0.
fn column(place: &str) -> Option<u32> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.fold(0_u32, |column, letter| {
        let letter = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column.saturating_mul(26).saturating_add(letter)
    });
    column.checked_sub(1)
}

/// A part of the archive.
pub(super) struct Xml<'a> {
    reader: Reader<Box<dyn BufRead + 'a>>,
    buffer: Vec<u8>,
}

impl<'a> Xml<'a> {
    pub(super) fn open(file: &'a mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Self> {
        let known = real_name(file, name)?;
        let part = BufReader::new(file.by_name(&known).ok()?);
        let mut reader = Reader::from_reader(Box::new(part) as Box<dyn BufRead + 'a>);
        // As the reader of cells does.
        reader.config_mut().check_end_names = false;
        reader.config_mut().expand_empty_elements = true;
        Some(Self {
            reader,
            buffer: vec![],
        })
    }

    /// The next thing in it; nothing at its end, or where it is damaged.
    pub(super) fn next(&mut self) -> Option<Event<'static>> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) | Err(_) => None,
            Ok(event) => Some(event.into_owned()),
        }
    }

    /// Shows every element, with its name.
    pub(super) fn each(mut self, show: &mut dyn FnMut(&Self, &[u8], &BytesStart<'_>)) {
        while let Some(event) = self.next() {
            if let Event::Start(element) = event {
                show(&self, element.local_name().as_ref(), &element);
            }
        }
    }

    pub(super) fn attribute(&self, element: &BytesStart<'_>, name: &str) -> Option<String> {
        let mut all = element.attributes();
        let all = all.with_checks(false).flatten();
        let mut of_name =
            all.filter(|attribute| attribute.key.local_name().as_ref() == name.as_bytes());
        let decoder = self.reader.decoder();
        let value = of_name
            .next()?
            .decoded_and_normalized_value(XmlVersion::Implicit1_0, decoder);
        Some(value.ok()?.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(code: &str, number: f64, expected: &str) {
        let form = Form::of(code).unwrap();
        let shown = form.show(number).unwrap_or_else(|| number.to_string());
        assert_eq!(shown, expected, "{code}");
    }

    #[test]
    fn noughts_stand_in_front_of_numbers() {
        shows("00000", 7.0, "00007");
        shows("00000", 123_456.0, "123456");
        shows("00000;-00000;@", 0.0, "00000");
        shows("000-00-0000", 12_345_678.0, "012-34-5678");
        shows("000-000", 1_234_567.0, "1234-567");
        shows("\"K-\"0000", 42.0, "K-0042");
        shows("\\K0000", 42.0, "K0042");
        shows("[$-409]00000", 7.0, "00007");
        shows("00000", 7.5, "7.5");
        shows("00000", -7.0, "-7");
    }

    #[test]
    fn other_formats_change_no_number() {
        for code in [
            "General", "0", "0.00", "#,##0", "0000.0", "0%", "[>99]000", "[Red]00", "00:00",
        ] {
            assert_eq!(Form::of(code), None, "{code}");
        }
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            ["A1", "Z9", "AA10", "xfd1", "7"].map(column),
            [Some(0), Some(25), Some(26), Some(16_383), None]
        );
    }
}
