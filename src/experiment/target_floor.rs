//! Target sheets, and the least time that their limits alone put under many creates.

use super::outcome::targets::{Floor, SheetLimit, SheetValue, Target};
use crate::kernel::{
    Allowance, FixedWindow, InvalidLimit, Limiter, QuietWindow, RollingWindow, TokenBucket,
};
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
    Target {
        name: sheet.name.clone(),
        title: sheet.title.clone(),
        source: sheet.source.clone(),
        dated: sheet.dated.clone(),
        checked: sheet.checked.name().to_owned(),
        shipped: sheet.shipped,
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
        floor: tightest(sheet, CREATES, false),
        floor_with_get: tightest(sheet, CREATES, true),
        members: MEMBERS,
        membership_requests: membership_requests(sheet, MEMBERS),
    }
}

/// When the last of so many creates can leave at the earliest, whatever connector and target could do otherwise.
///
/// Each user costs one POST, and `with_get` a GET before it. Every limit that counts them is filled as fast as what others leave of it allows.
/// Where replicas count for themselves, calls are dealt evenly to them, and units are filled to the last.
/// Fixed windows are taken to begin with the cycle, as they do in the model; where they go by the clock, a cycle can meet a
/// window at its end and be sooner by up to one window. Nothing comes back where no limit counts creates: limits on calls at
/// once, on members and on payloads leave creates alone, or only say how long answers may take.
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
    let limits = limits_on(sheet, with_get);
    limits.map(|(rule, each)| least(rule, creates * each)).max()
}

/// The floor with what else is to be known of it.
fn tightest(sheet: &TargetSheet, creates: u64, with_get: bool) -> Option<Floor> {
    let steady = |rule: &LimitRule, each: u64| {
        let calls = (creates * each) as f64;
        rule.period * (calls / (rule.amount_left() * u64::from(rule.replicas)) as f64)
    };
    let all = || limits_on(sheet, with_get);
    let floor = floor(sheet, creates, with_get)?;
    // Of those without effect, the one that is nearest to have one.
    let (rule, _) =
        all().max_by_key(|(rule, each)| (least(rule, creates * each), steady(rule, *each)))?;
    let any_window = all().map(|(rule, each)| {
        let least = least(rule, creates * each);
        // Of the other windows it does not matter when they begin.
        match rule.kind {
            LimitKind::FixedWindow => least.saturating_sub(rule.period),
            _ => least,
        }
    });
    Some(Floor {
        ms: floor.as_millis(),
        any_window_ms: any_window.max()?.as_millis(),
        steady_ms: all()
            .map(|(rule, each)| steady(rule, each))
            .max()?
            .as_millis(),
        limit: rule.name.clone(),
        window_ms: window(rule).map(SimDuration::as_millis),
    })
}

/// The rates that count creates, or creates and the GET before each, with how much each user counts.
fn limits_on(sheet: &TargetSheet, with_get: bool) -> impl Iterator<Item = (&LimitRule, u64)> {
    sheet.limits.iter().filter_map(move |rule| {
        let posts = rule.endpoints.contains(Endpoint::UserPost);
        let gets = with_get && rule.endpoints.contains(Endpoint::UserGet);
        let is_rate = rule.kind != LimitKind::Concurrency;
        let by_size = rule.over_bytes.is_some() || rule.up_to_bytes.is_some();
        let by_call = matches!(rule.counts, Counts::Calls | Counts::Units);
        let counts_all = by_call && rule.per == Per::Everything && !by_size;
        let units = |endpoint| match rule.counts {
            Counts::Units => u64::from(rule.weights.of(endpoint)),
            _ => 1,
        };
        let each = u64::from(posts) * units(Endpoint::UserPost)
            + u64::from(gets) * units(Endpoint::UserGet);
        (counts_all && is_rate && each > 0).then_some((rule, each))
    })
}

/// The length of a limit's window, where it counts in windows.
fn window(rule: &LimitRule) -> Option<SimDuration> {
    match rule.kind {
        LimitKind::FixedWindow | LimitKind::RollingWindow | LimitKind::QuietWindow => {
            Some(rule.period)
        }
        LimitKind::TokenBucket { .. } | LimitKind::Concurrency => None,
    }
}

/// When the last of so many calls, or units, passes, if each is made as soon as the limit allows.
pub(super) fn least(rule: &LimitRule, calls: u64) -> SimDuration {
    let Ok(Some(mut limiter)) = limiter(rule) else {
        return SimDuration::ZERO;
    };
    let mut now = SimTime::ZERO;
    for _ in 0..calls.div_ceil(u64::from(rule.replicas)) {
        now = limiter.earliest(now, 1);
        limiter.take(now, 1, now);
    }
    now.since_start()
}

/// The limiter of a rate; none for calls at once, since how long a call takes is the target's affair.
fn limiter(rule: &LimitRule) -> Result<Option<Limiter>, InvalidLimit> {
    let allowance = Allowance::new(rule.amount_left(), rule.period)?;
    Ok(match rule.kind {
        LimitKind::TokenBucket { burst } => {
            let burst = if rule.taken_by_others > 0.0 {
                rule.left_of(burst)
            } else {
                burst
            };
            Some(Limiter::TokenBucket(TokenBucket::new(allowance, burst)?))
        }
        LimitKind::FixedWindow => Some(Limiter::FixedWindow(FixedWindow::new(allowance))),
        LimitKind::RollingWindow => Some(Limiter::RollingWindow(RollingWindow::new(allowance))),
        LimitKind::QuietWindow => Some(Limiter::QuietWindow(QuietWindow::new(allowance))),
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
    fn the_floors_of_limits_of_other_shapes_are_arithmetic_too() {
        // 100 calls in each stretch, and 10 s of quiet after all but the last.
        assert!((minutes("better-auth", false) - 99.0 * 10.0 / 60.0).abs() < 1e-9);
        // Five days of 2,000 calls, the first of which takes no time; 4 x 24 h.
        let day = 24.0 * 60.0;
        let first_pass = (minutes("entra-inbound", false) - 4.0 * day) * 60.0;
        assert!((0.0..=250.0).contains(&first_pass), "{first_pass} s");
        // A GET and a POST cost three units; writes are the narrower, 3,000 in 150 s.
        assert!((minutes("entra-scim", false) - 3.0 * 2.5).abs() < 1e-9);
        assert!((minutes("entra-scim", true) - 3.0 * 2.5).abs() < 1e-9);
        // Of 10,000 each of three replicas has 3,334: 10 at once, the rest at 10 a second.
        assert!((minutes("rancher", false) - 332.4 / 60.0).abs() < 1e-6);
    }

    #[test]
    fn units_are_counted_by_what_calls_cost() {
        let mut sheet = shipped("entra-scim").unwrap();
        sheet.limits.retain(|rule| rule.name == "resource units");
        // 10,000 and 30,000 units at 800 a second, 8,000 of which are there at the start.
        assert_eq!(
            floor(&sheet, 10_000, false),
            Some(SimDuration::from_millis(2_500))
        );
        assert_eq!(
            floor(&sheet, 10_000, true),
            Some(SimDuration::from_millis(27_500))
        );
    }

    #[test]
    fn a_window_that_goes_by_the_clock_can_cost_up_to_one_window_less() {
        let floor = |name, with_get| tightest(&shipped(name).unwrap(), 10_000, with_get).unwrap();
        let minutes = |ms: u64| ms as f64 / 60_000.0;
        let github = floor("github-emu", true);
        assert_eq!(minutes(github.ms), 9.0 * 60.0);
        assert_eq!(minutes(github.any_window_ms), 8.0 * 60.0);
        assert_eq!(minutes(github.steady_ms), 10.0 * 60.0);
        assert_eq!(
            (github.limit.as_str(), github.window_ms),
            ("users", Some(3_600_000))
        );
        let slack = floor("slack", false);
        assert_eq!(slack.ms, slack.any_window_ms, "a bucket has no windows");
        assert_eq!(slack.window_ms, None);
    }

    #[test]
    fn what_fits_into_the_first_window_has_a_floor_of_zero_and_a_steady_rate() {
        for (name, with_get, steady_minutes) in [
            ("workday-peakon", false, 24.0),
            ("workday-peakon", true, 48.0),
            ("uipath", false, 10_000.0 / 24_000.0 * 5.0),
        ] {
            let floor = tightest(&shipped(name).unwrap(), 10_000, with_get).unwrap();
            assert_eq!((floor.ms, floor.any_window_ms), (0, 0), "{name}");
            let steady = floor.steady_ms as f64 / 60_000.0;
            assert!((steady - steady_minutes).abs() < 1e-3, "{name}: {steady}");
            assert!(floor.window_ms.is_some(), "{name}");
        }
    }

    #[test]
    fn a_target_that_limits_no_creates_has_no_floor() {
        for name in [
            "snowflake",
            "aws-identity-center",
            "auth0",
            "databricks",
            "hcp",
            "wso2-is-5.7",
        ] {
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
