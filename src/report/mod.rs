//! Reports: an outcome document in, bytes out.

pub mod chart;
