//! Once all trouble is over and nothing more changes, nothing stays behind.

use cyclecast::model::job::{Action, JobPlan, TargetActions, TimelineEntry};
use cyclecast::model::{Parameter as P, Setup, catalogue};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::laws::config;
use super::random::{Life, lives};
use super::tenants::set;
use super::watch::life;

/// Trouble ends after two days; what failed is retried daily at the least, by one schedule for a week.
const TROUBLE: SimTime = SimTime::from_nanos(2 * 86_400 * 1_000_000_000);
const CALM: SimDuration = SimDuration::from_secs(14 * 86_400);

/// The same tenant, in which nothing happens by itself and everything can be done.
fn calm(mut setup: Setup) -> Setup {
    for row in catalogue() {
        let is_rate = row.key.starts_with("changes.") && row.bounds.1 > 1_000.0;
        let is_kept = matches!(row.parameter, P::HardDeleteAfter | P::DynamicDelay);
        if row.key.starts_with("errors.") || (is_rate && !is_kept) {
            set(&mut setup, row.parameter, 0.0);
        }
    }
    for parameter in [P::Licences, P::DeletionThreshold] {
        set(&mut setup, parameter, f64::INFINITY);
    }
    set(&mut setup, P::HardDeleteAfter, 7_200.0);
    setup
}

/// The same trouble within two days, and then everything is mended.
fn mended(mut plan: JobPlan) -> JobPlan {
    let fits = |at: SimTime| at < TROUBLE;
    plan.timeline.retain(|entry| fits(entry.at));
    plan.bursts.retain(|burst| fits(burst.at + burst.over));
    plan.user_assigned_at = plan.user_assigned_at.filter(|at| fits(*at));
    plan.horizon = (TROUBLE - SimTime::ZERO) + CALM;
    let all_on = Action::SetTargetActions(TargetActions::default());
    let mends = [
        Action::CredentialsFixed,
        Action::TargetMended,
        Action::OutageEnds,
        Action::ErrorsFixed(None),
        all_on,
        Action::AllowDeletes,
        Action::Start,
    ];
    let entries = mends.map(|action| TimelineEntry {
        at: TROUBLE,
        action,
    });
    plan.timeline.extend(entries);
    // Who has lost his account is known once he has failed.
    let repair = [Action::Pause, Action::DeleteLinks, Action::Start];
    let later = TROUBLE + SimDuration::from_secs(12 * 3_600);
    let entries = repair.map(|action| TimelineEntry { at: later, action });
    plan.timeline.extend(entries);
    plan
}

#[test]
fn nothing_waits_for_ever_once_everything_is_mended() {
    let verdict = TestRunner::new(config()).run(&lives(), |Life { setup, plan }| {
        let (end, _) = life(&calm(setup), &mended(plan));
        let counts = end.changes;
        prop_assert_eq!((counts.waiting, counts.escrowed, counts.staged), (0, 0, 0));
        prop_assert_eq!(end.status.staged, 0);
        Ok(())
    });
    verdict.unwrap_or_else(|failure| panic!("{failure}"));
}
