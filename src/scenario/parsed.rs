//! A scenario in which nothing is wrong, its strategies, and the file that it is parsed from.

use super::expect::Expectation;
use super::resolved::Resolved;
use crate::model::Setup;

/// More replications than anybody waits for.
pub(super) const MOST_REPLICATIONS: u64 = 100_000;

/// How often a scenario is simulated, and from which root of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// How often: 1 to 100,000.
    pub replications: u64,
    /// Root of all chance: 0 to 2⁶³ − 1.
    pub seed: u64,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            replications: 1_000,
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
