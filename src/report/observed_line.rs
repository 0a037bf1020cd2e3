//! A cycle under way as a line of characters: what is behind, and what is ahead.

use super::number;
use crate::experiment::outcome::observed_job::{CycleForecast, ObservedJob};

const COLUMNS: usize = 72;

/// The line from the start to the end with 95 % certainty, and below it the names of its marks.
pub(super) fn line(found: &ObservedJob, cycle: &CycleForecast) -> Option<String> {
    let now = found.observation.elapsed_ms? as f64;
    let rest = &cycle.remaining_ms;
    let [early, median, late] =
        [rest.p5.value?, rest.p50.value?, rest.p95.value?].map(|rest| now + rest);
    let column =
        |ms: f64| (libm::round(ms / late * (COLUMNS - 1) as f64) as usize).min(COLUMNS - 1);
    let (now_at, early_at, median_at) = (column(now), column(early), column(median));
    let sign = |place: usize| match place {
        _ if place == now_at => '●',
        _ if place == median_at => '┼',
        _ if place < now_at => '═',
        _ if place < early_at => '─',
        _ => '┄',
    };
    let line: String = (0..COLUMNS).map(sign).collect();
    let times = number::times_together(&[median, late]);
    let percent = found
        .observation
        .percent
        .map(|percent| format!(" at {:.0} %", libm::floor(percent)));
    let key = format!(
        "● now{}, after {}   ┼ median end, {}   to {} with 95 % certainty",
        percent.unwrap_or_default(),
        number::time(now),
        times[0],
        times[1]
    );
    Some(format!("\n  {line}\n  {key}\n"))
}
