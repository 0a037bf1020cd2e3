//! How many replications were made, where a rule decided that, and what it came to.

use super::number;
use crate::experiment::outcome::{Decisive, RunRecord};
use crate::units::display_number;

/// One sentence; none where the number of replications was given.
pub(super) fn sentence(run: &RunRecord) -> Option<String> {
    let rule = run.stopping.as_ref()?;
    let made = display_number(run.replications as f64);
    let which = match rule.decisive {
        Decisive::P50 => "the median",
        Decisive::P95 => "the 95th percentile",
    };
    let percent = |share: f64| format!("{} %", number::rough(share * 100.0));
    let wanted = percent(rule.precision);
    let known = match rule.reached {
        Some(reached) => format!(
            "{which} is known to within {} ({wanted} wanted)",
            percent(reached)
        ),
        None => format!("these are too few to bound {which} ({wanted} wanted)"),
    };
    let how = match (rule.is_satisfied, run.partial) {
        (true, _) => "Stopped after",
        (false, true) => "Interrupted after",
        (false, false) => "Not reached within",
    };
    Some(format!("{how} {made} replications: {known}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_was_reached_is_told_plainly() {
        let mut run = fixture::with_promises().run;
        assert_eq!(
            sentence(&run).unwrap(),
            "Stopped after 1,400 replications: the 95th percentile is known to within 4.2 % (5 % wanted)."
        );
        run.replications = 10_000;
        let rule = run.stopping.as_mut().unwrap();
        (rule.is_satisfied, rule.reached) = (false, None);
        rule.decisive = Decisive::P50;
        assert_eq!(
            sentence(&run).unwrap(),
            "Not reached within 10,000 replications: these are too few to bound the median (5 % wanted)."
        );
        run.partial = true;
        assert!(sentence(&run).unwrap().starts_with("Interrupted after"));
        run.stopping = None;
        assert_eq!(sentence(&run), None);
    }
}
