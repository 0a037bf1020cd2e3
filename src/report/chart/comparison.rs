//! Variants beside each other: a row each, with the range of the initial cycle and its median.

use super::axis::{AIR_ABOVE, Scale, is_near};
use super::font::width;
use super::frame::{self, Piece, Plot};
use super::reference_line;
use super::scene::{Anchor, Scene};
use super::text::shorten;
use super::theme::{AXIS, BAND, BLUE, BODY, HEIGHT, INK, MARGIN, VERMILLION, WIDTH};
use super::time::TimeUnit;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Variant};
use crate::report::number;

const TOP: f64 = 108.0;
/// Height below the plot: the axis and the caption.
const BELOW: f64 = 68.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (24.0, 64.0);
/// The least and the greatest width of the column of figures at the right, where no line crosses them.
const FIGURES: (f64, f64) = (150.0, 230.0);
/// The widest label of a row.
const LABELS: f64 = 200.0;

/// The chart.
pub fn scene(found: &Comparison) -> Scene {
    let count = found.variants.len().max(1) as f64;
    let row = ((HEIGHT - TOP - BELOW) / count).clamp(ROWS.0, ROWS.1);
    let bottom = TOP + row * count;
    let mut key = vec![
        Piece::Words("Initial cycle".to_owned()),
        Piece::Line(BLUE, "median".to_owned()),
        Piece::Band(BLUE, "5th to 95th percentile".to_owned()),
    ];
    if found.of == ComparedBy::Policies && found.variants.iter().any(leaves_references_out) {
        key.push(Piece::Words(
            "left out: users and groups + managers and memberships".to_owned(),
        ));
    }
    let height = bottom + BELOW;
    let mut scene = frame::page(found, &title(found), &key, height);
    let labels: Vec<String> = found
        .variants
        .iter()
        .map(|one| label(found.of, one))
        .collect();
    let widest = widest_of(&labels);
    let figures: Vec<String> = found
        .variants
        .iter()
        .map(|one| figures(found.of, one))
        .collect();
    let room = (widest_of(&figures) + 12.0).clamp(FIGURES.0, FIGURES.1);
    let plot = Plot {
        left: MARGIN + widest + 14.0,
        right: WIDTH - MARGIN - room,
        top: TOP,
        bottom,
    };
    let limit = found.need.as_ref().map(|need| need.within_ms as f64);
    let ends = found.variants.iter().filter_map(|one| one.p95.value);
    let longest = ends.fold(0.0, f64::max);
    let shown = limit.filter(|limit| longest <= 0.0 || is_near(*limit, longest));
    let longest = shown.map_or(longest, |limit| longest.max(limit * AIR_ABOVE));
    let (across, ticks) = TimeUnit::from_zero(longest, plot.left, plot.right);
    frame::columns(&mut scene, &plot, &across, &ticks);
    frame::labels_below(&mut scene, &plot, &across, &ticks);
    let rows = found.variants.iter().zip(labels).zip(figures);
    for (place, ((one, label), figures)) in rows.enumerate() {
        let middle = TOP + row * (place as f64 + 0.5);
        let baseline = middle + BODY.size * 0.36;
        scene.text((plot.left - 10.0, baseline), label, BODY, INK, Anchor::End);
        draw_row(&mut scene, &across, one, middle, row);
        let words = shorten(&figures, BODY, room - 12.0, 0);
        scene.text(
            (plot.right + 12.0, baseline),
            words,
            BODY,
            INK,
            Anchor::Start,
        );
    }
    scene.path(
        vec![(plot.left, plot.top), (plot.left, plot.bottom)],
        1.0,
        AXIS,
    );
    if let Some(limit) = limit {
        draw_limit(
            &mut scene,
            &plot,
            limit,
            shown.map(|limit| across.at(limit)),
        );
    }
    scene
}

/// The time that was asked for, as a line at `x`, or in words where it is beyond the axis.
fn draw_limit(scene: &mut Scene, plot: &Plot, limit: f64, x: Option<f64>) {
    let words = format!("asked for: {}", number::time(limit));
    match x {
        Some(x) => reference_line::moment(scene, plot, x, &words, VERMILLION),
        None => {
            let at = (plot.right, plot.top - 12.0);
            let words = format!("{words}, far to the right");
            scene.text(at, words, BODY, VERMILLION, Anchor::End);
        }
    }
}

fn draw_row(scene: &mut Scene, across: &Scale, one: &Variant, middle: f64, row: f64) {
    let half = (row * 0.32).min(14.0);
    let (Some(p5), Some(p50), Some(p95)) = (one.p5.value, one.p50.value, one.p95.value) else {
        return;
    };
    let [low, median, high] = [p5, p50, p95].map(|time| across.at(time));
    scene.rect(
        (low, middle - half),
        (high.max(low + 1.0), middle + half),
        BLUE.fade(BAND),
    );
    scene.path(
        vec![(median, middle - half), (median, middle + half)],
        2.5,
        BLUE,
    );
}

/// What stands beside a row: the median, and what it leaves to later cycles or undone.
fn figures(of: ComparedBy, one: &Variant) -> String {
    let time = one
        .p50
        .value
        .map_or_else(|| "has no end".to_owned(), number::time);
    let undone = one.undone.map_or(0.0, |undone| undone.p50);
    let objects = number::rough(one.left_out.p50);
    match of {
        ComparedBy::Policies if leaves_references_out(one) => format!(
            "{time}, {objects} + {} left out",
            number::rough(one.left_out_references.p50)
        ),
        ComparedBy::Policies => format!("{time}, {objects} left out"),
        ComparedBy::Workers if undone > 0.0 => format!("{time}, {} undone", number::rough(undone)),
        ComparedBy::Strategies | ComparedBy::Workers => time,
    }
}

fn leaves_references_out(one: &Variant) -> bool {
    one.left_out_references.p50 > 0.0
}

fn widest_of(texts: &[String]) -> f64 {
    let widths = texts.iter().map(|text| width(text, BODY));
    widths.fold(0.0, f64::max)
}

fn label(of: ComparedBy, one: &Variant) -> String {
    let words = match (of, one.workers) {
        (ComparedBy::Workers, Some(1)) => "1 worker".to_owned(),
        (ComparedBy::Workers, _) => format!("{} workers", one.name),
        (ComparedBy::Strategies | ComparedBy::Policies, _) => one.name.clone(),
    };
    shorten(&words, BODY, LABELS, 0)
}

fn title(found: &Comparison) -> String {
    match (&found.need, found.of) {
        (Some(need), _) => {
            let within = number::time(need.within_ms as f64);
            let runs = format!("{} of the runs", number::exact_percent(need.confidence));
            match need.workers {
                Some(1) => format!("With one worker {runs} are done within {within}"),
                Some(workers) => format!("With {workers} workers {runs} are done within {within}"),
                None => format!("No number of workers gets {runs} done within {within}"),
            }
        }
        (None, _) => {
            "What the service does on 429, and how long its initial cycle then takes".to_owned()
        }
    }
}
