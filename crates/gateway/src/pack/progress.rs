//! A bar on the terminal while files are read; where nobody looks at one, nothing is shown.

use std::time::{Duration, Instant};

use clientele_intake::progress::Progress;
use clientele_model::words::counted;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less than this shows no bar.
const SOON: Duration = Duration::from_secs(1);

/// A bar that appears when it is known that the reader has to wait.
pub struct Bar {
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Default for Bar {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            bar: None,
        }
    }
}

impl Bar {
    /// Shows how far the reading has come.
    pub fn show(&mut self, progress: Progress<'_>) {
        if self.bar.is_none() && self.begun.elapsed() < SOON {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| begun(progress.all));
        bar.set_position(progress.bytes);
        bar.set_message(message(progress));
    }

    /// Takes the bar away.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// On the standard error; hidden where that is no terminal.
fn begun(all: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// What stands beside the bar.
fn message(progress: Progress<'_>) -> String {
    match progress.file {
        "" => format!("{} read, making the pack", counted(progress.lines, "line")),
        file => format!("{file}: {}", counted(progress.lines, "line")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shown_for_what_is_soon_done() {
        let progress = Progress {
            file: "orders.csv",
            bytes: 10,
            all: 100,
            lines: 3,
        };
        let mut bar = Bar::default();
        bar.show(progress);
        assert!(bar.bar.is_none());
        bar.begun = Instant::now().checked_sub(2 * SOON).unwrap();
        bar.show(progress);
        assert_eq!(bar.bar.as_ref().unwrap().position(), 10);
        assert_eq!(message(progress), "orders.csv: 3 lines");
        let end = Progress {
            file: "",
            ..progress
        };
        assert_eq!(message(end), "3 lines read, making the pack");
        bar.end();
    }
}
