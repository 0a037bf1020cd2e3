"""What Ctrl-C leaves of a comparison, a sweep and a fleet: the same that fewer replications, values or tenants would have been."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import cyclecast
import pytest
from cyclecast import _spread

OFFICE = {"tenant": {"users": 300}, "scope": {"mode": "all-users"}}
OTHER = {**OFFICE, "target": {"capacity": 4}}
#: Many cores may be done with some more before Ctrl-C is seen.
MANY = 300


@pytest.fixture(params=["here", "spread"])
def ended(request, monkeypatch):
    """Asks with many replications, and presses Ctrl-C once so many are done: what is left."""
    monkeypatch.setattr(_spread, "PART_SECONDS", 0.05)

    def ask(question, after):
        sent = []

        def progress(done, _):
            if done > after and not sent:
                sent.append(time.monotonic())
                os.kill(os.getpid(), signal.SIGINT)

        with ThreadPoolExecutor(2) as pool:
            executor = pool if request.param == "spread" else None
            with pytest.raises(cyclecast.Interrupted) as raised:
                question(progress=progress, executor=executor)
            assert time.monotonic() - sent[0] < 1.0
        return raised.value.partial

    return ask


def test_a_comparison_is_that_of_the_first_replications(ended):
    scenarios = (cyclecast.Scenario(OFFICE, name="any"), cyclecast.Scenario(OTHER, name="four"))
    partial = ended(lambda **more: cyclecast.compare(*scenarios, replications=100 * MANY, **more), after=60)
    assert partial.is_partial
    count = partial.outcome["replications"]
    assert 0 < count < 100 * MANY
    assert partial.to_json() == cyclecast.compare(*scenarios, replications=count).to_json()
    assert not cyclecast.compare(*scenarios, replications=2).is_partial


def test_a_sweep_is_that_of_the_first_values(ended):
    vary = {"job.connections": "1..9:9"}
    partial = ended(lambda **more: cyclecast.sweep(OFFICE, vary, replications=MANY, **more), after=2.3 * MANY)
    assert partial.is_partial
    values = [value["value"] for value in partial.outcome["axes"][0]["values"]]
    assert values == list(range(1, len(values) + 1))
    # A worker may still be at the second value when the other has made the third.
    assert 1 <= len(values) < 9
    whole = cyclecast.sweep(OFFICE, {"job.connections": "1..9:9"}, replications=MANY)
    assert partial.outcome["points"] == whole.outcome["points"][: len(values)]
    assert partial.chart().startswith("<svg")
    assert "<html" in partial.report_html()
    assert len(partial.to_arrow()) == len(values)


def test_a_sweep_that_looks_for_a_condition_has_its_points(ended):
    asked = {"vary": {"job.connections": "1..64:2"}, "until": "initial_cycle.p95 < 1000 s"}
    partial = ended(lambda **more: cyclecast.sweep(OFFICE, **asked, replications=MANY, **more), after=2.1 * MANY)
    assert partial.is_partial
    assert "until" not in partial.outcome
    assert len(partial.outcome["points"]) == 2


def test_a_fleet_is_that_of_the_tenants_that_are_finished(ended):
    table = [{"tenant": f"T{users}", "tenant.users": users} for users in range(270, 300, 3)]
    partial = ended(lambda **more: cyclecast.fleet(table, OFFICE, replications=MANY, **more), after=2.3 * MANY)
    assert partial.is_partial
    names = [tenant["name"] for tenant in partial.outcome["tenants"]]
    assert 1 <= len(names) < len(table)
    finished = [row for row in table if row["tenant"] in names]
    assert partial.to_json() == cyclecast.fleet(finished, OFFICE, replications=MANY).to_json()


def test_nothing_is_left_where_nothing_was_finished(long):
    scenarios = [cyclecast.Scenario({**long, "tenant": {"users": users}}, name=f"{users}") for users in (5_000_000, 4_000_000)]
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(cyclecast.Interrupted) as raised:
        cyclecast.compare(*scenarios, replications=1)
    assert raised.value.partial is None
