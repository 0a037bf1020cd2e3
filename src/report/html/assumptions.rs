//! What the forecast rests on: every value as a sentence, with who says so.

use super::markup::Markup;
use crate::experiment::outcome::{OriginKind, ParameterRecord};

/// A way in which values are known: its heading, how a reader is told, and what leads over to the reason.
type Group = (OriginKind, &'static str, &'static str, &'static str);

const FITTED: &str =
    "Fitted to the timing table that Microsoft documented; `cyclecast reproduce` shows how well.";
const GIVEN: &str = "You gave these values.";
const SAID: &str = "A document says so.";
const OPEN: &str = "Nothing published settles these values. Replace what you know better.";
const MEASURED: &str = "A file of measurements gives these values.";
const GROUPS: [Group; 5] = [
    (OriginKind::Yours, "Yours", GIVEN, "given in"),
    (OriginKind::Measured, "Measured", MEASURED, "measured:"),
    (OriginKind::Documented, "Documented", SAID, "documented:"),
    (OriginKind::Calibrated, "Calibrated", FITTED, "fitted to"),
    (OriginKind::Assumed, "Assumed", OPEN, "assumed:"),
];

/// Every parameter, by how well it is known.
pub fn add(body: &mut Markup, parameters: &[ParameterRecord]) {
    let drawn = parameters.iter().filter(|one| one.uncertain).count();
    if !parameters.is_empty() {
        body.words("p", &all(parameters.len(), drawn));
    }
    for group in GROUPS {
        let of_group = parameters.iter().filter(|one| one.origin == group.0);
        add_group(body, group, &of_group.collect::<Vec<_>>());
    }
}

fn all(count: usize, drawn: usize) -> String {
    let values = if count == 1 { "value" } else { "values" };
    match drawn {
        0 => format!("{count} {values}, none of them uncertain."),
        _ => format!(
            "{count} {values}, {drawn} of them uncertain: a range is drawn from anew for each replication, and 9 draws in 10 lie within it."
        ),
    }
}

fn add_group(
    body: &mut Markup,
    (origin, heading, about, because): Group,
    parameters: &[&ParameterRecord],
) {
    if parameters.is_empty() {
        return;
    }
    // Only what the reader gave is unfolded from the beginning.
    let is_open = origin == OriginKind::Yours;
    let open: &[_] = if is_open { &[("open", "open")] } else { &[] };
    body.element("details", open, |details| {
        details.element("summary", &[], |summary| {
            summary.words("h3", &format!("{heading} ({})", parameters.len()));
        });
        details.words("p", about);
        details.element("ul", &[("class", "values")], |list| {
            for parameter in parameters {
                list.element("li", &[], |item| sentence(item, because, parameter));
            }
        });
    });
}

/// `job.interval is 40 min; documented: every 40 minutes (document 003).`
fn sentence(item: &mut Markup, because: &str, parameter: &ParameterRecord) {
    item.words("code", &parameter.key);
    item.text(" is ");
    item.words("strong", &parameter.value);
    if parameter.uncertain {
        item.element("span", &[("class", "uncertain")], |mark| {
            mark.text(", uncertain: drawn anew for each replication");
        });
    }
    if !parameter.because.is_empty() {
        item.text(&format!("; {because} {}", parameter.because));
    }
    item.text(".");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_value_is_a_sentence_with_its_origin() {
        let parameters = fixture::outcome(1).scenario.parameters;
        let mut body = Markup::default();
        add(&mut body, &parameters);
        let text = body.into_string();
        assert!(text.contains("<p>2 values, 1 of them uncertain"));
        assert!(text.contains(
            "<li><code>users</code> is <strong>18000</strong>; given in measured, &quot;more or less&quot;.</li>"
        ));
        assert!(text.contains(
            "<strong>120 ms to 900 ms</strong><span class=\"uncertain\">, uncertain: drawn anew for each replication</span>; assumed: measured"
        ));
        let positions = ["Yours (1)", "Assumed (1)"].map(|heading| text.find(heading).unwrap());
        assert!(positions.is_sorted() && !text.contains("Calibrated"));
    }
}
