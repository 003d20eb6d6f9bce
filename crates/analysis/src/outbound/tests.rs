//! Files as a whole: every destination, what is said of them, and the way back.

use clientele_model::outbound::{AudienceFileReport, Choices, Destination, Fate, Field};
use proptest::prelude::*;

use super::fingerprint::fingerprint;
use super::holdout::{Holdout, hold};
use super::manifest::Origin;
use super::*;
use crate::inference::assignment::{Customers, split};
use crate::set::CustomerSet;

/// People made up for a test.
#[derive(Clone, Default)]
struct Some_ {
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

impl People for Some_ {
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
fn people(rows: &[(&str, &str, &str, &str, &str)]) -> Some_ {
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
    Some_ {
        rows: rows.iter().map(row).collect(),
        ..Some_::default()
    }
}

/// A contact file with every usual mistake in it.
fn mixed() -> Some_ {
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

fn made(people: &Some_, choices: &Choices, holdout: &Holdout) -> AudienceFileReport {
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

fn file(people: &Some_, destination: Destination) -> AudienceFileReport {
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

#[test]
fn a_table_lists_those_held_out_and_all_others_do_not() {
    let mut these = people(&[]);
    for at in 0..40 {
        let email = format!("c{at}@example.com");
        let more = people(&[(&format!("c{at:02}"), &email, "", "", "France")]);
        these.rows.extend(more.rows);
    }
    these.groups = (0..40)
        .map(|at| if at < 25 { "Loyal" } else { "Lost" })
        .collect();
    let ids: Vec<&str> = these.rows.iter().map(|row| &*row.customer).collect();
    let segments: Vec<u32> = (0..40).map(|at| u32::from(at >= 25)).collect();
    let customers = Customers {
        ids: &ids,
        segments: &segments,
        names: &["Loyal", "Lost"],
    };
    let recency: Vec<f64> = (0..40).map(f64::from).collect();
    let holdout = hold(customers, 0.1, "holdout", &[&recency]).unwrap();
    // The split of every test, with the salt of the draw that was kept.
    let arms = split(customers, &[0.1, 0.9], &holdout.salt).unwrap();
    let twin: Vec<bool> = arms.iter().map(|&arm| arm == 0).collect();
    assert_eq!(holdout.held, twin);
    let held = holdout.len() as u32;
    assert!((3..=5).contains(&held), "{held}");
    let sums: u32 = holdout.groups.iter().map(|row| row.held).sum();
    assert_eq!(sums, held);
    let choices = Choices {
        hold: 10,
        ..to(Destination::Csv)
    };
    let table = made(&these, &choices, &holdout);
    assert_eq!(
        (table.read, table.held, table.files[0].rows),
        (40, held, 40)
    );
    assert_eq!(table.files[0].text.matches(",yes\r\n").count() as u32, held);
    assert_eq!(
        table.context.to_string(),
        format!(
            "{held} of 40 customers are held out, and marked as such, so that the effect can be measured. The file holds personal data in plain text: keep it as you keep those."
        )
    );
    let words = table.cells.as_ref().unwrap().words.to_string();
    assert_eq!(
        words,
        "Every combination of the added columns (rfm_group) holds at least 10 people."
    );
    let meta = made(
        &these,
        &Choices {
            hold: 10,
            ..to(Destination::Meta)
        },
        &holdout,
    );
    assert_eq!(
        (meta.read, meta.held, meta.files[0].rows),
        (40 - held, held, 40 - held)
    );
    for (at, row) in these.rows.iter().enumerate() {
        let there = meta.files[0].text.contains(&fingerprint(&row.customer));
        assert_eq!(there, !holdout.holds(at));
    }
    let manifest: serde_json::Value = serde_json::from_str(&meta.manifest).unwrap();
    assert_eq!(manifest["holdout"]["salt"], *holdout.salt);
    assert_eq!(manifest["holdout"]["per_cent"], 10);
    assert_eq!(manifest["rule"]["version"], "meta-2026-05");
    assert_eq!(manifest["files"][0]["sha256"], *meta.files[0].sha256);
    assert_eq!(manifest["counts"]["held_out"], held);
    assert_eq!(manifest["definition"], "rfm.champions");
}

#[test]
fn nobody_no_consent_and_everybody_held_out_are_said() {
    let hint = |report: &AudienceFileReport| report.hints[0].to_string();
    let nobody = file(&people(&[]), Destination::Google);
    assert_eq!(
        nobody.files[0].text,
        "Email,Phone,First Name,Last Name,Country,Zip\r\n"
    );
    assert_eq!(
        nobody.headline.to_string(),
        "Nobody is ready for Google Customer Match"
    );
    assert_eq!(
        hint(&nobody),
        "Nobody is in this audience, so the file has its headings alone."
    );
    let mut these = people(&[
        ("a", "a@example.com", "", "", ""),
        ("b", "b@example.com", "", "", ""),
    ]);
    let all = Holdout {
        held: vec![true; 2],
        ..Holdout::default()
    };
    let report = made(&these, &to(Destination::Klaviyo), &all);
    assert_eq!(
        hint(&report),
        "Everybody is held out, so the file has its headings alone. Hold out a smaller share."
    );
    these.opt_ins = true;
    these.rows[0].opt_in = false;
    let report = file(&these, Destination::Klaviyo);
    assert_eq!(report.files[0].text, "Email\r\nb@example.com\r\n");
    assert_eq!(report.kinds[0].words, "Left out: has not agreed to e-mails");
    assert_eq!(
        report.headline.to_string(),
        "1 customer is ready for Klaviyo, as it was; 1 is left out"
    );
    let choices = Choices {
        consent: false,
        ..to(Destination::Klaviyo)
    };
    assert_eq!(made(&these, &choices, &Holdout::default()).files[0].rows, 2);
    // A table says what they agreed to.
    let text = file(&these, Destination::Csv).files[0].text.clone();
    assert_eq!(
        text,
        "\u{feff}customer,email,email_opt_in\r\na,a@example.com,no\r\nb,b@example.com,yes\r\n"
    );
    these.rows.iter_mut().for_each(|row| row.opt_in = false);
    let report = file(&these, Destination::Klaviyo);
    assert_eq!(
        hint(&report),
        "No customer has what this file needs, so it has its headings alone. The list below says why."
    );
}

#[test]
fn small_groups_carry_a_hint() {
    let mut these = people(&[]);
    for at in 0..30 {
        let more = people(&[(&format!("c{at:02}"), "", "", "", "")]);
        these.rows.extend(more.rows);
    }
    these.groups = (0..30)
        .map(|at| {
            if at < 20 {
                "Loyal"
            } else if at < 29 {
                "Lost"
            } else {
                "At Risk"
            }
        })
        .collect();
    let cells = file(&these, Destination::Csv).cells.unwrap();
    assert_eq!((cells.combinations, cells.small, cells.smallest), (3, 2, 1));
    assert_eq!(
        cells.words.to_string(),
        "2 of 3 combinations of the added columns (rfm_group) hold fewer than 10 people; the smallest holds 1. Leave a column out before the file goes to others."
    );
}

#[test]
fn a_file_above_the_limit_comes_in_parts() {
    let these = mixed();
    let klaviyo = terms(Destination::Klaviyo);
    let small: &'static Terms = Box::leak(Box::new(Terms {
        most_bytes: Some(120),
        ..*klaviyo
    }));
    let mut export = export::Export::new(these, small, Holdout::default(), true, "", "audience-7");
    let Went::There(exported) = export.step().unwrap() else {
        panic!("one step will do");
    };
    let parts = exported.parts;
    assert!(parts.len() > 1);
    for (number, part) in (1..).zip(&parts) {
        assert_eq!(part.name, format!("audience-7-{number}.csv"));
        assert!(
            part.text.len() <= 120
                && part
                    .text
                    .starts_with("Email,Phone Number,First Name,Country\r\n")
        );
        assert_eq!(part.sha256, fingerprint(&part.text));
        assert_eq!(part.text.matches("\r\n").count() as u32, part.rows + 1);
    }
    assert_eq!(parts.iter().map(|part| part.rows).sum::<u32>(), 5);
    let report = report::report(
        export::Exported {
            parts,
            as_they_were: 5,
            read: 5,
            ..Default::default()
        },
        small,
        &Holdout::default(),
        &to(Destination::Klaviyo),
        &origin(),
        5,
        "test",
    );
    assert_eq!(report.manifest_name, "audience-7.json");
    let last = report.hints.last().unwrap().to_string();
    assert!(
        last.starts_with("Klaviyo takes no file above 50 MB, so there are "),
        "{last}"
    );
}

#[test]
fn every_file_can_be_read_back() {
    let these = mixed();
    for destination in Destination::ALL {
        let report = file(&these, *destination);
        let back = read_back(report.files[0].text.as_bytes(), &these, "");
        assert_eq!(back.to, Some(*destination));
        assert_eq!(
            (back.rows, back.unknown),
            (report.files[0].rows, 0),
            "{destination:?}"
        );
        let expected: CustomerSet = match destination {
            Destination::Csv | Destination::Json | Destination::Ids => (0..9).collect(),
            Destination::Mailchimp => [0, 1, 2, 4].into_iter().collect(),
            Destination::Klaviyo => [0, 1, 2, 4, 5].into_iter().collect(),
            _ => [0, 1, 2, 4, 5, 8].into_iter().collect(),
        };
        let listed = |set: &CustomerSet| set.iter().collect::<Vec<_>>();
        assert_eq!(listed(&back.set), listed(&expected), "{destination:?}");
    }
    let text = "customer\r\n100139\r\n'=1+1\r\n999\r\n";
    let back = read_back(text.as_bytes(), &these, "");
    assert_eq!((back.rows, back.unknown), (3, 2));
    assert_eq!(back.named, ["=1+1", "999"]);
    assert_eq!(read_back(b"a,b\r\n1,2\r\n", &these, ""), Back::default());
    assert_eq!(read_back(b"", &these, ""), Back::default());
}

proptest! {
    #[test]
    fn any_texts_give_a_file_that_is_read_back(
        rows in prop::collection::vec((any::<String>(), any::<String>(), any::<String>(), any::<String>()), 0..12),
        destination in 0..8_usize,
    ) {
        let rows: Vec<_> = rows.iter().enumerate().map(|(at, row)| (format!("{at:03}{}", row.0), row)).collect();
        let rows: Vec<_> = rows.iter().map(|(id, row)| (&**id, &*row.1, &*row.2, &*row.3, "France")).collect();
        let these = people(&rows);
        let to = Destination::ALL[destination];
        let report = file(&these, to);
        prop_assert_eq!(report.read, report.as_they_were + report.tidied + report.left_out);
        let back = read_back(report.files[0].text.as_bytes(), &these, "");
        prop_assert_eq!(back.rows, report.files[0].rows, "{}", report.files[0].text);
        prop_assert_eq!(back.unknown, 0, "{:?} {}", back.named, report.files[0].text);
        prop_assert_eq!(back.set.len() as u32, back.rows);
    }

    #[test]
    fn anything_can_be_dropped(text in any::<String>()) {
        read_back(text.as_bytes(), &mixed(), "");
        read_back(format!("customer\n{text}").as_bytes(), &mixed(), "");
    }
}
