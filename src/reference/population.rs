//! The rule that says which jobs a row of the documented table stands for.
//!
//! The table gives a scope and a bucket of sizes, nothing else. One rule fills in the rest, the same for every row:
//!
//! - **Size.** A row with two times stands for jobs near the top of its bucket: down to a share of the bucket on a
//!   logarithmic scale, the reach, which is fitted. A row whose lower time is "less than 30 minutes" stands for its
//!   whole bucket, since that is the time of the smallest.
//! - **Composition.** A user has so many memberships, and there are so many groups, as in real access-control data.
//! - **Matched share.** Anything between nobody and everybody exists in the target already.
//! - **Directory.** In assigned scope it is larger than the scope by a ratio that is fitted, up to the default quota.
//!
//! Jobs are spread evenly over all of this and over the calibrated times, and not drawn by chance, so that few jobs
//! give steady percentiles. `docs/validation.md` argues for the rule and shows what others come to.

use super::free::{ParameterSet, REACH};
use super::table::{Reading, TimingRow};
use crate::experiment::outcome::reproduction::Band;
use crate::experiment::{RunError, Session, durations};
use crate::model::{
    Chance, CycleInput, GROUPS_PER_USER, GroupSizes, Inputs, Parameter, ScopeMode, Setting, Setup,
    Uncertain,
};
use crate::stats::{even_point, quantile, sorted};
use crate::units::SimDuration;

/// Points of the even sequence that belong to one seed, so that seeds have different jobs.
const STRETCH: u64 = 1_000_000;
/// Seeds beyond this share their jobs with others, though not their luck.
const SEEDS: u64 = 100_000;

/// How many users, groups and memberships are in scope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// So many as the jobs have that a row of the table stands for.
    Row(TimingRow),
    /// Exactly so many.
    Objects(u64),
}

/// One job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    /// Which objects are provisioned.
    pub scope: ScopeMode,
    /// Users in scope.
    pub users: u64,
    /// Groups in scope.
    pub groups: u64,
    /// Memberships of these groups.
    pub memberships: u64,
    /// Share of users, and of groups, that exist in the target.
    pub matched_share: f64,
    /// Where the job stands in the distributions of the four times and of the directory's ratio.
    units: [f64; 5],
}

impl Job {
    /// The job `index` of the population.
    ///
    /// ```
    /// use cyclecast::model::ScopeMode;
    /// use cyclecast::reference::{Job, ParameterSet, Reading, Size};
    ///
    /// let size = Size::Objects(10_000);
    /// let job = Job::new(&Reading::STATED, &ParameterSet::COMMITTED, ScopeMode::Assigned, size, 7);
    /// assert_eq!(job.users + job.groups + job.memberships, 10_000);
    /// ```
    pub fn new(
        reading: &Reading,
        set: &ParameterSet,
        scope: ScopeMode,
        size: Size,
        index: u64,
    ) -> Self {
        // The ends themselves have no quantile.
        let inner = even_point(index).map(|unit| unit.clamp(1e-6, 1.0 - 1e-6));
        let [position, composition, matched, units @ ..] = inner;
        let objects = match size {
            Size::Objects(objects) => objects,
            Size::Row(row) => reading.objects(&row, set.values[REACH], position),
        };
        let (p5, p95) = reading.memberships_per_user;
        let memberships_per_user = match scope {
            ScopeMode::AllUsers => None,
            _ => Some(Uncertain::Range { p5, p95 }.at(composition)),
        };
        let (users, groups, memberships) = compose(objects, memberships_per_user);
        Self {
            scope,
            users,
            groups,
            memberships,
            matched_share: (reading.matched_share)(matched),
            units,
        }
    }

    /// The setup of the job, with all else at its default.
    pub fn setup(&self, reading: &Reading, set: &ParameterSet) -> Setup {
        let mut setup = Setup::new(self.scope);
        set.apply(&mut setup, self.units);
        let users = Uncertain::Fixed(self.users as f64);
        if self.scope == ScopeMode::Assigned {
            setup.set(Parameter::AssignedUsers, users);
            setup.set(Parameter::TenantUsers, Setting::DirectoryOfAssigned);
            let cap = Uncertain::Fixed(reading.users_cap);
            setup.set(Parameter::UsersCap, cap);
            let read = Uncertain::Fixed(reading.directory_read_share);
            setup.set(Parameter::DirectoryReadShare, read);
        } else {
            setup.set(Parameter::TenantUsers, users);
        }
        for parameter in [Parameter::MatchedShare, Parameter::GroupsMatchedShare] {
            setup.set(parameter, Uncertain::Fixed(self.matched_share));
        }
        setup.group_sizes = GroupSizes::Listed(even_sizes(self.groups, self.memberships));
        setup
    }
}

/// So many users, groups and memberships that they add up to `objects`.
fn compose(objects: u64, memberships_per_user: Option<f64>) -> (u64, u64, u64) {
    let Some(each) = memberships_per_user else {
        return (objects, 0, 0);
    };
    let share = 1.0 / (1.0 + GROUPS_PER_USER + each);
    let users = (libm::round(objects as f64 * share) as u64).clamp(1, objects.max(1));
    let rest = objects.saturating_sub(users);
    // No group has more members than there are users.
    let fewest = rest.div_ceil(users + 1);
    let usual = libm::round(GROUPS_PER_USER * users as f64) as u64;
    let groups = usual.max(fewest).min(rest);
    (users, groups, rest - groups)
}

fn even_sizes(groups: u64, memberships: u64) -> Vec<u32> {
    (0..groups)
        .map(|group| {
            let size = memberships / groups + u64::from(group < memberships % groups);
            // There are fewer than a million memberships in any job.
            u32::try_from(size).unwrap_or(u32::MAX)
        })
        .collect()
}

/// A population of jobs.
#[derive(Clone, Copy, Debug)]
pub struct Population {
    /// What a row of the table stands for.
    pub reading: Reading,
    /// What the model is fitted to.
    pub set: ParameterSet,
    /// Which objects the jobs provision.
    pub scope: ScopeMode,
    /// How many objects they have in scope.
    pub size: Size,
    /// How many jobs.
    pub jobs: u64,
    /// The share of users and groups that exist in the target, where it is not to differ from job to job.
    pub matched_share: Option<f64>,
}

/// The jobs of a population, and how many minutes each took.
pub type Durations = Vec<(Job, f64)>;

impl Population {
    /// A population in which the matched share differs from job to job.
    pub fn new(
        reading: &Reading,
        set: &ParameterSet,
        scope: ScopeMode,
        size: Size,
        jobs: u64,
    ) -> Self {
        Self {
            reading: *reading,
            set: *set,
            scope,
            size,
            jobs,
            matched_share: None,
        }
    }

    /// The job `number` under `seed`.
    pub fn job(&self, seed: u64, number: u64) -> Job {
        let index = seed % SEEDS * STRETCH + number;
        let mut job = Job::new(&self.reading, &self.set, self.scope, self.size, index);
        if let Some(share) = self.matched_share {
            job.matched_share = share;
        }
        job
    }

    fn setup(&self, job: &Job) -> Setup {
        job.setup(&self.reading, &self.set)
    }

    /// Simulates the jobs of every population, under the luck of the session's seed.
    ///
    /// # Errors
    /// When it was interrupted, or the threads cannot be started.
    pub fn simulate(
        populations: &[Self],
        session: &Session<'_>,
    ) -> Result<Vec<Durations>, RunError> {
        let jobs: Vec<(&Self, u64)> = populations
            .iter()
            .flat_map(|population| (0..population.jobs).map(move |number| (population, number)))
            .collect();
        let seed = session.plan.seed;
        let setup = |index: u64| {
            let (population, number) = jobs[index as usize];
            (population.setup(&population.job(seed, number)), number)
        };
        let times = durations(setup, &session.with_replications(jobs.len() as u64))?;
        let mut timed = jobs
            .iter()
            .zip(times)
            .map(|((population, number), time)| (population.job(seed, *number), minutes(time)));
        let each = populations.iter();
        Ok(each
            .map(|population| timed.by_ref().take(population.jobs as usize).collect())
            .collect())
    }
}

fn minutes(time: SimDuration) -> f64 {
    time.as_secs_f64() / 60.0
}

/// Users of the directory of a job.
pub(super) fn directory_users(population: &Population, job: &Job, seed: u64, number: u64) -> u64 {
    let setup = population.setup(job);
    let input = CycleInput::new(&setup, Chance::new(seed, number), Inputs::Drawn);
    input.values.count(Parameter::TenantUsers)
}

/// The percentiles of some durations.
pub fn band(durations: &Durations) -> Band {
    band_of(durations.iter().map(|(_, minutes)| *minutes))
}

/// The percentiles of some minutes, of which there are any.
pub(super) fn band_of(minutes: impl Iterator<Item = f64>) -> Band {
    let minutes = sorted(minutes);
    let at = |p| quantile(&minutes, p).unwrap_or(f64::NAN);
    Band {
        p5_minutes: at(0.05),
        p50_minutes: at(0.5),
        p95_minutes: at(0.95),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(scope: ScopeMode, index: u64) -> Job {
        let set = ParameterSet::COMMITTED;
        Job::new(&Reading::STATED, &set, scope, Size::Objects(500), index)
    }

    #[test]
    fn no_group_has_more_members_than_there_are_users_and_nothing_is_lost() {
        for objects in (1..400).chain([1_000, 50_000]) {
            for each in [0.3, 2.0, 9.0, 40.0] {
                let (users, groups, memberships) = compose(objects, Some(each));
                assert_eq!(users + groups + memberships, objects);
                let sizes = even_sizes(groups, memberships);
                assert_eq!(
                    sizes.iter().map(|&size| u64::from(size)).sum::<u64>(),
                    memberships
                );
                assert!(
                    sizes.iter().all(|&size| u64::from(size) <= users),
                    "{objects} {each}"
                );
            }
        }
    }

    #[test]
    fn the_stated_reading_is_that_of_the_defaults() {
        let set = ParameterSet::COMMITTED;
        let setup = job(ScopeMode::Assigned, 3).setup(&Reading::STATED, &set);
        let plain = Setup::new(ScopeMode::Assigned);
        for parameter in [Parameter::UsersCap, Parameter::DirectoryReadShare] {
            assert_eq!(setup.setting(parameter), plain.setting(parameter));
        }
    }

    #[test]
    fn half_of_the_jobs_match_more_than_half_of_their_users() {
        let jobs = (0..200).map(|index| job(ScopeMode::AllUsers, index));
        let more = jobs.filter(|job| job.matched_share > 0.5);
        assert!((96..=104).contains(&more.count()));
    }
}
