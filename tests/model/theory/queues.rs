//! Queues against their closed forms. The mean service time is one second throughout.

use super::confidence::{REPLICATIONS, assert_covers};
use super::queue::{Measured, Plan, ServiceLaw, simulate};

/// Load 0.8 on one server.
///
/// An empty start is forgotten like exp(−t / τ) with the relaxation time τ = 1 / (√μ − √λ)² = 90 s. A
/// warm-up of 2,000 s is 22 of them: what is left of the bias is below one part in 10⁹.
const ONE_SERVER: Plan = Plan {
    servers: 1,
    arrivals_per_second: 0.8,
    law: ServiceLaw::Exponential,
    loses: false,
    warm_up_seconds: 2_000,
    measured_seconds: 300_000,
};

/// Load 0.8 on three servers: the relaxation time is 1 / (√3 − √2.4)² = 30 s.
const THREE_SERVERS: Plan = Plan {
    servers: 3,
    arrivals_per_second: 2.4,
    warm_up_seconds: 1_000,
    measured_seconds: 100_000,
    ..ONE_SERVER
};

fn replicate(plan: Plan, statistic: impl Fn(&Measured) -> f64) -> Vec<f64> {
    (0..REPLICATIONS)
        .map(|replication| statistic(&simulate(plan, replication)))
        .collect()
}

fn mean_wait(measured: &Measured) -> f64 {
    measured.waiting.as_secs_f64() / measured.served as f64
}

fn mean_time_in_system(measured: &Measured) -> f64 {
    measured.in_system.as_secs_f64() / measured.served as f64
}

/// The share of arrivals that find all of `servers` busy when they do not wait, by the stable recursion.
fn erlang_b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |loss, server| {
        offered * loss / (f64::from(server) + offered * loss)
    })
}

/// The share of arrivals that must wait.
fn erlang_c(servers: u32, offered: f64) -> f64 {
    let loss = erlang_b(servers, offered);
    let load = offered / f64::from(servers);
    loss / (1.0 - load * (1.0 - loss))
}

#[test]
fn mm1_mean_time_in_system_is_inside_its_own_confidence_interval() {
    let means = replicate(ONE_SERVER, mean_time_in_system);
    assert_covers("time in system", 1.0 / (1.0 - 0.8), &means, 0.015);
}

#[test]
fn mm1_mean_number_in_system_is_what_littles_law_says() {
    let nanos = ONE_SERVER.measured_seconds as f64 * 1e9;
    let means = replicate(ONE_SERVER, |measured| measured.area as f64 / nanos);
    assert_covers("number in system", 0.8 * 5.0, &means, 0.02);
}

#[test]
fn littles_law_holds_to_the_nanosecond_from_empty_to_empty() {
    // Over a run that starts and ends empty the law is an identity of every single path, not of means.
    let plan = Plan {
        warm_up_seconds: 0,
        measured_seconds: 20_000,
        ..THREE_SERVERS
    };
    for replication in 0..REPLICATIONS {
        let measured = simulate(plan, replication);
        assert_eq!(measured.served, measured.arrived);
        assert_eq!(measured.area, u128::from(measured.in_system.as_nanos()));
    }
}

#[test]
fn mmc_mean_wait_follows_erlang_c() {
    let theory = erlang_c(3, 2.4) / (3.0 - 2.4);
    let means = replicate(THREE_SERVERS, mean_wait);
    assert_covers("wait for three servers", theory, &means, 0.025);
}

#[test]
fn the_share_of_lost_customers_follows_erlang_b() {
    // All five servers of a loss system forget within a few service times.
    let plan = Plan {
        servers: 5,
        arrivals_per_second: 4.0,
        loses: true,
        warm_up_seconds: 100,
        measured_seconds: 50_000,
        ..ONE_SERVER
    };
    let means = replicate(plan, |measured| {
        measured.lost as f64 / measured.arrived as f64
    });
    assert_covers("lost", erlang_b(5, 4.0), &means, 0.005);
}

#[test]
fn md1_mean_wait_is_half_that_of_mm1() {
    let plan = Plan {
        law: ServiceLaw::Constant,
        ..ONE_SERVER
    };
    let means = replicate(plan, mean_wait);
    assert_covers(
        "wait for constant service",
        0.8 / (2.0 * 0.2),
        &means,
        0.015,
    );
}

#[test]
fn erlangs_formulas_agree_with_cases_worked_by_hand() {
    // One server: loss a / (1 + a), wait with probability a. Two servers at a = 1: 1/5 lost, 1/3 wait.
    assert!((erlang_b(1, 0.5) - 1.0 / 3.0).abs() < 1e-15);
    assert!((erlang_c(1, 0.8) - 0.8).abs() < 1e-15);
    assert!((erlang_b(2, 1.0) - 0.2).abs() < 1e-15);
    assert!((erlang_c(2, 1.0) - 1.0 / 3.0).abs() < 1e-15);
}
