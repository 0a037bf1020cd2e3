//! How sure a forecast is: what luck alone would leave, what the documents say, and how many replications were made.

use crate::experiment::outcome::{Decisive, DocumentedBand, Outcome, RunRecord, Standing};
use crate::report::number;
use crate::units::display_number;

/// The two kinds of spread told apart. Where no input has an effect, nothing comes from what is not known.
pub(in crate::report) fn chance_alone(outcome: &Outcome) -> Option<String> {
    let alone = outcome.luck_alone?;
    let range = number::time_range(alone.p5_ms, alone.p95_ms);
    let sensitivity = outcome.sensitivity.as_ref();
    Some(
        match sensitivity.is_some_and(|found| found.effects.is_empty()) {
            true => format!(
                "The range is luck: with every input known and at its middle value it would be {range}."
            ),
            false => format!(
                "If every input were known and at its middle value, luck alone would leave {range}; the rest of the range comes from what is not known."
            ),
        },
    )
}

/// One sentence: the documented range, and whether the forecast lies within, or why it does not.
pub(in crate::report) fn documented(band: &DocumentedBand) -> String {
    let (range, standing) = (range(band), standing(band));
    format!("documented for assigned scope are 0.01 N to 0.08 N minutes, {range}; {standing}.")
}

/// The same of one of several, without what is the same for all.
pub(in crate::report) fn documented_of(name: &str, band: &DocumentedBand) -> String {
    format!("{name}: documented are {}; {}", range(band), standing(band))
}

fn range(band: &DocumentedBand) -> String {
    let range = number::time_range(band.low_ms, band.high_ms);
    let objects = display_number(band.objects as f64);
    format!("{range} for the N = {objects} users, groups and members in scope")
}

fn standing(band: &DocumentedBand) -> String {
    let inside = number::percent(band.inside_share);
    let side = match band.standing {
        Standing::Inside => {
            return format!("the median lies within, with {inside} of the replications");
        }
        Standing::Below => "below",
        Standing::Above => "above",
    };
    let mut reasons = band.reasons.join("; ");
    if reasons.is_empty() {
        reasons += "nothing in the scenario stands out, so it is the times that were drawn";
    }
    format!("the median lies {side} ({inside} of the replications lie within): {reasons}")
}

/// One sentence; none where the number of replications was given.
pub(in crate::report) fn stopping(run: &RunRecord) -> Option<String> {
    let rule = run.stopping.as_ref()?;
    let made = display_number(run.replications as f64);
    let which = match rule.decisive {
        Decisive::P50 => "the median",
        Decisive::P95 => "the 95th percentile",
        Decisive::Each => "each of the 5th, 50th and 95th percentile",
    };
    let percent = |share: f64| format!("{} %", number::rough(share * 100.0));
    let wanted = percent(rule.precision);
    let known = match rule.reached.map(percent) {
        Some(reached) => format!("{which} is known to within {reached}"),
        None => format!("these are too few to bound {which}"),
    };
    let how = match (rule.is_satisfied, run.partial) {
        (true, _) => "Stopped after",
        (false, true) => "Interrupted after",
        (false, false) => "Not reached within",
    };
    let is_narrow = rule
        .reached
        .is_some_and(|reached| reached <= rule.precision);
    let in_a_row = if is_narrow && !rule.is_satisfied {
        format!(", at {} looks in a row", rule.look_ahead)
    } else {
        String::new()
    };
    Some(format!(
        "{how} {made} replications: {known} ({wanted} wanted{in_a_row})."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_forecast_lies_within_or_the_reason_is_told() {
        let mut band = fixture::outcome(30).documented.unwrap();
        let text = documented(&band);
        assert!(
            text.contains("N = 40,000")
                && text.ends_with("the median lies within, with 98 % of the replications."),
            "{text}"
        );
        band.standing = Standing::Above;
        band.reasons = vec!["waiting for the target's limits, 62 % of the time".to_owned()];
        assert!(documented(&band).ends_with(
            "(98 % of the replications lie within): waiting for the target's limits, 62 % of the time."
        ));
        band.reasons.clear();
        assert!(documented(&band).ends_with("the times that were drawn."));
    }

    #[test]
    fn what_was_reached_is_told_plainly() {
        let mut run = fixture::with_promises().run;
        assert_eq!(
            stopping(&run).unwrap(),
            "Stopped after 1,400 replications: the 95th percentile is known to within 4.2 % (5 % wanted)."
        );
        run.replications = 10_000;
        let rule = run.stopping.as_mut().unwrap();
        (rule.is_satisfied, rule.reached) = (false, None);
        rule.decisive = Decisive::P50;
        assert_eq!(
            stopping(&run).unwrap(),
            "Not reached within 10,000 replications: these are too few to bound the median (5 % wanted)."
        );
        run.stopping.as_mut().unwrap().reached = Some(0.042);
        assert_eq!(
            stopping(&run).unwrap(),
            "Not reached within 10,000 replications: the median is known to within 4.2 % (5 % wanted, at 2 looks in a row)."
        );
        run.partial = true;
        assert!(stopping(&run).unwrap().starts_with("Interrupted after"));
        run.stopping = None;
        assert_eq!(stopping(&run), None);
    }
}
