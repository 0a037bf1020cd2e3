//! Tables on variants beside each other.

use super::Table;
use crate::experiment::outcome::Unit;
use crate::experiment::outcome::comparison::{ComparedBy, Comparison, Paired, Share, Variant};
use crate::report::number;
use crate::units::display_number;

fn heading(found: &Comparison) -> &'static str {
    match found.of {
        ComparedBy::Strategies => "strategy",
        ComparedBy::Policies => "on 429",
        ComparedBy::Workers => "workers",
    }
}

/// The initial cycle of each variant.
pub fn durations(found: &Comparison) -> Table {
    let asked = found
        .need
        .as_ref()
        .map(|need| format!("within {}", number::time(need.within_ms as f64)));
    let mut header = vec![heading(found), "p5", "p50", "p95"];
    header.extend(asked.as_deref());
    let mut table = Table::new(&header);
    for one in &found.variants {
        let time = |estimate| number::estimate(estimate, Unit::Milliseconds);
        let mut cells = vec![
            one.name.clone(),
            time(&one.p5),
            time(&one.p50),
            time(&one.p95),
        ];
        if asked.is_some() {
            cells.push(one.within.as_ref().map_or_else(String::new, share));
        }
        table.add(cells);
    }
    table
}

/// What the target sees of each variant.
pub fn at_target(found: &Comparison) -> Table {
    let mut table = Table::new(&[
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
        table.add(loads(one));
    }
    table
}

fn loads(one: &Variant) -> [String; 10] {
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

/// How each variant but the first compares with it, run by run.
pub fn against_first(found: &Comparison) -> Table {
    let mut table = Table::new(&[heading(found), "longer by", "times as long", "faster in"]);
    let pairs = found
        .variants
        .iter()
        .filter_map(|one| Some((one, one.against_first.as_ref()?)));
    for (one, paired) in pairs {
        table.add([
            one.name.clone(),
            longer(paired.longer_ms.value),
            ratio(paired),
            share(&paired.faster),
        ]);
    }
    table
}

fn ratio(paired: &Paired) -> String {
    let [value, low, high] = [paired.ratio.value, paired.ratio.low, paired.ratio.high]
        .map(|value| value.map_or_else(|| "?".to_owned(), |value| format!("{value:.2}")));
    format!("{value} ({low} to {high})")
}

fn share(share: &Share) -> String {
    format!(
        "{} ({} to {})",
        number::percent(share.share),
        number::percent(share.low),
        number::percent(share.high)
    )
}

fn longer(ms: Option<f64>) -> String {
    match ms {
        None => "?".to_owned(),
        Some(less) if less < 0.0 => format!("-{}", number::time(-less)),
        Some(more) => number::time(more),
    }
}
