//! A scenario as the user names it, with every file that it names, and an outcome in the place of one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Settings;
use super::exit::CliError;
use super::files::{read, read_source, read_stdin};
use super::repeat::quoted;
use crate::experiment::outcome::{Manifest, NamedFile, Outcome};
use crate::scenario::{Scenario, SourceFile, parse_setting, parse_with, without_names};

/// A scenario file, or an outcome document, whose manifest is one.
pub(super) struct Source {
    /// As it is shown in messages.
    name: String,
    default_name: String,
    bytes: Vec<u8>,
    /// Files are found beside the scenario, or in the manifest.
    place: Place,
    /// What was read, by name.
    files: BTreeMap<String, Vec<u8>>,
    /// Seed and replications of an outcome.
    again: Option<(u64, u64)>,
    asked: Vec<String>,
    /// What is set on the command line, and was when an outcome was made: keys, and values as TOML.
    settings: Vec<(String, String)>,
    /// The file as it was found; none for standard input.
    path: Option<PathBuf>,
}

/// How a manifest says that a key was set.
const SET: &str = "--set ";

enum Place {
    Folder(PathBuf),
    Manifest(Vec<NamedFile>),
}

impl Source {
    /// Reads what the user names, with some keys set besides; an outcome document is known by its brace.
    ///
    /// `-` is standard input. Where there is no file of this name, the ending may be missing, and the folder `scenarios`.
    pub fn read(named: &Path, set: &Settings) -> Result<Self, CliError> {
        let (path, SourceFile { name, bytes }) = found(named)?;
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let mut source = if first == Some(&b'{') {
            Self::again(&name, &bytes)?
        } else {
            let stem = path.as_deref().and_then(Path::file_stem);
            let folder = path.as_deref().and_then(Path::parent);
            Self {
                name,
                default_name: stem
                    .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
                bytes,
                place: Place::Folder(folder.map(Path::to_path_buf).unwrap_or_default()),
                files: BTreeMap::new(),
                again: None,
                asked: Vec::new(),
                settings: Vec::new(),
                path: None,
            }
        };
        source.path = path;
        source.set(set)?;
        Ok(source)
    }

    /// Sets keys over what the scenario says.
    pub fn set(&mut self, settings: &Settings) -> Result<(), CliError> {
        for text in &settings.set {
            let setting =
                parse_setting(text).map_err(|wrong| CliError::Usage(format!("--set: {wrong}")))?;
            self.asked.push(format!("{SET}{text}"));
            self.settings.push(setting);
        }
        Ok(())
    }

    /// The file as it was found, so that a command can name it; none for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    fn again(name: &str, bytes: &[u8]) -> Result<Self, CliError> {
        let outcome: Outcome = serde_json::from_slice(bytes).map_err(|reason| {
            CliError::Usage(format!(
                "{name} is neither a scenario nor an outcome document: {reason}\n  help: name a scenario file, or an outcome.json that a run has written"
            ))
        })?;
        if outcome.manifest.scenario.is_empty() {
            return Err(CliError::Usage(format!(
                "{name} does not hold its scenario\n  help: name the scenario file itself"
            )));
        }
        let again = (outcome.run.seed, outcome.run.replications_requested);
        let mut source = Self::of_manifest(name, outcome.manifest);
        source.again = Some(again);
        Ok(source)
    }

    /// The scenario of a manifest, shown as `name` in messages.
    pub fn of_manifest(name: &str, manifest: Manifest) -> Self {
        let set = manifest
            .asked
            .iter()
            .filter_map(|one| one.strip_prefix(SET));
        Self {
            settings: set.filter_map(|text| parse_setting(text).ok()).collect(),
            path: None,
            name: name.to_owned(),
            default_name: manifest.name,
            bytes: manifest.scenario.into_bytes(),
            place: Place::Manifest(manifest.files),
            files: BTreeMap::new(),
            again: None,
            asked: manifest.asked,
        }
    }

    /// Parses and checks the scenario.
    pub fn scenario(&mut self) -> Result<Scenario, CliError> {
        self.scenario_with(&[])
    }

    /// The same with some more values set: dotted keys, and values as TOML.
    pub fn scenario_with(&mut self, settings: &[(String, String)]) -> Result<Scenario, CliError> {
        let file = SourceFile {
            name: self.name.clone(),
            bytes: self.bytes.clone(),
        };
        let (place, files) = (&self.place, &mut self.files);
        let settings = [&self.settings[..], settings].concat();
        let mut scenario = parse_with(file, &self.default_name, &settings, &mut |name| {
            let bytes = place.read(name)?;
            files.insert(name.to_owned(), bytes.clone());
            Ok(bytes)
        })?;
        // What is set on the command line holds for an outcome that is repeated as well.
        let is_set = |key: &str| settings.iter().any(|(one, _)| one == key);
        if let Some((seed, replications)) = self.again {
            if !is_set("run.seed") {
                scenario.seed = seed;
            }
            if !is_set("run.replications") {
                scenario.replications = replications;
            }
        }
        Ok(scenario)
    }

    /// What was asked besides the scenario when the outcome was made.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// What it takes to repeat a run of the scenario, once it has been parsed. `asked` is what the command line adds besides
    /// settings.
    pub fn manifest(&self, asked: Vec<String>) -> Manifest {
        let set = self.asked.iter().filter(|one| one.starts_with(SET));
        let text = |(name, bytes): (&String, &Vec<u8>)| NamedFile {
            name: name.clone(),
            text: kept_text(name, bytes),
        };
        Manifest {
            name: self.default_name.clone(),
            scenario: String::from_utf8_lossy(&self.bytes).into_owned(),
            files: self.files.iter().map(text).collect(),
            asked: set.cloned().chain(asked).collect(),
        }
    }
}

/// Finds and reads what the user names.
fn found(named: &Path) -> Result<(Option<PathBuf>, SourceFile), CliError> {
    if named.as_os_str() == "-" {
        return Ok((None, read_stdin()?));
    }
    let is_whole = named.is_file()
        || named
            .extension()
            .is_some_and(|ending| ending == "toml" || ending == "json");
    if is_whole {
        return Ok((Some(named.to_path_buf()), read_source(named)?));
    }
    let here = named.with_added_extension("toml");
    let candidates = [here.clone(), Path::new("scenarios").join(here)];
    match candidates.iter().find(|path| path.is_file()) {
        Some(path) => Ok((Some(path.clone()), read_source(path)?)),
        None if named.exists() => Ok((None, read_source(named)?)),
        None => {
            let [here, there] = candidates.map(|path| path.display().to_string());
            Err(CliError::Usage(format!(
                "there is no file {}, nor {here}, nor {there}\n  help: `cyclecast init {}` writes a scenario to begin with",
                named.display(),
                quoted(&named.display().to_string())
            )))
        }
    }
}

impl Place {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        match self {
            Self::Folder(folder) => read(&folder.join(name)),
            Self::Manifest(files) => files
                .iter()
                .find(|file| file.name == name)
                .map(|file| file.text.clone().into_bytes())
                .ok_or_else(|| "the outcome document does not hold it".to_owned()),
        }
    }
}

/// Target sheets are kept as they are, lists of groups without names.
fn kept_text(name: &str, bytes: &[u8]) -> String {
    if name.ends_with(".toml") {
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        without_names(bytes)
    }
}
