//! What a scenario says, and where.

use std::collections::BTreeMap;

use super::expect_table::Expected;
use super::group_sizes::ListedGroups;
use crate::model::job::{JobPlan, Start};
use crate::model::{Parameter, ScopeMode, Setup, Split, Uncertain};
use crate::scenario::finding::{Finding, Findings, Span};
use crate::scenario::kinds::{TomlKey, Value};
use crate::scenario::life::{Local, Zone};
use crate::scenario::lists::{BurstDraft, Event, Limit};
use crate::scenario::parsed::Sampling;
use crate::units::SimDuration;

/// Something that is written in the file.
#[derive(Clone, Debug)]
pub struct Given<T> {
    /// Where its key stands.
    pub key: Span,
    /// Where its value stands.
    pub span: Span,
    /// The value, or nothing if it is wrong, which has been reported.
    pub value: Option<T>,
}

impl<T> Given<T> {
    /// What is written behind a key; what is wrong with it goes to `findings`.
    pub fn of(
        key: &TomlKey<'_>,
        value: &Value<'_>,
        read: Result<T, Finding>,
        findings: &mut Findings,
    ) -> Self {
        Self {
            key: key.span(),
            span: value.span(),
            value: findings.kept(read),
        }
    }
}

/// Everything that a scenario says, save its strategies: what is not given, or given wrong, has its default.
#[derive(Debug)]
pub struct Draft {
    pub name: Option<String>,
    pub description: String,
    pub sampling: Sampling,
    /// What is chosen about tenant, job and target; the numbers are not set.
    pub setup: Setup,
    /// Whether groups are provisioned, if it is said; it follows from the scope otherwise.
    pub provision: Option<bool>,
    pub sizes: Option<Vec<ListedGroups>>,
    pub csv: Option<String>,
    /// The file of measurements.
    pub measurements: Option<String>,
    pub preset: Option<String>,
    pub limits: Vec<Limit>,
    /// Jobs with equal shares.
    pub jobs: Option<u64>,
    /// The share of each job.
    pub shares: Option<Vec<f64>>,
    pub stagger: SimDuration,
    /// What is chosen about the life of the job; without a horizon it has no effect.
    pub job: JobPlan,
    pub start: Option<Local>,
    pub time_zone: Option<Zone>,
    pub bursts: Vec<BurstDraft>,
    pub events: Vec<Event>,
    pub expectations: Vec<Expected>,
    choices: BTreeMap<&'static str, Given<()>>,
    values: Vec<Option<Given<Uncertain>>>,
}

impl Draft {
    /// A scenario that says nothing.
    pub fn new() -> Self {
        Self {
            name: None,
            description: String::new(),
            sampling: Sampling::default(),
            setup: Setup::new(ScopeMode::Assigned),
            provision: None,
            sizes: None,
            csv: None,
            measurements: None,
            preset: None,
            limits: Vec::new(),
            jobs: None,
            shares: None,
            stagger: SimDuration::ZERO,
            job: JobPlan::new(SimDuration::ZERO),
            start: None,
            time_zone: None,
            bursts: Vec::new(),
            events: Vec::new(),
            expectations: Vec::new(),
            choices: BTreeMap::new(),
            values: vec![None; Parameter::ALL.len()],
        }
    }

    /// What is said about a parameter.
    pub fn given(&self, parameter: Parameter) -> Option<&Given<Uncertain>> {
        self.values[parameter as usize].as_ref()
    }

    /// The value that a parameter is given, if it is given and right.
    pub fn value(&self, parameter: Parameter) -> Option<&Uncertain> {
        self.given(parameter)?.value.as_ref()
    }

    /// Notes what is said about a parameter.
    pub fn give(&mut self, parameter: Parameter, given: Given<Uncertain>) {
        self.values[parameter as usize] = Some(given);
    }

    /// Where a key stands that is no number of the catalogue, by its dotted name; whether it is right is in its value.
    pub fn chosen(&self, key: &str) -> Option<&Given<()>> {
        self.choices.get(key)
    }

    /// Notes where such a key stands, whose value has been laid into the draft if it is right.
    pub fn choose(&mut self, key: &'static str, given: Given<()>) {
        self.choices.insert(key, given);
    }

    /// Whether a key is not given, or given right.
    pub fn is_sound(&self, key: &str) -> bool {
        self.chosen(key).is_none_or(|given| given.value.is_some())
    }

    /// The scope, unless what is written is wrong.
    pub fn scope(&self) -> Option<ScopeMode> {
        self.is_sound("scope.mode").then_some(self.setup.scope)
    }

    /// Whether the job is followed beyond its initial cycle.
    pub fn has_horizon(&self) -> bool {
        self.chosen("run.horizon").is_some()
    }

    /// Whether groups are provisioned.
    pub fn provisions_groups(&self) -> bool {
        let all_users = self.setup.scope == ScopeMode::AllUsers;
        self.provision.unwrap_or(!all_users)
    }

    /// The split, if there is one and it is right. One job is none.
    pub fn split(&self) -> Option<Split> {
        let jobs = self.jobs.filter(|jobs| *jobs > 1);
        let equal = jobs.map(|jobs| vec![1.0 / jobs as f64; usize::try_from(jobs).unwrap_or(2)]);
        Some(Split {
            shares: self.shares.clone().or(equal)?,
            stagger: self.stagger,
        })
    }

    /// Whether an offset or a time zone stands behind the start.
    pub fn start_has_zone(&self) -> bool {
        self.start
            .as_ref()
            .is_some_and(|local| local.zone().is_some())
    }

    /// The start of the job, unless what is written about it is wrong.
    pub fn start(&self) -> Option<Start> {
        let is_sound = self.is_sound("run.start") && self.is_sound("run.time_zone");
        // Without a start it is the same hour of the local day, wherever that is.
        let local = self.start.clone().unwrap_or_default();
        is_sound.then(|| local.start(self.time_zone.as_ref()))
    }
}
