//! Every value of a scenario with its origin.

use crate::experiment::outcome::{OriginKind, ParameterRecord};

/// Every value with its origin, and the reasons below.
pub fn parameters(parameters: &[ParameterRecord]) -> String {
    let mut text = String::new();
    for (kind, title) in [
        (OriginKind::Yours, "Yours"),
        (OriginKind::Documented, "Documented"),
        (
            OriginKind::Calibrated,
            "Calibrated to the documented timing table (`cyclecast reproduce` shows how well)",
        ),
        (OriginKind::Assumed, "Assumed: replace what you know better"),
    ] {
        let of_kind: Vec<&ParameterRecord> = parameters
            .iter()
            .filter(|parameter| parameter.origin == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        text.push_str(title);
        text.push('\n');
        for parameter in of_kind {
            let mark = if parameter.uncertain {
                " (drawn for each replication)"
            } else {
                ""
            };
            text.push_str(&format!(
                "  {} = {}{mark}\n      {}\n",
                parameter.key, parameter.value, parameter.because
            ));
        }
        text.push('\n');
    }
    text
}
