//! Under a limit that binds, the throughput of a batch of replications converges to what the limit allows as the number of objects grows.

use cyclecast::experiment::{Plan, Session, forecast};
use cyclecast::scenario::{SourceFile, parse};

const REPLICATIONS: u64 = 30;
/// What the limits below allow in a second.
const RATE: f64 = 3.0;
/// What a cycle may take on top of what the limit alone makes of it: the probe, the first look-up, the last answer, and the
/// pause that the last refusal asks for, rounded up to whole seconds.
const OVERHEAD_SECS: f64 = 15.0;

/// Creates that the limit lets pass, each within the same periods: at the rate, with so many on top at the beginning.
struct Limit {
    toml: &'static str,
    on_top: f64,
    /// Whether time that is lost to the rounding of Retry-After is made up for by the next period.
    makes_up: bool,
}

const LIMITS: [Limit; 4] = [
    Limit {
        toml: "calls = \"180 per min\"\nburst = 40",
        on_top: 40.0,
        makes_up: true,
    },
    // The first window is filled at once.
    Limit {
        toml: "calls = \"30 per 10 s\"\nkind = \"fixed-window\"",
        on_top: 30.0,
        makes_up: true,
    },
    Limit {
        toml: "calls = \"30 per 10 s\"\nkind = \"rolling-window\"",
        on_top: 30.0,
        makes_up: false,
    },
    Limit {
        toml: "units = \"60 per 10 s\"\nweights = { \"users.post\" = 2 }\nkind = \"fixed-window\"",
        on_top: 30.0,
        makes_up: true,
    },
];

/// Creates per second in each replication of a batch with so many users.
fn throughputs(users: u32, limit: &str, connector: &str, on_429: &str) -> Vec<f64> {
    let text = format!(
        "[tenant]\nusers = {users}\nmanager_share = 0\ndisabled_share = 0\n[scope]\nmode = \"all-users\"\n\
         [job]\nconnector = \"{connector}\"\non_429 = \"{on_429}\"\nrefusals_before_escrow = 1_000\nconnections = 16\nevaluation = \"5 ms\"\ninitial_cycle_overhead = \"0 s\"\n[job.processing]\nlookup = \"0 s\"\nuser_write = \"0 s\"\n\
         [errors]\nInternalServerError = 0\nWebExceptionProtocolError = 0\nInternalError = 0\nImportSkipped = 0\nDuplicateTargetEntries = 0\nMandatoryFieldsMissing = 0\nInvalidDomain = 0\n\
         Conflict = 0\nUnprocessableEntity = 0\nInsufficientRights = 0\n\
         [target.latency]\nuser_get = \"40 ms to 160 ms\"\nuser_post = \"100 ms to 400 ms\"\ncv = 0.8\n\
         [[target.limit]]\nname = \"creates\"\nendpoints = \"users.post\"\n{limit}\n"
    );
    let source = SourceFile {
        name: "test.toml".to_owned(),
        bytes: text.into_bytes(),
    };
    let scenario = parse(source, "test", &mut |_| Err("no files".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let plan = Plan {
        replications: REPLICATIONS,
        seed: 5,
        threads: None,
    };
    let outcome = forecast(&scenario, &Session::new(plan)).unwrap();
    let rows = outcome.replications.iter().map(|row| {
        assert_eq!(row.users_created, u64::from(users));
        row.users_created as f64 * 1e3 / row.initial_cycle_ms.unwrap() as f64
    });
    rows.collect()
}

#[test]
fn the_error_of_the_throughput_falls_as_fast_as_the_number_of_objects_grows() {
    for limit in LIMITS {
        for (connector, on_429) in [
            ("gallery", "pause-job"),
            ("custom", "pause-job"),
            ("custom", "retry-call"),
        ] {
            if connector == "custom" && !limit.makes_up {
                continue;
            }
            let worst = |users: u32| {
                let errors = throughputs(users, limit.toml, connector, on_429)
                    .into_iter()
                    .map(|rate| (rate / RATE - 1.0).abs());
                errors.fold(0.0, f64::max)
            };
            let sizes = [250, 1_000, 4_000];
            let errors = sizes.map(worst);
            for (users, error) in sizes.into_iter().zip(errors) {
                // n creates take (n - b) / r at least, and no more than the overhead on top.
                let bound =
                    limit.on_top.max(RATE * OVERHEAD_SECS) / (f64::from(users) - limit.on_top);
                assert!(
                    error <= bound,
                    "{users} users, {} {connector} {on_429}: {error} is more than {bound}",
                    limit.toml
                );
            }
            assert!(
                errors[2] < errors[0] / 4.0,
                "sixteen times the users: {errors:?}, {} {connector} {on_429}",
                limit.toml
            );
        }
    }
}

#[test]
fn a_rolling_window_never_makes_up_for_a_wait_that_was_rounded_up() {
    for limit in LIMITS.into_iter().filter(|limit| !limit.makes_up) {
        for on_429 in ["pause-job", "retry-call"] {
            for rate in throughputs(1_000, limit.toml, "custom", on_429) {
                // 30 calls in 10 s, and up to a second each time, besides the time until the 30 are sent.
                assert!(rate < RATE, "{rate} {on_429}");
                assert!(rate > 30.0 / 12.0, "{rate} {on_429}");
            }
        }
    }
}
