//! Target sheets, and the least time that their limits alone put under many creates.

use super::outcome::targets::{SheetLimit, SheetValue, Target};
use crate::kernel::{Allowance, FixedWindow, InvalidLimit, Limiter, TokenBucket};
use crate::model::{Counts, Endpoint, LimitKind, LimitRule, Parameter, Per, Uncertain, catalogue};
use crate::scenario::display_value;
use crate::scenario::targets::{TargetSheet, words, written};
use crate::units::{SimDuration, SimTime};

/// Creates for which floors are told.
const CREATES: u64 = 10_000;
/// Members of one group for which the fewest requests are told.
const MEMBERS: u64 = 20_000;

/// What a sheet says and what follows from it.
pub fn target(sheet: &TargetSheet) -> Target {
    let floor_ms = |with_get| floor(sheet, CREATES, with_get).map(SimDuration::as_millis);
    Target {
        name: sheet.name.clone(),
        title: sheet.title.clone(),
        source: sheet.source.clone(),
        dated: sheet.dated.clone(),
        checked: sheet.checked.name().to_owned(),
        note: sheet.note.trim().replace('\n', " "),
        limits: sheet
            .limits
            .iter()
            .map(|rule| SheetLimit {
                name: rule.name.clone(),
                words: words(rule),
                written: written(rule),
            })
            .collect(),
        values: sheet
            .values
            .iter()
            .filter_map(|(parameter, value)| {
                let row = catalogue().find(|row| row.parameter == *parameter)?;
                Some(SheetValue {
                    key: row.key.to_owned(),
                    value: display_value(value, row.quantity),
                    meaning: row.meaning.to_owned(),
                })
            })
            .collect(),
        creates: CREATES,
        floor_ms: floor_ms(false),
        floor_with_get_ms: floor_ms(true),
        members: MEMBERS,
        membership_requests: membership_requests(sheet, MEMBERS),
    }
}

/// When the last of so many creates can leave at the earliest, whatever connector and target could do otherwise.
///
/// Each user costs one POST, and `with_get` a GET before it. Every limit that counts them is filled as fast as it allows
/// from the beginning of its first period. Nothing comes back where no limit counts creates: limits on calls at once, on members and on
/// payloads leave creates alone, or only say how long answers may take.
///
/// ```
/// use cyclecast::experiment::floor;
/// use cyclecast::scenario::targets::shipped;
///
/// let slack = shipped("slack").expect("one of the shipped sheets");
/// let creates_alone = floor(&slack, 10_000, false).expect("Slack limits creates");
/// assert!(creates_alone.as_secs_f64() / 60.0 >= 55.0);
/// ```
pub fn floor(sheet: &TargetSheet, creates: u64, with_get: bool) -> Option<SimDuration> {
    let limits = sheet
        .limits
        .iter()
        .filter_map(|rule| floor_of(rule, creates, with_get));
    limits.max()
}

fn floor_of(rule: &LimitRule, creates: u64, with_get: bool) -> Option<SimDuration> {
    let posts = rule.endpoints.contains(Endpoint::UserPost);
    let gets = with_get && rule.endpoints.contains(Endpoint::UserGet);
    let small = rule.over_bytes.is_some() || rule.up_to_bytes.is_some();
    if rule.counts != Counts::Calls || rule.per != Per::Everything || small || !(posts || gets) {
        return None;
    }
    let mut limiter = limiter(rule).ok()??;
    let calls = creates * (u64::from(posts) + u64::from(gets));
    let mut now = SimTime::ZERO;
    for _ in 0..calls {
        now = limiter.earliest(now, 1);
        limiter.take(now, 1, now);
    }
    Some(now.since_start())
}

/// The limiter of a rate; none for calls at once, since how long a call takes is the target's affair.
fn limiter(rule: &LimitRule) -> Result<Option<Limiter>, InvalidLimit> {
    let allowance = Allowance::new(rule.amount, rule.period)?;
    Ok(match rule.kind {
        LimitKind::TokenBucket { burst } => {
            Some(Limiter::TokenBucket(TokenBucket::new(allowance, burst)?))
        }
        LimitKind::FixedWindow => Some(Limiter::FixedWindow(FixedWindow::new(allowance))),
        LimitKind::Concurrency => None,
    })
}

/// The fewest requests that carry so many members of one group to the target.
fn membership_requests(sheet: &TargetSheet, members: u64) -> u64 {
    let most = sheet
        .value(Parameter::MembersPerRequest)
        .map_or(f64::INFINITY, Uncertain::median);
    if most.is_finite() {
        members.div_ceil((most as u64).max(1))
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::targets::shipped;

    fn minutes(name: &str, with_get: bool) -> f64 {
        let sheet = shipped(name).unwrap();
        floor(&sheet, 10_000, with_get).unwrap().as_secs_f64() / 60.0
    }

    #[test]
    fn the_floors_under_ten_thousand_creates_are_arithmetic() {
        // (10,000 - 20) creates at 180 a minute.
        assert!((minutes("slack", false) - 9_980.0 / 180.0).abs() < 1e-6);
        assert!((minutes("github-emu", false) - 9.0 * 60.0).abs() < 1e-9);
        // 999 windows of 5 s before the last of 20,000 calls.
        assert!((minutes("dbt", true) - 999.0 * 5.0 / 60.0).abs() < 1e-9);
        assert!((minutes("dbt", false) - 499.0 * 5.0 / 60.0).abs() < 1e-9);
        assert!((minutes("uipath", true) - 33.0 * 5.0).abs() < 1e-9);
        assert!(
            (minutes("uipath", false) - 0.0).abs() < 1e-9,
            "24,000 creates in the first five minutes"
        );
        assert!((minutes("miro", false) - 49.0 * 0.5).abs() < 1e-9);
        assert!((minutes("deel", false) - 1_999.0 / 60.0).abs() < 1e-9);
        assert!((minutes("generic", false) - 399.0 / 60.0).abs() < 1.0);
    }

    #[test]
    fn a_target_that_limits_no_creates_has_no_floor() {
        for name in ["snowflake", "aws-identity-center", "auth0", "wso2-is-5.7"] {
            assert_eq!(floor(&shipped(name).unwrap(), 10_000, true), None, "{name}");
        }
    }

    #[test]
    fn twenty_thousand_members_take_aws_two_hundred_requests_at_least() {
        let aws = shipped("aws-identity-center").unwrap();
        assert_eq!(membership_requests(&aws, 20_000), 200);
        assert_eq!(membership_requests(&shipped("slack").unwrap(), 20_000), 1);
    }
}
