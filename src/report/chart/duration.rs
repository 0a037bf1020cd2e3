//! The distribution of the initial cycle's duration.

use super::drawing::*;
use crate::experiment::outcome::{Estimate, Metric, Outcome, Spread};
use crate::report::number;
use crate::stats::{Histogram, histogram, quantile, sorted};

/// Distance between two brackets.
const BRACKET: f64 = 36.0;

/// A time in milliseconds that the cycle is held against, and what it is.
type Limit = (f64, String);

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let Some(data) = &Data::of(outcome) else {
        return without_data(outcome);
    };
    let (low, high) = data.range();
    let limits = limits(outcome).into_iter();
    let (near, far): (Vec<Limit>, Vec<Limit>) = limits.partition(|(ms, _)| is_near(*ms, high));
    // The axis holds the limits, with room behind the last.
    let last = near.iter().map(|(ms, _)| *ms).fold(0.0, f64::max);
    let first = near.iter().map(|(ms, _)| *ms).fold(low, f64::min);
    let most = data.bars.counts.iter().copied().max().unwrap_or(0) as f64;
    let counts = ticks_from_zero(most, 5, 1.0);
    let brackets = data.luck_alone.map_or(0.0, |_| 2.0 * BRACKET + 6.0);
    let mut plot = Plot {
        left: MARGIN + frame::room_left(&counts),
        right: WIDTH - MARGIN,
        top: 0.0,
        bottom: HEIGHT - 66.0 - brackets,
    };
    let ends = (first, high.max(last * AIR_ABOVE));
    let across = data.unit.axis(Scale::new(ends, plot.across()));
    let mut labels = labels(data, &across);
    labels.extend(near.iter().map(|(ms, words)| {
        let label = Label::new(across.at(*ms), words, BODY, Anchor::Middle);
        label.coloured(VERMILLION, VERMILLION)
    }));
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
    let median = data.unit.label(data.p50);
    if data.unfinished_share > 0.0 {
        let share = number::percent(data.unfinished_share);
        format!(
            "In {share} of the replications the initial cycle is not finished within the horizon"
        )
    } else if data.replications == 1 {
        format!("The initial cycle takes {median} in the one replication made")
    } else if data.bars.counts.len() == 1 {
        format!("The initial cycle takes {median} in every replication")
    } else if data.is_narrow() {
        format!("Nine times in ten the initial cycle takes about {median}")
    } else {
        let range = data.unit.range(data.p5, data.p95);
        format!("Nine times in ten the initial cycle takes {range}")
    }
}

/// The deadline, and what was expected of the initial cycle.
fn limits(outcome: &Outcome) -> Vec<Limit> {
    let deadline = outcome.deadline.as_ref().and_then(|one| one.within_ms);
    let deadline = deadline.map(|within| within as f64);
    let deadline = deadline.map(|ms| (ms, format!("deadline, after {}", number::time(ms))));
    let expected = outcome.expected.iter().filter_map(|one| {
        let statistic = one.key.strip_prefix("initial_cycle.")?;
        let words = format!("expected: {statistic} {}", one.condition);
        Some((one.limit, words))
    });
    deadline.into_iter().chain(expected).collect()
}

fn subtitle(data: &Data, far: &[Limit]) -> [Piece; 1] {
    let which = match data.unfinished_share > 0.0 {
        true => "Replications that finish it within the horizon,",
        false => "Number of replications",
    };
    let mut words = format!("{which} by duration of the initial cycle");
    if data.longest > data.edge(data.bars.counts.len()) {
        let longest = data.unit.label(data.longest);
        words += &format!("; the last bar gathers all up to {longest}");
    }
    let far = far.iter().map(|(_, limit)| limit);
    words.extend(far.map(|limit| format!("; {limit}, far to the right")));
    [Piece::Words(words)]
}

/// The percentiles, the median last so that it stands above the others where they would meet.
fn labels(data: &Data, across: &Axis) -> Vec<Label> {
    let name = match data.replications {
        1 => "",
        _ => "median ",
    };
    let [p5, p50, p95] = data.unit.labels([data.p5, data.p50, data.p95]);
    let at = |value, words, face, anchor| Label::new(across.at(value), words, face, anchor);
    let median = |shown| at(data.p50, format!("{name}{shown}"), HEADING, Anchor::Middle);
    if data.is_narrow() {
        return vec![median(data.unit.label(data.p50))];
    }
    let (p5, p95) = (
        format!("5th percentile {p5}"),
        format!("95th percentile {p95}"),
    );
    vec![
        at(data.p5, p5, BODY, Anchor::End),
        at(data.p95, p95, BODY, Anchor::Start),
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

/// Below the axis: how far luck alone spreads the duration, against luck and unknown inputs together.
fn draw_brackets(scene: &mut Scene, data: &Data, plot: &Plot, across: &Axis) {
    let Some(luck) = data.luck_alone else {
        return;
    };
    let all = ("luck and unknown inputs", data.p5, data.p95, BLUE);
    let alone = ("luck alone", luck.p5_ms, luck.p95_ms, VERMILLION);
    for (row, (name, low, high, colour)) in [all, alone].into_iter().enumerate() {
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
        let rough = histogram(&durations, MOST_BARS)?;
        // The bars end short of the longest duration when that is far from all others.
        let unit = TimeUnit::of(rough.edge(rough.counts.len()).min(longest));
        let all = outcome.replications.len();
        let unfinished_share = (all - durations.len()) as f64 / all as f64;
        let summary = outcome.summary(Metric::InitialCycle);
        // A percentile over all replications would not be one of those shown.
        let summary = summary.filter(|_| unfinished_share <= 0.0);
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
        let air = match self.bars.counts.len() {
            1 => 8.0 * self.bars.width * self.unit.ms,
            _ => 0.04 * (high - low),
        };
        ((low - air).max(0.0), high + air)
    }
}

fn bars(durations: &[f64], unit: TimeUnit) -> Option<Histogram> {
    let (first, last) = (*durations.first()?, *durations.last()?);
    // Durations that print the same are one bar; bins between them would have edges without meaning.
    if last - first <= 1e-6 * last {
        let middle = last / unit.ms;
        let half = (middle * 0.005).max(0.005);
        return Some(Histogram {
            start: (middle - half).max(0.0),
            width: 2.0 * half,
            counts: vec![durations.len()],
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
        assert_eq!((data.bars.start, data.bars.width), (4.5, 0.5));
    }

    #[test]
    fn without_a_replication_there_is_nothing() {
        assert!(Data::of(&fixture::bare(&[])).is_none());
    }

    #[test]
    fn percentiles_are_of_the_replications_that_finish() {
        let mut outcome = fixture::outcome(300);
        outcome
            .replications
            .change(..75, |row| row.initial_cycle_ms = None);
        outcome.summaries[0].p95.value = None;
        let data = Data::of(&outcome).unwrap();
        assert_eq!((data.replications, data.unfinished_share), (225, 0.25));
        assert!(data.p50 < data.p95 && data.p95 <= data.longest);
    }
}
