//! The same work on several connections at once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::visitor::{Halt, Visitor};
use crate::live::client::Caller;

/// Does `work` for each number below `count`, on so many connections; what it gives comes in no order.
pub(super) fn parallel<T: Send>(
    visitor: &Visitor<'_>,
    connections: u64,
    count: u64,
    work: impl Fn(&Caller, u64) -> Result<T, Halt> + Sync,
) -> Result<Vec<T>, Halt> {
    let next = AtomicU64::new(0);
    let one = || -> Result<Vec<T>, Halt> {
        let caller = visitor.target.caller();
        let mut given = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return Ok(given);
            }
            given.push(work(&caller, number)?);
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..connections.max(1)).map(|_| scope.spawn(one)).collect();
        let mut all = Vec::new();
        let mut halt = None;
        for thread in threads {
            match thread.join() {
                Ok(Ok(given)) => all.extend(given),
                Ok(Err(why)) => halt = halt.or(Some(why)),
                Err(_) => {
                    halt = halt.or(Some(Halt::Unable(
                        "a connection's thread failed".to_owned(),
                    )));
                }
            }
        }
        match halt {
            Some(why) => Err(why),
            None => Ok(all),
        }
    })
}
