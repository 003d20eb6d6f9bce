//! The laws of the link language, as properties, and every link that was ever shipped, as a table.

use std::collections::BTreeSet;

use clientele_model::filters::{
    Against, Copies, Filters, Floor, Lens, Level, MAX_ROWS, Mining, Period, Returns, Rules, Spend,
};
use clientele_model::groups::RfmGroup;
use clientele_model::only::Only;
use clientele_model::question::AnyQuestion;
use clientele_model::recommend::Whom;
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

fn only() -> impl Strategy<Value = Only> {
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

fn filters() -> impl Strategy<Value = Filters> {
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
    let who = (
        names(),
        names(),
        names(),
        names(),
        names(),
        vec(only(), 0..=4),
    );
    let how = (
        prop_oneof![Just(Copies::Kept), Just(Copies::Off)],
        prop_oneof![Just(Lens::Value), Just(Lens::Behaviour)],
        option::of(2..=10_u8),
        mining(),
        any::<u32>(),
    );
    (what, who, how).prop_map(
        |(
            (dataset, period, against, as_of, spend, returns),
            (countries, channels, categories, tiers, goods, only),
            (copies, lens, k, mining, seed),
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
            only,
            goods,
            copies,
            lens,
            k,
            mining,
            seed,
        },
    )
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
        parts in vec(("data|period|from|to|last|against|asof|country|spend|returns|only|goods|copies|lens|k|support|confidence|level|length|within|largest|rules|rows|seed", "[-+.0-9a-zN%&=]{0,12}"), 0..12),
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
