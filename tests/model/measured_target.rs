//! Whatever a target's owner measures, a forecast for assigned scope stays within what is documented and what was seen of the service.

use std::collections::VecDeque;
use std::sync::LazyLock;

use cyclecast::model::{
    Chance, CycleInput, Inputs, Observer, Occurrence, Parameter, ScopeMode, Setup, Uncertain,
    Workspace, simulate,
};
use cyclecast::reference::{Job, ParameterSet, Reading, Size};
use cyclecast::units::{SimDuration, SimTime};

/// Users, groups and memberships of a job, and how many jobs of that size.
const SIZES: [(u64, u64); 5] = [
    (1_000, 100),
    (3_000, 60),
    (10_000, 60),
    (30_000, 40),
    (100_000, 30),
];
const CONSTANT_LATENCIES: [f64; 3] = [0.02, 0.1, 0.5];
/// The most that was seen from the service is just under a thousand in a minute ("Operational challenges for SCIM servers",
/// dev.to/grunet).
const MOST_REQUESTS_PER_SEC: f64 = 17.0;

/// The setup with a target that takes the same time for every call, whatever a group's size.
fn with_constant_latency(mut setup: Setup, secs: f64) -> Setup {
    for parameter in [
        Parameter::UserGet,
        Parameter::UserPost,
        Parameter::UserPatch,
        Parameter::GroupGet,
        Parameter::GroupPost,
        Parameter::GroupPatch,
    ] {
        setup.set(parameter, Uncertain::Fixed(secs));
    }
    setup
        .with(Parameter::LatencyCv, Uncertain::Fixed(0.0))
        .with(Parameter::GroupPatchPerThousand, Uncertain::Fixed(0.0))
}

/// A job of the population that the documented table stands for.
fn documented_job(objects: u64, number: u64) -> Setup {
    let (reading, set) = (&Reading::STATED, &ParameterSet::COMMITTED);
    let size = Size::Objects(objects);
    Job::new(reading, set, ScopeMode::Assigned, size, 1_000_000 + number).setup(reading, set)
}

/// A job with all at the defaults of `cyclecast run`, of about so many objects: 1 + 0.028 + 4.5 for each user.
fn default_job(objects: u64) -> Setup {
    let users = (objects as f64 / 5.528).round();
    let sizes = Parameter::AssignedUsers;
    let mut setup = Setup::new(ScopeMode::Assigned).with(sizes, Uncertain::Fixed(users));
    let directory = cyclecast::model::Setting::DirectoryOfAssigned;
    setup.set(Parameter::TenantUsers, directory);
    let groups = (users * 0.028).ceil();
    let members = (4.5 * users / groups) as u32;
    setup.group_sizes = cyclecast::model::GroupSizes::Listed(vec![members; groups as usize]);
    setup
}

/// The fullest minute of requests.
#[derive(Default)]
struct Minute {
    latest: VecDeque<SimTime>,
    most: usize,
}

impl Observer for Minute {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        if !matches!(what, Occurrence::RequestSent { .. }) {
            return;
        }
        self.latest.push_back(at);
        let minute = SimDuration::from_secs(60);
        while self
            .latest
            .front()
            .is_some_and(|first| at - *first >= minute)
        {
            self.latest.pop_front();
        }
        self.most = self.most.max(self.latest.len());
    }
}

/// The minutes that the cycle takes, and the requests per second in its busiest minute.
fn cycle(setup: &Setup, number: u64) -> (f64, f64) {
    let chance = Chance::new(5, number);
    let input = CycleInput::new(setup, chance, Inputs::Drawn);
    let mut minute = Minute::default();
    let tally =
        simulate(&input, chance, &mut Workspace::default(), &mut minute).expect("no limits");
    (
        tally.duration.as_secs_f64() / 60.0,
        minute.most as f64 / 60.0,
    )
}

fn percentile(mut values: Vec<f64>, p: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * p).round() as usize]
}

/// Jobs of one kind and size at a target with one latency: the minutes that each takes, and the requests per second in its busiest
/// minute.
struct Simulated {
    of: &'static str,
    objects: u64,
    latency: f64,
    cycles: Vec<(f64, f64)>,
}

/// All of them, simulated once: the target of each latency on a thread of its own.
static SIMULATED: LazyLock<Vec<Simulated>> = LazyLock::new(|| {
    std::thread::scope(|scope| {
        let threads = CONSTANT_LATENCIES.map(|latency| scope.spawn(move || at_latency(latency)));
        let found = threads.into_iter().map(|thread| thread.join());
        found.flat_map(|found| found.expect("it ends")).collect()
    })
});

/// What jobs are called, and how one of so many objects is made from its number.
type Kind = (&'static str, fn(u64, u64) -> Setup);

fn at_latency(latency: f64) -> Vec<Simulated> {
    let kinds: [Kind; 2] = [
        ("documented", documented_job),
        ("default", |objects, _| default_job(objects)),
    ];
    let jobs = SIZES.iter().flat_map(|size| kinds.map(|kind| (size, kind)));
    jobs.map(|(&(objects, jobs), (of, setup))| Simulated {
        of,
        objects,
        latency,
        cycles: (0..jobs)
            .map(|number| {
                let setup = with_constant_latency(setup(objects, number), latency);
                cycle(&setup, number)
            })
            .collect(),
    })
    .collect()
}

#[test]
fn with_any_constant_latency_the_median_lies_between_the_documented_formulas() {
    for Simulated {
        of,
        objects,
        latency,
        cycles,
    } in SIMULATED.iter()
    {
        let (low, high) = (0.01 * *objects as f64, 0.08 * *objects as f64);
        let times = cycles.iter().map(|(minutes, _)| *minutes);
        let median = percentile(times.collect(), 0.5);
        assert!(
            (low..=high).contains(&median),
            "{of} jobs of {objects} objects at {latency} s: {median} min, documented {low} to {high}"
        );
    }
}

#[test]
fn at_a_target_that_answers_in_100_ms_the_busiest_minute_stays_below_what_was_seen() {
    let at_100_ms = SIMULATED.iter().filter(|jobs| jobs.latency == 0.1);
    let mut judged = 0;
    for Simulated {
        of,
        objects,
        cycles,
        ..
    } in at_100_ms
    {
        let rates = cycles.iter().map(|(_, rate)| *rate);
        let rate = percentile(rates.collect(), 0.95);
        assert!(
            rate < MOST_REQUESTS_PER_SEC,
            "{of} jobs of {objects} objects: {rate} requests a second"
        );
        judged += 1;
    }
    assert_eq!(judged, 2 * SIZES.len());
}
