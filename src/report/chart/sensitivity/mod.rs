//! What moves the forecast: for each input the duration where it is lowest and where it is highest, the strongest first.

mod bars;
mod data;

use super::font::width;
use super::frame::{self, Piece, Plot};
use super::label::{self, Label};
use super::scene::{Anchor, Scene};
use super::text::{clean, shorten, shorten_apart, wrap};
use super::theme::{BLUE, BODY, HEIGHT, INK, MARGIN, MUTED, SKY, SMALL, WIDTH};
use crate::experiment::outcome::{Outcome, Sensitivity};
use crate::report::number;
use crate::report::sentences::input_advice::{no_effect, strongest};
use crate::report::sentences::phrases::listed;
use data::Data;

const TOP: f64 = 126.0;
/// Height of the axis, of the caption, and of a line of notes between them.
const AXIS_HEIGHT: f64 = 30.0;
const BELOW: f64 = 38.0;
const NOTE: f64 = 17.0;
/// The least and the greatest height of a row.
const ROWS: (f64, f64) = (46.0, 60.0);
/// The widest key, and how much of its end stays when it is cut.
const LABELS: f64 = 240.0;
const TAIL: usize = 16;
/// Distance of two rows of labels over the lines of all runs.
const LABEL_ROW: f64 = 17.0;

/// The chart.
pub fn scene(outcome: &Outcome) -> Scene {
    let found = outcome.sensitivity.as_ref();
    let Some((found, data)) = found.and_then(|found| Some((found, Data::of(outcome, found)?)))
    else {
        return frame::empty_page(
            outcome,
            "No input stands out of the noise",
            "What is left is luck, or too few replications to tell.",
        );
    };
    let notes = notes(found, &data);
    let below = AXIS_HEIGHT + BELOW + NOTE * notes.len() as f64;
    let count = data.rows.len() as f64;
    let row = ((HEIGHT - TOP - below) / count).clamp(ROWS.0, ROWS.1);
    let bottom = TOP + row * count;
    let mut scene = frame::page(outcome, &title(found), &key(), bottom + below);
    let words = words(&data);
    let widest = |of: fn(&Words) -> &String| {
        let widths = words.iter().map(|words| width(of(words), BODY));
        widths.fold(0.0, f64::max)
    };
    let figures = widest(|words| &words.share).max(width(OF_WHAT, SMALL));
    let plot = Plot {
        left: MARGIN + widest(|words| &words.key) + 12.0,
        right: WIDTH - MARGIN - figures - 12.0,
        top: TOP,
        bottom,
    };
    let across = bars::scale(&plot, &data);
    let ticks = data.unit.ticks(&across);
    frame::columns(&mut scene, &plot, &across, &ticks);
    frame::labels_below(&mut scene, &plot, &across, &ticks);
    draw_overall(&mut scene, &plot, &data, |time| across.at(time));
    for (place, (one, words)) in data.rows.iter().zip(&words).enumerate() {
        let middle = TOP + row * (place as f64 + 0.5);
        bars::draw(&mut scene, &across, one, middle);
        draw_words(&mut scene, &plot, words, middle, place == 0);
    }
    for (place, note) in notes.iter().enumerate() {
        let at = (MARGIN, bottom + AXIS_HEIGHT + NOTE * (place as f64 + 0.9));
        scene.text(at, note, SMALL, MUTED, Anchor::Start);
    }
    scene
}

/// What stands left and right of a row.
struct Words {
    key: String,
    share: String,
}

fn words(data: &Data<'_>) -> Vec<Words> {
    let keys: Vec<String> = data.rows.iter().map(|row| clean(&row.effect.key)).collect();
    let keys = shorten_apart(&keys, BODY, LABELS, TAIL).into_iter();
    let rows = data.rows.iter().zip(keys).map(|(row, key)| Words {
        key,
        share: number::share(&row.effect.share),
    });
    rows.collect()
}

/// Says at the first row what the figures are.
const OF_WHAT: &str = "of the variance";

fn draw_words(scene: &mut Scene, plot: &Plot, words: &Words, middle: f64, is_first: bool) {
    let baseline = middle + BODY.size * 0.36;
    let (left, right) = (plot.left - 10.0, WIDTH - MARGIN);
    scene.text((left, baseline), words.key.clone(), BODY, INK, Anchor::End);
    scene.text(
        (right, baseline),
        words.share.clone(),
        BODY,
        INK,
        Anchor::End,
    );
    if is_first {
        let at = (right, baseline + 15.0);
        scene.text(at, OF_WHAT, SMALL, MUTED, Anchor::End);
    }
}

fn title(found: &Sensitivity) -> String {
    let strongest = strongest(found);
    let keys: Vec<String> = strongest.iter().map(|one| clean(&one.key)).collect();
    let share = match &strongest[..] {
        [one] => one.share.value.filter(|share| share.is_finite()),
        _ => None,
    };
    let share = share.map_or_else(String::new, |share| {
        format!(" ({} of the variance)", number::percent(share))
    });
    format!(
        "What moves the forecast most: {}{share}",
        listed(&keys, "or", 2)
    )
}

fn key() -> Vec<Piece> {
    vec![
        Piece::Words("Initial cycle, from the input's lowest to its highest fifth:".to_owned()),
        Piece::Block(BLUE, "median".to_owned()),
        Piece::Block(SKY, "95th percentile".to_owned()),
        Piece::Line(INK, "their intervals".to_owned()),
    ]
}

/// The lines of all runs together, with their names above the plot.
fn draw_overall(scene: &mut Scene, plot: &Plot, data: &Data<'_>, at: impl Fn(f64) -> f64) {
    let lines = [
        ("median of all", data.p50, Anchor::End, BLUE),
        ("95th percentile of all", data.p95, Anchor::Start, SKY),
    ];
    let known = lines.iter().filter_map(|(name, value, anchor, colour)| {
        let value = (*value)?;
        let label = Label {
            x: at(value),
            words: format!("{name} {}", data.unit.label(value)),
            face: SMALL,
            anchor: *anchor,
        };
        Some((label, *colour))
    });
    let (labels, colours): (Vec<Label>, Vec<_>) = known.unzip();
    for ((label, place), colour) in labels.iter().zip(label::place(&labels)).zip(colours) {
        let baseline = plot.top - 8.0 - place.row as f64 * LABEL_ROW;
        // The line ends below a label above it, and runs along one beside it.
        let is_below = place.left < label.x && label.x < place.right + 3.0;
        let top = if is_below {
            baseline + 4.0
        } else {
            baseline - 9.0
        };
        scene.path(vec![(label.x, top), (label.x, plot.bottom)], 1.5, colour);
        let at = (place.left, baseline);
        scene.text(at, label.words.clone(), SMALL, INK, Anchor::Start);
    }
}

/// What the rows leave out, in lines.
fn notes(found: &Sensitivity, data: &Data<'_>) -> Vec<String> {
    const MOST_LINES: usize = 3;
    let further = data.further();
    let no_effect = no_effect(found, 6);
    let notes: Vec<String> = [further, no_effect].into_iter().flatten().collect();
    let room = WIDTH - 2.0 * MARGIN;
    let mut lines: Vec<String> = notes
        .iter()
        .flat_map(|note| wrap(&clean(note), SMALL, room))
        .collect();
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES - 1).join(" ");
        lines.push(shorten(&rest, SMALL, room, 0));
    }
    lines
}

#[cfg(test)]
mod tests;
