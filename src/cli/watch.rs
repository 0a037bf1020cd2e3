//! How a running simulation is watched and ended: a progress bar on stderr for what takes more than a moment, where stderr is a
//! terminal; and Ctrl-C, of which the first ends the run early and the second the process.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::{Plan, Session};
use crate::report::time_range;
use crate::stats::quantile;
use crate::units::display_seconds;

/// The exit code of a process that is stopped at once: schedulers show codes from 128 on as others.
const STOPPED: i32 = 4;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

const QUIET_AT_FIRST: Duration = Duration::from_millis(300);
/// Fewer replications than this have no 95th percentile worth showing.
const FEWEST_SHOWN: usize = 20;
/// More of them change nothing in what is shown.
const MOST_COUNTED: usize = 10_000;

pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
    quiet: bool,
    /// Durations of the first finished replications in milliseconds, in ascending order.
    durations: Mutex<Vec<f64>>,
}

impl Progress {
    /// A bar for so many `things`, or a count of them where nobody knows how many there will be; never shown where `quiet`.
    pub fn new(number: Option<u64>, things: &str, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(number, ProgressDrawTarget::hidden());
        let template = match number {
            Some(_) => {
                format!("{{bar:30}} {{human_pos}} of {{human_len}} {things}, {{eta}} left{{msg}}")
            }
            None => format!("{{spinner}} {{human_pos}} {things}, {{elapsed}}{{msg}}"),
        };
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self {
            bar,
            started: Instant::now(),
            shown: AtomicBool::new(false),
            quiet,
            durations: Mutex::new(Vec::new()),
        }
    }

    pub fn advance(&self, things: u64) {
        self.bar.inc(things);
        if !self.quiet
            && self.started.elapsed() > QUIET_AT_FIRST
            && !self.shown.swap(true, Ordering::Relaxed)
        {
            // Draws only when stderr is a terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// One more replication is done; what they take so far is shown beside the bar.
    pub fn finished(&self, initial_cycle_ms: Option<u64>) {
        self.advance(1);
        let time = initial_cycle_ms.map_or(f64::INFINITY, |time| time as f64);
        let Ok(mut durations) = self.durations.lock() else {
            return;
        };
        if durations.len() < MOST_COUNTED {
            let index = durations.partition_point(|one| *one < time);
            durations.insert(index, time);
        }
        if durations.len() >= FEWEST_SHOWN && self.shown.load(Ordering::Relaxed) {
            self.bar.set_message(so_far(&durations));
        }
    }

    /// What is shown beside the bar from now on.
    pub fn say(&self, words: String) {
        self.bar.set_message(words);
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Carries a plan out until Ctrl-C, under a bar as [`Progress::new`] makes it.
pub(super) fn watched<T, E>(
    plan: Plan,
    progress: &Progress,
    work: impl FnOnce(&Session<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let session = Session {
        plan,
        interrupted: interrupted(),
        progress: &|done| progress.advance(done),
    };
    let found = work(&session)?;
    progress.finish();
    Ok(found)
}

/// A flag that turns true with the first Ctrl-C from now on.
pub(super) fn interrupted() -> &'static AtomicBool {
    // Without a handler the run cannot be cut short gracefully, which is no reason not to run.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED);
        }
    });
    &INTERRUPTED
}

/// The first sentence of the report, as far as it is known.
fn so_far(sorted_ms: &[f64]) -> String {
    let at = |p| quantile(sorted_ms, p).filter(|time| time.is_finite());
    match (at(0.05), at(0.95)) {
        (Some(low), Some(high)) => {
            let range = time_range(low, high);
            format!("; so far 9 in 10 initial cycles take {range}")
        }
        (Some(low), None) => {
            let shortest = display_seconds(low / 1e3);
            format!("; so far 1 in 20 initial cycles takes up to {shortest}, and some never end")
        }
        _ => "; so far no initial cycle ends".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_replications_take_so_far_is_told() {
        let hour = 3_600e3;
        let times: Vec<f64> = (1..=100)
            .map(|tenth| f64::from(tenth) * 0.1 * hour)
            .collect();
        assert_eq!(
            so_far(&times),
            "; so far 9 in 10 initial cycles take 30 min to 9.5 h"
        );
        assert_eq!(
            so_far(&[hour, f64::INFINITY]),
            "; so far 1 in 20 initial cycles takes up to 60 min, and some never end"
        );
    }
}
