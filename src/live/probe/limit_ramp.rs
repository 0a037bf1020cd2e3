//! Looks for a limit on purpose: lookups at a rising rate until one is refused; then, how long nothing passes, and how many pass until the next refusal.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::parallel::parallel;
use super::probe_plan::ProbePlan;
use super::visitor::{Halt, Visitor};
use crate::live::client::Caller;
use crate::scim::ScimRequest;

/// The first rate, a second; each further one is twice as high.
const FIRST_RATE: f64 = 2.0;
/// So long is each rate kept, and so long the highest.
const STEP_SECS: f64 = 5.0;
const LAST_SECS: f64 = 90.0;
/// Refusals after the first from which the limit is read.
const ROUNDS: usize = 3;
/// Nobody waits longer to be let through again.
const LONGEST_WAIT: Duration = Duration::from_secs(150);
/// Between attempts to be let through again.
const POLL: Duration = Duration::from_millis(200);

/// From one refusal to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Round {
    /// Seconds from the refusal before until something passed.
    pub waited: f64,
    /// Retry-After, where it was told.
    pub told: Option<f64>,
    /// Calls that passed.
    pub passed: u64,
    /// Seconds from the first of them to the next refusal.
    pub secs: f64,
}

/// What a ramp found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ramp {
    /// The highest rate at which was asked.
    pub rate: f64,
    /// Calls that passed before the first refusal, and in how many seconds.
    pub before: (u64, f64),
    /// Whether anything was refused.
    pub is_refused: bool,
    pub rounds: Vec<Round>,
}

/// Rates in their order, each with how long it is kept.
fn rates(highest: f64) -> impl Iterator<Item = (f64, f64)> {
    let doubled = std::iter::successors(Some(FIRST_RATE), |rate| Some(rate * 2.0));
    doubled
        .take_while(move |rate| *rate < highest)
        .map(|rate| (rate, STEP_SECS))
        .chain([(highest, LAST_SECS)])
}

/// Requests at most.
pub(super) fn requests(plan: &ProbePlan) -> u64 {
    let Some(highest) = plan.find_limits else {
        return 0;
    };
    let ramp: f64 = rates(highest).map(|(rate, secs)| rate * secs).sum();
    let rounds =
        ROUNDS as f64 * (highest * LAST_SECS + LONGEST_WAIT.as_secs_f64() / POLL.as_secs_f64());
    (ramp + rounds) as u64
}

/// How a stretch of calls at one rate ended.
struct Stretch {
    passed: u64,
    secs: f64,
    is_refused: bool,
    told: Option<f64>,
}

struct Ramping<'r, 'v> {
    visitor: &'r Visitor<'v>,
    connections: u64,
    request: ScimRequest,
}

impl Ramping<'_, '_> {
    /// Calls at a rate until one is refused or the time is over.
    fn stretch(&self, rate: f64, secs: f64) -> Result<Stretch, Halt> {
        let begun = Instant::now();
        let (is_over, passed) = (AtomicBool::new(false), AtomicU64::new(0));
        let refusals = parallel(
            self.visitor,
            self.connections,
            (rate * secs) as u64,
            |caller, number| {
                if is_over.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let due = begun + Duration::from_secs_f64(number as f64 / rate);
                self.visitor.caps.sleep_until(due)?;
                if is_over.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let answer = self.visitor.once(caller, &self.request)?;
                if answer.is_refused() {
                    is_over.store(true, Ordering::Relaxed);
                    let at = (answer.exchange.ended - begun).as_secs_f64();
                    return Ok(Some((at, answer.told_wait())));
                }
                passed.fetch_add(1, Ordering::Relaxed);
                Ok(None)
            },
        )?;
        let first = refusals
            .into_iter()
            .flatten()
            .min_by(|a, b| a.0.total_cmp(&b.0));
        Ok(Stretch {
            passed: passed.into_inner(),
            secs: first.map_or_else(|| begun.elapsed().as_secs_f64(), |(at, _)| at),
            is_refused: first.is_some(),
            told: first
                .and_then(|(_, told)| told)
                .map(|told| told.as_secs_f64()),
        })
    }

    /// Waits until a call passes; how long that took, if it did.
    fn let_through(&self, caller: &Caller, told: Option<f64>) -> Result<Option<f64>, Halt> {
        let begun = Instant::now();
        let told = Duration::from_secs_f64(told.unwrap_or(0.0)).min(LONGEST_WAIT);
        self.visitor.caps.sleep_until(begun + told)?;
        while begun.elapsed() < LONGEST_WAIT {
            if !self.visitor.once(caller, &self.request)?.is_refused() {
                return Ok(Some(begun.elapsed().as_secs_f64()));
            }
            self.visitor.caps.sleep_until(Instant::now() + POLL)?;
        }
        Ok(None)
    }
}

/// Raises the rate until a call is refused, and looks when and how many pass again.
pub(super) fn ramp(
    visitor: &Visitor<'_>,
    caller: &Caller,
    plan: &ProbePlan,
    highest: f64,
    found: &mut Ramp,
) -> Result<(), Halt> {
    let ramping = Ramping {
        visitor,
        connections: plan.connections,
        request: ScimRequest::find_user("userName", &visitor.journal.marker().nobody()),
    };
    let mut told = None;
    for (rate, secs) in rates(highest) {
        found.rate = rate;
        let stretch = ramping.stretch(rate, secs)?;
        found.before.0 += stretch.passed;
        found.before.1 += stretch.secs;
        if stretch.is_refused {
            (found.is_refused, told) = (true, stretch.told);
            break;
        }
    }
    while found.is_refused && found.rounds.len() < ROUNDS {
        let Some(waited) = ramping.let_through(caller, told)? else {
            break;
        };
        let stretch = ramping.stretch(found.rate, LAST_SECS)?;
        if !stretch.is_refused {
            break;
        }
        found.rounds.push(Round {
            waited,
            told,
            // The call by which it was let through counts too.
            passed: stretch.passed + 1,
            secs: stretch.secs,
        });
        told = stretch.told;
    }
    Ok(())
}
