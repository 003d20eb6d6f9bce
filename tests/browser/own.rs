//! A file of one's own: read by a thread of its own, kept on this device, asked like any other data set.

use clientele_driver::Browser;
use clientele_model::date;
use clientele_model::opening::{FromReader, READER, ToReader, Told};
use clientele_model::wire::{decode, encode};
use serde_json::Value;

use super::{PATIENCE, REFUSED, SHOWN, serve};

/// Orders of forty customers over a year.
fn orders() -> String {
    let mut text = "order_id,order_date,sku,quantity,unit_price,customer_id\n".to_owned();
    for order in 0..400u32 {
        let (month, day) = (order / 34 + 1, order % 28 + 1);
        let customer = order * 7 % 40;
        for line in 0..=order % 3 {
            let sku = (order * 7 + line * 5) % 19;
            let price = f64::from(sku + 1) * 1.25;
            text.push_str(&format!(
                "{},2025-{month:02}-{day:02},A{sku},{},{price},{customer}\n",
                1000 + order,
                order % 4 + 1
            ));
        }
    }
    text
}

/// Starts a thread that reads files, as the page does.
fn start(browser: &Browser) {
    let script = "
        const script = document.querySelector('meta[name=clientele-worker]').content;
        window.said = [];
        window.reader = new Worker(script, { name: arguments[0] });
        window.reader.onmessage = (event) => window.said.push(event.data);";
    browser.run(script, &[READER.into()]).unwrap();
}

/// Tells it something, with a file of this name and text behind.
fn tell(browser: &Browser, message: &ToReader, file: Option<(&str, &str)>) {
    let head: Vec<u8> = encode(message);
    let (name, text) = file.unwrap_or_default();
    let script = "
        const message = [new Uint8Array(arguments[0]).buffer];
        if (arguments[1]) message.push(new File([arguments[2]], arguments[1]));
        window.reader.postMessage(message);";
    browser
        .run(script, &[head.into(), name.into(), text.into()])
        .unwrap();
}

/// What it says next, how far it is apart; and how many files ride behind.
#[track_caller]
fn hear(browser: &Browser) -> (FromReader, usize) {
    loop {
        browser
            .wait_until("window.said.length > 0", PATIENCE)
            .unwrap();
        let script = "
            const [head, ...files] = window.said.shift();
            window.files = files;
            return [Array.from(new Uint8Array(head)), files.length];";
        let said = browser.run(script, &[]).unwrap();
        let bytes = said[0].as_array().unwrap().iter();
        let bytes: Vec<u8> = bytes.map(|byte| byte.as_u64().unwrap() as u8).collect();
        match decode(&bytes).unwrap() {
            FromReader::Progress { .. } => {}
            message => return (message, said[1].as_u64().unwrap() as usize),
        }
    }
}

fn read(names: &[&str]) -> ToReader {
    ToReader::Read {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        told: Told::default(),
        today: date(2026, 6, 1),
        zone: "Europe/London".to_owned(),
    }
}

fn keep(title: &str) -> ToReader {
    ToReader::Keep {
        title: title.to_owned(),
        add_to: None,
    }
}

#[test]
fn a_file_is_read_kept_and_asked_and_stays_on_its_device() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let open = |query: &str| {
        browser.open(&format!("{}?{query}", server.url())).unwrap();
    };
    open("panel=data");
    browser.wait_until(SHOWN, PATIENCE).unwrap();
    start(&browser);
    assert!(matches!(hear(&browser).0, FromReader::Ready { .. }));
    tell(
        &browser,
        &read(&["orders.csv"]),
        Some(("orders.csv", &orders())),
    );
    let FromReader::Read(reading) = hear(&browser).0 else {
        panic!("the file is not read");
    };
    assert_eq!(reading.title, "orders");
    assert_eq!(reading.doubts, []);
    // A broken file after a good one, and what was there stays.
    tell(
        &browser,
        &read(&["half.csv"]),
        Some(("half.csv", "a,b\n\"1,2\n")),
    );
    let FromReader::Refused(refusal) = hear(&browser).0 else {
        panic!("half a file is read");
    };
    assert!(
        refusal.sentence.contains("Nothing was loaded"),
        "{}",
        refusal.sentence
    );
    tell(&browser, &keep("Orders"), None);
    let (said, _) = hear(&browser);
    assert!(
        matches!(&said, FromReader::Failed { sentence } if sentence.starts_with("There is nothing to keep yet.")),
        "{said:?}"
    );
    tell(
        &browser,
        &read(&["orders.csv"]),
        Some(("orders.csv", &orders())),
    );
    hear(&browser);
    tell(&browser, &keep("Orders"), None);
    let (FromReader::Kept(kept), 0) = hear(&browser) else {
        panic!("the data set is not kept");
    };
    assert_eq!(
        (kept.slug.as_str(), kept.title.as_str()),
        ("own/orders", "Orders")
    );
    let [said] = &kept.said[..] else {
        panic!("{:?}", kept.said);
    };
    assert_eq!(
        *said,
        format!(
            "It is kept on this device, packed to {} kB, for this browser only.",
            kept.bytes.div_ceil(1000)
        )
    );
    // The same again gets a name of its own.
    tell(&browser, &keep("Orders"), None);
    let (FromReader::Kept(second), 0) = hear(&browser) else {
        panic!("the data set is not kept twice");
    };
    assert_eq!(
        (second.slug.as_str(), second.title.as_str()),
        ("own/orders-2", "Orders (2)")
    );
    tell(
        &browser,
        &ToReader::Rename {
            slug: second.slug.clone(),
            title: "Second".to_owned(),
        },
        None,
    );
    let FromReader::Sets(sets) = hear(&browser).0 else {
        panic!("nothing is listed");
    };
    let titles: Vec<&str> = sets.iter().map(|set| set.title.as_str()).collect();
    assert_eq!(titles, ["Orders", "Second"]);
    assert_eq!(sets[0].span, (date(2025, 1, 1), date(2025, 12, 28)));
    // Its file is kept beside it, packed.
    let beside = sets[0].bytes - kept.bytes;
    assert!(beside > 0 && beside < orders().len() as u64 / 2, "{beside}");
    tell(&browser, &ToReader::Delete { slug: second.slug }, None);
    let (FromReader::Sets(sets), _) = hear(&browser) else {
        panic!("nothing is listed");
    };
    assert_eq!(sets.len(), 1);
    tell(&browser, &ToReader::Pack { slug: kept.slug }, None);
    let (FromReader::Packed { name }, 1) = hear(&browser) else {
        panic!("no archive");
    };
    assert_eq!(name, "orders.zip");
    let begins = browser
        .run(
            "return Array.from(new Uint8Array(window.files[0], 0, 2))",
            &[],
        )
        .unwrap();
    assert_eq!(begins, Value::from(vec![u64::from(b'P'), u64::from(b'K')]));
    // Every panel answers from what is kept, after a reload as well.
    for panel in ["overview", "segments", "products", "baskets", "data"] {
        open(&format!("panel={panel}&data=own%2Forders"));
        browser.wait_until(SHOWN, PATIENCE).unwrap();
        let refused = browser
            .run(&format!("return {REFUSED} ?? ''"), &[])
            .unwrap();
        assert_eq!(refused, "", "{panel}");
        assert!(browser.url().unwrap().contains("own%2Forders"));
    }
    let lines = browser.text("main");
    let lines = lines.unwrap();
    assert!(lines.contains("799"), "{lines}");
    assert_eq!(browser.take_console().unwrap(), [""; 0]);
    // Elsewhere the link says where the data set is.
    let other = serve();
    browser
        .open(&format!("{}?panel=overview&data=own%2Forders", other.url()))
        .unwrap();
    browser.wait_until(REFUSED, PATIENCE).unwrap();
    assert_eq!(
        browser.run(&format!("return {REFUSED}"), &[]).unwrap(),
        "The data set “own/orders” is not kept in this browser: your own data sets stay on the device where their files were opened. Open the link there, or the same files here."
    );
}

/// Thirty orders of a month more; the last ten orders of the year stand there again, each with one line only.
fn more(month: u32) -> String {
    let mut text = "order_id,order_date,sku,quantity,unit_price,customer_id\n".to_owned();
    let old = orders();
    let again = (390..400).map(|order| format!("{},", 1000 + order));
    for number in again {
        let line = old.lines().find(|line| line.starts_with(&number));
        text.push_str(&format!("{}\n", line.unwrap()));
    }
    for order in (370 + 30 * month)..(400 + 30 * month) {
        text.push_str(&format!(
            "{},2026-{month:02}-{:02},A{},1,5,{}\n",
            1000 + order,
            order % 28 + 1,
            order % 19,
            order % 40
        ));
    }
    text
}

#[test]
fn months_are_added_to_a_data_set_and_counted_once() {
    let server = serve();
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}?panel=data", server.url()))
        .unwrap();
    browser.wait_until(SHOWN, PATIENCE).unwrap();
    start(&browser);
    hear(&browser);
    let opens = |text: &str| {
        tell(&browser, &read(&["orders.csv"]), Some(("orders.csv", text)));
        let said = hear(&browser).0;
        assert!(matches!(said, FromReader::Read(_)), "{said:?}");
    };
    let adds = || {
        let add_to = Some("own/orders".to_owned());
        let title = "Not taken".to_owned();
        tell(&browser, &ToReader::Keep { title, add_to }, None);
        hear(&browser).0
    };
    opens(&orders());
    tell(&browser, &keep("Orders"), None);
    assert!(matches!(hear(&browser).0, FromReader::Kept(_)));
    let refused = |said: FromReader| match said {
        FromReader::Failed { sentence } => sentence,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(adds()),
        "Orders already contains orders.csv. Nothing was changed; choose the file with the new months."
    );
    opens(&more(1));
    let FromReader::Kept(kept) = adds() else {
        panic!("nothing is added");
    };
    assert_eq!((&*kept.slug, &*kept.title), ("own/orders", "Orders"));
    assert_eq!(
        kept.said,
        [
            "30 orders were added; the data now run to 2026-01-28.",
            "10 orders appear in two files and are counted once, in their later state."
        ]
    );
    // The same months again bring nothing, and others are added to all that is there by now.
    assert!(refused(adds()).starts_with("Orders already contains orders.csv."));
    opens(&more(2));
    let FromReader::Kept(kept) = adds() else {
        panic!("nothing is added the second time");
    };
    assert!(
        kept.said[0].starts_with("30 orders were added"),
        "{:?}",
        kept.said
    );
    tell(&browser, &ToReader::List, None);
    let FromReader::Sets(sets) = hear(&browser).0 else {
        panic!("nothing is listed");
    };
    let [set] = &sets[..] else {
        panic!("{sets:?}");
    };
    assert_eq!(set.span, (date(2025, 1, 1), date(2026, 2, 28)));
    // Nothing lies about of the states before: one of each file, and every file is whole.
    let names = "return (async () => {
        let own = await (await navigator.storage.getDirectory()).getDirectoryHandle('own');
        const names = [];
        for await (const name of (await own.getDirectoryHandle('orders')).keys()) names.push(name.replace(/-[0-9a-f]{12}$/, ''));
        return names.sort();
    })()";
    let names = browser.run(names, &[]).unwrap();
    let names: Vec<&str> = names
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let mut once = names.clone();
    once.dedup();
    assert_eq!(names, once);
    let sources = names.iter().filter(|name| name.starts_with("source-"));
    assert_eq!(sources.count(), 3, "{names:?}");
    browser
        .open(&format!("{}?panel=data&data=own%2Forders", server.url()))
        .unwrap();
    browser.wait_until(SHOWN, PATIENCE).unwrap();
    let text = browser.text("main").unwrap();
    assert!(text.contains("879"), "{text}");
    assert_eq!(browser.take_console().unwrap(), [""; 0]);
    // A data set without its files cannot grow, and says so.
    start(&browser);
    hear(&browser);
    let gone = "return (async () => {
        let own = await (await navigator.storage.getDirectory()).getDirectoryHandle('own');
        await (await own.getDirectoryHandle('orders')).removeEntry('sources.json');
    })()";
    browser.run(gone, &[]).unwrap();
    opens(&more(1));
    assert_eq!(
        refused(adds()),
        "Orders was kept without its files, so no months can be added to it. Nothing was changed; open the old and the new file together, and load them as one."
    );
}

#[test]
fn where_the_device_keeps_no_files_they_are_handed_over() {
    let server = serve();
    let browser = Browser::start().unwrap();
    browser
        .open(&format!("{}?panel=data", server.url()))
        .unwrap();
    browser.wait_until(SHOWN, PATIENCE).unwrap();
    // A thread that is refused its file system, as in a private window.
    let script = "
        const script = new URL(document.querySelector('meta[name=clientele-worker]').content, document.baseURI).href;
        const denied = `StorageManager.prototype.getDirectory = async () => { throw new DOMException('no', 'SecurityError'); };`;
        const source = await (await fetch(script)).text();
        window.text = denied + source.replaceAll('self.location.href', JSON.stringify(script));
        window.said = [];
        window.reader = new Worker(URL.createObjectURL(new Blob([window.text])), { name: arguments[0] });
        window.reader.onmessage = (event) => window.said.push(event.data);";
    let script = format!(
        "return (async () => {{ {} }})()",
        script.replace("arguments[0]", &format!("{READER:?}"))
    );
    if browser.run(&script, &[]).is_err() {
        return;
    }
    let (said, _) = hear(&browser);
    assert!(matches!(said, FromReader::Ready { .. }), "{said:?}");
    tell(
        &browser,
        &read(&["orders.csv"]),
        Some(("orders.csv", &orders())),
    );
    assert!(matches!(hear(&browser).0, FromReader::Read(_)));
    tell(&browser, &keep("Orders"), None);
    let (FromReader::Kept(kept), files) = hear(&browser) else {
        panic!("the data set is not handed over");
    };
    // Behind the files there is an archive of all of them, to be taken along.
    assert_eq!(kept.files.len() + 1, files);
    assert_eq!(kept.files[0], "catalogue.json");
    assert_eq!(
        kept.said,
        [
            "This browser keeps no files, as in a private window, so the data set is here only until this page is closed; open its file again to have it back."
        ]
    );
}
