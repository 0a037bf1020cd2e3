//! The server pool against a reference that walks through time tick by tick.

use std::collections::VecDeque;

use cyclecast::kernel::{ServerPool, Service};
use cyclecast::units::{SimDuration, SimTime};
use proptest::prelude::*;

use super::fixed_cases;

/// How long a customer is prepared to wait.
#[derive(Clone, Copy, Debug)]
enum Patience {
    Endless,
    /// Until so many ticks after arrival.
    Ticks(u64),
    /// Not at all.
    None,
}

impl Patience {
    fn last_start(self, arrival: u64) -> u64 {
        match self {
            Self::Endless => u64::MAX,
            Self::Ticks(ticks) => arrival + ticks,
            Self::None => arrival,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Customer {
    arrival: u64,
    service: u64,
    patience: Patience,
}

fn customers() -> impl Strategy<Value = Vec<Customer>> {
    let patience = prop_oneof![
        2 => Just(Patience::Endless),
        2 => (0_u64..12).prop_map(Patience::Ticks),
        1 => Just(Patience::None),
    ];
    // Short gaps and services make ties of arrivals, departures and deadlines common.
    prop::collection::vec((0_u64..4, 0_u64..9, patience), 1..80).prop_map(|steps| {
        let mut arrival = 0;
        let arrive = |(gap, service, patience)| {
            arrival += gap;
            Customer {
                arrival,
                service,
                patience,
            }
        };
        steps.into_iter().map(arrive).collect()
    })
}

/// Start and finish of every customer who is served, found by looking at every server at every tick.
fn tick_by_tick(servers: usize, customers: &[Customer]) -> Vec<Option<(u64, u64)>> {
    let mut served = vec![None; customers.len()];
    let mut busy_until = vec![0; servers];
    let mut queue = VecDeque::new();
    let mut to_arrive = customers.iter().enumerate().peekable();
    for tick in 0.. {
        while let Some(next) = to_arrive.next_if(|(_, customer)| customer.arrival == tick) {
            queue.push_back(next);
        }
        // A server whose customer leaves now can serve the next one now.
        while let Some(free) = busy_until.iter().position(|&until| until <= tick) {
            let Some((index, customer)) = queue.pop_front() else {
                break;
            };
            if tick <= customer.patience.last_start(customer.arrival) {
                busy_until[free] = tick + customer.service;
                served[index] = Some((tick, tick + customer.service));
            }
        }
        if queue.is_empty() && to_arrive.peek().is_none() {
            break;
        }
    }
    served
}

fn admit(pool: &mut ServerPool, customer: Customer) -> Option<Service> {
    let at = SimTime::from_nanos(customer.arrival);
    let service = SimDuration::from_nanos(customer.service);
    match customer.patience {
        Patience::Endless => Some(pool.admit(at, service)),
        Patience::None => pool.admit_before(at, service, at),
        Patience::Ticks(_) => {
            let deadline = SimTime::from_nanos(customer.patience.last_start(customer.arrival));
            pool.admit_before(at, service, deadline)
        }
    }
}

proptest! {
    #![proptest_config(fixed_cases(2_000))]

    #[test]
    fn a_pool_serves_whom_and_when_a_walk_through_time_serves_them(
        servers in 1_usize..6,
        customers in customers(),
    ) {
        let mut pool = ServerPool::new(servers).expect("at least one server");
        let served: Vec<_> = customers
            .iter()
            .map(|&customer| admit(&mut pool, customer))
            .map(|service| service.map(|s| (s.start.as_nanos(), s.finish.as_nanos())))
            .collect();
        prop_assert_eq!(&served, &tick_by_tick(servers, &customers));
        let given: u64 = served.iter().flatten().map(|(start, finish)| finish - start).sum();
        prop_assert_eq!(pool.busy(), SimDuration::from_nanos(given));
    }

    #[test]
    fn earliest_promises_the_start_that_admission_then_gives(
        servers in 1_usize..6,
        customers in customers(),
    ) {
        let mut pool = ServerPool::new(servers).expect("at least one server");
        for customer in customers {
            let promised = pool.earliest(SimTime::from_nanos(customer.arrival));
            if let Some(service) = admit(&mut pool, customer) {
                prop_assert_eq!(service.start, promised);
            } else {
                let last_start = customer.patience.last_start(customer.arrival);
                prop_assert!(promised.as_nanos() > last_start);
            }
        }
    }
}
