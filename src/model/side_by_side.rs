//! The initial cycles of several jobs that serve one target side by side.

use std::cell::RefCell;

use super::chance::Chance;
use super::cycle::{Cycle, Workspace};
use super::cycle_error::{CycleError, within_the_clock};
use super::input::CycleInput;
use super::record::{Activity, CycleTally, Observer, Occurrence};
use super::setup::Split;
use super::target::Target;
use crate::kernel::Model;
use crate::units::{SimDuration, SimTime};

/// The initial cycle of one job of several.
#[derive(Clone, Debug)]
pub struct JobTally {
    /// When the job starts, after the first.
    pub starts: SimDuration,
    /// Its cycle, counted from its own start.
    pub tally: CycleTally,
}

/// Simulates the initial cycles of the jobs of a split; returns all of them together, as if they were one cycle from the
/// first start to the last end, and each of them. `observer` sees them together.
///
/// # Errors
/// [`CycleError`]: a limit of the setup lets nothing pass, or a cycle would last longer than the clock.
///
/// ```
/// use cyclecast::model::{Chance, CycleInput, Inputs, Parameter, ScopeMode, Setup, Split, Uncertain};
/// use cyclecast::model::{Workspace, simulate_side_by_side};
/// use cyclecast::units::SimDuration;
///
/// let setup = Setup::new(ScopeMode::AllUsers)
///     .with(Parameter::TenantUsers, Uncertain::Fixed(600.0));
/// let split = Split { shares: vec![0.5, 0.5], stagger: SimDuration::ZERO };
/// let chance = Chance::new(1, 0);
/// let input = CycleInput::new(&setup, chance, Inputs::Drawn);
/// let (whole, jobs) = simulate_side_by_side(&input, &split, chance, &mut Workspace::default(), &mut ())?;
/// assert_eq!(whole.users_in_scope, jobs.iter().map(|job| job.tally.users_in_scope).sum::<u64>());
/// # Ok::<(), cyclecast::model::CycleError>(())
/// ```
pub fn simulate_side_by_side<O: Observer>(
    input: &CycleInput<'_>,
    split: &Split,
    chance: Chance,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Result<(CycleTally, Vec<JobTally>), CycleError> {
    let inputs = input.split(split);
    let count = u16::try_from(inputs.len()).unwrap_or(u16::MAX);
    workspace.jobs.resize_with(inputs.len(), Workspace::default);
    let variations = &mut workspace.variations;
    let mut target = Box::new(Target::new(input, count, variations)?);
    // Jobs hand the target to each other, and hold one that nobody calls in the meantime.
    let stand_ins: Result<Vec<_>, _> = (0..inputs.len())
        .map(|_| Target::new(input, count, variations).map(Box::new))
        .collect();
    let watch = RefCell::new(Together::new(observer, inputs.len()));
    let mut views: Vec<View<'_, '_, O>> = (0..inputs.len())
        .map(|cycle| View {
            cycle,
            watch: &watch,
        })
        .collect();
    let parts = inputs.iter().zip(&mut workspace.jobs).zip(&mut views);
    let mut jobs: Vec<_> = (0_u32..)
        .zip(parts.zip(stand_ins?))
        .map(|(number, (((input, workspace), view), stand_in))| {
            let starts = SimTime::ZERO + split.stagger * f64::from(number);
            let target_now = std::mem::replace(&mut target, stand_in);
            let mut cycle = Cycle::prepared(input, chance, starts, target_now, workspace, view);
            std::mem::swap(&mut cycle.target, &mut target);
            Running {
                cycle,
                starts,
                stage: Stage::Waiting,
            }
        })
        .collect();
    watch.borrow_mut().begin();
    run_all(&mut jobs, &mut target);
    let tallies: Vec<JobTally> = jobs
        .into_iter()
        .map(|job| JobTally {
            starts: job.starts.since_start(),
            tally: job.cycle.tally,
        })
        .collect();
    let mut whole = add_up(&tallies);
    let end = SimTime::ZERO + whole.duration;
    within_the_clock(end, whole.connections)?;
    whole.target = target.tally(end);
    watch.borrow_mut().end(end);
    Ok((whole, tallies))
}

/// Lets the events of all jobs happen in order of time; of those at one moment, the first job's come first.
fn run_all<O: Observer>(jobs: &mut [Running<'_, O>], target: &mut Box<Target>) {
    while let Some(job) = jobs
        .iter_mut()
        .filter(|job| job.stage != Stage::Over)
        .min_by_key(|job| job.next_time())
    {
        std::mem::swap(&mut job.cycle.target, target);
        job.step();
        std::mem::swap(&mut job.cycle.target, target);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    UnderWay,
    Over,
}

/// One job and its own calendar.
struct Running<'a, O: Observer> {
    cycle: Cycle<'a, O, ()>,
    starts: SimTime,
    stage: Stage,
}

impl<O: Observer> Running<'_, O> {
    fn next_time(&self) -> SimTime {
        match self.stage {
            Stage::Waiting => self.starts,
            Stage::UnderWay => self.cycle.next_time(),
            Stage::Over => SimTime::NEVER,
        }
    }

    fn step(&mut self) {
        if self.stage == Stage::Waiting {
            self.stage = Stage::UnderWay;
            self.cycle.start();
        } else if let Some((now, event)) = self.cycle.calendar().pop() {
            self.cycle.handle(now, event);
        } else {
            self.stage = Stage::Over;
            self.cycle.finish();
        }
    }
}

/// All cycles as if they were one: what was done, added up, and the time in which no job had work as idle.
fn add_up(jobs: &[JobTally]) -> CycleTally {
    let end = |job: &JobTally| job.starts + job.tally.duration;
    let mut whole = CycleTally {
        duration: jobs.iter().map(end).max().unwrap_or_default(),
        ..CycleTally::default()
    };
    for job in jobs {
        whole.add(&job.tally);
        let outside = whole.duration.saturating_sub(job.tally.duration);
        whole.spent[Activity::Idle as usize] += outside * job.tally.connections as f64;
    }
    whole
}

/// What has been seen of all cycles.
struct Together<'o, O> {
    observer: &'o mut O,
    users_in_scope: u64,
    pages: u64,
    pages_done: Vec<u64>,
}

impl<'o, O: Observer> Together<'o, O> {
    fn new(observer: &'o mut O, cycles: usize) -> Self {
        Self {
            observer,
            users_in_scope: 0,
            pages: 0,
            pages_done: vec![0; cycles],
        }
    }

    /// Every cycle has said how much it has to do.
    fn begin(&mut self) {
        let starts = Occurrence::CycleStarts {
            users_in_scope: self.users_in_scope,
            pages: self.pages,
        };
        self.observer.see(SimTime::ZERO, &starts);
    }

    /// Every cycle is over.
    fn end(&mut self, at: SimTime) {
        self.observer.see(at, &Occurrence::CycleEnds);
    }
}

/// What one of the cycles shows.
struct View<'w, 'o, O> {
    cycle: usize,
    watch: &'w RefCell<Together<'o, O>>,
}

impl<O: Observer> Observer for View<'_, '_, O> {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        let mut watch = self.watch.borrow_mut();
        match *what {
            Occurrence::CycleStarts {
                users_in_scope,
                pages,
            } => {
                watch.users_in_scope += users_in_scope;
                watch.pages += pages;
            }
            Occurrence::PagesDone(pages) => {
                watch.pages_done[self.cycle] = pages;
                let done = watch.pages_done.iter().sum();
                watch.observer.see(at, &Occurrence::PagesDone(done));
            }
            // The end of all of them is what counts.
            Occurrence::CycleEnds => {}
            _ => watch.observer.see(at, what),
        }
    }

    fn stops(&self) -> bool {
        self.watch.borrow().observer.stops()
    }
}
