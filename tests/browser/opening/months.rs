//! New months for a data set of this device, and mappings as files: what the page offers and what it tells the thread.

use super::*;

/// Says what this device keeps, to whoever asked for the `times`-th time.
fn lists(page: &Played, times: usize) {
    let (thread, _) = page.hears(times, |m| *m == ToReader::List);
    page.say(thread, &FromReader::Sets(vec![sample::own()]));
}

#[test]
fn months_are_added_to_a_data_set_that_is_kept() {
    let page = Played::start("?panel=data");
    page.run("[...document.querySelectorAll('.views button')][1].click();");
    lists(&page, 1);
    page.browser
        .click("[aria-label^='Add new months']")
        .unwrap();
    let thread = page.read(&["orders-2012.csv"], sample::reading(true));
    page.says("Orders that are in both are counted once.");
    page.is_accessible();
    page.truth("document.querySelector('.load .primary').textContent === 'Add to Our shop'");
    page.browser.click(".load .primary").unwrap();
    let (_, message) = page.hears(1, is_keep);
    assert!(
        matches!(&message, ToReader::Keep { add_to: Some(to), .. } if to == "own/our-shop"),
        "{message:?}"
    );
    let said = [
        "30 orders were added; the data now run to 2012-01-28.",
        "10 orders appear in two files and are counted once, in their later state.",
    ];
    let kept = Kept {
        said: said.map(str::to_owned).to_vec(),
        ..sample::kept()
    };
    // Whoever asked what is kept has been answered by then.
    let asked = page
        .told()
        .into_iter()
        .filter(|(_, m)| *m == ToReader::List);
    for (at, _) in asked.skip(1) {
        page.say(at, &FromReader::Sets(vec![sample::own()]));
    }
    page.say(thread, &FromReader::Kept(kept));
    page.says(&format!("Loaded Our shop. {}", said.join(" ")));
    // The thread keeps the file beside the data set; it is asked what is kept, and ended only then.
    page.is_told(thread, &ToReader::List);
    page.truth(&format!("!window.readers[{thread}].ended"));
    let is_ended = format!("window.readers[{thread}].ended");
    let mut answered = 0;
    while page.run(&format!("return {is_ended};")) != true {
        let told = page.told().into_iter();
        let asked = told.filter(|(at, message)| *at == thread && *message == ToReader::List);
        let asked = asked.count();
        assert!(answered < asked, "{asked} were answered, and it goes on");
        answered += 1;
        page.say(thread, &FromReader::Sets(vec![sample::own()]));
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    // The next file with these headings is known to go on where this one ends.
    page.drop(&["orders-2013.csv"]);
    let (thread, _) = page.hears(2, is_read);
    page.say(thread, &FromReader::Read(Box::new(sample::reading(true))));
    page.says("This continues Our shop: the headings are the same. Orders that are in both are counted once.");
    page.truth("document.querySelector('.load .primary').textContent === 'Add to Our shop'");
    page.is_accessible();
    assert_eq!(page.browser.take_console().unwrap(), [""; 0]);
}

#[test]
fn a_mapping_of_the_command_line_is_taken_and_one_of_a_later_version_is_not() {
    let page = Played::start("?panel=data");
    let thread = page.read(&["orders.csv"], sample::reading(true));
    let bring = |text: &str| {
        page.browser
            .run(
                "const data = new DataTransfer(); data.items.add(new File([arguments[0]], 'shop.json')); \
                 const input = document.querySelector('.mapping input'); input.files = data.files; \
                 input.dispatchEvent(new Event('change', { bubbles: true }));",
                &[text.into()],
            )
            .unwrap();
    };
    // As `clientele pack --save-mapping` writes it.
    bring(
        r#"{ "version": 1, "columns": [{ "column": "Land", "role": "country" }, { "column": "Product", "role": null }],
             "decimal": ",", "dates": "ymd", "day_one": "2016-01-01", "currency": "GBP", "zone": "Europe/London",
             "encoding": null, "anonymous": false, "services": ["POST=Postage"], "kinds": [] }"#,
    );
    let (_, message) = page.hears(1, is_again);
    let told = again(&message);
    assert_eq!(told.dates, Some(DayMonth::YearFirst));
    assert_eq!(told.columns[0].field.as_deref(), Some("country"));
    assert_eq!(told.columns[1].field, None);
    assert_eq!(told.services, ["POST=Postage"]);
    page.say(thread, &FromReader::Read(Box::new(sample::reading(true))));
    page.truth("!document.querySelector('.progress')");
    for text in [r#"{ "version": 2 }"#, r#"{ "later": 1 }"#, "{"] {
        bring(text);
        page.says("This file holds no mapping that can be read. Nothing was changed; choose a file that “Save the mapping” or “clientele pack --save-mapping” made.");
    }
    assert_eq!(page.told().iter().filter(|(_, m)| is_again(m)).count(), 1);
}
