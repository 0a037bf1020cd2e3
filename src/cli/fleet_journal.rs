//! The tenants that are finished, written one by one: so a fleet that was interrupted goes on, and one that is spread over machines is joined.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::exit::CliError;
use crate::experiment::line;
use crate::experiment::outcome::Manifest;
use crate::experiment::outcome::fleet_document::Tenant;

/// Which fleet a tenant belongs to: all that decides what comes of it, but its own values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FleetOf {
    cyclecast_version: String,
    seed: u64,
    replications: u64,
    keys: Vec<String>,
    manifest: Manifest,
}

impl FleetOf {
    pub fn new(seed: u64, replications: u64, keys: &[String], manifest: Manifest) -> Self {
        Self {
            cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            replications,
            keys: keys.to_vec(),
            manifest,
        }
    }
}

/// Finished tenants by name.
pub type Finished = BTreeMap<String, Tenant>;

/// Begins of all files of finished tenants.
const STEM: &str = "tenants";

/// An open journal.
pub struct FleetJournal {
    path: PathBuf,
    file: File,
}

impl FleetJournal {
    /// Begins a journal in a folder, of all tenants or some of the rows; with `resume` returns what is finished there, in whatever file.
    pub fn open(
        folder: &Path,
        rows: Option<&Range<u64>>,
        of: &FleetOf,
        resume: bool,
    ) -> Result<(Self, Finished), CliError> {
        let finished = if resume {
            finished(folder, of)?
        } else {
            Finished::new()
        };
        let name = rows.map_or_else(
            || format!("{STEM}.ndjson"),
            |rows| format!("{STEM}-{:06}-{:06}.ndjson", rows.start, rows.end),
        );
        let path = folder.join(name);
        let wrong = |reason| CliError::write(path.display(), reason);
        fs::create_dir_all(folder).map_err(wrong)?;
        // What was cut off while it was written must not stand before what follows.
        let known = if resume {
            read(&path, of)?
        } else {
            Finished::new()
        };
        let mut text = line(of)?;
        for tenant in known.values() {
            text.extend(line(tenant)?);
        }
        fs::write(&path, text).map_err(wrong)?;
        let file = OpenOptions::new().append(true).open(&path).map_err(wrong)?;
        Ok((Self { path, file }, finished))
    }

    /// Writes one tenant.
    pub fn add(&mut self, tenant: &Tenant) -> Result<(), CliError> {
        let written = self.file.write_all(&line(tenant)?);
        written.map_err(|reason| CliError::write(self.path.display(), reason))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What is finished in a folder.
fn finished(folder: &Path, of: &FleetOf) -> Result<Finished, CliError> {
    let mut all = Finished::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(all);
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(STEM) && name.ends_with(".ndjson") {
            all.extend(read(&entry.path(), of)?);
        }
    }
    Ok(all)
}

/// What is finished in a file; a last line that was cut off counts for nothing, nor does a file that is not there.
fn read(path: &Path, of: &FleetOf) -> Result<Finished, CliError> {
    let Ok(text) = fs::read_to_string(path) else {
        return Ok(Finished::new());
    };
    let wrong = |what: String| {
        let message = format!("{} cannot be gone on with: {what}", path.display());
        let help = "leave --resume out to start anew, or choose another folder with --output";
        CliError::usage(message, help)
    };
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    let mut lines = whole.lines();
    let Some(first) = lines.next() else {
        return Ok(Finished::new());
    };
    let head: FleetOf = serde_json::from_str(first).map_err(|reason| wrong(reason.to_string()))?;
    if head != *of {
        let what =
            "it is of another scenario, seed, number of replications, version or other columns";
        return Err(wrong(what.to_owned()));
    }
    let mut finished = Finished::new();
    for (number, text) in (2..).zip(lines) {
        let tenant: Tenant = serde_json::from_str(text)
            .map_err(|reason| wrong(format!("line {number} is no tenant: {reason}")))?;
        finished.insert(tenant.name.clone(), tenant);
    }
    Ok(finished)
}
