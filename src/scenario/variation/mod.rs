//! One key over a range of values: what a sweep varies.

mod variation_text;
mod varied;

pub use variation_text::parse_variation;
pub use varied::{Variation, VariedValue};
