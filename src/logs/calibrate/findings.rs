//! Keys of a scenario with measured values, and what the logs do not settle.

use super::calibration_document::{Left, Measured};
use super::durations::{Durations, Z_90};
use super::flow::Flow;
use super::kinds::EntryKind;
use super::measured_value::measured;
use super::scope::{Changes, InitialScope, Share, error_shares};
use super::times::{ENOUGH, MeasuredTime, Times, common_cv, times};
use super::written_values::sizes;
use crate::model::{ErrorCode, FailsAt, Parameter, Uncertain, catalogue};
use crate::units::display_number;

/// More at once than any job is known to have: durations then do not count from the beginning of the work on an object.
const MOST_AT_ONCE: u64 = 100;
/// Cycles, and users, that tell an interval, or a share.
const ENOUGH_CYCLES: u64 = 5;

/// What was found, as it comes together.
pub(super) struct Findings {
    pub measured: Vec<Measured>,
    pub left: Vec<Left>,
}

impl Findings {
    /// Everything that entries and durations tell.
    pub fn of(flow: &Flow, durations: &[Durations], is_over: bool) -> Self {
        let mut found = Self {
            measured: Vec::new(),
            left: Vec::new(),
        };
        let at_once = flow.largest().and_then(|cycle| flow.at_once(cycle));
        found.scope(flow, is_over);
        found.connections(at_once);
        found.interval(flow);
        if at_once.is_some_and(|(level, _)| level > MOST_AT_ONCE) {
            found.leave("target.latency, job.processing, job.evaluation", "durations seem to count from the beginning of a page or cycle, since more than a hundred objects would be under way at once");
        } else {
            found.times(durations);
        }
        found.errors(flow);
        found.changes(flow);
        found.leave(
            "job.page_size, job.page_read, job.initial_cycle_overhead, job.cycle_overhead",
            "logs have no entries for pages and for what comes before the first object",
        );
        found
    }

    fn leave(&mut self, what: &str, why: impl Into<String>) {
        self.left.push(Left {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    /// A key that is named, with a value as it stands in a scenario.
    fn text(&mut self, key: &str, value: String, because: &str, count: u64) {
        self.measured.push(Measured {
            key: key.to_owned(),
            value,
            because: because.to_owned(),
            count,
        });
    }

    fn value(&mut self, parameter: Parameter, value: Uncertain, because: &str, count: u64) {
        self.measured
            .extend(measured(parameter, value, because, count));
    }

    fn scope(&mut self, flow: &Flow, is_over: bool) {
        let Some(scope) = InitialScope::of(flow) else {
            self.leave("tenant, scope, groups, job.matched_share", "no initial cycle is among the entries: the first cycle of a job, with many times the entries of the others");
            return;
        };
        if !is_over && !scope.is_over {
            self.leave("tenant, scope, groups, job.matched_share", "the initial cycle may not be over, since no other follows it; if it is, say that it is whole");
            return;
        }
        let outside = scope.users - scope.users_in_scope;
        if outside > 0 {
            let users = format!(
                "{} different users in the initial cycle",
                shown(scope.users)
            );
            self.value(
                Parameter::TenantUsers,
                Uncertain::Fixed(scope.users as f64),
                &users,
                scope.users,
            );
            self.text(
                "scope.mode",
                "\"assigned\"".to_owned(),
                "users out of scope were skipped",
                outside,
            );
            let users = format!("{} of them not skipped", shown(scope.users_in_scope));
            self.value(
                Parameter::AssignedUsers,
                Uncertain::Fixed(scope.users_in_scope as f64),
                &users,
                scope.users_in_scope,
            );
        } else {
            self.leave(
                "tenant.users, scope",
                "no skipped users are among the entries, so it is not known how many were read",
            );
        }
        let tried = scope.created + scope.found;
        if tried >= ENOUGH {
            let because = format!("{} of {} users existed", shown(scope.found), shown(tried));
            self.share(
                Parameter::MatchedShare,
                Share {
                    hits: scope.found,
                    of: tried,
                },
                &because,
            );
        }
        if scope.users_in_scope >= ENOUGH && scope.with_manager > 0 {
            let share = Share {
                hits: scope.with_manager,
                of: scope.users_in_scope,
            };
            let because = format!(
                "{} of {} users had a manager set",
                shown(share.hits),
                shown(share.of)
            );
            self.share(Parameter::ManagerShare, share, &because);
        }
        self.groups(&scope);
    }

    fn groups(&mut self, scope: &InitialScope) {
        if !scope.group_sizes.is_empty() {
            let groups: u64 = scope.group_sizes.values().sum();
            let because = format!(
                "memberships written to {} groups in the initial cycle",
                shown(groups)
            );
            self.text(
                "groups.sizes",
                sizes(
                    &scope
                        .group_sizes
                        .iter()
                        .map(|(members, groups)| (*members, *groups))
                        .collect::<Vec<_>>(),
                ),
                &because,
                groups,
            );
        }
    }

    fn connections(&mut self, at_once: Option<(u64, u64)>) {
        match at_once {
            Some((level, count)) if count >= 10 * level.max(10) && level <= MOST_AT_ONCE => {
                let because = format!("objects under way at once in the largest cycle, of {} entries", shown(count));
                self.value(Parameter::Connections, Uncertain::Fixed(level as f64), &because, count);
            }
            _ => self.leave("job.connections", "too few entries with a duration in one cycle, or more at once than a job has connections"),
        }
    }

    fn interval(&mut self, flow: &Flow) {
        match flow.interval_secs() {
            Some(([_, median, _], count)) if count >= ENOUGH_CYCLES => {
                let because = format!("median of {} gaps from cycle to cycle", shown(count));
                self.value(
                    Parameter::Interval,
                    Uncertain::Fixed(libm::round(median)),
                    &because,
                    count,
                );
            }
            _ => self.leave("job.interval", "fewer than five cycles follow each other"),
        }
    }

    fn times(&mut self, durations: &[Durations]) {
        let times = times(durations);
        for (parameter, time) in times.values() {
            let (p5, p95) = time.interval();
            self.value(
                *parameter,
                Uncertain::Range { p5, p95 },
                &of_time(time),
                time.count,
            );
        }
        let kinds = EntryKind::ALL
            .into_iter()
            .filter(|kind| kind.parts().is_some() || *kind == EntryKind::Skipped);
        for kind in kinds.filter(|kind| durations[*kind as usize].count < ENOUGH) {
            let count = durations[kind as usize].count;
            self.leave(
                &format!("times of \"{}\"", kind.name()),
                format!("{count} such entries, and {ENOUGH} are needed"),
            );
        }
        if times.contains_key(&(Parameter::GroupPatch as usize)) {
            let because = "within the measured mean, at the sizes that the groups have";
            self.value(
                Parameter::GroupPatchPerThousand,
                Uncertain::Fixed(0.0),
                because,
                durations[EntryKind::Memberships as usize].count,
            );
        }
        self.variations(&times, durations);
    }

    fn variations(&mut self, times: &Times, durations: &[Durations]) {
        let skipped = &durations[EntryKind::Skipped as usize];
        if skipped.count >= ENOUGH {
            let because = format!("variation of {} skipped entries", shown(skipped.count));
            self.value(
                Parameter::EvaluationCv,
                Uncertain::Fixed(skipped.cv()),
                &because,
                skipped.count,
            );
        }
        for (kind, targets) in [
            (
                EntryKind::UserCreate,
                &[Parameter::ProcessingCv, Parameter::LatencyCv][..],
            ),
            (EntryKind::Memberships, &[Parameter::GroupPatchCv][..]),
        ] {
            let found = &durations[kind as usize];
            if found.count < ENOUGH {
                continue;
            }
            if let Some(cv) = common_cv(times, kind, found) {
                let because = format!(
                    "variation of {} entries, \"{}\", as if all their parts varied alike",
                    shown(found.count),
                    kind.name()
                );
                for target in targets {
                    self.value(*target, Uncertain::Fixed(cv), &because, found.count);
                }
            }
        }
    }

    fn errors(&mut self, flow: &Flow) {
        for found in error_shares(flow) {
            let mut codes = ErrorCode::ALL.into_iter();
            let known = codes.find(|known| known.name().eq_ignore_ascii_case(&found.code));
            let key = known.map(|known| format!("errors.{}", known.name()));
            let row = key.and_then(|key| catalogue().find(|row| row.key == key));
            let (Some(known), Some(row)) = (known, row) else {
                continue;
            };
            let (share, what) = match known.fails_at() {
                _ if known.is_transient() => (found.of_calls, "calls"),
                FailsAt::Import => (found.of_users_read, "users who were read"),
                FailsAt::Matching | FailsAt::Lookup => (found.of_users_tried, "users in scope"),
                FailsAt::Write => (found.of_users_written, "users who were to be written"),
            };
            if share.of >= ENOUGH {
                let because = format!("{} of {} {what}", shown(share.hits), shown(share.of));
                self.share(row.parameter, share, &because);
            }
        }
    }

    /// A share with Wilson's interval.
    fn share(&mut self, parameter: Parameter, share: Share, because: &str) {
        let (n, p) = (share.of as f64, share.hits as f64 / share.of as f64);
        let z2 = Z_90 * Z_90;
        let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z_90 * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n);
        let range = Uncertain::Range {
            p5: (centre - half).max(0.0),
            p95: (centre + half).min(1.0),
        };
        let value = if share.hits == 0 {
            Uncertain::Fixed(0.0)
        } else {
            range
        };
        self.value(parameter, value, because, share.of);
    }

    fn changes(&mut self, flow: &Flow) {
        let Some(changes) = Changes::of(flow).filter(|changes| changes.working_days >= 1.0) else {
            self.leave(
                "changes",
                "less than one working day of logs follows the initial cycle",
            );
            return;
        };
        let days = changes.working_days;
        for (parameter, count, what) in [
            (Parameter::Joiners, changes.joiners, "users came in"),
            (
                Parameter::Leavers,
                changes.leavers,
                "users were disabled or deleted",
            ),
            (
                Parameter::AttributeUpdates,
                changes.updates,
                "users were changed",
            ),
            (
                Parameter::MembershipAdds,
                changes.members_added,
                "members were added",
            ),
            (
                Parameter::MembershipRemoves,
                changes.members_removed,
                "members were taken out",
            ),
            (
                Parameter::OutOfScopeChanges,
                changes.outside,
                "changes were out of scope",
            ),
        ] {
            let because = format!("{} {what} in {days:.1} working days", shown(count));
            let per_day = |count: f64| count / days;
            let half = Z_90 * libm::sqrt(count as f64);
            let range = Uncertain::Range {
                p5: per_day((count as f64 - half).max(0.5)),
                p95: per_day(count as f64 + half),
            };
            let value = if count == 0 {
                Uncertain::Fixed(0.0)
            } else {
                range
            };
            self.value(parameter, value, &because, count);
        }
    }
}

fn of_time(time: &MeasuredTime) -> String {
    let part = if time.is_divided {
        "part of the mean of"
    } else {
        "from the mean of"
    };
    format!(
        "{part} {} entries, \"{}\"",
        shown(time.count),
        time.kind.name()
    )
}

fn shown(count: u64) -> String {
    display_number(count as f64)
}
