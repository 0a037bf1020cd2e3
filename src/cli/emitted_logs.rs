//! The logs of one replication, written to a folder of their own as they come.

use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;

use tempfile::NamedTempFile;

use super::exit::CliError;
use super::files::temporary_in;
use super::folder::{OutputFolder, STATUS, Staged};
use super::watch::interrupted;
use crate::experiment::Forecast;
use crate::experiment::outcome::status::SynchronizationJob;
use crate::experiment::provisioning_log::{LOG_FILES, LogFiles, keep_logs};
use crate::scenario::display_moment;
use crate::units::SimTime;

/// A folder that does not take this much is found before the work starts. How much a log takes is known when it is written.
const BYTES_EXPECTED: u64 = 1_000_000;

/// A folder that logs will go to.
pub struct LogFolder(OutputFolder);

impl LogFolder {
    /// Makes the folder; it must be another than the one for the results.
    pub fn prepare(path: &Path, results: &Path, replaces: bool) -> Result<Self, CliError> {
        let folder = OutputFolder::prepare(path, BYTES_EXPECTED, replaces)?;
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        if real(path).is_some_and(|logs| real(results) == Some(logs)) {
            return Err(CliError::usage(
                format!(
                    "--emit-logs {}: the results go to this folder",
                    path.display()
                ),
                "name a folder of its own for the logs",
            ));
        }
        Ok(Self(folder))
    }

    /// Simulates one replication of a forecast again and writes its logs; tells where they are.
    pub fn emit(mut self, forecast: &Forecast<'_>, replication: u64) -> Result<String, CliError> {
        let scenario = forecast.scenario;
        let start = forecast.appointment.start.clone();
        let start = start.or(scenario.setup.job.as_ref().map(|job| job.start.clone()));
        let is_assumed = start.is_none();
        let start = start.unwrap_or_default();
        let folder = self.0.path().to_path_buf();
        let failed = |why| CliError::write(folder.display(), why);
        let mut files = self.open().and_then(LogFiles::new).map_err(failed)?;
        let mut failure = None;
        let mut entries = 0_u64;
        let kept = keep_logs(
            scenario,
            forecast.session.plan.seed,
            replication,
            &start,
            &|| interrupted().load(Ordering::Relaxed),
            &mut |entry| {
                entries += 1;
                match files.write(&entry) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(why) => {
                        failure = Some(why);
                        ControlFlow::Break(())
                    }
                }
            },
        );
        if let Some(why) = failure {
            return Err(failed(why));
        }
        let jobs = kept?;
        let written = files.finish().map_err(failed)?;
        let mut staged = vec![self.status(&jobs)?];
        for (name, file) in LOG_FILES.into_iter().zip(written) {
            let file = file.into_inner().map_err(|why| failed(why.into_error()))?;
            staged.push((name.to_owned(), file));
        }
        self.0.place(staged, &[])?;
        let assumed = if is_assumed { ", which is assumed" } else { "" };
        Ok(format!(
            "\nThe logs of replication {replication}, {entries} entries from {}{assumed}, are in {}\n",
            display_moment(SimTime::ZERO, &start),
            folder.display()
        ))
    }

    fn open(&self) -> std::io::Result<[BufWriter<NamedTempFile>; LOG_FILES.len()]> {
        let mut files = Vec::with_capacity(LOG_FILES.len());
        for _ in LOG_FILES {
            files.push(BufWriter::new(temporary_in(self.0.path())?));
        }
        let whole = <[_; LOG_FILES.len()]>::try_from(files);
        whole.map_err(|_| std::io::Error::other("a file is missing"))
    }

    /// The status of the job, or a list of them as Graph gives it where there are several.
    fn status(&self, jobs: &[SynchronizationJob]) -> Result<Staged, CliError> {
        let text = match jobs {
            [job] => serde_json::to_vec_pretty(job)?,
            jobs => serde_json::to_vec_pretty(&serde_json::json!({ "value": jobs }))?,
        };
        self.0.staged(STATUS, |file| {
            file.write_all(&text)?;
            file.write_all(b"\n")
        })
    }
}
