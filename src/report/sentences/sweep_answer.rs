//! A sweep in words: where a condition turns, and how far the measured quantity goes.

use crate::experiment::outcome::sweep::{Axis, AxisValue, BreakEven, Sweep, SweepPoint};
use crate::experiment::outcome::{Metric, Unit};
use crate::report::number;

/// Units of axes whose values are numbers; those of any other unit are names.
const NUMBERS: [&str; 5] = ["seconds", "count", "share", "factor", "perSecond"];

/// Whether the values of an axis are names rather than numbers, and so have no distances.
pub(in crate::report) fn is_of_names(axis: &Axis) -> bool {
    let odd = |one: &AxisValue| !one.value.is_finite();
    !NUMBERS.contains(&axis.unit.as_str()) || axis.values.iter().any(odd)
}

/// A value of an axis as it was written.
pub(in crate::report) fn value_text(axis: &Axis, value: f64) -> String {
    let mut listed = axis.values.iter();
    match listed.find(|one| one.value == value) {
        Some(one) => one.text.clone(),
        None => number::input(value, &axis.unit),
    }
}

/// A measured number without an interval.
pub(in crate::report) fn measured(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Milliseconds => number::time(value),
        Unit::Count => number::count(value),
        Unit::PerSecond => format!("{} /s", number::rough(value)),
        Unit::Share => number::percent(value),
    }
}

/// Where the point lies: `target.latency.user_post = 400 ms, job.connections = 4`.
pub(in crate::report) fn position(found: &Sweep, point: &SweepPoint) -> String {
    let values = found.axes.iter().zip(&point.values);
    let parts = values.map(|(axis, value)| format!("{} = {}", axis.key, value_text(axis, *value)));
    parts.collect::<Vec<String>>().join(", ")
}

/// The points with the lowest and the highest median.
pub(in crate::report) fn extremes(found: &Sweep) -> Option<(&SweepPoint, &SweepPoint)> {
    let known = || found.points.iter().filter(|one| median(one).is_some());
    let by = |a: &&SweepPoint, b: &&SweepPoint| {
        let (a, b) = (median(a).unwrap_or(0.0), median(b).unwrap_or(0.0));
        a.total_cmp(&b)
    };
    Some((known().min_by(by)?, known().max_by(by)?))
}

/// The median of a point, if it is a number.
pub(in crate::report) fn median(point: &SweepPoint) -> Option<f64> {
    point.p50.value.filter(|value| value.is_finite())
}

/// What the sweep comes to: the break-even if one was asked for, or else the range of the medians.
pub(in crate::report) fn answer(found: &Sweep) -> String {
    let Some((until, axis)) = found.until.as_ref().zip(found.axes.first()) else {
        return range(found, |point| format!(" ({})", position(found, point)));
    };
    let runs = until.runs_that_meet.zip(until.met_at.as_ref());
    let runs = runs.map_or_else(String::new, |(share, met)| {
        let runs = number::of_the_runs(&share);
        format!("; at {} it holds for {runs}", met.text)
    });
    break_even(until, axis) + &runs
}

/// The same in short, for those who see the keys beside it.
pub(in crate::report) fn title(found: &Sweep) -> String {
    match (&found.until, &found.axes[..]) {
        (Some(until), _) if until.is_met_at_first == until.is_met_at_last => {
            let is_met = until.is_met_at_first;
            let ends = if is_met { "both ends" } else { "neither end" };
            format!("{} holds at {ends} of the range", until.condition)
        }
        (Some(until), [axis, ..]) => break_even(until, axis),
        (None, [axis]) => range(found, |point| {
            let value = point.values.first();
            let value = value.map(|value| format!(" ({})", value_text(axis, *value)));
            value.unwrap_or_default()
        }),
        _ => range(found, |_| String::new()),
    }
}

/// From which median to which, each with words on where it is.
fn range(found: &Sweep, at: impl Fn(&SweepPoint) -> String) -> String {
    let what = match found.metric {
        Metric::InitialCycle => "the median initial cycle".to_owned(),
        _ => format!("the median of {}", found.label),
    };
    let Some((lowest, highest)) = extremes(found) else {
        return format!("{what} is nowhere reached");
    };
    let shown = |point| median(point).map_or_else(String::new, |p50| measured(p50, found.unit));
    match (shown(lowest), shown(highest)) {
        (low, high) if low == high => format!("{what} is {low} throughout"),
        (low, high) => {
            let (from, to) = (at(lowest), at(highest));
            format!("{what} goes from {low}{from} to {high}{to}")
        }
    }
}

/// Up to which value, or from which on, the condition holds.
fn break_even(until: &BreakEven, axis: &Axis) -> String {
    let (condition, key) = (&until.condition, &axis.key);
    let text =
        |value: Option<&AxisValue>| value.map_or("?", |value| value.text.as_str()).to_owned();
    let (first, last) = (text(axis.values.first()), text(axis.values.last()));
    let turn = until.met_at.as_ref().zip(until.missed_at.as_ref());
    let turn = turn.map(|(met, missed)| (&met.text, &missed.text));
    let holds = match (until.is_met_at_first, until.is_met_at_last, turn) {
        (true, false, Some((met, missed))) => format!("up to {key} = {met} ({missed} misses)"),
        (false, true, Some((met, missed))) => format!("from {key} = {met} on ({missed} misses)"),
        (true, false, None) => {
            format!("at {key} = {first} and not at {last}; where it turns was not found")
        }
        (false, true, None) => {
            format!("at {key} = {last} and not at {first}; where it turns was not found")
        }
        (true, true, _) => format!(
            "at both ends, {key} = {first} and {last}: no break-even was found between them"
        ),
        (false, false, _) => format!(
            "neither at {key} = {first} nor at {last}: no break-even was found between them"
        ),
    };
    format!("{condition} holds {holds}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn sentence(change: impl Fn(&mut BreakEven)) -> String {
        let mut found = fixture::sweep();
        change(found.until.as_mut().unwrap());
        answer(&found)
    }

    #[test]
    fn the_break_even_is_told_with_the_value_that_misses() {
        assert_eq!(
            sentence(|_| ()),
            "initial_cycle.p95 < 24 h holds up to target.latency.user_post = 610 ms (630 ms misses); \
             at 610 ms it holds for 95 % of the replications (94 to 97)"
        );
        let from = sentence(|until| {
            (until.is_met_at_first, until.is_met_at_last) = (false, true);
            until.runs_that_meet = None;
        });
        assert!(from.ends_with("holds from target.latency.user_post = 610 ms on (630 ms misses)"));
    }

    #[test]
    fn none_and_all_are_told_without_a_guess() {
        let at_ends = |first: bool, last: bool| {
            sentence(|until| {
                (until.met_at, until.missed_at) = (None, None);
                (until.is_met_at_first, until.is_met_at_last) = (first, last);
            })
        };
        assert!(at_ends(true, true).contains("holds at both ends, "));
        assert!(at_ends(false, false).contains("holds neither at "));
        assert!(at_ends(true, false).contains("and not at 1.6 s; where it turns was not found"));
    }

    #[test]
    fn without_a_condition_the_range_of_the_medians_is_told() {
        let mut found = fixture::sweep();
        found.until = None;
        let text = answer(&found);
        assert!(
            text.starts_with(
                "the median initial cycle goes from 6.2 h (target.latency.user_post = 100 ms) to "
            ),
            "{text}"
        );
        for point in &mut found.points {
            point.p50.value = Some(f64::INFINITY);
        }
        assert_eq!(
            answer(&found),
            "the median initial cycle is nowhere reached"
        );
    }

    #[test]
    fn a_title_leaves_out_what_the_axes_say() {
        let mut found = fixture::sweep();
        assert!(title(&found).ends_with("= 610 ms (630 ms misses)"));
        found.until.as_mut().unwrap().is_met_at_last = true;
        let shown = title(&found);
        assert_eq!(
            shown,
            "initial_cycle.p95 < 24 h holds at both ends of the range"
        );
        found.until = None;
        let shown = title(&found);
        assert_eq!(
            shown,
            "the median initial cycle goes from 6.2 h (100 ms) to 36 h (1.6 s)"
        );
        let shown = title(&fixture::sweep_of_two());
        assert_eq!(
            shown,
            "the median initial cycle goes from 3.1 h to 6.0 days"
        );
    }

    #[test]
    fn values_between_those_listed_are_shown_in_the_unit_of_the_axis() {
        let axis = &fixture::sweep().axes[0];
        assert_eq!(value_text(axis, 0.1), "100 ms");
        assert_eq!(value_text(axis, 0.61), "610 ms");
    }
}
