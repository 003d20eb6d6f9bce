use super::*;
use clientele_model::date;

fn minutes(texts: &[&str], told: Option<DayMonth>) -> Result<Times, Trouble> {
    let texts: Texts = texts.iter().copied().collect();
    let told = Told {
        order: told,
        today: date(2026, 1, 1),
        from_1904: false,
    };
    read(
        &Column::Text(texts),
        "When",
        "x.csv",
        told,
        &mut Said::default(),
    )
}

#[track_caller]
fn check(texts: &[&str], expected: &[(Date, i64)]) {
    let times = minutes(texts, None).unwrap();
    assert_eq!(times.wrong, []);
    let expected: Vec<i64> = expected.iter().map(|(d, m)| at_midnight(*d) + m).collect();
    assert_eq!(times.minutes, expected);
}

#[test]
fn dates_read_as_shops_write_them() {
    let day = date(2010, 12, 1);
    check(
        &[
            "2010-12-01",
            "2010-12-01T08:26",
            "2010-12-01 08:26:59.9",
            "2010/12/1 8:26",
            "20101201",
            "2010-12-01 08:26:00 +0100",
            "2010-12-01T08:26:00Z",
        ],
        &[
            (day, 0),
            (day, 506),
            (day, 506),
            (day, 506),
            (day, 0),
            (day, 506),
            (day, 506),
        ],
    );
    check(
        &["12/1/2010 8:26", "12/13/2010 8:26 PM"],
        &[(day, 506), (date(2010, 12, 13), 1226)],
    );
    check(
        &["1/12/10", "13/12/10 12:05 am"],
        &[(day, 0), (date(2010, 12, 13), 5)],
    );
    check(&["1.12.2010"], &[(day, 0)]);
    check(&["3/3/2010"], &[(date(2010, 3, 3), 0)]);
}

#[test]
fn dates_that_read_both_ways_are_not_guessed() {
    let say = |texts: &[&str]| minutes(texts, None).unwrap_err().to_string();
    assert_eq!(
        say(&["1/2/2010", "3/3/2010"]),
        "The dates in column “When” of x.csv, such as 1/2/2010, may have the day or the month first. Nothing was written; say which with --dates dmy or --dates mdy."
    );
    assert_eq!(
        say(&["1/2/2010", "13/1/2010", "1/14/2010"]),
        "The dates in column “When” of x.csv are written in two ways: 13/1/2010 has the day first, 1/14/2010 the month. Nothing was written; write every date as YYYY-MM-DD."
    );
    let told = minutes(&["1/2/2010"], Some(DayMonth::MonthFirst)).unwrap();
    assert_eq!(date_of(told.minutes[0]), date(2010, 1, 2));
    assert_eq!(
        "myd".parse::<DayMonth>().unwrap_err().to_string(),
        "choose dmy (day first), mdy (month first) or ymd (year first)"
    );
}

#[test]
fn dates_that_cannot_be_are_named() {
    let times = minutes(
        &[
            "2010-12-01",
            "2010-12-02",
            "13/1/2010",
            "2010-02-30",
            "soon",
            "2999-01-01",
            "1066-10-14",
            "",
        ],
        None,
    )
    .unwrap();
    let say: Vec<String> = times
        .wrong
        .iter()
        .map(|(line, wrong)| format!("{line}: {wrong}"))
        .collect();
    assert_eq!(
        say,
        [
            "2: the date “13/1/2010” is not written like the others",
            "3: “2010-02-30” is not a date",
            "4: “soon” is not a date",
            "5: the date 2999-01-01 is in the future",
            "6: the date 1066-10-14 is before 1970",
        ]
    );
    assert_eq!(
        minutes(&["a", "b"], None).unwrap_err().to_string(),
        "Column “When” of x.csv should be the time, but it holds text such as “a”. Nothing was written; choose another column with --map time=COLUMN."
    );
}

#[test]
fn years_of_two_digits_are_never_to_come() {
    check(
        &["12/31/99", "01/13/00", "06/15/98"],
        &[
            (date(1999, 12, 31), 0),
            (date(2000, 1, 13), 0),
            (date(1998, 6, 15), 0),
        ],
    );
    check(
        &["24-01-05", "24-02-13"],
        &[(date(2024, 1, 5), 0), (date(2024, 2, 13), 0)],
    );
    assert_eq!(
        minutes(&["05-01-23", "05-02-24"], None)
            .unwrap_err()
            .to_string(),
        "The dates in column “When” of x.csv, such as 05-01-23, may have the day, the month or the year first. Nothing was written; say which with --dates dmy, --dates mdy or --dates ymd."
    );
    let told = minutes(&["05-01-23"], Some(DayMonth::YearFirst)).unwrap();
    assert_eq!(date_of(told.minutes[0]), date(2005, 1, 23));
}

#[test]
fn numbers_are_days_or_seconds_when_all_are() {
    check(
        &["45296", "45335.5"],
        &[(date(2024, 1, 5), 0), (date(2024, 2, 13), 720)],
    );
    check(&["1704450600"], &[(date(2024, 1, 5), 630)]);
    let mixed = minutes(&["2024-01-05", "2024-01-06", "45296"], None).unwrap();
    assert_eq!(
        mixed.wrong[0].1.to_string(),
        "the date “45296” is not written like the others"
    );
}

#[test]
fn times_of_day_stand_beside_the_date() {
    let texts = Column::Text(
        ["14:00:00", "2:05 PM", "1431", "soon", ""]
            .into_iter()
            .collect(),
    );
    assert_eq!(
        clocks(&texts),
        [Some(840), Some(845), Some(871), None, None]
    );
}
