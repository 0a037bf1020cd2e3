//! How long changes take from the directory to the target, by kind.

use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{DelaySummary, Life};
use crate::report::chart::drawing::*;
use crate::report::number;
use crate::report::sentences::delay_answer;
use crate::report::sentences::phrases::capitalised;

/// The widest column of labels before they are broken into lines, and the least and greatest height of a row.
const LABELS: f64 = 250.0;
const ROWS: (f64, f64) = (44.0, 60.0);
/// Half the height of a bar.
const BAR: f64 = 8.0;
/// Distance of two marks of the axis at least.
const TICKS: f64 = 58.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let Some(leading) = delay_answer::leading(life) else {
        let title = match life.delays.iter().any(|kind| kind.mean_changes > 0.0) {
            true => "No change within the horizon reaches the target",
            false => "No change of the directory is made within the horizon",
        };
        let words = capitalised(&delay_answer::changes(life));
        return frame::empty_page(outcome, title, &format!("{words}."));
    };
    let rows = Rows::new(delay_answer::shown(life).map(row).collect(), ROWS);
    let plot = rows.plot(TOP);
    let title = capitalised(&delay_answer::words(leading));
    let times: Vec<f64> = delay_answer::shown(life).flat_map(reached).collect();
    let key = key(!times.is_empty());
    let mut scene = frame::page(outcome, &title, &key, plot.bottom + BELOW);
    let axis = match times[..] {
        [] => Axis::linear(Scale::new((0.0, 1.0), plot.across()), Vec::new()),
        _ => time_axis::logarithmic(times.iter().copied(), plot.across(), TICKS),
    };
    rows.draw(&mut scene, &plot, &axis);
    scene
}

/// The percentiles that are reached.
fn reached(delay: &DelaySummary) -> impl Iterator<Item = f64> + use<> {
    let all = [delay.p50_ms, delay.p95_ms, delay.p99_ms];
    all.into_iter().flatten()
}

fn key(has_times: bool) -> Vec<Piece> {
    let way = "From the change in the directory to the target";
    if !has_times {
        return vec![Piece::Words(way.to_owned())];
    }
    vec![
        Piece::Words(format!("{way}, logarithmic; dot: median")),
        Piece::Block(SKY, "to the 95th percentile".to_owned()),
        Piece::Line(INK, "to the 99th".to_owned()),
    ]
}

fn row(delay: &DelaySummary) -> Row {
    let label = wrap(&clean(&delay.label), BODY, LABELS);
    Row::new(label, marks(delay), (note(delay), BODY, INK))
}

/// The bar to the 95th percentile and the line to the 99th, or how many arrive in the place of both.
fn marks(delay: &DelaySummary) -> Vec<Mark> {
    let Some(p50) = delay.p50_ms else {
        let share = number::percent(delay.applied_share);
        let words = format!("{share} arrive within the horizon");
        return vec![Mark::Words(0.0, 0.0, words, BODY, Anchor::Start)];
    };
    let bar = |p95| Mark::Bar([p50, p95], (0.0, BAR), SKY);
    let p99 = delay.p95_ms.and(delay.p99_ms);
    let ends = [End::Plain(p50), p99.map_or(End::Arrow, End::Capped)];
    let mut marks: Vec<Mark> = delay.p95_ms.map(bar).into_iter().collect();
    marks.push(Mark::Whisker(ends, 0.0, 1.5));
    marks.push(Mark::Dot(p50, 4.5, INK));
    marks.push(Mark::Values(reached(delay).collect(), BAR));
    marks
}

/// What stands beside a bar; nothing where there is no bar, for the words then stand in its place.
fn note(delay: &DelaySummary) -> String {
    let within = number::percent(delay.within_hour_share);
    match (delay.p50_ms, delay.p95_ms.and(delay.p99_ms)) {
        (None, _) => String::new(),
        (_, None) => format!("{within} within 1 h, not all arrive"),
        _ => format!("{within} within 1 h"),
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
            let rows = delay_answer::shown(life).map(row);
            rows.map(|row| row.words[0].0.clone()).collect()
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
