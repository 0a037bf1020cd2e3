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
    /// Seconds that were waited besides, without asking.
    pub extra: f64,
    /// Seconds from the refusal before, and from what was waited besides, until something passed.
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
    /// When the first was refused.
    refused: Option<Instant>,
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
        let call = |caller: &Caller, number: u64| {
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
                return Ok(Some((answer.exchange.ended, answer.told_wait())));
            }
            passed.fetch_add(1, Ordering::Relaxed);
            Ok(None)
        };
        let refusals = parallel(self.visitor, self.connections, (rate * secs) as u64, call)?;
        let first = refusals.into_iter().flatten().min_by_key(|(at, _)| *at);
        let ended = first.map_or_else(Instant::now, |(at, _)| at);
        let told = first.and_then(|(_, told)| told);
        Ok(Stretch {
            passed: passed.into_inner(),
            secs: (ended - begun).as_secs_f64(),
            refused: first.map(|(at, _)| at),
            told: told.map(|told| told.as_secs_f64()),
        })
    }

    /// Waits until a call passes; how long that took from the refusal on, if it did.
    fn let_through(
        &self,
        caller: &Caller,
        begun: Instant,
        told: Option<f64>,
    ) -> Result<Option<f64>, Halt> {
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
    let (mut refused, mut told) = (None, None);
    for (rate, secs) in rates(highest) {
        found.rate = rate;
        let stretch = ramping.stretch(rate, secs)?;
        found.before.0 += stretch.passed;
        found.before.1 += stretch.secs;
        (refused, told) = (stretch.refused, stretch.told);
        if refused.is_some() {
            found.is_refused = true;
            break;
        }
    }
    while let Some(since) = refused.filter(|_| found.rounds.len() < ROUNDS) {
        let extra = match found.rounds[..] {
            // A window lets as many pass after one more of it, and a bucket has filled further.
            [first] => first.waited + first.secs,
            _ => 0.0,
        };
        let extra = Duration::from_secs_f64(extra).min(LONGEST_WAIT);
        visitor.caps.sleep_until(since + extra)?;
        let Some(waited) = ramping.let_through(caller, since + extra, told)? else {
            break;
        };
        let stretch = ramping.stretch(found.rate, LAST_SECS)?;
        refused = stretch.refused;
        if refused.is_none() {
            break;
        }
        found.rounds.push(Round {
            extra: extra.as_secs_f64(),
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
