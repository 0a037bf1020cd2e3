//! What was seen of limits while something else was measured.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::live::client::{Broken, Exchange};

/// Different headers that are kept.
const MOST_HEADERS: usize = 12;

/// Refusals and hints so far.
#[derive(Debug)]
pub(super) struct LimitsMet {
    /// Answers of any kind.
    pub answers: u64,
    pub too_many: u64,
    pub unavailable: u64,
    /// Answers with 5xx besides 503.
    pub server_errors: u64,
    /// Connections that broke, or were closed before an answer.
    pub broken: u64,
    /// Answers behind which the server closes the connection.
    pub closes: u64,
    pub timeouts: u64,
    /// Answers in the second before the first refusal.
    pub rate_at_refusal: Option<u64>,
    /// Retry-After as it was written, first seen first.
    pub retry_after: Vec<String>,
    /// Names of headers about limits, with the first value of each.
    pub headers: Vec<(String, String)>,
    recent: Vec<Instant>,
    known: BTreeSet<String>,
}

impl LimitsMet {
    pub fn new() -> Self {
        Self {
            answers: 0,
            too_many: 0,
            unavailable: 0,
            server_errors: 0,
            broken: 0,
            closes: 0,
            timeouts: 0,
            rate_at_refusal: None,
            retry_after: Vec::new(),
            headers: Vec::new(),
            recent: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    /// Takes one answer in.
    pub fn saw(&mut self, exchange: &Exchange) {
        let response = match &exchange.outcome {
            Ok(response) => response,
            Err(Broken::Timeout(_) | Broken::NotConnected(_)) => {
                self.timeouts += 1;
                return;
            }
            Err(_) => {
                self.broken += 1;
                return;
            }
        };
        self.answers += 1;
        self.closes += u64::from(response.closes);
        let is_refused = matches!(response.status, 429 | 503);
        self.too_many += u64::from(response.status == 429);
        self.unavailable += u64::from(response.status == 503);
        let is_other = (500..600).contains(&response.status) && response.status != 503;
        self.server_errors += u64::from(is_other);
        let a_second_ago = |at: &Instant| (exchange.ended - *at).as_secs_f64() < 1.0;
        self.recent.retain(a_second_ago);
        if is_refused && self.rate_at_refusal.is_none() {
            self.rate_at_refusal = Some(self.recent.len() as u64);
        }
        self.recent.push(exchange.ended);
        if let Some(wait) = &response.limits.retry_after
            && is_refused
            && self.retry_after.len() < MOST_HEADERS
            && !self.retry_after.contains(wait)
        {
            self.retry_after.push(wait.clone());
        }
        for (name, value) in &response.limits.rate_limit {
            if self.known.len() < MOST_HEADERS && self.known.insert(name.clone()) {
                self.headers.push((name.clone(), value.clone()));
            }
        }
    }
}
