//! What is simulated: the checked parameters, before anything is drawn.

use super::errors::ErrorCode;
use super::limit_rule::{LimitRule, Sharing};
use super::parameters::{Parameter, Setting, Values, catalogue};
use super::plan::{Action, JobPlan, TimelineEntry};
use crate::units::SimDuration;

named! {
    /// Which objects of the directory the job provisions.
    pub enum ScopeMode {
        /// Sync only assigned users and groups.
        Assigned => "assigned",
        /// Sync all users and groups.
        AllUsersAndGroups => "all-users-and-groups",
        /// Sync all users; the group mapping is off.
        AllUsers => "all-users",
    }
}

impl ScopeMode {
    /// The part of what is out of scope that is read all the same.
    pub(super) fn read_share(self, values: &Values) -> f64 {
        match self {
            Self::Assigned => values[Parameter::DirectoryReadShare],
            Self::AllUsersAndGroups | Self::AllUsers => 1.0,
        }
    }
}

named! {
    /// Who built the connector, which decides how it meets the target's limits.
    pub enum Connector {
        /// Built by Microsoft: paces itself to the target's limits, per job, and meets no 429.
        Gallery => "gallery",
        /// Generic SCIM: knows no limits and meets them as 429.
        Custom => "custom",
    }
}

named! {
    /// What the service does when the target answers 429. The sources disagree, so it is a choice.
    pub enum On429 {
        /// The whole job pauses for the Retry-After, then the call is repeated (Q&A 2284725, 2025).
        PauseJob => "pause-job",
        /// Only the call waits and is repeated.
        RetryCall => "retry-call",
        /// The object fails with TooManyRequests and waits in escrow for the next cycle (feedback item 38354572).
        Escrow => "escrow",
    }
}

named! {
    /// How the target carries out a PATCH of a group.
    pub enum GroupWrite {
        /// PATCHes that overlap do not get in each other's way.
        Atomic => "atomic",
        /// It reads the group, changes it and writes it as a whole, so that a PATCH overwrites what others wrote in the meantime. Seen
        /// at SCIMMY (issue 79), Infisical (issue 6471) and others.
        LastWriteWins => "last-write-wins",
    }
}

/// How many members the groups in scope have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupSizes {
    /// One number for each group.
    Listed(Vec<u32>),
    /// Drawn from a capped lognormal for each replication.
    Drawn,
}

/// How the scope is divided among several jobs that serve one target side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The share of the users in scope that each job has; two shares at least, which add up to one.
    pub shares: Vec<f64>,
    /// How much later than the one before it each job starts.
    pub stagger: SimDuration,
}

impl Split {
    /// Whether all jobs have the same share.
    pub fn is_equal(&self) -> bool {
        let first = self.shares.first().copied().unwrap_or_default();
        let mut shares = self.shares.iter();
        shares.all(|share| (share - first).abs() < 1e-12)
    }
}

/// Everything that is known about tenant, job and target. Made by the scenario parser or in code:
///
/// ```
/// use cyclecast::model::{Parameter, ScopeMode, Setup, Uncertain};
///
/// let setup = Setup::new(ScopeMode::AllUsers)
///     .with(Parameter::TenantUsers, Uncertain::Fixed(10_000.0));
/// assert_eq!(setup.scope, ScopeMode::AllUsers);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Which objects are provisioned.
    pub scope: ScopeMode,
    /// Who built the connector.
    pub connector: Connector,
    /// What happens on 429.
    pub on_429: On429,
    /// Whether a 429 that says when to come back in RateLimit-Reset alone is waited out as it says. Only Retry-After is documented.
    pub heeds_ratelimit_reset: bool,
    /// Whether group objects and memberships are provisioned; off means that groups only decide who is in scope.
    pub provision_groups: bool,
    /// Sizes of the groups in scope.
    pub group_sizes: GroupSizes,
    /// The target's rate limits; a call must pass all that count it.
    pub limits: Vec<LimitRule>,
    /// How the target carries out a PATCH of a group.
    pub group_write: GroupWrite,
    /// Whether the target stores a member twice that is written again.
    pub adds_duplicates: bool,
    /// Several jobs instead of one, if so; only their initial cycles are simulated.
    pub split: Option<Split>,
    /// What is planned beyond the initial cycle; without it nothing beyond is simulated.
    pub job: Option<JobPlan>,
    settings: Vec<Setting>,
}

impl Setup {
    /// A setup in which every parameter has its default.
    pub fn new(scope: ScopeMode) -> Self {
        Self {
            scope,
            connector: Connector::Gallery,
            on_429: On429::PauseJob,
            heeds_ratelimit_reset: false,
            provision_groups: scope != ScopeMode::AllUsers,
            group_sizes: GroupSizes::Drawn,
            limits: Vec::new(),
            group_write: GroupWrite::Atomic,
            adds_duplicates: false,
            split: None,
            job: None,
            settings: catalogue().map(|row| row.default.clone()).collect(),
        }
    }

    /// Whether some call can be refused with 429, 403 or otherwise for a limit, or in a trouble of the target. A job that paces itself is refused where it
    /// cannot know what is used up.
    pub fn can_be_refused(&self) -> bool {
        let paced = self.connector == Connector::Gallery;
        let unknown = |limit: &LimitRule| {
            let with_others = limit.taken_by_others > 0.0 || self.split.is_some();
            !limit.published || (limit.sharing != Sharing::Job && with_others)
        };
        let refuses = |entry: &TimelineEntry| match entry.action {
            Action::TroubleBegins(trouble) => trouble.code == ErrorCode::TooManyRequests,
            _ => false,
        };
        let plan = self.job.as_ref();
        self.limits.iter().any(|limit| !paced || unknown(limit))
            || plan.is_some_and(|plan| plan.timeline.iter().any(refuses))
    }

    /// How `parameter` is set.
    pub fn setting(&self, parameter: Parameter) -> &Setting {
        &self.settings[parameter as usize]
    }

    /// Members of the largest group in scope, where the groups are listed; zero otherwise.
    pub fn largest_listed_group(&self) -> u32 {
        match &self.group_sizes {
            GroupSizes::Listed(sizes) => sizes.iter().copied().max().unwrap_or(0),
            GroupSizes::Drawn => 0,
        }
    }

    /// Sets `parameter` to a value, a distribution or a rule. Bounds are the scenario parser's to check.
    pub fn set(&mut self, parameter: Parameter, setting: impl Into<Setting>) {
        self.settings[parameter as usize] = setting.into();
    }

    /// The same setup with one parameter set.
    #[must_use]
    pub fn with(mut self, parameter: Parameter, setting: impl Into<Setting>) -> Self {
        self.set(parameter, setting);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CallTrouble, EndpointSet, LimitKind};
    use crate::units::{SimDuration, SimTime};

    #[test]
    fn a_job_is_refused_where_it_keeps_no_pace_or_cannot_know_what_is_used_up() {
        let minute = SimDuration::from_secs(60);
        let known = LimitRule::on_calls("all", 60, minute, LimitKind::FixedWindow);
        let refused = |connector, change: &dyn Fn(&mut LimitRule)| {
            let mut setup = Setup::new(ScopeMode::AllUsers);
            setup.connector = connector;
            let mut limit = known.clone();
            change(&mut limit);
            setup.limits = vec![limit];
            setup.can_be_refused()
        };
        let (gallery, custom) = (Connector::Gallery, Connector::Custom);
        assert!(
            !Setup::new(ScopeMode::AllUsers).can_be_refused(),
            "no limit"
        );
        assert!(refused(custom, &|_| ()));
        assert!(!refused(gallery, &|_| ()));
        assert!(refused(gallery, &|limit| limit.published = false));
        assert!(refused(gallery, &|limit| limit.taken_by_others = 0.1));
        assert!(!refused(gallery, &|limit| {
            limit.taken_by_others = 0.1;
            limit.sharing = Sharing::Job;
        }));
    }

    #[test]
    fn a_trouble_with_429_refuses_and_one_with_another_code_does_not() {
        let refused = |code| {
            let mut setup = Setup::new(ScopeMode::AllUsers);
            let mut plan = JobPlan::new(SimDuration::from_secs(86_400));
            plan.timeline.push(TimelineEntry {
                at: SimTime::ZERO,
                action: Action::TroubleBegins(CallTrouble {
                    code,
                    share: 0.5,
                    endpoints: EndpointSet::all(),
                    retry_after: None,
                }),
            });
            setup.job = Some(plan);
            setup.can_be_refused()
        };
        assert!(refused(ErrorCode::TooManyRequests));
        assert!(!refused(ErrorCode::InternalServerError));
    }
}
