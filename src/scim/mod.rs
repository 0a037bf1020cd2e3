//! The provisioning service's dialect of SCIM: its requests as data, and what it makes of answers.
//!
//! | file | what it holds |
//! |---|---|
//! | `spelling.rs` | forms of the same request, of which a server may take one and refuse another |
//! | `request.rs` | the requests |
//! | `question.rs` | requests by which one learns how a server takes those |
//! | `reading.rs` | what an answer says |
//! | `store/` | a store in memory that answers them |

mod question;
mod reading;
mod request;
mod spelling;
pub mod store;

pub use question::{counted, member_ids};
pub use reading::{Answered, Listed, Reading, Trouble};
pub use request::{Method, ScimRequest, UserValues};
pub use spelling::{ActiveForm, GroupSchemas, ManagerForm, RemoveForm, Spelling};
