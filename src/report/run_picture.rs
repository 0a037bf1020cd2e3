//! A typical replication as a line of characters, one for each slot of time.

use super::{moment, number};
use crate::experiment::outcome::Life;
use crate::experiment::outcome::life::{CycleKind, JobState, TypicalRun};
use crate::units::display_number;

const COLUMNS: usize = 70;
/// What a slot can be, from the least to the most remarkable: the latter is shown where several share a slot.
const SIGNS: [(JobState, char, &str); 5] = [
    (JobState::Active, '.', "active"),
    (JobState::NotRun, 'i', "initial cycle"),
    (JobState::Paused, 'p', "paused"),
    (JobState::Quarantine, 'Q', "quarantine"),
    (JobState::Disabled, 'X', "disabled"),
];

/// The states, the axis below them, the signs explained, and what happens when.
pub(super) fn picture(life: &Life) -> String {
    let run = &life.typical;
    if life.horizon_ms == 0 || run.states.is_empty() {
        return "  Nothing is known of it.\n".to_owned();
    }
    let slots = slots(run, life.horizon_ms);
    let states: String = slots.iter().map(|rank| SIGNS[*rank].1).collect();
    let used = (0..).zip(SIGNS).filter(|(rank, _)| slots.contains(rank));
    let key = used.map(|(_, (_, sign, words))| format!("{sign} {words}"));
    let key = key.collect::<Vec<String>>().join("   ");
    let (axis, number) = (axis(life.horizon_ms), run.replication);
    let mut text = format!("  {states}\n{axis}  {key} (replication {number})\n");
    let moments = life.actions.iter().map(|action| action.time_ms as f64);
    let (divisor, unit) = number::unit_together(&moments.collect::<Vec<f64>>());
    for action in &life.actions {
        let after = match action.time_ms {
            0 => "0".to_owned(),
            ms => format!("{} {unit}", display_number(ms as f64 / divisor)),
        };
        let date = moment::local(life, action.time_ms);
        let date = date.map_or_else(String::new, |(day, time)| format!(", {day}, {time}"));
        text.push_str(&format!("  after {after}{date}: {}\n", action.label));
    }
    text
}

/// The rank of each slot's sign.
fn slots(run: &TypicalRun, horizon_ms: u64) -> [usize; COLUMNS] {
    let mut slots = [0; COLUMNS];
    let mut mark = |from_ms: u64, to_ms: u64, rank: usize| {
        let column = |ms: u64| ms as f64 / horizon_ms as f64 * COLUMNS as f64;
        let first = libm::floor(column(from_ms)) as usize;
        let end = (libm::ceil(column(to_ms)) as usize).clamp(first, COLUMNS);
        for slot in slots.iter_mut().take(end).skip(first) {
            *slot = rank.max(*slot);
        }
    };
    for span in &run.states {
        let rank = SIGNS.iter().position(|(state, ..)| *state == span.state);
        mark(span.from_ms, span.to_ms, rank.unwrap_or(0));
    }
    for cycle in &run.cycles {
        if cycle.kind == CycleKind::Initial {
            mark(cycle.began_ms, cycle.ended_ms, 1);
        }
    }
    slots
}

/// Marks at the quarters and their times below.
fn axis(horizon_ms: u64) -> String {
    const QUARTERS: usize = 4;
    let mut marks = String::new();
    let mut labels = String::new();
    for quarter in 0..=QUARTERS {
        let column = quarter * COLUMNS / QUARTERS;
        let label = match quarter {
            0 => "0".to_owned(),
            _ => moment::length((horizon_ms as f64 * quarter as f64 / QUARTERS as f64) as u64),
        };
        marks.push_str(&" ".repeat(column - marks.chars().count()));
        marks.push('╵');
        // A label begins below its mark, unless the one before is in the way.
        if labels.chars().count() <= column {
            labels.push_str(&" ".repeat(column - labels.chars().count()));
            labels.push_str(&label);
        }
    }
    format!("  {marks}\n  {labels}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn each_slot_shows_the_most_remarkable_state_in_it() {
        let text = picture(&fixture::life());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "  iii......................QQQQQQ.........................ppp..........."
        );
        assert_eq!(
            lines[2].trim_end(),
            "  0                3.5 days          7 days           10.5 days         14 days"
        );
        assert_eq!(
            lines[3],
            "  . active   i initial cycle   p paused   Q quarantine (replication 17)"
        );
        assert_eq!(
            lines[4],
            "  after 4.76 days, Sat 7 March, 02:14: the target refuses the credentials"
        );
    }

    #[test]
    fn odd_runs_do_not_fail() {
        let mut life = fixture::life();
        for span in &mut life.typical.states {
            span.to_ms = u64::MAX;
        }
        assert!(picture(&life).contains('Q'));
        life.horizon_ms = u64::MAX;
        assert!(picture(&life).contains("days"));
        life.horizon_ms = 0;
        assert_eq!(picture(&life), "  Nothing is known of it.\n");
    }
}
