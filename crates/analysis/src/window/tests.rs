use super::*;
use crate::tables::sample::catalogue;
use clientele_model::catalogue::Value;
use clientele_model::date;

/// Data of two years and nine days, as the real data set has.
fn real() -> Catalogue {
    catalogue(
        date(2009, 12, 1),
        date(2011, 12, 9),
        (date(2010, 12, 1), date(2011, 11, 30)),
    )
}

#[track_caller]
fn check(query: &str, period: &str, before: &str, as_of: &str) {
    let (filters, _) = Filters::parse(query);
    let window = Window::new(&filters, &real()).unwrap();
    let print = |days: Days| {
        let (first, last) = days.dates();
        format!("{first} {last}")
    };
    let then = window.before.map(|shift| print(shift.days));
    assert_eq!(print(window.days), period);
    assert_eq!(then.as_deref().unwrap_or("none"), before);
    assert_eq!(days::to_date(window.as_of).to_string(), as_of);
}

#[test]
fn periods_are_cut_to_the_data_and_compared_with_what_is_covered() {
    check(
        "",
        "2010-12-01 2011-11-30",
        "2009-12-01 2010-11-30",
        "2011-12-01",
    );
    check(
        "against=none",
        "2010-12-01 2011-11-30",
        "none",
        "2011-12-01",
    );
    check(
        "against=year",
        "2010-12-01 2011-11-30",
        "2009-12-01 2010-11-30",
        "2011-12-01",
    );
    check("period=all", "2009-12-01 2011-12-09", "none", "2011-12-10");
    check(
        "from=2011-02-01&to=2011-02-28",
        "2011-02-01 2011-02-28",
        "2011-01-01 2011-01-31",
        "2011-03-01",
    );
    check(
        "from=2011-02-01&to=2011-02-28&against=year",
        "2011-02-01 2011-02-28",
        "2010-02-01 2010-02-28",
        "2011-03-01",
    );
    check(
        "from=2011-12-01&to=2012-05-05",
        "2011-12-01 2011-12-09",
        "2011-11-22 2011-11-30",
        "2011-12-10",
    );
    check(
        "last=1",
        "2011-12-09 2011-12-09",
        "2011-12-08 2011-12-08",
        "2011-12-10",
    );
    check(
        "last=90&asof=2012-01-01",
        "2011-09-11 2011-12-09",
        "2011-06-13 2011-09-10",
        "2012-01-01",
    );
    // The data begin in the middle of what this would be compared with.
    check(
        "from=2010-02-01&to=2010-04-30",
        "2010-02-01 2010-04-30",
        "none",
        "2010-05-01",
    );
}

#[test]
fn what_the_data_do_not_have_is_said() {
    let check = |query: &str, has: bool, expected: &str| {
        let mut catalogue = real();
        catalogue.has.channel = has;
        let (filters, _) = Filters::parse(query);
        let failure = Window::new(&filters, &catalogue).unwrap_err();
        assert_eq!(failure.to_string(), expected);
    };
    let about = "the data run from 1 Dec 2009 to 9 Dec 2011. Choose days within that.";
    let none = |query: &str, when: &str| {
        check(query, true, &format!("There are no sales {when}: {about}"));
    };
    none("from=2015-01-01", "from 1 Jan 2015 on");
    none("to=2009-11-30", "up to 30 Nov 2009");
    none("from=2015-01-01&to=2015-01-01", "on 1 Jan 2015");
    none(
        "from=2015-01-01&to=2015-02-01",
        "from 1 Jan 2015 to 1 Feb 2015",
    );
    check(
        "channel=app",
        false,
        "This data set has no channel, so the filter on it cannot be used. Remove it.",
    );
}

/// The same data, and lines of a single day ten years later.
fn with_stray() -> Catalogue {
    let mut catalogue = real();
    catalogue.last = date(2021, 5, 5);
    let months = (0..25).map(|at: i16| {
        let (year, month) = (2009 + (at + 11) / 12, (at + 11) % 12 + 1);
        (date(year, month as i8, 1), 900, 100)
    });
    catalogue.ledger.months = months.chain([(date(2021, 5, 1), 1, 1)]).collect();
    catalogue
}

#[test]
fn a_date_far_from_the_others_moves_neither_the_period_nor_recency() {
    let stray = with_stray();
    let check = |query: &str, period: &str, as_of: &str, said: &[&str]| {
        let (filters, _) = Filters::parse(query);
        let window = Window::new(&filters, &stray).unwrap();
        let (first, last) = window.days.dates();
        assert_eq!(format!("{first} {last}"), period, "{query}");
        assert_eq!(days::to_date(window.as_of).to_string(), as_of, "{query}");
        let remarks = remarks(&filters, &window, &stray);
        let remarks: Vec<_> = remarks.iter().map(ToString::to_string).collect();
        assert_eq!(remarks, said, "{query}");
    };
    check("", "2010-12-01 2011-11-30", "2011-12-01", &[]);
    // The months of the ledger tell where most of the data end.
    check("last=31", "2011-12-01 2011-12-31", "2012-01-01", &[]);
    check(
        "from=2011-11-01",
        "2011-11-01 2011-12-31",
        "2012-01-01",
        &[],
    );
    check(
        "period=all",
        "2009-12-01 2021-05-05",
        "2012-01-01",
        &[
            "2 lines of May 2021 are dated far from all others (1 Dec 2009 to 31 Dec 2011), which may be a mistake; recency is counted up to 1 Jan 2012.",
        ],
    );
    // Who asks for those days alone looks at them.
    check(
        "from=2021-01-01",
        "2021-01-01 2021-05-05",
        "2021-05-06",
        &[
            "2 lines of May 2021 are dated far from all others (1 Dec 2009 to 31 Dec 2011), which may be a mistake; recency is counted up to 6 May 2021.",
        ],
    );
    // A shop where the usual period was made without looking at it.
    let mut elsewhere = with_stray();
    elsewhere.usual = (date(2020, 5, 1), date(2021, 4, 30));
    assert!(elsewhere.mend());
    assert_eq!(elsewhere.usual, (date(2011, 1, 1), date(2011, 12, 31)));
    assert!(!elsewhere.mend() && !with_stray().mend() && !real().mend());
}

#[test]
fn days_that_are_not_what_one_would_think_are_named() {
    let check = |query: &str, said: &[&str]| {
        let (filters, _) = Filters::parse(query);
        let window = Window::new(&filters, &real()).unwrap();
        let remarks = remarks(&filters, &window, &real());
        let remarks: Vec<_> = remarks.iter().map(ToString::to_string).collect();
        assert_eq!(remarks, said, "{query}");
    };
    check("from=2011-01-01&to=2011-12-09&asof=2011-12-10", &[]);
    check(
        "from=2011-12-01&to=2012-05-05",
        &["The data end on 9 Dec 2011, so 1 Dec 2011 to 9 Dec 2011 is looked at."],
    );
    check(
        "from=2009-01-01&to=2009-12-31",
        &["The data begin on 1 Dec 2009, so 1 Dec 2009 to 31 Dec 2009 is looked at."],
    );
    check(
        "from=2001-01-01&to=2031-01-01",
        &["The data are about 1 Dec 2009 to 9 Dec 2011, so 1 Dec 2009 to 9 Dec 2011 is looked at."],
    );
    check(
        "period=all&asof=2030-01-01",
        &[
            "Recency is counted up to 1 Jan 2030, 6,597 days after the data end: everybody seems to have been away that much longer.",
        ],
    );
    check(
        "from=2011-01-01&to=2011-01-31&asof=2011-02-02",
        &[
            "Recency is counted up to 2 Feb 2011, 1 day after the period ends: everybody seems to have been away that much longer.",
        ],
    );
    check(
        "asof=2011-06-01",
        &[
            "Recency is counted up to 1 Jun 2011, before the period ends: who ordered later counts as ordering on that day.",
        ],
    );
}

#[test]
fn values_that_do_not_occur_are_named() {
    let mut catalogue = real();
    let value = |name: &str| Value {
        name: name.to_owned(),
        customers: 1,
    };
    catalogue.countries = vec![value("France")];
    catalogue.tiers = vec![value("Gold")];
    let check = |query: &str, expected: Result<&[&str], &str>| {
        let (filters, _) = Filters::parse(query);
        let said = Window::new(&filters, &catalogue).map(|_| {
            let unknown = filters.unknown(&catalogue);
            unknown.iter().map(ToString::to_string).collect::<Vec<_>>()
        });
        let said = said.map_err(|failure| failure.to_string());
        let expected = expected.map(|words| words.iter().map(|w| w.to_string()).collect());
        assert_eq!(said, expected.map_err(str::to_owned));
    };
    check("country=France&tier=Gold", Ok(&[]));
    check(
        "country=France&country=Mars&tier=Gold&tier=a&tier=b&tier=c&tier=d&tier=e",
        Ok(&[
            "“Mars” is not a country of this data set and was left out of the filter.",
            "“a”, “b”, “c” and 2 more are not tiers of this data set and were left out of the filter.",
        ]),
    );
    // Said before anything about the period: this is what keeps every sale out.
    check(
        "country=France&tier=gold&from=2015-01-01",
        Err(
            "“gold” is not a tier of this data set, so no sale matches. Remove it from the filters.",
        ),
    );
}
