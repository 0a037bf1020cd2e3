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
    pub fn new(replications: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(replications), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(
            "{bar:40} {human_pos} of {human_len} replications, {eta} left",
        ) {
            bar.set_style(style);
        }
        Self {
            bar,
            started: Instant::now(),
            shown: AtomicBool::new(false),
        }
    }

    pub fn advance(&self, replications: u64) {
        self.bar.inc(replications);
        if self.started.elapsed() > QUIET_AT_FIRST && !self.shown.swap(true, Ordering::Relaxed) {
            // Draws only when stderr is a terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
