//! Measured numbers as they are written: to four digits, and sizes of groups row by row.

/// Different sizes of groups that are listed one by one.
const MOST_SIZES: usize = 60;

/// A number to four digits.
pub(super) fn four_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = libm::pow(10.0, 3.0 - libm::floor(libm::log10(value.abs())));
    libm::round(value * scale) / scale
}

/// Groups by size; where there are many sizes, neighbours are put together, with the same memberships in all as near as whole numbers allow.
pub(super) fn sizes(by_size: &[(u64, u64)]) -> String {
    let at_a_time = by_size.len().div_ceil(MOST_SIZES).max(1);
    let rows = by_size.chunks(at_a_time).map(|near| {
        let groups: u64 = near.iter().map(|(_, groups)| groups).sum();
        let members: u64 = near.iter().map(|(members, groups)| members * groups).sum();
        format!(
            "{{ groups = {groups}, members = {} }}",
            (members + groups / 2) / groups
        )
    });
    format!("[{}]", rows.collect::<Vec<_>>().join(", "))
}
