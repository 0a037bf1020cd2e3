//! A progress bar on stderr for what takes more than a second; nothing when stderr is no terminal.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const QUIET_AT_FIRST: Duration = Duration::from_secs(1);

pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
}

impl Progress {
    /// A bar for so many `things`, or a count of them where nobody knows how many there will be.
    pub fn new(number: Option<u64>, things: &str) -> Self {
        let bar = ProgressBar::with_draw_target(number, ProgressDrawTarget::hidden());
        let template = match number {
            Some(_) => format!("{{bar:40}} {{human_pos}} of {{human_len}} {things}, {{eta}} left"),
            None => format!("{{spinner}} {{human_pos}} {things}, {{elapsed}}"),
        };
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self {
            bar,
            started: Instant::now(),
            shown: AtomicBool::new(false),
        }
    }

    pub fn advance(&self, things: u64) {
        self.bar.inc(things);
        if self.started.elapsed() > QUIET_AT_FIRST && !self.shown.swap(true, Ordering::Relaxed) {
            // Draws only when stderr is a terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
