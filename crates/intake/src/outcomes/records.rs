//! The lines of a text of cells: where each cell stands, without a copy of it. Millions of them are read in one go, so it is
//! our own; the `csv` library is its twin in the tests, and what it makes of odd quotes is what is made of them here.

/// A text whose cells are looked at line by line.
pub struct Records<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
    line: u64,
    cells: Vec<Cell>,
    /// Texts of cells with quotes in them.
    written: String,
}

/// Where a cell stands.
#[derive(Clone, Copy)]
struct Cell {
    begin: usize,
    end: usize,
    /// In `written`, not in the text itself.
    is_written: bool,
}

impl<'a> Records<'a> {
    /// Begins at the first line.
    pub fn new(text: &'a str, separator: u8) -> Self {
        Self {
            text,
            separator,
            at: 0,
            line: 1,
            cells: Vec::new(),
            written: String::new(),
        }
    }

    /// Goes on to the next line with something on it. Returns its number, from 1; nothing at the end.
    pub fn step(&mut self) -> Option<u64> {
        let bytes = self.text.as_bytes();
        while let Some(end @ (b'\n' | b'\r')) = bytes.get(self.at) {
            self.end_line(*end);
        }
        if self.is_over() {
            return None;
        }
        self.cells.clear();
        self.written.clear();
        let line = self.line;
        loop {
            let cell = match bytes.get(self.at) {
                Some(b'"') => self.quoted(),
                _ => self.plain(),
            };
            self.cells.push(cell);
            match bytes.get(self.at) {
                Some(end @ (b'\n' | b'\r')) => {
                    self.end_line(*end);
                    return Some(line);
                }
                None => return Some(line),
                Some(_) => self.at += 1,
            }
        }
    }

    /// Whether nothing is left of the text.
    pub fn is_over(&self) -> bool {
        self.at >= self.text.len()
    }

    /// How many cells the line has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// What stands in a cell of the line; empty beyond its end.
    #[inline]
    pub fn get(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| {
            let of = match cell.is_written {
                true => &self.written,
                false => self.text,
            };
            of.get(cell.begin..cell.end).unwrap_or_default()
        })
    }

    fn end_line(&mut self, end: u8) {
        let is_pair = end == b'\r' && self.text.as_bytes().get(self.at + 1) == Some(&b'\n');
        self.at += 1 + usize::from(is_pair);
        self.line += 1;
    }

    /// Up to what ends a cell.
    fn plain(&mut self) -> Cell {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let separator = self.separator;
        let is_end = |byte: &u8| *byte == separator || matches!(byte, b'\n' | b'\r');
        let begin = self.at;
        self.at += rest.iter().position(is_end).unwrap_or(rest.len());
        Cell {
            begin,
            end: self.at,
            is_written: false,
        }
    }

    /// Between quotes: two of them stand for one, and what follows the last one belongs to the cell.
    fn quoted(&mut self) -> Cell {
        let bytes = self.text.as_bytes();
        let written = self.written.len();
        self.at += 1;
        let begin = self.at;
        loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let Some(quote) = rest.iter().position(|byte| *byte == b'"') else {
                // The text ends within the quotes.
                let end = self.text.len();
                return self.quoted_until(begin, end, end, written);
            };
            let quote = self.at + quote;
            match bytes.get(quote + 1) {
                Some(b'"') => {
                    self.pass(self.at, quote + 1);
                    self.at = quote + 2;
                }
                _ => return self.quoted_until(begin, quote, quote + 1, written),
            }
        }
    }

    /// Keeps a piece of a cell that is put together, with what stood before it.
    fn pass(&mut self, from: usize, to: usize) {
        self.written
            .push_str(self.text.get(from..to).unwrap_or_default());
    }

    /// Ends a cell whose quotes end at `end`; `after` is behind them.
    fn quoted_until(&mut self, begin: usize, end: usize, after: usize, written: usize) -> Cell {
        let bytes = self.text.as_bytes();
        let within = bytes.get(begin..end).unwrap_or_default();
        self.line += within.iter().filter(|byte| **byte == b'\n').count() as u64;
        let from = self.at;
        self.at = after;
        let is_apart = match bytes.get(after) {
            None | Some(b'\n' | b'\r') => true,
            Some(next) => *next == self.separator,
        };
        if is_apart && from == begin {
            return Cell {
                begin,
                end,
                is_written: false,
            };
        }
        self.pass(from, end);
        let rest = self.plain();
        self.pass(rest.begin, rest.end);
        Cell {
            begin: written,
            end: self.written.len(),
            is_written: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    use super::*;

    fn own(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut records = Records::new(text, b',');
        let mut all = Vec::new();
        while let Some(line) = records.step() {
            let cells = (0..records.len()).map(|at| records.get(at).to_owned());
            all.push((line, cells.collect()));
        }
        all
    }

    fn twin(text: &str) -> Vec<Vec<String>> {
        let mut reader = ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let records = reader.records().map(Result::unwrap);
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn lines_are_numbered_whatever_ends_them() {
        let text = "a,b\r\n\r\n\r\n1,\"two\nlines\"\n\n,\r3\n";
        let said = own(text);
        let lines: Vec<u64> = said.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 4, 7, 8]);
        assert_eq!(said[1].1, ["1", "two\nlines"]);
    }

    #[test]
    fn cells_are_those_of_the_library_where_quotes_are_odd() {
        for text in [
            "\"a\"\"b\",c",
            "\"a\"b,\"c\"\"",
            "a\"b\",\"\"",
            "\"\"\"\"\n\"",
            "\"a\" ,b\r\n\"x",
            "ß,\"ö\"\"ü\"é\n",
            "\"a\"b\"c,d\"\n",
        ] {
            let own: Vec<_> = own(text).into_iter().map(|(_, cells)| cells).collect();
            assert_eq!(own, twin(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_text_has_the_cells_that_the_library_sees(text in "[ab,\"\r\n ß]{0,40}") {
            let own: Vec<_> = own(&text).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(own, twin(&text));
        }
    }
}
