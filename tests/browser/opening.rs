//! A file of one's own: what the page shows of it, what it tells the thread that reads files, and what it never does.
//!
//! Here the thread is played by the test, message by message, so that every state of the page can be reached.

use clientele_driver::{Browser, Key, Server, Theme};
use clientele_model::catalogue::{Ledger, LedgerRow, LineClass};
use clientele_model::opening::{
    Choice, DayMonth, Doubt, FileKind, FromReader, Gives, Kept, OwnSet, Preview, PreviewLine,
    ReadColumn, ReadFile, Reading, ReadingStage, Refusal, Sign, Sure, ToReader, Told,
};
use clientele_model::wire;

use super::{PATIENCE, open, serve, show, shown};

#[path = "opening/away.rs"]
mod away;
#[path = "opening/months.rs"]
mod months;
#[path = "opening/sample.rs"]
mod sample;
#[path = "opening/tabs.rs"]
mod tabs;
#[path = "opening/trouble.rs"]
mod trouble;
#[path = "opening/whole.rs"]
mod whole;

pub(super) use whole::shop;

/// In the place of threads that read files, objects that note what they are told.
const PLAYED: &str = "
    window.readers = [];
    const Real = window.Worker;
    window.Worker = function (url, options) {
      if (options?.name !== 'clientele-reader') return new Real(url, options);
      const played = new EventTarget();
      Object.assign(played, { told: [], files: [], ended: false });
      played.postMessage = (list) => { played.told.push([...new Uint8Array(list[0])]); played.files.push(list.slice(1).map((f) => f.name)); };
      played.terminate = () => { played.ended = true; };
      played.say = (bytes, behind) => played.dispatchEvent(new MessageEvent('message', { data: [Uint8Array.from(bytes).buffer, ...behind] }));
      window.readers.push(played);
      const ready = window.Worker.ready;
      setTimeout(() => played.say(ready, []));
      return played;
    };
    window.Worker.ready = READY;
";

struct Played {
    browser: Browser,
    server: Server,
}

impl Played {
    fn start(link: &str) -> Self {
        let (server, browser) = (serve(), Browser::start().unwrap());
        let played = Self { browser, server };
        played.open(link);
        played
    }

    fn open(&self, link: &str) {
        open(&self.browser, &self.server, link);
        self.play();
    }

    /// From now on the test is the thread that reads files.
    fn play(&self) {
        let ready = wire::encode(&FromReader::Ready { build: wire::BUILD });
        self.run(&PLAYED.replace("READY", &format!("{ready:?}")));
    }

    fn run(&self, script: &str) -> serde_json::Value {
        self.browser.run(script, &[]).unwrap()
    }

    #[track_caller]
    fn truth(&self, condition: &str) {
        if let Err(why) = self.browser.wait_until(condition, PATIENCE) {
            panic!("{condition}: {why}");
        }
    }

    #[track_caller]
    fn says(&self, words: &str) {
        self.truth(&format!(
            "document.querySelector('main').innerText.includes({words:?})"
        ));
    }

    /// Drops files of these names somewhere on the panel.
    fn drop(&self, names: &[&str]) {
        self.run(&format!(
            "const data = new DataTransfer(); for (const name of {names:?}) data.items.add(new File(['a,b\\n1,2\\n'], name)); \
             document.querySelector('main').dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}));"
        ));
    }

    /// What the threads were told, in order, each by its place.
    fn told(&self) -> Vec<(usize, ToReader)> {
        let told = self.run("return (window.readers ?? []).map((r) => r.told);");
        let threads = told.as_array().unwrap().iter().enumerate();
        let decoded = threads.flat_map(|(at, told)| {
            told.as_array().unwrap().iter().map(move |bytes| {
                let bytes: Vec<u8> = serde_json::from_value(bytes.clone()).unwrap();
                (at, wire::decode(&bytes).unwrap())
            })
        });
        decoded.collect()
    }

    /// Waits for a message that fits; the place of its thread.
    #[track_caller]
    fn hears(&self, times: usize, fits: fn(&ToReader) -> bool) -> (usize, ToReader) {
        for _ in 0..400 {
            let mut fitting = self.told().into_iter().filter(|(_, message)| fits(message));
            if let Some(found) = fitting.nth(times - 1) {
                return found;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("not told: {:?}", self.told());
    }

    /// Waits until this thread was told so.
    #[track_caller]
    fn is_told(&self, thread: usize, what: &ToReader) {
        let is_told = || {
            let mut told = self.told().into_iter();
            told.any(|(at, message)| at == thread && message == *what)
        };
        let so = (0..400).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(25));
            is_told()
        });
        assert!(so, "not told: {:?}", self.told());
    }

    /// A thread says something.
    fn say(&self, thread: usize, message: &FromReader) {
        let bytes = wire::encode(message);
        self.run(&format!("window.readers[{thread}].say({bytes:?}, []);"));
    }

    /// Drops files and has them read so.
    fn read(&self, names: &[&str], reading: Reading) -> usize {
        let before = self.told().iter().filter(|(_, m)| is_read(m)).count();
        self.drop(names);
        let (thread, _) = self.hears(before + 1, is_read);
        self.say(thread, &FromReader::Read(Box::new(reading)));
        self.truth("document.querySelector('.opening .load')");
        thread
    }

    #[track_caller]
    fn is_accessible(&self) {
        let wrong = self.browser.violations().unwrap();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

fn is_read(message: &ToReader) -> bool {
    matches!(message, ToReader::Read { .. })
}

fn is_again(message: &ToReader) -> bool {
    matches!(message, ToReader::Again { .. })
}

fn is_keep(message: &ToReader) -> bool {
    matches!(message, ToReader::Keep { .. })
}

fn again(message: &ToReader) -> &Told {
    match message {
        ToReader::Again { told } => told,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_is_dropped_its_question_answered_a_column_changed_and_it_is_kept() {
    let page = Played::start("?panel=overview");
    page.drop(&["orders.csv"]);
    let (thread, message) = page.hears(1, is_read);
    let ToReader::Read {
        names, told, zone, ..
    } = message
    else {
        panic!()
    };
    assert_eq!(
        (names, told),
        (vec!["orders.csv".to_owned()], Told::default())
    );
    assert!(!zone.is_empty());
    page.truth("location.search.includes('panel=data')");
    page.truth(&format!(
        "String(window.readers[{thread}].files[0]) === 'orders.csv'"
    ));
    let progress = FromReader::Progress {
        stage: ReadingStage::Reading,
        done: 35_238,
        of: 55_060,
    };
    page.say(thread, &progress);
    page.says("Reading orders.csv: 35,238 of 55,060 lines");
    page.is_accessible();
    page.say(thread, &FromReader::Read(Box::new(sample::reading(true))));
    page.says("orders.csv can be read: eight columns are sure, one question is left");
    page.says("2 columns are sure, 1 waits for you, 1 is not used");
    page.says("1 of 2 signs");
    page.says("Load 55,060 lines");
    page.is_accessible();

    // The other answer.
    page.browser.click(".option:nth-of-type(2) input").unwrap();
    let (_, message) = page.hears(1, is_again);
    assert_eq!(again(&message).dates, Some(DayMonth::MonthFirst));
    // While that is read, another thing is chosen: it waits, and the answer to the first is not shown.
    page.run("const s = document.querySelectorAll('.cols select')[2]; s.value = 'country'; s.dispatchEvent(new Event('change', { bubbles: true }));");
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert_eq!(page.told().iter().filter(|(_, m)| is_again(m)).count(), 1);
    let late = Reading {
        headline: "A late answer".to_owned(),
        ..sample::reading(false)
    };
    page.say(thread, &FromReader::Read(Box::new(late)));
    let (_, message) = page.hears(2, is_again);
    let told = again(&message);
    assert_eq!(told.dates, Some(DayMonth::MonthFirst));
    assert_eq!(told.columns.len(), 1);
    assert_eq!(
        (&*told.columns[0].column, told.columns[0].field.as_deref()),
        ("Land", Some("country"))
    );
    page.say(thread, &FromReader::Read(Box::new(sample::reading(false))));
    page.truth("document.querySelector('.option:nth-of-type(2) input').checked");
    assert_eq!(
        page.run("return document.body.innerText.includes('A late answer');"),
        false
    );

    page.run("const name = document.querySelector('.load input[type=text]'); name.value = 'Our shop'; name.dispatchEvent(new Event('input', { bubbles: true }));");
    page.browser.click(".load .primary").unwrap();
    let (_, message) = page.hears(1, is_keep);
    let ToReader::Keep { title, add_to } = message else {
        panic!()
    };
    assert_eq!((&*title, add_to), ("Our shop", None));
    page.say(
        thread,
        &FromReader::Progress {
            stage: ReadingStage::Keeping,
            done: 0,
            of: 0,
        },
    );
    page.says("Packing Our shop");
    page.say(thread, &FromReader::Kept(sample::kept()));
    page.truth("location.search.includes('panel=overview')");
    page.truth("decodeURIComponent(location.search).includes('data=own/our-shop')");
    page.says("Loaded Our shop. It is kept on this device, for this browser only.");
    page.truth(&format!("window.readers[{thread}].ended"));
    assert_eq!(page.browser.take_console().unwrap(), [""; 0]);
}

#[test]
fn a_reading_is_remembered_for_the_same_headings_and_can_be_forgotten() {
    let page = Played::start("?panel=data");
    let told = Told {
        dates: Some(DayMonth::DayFirst),
        ..Told::default()
    };
    let thread = page.read(
        &["may.csv"],
        Reading {
            told: told.clone(),
            ..sample::reading(true)
        },
    );
    page.browser.click(".load .primary").unwrap();
    page.hears(1, is_keep);
    page.say(thread, &FromReader::Kept(sample::kept()));
    page.truth("location.search.includes('panel=overview')");
    page.drop(&["june.csv"]);
    let (thread, _) = page.hears(2, is_read);
    let unsaid = Reading {
        told: Told::default(),
        ..sample::reading(true)
    };
    page.say(thread, &FromReader::Read(Box::new(unsaid)));
    let (_, message) = page.hears(1, is_again);
    assert_eq!(again(&message).dates, Some(DayMonth::DayFirst));
    page.say(
        thread,
        &FromReader::Read(Box::new(Reading {
            told,
            ..sample::reading(true)
        })),
    );
    page.says(
        "These headings are the same as in orders.csv last time. The file was read as it was then.",
    );
    page.is_accessible();
    page.browser.click(".opening-notes .link").unwrap();
    let (_, message) = page.hears(2, is_again);
    assert_eq!(again(&message), &Told::default());
    page.say(thread, &FromReader::Read(Box::new(sample::reading(true))));
    page.truth("!document.querySelector('.opening-notes .notice')");
    page.truth("localStorage.getItem('clientele.readings') === '[]'");
}

#[test]
fn a_broken_file_and_a_cancelled_one_leave_what_was_there() {
    let page = Played::start("?panel=data");
    let good = page.read(&["orders.csv"], sample::reading(true));
    page.drop(&["half.csv"]);
    let (thread, _) = page.hears(2, is_read);
    // One thread at a time.
    page.truth(&format!("window.readers[{good}].ended"));
    page.truth("document.querySelector('.opening').inert");
    page.browser.click(".progress .btn").unwrap();
    page.truth(&format!(
        "window.readers[{thread}].ended && !document.querySelector('.progress')"
    ));
    page.says("orders.csv can be read");
    page.truth("!document.querySelector('.opening').inert");
    page.drop(&["half.csv"]);
    let (thread, _) = page.hears(3, is_read);
    let refusal = Refusal {
        sentence: "half.csv ends in the middle of line 32,944. Nothing was loaded; fetch it again."
            .to_owned(),
        doubts: Vec::new(),
        columns: Vec::new(),
        told: Told::default(),
    };
    page.say(thread, &FromReader::Refused(Box::new(refusal)));
    page.says("half.csv cannot be read");
    page.says("half.csv ends in the middle of line 32,944. Nothing was loaded; fetch it again.");
    page.is_accessible();
    page.run("[...document.querySelectorAll('.acts .btn')].find((b) => b.textContent === 'Back to orders').click();");
    page.says("orders.csv can be read");
    // Its thread is gone: it is read again before it is kept.
    page.browser.click(".load .primary").unwrap();
    let (thread, message) = page.hears(4, is_read);
    let ToReader::Read { names, .. } = message else {
        panic!()
    };
    assert_eq!(names, ["orders.csv"]);
    page.say(thread, &FromReader::Read(Box::new(sample::reading(true))));
    page.hears(1, is_keep);
    // A thread that dies is said.
    page.say(
        thread,
        &FromReader::Crashed {
            message: "out of memory".to_owned(),
        },
    );
    page.says("Reading was stopped by the browser or by a defect (out of memory). Nothing was loaded and your data sets are as they were");
    page.browser.take_console().unwrap();
}

#[test]
fn a_file_that_is_not_understood_asks_in_place() {
    let page = Played::start("?panel=data");
    page.drop(&["who.csv"]);
    let (thread, _) = page.hears(1, is_read);
    let reading = sample::reading(true);
    let doubt = Doubt {
        taken: None,
        ..reading.doubts[0].clone()
    };
    let refusal = Refusal {
        sentence:
            "who.csv has no column of customers. Nothing was loaded; say which column names them."
                .to_owned(),
        doubts: vec![doubt],
        columns: reading.columns.clone(),
        told: Told::default(),
    };
    page.say(thread, &FromReader::Refused(Box::new(refusal)));
    page.says("who.csv cannot be read yet");
    page.is_accessible();
    page.run("const s = document.querySelector('.cols select'); s.value = 'country'; s.dispatchEvent(new Event('change', { bubbles: true }));");
    let (_, message) = page.hears(1, is_again);
    assert_eq!(again(&message).columns[0].field.as_deref(), Some("country"));
    page.say(thread, &FromReader::Read(Box::new(sample::reading(true))));
    page.says("orders.csv can be read");
}

#[test]
fn a_table_is_pasted_and_a_field_keeps_what_is_pasted_into_it() {
    let page = Played::start("?panel=overview");
    let paste = |on: &str| {
        page.run(&format!(
            "const data = new DataTransfer(); data.setData('text/plain', 'order\\tprice\\n1\\t2\\n'); \
             {on}.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));"
        ));
    };
    page.run("document.body.append(document.createElement('textarea'));");
    paste("document.querySelector('textarea')");
    paste("document.querySelector('main')");
    let (_, message) = page.hears(1, is_read);
    let ToReader::Read { names, .. } = message else {
        panic!()
    };
    assert_eq!(names, ["Pasted table.tsv"]);
    assert_eq!(page.told().iter().filter(|(_, m)| is_read(m)).count(), 1);
}

#[test]
fn what_is_dropped_on_the_panel_of_results_stays_a_result_file_where_it_is_a_text() {
    let page = Played::start("?panel=overview");
    page.run("document.querySelector('main').dispatchEvent(new DragEvent('dragover', { dataTransfer: (() => { const d = new DataTransfer(); d.items.add(new File(['x'], 'x.csv')); return d; })(), bubbles: true, cancelable: true }));");
    page.truth("document.querySelector('.drop-over')?.textContent.includes('Drop to open')");
    let address = format!("{}?panel=experiments%2Fresult", page.server.url());
    page.browser.open(&address).unwrap();
    page.truth(
        "document.querySelector('.result-file input') && !document.querySelector('.skeleton')",
    );
    page.play();
    page.drop(&["result.csv"]);
    page.truth(
        "document.querySelector('.result-file [role=status]').textContent.includes('result.csv')",
    );
    assert!(page.told().is_empty());
    page.drop(&["orders.xlsx"]);
    page.hears(1, is_read);
    page.truth("location.search.includes('panel=data')");
}

#[test]
fn own_data_sets_are_listed_renamed_deleted_and_other_tabs_hear_of_it() {
    let page = Played::start("?panel=data");
    let sets = |titles: &[&str]| {
        let set = |title: &&str| OwnSet {
            title: (*title).to_owned(),
            ..sample::own()
        };
        FromReader::Sets(titles.iter().map(set).collect())
    };
    page.run("[...document.querySelectorAll('.views button')][1].click();");
    let (thread, _) = page.hears(1, |m| *m == ToReader::List);
    page.say(thread, &sets(&["Our shop"]));
    page.says("55,060 lines · Nov 2011 – Dec 2011 · 0.2 MB");
    page.truth(&format!("window.readers[{thread}].ended"));
    page.is_accessible();
    page.browser.click("[aria-label^='Rename']").unwrap();
    page.truth("document.activeElement === document.querySelector('.set-list .field')");
    page.run("const name = document.querySelector('.set-list .field'); name.value = 'The shop'; name.dispatchEvent(new Event('input', { bubbles: true }));");
    page.browser.press(Key::Enter).unwrap();
    let (thread, message) = page.hears(1, |m| matches!(m, ToReader::Rename { .. }));
    assert_eq!(
        message,
        ToReader::Rename {
            slug: "own/our-shop".to_owned(),
            title: "The shop".to_owned()
        }
    );
    page.say(thread, &sets(&["The shop"]));
    page.says("The shop");
    // The menu at the top left has it, too.
    page.browser.click(".switcher summary").unwrap();
    page.truth("[...document.querySelectorAll('.switcher .set-list b')].some((b) => b.textContent === 'The shop')");
    page.is_accessible();
    page.browser.press(Key::Escape).unwrap();
    // Deleting asks once, in place.
    page.browser.click("[aria-label^='Delete']").unwrap();
    page.says("Delete The shop from this device?");
    page.is_accessible();
    page.run("[...document.querySelectorAll('.set-list .btn')].find((b) => b.textContent === 'Delete').click();");
    let (thread, _) = page.hears(1, |m| matches!(m, ToReader::Delete { .. }));
    page.say(thread, &sets(&[]));
    page.says("None yet.");
    assert_eq!(
        page.run("return localStorage.getItem('clientele.own');"),
        "[]"
    );
    // Another tab has kept one.
    let list = serde_json::to_string(&[sample::own()]).unwrap();
    page.browser
        .run("localStorage.setItem('clientele.own', arguments[0]); window.dispatchEvent(new StorageEvent('storage', { key: 'clientele.own' }));", &[list.into()])
        .unwrap();
    page.says("Our shop");
    // It is gone, and nobody deleted it.
    page.run("[...document.querySelectorAll('.views button')][0].click();");
    shown(&page.browser, "this data set");
    page.run("[...document.querySelectorAll('.views button')][1].click();");
    page.truth("document.querySelector('.opening .own-sets')");
    let before = page
        .told()
        .iter()
        .filter(|(_, m)| *m == ToReader::List)
        .count();
    let (thread, _) = page.hears(before, |m| *m == ToReader::List);
    page.say(thread, &sets(&[]));
    page.says("Our shop was cleared by the browser");
}

#[test]
fn a_file_that_is_too_big_is_not_tried() {
    let page = Played::start("?panel=data");
    page.run(
        "const data = new DataTransfer(); const file = new File(['a'], 'all-orders.csv'); \
         Object.defineProperty(File.prototype, 'size', { get: () => 3.6e9, configurable: true }); data.items.add(file); \
         document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));",
    );
    page.says("all-orders.csv is 3.6 GB;");
    page.says("Save it by year");
    assert!(page.told().iter().all(|(_, message)| !is_read(message)));
    page.is_accessible();
}

#[test]
fn it_fits_a_small_screen_in_both_themes_and_is_accessible() {
    let page = Played::start("?panel=data");
    page.read(&["orders.csv"], sample::reading(true));
    for theme in [Theme::Light, Theme::Dark] {
        for width in [390, 720, 1440] {
            show(&page.browser, width, theme);
            page.truth("document.documentElement.scrollWidth <= innerWidth");
            page.is_accessible();
        }
    }
}
