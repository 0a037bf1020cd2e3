//! How many requests there may be, how fast they follow each other, and until when.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The bounds of a session with a real target.
#[derive(Debug)]
pub struct Caps<'i> {
    requests_left: AtomicU64,
    objects_left: AtomicU64,
    spacing: Duration,
    next: Mutex<Instant>,
    ends: Instant,
    interrupted: &'i AtomicBool,
}

/// Why no further request goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// As many requests as allowed have been made.
    #[error(
        "as many requests as allowed have been made\n  help: allow more with --max-requests, or ask for less"
    )]
    Requests,
    /// As many objects as allowed have been made.
    #[error(
        "as many objects as allowed have been made\n  help: allow more with --max-objects, or ask for less"
    )]
    Objects,
    /// The time is over.
    #[error("the time allowed is over\n  help: allow more with --max-time, or ask for less")]
    Time,
}

/// No single wait is longer, so that an interruption is seen soon.
const NAP: Duration = Duration::from_millis(100);

impl<'i> Caps<'i> {
    /// So many requests, at most so many a second where a rate is given, for so long from now.
    pub fn new(
        requests: u64,
        per_second: Option<f64>,
        time: Duration,
        interrupted: &'i AtomicBool,
    ) -> Self {
        let now = Instant::now();
        let spacing = per_second
            .filter(|rate| *rate > 0.0)
            .map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        Self {
            requests_left: AtomicU64::new(requests),
            objects_left: AtomicU64::new(u64::MAX),
            spacing,
            next: Mutex::new(now),
            ends: now
                .checked_add(time)
                .unwrap_or(now + Duration::from_secs(30 * 86_400)),
            interrupted,
        }
    }

    /// The same, with so many objects that may be made.
    #[must_use]
    pub fn with_objects(self, objects: u64) -> Self {
        Self {
            objects_left: AtomicU64::new(objects),
            ..self
        }
    }

    /// Takes one of the objects that may be made.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn take_object(&self) -> Result<(), Stop> {
        one_less(&self.objects_left).map(drop).ok_or(Stop::Objects)
    }

    /// Why nothing further may be done, if so.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn check(&self) -> Result<(), Stop> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Stop::Interrupted);
        }
        if Instant::now() >= self.ends {
            return Err(Stop::Time);
        }
        Ok(())
    }

    /// Waits until one more request may go out.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn take(&self) -> Result<(), Stop> {
        self.check()?;
        one_less(&self.requests_left).ok_or(Stop::Requests)?;
        if self.spacing.is_zero() {
            return Ok(());
        }
        let due = {
            // Whoever panicked while they held the moment has left a moment behind all the same.
            let mut next = self
                .next
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let due = (*next).max(Instant::now());
            *next = due + self.spacing;
            due
        };
        self.sleep_until(due)
    }

    /// Waits, and sees an interruption soon.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn sleep_until(&self, due: Instant) -> Result<(), Stop> {
        loop {
            self.check()?;
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            thread::sleep(left.min(NAP));
        }
    }

    /// Bounds of their own for cleaning up, which goes on when everything else has ended.
    pub fn for_cleaning(
        interrupted: &'i AtomicBool,
        objects: u64,
        per_second: Option<f64>,
    ) -> Self {
        let requests = objects.saturating_mul(8).saturating_add(100);
        Self::new(
            requests,
            per_second,
            Duration::from_secs(6 * 3_600),
            interrupted,
        )
    }
}

/// Takes one, where there is one.
fn one_less(of: &AtomicU64) -> Option<u64> {
    of.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(1)
    })
    .ok()
}
