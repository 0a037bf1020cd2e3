//! Variants beside each other, in the terminal.

use super::strategies;
use super::tables::{finished, table};
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Variant};
use crate::report::comparison::answer;
use crate::report::number;
use crate::units::display_number;

/// The whole report; `repeat` is the command that makes it again.
pub fn comparison(found: &Comparison, repeat: &str) -> String {
    let mut text = format!("{}: {}.\n", found.scenario, answer(found));
    let is_of_strategies = found.of == ComparedBy::Strategies;
    text.push_str(&format!(
        "\nInitial cycle over {} replications each, with the same luck\n{}",
        display_number(found.replications as f64),
        if is_of_strategies {
            strategies::each(found)
        } else {
            durations(found)
        }
    ));
    text.push_str(&if is_of_strategies {
        strategies::against_best(found).unwrap_or_default()
    } else {
        format!("\nAt the target, medians\n{}", at_target(found))
    });
    if found.of == ComparedBy::Policies {
        text.push_str(&format!(
            "\nAgainst {}, run by run\n{}",
            found.variants.first().map_or("", |one| &one.name),
            pairs(found)
        ));
    }
    text.push_str(&format!("\nTo repeat this\n  {repeat}\n"));
    text
}

fn heading(found: &Comparison) -> &'static str {
    match found.of {
        ComparedBy::Strategies => "strategy",
        ComparedBy::Policies => "on 429",
        ComparedBy::Workers => "workers",
    }
}

fn durations(found: &Comparison) -> String {
    let asked = found
        .need
        .as_ref()
        .map(|need| format!("within {}", number::time(need.within_ms as f64)));
    let mut header = vec![heading(found), "p5", "p50", "p95"];
    header.extend(asked.as_deref());
    let mut rows = table(&header);
    for one in &found.variants {
        let time = |estimate| number::estimate(estimate, Unit::Milliseconds);
        let mut cells = vec![
            one.name.clone(),
            time(&one.p5),
            time(&one.p50),
            time(&one.p95),
        ];
        cells.extend(one.within.map(|within| {
            let percent = number::percent;
            format!(
                "{} ({} to {})",
                percent(within.share),
                percent(within.low),
                percent(within.high)
            )
        }));
        rows.add_row(cells);
    }
    finished(&rows)
}

fn at_target(found: &Comparison) -> String {
    let mut rows = table(&[
        heading(found),
        "requests",
        "429",
        "per s",
        "busiest minute, per s",
        "busiest second",
        "workers busy",
        "in queue",
        "timeouts",
        "left out",
    ]);
    for one in &found.variants {
        rows.add_row(cells(one));
    }
    finished(&rows)
}

fn cells(one: &Variant) -> [String; 10] {
    let count = |value: f64| display_number(value.round());
    [
        one.name.clone(),
        count(one.requests.p50),
        count(one.too_many_requests.p50),
        number::rough(one.mean_rate.p50),
        number::rough(one.peak_minute.p50),
        count(one.peak_second.p50),
        one.utilisation
            .map_or_else(String::new, |used| number::percent(used.p50)),
        number::rough(one.mean_queue.p50),
        count(one.timeouts.p50),
        count(one.left_out.p50),
    ]
}

fn pairs(found: &Comparison) -> String {
    let mut rows = table(&["on 429", "longer by", "times as long", "faster in"]);
    for one in &found.variants {
        let Some(paired) = &one.against_first else {
            continue;
        };
        let share = paired.faster;
        let ratio = [paired.ratio.value, paired.ratio.low, paired.ratio.high]
            .map(|value| value.map_or_else(|| "?".to_owned(), |value| format!("{value:.2}")));
        rows.add_row([
            one.name.clone(),
            longer(paired.longer_ms.value),
            format!("{} ({} to {})", ratio[0], ratio[1], ratio[2]),
            format!(
                "{} ({} to {})",
                number::percent(share.share),
                number::percent(share.low),
                number::percent(share.high)
            ),
        ]);
    }
    finished(&rows)
}

fn longer(ms: Option<f64>) -> String {
    match ms {
        None => "?".to_owned(),
        Some(less) if less < 0.0 => format!("-{}", number::time(-less)),
        Some(more) => number::time(more),
    }
}
