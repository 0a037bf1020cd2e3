//! The forecast, and the played cycle beside it.

use std::collections::BTreeMap;

use super::answer_times::{AnswerTimes, STEPS};
use super::fixed_scenario::Rehearsed;
use super::further_cycles::CycleWatch;
use super::played_troubles::{Further, troubles};
use super::played_watch::PlayedWatch;
use crate::experiment::forecast::{Forecast, recorded};
use crate::experiment::outcome::rehearsal::{
    EndpointBeside, FORMAT_VERSION, Memberships, Played, Rehearsal, RehearsalResult,
    RehearsalVerdict, Requests,
};
use crate::experiment::outcome::{Band, LoadPoint, Manifest, Metric, Outcome, ProgressPoint};
use crate::experiment::percentiles::band_of;
use crate::experiment::replication::Replication;
use crate::experiment::session::{Bench, RunError, Session};
use crate::model::{CycleInput, CycleTally, Endpoint, Inputs, Workspace, simulate};
use crate::stats::{quantile, sorted};

/// A forecast that is fixed before anything is played.
#[derive(Clone, Debug)]
pub struct Foretold<'r> {
    rehearsed: &'r Rehearsed,
    forecast: Outcome,
    /// The means of each endpoint, of each replication in which it was called.
    means_ms: [Vec<f64>; Endpoint::ALL.len()],
    memberships: Vec<ProgressPoint>,
    /// Length of the stretches in which requests are counted, and their rates.
    stretch_ms: f64,
    requests: Vec<LoadPoint>,
    /// What the replication that is played comes to in the simulation.
    alone: CycleTally,
    /// Its incremental cycles, and those of each replication of the forecast; none where none are played.
    alone_further: CycleWatch,
    further: Vec<CycleWatch>,
    memberships_written: u64,
    manifest: Manifest,
}

/// Stretches in which requests are counted, up to the 95th percentile of the duration.
const STRETCHES: usize = 40;

fn stretch_ms(forecast: &Outcome) -> f64 {
    let longest = forecast
        .summary(Metric::InitialCycle)
        .and_then(|found| found.p95.value);
    longest.unwrap_or(60_000.0).max(1.0) / STRETCHES as f64
}

/// What is kept of one replication of the forecast.
struct Course {
    further: Option<CycleWatch>,
    means: [Option<f64>; Endpoint::ALL.len()],
    memberships: Vec<Option<f64>>,
    rates: Vec<f64>,
}

fn load(index: usize, stretch_ms: f64, [p5, p50, p95]: [f64; 3]) -> LoadPoint {
    LoadPoint {
        time_ms: (index as f64 + 0.5) * stretch_ms,
        p5,
        p50,
        p95,
        typical: p50,
    }
}

impl<'r> Foretold<'r> {
    /// Simulates what is to be played.
    ///
    /// # Errors
    /// [`RunError`]: as any forecast.
    pub fn new(
        rehearsed: &'r Rehearsed,
        session: &Session<'_>,
        manifest: Manifest,
    ) -> Result<Self, RunError> {
        let setup = &rehearsed.scenario.setup;
        let mut all = Forecast::new(&rehearsed.scenario, *session);
        all.manifest = manifest.clone();
        let forecast = all.outcome(all.simulate(BTreeMap::new(), &|_| (session.progress)(1))?)?;
        let input = rehearsed.input();
        let alone = simulate(
            &input,
            rehearsed.chance(),
            &mut Workspace::default(),
            &mut (),
        )?;
        let written = alone.memberships_written;
        let cycles = rehearsed.ask.cycles;
        let further = |inputs, bench: &mut Bench<'_>| {
            let plan = rehearsed.plan.as_ref();
            plan.map(|plan| CycleWatch::simulated(cycles, setup, plan, inputs, bench))
                .transpose()
        };
        let alone_further = further(
            Inputs::Median,
            &mut Bench {
                chance: rehearsed.chance(),
                interrupted: session.interrupted,
                workspace: &mut Workspace::default(),
            },
        )?;
        let stretch_ms = stretch_ms(&forecast);
        let courses = session.each(|_, bench| {
            let mut times = AnswerTimes::default();
            let one = bench.replication(setup, Inputs::Drawn, &mut times)?;
            let means = Endpoint::ALL.map(|of| times.took(of).map(|took| took.mean_ms));
            Ok(Course {
                further: further(Inputs::Drawn, bench)?,
                means,
                memberships: times.memberships(one.tally.memberships_written),
                rates: times.rates(stretch_ms, STRETCHES),
            })
        })?;
        let means_ms = Endpoint::ALL.map(|of| {
            let means = courses.iter().filter_map(|one| one.means[of as usize]);
            means.collect()
        });
        let memberships = (0..=STEPS).map(|step| {
            let times = courses
                .iter()
                .map(|one| one.memberships[step].unwrap_or(f64::INFINITY));
            let times = sorted(times);
            let at = |p| quantile(&times, p).filter(|time| time.is_finite());
            point(step, [at(0.05), at(0.5), at(0.95)])
        });
        let requests = (0..STRETCHES).map(|index| {
            let Band { p5, p50, p95 } = band_of(courses.iter().map(|one| one.rates[index]));
            load(index, stretch_ms, [p5, p50, p95])
        });
        Ok(Self {
            rehearsed,
            means_ms,
            memberships: memberships.collect(),
            stretch_ms,
            requests: requests.collect(),
            alone,
            alone_further: alone_further.unwrap_or_default(),
            further: courses.into_iter().filter_map(|one| one.further).collect(),
            memberships_written: written,
            manifest,
            forecast,
        })
    }

    /// What the forecast says of the duration, in milliseconds.
    pub fn duration_ms(&self) -> Band {
        let found = self.forecast.summary(Metric::InitialCycle);
        let of = |p: fn(&crate::experiment::outcome::Summary) -> Option<f64>| {
            found.and_then(p).unwrap_or(f64::INFINITY)
        };
        Band {
            p5: of(|found| found.p5.value),
            p50: of(|found| found.p50.value),
            p95: of(|found| found.p95.value),
        }
    }

    /// The forecast itself.
    pub fn outcome(&self) -> &Outcome {
        &self.forecast
    }

    /// How many per cent of the pages are to be done so long after the start: by a slow replication (1 in 20), and by a fast one.
    pub fn percent_by(&self, elapsed_ms: f64) -> [f64; 2] {
        let points = &self.forecast.progress.pages;
        let by = |of: fn(&ProgressPoint) -> Option<f64>| {
            let reached = points
                .iter()
                .take_while(|point| of(point).is_some_and(|at| at <= elapsed_ms));
            reached.last().map_or(0.0, |point| point.percent)
        };
        [by(|point| point.p95_ms), by(|point| point.p5_ms)]
    }

    /// Requests that the replication makes where nothing is refused and nothing fails; in the incremental cycles about so many.
    pub fn calls(&self) -> u64 {
        self.alone.calls.iter().sum::<u64>() + self.alone_further.calls()
    }

    /// Requests, and users and groups that are created, in the incremental cycles: of each the most that a replication has.
    pub fn most_further(&self) -> (u64, (u64, u64)) {
        let most = |of: fn(&CycleWatch) -> u64| {
            let all = self.further.iter().chain([&self.alone_further]);
            all.map(of).max().unwrap_or_default()
        };
        let users = most(|one| one.objects_made().0);
        (
            most(CycleWatch::calls),
            (users, most(|one| one.objects_made().1)),
        )
    }

    /// Users who come into scope in the incremental cycles of the replication.
    pub fn joiners(&self) -> u64 {
        self.alone_further.joiners
    }

    /// When the last cycle is forecast to be over, in milliseconds since the start: in one case of twenty later.
    pub fn ends_ms(&self) -> f64 {
        let ends = sorted(self.further.iter().map(CycleWatch::ended_ms));
        quantile(&ends, 0.95).unwrap_or(self.duration_ms().p95)
    }

    /// Users, groups and memberships that the replication creates.
    pub fn objects(&self) -> (u64, u64, u64) {
        (
            self.alone.users_in_scope,
            self.alone.groups_in_scope,
            self.memberships_written,
        )
    }

    /// The document of what was played.
    ///
    /// # Errors
    /// [`RunError`]: the outcome of the played cycle cannot be made.
    pub fn beside(
        self,
        input: &CycleInput<'_>,
        watch: PlayedWatch,
        tally: CycleTally,
        further: Further,
    ) -> Result<Rehearsal, RunError> {
        let broken_off = further
            .broken_off
            .or_else(|| tally.failed_with.map(|code| code.name().to_owned()));
        let is_initial = tally.broken_off || tally.failed_with.is_some();
        let (broken_off, later) = match is_initial {
            true => (broken_off, None),
            false => (None, broken_off),
        };
        let interval_ms = self.rehearsed.interval_s() * 1e3;
        let incremental = (self.rehearsed.ask.cycles > 0)
            .then(|| watch.further.beside(&self.further, interval_ms, later));
        let verdict = self.verdict(&watch.times, &tally, broken_off);
        let endpoints = self.endpoints(&watch.times, &tally);
        let course = watch.times.memberships(self.memberships_written);
        let measured = (0..).zip(course).map(|(step, at)| point(step, [at; 3]));
        let rates = watch.times.rates(self.stretch_ms, self.stretches(&tally));
        let rates = (0..)
            .zip(rates)
            .map(|(index, rate)| load(index, self.stretch_ms, [rate; 3]));
        let requests = Requests {
            forecast: self.requests.clone(),
            measured: rates.collect(),
        };
        let (users, groups, memberships) = self.objects();
        let played = Played {
            seed: self.rehearsed.ask.seed,
            replication: self.rehearsed.ask.replication,
            speed: self.rehearsed.ask.speed,
            users,
            groups,
            memberships,
            connections: tally.connections,
            users_before: further.users_before,
        };
        let memberships = Memberships {
            forecast: self.memberships.clone(),
            measured: measured.collect(),
        };
        let is_whole = verdict.result != RehearsalResult::BrokenOff;
        let measured = is_whole
            .then(|| self.measured(input, watch, tally))
            .transpose()?;
        Ok(Rehearsal {
            format_version: FORMAT_VERSION.to_owned(),
            cyclecast_version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: self.rehearsed.scenario.name.clone(),
            played,
            left_out: self.rehearsed.left_out.clone(),
            verdict,
            endpoints,
            memberships,
            requests,
            incremental,
            troubles: troubles(further.troubles),
            forecast: self.forecast,
            measured,
        })
    }

    /// Stretches that the played cycle takes: as many as its forecast at least, and not without end.
    fn stretches(&self, tally: &CycleTally) -> usize {
        let taken = tally.duration.as_secs_f64() * 1e3 / self.stretch_ms;
        (taken as usize + 1).clamp(1, 50 * STRETCHES)
    }

    fn verdict(
        &self,
        times: &AnswerTimes,
        tally: &CycleTally,
        broken_off: Option<String>,
    ) -> RehearsalVerdict {
        let duration_ms = tally.duration.as_secs_f64() * 1e3;
        let forecast_ms = self.duration_ms();
        let result = match broken_off {
            Some(_) => RehearsalResult::BrokenOff,
            None if duration_ms < forecast_ms.p5 => RehearsalResult::Faster,
            None if duration_ms > forecast_ms.p95 => RehearsalResult::Slower,
            None => RehearsalResult::Inside,
        };
        let is_undisturbed = times.refusals == 0 && times.failures == 0 && broken_off.is_none();
        RehearsalVerdict {
            result,
            duration_ms,
            ratio: duration_ms / forecast_ms.p50,
            forecast_ms,
            calls_exact: is_undisturbed.then_some(tally.calls == self.alone.calls),
            refusals: times.refusals,
            failures: times.failures,
            broken_off,
        }
    }

    fn endpoints(&self, times: &AnswerTimes, tally: &CycleTally) -> Vec<EndpointBeside> {
        let beside = |of: Endpoint| {
            let took = times.took(of)?;
            let forecast_mean_ms = band_of(self.means_ms[of as usize].iter().copied());
            let calls = tally.calls[of as usize];
            let difference = took.mean_ms - forecast_mean_ms.p50;
            Some(EndpointBeside {
                endpoint: of.name().to_owned(),
                calls,
                calls_forecast: self.alone.calls[of as usize],
                mean_ms: took.mean_ms,
                cv: took.cv,
                p95_ms: took.p95_ms,
                forecast_mean_ms,
                effect_ms: difference * calls as f64 / tally.connections.max(1) as f64,
            })
        };
        Endpoint::ALL.into_iter().filter_map(beside).collect()
    }

    /// The played cycle as an outcome of one replication.
    fn measured(
        &self,
        input: &CycleInput<'_>,
        watch: PlayedWatch,
        tally: CycleTally,
    ) -> Result<Outcome, RunError> {
        let number = self.rehearsed.ask.replication;
        let mut one = Replication {
            tally,
            is_complete: true,
            life: None,
            jobs: Vec::new(),
            recorder: watch.recorder,
            values: input.values.clone(),
            memberships: input.memberships(),
            largest_group: input.group_sizes.iter().copied().max().unwrap_or_default(),
        };
        let record = recorded(&self.rehearsed.scenario, number, &mut one);
        let plan = crate::experiment::Plan {
            replications: 1,
            seed: self.rehearsed.ask.seed,
            threads: None,
        };
        let mut single = Forecast::new(&self.rehearsed.scenario, Session::new(plan));
        single.manifest = self.manifest.clone();
        single.outcome(vec![record])
    }
}

fn point(step: usize, [p5_ms, p50_ms, p95_ms]: [Option<f64>; 3]) -> ProgressPoint {
    let percent = 100.0 * step as f64 / STEPS as f64;
    ProgressPoint {
        percent,
        p5_ms,
        p50_ms,
        p95_ms,
    }
}
