//! What every command asks that calls a real endpoint: who calls, how patiently, and within which bounds.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::exit::CliError;
use super::watch::interrupted;
use crate::asked::{read, read_stdin};
use crate::live::client::{BaseAddress, Caps, ScimTarget, Token};
use crate::scenario::{parse_length, parse_whole};

/// Where a token may stand that is in no file.
const TOKEN_VARIABLE: &str = "CYCLECAST_TOKEN";

/// What all commands that call a real endpoint have in common.
#[derive(Debug, Args)]
pub struct RealTarget {
    /// File with the bearer token; `-` is standard input. Without it the variable CYCLECAST_TOKEN counts, where it is set.
    #[arg(long, value_name = "FILE|-")]
    pub token_file: Option<PathBuf>,
    /// Trust the authorities in FILE (PEM) instead of those of this machine.
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Longest wait for one answer.
    #[arg(long, value_name = "TIME", default_value = "60 s", value_parser = length)]
    pub timeout: Duration,
    /// Do it without asking: the plan is printed, and begun with.
    #[arg(long)]
    pub yes: bool,
    /// Make no more requests than N, those of the clean-up besides [default: as many as the plan says].
    #[arg(long, value_name = "N", value_parser = parse_whole)]
    pub max_requests: Option<u64>,
    /// Make no more than R requests a second.
    #[arg(long, value_name = "R", value_parser = rate)]
    pub max_rate: Option<f64>,
    /// Make no more objects than N [default: as many as the plan says].
    #[arg(long, value_name = "N", value_parser = parse_whole)]
    pub max_objects: Option<u64>,
    /// End after TIME with what is there by then; the clean-up comes on top [default: three times what the plan says, at least 30 min].
    #[arg(long, value_name = "TIME", value_parser = length)]
    pub max_time: Option<Duration>,
    /// Folder for the journal of what is made, which is removed when all of that is gone.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub journal_folder: PathBuf,
    /// Delete what an interrupted run has left, by its journal, and do nothing else.
    #[arg(long, value_name = "JOURNAL")]
    pub cleanup: Option<PathBuf>,
}

/// Least time that is allowed unless another is given.
const LEAST_TIME: Duration = Duration::from_secs(1_800);

fn length(text: &str) -> Result<Duration, String> {
    parse_length(text).map(|length| Duration::from_secs_f64(length.as_secs_f64()))
}

fn rate(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|rate| (0.001..=100_000.0).contains(rate))
        .ok_or_else(|| {
            "a number of requests a second is wanted, from 0.001 to 100000\n  help: for example 25"
                .to_owned()
        })
}

impl RealTarget {
    /// The target behind an address, with who asks.
    pub fn target(&self, address: &str) -> Result<ScimTarget, CliError> {
        let wrong = |reason: &dyn std::fmt::Display| CliError::Usage(reason.to_string());
        let base = BaseAddress::parse(address).map_err(|reason| wrong(&reason))?;
        let authorities = self.ca.as_deref().map(|path| {
            read(path).map_err(|reason| {
                CliError::Usage(format!("cannot read {}: {reason}", path.display()))
            })
        });
        let authorities = authorities.transpose()?;
        ScimTarget::new(base, self.token()?, authorities.as_deref(), self.timeout)
            .map_err(|reason| wrong(&reason))
    }

    fn token(&self) -> Result<Option<Token>, CliError> {
        let (place, bytes) = match self.token_file.as_deref() {
            None => match std::env::var(TOKEN_VARIABLE) {
                Err(std::env::VarError::NotPresent) => return Ok(None),
                found => (
                    TOKEN_VARIABLE.to_owned(),
                    found.unwrap_or_default().into_bytes(),
                ),
            },
            Some(path) if self.token_comes_in() => {
                let _ = path;
                ("standard input".to_owned(), read_stdin()?.bytes)
            }
            Some(path) => {
                let place = path.display().to_string();
                let bytes = read(path)
                    .map_err(|reason| CliError::Usage(format!("cannot read {place}: {reason}")))?;
                (place, bytes)
            }
        };
        // What is no text is no token, and is not shown.
        let text = String::from_utf8(bytes).unwrap_or_default();
        let token = Token::new(&text)
            .map_err(|reason| CliError::Usage(format!("the token in {place}: {reason}")))?;
        Ok(Some(token))
    }

    /// Whether the token takes standard input, so that nothing else can be read there.
    pub fn token_comes_in(&self) -> bool {
        self.token_file.as_deref() == Some(Path::new("-"))
    }

    /// The bounds of a visit that is planned to make so many requests and objects in about so much time.
    pub fn caps(&self, requests: u64, objects: u64, about: Duration) -> Caps<'static> {
        let time = self
            .max_time
            .unwrap_or_else(|| about.saturating_mul(3).max(LEAST_TIME));
        let requests = self.max_requests.unwrap_or(requests);
        let objects = self.max_objects.unwrap_or(objects);
        Caps::new(requests, self.max_rate, time, interrupted()).with_objects(objects)
    }
}
