//! Keys of a scenario from what was measured; a range is a 90 % interval.

use super::one_caller::CallKind;
use super::samples::Samples;
use super::throughput::{CapacitySeen, capacity};
use crate::logs::calibrate::{Left, Measured, measured};
use crate::model::{Parameter, Uncertain};
use crate::stats::{Enclosed, common_variation, rising_line, skewed_mean};
use crate::units::{display_number, display_seconds};

/// A range of a scenario is an interval of this confidence.
const LEVEL: f64 = 0.9;
/// Slopes of keys stand for so many.
const PER: f64 = 1_000.0;

/// Keys, and what is left as it is.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub measured: Vec<Measured>,
    pub left: Vec<Left>,
}

impl Keys {
    /// Everything that the samples tell.
    pub fn of(samples: &Samples) -> Self {
        let mut keys = Self::default();
        keys.lookups(samples);
        keys.users(samples);
        keys.means(samples);
        keys.groups(samples);
        keys.variations(samples);
        keys.capacity(samples);
        keys.leave(
            "job, tenant, scope",
            "an endpoint knows nothing of them; provisioning logs do (cyclecast calibrate)",
        );
        keys
    }

    pub fn leave(&mut self, what: &str, why: impl Into<String>) {
        self.left.push(Left {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    fn range(&mut self, parameter: Parameter, found: Enclosed, because: &str, count: usize) {
        let range = Uncertain::Range {
            p5: found.low.max(0.0),
            p95: found.high.max(0.0),
        };
        self.measured
            .extend(measured(parameter, range, because, count as u64));
    }

    /// The mean of a kind of call.
    fn mean(&mut self, parameter: Parameter, key: &str, secs: &[f64], what: &str) {
        match skewed_mean(secs, LEVEL).filter(|_| secs.len() >= 8) {
            Some(found) => {
                let because = format!("mean of {} calls, one caller: {what}", secs.len());
                self.range(parameter, found, &because, secs.len());
            }
            None => self.leave(
                key,
                format!("{} calls succeeded, and 8 are needed", secs.len()),
            ),
        }
    }

    /// Means that depend on no size.
    fn means(&mut self, samples: &Samples) {
        let secs = |kind| samples.one_caller.secs(kind);
        let changes: Vec<f64> = [
            CallKind::UserPatch,
            CallKind::ManagerPatch,
            CallKind::Disable,
        ]
        .into_iter()
        .flat_map(|kind| secs(kind).iter().copied())
        .collect();
        let rows = [
            (
                Parameter::UserPatch,
                "target.latency.user_patch",
                &changes[..],
                "changes, managers and disabling",
            ),
            (
                Parameter::UserDelete,
                "target.latency.user_delete",
                secs(CallKind::UserDelete),
                CallKind::UserDelete.name(),
            ),
            (
                Parameter::GroupGet,
                "target.latency.group_get",
                secs(CallKind::GroupLookup),
                CallKind::GroupLookup.name(),
            ),
            (
                Parameter::GroupPost,
                "target.latency.group_post",
                secs(CallKind::GroupPost),
                CallKind::GroupPost.name(),
            ),
            (
                Parameter::GroupPatch,
                "target.latency.group_patch",
                secs(CallKind::GroupPatch),
                CallKind::GroupPatch.name(),
            ),
            (
                Parameter::GroupDelete,
                "target.latency.group_delete",
                secs(CallKind::GroupDelete),
                CallKind::GroupDelete.name(),
            ),
        ];
        for (parameter, key, secs, what) in rows {
            self.mean(parameter, key, secs, what);
        }
    }

    fn lookups(&mut self, samples: &Samples) {
        self.by_users(
            samples,
            &samples.lookups,
            (Parameter::UserGet, "target.latency.user_get"),
            (
                Parameter::UserGetPerThousand,
                "target.latency.user_get_per_1000_users",
            ),
            "lookups by userName",
        );
    }

    fn users(&mut self, samples: &Samples) {
        self.by_users(
            samples,
            &samples.posts,
            (Parameter::UserPost, "target.latency.user_post"),
            (
                Parameter::UserPostPerThousand,
                "target.latency.user_post_per_1000_users",
            ),
            "POSTs of users",
        );
    }

    /// A time that may grow with the users stored: by a slope where one can be told, and by the mean alone where none can.
    fn by_users(
        &mut self,
        samples: &Samples,
        pairs: &[(f64, f64)],
        base: (Parameter, &str),
        slope: (Parameter, &str),
        what: &str,
    ) {
        let line = rising_line(pairs, LEVEL);
        let most = pairs.iter().map(|(stored, _)| *stored).fold(0.0, f64::max);
        let span = format!("with up to {} users there", display_number(most));
        if let Some(line) = line.filter(|line| line.slope.low > 0.0) {
            let because = format!("line through {} {what} {span}", pairs.len());
            self.range(base.0, line.base, &because, pairs.len());
            self.range(slope.0, line.slope.times(PER), &because, pairs.len());
            if samples.can.users_before.is_none() {
                self.leave(
                    base.1,
                    "the server does not say how many users it had before: the base holds for them",
                );
            }
            return;
        }
        let secs: Vec<f64> = pairs.iter().map(|(_, secs)| *secs).collect();
        self.mean(base.0, base.1, &secs, what);
        if let Some(line) = line {
            let most = display_seconds((line.slope.high * PER).max(0.0));
            self.leave(
                slope.1,
                format!("no rise can be told {span}: at most {most}; fill the target to tell more"),
            );
        }
    }

    fn groups(&mut self, samples: &Samples) {
        let rows = [
            (
                Parameter::GroupPatchPerThousand,
                "target.latency.group_patch_per_1000_members",
                &samples.patches,
                PER,
                "one-member PATCHes",
            ),
            (
                Parameter::GroupGetPerThousand,
                "target.latency.group_get_per_1000_members",
                &samples.reads,
                PER,
                "lookups of a group",
            ),
            (
                Parameter::PerExtraMember,
                "target.latency.per_extra_member",
                &samples.carried,
                1.0,
                "PATCHes that carry 1 to 100 members",
            ),
        ];
        for (parameter, key, pairs, per, what) in rows {
            let most = pairs.iter().map(|(size, _)| *size).fold(0.0, f64::max);
            let Some(line) = rising_line(pairs, LEVEL) else {
                self.leave(key, "too few calls at different sizes succeeded");
                continue;
            };
            let because = match per > 1.0 {
                true => format!(
                    "line through {} {what}, up to {} members",
                    pairs.len(),
                    display_number(most)
                ),
                false => format!("line through {} {what}", pairs.len()),
            };
            self.range(parameter, line.slope.times(per), &because, pairs.len());
        }
        for (end, parameter, key) in [
            (
                &samples.group_ends,
                Parameter::MembersPerGroup,
                "target.members_per_group",
            ),
            (
                &samples.request_ends,
                Parameter::MembersPerRequest,
                "target.members_per_request",
            ),
        ] {
            let Some((count, _)) = end else {
                continue;
            };
            match parameter {
                Parameter::MembersPerGroup => {
                    let because = "the next member was refused";
                    let value = Uncertain::Fixed(*count as f64);
                    self.measured.extend(measured(parameter, value, because, 1));
                }
                _ => self.leave(key, format!("{count} members in one PATCH were refused")),
            }
        }
    }

    fn variations(&mut self, samples: &Samples) {
        let secs = |kinds: &[CallKind]| -> Vec<&[f64]> {
            kinds
                .iter()
                .map(|kind| samples.one_caller.secs(*kind))
                .collect()
        };
        let rows = [
            (
                Parameter::ReadCv,
                "target.latency.read_cv",
                secs(&[
                    CallKind::LookupAbsent,
                    CallKind::LookupPresent,
                    CallKind::GroupLookup,
                ]),
                "reads",
            ),
            (
                Parameter::WriteCv,
                "target.latency.write_cv",
                secs(&[
                    CallKind::UserPost,
                    CallKind::UserPatch,
                    CallKind::UserDelete,
                    CallKind::GroupPost,
                    CallKind::GroupDelete,
                ]),
                "writes",
            ),
            (
                Parameter::GroupPatchCv,
                "target.latency.group_patch_cv",
                secs(&[CallKind::GroupPatch]),
                "one-member PATCHes",
            ),
        ];
        for (parameter, key, samples, what) in rows {
            let count: usize = samples.iter().map(|sample| sample.len()).sum();
            match common_variation(&samples, LEVEL) {
                Some(found) => {
                    let because =
                        format!("variation of {count} {what}, each kind around its own mean");
                    self.range(parameter, found, &because, count);
                }
                None => self.leave(key, "too few calls succeeded"),
            }
        }
    }

    fn capacity(&mut self, samples: &Samples) {
        const KEY: &str = "target.capacity";
        let count = samples.steps.last().map_or(0, |step| step.answered.len());
        match capacity(&samples.steps, LEVEL) {
            CapacitySeen::Known(found) => {
                let [low, high] = whole_servers(found.low, found.high);
                let connections = samples.steps.last().map_or(0, |step| step.connections);
                let because = format!(
                    "answers a second at {connections} connections times the time of one caller: {:.2}",
                    found.value
                );
                let value = match low < high {
                    true => Uncertain::Range { p5: low, p95: high },
                    false => Uncertain::Fixed(low),
                };
                self.measured
                    .extend(measured(Parameter::Capacity, value, &because, count as u64));
            }
            CapacitySeen::AtLeast(least) => self.leave(
                KEY,
                format!("it works on {least} calls at once at least, and was not brought to its limit; ask for more by --connections"),
            ),
            CapacitySeen::Unknown => self.leave(KEY, "too few calls by several connections succeeded"),
        }
    }
}

/// Whole servers around an interval. One process of which a part runs beside itself does the work of one server and a third: that is between one and two,
/// and neither. What is within a tenth of a whole number is that number.
fn whole_servers(low: f64, high: f64) -> [f64; 2] {
    let least = libm::round(low).min(libm::floor(low * 1.1));
    let most = libm::round(high).max(libm::ceil(high / 1.1));
    [least.max(1.0), most.max(1.0)]
}

#[cfg(test)]
mod tests {
    use super::whole_servers;

    #[test]
    fn a_server_and_a_third_is_between_one_and_two() {
        for ((low, high), expected) in [
            ((1.2, 1.39), [1.0, 2.0]),
            ((1.02, 1.09), [1.0, 1.0]),
            ((0.85, 1.05), [1.0, 1.0]),
            ((7.8, 8.3), [8.0, 8.0]),
            ((10.95, 11.1), [11.0, 11.0]),
            ((1.41, 1.7), [1.0, 2.0]),
        ] {
            assert_eq!(whole_servers(low, high), expected, "{low} to {high}");
        }
    }
}
