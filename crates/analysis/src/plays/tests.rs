use std::fmt::Write;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// The product's own table.
const OWN: &[u8] = include_bytes!("../../../../public/plays.json");

/// A small table that is right.
fn small() -> Value {
    json!({
        "version": 1,
        "name": "Ours",
        "plays": [
            {
                "name": "regulars",
                "when": ["orders at least 4", "once below 0.5"],
                "summary": "Keep them",
                "persona": "They come again and again.",
                "do": ["Thank them", { "say": "Call them", "if": "spend at least 2" }],
                "dont": ["Leave them", { "say": "Discount", "unless": "discount at least 0.5" }],
                "channel": "E-mail",
                "offer": "Early access",
                "cap": "4 messages a month"
            },
            {
                "name": "others",
                "summary": "Try once",
                "persona": "They came once.",
                "do": ["Write"],
                "dont": ["Call"],
                "channel": "E-mail",
                "offer": "A season’s best",
                "cap": "1 message in 3 months"
            }
        ],
        "ways": [{ "name": "online", "channel": "The site", "do": ["Link the basket"] }]
    })
}

/// The mistake in a table that was changed at a place of it.
#[track_caller]
fn check(place: &str, value: Value, expected: &str) {
    let mut table = small();
    *table.pointer_mut(place).unwrap() = value;
    assert_eq!(mistake(table.to_string().as_bytes()), expected, "{place}");
}

#[track_caller]
fn mistake(text: &[u8]) -> String {
    Plays::read(text).unwrap_err().to_string()
}

#[test]
fn every_play_is_whole_and_the_last_one_is_for_everybody() {
    let table = Plays::read(OWN).unwrap();
    for entry in &table.plays {
        assert!(
            entry.does.len() >= 2 && entry.donts.len() >= 2,
            "{}",
            entry.name
        );
    }
    assert_eq!(table, Plays::own());
    assert_eq!((table.plays.len(), table.ways.len()), (17, 7));
}

#[test]
fn a_table_says_what_it_is() {
    let table = Plays::read(small().to_string().as_bytes()).unwrap();
    assert_eq!(table.name, "Ours");
    let condition = |figure, at_least, bound| Condition {
        figure,
        at_least,
        bound,
    };
    let regulars = &table.plays[0];
    assert_eq!(
        regulars.conditions,
        [
            condition("orders", true, 4.0),
            condition("once", false, 0.5)
        ]
    );
    assert_eq!(
        regulars.donts[1].only,
        Some(OnlyFor::Unless(condition("discount", true, 0.5)))
    );
    // A mark in front, as some editors put it, changes nothing.
    let marked = [b"\xef\xbb\xbf".as_slice(), small().to_string().as_bytes()].concat();
    assert_eq!(Plays::read(&marked), Ok(table));
    let without_ways = json!({ "version": 1, "name": "Ours", "plays": small()["plays"] });
    let table = Plays::read(without_ways.to_string().as_bytes()).unwrap();
    assert_eq!(table.ways, []);
}

#[test]
fn each_mistake_has_a_sentence() {
    assert_eq!(
        mistake(b"{\n  \"version\": 1,,"),
        "it is not JSON, key must be a string at line 2 column 16"
    );
    let large = [b" ".repeat(200_000), b"{}".to_vec()].concat();
    assert_eq!(mistake(&large), "it is larger than 200 kB");
    check("", json!([]), "the table must be an object");
    check(
        "",
        json!({}),
        "its version is not said, and this build reads version 1",
    );
    check(
        "/version",
        json!(2),
        "its version is 2, and this build reads version 1",
    );
    check(
        "/version",
        json!("1"),
        "its version is \"1\", and this build reads version 1",
    );
    check(
        "",
        json!({ "version": 1, "play": [] }),
        "the table has “play”, which is not one of its keys: version, name, plays, ways",
    );
    check(
        "",
        json!({ "version": 1, "name": "Ours" }),
        "the table has no “plays”",
    );
    check("/name", json!(4), "“name” of the table must be text");
    check(
        "/plays",
        json!("none"),
        "“plays” of the table must be a list",
    );
    check("/plays", json!([]), "there is no play in it");
    check("/plays/0", json!("none"), "play 1 must be an object");
    check(
        "/plays/0",
        json!({ "summary": "Keep them" }),
        "play 1 has no “name”",
    );
    check(
        "/plays/0",
        json!({ "name": "regulars", "colour": 3 }),
        "play “regulars” has “colour”, which is not one of its keys: name, when, summary, persona, do, dont, channel, offer, cap",
    );
    check(
        "/plays/0",
        json!({ "name": "regulars" }),
        "play “regulars” has no “summary”",
    );
    check(
        "/plays/0/cap",
        json!(["a"]),
        "“cap” of play “regulars” must be text",
    );
    check(
        "/plays/0/cap",
        json!(" "),
        "“cap” of play “regulars” is empty",
    );
    check(
        "/plays/0/cap",
        json!("a".repeat(301)),
        "“cap” of play “regulars” is longer than 300 characters",
    );
    check(
        "/plays/0/do",
        json!("Thank them"),
        "“do” of play “regulars” must be a list",
    );
    check("/plays/0/do", json!([]), "“do” of play “regulars” is empty");
    for line in [
        json!(3),
        json!({ "say": "Call them" }),
        json!({ "if": "orders below 2" }),
        json!({ "say": "Call them", "if": "orders below 2", "unless": "days below 2" }),
        json!({ "say": "Call them", "if": "orders below 2", "when": "soon" }),
        json!({ "say": "Call them", "if": 2 }),
    ] {
        check(
            "/plays/0/do/1",
            line,
            "a line of “do” of play “regulars” must be text, or an object with “say” and one of “if” and “unless”",
        );
    }
    check(
        "/plays/0/when",
        json!([]),
        "“when” of play “regulars” is empty",
    );
    for condition in [
        "orders about 2",
        "orders at least",
        "orders",
        "",
        "orders below NaN",
        "orders below inf",
        "orders at least two",
    ] {
        let expected = match condition {
            "" => "“when” of play “regulars” is empty".to_owned(),
            text => format!(
                "“{text}” of play “regulars” is no condition: write a figure, “at least” or “below”, and a number"
            ),
        };
        check("/plays/0/when/0", json!(condition), &expected);
    }
    check(
        "/plays/0/when/0",
        json!("luck at least 2"),
        "play “regulars” asks for “luck”, which is no figure: there are customers, enough, revenue, worth, once, orders, often, days, waits, spend, basket, new, discount",
    );
    check(
        "/plays/1/name",
        json!("regulars"),
        "there are two of the name “regulars”",
    );
    check(
        "/plays/0",
        small()["plays"][1].clone(),
        "there are two of the name “others”",
    );
    let mut open = small()["plays"][1].clone();
    open["name"] = json!("first");
    check(
        "/plays/0",
        open,
        "play “first” has no “when”, so nobody would get the plays behind it: give it conditions, or put it last",
    );
    check(
        "/plays/1",
        json!({ "name": "others", "when": ["days below 90"], "summary": "a", "persona": "b", "do": ["c"], "dont": ["d"], "channel": "e", "offer": "f", "cap": "g" }),
        "the last play, play “others”, has a “when”, so some customers would get no play: put one without it behind it",
    );
    check(
        "/ways/0/name",
        json!("on the moon"),
        "“on the moon” is no way of buying: there are bargain hunters, full-price buyers, returners, online, in store, big baskets, small baskets and “fond of” with a category",
    );
    check(
        "/ways/0",
        json!({ "name": "online", "cap": "none" }),
        "way “online” has “cap”, which is not one of its keys: name, do, dont, channel, offer",
    );
}

#[test]
fn a_table_that_cannot_be_used_is_said_in_one_sentence() {
    let say = |why: Mistake| why.sentence();
    assert_eq!(
        say(Mistake::NotThere),
        "The table of plays could not be read: there is no plays.json beside the page. Groups of customers stand without advice."
    );
    assert_eq!(
        say(Mistake::NotHad("The network is gone.".to_owned())),
        "The table of plays could not be read: The network is gone. Groups of customers stand without advice."
    );
    assert_eq!(
        say(Mistake::NoPlay),
        "The table of plays could not be read: there is no play in it. Groups of customers stand without advice."
    );
}

#[test]
fn every_figure_can_be_asked_for_and_no_other() {
    let figures = Figures::default();
    for name in FIGURES {
        assert!(figures.of(name).is_some(), "{name}");
    }
    assert_eq!(figures.of("luck"), None);
}

/// A table as text, the inverse of what is read.
fn written(table: &Plays) -> String {
    let condition = |of: &Condition| {
        let sign = if of.at_least { "at least" } else { "below" };
        format!("{} {sign} {}", of.figure, of.bound)
    };
    let lines = |lines: &[Advice]| -> Vec<Value> {
        let line = |line: &Advice| match &line.only {
            None => json!(line.words),
            Some(OnlyFor::If(of)) => json!({ "say": line.words, "if": condition(of) }),
            Some(OnlyFor::Unless(of)) => json!({ "say": line.words, "unless": condition(of) }),
        };
        lines.iter().map(line).collect()
    };
    let play = |entry: &Entry| {
        let mut play = json!({
            "name": entry.name, "summary": entry.summary, "persona": entry.persona,
            "do": lines(&entry.does), "dont": lines(&entry.donts),
            "channel": entry.channel, "offer": entry.offer, "cap": entry.cap
        });
        if !entry.conditions.is_empty() {
            let when: Vec<String> = entry.conditions.iter().map(condition).collect();
            play["when"] = json!(when);
        }
        play
    };
    let way = |way: &Way| {
        let mut of = json!({ "name": way.name, "do": way.does, "dont": way.donts });
        for (key, text) in [("channel", &way.channel), ("offer", &way.offer)] {
            if !text.is_empty() {
                of[key] = json!(text);
            }
        }
        of
    };
    let plays: Vec<Value> = table.plays.iter().map(play).collect();
    let ways: Vec<Value> = table.ways.iter().map(way).collect();
    json!({ "version": 1, "name": table.name, "plays": plays, "ways": ways }).to_string()
}

fn words() -> impl Strategy<Value = String> {
    "[a-zäß€“”\"{}\\\\]{1,12}"
}

fn condition() -> impl Strategy<Value = Condition> {
    let figure = prop::sample::select(FIGURES.to_vec());
    (figure, any::<bool>(), -1e6..1e6_f64).prop_map(|(figure, at_least, bound)| Condition {
        figure,
        at_least,
        bound,
    })
}

fn advice() -> impl Strategy<Value = Advice> {
    let only = prop::option::of(prop_oneof![
        condition().prop_map(OnlyFor::If),
        condition().prop_map(OnlyFor::Unless),
    ]);
    (words(), only).prop_map(|(words, only)| Advice { words, only })
}

fn entry() -> impl Strategy<Value = Entry> {
    let lines = || prop::collection::vec(advice(), 1..3);
    let conditions = prop::collection::vec(condition(), 1..4);
    let texts = prop::array::uniform5(words());
    (conditions, texts, lines(), lines()).prop_map(|(conditions, texts, does, donts)| {
        let [summary, persona, channel, offer, cap] = texts;
        Entry {
            name: String::new(),
            conditions,
            summary,
            persona,
            does,
            donts,
            channel,
            offer,
            cap,
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        mut plays in prop::collection::vec(entry(), 1..5),
        name in words(),
        ways in prop::sample::subsequence(WAYS.to_vec(), 0..=WAYS.len()),
        added in prop::collection::vec(words(), 0..3),
    ) {
        for (at, entry) in plays.iter_mut().enumerate() {
            write!(entry.name, "play {at}").unwrap();
        }
        plays.last_mut().unwrap().conditions.clear();
        let way = |name: &str| Way {
            name: name.to_owned(),
            does: added.clone(),
            donts: Vec::new(),
            channel: added.first().cloned().unwrap_or_default(),
            offer: String::new(),
        };
        let ways = ways.into_iter().map(way).collect();
        let table = Plays { name, plays, ways };
        prop_assert_eq!(Plays::read(written(&table).as_bytes()), Ok(table));
    }

    #[test]
    fn no_text_brings_the_reader_down(text in any::<Vec<u8>>()) {
        let _ = Plays::read(&text);
    }

    #[test]
    fn no_damage_brings_the_reader_down(at in 0..OWN.len(), to in any::<u8>(), cut in any::<bool>()) {
        let mut text = OWN.to_vec();
        text[at] = to;
        if cut {
            text.truncate(at);
        }
        if let Err(why) = Plays::read(&text) {
            prop_assert!(why.sentence().chars().count() < 900, "{}", why);
        }
    }
}

#[test]
fn a_play_is_chosen_by_the_figures_alone() {
    let many = Figures {
        customers: 100.0,
        enough: 10.0,
        discount: f64::NAN,
        ..Figures::default()
    };
    let check =
        |figures: Figures, summary: &str| assert_eq!(Plays::own().of(&figures).summary, summary);
    let regular = Figures {
        orders: 11.0,
        spend: 3.0,
        waits: 0.75,
        days: 10.0,
        ..many
    };
    check(
        regular,
        "Keep them close: early access, service, a word of thanks",
    );
    check(
        Figures {
            discount: 0.9,
            ..regular
        },
        "Keep them coming, and test smaller discounts",
    );
    check(
        Figures {
            waits: 1.5,
            ..regular
        },
        "Write now: their next order is overdue",
    );
    check(
        Figures {
            waits: 8.0,
            ..regular
        },
        "Pick up the phone: good regulars who stopped",
    );
    check(
        Figures {
            waits: 8.0,
            spend: 0.9,
            ..regular
        },
        "Call them back by name, with a reason",
    );
    let once = Figures {
        orders: 1.0,
        once: 0.9,
        days: 400.0,
        waits: 6.7,
        ..many
    };
    check(once, "One low-cost try, then let rest");
    check(
        Figures {
            revenue: 0.6,
            ..once
        },
        "Find a reason to return: much of the revenue came from single orders",
    );
    check(
        Figures { days: 20.0, ..once },
        "Earn the second order within the month",
    );
    check(
        Figures {
            enough: 0.4,
            ..regular
        },
        "Too few to advise on: look at them one by one",
    );
    check(
        Figures {
            customers: 5.0,
            enough: 0.5,
            revenue: 0.7,
            worth: 12.0,
            ..once
        },
        "Know each of them by name: few customers, much of the revenue",
    );
}

#[test]
fn a_way_of_buying_adds_to_a_play() {
    let own = Plays::own();
    let base = own.of(&Figures {
        customers: 90.0,
        enough: 9.0,
        orders: 5.0,
        ..Figures::default()
    });
    let play = own.with(&base, "online");
    assert_eq!(play.summary, base.summary);
    assert!(play.channel.ends_with("they order online"));
    assert_eq!(play.does.len(), base.does.len() + 1);
    assert_eq!(own.with(&base, "unheard of"), base);
}

#[test]
fn nobody_who_buys_at_a_discount_is_said_to_need_none() {
    let once = Figures {
        customers: 100.0,
        enough: 10.0,
        once: 0.9,
        days: 20.0,
        ..Figures::default()
    };
    let own = Plays::own();
    let donts = |discount: f64| own.of(&Figures { discount, ..once }).donts;
    let asked = "Give a discount before asking without one".to_owned();
    let sales = "Let the next sale be the only thing they hear of".to_owned();
    for (discount, said, not_said) in [
        (0.0, &asked, &sales),
        (0.49, &asked, &sales),
        (f64::NAN, &asked, &sales),
        (0.5, &sales, &asked),
        (1.0, &sales, &asked),
    ] {
        let donts = donts(discount);
        assert!(
            donts.contains(said) && !donts.contains(not_said),
            "{discount}"
        );
    }
}
