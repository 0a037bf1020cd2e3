//! Faulty scenarios: where each fault is found, what is said of it, and what would be right.

mod experiments;
mod life;
mod shapes;

use cyclecast::scenario::{Problems, SourceFile, parse};
use experiments::{EXPECT, STRATEGIES};
use life::{LIFE, TIMELINE};
use shapes::SHAPES;

fn problems(bytes: &[u8], csv: &[u8]) -> Problems {
    let source = SourceFile {
        name: "s.toml".to_owned(),
        bytes: bytes.to_vec(),
    };
    let parsed = parse(source, "s", &mut |name| match name {
        "groups.csv" => Ok(csv.to_vec()),
        _ => Err("no such file".to_owned()),
    });
    parsed.expect_err(&String::from_utf8_lossy(bytes))
}

/// A faulty text, the place of its only fault, and parts of the message and of the help.
type Case = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const SYNTAX: &[Case] = &[
    ("", "1:1", "the file is empty", "users = 1_000"),
    ("\u{FEFF} \r\n", "1:1", "the file is empty", "[tenant]"),
    ("[tenant]\nusers = 40 apples\n", "2:9", "needs quotes", "write \"40 apples\""),
    ("[job]\r\ntimeout = 40 min\r\n", "2:11", "needs quotes", "\"40 min\""),
    ("[tenant]\nusers =\n", "2:8", "a value is missing", "write a value"),
    ("[tenant]\nusers 40\n", "2:7", "a key without a value", "key = value"),
    ("[tenant\nusers = 40\n", "1:8", "not closed", "[name]"),
    ("[tenant]\nusers = 1\nusers = 2\n", "3:1", "`users` is given twice", "keep one"),
    ("[tenant]\nusers = 1\n[run]\n[tenant]\n", "4:2", "`tenant` is given twice", "keep one"),
    ("description = \"half\n[run]\nseed = 1\n", "1:20", "the text is not closed", "same quote"),
    ("[tenant]\nusers = 1 groups = 2\n", "2:9", "needs quotes", ""),
    ("name = \"a\" seed = 1\n", "1:12", "the line should end here", "each line"),
    ("description = \"tab\u{0}\"\n", "1:19", "control character", "remove"),
    ("[groups]\nsizes = [{ groups = 1, members = 2 }\n[job]\nconnections = 3\n", "2:9", "`[` is never closed", "add the `]`"),
    ("[tenant]\nusers = 10,000\n", "2:11", "the line should end here", "10_000"),
    ("[groups]\ncsv = \"C:\\Users\\me\\groups.csv\"\n", "2:12", "a backslash in double quotes", "write 'C:\\Users\\me\\groups.csv' in single quotes"),
    ("[groups]\ncsv = \"C:\\data\\groups.csv\" # ours\n", "2:11", "a backslash in double quotes", "write 'C:\\data\\groups.csv' in"),
    ("[groups]\ncsv = \"C:\\temp\\new.csv\"\n", "2:7", "not the name of a file", "write 'C:\\temp\\new.csv' in single quotes"),
    ("[tenant]\nusers = 10.000.000\n", "2:15", "points group no digits", "10_000_000"),
    ("[tenant]\nusers = 007\n", "2:9", "may not begin with a zero", "leave"),
    ("[groups]\nprovision = tru\n", "2:13", "neither `true` nor `false`", "true"),
    ("a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n", "1:21", "nested too deeply", "16 levels"),
    ("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r = 1\n", "1:34", "nested too deeply", "16 levels"),
];

#[rustfmt::skip]
const KEYS: &[Case] = &[
    ("user = 5\n", "1:1", "a scenario has no key `user`", ""),
    ("users = 5\n", "1:1", "no key `users`", "`users` belongs in [tenant]"),
    ("[tenant]\nuser = 5\n", "2:1", "[tenant] has no key `user`", "did you mean `users`?"),
    ("[errors]\nconflict = 0.1\n", "2:1", "no key `conflict`", "did you mean `Conflict`?"),
    ("[latency]\nuser_get = \"1 s\"\n", "1:2", "no key `latency`", "belongs in [target]"),
    ("[target.latency]\ncapacity = 5\n", "2:1", "no key `capacity`", "belongs in [target]"),
    ("\"tenant.users\" = 5\n", "1:1", "no key `tenant.users`", "without quotes"),
    ("tenant = 5\n", "1:10", "`tenant` takes keys of its own, not a number", "[tenant]"),
    ("[[tenant]]\nusers = 5\n", "1:1", "[tenant] is one table", "single brackets"),
    ("[target.limit]\ncalls = \"1 per s\"\n", "1:1", "`target.limit` is a list", "[[target.limit]]"),
    ("[run]\nreplication = 5\n", "2:1", "no key `replication`", "did you mean `replications`?"),
    ("[groups]\nsizes = [{ groups = 1, member = 2, members = 2 }]\n", "2:24", "no key `member`", "did you mean `members`?"),
    ("[[target.limit]]\ncalls = \"1 per s\"\nburts = 2\n", "3:1", "[[target.limit]] has no key `burts`", "did you mean `burst`?"),
];

#[rustfmt::skip]
const VALUES: &[Case] = &[
    ("[tenant]\nusers = 40.000\n", "2:9", "`40.000` can be read as 40 and as 40_000", "write 40 or 40_000"),
    ("[tenant]\nusers = \"10.000 to 20.500\"\n", "2:9", "as 20.5 and as 20_500", "write 20.5 or 20_500"),
    ("[scope]\nassigned_users = { uniform = [1.000, 2_000] }\n", "2:31", "as 1 and as 1_000", ""),
    ("[tenant]\nusers_per_assigned = 2.500\n", "2:22", "as 2.5 and as 2_500", "write 2.5 or"),
    ("[run]\nreplications = 1.000\n", "2:16", "as 1 and as 1_000", "write 1 or 1_000"),
    ("[run]\nreplications = \"1.000\"\n", "2:16", "as 1 and as 1_000", "write 1 or 1_000"),
    ("[groups]\nsizes = [{ groups = 1, members = 10.000 }]\n", "2:34", "as 10 and as 10_000", "write 10 or 10_000"),
    ("[expect]\ntimeouts.p95 = \"< 1.000\"\n", "2:16", "as 1 and as 1_000", ""),
    ("[expect]\nmean_request_rate.p95 = \"< 1.250 per s\"\n", "2:25", "as 1.25 and as 1_250", ""),
    ("[job]\nconnector = \"non-gallery\"\n", "2:13", "cannot be \"non-gallery\"", "did you mean \"custom\"?"),
    ("[scope]\nusers = 3_000\n", "2:1", "no key `users`", "did you mean `assigned_users`?"),
    ("[groups]\nmembers = 200\n", "2:1", "no key `members`", "members_median"),
    ("[target]\nrate_limit = \"300 per min\"\n", "2:1", "no key `rate_limit`", "[[target.limit]]"),
    ("[run]\nhorizon = 14\n", "2:11", "`run.horizon` needs a unit", "horizon = \"14 days\""),
    ("[run]\nhorizon = \"1 month\"\n", "2:11", "a month has no fixed length: write \"30 days\"", "weeks"),
    ("[run]\nhorizon = \"1 month 2 days\"\n", "2:11", "write \"30 days\"", "weeks"),
    ("[job]\ntimeout = \"1 year\"\n", "2:11", "write \"365 days\"", "weeks"),
    ("[job]\nevaluation = \"120 ms - 900 ms\"\n", "2:14", "a range is written with `to`", "write \"120 ms to 900 ms\""),
    ("[job]\nevaluation = \"120–900 ms\"\n", "2:14", "a range is written with `to`", "write \"120 to 900 ms\""),
    ("[tenant]\ndisabled_share = \"0.5 % - 2 %\"\n", "2:18", "a range is written with `to`", "\"0.5 % to 2 %\""),
    ("[job]\ntimeout = 40\n", "2:11", "a duration needs a unit, for example \"40 min\"", "\"40 s\""),
    ("[job]\ntimeout = \"40\"\n", "2:11", "a duration needs a unit", "\"40 min\""),
    ("[job]\ntimeout = \"40 users\"\n", "2:11", "`users` is no unit of time", "min"),
    ("[job]\ntimeout = \"5 %\"\n", "2:11", "`%` is no unit of time", "min"),
    ("[tenant]\nusers = \"5 s\"\n", "2:9", "a count has no unit `s`", "10k"),
    ("[tenant]\nusers = \"10,000\"\n", "2:9", "plain number", "10_000"),
    ("[tenant]\nusers = 10.5\n", "2:9", "`tenant.users` must be a whole number", "rounded"),
    ("[tenant]\nusers = -1\n", "2:9", "between 0 and 5_000_000", "Users in the directory"),
    ("[tenant]\nusers = \"6M\"\n", "2:9", "between 0 and 5_000_000", ""),
    ("[tenant]\nusers = \"many\"\n", "2:9", "`many` is not a number", "10_000"),
    ("[tenant]\nusers = inf\n", "2:9", "must be a finite number", "10_000"),
    ("[tenant]\nusers = \"unlimited\"\n", "2:9", "cannot be unlimited", ""),
    ("[target]\ncapacity = inf\n", "2:12", "must be a finite number", "\"unlimited\""),
    ("[tenant]\nusers = true\n", "2:9", "takes one number here, not true or false", "10_000"),
    ("[tenant]\nusers = 1999-01-01\n", "2:9", "not a date", ""),
    ("[tenant]\nusers = [1, 2]\n", "2:9", "one value, not an array", "choice"),
    ("[tenant]\nusers = \"8 to 5\"\n", "2:9", "begins above its end", "\"5 to 8\""),
    ("[tenant]\nusers = \"5-8\"\n", "2:9", "a range is written with `to`", "5 to 8"),
    ("[tenant]\nusers = \"5 to\"\n", "2:9", "two ends", ""),
    ("[tenant]\nusers = \"5 to 20k\"\n", "2:9", "may begin at 5 or at 5k", "alike"),
    ("[tenant]\nusers = \"1 to 2 to 3\"\n", "2:9", "not a range", ""),
    ("[tenant]\nusers = \"\"\n", "2:9", "the value is empty", ""),
    ("[job]\ntimeout = \"2 h\"\n", "2:11", "between 100 ms and 60 min", "unanswered"),
    ("[job]\ntimeout = \"120 ms to 900\"\n", "2:11", "needs a unit", "behind the last number"),
    ("[tenant]\ndisabled_share = 5\n", "2:18", "between 0 % and 100 %", "did you mean \"5 %\"?"),
    ("[tenant]\ndisabled_share = { uniform = [0.2, 0.1] }\n", "2:30", "must not decrease", "smallest first"),
    ("[tenant]\ndisabled_share = { uniform = [0.2] }\n", "2:30", "2 numbers are wanted", "[low, high]"),
    ("[tenant]\ndisabled_share = { unform = [0.1, 0.2] }\n", "2:20", "distribution `unform`", "did you mean `uniform`?"),
    ("[tenant]\ndisabled_share = {}\n", "2:18", "a value or one distribution", "choice"),
    ("[tenant]\ndisabled_share = { choice = [] }\n", "2:29", "one to 1000 values", ""),
    ("[tenant]\ndisabled_share = { lognormal = { median = 0, p95 = 0.1 } }\n", "2:43", "above zero", "median"),
    ("[job]\ntimeout = { uniform = [1, \"2 s\"] }\n", "2:24", "needs a unit", "\"1 s\""),
    ("name = \"a/b\"\n", "1:8", "name of a folder", "1 to 64"),
    ("name = \"..\"\n", "1:8", "name of a folder", "1 to 64"),
    ("description = 5\n", "1:15", "`description` takes a text, not a number", "quotes"),
    ("[run]\nseed = -1\n", "2:8", "between 0 and 2^63 - 1", ""),
    ("[run]\nreplications = 0\n", "2:16", "between 1 and 1_000_000", ""),
    ("[run]\nreplications = 1.5\n", "2:16", "whole number", ""),
    ("[scope]\nmode = \"asigned\"\n", "2:8", "cannot be \"asigned\"", "did you mean \"assigned\"?"),
    ("[scope]\nmode = 3\n", "2:8", "takes a name, not a number", "all-users"),
    ("[job]\non_429 = \"wait\"\n", "2:10", "cannot be \"wait\"", "retry-call"),
    ("[groups]\nprovision = \"yes\"\n", "2:13", "true or false, not a text", "without quotes"),
    ("[groups]\ncsv = \"other.csv\"\n", "2:7", "cannot be read: no such file", "name of the file"),
    ("[groups]\nsizes = 5\n", "2:9", "takes a list, not a number", "members"),
    ("[groups]\nsizes = [{ groups = 1 }]\n", "2:10", "`members` is missing", "members"),
];

#[rustfmt::skip]
const LIMITS: &[Case] = &[
    ("[[target.limit]]\nburst = 5\n", "1:1", "how much it allows", "600 per min"),
    ("[[target.limit]]\ncalls = 600\n", "2:9", "`calls` takes a text", "600 per min"),
    ("[[target.limit]]\ncalls = \"600/min\"\n", "2:9", "not a rate", "write \"600 per min\""),
    ("[[target.limit]]\ncalls = \"300 requests per minute\"\n", "2:9", "no unit `requests`", "write \"300 per minute\""),
    ("[[target.limit]]\ncalls = \"300 rpm\"\n", "2:9", "not a rate", "write \"300 per min\""),
    ("[[target.limit]]\ncalls = \"1.000 per min\"\n", "2:9", "as 1 and as 1_000", "write 1 or 1_000"),
    ("[[target.limit]]\ncalls = \"300 per month\"\n", "2:9", "write \"30 days\"", "20 per 5 s"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nretry_after = \"1 month\"\n", "3:15", "write \"30 days\"", "until-allowed"),
    ("[[target.limit]]\ncalls = \"0 per s\"\n", "2:9", "from 1", "600 per min"),
    ("[[target.limit]]\ncalls = \"2.5 per s\"\n", "2:9", "whole number", "600 per min"),
    ("[[target.limit]]\ncalls = \"5 per apple\"\n", "2:9", "`apple` is no unit of time", "600 per min"),
    ("[[target.limit]]\ncalls = \"5 per 0 s\"\n", "2:9", "between 1 ms and 366 days", ""),
    ("[[target.limit]]\ncalls = \"5 per s\"\nendpoints = []\n", "3:13", "counts no calls", "leave `endpoints` out"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nendpoints = [\"write\"]\n", "3:14", "no endpoint `write`", "did you mean \"writes\"?"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"fixed-window\"\nburst = 2\n", "4:9", "only a token bucket has a burst", "token-bucket"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nburst = 0\n", "3:9", "between 1 and", ""),
    ("[[target.limit]]\ncalls = \"5 per s\"\nmembers = \"5 per s\"\n", "3:11", "both given", "a [[target.limit]] for each"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"concurrency\"\n", "3:8", "so many calls at once", "at_once = 50"),
    ("[[target.limit]]\nat_once = 5\nkind = \"fixed-window\"\n", "3:8", "at once", "remove `kind`"),
    ("[[target.limit]]\nat_once = 0\n", "2:11", "must be between 1", "for example"),
    ("[[target.limit]]\nat_once = 5\non_excess = \"slower\"\n", "3:13", "of that capacity", "target.capacity"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nper = \"object\"\n", "3:7", "for everything or for each group", "at_once = 1"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nof = \"everybody\"\n", "3:6", "cannot be", "\"tenant\""),
    ("[[target.limit]]\ncalls = \"5 per s\"\nof = \"job\"\ntaken_by_others = 0.5\n", "4:19", "nobody else", "of = \"tenant\""),
    ("[[target.limit]]\ncalls = \"5 per s\"\ntaken_by_others = 1.0\n", "3:19", "leaves something", "20 %"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nover_bytes = 500\nup_to_bytes = 500\n", "4:15", "no payload", "less than"),
    ("[[target.limit]]\ncalls = \"5 per s\"\non_excess = 429\n", "3:13", "takes a name", "in quotes"),
    ("[[target.limit]]\ncalls = \"5 per s\"\non_excess = \"403\"\nretry_after = \"5 s\"\n", "4:15", "only a 429", "remove `retry_after`"),
    ("[target]\npreset = \"slak\"\n", "2:10", "no preset", "did you mean \"slack\"?"),
    ("[target]\npreset = \"nobody-knows\"\n", "2:10", "no preset", "a file of your own"),
    ("[target]\npreset = \"missing.toml\"\n", "2:10", "cannot be read", "check the name"),
    ("[split]\njobs = 0\n", "2:8", "must be between 1 and 16", "for example"),
    ("[split]\nshares = [0.5, 0.4]\n", "2:10", "add up to 0.9", "add up to 1"),
    ("[split]\nshares = [1.5, -0.5]\n", "2:11", "not a share", "above zero"),
    ("[split]\njobs = 2\nshares = [0.5, 0.5]\n", "3:1", "both given", "as many jobs as shares"),
    ("[split]\nstagger = \"2 h\"\n", "2:1", "no effect", "jobs = 4"),
    ("[split]\njobs = 2\n[run]\nhorizon = \"14 d\"\n", "2:1", "initial cycles only", "remove [split]"),
    ("[tenant]\nusers = 3\n[scope]\nmode = \"all-users\"\n[split]\njobs = 4\n", "6:8", "more jobs than users", "fewer jobs"),
    ("[tenant]\nusers = 1_000\n[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 1, members = 900 }]\n[split]\njobs = 4\n", "6:34", "no job's scope can hold", "fewer jobs"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nretry_after = \"soon\"\n", "3:15", "must begin with a number", "until-allowed"),
    ("[[target.limit]]\nname = \"a\"\ncalls = \"5 per s\"\n[[target.limit]]\nname = \"a\"\ncalls = \"5 per s\"\n", "5:8", "two limits are called \"a\"", "of its own"),
    ("[[target.limit]]\nname = \"limit 2\"\ncalls = \"5 per s\"\n[[target.limit]]\ncalls = \"5 per s\"\n", "4:1", "two limits are called \"limit 2\"", "of its own"),
];

#[rustfmt::skip]
const COMBINATIONS: &[Case] = &[
    ("[tenant]\nusers = 100\n[scope]\nassigned_users = 101\n", "4:18", "more users are assigned than the directory has: 100", "raise `tenant.users`"),
    ("[tenant]\ngroups = 1\n[groups]\nassigned = 50\n", "4:12", "more groups are assigned than the directory has: 1", "raise `tenant.groups`"),
    ("[tenant]\ngroups = \"1 to 3\"\n[groups]\nassigned = \"4 to 9\"\n", "4:12", "more groups are assigned than the directory has: 3", "lower `groups.assigned`"),
    ("[tenant]\ngroups = 2\n[groups]\nsizes = [{ groups = 3, members = 5 }]\n", "4:9", "more groups are listed than the directory has: 2", "shorten the list or raise `tenant.groups`"),
    ("[tenant]\ngroups = 0\n[groups]\ncsv = \"groups.csv\"\n", "4:7", "more groups are listed than the directory has: 0", "raise `tenant.groups`"),
    ("[tenant]\nmemberships = 14\n[groups]\nsizes = [{ groups = 3, members = 5 }]\n", "4:9", "more memberships are listed than the directory has: 14", "raise `tenant.memberships`"),
    ("[tenant]\nusers = 500\nmemberships = 400\n[scope]\nassigned_users = 300\n[groups]\nassigned = 40\n", "7:12", "more memberships come with so many groups than the directory has: 400", "groups.members_median"),
    ("[tenant]\nusers = 500\ngroups = 100\nmemberships = 400\n[scope]\nmode = \"all-users-and-groups\"\n", "3:10", "more memberships come with so many groups than the directory has: 400", "groups.members_median"),
    ("[tenant]\nusers = 500\n[groups]\nmembers_median = 501\n", "4:18", "half of the groups would have more members than the directory has users: 500", "lower `groups.members_median`"),
    ("[scope]\nassigned_users = 100\n[groups]\nsizes = [{ groups = 2, members = 101 }]\n", "4:34", "a group of 101 members is larger than the users who are assigned", "raise `scope.assigned_users`"),
    ("[tenant]\nusers = 100\n[groups]\nsizes = [{ groups = 2, members = 101 }]\n", "4:34", "larger than the directory", "raise `tenant.users`"),
    ("[scope]\nmode = \"all-users-and-groups\"\n[groups]\nsizes = [{ groups = 2, members = 1001 }]\n", "4:34", "whose size is not given", "`tenant.users`"),
    ("[groups]\nsizes = []\nmembers_median = 5\n", "3:1", "`groups.sizes` lists them", "neither wins"),
    ("[groups]\nmembers_max = 5\ncsv = \"groups.csv\"\n", "2:1", "`groups.csv` lists them", "neither wins"),
    ("[groups]\ncsv = \"groups.csv\"\nsizes = []\n", "3:1", "listed twice", "neither list wins"),
    ("[scope]\nmode = \"all-users\"\nassigned_users = 5\n", "3:1", "no effect when all users are in scope", "remove it"),
    ("[scope]\nmode = \"all-users-and-groups\"\ndirectory_read_share = 1.0\n", "3:1", "no effect when all users are in scope", "\"assigned\""),
    ("[scope]\nmode = \"all-users-and-groups\"\n[groups]\nassigned = 5\n", "4:1", "no effect when all users are in scope", "remove it"),
    ("[scope]\nmode = \"all-users\"\n[groups]\nprovision = true\n", "4:13", "cannot be provisioned with the scope all-users", "all-users-and-groups"),
    ("[scope]\nmode = \"all-users\"\n[groups]\nmembers_median = 5\n", "4:1", "which has no groups", "all-users-and-groups"),
    ("[groups]\nsizes = [{ groups = 1, members = 1_000_000_000_000_000_000 }]\n", "2:34", "between 0 and 5_000_000", ""),
    ("[groups]\nsizes = [{ groups = 600_000, members = 1 }, { groups = 400_001, members = 1 }]\n", "2:75", "more than 1_000_000 groups", "shorten"),
    ("[tenant]\nusers = \"1M\"\n[groups]\nsizes = [{ groups = 101, members = 1_000_000 }]\n", "4:36", "more than 100_000_000 memberships", "shorten"),
];

#[rustfmt::skip]
const CSV: &[Case] = &[
    ("", "1:1", "lists no groups", "below the header"),
    ("\"Rack 19\"\" rack,30\nHR,12\n", "1:1", "this quote is not closed", "written twice"),
    ("name,members\n\"Rack 19,30\nHR,12\n", "2:1", "this quote is not closed", "\"Rack 19\"\"\",30"),
    ("name,members\nHR,12\n\"Sales,30\nSupport\",95\n", "3:1", "this quote is not closed", "\"Sales\",120"),
    ("#TYPE System.Management.Automation.PSCustomObject\r\n\"name\",\"members\"\r\n", "1:1", "lists no groups", "below the header"),
    ("SEP=;\r\nname;members\r\n", "1:1", "lists no groups", "below the header"),
    ("n\0a\0m\0e\0,\0m\0e\0m\0b\0e\0r\0s\0\n\0", "1:1", "UTF-16", "-Encoding utf8"),
    ("id,displayName,mail,groupTypes\n0,Sales,,Unified\n", "1:1", "no column counts the members of a group; the columns are `id`, `displayName`, `mail`, `groupTypes`", "add a column `members`"),
    ("owner;memberCount\nSales;5\n", "1:1", "no column names the groups; the columns are `owner`, `memberCount`", "name,members,assigned"),
    ("a,b\nSales,5\n", "1:1", "no column names the groups and none counts their members; the columns are `a`, `b`", "name,members,assigned"),
    ("[{\"displayName\": \"Sales\"}]", "1:1", "no column counts the members of a group; the columns are `displayName`", "add a column `members`"),
    ("[{\"displayName\": \"Sales\", \"memberCount\": -1}]", "1:1", "entry 1: the members must be a whole number", "Sales,120"),
    ("[{\"displayName\": \"Sales\",", "1:1", "begins as JSON and is none", "an array, or a page with `value`"),
    ("{\"@odata.nextLink\": \"x\", \"value\": []}", "1:1", "one page of several", "Get-MgGroup -All"),
    ("name,members\n", "1:1", "lists no groups", "below the header"),
    ("name,members\nSales\n", "2:1", "one column, and the header has 2", "double quotes"),
    ("displayName;memberCount\n\"a;b\";5\nc;d;6\n", "3:1", "3 columns, and the header has 2", "double quotes"),
    ("name,members,members\na,5,5\n", "1:14", "two columns are called `members`", "rename"),
    ("name,members\na,1.000\n", "2:3", "as 1 and as 1_000", ""),
    ("name,members\na,many\n", "2:3", "not `many`", "Sales,120"),
    ("name,members\r\n\r\nSales, EMEA,12\r\n", "3:1", "3 columns, and the header has 2", "double quotes"),
    ("name,members,assigned\n\"a, b\",5,maybe\n", "2:10", "cannot be `maybe`", "yes or no"),
    ("name,members,assigned\na,5,no\n", "1:1", "none of the 1 groups is assigned", "yes"),
    ("name,members\nñandú,101\n", "2:7", "a group of 101 members is larger", "tenant.users"),
];

/// What is wrong with the report on a case, if anything.
fn mistake(case: &Case, file: &str, found: &Problems) -> Option<String> {
    let (text, place, message, help) = case;
    let problem = found.iter().next()?;
    let right = found.count() == 1
        && &*problem.file == file
        && format!("{}:{}", problem.line, problem.column) == *place
        && problem.message.contains(message)
        && problem.help.as_deref().unwrap_or_default().contains(help);
    (!right).then(|| format!("{text}\n  expected {place}: {message} ({help})\n  {found}\n"))
}

fn check(case: &Case, file: &str, found: &Problems) {
    assert_eq!(mistake(case, file, found), None);
}

#[test]
fn every_fault_is_found_where_it_stands_and_its_remedy_is_told() {
    let lists = [
        SYNTAX,
        KEYS,
        VALUES,
        LIMITS,
        SHAPES,
        COMBINATIONS,
        LIFE,
        TIMELINE,
        EXPECT,
        STRATEGIES,
    ];
    let mut mistakes: Vec<String> = Vec::new();
    for case in lists.into_iter().flatten() {
        let found = problems(case.0.as_bytes(), b"name,members\na,5\n");
        mistakes.extend(mistake(case, "s.toml", &found));
    }
    let scenario = b"[tenant]\nusers = 100\n[groups]\ncsv = \"groups.csv\"\n";
    for case in CSV {
        let found = problems(scenario, case.0.as_bytes());
        mistakes.extend(mistake(case, "groups.csv", &found));
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn all_faults_of_a_file_are_reported_at_once_and_in_order() {
    let text = "\
[tenant]
users = \"many\"
gruops = 5
[job]
timeout = 5 min
connections = 0
[groups]
csv = \"groups.csv\"
[[target.limit]]
endpoints = []
";
    let found = problems(text.as_bytes(), b"name,members\na,x\nb,7\nc,\n");
    let places: Vec<String> = found
        .iter()
        .map(|problem| format!("{}:{}:{}", problem.file, problem.line, problem.column))
        .collect();
    assert_eq!(
        places,
        [
            "s.toml:2:9",
            "s.toml:3:1",
            "s.toml:5:11",
            "s.toml:6:15",
            "s.toml:9:1",
            "s.toml:10:13",
            "groups.csv:2:3",
            "groups.csv:4:3",
        ]
    );
}

#[test]
fn every_problem_is_counted_however_many_there_are() {
    let list = format!("name,members\n{}", "a,x\n".repeat(4_950));
    let scenario = "[groups]\ncsv = \"groups.csv\"\n";
    assert_eq!(
        problems(scenario.as_bytes(), list.as_bytes()).count(),
        4_950
    );
    // Strategies read the list again, and count nothing twice.
    let strategies =
        "[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\n[[strategy]]\nname = \"c\"\n";
    let scenario = format!("{scenario}{strategies}");
    assert_eq!(
        problems(scenario.as_bytes(), list.as_bytes()).count(),
        4_950
    );
    let keys: String = (0..3_000).map(|key| format!("key{key} = 1\n")).collect();
    let scenario = format!("{keys}{strategies}");
    assert_eq!(problems(scenario.as_bytes(), b"").count(), 3_000);
}

#[test]
fn bytes_that_are_no_text_are_shown_where_they_begin() {
    let found = problems(b"# fine\nname = \"\xFF\"\n", b"");
    check(
        &("", "2:9", "not UTF-8", "encoding UTF-8"),
        "s.toml",
        &found,
    );
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    let found = problems(&vec![b'#'; (1 << 20) + 1], b"");
    check(
        &("", "1:1", "too large: more than 1 MiB", "at most 1 MiB"),
        "s.toml",
        &found,
    );
    let scenario = b"[groups]\ncsv = \"groups.csv\"\n";
    let found = problems(scenario, &vec![b'#'; (32 << 20) + 1]);
    check(
        &("", "1:1", "too large", "at most 32 MiB"),
        "groups.csv",
        &found,
    );
}
