//! A store of users and groups that answers as RFC 7643 and RFC 7644 ask, as far as the service's dialect goes. Pure: it is told the time.
//!
//! | file | what it holds |
//! |---|---|
//! | `kept.rs` | the store |
//! | `answering.rs` | what requests come to |
//! | `store_request.rs` | what is asked, read from what HTTP carries |
//! | `store_error.rs` | why it is refused |
//! | `profile.rs` | a request as the simulated target sees it |
//! | `attribute_tables.rs` | the attributes of users and groups |
//! | `attribute_names.rs` | how requests name them |
//! | `canonical.rs` | values as they are stored |
//! | `filter.rs`, `filter_text.rs` | filters, and how they are read |
//! | `patching.rs` | the operations of a PATCH |
//! | `shelf.rs` | users or groups with their indexes |
//! | `writes.rs` | what changes the store |
//! | `members.rs` | who is in a group |
//! | `shown.rs` | what answers show |
//! | `discovery.rs` | what the store says of itself |

mod answering;
mod attribute_names;
mod attribute_tables;
mod canonical;
mod discovery;
mod filter;
mod filter_text;
mod kept;
mod members;
mod patching;
mod profile;
mod shelf;
mod shown;
mod store_error;
mod store_request;
#[cfg(test)]
mod tests;
mod writes;

pub use answering::StoreAnswer;
pub use kept::{Snapshot, Store};
pub use store_error::StoreError;
pub use store_request::StoreRequest;
