//! Faults in limits of the less common shapes.

use super::Case;

#[rustfmt::skip]
pub const SHAPES: &[Case] = &[
    ("[[target.limit]]\nunits = \"5 per s\"\ncalls = \"5 per s\"\n", "2:9", "both given", "a [[target.limit]] for each"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nweights = { \"users.get\" = 2 }\n", "3:11", "only units have weights", "write units ="),
    ("[[target.limit]]\nunits = \"5 per s\"\nburst = 5\nweights = { \"users.get\" = 9 }\n", "4:11", "users.get costs 9, and never more than 5 pass at once", "raise `burst`"),
    ("[[target.limit]]\nunits = \"5 per s\"\nweights = { users = 2 }\n", "3:13", "no endpoint `users`", ""),
    ("[[target.limit]]\nunits = \"5 per s\"\nendpoints = \"writes\"\nweights = { \"users.get\" = 2 }\n", "4:13", "does not count users.get", "remove its weight"),
    ("[[target.limit]]\nunits = \"5 per s\"\nweights = { \"users.get\" = 0 }\n", "3:27", "between 1 and", ""),
    ("[[target.limit]]\nunits = \"5 per s\"\nweights = 2\n", "3:11", "endpoints with a number each", "for example"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nreplicas = 0\n", "3:12", "between 1 and 1_000", ""),
    ("[[target.limit]]\ncalls = \"2_000_000 per h\"\nkind = \"rolling-window\"\n", "2:9", "remembers what has passed", "fixed-window"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"rolling-window\"\nburst = 2\n", "4:9", "only a token bucket has a burst", "token-bucket"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"quiet-window\"\ntaken_by_others = 0.5\n", "4:19", "break the quiet", "rolling-window"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"quiet-window\"\npenalty = \"60 s\"\n", "4:11", "until it was quiet", "remove `penalty`"),
    ("[[target.limit]]\nat_once = 5\npenalty = \"60 s\"\n", "3:11", "open again when one of them is answered", "600 per min"),
    ("[[target.limit]]\ncalls = \"5 per s\"\npenalty = \"60 s\"\non_excess = \"slower\"\n", "3:11", "nothing is refused", "429"),
    ("[[target.limit]]\ncalls = \"5 per s\"\npenalty = 60\n", "3:11", "takes a text", "penalty = \"60 s\""),
    ("[[target.limit]]\ncalls = \"5 per s\"\npenalty = \"0 s\"\n", "3:11", "between 1 ms and 366 days", "60 s"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"fixed-window\"\nslowed_over = 2\n", "4:15", "by how much calls are slowed", "slowed_by = "),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"fixed-window\"\nslowed_by = \"1 s\"\n", "4:13", "from when on", "slowed_over = 200"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nslowed_over = 2\nslowed_by = \"1 s\"\n", "3:15", "how much counts in a period", "rolling-window"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"fixed-window\"\nslowed_over = 5\nslowed_by = \"1 s\"\n", "4:15", "none is slowed", "less than"),
    ("[[target.limit]]\ncalls = \"5 per s\"\nkind = \"fixed-window\"\nslowed_over = 2\nslowed_by = \"1 s\"\non_excess = \"slower\"\n", "4:15", "held back already", "429"),
    ("[job]\nheeds_ratelimit_reset = \"yes\"\n", "2:25", "takes true or false", "without quotes"),
];
