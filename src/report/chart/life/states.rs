//! The states of the job as shades behind the other panels, and as a strip with their names, hatched in quarantine so that
//! it stays apart in grey.

use crate::experiment::outcome::life::{CycleBar, CycleKind, JobState, StateSpan, TypicalRun};
use crate::report::chart::drawing::*;

/// Height of the strip.
pub const STRIP: f64 = 22.0;

/// Each state with its name, and its shade unless it is the usual one.
const STATES: [(JobState, &str, Option<Colour>); 5] = [
    (JobState::Quarantine, "quarantine", RED),
    (JobState::Disabled, "disabled", Some(INK.fade(0.45))),
    (JobState::Paused, "paused", Some(MUTED.fade(0.36))),
    (JobState::NotRun, "initial cycle", Some(BLUE.fade(0.16))),
    (JobState::Active, "active", None),
];

const RED: Option<Colour> = Some(VERMILLION.fade(0.2));

/// A stretch of one state, in pixels.
struct Stretch<'a> {
    span: &'a StateSpan,
    left: f64,
    right: f64,
}

impl Stretch<'_> {
    fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    fn shade(&self) -> Option<Colour> {
        let mut states = STATES.into_iter();
        states.find(|(state, ..)| *state == self.span.state)?.2
    }

    /// The longer of its names, with the reason, or else the shorter, if one fits into the strip.
    fn name(&self) -> Option<String> {
        let mut states = STATES.into_iter();
        let name = states.find(|(state, ..)| *state == self.span.state)?.1;
        let reason = self.span.reason.as_deref().map(clean);
        let long = reason.map(|reason| format!("{name}: {reason}"));
        let room = self.right - self.left - 8.0;
        let mut names = long.into_iter().chain([name.to_owned()]);
        names.find(|name| width(name, SMALL) <= room)
    }
}

/// The states of a run, where an active job in an initial cycle, as after a restart, counts like one in its first.
pub fn with_initial_cycles(run: &TypicalRun) -> Vec<StateSpan> {
    let is_initial = |cycle: &&CycleBar| cycle.kind == CycleKind::Initial;
    let initial: Vec<&CycleBar> = run.cycles.iter().filter(is_initial).collect();
    let mut spans = Vec::new();
    for span in &run.states {
        let part = |state, from_ms, to_ms| StateSpan {
            state,
            reason: None,
            from_ms,
            to_ms,
        };
        if span.state != JobState::Active {
            spans.push(span.clone());
            continue;
        }
        let mut from = span.from_ms;
        let first = initial.partition_point(|cycle| cycle.ended_ms <= span.from_ms);
        let within = initial[first..].iter();
        for cycle in within.take_while(|cycle| cycle.began_ms < span.to_ms) {
            let began = cycle.began_ms.max(from);
            let ended = cycle.ended_ms.min(span.to_ms).max(began);
            spans.push(part(JobState::Active, from, began));
            spans.push(part(JobState::NotRun, began, ended));
            from = ended;
        }
        spans.push(part(JobState::Active, from, span.to_ms));
    }
    spans.retain(|span| span.from_ms < span.to_ms);
    spans
}

/// The spans that can be seen. What is not usual is at least a pixel wide, and shown once a pixel.
fn stretches<'a>(states: &'a [StateSpan], across: &Axis) -> Vec<Stretch<'a>> {
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    for span in states {
        let (mut left, mut right) = (across.at(span.from_ms as f64), across.at(span.to_ms as f64));
        if span.state != JobState::Active && right - left < 1.0 {
            left = left.floor().min(across.scale.end - 1.0);
            right = left + 1.0;
        }
        let hides = |other: &Stretch| other.span.state == span.state && other.right >= right;
        let is_hidden = stretches.iter().rev().take(5).any(hides);
        if right - left >= 0.5 && !is_hidden {
            stretches.push(Stretch { span, left, right });
        }
    }
    stretches
}

/// Shades behind the panels.
pub fn shades(states: &[StateSpan], across: &Axis) -> Vec<(f64, f64, Colour)> {
    let shade = |stretch: Stretch<'_>| {
        let colour = stretch.shade()?;
        let colour = colour.fade(colour.alpha * 0.6);
        Some((stretch.left, stretch.right, colour))
    };
    let stretches = stretches(states, across).into_iter();
    stretches.filter_map(shade).collect()
}

/// For each state that is named nowhere in the strip, its name for below the widest stretch.
pub fn names_below(states: &[StateSpan], across: &Axis) -> Labels {
    let stretches = stretches(states, across);
    let labels = STATES.into_iter().filter_map(|(state, name, _)| {
        let stretches = stretches.iter();
        let of_state = stretches.filter(|stretch| stretch.span.state == state);
        let is_named = of_state.clone().any(|stretch| stretch.name().is_some());
        let width = |stretch: &&Stretch| stretch.right - stretch.left;
        let widest = of_state.max_by(|a, b| width(a).total_cmp(&width(b)))?;
        (!is_named).then(|| Label::new(widest.middle(), name, SMALL, Anchor::Middle))
    });
    Labels::of(labels.collect())
}

/// The strip: shades, hatched in quarantine, with the names that fit.
pub fn strip(scene: &mut Scene, plot: &Plot, across: &Axis, states: &[StateSpan]) {
    for stretch in &stretches(states, across) {
        let (from, to) = ((stretch.left, plot.top), (stretch.right, plot.bottom));
        if let Some(colour) = stretch.shade() {
            scene.rect(from, to, colour);
        }
        let name = stretch.name();
        let middle = stretch.middle();
        if stretch.span.state == JobState::Quarantine {
            // But for its middle, where words stand.
            let words = name.as_ref().map_or(0.0, |name| width(name, SMALL) + 8.0);
            let (before, after) = (middle - words / 2.0, middle + words / 2.0);
            hatch(scene, from, (before, plot.bottom), VERMILLION);
            hatch(scene, (after, plot.top), to, VERMILLION);
        }
        if let Some(name) = name {
            let at = (middle, plot.bottom - 7.0);
            scene.text(at, name, SMALL, INK, Anchor::Middle);
        }
    }
    let (from, to) = ((plot.left, plot.top), (plot.right, plot.bottom));
    let corners = vec![from, (to.0, from.1), to, (from.0, to.1), from];
    scene.path(corners, 1.0, AXIS);
}

/// Distance between two lines, along the horizontal.
const STEP: f64 = 7.0;

/// Diagonal lines within a rectangle. They run through from one rectangle to the next.
fn hatch(scene: &mut Scene, (left, top): Point, (right, bottom): Point, colour: Colour) {
    // On each line x + y is the same.
    let first = libm::ceil((left + top) / STEP);
    let last = libm::floor((right + bottom) / STEP);
    let count = (last - first).clamp(-1.0, 1_000.0) as i32;
    for index in 0..=count {
        let sum = (first + f64::from(index)) * STEP;
        let low = (sum - bottom).max(left);
        let high = (sum - top).min(right);
        if high > low {
            scene.path(vec![(low, sum - low), (high, sum - high)], 1.0, colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::life::CycleResult;
    use crate::report::chart::drawing::Scale;
    use crate::report::chart::drawing::Shape;

    fn span(state: JobState, from_ms: u64, to_ms: u64) -> StateSpan {
        StateSpan {
            state,
            reason: None,
            from_ms,
            to_ms,
        }
    }

    #[test]
    fn an_initial_cycle_after_a_restart_parts_the_active_time() {
        let cycle = |began_ms, ended_ms, kind| CycleBar {
            began_ms,
            ended_ms,
            kind,
            result: CycleResult::Succeeded,
            changes: 0,
            retries: 0,
            failed: 0,
        };
        let run = TypicalRun {
            cycles: vec![
                cycle(0, 10, CycleKind::Initial),
                cycle(40, 45, CycleKind::Incremental),
                cycle(60, 85, CycleKind::Initial),
            ],
            states: vec![
                span(JobState::NotRun, 0, 10),
                span(JobState::Active, 10, 70),
                span(JobState::Paused, 70, 80),
                span(JobState::Active, 80, 100),
            ],
            ..TypicalRun::default()
        };
        let found = with_initial_cycles(&run);
        let ends = found.iter().map(|span| (span.state, span.to_ms));
        assert_eq!(
            ends.collect::<Vec<_>>(),
            [
                (JobState::NotRun, 10),
                (JobState::Active, 60),
                (JobState::NotRun, 70),
                (JobState::Paused, 80),
                (JobState::NotRun, 85),
                (JobState::Active, 100)
            ]
        );
    }

    #[test]
    fn a_short_quarantine_is_seen_and_many_of_them_are_few_shapes() {
        let scale = Scale::new((0.0, 1e6), (0.0, 100.0));
        let across = Axis::linear(scale, Vec::new());
        let short = [
            span(JobState::Active, 0, 500_000),
            span(JobState::Quarantine, 500_000, 500_010),
            span(JobState::Active, 500_010, 1_000_000),
        ];
        assert_eq!(stretches(&short, &across).len(), 3);
        let many: Vec<_> = (0..100_000)
            .map(|index| {
                let state = if index % 2 == 0 {
                    JobState::Active
                } else {
                    JobState::Quarantine
                };
                span(state, index * 10, index * 10 + 10)
            })
            .collect();
        assert_eq!(stretches(&many, &across).len(), 100);
    }

    #[test]
    fn no_line_leaves_its_rectangle() {
        let mut scene = Scene {
            width: 100.0,
            height: 100.0,
            title: String::new(),
            description: String::new(),
            shapes: Vec::new(),
        };
        hatch(&mut scene, (10.0, 20.0), (31.0, 40.0), INK);
        assert!(scene.shapes.len() > 4);
        for shape in &scene.shapes {
            let Shape::Path(points, ..) = shape else {
                panic!("only lines");
            };
            for (x, y) in points {
                assert!((10.0..=31.0).contains(x) && (20.0..=40.0).contains(y));
            }
        }
    }
}
