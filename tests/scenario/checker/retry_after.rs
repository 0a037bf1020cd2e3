//! What a 429 says about when to come back.

use serde_json::Value;

use super::excess::tokens;
use super::facts::Facts;
use super::json::{Call, calls, ensure, initial_cycle};
use super::limit::{Kind, Limit, passed};

const SECOND: f64 = 1e9;
/// Moments are whole nanoseconds, and a bucket's level is a fraction.
const ROUNDING: f64 = 3.0;

/// Where one limit alone counts a call, its refusals name what that limit has to say.
pub fn check(facts: &Facts, lines: &[Value]) -> Result<(), String> {
    let cycle = initial_cycle(lines);
    for call in calls(cycle)?
        .iter()
        .filter(|call| call.result == "tooManyRequests")
    {
        let mut counting = facts
            .limits
            .iter()
            .filter(|limit| limit.counts(&call.endpoint));
        if let (Some(limit), None) = (counting.next(), counting.next()) {
            ensure(is_told(limit, cycle, call), || {
                format!("{limit:?} says otherwise: {call:?}")
            })?;
        }
    }
    Ok(())
}

fn is_told(limit: &Limit, cycle: &[Value], call: &Call) -> bool {
    let told = call.retry_after.map(|time| time as f64 / SECOND);
    match limit.retry_after {
        "none" => told.is_none(),
        "until-allowed" => match until_next(limit, cycle, call.sent) {
            Some(wait) => {
                let seconds = |wait: f64| (wait.max(0.0) / SECOND).ceil();
                told.is_some_and(|told| {
                    seconds(wait - ROUNDING) <= told && told <= seconds(wait + ROUNDING)
                })
            }
            // How long the calls under way still take is another matter; whole seconds are named all the same.
            None => told.is_none_or(|told| told.fract() == 0.0),
        },
        stated => told.is_some_and(|told| stated == format!("{told} s")),
    }
}

/// The time from the arrival of a call to the next that passes, in nanoseconds.
fn until_next(limit: &Limit, cycle: &[Value], arrival: u64) -> Option<f64> {
    let mut passed = passed(limit, cycle);
    passed.retain(|call| call.counted <= arrival);
    let period = limit.period_secs as f64 * SECOND;
    match limit.kind {
        Kind::TokenBucket { burst } => {
            let missing = 1.0 - tokens(limit, burst as f64, &passed, arrival);
            Some(missing * period / limit.calls as f64)
        }
        Kind::FixedWindow => Some(period - arrival as f64 % period),
        Kind::RollingWindow => {
            // The one whose end of counting makes room.
            let oldest = passed.len().checked_sub(limit.calls as usize)?;
            Some(passed[oldest].counted as f64 + period - arrival as f64)
        }
        Kind::QuietWindow => Some(passed.last()?.counted as f64 + period - arrival as f64),
        Kind::AtOnce => None,
    }
}
