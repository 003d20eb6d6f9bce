//! The vectors of the destinations' own libraries, and laws that hold for any text.

mod laws;
mod numbers;

use clientele_model::outbound::{Change, Field, Wrong};

use super::*;
use crate::outbound::fingerprint::fingerprint;

fn of(field: Field, rule: Rule, raw: &str, home: Option<&str>) -> (Outcome, String) {
    let countries = Countries::new();
    let home = home.map(|home| *countries.find(home).unwrap());
    let mut out = String::new();
    let outcome = detail(field, rule, raw, &countries, home.as_ref(), &mut out);
    (outcome, out)
}

#[track_caller]
fn check(field: Field, rule: Rule, pairs: &[(&str, &str)]) {
    for (raw, expected) in pairs {
        let (outcome, out) = of(field, rule, raw, None);
        assert_eq!(out, *expected, "{raw:?}: {outcome:?}");
    }
}

/// Nothing is written, and it is said why.
#[track_caller]
fn check_wrong(field: Field, rule: Rule, cases: &[(&str, Wrong)]) {
    for (raw, expected) in cases {
        let (outcome, out) = of(field, rule, raw, None);
        assert_eq!(outcome, Outcome::Invalid(*expected), "{raw:?}");
        assert_eq!(out, "", "{raw:?}");
    }
}

#[track_caller]
fn check_changes(field: Field, rule: Rule, raw: &str, changes: &[Change]) {
    let (outcome, _) = of(field, rule, raw, None);
    let Outcome::Fine(found) = outcome else {
        panic!("{raw:?}: {outcome:?}");
    };
    assert_eq!(found.iter().collect::<Vec<_>>(), changes, "{raw:?}");
}

/// googleads/data-manager-node, util/test/formatter.test.ts, June 2026.
#[test]
fn googles_vectors() {
    check(
        Field::Email,
        Rule::Google,
        &[
            ("QuinnY@EXAMPLE.com", "quinny@example.com"),
            ("user.name+NYC@Example.com", "user.name+nyc@example.com"),
            (
                "Jefferson.LOVES.Hiking@googlemail.com",
                "jeffersonloveshiking@googlemail.com",
            ),
            (
                "j.e.f..ferson.Loves.hiking@gmail.com",
                "jeffersonloveshiking@gmail.com",
            ),
            (
                "Cloudy.SanFrancisco+shopping@gmail.com",
                "cloudysanfrancisco@gmail.com",
            ),
            // Not one of Google's domains, whatever it begins with.
            ("a.b+c@gmailx.com", "a.b+c@gmailx.com"),
            ("", ""),
            ("  ", ""),
        ],
    );
    let not = Wrong::NotAnAddress;
    let cases = [
        ("quinn", not),
        (" @googlemail.com", not),
        (" ...@gmail.com", not),
        ("+tag@gmail.com", not),
        ("a b@example.com", not),
        ("a@b@example.com", not),
        ("a@", not),
    ];
    check_wrong(Field::Email, Rule::Google, &cases);
    check(
        Field::Phone,
        Rule::Google,
        &[
            ("1 800 555 0100", "+18005550100"),
            ("18005550100", "+18005550100"),
            ("+1 800-555-0100", "+18005550100"),
            ("441134960987", "+441134960987"),
            ("+44-113-496-0987", "+441134960987"),
            // Their own example file has hyphens that do not break.
            ("+1-800\u{2011}555\u{2011}0100", "+18005550100"),
        ],
    );
    let none = Wrong::NoDigits;
    check_wrong(
        Field::Phone,
        Rule::Google,
        &[(" +A BCD EFG ", none), ("++++", none)],
    );
    check(
        Field::FirstName,
        Rule::Google,
        &[
            (" Mr. Alex   ", "alex"),
            (" Alex Dr.", "alex dr."),
            (" Mralex ", "mralex"),
        ],
    );
    check_wrong(
        Field::FirstName,
        Rule::Google,
        &[(" Mr. ", Wrong::NothingLeft)],
    );
    check(
        Field::LastName,
        Rule::Google,
        &[
            (" Quinn,Jr.   ", "quinn"),
            ("quinn, jr., dds", "quinn"),
            ("Quinn-Alex", "quinn-alex"),
            ("Boardds", "boardds"),
            ("Quinn , Jr", "quinn"),
        ],
    );
    check_wrong(
        Field::LastName,
        Rule::Google,
        &[(",Jr.,DDS ", Wrong::NothingLeft)],
    );
    check(Field::Region, Rule::Google, &[(" ny ", "NY")]);
    check_wrong(
        Field::Region,
        Rule::Google,
        &[
            ("N1", Wrong::NotTwoLetters),
            ("New York", Wrong::NotTwoLetters),
        ],
    );
    check(
        Field::PostalCode,
        Rule::Google,
        &[(" 1229-076 ", "1229-076")],
    );
    check(
        Field::Country,
        Rule::Google,
        &[
            ("us", "US"),
            ("United Kingdom", "GB"),
            ("EIRE", "IE"),
            ("deu", "DE"),
        ],
    );
    check_wrong(
        Field::Country,
        Rule::Google,
        &[("Narnia", Wrong::UnknownCountry)],
    );
}

/// facebook/capi-param-builder, client_js/shared/tests, May 2026.
#[test]
fn metas_vectors() {
    check(
        Field::Email,
        Rule::Meta,
        &[
            ("  User.Name+Tag@GMAIL.com ", "user.name+tag@gmail.com"),
            ("test@example.com", "test@example.com"),
        ],
    );
    let not = Wrong::NotAnAddress;
    check_wrong(
        Field::Email,
        Rule::Meta,
        &[
            ("test..test@example.com", not),
            ("test@example", not),
            ("test.@example.com", not),
            (".test@example.com", not),
            ("test@example.com.", not),
            ("a\\@b@c.d", not),
        ],
    );
    check(
        Field::Phone,
        Rule::Meta,
        &[
            ("+001 (616) 954-78 88", "16169547888"),
            ("01(650)123-4567", "16501234567"),
            ("+44 20 7946 0958", "442079460958"),
            ("+33 1 42 86 83 26", "33142868326"),
            ("+81-3-5843-2301", "81358432301"),
            ("+49 30 12345678", "493012345678"),
            ("+1 (650) 555-1212", "16505551212"),
            ("00919876543210", "919876543210"),
        ],
    );
    for name in [first_name, last_name] {
        let written = |raw: &str| {
            let mut out = String::new();
            name(Rule::Meta, raw, &mut out);
            out
        };
        assert_eq!(written("    Na'than-Boile    "), "nathanboile");
        assert_eq!(written("정"), "정");
        assert_eq!(written("Valéry"), "valéry");
        assert_eq!(written("Van Der Berg"), "vanderberg");
        assert_eq!(written("Dr. Smith"), "drsmith");
        assert_eq!(written("O’Brien"), "obrien");
    }
    check(
        Field::City,
        Rule::Meta,
        &[
            ("St. Louis", "stlouis"),
            ("Washington, D.C.", "washingtondc"),
            // Connectors delete the ã.
            ("São Paulo", "sãopaulo"),
        ],
    );
    check_wrong(
        Field::City,
        Rule::Meta,
        &[("Évry", Wrong::NotAToZ), ("東京", Wrong::NotAToZ)],
    );
    check(
        Field::Region,
        Rule::Meta,
        &[
            ("      C/a/lifo,rnia.  ", "ca"),
            ("Quebec", "qc"),
            ("New York", "ny"),
            ("Bayern", "ba"),
            ("TX", "tx"),
        ],
    );
    check(
        Field::PostalCode,
        Rule::Meta,
        &[
            ("SW1A 1AA", "sw1a 1aa"),
            ("100-0001", "100"),
            ("37221-3312", "37221"),
            ("94035-1234", "94035"),
            (" 75001 ", "75001"),
        ],
    );
    check_wrong(Field::PostalCode, Rule::Meta, &[("1-234", Wrong::TooShort)]);
    check(
        Field::Country,
        Rule::Meta,
        &[("United States", "us"), ("FR", "fr"), ("Österreich", "at")],
    );
}

/// The help page of August 2025; what a connector's test gives for the first one is the fingerprint of the text with brackets.
#[test]
fn tiktoks_vectors() {
    let us = Some("US");
    let phone = |raw, home| of(Field::Phone, Rule::TikTok, raw, home).1;
    assert_eq!(phone("(657)777-0000", us), "16577770000");
    assert_eq!(phone("374-93-828222", None), "37493828222");
    assert_eq!(phone("+1 (555) 555-5555", None), "15555555555");
    let with_brackets = "e5aaca26e304714083dccf6d2dbc16466e9cde94ca54feefa3dca412e2eeb74e";
    assert_eq!(fingerprint("+1 (555) 555-5555"), with_brackets);
    assert_eq!(
        fingerprint(&of(Field::Phone, Rule::Google, "+1 (555) 555-5555", None).1),
        "910a625c4ba147b544e6bd2f267e130ae14c591b6ba9c25cb8573322dedbebd0"
    );
    check(
        Field::Email,
        Rule::TikTok,
        &[("Some.One+Shop@Example.com", "some.one@example.com")],
    );
}

#[test]
fn what_was_changed_is_said() {
    let email = Field::Email;
    check_changes(email, Rule::Meta, "a@example.com", &[]);
    check_changes(email, Rule::Meta, " a@example.com ", &[Change::Trimmed]);
    check_changes(email, Rule::Meta, "A@example.com", &[Change::Capitals]);
    let googles = [Change::Capitals, Change::Tag, Change::Dots];
    check_changes(email, Rule::Google, "A.b+c@gmail.com", &googles);
    let phone = Field::Phone;
    check_changes(phone, Rule::Google, "+4930123456", &[]);
    check_changes(phone, Rule::Meta, "+4930123456", &[Change::Plus]);
    check_changes(phone, Rule::Google, "+49 30 123456", &[Change::Signs]);
    let noughts = [Change::Noughts, Change::PlusAdded];
    check_changes(phone, Rule::Google, "004930123456", &noughts);
    check_changes(Field::FirstName, Rule::Google, "dr. hugo", &[Change::Title]);
    check_changes(Field::FirstName, Rule::Plain, "Dr. Hugo", &[]);
    check_changes(Field::LastName, Rule::Google, "quinn jr", &[Change::Suffix]);
    check_changes(Field::PostalCode, Rule::Meta, "1229-076", &[Change::Cut]);
    check_changes(Field::Country, Rule::Meta, "France", &[Change::TwoLetters]);
    check_changes(Field::Country, Rule::Google, "fr", &[Change::Small]);
}

/// What the strings of the destinations' own tests come to.
#[test]
fn fingerprints_are_those_of_everybody() {
    for (text, expected) in [
        (
            "test@test.com",
            "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a",
        ),
        (
            "alexz@example.com",
            "509e933019bb285a134a9334b8bb679dff79d0ce023d529af4bd744d47b4fd8a",
        ),
        (
            "+18005550100",
            "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30",
        ),
        (
            "givenname",
            "128a07bfe2df877c52076e60d7774cf5baaa046c5a6c48daf30ff43ecca2f814",
        ),
        (
            "familyname",
            "77762c287e61ce065bee5c15464012c6fbe088398b8057627d5577249430d574",
        ),
        (
            "scroogemcduck@disney.com",
            "77bc071241f37b4736df28c0c1cb0a99163d1050696134325b99246b2183d408",
        ),
        (
            "test@example.com",
            "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b",
        ),
        (
            "18005551234",
            "655dbe4f7591d8ffe8c86b433ed53aa325b40e1be892167ae2e17118da8279c9",
        ),
        (
            "obrien",
            "b4cb6cb33fe4b865868de825023a1e2790dc12ac01ecc8d7c5afe8254071c8ba",
        ),
        (
            "442071234567",
            "7832ae034a3179d5f2260e4bec5b6b1756ade7bf4ced1f6fc7a8040529fd9e57",
        ),
        (
            "+442071234567",
            "9957211890c7199877363cf0513d44429683408bb094930d048f9182abf73232",
        ),
    ] {
        assert_eq!(fingerprint(text), expected, "{text}");
    }
}

#[test]
fn a_fingerprint_is_left_as_it_is() {
    let hash = "509e933019bb285a134a9334b8bb679dff79d0ce023d529af4bd744d47b4fd8a";
    for field in Field::ALL {
        for rule in RULES {
            let large = format!(" {} ", hash.to_uppercase());
            assert_eq!(
                of(*field, rule, &large, None),
                (Outcome::Hashed, hash.to_owned())
            );
        }
    }
    // Meta takes MD5 as well; for the others it is an address without an “@”.
    let md5 = "d41d8cd98f00b204e9800998ecf8427e";
    assert_eq!(of(Field::Email, Rule::Meta, md5, None).0, Outcome::Hashed);
    let not = Outcome::Invalid(Wrong::NotAnAddress);
    assert_eq!(of(Field::Email, Rule::Google, md5, None).0, not);
}

/// All of them.
const RULES: [Rule; 4] = [Rule::Google, Rule::Meta, Rule::TikTok, Rule::Plain];
