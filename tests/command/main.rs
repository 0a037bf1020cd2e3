//! The program as it is started: what it answers, what it writes, and that the documents say so.

mod cases;
mod comparing;
mod diff;
mod docs;
mod documents;
mod emitted_logs;
mod folders;
mod graph_sdk;
mod html;
mod inputs;
mod manner;
mod observed;
mod output;
mod pages;
mod parameters_doc;
mod parts;
mod program;
mod readme;
mod real_targets;
mod reproduced;
mod reproduction;
mod schema;
mod slurm;
mod stand_in;
mod trace;
mod typed;
