//! Conditions as a person writes them: `initial_cycle.p95 < 24 h`.

use super::{Comparison, Expectation, ExpectedMetric, ExpectedUnit, Statistic, metric};
use crate::scenario::text::abridged;
use crate::scenario::value::{Wrong, parse_count, parse_duration, parse_per_second, parse_share};

/// A condition such as `initial_cycle.p95 < 24 h`: a key of `[expect]`, one of `<`, `<=`, `>`, `>=`, and a limit.
///
/// A condition on the life of a job makes sense only for a scenario with a horizon, which nobody knows here: see
/// [`ExpectedMetric::needs_horizon`].
///
/// ```
/// use cyclecast::scenario::{Comparison, Statistic, parse_condition};
///
/// let expected = parse_condition("initial_cycle.p95 <  24 h")?;
/// assert_eq!(expected.key, "initial_cycle.p95");
/// assert_eq!(expected.statistic, Statistic::Percentile(95));
/// assert_eq!((expected.comparison, expected.limit), (Comparison::Below, 86_400.0));
/// assert_eq!(expected.condition, "< 24 h");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// What is wrong with it, and what would be right.
pub fn parse_condition(text: &str) -> Result<Expectation, String> {
    let parse = || {
        let start = text.find(['<', '>', '=']).ok_or_else(no_comparison)?;
        let (key, rest) = text.split_at(start);
        let key = key.trim();
        let (name, rest_of_key) = split_key(key)?;
        let metric = metric(name)?;
        let statistic = statistic(rest_of_key, metric)?;
        condition(rest, metric, statistic)
    };
    parse().map_err(Wrong::into_text)
}

/// Metric and statistic of a key such as `initial_cycle.p95`.
pub fn split_key(key: &str) -> Result<(&str, &str), Wrong> {
    key.split_once('.').ok_or_else(|| {
        // A wrong name is worse than a missing statistic.
        match metric(key) {
            Err(wrong) => wrong,
            Ok(metric) => Wrong::new(
                format!("`{key}` does not say what is taken of it over the replications"),
                format!("write {}", example_key(metric)),
            ),
        }
    })
}

fn example_key(metric: ExpectedMetric) -> String {
    match metric.unit() {
        ExpectedUnit::Share => format!("{}.share", metric.name()),
        _ => format!(
            "{0}.p95, another whole percentile, or {0}.mean",
            metric.name()
        ),
    }
}

/// The statistic of a name, if `metric` has it.
pub fn statistic(name: &str, metric: ExpectedMetric) -> Result<Statistic, Wrong> {
    let is_share = metric.unit() == ExpectedUnit::Share;
    let known = match name {
        "mean" => Some(Statistic::Mean),
        "share" => Some(Statistic::Share),
        _ => name.strip_prefix('p').and_then(percentile),
    };
    match known {
        Some(statistic) if (statistic == Statistic::Share) == is_share => Ok(statistic),
        _ => Err(Wrong::new(
            format!("`{}` has no `{}`", metric.name(), abridged(name)),
            format!("write {}", example_key(metric)),
        )),
    }
}

/// A whole percentile, written without a leading zero.
fn percentile(digits: &str) -> Option<Statistic> {
    let percent: u8 = digits.parse().ok()?;
    let is_plain = digits == percent.to_string();
    ((1..=99).contains(&percent) && is_plain).then_some(Statistic::Percentile(percent))
}

fn no_comparison() -> Wrong {
    let message = "a condition begins with <, <=, > or >=";
    let help = "for example \"< 36 h\"";
    Wrong::new(message, help)
}

/// How a condition ends that is also met where there is nothing to look at.
const OR_NONE: [&str; 2] = ["or", "none"];

/// What is expected of a statistic of `metric`, in a text such as `< 36 h`.
pub fn condition(
    text: &str,
    metric: ExpectedMetric,
    statistic: Statistic,
) -> Result<Expectation, Wrong> {
    let text = text.trim();
    let (comparison, symbol, rest) = Comparison::SYMBOLS
        .into_iter()
        .find_map(|(symbol, one)| Some((one, symbol, text.strip_prefix(symbol)?)))
        .ok_or_else(no_comparison)?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let without = words.strip_suffix(&OR_NONE);
    let or_none = without.is_some();
    let value = without.unwrap_or(&words).join(" ");
    let ending = if or_none { " or none" } else { "" };
    Ok(Expectation {
        key: format!("{}.{}", metric.name(), statistic.name()),
        metric,
        statistic,
        comparison,
        limit: limit(&value, metric.unit())?,
        condition: format!("{symbol} {value}{ending}"),
        or_none,
    })
}

/// A limit in seconds, things, things per second, or as a share.
fn limit(text: &str, unit: ExpectedUnit) -> Result<f64, Wrong> {
    let example = match unit {
        ExpectedUnit::Duration => "for example \"< 36 h\"",
        ExpectedUnit::Count => "for example \"< 10_000\"",
        ExpectedUnit::PerSecond => "for example \"< 25 per s\"",
        ExpectedUnit::Share => "for example \"< 5 %\"",
    };
    if text.is_empty() {
        return Err(Wrong::new("the condition has no limit", example));
    }
    let limit = match unit {
        ExpectedUnit::Duration => parse_duration(text),
        ExpectedUnit::Count => parse_count(text),
        ExpectedUnit::PerSecond => parse_per_second(text),
        ExpectedUnit::Share => parse_share(text),
    }
    .map_err(|wrong| Wrong::new(wrong.message, example))?;
    if !limit.is_finite() || limit < 0.0 {
        return Err(Wrong::new("a limit is not below zero", example));
    }
    if unit == ExpectedUnit::Share && limit > 1.0 {
        let help = match limit <= 100.0 {
            true => format!("did you mean \"{limit} %\"?"),
            false => example.to_owned(),
        };
        return Err(Wrong::new("a share is between 0 % and 100 %", help));
    }
    Ok(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_in_the_unit_of_what_is_measured() {
        for (text, limit) in [
            ("initial_cycle.p95 < 36 h", 129_600.0),
            ("users_all.mean<=1 h 30 min", 5_400.0),
            ("calls_total.p50 > 2.5M", 2_500_000.0),
            ("failed_objects.mean < 0.5", 0.5),
            ("mean_request_rate.p99 < 25 per s", 25.0),
            ("peak_request_rate_second.p1 >= 25/s", 25.0),
            ("peak_request_rate_minute.p95 < 600 per min", 10.0),
            ("mean_request_rate.p5 < 7.5", 7.5),
            ("quarantine.share < 5 %", 0.05),
            ("staged_deletions.share <= 0.1", 0.1),
        ] {
            let expected = parse_condition(text).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
            assert_eq!(expected.limit, limit, "{text}");
        }
    }

    #[test]
    fn a_condition_says_whether_nothing_to_look_at_meets_it() {
        let parsed = |text: &str| parse_condition(text).unwrap();
        let said = parsed("users_all.p95 <  1 h  or   none");
        assert_eq!((said.limit, said.or_none), (3_600.0, true));
        assert_eq!(said.condition, "< 1 h or none");
        assert!(!parsed("users_all.p95 < 1 h").or_none);
        assert!(parsed("calls_group_patch.mean <= 10k or none").or_none);
        assert!(parse_condition("users_all.p95 < or none").is_err());
    }

    #[test]
    fn a_condition_is_kept_as_it_was_written_with_single_spaces() {
        for (text, key, condition) in [
            ("initial_cycle.p95<36h", "initial_cycle.p95", "< 36h"),
            (
                " users_half.mean  >=  2   days ",
                "users_half.mean",
                ">= 2 days",
            ),
        ] {
            let expected = parse_condition(text).unwrap();
            assert_eq!((&*expected.key, &*expected.condition), (key, condition));
            assert_eq!(parse_condition(&format!("{key} {condition}")), Ok(expected));
        }
    }

    const WRONG: [(&str, &str, &str); 28] = [
        ("", "begins with <", "< 36 h"),
        ("initial_cycle.p95", "begins with <", "< 36 h"),
        ("initial_cycle.p95 = 36 h", "begins with <", "< 36 h"),
        ("initial_cycle.p95 == 36 h", "begins with <", "< 36 h"),
        (
            "initial_cycle < 36 h",
            "does not say what is taken",
            "initial_cycle.p95",
        ),
        (
            "initialCycle.p95 < 36 h",
            "is called `initialCycle`",
            "did you mean `initial_cycle`?",
        ),
        ("cycle < 36 h", "is called `cycle`", "initial_cycle"),
        (
            "beauty.p95 < 1",
            "is called `beauty`",
            "there are initial_cycle, ",
        ),
        (
            "initial_cycle.p100 < 36 h",
            "has no `p100`",
            "whole percentile",
        ),
        ("initial_cycle.p0 < 36 h", "has no `p0`", "whole percentile"),
        (
            "initial_cycle.p05 < 36 h",
            "has no `p05`",
            "whole percentile",
        ),
        (
            "initial_cycle.p+5 < 36 h",
            "has no `p+5`",
            "whole percentile",
        ),
        (
            "initial_cycle.p99.9 < 36 h",
            "has no `p99.9`",
            "whole percentile",
        ),
        (
            "initial_cycle.median < 36 h",
            "has no `median`",
            "initial_cycle.p95",
        ),
        (
            "initial_cycle.share < 5 %",
            "has no `share`",
            "initial_cycle.p95",
        ),
        ("disabled.p95 < 5 %", "has no `p95`", "disabled.share"),
        ("initial_cycle.p95 <", "no limit", "< 36 h"),
        ("initial_cycle.p95 < 36", "needs a unit", "< 36 h"),
        (
            "initial_cycle.p95 < NaN h",
            "must begin with a number",
            "< 36 h",
        ),
        ("initial_cycle.p95 < -1 h", "not below zero", "< 36 h"),
        (
            "initial_cycle.p95 < 5 %",
            "`%` is no unit of time",
            "< 36 h",
        ),
        ("calls_total.p95 < 5 h", "no unit `h`", "10_000"),
        ("calls_total.p95 < inf", "must be a number", "10_000"),
        ("calls_total.p95 <= = 5", "must be a number", "10_000"),
        ("mean_request_rate.p95 < 5 h", "not a rate", "25 per s"),
        (
            "mean_request_rate.p95 < 5 per week",
            "not a rate",
            "25 per s",
        ),
        (
            "quarantine.share < 5",
            "between 0 % and 100 %",
            "did you mean \"5 %\"?",
        ),
        ("quarantine.share < 5 s", "number or a percentage", "< 5 %"),
    ];

    #[test]
    fn what_is_wrong_with_a_condition_is_said_with_what_would_be_right() {
        for (text, message, help) in WRONG {
            let wrong = parse_condition(text).unwrap_err();
            assert!(
                wrong.contains(message) && wrong.contains(help),
                "{text}: {wrong}"
            );
        }
    }
}
