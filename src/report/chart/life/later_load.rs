//! Requests in each hour or day after the initial cycle, by endpoint.

use super::lines::band;
use super::panels::{BELOW, HEADING_ROOM, Panels, heading};
use crate::experiment::outcome::life::{ActionMark, LaterLoad, Life, LoadStep};
use crate::experiment::outcome::{EndpointLoad, LimitLoad, Metric, Outcome};
use crate::report::chart::axis::{Scale, Tick, is_near, ticks_from_zero};
use crate::report::chart::frame::{self, Piece, Plot};
use crate::report::chart::marks::Marks;
use crate::report::chart::reference_line::{self, Level};
use crate::report::chart::scene::Scene;
use crate::report::chart::theme::{BLUE, HEIGHT, MUTED, VERMILLION};
use crate::report::tables::target_tables::step_name;
use crate::report::{moment, number};

const TOP: f64 = 114.0;
const PANEL: f64 = 84.0;

/// One endpoint, or all together.
struct Series<'l> {
    load: &'l EndpointLoad,
    steps: Vec<&'l LoadStep>,
    ticks: Vec<Tick>,
    /// Limits in requests in a step, with their names.
    limits: Vec<(f64, String)>,
}

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let Some(load) = &life.load else {
        let title = "The load after the initial cycle is not known";
        return frame::empty_page(outcome, title, "No requests were recorded.");
    };
    let all: Vec<Series> = [&load.all]
        .into_iter()
        .chain(&load.endpoints)
        .map(|one| Series::of(one, load, &outcome.target.limits))
        .filter(|series| !series.steps.is_empty())
        .collect();
    let room_left = all.iter().map(|one| frame::widest(&one.ticks));
    let panels = Panels::new(life.horizon_ms, room_left.fold(0.0, f64::max) + 8.0, 12.0);
    let marks = Marks::of(&marks(outcome, life), panels.across());
    let first = TOP + marks.height();
    let height = first + all.len() as f64 * (PANEL + HEADING_ROOM) - HEADING_ROOM + BELOW;
    let step = step_name(load);
    let key = [
        Piece::Words(format!(
            "Requests in each {step}, time since the start of the job"
        )),
        Piece::Line(MUTED, "median".to_owned()),
        Piece::Band(MUTED, "5th to 95th percentile".to_owned()),
    ];
    let mut scene = frame::page(outcome, &title(life, load), &key, height.max(HEIGHT));
    let mut last = panels.plot(first, 0.0);
    for (place, series) in all.iter().enumerate() {
        last = panels.plot(first + place as f64 * (PANEL + HEADING_ROOM), PANEL);
        panels.grid(&mut scene, &last);
        marks.through(&mut scene, &last);
        series.draw(
            &mut scene,
            &last,
            panels.across(),
            (load.step_ms, life.horizon_ms),
        );
    }
    // Above the heading of the first panel.
    marks.above(&mut scene, first - HEADING_ROOM * 0.6);
    panels.axis(&mut scene, &last);
    scene
}

/// When the initial cycle ends, and what happens at stated moments.
fn marks(outcome: &Outcome, life: &Life) -> Vec<ActionMark> {
    let cycle = outcome.summary(Metric::InitialCycle);
    let end = cycle
        .and_then(|cycle| cycle.p50.value)
        .map(|end| ActionMark {
            time_ms: end as u64,
            label: "the initial cycle ends (median)".to_owned(),
        });
    let mut marks: Vec<ActionMark> = end
        .into_iter()
        .chain(life.actions.iter().cloned())
        .collect();
    marks.sort_by_key(|mark| mark.time_ms);
    marks
}

fn title(life: &Life, load: &LaterLoad) -> String {
    let all = load
        .steps
        .iter()
        .filter(|one| one.endpoint == load.all.endpoint);
    let fullest = all.max_by(|a, b| {
        a.requests
            .p50
            .total_cmp(&b.requests.p50)
            .then(b.time_ms.cmp(&a.time_ms))
    });
    match fullest.filter(|fullest| fullest.requests.p50 > 0.0) {
        Some(fullest) => format!(
            "The fullest {} after the initial cycle ({}) has {} requests (median)",
            step_name(load),
            moment::at(life, fullest.time_ms),
            number::rough(fullest.requests.p50)
        ),
        None => format!(
            "After the initial cycle few requests come in any {}",
            step_name(load)
        ),
    }
}

impl<'l> Series<'l> {
    fn of(one: &'l EndpointLoad, load: &'l LaterLoad, limits: &[LimitLoad]) -> Self {
        let steps: Vec<&LoadStep> = load
            .steps
            .iter()
            .filter(|step| step.endpoint == one.endpoint)
            .collect();
        let highest = steps
            .iter()
            .map(|step| step.requests.p95)
            .fold(0.0, f64::max);
        let counts = |limit: &LimitLoad| {
            if one.endpoint == load.all.endpoint {
                load.endpoints
                    .iter()
                    .all(|called| limit.endpoints.contains(&called.endpoint))
            } else {
                limit.endpoints.len() == 1 && limit.endpoints.contains(&one.endpoint)
            }
        };
        let limits: Vec<(f64, String)> = limits
            .iter()
            .filter(|limit| counts(limit))
            .filter_map(|limit| {
                let calls = limit
                    .calls
                    .filter(|calls| calls.window_ms <= load.step_ms)?;
                let allowed = calls.allowed as f64 * (load.step_ms as f64 / calls.window_ms as f64);
                let words = format!("limit {} {}", limit.name, number::rough(allowed));
                is_near(allowed, highest).then_some((allowed, words))
            })
            .collect();
        let high = limits.iter().map(|limit| limit.0).fold(highest, f64::max);
        Self {
            load: one,
            steps,
            ticks: ticks_from_zero(high.max(1.0), 3, 1.0),
            limits,
        }
    }

    /// Draws the band with its median in steps; where nobody calls it is zero.
    fn draw(
        &self,
        scene: &mut Scene,
        plot: &Plot,
        across: &Scale,
        (step_ms, horizon_ms): (u64, u64),
    ) {
        heading(scene, plot, &self.load.label);
        let upwards = plot.upwards(&self.ticks);
        frame::rows(scene, plot, &upwards, &self.ticks);
        let mut steps = self.steps.iter().peekable();
        let count = horizon_ms.div_ceil(step_ms.max(1));
        let points = (0..count).flat_map(|place| {
            let from = place * step_ms;
            let here = steps.next_if(|step| step.time_ms == from);
            let values = here.map_or([0.0; 3], |step| {
                [step.requests.p5, step.requests.p50, step.requests.p95]
            });
            let heights = Some(values.map(|value| upwards.at(value)));
            [from, from + step_ms].map(|time| (across.at(time as f64), heights))
        });
        band(scene, points.collect::<Vec<_>>().into_iter(), BLUE);
        let levels: Vec<Level> = self
            .limits
            .iter()
            .map(|(value, words)| Level {
                y: upwards.at(*value),
                words: words.clone(),
                colour: VERMILLION,
            })
            .collect();
        reference_line::levels(scene, plot, &levels);
    }
}
