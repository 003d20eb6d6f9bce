//! Every chart is a function from a plain struct to SVG, held against a committed drawing at two widths.
//!
//! A changed drawing is written beside its golden as `-changed.svg`; `UPDATE_GOLDEN=1` accepts it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "charts/judged.rs"]
mod judged;

use std::path::Path;

use clientele_app::charts::*;

fn money(v: f64) -> String {
    if v.abs() >= 1e6 {
        format!("£{:.2}M", v / 1e6)
    } else if v.abs() >= 1e4 {
        format!("£{:.0}K", v / 1e3)
    } else {
        format!("£{v:.0}")
    }
}

fn number(v: f64) -> String {
    format!("{v:.0}")
}

fn hundredths(v: f64) -> String {
    format!("{v:.2}")
}

fn tip(title: &str) -> Tip {
    Tip::new(title, vec![("Value", "1".into())])
}

const MONTHS: [&str; 12] = [
    "Dec 2010", "Jan 2011", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
];
const NOW: [f64; 12] = [
    760., 580., 500., 680., 483., 732., 725., 678., 703., 1010., 1060., 1430.,
];
const BEFORE: [f64; 12] = [
    781., 606., 527., 755., 639., 608., 673., 618., 664., 844., 1070., 1400.,
];
const SEGMENTS: [(&str, u8, f64, f64); 5] = [
    ("Champions", 1, 0.10, 0.57),
    ("Loyal", 2, 0.20, 0.19),
    ("Need Attention", 4, 0.24, 0.16),
    ("Promising", 3, 0.20, 0.04),
    ("Hibernating", 5, 0.26, 0.04),
];

#[track_caller]
fn check(name: &str, draw: impl Fn(f64) -> Picture) {
    for (size, width) in [("wide", 640.0), ("narrow", 324.0)] {
        let picture = draw(width);
        for mark in &picture.marks {
            assert!(
                mark.w * picture.w >= 2399.0 || mark.w >= 4.0,
                "{name}: a mark is under 24 pixels wide: {mark:?}"
            );
            assert!(
                !mark.label.is_empty(),
                "{name}: a mark has no words: {mark:?}"
            );
            for v in [mark.x, mark.y, mark.w, mark.h] {
                assert!(v.is_finite(), "{name}: {mark:?}");
            }
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts");
        let golden = folder.join(format!("{name}-{size}.svg"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&golden, &picture.svg).unwrap();
            continue;
        }
        let known = std::fs::read_to_string(&golden).unwrap_or_default();
        if known != picture.svg {
            let changed = folder.join(format!("{name}-{size}-changed.svg"));
            std::fs::write(&changed, &picture.svg).unwrap();
            panic!(
                "{name} at {width} is drawn differently: compare {}",
                changed.display()
            );
        }
    }
}

fn months(n: usize, compared: bool) -> Trend {
    Trend {
        label: "Net revenue per month".into(),
        now: "This period".into(),
        before: "The year before".into(),
        points: (0..n)
            .map(|i| Point {
                period: Period {
                    key: "everyone".into(),
                    name: MONTHS[i % 12].into(),
                    label: format!("{}: {}", MONTHS[i % 12], money(NOW[i % 12] * 1e3)),
                    tip: Tip::new(
                        MONTHS[i % 12],
                        vec![("Net revenue", money(NOW[i % 12] * 1e3))],
                    ),
                },
                now: NOW[i % 12] * 1e3,
                before: compared.then(|| BEFORE[i % 12] * 1e3),
            })
            .collect(),
    }
}

#[test]
fn a_line_stands_beside_the_line_it_is_compared_with() {
    check("trend", |w| trend(&months(12, true), w, &money));
    check("trend-one", |w| trend(&months(1, false), w, &money));
    check("trend-many", |w| trend(&months(60, true), w, &money));
    check("trend-none", |w| trend(&months(0, true), w, &money));
}

#[test]
fn a_spark_is_a_line_of_a_few_pixels() {
    check("spark", |_| spark(&NOW, &BEFORE, 184.0, 28.0));
    check("spark-flat", |_| spark(&[5.0, 5.0, 5.0], &[], 184.0, 28.0));
}

fn two_parts(n: usize, named: bool) -> Columns {
    Columns {
        label: "Customers who bought".into(),
        lower: ("New".into(), Ink::Mark),
        upper: ("Returning".into(), Ink::MarkSoft),
        named,
        height: 268.0,
        columns: (0..n)
            .map(|i| Column {
                period: Period {
                    key: "everyone".into(),
                    name: MONTHS[i % 12].into(),
                    label: format!("{}: columns", MONTHS[i % 12]),
                    tip: tip(MONTHS[i % 12]),
                },
                lower: BEFORE[i % 12] / 5.0,
                upper: NOW[i % 12],
            })
            .collect(),
    }
}

#[test]
fn columns_have_two_parts() {
    check("columns", |w| columns(&two_parts(12, true), w, &number));
    check("columns-plain", |w| {
        columns(&two_parts(25, false), w, &number)
    });
    check("columns-one", |w| columns(&two_parts(1, true), w, &number));
}

#[test]
fn pairs_compare_customers_with_revenue() {
    let rows: Vec<_> = SEGMENTS
        .iter()
        .map(|&(name, colour, share, revenue)| Pair {
            key: format!("segment.{name}"),
            name: name.into(),
            sub: "1,023 customers".into(),
            ink: Ink::Segment(colour),
            open: (share, format!("{:.0}%", share * 100.0)),
            filled: (revenue, format!("{:.0}%", revenue * 100.0)),
            label: format!("{name}: a pair"),
            tip: tip(name),
        })
        .collect();
    check("pairs", |w| pairs(&rows, "Shares", w));
}

#[test]
fn bars_are_named_and_valued() {
    let names = [
        "Regency cakestand 3 tier",
        "White hanging heart t-light holder",
        "Party <bunting> & more",
        "Refund",
    ];
    let rows: Vec<_> = names
        .iter()
        .zip([159e3, 97.5e3, 97.4e3, -3.0])
        .map(|(name, v)| Bar {
            key: "product.1".into(),
            name: (*name).into(),
            value: v,
            text: money(v),
            ink: Ink::Mark,
            tip: tip(name),
        })
        .collect();
    check("bars", |w| bars(&rows, "Best sellers", w));
}

#[test]
fn ranges_go_from_before_to_now() {
    let rows: Vec<_> = [
        ("Netherlands", Some(263e3), 272e3),
        ("Ireland", Some(344e3), 252e3),
        ("Iceland", None, 5e3),
    ]
    .iter()
    .map(|&(name, before, now)| Range {
        key: format!("country.{name}"),
        name: name.into(),
        before,
        now,
        change: "+3%".into(),
        strong: name == "Ireland",
        label: format!("{name}: {}", money(now)),
        tip: tip(name),
    })
    .collect();
    check("ranges", |w| ranges(&rows, "Places", w, &money));
}

#[test]
fn certainty_has_three_parts() {
    let rows: Vec<_> = SEGMENTS
        .iter()
        .map(|&(name, colour, share, _)| Certainty {
            key: format!("segment.{name}"),
            name: name.into(),
            ink: Ink::Segment(colour),
            inside: 0.5 + share,
            leaning: 0.4 - share,
            between: 0.1,
            text: "67%".into(),
            tip: tip(name),
        })
        .collect();
    check("certainty", |w| certainty(&rows, "How sure", w));
}

#[test]
fn a_heat_map_says_how_far_from_typical() {
    let data = Heat {
        label: "Typical values".into(),
        columns: [
            "Days since the last order",
            "Orders",
            "Spend",
            "Average order",
            "Different products",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: SEGMENTS
            .iter()
            .enumerate()
            .map(|(i, &(name, colour, ..))| HeatRow {
                key: format!("segment.{name}"),
                name: name.into(),
                ink: Ink::Segment(colour),
                cells: (0..5)
                    .map(|j| GridCell {
                        text: format!("{}", 7 * (i + 1) * (j + 1)),
                        step: (1 + (i * 2 + j) % 9) as u8,
                        label: format!("{name} {j}"),
                        tip: tip(name),
                    })
                    .collect(),
            })
            .collect(),
        all: (
            "All customers".into(),
            ["50", "2", "£636", "£292", "34"]
                .map(str::to_owned)
                .to_vec(),
        ),
    };
    check("heat", |w| heat(&data, w));
}

#[test]
fn the_grid_shows_the_mix_of_each_cell() {
    let cells: Vec<_> = (1..=5)
        .flat_map(|r| (1..=5).map(move |f| (r, f)))
        .filter(|&(r, f)| (r, f) != (5, 1))
        .map(|(r, f)| Rfm {
            key: format!("cell.{r}.{f}"),
            r,
            f,
            count: format!("{}", 100 * u32::from(r) + u32::from(f)),
            share: "3%".into(),
            groups: vec![(Ink::Segment(r), 0.6), (Ink::Segment(f + 5), 0.4)],
            label: format!("R {r} F {f}"),
            tip: tip("Cell"),
        })
        .collect();
    let r = [
        "over 178 d",
        "70–178 d",
        "33–69 d",
        "14–32 d",
        "13 d or less",
    ]
    .map(str::to_owned);
    let f = ["1 order", "2 orders", "3 orders", "4–5 orders", "6+ orders"].map(str::to_owned);
    check("rfm", |w| {
        rfm(
            &cells,
            &r,
            &f,
            "Days since the last order: recent →",
            "Grid",
            w,
        )
    });
}

/// Segments at their typical days and spend, each with dots around it.
fn customers(segments: &[(&str, f64, f64)]) -> Cloud {
    let dots = (0..200_usize).map(|i| {
        let s = i % segments.len();
        let (_, days, spend) = segments[s];
        let spread = |k: usize| 0.4 + ((i * k) % 101) as f64 / 60.0;
        (days * spread(37), spend * spread(53), s)
    });
    Cloud {
        label: "Spend against days".into(),
        x: "Days since the last order".into(),
        y: "Spend in the period".into(),
        segments: (1..)
            .zip(segments)
            .map(|(colour, &(name, days, spend))| CloudSegment {
                key: format!("segment.{name}"),
                name: name.into(),
                ink: Ink::Segment(colour),
                median: (days, spend),
                label: format!("{name}, typically"),
                tip: tip(name),
            })
            .collect(),
        dots: dots.collect(),
        density: (Vec::new(), 0.0),
        bounds: [1.0, 373.0, 10.0, 100_000.0],
        x_ticks: [
            (1., "1 day"),
            (7., "1 week"),
            (30., "1 month"),
            (90., "3 months"),
            (365., "1 year"),
        ]
        .map(|(v, n)| (v, n.to_owned()))
        .to_vec(),
    }
}

#[test]
fn a_cloud_names_its_typical_customers_however_close_they_lie() {
    let apart = customers(&[
        ("Champions", 10., 5056.),
        ("Loyal", 14., 1483.),
        ("Need Attention", 81., 951.),
        ("Promising", 24., 326.),
        ("Hibernating", 217., 230.),
    ]);
    check("cloud", |w| cloud(&apart, w, &money));
    let close = customers(&[
        ("Champions", 26., 1164.),
        ("Loyal", 34., 518.),
        ("Potential Loyalist, fond of Home", 102., 243.),
        ("Need Attention, fond of Kitchen", 124., 220.),
        ("Hibernating, fond of Fashion", 167., 189.),
        ("Promising, fond of Toys", 82., 178.),
        ("About To Sleep, fond of Beauty", 149., 114.),
        ("Lost, small baskets", 189., 60.),
    ]);
    check("cloud-close", |w| cloud(&close, w, &money));
}

#[test]
fn a_cloud_of_many_has_shades_behind_its_dots() {
    let mut many = customers(&[
        ("Champions", 10., 5056.),
        ("Hibernating, fond of Home", 217., 230.),
        ("Hibernating, fond of Toys", 160., 190.),
    ]);
    let cells = (0..24_u32).map(|i| {
        let (column, row) = (f64::from(i % 6), f64::from(i / 6));
        let place = (12.0 * 1.4_f64.powf(column), 120.0 * 1.5_f64.powf(row));
        (place.0, place.1, (i % 3) as usize, 1 + i * i)
    });
    many.density = (cells.collect(), 1.0 / 48.0);
    check("cloud-many", |w| cloud(&many, w, &money));
}

#[test]
fn boxes_show_the_spread() {
    let rows: Vec<_> = SEGMENTS
        .iter()
        .enumerate()
        .map(|(i, &(name, colour, ..))| {
            let m = 5000.0 / (i as f64 + 1.0).powi(2);
            Spread {
                key: format!("segment.{name}"),
                name: name.into(),
                ink: Ink::Segment(colour),
                quantiles: [m * 0.2, m * 0.6, m, m * 1.8, m * 4.0],
                text: money(m),
                label: format!("{name}: typically {}", money(m)),
                tip: tip(name),
            }
        })
        .collect();
    check("boxes", |w| boxes(&rows, "Spread", w, &money, false));
    check("boxes-log", |w| boxes(&rows, "Spread", w, &money, true));
}

#[test]
fn silhouettes_are_sorted_inside_their_segment() {
    let data = Silhouettes {
        label: "Silhouettes".into(),
        axis: "Silhouette: fits its own group better".into(),
        mean: (0.32, "mean 0.32".into()),
        profiles: SEGMENTS
            .iter()
            .map(|&(name, colour, share, _)| Profile {
                key: format!("segment.{name}"),
                name: name.into(),
                sub: "435 · 0.32".into(),
                ink: Ink::Segment(colour),
                count: share * 4293.0,
                values: (0..61).map(|i| 0.6 - 0.012 * f64::from(i)).collect(),
                label: format!("{name}: mean silhouette"),
                tip: tip(name),
            })
            .collect(),
    };
    check("silhouettes", |w| {
        silhouettes(&data, w, &|v| format!("{v:.1}"))
    });
}

#[test]
fn the_elbow_shares_the_number_of_groups() {
    let data = Elbow {
        label: "By number of groups".into(),
        scatter: "Scatter inside groups (inertia)".into(),
        separation: "Separation (silhouette, 95% interval)".into(),
        band: ("within 5% of the best".into(), 0.05),
        axis: "Number of groups, k".into(),
        chosen: 5,
        candidates: (2..=10)
            .map(|k| {
                let s = 0.45 - 0.02 * f64::from(k);
                Candidate {
                    k,
                    inertia: 14_000.0 / f64::from(k),
                    silhouette: (k != 10).then_some((s, s - 0.01, s + 0.01)),
                    eligible: (3..=8).contains(&k),
                    label: format!("{k} groups"),
                    tip: tip("groups"),
                }
            })
            .collect(),
    };
    check("elbow", |w| elbow(&data, w, &number, &hundredths));
}

#[test]
fn histograms_have_words_at_their_ends() {
    let counts: Vec<_> = (0..20).map(|i| 400.0 / f64::from(i + 1)).collect();
    check("histogram", |w| {
        histogram(&counts, ("0", "361 days"), "Days", Ink::Mark, w / 4.0, 84.0)
    });
    check("histogram-empty", |w| {
        histogram(&[], ("0", "1"), "Nothing", Ink::Compare, w / 4.0, 84.0)
    });
}

#[test]
fn a_waterfall_hands_on_what_is_left() {
    let mut left = 1_067_371.0;
    let mut steps = vec![Step {
        key: String::new(),
        name: "Lines read".into(),
        why: "2 sheets, 1 file".into(),
        from: 0.0,
        to: left,
        left,
        ink: Ink::Mark,
        text: number(left),
        said: number(left),
        total: true,
        tip: tip("Lines read"),
    }];
    for (name, n, ink) in [
        ("In both sheets", 22_523.0, Ink::Compare),
        ("Returns", 17_973.0, Ink::Bad),
        ("Sales without customer", 226_758.0, Ink::MarkSoft),
    ] {
        steps.push(Step {
            key: String::new(),
            name: name.into(),
            why: "Counted once".into(),
            from: left - n,
            to: left,
            left: left - n,
            ink,
            text: format!("−{}", number(n)),
            said: format!("−{}", number(n)),
            total: false,
            tip: tip(name),
        });
        left -= n;
    }
    check("waterfall", |w| waterfall(&steps, "Ledger", w, &number));
}

#[test]
fn rules_lie_by_how_often_and_how_sure_they_are() {
    let dots = (0..60_u32).map(|i| {
        let (often, sure) = (f64::from(i * 37 % 61), f64::from(i * 17 % 53));
        KeyDot {
            key: format!("product.{i}"),
            x: 0.0025 * 1.05_f64.powf(often),
            y: 0.12 + sure / 65.0,
            ink: Ink::Diverging(6 + (i % 4) as u8),
            label: format!("Rule {i}"),
            tip: tip("Rule"),
        }
    });
    let data = Keys {
        label: "Rules".into(),
        x: "share of all orders".into(),
        y: "of orders with the first".into(),
        inks: (6..=9).map(Ink::Diverging).collect(),
        dots: dots.collect(),
    };
    let share = |v: f64| format!("{}%", (v * 1e4).round() / 100.0);
    check("keys", |w| keys(&data, w, &share));
}

#[test]
fn a_matrix_says_who_goes_with_whom_and_what_is_not_known() {
    let names = [
        "Green Regency teacup and saucer",
        "Roses Regency teacup and saucer",
        "Jumbo bag red retrospot",
        "Jumbo bag pink polkadot",
        "Lunch bag red retrospot",
        "Lunch bag black skull",
        "Alarm clock Bakelike green",
        "Alarm clock Bakelike red",
        "Herb marker thyme",
        "Herb marker rosemary",
    ];
    let cell = |i: usize, j: usize| {
        let lift = [14.0, 1.6, 6.3, 2.4, 0.0][(i + j) % 5];
        (i != j && lift > 0.0).then(|| MatrixCell {
            key: format!("product.{i}"),
            text: format!("{lift}"),
            step: 5 + (i + j) as u8 % 5,
            label: format!("{} with {}", names[i], names[j]),
            tip: tip("Pair"),
        })
    };
    let data = Matrix {
        label: "Who with whom".into(),
        names: names.map(str::to_owned).to_vec(),
        cells: (0..10)
            .map(|i| (0..10).map(|j| cell(i, j)).collect())
            .collect(),
    };
    check("matrix", |w| matrix(&data, w));
}

#[test]
fn a_network_ties_what_belongs_together() {
    let names = [
        "Green Regency teacup",
        "Roses Regency teacup",
        "Pink Regency teacup",
        "Jumbo bag red retrospot",
        "Jumbo bag pink polkadot",
        "Jumbo storage bag Suki",
        "Lunch bag red retrospot",
        "Lunch bag black skull",
        "Alarm clock green",
        "Alarm clock red",
    ];
    let nodes = names.iter().enumerate().map(|(i, name)| Node {
        key: format!("product.{i}"),
        name: (*name).into(),
        size: 2000.0 / (i as f64 + 1.0),
        label: (*name).into(),
        tip: tip(name),
    });
    let data = Network {
        label: "What hangs together".into(),
        nodes: nodes.collect(),
        ties: vec![
            (0, 1, 1.0),
            (1, 2, 1.0),
            (0, 2, 0.9),
            (3, 4, 0.6),
            (4, 5, 0.7),
            (3, 5, 0.5),
            (6, 7, 0.7),
            (3, 6, 0.3),
            (8, 9, 0.9),
        ],
    };
    check("network", |w| network(&data, w));
}

#[test]
fn nine_boxes_say_how_many_what_they_are_worth_and_what_to_do() {
    let advice = ["Never run out", "Plan monthly", "Plan by season"];
    let boxes: Vec<Nine> = (0..9)
        .map(|at| {
            let (row, column) = (at / 3, at % 3);
            let share = [0.30, 0.34, 0.12, 0.02, 0.06, 0.05, 0.0, 0.02, 0.03][at];
            let name = format!("{}{}", ["A", "B", "C"][row], ["X", "Y", "Z"][column]);
            Nine {
                row,
                column,
                count: number(271.0 + 100.0 * at as f64),
                lines: [
                    format!("{}% of revenue", (share * 100.0_f64).round()),
                    advice[column].into(),
                ],
                share,
                on: at == 0,
                mark: Mark::new(&name, name.clone(), tip(&name)),
            }
        })
        .collect();
    let rows = [("A", "first 80%"), ("B", "next 15%"), ("C", "last 5%")];
    let rows = rows.map(|(letter, words)| (letter.to_owned(), words.to_owned()));
    let columns = ["Steady", "Varies", "Erratic"].map(str::to_owned);
    check("nine", |w| nine(&boxes, &rows, &columns, "Nine boxes", w));
}

#[test]
fn a_pareto_curve_has_its_cut_offs() {
    let points = (0..=50).map(|at| {
        let x = f64::from(at) / 50.0;
        (x, 1.0 - (1.0 - x).powi(4))
    });
    let cut = |x: f64, name: &str| {
        let words = [
            format!("{} products", number(x * 3789.0)),
            format!("make {name}"),
        ];
        (x, 1.0 - (1.0 - x).powi(4), words, String::new(), tip(name))
    };
    let data = Pareto {
        label: "How few products make most of the revenue".into(),
        points: points.collect(),
        cuts: vec![cut(0.33, "80%"), cut(0.53, "95%")],
        axis: "Share of products, best first →".into(),
    };
    let percent = |v: f64| format!("{}%", (v * 100.0).round());
    check("pareto", |w| pareto(&data, w, &percent));
}

fn year(bars: bool) -> Outcomes {
    let heights = [
        3.0, 20.0, 90.0, 180.0, 240.0, 260.0, 230.0, 170.0, 90.0, 40.0, 12.0, 4.0,
    ];
    let bins = heights.iter().enumerate().map(|(i, whole)| {
        let from = -4_000.0 + 2_000.0 * i as f64;
        Bin {
            from,
            to: from + 2_000.0,
            whole: *whole,
            stopped: if i == 2 { 60.0 } else { 0.0 },
            label: format!("{} to {}: {whole}", money(from), money(from + 2_000.0)),
            tip: tip(&money(from)),
        }
    });
    Outcomes {
        label: "Simulated years by gain".into(),
        bins: if bars { bins.collect() } else { vec![] },
        mean: 7_200.0,
        middle: (1_400.0, 13_800.0),
        mean_words: "£7,200 expected".into(),
        middle_words: "8 years in 10: £1,400 to £14K".into(),
        sides: ["Loss: 1 in 27".into(), "Gain".into()],
        waiting: "The years are being simulated".into(),
    }
}

#[test]
fn years_show_where_they_end_and_what_is_known_before_they_are_simulated() {
    check("outcomes", |w| outcomes(&year(true), w, &money));
    check("outcomes-waiting", |w| outcomes(&year(false), w, &money));
    let certain = Outcomes {
        bins: year(true).bins.split_off(6),
        middle: (9_000.0, 13_000.0),
        mean: 10_000.0,
        ..year(true)
    };
    check("outcomes-gain", |w| outcomes(&certain, w, &money));
}

#[test]
fn a_test_tells_what_is_expected_from_some_day_on() {
    let days = (1..=56).map(|day| {
        let (d, label) = (f64::from(day), format!("Day {day}"));
        TellingDay {
            tells: 1.2 * d.sqrt() * 0.7,
            expected: (d * 0.2).min(5.5),
            tip: tip(&label),
            label,
        }
    });
    let data = Telling {
        label: "What the test can tell".into(),
        days: days.collect(),
        judged: 28,
        judged_words: "Day 28: seen in 86 of 100".into(),
        names: [
            "Smallest lift the test can tell".into(),
            "Lift expected by then".into(),
        ],
        axis: "Days since the send →".into(),
    };
    check("telling", |w| telling(&data, w, &number));
    let short = Telling {
        days: data.days.iter().take(2).cloned().collect(),
        judged: 1,
        ..data.clone()
    };
    check("telling-short", |w| telling(&short, w, &number));
}

#[test]
fn what_an_offer_needs_grows_until_nothing_pays_for_it() {
    let points = (0..=60).map(|size| {
        let size = f64::from(size) / 100.0;
        let need = 0.7 + 6.0 * size / (0.62 - size).max(0.02);
        (size, need, format!("{size}"), tip("Size"))
    });
    let data = Needed {
        label: "What is needed".into(),
        points: points.collect(),
        at: (0.15, "At 15%: 2.6 points needed".into()),
        limit: Some((0.276, "No gain from 28%".into())),
        expected: (5.5, "5.5 points expected".into()),
        plausible: (3.3, 7.7, "8 in 10 of what is plausible".into()),
        axis: "Discount →".into(),
    };
    let percent = |v: f64| format!("{}%", (v * 100.0).round());
    check("needed", |w| needed(&data, w, &percent, &number));
    let always = Needed {
        limit: None,
        points: data.points.iter().take(20).cloned().collect(),
        ..data.clone()
    };
    check("needed-always", |w| needed(&always, w, &percent, &number));
}

#[test]
fn ways_lie_side_by_side_each_with_its_letter() {
    let way = |letter: &str, name: &str, ends: [f64; 2], expected: (f64, f64, f64)| Way {
        letter: letter.into(),
        name: name.into(),
        ends: [(0.0, ends[0]), (10.0, ends[1])],
        expected,
        on: letter == "A",
        mark: Mark::new(letter, format!("{letter}, {name}"), tip(name)),
    };
    let all = [
        way("A", "this plan", [-7_000.0, 35_000.0], (5.5, 2.0, 9.0)),
        way("B", "by post", [-23_000.0, 46_000.0], (5.5, 2.0, 9.0)),
        way("C", "to everybody", [-10_000.0, 72_000.0], (2.4, 0.1, 4.6)),
        way("D", "no discount", [-3_000.0, 84_000.0], (3.1, 0.9, 6.3)),
    ];
    let axis = "More buyers among 100 →";
    check("ways", |w| ways(&all, "Ways", axis, w, &number, &money));
    check("ways-one", |w| {
        ways(&all[..1], "Ways", axis, w, &number, &money)
    });
    check("strip", |_| {
        strip(
            (-1_400.0, 14_600.0, 30_700.0),
            (-7_000.0, 40_000.0),
            false,
            180.0,
        )
    });
}

#[test]
fn a_forest_has_a_row_for_each_group_and_arrows_for_what_lies_outside() {
    let row = |name: &str, value: f64, half: f64, measured: Option<f64>, ink: Ink| ForestRow {
        name: name.into(),
        count: number(800.0),
        value,
        low: value - half,
        high: value + half,
        measured,
        ink,
        strong: value > 3.0,
        pale: value < 0.0,
        text: format!("£{value:.2}"),
        mark: Mark::new("everyone", name.into(), tip(name)),
    };
    let segments = SEGMENTS.iter().enumerate().map(|(i, (name, colour, ..))| {
        let value = 0.6 + 0.3 * i as f64;
        row(
            name,
            value,
            if i == 4 { 14.0 } else { 1.8 },
            (i > 0).then_some(value * 4.0 - 4.4),
            Ink::Segment(*colour),
        )
    });
    let data = Forest {
        label: "Gain by group".into(),
        blocks: vec![
            (
                "Items bought at a discount".into(),
                vec![
                    row("Never", -0.84, 2.0, Some(-1.4), Ink::Mark),
                    row("Half or more", 3.23, 2.1, Some(4.1), Ink::Mark),
                ],
            ),
            ("Group by the RFM rule".into(), segments.collect()),
        ],
        heads: ["reached".into(), "gain each".into()],
        axis: "Gain per customer →".into(),
        limit: None,
    };
    check("forest", |w| forest(&data, w, &money));
    let limited = Forest {
        blocks: vec![(String::new(), data.blocks[0].1.clone())],
        limit: Some(-0.5),
        ..data.clone()
    };
    check("forest-limit", |w| forest(&limited, w, &hundredths));
}

#[test]
fn looking_every_day_cries_success_where_there_is_none() {
    let path = |seed: u32| {
        let mut at = 0.0_f64;
        let days = (0..28_u32).map(move |day| {
            at += f64::from((seed * 7919 + day * 104_729) % 200) / 100.0 - 1.0;
            at / f64::from(day + 1).sqrt() * 1.6
        });
        days.map(|v| v * 1.9).collect::<Vec<_>>()
    };
    let data = Looks {
        label: "Tests of nothing".into(),
        paths: (1..=24).map(path).collect(),
        usual: vec![1.96; 28],
        any_day: (0..28).map(|day| 3.0 + 6.0 / f64::from(day + 1)).collect(),
        names: [
            "Usual limit".into(),
            "Any-day limit".into(),
            "No effect".into(),
        ],
        axis: "Days since the send →".into(),
        mark: Mark::new("", "Some cross the limit".into(), tip("Some cross it")),
        bars_title: "False alarms among 100 useless campaigns".into(),
        bars: vec![
            ("Once, at the end".into(), 5.0, "5".into(), false),
            ("Every day".into(), 27.0, "27".into(), false),
            ("Every day, any-day limit".into(), 1.0, "1".into(), true),
        ],
    };
    check("looks", |w| looks(&data, w));
}
