//! What a scenario says, and where.

use toml::Spanned;

use super::life::LifeDraft;
use super::plain::Value;
use super::split::SplitDraft;
use crate::model::{Connector, GroupWrite, LimitRule, On429, Parameter, ScopeMode, Uncertain};
use crate::scenario::expect::Expectation;
use crate::scenario::finding::{Finding, Findings, Span};

/// A key with its place.
pub(super) type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;

/// Something that is written in the file.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Given<T> {
    /// Where its key stands.
    pub(in crate::scenario) key: Span,
    /// Where its value stands.
    pub(in crate::scenario) span: Span,
    /// The value, or nothing if it is wrong, which has been reported.
    pub(in crate::scenario) value: Option<T>,
}

impl<T> Given<T> {
    /// What is written behind a key; what is wrong with it goes to `findings`.
    pub(super) fn of(
        key: &Key<'_>,
        value: &Value<'_>,
        read: Result<T, Finding>,
        findings: &mut Findings,
    ) -> Self {
        Self {
            key: key.span(),
            span: value.span(),
            value: read.map_err(|finding| findings.push(finding)).ok(),
        }
    }
}

/// Some groups of one size.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::scenario) struct ListedGroups {
    /// How many.
    pub(in crate::scenario) groups: u64,
    /// Members of each.
    pub(in crate::scenario) members: u64,
    /// Where the size stands, in the scenario or in the list of groups.
    pub(in crate::scenario) span: Span,
}

/// A rate limit, and where its parts stand.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Limit {
    /// Where the limit begins, for the listing.
    pub(in crate::scenario) span: Span,
    /// The rule.
    pub(in crate::scenario) rule: LimitRule,
    /// Whether the burst was left to its default.
    pub(in crate::scenario) default_burst: bool,
}

/// Names of the limits whose burst was left to its default.
pub(in crate::scenario) fn assumed_bursts(limits: &[Limit]) -> Vec<String> {
    let assumed = limits.iter().filter(|limit| limit.default_burst);
    assumed.map(|limit| limit.rule.name.clone()).collect()
}

/// A threshold of `[expect]`, and where its key stands.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Expected {
    pub(in crate::scenario) key: Span,
    pub(in crate::scenario) value: Expectation,
}

/// Everything that a scenario says, save its strategies.
#[derive(Debug)]
pub(in crate::scenario) struct Draft {
    pub(in crate::scenario) name: Option<Given<String>>,
    pub(in crate::scenario) description: Option<Given<String>>,
    pub(in crate::scenario) replications: Option<Given<u64>>,
    pub(in crate::scenario) seed: Option<Given<u64>>,
    pub(in crate::scenario) mode: Option<Given<ScopeMode>>,
    pub(in crate::scenario) provision: Option<Given<bool>>,
    pub(in crate::scenario) sizes: Option<Given<Vec<ListedGroups>>>,
    pub(in crate::scenario) csv: Option<Given<String>>,
    pub(in crate::scenario) connector: Option<Given<Connector>>,
    pub(in crate::scenario) on_429: Option<Given<On429>>,
    pub(in crate::scenario) heeds_ratelimit_reset: Option<Given<bool>>,
    pub(in crate::scenario) group_write: Option<Given<GroupWrite>>,
    pub(in crate::scenario) adds_duplicates: Option<Given<bool>>,
    pub(in crate::scenario) limits: Vec<Limit>,
    pub(in crate::scenario) preset: Option<Given<String>>,
    pub(in crate::scenario) split: SplitDraft,
    pub(in crate::scenario) life: LifeDraft,
    pub(in crate::scenario) expectations: Vec<Expected>,
    values: Vec<Option<Given<Uncertain>>>,
}

impl Draft {
    /// A scenario that says nothing.
    pub(in crate::scenario) fn new() -> Self {
        Self {
            name: None,
            description: None,
            replications: None,
            seed: None,
            mode: None,
            provision: None,
            sizes: None,
            csv: None,
            connector: None,
            on_429: None,
            heeds_ratelimit_reset: None,
            group_write: None,
            adds_duplicates: None,
            limits: Vec::new(),
            preset: None,
            split: SplitDraft::default(),
            life: LifeDraft::default(),
            expectations: Vec::new(),
            values: vec![None; Parameter::ALL.len()],
        }
    }

    /// What is said about a parameter.
    pub(in crate::scenario) fn given(&self, parameter: Parameter) -> Option<&Given<Uncertain>> {
        self.values[parameter as usize].as_ref()
    }

    /// The value that a parameter is given, if it is given and right.
    pub(in crate::scenario) fn value(&self, parameter: Parameter) -> Option<&Uncertain> {
        self.given(parameter)?.value.as_ref()
    }

    /// Notes what is said about a parameter.
    pub(in crate::scenario) fn give(&mut self, parameter: Parameter, given: Given<Uncertain>) {
        self.values[parameter as usize] = Some(given);
    }

    /// The scope, unless what is written is wrong.
    pub(in crate::scenario) fn scope(&self) -> Option<ScopeMode> {
        match &self.mode {
            Some(given) => given.value,
            None => Some(ScopeMode::Assigned),
        }
    }
}
