//! Where the time of the initial cycle goes.

use super::drawing::*;
use crate::experiment::outcome::{ActivitySummary, Outcome};
use crate::report::number::percent;

/// The widest column of labels before they are broken into lines.
const LABELS: f64 = 340.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (26.0, 46.0);

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let shown = outcome.activities.iter().filter(|one| one.share > 0.0);
    let mut activities: Vec<&ActivitySummary> = shown.collect();
    activities.sort_by(|a, b| b.share.total_cmp(&a.share));
    let [most, ..] = &activities[..] else {
        let title = "It is not known where the time of the initial cycle goes";
        return frame::empty_page(outcome, title, "No activity took any time.");
    };
    let share = percent(most.share);
    let title = format!("The most time goes into {} ({share})", most.label);
    let what = "Elapsed time; bar: median, whisker: 5th to 95th percentile";
    let mut key = vec![Piece::Words(what.to_owned())];
    // Documents of earlier versions do not tell whose the time is.
    if !outcome.owners.is_empty() {
        key.push(Piece::Block(BLUE, "the service's own".to_owned()));
        key.push(Piece::Block(SKY, "the target, or waiting".to_owned()));
    }
    let rows = activities.iter().enumerate();
    let rows = rows.map(|(index, activity)| row(activity, index == 0));
    let room = width("100 % of the time", BODY);
    let rows = Rows {
        words: (room, room),
        ..Rows::new(rows.collect(), ROWS)
    };
    let plot = rows.plot(TOP);
    // A picture with many or long labels grows rather than cut them.
    let height = (plot.bottom + BELOW).max(HEIGHT);
    let mut scene = frame::page(outcome, &title, &key, height);
    let longest = activities.iter().map(|one| one.p95_ms.max(one.p50_ms));
    let axis = time_axis::from_zero(longest.fold(0.0, f64::max), plot.across());
    rows.draw(&mut scene, &plot, &axis);
    scene
}

/// The bar to the median, first the service's part, and a whisker. The first row says what the figures are.
fn row(activity: &ActivitySummary, is_first: bool) -> Row {
    let own = (activity.service_share / activity.share).clamp(0.0, 1.0) * activity.p50_ms;
    let (p5, p50, p95) = (activity.p5_ms, activity.p50_ms, activity.p95_ms);
    let bar = |ends, colour| Mark::Bar(ends, (0.0, 9.0), colour);
    let unit = if is_first { " of the time" } else { "" };
    let share = format!("{}{unit}", percent(activity.share));
    Row {
        label: wrap(&clean(&activity.label), BODY, LABELS),
        marks: vec![
            bar([0.0, own], BLUE),
            bar([own, p50], SKY),
            Mark::Whisker([p5, p95].map(End::Capped), 0.0, 1.25),
            Mark::Words(p50.max(p95), 0.0, share, BODY, Anchor::Start),
        ],
        ..Row::default()
    }
}
