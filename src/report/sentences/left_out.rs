//! What variants leave to later cycles, in words: users and groups, and managers and memberships where there are any.

use crate::experiment::outcome::comparison::Variant;
use crate::report::number;

/// Whether a variant leaves clearly more to later cycles than another.
pub(in crate::report) fn leaves_clearly_more(than: &Variant, one: &Variant) -> bool {
    let clearly = |than: f64, this: f64| this > than * 1.5 + 1.0;
    clearly(than.left_out.p50, one.left_out.p50)
        || clearly(than.left_out_references.p50, one.left_out_references.p50)
}

/// What one variant leaves out, told in the same kinds as of another.
pub(in crate::report) fn left_out(one: &Variant, other: &Variant) -> String {
    let kinds = [" users and groups", " managers and memberships"];
    in_kinds(one, other, kinds)
}

/// The same in numbers alone.
pub(in crate::report) fn left_out_bare(one: &Variant, other: &Variant) -> String {
    in_kinds(one, other, ["", ""])
}

fn in_kinds(one: &Variant, other: &Variant, [users, managers]: [&str; 2]) -> String {
    let all = [one.left_out, one.left_out_references];
    let [objects, references] = all.map(|band| number::count(band.p50));
    match one.left_out_references.p50 + other.left_out_references.p50 > 0.0 {
        true => format!("{objects}{users} and {references}{managers}"),
        false => format!("{objects}{users}"),
    }
}
