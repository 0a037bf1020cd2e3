//! The rate of a step, and the calls that a server works on at once.

use super::samples::Step;
use crate::stats::{Enclosed, mean_interval, skewed_mean};

/// Batches of equal count, whose lengths vary almost independently of each other.
const BATCHES: usize = 12;
/// A step has brought the server to its limit where the upper end of what it works on at once lies below this share of the connections.
const SATURATED: f64 = 0.9;

/// Answers a second while all connections are busy: the first and last answer of each connection do not count.
pub(super) fn rate(step: &Step, level: f64) -> Option<Enclosed> {
    let edge = step.connections as usize;
    let inner = step
        .answered
        .get(edge..step.answered.len().checked_sub(edge)?)?;
    let each = inner.len().checked_sub(1)? / BATCHES;
    if each == 0 {
        return None;
    }
    let lengths: Vec<f64> = (0..BATCHES)
        .map(|batch| inner[(batch + 1) * each].0 - inner[batch * each].0)
        .collect();
    let length = mean_interval(&lengths, level)?;
    // On a scale of ratios, since a rate is above zero.
    let ratio = libm::exp(length.half_width / length.mean);
    let value = each as f64 / length.mean;
    (value.is_finite() && ratio.is_finite()).then_some(Enclosed {
        value,
        low: value / ratio,
        high: value * ratio,
    })
}

/// How many calls the server works on at once: answers a second times the time that one caller waits for the same calls.
fn at_once(step: &Step, alone: &Step, level: f64) -> Option<Enclosed> {
    let rate = rate(step, level)?;
    let secs: Vec<f64> = alone.answered.iter().map(|(_, secs)| *secs).collect();
    let time = skewed_mean(&secs, level)?;
    let value = rate.value * time.value;
    // Both ends at once: the logarithms' half widths add up by their squares.
    let half = |rate_end: f64, time_end: f64| {
        let (a, b) = (
            libm::log(rate_end / rate.value),
            libm::log(time_end / time.value),
        );
        libm::sqrt(a * a + b * b)
    };
    let (down, up) = (half(rate.low, time.low), half(rate.high, time.high));
    (value.is_finite() && down.is_finite() && up.is_finite()).then_some(Enclosed {
        value,
        low: value * libm::exp(-down),
        high: value * libm::exp(up),
    })
}

/// What the steps tell of the capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CapacitySeen {
    /// The server was brought to its limit.
    Known(Enclosed),
    /// It worked on so many at once, and might on more.
    AtLeast(u64),
    /// Too little was measured.
    Unknown,
}

/// The capacity by the step with the most connections, in which the queue was never empty.
pub(super) fn capacity(steps: &[Step], level: f64) -> CapacitySeen {
    let alone = steps.iter().find(|step| step.connections == 1);
    let fullest = steps
        .iter()
        .rev()
        .find(|step| step.refused == 0 && step.failed * 20 <= step.answered.len() as u64);
    let (Some(alone), Some(fullest)) = (alone, fullest) else {
        return CapacitySeen::Unknown;
    };
    let Some(found) = at_once(fullest, alone, level).filter(|_| fullest.connections > 1) else {
        return CapacitySeen::Unknown;
    };
    match found.high < SATURATED * fullest.connections as f64 {
        true => CapacitySeen::Known(found),
        false => CapacitySeen::AtLeast((found.low as u64).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ServerPool;
    use crate::stats::lognormals;
    use crate::units::{SimDuration, SimTime};

    /// A closed loop of so many callers at so many servers of one queue.
    fn step(round: u64, connections: u64, servers: usize, cv: f64, requests: usize) -> Step {
        let mut pool = ServerPool::new(servers).expect("servers");
        let times = lognormals(round, cv, requests);
        let mut free: Vec<u64> = vec![0; connections as usize];
        let mut step = Step {
            connections,
            ..Step::default()
        };
        for time in times {
            let caller = (0..free.len())
                .min_by_key(|caller| free[*caller])
                .expect("callers");
            let sent = free[caller];
            let served = pool.admit(
                SimTime::from_nanos(sent),
                SimDuration::from_secs_f64(0.01 * time),
            );
            let ended = served.finish.as_nanos();
            free[caller] = ended;
            step.answered
                .push((ended as f64 / 1e9, (ended - sent) as f64 / 1e9));
        }
        step.answered.sort_by(|a, b| a.0.total_cmp(&b.0));
        step
    }

    #[test]
    fn the_interval_of_a_capacity_holds_it_as_often_as_it_says() {
        for (servers, cv) in [(1, 0.3), (2, 0.3), (4, 0.3), (4, 0.6), (2, 0.8)] {
            let mut hits = 0;
            for round in 0..1_000 {
                let steps = [
                    step(2 * round, 1, servers, cv, 240),
                    step(2 * round + 1, 8, servers, cv, 240),
                ];
                if let CapacitySeen::Known(found) = capacity(&steps, 0.95) {
                    let truth = servers as f64;
                    hits += u32::from(found.low <= truth && truth <= found.high);
                }
            }
            let share = f64::from(hits) / 1e3;
            assert!((0.93..=0.98).contains(&share), "{servers} {cv}: {share}");
        }
    }

    #[test]
    fn a_server_that_was_not_brought_to_its_limit_has_a_capacity_of_so_many_at_least() {
        let steps = [step(1, 1, 100, 0.3, 240), step(2, 8, 100, 0.3, 240)];
        assert!(
            matches!(capacity(&steps, 0.95), CapacitySeen::AtLeast(6..=8)),
            "{:?}",
            capacity(&steps, 0.95)
        );
        assert_eq!(capacity(&steps[..1], 0.95), CapacitySeen::Unknown);
    }
}
