//! What a run found out about the job beyond its initial cycle: over a horizon of days or weeks.

mod life_document;
mod typical;

pub use life_document::*;
pub use typical::*;
