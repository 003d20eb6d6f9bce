//! The whole way with the real thread: drop, keep, segments, reload, and nothing of the file sent anywhere.

use std::fmt::Write;

use super::super::headline;
use super::*;

/// Lines of a made-up shop with some hundred customers who buy in different ways.
pub(crate) fn shop() -> String {
    let mut text =
        String::from("Order no,Order date,SKU,Product,Qty,Unit price,Customer no,Country\n");
    let mut order = 10_000;
    for customer in 0..400_u32 {
        let orders = 1 + customer * 7_919 % 9;
        for at in 0..orders {
            order += 1;
            let day = (customer * 37 + at * (11 + customer % 50)) % 360;
            let (month, day) = (1 + day / 30, 1 + day % 28);
            for line in 0..1 + (customer + at) % 3 {
                let product = (customer * 13 + at * 5 + line) % 40;
                let price = 2 + product * 3 + customer % 7 * 20;
                writeln!(
                    text,
                    "{order},2024-{month:02}-{day:02} 10:{:02},P{product:03},Product {product},{},{price}.50,C{customer:04},{}",
                    order % 60,
                    1 + customer % 4,
                    ["France", "Germany", "Spain"][customer as usize % 3],
                )
                .unwrap();
            }
        }
    }
    text
}

#[test]
fn a_shop_of_ones_own_has_segments_that_are_there_after_a_reload_and_nothing_is_sent() {
    let (server, browser) = (serve(), Browser::start().unwrap());
    open(&browser, &server, "?panel=overview");
    server.take_requests();
    let truth = |condition: &str| {
        if let Err(why) = browser.wait_until(condition, PATIENCE) {
            panic!("{condition}: {why}");
        }
    };
    browser
        .run(
            "const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'shop-2024.csv')); \
             document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));",
            &[shop().into()],
        )
        .unwrap();
    truth("document.querySelector('.opening .load .primary:not([disabled])')");
    browser.click(".load .primary").unwrap();
    truth("decodeURIComponent(location.search).includes('data=own/')");
    shown(&browser, "overview of one's own");
    truth("document.querySelector('.good-news')");
    browser.click(".good-news a.link").unwrap();
    truth("location.search.includes('panel=segments')");
    shown(&browser, "segments of one's own");
    let named = headline(&browser);
    browser.reload().unwrap();
    shown(&browser, "after a reload");
    assert_eq!(headline(&browser), named);
    // Only files of the page were fetched, each as it lies there.
    let dist = clientele_driver::dist();
    let asked = server.take_requests();
    let strange: Vec<_> = asked
        .iter()
        .filter(|request| {
            !request.path.is_empty()
                && !request.path.starts_with('?')
                && !dist.join(&request.path).is_file()
        })
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}
