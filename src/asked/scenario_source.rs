//! A scenario as the user names it, with every file that it names, or an outcome in its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::asked_error::AskedError;
use super::shell_word::quoted;
use super::source_files::{read, read_source, read_stdin};
use crate::experiment::Precision;
use crate::experiment::outcome::{Manifest, NamedFile, Outcome, Request, RunRecord};
use crate::scenario::{Sampling, Scenario, SourceFile, parse_setting, parse_with, without_names};

/// A scenario file, or an outcome document, whose manifest is one.
#[derive(Clone)]
pub struct Source {
    /// As it is shown in messages.
    name: String,
    default_name: String,
    bytes: Vec<u8>,
    files: Files,
    /// How an outcome was made.
    again: Option<RunRecord>,
    /// What was asked besides when an outcome was made.
    asked: Vec<Request>,
    /// What is set on the command line, and was when an outcome was made.
    settings: Vec<Setting>,
    /// The file as it was found; none for standard input.
    path: Option<PathBuf>,
}

/// A key with its value as TOML.
pub type Setting = (String, String);

/// Where the files that a scenario names are found: beside it, or in a manifest.
#[derive(Clone)]
enum Files {
    Folder(PathBuf),
    Manifest(Vec<NamedFile>),
}

/// A scenario, and the files that it named.
pub struct Read {
    /// The scenario.
    pub scenario: Scenario,
    files: BTreeMap<String, Vec<u8>>,
}

impl Source {
    /// Reads what the user names, with some keys set besides; an outcome document is known by its brace.
    ///
    /// `-` is standard input. Where there is no file of this name, the ending may be missing, and the folder `scenarios`.
    pub fn read(named: &Path, set: &[String]) -> Result<Self, AskedError> {
        let (path, SourceFile { name, bytes }) = found(named)?;
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let mut source = if first == Some(&b'{') {
            Self::again(&name, &bytes)?
        } else {
            let stem = path.as_deref().and_then(Path::file_stem);
            let stem = stem.unwrap_or_default().to_string_lossy();
            let folder = path.as_deref().and_then(Path::parent);
            Self {
                bytes,
                files: Files::Folder(folder.map(Path::to_path_buf).unwrap_or_default()),
                ..Self::of_text(&name, &stem, String::new())
            }
        };
        source.path = path;
        source.with(set)
    }

    /// The same with keys set over what the scenario says.
    pub fn with(mut self, set: &[String]) -> Result<Self, AskedError> {
        for text in set {
            let setting = parse_setting(text).map_err(AskedError::Usage)?;
            self.asked.push(Request::Set(text.clone()));
            self.settings.push(setting);
        }
        Ok(self)
    }

    /// What it is called in messages.
    pub fn shown_name(&self) -> &str {
        &self.name
    }

    /// The file as it was found, so that a command can name it; none for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    fn again(name: &str, bytes: &[u8]) -> Result<Self, AskedError> {
        let outcome: Outcome = serde_json::from_slice(bytes).map_err(|reason| {
            AskedError::Usage(format!(
                "{name} is neither a scenario nor an outcome document: {reason}\n  help: name a scenario file, or an outcome.json that a run has written"
            ))
        })?;
        if outcome.manifest.scenario.is_empty() {
            let message = format!("{name} does not hold its scenario");
            return Err(AskedError::usage(message, "name the scenario file itself"));
        }
        Ok(Self {
            again: Some(outcome.run),
            ..Self::of_manifest(name, outcome.manifest)
        })
    }

    /// The scenario of a manifest, shown as `name` in messages.
    pub fn of_manifest(name: &str, manifest: Manifest) -> Self {
        let set = manifest.asked.iter().filter_map(|request| match request {
            Request::Set(text) => parse_setting(text).ok(),
            _ => None,
        });
        Self {
            settings: set.collect(),
            path: None,
            name: name.to_owned(),
            default_name: manifest.name,
            bytes: manifest.scenario.into_bytes(),
            files: Files::Manifest(manifest.files),
            again: None,
            asked: manifest.asked,
        }
    }

    /// A scenario that is a text alone.
    pub fn of_text(name: &str, default_name: &str, text: String) -> Self {
        let manifest = Manifest {
            name: default_name.to_owned(),
            scenario: text,
            ..Manifest::default()
        };
        Self::of_manifest(name, manifest)
    }

    /// The same, with the files that it names in a folder.
    #[must_use]
    pub fn beside(mut self, folder: &Path) -> Self {
        self.files = Files::Folder(folder.to_path_buf());
        self
    }

    /// Parses and checks the scenario, with some more keys set.
    pub fn scenario(&self, more: &[Setting]) -> Result<Read, AskedError> {
        let file = SourceFile {
            name: self.name.clone(),
            bytes: self.bytes.clone(),
        };
        let mut files = BTreeMap::new();
        let settings = [&self.settings[..], more].concat();
        let scenario = parse_with(file, &self.default_name, &settings, &mut |name| {
            let bytes = self.files.read(name)?;
            files.insert(name.to_owned(), bytes.clone());
            Ok(bytes)
        })?;
        Ok(Read { scenario, files })
    }

    /// Seed and replications that the scenario proposes: those of an outcome, where they are not set on the command line.
    pub fn proposed(&self, scenario: &Scenario) -> (u64, u64) {
        let is_set = |key: &str| self.settings.iter().any(|(one, _)| one == key);
        let again = |key| self.again.as_ref().filter(|_| !is_set(key));
        let Sampling {
            seed, replications, ..
        } = scenario.sampling;
        (
            again("run.seed").map_or(seed, |run| run.seed),
            again("run.replications").map_or(replications, |run| run.replications_requested),
        )
    }

    /// By what replications stop early: for an outcome as they did, for a scenario as usual unless it gives their number.
    pub fn precision(&self, scenario: &Scenario) -> Option<Precision> {
        match &self.again {
            _ if scenario.sampling.is_given => None,
            Some(run) => run.stopping.as_ref().map(|rule| Precision {
                decisive: rule.decisive,
                half_width: rule.precision,
            }),
            None => Some(Precision::USUAL),
        }
    }

    /// The moment that an outcome was asked about.
    pub fn user_assigned_at(&self) -> Option<&str> {
        self.asked.iter().find_map(|request| match request {
            Request::UserAssignedAt(at) => Some(at.as_str()),
            _ => None,
        })
    }

    /// What it takes to repeat a run of what was read; `question` is what is asked besides settings.
    pub fn manifest(&self, read: &Read, question: Option<Request>) -> Manifest {
        let set = self.asked.iter();
        let set = set.filter(|request| matches!(request, Request::Set(_)));
        let text = |(name, bytes): (&String, &Vec<u8>)| NamedFile {
            name: name.clone(),
            text: kept_text(name, bytes),
        };
        Manifest {
            name: self.default_name.clone(),
            scenario: String::from_utf8_lossy(&self.bytes).into_owned(),
            files: read.files.iter().map(text).collect(),
            asked: set.cloned().chain(question).collect(),
        }
    }
}

/// Finds and reads what the user names.
fn found(named: &Path) -> Result<(Option<PathBuf>, SourceFile), AskedError> {
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
            Err(AskedError::Usage(format!(
                "there is no file {}, nor {here}, nor {there}\n  help: `cyclecast init {}` writes a scenario to begin with",
                named.display(),
                quoted(&named.display().to_string())
            )))
        }
    }
}

impl Files {
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
