//! `cyclecast` forecasts the sync cycles of the Microsoft Entra provisioning service: how long an initial cycle takes, as a
//! range and with reasons, and what the target application sees of it.
//!
//! It is a discrete-event simulator with a Monte Carlo engine around it. A number in a chart has exactly one road to
//! travel, and it never turns back:
//!
//! ```text
//! scenario text -> checked parameters -> (parameters, seed, replication) -> flat records -> statistics
//!               -> outcome document -> terminal, charts, CSV, JSON, HTML
//! ```
//!
//! # Scenario text to checked parameters: [`scenario`]
//!
//! A scenario says only what differs from the defaults; every value knows its origin. All that is wrong is reported at once.
//!
//! ```
//! use cyclecast::scenario::{SourceFile, parse};
//!
//! let source = SourceFile {
//!     name: "contoso.toml".into(),
//!     bytes: b"[tenant]\nusers = 400\n[scope]\nmode = \"all-users\"\n[job]\nmatched_share = \"20 % to 60 %\"\n".to_vec(),
//! };
//! let scenario = parse(source, "contoso", &mut |_| Err("no other files".into()))?;
//! assert!(scenario.resolved.iter().any(|value| value.key == "job.matched_share" && value.uncertain));
//! # Ok::<(), cyclecast::scenario::Problems>(())
//! ```
//!
//! # One replication: [`model`], on the [`kernel`]
//!
//! The same setup, seed and replication give the same cycle anywhere. The kernel underneath knows nothing of
//! directories and serves any queueing model; its front page has an M/M/1 queue.
//!
//! ```
//! use cyclecast::model::{Chance, CycleInput, Endpoint, Inputs, Parameter, ScopeMode, Setup, Uncertain};
//! use cyclecast::model::{Workspace, simulate};
//!
//! let setup = Setup::new(ScopeMode::AllUsers).with(Parameter::TenantUsers, Uncertain::Fixed(400.0));
//! let chance = Chance::new(1, 0);
//! let input = CycleInput::new(&setup, chance, Inputs::Drawn);
//! let tally = simulate(&input, chance, &mut Workspace::default(), &mut ())?;
//! assert!(tally.calls[Endpoint::UserPost as usize] >= tally.users_created);
//! # Ok::<(), cyclecast::model::CycleError>(())
//! ```
//!
//! # Many replications to an outcome: [`experiment`], with [`stats`]
//!
//! ```
//! use cyclecast::experiment::{Plan, Session, forecast, outcome::Metric};
//! use cyclecast::report::{chart::ChartKind, terminal};
//! # use cyclecast::scenario::{SourceFile, parse};
//! # let source = SourceFile { name: "contoso.toml".into(), bytes: b"tenant.users = 400\nscope.mode = 'all-users'".to_vec() };
//! # let scenario = parse(source, "contoso", &mut |_| Err("no other files".into()))?;
//!
//! let plan = Plan { replications: 100, seed: 1, threads: None };
//! let outcome = forecast(&scenario, &Session::new(plan))?;
//! let cycle = outcome.summary(Metric::InitialCycle).expect("always measured");
//! assert!(cycle.p5.value <= cycle.p95.value);
//!
//! // An outcome to reports: everything shown is rendered from the document alone.
//! assert!(terminal::headline(&outcome).starts_with("contoso: 9 replications in 10 finish"));
//! assert!(ChartKind::Duration.draw(&outcome)?.svg().starts_with("<svg"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The rest
//!
//! | module | what it is |
//! |---|---|
//! | [`units`] | time in whole nanoseconds, and how people read it |
//! | [`mod@reference`] | the documented timing table and formulas, and the simulation held against them |
//! | [`report`] | outcome in, bytes out: terminal, charts, CSV, HTML |
//! | [`scim`] | the service's dialect: its requests, and what it makes of answers |
//! | [`live`] | real endpoints, over HTTP |
//! | [`asked`] | what is asked: a scenario as a user names it, with what is set and how often it is simulated |
//! | [`cli`] | arguments, files, progress, exit codes |

pub mod asked;
pub mod cli;
pub mod experiment;
pub mod kernel;
pub mod live;
pub mod logs;
pub mod model;
pub mod reference;
pub mod report;
pub mod scenario;
pub mod scim;
pub mod stats;
pub mod units;
