//! What a report says in sentences, made of a document alone.

pub(super) mod certainty;
pub(super) mod deadline_answer;
pub(super) mod delay_answer;
pub(super) mod difference_answer;
pub(super) mod endpoint_answer;
pub(super) mod fleet_answer;
pub(super) mod headline;
pub(super) mod input_advice;
mod left_out;
mod lesser;
pub(super) mod limit_answer;
pub(super) mod observed_answer;
pub(super) mod phrases;
pub(super) mod quarantine_answer;
pub(super) mod rehearsal_answer;
pub(super) mod strategies_answer;
pub(super) mod sweep_answer;
pub(super) mod variants_answer;
pub(super) mod whose_time;
