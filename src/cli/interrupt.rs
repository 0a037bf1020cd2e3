//! Ctrl-C: the first one ends the run early, the second one the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a process that was stopped by Ctrl-C, as shells know it.
const STOPPED: i32 = 130;

/// A flag that turns true with the first Ctrl-C.
pub(super) fn flag() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    // Without a handler the run cannot be cut short gracefully, which is no reason not to run.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED);
        }
    });
    interrupted
}
