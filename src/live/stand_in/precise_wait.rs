//! Waiting for a moment to a tenth of a millisecond. A timer of tokio counts in whole milliseconds, which would be a fifth of an answer in 5 ms.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// So much later than it should is a sleeping thread woken up at times; the rest is spent looking at the clock.
const WOKEN_LATE: Duration = Duration::from_micros(120);
/// After so long a sleeping thread looks whether it shall wait any longer.
const LONGEST_SLEEP: Duration = Duration::from_millis(50);

/// Waits for a moment; whether it came before the end of everything.
pub(super) fn wait_until(moment: Instant, is_over: &AtomicBool) -> bool {
    loop {
        let left = moment.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        if is_over.load(Ordering::Relaxed) {
            return false;
        }
        if left > WOKEN_LATE {
            thread::sleep((left - WOKEN_LATE).min(LONGEST_SLEEP));
        } else {
            thread::yield_now();
        }
    }
}
