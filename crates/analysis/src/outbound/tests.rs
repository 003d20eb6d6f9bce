//! Files as a whole: every destination, what is said of them, and the way back.

mod back;
mod said;

use clientele_model::outbound::{AudienceFileReport, Choices, Destination, Fate, Field};

use super::*;

/// People made up for a test.
#[derive(Clone, Default)]
struct Few {
    rows: Vec<Row>,
    opt_ins: bool,
    groups: Vec<&'static str>,
}

#[derive(Clone, Default)]
struct Row {
    customer: String,
    opt_in: bool,
    details: [String; DETAILS],
}

impl People for Few {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn contact(&self, row: usize) -> Contact<'_> {
        let row = &self.rows[row];
        Contact {
            customer: &row.customer,
            opt_in: self.opt_ins.then_some(row.opt_in),
            details: row.details.each_ref().map(String::as_str),
        }
    }

    fn has(&self, field: Field) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|row| !row.details[field as usize].is_empty())
    }

    fn has_opt_in(&self) -> bool {
        self.opt_ins
    }

    fn adds(&self, column: usize) -> bool {
        column == 1 && !self.groups.is_empty()
    }

    fn added(&self, column: usize, row: usize) -> &str {
        match column {
            1 => self.groups.get(row).copied().unwrap_or(""),
            _ => "",
        }
    }
}

/// Customer, e-mail, phone, first name, country.
fn people(rows: &[(&str, &str, &str, &str, &str)]) -> Few {
    let row = |(customer, email, phone, name, country): &(&str, &str, &str, &str, &str)| {
        let mut row = Row {
            customer: (*customer).to_owned(),
            opt_in: true,
            ..Row::default()
        };
        for (field, text) in [
            (Field::Email, email),
            (Field::Phone, phone),
            (Field::FirstName, name),
            (Field::Country, country),
        ] {
            (*text).clone_into(&mut row.details[field as usize]);
        }
        row
    };
    Few {
        rows: rows.iter().map(row).collect(),
        ..Few::default()
    }
}

/// A contact file with every usual mistake in it.
fn mixed() -> Few {
    people(&[
        (
            "100139",
            " jane9@example.com ",
            "+49 89 1234508",
            "Dr. Hugo",
            "France",
        ),
        ("100705", "plain@example.com", "0158 / 123457", "", "France"),
        ("100873", "short@example.com", "5627", "", "France"),
        ("101538", "JANE9@example.com", "", "", ""),
        ("101788", "Dora8@Example.com", "", "Ann", "Germany"),
        ("103721", "", "0049 851-234-70", "", ""),
        ("107857", "", "", "", "Germany"),
        ("109707", "w237 at example.com", "", "", "Germany"),
        (
            "110001",
            &fingerprint("known@example.com"),
            "",
            "",
            "Narnia",
        ),
    ])
}

fn to(to: Destination) -> Choices {
    Choices {
        to,
        ..Choices::default()
    }
}

fn origin() -> Origin {
    Origin {
        title: "Champions".to_owned(),
        definition: "rfm.champions".to_owned(),
        question: "/audience-file?of=rfm.champions".to_owned(),
        dataset: "shop".to_owned(),
        ..Origin::default()
    }
}

fn made(people: &Few, choices: &Choices, holdout: &Holdout) -> AudienceFileReport {
    write(
        people.clone(),
        choices,
        holdout,
        &origin(),
        "audience-7",
        "test",
    )
    .unwrap()
}

fn file(people: &Few, destination: Destination) -> AudienceFileReport {
    made(people, &to(destination), &Holdout::default())
}

#[test]
fn a_file_for_meta_holds_fingerprints_alone() {
    let report = file(&mixed(), Destination::Meta);
    let f = fingerprint;
    let rows = [
        "email,phone,fn,country,extern_id".to_owned(),
        [
            f("jane9@example.com"),
            f("49891234508"),
            f("drhugo"),
            f("fr"),
            f("100139"),
        ]
        .join(","),
        [
            f("plain@example.com"),
            f("33158123457"),
            String::new(),
            f("fr"),
            f("100705"),
        ]
        .join(","),
        [
            f("short@example.com"),
            String::new(),
            String::new(),
            f("fr"),
            f("100873"),
        ]
        .join(","),
        [
            f("dora8@example.com"),
            String::new(),
            f("ann"),
            f("de"),
            f("101788"),
        ]
        .join(","),
        [
            String::new(),
            f("4985123470"),
            String::new(),
            String::new(),
            f("103721"),
        ]
        .join(","),
        [
            f("known@example.com"),
            String::new(),
            String::new(),
            String::new(),
            f("110001"),
        ]
        .join(","),
    ];
    assert_eq!(report.files[0].text, rows.map(|row| row + "\r\n").concat());
    assert_eq!(report.files[0].name, "audience-7.csv");
    assert_eq!(report.manifest_name, "audience-7.json");
    assert_eq!(report.files[0].sha256, f(&report.files[0].text));
    assert_eq!(
        report.headline.to_string(),
        "6 customers are ready for Meta custom audience, all tidied; 3 are left out"
    );
    assert_eq!(
        report.context.to_string(),
        "Addresses are turned into fingerprints here; plain text of them never leaves."
    );
    let sums = (
        report.read,
        report.as_they_were,
        report.tidied,
        report.left_out,
    );
    assert_eq!(sums, (9, 0, 6, 3));
    assert_eq!(
        (report.invalid, report.duplicates, report.already_hashed),
        (3, 1, 1)
    );
    let kinds: Vec<_> = report
        .kinds
        .iter()
        .map(|row| (row.customers, &*row.words))
        .collect();
    assert_eq!(
        kinds,
        [
            (4, "Country: turned into its two letters"),
            (3, "Phone: spaces and signs removed"),
            (2, "First name: capital letters made small"),
            (1, "E-mail: spaces around it removed"),
            (1, "E-mail: capital letters made small"),
            (1, "Phone: 00 in front removed"),
            (1, "Phone: 0 of the number at home removed"),
            (1, "Phone: country code added"),
            (1, "Phone: “+” in front removed"),
            (1, "First name: spaces and punctuation removed"),
            (1, "Phone: too short, left empty"),
            (1, "Country: no country of that name is known, left empty"),
            (1, "E-mail: a fingerprint already, and not made one again"),
            (1, "Left out: neither e-mail address nor phone number"),
            (1, "Left out: not an e-mail address, and no phone number"),
            (1, "Left out: same address or number as another customer"),
        ]
    );
    let left_out: Vec<_> = report
        .examples
        .iter()
        .filter(|example| example.fate == Fate::LeftOut)
        .map(|example| (&*example.customer, &*example.was, &*example.why))
        .collect();
    assert_eq!(
        left_out,
        [
            ("107857", "", "Neither e-mail address nor phone number"),
            (
                "109707",
                "w2•• •• •••••••.•om",
                "Not an e-mail address, and no phone number"
            ),
            (
                "101538",
                "J•••9@example.com",
                "Same address or number as another customer"
            ),
        ]
    );
    assert_eq!(
        report
            .hints
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [
            "Meta custom audience works from 100 recognised customers; this file has 6 rows. Take a larger audience, or use it as a start for similar people."
        ]
    );
    assert_eq!(
        report.preview[0].cells[0],
        ("j•••9@example.com".to_owned(), f("jane9@example.com"))
    );
    assert_eq!(report.cells, None);
}

#[test]
fn a_file_for_google_has_googles_headings_exactly() {
    let report = file(&mixed(), Destination::Google);
    let f = fingerprint;
    let text = &report.files[0].text;
    let mut lines = text.split("\r\n");
    assert_eq!(
        lines.next(),
        Some("Email,Phone,First Name,Last Name,Country,Zip")
    );
    let first = [
        &*f("jane9@example.com"),
        &f("+49891234508"),
        &f("hugo"),
        "",
        "FR",
        "",
    ]
    .join(",");
    assert_eq!(lines.next(), Some(&*first));
    assert_eq!(
        report
            .hints
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["Members lapse after 540 days: export the audience anew before then."]
    );
}

#[test]
fn tiktok_takes_two_columns_and_mailchimp_needs_an_address() {
    let report = file(&mixed(), Destination::TikTok);
    let text = &report.files[0].text;
    assert!(text.starts_with("Email_SHA256,Phone_SHA256\r\n"), "{text}");
    let report = file(&mixed(), Destination::Mailchimp);
    let expected = "Email Address,First Name,Phone Number\r\n\
        jane9@example.com,Dr. Hugo,+49891234508\r\n\
        plain@example.com,,+33158123457\r\n\
        short@example.com,,\r\n\
        dora8@example.com,Ann,\r\n";
    assert_eq!(report.files[0].text, expected);
    assert_eq!(report.left_out, 5);
    assert_eq!(
        report.context.to_string(),
        "The file holds personal data in plain text: keep it as you keep those."
    );
    // A fingerprint is no address that one could write to.
    let words = "Left out: not an e-mail address";
    let row = report.kinds.iter().find(|row| row.words == words).unwrap();
    assert_eq!(row.customers, 2);
}

/// What begins like a formula, in every column that could hold it.
#[test]
fn files_for_people_hold_no_formulas() {
    for start in ["=", "+", "-", "@", "\t", "\r"] {
        let bad = format!("{start}HYPERLINK(\"http://x\",1)");
        let mut these = people(&[(&bad, "=cmd@example.com", "+49 30 123456", &bad, &bad)]);
        these.rows[0].details[Field::City as usize] = bad.clone();
        for destination in [
            Destination::Csv,
            Destination::Klaviyo,
            Destination::Mailchimp,
            Destination::Ids,
        ] {
            let text = file(&these, destination).files[0].text.clone();
            for cell in cells(&text).into_iter().flatten() {
                let number = cell
                    .strip_prefix('+')
                    .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
                let safe = !cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(safe || number, "{cell:?}");
            }
        }
    }
}

/// Cells of CSV, plainly.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    for sign in text.trim_start_matches('\u{feff}').chars() {
        let row = rows.last_mut().unwrap();
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            sign => row.last_mut().unwrap().push(sign),
        }
    }
    rows
}
