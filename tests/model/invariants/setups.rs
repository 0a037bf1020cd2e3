//! Random setups: every choice of a [`Setup`] made from numbers that proptest can shrink.

use cyclecast::model::{
    Connector, Endpoint, EndpointSet, Excess, GroupSizes, GroupWrite, LimitKind, LimitRule, On429,
    Parameter as P, RetryAfter, ScopeMode, Setup, Uncertain, catalogue,
};
use cyclecast::units::SimDuration;
use proptest::prelude::*;

const RANGES: [(P, f64, f64); 28] = [
    (P::TenantUsers, 0.0, 400.0),
    (P::AssignedUsers, 0.0, 450.0),
    (P::TenantGroups, 0.0, 12.0),
    (P::AssignedGroups, 0.0, 8.0),
    (P::TenantMemberships, 0.0, 900.0),
    (P::GroupMembersMedian, 0.0, 30.0),
    (P::GroupMembersLogSd, 0.0, 2.0),
    (P::MatchingAttributes, 1.0, 4.0),
    (P::Connections, 1.0, 20.0),
    (P::MembersPerPatch, 1.0, 25.0),
    (P::PageSize, 1.0, 150.0),
    (P::PageRead, 0.0, 2.0),
    (P::Evaluation, 0.0, 1.0),
    (P::EvaluationCv, 0.0, 1.0),
    (P::RetriesInCycle, 0.0, 3.0),
    (P::Backoff, 0.1, 5.0),
    (P::RefusalsBeforeEscrow, 1.0, 6.0),
    (P::Timeout, 1.0, 60.0),
    (P::UserGet, 0.0, 3.0),
    (P::UserPost, 0.0, 3.0),
    (P::UserPatch, 0.0, 3.0),
    (P::GroupPatch, 0.0, 3.0),
    (P::LatencyCv, 0.0, 1.5),
    (P::Refusal, 0.1, 1.0),
    (P::GroupPatchPerThousand, 0.0, 20.0),
    (P::Capacity, 1.0, 40.0),
    (P::Licences, 0.0, 800.0),
    (P::PatchesPerGroup, 1.0, 6.0),
];
const QUOTAS: [(P, f64); 3] = [
    (P::UsersQuota, 800.0),
    (P::GroupsQuota, 12.0),
    (P::MembersPerGroup, 60.0),
];
const SHARES: [P; 8] = [
    P::DisabledShare,
    P::ManagerShare,
    P::FilterShare,
    P::DirectoryReadShare,
    P::MatchedShare,
    P::UpdatedShare,
    P::GroupsMatchedShare,
    P::FirstAttributeShare,
];

/// Numbers between zero and one that decide a setup; they shrink towards zero, where the simple things are.
struct Dice(std::vec::IntoIter<f64>);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0.next().unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, options: &[T]) -> T {
        options[(self.roll() * options.len() as f64) as usize]
    }

    fn count(&mut self, most: f64) -> u64 {
        (self.roll() * most) as u64
    }

    fn value(&mut self, low: f64, high: f64) -> Uncertain {
        let (a, b) = (self.roll(), self.roll());
        let known = low + a * (high - low);
        match b < 0.8 {
            true => Uncertain::Fixed(known),
            false => Uncertain::Uniform { low, high: known },
        }
    }

    /// Never or always every so often; in between, never above `most`.
    fn share(&mut self, never: f64, most: f64) -> Uncertain {
        let kind = self.roll();
        Uncertain::Fixed(match (kind < never, kind > 0.97) {
            (true, _) => 0.0,
            (_, true) => 1.0,
            _ => self.roll() * most,
        })
    }

    fn limit(&mut self) -> LimitRule {
        let chosen = Endpoint::ALL.into_iter().filter(|_| self.roll() < 0.5);
        let endpoints = chosen.fold(EndpointSet::none(), EndpointSet::with);
        let burst = 1 + self.count(30.0);
        let wait = self.one_of(&[SimDuration::ZERO, SimDuration::from_millis(1_500)]);
        let amount = 10 + self.count(200.0);
        let period = SimDuration::from_secs(self.one_of(&[1, 7, 60]));
        // A rolling and a quiet window let no more pass in an aligned period than a fixed one.
        let kind = self.one_of(&[
            LimitKind::FixedWindow,
            LimitKind::TokenBucket { burst },
            LimitKind::RollingWindow,
            LimitKind::QuietWindow,
        ]);
        let retry_after = self.one_of(&[
            RetryAfter::UntilAllowed,
            RetryAfter::Absent,
            RetryAfter::Fixed(wait),
        ]);
        LimitRule {
            endpoints,
            excess: Excess::TooManyRequests(retry_after),
            ..LimitRule::on_calls("random", amount, period, kind)
        }
    }

    fn setup(mut self) -> Setup {
        let mut setup = Setup::new(self.one_of(&[
            ScopeMode::Assigned,
            ScopeMode::AllUsersAndGroups,
            ScopeMode::AllUsers,
        ]));
        for (parameter, low, high) in RANGES {
            setup.set(parameter, self.value(low, high));
        }
        for parameter in SHARES {
            setup.set(parameter, self.share(0.2, 1.0));
        }
        for row in catalogue().filter(|row| row.key.starts_with("errors.")) {
            setup.set(row.parameter, self.share(0.6, 0.2));
        }
        setup.connector = self.one_of(&[Connector::Custom, Connector::Gallery]);
        setup.on_429 = self.one_of(&[On429::Escrow, On429::RetryCall, On429::PauseJob]);
        setup.provision_groups = self.roll() < 0.85;
        if self.roll() < 0.5 {
            let groups = self.count(8.0);
            setup.group_sizes =
                GroupSizes::Listed((0..groups).map(|_| self.count(80.0) as u32).collect());
        }
        setup.limits = (0..self.count(4.0)).map(|_| self.limit()).collect();
        for (quota, most) in QUOTAS {
            if self.roll() > 0.6 {
                setup.set(quota, self.value(0.0, most));
            }
        }
        setup.group_write = self.one_of(&[GroupWrite::Atomic, GroupWrite::LastWriteWins]);
        setup.adds_duplicates = self.roll() < 0.3;
        for (parameter, most) in [
            (P::GroupGetPerThousand, 20.0),
            (P::UserGetPerThousand, 5.0),
            (P::UserPostPerThousand, 5.0),
            (P::UsersStored, 900.0),
            (P::Stall, 5.0),
        ] {
            setup.set(parameter, self.value(0.0, most));
        }
        setup.set(P::StallShare, self.share(0.5, 0.2));
        setup.set(P::ManagerLinkFoundShare, self.share(0.3, 1.0));
        setup
    }
}

/// Setups of every kind.
pub fn setups() -> impl Strategy<Value = Setup> {
    prop::collection::vec(0.0_f64..1.0, 176).prop_map(|rolls| Dice(rolls.into_iter()).setup())
}

/// Setups whose connector knows the target's limits, of which there is at least one.
pub fn paced_setups() -> impl Strategy<Value = Setup> {
    let limits = prop::collection::vec(0.0_f64..1.0, 45);
    (setups(), 1_usize..4, limits).prop_map(|(mut setup, how_many, rolls)| {
        let mut dice = Dice(rolls.into_iter());
        setup.connector = Connector::Gallery;
        setup.limits = (0..how_many).map(|_| dice.limit()).collect();
        setup
    })
}

/// Two users, and a target that lets one call pass in an hour.
pub fn hostile(
    kind: LimitKind,
    retry_after: RetryAfter,
    on_429: On429,
    refusal_secs: f64,
) -> Setup {
    let mut setup = Setup::new(ScopeMode::AllUsers)
        .with(P::TenantUsers, Uncertain::Fixed(2.0))
        .with(P::ManagerShare, Uncertain::Fixed(0.0))
        .with(P::Refusal, Uncertain::Fixed(refusal_secs));
    setup.connector = Connector::Custom;
    setup.on_429 = on_429;
    setup.limits = vec![LimitRule {
        excess: Excess::TooManyRequests(retry_after),
        ..LimitRule::on_calls("hostile", 1, SimDuration::from_secs(3_600), kind)
    }];
    setup
}
