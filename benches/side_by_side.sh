#!/usr/bin/env bash
# Compares the command of this tree with that of another commit: whole commands, by time and, where valgrind is installed, by instructions.
#
#   benches/side_by_side.sh COMMIT [ROUNDS]
#
# Needs git, cargo and bash; valgrind if there is to be a count of instructions. Both are built for release, in target/side-by-side. Rounds
# alternate, so that whatever else the machine does meets both; the smallest time of each counts. Ratios are this tree over the commit.
set -euo pipefail
commit=${1:?"usage: benches/side_by_side.sh COMMIT [ROUNDS]"}
rounds=${2:-5}
cd "$(dirname "$0")/.."
work=$PWD/target/side-by-side
mkdir -p "$work"

other=$work/source
git worktree remove --force "$other" 2>/dev/null || true
git worktree add --quiet --detach "$other" "$commit"
trap 'git worktree remove --force "$other"' EXIT
CARGO_TARGET_DIR=$work/then cargo build --release --locked --quiet --bin cyclecast --manifest-path "$other/Cargo.toml"
CARGO_TARGET_DIR=$work/now cargo build --release --locked --quiet --bin cyclecast
declare -A program=([then]=$work/then/release/cyclecast [now]=$work/now/release/cyclecast)

# Scenarios that both know. All users are created, over eight connections, without managers or limits.
created() {
    printf '[tenant]\nusers = %d\nmanager_share = 0\n[scope]\nmode = "all-users"\n[job]\nconnections = 8\nmatched_share = 0\n' "$1"
}
# The same under three limits, one within the other, that never bind.
limited() {
    created "$1"
    for endpoints in all users users.get; do
        printf '[[target.limit]]\nname = "%s"\nendpoints = "%s"\ncalls = "100_000_000 per min"\nkind = "fixed-window"\n' $endpoints $endpoints
    done
}
created 100000 >"$work/created.toml"
created 10000 >"$work/created-small.toml"
limited 100000 >"$work/limited.toml"
limited 10000 >"$work/limited-small.toml"
cat >"$work/large.toml" <<'SCENARIO'
[tenant]
users = 1_000_000
manager_share = 0
[scope]
mode = "all-users-and-groups"
[groups]
sizes = [{ groups = 20_000, members = 500 }]
SCENARIO
cat >"$work/life.toml" <<'SCENARIO'
[run]
horizon = "28 d"
[tenant]
users = 10_000
[scope]
assigned_users = 10_000
[changes]
joiners = 50
leavers = 50
attribute_updates = 200
membership_adds = 100
membership_removes = 50
out_of_scope = 50
SCENARIO

# Milliseconds of one command, without what it writes.
milliseconds() {
    local begun ended
    begun=$(date +%s%N)
    "$@" >/dev/null 2>&1 || { echo "failed: $*" >&2; exit 1; }
    ended=$(date +%s%N)
    echo $(((ended - begun) / 1000000))
}

compare() {
    local name=$1 best_then=999999999 best_now=999999999 round time
    shift
    for ((round = 0; round < rounds; round++)); do
        time=$(milliseconds "${program[then]}" "$@" --output "$work/out-then")
        best_then=$((time < best_then ? time : best_then))
        time=$(milliseconds "${program[now]}" "$@" --output "$work/out-now")
        best_now=$((time < best_now ? time : best_now))
    done
    awk -v name="$name" -v a="$best_then" -v b="$best_now" 'BEGIN { printf "%-52s %8d ms %8d ms  %.3f\n", name, a, b, b / a }'
}

# Instructions of one replication more, with its part in tables and summaries, so that what happens once is out; beyond the first 200 no commit simulates
# any twice. Pictures of other data take some hundred millions more or less, so of small scenarios thousands of replications are needed.
instructions() {
    local file=$1 name=$2 more=$3 from=$4 each=() which
    for which in then now; do
        local few many
        few=$(count "${program[$which]}" "$file" "$from")
        many=$(count "${program[$which]}" "$file" $((from + more)))
        each+=($(((many - few) / more)))
    done
    awk -v name="$name" -v a="${each[0]}" -v b="${each[1]}" 'BEGIN { printf "%-52s %11d %11d  %.3f  instructions\n", name, a, b, b / a }'
}

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" run "$2" --replications "$3" --threads 1 --output "$work/counted" 2>&1 |
        sed -n 's/.*Collected : //p'
}

compare "run saas-rollout, as the README has it" run "$other/scenarios/saas-rollout.toml"
compare "run saas-rollout, 1,000 replications" run "$other/scenarios/saas-rollout.toml" --replications 1000
compare "the same on one thread" run "$other/scenarios/saas-rollout.toml" --replications 1000 --threads 1
compare "run pilot, 1,000 replications" run "$other/scenarios/pilot.toml" --replications 1000
compare "run pilot, 5,000 replications" run "$other/scenarios/pilot.toml" --replications 5000
compare "100,000 users created, 20 replications" run "$work/created.toml" --replications 20
compare "100,000 users under three limits, 20 replications" run "$work/limited.toml" --replications 20
compare "28 days, 500 changes a day, 400 replications" run "$work/life.toml" --replications 400
compare "1,000,000 users, 10,000,000 memberships, one of them" run "$work/large.toml" --replications 1
compare "reproduce" reproduce
if command -v valgrind >/dev/null; then
    instructions "$other/scenarios/pilot.toml" "one replication of pilot beyond the first 1,100" 3900 1100
    instructions "$work/created-small.toml" "10,000 users created" 100 200
    instructions "$work/limited-small.toml" "10,000 users created under three limits" 100 200
    instructions "$work/life.toml" "28 days, 500 changes a day" 20 200
fi
