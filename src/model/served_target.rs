//! The target of a scenario, as the judge of requests that somebody really makes.
//!
//! What becomes of a request is decided by the code of the simulation. What is stored is not counted here but told by whoever keeps it.

use std::collections::{BTreeMap, HashMap};

use super::chance::{Chance, Purpose, Streams};
use super::endpoint::Endpoint;
use super::error_shares::ErrorShares;
use super::errors::{ErrorCode, FailsAt};
use super::input::CycleInput;
use super::limit_rule::{Excess, RetryAfter};
use super::parameters::Parameter;
use super::record::{Answer, TargetTally};
use super::refusable::Operations;
use super::setup::{Connector, GroupWrite};
use super::target::{Call, MemberChange, Reception, Reply, Resource, Target};
use super::variation_tables::Variations;
use crate::kernel::InvalidLimit;
use crate::units::{SimDuration, SimTime};

/// A request as the target's work on it depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServedRequest {
    /// Its kind.
    pub endpoint: Endpoint,
    /// Whether it looks users up by a filter.
    pub by_filter: bool,
    /// A number of the user or group that it is for, from zero without gaps; none where nobody is named who is known.
    pub of: Option<u32>,
    /// Members that the group has.
    pub members_present: u32,
    /// Members that the request carries.
    pub members_carried: u32,
}

/// What a request asks for, as far as targets refuse it for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServedDeed {
    /// A new user.
    CreateUser,
    /// Other values of a user.
    UpdateUser,
    /// To disable a user.
    DisableUser,
    /// To enable a user who is disabled.
    EnableUser,
    /// To delete a user.
    DeleteUser,
    /// Another manager.
    LinkManager,
    /// A new group.
    CreateGroup,
    /// Other values of a group.
    UpdateGroup,
    /// To delete a group.
    DeleteGroup,
    /// New members.
    AddMembers {
        /// Members that the group has.
        present: u64,
        /// Members that come.
        new: u64,
    },
    /// Fewer members.
    RemoveMembers,
}

/// What is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServedCounts {
    /// Users.
    pub users: u64,
    /// Users who are not disabled, each of whom has a licence.
    pub active_users: u64,
    /// Groups.
    pub groups: u64,
}

/// How a request is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// The target does what it is asked for.
    Done,
    /// It fails by chance, in the way of this code, and does nothing.
    Failed(ErrorCode),
    /// It is more than the target takes at once.
    TooLarge,
    /// Over a limit: 429, with what it says in Retry-After and in RateLimit-Reset.
    TooManyRequests {
        /// Retry-After.
        retry_after: Option<SimDuration>,
        /// RateLimit-Reset.
        reset: Option<SimDuration>,
    },
    /// Over a limit: 403.
    Forbidden,
    /// The connection is closed.
    Closed,
    /// There is no answer, and nothing is done.
    Silence,
}

/// What becomes of a request, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// When the target begins to work on it.
    pub begins: SimTime,
    /// When it is answered, or nobody is taken to wait for an answer any more.
    pub ends: SimTime,
    /// What becomes of it.
    pub served: Served,
}

/// What is known when a request arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// All of it.
    Settled(Course),
    /// It is held back until this moment; [`ServedTarget::released`] then knows of the request with this number.
    HeldUntil(SimTime, u64),
}

/// The target of a scenario, with the numbers of one replication.
///
/// ```
/// use cyclecast::model::{Chance, CycleInput, Endpoint, Inputs, Parameter, Received, ScopeMode};
/// use cyclecast::model::{Served, ServedRequest, ServedTarget, Setup, Uncertain};
/// use cyclecast::units::SimTime;
///
/// let setup = Setup::new(ScopeMode::AllUsers).with(Parameter::Capacity, Uncertain::Fixed(1.0));
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Median);
/// let mut target = ServedTarget::new(&input, chance)?;
/// let lookup = ServedRequest { endpoint: Endpoint::UserGet, by_filter: true, of: None, members_present: 0, members_carried: 0 };
/// let mut serve = || match target.receive(SimTime::ZERO, lookup, 0) {
///     Received::Settled(course) => course,
///     Received::HeldUntil(..) => panic!("there is no limit"),
/// };
/// let (first, second) = (serve(), serve());
/// assert_eq!((first.served, second.begins), (Served::Done, first.ends));
/// # Ok::<(), cyclecast::kernel::InvalidLimit>(())
/// ```
pub struct ServedTarget {
    target: Target,
    streams: Streams,
    operations: Operations,
    user_errors: ErrorShares,
    group_errors: ErrorShares,
    excess: Vec<Excess>,
    room: Room,
    /// So many requests have come: the next one's address in the streams of chance.
    requests: u64,
    /// The last moment at which one came.
    latest: SimTime,
    held: BTreeMap<(SimTime, u64), Call>,
    settled: HashMap<u64, Course>,
}

/// The most that there is room for.
struct Room {
    users_before: u64,
    users: u64,
    groups: u64,
    members: u64,
    licences: u64,
}

impl ServedTarget {
    /// The target of an input, with nothing in it that the service knows.
    ///
    /// # Errors
    /// When a limit lets nothing pass.
    pub fn new(input: &CycleInput<'_>, chance: Chance) -> Result<Self, InvalidLimit> {
        // Whoever makes the requests keeps no pace that the target could rely on, and what is in groups is kept elsewhere.
        let mut setup = input.setup.clone();
        setup.connector = Connector::Custom;
        setup.heeds_ratelimit_reset = true;
        setup.group_write = GroupWrite::Atomic;
        setup.adds_duplicates = false;
        let input = CycleInput {
            setup: &setup,
            ..input.clone()
        };
        let values = &input.values;
        Ok(Self {
            target: Target::new(&input, 1, &mut Variations::default())?,
            streams: chance.streams(),
            operations: Operations::new(values),
            user_errors: ErrorShares::per_user(values),
            group_errors: ErrorShares::per_group(values),
            excess: setup.limits.iter().map(|limit| limit.excess).collect(),
            room: Room {
                users_before: values.count(Parameter::UsersStored),
                users: values.count(Parameter::UsersQuota),
                groups: values.count(Parameter::GroupsQuota),
                members: values.count(Parameter::MembersPerGroup),
                licences: values.count(Parameter::Licences),
            },
            requests: 0,
            latest: SimTime::ZERO,
            held: BTreeMap::new(),
            settled: HashMap::new(),
        })
    }

    /// A request arrives `at` a moment at a target in which so many users are stored. Whoever is told of late comes behind those who were told of before.
    pub fn receive(&mut self, at: SimTime, request: ServedRequest, users: u64) -> Received {
        let at = at.max(self.latest);
        self.latest = at;
        self.serve_held(at);
        self.target.users_stored = self.room.users_before + users;
        let call = self.call(at, request);
        let before = self.over_limits();
        match self.target.receive(at, call, &self.streams) {
            Reception::Answered(reply) => {
                let bound = self.over_limits();
                let limit = bound.iter().zip(&before).position(|(now, was)| now > was);
                Received::Settled(self.course(&call, reply, limit))
            }
            Reception::Held(until) => {
                self.held.insert((until, call.object), call);
                Received::HeldUntil(until, call.object)
            }
        }
    }

    /// What becomes of a request that was held back until `at` or an earlier moment.
    pub fn released(&mut self, at: SimTime, number: u64) -> Option<Course> {
        self.serve_held(at);
        self.settled.remove(&number)
    }

    /// The code with which the target refuses for good what it is asked for of the user or group with this number.
    pub fn refusal(&self, asked: ServedDeed, of: u32, stored: ServedCounts) -> Option<ErrorCode> {
        let object = match asked.is_for_group() {
            true => 1 << 32 | u64::from(of),
            false => u64::from(of),
        };
        let permanent = &self.streams[Purpose::Permanent];
        if let Some(operation) = asked.operation()
            && self.operations.refuses(permanent, operation, object)
        {
            return Some(ErrorCode::UnprocessableEntity);
        }
        self.lasting_error(asked, of)
            .filter(|code| code.fails_at() == FailsAt::Write)
            .or_else(|| self.lack_of_room(asked, stored))
    }

    /// What goes wrong with the service or the directory, and so is none of what a target plays.
    pub const NOT_PLAYED: [Parameter; 6] = [
        Parameter::InternalError,
        Parameter::ImportSkipped,
        Parameter::DuplicateSourceEntries,
        Parameter::DuplicateTargetEntries,
        Parameter::MultipleEntriesInResponse,
        Parameter::InvalidAnchor,
    ];

    /// What the target has done until `end`.
    pub fn tally(&self, end: SimTime) -> TargetTally {
        self.target.tally(end)
    }

    fn call(&mut self, at: SimTime, request: ServedRequest) -> Call {
        let number = self.requests;
        self.requests += 1;
        let resource = match (request.of, request.endpoint.is_for_groups()) {
            (None, _) => Resource::Nobody,
            (Some(user), false) => Resource::User(user),
            (Some(group), true) => Resource::Group(group),
        };
        Call {
            sent: at,
            job: 0,
            endpoint: request.endpoint,
            resource,
            object: number,
            usage: 0,
            repeats: 0,
            by_filter: request.by_filter,
            members_present: request.members_present,
            members_carried: request.members_carried,
            change: MemberChange::Refused,
        }
    }

    /// Serves all that were held back until `at` at the latest, each at its moment.
    fn serve_held(&mut self, at: SimTime) {
        while let Some(first) = self.held.first_entry().filter(|first| first.key().0 <= at) {
            let ((until, number), call) = first.remove_entry();
            let reply = self.target.serve_held(until, call, &self.streams);
            let course = self.course(&call, reply, None);
            self.settled.insert(number, course);
        }
    }

    /// How often each limit bound so far.
    fn over_limits(&self) -> Vec<u64> {
        let tallies = self.target.tally(SimTime::ZERO).limits;
        tallies.iter().map(|limit| limit.over).collect()
    }

    fn course(&self, call: &Call, reply: Reply, limit: Option<usize>) -> Course {
        let begins = call.sent + reply.queued;
        let mut ends = reply.at;
        let served = match reply.answer {
            // A fault of the service's own is none of the target.
            Answer::Success | Answer::Failure(ErrorCode::InternalError) => Served::Done,
            Answer::Failure(ErrorCode::Timeout) if reply.passed && begins < reply.at => {
                ends = begins + self.target.working_time(call, &self.streams);
                Served::Done
            }
            Answer::Failure(ErrorCode::Timeout) => Served::Silence,
            Answer::Failure(ErrorCode::WebExceptionProtocolError) => Served::Closed,
            Answer::Failure(ErrorCode::UnprocessableEntity) if !reply.passed => Served::TooLarge,
            Answer::Failure(code) => Served::Failed(code),
            Answer::Refusal(told) => {
                let excess = limit.and_then(|limit| self.excess.get(limit));
                let by_reset = Excess::TooManyRequests(RetryAfter::RateLimitReset);
                let (reset, retry_after) = match told {
                    Some(_) if excess == Some(&by_reset) => (told, None),
                    told => (None, told),
                };
                Served::TooManyRequests { retry_after, reset }
            }
            Answer::Denial => Served::Forbidden,
        };
        Course {
            begins,
            ends,
            served,
        }
    }

    fn lasting_error(&self, asked: ServedDeed, of: u32) -> Option<ErrorCode> {
        let (errors, usage) = match asked {
            ServedDeed::CreateUser | ServedDeed::UpdateUser => (&self.user_errors, 0),
            ServedDeed::CreateGroup => (&self.group_errors, 1),
            _ => return None,
        };
        errors.pick(self.streams[Purpose::Permanent].unit(u64::from(of), usage))
    }

    fn lack_of_room(&self, asked: ServedDeed, stored: ServedCounts) -> Option<ErrorCode> {
        let has_licence = stored.active_users < self.room.licences;
        let has_room = match asked {
            ServedDeed::CreateUser | ServedDeed::EnableUser if !has_licence => {
                return Some(ErrorCode::LicenseLimitExceeded);
            }
            ServedDeed::CreateUser => self.room.users_before + stored.users < self.room.users,
            ServedDeed::CreateGroup => stored.groups < self.room.groups,
            ServedDeed::AddMembers { present, new } => {
                present + new <= self.room.members || new == 0
            }
            _ => true,
        };
        (!has_room).then_some(ErrorCode::UnprocessableEntity)
    }
}

impl ServedDeed {
    const fn is_for_group(self) -> bool {
        matches!(
            self,
            Self::CreateGroup
                | Self::UpdateGroup
                | Self::DeleteGroup
                | Self::AddMembers { .. }
                | Self::RemoveMembers
        )
    }

    /// The share with which targets refuse it, whatever the object.
    const fn operation(self) -> Option<Parameter> {
        Some(match self {
            Self::CreateUser => Parameter::UserCreateFails,
            Self::UpdateUser | Self::EnableUser => Parameter::UserUpdateFails,
            Self::DisableUser => Parameter::UserDisableFails,
            Self::DeleteUser => Parameter::UserDeleteFails,
            Self::LinkManager => Parameter::ManagerUpdateFails,
            Self::CreateGroup => Parameter::GroupCreateFails,
            Self::UpdateGroup => return None,
            Self::DeleteGroup => Parameter::GroupDeleteFails,
            Self::AddMembers { .. } => Parameter::MemberAddFails,
            Self::RemoveMembers => Parameter::MemberRemoveFails,
        })
    }
}
