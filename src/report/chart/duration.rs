//! The distribution of the initial cycle's duration.

use super::axis::{AIR_ABOVE, Axis, Scale, is_near, ticks_from_zero};
use super::frame::{self, Piece, Plot};
use super::label::{Label, Labels};
use super::scene::{Anchor, Colour, Scene};
use super::theme::{BAND, BLUE, BODY, HEADING, HEIGHT, MARGIN, MUTED, SKY, VERMILLION, WIDTH};
use super::time_axis::TimeUnit;
use crate::experiment::outcome::{Estimate, Metric, Outcome, Spread};
use crate::report::number;
use crate::stats::{Histogram, histogram, quantile, sorted};

const TOP: f64 = 92.0;
/// Distance between two brackets.
const BRACKET: f64 = 36.0;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let Some(data) = Data::of(outcome) else {
        return without_data(outcome);
    };
    let data = &data;
    let (low, high) = data.range();
    let limits = limits(outcome).into_iter();
    let (near, far): (Vec<Limit>, Vec<Limit>) = limits.partition(|limit| is_near(limit.ms, high));
    // The axis holds the limits, with room behind the last.
    let last = near.iter().map(|limit| limit.ms).fold(0.0, f64::max);
    let first = near.iter().map(|limit| limit.ms).fold(low, f64::min);
    let most = data.bars.counts.iter().copied().max().unwrap_or(0) as f64;
    let counts = ticks_from_zero(most, 5, 1.0);
    let mut plot = Plot {
        left: MARGIN + frame::room_left(&counts),
        right: WIDTH - MARGIN,
        top: 0.0,
        bottom: HEIGHT - 66.0 - brackets_height(data),
    };
    let across = data.unit.axis(Scale::new(
        (first, high.max(last * AIR_ABOVE)),
        plot.across(),
    ));
    let mut labels = labels(data, &across);
    labels.extend(near.iter().map(|limit| limit.label(&across)));
    let labels = Labels::of(labels);
    plot.top = TOP + labels.height();
    let upwards = Axis::from_zero(counts, plot.upwards());

    let mut scene = frame::page(outcome, &title(data), &subtitle(data, &far), HEIGHT);
    let (p5, p95) = (across.at(data.p5), across.at(data.p95));
    let band = BLUE.fade(BAND / 2.0);
    scene.rect((p5, plot.top), (p95, plot.bottom), band);
    frame::rows(&mut scene, &plot, &upwards);
    draw_bars(&mut scene, data, &across, &upwards);
    labels.above(&mut scene, plot.top, plot.bottom);
    frame::labels_below(&mut scene, &plot, &across);
    draw_brackets(&mut scene, data, &plot, &across);
    scene
}

fn without_data(outcome: &Outcome) -> Scene {
    if outcome.replications.is_empty() {
        let title = "The duration of the initial cycle is not known";
        frame::empty_page(outcome, title, "No replication was finished.")
    } else {
        let title = "In no replication is the initial cycle finished within the horizon";
        frame::empty_page(outcome, title, "The horizon is too short for it.")
    }
}

fn title(data: &Data) -> String {
    if data.unfinished_share > 0.0 {
        let share = number::percent(data.unfinished_share);
        return format!(
            "In {share} of the replications the initial cycle is not finished within the horizon"
        );
    }
    let median = data.unit.label(data.p50);
    if data.replications == 1 {
        return format!("The initial cycle takes {median} in the one replication made");
    }
    if data.bars.counts.len() == 1 {
        return format!("The initial cycle takes {median} in every replication");
    }
    if data.is_narrow() {
        return format!("Nine times in ten the initial cycle takes about {median}");
    }
    let range = data.unit.range(data.p5, data.p95);
    format!("Nine times in ten the initial cycle takes {range}")
}

/// A time that the cycle is held against.
struct Limit {
    ms: f64,
    words: String,
}

impl Limit {
    fn label(&self, across: &Axis) -> Label {
        let label = Label::new(across.at(self.ms), &self.words, BODY, Anchor::Middle);
        label.coloured(VERMILLION, VERMILLION)
    }
}

/// The deadline, and what was expected of the initial cycle.
fn limits(outcome: &Outcome) -> Vec<Limit> {
    let deadline = outcome.deadline.as_ref().and_then(|one| one.within_ms);
    let deadline = deadline.map(|within| Limit {
        ms: within as f64,
        words: format!("deadline, after {}", number::time(within as f64)),
    });
    let expected = outcome.expected.iter();
    let expected = expected.filter_map(|one| {
        let statistic = one.key.strip_prefix("initial_cycle.")?;
        Some(Limit {
            ms: one.limit,
            words: format!("expected: {statistic} {}", one.condition),
        })
    });
    deadline.into_iter().chain(expected).collect()
}

fn subtitle(data: &Data, far: &[Limit]) -> Vec<Piece> {
    let right = data.edge(data.bars.counts.len());
    let beyond = if data.longest > right {
        let longest = data.unit.label(data.longest);
        format!("; the last bar gathers all up to {longest}")
    } else {
        String::new()
    };
    let which = if data.unfinished_share > 0.0 {
        "Replications that finish it within the horizon,"
    } else {
        "Number of replications"
    };
    let far: String = far
        .iter()
        .map(|limit| format!("; {}, far to the right", limit.words))
        .collect();
    vec![Piece::Words(format!(
        "{which} by duration of the initial cycle{beyond}{far}"
    ))]
}

/// The percentiles, the median last so that it stands above the others where they would meet.
fn labels(data: &Data, across: &Axis) -> Vec<Label> {
    let name = if data.replications == 1 {
        ""
    } else {
        "median "
    };
    let [p5, p50, p95] = data.unit.labels([data.p5, data.p50, data.p95]);
    let median = |shown: String| {
        let words = format!("{name}{shown}");
        Label::new(across.at(data.p50), words, HEADING, Anchor::Middle)
    };
    if data.is_narrow() {
        return vec![median(data.unit.label(data.p50))];
    }
    let side = |value, words, anchor| Label::new(across.at(value), words, BODY, anchor);
    vec![
        side(data.p5, format!("5th percentile {p5}"), Anchor::End),
        side(data.p95, format!("95th percentile {p95}"), Anchor::Start),
        median(p50),
    ]
}

fn draw_bars(scene: &mut Scene, data: &Data, across: &Axis, upwards: &Axis) {
    for (bin, &count) in data.bars.counts.iter().enumerate() {
        let (left, right) = (across.at(data.edge(bin)), across.at(data.edge(bin + 1)));
        let gap = if right - left > 4.0 { 0.5 } else { 0.0 };
        if count > 0 {
            let top = upwards.at(count as f64);
            scene.rect((left + gap, top), (right - gap, upwards.scale.start), SKY);
        }
    }
}

fn brackets_height(data: &Data) -> f64 {
    data.luck_alone.map_or(0.0, |_| 2.0 * BRACKET + 6.0)
}

/// Below the axis: how far luck alone spreads the duration, against luck and unknown inputs together.
fn draw_brackets(scene: &mut Scene, data: &Data, plot: &Plot, across: &Axis) {
    let Some(luck) = data.luck_alone else {
        return;
    };
    let rows: [(&str, f64, f64, Colour); 2] = [
        ("luck and unknown inputs", data.p5, data.p95, BLUE),
        ("luck alone", luck.p5_ms, luck.p95_ms, VERMILLION),
    ];
    for (row, (name, low, high, colour)) in rows.into_iter().enumerate() {
        let y = plot.bottom + 60.0 + row as f64 * BRACKET;
        let (left, right) = (across.at(low), across.at(high));
        scene.path(vec![(left, y), (right, y)], 2.0, colour);
        for end in [left, right] {
            scene.path(vec![(end, y - 5.0), (end, y + 5.0)], 2.0, colour);
        }
        let words = format!("{name}: {}", data.unit.range(low, high));
        let at = (f64::midpoint(left, right), y - 9.0);
        frame::centred(scene, at, &words, BODY, MUTED);
    }
}

/// More bars than this are too thin to read.
const MOST_BARS: usize = 40;

/// What the picture shows, in milliseconds but for the histogram, which is in `unit` so that its edges are round there.
struct Data {
    unit: TimeUnit,
    bars: Histogram,
    replications: usize,
    longest: f64,
    p5: f64,
    p50: f64,
    p95: f64,
    luck_alone: Option<Spread>,
    /// Share of all replications that do not finish the cycle; the rest of the picture is about those that do.
    unfinished_share: f64,
}

impl Data {
    /// The data of `outcome`, if a replication has finished the cycle.
    fn of(outcome: &Outcome) -> Option<Self> {
        let durations = sorted(outcome.initial_cycle_ms());
        let longest = *durations.last()?;
        let unit = TimeUnit::of(right_end(&durations)?);
        let all = outcome.replications.len();
        let unfinished_share = (all - durations.len()) as f64 / all as f64;
        // A percentile over all replications would not be one of those shown.
        let summary = outcome
            .summary(Metric::InitialCycle)
            .filter(|_| unfinished_share <= 0.0);
        let percentile = |p: f64, estimate: Option<&Estimate>| {
            let value = estimate.and_then(|estimate| estimate.value);
            value.or_else(|| quantile(&durations, p))
        };
        Some(Self {
            unit,
            bars: bars(&durations, unit)?,
            replications: durations.len(),
            longest,
            p5: percentile(0.05, summary.map(|summary| &summary.p5))?,
            p50: percentile(0.5, summary.map(|summary| &summary.p50))?,
            p95: percentile(0.95, summary.map(|summary| &summary.p95))?,
            // One replication has no spread to set against it.
            luck_alone: outcome.luck_alone.filter(|_| durations.len() > 1),
            unfinished_share,
        })
    }

    /// The left edge of a bar in milliseconds.
    fn edge(&self, bin: usize) -> f64 {
        self.bars.edge(bin) * self.unit.ms
    }

    /// Whether the 5th and the 95th percentile print the same.
    fn is_narrow(&self) -> bool {
        self.unit.label(self.p5) == self.unit.label(self.p95)
    }

    /// Both ends of the time axis: all bars and marks, and some air.
    fn range(&self) -> (f64, f64) {
        let luck = self.luck_alone;
        let low = luck.map_or(self.p5, |luck| luck.p5_ms.min(self.p5));
        let high = luck.map_or(self.p95, |luck| luck.p95_ms.max(self.p95));
        let low = low.min(self.edge(0));
        let high = high.max(self.edge(self.bars.counts.len()));
        // A single bar is shown narrow: it stands for one value, not for a range.
        let air = if self.bars.counts.len() == 1 {
            8.0 * self.bars.width * self.unit.ms
        } else {
            0.04 * (high - low)
        };
        ((low - air).max(0.0), high + air)
    }
}

/// Where the bars end: short of the longest duration when that is far from all others.
fn right_end(durations: &[f64]) -> Option<f64> {
    let rough = histogram(durations, MOST_BARS)?;
    let end = rough.edge(rough.counts.len());
    Some(end.min(*durations.last()?))
}

fn bars(durations: &[f64], unit: TimeUnit) -> Option<Histogram> {
    let (first, last) = (*durations.first()?, *durations.last()?);
    // Durations that print the same are one bar; bins between them would have edges without meaning.
    if last - first <= 1e-6 * last {
        let middle = last / unit.ms;
        let half = (middle * 0.005).max(0.005);
        let start = (middle - half).max(0.0);
        let width = 2.0 * half;
        let counts = vec![durations.len()];
        return Some(Histogram {
            start,
            width,
            counts,
        });
    }
    let values: Vec<f64> = durations.iter().map(|ms| ms / unit.ms).collect();
    let bins = (2.0 * libm::sqrt(values.len() as f64)).clamp(8.0, MOST_BARS as f64);
    histogram(&values, bins as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn equal_durations_are_one_narrow_bar() {
        let data = Data::of(&fixture::bare(&[32_400_000; 50])).unwrap();
        assert_eq!(data.bars.counts, [50]);
        let (low, high) = data.range();
        assert!(low < data.edge(0) && data.edge(1) < high);
    }

    #[test]
    fn bars_have_round_edges_in_the_unit_of_the_axis() {
        let data = Data::of(&fixture::outcome(300)).unwrap();
        assert_eq!((data.bars.start, data.bars.width), (5.0, 0.5));
    }

    #[test]
    fn without_a_replication_there_is_nothing() {
        assert!(Data::of(&fixture::bare(&[])).is_none());
    }

    #[test]
    fn percentiles_are_of_the_replications_that_finish() {
        let mut outcome = fixture::outcome(300);
        for row in outcome.replications.iter_mut().take(75) {
            row.initial_cycle_ms = None;
        }
        outcome.summaries[0].p95.value = None;
        let data = Data::of(&outcome).unwrap();
        assert_eq!((data.replications, data.unfinished_share), (225, 0.25));
        assert!(data.p50 < data.p95 && data.p95 <= data.longest);
    }
}
