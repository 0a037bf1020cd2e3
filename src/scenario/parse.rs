//! From the text of a scenario to the scenario.

use super::finding::{Finding, Findings};
use super::named_files::NamedFiles;
use super::parsed::{Scenario, SourceFile};
use super::pass::{Pass, read_strategies};
use super::problem::{Faults, Problems, single_problem};
use super::sources::{MEASUREMENTS, Sources};
use super::text::{self, SourceText};
use super::{lists, set_values};

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
    let (mut sources, fault) = Sources::new(&source.name, &source.bytes, settings);
    if let Some(fault) = fault.or_else(|| nothing_written(&sources.file)) {
        return Err(single_problem(&sources.file, fault));
    }
    let mut files = NamedFiles::new(read_file);
    let unread = add_measurements(&mut sources, &mut files);
    let mut syntax = Findings::default();
    let mut tree = text::parse(&sources.file, &mut syntax);
    let mut root = std::mem::take(&mut tree.root);
    // What the values say is kept apart, since a syntax error may be the cause of it.
    let mut faults = Faults::default();
    set_values::lay(&sources, &mut root, &mut faults.own);
    unread.into_iter().for_each(|fault| faults.own.push(fault));
    set_values::lay_over_measurements(&sources, &mut root, &mut faults.own);
    let blocks = lists::read_strategies(&mut root, &mut faults.own);
    let base = Pass::read(&root, &mut files, &mut faults);
    let strategies = read_strategies(&root, &blocks, &mut files, &mut faults);
    if let Some(problems) = faults.into_problems(&sources, &tree, syntax) {
        return Err(problems);
    }
    let mut scenario = base.scenario(&sources, default_name, None);
    scenario.strategies = strategies
        .into_iter()
        .map(|strategy| strategy.strategy(&sources, &scenario))
        .collect();
    Ok(scenario)
}

/// Reads the file of measurements that the scenario names, or that is set from outside; the finding is why it cannot be read.
fn add_measurements(sources: &mut Sources, files: &mut NamedFiles<'_>) -> Option<Finding> {
    let (name, span) = {
        let mut ignored = Findings::default();
        let mut root = text::parse(&sources.file, &mut ignored).root;
        set_values::lay(sources, &mut root, &mut ignored);
        let value = root.get(MEASUREMENTS)?;
        (value.get_ref().as_str()?.to_owned(), value.span())
    };
    match files.measurements(&name) {
        Ok(read) => {
            sources.add_measurements(read);
            None
        }
        Err(reason) => {
            let message = format!("the file of measurements cannot be read: {reason}");
            Some(Finding::new(span, message).help("check the name of the file"))
        }
    }
}

fn nothing_written(text: &SourceText) -> Option<Finding> {
    text.text.trim().is_empty().then(|| {
        Finding::new(0..0, "the file is empty")
            .help("the shortest scenario is the two lines `[tenant]` and `users = 1_000`")
    })
}
