//! The numbers behind a picture: shown in the visitor's language, downloaded as they are.

use clientele_model::spreadsheet::cell;
use leptos::prelude::*;

use crate::format::Format;
use crate::names::named;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Plain words.
    Words,
    /// Names from the data, shown without shouting, downloaded as they are.
    Name,
    /// A number of things.
    Count,
    /// An amount in the data set's currency.
    Money,
    /// A share between 0 and 1.
    Share,
    /// A relative change; 0.05 is five per cent more.
    Change,
    /// Days.
    Days,
    /// A plain number with that many decimals.
    Number(u8),
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words or a name.
    Words(String),
    /// A number in the unit of its column.
    Value(f64),
    /// There is none.
    Nothing,
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<f64> for Cell {
    fn from(v: f64) -> Self {
        Self::Value(v)
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Self {
        Self::Value(f64::from(n))
    }
}

impl From<u64> for Cell {
    fn from(n: u64) -> Self {
        Self::Value(n as f64)
    }
}

impl From<Option<f64>> for Cell {
    fn from(v: Option<f64>) -> Self {
        v.map_or(Self::Nothing, Self::Value)
    }
}

/// The numbers behind a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    fmt: Format,
    caption: String,
    columns: Vec<(String, Measure)>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table; the first column names the row. No two columns are called the same, in the page or in a
    /// spreadsheet: a later one of the same name has its number behind it.
    pub fn new(
        fmt: &Format,
        caption: &str,
        columns: &[(&str, Measure)],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Self {
        let mut named: Vec<(String, Measure)> = Vec::with_capacity(columns.len());
        for &(name, unit) in columns {
            let is_taken = |name: &str| {
                let name = name.to_lowercase();
                named.iter().any(|(other, _)| other.to_lowercase() == name)
            };
            let numbered = || (2..).map(|at| format!("{name} {at}"));
            let name = match is_taken(name) {
                true => numbered().find(|name| !is_taken(name)),
                false => None,
            }
            .unwrap_or_else(|| name.to_owned());
            named.push((name, unit));
        }
        Self {
            fmt: fmt.clone(),
            caption: caption.to_owned(),
            columns: named,
            rows: rows.into_iter().collect(),
        }
    }

    /// The same, by another caption.
    pub fn called(self, caption: &str) -> Self {
        let caption = caption.to_owned();
        Self { caption, ..self }
    }

    /// What it shows, in a few words.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// The table for a spreadsheet: RFC 4180 with a byte-order mark, raw numbers with their unit in the heading; no words
    /// can be taken for a formula.
    pub fn csv(&self) -> String {
        let heads = self.columns.iter().map(|(name, unit)| {
            let unit = match unit {
                Measure::Money => self.fmt.currency().unwrap_or_default(),
                Measure::Share | Measure::Change => "%",
                Measure::Days => "days",
                Measure::Words | Measure::Name | Measure::Count | Measure::Number(_) => "",
            };
            // Said once: "Days since the last order" needs no more.
            let is_said = name
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case(unit));
            quoted(&if unit.is_empty() || is_said {
                name.clone()
            } else {
                format!("{name} ({unit})")
            })
        });
        let line = |cells: Vec<String>| cells.join(",") + "\r\n";
        let mut out = "\u{feff}".to_owned() + &line(heads.collect());
        for row in &self.rows {
            let cells = row.iter().zip(&self.columns);
            let cells = cells.map(|(cell, (_, unit))| match cell {
                Cell::Words(words) => quoted(words),
                Cell::Value(v) => raw(*v, *unit),
                Cell::Nothing => String::new(),
            });
            out += &line(cells.collect());
        }
        out
    }

    /// A cell in the visitor's language.
    fn words(&self, cell: &Cell, unit: Measure) -> String {
        let fmt = &self.fmt;
        match (cell, unit) {
            (Cell::Nothing, _) => "–".to_owned(),
            (Cell::Words(words), Measure::Name) => named(words),
            (Cell::Words(words), _) => words.clone(),
            (&Cell::Value(v), unit) => match unit {
                Measure::Money => fmt.money_exact(v),
                Measure::Share => fmt.share(v),
                Measure::Change => fmt.change(v),
                Measure::Days => fmt.days(v),
                Measure::Number(decimals) => fmt.number(v, decimals),
                Measure::Count | Measure::Words | Measure::Name => fmt.things(v),
            },
        }
    }

    /// The table as it stands in the page; numbers to the right.
    pub fn shown(&self) -> AnyView {
        let is_words = |unit: Measure| matches!(unit, Measure::Words | Measure::Name);
        let heads = self.columns.iter();
        let heads: Vec<_> = heads
            .map(|(name, unit)| view! { <th scope="col" class:num=!is_words(*unit)>{name.clone()}</th> })
            .collect();
        let row = |row: &Vec<Cell>| {
            let cells = row.iter().zip(&self.columns).enumerate();
            let cells = cells.map(|(i, (cell, (_, unit)))| {
                let words = self.words(cell, *unit);
                if i == 0 {
                    view! { <th scope="row">{words}</th> }.into_any()
                } else {
                    view! { <td class:num=!is_words(*unit)>{words}</td> }.into_any()
                }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        };
        let rows: Vec<_> = self.rows.iter().map(row).collect();
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=self.caption.clone()>
                <table>
                    <caption>{self.caption.clone()}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// A number as a spreadsheet reads it: no more than six decimals, shares and changes in per cent.
fn raw(v: f64, unit: Measure) -> String {
    let v = match unit {
        Measure::Share | Measure::Change => v * 100.0,
        _ => v,
    };
    if v.is_finite() {
        // Adding zero takes the sign from −0.
        ((v * 1e6).round() / 1e6 + 0.0).to_string()
    } else {
        String::new()
    }
}

fn quoted(words: &str) -> String {
    let mut out = String::new();
    cell(&mut out, words);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_made_safe_for_spreadsheets_in_headings_and_rows() {
        let columns = [("a;b", Measure::Words), ("=1", Measure::Count)];
        let rows = [vec!["x;y".into(), "@z".into()]];
        let table = Table::new(&Format::new(""), "", &columns, rows);
        assert_eq!(
            table.csv(),
            "\u{feff}\"a;b\",\"'=1\"\r\n\"x;y\",\"'@z\"\r\n"
        );
    }

    #[test]
    fn no_two_columns_are_called_the_same() {
        let names = ["Period", "Jan", "jan", "Jan", "Jan 2", "", ""];
        let table = Table::new(
            &Format::new(""),
            "",
            &names.map(|name| (name, Measure::Count)),
            [],
        );
        assert_eq!(
            table.csv(),
            "\u{feff}Period,Jan,jan 2,Jan 3,Jan 2 2,,\" 2\"\r\n"
        );
    }

    #[test]
    fn a_download_holds_raw_numbers_and_says_their_unit() {
        let columns = [
            ("Product", Measure::Name),
            ("Net revenue", Measure::Money),
            ("Share", Measure::Share),
            ("Change", Measure::Change),
            ("Last order", Measure::Days),
            ("Days between orders", Measure::Days),
            ("Orders", Measure::Count),
        ];
        let row = vec![
            "PARTY BUNTING".into(),
            9_347_643.450_000_001.into(),
            0.017.into(),
            (-0.27).into(),
            12.5.into(),
            7.0.into(),
            1_234_u32.into(),
        ];
        let none = vec!["".into(), f64::NAN.into(), None.into(), (-1e-9).into()];
        let table = Table::new(&Format::new("gbp"), "", &columns, [row, none]);
        assert_eq!(
            table.csv(),
            "\u{feff}Product,Net revenue (GBP),Share (%),Change (%),Last order (days),Days between orders,Orders\r\n\
             PARTY BUNTING,9347643.45,1.7,-27,12.5,7,1234\r\n,,,0\r\n"
        );
    }
}
