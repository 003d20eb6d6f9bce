//! The spoilt files.

/// Cells of the table: order, day, customer, code, name, pieces, price in cents. Names hold what separators and quotes are made of.
pub(super) const ROWS: [(u32, &str, &str, &str, &str, u32, u32); 8] = [
    (1, "2024-01-28", "ann", "A-1", "Red mug, large", 2, 1250),
    (1, "2024-01-28", "ann", "A-2", "Plate 10\" wide", 1, 995),
    (2, "2024-02-13", "ben", "A-1", "Red mug, large", 1, 1250),
    (3, "2024-02-14", "cid", "A-3", "Cup; saucer", 4, 450),
    (4, "2024-03-01", "ann", "A-4", "O'Neil's tea", 1, 1799),
    (5, "2024-03-02", "dora", "A-5", "Jar | lid", 3, 300),
    (6, "2024-03-03", "eve", "A-6", "Bowl, deep", 1, 2100),
    (7, "2024-03-04", "ben", "A-2", "Plate 10\" wide", 2, 995),
];
const HEADINGS: [&str; 7] = [
    "order_id",
    "order_date",
    "customer_id",
    "sku",
    "product_name",
    "quantity",
    "unit_price",
];

/// How a file is written.
#[derive(Clone)]
pub(super) struct Dialect {
    separator: &'static str,
    quote: Option<char>,
    /// What stands before a quote within quotes.
    escape: char,
    all_quoted: bool,
    end: &'static str,
}

pub(super) const PLAIN: Dialect = Dialect {
    separator: ",",
    quote: Some('"'),
    escape: '"',
    all_quoted: false,
    end: "\n",
};

impl Dialect {
    fn cell(&self, text: &str) -> String {
        let Some(quote) = self.quote else {
            // Nothing can be told apart then.
            return text.replace(self.separator, " ").replace('"', "in");
        };
        let needs = self.all_quoted || text.contains(self.separator) || text.contains(quote);
        match needs {
            true => {
                let inner = text.replace(quote, &format!("{}{quote}", self.escape));
                format!("{quote}{inner}{quote}")
            }
            false => text.to_owned(),
        }
    }

    fn row(&self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
        cells.join(self.separator)
    }

    /// Headings and rows.
    fn rows(&self) -> Vec<String> {
        let headings = HEADINGS.map(str::to_owned);
        let rows = ROWS
            .iter()
            .map(|&(order, day, who, code, name, pieces, cents)| {
                let price = format!("{}.{:02}", cents / 100, cents % 100);
                let cells = [
                    order.to_string(),
                    day.to_owned(),
                    who.to_owned(),
                    code.to_owned(),
                    name.to_owned(),
                    pieces.to_string(),
                    price,
                ];
                self.row(&cells)
            });
        std::iter::once(self.row(&headings)).chain(rows).collect()
    }

    pub(super) fn file(&self) -> String {
        self.rows().join(self.end) + self.end
    }
}

/// A file, and how many of its eight lines can be read.
pub(super) type Spoilt = (String, Vec<u8>, usize);

pub(super) fn dialects() -> Vec<Spoilt> {
    let mut all = vec![];
    for separator in [",", ";", "\t", "|"] {
        for quote in [Some('"'), Some('\''), None] {
            for end in ["\n", "\r\n", "\r"] {
                for all_quoted in [false, true] {
                    for escape in ['"', '\\'] {
                        let escape = if escape == '"' {
                            quote.unwrap_or('"')
                        } else {
                            escape
                        };
                        let dialect = Dialect {
                            separator,
                            quote,
                            escape,
                            all_quoted,
                            end,
                        };
                        let name =
                            format!("{separator:?} {quote:?} {escape:?} {all_quoted} {end:?}");
                        all.push((name, dialect.file().into_bytes(), 8));
                    }
                }
            }
        }
    }
    all
}

pub(super) fn preambles() -> Vec<Spoilt> {
    let file = PLAIN.file();
    let above = [
        "\n",
        "\n\n\n",
        "Sales\n",
        "Sales\n\n",
        "Sales of 2024\nShop: Main\n\n",
        "# exported by the till\n",
        "sep=,\n",
        "\u{feff}",
        "Report,,,,,,\nFrom,2024-01-01,,,,,\n,,,,,,\n",
        "Order,,Customer,Goods,,,\n",
        ",,,,,,\n",
        "A note, with a comma\n",
        "\"A note, with a comma\"\n",
        "1\n2\n3\n",
        "a,b\n",
        " \n",
        "------\n",
        "Table 1: orders\nTable 2: none\n",
        "\r\n",
    ];
    let mut all: Vec<Spoilt> = above
        .iter()
        .map(|above| {
            (
                format!("above {above:?}"),
                format!("{above}{file}").into_bytes(),
                8,
            )
        })
        .collect();
    let below = [
        "\n",
        "\n\n",
        ",,,,,,\n",
        "Total,,,,,15,123.45\n",
        "\nExported on Monday\n",
        "# end\n",
        "\u{1a}",
        "8 lines\n",
        "\nTotal,,,,,15,123.45\n\nNotes: none\n",
    ];
    all.extend(below.iter().map(|below| {
        (
            format!("below {below:?}"),
            format!("{file}{below}").into_bytes(),
            8,
        )
    }));
    all.push((
        "no end of the last line".to_owned(),
        file.trim_end().as_bytes().to_vec(),
        8,
    ));
    all
}

pub(super) fn rows_and_cells() -> Vec<Spoilt> {
    let rows = PLAIN.rows();
    let with = |change: &dyn Fn(usize, &str) -> String| -> Vec<u8> {
        let rows: Vec<String> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| change(at, row))
            .collect();
        (rows.join("\n") + "\n").into_bytes()
    };
    let mut all: Vec<Spoilt> = vec![];
    let mut add =
        |name: &str, bytes: Vec<u8>, lines: usize| all.push((name.to_owned(), bytes, lines));
    add(
        "a separator at the end of every row",
        with(&|_, row| format!("{row},")),
        8,
    );
    add(
        "an empty column in front",
        with(&|_, row| format!(",{row}")),
        8,
    );
    add(
        "numbered rows without a heading",
        with(&|at, row| {
            if at == 0 {
                format!(",{row}")
            } else {
                format!("{at},{row}")
            }
        }),
        8,
    );
    add(
        "a blank line between rows",
        with(&|_, row| format!("{row}\n")),
        8,
    );
    add(
        "headings come again",
        with(&|at, row| {
            if at == 4 {
                format!("{}\n{row}", rows[0])
            } else {
                row.to_owned()
            }
        }),
        8,
    );
    add(
        "blanks around cells",
        with(&|_, row| format!("  {row}  ")),
        8,
    );
    add("a tab at the end", with(&|_, row| format!("{row}\t")), 8);
    add(
        "ends of lines of both kinds",
        with(&|at, row| format!("{row}{}", if at % 2 == 0 { "\r" } else { "" })),
        8,
    );
    add(
        "headings in capitals",
        with(&|at, row| {
            if at == 0 {
                row.to_uppercase()
            } else {
                row.to_owned()
            }
        }),
        8,
    );
    add(
        "headings with blanks",
        with(&|at, row| {
            if at == 0 {
                row.replace('_', " ").replace(',', " , ")
            } else {
                row.to_owned()
            }
        }),
        8,
    );
    add(
        "headings in quotes",
        with(&|at, row| {
            if at == 0 {
                format!("\"{}\"", row.replace(',', "\",\""))
            } else {
                row.to_owned()
            }
        }),
        8,
    );
    for at in 1..=8 {
        let name = |what: &str| format!("{what} in row {at}");
        add(
            &name("a cell too many"),
            with(&|row_at, row| {
                if row_at == at {
                    format!("{row},x")
                } else {
                    row.to_owned()
                }
            }),
            7,
        );
        let less = |row: &str| {
            row.rsplit_once(',')
                .map_or(String::new(), |(front, _)| front.to_owned())
        };
        add(
            &name("a cell too few"),
            with(&|row_at, row| {
                if row_at == at {
                    less(row)
                } else {
                    row.to_owned()
                }
            }),
            7,
        );
    }
    let spaced = Dialect {
        separator: ", ",
        ..PLAIN
    };
    add("a blank behind separators", spaced.file().into_bytes(), 8);
    let breaks = PLAIN.file().replace("Bowl, deep", "Bowl,\ndeep");
    add("a cell of two lines", breaks.into_bytes(), 8);
    let breaks = PLAIN.file().replace("Bowl, deep", "Bowl,\r\n\r\ndeep");
    add("a cell of three lines", breaks.into_bytes(), 8);
    let zeros = PLAIN.file().replace("Jar | lid", "Jar\u{0}lid");
    add("a zero byte", zeros.into_bytes(), 8);
    let bare = PLAIN
        .file()
        .replace("\"Plate 10\"\" wide\"", "Plate 10\" wide");
    add(
        "a quotation mark within a cell without quotes",
        bare.into_bytes(),
        8,
    );
    all
}
