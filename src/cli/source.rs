//! A scenario as the user names it, with every file that it names, and an outcome in the place of one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::exit::CliError;
use super::files::{read, read_source};
use crate::experiment::outcome::{Manifest, NamedFile, Outcome};
use crate::scenario::{Scenario, SourceFile, parse_with, without_names};

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
}

enum Place {
    Folder(PathBuf),
    Manifest(Vec<NamedFile>),
}

impl Source {
    /// Reads what the user names; an outcome document is known by its brace.
    pub fn read(path: &Path) -> Result<Self, CliError> {
        let SourceFile { name, bytes } = read_source(path)?;
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if first == Some(&b'{') {
            return Self::again(&name, &bytes);
        }
        let default_name = path.file_stem().map_or_else(
            || "scenario".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        );
        Ok(Self {
            name,
            default_name,
            bytes,
            place: Place::Folder(path.parent().map(Path::to_path_buf).unwrap_or_default()),
            files: BTreeMap::new(),
            again: None,
            asked: Vec::new(),
        })
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
        Self {
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

    /// The same with some values set from outside: dotted keys, and values as TOML.
    pub fn scenario_with(&mut self, settings: &[(String, String)]) -> Result<Scenario, CliError> {
        let file = SourceFile {
            name: self.name.clone(),
            bytes: self.bytes.clone(),
        };
        let (place, files) = (&self.place, &mut self.files);
        let mut scenario = parse_with(file, &self.default_name, settings, &mut |name| {
            let bytes = place.read(name)?;
            files.insert(name.to_owned(), bytes.clone());
            Ok(bytes)
        })?;
        if let Some((seed, replications)) = self.again {
            scenario.seed = seed;
            scenario.replications = replications;
        }
        Ok(scenario)
    }

    /// What was asked besides the scenario when the outcome was made.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// What it takes to repeat a run of the scenario, once it has been parsed.
    pub fn manifest(&self, asked: Vec<String>) -> Manifest {
        let text = |(name, bytes): (&String, &Vec<u8>)| NamedFile {
            name: name.clone(),
            text: kept_text(name, bytes),
        };
        Manifest {
            name: self.default_name.clone(),
            scenario: String::from_utf8_lossy(&self.bytes).into_owned(),
            files: self.files.iter().map(text).collect(),
            asked,
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
