//! Every key of a scenario. Numbers have rows in the [catalogue](crate::model::catalogue); everything else has rows here.

// A few lines for each key.
#[rustfmt::skip]
mod initial_keys;
mod key_row;
mod known_keys;
#[rustfmt::skip]
mod life_keys;
mod walk;

pub(super) use key_row::{AnyChoice, Effect, Form, List, Otherwise, Row};
pub(super) use known_keys::{
    is_known, is_table, keys_of, limit_key, meant_dotted, parameter, row, row_of, rows,
};
pub(super) use walk::{read, read_limits};
