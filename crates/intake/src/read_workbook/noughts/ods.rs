//! OpenDocument workbooks: XML in an archive, with styles that have names (OASIS OpenDocument 1.2, part 1).

use std::collections::HashMap;
use std::io::Cursor;

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{Mark, Noughts, place};
use crate::read_workbook::room;
use crate::read_workbook::shown::{Form, Xml};

/// More rows than that has no sheet.
const ROWS: u32 = 1 << 20;
/// More columns than that has no sheet.
const COLUMNS: u32 = 1 << 14;

/// The forms of all sheets; nothing when the file is damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Noughts> {
    let mut file = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut styles = Styles::default();
    // Styles with names stand in a part of their own, those of single cells before the tables.
    if let Some(xml) = Xml::open(&mut file, "styles.xml") {
        styles.read(xml);
    }
    styles.read(Xml::open(&mut file, "content.xml")?);
    if styles.forms.is_empty() {
        return None;
    }
    let mut tables = Tables {
        styles: &styles.of,
        columns: vec![],
        in_row: vec![],
        cell: 0,
        row_style: None,
        row: 0,
        rows: 1,
        room: room::cells(bytes.len()),
        sheets: vec![],
    };
    let mut xml = Xml::open(&mut file, "content.xml")?;
    while let Some(event) = xml.next() {
        match event {
            Event::Start(element) => tables.start(&xml, &element),
            Event::End(element) if element.local_name().as_ref() == b"table-row" => {
                tables.end_row()
            }
            _ => {}
        }
    }
    let sheets = tables.sheets;
    Some(Noughts {
        forms: styles.forms,
        sheets,
    })
}

/// The styles of cells.
#[derive(Default)]
struct Styles {
    forms: Vec<Form>,
    /// By the name of the style, the place of its form.
    of: HashMap<String, Option<u32>>,
}

/// A number style that is being read.
#[derive(Default)]
struct Number {
    name: String,
    /// As Excel writes it; nothing when there is no such form.
    code: Option<String>,
    /// Of numbers that are not below zero, where it is another one.
    positive: Option<String>,
    /// The digits that stand behind the text which is being read.
    behind: Option<usize>,
    /// Texts within the digits, with the digits behind them.
    within: Vec<(usize, String)>,
    digits: usize,
}

impl Styles {
    /// Reads the styles of a part.
    fn read(&mut self, mut xml: Xml<'_>) {
        // By the name of the number style: its format code.
        let mut codes: HashMap<String, Option<String>> = HashMap::new();
        let mut number: Option<Number> = None;
        let mut text: Option<String> = None;
        while let Some(event) = xml.next() {
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    b"number-style" => {
                        number = Some(Number {
                            name: xml.attribute(&element, "name").unwrap_or_default(),
                            code: Some(String::new()),
                            ..Number::default()
                        });
                    }
                    b"style" => self.style(&xml, &element, &codes),
                    // Behind the styles.
                    b"body" => return,
                    name => {
                        let Some(number) = &mut number else { continue };
                        number.start(&xml, &element, name);
                        if matches!(name, b"text" | b"embedded-text") {
                            text = Some(String::new());
                        }
                    }
                },
                Event::Text(read) => {
                    if let Some(text) = &mut text {
                        text.push_str(&read.decode().unwrap_or_default());
                    }
                }
                // A sign that has a name of its own is in no form.
                Event::GeneralRef(_) => {
                    if let Some(number) = &mut number {
                        number.code = None;
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    b"text" | b"embedded-text" => {
                        if let (Some(number), Some(text)) = (&mut number, text.take()) {
                            number.text(text);
                        }
                    }
                    b"number" => {
                        if let Some(number) = &mut number {
                            number.digits();
                        }
                    }
                    b"number-style" => {
                        if let Some(number) = number.take() {
                            let other = number.positive.and_then(|other| codes.get(&other));
                            let code = other.cloned().unwrap_or(number.code);
                            codes.insert(number.name, code);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// A style of cells: its own number style, or that of the style it is made from.
    fn style(
        &mut self,
        xml: &Xml<'_>,
        element: &BytesStart<'_>,
        codes: &HashMap<String, Option<String>>,
    ) {
        if xml.attribute(element, "family").as_deref() != Some("table-cell") {
            return;
        }
        let Some(name) = xml.attribute(element, "name") else {
            return;
        };
        let form = match xml.attribute(element, "data-style-name") {
            Some(of) => {
                let form = codes.get(&of).and_then(Option::as_deref).and_then(Form::of);
                form.and_then(|form| place(&mut self.forms, form))
            }
            None => {
                let parent = xml.attribute(element, "parent-style-name");
                parent.and_then(|parent| *self.of.get(&parent)?)
            }
        };
        self.of.insert(name, form);
    }
}

impl Number {
    fn start(&mut self, xml: &Xml<'_>, element: &BytesStart<'_>, name: &[u8]) {
        match name {
            b"number" => {
                let told = |name: &str| xml.attribute(element, name);
                let digits = told("min-integer-digits").and_then(|digits| digits.parse().ok());
                self.digits = digits.filter(|digits| *digits < 100).unwrap_or_default();
                let is_plain = ["decimal-places", "min-decimal-places"]
                    .into_iter()
                    .all(|name| told(name).is_none_or(|places| places == "0"));
                let is_split = told("grouping").is_some_and(|grouping| grouping == "true");
                if !is_plain || is_split || told("display-factor").is_some() {
                    self.code = None;
                }
            }
            b"embedded-text" => {
                let place = xml.attribute(element, "position");
                self.behind = place.and_then(|place| place.parse().ok());
                if self.behind.is_none() {
                    self.code = None;
                }
            }
            b"map" => {
                let condition = xml.attribute(element, "condition").unwrap_or_default();
                if condition.starts_with("value()>") {
                    self.positive = xml.attribute(element, "apply-style-name");
                }
            }
            // Colours and the like.
            b"text" | b"text-properties" => {}
            _ => self.code = None,
        }
    }

    /// The text of an element has ended.
    fn text(&mut self, text: String) {
        match self.behind.take() {
            Some(behind) => self.within.push((behind, text)),
            None => self.push(&text),
        }
    }

    /// The digits have ended.
    fn digits(&mut self) {
        let within = std::mem::take(&mut self.within);
        for behind in (0..self.digits).rev() {
            self.push_digit();
            for (_, text) in within.iter().filter(|(place, _)| *place == behind) {
                self.push(text);
            }
        }
    }

    fn push_digit(&mut self) {
        if let Some(code) = &mut self.code {
            code.push('0');
        }
    }

    fn push(&mut self, text: &str) {
        for sign in text.chars() {
            if let Some(code) = &mut self.code {
                code.extend(['\\', sign]);
            }
        }
    }
}

/// The tables, cell by cell.
struct Tables<'a> {
    styles: &'a HashMap<String, Option<u32>>,
    /// The forms of the columns of this table, each of those before that one.
    columns: Vec<(u32, Option<u32>)>,
    /// The marked cells of this row: column and form.
    in_row: Vec<(u32, u32)>,
    /// Where the next cell stands.
    cell: u32,
    row_style: Option<Option<u32>>,
    row: u32,
    rows: u32,
    /// How many more cells may be marked.
    room: usize,
    sheets: Vec<Vec<Mark>>,
}

impl Tables<'_> {
    fn start(&mut self, xml: &Xml<'_>, element: &BytesStart<'_>) {
        let told = |name: &str| xml.attribute(element, name);
        let times = |name: &str| told(name).and_then(|told| told.parse().ok()).unwrap_or(1);
        let style = |name: &str| told(name).map(|style| self.styles.get(&style).copied().flatten());
        match element.local_name().as_ref() {
            b"table" if told("name").is_some() => {
                self.sheets.push(vec![]);
                self.columns.clear();
                self.row = 0;
            }
            b"table-column" => {
                let columns = times("number-columns-repeated").min(COLUMNS);
                let form = style("default-cell-style-name").flatten();
                let before = self.columns.last().map_or(0, |(before, _)| *before);
                self.columns.push((before.saturating_add(columns), form));
            }
            b"table-row" => {
                self.rows = times("number-rows-repeated");
                self.row_style = style("default-cell-style-name");
                self.cell = 0;
                self.in_row.clear();
            }
            b"table-cell" | b"covered-table-cell" => {
                let cells = times("number-columns-repeated");
                let first = self.cell;
                self.cell = first.saturating_add(cells).min(COLUMNS);
                if told("value-type").as_deref() != Some("float") {
                    return;
                }
                let own = style("style-name").or(self.row_style);
                for column in first..self.cell {
                    let form = own.unwrap_or_else(|| self.of_column(column));
                    self.in_row.extend(form.map(|form| (column, form)));
                }
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        let end = self.row.saturating_add(self.rows).min(ROWS);
        if let Some(sheet) = self.sheets.last_mut().filter(|_| !self.in_row.is_empty()) {
            for row in self.row..end {
                let Some(room) = self.room.checked_sub(self.in_row.len()) else {
                    break;
                };
                self.room = room;
                let cells = self.in_row.iter();
                sheet.extend(cells.map(|&(column, form)| Mark { row, column, form }));
            }
        }
        self.row = end;
    }

    /// The form of a column's cells without a style of their own.
    fn of_column(&self, column: u32) -> Option<u32> {
        let place = self
            .columns
            .partition_point(|(before, _)| *before <= column);
        self.columns.get(place)?.1
    }
}
