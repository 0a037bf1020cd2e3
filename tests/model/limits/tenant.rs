//! Tenants in which nothing is uncertain, and a watch over what passes the limits.

use cyclecast::model::{
    Chance, Connector, CycleInput, CycleTally, Endpoint, EndpointSet, GroupSizes, Inputs,
    LimitKind, LimitRule, Observer, Occurrence, Parameter as P, PassedCall, Quantity, ScopeMode,
    Setup, Uncertain, Workspace, catalogue, simulate,
};
use cyclecast::units::{SimDuration, SimTime};

/// Sees what passes, and every request.
#[derive(Debug, Default)]
pub struct Watch {
    pub passed: Vec<PassedCall>,
    pub requests: Vec<(SimTime, Endpoint)>,
    pub pages: Vec<u64>,
    pub pages_in_all: u64,
    pub gained_access: u64,
}

impl Observer for Watch {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        match *what {
            Occurrence::CycleStarts { pages, .. } => self.pages_in_all = pages,
            Occurrence::RequestSent { endpoint, .. } => {
                self.requests.push((at, endpoint));
                assert!(self.requests.len() < 3_000_000, "no end by {at:?}");
            }
            Occurrence::CallPasses(call) => self.passed.push(call),
            Occurrence::UserGainsAccess { .. } => self.gained_access += 1,
            Occurrence::PagesDone(pages) => self.pages.push(pages),
            _ => {}
        }
    }
}

/// Nothing fails, nothing is drawn; the service itself takes no time and every answer a tenth of a second.
pub fn exact(scope: ScopeMode, users: u32) -> Setup {
    let mut setup = Setup::new(scope);
    for row in catalogue() {
        let is_own = row.key.starts_with("job.processing.") || row.key.starts_with("job.page_read");
        if row.key.starts_with("errors.") || is_own {
            setup.set(row.parameter, Uncertain::Fixed(0.0));
        }
        let is_latency =
            row.key.starts_with("target.latency.") && row.quantity == Quantity::Duration;
        if is_latency {
            // What adds to an answer with sizes adds nothing.
            let secs = if row.key.contains("per_") { 0.0 } else { 0.1 };
            setup.set(row.parameter, Uncertain::Fixed(secs));
        }
    }
    setup.group_sizes = GroupSizes::Listed(Vec::new());
    setup
        .with(P::TenantUsers, Uncertain::Fixed(f64::from(users)))
        .with(P::AssignedUsers, Uncertain::Fixed(f64::from(users)))
        .with(P::TenantGroups, Uncertain::Fixed(0.0))
        .with(P::TenantMemberships, Uncertain::Fixed(0.0))
        .with(P::ManagerShare, Uncertain::Fixed(0.0))
        .with(P::DisabledShare, Uncertain::Fixed(0.0))
        .with(P::LatencyCv, Uncertain::Fixed(0.0))
        .with(P::EvaluationCv, Uncertain::Fixed(0.0))
        .with(P::Evaluation, Uncertain::Fixed(0.0))
        .with(P::InitialCycleOverhead, Uncertain::Fixed(0.0))
        .with(P::EscrowRetry, Uncertain::Fixed(0.0))
}

/// The same with groups of these sizes, all in scope.
pub fn with_groups(users: u32, sizes: &[u32]) -> Setup {
    let mut setup = exact(ScopeMode::AllUsersAndGroups, users);
    setup.group_sizes = GroupSizes::Listed(sizes.to_vec());
    setup
}

pub fn custom(mut setup: Setup) -> Setup {
    setup.connector = Connector::Custom;
    setup
}

pub fn limited(mut setup: Setup, limits: &[LimitRule]) -> Setup {
    setup.limits = limits.to_vec();
    setup
}

/// A limit on some endpoints.
pub fn limit(endpoints: &str, amount: u64, secs: u64, kind: LimitKind) -> LimitRule {
    LimitRule {
        endpoints: EndpointSet::from_name(endpoints).unwrap(),
        ..LimitRule::on_calls(endpoints, amount, SimDuration::from_secs(secs), kind)
    }
}

pub fn cycle_of(setup: &Setup) -> (CycleTally, Watch) {
    let chance = Chance::new(3, 1);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let mut watch = Watch::default();
    let tally = simulate(&input, chance, &mut Workspace::default(), &mut watch).unwrap();
    (tally, watch)
}

pub fn calls(tally: &CycleTally, endpoint: Endpoint) -> u64 {
    tally.calls[endpoint as usize]
}

pub fn minutes(tally: &CycleTally) -> f64 {
    tally.duration.as_secs_f64() / 60.0
}
