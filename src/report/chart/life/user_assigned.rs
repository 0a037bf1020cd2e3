//! When the user is in who is assigned at a stated moment.

use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::life::{Life, UserAssigned};
use crate::report::chart::drawing::*;
use crate::report::chart::progress_panels::percents;
use crate::report::{moment, number};

/// Distance between two marks of the axis where it is logarithmic.
const TICKS: f64 = 64.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let user = life.user_assigned.as_ref();
    let Some(user) = user.filter(|user| !user.by_time.is_empty()) else {
        let title = "It is not known when a user is in";
        return frame::empty_page(outcome, title, "No moment of an assignment is given.");
    };
    let when = moment::words(life, user.at_ms);
    let key = [Piece::Words(format!(
        "Share of the replications in which the user is in, by time since the assignment {when}"
    ))];
    let mut scene = frame::page(outcome, &title(user), &key, HEIGHT);
    let in_the_end = format!("{} in the end", number::percent(user.in_share));
    let room_left = frame::room_left(&percents(0.0).ticks);
    let room = (room_left, width(&in_the_end, BODY) + 10.0);
    let panels = Panels::new(room, |ends| axis(user, ends), &[]);
    let labels = Labels::of(labels(user, &panels.across));
    let top = TOP + labels.height();
    let height = HEIGHT - BELOW - top;
    let mut panel = Panel::new("", percents(height));
    let line = steps(user);
    let end = line.last().map_or(0.0, |end| end.1);
    panel.names.push((end, in_the_end, BLUE));
    panel.layers.push(Layer::Line(line, 2.5, BLUE));
    labels.above(&mut scene, top, top + height);
    panels.draw_with_labels(&mut scene, top, &[panel]);
    scene
}

/// Time since the assignment, logarithmic where a few replications take far longer than most.
fn axis(user: &UserAssigned, ends: (f64, f64)) -> Axis {
    /// The last time is so many medians away.
    const FAR: f64 = 24.0;
    let last = user.by_time.last().map_or(0.0, |last| last.time_ms as f64);
    let first = user.by_time.iter().find(|point| point.share > 0.0);
    match (first, user.p50.value) {
        (Some(first), Some(half)) if last > FAR * half && half > 0.0 => {
            let times = [first.time_ms as f64, half, last];
            time_axis::logarithmic(times.into_iter(), ends, TICKS)
        }
        _ => time_axis::from_zero(last, ends),
    }
}

fn title(user: &UserAssigned) -> String {
    let [half, most] = [user.p50.value, user.p95.value].map(|time| time.map(number::time));
    let share = number::percent(user.in_share);
    let (within, but) = match (half, most) {
        (Some(half), Some(most)) => (
            format!("{half} in half"),
            format!(", within {most} in 95 %"),
        ),
        (Some(half), None) => (format!("{half} in half"), ", but not in all".to_owned()),
        _ => (format!("the horizon in {share}"), String::new()),
    };
    format!("The user is in within {within} of the replications{but}")
}

/// The marks that are on the axis.
fn labels(user: &UserAssigned, across: &Axis) -> Vec<Label> {
    let last = user.by_time.last().map_or(0.0, |last| last.time_ms as f64);
    let marks = [
        ("median", user.p50.value, HEADING),
        ("95th percentile", user.p95.value, BODY),
    ];
    let marks = marks.into_iter().filter_map(|(name, value, face)| {
        let time = value.filter(|time| *time <= last)?;
        let words = format!("{name} {}", number::time(time));
        Some(Label::new(across.at(time), words, face, Anchor::Middle))
    });
    marks.collect()
}

/// The share in per cent, which holds from each point until the next.
fn steps(user: &UserAssigned) -> Vec<Point> {
    let mut line = vec![(0.0, 0.0)];
    for point in &user.by_time {
        let (x, y) = (point.time_ms as f64, point.share * 100.0);
        let before = line.last().map_or(y, |last| last.1);
        line.extend([(x, before), (x, y)]);
    }
    line.dedup();
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_line_goes_in_steps_from_nothing() {
        let line = steps(&fixture::user_assigned());
        assert_eq!(line[0], (0.0, 0.0));
        let level = |pair: &[Point]| pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1;
        assert!(line.windows(2).all(level));
    }

    #[test]
    fn what_is_not_reached_is_told() {
        let mut user = fixture::user_assigned();
        assert!(title(&user).ends_with("within 72 min in 95 %"));
        user.p95.value = None;
        assert!(title(&user).ends_with("but not in all"));
        user.p50.value = None;
        assert!(title(&user).ends_with("within the horizon in 98 % of the replications"));
    }
}
