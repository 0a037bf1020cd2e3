//! Which replications agree with what was seen, and what they say of the rest.
//!
//! What is unknown of a cycle mostly makes all of it faster or slower. So a replication is held against the observation by the factor by
//! which its time would have to be stretched for its curve to pass through the observed point. Near ones count, the nearer the more, and what
//! they have left is carried over to the point by a straight line through the logarithms: approximate Bayesian computation with regression
//! adjustment (Beaumont, Zhang and Balding, Genetics 162, 2002).

use super::page_course::Course;
use crate::stats::{Weighted, quantile, sorted};

/// A replication counts that passes the observed share within this of the observed time, as a logarithm: about one part in ten.
pub(super) const TOLERANCE: f64 = 0.1;
/// Where fewer count, as many of the nearest are taken instead, and the tolerance is as wide as that takes.
const FEWEST: usize = 100;
/// Where the replications within the tolerance tell no more than so many, the observation lies beside the forecast.
const BESIDE: f64 = 10.0;

/// What was seen, in the units of courses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub elapsed_ms: f64,
    /// Whole per cents of the pages that are done; absent where it is only known that the cycle is not over.
    pub percent: Option<usize>,
}

/// How one course lies to the point.
#[derive(Clone, Copy, Debug)]
struct Nearness {
    /// Its own moment that is nearest to the observed one among those at which it shows the observed share.
    own_ms: f64,
    /// Logarithm of that over the observed time: below zero for a course that is faster.
    log_ratio: f64,
}

/// Courses held against an observation.
pub(super) struct Conditioned<'c> {
    courses: &'c [Course],
    point: Point,
    near: Vec<Nearness>,
    weights: Vec<f64>,
    /// By what power of the stretch the remaining time grows.
    slope: f64,
    /// How far courses may lie from the point, as a logarithm.
    pub tolerance: f64,
    /// Whether hardly any course comes near, so that the nearest are stretched by far.
    pub is_stretched: bool,
}

impl Point {
    /// From when until before when a course shows what was seen.
    fn span(&self, course: &Course) -> (f64, f64) {
        match self.percent {
            None => (0.0, course.duration_ms),
            Some(100..) => (course.reached_ms(100), course.duration_ms),
            Some(percent) => (course.reached_ms(percent), course.reached_ms(percent + 1)),
        }
    }

    fn nearness(&self, course: &Course) -> Nearness {
        let (from, to) = self.span(course);
        let own_ms = match self.elapsed_ms {
            elapsed if elapsed < from => from,
            elapsed if elapsed >= to => to,
            elapsed => elapsed,
        };
        Nearness {
            own_ms,
            log_ratio: libm::log(own_ms / self.elapsed_ms),
        }
    }

    /// How many courses are behind what was seen by then: those that have done less, and half of those that have done as much. Where no share
    /// is known, all that are not over.
    pub fn behind(&self, courses: &[Course]) -> usize {
        let spans = courses.iter().map(|course| self.span(course));
        let doubled = spans.map(|(from, to)| match self.percent {
            None => 2 * usize::from(self.elapsed_ms < to),
            Some(_) => usize::from(self.elapsed_ms < from) + usize::from(self.elapsed_ms < to),
        });
        doubled.sum::<usize>().div_ceil(2)
    }

    /// How many times as long as the median course this one takes to show what was seen.
    pub fn pace(&self, courses: &[Course]) -> Option<f64> {
        let ratios = sorted(
            courses
                .iter()
                .map(|course| -self.nearness(course).log_ratio),
        );
        let pace = libm::exp(quantile(&ratios, 0.5)?);
        pace.is_finite().then_some(pace)
    }

    /// After how many milliseconds a share of the courses shows more than was seen.
    pub fn passed_by_ms(&self, courses: &[Course], share: f64) -> Option<f64> {
        let moments = sorted(courses.iter().map(|course| self.span(course).1));
        quantile(&moments, share)
    }
}

/// How much a course counts whose logarithm is so far from the point: the kernel of Epanechnikov.
fn kernel(log_ratio: f64, width: f64) -> f64 {
    let ratio = log_ratio / width;
    (1.0 - ratio * ratio).max(0.0)
}

/// How many values of equal weight would tell as much as those with these weights.
fn effective_size(weights: &[f64]) -> f64 {
    Weighted::new(weights.iter().map(|weight| (0.0, *weight))).effective_size()
}

/// How many courses of equal weight come near the point.
pub(super) fn near(courses: &[Course], point: Point) -> f64 {
    let near = courses.iter().map(|course| point.nearness(course));
    let weights: Vec<f64> = near.map(|one| kernel(one.log_ratio, TOLERANCE)).collect();
    effective_size(&weights)
}

impl<'c> Conditioned<'c> {
    /// Courses held against a point.
    pub fn new(courses: &'c [Course], point: Point) -> Self {
        let near: Vec<Nearness> = courses
            .iter()
            .map(|course| point.nearness(course))
            .collect();
        // A cycle that is over is none that goes on.
        let goes_on = |(course, near): (&Course, &Nearness)| near.own_ms < course.duration_ms;
        let goes_on: Vec<bool> = courses.iter().zip(&near).map(goes_on).collect();
        let weights = |width: f64| {
            let each = near.iter().zip(&goes_on);
            each.map(|(near, goes_on)| match goes_on {
                true => kernel(near.log_ratio, width),
                false => 0.0,
            })
            .collect::<Vec<f64>>()
        };
        let within = weights(TOLERANCE);
        let counted = within.iter().filter(|weight| **weight > 0.0).count();
        let fewest = FEWEST.min(courses.len().div_ceil(2));
        let is_stretched = effective_size(&within) < BESIDE;
        let (weights, tolerance) = match counted < fewest {
            false => (within, TOLERANCE),
            true => {
                let each = near.iter().zip(&goes_on).filter(|(_, goes_on)| **goes_on);
                let distances = sorted(each.map(|(near, _)| near.log_ratio.abs()));
                let finite = distances.iter().filter(|one| one.is_finite()).count();
                let farthest = distances.get(fewest.min(finite).saturating_sub(1));
                let width = farthest.map_or(TOLERANCE, |far| far.max(TOLERANCE) * 1.001);
                (weights(width), width)
            }
        };
        let mut found = Self {
            courses,
            point,
            near,
            weights,
            slope: 1.0,
            tolerance,
            is_stretched,
        };
        if !is_stretched {
            found.slope = found.fitted_slope().unwrap_or(1.0);
        }
        found
    }

    /// How many courses of equal weight would tell as much.
    pub fn effective_size(&self) -> f64 {
        effective_size(&self.weights)
    }

    /// How much longer the cycle takes, in milliseconds.
    pub fn remaining_ms(&self) -> Weighted {
        self.sample(|course, near| (course.duration_ms - near.own_ms) * self.stretch(near))
    }

    /// How much longer it would take if nothing were known but that it is not over.
    pub fn remaining_unseen_ms(&self) -> Weighted {
        let elapsed = self.point.elapsed_ms;
        let durations = self.courses.iter().map(|course| course.duration_ms);
        let left = durations.map(|duration| (duration - elapsed, f64::from(duration > elapsed)));
        Weighted::new(left)
    }

    /// When so many per cent of the pages are done, in milliseconds since the start; what lies before the point is stretched to pass it.
    pub fn reached_ms(&self, percent: usize) -> Weighted {
        let elapsed = self.point.elapsed_ms;
        self.sample(|course, near| match course.reached_ms(percent) {
            past if past <= near.own_ms => past * (elapsed / near.own_ms),
            ahead => elapsed + (ahead - near.own_ms) * self.stretch(near),
        })
    }

    /// What was drawn for one of the inputs in the courses that count.
    pub fn input(&self, number: usize) -> Weighted {
        self.sample(|course, _| course.inputs.get(number).copied().unwrap_or(f64::NAN))
    }

    fn sample(&self, of: impl Fn(&Course, &Nearness) -> f64) -> Weighted {
        let each = self.courses.iter().zip(&self.near).zip(&self.weights);
        let counted = each.filter(|(_, weight)| **weight > 0.0);
        Weighted::new(counted.map(|((course, near), weight)| (of(course, near), *weight)))
    }

    /// What the time that a course has left is multiplied by to carry it over to the point.
    fn stretch(&self, near: &Nearness) -> f64 {
        libm::exp(-self.slope * near.log_ratio)
    }

    /// The weighted least-squares slope of the logarithm of what is left over that of the stretch.
    fn fitted_slope(&self) -> Option<f64> {
        /// One is a pure change of pace; luck with few courses shall not lead far from it.
        const SLOPES: (f64, f64) = (0.0, 2.0);
        let each = self.courses.iter().zip(&self.near).zip(&self.weights);
        let points: Vec<(f64, f64, f64)> = each
            .filter_map(|((course, near), weight)| {
                let left = libm::log(course.duration_ms - near.own_ms);
                (*weight > 0.0 && left.is_finite()).then_some((near.log_ratio, left, *weight))
            })
            .collect();
        let total: f64 = points.iter().map(|(.., weight)| weight).sum();
        let mean = |of: fn(&(f64, f64, f64)) -> f64| {
            points.iter().map(|point| of(point) * point.2).sum::<f64>() / total
        };
        let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
        let product = |(x, y, weight): &(f64, f64, f64)| (x - mean_x) * (y - mean_y) * weight;
        let square = |(x, _, weight): &(f64, f64, f64)| (x - mean_x) * (x - mean_x) * weight;
        let squares: f64 = points.iter().map(square).sum();
        let slope = points.iter().map(product).sum::<f64>() / squares;
        (squares > 0.0 && slope.is_finite()).then(|| slope.clamp(SLOPES.0, SLOPES.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even courses that take 100 to 300 minutes.
    fn courses() -> Vec<Course> {
        let duration = |number: u32| 60_000.0 * (100.0 + f64::from(number) / 10.0);
        (0..2_000)
            .map(|number| Course::even(duration(number), vec![f64::from(number)]))
            .collect()
    }

    fn point(minutes: f64, percent: usize) -> Point {
        Point {
            elapsed_ms: minutes * 60_000.0,
            percent: Some(percent),
        }
    }

    #[test]
    fn what_was_seen_of_an_even_pace_tells_the_rest() {
        let courses = courses();
        // Half of it within 90 minutes, and not 51 %: 176.5 to 180 minutes in all, each as likely.
        let seen = Conditioned::new(&courses, point(90.0, 50));
        let minutes = |p| seen.remaining_ms().quantile(p).unwrap() / 60_000.0;
        assert!((minutes(0.5) - 88.25).abs() < 0.3, "{}", minutes(0.5));
        assert!(minutes(0.95) - minutes(0.05) < 6.0);
        assert!(!seen.is_stretched && seen.effective_size() > 100.0);
        // Near one; steps of a whole per cent blur it.
        assert!((0.6..1.5).contains(&seen.slope), "{}", seen.slope);
        let unseen = seen.remaining_unseen_ms();
        let width = unseen.quantile(0.95).unwrap() - unseen.quantile(0.05).unwrap();
        assert!(width > 20.0 * 60_000.0 * 5.0);
        let input = seen.input(0).quantile(0.5).unwrap();
        assert!((700.0..900.0).contains(&input), "{input}");
    }

    #[test]
    fn beyond_every_course_the_nearest_are_stretched_and_that_is_said() {
        let courses = courses();
        let seen = Conditioned::new(&courses, point(600.0, 50));
        assert!(seen.is_stretched);
        let left = seen.remaining_ms().quantile(0.5).unwrap() / 60_000.0;
        // Those of 300 minutes show 51 % at 153: the other 147 are stretched as much.
        assert!((left - 600.0 * 147.0 / 153.0).abs() < 2.0, "{left}");
        assert_eq!(point(600.0, 50).behind(&courses), 0);
        assert!(point(600.0, 50).pace(&courses).unwrap() > 5.0);
    }

    #[test]
    fn the_curve_passes_through_what_was_seen() {
        let courses = courses();
        let seen = Conditioned::new(&courses, point(90.0, 50));
        for p in [0.05, 0.95] {
            let at = |percent| seen.reached_ms(percent).quantile(p).unwrap() / 60_000.0;
            assert!(at(50) <= 90.0 && at(51) >= 90.0);
            assert!((at(0), at(25) < 46.0) == (0.0, true));
        }
    }

    #[test]
    fn half_of_those_that_have_done_as_much_count_as_behind() {
        let courses: Vec<Course> = [100.0, 200.0, 300.0]
            .map(|minutes| Course::even(minutes * 60_000.0, Vec::new()))
            .to_vec();
        assert_eq!(point(100.5, 50).behind(&courses), 2);
        assert_eq!(point(140.0, 50).behind(&courses), 1);
        let not_over = Point {
            elapsed_ms: 250.0 * 60_000.0,
            percent: None,
        };
        assert_eq!(not_over.behind(&courses), 1);
    }

    #[test]
    fn a_cycle_that_should_be_over_in_every_course_tells_nothing_of_the_rest() {
        let courses = courses();
        let over = Point {
            elapsed_ms: 1e9,
            percent: None,
        };
        let seen = Conditioned::new(&courses, over);
        assert_eq!(seen.remaining_ms().quantile(0.5), None);
    }
}
