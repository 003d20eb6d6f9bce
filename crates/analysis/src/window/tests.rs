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
    let nothing = "No sale matches these filters. Widen the period or remove a filter.";
    check("from=2015-01-01", true, nothing);
    check(
        "channel=app",
        false,
        "This data set has no channel, so the filter on it cannot be used. Remove it.",
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
