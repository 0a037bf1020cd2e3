//! What is asked of the simulation, by a command line or a program: from what a user names and sets to a scenario that is
//! checked, a plan, and what it takes to ask the same again.

mod asked_error;
mod competitors;
mod dates_asked;
mod fleet_asked;
mod numbers;
mod plan_asked;
mod scenario_source;
mod shell_word;
mod source_files;
mod sweep_asked;

pub use asked_error::AskedError;
pub use competitors::Competitors;
pub use dates_asked::appointment;
pub use fleet_asked::{FLEET_REPLICATIONS, FleetAsked};
pub use numbers::{ConnectorKind, Numbers, Scope, groups, members, scenario_text, share, users};
pub use plan_asked::{Asked, MOST_FOR_PRECISION, MOST_REPLICATIONS, Wanted, parse_precision};
pub use scenario_source::{Read, Setting, Source};
pub use shell_word::quoted;
pub use source_files::{document, read, read_source, read_stdin};
pub use sweep_asked::{Points, SWEEP_REPLICATIONS, SweepAsked};
