//! Rate limits of a scenario, and whether what has passed keeps to them.

use serde_json::Value;

use super::json::{ensure, is, nanos, text};

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    TokenBucket { burst: u64 },
    FixedWindow,
    RollingWindow,
    QuietWindow,
    AtOnce,
}

#[derive(Clone, Debug)]
pub struct Limit {
    pub kind: Kind,
    /// Calls in each period, or at once.
    pub calls: u64,
    pub period_secs: u64,
    /// As the scenario names them.
    pub endpoints: &'static str,
    pub is_published: bool,
    /// What a 429 says about when to come back.
    pub retry_after: &'static str,
    /// What a call over the limit gets.
    pub on_excess: &'static str,
}

/// A request that has passed; moments in nanoseconds.
pub struct Passed {
    pub sent: u64,
    /// When it counts.
    pub counted: u64,
    pub answered: u64,
}

impl Limit {
    pub fn toml(&self) -> String {
        let (calls, secs) = (self.calls, self.period_secs);
        let counts = match self.kind {
            Kind::TokenBucket { burst } => {
                format!("calls = \"{calls} per {secs} s\"\nburst = {burst}\n")
            }
            Kind::FixedWindow => {
                format!("kind = \"fixed-window\"\ncalls = \"{calls} per {secs} s\"\n")
            }
            Kind::RollingWindow => {
                format!("kind = \"rolling-window\"\ncalls = \"{calls} per {secs} s\"\n")
            }
            Kind::QuietWindow => {
                format!("kind = \"quiet-window\"\ncalls = \"{calls} per {secs} s\"\n")
            }
            Kind::AtOnce => format!("kind = \"concurrency\"\nat_once = {calls}\n"),
        };
        let (endpoints, published) = (self.endpoints, self.is_published);
        let mut text = format!(
            "[[target.limit]]\n{counts}endpoints = \"{endpoints}\"\npublished = {published}\non_excess = \"{}\"\n",
            self.on_excess
        );
        if self.on_excess == "429" {
            text += &format!("retry_after = \"{}\"\n", self.retry_after);
        }
        text
    }

    pub fn counts(&self, endpoint: &str) -> bool {
        let is_read = endpoint.ends_with(".get");
        match self.endpoints {
            "all" => true,
            "reads" => is_read,
            "writes" => !is_read,
            part @ ("users" | "groups") => endpoint.split('.').next() == Some(part),
            one => one == endpoint,
        }
    }
}

/// What has passed each limit is no more than it allows, in a cycle that starts at zero.
pub fn check(limits: &[Limit], lines: &[Value]) -> Result<(), String> {
    if limits.iter().all(|limit| limit.on_excess != "slower") {
        nothing_is_held_back(lines)?;
    }
    for limit in limits {
        let passed = passed(limit, lines);
        match limit.kind {
            Kind::TokenBucket { burst } => bucket(limit, burst, &passed)?,
            Kind::FixedWindow => windows(limit, &passed)?,
            Kind::RollingWindow => any_period(limit, &passed)?,
            Kind::QuietWindow => runs(limit, &passed)?,
            Kind::AtOnce => at_once(limit, &passed)?,
        }
    }
    Ok(())
}

/// What has passed a limit, in order.
///
/// A limit that holds calls back counts them when they pass. Any other is taken to judge them when they arrive, which is a
/// difference where yet another one holds them back.
pub fn passed(limit: &Limit, lines: &[Value]) -> Vec<Passed> {
    let holds_back = limit.on_excess == "slower";
    let counted = if holds_back { "atMs" } else { "sentMs" };
    let mut passed: Vec<_> = lines
        .iter()
        .filter(|line| is(line, "callPassed") && limit.counts(text(line, "endpoint")))
        .map(|line| Passed {
            sent: nanos(line, "sentMs"),
            counted: nanos(line, counted),
            answered: nanos(line, "answeredMs"),
        })
        .collect();
    passed.sort_by_key(|call| call.counted);
    passed
}

/// Calls are held back only where a limit does so.
fn nothing_is_held_back(lines: &[Value]) -> Result<(), String> {
    let is_held = |line: &&Value| is(line, "callPassed") && line["atMs"] != line["sentMs"];
    match lines.iter().find(is_held) {
        Some(line) => Err(format!("held back by no limit: {line}")),
        None => Ok(()),
    }
}

/// Between any two moments no more than the burst and what has come in since.
fn bucket(limit: &Limit, burst: u64, passed: &[Passed]) -> Result<(), String> {
    let period = u128::from(limit.period_secs) * 1_000_000_000;
    for (first, from) in passed.iter().enumerate() {
        for (last, to) in passed.iter().enumerate().skip(first) {
            let count = (last - first + 1) as u128;
            // A moment is rounded to a nanosecond.
            let time = u128::from(to.counted - from.counted) + 1;
            let allowed = u128::from(burst) * period + u128::from(limit.calls) * time;
            ensure(count * period <= allowed, || {
                let (from, to) = (from.counted, to.counted);
                format!("{count} calls pass between {from} ns and {to} ns: {limit:?}")
            })?;
        }
    }
    Ok(())
}

/// A count that starts anew with each period, from the start of the cycle.
fn windows(limit: &Limit, passed: &[Passed]) -> Result<(), String> {
    let period = limit.period_secs * 1_000_000_000;
    for window in passed.chunk_by(|one, next| one.counted / period == next.counted / period) {
        ensure(window.len() as u64 <= limit.calls, || {
            let number = window[0].counted / period;
            format!("{} calls in window {number}: {limit:?}", window.len())
        })?;
    }
    Ok(())
}

/// In any period, wherever it begins.
fn any_period(limit: &Limit, passed: &[Passed]) -> Result<(), String> {
    let period = limit.period_secs * 1_000_000_000;
    let apart = passed.iter().zip(passed.iter().skip(limit.calls as usize));
    for (from, to) in apart {
        ensure(to.counted - from.counted >= period, || {
            let (from, to) = (from.counted, to.counted);
            format!("too many calls between {from} ns and {to} ns: {limit:?}")
        })?;
    }
    Ok(())
}

/// Between two periods in which nothing passes.
fn runs(limit: &Limit, passed: &[Passed]) -> Result<(), String> {
    let period = limit.period_secs * 1_000_000_000;
    for run in passed.chunk_by(|one, next| next.counted - one.counted < period) {
        ensure(run.len() as u64 <= limit.calls, || {
            let from = run[0].counted;
            format!(
                "{} calls without quiet from {from} ns on: {limit:?}",
                run.len()
            )
        })?;
    }
    Ok(())
}

/// From arrival to answer.
fn at_once(limit: &Limit, passed: &[Passed]) -> Result<(), String> {
    for moment in passed.iter().map(|call| call.sent) {
        let is_under_way = |call: &&Passed| call.sent <= moment && moment < call.answered;
        let under_way = passed.iter().filter(is_under_way).count();
        ensure(under_way as u64 <= limit.calls, || {
            format!("{under_way} calls at once at {moment} ns: {limit:?}")
        })?;
    }
    Ok(())
}
