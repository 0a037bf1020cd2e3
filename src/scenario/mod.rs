//! Scenario files: TOML in, a checked [`Setup`](crate::model::Setup) out, and for every value who says so.
//!
//! A scenario says only what differs from the defaults of the [catalogue](crate::model::catalogue). Whatever is
//! wrong with one is reported at once, in order of position, each fault with its place and its remedy.
//!
//! ```
//! use cyclecast::scenario::{SourceFile, parse};
//!
//! let source = SourceFile {
//!     name: "small.toml".to_owned(),
//!     bytes: b"[tenant]\nusers = 10_000\n[target.latency]\nuser_post = \"400 ms to 1.5 s\"\n".to_vec(),
//! };
//! let scenario = parse(source, "small", &mut |_| Err("no other files".to_owned()))?;
//! assert_eq!(scenario.name, "small");
//! # Ok::<(), cyclecast::scenario::Problems>(())
//! ```
//!
//! A scenario may hold [strategies](Strategy), which differ from it by some keys, and [expectations](Expectation). Values can be
//! [set from outside](parse_with), and [varied](parse_variation).
//!
//! Nothing here reads a file: the text of the scenario, and of a list of groups that it names, is handed in.

mod build;
mod check;
mod expect;
mod finding;
mod keys;
mod kinds;
mod life;
mod lists;
mod name;
mod named_files;
mod overlay;
mod parse;
mod parsed;
mod pass;
mod problem;
mod read;
mod scenario_schema;
mod set_values;
mod sources;
pub mod targets;
mod tenant_table;
#[cfg(test)]
mod tests;
mod text;
mod typed_values;
mod value;
mod variation;

pub use expect::{
    Comparison, Expectation, ExpectedMetric, ExpectedUnit, Metric, Statistic, parse_condition,
};
pub use life::{
    GivenDates, action_words, ambiguous_time, civil_time, display_moment, parse_dates,
    parse_moment, rfc3339,
};
pub use named_files::without_names;
pub use parse::{parse, parse_with};
pub use parsed::{
    Note, ONE_CALLER, Resolved, ResolvedOrigin, Sampling, Scenario, SourceFile, Strategy,
    measured_by_one_caller, notes,
};
pub use problem::{Problem, Problems};
pub use scenario_schema::schema;
pub use set_values::parse_setting;
pub use tenant_table::{TenantRow, TenantTable};
pub use typed_values::{parse_length, parse_share, parse_whole};
pub use value::display_value;
pub use variation::{Variation, VariedValue, parse_variation};
