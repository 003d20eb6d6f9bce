//! Everything that must pass before a change is kept.

use std::process::Command;

use crate::step::{Broken, Done, command, root, run_and_read, say};
use crate::{check, page, setup, sizes};

/// Tests that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
}

/// Sets up, checks, tests, builds, weighs, and opens the page in a browser. Ends with the number of tests.
pub fn run() -> Done {
    setup::everything()?;
    check::run()?;
    let native = tests(
        "run the tests of every room",
        &mut command("cargo test --workspace --no-fail-fast --quiet"),
    )?;
    page::build()?;
    let weighed = sizes::check();
    let browser = tests(
        "open the page in Chromium",
        command("cargo test --quiet -p clientele-app --test browser -- --test-threads=1")
            .env("CLIENTELE_DIST", root().join("dist")),
    )?;
    weighed?;

    let all = Count {
        passed: native.passed + browser.passed,
        failed: native.failed + browser.failed,
    };
    say(&format!(
        "in every room: {} passed, {} failed",
        native.passed, native.failed
    ));
    say(&format!(
        "in Chromium: {} passed, {} failed",
        browser.passed, browser.failed
    ));
    println!("{} passed, {} failed", all.passed, all.failed);
    if all.failed > 0 {
        return Err(Broken::new(
            "Some tests failed.",
            "Their names and reasons are above.",
        ));
    }
    Ok(())
}

/// Runs `cargo test` and counts. A test that fails is counted; a test that does not compile stops the work.
fn tests(what: &str, command: &mut Command) -> Done<Count> {
    let mut count = Count::default();
    let went_well = run_and_read(what, command, |line| {
        if let Some(more) = read_result(line) {
            count.passed += more.passed;
            count.failed += more.failed;
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
