//! Requests in each hour or day after the initial cycle, by endpoint.

use crate::experiment::outcome::life::{ActionMark, LaterLoad, Life, LoadStep};
use crate::experiment::outcome::{EndpointLoad, LimitLoad, Metric, Outcome};
use crate::report::chart::drawing::*;
use crate::report::tables::target_tables::step_name;
use crate::report::{moment, number};

const TOP: f64 = 114.0;
const PANEL: f64 = 84.0;

/// The chart.
pub fn scene(outcome: &Outcome, life: &Life) -> Scene {
    let Some(load) = &life.load else {
        let title = "The load after the initial cycle is not known";
        return frame::empty_page(outcome, title, "No requests were recorded.");
    };
    let all = [&load.all].into_iter().chain(&load.endpoints);
    let all = all.filter_map(|one| panel(one, load, &outcome.target.limits, life.horizon_ms));
    let all: Vec<Panel> = all.collect();
    let across = |ends| time_axis::over_horizon(life.horizon_ms, ends);
    let room = (panels::room_left(&all), 12.0);
    let panels = Panels::new(room, across, &marks(outcome, life));
    let first = TOP + panels.marks.height();
    let height = first + panels::height(&all) + BELOW;
    let step = step_name(load);
    let what = format!("Requests in each {step}, time since the start of the job");
    let key = Piece::band(what, MUTED);
    let mut scene = frame::page(outcome, &title(life, load), &key, height.max(HEIGHT));
    // Above the heading of the first panel.
    panels.marks.above(&mut scene, first - HEADING_ROOM * 0.6);
    panels.draw_with_labels(&mut scene, first, &all);
    scene
}

/// When the initial cycle ends, and what happens at stated moments.
fn marks(outcome: &Outcome, life: &Life) -> Vec<ActionMark> {
    let cycle = outcome.summary(Metric::InitialCycle);
    let end = cycle.and_then(|cycle| cycle.p50.value);
    let end = end.map(|end| ActionMark {
        time_ms: end as u64,
        label: "the initial cycle ends (median)".to_owned(),
    });
    let mut marks: Vec<ActionMark> = end.into_iter().chain(life.actions.clone()).collect();
    marks.sort_by_key(|mark| mark.time_ms);
    marks
}

fn title(life: &Life, load: &LaterLoad) -> String {
    let all = load.steps.iter();
    let all = all.filter(|one| one.endpoint == load.all.endpoint);
    // The first of those that are as full.
    let all = all.rev();
    let fullest = all.max_by(|a, b| a.requests.p50.total_cmp(&b.requests.p50));
    let step = step_name(load);
    match fullest.filter(|fullest| fullest.requests.p50 > 0.0) {
        Some(fullest) => {
            let when = moment::at(life, fullest.time_ms);
            let requests = number::rough(fullest.requests.p50);
            format!(
                "The fullest {step} after the initial cycle ({when}) has {requests} requests (median)"
            )
        }
        None => format!("After the initial cycle few requests come in any {step}"),
    }
}

/// The panel of one endpoint, or of all together, if it is called at all.
fn panel(
    one: &EndpointLoad,
    load: &LaterLoad,
    limits: &[LimitLoad],
    horizon: u64,
) -> Option<Panel> {
    let of_it = |step: &&LoadStep| step.endpoint == one.endpoint;
    let steps: Vec<&LoadStep> = load.steps.iter().filter(of_it).collect();
    let highest = steps.iter().map(|step| step.requests.p95);
    let highest = highest.fold(0.0, f64::max);
    let counts = |limit: &LimitLoad| match one.endpoint == load.all.endpoint {
        true => {
            let mut called = load.endpoints.iter();
            called.all(|called| limit.endpoints.contains(&called.endpoint))
        }
        false => limit.endpoints[..] == [one.endpoint.as_str()],
    };
    let levels = limits.iter().filter(|limit| counts(limit));
    let levels = levels.filter_map(|limit| {
        let calls = limit.calls?;
        let allowed = calls.allowed as f64 * (load.step_ms as f64 / calls.window_ms as f64);
        let words = format!("limit {} {}", limit.name, number::rough(allowed));
        let is_shown = calls.window_ms <= load.step_ms && is_near(allowed, highest);
        is_shown.then(|| Level::new(allowed, words, VERMILLION))
    });
    let levels: Vec<Level> = levels.collect();
    let high = levels.iter().map(|level| level.value);
    let high = high.fold(highest, f64::max);
    let ticks = ticks_from_zero(high.max(1.0), 3, 1.0);
    let mut panel = Panel::new(&one.label, Axis::from_zero(ticks, (0.0, -PANEL)));
    panel.layers = band(in_steps(&steps, load.step_ms, horizon), BLUE);
    panel.levels = levels;
    (!steps.is_empty()).then_some(panel)
}

/// The requests of each step hold from its beginning to its end; where nobody calls they are zero.
fn in_steps(
    steps: &[&LoadStep],
    step_ms: u64,
    horizon_ms: u64,
) -> impl Iterator<Item = (f64, Option<[f64; 3]>)> {
    let mut steps = steps.iter().peekable();
    let count = horizon_ms.div_ceil(step_ms.max(1));
    (0..count).flat_map(move |index| {
        let from = index * step_ms;
        let here = steps.next_if(|step| step.time_ms == from);
        let values = here.map(|step| [step.requests.p5, step.requests.p50, step.requests.p95]);
        [from, from + step_ms].map(|time| (time as f64, Some(values.unwrap_or_default())))
    })
}
