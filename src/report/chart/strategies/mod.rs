//! Strategies beside each other: how long each takes, and how much longer than the fastest or the one that was named, replication by replication.

use super::drawing::*;
use crate::experiment::outcome::Estimate;
use crate::experiment::outcome::comparison::{Best, Comparison, Variant};
use crate::report::number;
use crate::report::sentences::phrases::capitalised;
use crate::report::sentences::strategies_answer::{is_ahead, verdict};
use crate::report::tables::strategy_tables::opponent;
use crate::stats::sorted;

/// The least and the greatest height of a row of durations, and the height of one of differences.
const ROWS: (f64, f64) = (36.0, 60.0);
const DIFFERENCES: f64 = 26.0;
/// Height of the axis of durations with that of the heading below it.
const BETWEEN: f64 = 76.0;
/// The widest name of a strategy, and how much of its end stays when it is cut.
const LABELS: f64 = 190.0;
const TAIL: usize = 8;

/// The chart.
pub fn scene(found: &Comparison) -> Scene {
    if found.variants.is_empty() {
        let title = "It is not known which strategy is fastest";
        return frame::empty_page(found, title, "Nothing was compared.");
    }
    let names = found.variants.iter().map(|one| clean(one.label()));
    let names = shorten_apart(&names.collect::<Vec<_>>(), BODY, LABELS, TAIL);
    let longer = longer(found);
    let rows = difference_rows(found, &names, &longer);
    let differences = Rows::new(rows, (DIFFERENCES, DIFFERENCES));
    let below = match longer.len() {
        0 => 0.0,
        count => BETWEEN + DIFFERENCES * count as f64,
    };
    let durations = Rows::new(duration_rows(found, &names), ROWS).beside(below);
    let plot = durations.plot(TOP);
    let times: Vec<f64> = found.variants.iter().flat_map(shown).collect();
    let axis = time_axis::spread(&times, plot.across());
    let key = key(found, axis.is_logarithmic);
    let height = plot.bottom + below + BELOW;
    let mut scene = frame::page(found, &title(found), &key, height);
    durations.draw(&mut scene, &plot, &axis);
    if !longer.is_empty() {
        let below = Plot {
            left: plot.left,
            ..differences.plot(plot.bottom + BETWEEN)
        };
        let heading = heading(found);
        let face = suited(HEADING, &heading);
        let at = (MARGIN, below.top - 14.0);
        scene.text(at, heading, face, INK, Anchor::Start);
        let (scale, unit) = scale(&below, &longer);
        differences.draw(&mut scene, &below, &unit.axis(scale));
    }
    scene
}

/// The verdict. A name that stands at its start stays as it is, and names give way to what is said of them.
fn title(found: &Comparison) -> String {
    const SMALLEST: Face = Face::bold(14.0);
    /// As many characters as the longest predicate has.
    const SAID: usize = 40;
    let verdict = verdict(found);
    let begins_with_name = |one: &Variant| verdict.starts_with(&one.spoken());
    let words = match found.variants.iter().any(begins_with_name) {
        true => verdict,
        false => capitalised(&verdict),
    };
    shorten(&clean(&words), SMALLEST, WIDTH - 2.0 * MARGIN, SAID)
}

fn key(found: &Comparison, is_logarithmic: bool) -> Vec<Piece> {
    let scale = if is_logarithmic { ", logarithmic" } else { "" };
    let is_any = |wanted| {
        let mut variants = found.variants.iter();
        variants.any(|one| colour(found.best.as_ref(), one) == wanted)
    };
    let (has_slower, has_lesser) = (is_any(OTHERS), is_any(LESSER));
    let best = found.best.as_ref();
    let first = match has_slower || best.is_some_and(|best| !best.rivals.is_empty()) {
        true => "fastest, or not to be told from it",
        false => "gets the most done",
    };
    let blocks = [
        (has_slower || has_lesser, FIRST, first),
        (has_slower, OTHERS, "slower"),
        (has_lesser, LESSER, "does less"),
    ];
    let blocks = blocks.into_iter().filter(|(is_shown, ..)| *is_shown);
    let mut key = vec![Piece::Words(format!("Initial cycle{scale}:"))];
    key.extend(blocks.map(|(_, colour, words)| Piece::Block(colour, words.to_owned())));
    let line = "median; 5th to 95th percentile";
    key.push(Piece::Line(INK, line.to_owned()));
    key
}

const FIRST: Colour = BLUE.fade(0.8);
const OTHERS: Colour = SKY.fade(0.6);
const LESSER: Colour = MUTED.fade(0.35);

fn colour(best: Option<&Best>, one: &Variant) -> Colour {
    match best {
        Some(best) if best.lesser.contains(&one.name) => LESSER,
        Some(best) if !is_ahead(best, one) => OTHERS,
        _ => FIRST,
    }
}

/// A value that has a place.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// Every time in milliseconds that the row of a strategy shows.
fn shown(one: &Variant) -> Vec<f64> {
    let percentiles = [one.p5.value, one.p50.value, one.p95.value];
    let percentiles = percentiles.into_iter().flatten();
    percentiles.chain(central(one)).collect()
}

/// The durations in ascending order, without the outermost half per cent on either side: odd runs would take the room of
/// all others.
fn central(one: &Variant) -> Vec<f64> {
    let runs = one.durations_ms.iter().flatten();
    let mut times = sorted(runs.map(|ms| *ms as f64));
    let cut = times.len() / 200;
    times.truncate(times.len() - cut);
    times.split_off(cut)
}

/// A row for each strategy with its distribution; beside it the median in the unit of the longest, and the replications that the
/// distribution does not show.
fn duration_rows(found: &Comparison, names: &[String]) -> Vec<Row> {
    let medians = found.variants.iter();
    let medians = medians.filter_map(|one| finite(one.p50.value));
    let unit = TimeUnit::of(medians.fold(0.0, f64::max));
    let row = |(one, name): (&Variant, &String)| {
        let median = finite(one.p50.value);
        let median = median.map_or_else(|| "has no end".to_owned(), |time| unit.label(time));
        let distribution = Mark::Distribution(Distribution {
            values: central(one),
            percentiles: [one.p5.value, one.p50.value, one.p95.value].map(finite),
            colour: colour(found.best.as_ref(), one),
        });
        let mut row = Row::new(vec![name.clone()], vec![distribution], (median, BODY, INK));
        row.words
            .extend(endless(one).map(|words| (words, SMALL, MUTED)));
        row
    };
    found.variants.iter().zip(names).map(row).collect()
}

/// Runs that the distribution does not show.
fn endless(one: &Variant) -> Option<String> {
    let runs = one.durations_ms.len();
    let endless = one.durations_ms.iter().filter(|run| run.is_none()).count();
    let share = number::percent(endless as f64 / runs as f64);
    // Where none has an end, that is said already.
    (0 < endless && endless < runs).then(|| format!("no end in {share} of replications"))
}

/// The places of the strategies that are compared with the fastest, or with the one that was named, and the median of the
/// pairs with its interval.
fn longer(found: &Comparison) -> Vec<(usize, Estimate)> {
    let Some((_, _, pair)) = opponent(found) else {
        return Vec::new();
    };
    let of = |(index, one)| Some((index, pair(one)?.longer_ms));
    found.variants.iter().enumerate().filter_map(of).collect()
}

/// How much longer each strategy takes, replication by replication.
fn difference_rows(found: &Comparison, names: &[String], longer: &[(usize, Estimate)]) -> Vec<Row> {
    let all: Vec<Estimate> = longer.iter().map(|(_, longer)| *longer).collect();
    let words = number::longer_together(&all);
    let row = |((index, longer), words): (&(usize, Estimate), String)| {
        let one = &found.variants[*index];
        let words = match one.p50.value {
            Some(_) => words,
            None => "has no end in most replications".to_owned(),
        };
        let colour = colour(found.best.as_ref(), one).fade(1.0);
        let marks = finite(longer.value).map(|at| interval(at, longer, colour));
        let label = vec![names[*index].clone()];
        Row::new(label, marks.unwrap_or_default(), (words, BODY, INK))
    };
    longer.iter().zip(words).map(row).collect()
}

/// The median as a dot, with its interval. An end that is not known is as far as the panel goes, and has no cap.
fn interval(at: f64, longer: &Estimate, colour: Colour) -> Vec<Mark> {
    let end = |value| finite(value).map_or(End::Open, End::Capped);
    vec![
        Mark::Whisker([end(longer.low), end(longer.high)], 0.0, 2.0),
        Mark::Dot(at, 4.5, INK),
        Mark::Dot(at, 3.0, colour),
    ]
}

fn heading(found: &Comparison) -> String {
    let Some((name, level, _)) = opponent(found) else {
        return "Compared replication by replication".to_owned();
    };
    let (name, level) = (clean(&found.spoken(name)), level * 100.0);
    let words = format!(
        "Compared with {name}, replication by replication: median and {level:.0} % interval for all at once"
    );
    shorten(&words, HEADING, WIDTH - 2.0 * MARGIN, 58)
}

/// A scale that holds zero and every interval, with some air.
fn scale(plot: &Plot, longer: &[(usize, Estimate)]) -> (Scale, TimeUnit) {
    let of = |(_, longer): &(usize, Estimate)| [longer.low, longer.value, longer.high];
    let ends = || longer.iter().flat_map(of).filter_map(finite);
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let air = 0.05 * (most - least);
    let scale = Scale::new((least - air, most + air), plot.across());
    (scale, TimeUnit::of(scale.high.max(-scale.low)))
}

#[cfg(test)]
mod tests;
