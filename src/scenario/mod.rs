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
//! Nothing here reads a file: the text of the scenario, and of a list of groups that it names, is handed in.

mod build;
mod check;
mod finding;
mod keys;
mod life;
mod nameless;
mod problem;
mod read;
mod schema;
mod tables;
pub mod targets;
#[cfg(test)]
mod tests;
mod text;
mod value;

pub use build::{Resolved, ResolvedOrigin};
pub use life::{action_words, display_moment, parse_dates, parse_moment, rfc3339};
pub use nameless::without_names;
pub use problem::{Problem, Problems};
pub use schema::schema;
pub use value::{display_value, toml_value};

use build::GroupList;
use finding::{Finding, Findings, into_problems, single_problem};
use read::Draft;
use text::{MOST_CSV_BYTES, MOST_SCENARIO_BYTES, SourceText};

use crate::model::{ScopeMode, Setup};
use crate::units::SimDuration;

/// Replications unless a scenario says otherwise.
const REPLICATIONS: u64 = 1_000;
/// Seed unless a scenario says otherwise.
const SEED: u64 = 1;
/// Longest name, which is also that of a folder.
const LONGEST_NAME: usize = 64;

/// A scenario in which nothing is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called: 1 to 64 of `A-Z a-z 0-9 . _ -`.
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
/// `read_file` is asked for the list of groups that `groups.csv` names, by the name as it is written: what that
/// is relative to is its affair. Its error is shown as it is.
///
/// # Errors
/// [`Problems`]: all that is wrong with the file, and with the list of groups.
pub fn parse(
    source: SourceFile,
    default_name: &str,
    read_file: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
) -> Result<Scenario, Problems> {
    let (text, fault) = text::decode(&source.name, &source.bytes, MOST_SCENARIO_BYTES);
    if let Some(fault) = fault.or_else(|| nothing_written(&text)) {
        return Err(single_problem(&text, fault));
    }
    let mut findings = Findings::default();
    let tree = text::parse(&text, &mut findings);
    // What the values say is kept apart, since a syntax error may be the cause of it.
    let mut said = Findings::default();
    let draft = read::read(&tree.root, &mut said);
    check::combinations(&draft, &mut said);
    check::life(&draft, &mut said);
    let (list, mut csv) = group_list(&draft, read_file, &mut said);
    if let Some(list) = &list {
        let found_in = csv.as_mut().map_or(&mut said, |(_, found)| found);
        check::fits(&draft, &list.groups, found_in);
    } else {
        check::drawn_fit(&draft, &mut said);
    }
    let (sheet, mut target) = targets::of(&draft, read_file, &mut said);
    check::limits(&draft, sheet.as_ref(), &mut said);
    findings.absorb(said, |finding| tree.explains(&text, finding));
    let mut parts = vec![(&text, findings)];
    if let Some((csv, found)) = &mut csv {
        parts.push((csv, std::mem::take(found)));
    }
    if let Some((sheet, found)) = &mut target {
        parts.push((sheet, std::mem::take(found)));
    }
    match into_problems(parts) {
        Some(problems) => Err(problems),
        None => Ok(scenario(
            &text,
            &draft,
            list.as_ref(),
            sheet.as_ref(),
            default_name,
        )),
    }
}

fn nothing_written(text: &SourceText) -> Option<Finding> {
    text.text.trim().is_empty().then(|| {
        Finding::new(0..0, "the file is empty")
            .help("the shortest scenario is the two lines `[tenant]` and `users = 1_000`")
    })
}

/// The groups that are listed in the scenario or in the file that it names, and that file with its faults.
fn group_list(
    draft: &Draft,
    read_file: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
    said: &mut Findings,
) -> (Option<GroupList>, Option<(SourceText, Findings)>) {
    if let Some(rows) = draft.sizes.as_ref().and_then(|given| given.value.clone()) {
        return (
            Some(GroupList {
                groups: rows,
                file: None,
            }),
            None,
        );
    }
    let Some(given) = &draft.csv else {
        return (None, None);
    };
    let (Some(name), Some(scope)) = (&given.value, draft.scope()) else {
        return (None, None);
    };
    let bytes = match read_file(name) {
        Ok(bytes) => bytes,
        Err(reason) => {
            said.push(
                Finding::new(
                    given.span.clone(),
                    format!("the list of groups cannot be read: {reason}"),
                )
                .help("check the name of the file"),
            );
            return (None, None);
        }
    };
    let (text, fault) = text::decode(name, &bytes, MOST_CSV_BYTES);
    let mut found = Findings::default();
    let mut groups = Vec::new();
    match fault {
        Some(fault) => found.push(fault),
        None => groups = read::read_csv(&text, scope == ScopeMode::Assigned, &mut found),
    }
    let file = Some(name.clone());
    (Some(GroupList { groups, file }), Some((text, found)))
}

/// Puts together a scenario in which nothing is wrong.
fn scenario(
    text: &SourceText,
    draft: &Draft,
    list: Option<&GroupList>,
    sheet: Option<&targets::TargetSheet>,
    default_name: &str,
) -> Scenario {
    let derived = check::derive(draft, list.map(|list| &list.groups[..]));
    let setup = build::setup(draft, list, &derived, sheet);
    let given = |text: &Option<read::Given<String>>| text.as_ref()?.value.clone();
    let number = |number: &Option<read::Given<u64>>| number.as_ref()?.value;
    Scenario {
        name: given(&draft.name).unwrap_or_else(|| name_from(default_name)),
        description: given(&draft.description).unwrap_or_default(),
        replications: number(&draft.replications).unwrap_or(REPLICATIONS),
        seed: number(&draft.seed).unwrap_or(SEED),
        resolved: build::resolve(text, draft, list, &derived, &setup, sheet),
        setup,
    }
}

/// A length of time as scenarios write it (`"24 h"`), which must be above zero.
///
/// # Errors
/// What is wrong with it, and what would be right.
pub fn parse_length(text: &str) -> Result<SimDuration, String> {
    const LONGEST_SECS: f64 = 31_622_400.0;
    let seconds = value::parse_duration(text)
        .map_err(|wrong| format!("{}\n  help: {}", wrong.message, wrong.help))?;
    if seconds > 0.0 && seconds <= LONGEST_SECS {
        Ok(SimDuration::from_secs_f64(seconds))
    } else {
        Err(
            "a time above zero and up to 366 days is wanted\n  help: for example \"24 h\""
                .to_owned(),
        )
    }
}

/// Whether `name` can be a scenario's and so a folder's.
fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && name.bytes().all(is_name_byte)
        && !matches!(name, "." | "..")
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// A name made of any text, usually the stem of a file.
fn name_from(text: &str) -> String {
    let fits = |one: char| u8::try_from(one).is_ok_and(is_name_byte);
    let name: String = text
        .chars()
        .map(|one| if fits(one) { one } else { '-' })
        .take(LONGEST_NAME)
        .collect();
    if is_name(&name) {
        name
    } else {
        "scenario".to_owned()
    }
}
