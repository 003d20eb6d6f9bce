//! Everything that must pass before a change is kept.

use std::env;
use std::fmt;
use std::process::Command;
use std::thread;

use crate::step::{self, Broken, Done, command, perform, root, run_and_read, say, target};
use crate::{check, page, setup, sizes};

/// Tests that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
}

impl Count {
    fn and(self, more: Count) -> Count {
        Count {
            passed: self.passed + more.passed,
            failed: self.failed + more.failed,
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// What properties draw their cases by, so that two runs of one tree say the same; another seed in the variable draws others.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20111209");

/// Sets up, checks, tests, builds, weighs, and opens the page in a browser. Ends with the number of tests.
pub fn run() -> Done {
    setup::for_lints()?;
    // Registries and linkers leave a core idle: the tools come while the code is read.
    let (lints, tools) = beside(setup::beyond_lints, check::lint);
    tools?;
    lints?;
    // The page is linked by one thread for minutes, and some tests wait: together they keep both cores busy.
    let (native, page) = beside(page::build_quietly, || {
        check::licences(|| {
            perform(
                "compile the tests of every room",
                &mut command("cargo test --workspace --no-run --quiet"),
                "Mend what the compiler says above.",
            )
        })?;
        let mut run = command("cargo test --workspace --no-fail-fast --quiet");
        if env::var_os(SEED.0).is_none() {
            run.env(SEED.0, SEED.1);
        }
        tests("run the tests of every room", &mut run)
    });
    let native = native?;
    page?;
    let weighed = sizes::check();
    let browser = browser()?;
    weighed?;

    let all = native.and(browser);
    step::tell_times();
    say(&format!("in every room: {native}"));
    say(&format!("in Chromium: {browser}"));
    println!("{all}");
    if all.failed > 0 {
        return Err(Broken::new(
            "Some tests failed.",
            "Their names and reasons are above.",
        ));
    }
    Ok(())
}

/// Does `work`, and something else at the same time.
fn beside<T>(other: fn() -> Done, work: impl FnOnce() -> Done<T>) -> (Done<T>, Done) {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let work = work();
        let other = other.join().unwrap_or_else(|_| {
            Err(Broken::new(
                "What was done at the same time was given up.",
                "Its reason is above.",
            ))
        });
        (work, other)
    })
}

/// Opens the page: in two lanes, and one after the other what is sensitive to the clock.
fn browser() -> Done<Count> {
    let lane = |what: &str, which: &str| {
        // The whole workspace, so that nothing is compiled anew with fewer features.
        let line = format!("cargo test --quiet --workspace --test browser -- {which}");
        let mut run = command(&line);
        run.env("CLIENTELE_DIST", root().join("dist"))
            .env("CLIENTELE_PROGRAM", target().join("debug/clientele"));
        tests(what, &mut run)
    };
    let side = lane(
        "open the page in Chromium, in two lanes",
        "--test-threads=2 --skip alone::",
    )?;
    let alone = lane("open it where time is measured", "--test-threads=1 alone::")?;
    Ok(side.and(alone))
}

/// Runs `cargo test` and counts. A test that fails is counted; a test that does not compile stops the work.
fn tests(what: &str, command: &mut Command) -> Done<Count> {
    let mut count = Count::default();
    let went_well = run_and_read(what, command, |line| {
        if let Some(more) = read_result(line) {
            count = count.and(more);
        }
    })?;
    if !went_well && count.failed == 0 {
        return Err(Broken::new(
            format!("This step failed before its tests could say why: {what}."),
            "Mend what the compiler says above.",
        ));
    }
    Ok(count)
}

/// Reads "test result: ok. 3 passed; 0 failed; 0 ignored; …".
fn read_result(line: &str) -> Option<Count> {
    let (_, counts) = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?;
    let number = |word: &str| {
        counts
            .split(';')
            .find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
    };
    Some(Count {
        passed: number("passed")?,
        failed: number("failed")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_line_is_counted_and_any_other_is_not() {
        let line = "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(
            read_result(line),
            Some(Count {
                passed: 3,
                failed: 1
            })
        );
        assert_eq!(read_result("test tests::x ... ok"), None);
    }
}
