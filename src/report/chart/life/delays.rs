//! How long changes take from the directory to the target, by kind.

mod times;

use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{DelaySummary, Life};
use crate::report::chart::font::width;
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::log_time::LogTime;
use crate::report::chart::scene::{Anchor, Scene};
use crate::report::chart::text::{clean, wrap};
use crate::report::chart::theme::{AXIS, BODY, HEIGHT, INK, MARGIN, PAPER, SKY, WIDTH};
use crate::report::number;
use crate::report::sentences::delay_answer;
use crate::report::sentences::phrases::capitalised;

const TOP: f64 = 92.0;
const BELOW: f64 = 68.0;
const LINE: f64 = 16.0;
/// The widest column of labels before they are broken into lines, and the least and greatest height of a row.
const LABELS: f64 = 250.0;
const ROWS: (f64, f64) = (44.0, 60.0);
/// Half the height of a bar and of its other marks.
const BAR: f64 = 8.0;

/// A kind of change, and the words beside its bar.
struct Row<'a> {
    delay: &'a DelaySummary,
    label: Vec<String>,
    note: String,
    height: f64,
}

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let rows = rows(life);
    let Some(leading) = delay_answer::leading(life) else {
        let any = life.delays.iter().any(|kind| kind.mean_changes > 0.0);
        let title = match any {
            true => "No change within the horizon reaches the target",
            false => "No change of the directory is made within the horizon",
        };
        let words = capitalised(&delay_answer::changes(life));
        return frame::empty_page(outcome, title, &format!("{words}."));
    };
    let bottom = TOP + rows.iter().map(|row| row.height).sum::<f64>();
    let height = bottom + BELOW;
    let title = capitalised(&delay_answer::words(leading));
    let mut scene = frame::page(outcome, &title, &key(&rows), height);
    let lines = rows.iter().flat_map(|row| &row.label);
    let labels = lines.map(|line| width(line, BODY)).fold(0.0, f64::max);
    let notes = rows.iter().map(|row| width(&row.note, BODY));
    let plot = Plot {
        left: MARGIN + labels + 12.0,
        right: WIDTH - MARGIN - notes.fold(0.0, f64::max) - 16.0,
        top: TOP,
        bottom,
    };
    let times = rows.iter().flat_map(|row| times::of(row.delay));
    let across = LogTime::of(times, plot.left, plot.right);
    if rows.iter().any(|row| row.delay.p50_ms.is_some()) {
        let (ticks, scale) = across.ticks(58.0);
        frame::columns(&mut scene, &plot, &scale, &ticks);
        frame::labels_below(&mut scene, &plot, &scale, &ticks);
    }
    let mut top = plot.top;
    for row in &rows {
        row.draw(&mut scene, &plot, &across, top + row.height / 2.0);
        top += row.height;
    }
    let axis = vec![(plot.left, plot.top), (plot.left, plot.bottom)];
    scene.path(axis, 1.0, AXIS);
    scene
}

fn key(rows: &[Row]) -> Vec<Piece> {
    let way = "From the change in the directory to the target";
    if rows.iter().all(|row| row.delay.p50_ms.is_none()) {
        return vec![Piece::Words(way.to_owned())];
    }
    vec![
        Piece::Words(format!("{way}, logarithmic; dot: median")),
        Piece::Block(SKY, "to the 95th percentile".to_owned()),
        Piece::Line(INK, "to the 99th".to_owned()),
    ]
}

fn rows(life: &Life) -> Vec<Row<'_>> {
    let count = delay_answer::shown(life).count().max(1);
    let even = (HEIGHT - TOP - BELOW) / count as f64;
    let even = even.clamp(ROWS.0, ROWS.1);
    delay_answer::shown(life)
        .map(|delay| {
            let label = wrap(&clean(&delay.label), BODY, LABELS);
            let height = even.max(label.len() as f64 * LINE + 12.0);
            Row {
                delay,
                label,
                note: note(delay),
                height,
            }
        })
        .collect()
}

/// What stands beside a bar; nothing where there is no bar, for the words then stand in its place.
fn note(delay: &DelaySummary) -> String {
    if delay.p50_ms.is_none() {
        return String::new();
    }
    let within = format!("{} within 1 h", number::percent(delay.within_hour_share));
    if delay.p95_ms.is_none() || delay.p99_ms.is_none() {
        format!("{within}, not all arrive")
    } else {
        within
    }
}

impl Row<'_> {
    fn draw(&self, scene: &mut Scene, plot: &Plot, across: &LogTime, middle: f64) {
        let first = middle - (self.label.len() as f64 - 1.0) * LINE / 2.0 + BODY.size * 0.36;
        for (place, line) in self.label.iter().enumerate() {
            let at = (plot.left - 10.0, first + place as f64 * LINE);
            scene.text(at, line.clone(), BODY, INK, Anchor::End);
        }
        let Some(p50) = self.delay.p50_ms.map(|time| across.at(time)) else {
            self.write_share(scene, plot, middle + BODY.size * 0.36);
            return;
        };
        let at = (plot.right + 14.0, middle + BODY.size * 0.36);
        scene.text(at, self.note.clone(), BODY, INK, Anchor::Start);
        let p95 = self.delay.p95_ms.map(|time| across.at(time));
        let p99 = self.delay.p99_ms.map(|time| across.at(time));
        if let Some(p95) = p95 {
            scene.rect((p50, middle - BAR), (p95, middle + BAR), SKY);
        }
        let end = p95.and(p99).unwrap_or(plot.right - 2.0);
        scene.path(vec![(p50, middle), (end, middle)], 1.5, INK);
        if p95.and(p99).is_some() {
            let cap = vec![(end, middle - 6.0), (end, middle + 6.0)];
            scene.path(cap, 1.5, INK);
        } else {
            // An arrow: the line goes on beyond the picture.
            let head = vec![
                (end - 7.0, middle - 5.0),
                (end, middle),
                (end - 7.0, middle + 5.0),
            ];
            scene.path(head, 1.5, INK);
        }
        scene.dot((p50, middle), 4.5, INK);
        times::write(scene, plot, across, self.delay, middle);
    }

    /// How many arrive, in the place of a bar.
    fn write_share(&self, scene: &mut Scene, plot: &Plot, baseline: f64) {
        let share = number::percent(self.delay.applied_share);
        let words = format!("{share} arrive within the horizon");
        let left = plot.left + 10.0;
        let right = left + width(&words, BODY);
        // Keeps the lines of the grid off the words.
        let (from, to) = ((left - 2.0, baseline - 11.0), (right, baseline + 4.0));
        scene.rect(from, to, PAPER);
        scene.text((left, baseline), words, BODY, INK, Anchor::Start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn kinds_that_do_not_occur_are_left_out_and_what_does_not_arrive_is_told() {
        let mut life = fixture::life();
        let notes = |life: &Life| -> Vec<String> {
            rows(life).iter().map(|row| row.note.clone()).collect()
        };
        assert_eq!(
            notes(&life),
            [
                "97 % within 1 h",
                "93 % within 1 h, not all arrive",
                "97 % within 1 h",
                "97 % within 1 h, not all arrive"
            ]
        );
        life.delays[1].p50_ms = None;
        assert_eq!(notes(&life)[1], "");
    }
}
