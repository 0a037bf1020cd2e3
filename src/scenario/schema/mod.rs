//! The JSON Schema of scenario files, for completion and checks in editors.

mod number_schema;
mod scenario_schema;
mod strategy_schema;

pub use scenario_schema::schema;
