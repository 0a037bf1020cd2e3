//! The text of a scenario, and behind it the values that are set from outside, and those of a file of measurements.

use super::finding::{Finding, Findings};
use super::keys::limit_key;
use super::text::{MOST_SCENARIO_BYTES, SourceText, abridged, decode};

/// A value set from outside: `key = value`, as a text of its own.
#[derive(Debug)]
pub struct Setting {
    /// The dotted key.
    pub key: String,
    /// The line that it comes to.
    pub text: SourceText,
    /// Why it cannot be read, if so.
    pub fault: Option<Finding>,
    /// Where it begins: spans count on from one text to the next, so that each place of a merged tree has one text.
    pub start: usize,
}

/// The text of a scenario file, and the values that are set from outside.
#[derive(Debug)]
pub struct Sources {
    /// The file. Its spans are its bytes.
    pub file: SourceText,
    /// The values, each behind the one before.
    pub settings: Vec<Setting>,
    /// A file of measurements, behind all of them.
    pub measurements: Option<Setting>,
}

/// So much of what a value was measured by is shown.
const MOST_SHOWN: usize = 200;

/// The key that names a file of measurements.
pub const MEASUREMENTS: &str = "measurements";

impl Sources {
    /// Reads the file and the settings, each of them a key and the TOML text of its value. The finding is of what cannot be read.
    pub fn new(name: &str, bytes: &[u8], settings: &[(String, String)]) -> (Self, Option<Finding>) {
        let name = match settings {
            [] => name.to_owned(),
            _ => format!("{name} with {}", summed_up(settings)),
        };
        let (file, fault) = decode(&name, bytes, MOST_SCENARIO_BYTES);
        let mut sources = Self {
            file,
            settings: Vec::with_capacity(settings.len()),
            measurements: None,
        };
        // One byte lies between two texts, for what is missing at the end of the first.
        let mut start = sources.file.text.len() + 1;
        for (key, value) in settings {
            let line = setting_line(key, value);
            let (text, fault) = decode(&name, line.as_bytes(), MOST_SCENARIO_BYTES);
            let next = start + text.text.len() + 1;
            sources.settings.push(Setting {
                key: key.clone(),
                text,
                fault,
                start,
            });
            start = next;
        }
        (sources, fault)
    }

    /// Takes a file of measurements in, as it was read.
    pub fn add_measurements(&mut self, (text, fault): (SourceText, Option<Finding>)) {
        let texts = self
            .settings
            .iter()
            .map(|one| one.start + one.text.text.len());
        let end = texts.last().unwrap_or(self.file.text.len());
        self.measurements = Some(Setting {
            key: MEASUREMENTS.to_owned(),
            text,
            fault,
            start: end + 1,
        });
    }

    /// What the value at `offset` was measured by, if it stands in a file of measurements: what is written behind it on its line.
    pub fn measured_by(&self, offset: usize) -> Option<String> {
        let file = self
            .measurements
            .as_ref()
            .filter(|file| file.start <= offset)?;
        let (name, line) = (&file.text.name, file.text.line(offset - file.start));
        let written = file
            .text
            .text
            .lines()
            .nth(line - 1)
            .and_then(|text| text.rsplit_once("# "));
        let by = written.map_or(String::new(), |(_, by)| {
            format!(
                "{}; ",
                by.trim().chars().take(MOST_SHOWN).collect::<String>()
            )
        });
        Some(format!("{by}line {line} of {name}"))
    }

    /// The setting that holds the byte at `offset`, unless the file does.
    fn setting_at(&self, offset: usize) -> Option<usize> {
        let behind = self.settings.partition_point(|one| one.start <= offset);
        behind.checked_sub(1)
    }

    /// Says where something is given: the line of the file, or that it was set.
    pub fn origin_words(&self, offset: usize) -> String {
        match self.setting_at(offset) {
            Some(_) => "set from outside".to_owned(),
            None => format!("line {}", self.file.line(offset)),
        }
    }

    /// Puts each finding to the text in which it lies, with its span there; the first are those of the file.
    pub fn divide(&self, findings: Findings) -> (Findings, Vec<(&SourceText, Findings)>) {
        let texts = || self.settings.iter().chain(&self.measurements);
        let starts: Vec<usize> = texts().map(|one| one.start).collect();
        let mut of_settings: Vec<_> = texts()
            .map(|one| (&one.text, Findings::default()))
            .collect();
        let measured = self.measurements.as_ref().map(|file| file.start);
        let of_file = findings.filter(|mut finding| {
            // What was measured need not matter to every scenario.
            if finding.is_idle && measured.is_some_and(|start| start <= finding.span.start) {
                return None;
            }
            let behind = starts.partition_point(|start| *start <= finding.span.start);
            let Some(index) = behind.checked_sub(1) else {
                return Some(finding);
            };
            let start = starts[index];
            finding.span = finding.span.start - start..finding.span.end.max(start) - start;
            of_settings[index].1.push(finding);
            None
        });
        (of_file, of_settings)
    }
}

/// The line that a value which is set from outside comes to.
pub fn setting_line(key: &str, value: &str) -> String {
    format!("{} = {value}", toml_key(key))
}

/// A dotted key as it stands in a scenario: with quotes around the name of a limit, which may be any text.
fn toml_key(key: &str) -> String {
    match limit_key(key) {
        Some((name, field)) => {
            let name = toml::Value::String(name.to_owned());
            format!("target.limit.{name}.{field}")
        }
        None => key.to_owned(),
    }
}

/// The settings in one line.
fn summed_up(settings: &[(String, String)]) -> String {
    let mut line = String::new();
    for (key, value) in settings {
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(&abridged(&format!("{key} = {value}")));
        if line.len() > 2_000 {
            break;
        }
    }
    abridged(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn every_place_belongs_to_one_text() {
        let settings = [set("a.b", "1"), set("c", "\"ä\"")];
        let (sources, fault) = Sources::new("s.toml", b"x = 1\ny = 2\n", &settings);
        assert!(fault.is_none());
        assert_eq!(&*sources.file.name, "s.toml with a.b = 1, c = \"ä\"");
        let [first, second] = [sources.settings[0].start, sources.settings[1].start];
        for (place, said) in [
            (0, "line 1"),
            (6, "line 2"),
            (12, "line 3"),
            (first, "set from outside"),
        ] {
            assert_eq!(sources.origin_words(place), said, "{place}");
        }
        let mut found = Findings::default();
        for start in [6, second + 4, first] {
            found.push(Finding::new(start..start + 3, "wrong"));
        }
        let (of_file, of_settings) = sources.divide(found);
        assert!(!of_file.is_empty());
        let spans = of_settings.into_iter().flat_map(|(text, found)| {
            let spans = found
                .iter()
                .map(|one| (text.text.to_string(), one.span.clone()));
            spans.collect::<Vec<_>>()
        });
        assert_eq!(
            spans.collect::<Vec<_>>(),
            [("a.b = 1".to_owned(), 0..3), ("c = \"ä\"".to_owned(), 4..7)]
        );
    }
}
