//! Variants beside each other: a row each, with the range of the initial cycle and its median.

use super::drawing::*;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Variant};
use crate::report::number;

/// Height of the name of the limit, above the rows.
const LIMIT: f64 = 16.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (24.0, 64.0);
/// The least and the greatest width of the column of figures at the right, where no line crosses them.
const FIGURES: (f64, f64) = (138.0, 218.0);
/// The widest label of a row.
const LABELS: f64 = 200.0;

/// The chart.
pub fn scene(found: &Comparison) -> Scene {
    let mut key: Vec<Piece> = Piece::band("Initial cycle", BLUE).into();
    if found.of == ComparedBy::Policies && found.variants.iter().any(leaves_references_out) {
        key.push(Piece::Words(
            "left out: users and groups + managers and memberships".to_owned(),
        ));
    }
    let rows = found.variants.iter().map(|one| row(found.of, one));
    let rows = Rows {
        words: FIGURES,
        ..Rows::new(rows.collect(), ROWS).beside(LIMIT)
    };
    let plot = rows.plot(TOP + LIMIT);
    let mut scene = frame::page(found, &title(found), &key, plot.bottom + BELOW);
    let limit = found.need.as_ref().map(|need| need.within_ms as f64);
    let ends = found.variants.iter().filter_map(|one| one.p95.value);
    let longest = ends.fold(0.0, f64::max);
    let shown = limit.filter(|limit| longest <= 0.0 || is_near(*limit, longest));
    let longest = shown.map_or(longest, |limit| longest.max(limit * AIR_ABOVE));
    let axis = time_axis::from_zero(longest, plot.across());
    rows.draw(&mut scene, &plot, &axis);
    if let Some(limit) = limit {
        let x = shown.map(|limit| axis.at(limit));
        draw_limit(&mut scene, &plot, limit, x);
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

fn row(of: ComparedBy, one: &Variant) -> Row {
    let around = (0.0, 14.0);
    let marks = match (one.p5.value, one.p50.value, one.p95.value) {
        (Some(p5), Some(p50), Some(p95)) => vec![
            Mark::Bar([p5, p95], around, BLUE.fade(BAND)),
            Mark::Stroke(p50, around, 2.5, BLUE),
        ],
        _ => Vec::new(),
    };
    Row::new(vec![label(of, one)], marks, (figures(of, one), BODY, INK))
}

/// What stands beside a row: the median, and what it leaves to later cycles or undone.
fn figures(of: ComparedBy, one: &Variant) -> String {
    let time = one.p50.value.map(number::time);
    let time = time.unwrap_or_else(|| "has no end".to_owned());
    let undone = one.undone.map_or(0.0, |undone| undone.p50);
    let [objects, references] = [one.left_out, one.left_out_references];
    let [objects, references] = [objects, references].map(|band| number::rough(band.p50));
    match of {
        ComparedBy::Policies if leaves_references_out(one) => {
            format!("{time}, {objects} + {references} left out")
        }
        ComparedBy::Policies => format!("{time}, {objects} left out"),
        ComparedBy::Workers if undone > 0.0 => format!("{time}, {} undone", number::rough(undone)),
        ComparedBy::Strategies | ComparedBy::Workers => time,
    }
}

fn leaves_references_out(one: &Variant) -> bool {
    one.left_out_references.p50 > 0.0
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
    let Some(need) = &found.need else {
        return "What the service does on 429, and how long its initial cycle then takes"
            .to_owned();
    };
    let within = number::time(need.within_ms as f64);
    let share = number::exact_percent(need.confidence);
    let runs = format!("{share} of the replications");
    match need.workers {
        Some(1) => format!("With one worker {runs} are done within {within}"),
        Some(workers) => format!("With {workers} workers {runs} are done within {within}"),
        None => format!("No number of workers gets {runs} done within {within}"),
    }
}
