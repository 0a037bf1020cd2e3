//! Every value of a scenario with its origin.

use crate::experiment::outcome::{OriginKind, ParameterRecord};

/// Every value with its origin, and the reasons below.
pub fn parameters(parameters: &[ParameterRecord]) -> String {
    let mut text = String::new();
    let calibrated =
        "Calibrated to the documented timing table (`cyclecast reproduce` shows how well)";
    for (kind, title) in [
        (OriginKind::Yours, "Yours"),
        (OriginKind::Measured, "Measured"),
        (OriginKind::Documented, "Documented"),
        (OriginKind::Calibrated, calibrated),
        (OriginKind::Assumed, "Assumed: replace what you know better"),
    ] {
        let of_kind = parameters.iter().filter(|one| one.origin == kind);
        let lines = of_kind.map(|one| {
            let is_drawn = one.uncertain.then_some(" (drawn for each replication)");
            let mark = is_drawn.unwrap_or_default();
            format!(
                "  {} = {}{mark}\n      {}\n",
                one.key, one.value, one.because
            )
        });
        let lines: String = lines.collect();
        if !lines.is_empty() {
            text += &format!("{title}\n{lines}\n");
        }
    }
    text
}
