//! How long whoever is refused waits before they try again.

use std::time::{Duration, Instant};

use super::{Caller, Caps, Stop};
use crate::scim::{Reading, ScimRequest};

/// Attempts at one request.
const ATTEMPTS: u32 = 6;
/// The first wait that nobody tells; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(500);
/// The longest wait that a server is granted.
const LONGEST: Duration = Duration::from_secs(120);

/// The waits of one request that is refused again and again.
#[derive(Debug)]
pub struct Patience {
    own: Duration,
    was_told: bool,
}

impl Patience {
    /// Before the first refusal.
    pub fn new() -> Self {
        Self {
            own: FIRST,
            was_told: false,
        }
    }

    /// The next wait: as long as a server tells. Whoever has waited as they were told and is refused again waits no less than if nothing were told: some
    /// servers cut down what is left.
    pub fn next(&mut self, told: Option<Duration>) -> Duration {
        let least = match self.was_told {
            true => self.own,
            false => Duration::ZERO,
        };
        let wait = told.map_or(self.own, |told| told.max(least));
        self.was_told |= told.is_some();
        self.own *= 2;
        wait.min(LONGEST)
    }
}

/// The answer to a request, which is made up to six times as long as its answer says that it is to be made `again`.
///
/// # Errors
/// [`Stop`].
pub fn ask_patiently(
    caller: &Caller,
    caps: &Caps<'_>,
    request: &ScimRequest,
    again: impl Fn(&Reading) -> bool,
) -> Result<Reading, Stop> {
    let mut patience = Patience::new();
    for _ in 1..ATTEMPTS {
        caps.take()?;
        let exchange = caller.send(request);
        let reading = exchange.reading(request);
        if !again(&reading) {
            return Ok(reading);
        }
        let answered = exchange.outcome.as_ref().ok();
        let told = answered.and_then(|response| response.limits.retry_after());
        caps.sleep_until(Instant::now() + patience.next(told))?;
    }
    caps.take()?;
    Ok(caller.send(request).reading(request))
}

/// Whether a limit has refused a request: it is to be made again, whatever it does.
pub fn is_over_limit(reading: &Reading) -> bool {
    *reading == Reading::Refused
}

impl Default for Patience {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(told: &[Option<u64>]) -> Vec<u128> {
        let mut patience = Patience::new();
        let told = told.iter().map(|told| told.map(Duration::from_secs));
        told.map(|told| patience.next(told).as_millis()).collect()
    }

    #[test]
    fn whoever_is_told_nothing_waits_longer_and_longer() {
        assert_eq!(waits(&[None; 4]), [500, 1_000, 2_000, 4_000]);
    }

    #[test]
    fn what_is_told_counts_up_to_two_minutes() {
        assert_eq!(
            waits(&[Some(7), Some(30), Some(4_000)]),
            [7_000, 30_000, 120_000]
        );
    }

    #[test]
    fn whoever_is_told_too_little_waits_as_if_nothing_were_told() {
        assert_eq!(
            waits(&[Some(1), Some(1), Some(1), None, Some(9)]),
            [1_000, 1_000, 2_000, 4_000, 9_000]
        );
    }
}
