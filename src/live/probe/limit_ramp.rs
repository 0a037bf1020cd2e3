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
/// Refusals after the first from which the length of a window is read: so many, and more while all of them together take less than so long, since
/// short windows are read less well.
const ROUNDS: usize = 2;
const MOST_ROUNDS: usize = 12;
const ENOUGH_SECS: f64 = 20.0;
/// Further ones before which it is waited longer: many where rounds are short, since some fall into parts of two windows.
const LONGER_ROUNDS: usize = 1;
const MOST_LONGER_ROUNDS: usize = 3;
/// Where it is waited longer, by so many times as long as from one refusal to the next: well into a later window, and not to its very edge.
const LONGER: f64 = 1.25;
/// Once a rate is refused, it is asked so many times as fast: what passes then is one window's, and hardly ever parts of two.
const FASTER: f64 = 4.0;
/// Nobody waits longer to be let through again.
const LONGEST_WAIT: Duration = Duration::from_secs(150);
/// Between attempts to be let through again.
pub(super) const POLL: Duration = Duration::from_millis(200);

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

impl Ramp {
    /// The rounds before which it is not waited longer.
    pub fn usual(&self) -> &[Round] {
        let longer = self.rounds.iter().position(|round| round.extra > 0.0);
        &self.rounds[..longer.unwrap_or(self.rounds.len())]
    }

    /// Seconds from the first call that passes to the first that passes after the next refusal, on average.
    pub fn each(&self) -> Option<f64> {
        let pairs = self.usual().windows(2);
        let count = pairs.len();
        let secs: f64 = pairs.map(|pair| pair[0].secs + pair[1].waited).sum();
        (count > 0).then(|| secs / count as f64)
    }

    /// How long is waited besides before the next round; nothing where there are enough.
    fn next_extra(&self) -> Option<f64> {
        let usual = self.usual();
        let taken: f64 = usual.iter().map(|round| round.waited + round.secs).sum();
        let longer = self.rounds.len() - usual.len();
        let is_short = usual.len() > ROUNDS;
        if longer == 0
            && (usual.len() < ROUNDS || (taken < ENOUGH_SECS && usual.len() < MOST_ROUNDS))
        {
            return Some(0.0);
        }
        // A window lets as many pass after one more of it, and a bucket has filled further.
        let wanted = if is_short {
            MOST_LONGER_ROUNDS
        } else {
            LONGER_ROUNDS
        };
        self.each()
            .filter(|_| longer < wanted)
            .map(|each| LONGER * each)
    }
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
    // Those beyond the first few are short, but for the last.
    let rounds = (ROUNDS + LONGER_ROUNDS + 2) as f64
        * (highest * LAST_SECS + LONGEST_WAIT.as_secs_f64() / POLL.as_secs_f64());
    (ramp + rounds) as u64
}

/// How a stretch of calls at one rate ended.
struct Stretch {
    passed: u64,
    secs: f64,
    /// When the first was refused.
    refused: Option<Instant>,
    told: Option<Duration>,
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
            told,
        })
    }

    /// Waits until a call passes; how long that took from the refusal on, if it did.
    fn let_through(
        &self,
        caller: &Caller,
        begun: Instant,
        told: Option<Duration>,
    ) -> Result<Option<f64>, Halt> {
        let told = told.unwrap_or_default().min(LONGEST_WAIT);
        self.visitor.caps.sleep_until(begun + told)?;
        while self.visitor.once(caller, &self.request)?.is_refused() {
            if begun.elapsed() >= LONGEST_WAIT {
                return Ok(None);
            }
            self.visitor.caps.sleep_until(Instant::now() + POLL)?;
        }
        Ok(Some(begun.elapsed().as_secs_f64()))
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
    let faster = (found.rate * FASTER).min(highest);
    while let (Some(since), Some(extra)) = (refused, found.next_extra()) {
        let extra = Duration::from_secs_f64(extra).min(LONGEST_WAIT);
        visitor.caps.sleep_until(since + extra)?;
        let Some(waited) = ramping.let_through(caller, since + extra, told)? else {
            break;
        };
        let stretch = ramping.stretch(faster, LAST_SECS)?;
        refused = stretch.refused;
        if refused.is_none() {
            break;
        }
        found.rounds.push(Round {
            extra: extra.as_secs_f64(),
            waited,
            told: told.map(|told| told.as_secs_f64()),
            // The call by which it was let through counts too.
            passed: stretch.passed + 1,
            secs: stretch.secs,
        });
        told = stretch.told;
    }
    Ok(())
}
