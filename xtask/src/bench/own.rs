//! A shop's own export chosen on the page: how long until its segments have names, and how soon it is there again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clientele_driver::{Browser, Server, dist};
use serde_json::Value;

use super::kernels::number;
use super::live::renderers;
use super::table::Row;
use super::{broken, peer};
use crate::step::{Broken, Done, target};

/// How often each file is opened, each time in a fresh browser; the middle counts.
const RUNS: usize = 3;

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(180);

/// Notes when a file is chosen, when it can be loaded, when it is kept and when its segments have names, and presses what a
/// visitor presses at once.
const WATCH: &str = "
    window.times = {}; window.longest = 0;
    const at = (name) => { window.times[name] ??= performance.now(); };
    new PerformanceObserver((list) => { for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration); })
      .observe({ type: 'longtask' });
    document.addEventListener('change', (event) => { if (event.target.type === 'file') at('begin'); }, true);
    const look = () => {
      const { read, kept } = window.times;
      const is = (part) => decodeURIComponent(location.search).includes(part);
      const load = document.querySelector('.opening .load .primary:not([disabled])');
      if (!read && load && !document.querySelector('.progress')) { at('read'); load.click(); }
      const segments = document.querySelector('.good-news a.link');
      if (read && !kept && is('data=own/') && segments) { at('kept'); segments.click(); }
      if (is('data=own/') && is('panel=segments') && document.querySelectorAll('.seg-table .whole').length > 1) at('named');
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });";

/// Milliseconds on the clock of the page.
struct Opened {
    begin: f64,
    read: f64,
    kept: f64,
    named: f64,
    longest: f64,
    /// Until it was named after a new load of the page.
    again: f64,
    /// Megabytes of the largest page of the browser.
    memory: f64,
}

impl Opened {
    /// Seconds from the choice to the names.
    fn seconds(&self) -> f64 {
        (self.named - self.begin) / 1e3
    }

    fn note(&self) -> String {
        let since = |at: f64| (at - self.begin) / 1e3;
        format!(
            "read after {:.2} s, kept after {:.2} s; longest task of the page's own thread {:.0} ms",
            since(self.read),
            since(self.kept),
            self.longest
        )
    }
}

/// Online Retail II in three forms, beside pandas.
pub fn rows(data: &Path) -> Done<Vec<Row>> {
    let lines = data.join("online_retail_ii.parquet");
    if !lines.is_file() {
        return Err(Broken::new(
            format!("{} is not there.", lines.display()),
            "Say with --data in which folder online_retail_ii.parquet is.",
        ));
    }
    let folder = target().join("own");
    peer(&["own-files", &lines.to_string_lossy()], &folder)?;
    let theirs = peer(&["own"], &folder)?;
    let pandas = ("pandas and scikit-learn", number(&theirs["csv"]));
    let excel = ("pandas.read_excel", number(&theirs["excel"]["seconds"]));
    let all = |name: &str| middle(&folder.join(name));
    let (csv, parquet, xlsx) = (all("own.csv")?, all("own.parquet")?, all("own.xlsx")?);
    let what = "1,067,371 lines of one's own";
    let row = |form: &str, seconds: f64, budget: f64| {
        let what = format!("{what} as {form}, to named segments, in seconds");
        Row::plain(&what, seconds, "s", budget)
    };
    Ok(vec![
        Row::against(
            &format!("{what} as CSV, to named segments"),
            csv.seconds(),
            pandas,
            1.0 / 4.0,
        )
        .with_note(csv.note()),
        row("CSV", csv.seconds(), 5.0),
        row("Parquet", parquet.seconds(), 3.0).with_note(parquet.note()),
        Row::against(
            &format!("{what} as XLSX, to named segments"),
            xlsx.seconds(),
            excel,
            1.0 / 10.0,
        )
        .with_note(xlsx.note()),
        row("XLSX", xlsx.seconds(), 12.0),
        Row::plain(
            "the same data set opened again, from the address to named segments",
            csv.again / 1e3,
            "s",
            1.0,
        ),
        Row::plain(
            "memory of the tab while the CSV is opened, at its peak",
            csv.memory,
            "MB",
            1_000.0,
        ),
    ])
}

/// The run in the middle, by seconds.
fn middle(file: &Path) -> Done<Opened> {
    let mut runs = (0..RUNS).map(|_| opened(file)).collect::<Done<Vec<_>>>()?;
    runs.sort_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    Ok(runs.swap_remove(RUNS / 2))
}

/// Opens a file of this disk in a fresh browser, and the data set once more.
fn opened(file: &Path) -> Done<Opened> {
    let path = file.canonicalize().unwrap_or_else(|_| PathBuf::from(file));
    let server = Server::start(&dist(), "/").map_err(broken)?;
    let browser = Browser::alone().map_err(broken)?;
    browser.before_each_page(WATCH).map_err(broken)?;
    browser
        .open(&format!("{}?panel=data", server.url()))
        .map_err(broken)?;
    let until = |what: &str| browser.wait_until(what, PATIENCE).map_err(broken);
    let run = |script: &str| browser.run(script, &[]).map_err(broken);
    until("document.querySelector('.views button') && !document.querySelector('.skeleton')")?;
    run("[...document.querySelectorAll('.views button')][1].click();")?;
    until("document.querySelector('.drop input[type=file]')")?;
    browser
        .write(".drop input[type=file]", &path.to_string_lossy())
        .map_err(broken)?;
    until("window.times.named")?;
    let first = run("return { ...window.times, longest: window.longest };")?;
    let memory = renderers();
    let link = browser.url().map_err(broken)?;
    browser.open(&link).map_err(broken)?;
    until("window.times.named")?;
    let again = run("return window.times.named;")?;
    let of = |key: &str| number(first.get(key).unwrap_or(&Value::Null));
    Ok(Opened {
        begin: of("begin"),
        read: of("read"),
        kept: of("kept"),
        named: of("named"),
        longest: of("longest"),
        again: number(&again),
        memory,
    })
}
