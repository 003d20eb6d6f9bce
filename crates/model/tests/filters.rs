//! The laws of the link language, as properties, and every link that was ever shipped, as a table.

use std::collections::BTreeSet;

use clientele_model::filters::{
    Against, Copies, Filters, Floor, Lens, Level, MAX_ROWS, Mining, Period, Returns, Rules,
    Segmentation, Spend,
};
use clientele_model::groups::RfmGroup;
use clientele_model::link::Link;
use clientele_model::products::{Class, Column, Demand, Measure, Options, Pick, Sort, Stage, Task};
use clientele_model::question::{AnyQuestion, FindProducts, Product, Products};
use clientele_model::recommend::Whom;
use clientele_model::selection::{Chosen, Had, ListBy, Listed, Only, When};
use clientele_model::{Date, date};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

fn day() -> impl Strategy<Value = Date> {
    (1900..2100_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| date(year, month, day))
}

fn days() -> impl Strategy<Value = (Date, Date)> {
    (day(), day()).prop_map(|(a, b)| (a.min(b), a.max(b)))
}

fn names() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(
        any::<String>().prop_filter("names are not empty", |s| !s.is_empty()),
        0..4,
    )
}

fn amount() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1e6..1e6_f64).prop_map(|v| v + 0.0),
        (-1000..1000_i32).prop_map(f64::from)
    ]
}

/// Selections of every kind, and put together.
fn only() -> impl Strategy<Value = Only> {
    condition().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Only::all),
            vec(inner.clone(), 1..4).prop_map(Only::any),
            inner.prop_map(Only::but),
        ]
    })
}

fn had() -> impl Strategy<Value = Had> {
    let name = any::<String>().prop_filter("names are not empty", |s| !s.is_empty());
    let item = prop_oneof![
        Just(Had::anything()),
        name.clone()
            .prop_map(|item| Had::once(Level::Product, item)),
        name.prop_map(|item| Had::once(Level::Category, item)),
    ];
    let when = prop_oneof![Just(When::Ever), Just(When::First), Just(When::Last)];
    (item, 1..500_u16, option::of(1..999_u16), when).prop_map(|(had, times, days, when)| Had {
        times,
        days,
        when,
        ..had
    })
}

fn condition() -> impl Strategy<Value = Only> {
    let name = || any::<String>().prop_filter("names are not empty", |s| !s.is_empty());
    prop_oneof![
        (0..11_usize).prop_map(|at| Only::Rfm(RfmGroup::ALL[at])),
        (1..=5_u8, 1..=5_u8).prop_map(|(recency, frequency)| Only::Cell { recency, frequency }),
        name().prop_map(Only::Segment),
        ("[a-z:]{1,8}", option::of(amount()), option::of(amount()))
            .prop_map(|(feature, low, high)| Only::Band { feature, low, high }),
        days().prop_map(|(from, to)| Only::Ordered(from, to)),
        days().prop_map(|(from, to)| Only::New(from, to)),
        days().prop_map(|(from, to)| Only::Returning(from, to)),
        name().prop_map(Only::Country),
        name().prop_map(Only::Channel),
        name().prop_map(Only::Category),
        name().prop_map(Only::Product),
        name().prop_map(Only::Tier),
        name().prop_map(Only::Saved),
        (any::<bool>(), "[0-9a-f]{16}", name()).prop_map(|(numbers, key, name)| {
            let by = if numbers {
                ListBy::Number
            } else {
                ListBy::Contact
            };
            Only::Listed(Listed { by, key, name })
        }),
        Just(Only::MayEmail),
        had().prop_map(Only::Had),
        (name(), name()).prop_map(|(campaign, arm)| Only::Arm { campaign, arm }),
        (1..=99_u16, 1..=999_u16).prop_map(|(times, days)| Only::Sent { times, days }),
        (-100_000..100_000_i32).prop_map(|cents| Only::Earned(f64::from(cents) / 100.0)),
        (1..=5_u8, 1..=5_u8, 1..=5_u8).prop_map(|(recency, frequency, monetary)| Only::Code {
            recency,
            frequency,
            monetary
        }),
        (any::<bool>(), vec(name(), 1..6), name()).prop_map(|(products, all, but)| Only::Bought {
            level: if products {
                Level::Product
            } else {
                Level::Category
            },
            all,
            but,
        }),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        Just(Period::Usual),
        Just(Period::All),
        day().prop_map(|from| Period::Range {
            from: Some(from),
            to: None
        }),
        day().prop_map(|to| Period::Range {
            from: None,
            to: Some(to)
        }),
        days().prop_map(|(from, to)| Period::Range {
            from: Some(from),
            to: Some(to)
        }),
        (1..36_500_u16).prop_map(Period::Last),
    ]
}

fn spend() -> impl Strategy<Value = Spend> {
    (option::of(amount()), option::of(amount())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => Spend {
            low: Some(a.min(b)),
            high: Some(a.max(b)),
        },
        (low, high) => Spend { low, high },
    })
}

fn mining() -> impl Strategy<Value = Mining> {
    let floor = prop_oneof![
        (1..u32::MAX).prop_map(Floor::Orders),
        (1e-4..0.999_f64).prop_map(Floor::Share),
    ];
    (
        option::of(floor),
        option::of(1e-4..=1.0_f64),
        prop_oneof![Just(Level::Product), Just(Level::Category)],
        option::of(2..=6_u8),
        option::of(1..=3_650_u16),
        option::of(2..=1_000_000_u32),
        prop_oneof![Just(Rules::Telling), Just(Rules::All)],
        option::of(1..=MAX_ROWS),
    )
        .prop_map(
            |(support, confidence, level, length, within, largest, rules, rows)| Mining {
                support,
                confidence,
                level,
                length,
                within,
                largest,
                rules,
                rows,
            },
        )
}

/// A selection, and what it was made under where that is said.
fn chosen() -> impl Strategy<Value = Chosen> {
    (only(), option::of(unchosen())).prop_map(|(only, filters)| match filters {
        Some(filters) => Chosen::under(&only, &filters),
        None => only.into(),
    })
}

fn filters() -> impl Strategy<Value = Filters> {
    (unchosen(), vec(chosen(), 0..=4)).prop_map(|(filters, only)| Filters { only, ..filters })
}

/// Filters without a selection.
fn unchosen() -> impl Strategy<Value = Filters> {
    let what = (
        option::of("(https?://[a-z0-9.:/-]{0,200}/)?[a-zA-Z0-9_-]{1,64}"),
        period(),
        prop_oneof![
            Just(Against::Before),
            Just(Against::Year),
            Just(Against::Nothing)
        ],
        option::of(day()),
        spend(),
        prop_oneof![Just(Returns::Netted), Just(Returns::Off)],
    );
    let who = (names(), names(), names(), names(), names());
    let how = (
        prop_oneof![Just(Copies::Kept), Just(Copies::Off)],
        prop_oneof![Just(Segmentation::Found), Just(Segmentation::Rfm)],
        prop_oneof![Just(Lens::Value), Just(Lens::Behaviour)],
        option::of(2..=10_u8),
        mining(),
        any::<u32>(),
    );
    (what, who, how).prop_map(
        |(
            (dataset, period, against, as_of, spend, returns),
            (countries, channels, categories, tiers, goods),
            (copies, by, lens, k, mining, seed),
        )| Filters {
            dataset,
            period,
            against,
            as_of,
            countries,
            channels,
            categories,
            tiers,
            spend,
            returns,
            only: Vec::new(),
            goods,
            copies,
            by,
            lens,
            k,
            mining,
            seed,
        },
    )
}

fn options() -> impl Strategy<Value = Options> {
    fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        prop::sample::select(all)
    }
    let cuts = (1..9999_u32, 1..9999_u32, 1..999_u32, 1..999_u32);
    let pick = (
        option::of(one(Class::ALL)),
        option::of(one(Column::ALL)),
        option::of(one(Demand::ALL)),
        option::of(one(Stage::ALL)),
        option::of(one(Task::ALL)),
    );
    let rest = (one(Measure::ALL), one(Sort::ALL), 1..=100_000_u32);
    (cuts, pick, rest).prop_map(
        |((a, b, x, y), (class, column, demand, stage, task), (by, sort, page))| Options {
            by,
            a: f64::from(a.min(b)) / 100.0,
            b: f64::from(a.max(b) + 1) / 100.0,
            x: f64::from(x.min(y)) / 10.0,
            y: f64::from(x.max(y) + 1) / 10.0,
            pick: Pick {
                class,
                column,
                demand,
                stage,
                task,
            },
            sort,
            page,
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_filter("texts are not empty", |s| {
        !s.is_empty() && s.chars().count() <= 200
    })
}

proptest! {
    #[test]
    fn questions_about_products_read_what_they_print(
        filters in filters(),
        options in options(),
        text in text(),
    ) {
        for question in [
            AnyQuestion::from(Products { filters: filters.clone(), options }),
            Product { filters: filters.clone(), options, id: text.clone() }.into(),
            FindProducts { filters: filters.clone(), text: text.clone() }.into(),
        ] {
            let read = AnyQuestion::parse(&question.to_string());
            prop_assert_eq!(read, Ok((question, vec![])));
        }
    }

    #[test]
    fn any_text_about_products_can_be_read(
        parts in vec(("by|a|b|x|y|box|demand|stage|task|sort|page|product|find|country|k", "[-+.0-9a-zA-CX-Z%]{0,6}"), 0..12),
    ) {
        let parts: Vec<_> = parts.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let (question, _) = AnyQuestion::parse(&format!("/products?{}", parts.join("&"))).unwrap();
        prop_assert_eq!(AnyQuestion::parse(&question.to_string()), Ok((question, vec![])));
    }
}

/// Link, canonical form, notices. Added to and never taken from, as the table of filters.
#[test]
fn old_links_about_products_work_for_ever() {
    let check = |link: &str, canonical: &str, expected: &[&str]| {
        let (question, notices) = AnyQuestion::parse(link).unwrap();
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(question.to_string(), canonical, "{link}");
        assert_eq!(notices, expected, "{link}");
    };
    let unread = |part: &str| {
        format!(
            "Part of this link could not be read (“{part}”) and was left at its default; choose it again above."
        )
    };
    check(
        "/products?by=revenue&a=80&b=95&x=0.5&y=1&sort=value&page=1",
        "/products",
        &[],
    );
    check(
        "/products?sort=cv&box=AX&y=1.2&x=0.6&b=90&a=70&by=units&country=France",
        "/products?country=France&by=units&a=70&b=90&x=0.6&y=1.2&box=AX&sort=cv",
        &[],
    );
    check(
        "/products?box=N&demand=lumpy&stage=declining",
        "/products?box=N&demand=lumpy&stage=declining",
        &[],
    );
    check(
        "?panel=products&product=22423&by=margin",
        "/products?by=margin&product=22423",
        &[],
    );
    check("/products?find=lunch+bag", "/products?find=lunch+bag", &[]);
    check("/products?a=96", "/products", &[&unread("a=96")]);
    check(
        "/products?y=0.2&x=0.4&b=101&box=XA&page=0&by=cost",
        "/products",
        &[
            &unread("b=101"),
            &unread("box=XA"),
            &unread("page=0"),
            &unread("by=cost"),
            &unread("y=0.2"),
            &unread("x=0.4"),
        ],
    );
    check(
        "/products?product=1&find=2",
        "/products?product=1",
        &[
            "Part of this link contradicts an earlier part (“find=2”) and was left out; the earlier one applies.",
        ],
    );
    check(
        "/segments?by=units",
        "/segments",
        &[
            "Part of this link is not known here (“by=units”) and was left out; everything else applies.",
        ],
    );
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(filters in filters()) {
        let text = filters.to_string();
        let (read, notices) = Filters::parse(&text);
        prop_assert_eq!(&read, &filters);
        prop_assert!(notices.is_empty(), "{:?}", notices);
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn any_text_can_be_read_and_its_print_is_canonical(text in any::<String>()) {
        let (filters, _) = Filters::parse(&text);
        let printed = filters.to_string();
        let (again, notices) = Filters::parse(&printed);
        prop_assert!(notices.is_empty(), "{:?} in {}", notices, printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn keys_with_nonsense_can_be_read(
        parts in vec(("data|period|from|to|last|against|asof|country|spend|returns|only|under|goods|copies|by|lens|k|support|confidence|level|length|within|largest|rules|rows|seed", "[-+.0-9a-zN%&=]{0,12}"), 0..12),
    ) {
        let text: Vec<_> = parts.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let (filters, _) = Filters::parse(&text.join("&"));
        let printed = filters.to_string();
        let (again, notices) = Filters::parse(&printed);
        prop_assert!(notices.is_empty(), "{:?} in {}", notices, printed);
        prop_assert_eq!(again, filters);
    }

    #[test]
    fn questions_read_what_they_print(filters in filters(), of in only(), name in ".{1,20}") {
        for question in [
            AnyQuestion::from(clientele_model::question::Overview(filters.clone())),
            clientele_model::question::Segments(filters.clone()).into(),
            clientele_model::question::Audience { filters: filters.clone(), of: of.clone() }.into(),
            clientele_model::question::Baskets(filters.clone()).into(),
            clientele_model::question::Recommend { filters: filters.clone(), whom: Whom::Group(of) }.into(),
            clientele_model::question::Recommend { filters: filters.clone(), whom: Whom::Product(name.clone()) }.into(),
            clientele_model::question::Recommend { filters: filters.clone(), whom: Whom::Customer(name.clone()) }.into(),
        ] {
            let read = AnyQuestion::parse(&question.to_string());
            prop_assert_eq!(read, Ok((question, vec![])));
        }
    }
}

proptest! {
    /// Whatever stands behind a selection, it is read or named, and what is read is printed so.
    #[test]
    fn what_a_selection_was_made_under_is_read_or_named(
        parts in vec(("(only=rfm.loyal|only=segment.x)", "[-=&%0-9a-z.]{0,30}|((last|only|under|lens|country|k)=[-0-9a-zA-Z%.]{0,6}%26?){0,4}"), 0..6),
    ) {
        let text: Vec<_> = parts.iter().map(|(only, under)| format!("{only}&under={under}")).collect();
        let (filters, _) = Filters::parse(&text.join("&"));
        let printed = filters.to_string();
        let (again, notices) = Filters::parse(&printed);
        prop_assert!(notices.is_empty(), "{:?} in {}", notices, printed);
        prop_assert_eq!(again, filters);
    }

    /// Chosen customers stay chosen: whatever is changed, what decided who they are stays what it was.
    #[test]
    fn selections_keep_what_they_were_made_under(
        before in unchosen(), only in vec(only(), 1..=4), after in unchosen(), stated in option::of(unchosen()),
    ) {
        let mut chosen: Vec<Chosen> = only.iter().cloned().map(Chosen::from).collect();
        if let Some(stated) = stated {
            chosen[0] = Chosen::under(&only[0], &stated);
        }
        let before = Filters { only: chosen, ..before };
        let mut after = Filters { only: before.only.clone(), ..after };
        after.hold(&before);
        let meant = |filters: &Filters, at: usize| match filters.made_under(at) {
            Some(under) => Chosen::under(&filters.only[at].only, &under).under,
            None => Chosen::under(&filters.only[at].only, filters).under,
        };
        for at in 0..only.len() {
            prop_assert_eq!(meant(&after, at), meant(&before, at));
        }
        // And in the next link as well.
        prop_assert_eq!(Filters::parse(&after.to_string()), (after, vec![]));
    }
}

#[test]
fn a_selection_says_what_it_was_made_under_behind_it() {
    let (mut filters, _) = Filters::parse("last=90&country=France&lens=behaviour&k=4&by=rfm");
    let champions = Only::Rfm(RfmGroup::Champions);
    filters = filters
        .narrowed(&champions)
        .narrowed(&Only::Segment("loyal".to_owned()));
    let text = "last=90&country=France&only=rfm.champions&under=last%3D90%26country%3DFrance\
                &only=segment.loyal&under=last%3D90%26country%3DFrance%26lens%3Dbehaviour%26k%3D4&by=rfm&lens=behaviour&k=4";
    assert_eq!(filters.to_string(), text);
    assert_eq!(filters.made_under(1), None);
    let usual = Filters::default().narrowed(&champions);
    assert_eq!(usual.to_string(), "only=rfm.champions&under=usual");
    // What is chosen by an ordinary filter leaves whom the selections mean.
    let old = Filters::parse("only=rfm.champions").0;
    let france = old.narrowed(&Only::Country("France".to_owned()));
    assert_eq!(
        france.to_string(),
        "country=France&only=rfm.champions&under=usual"
    );
    let misplaced = |text: &str| Filters::parse(text).1.len();
    assert_eq!(misplaced("under=usual&only=rfm.lost"), 1);
    assert_eq!(misplaced("only=rfm.lost&only=kings&under=usual"), 2);
    assert_eq!(misplaced("only=rfm.lost&k=3&under=usual"), 1);
    assert_eq!(misplaced("only=rfm.lost&under=only%3Drfm.loyal"), 1);
    assert_eq!(misplaced("only=rfm.lost&under="), 1);
}

#[test]
fn a_shared_link_names_the_data_set_and_its_days() {
    let catalogue = serde_json::from_str(include_str!("fixtures/catalogue.json"));
    let catalogue: clientele_model::catalogue::Catalogue = catalogue.unwrap();
    let check = |query: &str, stated: &str| {
        let (mut filters, _) = Filters::parse(query);
        filters.state(Some("shop"), Some(&catalogue));
        assert_eq!(filters.to_string(), stated);
    };
    let usual = "from=2010-12-01&to=2011-11-30";
    check("", &format!("data=shop&{usual}"));
    check("period=all&k=4", "data=shop&period=all&k=4");
    check(
        "data=other&last=9",
        "data=other&from=2011-12-01&to=2011-12-09",
    );
    check(
        "only=rfm.lost&under=usual&to=2011-05-01&copies=off",
        "data=shop&to=2011-05-01&only=rfm.lost&under=from%3D2010-12-01%26to%3D2011-11-30&copies=off",
    );
}

/// Every link that was ever shipped: link, canonical form, notices (one per line, `-` for none).
/// Links are added here and never taken out.
#[test]
fn old_links_work_for_ever() {
    let table = include_str!("links.txt");
    let mut checked = 0;
    for entry in table.split("\n\n").filter(|entry| !entry.trim().is_empty()) {
        let lines: Vec<_> = entry
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .collect();
        let [link, canonical, expected @ ..] = lines.as_slice() else {
            continue;
        };
        let (filters, notices) = Filters::parse(link);
        let canonical = if *canonical == "(default)" {
            ""
        } else {
            canonical
        };
        assert_eq!(filters.to_string(), canonical, "{link}");
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(notices, expected, "{link}");
        checked += 1;
    }
    assert!(checked >= 12, "only {checked} links were checked");
}

#[test]
fn ends_of_a_range_that_were_typed_the_wrong_way_round_mean_the_same_range() {
    let spend = |low, high| Spend { low, high };
    assert_eq!(
        spend(Some(500.0), Some(100.0)).sorted(),
        spend(Some(100.0), Some(500.0))
    );
    for sorted in [
        spend(Some(100.0), Some(500.0)),
        spend(None, Some(1.0)),
        spend(Some(9.0), None),
    ] {
        assert_eq!(sorted.sorted(), sorted);
    }
}

#[test]
fn a_reset_takes_cut_offs_back_and_leaves_what_is_listed() {
    let (link, _) = Link::of_page("?panel=products&by=units&a=70&b=90&x=0.6&y=1.2&box=AX");
    let mut reset = link.clone();
    reset.products.options = link.products.options.with_usual_cuts();
    assert_eq!(reset.to_string(), "?panel=products&by=units&box=AX");
}
