//! Names that never end or stand in other scripts, on every width: nothing makes the page wider than its window.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use clientele_driver::{Browser, Server, Theme, dist};
use serde_json::json;

use super::{PATIENCE, WHOLE, clientele, downloads, open, show};

/// Orders of a shop with names of a thousand letters, without a gap, from right to left, or in Chinese signs.
fn orders() -> String {
    let long = "x".repeat(1_000);
    let products = [
        long.as_str(),
        "Unbrokenverylongcompoundnamethatgoesonandonandonandonandonandon",
        "日本語の商品名がとても長い場合にはどうなるのでしょうか日本語の商品名",
        "منتج باسم عربي طويل جدا جدا",
        "Mug",
        "Plate",
        "a/b\\c",
        "<b>bold</b>",
    ];
    let countries = [
        "TheUnitedKingdomofGreatBritainandNorthernIreland",
        "日本国",
        "المملكة العربية السعودية",
        "France",
    ];
    let categories = [
        "Kitchenwarewithaverylongcategorynamethatneverends".repeat(8),
        "台所用品".to_owned(),
    ];
    let mut csv = "order,date,customer,product,product name,category,quantity,unit price,country\n"
        .to_owned();
    let mut number = 0;
    for day in 0..360_usize {
        for nth in 0..4 {
            number += 1;
            // Some come every month, some once.
            let who = if nth < 2 {
                (day * 7 + nth) % 40
            } else {
                40 + number
            };
            let customer = match who {
                0 => long.clone(),
                1 => "客户".repeat(60),
                _ => {
                    format!("customer.number.{who}@a-subdomain.of.a-long-company-name.example.com")
                }
            };
            let date = format!("2023-{:02}-{:02}", 1 + day / 30, 1 + day % 28);
            let first = (day * 5 + nth * 3) % products.len();
            for product in [first, (first + 1) % products.len()] {
                let (name, category) = (products[product], &categories[product % 2]);
                let country = countries[(day + nth) % countries.len()];
                let price = 3 + product * 2 + who % 9;
                writeln!(csv, "{number},{date},\"{customer}\",P{product},\"{name}\",\"{category}\",{},{price}.50,\"{country}\"", 1 + nth).unwrap();
            }
        }
    }
    csv
}

/// The page with that shop in it.
fn shop(folder: &Path) -> Server {
    let copied = Command::new("cp")
        .arg("-r")
        .arg(dist())
        .arg(folder.join("page"))
        .status()
        .unwrap();
    assert!(copied.success());
    let file = folder.join("orders.csv");
    std::fs::write(&file, orders()).unwrap();
    let title = format!("A shop whose name never ends {}", "y".repeat(80));
    let packed = Command::new(clientele())
        .args(["pack", "--index", "--title", &title, "--out"])
        .arg(folder.join("page/data/long"))
        .arg(&file)
        .output()
        .unwrap();
    assert!(
        packed.status.success(),
        "{}",
        String::from_utf8_lossy(&packed.stderr)
    );
    Server::start(&folder.join("page"), "/").unwrap()
}

/// What reaches beyond the window, but for what scrolls by itself.
const BEYOND: &str = "const found = []; \
    const over = document.documentElement.scrollWidth - innerWidth; \
    if (over > 0) found.push('the page, by ' + over); \
    for (const element of document.querySelectorAll('header *, main *')) { \
        if (element.closest('.sr, .table-wrap, .chips, .skip') || !element.checkVisibility()) continue; \
        const box = element.getBoundingClientRect(); \
        if (box.width > 1 && box.height > 1 && box.right > innerWidth + 1) \
            found.push(`${element.tagName}.${element.className}, by ${Math.round(box.right - innerWidth)}: ${element.textContent.slice(0, 40)}`); \
    } \
    for (const table of document.querySelectorAll('.table-wrap tr:not(.gap) > td, .table-wrap th')) { \
        if (table.checkVisibility() && table.getBoundingClientRect().width > 700) found.push('a cell of ' + table.textContent.slice(0, 40)); \
    } \
    return found.slice(0, 6);";

#[test]
fn no_name_makes_the_page_or_a_table_wider() {
    let folder = downloads("names-without-end");
    let server = shop(&folder);
    let browser = Browser::start().unwrap();
    // 720 px are 1440 at twice the size.
    for width in [320, 390, 720, 768, 1440, 1920] {
        show(&browser, width, Theme::Light);
        for panel in [
            "overview",
            "segments",
            "segments&lens=behaviour",
            "baskets",
            "products",
            "data",
            "experiments/plan",
        ] {
            let link = format!("?panel={panel}&data=long&seed={width}");
            open(&browser, &server, &link);
            browser.wait_until(WHOLE, PATIENCE).unwrap();
            let found = browser.run(BEYOND, &[]).unwrap();
            assert_eq!(found, json!([]), "{link} at {width} px");
            let tables =
                "document.querySelectorAll('figure .as-table').forEach((table) => table.click());";
            browser.run(tables, &[]).unwrap();
            let found = browser.run(BEYOND, &[]).unwrap();
            assert_eq!(found, json!([]), "{link} as tables at {width} px");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
