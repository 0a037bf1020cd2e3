//! Ctrl-C: the first one ends the run early, the second one the process.

use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a process that was stopped by Ctrl-C, as shells know it.
const STOPPED: i32 = 130;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A flag that turns true with the first Ctrl-C from now on.
pub(super) fn flag() -> &'static AtomicBool {
    // Without a handler the run cannot be cut short gracefully, which is no reason not to run.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED);
        }
    });
    &INTERRUPTED
}
