//! Where the time of the initial cycle goes.

use super::axis::Scale;
use super::font::width;
use super::frame::{self, Piece, Plot};
use super::scene::{Anchor, Scene};
use super::text::{clean, wrap};
use super::theme::{AXIS, BLUE, BODY, HEIGHT, INK, MARGIN, SKY, WIDTH};
use super::time::TimeUnit;
use crate::experiment::outcome::{ActivitySummary, Outcome};

/// Height of a line of a label, and the widest column of labels before they are broken into lines.
const LINE: f64 = 16.0;
const LABELS: f64 = 340.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (26.0, 46.0);
const TOP: f64 = 92.0;
/// Height below the plot: the axis and the caption.
const BELOW: f64 = 68.0;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let activities = largest_first(&outcome.activities);
    if activities.is_empty() {
        let title = "It is not known where the time of the initial cycle goes";
        return frame::empty_page(outcome, title, "No activity took any time.");
    }
    let labels: Vec<Vec<String>> = activities
        .iter()
        .map(|activity| wrap(&clean(&activity.label), BODY, LABELS))
        .collect();
    let bottom = TOP + row_heights(&labels).iter().sum::<f64>();
    let mut key = vec![Piece::Words(
        "Elapsed time; bar: median, whisker: 5th to 95th percentile".to_owned(),
    )];
    // Documents of earlier versions do not tell whose the time is.
    if !outcome.owners.is_empty() {
        key.push(Piece::Block(BLUE, "the service's own".to_owned()));
        key.push(Piece::Block(SKY, "the target, or waiting".to_owned()));
    }
    // A picture with many or long labels grows rather than cut them.
    let height = (bottom + BELOW).max(HEIGHT);
    let mut scene = frame::page(outcome, &title(&activities), &key, height);
    let widest = labels.iter().flatten().map(|line| width(line, BODY));
    let plot = Plot {
        left: MARGIN + widest.fold(0.0, f64::max) + 12.0,
        right: WIDTH - MARGIN - width("100 % of the time", BODY) - 12.0,
        top: TOP,
        bottom,
    };
    let longest = activities
        .iter()
        .map(|activity| activity.p95_ms.max(activity.p50_ms))
        .fold(0.0, f64::max);
    let (across, ticks) = TimeUnit::from_zero(longest, plot.left, plot.right);
    frame::columns(&mut scene, &plot, &across, &ticks);
    frame::labels_below(&mut scene, &plot, &across, &ticks);
    draw_rows(&mut scene, &plot, &across, &activities, &labels);
    let axis = vec![(plot.left, plot.top), (plot.left, plot.bottom)];
    scene.path(axis, 1.0, AXIS);
    scene
}

fn largest_first(activities: &[ActivitySummary]) -> Vec<&ActivitySummary> {
    let mut shown: Vec<_> = activities
        .iter()
        .filter(|activity| activity.share > 0.0)
        .collect();
    shown.sort_by(|a, b| b.share.total_cmp(&a.share));
    shown
}

/// Rows share the height of the usual picture, and are higher where a label needs it.
fn row_heights(labels: &[Vec<String>]) -> Vec<f64> {
    let even = (HEIGHT - TOP - BELOW) / labels.len() as f64;
    let even = even.clamp(ROWS.0, ROWS.1);
    let height = |lines: &Vec<String>| even.max(lines.len() as f64 * LINE + 8.0);
    labels.iter().map(height).collect()
}

fn draw_rows(
    scene: &mut Scene,
    plot: &Plot,
    across: &Scale,
    activities: &[&ActivitySummary],
    labels: &[Vec<String>],
) {
    let mut top = plot.top;
    for ((activity, lines), height) in activities.iter().zip(labels).zip(row_heights(labels)) {
        let middle = top + height / 2.0;
        draw_label(scene, lines, plot.left - 10.0, middle);
        let ends = [activity.p5_ms, activity.p50_ms, activity.p95_ms].map(|time| across.at(time));
        let own = activity.service_share / activity.share;
        draw_bar(scene, plot.left, ends, own.clamp(0.0, 1.0), middle);
        // The first row says what the figures are.
        let unit = if top == plot.top { " of the time" } else { "" };
        let words = format!("{}{unit}", percent(activity.share));
        let at = (ends[1].max(ends[2]) + 10.0, middle + BODY.size * 0.36);
        scene.text(at, words, BODY, INK, Anchor::Start);
        top += height;
    }
}

fn draw_label(scene: &mut Scene, lines: &[String], right: f64, middle: f64) {
    let first = middle - (lines.len() as f64 - 1.0) * LINE / 2.0 + BODY.size * 0.36;
    for (place, line) in lines.iter().enumerate() {
        let at = (right, first + place as f64 * LINE);
        scene.text(at, line.clone(), BODY, INK, Anchor::End);
    }
}

/// The bar to the median, of which the part `own` is the service's, and a whisker from the 5th to the 95th percentile.
fn draw_bar(scene: &mut Scene, left: f64, [low, median, high]: [f64; 3], own: f64, middle: f64) {
    let border = left + own * (median - left);
    scene.rect((left, middle - 9.0), (border, middle + 9.0), BLUE);
    scene.rect((border, middle - 9.0), (median, middle + 9.0), SKY);
    if high - low < 1.0 {
        return;
    }
    scene.path(vec![(low, middle), (high, middle)], 1.25, INK);
    for end in [low, high] {
        let cap = vec![(end, middle - 4.0), (end, middle + 4.0)];
        scene.path(cap, 1.25, INK);
    }
}

fn title(activities: &[&ActivitySummary]) -> String {
    match activities {
        [most, ..] => format!(
            "The most time goes into {} ({})",
            most.label,
            percent(most.share)
        ),
        [] => "Where the time of the initial cycle goes".to_owned(),
    }
}

/// A share in per cent: whole from ten, one decimal below.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 0.05 {
        "under 0.1 %".to_owned()
    } else if percent < 9.95 {
        let text = format!("{percent:.1}");
        format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
    } else {
        format!("{percent:.0} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_for_reading() {
        assert_eq!(percent(0.000_1), "under 0.1 %");
        assert_eq!(percent(0.02), "2 %");
        assert_eq!(percent(0.034_4), "3.4 %");
        assert_eq!(percent(0.996), "100 %");
    }

    #[test]
    fn rows_grow_with_their_labels() {
        let short = vec!["one line".to_owned()];
        let long = vec!["one line of six".to_owned(); 6];
        let heights = row_heights(&[short, long]);
        assert!(heights[1] > heights[0]);
    }
}
