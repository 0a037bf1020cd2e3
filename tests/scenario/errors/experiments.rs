//! Faulty strategies and expectations.

use super::{Case, mistake, problems};

#[rustfmt::skip]
pub const EXPECT: &[Case] = &[
    ("expect = 5\n", "1:10", "`expect` takes keys of its own, not a number", "initial_cycle.p95"),
    ("[[expect]]\n", "1:1", "`expect` takes keys of its own, not an array", "initial_cycle.p95"),
    ("[expect]\n\"initial_cycle.p95\" = 5\n", "2:23", "`initial_cycle.p95` takes a text, not a number", "in quotes"),
    ("[expect]\ninitial_cycle.p95 = 5\n", "2:21", "`initial_cycle.p95` takes a text", "in quotes"),
    ("[expect]\ninitial_cycle = \"< 5 h\"\n", "2:1", "does not say what is taken of it", "write initial_cycle.p95"),
    ("[expect]\n\"initial_cycle\" = \"< 5 h\"\n", "2:1", "does not say what is taken of it", "write initial_cycle.p95"),
    ("[expect]\ninitial_cycel.p95 = \"< 5 h\"\n", "2:1", "is called `initial_cycel`", "did you mean `initial_cycle`?"),
    ("[expect]\n\"initialCycle.p95\" = \"< 5 h\"\n", "2:1", "is called `initialCycle`", "did you mean `initial_cycle`?"),
    ("[expect.beauty]\np95 = \"< 5 h\"\n", "1:9", "is called `beauty`", "there are initial_cycle"),
    ("[expect]\ninitial_cycle.p100 = \"< 5 h\"\n", "2:15", "has no `p100`", "whole percentile"),
    ("[expect]\n\"initial_cycle.p99.9\" = \"< 5 h\"\n", "2:1", "has no `p99.9`", "whole percentile"),
    ("[expect]\ninitial_cycle.p99.9 = \"< 5 h\"\n", "2:15", "has no `p99.9`", "whole percentile"),
    ("[expect]\ninitial_cycle.share = \"< 5 %\"\n", "2:15", "has no `share`", "initial_cycle.mean"),
    ("[expect]\nquarantine.p95 = \"< 5 %\"\n[run]\nhorizon = \"5 d\"\n", "2:12", "has no `p95`", "quarantine.share"),
    ("[expect]\ninitial_cycle.p95 = \"5 h\"\n", "2:21", "begins with <", "\"< 36 h\""),
    ("[expect]\ninitial_cycle.p95 = \"= 5 h\"\n", "2:21", "begins with <", "\"< 36 h\""),
    ("[expect]\ninitial_cycle.p95 = \"<\"\n", "2:21", "no limit", "\"< 36 h\""),
    ("[expect]\ninitial_cycle.p95 = \"< 5\"\n", "2:21", "needs a unit", "\"< 36 h\""),
    ("[expect]\ninitial_cycle.p95 = \"< nan\"\n", "2:21", "must begin with a number", "\"< 36 h\""),
    ("[expect]\ninitial_cycle.p95 = \"< 5 %\"\n", "2:21", "`%` is no unit of time", "\"< 36 h\""),
    ("[expect]\ntimeouts.mean = \"< 5 h\"\n", "2:17", "no unit `h`", "10_000"),
    ("[expect]\ntimeouts.mean = \"< -5\"\n", "2:17", "not below zero", "10_000"),
    ("[expect]\nmean_request_rate.p95 = \"< 5 h\"\n", "2:25", "not a rate", "25 per s"),
    ("[expect]\ndisabled.share = \"< 5\"\n[run]\nhorizon = \"5 d\"\n", "2:18", "between 0 % and 100 %", "did you mean \"5 %\"?"),
    ("[expect]\ndisabled.share = \"< 5 %\"\n", "2:10", "`disabled.share` is never measured without a horizon", "horizon = \"14 d\""),
    ("[expect]\n\"disabled.share\" = \"< 5 %\"\n", "2:1", "`disabled.share` is never measured without a horizon", "remove the threshold"),
    ("[expect]\ntimeouts.p5 = \"< 5\"\n\"timeouts.p5\" = \"> 5\"\n", "3:1", "`timeouts.p5` is given twice", "keep one"),
    ("[expect]\n\"timeouts.p5\" = \"< 5\"\ntimeouts.p5 = \"> 5\"\n", "3:10", "`timeouts.p5` is given twice", "keep one"),
];

#[rustfmt::skip]
pub const STRATEGIES: &[Case] = &[
    ("strategy = 5\n", "1:12", "a list, since there may be several", "[[strategy]]"),
    ("strategy = []\n", "1:1", "one strategy alone cannot be compared", "2 to 16 [[strategy]]"),
    ("strategy = [5, { name = \"a\" }]\n", "1:13", "`strategy` takes tables", "[[strategy]]"),
    ("[[strategy]]\nname = \"alone\"\n", "1:3", "one strategy alone cannot be compared", "2 to 16 [[strategy]]"),
    ("[strategy]\nname = \"a\"\n", "1:1", "a list, since there may be several", "double brackets"),
    ("[[strategy]]\n[[strategy]]\nname = \"a\"\n", "1:1", "the strategy has no name", "add name ="),
    ("[[strategy]]\nname = \"a/b\"\n[[strategy]]\nname = \"a\"\n", "2:8", "name of a folder", "1 to 64"),
    ("[[strategy]]\nname = 5\n[[strategy]]\nname = \"a\"\n", "2:8", "`name` takes a text", "quotes"),
    ("[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"A\"\n", "4:8", "two strategies are called \"A\"", "upper and lower case"),
    ("[[strategy]]\nname = \"a\"\ntitle = 5\n[[strategy]]\nname = \"b\"\n", "3:9", "`title` takes a text", "quotes"),
    ("[[strategy]]\nname = \"a\"\ntitle = \" \"\n[[strategy]]\nname = \"b\"\n", "3:9", "this title is no line of text", "1 to 80 characters"),
    ("[[strategy]]\nname = \"a\"\ntitle = \"ways ways ways ways ways ways ways ways ways ways ways ways ways ways ways ways ways\"\n[[strategy]]\nname = \"b\"\n", "3:9", "a title of 84 characters is too long", "1 to 80 characters"),
    ("[[strategy]]\nname = \"a\"\ntitle = \"All\"\n[[strategy]]\nname = \"b\"\ntitle = \"all\"\n", "6:9", "two strategies are called \"all\"", "a title of its own"),
    ("[[strategy]]\nname = \"a\"\ndescription = 5\n[[strategy]]\nname = \"b\"\n", "3:15", "`description` takes a text", "quotes"),
    ("[[strategy]]\nname = \"a\"\nrun.seed = 5\n[[strategy]]\nname = \"b\"\n", "3:5", "`run.seed` is the same for all strategies", "once for the whole scenario"),
    ("[[strategy]]\nname = \"a\"\n[strategy.expect]\ntimeouts.p5 = \"< 5\"\n[[strategy]]\nname = \"b\"\n", "3:11", "`expect` is the same for all", "once for the whole scenario"),
    ("[[strategy]]\nname = \"a\"\n[[strategy.strategy]]\n[[strategy]]\nname = \"b\"\n", "3:12", "`strategy` is the same for all", ""),
    ("[[strategy]]\nname = \"a\"\nwithout = \"split\"\n[[strategy]]\nname = \"b\"\n", "3:11", "`without` takes a list of keys, not a text", "without = [\"split\""),
    ("[[strategy]]\nname = \"a\"\nwithout = [5]\n[[strategy]]\nname = \"b\"\n", "3:12", "`without` takes a text", "without = [\"split\""),
    ("[[strategy]]\nname = \"a\"\nwithout = [\"split\"]\n[[strategy]]\nname = \"b\"\n", "3:12", "the scenario has no `split` to leave out", "target.limit"),
    ("split.jobs = 2\n[[strategy]]\nname = \"a\"\nwithout = [\"splits\"]\n[[strategy]]\nname = \"b\"\n", "4:12", "no `splits` to leave out", "did you mean \"split\"?"),
    ("[[strategy]]\nname = \"a\"\nwithout = [\"run.seed\"]\n[[strategy]]\nname = \"b\"\n", "3:12", "`run.seed` is the same for all", ""),
    ("[[strategy]]\nname = \"a\"\n[strategy.target]\ncapcity = 5\n[[strategy]]\nname = \"b\"\n", "4:1", "[target] has no key `capcity`", "did you mean `capacity`?"),
    ("[[strategy]]\nname = \"a\"\nusers = 5\n[[strategy]]\nname = \"b\"\n", "3:1", "a scenario has no key `users`", "`users` belongs in [tenant]"),
    ("[[strategy]]\nname = \"a\"\ntarget.capacity = 0\n[[strategy]]\nname = \"b\"\n", "3:19", "`target.capacity` must be at least 1", ""),
    ("[target]\ncapacity = 0\n[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\n", "2:12", "`target.capacity` must be at least 1", ""),
    ("[[strategy]]\nname = \"a\"\ngroups = { sizes = [], csv = \"groups.csv\" }\n[[strategy]]\nname = \"b\"\n", "3:24", "listed twice", "neither list wins"),
    ("[tenant]\nusers = 50\n[scope]\nassigned_users = 40\n[[strategy]]\nname = \"a\"\ntenant.users = 30\n[[strategy]]\nname = \"b\"\n",
     "4:18", "the directory has: 30, with the strategy \"a\"", "raise `tenant.users`; a strategy leaves out"),
    ("[job]\non_429 = \"escrow\"\n[split]\njobs = 2\n[[strategy]]\nname = \"a\"\nrun.horizon = \"5 d\"\n[[strategy]]\nname = \"b\"\n[[strategy]]\nname = \"c\"\nrun.horizon = \"6 d\"\n",
     "4:1", "initial cycles only, with the strategies \"a\" and \"c\"", "without = ["),
    ("[run]\nhorizon = \"5 d\"\n[expect]\ndisabled.share = \"< 5 %\"\n[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\nwithout = [\"run.horizon\"]\n",
     "4:10", "never measured without a horizon, with the strategy \"b\"", ""),
    ("[scope]\nassigned_users = 40\n[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\nscope.mode = \"all-users\"\n",
     "7:14", "the directory would have another size", "give `tenant.users`"),
    ("[groups]\nsizes = []\n[[strategy]]\nname = \"a\"\nwithout = [\"groups\"]\nscope.mode = \"all-users\"\n[[strategy]]\nname = \"b\"\n",
     "6:14", "the directory would have another size", "give `tenant.users`"),
    ("without = [\"split\"]\n", "1:1", "a scenario has no key `without`", ""),
];

#[test]
fn more_strategies_than_are_compared_are_refused() {
    let strategies = |count: usize| -> String {
        let one = |number| format!("[[strategy]]\nname = \"s{number}\"\n");
        (0..count).map(one).collect()
    };
    let case = ("", "33:1", "more than 16 [[strategy]]", "leave out");
    let found = problems(strategies(17).as_bytes(), b"");
    assert_eq!(mistake(&case, "s.toml", &found), None);
}

#[test]
fn every_fault_of_every_strategy_is_reported_once() {
    let text = "\
[target]
capacity = 0
[groups]
csv = \"groups.csv\"
[[strategy]]
name = \"a\"
[strategy.target]
capacity = 5
colour = 1
[[strategy]]
name = \"b\"
job.timeout = 5
scope.assigned_users = 6
[[strategy]]
name = \"c\"
groups.csv = \"other.csv\"
scope.assigned_users = 6
[[strategy]]
name = \"d\"
scope.assigned_users = 6
";
    let found = problems(text.as_bytes(), b"name,members\na,x\nb,7\n");
    let said: Vec<String> = found
        .iter()
        .map(|one| format!("{}:{}:{}: {}", one.file, one.line, one.column, one.message))
        .collect();
    assert_eq!(
        said,
        [
            "s.toml:2:12: `target.capacity` must be at least 1",
            "s.toml:9:1: [target] has no key `colour`",
            "s.toml:12:15: a duration needs a unit, for example \"40 min\"",
            "s.toml:16:14: the list of groups cannot be read: no such file",
            "groups.csv:2:3: the members must be a whole number up to 5_000_000, not `x`",
            "groups.csv:3:3: a group of 7 members is larger than the users who are assigned, with the strategies \"b\" and \"d\"",
        ]
    );
}
