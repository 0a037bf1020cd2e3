//! Backlog, escrow, cycles and states of all replications over the horizon.

use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{Life, LifePoint};
use crate::report::chart::drawing::*;
use crate::report::{moment, number};
use crate::units::display_number;

const TOP: f64 = 114.0;
/// Height of a row of the states, and of the part of it that stands for all replications.
const ROW: f64 = 34.0;
const WHOLE: f64 = 26.0;

/// The share of the replications in one state over time.
struct Share {
    name: &'static str,
    most: f64,
    of: ShareOf,
}

type ShareOf = fn(&LifePoint) -> f64;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let (quantities, shares) = (quantities(life), shares(&life.bands));
    let names = widest(shares.iter().map(|share| share.name), BODY) + 8.0;
    let notes = widest(shares.iter().map(Share::note), BODY);
    let left = panels::room_left(&quantities).max(names);
    let across = |ends| time_axis::over_horizon(life.horizon_ms, ends);
    let panels = Panels::new((left, notes.max(12.0) + 8.0), across, &life.actions);
    let first = TOP + panels.marks.height();
    let below = match shares.len() {
        0 => 0.0,
        count => HEADING_ROOM + count as f64 * ROW,
    };
    let height = (first + panels::height(&quantities) + below + BELOW).max(HEIGHT);
    let key = Piece::band("All replications, time since the start of the job", MUTED);
    let mut scene = frame::page(outcome, &title(life), &key, height);
    // Above the heading of the first panel.
    panels.marks.above(&mut scene, first - HEADING_ROOM * 0.6);
    let plots = panels.draw(&mut scene, first, &quantities);
    let mut last = plots.last().copied().unwrap_or(panels.plot(first, 0.0));
    if !shares.is_empty() {
        last = panels.plot(last.bottom + HEADING_ROOM, shares.len() as f64 * ROW);
        panels::heading(&mut scene, &last, "Share of the replications that are", INK);
        frame::columns(&mut scene, &last, &panels.across);
        for (index, share) in shares.iter().enumerate() {
            let row = panels.plot(last.top + index as f64 * ROW, ROW);
            share.draw(&mut scene, &row, &panels.across, &life.bands);
        }
    }
    panels.labels(&mut scene, &last);
    scene
}

/// The largest numbers that a run in the middle sees: of what is not zero, so that it tells what the scenario is about.
fn title(life: &Life) -> String {
    if life.bands.is_empty() {
        return "What happens over the horizon is not known".to_owned();
    }
    let peaks = COUNTS.into_iter().filter_map(|(metric, _, words, _, of)| {
        let own = peak(life, metric).map(|(_, words)| words);
        let peak = own.unwrap_or_else(|| number::rough(highest_median(life, of)));
        (peak != "0").then(|| format!("{peak} {words}"))
    });
    let peaks = peaks.collect::<Vec<String>>().join(", ");
    let horizon = moment::length(life.horizon_ms);
    match peaks.is_empty() {
        true => format!("Over {horizon} nothing waits in half of the replications or more"),
        false => format!("Peaks over {horizon}, median of the replications: {peaks}"),
    }
}

/// The states in which any replication ever is.
fn shares(points: &[LifePoint]) -> Vec<Share> {
    let all: [(&str, ShareOf); 4] = [
        ("in an initial cycle", |point| point.initial_share),
        ("in quarantine", |point| point.quarantine_share),
        ("paused or stopped", |point| point.paused_share),
        ("disabled", |point| point.disabled_share),
    ];
    let shares = all.into_iter().map(|(name, of)| {
        let most = points.iter().map(of).fold(0.0, f64::max);
        Share { name, most, of }
    });
    shares.filter(|share| share.most > 0.0).collect()
}

impl Share {
    fn note(&self) -> String {
        format!("at most {}", number::percent(self.most))
    }

    /// The share as a hill on the line at the bottom of its row.
    fn draw(&self, scene: &mut Scene, row: &Plot, across: &Axis, points: &[LifePoint]) {
        let pixel = |point: &LifePoint| {
            let height = (self.of)(point).clamp(0.0, 1.0) * WHOLE;
            (across.at(point.time_ms as f64), row.bottom - height)
        };
        let outline = panels::thinned(points.iter().map(pixel));
        if let (Some(first), Some(last)) = (outline.first(), outline.last()) {
            let mut area = vec![(first.0, row.bottom)];
            area.extend(&outline);
            area.push((last.0, row.bottom));
            scene.area(area, SKY);
            scene.path(outline, 1.0, BLUE);
        }
        let axis = vec![(row.left, row.bottom), (row.right, row.bottom)];
        scene.path(axis, 1.0, AXIS);
        let baseline = row.bottom - 6.0;
        let at = (row.left - 8.0, baseline);
        scene.text(at, self.name, BODY, INK, Anchor::End);
        let at = (row.right + 8.0, baseline);
        scene.text(at, self.note(), BODY, MUTED, Anchor::Start);
    }
}

const PANEL: f64 = 118.0;
/// An axis goes to so many things at least, so that a band of a few fills no panel.
const FEWEST: f64 = 5.0;
/// Up to this factor two peaks look the same.
const LIKE: f64 = 1.03;

/// How the 5th percentile of a quantity, its median and its 95th are read.
type ValuesOf = fn(&LifePoint) -> Option<[f64; 3]>;

const BACKLOG: ValuesOf = |point| Some([point.backlog_p5, point.backlog_p50, point.backlog_p95]);
const ESCROW: ValuesOf = |point| Some([point.escrow_p5, point.escrow_p50, point.escrow_p95]);
const STAGED: ValuesOf = |point| Some([point.staged_p5, point.staged_p50, point.staged_p95]);
const CYCLE: ValuesOf =
    |point| Some([point.cycle_p5_ms?, point.cycle_p50_ms?, point.cycle_p95_ms?]);
const STAGED_METRIC: &str = "mostStaged";
const WAIT: &str = "Changes that wait";
const DELETED: &str = "Deletions staged";
const FAILED: &str = "Objects and references in escrow";

/// What is counted: its metric, its heading, its words in a title, its colour, and how it is read.
const COUNTS: [(&str, &str, &str, Colour, ValuesOf); 3] = [
    ("mostBacklog", WAIT, "changes wait", BLUE, BACKLOG),
    ("mostEscrow", FAILED, "in escrow", VERMILLION, ESCROW),
    (STAGED_METRIC, DELETED, "deletions staged", MUTED, STAGED),
];

/// The quantities that are not zero throughout; the backlog always.
fn quantities(life: &Life) -> Vec<Panel> {
    let points = &life.bands[..];
    let panel = |heading: String, colour, ticks: Vec<Tick>, of: ValuesOf| {
        let mut panel = Panel::new(heading, Axis::from_zero(ticks, (0.0, -PANEL)));
        let values = points.iter().map(|point| (point.time_ms as f64, of(point)));
        panel.layers = band(values, colour);
        panel
    };
    let every = between(points).map(|time| format!(", the most in each {time}"));
    let every = every.unwrap_or_default();
    let mut panels = Vec::new();
    for (metric, heading, _, colour, of) in COUNTS {
        let levels = levels(life, metric, of);
        let marked = levels.iter().map(|level| level.value);
        let high = marked.fold(highest(points, of), f64::max);
        let ticks = ticks_from_zero(high.max(FEWEST), 3, 1.0);
        if panels.is_empty() || highest(points, of) > 0.0 {
            let panel = panel(format!("{heading}{every}"), colour, ticks, of);
            panels.push(Panel { levels, ..panel });
        }
    }
    let longest = highest(points, CYCLE);
    if longest > 0.0 {
        let ticks = time_axis::ticks_from_zero(longest, 3);
        panels.push(panel(cycle_heading(points), BLUE, ticks, CYCLE));
    }
    panels
}

/// The median of the replications' own peaks where the median line stays below it, since each replication peaks at another moment; and a
/// threshold that the quantity is held against.
fn levels(life: &Life, metric: &str, of: ValuesOf) -> Vec<Level> {
    let mut levels = Vec::new();
    if let Some((value, words)) = peak(life, metric)
        && value > highest_median(life, of) * LIKE
    {
        let words = format!("each replication's own peak: {words} (median)");
        levels.push(Level::new(value, words, INK));
    }
    let threshold = life.deletion_threshold.filter(|_| metric == STAGED_METRIC);
    if let Some(threshold) = threshold.map(|threshold| threshold as f64)
        && is_near(threshold, highest(&life.bands, of))
    {
        let words = format!("deletion threshold {}", display_number(threshold));
        levels.push(Level::new(threshold, words, VERMILLION));
    }
    levels
}

/// The median of the replications' own peaks, and in the digits of the terminal's table.
fn peak(life: &Life, metric: &str) -> Option<(f64, String)> {
    let mut summaries = life.summaries.iter();
    let summary = summaries.find(|summary| summary.metric == metric)?;
    let words = number::estimate(&summary.p50, summary.unit);
    let value = words.split(" (").next().unwrap_or_default();
    Some((summary.p50.value?, value.to_owned()))
}

fn highest_median(life: &Life, of: ValuesOf) -> f64 {
    let medians = life.bands.iter().filter_map(of).map(|values| values[1]);
    medians.fold(0.0, f64::max)
}

fn highest(points: &[LifePoint], of: ValuesOf) -> f64 {
    points.iter().filter_map(of).flatten().fold(0.0, f64::max)
}

/// How long the stretches are that each point stands for.
fn between(points: &[LifePoint]) -> Option<String> {
    let [first, second, ..] = points else {
        return None;
    };
    let between = second.time_ms.saturating_sub(first.time_ms);
    (between > 0).then(|| moment::length(between))
}

fn cycle_heading(points: &[LifePoint]) -> String {
    match between(points) {
        Some(time) => format!("Longest incremental cycle in each {time}, or the last one before"),
        None => "Duration of incremental cycles".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::Layer;
    use crate::report::fixture;

    #[test]
    fn states_in_which_no_run_ever_is_are_left_out() {
        let mut points = fixture::life().bands;
        assert_eq!(shares(&points).len(), 3);
        for point in &mut points {
            *point = LifePoint::default();
        }
        assert!(shares(&points).is_empty());
    }

    #[test]
    fn the_title_names_the_peaks_that_occur() {
        let mut life = fixture::life();
        assert_eq!(
            title(&life),
            "Peaks over 14 days, median of the replications: 48 changes wait, 20 in escrow"
        );
        let mut most = life.summaries[1].clone();
        most.metric = "mostStaged".to_owned();
        (most.p50.value, most.p50.low, most.p50.high) = (Some(905.0), Some(901.0), Some(908.0));
        life.summaries.push(most);
        assert!(title(&life).ends_with("20 in escrow, 905 deletions staged"));
        life.summaries.clear();
        life.bands = vec![LifePoint::default()];
        assert!(title(&life).contains("nothing waits"));
        life.bands.clear();
        assert!(title(&life).ends_with("is not known"));
    }

    fn with(bands: Vec<LifePoint>) -> Life {
        Life {
            bands,
            summaries: Vec::new(),
            ..fixture::life()
        }
    }

    #[test]
    fn panels_without_anything_are_left_out_but_for_the_backlog() {
        let mut life = with(fixture::life().bands);
        assert_eq!(quantities(&life).len(), 3);
        life.bands[7].staged_p95 = 1.0;
        assert_eq!(quantities(&life).len(), 4);
        let nothing = with(vec![LifePoint::default(); 3]);
        assert_eq!(quantities(&nothing).len(), 1);
    }

    #[test]
    fn no_band_touches_the_top_and_few_things_fill_no_panel() {
        let mut life = with(fixture::life().bands);
        for point in &mut life.bands {
            (point.backlog_p95, point.staged_p95) = (100.0, 3.0);
        }
        let found = quantities(&life);
        let tops: Vec<f64> = found
            .iter()
            .filter_map(|quantity| quantity.upwards.ticks.last())
            .map(|tick| tick.value)
            .collect();
        assert_eq!((tops[0], tops[2]), (150.0, 6.0));
        let highest = |index: usize| {
            let outlines = found[index].layers.iter().filter_map(|layer| match layer {
                Layer::Area(between, _) => Some(between.iter().flatten()),
                _ => None,
            });
            outlines.flatten().map(|point| point.1).fold(0.0, f64::max)
        };
        assert!(tops[1] > highest(1) && tops[3] > highest(3));
    }

    #[test]
    fn a_peak_that_the_median_line_does_not_reach_is_marked_within_the_panel() {
        let mut life = fixture::life();
        for point in &mut life.bands {
            (point.backlog_p50, point.backlog_p95) = (9.0, 61.0);
        }
        let mut most = life.summaries[1].clone();
        (most.metric, most.p50.value) = ("mostBacklog".to_owned(), Some(201.0));
        life.summaries.push(most);
        let backlog = &quantities(&life)[0];
        assert_eq!(backlog.levels[0].value, 201.0);
        assert!(backlog.upwards.ticks.last().unwrap().value > 201.0);
        for point in &mut life.bands {
            point.backlog_p50 = 200.0;
        }
        assert!(quantities(&life)[0].levels.is_empty());
    }

    #[test]
    fn the_deletion_threshold_is_a_line_where_deletions_are_staged() {
        let mut life = with(fixture::life().bands);
        life.deletion_threshold = Some(500);
        for point in &mut life.bands {
            point.staged_p95 = 900.0;
        }
        let levels = &quantities(&life)[2].levels;
        assert_eq!(levels[0].words, "deletion threshold 500");
    }

    #[test]
    fn the_heading_of_cycles_says_what_a_point_stands_for() {
        let points = fixture::life().bands;
        assert_eq!(
            cycle_heading(&points),
            "Longest incremental cycle in each 101 min, or the last one before"
        );
        assert_eq!(cycle_heading(&[]), "Duration of incremental cycles");
    }
}
