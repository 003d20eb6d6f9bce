use super::*;

#[test]
fn every_play_is_whole_and_the_last_one_is_for_everybody() {
    let table = read(TABLE).unwrap();
    let plays: Vec<&Entry> = table.iter().filter(|entry| !entry.adds).collect();
    for entry in &plays {
        let play = &entry.play;
        for text in [
            &play.summary,
            &play.persona,
            &play.channel,
            &play.offer,
            &play.cap,
        ] {
            assert!(!text.is_empty(), "{}", entry.name);
        }
        assert!(
            play.does.len() >= 2 && play.donts.len() >= 2,
            "{}",
            entry.name
        );
    }
    let open = plays
        .iter()
        .filter(|entry| entry.conditions.is_empty())
        .count();
    assert_eq!(open, 1);
    assert!(plays.last().unwrap().conditions.is_empty());
    let mut names: Vec<&str> = table.iter().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), table.len());
}

#[test]
fn a_play_is_chosen_by_the_figures_alone() {
    let many = Figures {
        customers: 100.0,
        enough: 10.0,
        discount: f64::NAN,
        ..Figures::default()
    };
    let check = |figures: Figures, summary: &str| assert_eq!(of(&figures).summary, summary);
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
fn a_line_that_cannot_be_read_is_named() {
    let check = |text: &str, expected: &str| assert_eq!(read(text).unwrap_err(), expected);
    check("summary = early", "line 1: summary = early");
    check("[A]\nif = orders about 2", "line 2: if = orders about 2");
    check(
        "[A]\n\nif = luck at least 2",
        "line 3: if = luck at least 2",
    );
    check("[A]\nif = orders at least", "line 2: if = orders at least");
    check(
        "[A]\ndont whenever orders below 2 = sleep",
        "line 2: dont whenever orders below 2 = sleep",
    );
    check(
        "[A]\ndont if luck below 2 = sleep",
        "line 2: dont if luck below 2 = sleep",
    );
    check("[A]\nnonsense", "line 2: nonsense");
    check("[A]\ncolor = 3", "line 2: color = 3");
}

#[test]
fn a_way_of_buying_adds_to_a_play() {
    let base = of(&Figures {
        customers: 90.0,
        enough: 9.0,
        orders: 5.0,
        ..Figures::default()
    });
    let play = with(&base, "online");
    assert_eq!(play.summary, base.summary);
    assert!(play.channel.ends_with("they order online"));
    assert_eq!(play.does.len(), base.does.len() + 1);
    assert_eq!(with(&base, "unheard of"), base);
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
    let donts = |discount: f64| of(&Figures { discount, ..once }).donts;
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
