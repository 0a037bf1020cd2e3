//! A scenario over a range of one or two of its keys, and the value at which a condition turns.

use super::expectations::held;
use super::outcome::sweep::{Axis, AxisValue, BreakEven, FORMAT_VERSION, Sweep, SweepPoint};
use super::outcome::{Expected, Metric, ReplicationRow};
use super::percentiles::{LEVEL, band, estimate};
use super::session::{RunError, Session};
use super::summaries::{measured, named};
use super::variants::rows_of;
use crate::model::Setup;
use crate::scenario::Expectation;
use crate::stats::sorted;

/// A break-even is found to within one in a hundred, or to neighbours where things are counted.
const PRECISION: f64 = 0.01;
/// Halvings after which any range is narrower than that.
const MOST_HALVINGS: usize = 60;

/// What is varied and measured.
#[derive(Clone, Debug)]
pub struct Sweeping<'s> {
    /// Name of the scenario.
    pub scenario: &'s str,
    /// What is measured: a quantity of the initial cycle.
    pub metric: Metric,
    /// One or two keys.
    pub axes: Vec<Axis>,
    /// The condition whose break-even on the only axis is asked for.
    pub until: Option<&'s Expectation>,
}

/// How a value of each axis becomes a setup, and a number between two values one that a person would write.
pub trait Varied {
    /// Why a setup cannot be made.
    type Error: From<RunError>;
    /// The setup with these numbers.
    ///
    /// # Errors
    /// The scenario does not allow them.
    fn setup(&mut self, numbers: &[f64]) -> Result<Setup, Self::Error>;
    /// The rows of the setup with these numbers, in order of replication.
    ///
    /// # Errors
    /// As [`Varied::setup`], or it cannot be simulated.
    fn rows(
        &mut self,
        numbers: &[f64],
        session: &Session<'_>,
    ) -> Result<Vec<ReplicationRow>, Self::Error> {
        let setup = self.setup(numbers)?;
        Ok(rows_of(&setup, session)?)
    }
    /// The value of the only axis that is nearest to a number.
    fn between(&self, number: f64) -> AxisValue;
}

/// Why a sweep ended early.
#[derive(Debug)]
pub struct Unfinished<E> {
    /// Why.
    pub error: E,
    /// The same sweep of fewer values: those of which every point was finished.
    pub partial: Option<Box<Sweep>>,
}

/// Simulates every point with the same luck, so many replications of each.
///
/// # Errors
/// When a setup cannot be made, or as [`RunError`]; what was finished comes with it.
pub fn sweep<V: Varied>(
    asked: &Sweeping<'_>,
    varied: &mut V,
    session: &Session<'_>,
) -> Result<Sweep, Unfinished<V::Error>> {
    let (label, unit) = named(asked.metric);
    let mut found = Sweep {
        format_version: FORMAT_VERSION.to_owned(),
        cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: asked.scenario.to_owned(),
        seed: session.plan.seed,
        replications: session.plan.replications,
        metric: asked.metric,
        label: label.to_owned(),
        unit,
        axes: asked.axes.clone(),
        points: Vec::new(),
        until: None,
    };
    match fill(&mut found, asked, varied, session) {
        Ok(()) => Ok(found),
        Err(error) => Err(Unfinished {
            error,
            partial: shortened(found).map(Box::new),
        }),
    }
}

/// Simulates the points of a sweep, and looks for its condition.
fn fill<V: Varied>(
    found: &mut Sweep,
    asked: &Sweeping<'_>,
    varied: &mut V,
    session: &Session<'_>,
) -> Result<(), V::Error> {
    let metric = asked.metric;
    let mut verdicts = Vec::new();
    for values in grid(&asked.axes) {
        let rows = varied.rows(&values, session)?;
        found.points.push(point(metric, values, &rows));
        verdicts.extend(asked.until.map(|condition| held(condition, &rows, None)));
    }
    if let (Some(condition), [axis]) = (asked.until, &asked.axes[..]) {
        let mut search = Search {
            condition,
            axis,
            metric,
            varied,
            session,
        };
        found.until = search.break_even(&verdicts)?;
    }
    Ok(())
}

/// A sweep whose last points are missing without the values that these have; none where no point is there.
fn shortened(mut found: Sweep) -> Option<Sweep> {
    let count = found.points.len();
    match &mut found.axes[..] {
        [axis] => axis.values.truncate(count),
        [first, last] if count < last.values.len() => {
            first.values.truncate(1);
            last.values.truncate(count);
        }
        [first, last] => {
            let each = last.values.len();
            first.values.truncate(count / each);
            found.points.truncate(count / each * each);
        }
        _ => return None,
    }
    (count > 0).then_some(found)
}

/// Every combination of values, the points of a sweep in their order; the last axis varies fastest.
pub fn grid(axes: &[Axis]) -> Vec<Vec<f64>> {
    axes.iter().fold(vec![Vec::new()], |points, axis| {
        points
            .iter()
            .flat_map(|point| {
                axis.values.iter().map(move |value| {
                    let mut longer = point.clone();
                    longer.push(value.value);
                    longer
                })
            })
            .collect()
    })
}

fn point(metric: Metric, values: Vec<f64>, rows: &[ReplicationRow]) -> SweepPoint {
    let measured = sorted(measured(metric, rows));
    let at = |p| estimate(&measured, p, LEVEL);
    SweepPoint {
        values,
        p5: at(0.05),
        p50: at(0.5),
        p95: at(0.95),
        too_many_requests: band(rows, |row| row.too_many_requests as f64).p50,
        failed_objects: band(rows, |row| row.failed_objects() as f64).p50,
    }
}

/// Looks for the value at which a condition turns, between the two points where it does.
struct Search<'s, V> {
    condition: &'s Expectation,
    axis: &'s Axis,
    metric: Metric,
    varied: &'s mut V,
    session: &'s Session<'s>,
}

impl<V: Varied> Search<'_, V> {
    fn break_even(&mut self, verdicts: &[Expected]) -> Result<Option<BreakEven>, V::Error> {
        let (Some(first), Some(last)) = (verdicts.first(), verdicts.last()) else {
            return Ok(None);
        };
        let mut found = BreakEven {
            condition: format!("{} {}", self.condition.key, self.condition.condition),
            limit: first.limit,
            is_met_at_first: first.is_met,
            is_met_at_last: last.is_met,
            ..BreakEven::default()
        };
        let mut pairs = verdicts.windows(2);
        let turns = |pair: &[Expected]| pair[0].is_met != pair[1].is_met;
        // Where it turns more than once, it holds up to the first turn, or from the last one on.
        let turn = if first.is_met {
            pairs.position(turns)
        } else {
            pairs.rposition(turns)
        };
        let Some(turn) = turn else {
            return Ok(Some(found));
        };
        let (met, missed) = match verdicts[turn].is_met {
            true => (turn, turn + 1),
            false => (turn + 1, turn),
        };
        found.runs_that_meet = Some(verdicts[met].runs_that_meet);
        let ends = [met, missed].map(|index| self.axis.values[index].clone());
        self.narrow(ends, &mut found)?;
        Ok(Some(found))
    }

    /// Halves the range between a value that meets the condition and one that does not, until they are neighbours.
    fn narrow(
        &mut self,
        [mut met, mut missed]: [AxisValue; 2],
        found: &mut BreakEven,
    ) -> Result<(), V::Error> {
        for _ in 0..MOST_HALVINGS {
            let (a, b) = (met.value, missed.value);
            let middle = match self.axis.is_logarithmic && a * b > 0.0 {
                true => libm::copysign(libm::sqrt(a * b), a),
                false => f64::midpoint(a, b),
            };
            let middle = self.varied.between(middle);
            let is_narrow = (a - b).abs() <= PRECISION * a.abs().max(b.abs());
            if is_narrow || middle == met || middle == missed {
                break;
            }
            let rows = self.varied.rows(&[middle.value], self.session)?;
            let verdict = held(self.condition, &rows, None);
            if verdict.is_met {
                found.point = Some(point(self.metric, vec![middle.value], &rows));
                found.runs_that_meet = Some(verdict.runs_that_meet);
                met = middle;
            } else {
                missed = middle;
            }
        }
        (found.met_at, found.missed_at) = (Some(met), Some(missed));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::super::session::Plan;
    use super::*;

    fn axis(numbers: &[f64]) -> Axis {
        let value = |value: &f64| AxisValue {
            value: *value,
            text: String::new(),
        };
        Axis {
            key: String::new(),
            unit: String::new(),
            is_logarithmic: false,
            values: numbers.iter().map(value).collect(),
        }
    }

    /// Points of which none takes any time.
    struct Instant;

    impl Varied for Instant {
        type Error = RunError;

        fn setup(&mut self, _: &[f64]) -> Result<Setup, RunError> {
            Err(RunError::Interrupted)
        }

        fn rows(
            &mut self,
            _: &[f64],
            session: &Session<'_>,
        ) -> Result<Vec<ReplicationRow>, RunError> {
            (session.progress)(1);
            let row = ReplicationRow::default();
            let goes_on = !session.interrupted.load(Ordering::Relaxed);
            goes_on.then_some(vec![row]).ok_or(RunError::Interrupted)
        }

        fn between(&self, _: f64) -> AxisValue {
            AxisValue {
                value: 0.0,
                text: String::new(),
            }
        }
    }

    /// How many values each key has of a sweep that is interrupted after so many points.
    fn left(axes: &[Axis], points: u64) -> Option<Vec<usize>> {
        let (interrupted, done) = (AtomicBool::new(false), std::sync::atomic::AtomicU64::new(0));
        let session = Session {
            plan: Plan {
                replications: 1,
                seed: 1,
                threads: None,
            },
            interrupted: &interrupted,
            progress: &|more| {
                let before = done.fetch_add(more, Ordering::Relaxed);
                interrupted.store(before >= points, Ordering::Relaxed);
            },
        };
        let asked = Sweeping {
            scenario: "",
            metric: Metric::InitialCycle,
            axes: axes.to_vec(),
            until: None,
        };
        let early = sweep(&asked, &mut Instant, &session).expect_err("interrupted");
        let partial = early.partial?;
        assert_eq!(partial.contradiction(), None);
        Some(partial.axes.iter().map(|axis| axis.values.len()).collect())
    }

    #[test]
    fn a_sweep_that_is_interrupted_keeps_the_values_of_which_every_point_is_there() {
        let one = [axis(&[1.0, 2.0, 3.0])];
        let two = [axis(&[1.0, 2.0, 3.0]), axis(&[5.0, 6.0, 7.0])];
        assert_eq!(left(&one, 0), None);
        assert_eq!(left(&one, 2), Some(vec![2]));
        assert_eq!(left(&two, 2), Some(vec![1, 2]));
        assert_eq!(left(&two, 3), Some(vec![1, 3]));
        assert_eq!(left(&two, 8), Some(vec![2, 3]));
    }

    #[test]
    fn a_grid_has_every_combination_and_its_last_axis_varies_fastest() {
        let points = grid(&[axis(&[1.0, 2.0]), axis(&[5.0, 6.0, 7.0])]);
        assert_eq!(points.len(), 6);
        assert_eq!(
            points[..4],
            [[1.0, 5.0], [1.0, 6.0], [1.0, 7.0], [2.0, 5.0]]
        );
    }
}
