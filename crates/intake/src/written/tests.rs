use super::*;
use clientele_model::date;

#[track_caller]
fn day(text: &str, expected: Date, minute: i64) {
    assert_eq!(parse(text), Some(Written::Day(expected, minute)), "{text}");
}

#[test]
fn dates_without_doubt() {
    let d = date(2024, 1, 5);
    for text in [
        "2024-01-05",
        "2024/1/5",
        "20240105",
        "5 Jan 2024",
        "Jan 5, 2024",
        "05-Jan-2024",
        "Jan-05-24",
        "5 janv. 2024",
        "5. Januar 2024",
        "2024年1月5日",
        "2024년 1월 5일",
        "Friday, January 5th, 2024",
        "5 de enero de 2024",
        "Fri 5 Jan 2024",
        "5 января 2024 г.",
        "2024 Jan 5",
        "2024.01.05",
    ] {
        day(text, d, 0);
    }
    for text in [
        "2024-01-05 10:30",
        "2024-01-05T10:30:00Z",
        "2024-01-05 10:30:59.123+01:00",
        "2024-01-05 10:30:00 -0500",
        "20240105T103000Z",
        "20240105103000",
        "5 Jan 2024 10:30",
        "January 5, 2024 at 10:30 AM",
        "2024-01-05 10.30",
        "2024-01-05 10h30",
        "2024-01-05T10:30:00+0100",
        "Fri, 05 Jan 2024 10:30:00 GMT",
        "2024-01-05 10:30:00 UTC",
        "2024-01-05T10:30[Europe/Berlin]",
        "2024-01-05 10:30 a. m.",
        "10:30 5 Jan 2024",
        "2024-01-05 10:30:00 UTC+2",
        "5 Jan 2024, 10:30 Uhr",
    ] {
        day(text, d, 630);
    }
    day("5 Jan 2024 10:30 PM", d, 1350);
    day("5 Jan 2024 12:05 am", d, 5);
    day("2024年1月5日 下午 3:05", d, 905);
}

#[test]
fn three_numbers_wait_for_their_column() {
    let settled = |text: &str, order| parse(text).and_then(|w| w.settled(order, date(2026, 1, 1)));
    let minute = |d: Date, m: i64| Some(at_midnight(d) + m);
    assert_eq!(
        settled("05/01/2024 10.30", DayMonth::DayFirst),
        minute(date(2024, 1, 5), 630)
    );
    assert_eq!(
        settled("05.01.2024, 10:30", DayMonth::DayFirst),
        minute(date(2024, 1, 5), 630)
    );
    assert_eq!(
        settled("5/1/2024 10:30 p. m.", DayMonth::DayFirst),
        minute(date(2024, 1, 5), 1350)
    );
    assert_eq!(
        settled("Fri 05/01/2024", DayMonth::DayFirst),
        minute(date(2024, 1, 5), 0)
    );
    assert_eq!(
        settled("mar 05/03/2024", DayMonth::DayFirst),
        minute(date(2024, 3, 5), 0)
    );
    assert_eq!(
        settled("12/31/99", DayMonth::MonthFirst),
        minute(date(1999, 12, 31), 0)
    );
    assert_eq!(
        settled("24-01-05", DayMonth::YearFirst),
        minute(date(2024, 1, 5), 0)
    );
    assert_eq!(
        settled("5. 1. 2024", DayMonth::DayFirst),
        minute(date(2024, 1, 5), 0)
    );
    assert_eq!(parse("45296"), Some(Written::Number(45296.0)));
    assert_eq!(parse("45296.4375"), Some(Written::Number(45296.4375)));
    assert_eq!(parse("1704450600"), Some(Written::Number(1_704_450_600.0)));
}

#[test]
fn other_texts_are_no_dates() {
    for text in [
        "",
        "soon",
        "2024-Q1",
        "0000-00-00 00:00:00",
        "2024-13-01",
        "2024-02-30",
        "13/13/2024",
        "1-2/2024",
        "2024-01-05 25:00",
        "5 Foo 2024",
        "A 12",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}
