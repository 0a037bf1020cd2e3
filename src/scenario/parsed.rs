//! A scenario in which nothing is wrong, its strategies, what its values come to, and what a reader should know of them.

use super::expect::Expectation;
use crate::model::{Origin, Setup};

/// More replications than anybody waits for.
pub(super) const MOST_REPLICATIONS: u64 = 1_000_000;

/// How often a scenario is simulated, and from which root of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// How often: 1 to 1,000,000.
    pub replications: u64,
    /// Whether the scenario gives that number; else fewer do where they tell enough.
    pub is_given: bool,
    /// Root of all chance: 0 to 2⁶³ − 1.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            replications: 1_000,
            is_given: false,
            seed: 1,
        }
    }
}

/// A scenario in which nothing is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called: 1 to 64 letters and digits of any script, and `. _ -` and spaces within.
    pub name: String,
    /// What it is about; may be empty.
    pub description: String,
    /// How often it is simulated, and from which root of chance.
    pub sampling: Sampling,
    /// What is simulated.
    pub setup: Setup,
    /// Every value that has an effect or was given, with its origin.
    pub resolved: Vec<Resolved>,
    /// Names of the limits whose burst nobody gave: it is assumed to be as many as pass in one second.
    pub assumed_bursts: Vec<String>,
    /// What is expected of it, and of each of its strategies, in the order in which it is written.
    pub expectations: Vec<Expectation>,
    /// Other ways of doing the same, to be compared; the scenario itself is not one of them. Either none or 2 to 16.
    pub strategies: Vec<Strategy>,
    /// What was taken for what in the list of groups, where it is an export that has another form than ours.
    pub taken: Option<String>,
}

/// A file as it was read, to be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// What it is called in messages.
    pub name: String,
    /// What is in it, whatever that is.
    pub bytes: Vec<u8>,
}

/// One way of doing what a scenario is about.
///
/// A `[[strategy]]` has a name of its own and may have a title and a description. Whatever else it says takes the place of what the
/// scenario says: tables are merged key by key, a value or a list replaces the whole value or list. What it lists in
/// `without` it leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy {
    /// What it is called: a name as a scenario has, unlike every other of the scenario.
    pub name: String,
    /// What stands in the place of its name in sentences, tables and charts; may be empty.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// The scenario as the strategy has it, without strategies. Name, description, sampling and expectations are
    /// those of the scenario that it stands in.
    pub scenario: Scenario,
}

/// One resolved value of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Dotted key, as in a scenario file.
    pub key: String,
    /// The value as a person writes it and as the parser reads it. Where it follows a rule the rule stands
    /// behind it in brackets; a long list of groups is only summed up.
    pub value: String,
    /// Who says so.
    pub origin: ResolvedOrigin,
    /// Whether the value is drawn anew for each replication.
    pub uncertain: bool,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedOrigin {
    /// A document: which, and where.
    Documented(String),
    /// Fitted to the documented timing table: what of the table fixes it.
    Calibrated(String),
    /// Nothing published settles it: why this value.
    Assumed(String),
    /// A file of measurements gives it: what it was measured by, or the line of the file.
    Measured(String),
    /// The user: `line 12` of the scenario, `set from outside`, or the name of another file.
    Yours(String),
}

impl From<Origin> for ResolvedOrigin {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Documented(source) => Self::Documented(source.to_owned()),
            Origin::Calibrated(why) => Self::Calibrated(why.to_owned()),
            Origin::Assumed(why) => Self::Assumed(why.to_owned()),
        }
    }
}

/// Something to think of, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is odd.
    pub message: &'static str,
    /// What would be better.
    pub remedy: &'static str,
}

/// Latencies that somebody measured, at a target that answers any number of callers as fast as one.
pub const ONE_CALLER: Note = Note {
    message: "the target's latencies are yours and target.capacity is not, so any number of calls at once is answered as fast as one: what one caller measures at one process comes out several times too fast",
    remedy: "set target.capacity to the number of the target's processes (a Node or Python process counts as one), or to \"unlimited\" if the latencies were measured under the job's own load",
};

/// Everything that a scenario should make its reader think of.
pub fn notes(resolved: &[Resolved]) -> Vec<Note> {
    let own = resolved
        .iter()
        .filter(|row| matches!(row.origin, ResolvedOrigin::Yours(_)))
        .map(|row| row.key.as_str());
    let one_caller = measured_by_one_caller(own).then_some(ONE_CALLER);
    one_caller.into_iter().collect()
}

/// Whether among the keys that the user gives there are latencies and no capacity.
pub fn measured_by_one_caller<'k>(own: impl Iterator<Item = &'k str> + Clone) -> bool {
    own.clone().any(is_answer_time) && own.clone().all(|key| key != "target.capacity")
}

/// Whether a key is of the time for an answer to a call that does its work.
fn is_answer_time(key: &str) -> bool {
    key.strip_prefix("target.latency.").is_some_and(|name| {
        name != "refusal" && !name.ends_with("cv") && !name.starts_with("stall")
    })
}
