//! Which run a part belongs to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::outcome::Manifest;

/// The version of the format. Parts are for the version that made them, so there is one number.
const FORMAT_VERSION: &str = "1";

/// Which run a part belongs to: all that decides what its replications are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// Version of the format.
    part_format: String,
    /// Version of the program.
    cyclecast_version: String,
    /// The root seed.
    pub seed: u64,
    /// The scenario.
    pub manifest: Manifest,
}

impl Membership {
    /// A run of this version of the program.
    pub fn new(seed: u64, manifest: Manifest) -> Self {
        Self {
            part_format: FORMAT_VERSION.to_owned(),
            cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            manifest,
        }
    }

    /// Why this version cannot use what another one wrote.
    pub(super) fn misfit(&self) -> Option<String> {
        let own = Self::new(self.seed, Manifest::default());
        if (&self.part_format, &self.cyclecast_version)
            == (&own.part_format, &own.cyclecast_version)
        {
            return None;
        }
        Some(format!(
            "it is in format {} of cyclecast {}, and this is format {} of {}; use the version that made it",
            self.part_format, self.cyclecast_version, own.part_format, own.cyclecast_version
        ))
    }

    /// Why replications of `other` are none of this run.
    pub(super) fn difference(&self, other: &Self) -> Option<Foreign> {
        if self.seed != other.seed {
            Some(Foreign::Seed(self.seed, other.seed))
        } else if self.manifest.asked != other.manifest.asked {
            Some(Foreign::Question)
        } else if self.manifest != other.manifest
            && unix_lines(&self.manifest) != unix_lines(&other.manifest)
        {
            Some(Foreign::Scenario)
        } else {
            None
        }
    }
}

/// A manifest with the line ends of Unix: a copy that went through Windows says the same.
fn unix_lines(manifest: &Manifest) -> Manifest {
    let mut manifest = manifest.clone();
    let unix = |text: &mut String| *text = text.replace("\r\n", "\n");
    unix(&mut manifest.scenario);
    let files = manifest.files.iter_mut();
    files.for_each(|file| unix(&mut file.text));
    manifest
}

/// In what two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Their seeds.
    Seed(u64, u64),
    /// What was asked besides the scenario.
    Question,
    /// The scenario, or a file that it names.
    Scenario,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed(one, other) => write!(f, "one has seed {one}, the other seed {other}"),
            Self::Question => write!(f, "they were asked different questions on the command line"),
            Self::Scenario => write!(f, "their scenarios, or files that these name, differ"),
        }
    }
}
