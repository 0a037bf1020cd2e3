#!/usr/bin/env python3
"""Tells whether two builds of the command draw from the same law, where their bits differ.

    benches/same_law.py THEN NOW [REPLICATIONS]

THEN and NOW are two builds of `cyclecast`, such as those that benches/side_by_side.sh leaves in target/side-by-side. Each scenario below is run with
both, under different seeds, so that the samples are independent. The duration, the calls and the busiest minute of the replications are compared by
the two-sample test of Kolmogorov and Smirnov, whose p-value is that of continuous numbers: where there are ties it is too large, never too small.
Of all tests together at most one in twenty says "differs" where nothing does (Holm's method). Needs Python 3 alone.
"""

import csv
import math
import os
import subprocess
import sys
import tempfile

SCENARIOS = [
    "saas-rollout", "pilot", "all-users", "rate-limited-custom", "scanning-target",
    "throttling-policies", "losing-members", "from-csv", "four-jobs", "quiet-fortnight",
]
COLUMNS = ["initial_cycle_ms", "calls_total", "peak_request_rate_minute_per_second"]


def sample(program, scenario, replications, seed):
    """The columns of a run, by name."""
    with tempfile.TemporaryDirectory() as output:
        command = [program, "run", f"scenarios/{scenario}.toml", "--replications", str(replications),
                   "--seed", str(seed), "--output", output]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode not in (0, 3):
            sys.exit(f"{' '.join(command)}\n{done.stderr}")
        with open(os.path.join(output, "replications.csv"), newline="") as file:
            rows = list(csv.DictReader(file))
    # What is not reached comes after everything that is.
    return {name: sorted(float(row[name] or "inf") for row in rows) for name in COLUMNS}


def distance(a, b):
    """The largest distance between the two shares of numbers up to each."""
    i = j = 0
    most = 0.0
    while i < len(a) and j < len(b):
        at = min(a[i], b[j])
        while i < len(a) and a[i] == at:
            i += 1
        while j < len(b) and b[j] == at:
            j += 1
        most = max(most, abs(i / len(a) - j / len(b)))
    return most


def p_value(most, n, m):
    """Of Kolmogorov's distribution, with Stephens's correction for finite samples."""
    root = math.sqrt(n * m / (n + m))
    scaled = (root + 0.12 + 0.11 / root) * most
    if scaled < 0.3:
        return 1.0
    terms = ((-1) ** (k - 1) * math.exp(-2 * k * k * scaled * scaled) for k in range(1, 101))
    return min(1.0, max(0.0, 2 * sum(terms)))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    then, now = (os.path.abspath(path) for path in sys.argv[1:3])
    replications = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    found = []
    for scenario in SCENARIOS:
        a, b = sample(then, scenario, replications, 1), sample(now, scenario, replications, 2)
        for name in COLUMNS:
            most = distance(a[name], b[name])
            found.append((p_value(most, len(a[name]), len(b[name])), most, scenario, name))
            print(f"{scenario:24} {name:26} distance {most:.4f}  p {found[-1][0]:.3f}", flush=True)
    found.sort()
    differ = []
    for place, (p, _, scenario, name) in enumerate(found):
        if p > 0.05 / (len(found) - place):
            break
        differ.append(f"{scenario} {name}")
    print(f"{len(found)} tests, {replications} replications of each: " + ("differs: " + ", ".join(differ) if differ else "no difference"))
    sys.exit(1 if differ else 0)


main()
