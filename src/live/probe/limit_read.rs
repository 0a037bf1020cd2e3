//! A limit as a scenario has it, from what passed between refusals or from what headers say.

use super::limit_ramp::{POLL, Ramp, Round};

/// Lengths of windows that vendors use, in seconds.
const WINDOWS: [f64; 11] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 300.0, 600.0, 3_600.0,
];
/// A window that lies so near one of those is taken for it.
const NEAR: f64 = 0.08;
/// Counts that differ by no more are of one window.
const ALIKE: f64 = 0.1;
/// Fewer calls in a window could be a bucket that fills slowly.
const FEWEST: u64 = 5;

/// A limit, and what it was read from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LimitRead {
    /// The entry of `target.limit`.
    pub toml: String,
    pub because: String,
    pub count: u64,
}

/// A limit from a ramp, where two rounds at least tell one.
pub(super) fn from_ramp(ramp: &Ramp) -> Option<LimitRead> {
    let rounds = &ramp.rounds;
    if rounds.len() < 2 {
        return None;
    }
    // A bucket that is full fills no further, so a round that waited longer tells no rate.
    let usual = ramp.usual();
    let passed: u64 = usual.iter().map(|round| round.passed).sum();
    let secs: f64 = usual.iter().map(|round| round.waited + round.secs).sum();
    let each = ramp.each()?;
    // What passes in parts of two windows is the exception, and so is below half of the rounds.
    let count = median(usual)?;
    let after_longer = median(&rounds[usual.len()..]).unwrap_or(count);
    let is_window = after_longer as f64 <= count as f64 * (1.0 + ALIKE) && count >= FEWEST;
    let told: Vec<Option<f64>> = rounds.iter().map(|round| round.told).collect();
    // A server that cuts down to whole seconds what is left tells none of them now and then.
    let is_told = told.iter().any(Option::is_some);
    let retry_after = match told[0] {
        _ if !is_told => ", retry_after = \"none\"".to_owned(),
        Some(first)
            if told.iter().all(|told| *told == Some(first)) && first > 1.5 * mean_wait(ramp) =>
        {
            format!(", retry_after = \"{first} s\"")
        }
        _ => String::new(),
    };
    let (toml, what) = if is_window {
        let window = window_of(each, usual.len() - 1, is_told);
        (
            format!("calls = \"{count} per {window} s\", kind = \"fixed-window\""),
            format!("{count} calls passed each {each:.1} s"),
        )
    } else {
        let rate = passed as f64 / secs;
        // What passed beyond the rate had been saved up: the bucket holds as much at least.
        let saved = |passed: u64, secs: f64| passed as f64 - rate * secs;
        let burst = rounds
            .iter()
            .map(|round| saved(round.passed, round.secs))
            .fold(saved(ramp.before.0, ramp.before.1).max(1.0), f64::max);
        // So many in ten seconds, since a rate need not be whole.
        let in_ten = libm::round(rate * 10.0).max(1.0);
        (
            format!("calls = \"{in_ten} per 10 s\", burst = {burst:.0}"),
            format!("{rate:.2} calls a second passed in the long run"),
        )
    };
    Some(LimitRead {
        toml: format!("{{ name = \"met by the probe\", {toml}{retry_after} }}"),
        because: format!("{what}, at {} a second asked", ramp.rate),
        count: passed,
    })
}

/// The length of windows that come each so many seconds on average, of so many.
fn window_of(each: f64, of: usize, is_told: bool) -> f64 {
    // The moment at which one begins is known to a second where it is told, and else to the pause between attempts.
    let begins_within = if is_told { 1.0 } else { POLL.as_secs_f64() };
    let near = (begins_within / of as f64).max(NEAR * each);
    let apart = |window: &f64| (each - window).abs();
    let known = WINDOWS.into_iter().filter(|window| apart(window) <= near);
    let known = known.min_by(|a, b| apart(a).total_cmp(&apart(b)));
    let whole = Some(libm::round(each)).filter(|whole| *whole > 0.0 && apart(whole) <= near);
    known
        .or(whole)
        .unwrap_or_else(|| libm::round(each * 10.0) / 10.0)
}

/// The lower of those in the middle.
fn median(rounds: &[Round]) -> Option<u64> {
    let mut passed: Vec<u64> = rounds.iter().map(|round| round.passed).collect();
    passed.sort_unstable();
    passed.get(passed.len().checked_sub(1)? / 2).copied()
}

fn mean_wait(ramp: &Ramp) -> f64 {
    let waits = ramp.rounds.iter().map(|round| round.waited);
    waits.sum::<f64>() / ramp.rounds.len().max(1) as f64
}

/// A limit from a header RateLimit-Policy or RateLimit-Limit that names the window (IETF draft-ietf-httpapi-ratelimit-headers):
/// `100;w=60`, `100, 100;w=60`, `"default";q=100;w=60`.
pub(super) fn from_headers(headers: &[(String, String)]) -> Option<LimitRead> {
    headers.iter().find_map(|(_, value)| {
        let policy = value.split(',').find(|policy| policy.contains("w="))?;
        let part = |key: &str| {
            let parts = policy.split(';').map(str::trim);
            parts
                .filter_map(|part| part.strip_prefix(key))
                .find_map(|number| number.parse::<u64>().ok())
        };
        let first = policy.split(';').next().and_then(|count| count.trim().parse().ok());
        let (count, window) = (part("q=").or(first)?, part("w=")?);
        (count > 0 && window > 0 && window <= 86_400).then(|| LimitRead {
            toml: format!("{{ name = \"by its headers\", calls = \"{count} per {window} s\", kind = \"fixed-window\" }}"),
            because: "not met, but told by a header of answers".to_owned(),
            count: 1,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(before: (u64, f64), rounds: &[(f64, f64, Option<f64>, u64, f64)]) -> Ramp {
        Ramp {
            rate: 50.0,
            before,
            is_refused: true,
            rounds: rounds
                .iter()
                .map(|&(extra, waited, told, passed, secs)| Round {
                    extra,
                    waited,
                    told,
                    passed,
                    secs,
                })
                .collect(),
        }
    }

    #[test]
    fn the_same_count_between_refusals_is_a_window() {
        let rounds = [
            (0.0, 7.9, Some(8.0), 100, 2.0),
            (0.0, 8.0, Some(8.0), 100, 2.0),
            (12.5, 8.1, Some(8.0), 100, 2.0),
        ];
        let found = from_ramp(&ramp((130, 9.0), &rounds)).unwrap();
        assert_eq!(
            found.toml,
            "{ name = \"met by the probe\", calls = \"100 per 10 s\", kind = \"fixed-window\" }"
        );
    }

    #[test]
    fn a_short_window_is_read_from_many_rounds_of_which_some_fall_into_two() {
        let rounds = [
            (0.0, 1.0, Some(1.0), 30, 0.5),
            (0.0, 2.0, Some(2.0), 30, 0.5),
            (0.0, 1.0, Some(1.0), 44, 0.7),
            (0.0, 1.0, Some(1.0), 30, 0.5),
            (0.0, 2.0, Some(2.0), 30, 0.5),
            (2.5, 1.0, Some(1.0), 30, 0.5),
            (2.5, 2.0, Some(2.0), 48, 0.7),
            (2.5, 1.0, Some(1.0), 30, 0.5),
        ];
        let found = from_ramp(&ramp((40, 4.0), &rounds)).unwrap();
        assert_eq!(
            found.toml,
            "{ name = \"met by the probe\", calls = \"30 per 2 s\", kind = \"fixed-window\" }"
        );
    }

    #[test]
    fn a_limit_that_tells_no_time_now_and_then_tells_one_all_the_same() {
        let rounds = [
            (0.0, 0.6, None, 10, 0.1),
            (0.0, 1.0, Some(1.0), 10, 0.1),
            (0.0, 0.9, None, 10, 0.1),
            (1.25, 1.0, Some(1.0), 10, 0.1),
        ];
        let found = from_ramp(&ramp((40, 4.0), &rounds)).unwrap();
        assert_eq!(
            found.toml,
            "{ name = \"met by the probe\", calls = \"10 per 1 s\", kind = \"fixed-window\" }"
        );
    }

    #[test]
    fn what_passes_the_more_the_longer_nobody_asks_is_a_bucket() {
        let rounds = [
            (0.0, 1.0, None, 12, 0.25),
            (0.0, 1.0, None, 13, 0.25),
            (1.25, 1.0, None, 28, 0.6),
        ];
        let found = from_ramp(&ramp((160, 10.0), &rounds)).unwrap();
        assert_eq!(
            found.toml,
            "{ name = \"met by the probe\", calls = \"100 per 10 s\", burst = 60, retry_after = \"none\" }"
        );
        assert_eq!(from_ramp(&ramp((200, 10.0), &rounds[..1])), None);
    }

    #[test]
    fn a_header_tells_a_limit_where_it_names_the_window() {
        let header = |value: &str| [("ratelimit-policy".to_owned(), value.to_owned())];
        for value in ["100;w=60", "100, 100;w=60", "\"default\";q=100;w=60"] {
            let found = from_headers(&header(value)).unwrap();
            assert!(found.toml.contains("calls = \"100 per 60 s\""), "{value}");
        }
        for value in ["100", "", ";w=", "x;w=60", "0;w=60"] {
            assert_eq!(from_headers(&header(value)), None, "{value}");
        }
    }
}
