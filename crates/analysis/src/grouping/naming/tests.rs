use super::*;
use clientele_model::groups::RfmGroup;

fn called(figures: &Figures) -> String {
    let (habit, since) = (habit(figures), since(figures));
    format!(
        "{} {}, {}",
        habit_words(habit),
        value(figures),
        since_words(since)
    )
}

const TYPICAL: Figures = Figures {
    customers: 100.0,
    enough: 10.0,
    share: 0.2,
    revenue: 0.2,
    worth: 1.0,
    once: 0.0,
    orders: 5.0,
    often: 0.5,
    days: 20.0,
    gap: 30.0,
    gaps: [20.0, 40.0],
    waits: 0.75,
    spend: 1.0,
    basket: 1.0,
    new: 0.0,
    discount: f64::NAN,
};

#[test]
fn names_are_plain_words_for_the_figures() {
    let check = |figures: Figures, expected: &str| assert_eq!(called(&figures), expected);
    check(TYPICAL, "Regular buyers, active");
    let frequent = Figures {
        often: 1.0,
        spend: 7.8,
        ..TYPICAL
    };
    check(frequent, "Frequent big spenders, active");
    let late = Figures {
        waits: 1.5,
        ..frequent
    };
    check(late, "Frequent big spenders, overdue");
    check(
        Figures {
            waits: 9.0,
            ..frequent
        },
        "Frequent big spenders, gone quiet",
    );
    // Three quarters of their gap are no delay, however many days they are.
    check(
        Figures {
            days: 270.0,
            gap: 360.0,
            ..TYPICAL
        },
        "Regular buyers, seldom",
    );
    let once = Figures {
        once: 0.9,
        orders: 1.0,
        spend: 0.4,
        ..TYPICAL
    };
    check(once, "One-time small spenders, recent");
    check(Figures { new: 0.8, ..once }, "One-time small spenders, new");
    check(
        Figures {
            days: 120.0,
            ..once
        },
        "One-time small spenders, months ago",
    );
    check(
        Figures {
            days: 471.0,
            ..once
        },
        "One-time small spenders, long ago",
    );
    check(
        Figures {
            once: 0.6,
            orders: 1.0,
            spend: f64::NAN,
            ..TYPICAL
        },
        "Occasional buyers, recent",
    );
}

fn group(figures: Figures) -> Group {
    Group {
        name: String::new(),
        slug: String::new(),
        former: None,
        colour: 0,
        play: Default::default(),
        rows: vec![],
        revenue: 0.0,
        figures,
        profile: vec![],
        trait_of: None,
    }
}

#[test]
fn namesakes_are_told_apart_by_what_differs_most() {
    let richer = Figures {
        spend: 1.9,
        ..TYPICAL
    };
    let segments = [group(richer), group(TYPICAL)];
    let mut names = vec!["Regular buyers, active".to_owned(); 2];
    tell_apart(&segments, &mut names);
    assert_eq!(
        names,
        [
            "Regular buyers, active, higher spend",
            "Regular buyers, active, lower spend"
        ]
    );
    let segments = [group(TYPICAL), group(TYPICAL), group(richer)];
    let mut names = vec!["Regular buyers, active".to_owned(); 3];
    tell_apart(&segments, &mut names);
    assert_eq!(
        names,
        [
            "Regular buyers, active",
            "Regular buyers, active 2",
            "Regular buyers, active 3"
        ]
    );
}

#[test]
fn every_segment_has_a_colour_of_its_own() {
    let mut segments: Vec<Group> = (0..9).map(|_| group(TYPICAL)).collect();
    paint(&mut segments, &[2, 2, 5, 1, 1, 5, 9, 2, 7]);
    let mut colours: Vec<u8> = segments.iter().map(|group| group.colour).collect();
    assert_eq!(colours[..4], [2, 3, 5, 1]);
    colours.sort_unstable();
    colours.dedup();
    assert_eq!(colours.len(), 9);
}

#[test]
fn no_name_is_that_of_an_rfm_group() {
    for habit in [
        Habit::Once,
        Habit::Occasional,
        Habit::Regular,
        Habit::Frequent,
    ] {
        let words = habit_words(habit);
        assert!(
            RfmGroup::ALL
                .iter()
                .all(|group| !group.name().starts_with(words))
        );
    }
}
