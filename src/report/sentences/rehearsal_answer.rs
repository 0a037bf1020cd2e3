//! Whether a cycle that was played lies within its forecast, and what was assumed wrongly if not.

use crate::experiment::outcome::rehearsal::{EndpointBeside, Rehearsal, RehearsalResult};
use crate::report::number;
use crate::units::display_number;

/// What makes up less of the difference than this is not told.
const MATTERS: f64 = 0.1;

/// The verdict.
pub(in crate::report) fn answer(found: &Rehearsal) -> String {
    let verdict = &found.verdict;
    let took = number::time(verdict.duration_ms);
    if let Some(reason) = &verdict.broken_off {
        return format!("broken off after {took}: {reason}.");
    }
    let range = number::time_range(verdict.forecast_ms.p5, verdict.forecast_ms.p95);
    let median = number::time(verdict.forecast_ms.p50);
    let told = format!("the cycle took {took}; 9 in 10 were to take {range}, the median {median}");
    match verdict.result {
        RehearsalResult::Inside | RehearsalResult::BrokenOff => {
            format!("inside the forecast: {told}.")
        }
        RehearsalResult::Faster => {
            format!("faster than forecast: {told}, {}.", times(verdict.ratio))
        }
        RehearsalResult::Slower => {
            format!("slower than forecast: {told}, {}.", times(verdict.ratio))
        }
    }
}

fn times(ratio: f64) -> String {
    format!("{} times the median", number::rough(ratio))
}

/// What was played, and whether its requests are those of the simulation.
pub(in crate::report) fn played(found: &Rehearsal) -> Vec<String> {
    let played = &found.played;
    let count = |number: u64| display_number(number as f64);
    let mut sentences = vec![format!(
        "Played: {} users, {} groups and {} memberships over {} connections{}.",
        count(played.users),
        count(played.groups),
        count(played.memberships),
        count(played.connections),
        match (played.speed - 1.0).abs() < 1e-9 {
            true => String::new(),
            false => format!(
                ", the service's own time {} times as fast",
                number::rough(played.speed)
            ),
        },
    )];
    if played.users_before > 0 {
        sentences.push(format!(
            "{} of the users were created before the start, since the scenario has them exist already.",
            count(played.users_before)
        ));
    }
    let made: u64 = found.endpoints.iter().map(|one| one.calls).sum();
    sentences.push(match found.verdict.calls_exact {
        Some(true) => format!("Its {} requests are those of the simulation, endpoint by endpoint.", count(made)),
        Some(false) => "Its requests are not as many as those of the simulation, though none failed: the target found what should not have been there, or the reverse.".to_owned(),
        None => format!(
            "{} requests were made; {} were refused and {} failed, so that they are not those of the simulation.",
            count(made),
            count(found.verdict.refusals),
            count(found.verdict.failures)
        ),
    });
    sentences
}

/// How the incremental cycles went that followed.
pub(in crate::report) fn followed(found: &Rehearsal) -> Option<String> {
    let further = found.incremental.as_ref()?;
    let (played, inside) = (further.cycles.len() as u64, further.inside());
    let interval = number::time(further.interval_ms);
    let told = match (played, played - inside) {
        (0, _) => format!(
            "None of the {} incremental cycles that were asked for was played",
            further.wanted
        ),
        (1, 0) => "One incremental cycle followed, inside its forecast".to_owned(),
        (1, _) => "One incremental cycle followed, outside of its forecast".to_owned(),
        (_, 0) => format!(
            "{played} incremental cycles followed, one every {interval}; all are inside their forecasts"
        ),
        _ => format!(
            "{played} incremental cycles followed, one every {interval}; {inside} are inside their forecasts"
        ),
    };
    Some(match &further.broken_off {
        Some(reason) => format!("{told}; the next broke off: {reason}."),
        None => format!("{told}."),
    })
}

/// Which answers took another time than forecast, and how much of the difference that makes up; nothing where the cycle is inside.
pub(in crate::report) fn reasons(found: &Rehearsal) -> Vec<String> {
    let verdict = &found.verdict;
    let difference = verdict.duration_ms - verdict.forecast_ms.p50;
    if !matches!(
        verdict.result,
        RehearsalResult::Faster | RehearsalResult::Slower
    ) {
        return Vec::new();
    }
    let mut moved: Vec<&EndpointBeside> = found.endpoints.iter().collect();
    moved.sort_by(|a, b| b.effect_ms.abs().total_cmp(&a.effect_ms.abs()));
    let moved = moved
        .into_iter()
        .filter(|one| one.effect_ms.abs() >= MATTERS * difference.abs());
    let mut sentences: Vec<String> = moved.map(reason).collect();
    let told: f64 = found.endpoints.iter().map(|one| one.effect_ms).sum();
    let rest = difference - told;
    if verdict.refusals > 0 {
        sentences.push(format!(
            "{} calls were refused for a limit: the scenario's limits are not the target's.",
            display_number(verdict.refusals as f64)
        ));
    } else if rest.abs() >= MATTERS * difference.abs() {
        let longer = if rest > 0.0 { "longer" } else { "shorter" };
        sentences.push(format!(
            "Beside the answers, the cycle took {} {longer} than forecast: connections waited for each other, for calls that were made again, or for this machine.",
            number::time(rest.abs())
        ));
    }
    sentences
}

fn reason(one: &EndpointBeside) -> String {
    let longer = if one.effect_ms > 0.0 {
        "longer"
    } else {
        "shorter"
    };
    format!(
        "{}: answers took {} in the mean, and {} were forecast; that alone makes the cycle {} {longer}. Look at {}.",
        one.endpoint,
        number::time(one.mean_ms),
        number::time_range(one.forecast_mean_ms.p5, one.forecast_mean_ms.p95),
        number::time(one.effect_ms.abs()),
        keys(&one.endpoint)
    )
}

/// The keys of a scenario that an endpoint's answers follow from.
fn keys(endpoint: &str) -> &'static str {
    match endpoint {
        "users.get" => {
            "target.latency.user_get, target.latency.user_get_per_1000_users and target.capacity"
        }
        "users.post" => {
            "target.latency.user_post, target.latency.user_post_per_1000_users and target.capacity"
        }
        "users.patch" => "target.latency.user_patch and target.capacity",
        "groups.get" => {
            "target.latency.group_get, target.latency.group_get_per_1000_members and target.capacity"
        }
        "groups.post" => "target.latency.group_post and target.capacity",
        "groups.patch" => {
            "target.latency.group_patch, target.latency.group_patch_per_1000_members and target.capacity"
        }
        _ => "target.latency and target.capacity",
    }
}
