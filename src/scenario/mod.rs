//! Scenario files: TOML in, a checked [`Setup`] out, and for every value who says so.
//!
//! A scenario says only what differs from the defaults of the [catalogue](crate::model::catalogue). Whatever is
//! wrong with one is reported at once, in order of position, each fault with its place and its remedy.
//!
//! ```
//! use cyclecast::scenario::{SourceFile, parse};
//!
//! let source = SourceFile {
//!     name: "small.toml".to_owned(),
//!     bytes: b"[tenant]\nusers = 10_000\n[target.latency]\nuser_post = \"400 ms to 1.5 s\"\n".to_vec(),
//! };
//! let scenario = parse(source, "small", &mut |_| Err("no other files".to_owned()))?;
//! assert_eq!(scenario.name, "small");
//! # Ok::<(), cyclecast::scenario::Problems>(())
//! ```
//!
//! A scenario may hold [strategies](Strategy), which differ from it by some keys, and [expectations](Expectation). Values can be
//! [set from outside](parse_with), and [varied](parse_variation).
//!
//! Nothing here reads a file: the text of the scenario, and of a list of groups that it names, is handed in.

mod build;
mod check;
mod expect;
mod faults;
mod files;
mod finding;
mod keys;
mod life;
mod name;
mod nameless;
mod notes;
mod overlay;
mod pass;
mod problem;
mod read;
mod schema;
mod settings;
mod strategies;
mod tables;
pub mod targets;
#[cfg(test)]
mod tests;
mod text;
mod typed;
mod value;
mod variation;

pub use build::{Resolved, ResolvedOrigin};
pub use expect::{
    Comparison, Expectation, ExpectedMetric, ExpectedUnit, Statistic, parse_condition,
};
pub use life::{action_words, display_moment, parse_dates, parse_moment, rfc3339};
pub use nameless::without_names;
pub use notes::{Note, ONE_CALLER, measured_by_one_caller, notes};
pub use problem::{Problem, Problems};
pub use schema::schema;
pub use settings::parse_setting;
pub use strategies::Strategy;
pub use typed::{parse_length, parse_share, parse_whole};
pub use value::{display_value, toml_value};
pub use variation::{Variation, VariedValue, parse_variation};

use faults::Faults;
use files::Files;
use finding::{Finding, Findings, single_problem};
use pass::Pass;
use text::{SourceText, Sources};

use crate::model::Setup;

/// Replications unless a scenario says otherwise.
const REPLICATIONS: u64 = 1_000;
/// Seed unless a scenario says otherwise.
const SEED: u64 = 1;

/// A scenario in which nothing is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called: 1 to 64 letters and digits of any script, and `. _ -` and spaces within.
    pub name: String,
    /// What it is about; may be empty.
    pub description: String,
    /// How often it is simulated: 1 to 100,000.
    pub replications: u64,
    /// Root of all chance: 0 to 2⁶³ − 1.
    pub seed: u64,
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

/// Parses and checks a scenario.
///
/// `default_name` is its name unless it gives one; characters that a name cannot have are replaced.
/// `read_file` is asked for the list of groups that `groups.csv` names, and for a target sheet, by the name as it is written:
/// what that is relative to is its affair. It is asked for each once. Its error is shown as it is.
///
/// # Errors
/// [`Problems`]: all that is wrong with the file, with its strategies, and with the files that it names.
pub fn parse(
    source: SourceFile,
    default_name: &str,
    read_file: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
) -> Result<Scenario, Problems> {
    parse_with(source, default_name, &[], read_file)
}

/// Parses and checks a scenario with values that are set from outside, as for a sweep.
///
/// Each setting is a dotted key and the TOML text of its value: `"400 ms"` with the quotes, or `0.5`. It changes what the
/// scenario says as a strategy would, before the strategies do; a later setting wins. Everything else is as in [`parse`].
///
/// ```
/// use cyclecast::scenario::{SourceFile, parse_with};
///
/// let source = SourceFile { name: "small.toml".to_owned(), bytes: b"tenant.users = 500\n".to_vec() };
/// let settings = [("target.capacity".to_owned(), "4".to_owned())];
/// let scenario = parse_with(source, "small", &settings, &mut |_| Err("no other files".to_owned()))?;
/// let capacity = scenario.resolved.iter().find(|value| value.key == "target.capacity");
/// assert_eq!(capacity.map(|value| &*value.value), Some("4"));
/// # Ok::<(), cyclecast::scenario::Problems>(())
/// ```
///
/// # Errors
/// [`Problems`], as [`parse`]. The name of the file is then followed by the settings, with which something may be wrong that is
/// right without them; what is wrong with the value of a setting points at a text made of its key and value.
pub fn parse_with(
    source: SourceFile,
    default_name: &str,
    settings: &[(String, String)],
    read_file: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
) -> Result<Scenario, Problems> {
    let (sources, fault) = Sources::new(&source.name, &source.bytes, settings);
    if let Some(fault) = fault.or_else(|| nothing_written(&sources.file)) {
        return Err(single_problem(&sources.file, fault));
    }
    let mut syntax = Findings::default();
    let mut tree = text::parse(&sources.file, &mut syntax);
    let mut root = std::mem::take(&mut tree.root);
    // What the values say is kept apart, since a syntax error may be the cause of it.
    let mut faults = Faults::default();
    settings::lay(&sources, &mut root, &mut faults.own);
    let blocks = read::read_strategies(&mut root, &mut faults.own);
    let mut files = Files::new(read_file);
    let base = Pass::read(&root, &mut files, &mut faults);
    let strategies = strategies::read(&root, &blocks, &mut files, &mut faults);
    if let Some(problems) = faults.into_problems(&sources, &tree, syntax) {
        return Err(problems);
    }
    let mut scenario = base.scenario(&sources, default_name);
    scenario.strategies = strategies
        .into_iter()
        .map(|strategy| strategy.strategy(&sources, &scenario))
        .collect();
    Ok(scenario)
}

fn nothing_written(text: &SourceText) -> Option<Finding> {
    text.text.trim().is_empty().then(|| {
        Finding::new(0..0, "the file is empty")
            .help("the shortest scenario is the two lines `[tenant]` and `users = 1_000`")
    })
}
