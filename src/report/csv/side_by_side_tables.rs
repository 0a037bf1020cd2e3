//! The tables of what is put side by side: variants, points of a sweep, tenants of a fleet; as files and by column.

use serde::Serialize;
use serde_json::{Value, json};

use super::cells::Cell;
use super::columns::{CsvError, Table, led_table, table};
use super::document_frames::{Framed, plain};
use super::row_filling::single;
use super::series::{Frame, led_frame};
use crate::experiment::outcome::comparison::Comparison;
use crate::experiment::outcome::fleet_document::{Fleet, Tenant};
use crate::experiment::outcome::sweep::{Sweep, SweepPoint};
use crate::report::sentences::sweep_answer::{is_of_names, value_text};

const VARIANTS: &str = "variant=name initial_cycle_p5_ms=p5.value initial_cycle_p50_ms=p50.value
    initial_cycle_p95_ms=p95.value share_within=within.share share_met=met.share requests.p50 too_many_requests.p50
    mean_rate_per_second_p50=mean_rate.p50 peak_minute_per_second_p50=peak_minute.p50
    peak_second_per_second_p50=peak_second.p50 utilisation.p50 mean_queue.p50 timeouts.p50 left_out.p50 users_served.p50
    left_out_references.p50 undone.p50 longer_p50_ms=against_first.longer_ms.value initial_cycle_mean_ms=mean.value
    longer_p50_low_ms=against_first.longer_ms.low longer_p50_high_ms=against_first.longer_ms.high
    longer_mean_ms=against_first.mean_longer_ms.value ratio_p50=against_first.ratio.value
    faster_share=against_first.faster.share correlation=against_first.correlation
    variance_ratio=against_first.variance_ratio longer_than_best_p50&_ms=against_best.longer_ms
    longer_than_best_mean_ms=against_best.mean_longer_ms.value ratio_to_best_p50=against_best.ratio.value
    faster_than_best_share=against_best.faster.share correlation_with_best=against_best.correlation
    variance_ratio_with_best=against_best.variance_ratio title without_access.p50 groups_p50=done.groups.p50
    memberships_p50=done.memberships.p50 managers_p50=done.managers.p50 users_short_p50=short.users.p50
    groups_short_p50=short.groups.p50 memberships_short_p50=short.memberships.p50 managers_short_p50=short.managers.p50
    expectations expectations_met longer_than_reference_p50&_ms=against_reference.longer_ms";
const DURATIONS: &str = "strategy replication initial_cycle_ms";

/// The variants, and the duration of the initial cycle in each replication of each of them where the document keeps it.
///
/// # Errors
/// When a table cannot be written.
pub fn comparison(found: &Comparison) -> Result<Vec<Table>, CsvError> {
    let name = found.scenario.as_str();
    let mut tables = vec![table("variants.csv", VARIANTS, name, variants(found))?];
    if has_durations(found) {
        tables.push(table("durations.csv", DURATIONS, name, durations(found))?);
    }
    Ok(tables)
}

impl Framed for Comparison {
    fn frames(&self) -> &'static [&'static str] {
        match has_durations(self) {
            true => &["variants", "durations"],
            false => &["variants"],
        }
    }

    fn frame(&self, name: &str) -> Result<Option<Frame>, CsvError> {
        match name {
            "variants" => plain("variants", VARIANTS, variants(self)).map(Some),
            "durations" => plain("durations", DURATIONS, durations(self)).map(Some),
            _ => Ok(None),
        }
    }
}

/// The variants, with how many expectations each has and how many of them it meets.
fn variants(found: &Comparison) -> impl Iterator<Item = Value> {
    found.variants.iter().map(|one| {
        let mut row = json!(one);
        let met = one.expected.iter().filter(|one| one.is_met).count();
        (row["expectations"], row["expectationsMet"]) = (json!(one.expected.len()), json!(met));
        row
    })
}

fn has_durations(found: &Comparison) -> bool {
    let mut variants = found.variants.iter();
    variants.any(|one| !one.durations_ms.is_empty())
}

/// A row for each replication of each variant.
fn durations(found: &Comparison) -> impl Iterator<Item = impl Serialize> {
    found.variants.iter().flat_map(|one| {
        let runs = one.durations_ms.iter().enumerate();
        runs.map(|(replication, ms)| (&one.name, replication, ms))
    })
}

const POINTS: &str =
    "p5& p50& p95& too_many_requests_p50=too_many_requests failed_objects_p50=failed_objects";

/// A row for each point of a sweep, led by a column for each key: numbers in the unit that `inputs.csv` gives it, names as names.
///
/// # Errors
/// When the table cannot be written.
pub fn sweep(found: &Sweep) -> Result<Table, CsvError> {
    let (leading, rows) = points(found)?;
    led_table("sweep.csv", &leading, POINTS, &found.scenario, rows)
}

impl Framed for Sweep {
    fn frames(&self) -> &'static [&'static str] {
        &["sweep"]
    }

    fn frame(&self, name: &str) -> Result<Option<Frame>, CsvError> {
        if name != "sweep" {
            return Ok(None);
        }
        let (leading, rows) = points(self)?;
        led_frame("sweep", &leading, POINTS, rows).map(Some)
    }
}

/// A row with its leading cells.
type Led<'d, T> = (Vec<Cell>, &'d T);

/// The names of the leading columns, and a row for each point.
fn points(
    found: &Sweep,
) -> Result<(Vec<&str>, impl Iterator<Item = Led<'_, SweepPoint>>), CsvError> {
    let mut leading: Vec<&str> = found.axes.iter().map(|axis| axis.key.as_str()).collect();
    leading.extend(["metric", "unit"]);
    let wrong = |error| CsvError::new("sweep.csv", error);
    let measured = [
        single(&found.metric).map_err(wrong)?,
        single(&found.unit).map_err(wrong)?,
    ];
    let rows = found.points.iter().map(move |point| {
        let values = found.axes.iter().zip(&point.values);
        let values = values.map(|(axis, value)| match is_of_names(axis) {
            true => Cell::Word(value_text(axis, *value)),
            false => Cell::Number(*value),
        });
        (values.chain(measured.iter().cloned()).collect(), point)
    });
    Ok((leading, rows))
}

const TENANTS: &str = "users_in_scope=users_in_scope.p50 p5&_ms=p5 p50&_ms=p50 p95&_ms=p95 too_many_requests=too_many_requests.p50
    failed_objects=failed_objects.p50 quarantined_share=quarantined.share needs_attention";

/// The table of a fleet: a row a tenant, with the value of each key as it was written.
///
/// # Errors
/// When the table cannot be written.
pub fn fleet(found: &Fleet) -> Result<Table, CsvError> {
    let rows = found.tenants.iter().map(tenant);
    led_table(
        "tenants.csv",
        &tenant_keys(found),
        TENANTS,
        &found.scenario,
        rows,
    )
}

impl Framed for Fleet {
    fn frames(&self) -> &'static [&'static str] {
        &["tenants"]
    }

    fn frame(&self, name: &str) -> Result<Option<Frame>, CsvError> {
        let rows = self.tenants.iter().map(tenant);
        let frame = || led_frame("tenants", &tenant_keys(self), TENANTS, rows);
        (name == "tenants").then(frame).transpose()
    }
}

fn tenant_keys(found: &Fleet) -> Vec<&str> {
    let keys = found.keys.iter().map(String::as_str);
    std::iter::once("tenant").chain(keys).collect()
}

fn tenant(one: &Tenant) -> (Vec<String>, Value) {
    let mut row = json!(one);
    row["needsAttention"] = json!(one.needs_attention());
    let cells = std::iter::once(&one.name).chain(&one.values);
    (cells.cloned().collect(), row)
}
