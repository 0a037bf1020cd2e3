//! What was seen of a job: by its status, by what a person says, or both.

use super::job_reading::SeenJob;
use crate::model::job::{LocalClock, Start};
use crate::scenario::rfc3339;
use crate::units::{SimDuration, SimTime};

/// What somebody tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The status of the job.
    pub job: Option<SeenJob>,
    /// Share of the pages in per cent, as the portal shows it.
    pub percent: Option<f64>,
    /// When the cycle began.
    pub started: Option<Start>,
    /// How long ago it began.
    pub elapsed: Option<SimDuration>,
    /// The moment of the observation, where it is said.
    pub now: Option<Start>,
    /// What the clock shows, in seconds since 1970.
    pub clock_seconds: i64,
}

/// A job at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// When it was seen.
    pub at: Start,
    /// Its status, where there is one.
    pub job: Option<SeenJob>,
    /// The cycle under way.
    pub cycle: Option<SeenCycle>,
}

/// A cycle under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeenCycle {
    /// How long it has run.
    pub elapsed: SimDuration,
    /// The share of its pages, where it is known.
    pub done: Option<PagesDone>,
}

/// A share of the pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PagesDone {
    /// In per cent.
    pub percent: f64,
    /// Pages done and pages in all, where they were counted.
    pub pages: Option<(u64, u64)>,
}

impl PagesDone {
    /// The whole per cents that are done.
    pub fn whole_percents(&self) -> usize {
        match self.pages {
            Some((done, total)) => (u128::from(done) * 100 / u128::from(total.max(1))) as usize,
            None => libm::floor(self.percent) as usize,
        }
    }
}

/// Why an observation cannot be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ObservationError {
    /// A share beyond the whole.
    #[error(
        "{0} % of the pages cannot be done: a percentage lies between 0 and 100\n  help: for example --percent 40"
    )]
    Percent(f64),
    /// The cycle begins after it was seen.
    #[error(
        "the cycle cannot have been seen at {seen}, since it began at {started}\n  help: both moments are local times, or UTC where nothing else is said; an offset such as +01:00 may stand behind either"
    )]
    BeforeStart {
        /// When it was seen.
        seen: String,
        /// When it began.
        started: String,
    },
    /// Nobody says when the cycle began.
    #[error(
        "nobody says when the cycle began{0}\n  help: the portal shows it on the page Provisioning: --started \"2026-11-28 08:00+01:00\", or --elapsed \"3 h\""
    )]
    StartUnknown(&'static str),
    /// Nothing was seen.
    #[error(
        "nothing was seen of the job\n  help: name the status of the job with --status FILE, or say --percent 40 --elapsed \"3 h\""
    )]
    Nothing,
}

/// Puts together what was seen.
///
/// A person's word counts more than the status, which may be silent: while the first cycle runs, it says neither when that began nor how far
/// it is.
///
/// # Errors
/// What is missing, or cannot be.
pub fn observe(told: Told) -> Result<Observation, ObservationError> {
    let job = told.job.as_ref();
    if job.is_none() && told.percent.is_none() {
        return Err(ObservationError::Nothing);
    }
    if let Some(percent) = told
        .percent
        .filter(|percent| !(0.0..=100.0).contains(percent))
    {
        return Err(ObservationError::Percent(percent));
    }
    let at = moment(&told);
    let runs = told.percent.is_some() || job.is_some_and(is_under_way);
    let cycle = match runs {
        true => Some(cycle(&told, &at)?),
        false => None,
    };
    Ok(Observation {
        at,
        cycle,
        job: told.job,
    })
}

/// Whether a status tells of a cycle that looks at everything: the first, or a later one that has not done all its pages.
fn is_under_way(job: &SeenJob) -> bool {
    let has_pages_left = job.progress.is_some_and(|seen| seen.done < seen.total);
    match (job.code, job.schedule) {
        (Some("Quarantine" | "Paused" | "NotConfigured"), _) => false,
        (_, Some("Paused" | "Disabled")) => false,
        (Some("NotRun"), _) => true,
        _ => has_pages_left,
    }
}

/// When it was seen: as it is said, as the status says, or now.
fn moment(told: &Told) -> Start {
    let clock = told
        .started
        .as_ref()
        .map_or_else(LocalClock::default, |start| start.clock.clone());
    let of_status = told
        .job
        .as_ref()
        .and_then(|job| job.progress)
        .and_then(|seen| seen.at);
    let seconds = of_status.unwrap_or(told.clock_seconds);
    told.now.clone().unwrap_or(Start {
        unix_seconds: seconds,
        clock,
    })
}

fn cycle(told: &Told, at: &Start) -> Result<SeenCycle, ObservationError> {
    let job = told.job.as_ref();
    let by_word = |percent| PagesDone {
        percent,
        pages: None,
    };
    let by_status = job.and_then(|job| job.progress).map(|seen| PagesDone {
        percent: seen.done as f64 / seen.total as f64 * 100.0,
        pages: Some((seen.done, seen.total)),
    });
    let done = told.percent.map(by_word).or(by_status);
    if let Some(elapsed) = told.elapsed {
        return Ok(SeenCycle { elapsed, done });
    }
    let of_status = job.and_then(|job| job.runs_since);
    let started = told
        .started
        .as_ref()
        .map(|start| start.unix_seconds)
        .or(of_status);
    let Some(started) = started else {
        return Err(ObservationError::StartUnknown(match job {
            Some(_) => ": a status does not, as long as the cycle runs",
            None => "",
        }));
    };
    let elapsed = at.unix_seconds.saturating_sub(started);
    match u64::try_from(elapsed) {
        Ok(seconds) if seconds > 0 => Ok(SeenCycle {
            elapsed: SimDuration::from_secs(seconds),
            done,
        }),
        _ => Err(ObservationError::BeforeStart {
            seen: shown(at.unix_seconds, at),
            started: shown(started, at),
        }),
    }
}

/// A moment as documents write it, by the clock of another.
pub(super) fn shown(unix_seconds: i64, beside: &Start) -> String {
    let moment = Start {
        unix_seconds,
        clock: beside.clock.clone(),
    };
    rfc3339(SimTime::ZERO, &moment)
}

#[cfg(test)]
mod tests {
    use super::super::job_reading::SeenProgress;
    use super::*;

    const MORNING: i64 = 1_764_316_800;

    fn start(unix_seconds: i64) -> Start {
        Start {
            unix_seconds,
            clock: LocalClock::default(),
        }
    }

    fn job(code: &'static str, done: u64) -> SeenJob {
        SeenJob {
            code: Some(code),
            progress: Some(SeenProgress {
                done,
                total: 300,
                at: Some(MORNING + 3_600),
            }),
            ..SeenJob::default()
        }
    }

    #[test]
    fn a_status_says_how_far_and_when_and_a_person_since_when() {
        let told = Told {
            job: Some(job("NotRun", 100)),
            started: Some(start(MORNING)),
            clock_seconds: MORNING + 99_999,
            ..Told::default()
        };
        let seen = observe(told).unwrap();
        let cycle = seen.cycle.unwrap();
        assert_eq!(cycle.elapsed, SimDuration::from_secs(3_600));
        assert_eq!(cycle.done.unwrap().whole_percents(), 33);
        assert_eq!(seen.at.unix_seconds, MORNING + 3_600);
    }

    #[test]
    fn no_cycle_is_under_way_in_quarantine_at_rest_or_when_all_is_done() {
        for (code, done, runs) in [
            ("NotRun", 300, true),
            ("Active", 299, true),
            ("Active", 300, false),
            ("Quarantine", 10, false),
            ("Paused", 10, false),
            ("NotConfigured", 0, false),
        ] {
            assert_eq!(is_under_way(&job(code, done)), runs, "{code} {done}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_reason() {
        let wrong = |told: Told| observe(told).unwrap_err();
        assert_eq!(wrong(Told::default()), ObservationError::Nothing);
        let percent = |percent| Told {
            percent: Some(percent),
            clock_seconds: MORNING,
            ..Told::default()
        };
        assert_eq!(wrong(percent(140.0)), ObservationError::Percent(140.0));
        assert!(matches!(
            wrong(percent(f64::NAN)),
            ObservationError::Percent(_)
        ));
        assert_eq!(wrong(percent(40.0)), ObservationError::StartUnknown(""));
        let later = Told {
            started: Some(start(MORNING + 60)),
            ..percent(40.0)
        };
        let message = wrong(later).to_string();
        assert!(
            message
                .contains("seen at 2025-11-28T08:00:00Z, since it began at 2025-11-28T08:01:00Z"),
            "{message}"
        );
    }
}
