//! The status of a job at one moment of one replication.
