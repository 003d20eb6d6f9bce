//! How much memory it takes to load a pack and to find what is bought together.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(unsafe_code, reason = "an allocator that counts is unsafe to write")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use clientele_analysis::dataset::{
    Campaigns, Customers, Dataset, Flags, Lines, Orders, Products, Values,
};
use clientele_analysis::engine::{Engine, Source, finish};
use clientele_analysis::pack;
use clientele_analysis::studies;
use clientele_model::catalogue::{Catalogue, File, Has, Ledger};
use clientele_model::question::{AnyQuestion, AnyReport};

/// Counts what is taken.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn take(bytes: usize) {
    let taken = TAKEN.fetch_add(bytes, Relaxed) + bytes;
    MOST.fetch_max(taken, Relaxed);
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // What grows is copied, what shrinks stays where it is.
        if size > layout.size() {
            take(size);
            TAKEN.fetch_sub(layout.size(), Relaxed);
        } else {
            TAKEN.fetch_sub(layout.size() - size, Relaxed);
        }
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// A twenty-eighth of a shop of 8.5 million lines: lines, orders, products, customers.
const SHOP: [usize; 4] = [300_000, 68_000, 2_500, 8_000];

/// What 300 MB are for each of 8.5 million lines.
const BYTES_PER_LINE: f64 = 35.0;

/// Where a third of the lines are of products that are frequent enough to be mined.
#[test]
fn a_shop_is_loaded_and_mined_in_35_bytes_a_line() {
    let dataset = shop();
    let mut catalogue = dataset.catalogue.clone();
    let files = pack::encode(&dataset).unwrap();
    drop(dataset);
    catalogue.files = files.iter().map(listed).collect();
    let question = AnyQuestion::parse("/baskets?period=all&support=0.003")
        .unwrap()
        .0;

    let before = TAKEN.load(Relaxed);
    MOST.store(before, Relaxed);
    let mut engine = Engine::new(Source::Pack(catalogue), Vec::new(), &studies::all());
    for file in engine.wants(&question).unwrap().files() {
        let found = files.iter().find(|encoded| encoded.table == file.table);
        engine.supply(&file.table, &found.unwrap().bytes).unwrap();
    }
    let loaded = (MOST.load(Relaxed) - before) as f64 / SHOP[0] as f64;
    MOST.store(TAKEN.load(Relaxed), Relaxed);
    let job = engine.start(&question).unwrap();
    let AnyReport::Baskets(report) = finish(job).unwrap() else {
        panic!("another report");
    };
    let mined = (MOST.load(Relaxed) - before) as f64 / SHOP[0] as f64;
    assert!(
        report.complete && report.counts.pairs > 0,
        "{:?}",
        report.counts
    );
    println!("{loaded:.1} and {mined:.1} bytes a line");
    assert!(
        loaded < BYTES_PER_LINE && mined < BYTES_PER_LINE,
        "{loaded}, {mined}"
    );
}

/// Orders of a few products each, some products far more often than others.
fn shop() -> Dataset {
    let [lines, orders, products, customers] = SHOP;
    let mut state = 7_u64;
    let mut below = |most: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % most
    };
    let ids = |count: usize| (0..count).map(|at| format!("{at:06}")).collect::<Vec<_>>();
    let each = |most: usize, below: &mut dyn FnMut(usize) -> usize, count: usize| -> Vec<u32> {
        (0..count).map(|_| below(most) as u32).collect()
    };
    let begin = 28_401_120_i64; // 2024-01-01 00:00
    // A few products make a third of the lines.
    let product: Vec<u32> = (0..lines)
        .map(|_| match below(3) {
            0 => below(20) as u32,
            _ => below(products) as u32,
        })
        .collect();
    let price: Vec<f64> = (0..products)
        .map(|_| (95 + below(40_000)) as f64 / 100.0)
        .collect();
    let start = (0..=orders)
        .map(|at| (at * lines / orders) as u32)
        .collect();
    let names = |count: usize| {
        (0..count)
            .map(|at| format!("Name {at}"))
            .collect::<Vec<_>>()
    };
    Dataset {
        catalogue: catalogue(),
        campaigns: Campaigns::default(),
        values: Values {
            countries: names(10),
            channels: names(4),
            categories: names(8),
            tiers: names(3),
        },
        customers: Customers {
            id: ids(customers),
            email: Vec::new(),
            tier: each(3, &mut below, customers),
            email_opt_in: Vec::new(),
        },
        products: Products {
            id: ids(products),
            name: ids(products),
            category: each(8, &mut below, products),
            unit_cost: price
                .iter()
                .map(|price| (price * 50.0).round() / 100.0)
                .collect(),
            service: vec![false; products],
        },
        orders: Orders {
            id: ids(orders),
            minute: (0..orders)
                .map(|at| begin + (at * 1_052_640 / orders) as i64)
                .collect(),
            customer: each(customers, &mut below, orders),
            country: each(10, &mut below, orders),
            channel: each(4, &mut below, orders),
            start,
        },
        lines: Lines {
            price: product
                .iter()
                .map(|&product| price[product as usize])
                .collect(),
            product,
            quantity: (0..lines).map(|_| (1 + below(4)) as f64).collect(),
            discount: (0..lines)
                .map(|_| (below(9) * below(2)) as f64 / 100.0)
                .collect(),
            flags: vec![Flags(0); lines],
        },
    }
}

fn listed(file: &pack::Encoded) -> File {
    File {
        table: file.table.to_owned(),
        path: format!("{}.arrow", file.table),
        bytes: file.bytes.len() as u64,
        rows: file.rows,
        sha256: String::new(),
    }
}

fn catalogue() -> Catalogue {
    let day = |text: &str| text.parse().unwrap();
    Catalogue {
        contract: 1,
        slug: "shop".into(),
        title: "Shop".into(),
        about: String::new(),
        attribution: String::new(),
        licence: String::new(),
        currency: "EUR".into(),
        zone: "UTC".into(),
        first: day("2024-01-01"),
        last: day("2025-12-31"),
        usual: (day("2025-01-01"), day("2025-12-31")),
        columns: Vec::new(),
        has: Has {
            country: true,
            channel: true,
            category: true,
            tier: true,
            discount: true,
            cost: true,
            email: false,
            campaigns: false,
            whole_orders: false,
        },
        countries: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: Vec::new(),
        orders: 0,
        customers: 0,
        products: 0,
        ledger: Ledger::default(),
        files: Vec::new(),
    }
}
