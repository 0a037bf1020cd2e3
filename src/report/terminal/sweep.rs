//! A scenario over a range of keys, in the terminal.

use super::tables::set;
use crate::experiment::outcome::sweep::Sweep;
use crate::report::delay::capitalised;
use crate::report::sweep::answer;
use crate::report::table::sweep::points;
use crate::units::display_number;

/// The whole report; `repeat` is the command that makes it again.
pub fn sweep(found: &Sweep, repeat: &str) -> String {
    format!(
        "{}: {}.\n\n{} over {} replications at each point, with the same luck\n{}\nTo repeat this\n  {repeat}\n",
        found.scenario,
        answer(found),
        capitalised(&found.label),
        display_number(found.replications as f64),
        set(&points(found))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_break_even_comes_first_and_every_point_has_a_row() {
        let found = fixture::sweep();
        let text = sweep(&found, "again");
        assert!(text.starts_with(
            "growing-company: initial_cycle.p95 < 24 h holds up to target.latency.user_post = 610 ms (630 ms misses)"
        ));
        assert!(text.contains("\nInitial cycle over 400 replications at each point"));
        for axis_value in &found.axes[0].values {
            let begin = format!("\n {} ", axis_value.text);
            assert_eq!(text.matches(&begin).count(), 1, "{text}");
        }
        assert!(text.ends_with("\nTo repeat this\n  again\n"));
    }

    #[test]
    fn two_keys_have_a_column_each() {
        let found = fixture::sweep_of_two();
        let text = sweep(&found, "again");
        let header = text.lines().find(|line| line.contains("p95")).unwrap();
        assert!(header.contains("target.latency.user_post") && header.contains("job.connections"));
        assert_eq!(text.matches("\n 100 ms ").count(), 8);
    }

    #[test]
    fn what_is_not_reached_is_told() {
        let mut found = fixture::sweep();
        found.points[4].p95.value = None;
        assert!(sweep(&found, "again").contains("not reached"));
    }
}
