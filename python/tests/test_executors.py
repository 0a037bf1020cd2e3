"""Workers of an executor make the same bytes as one run, and one that dies costs its part alone."""

import multiprocessing
import os
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import cyclecast
import pytest
from cyclecast import _spread

#: Some milliseconds a replication, so that there are several parts.
OFFICE = {"tenant": {"users": 300}, "scope": {"mode": "all-users"}, "job": {"matched_share": "20 % to 60 %"}}


@pytest.fixture
def pool():
    """Two processes that are started by spawn."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(autouse=True)
def short_parts(monkeypatch):
    monkeypatch.setattr(_spread, "PART_SECONDS", 0.3)


def test_a_standard_pool_makes_the_same_bytes(pool):
    told = []
    found = cyclecast.run(OFFICE, replications=150, executor=pool, progress=lambda *done: told.append(done))
    assert found.to_json() == cyclecast.run(OFFICE, replications=150).to_json()
    assert told[-1] == (150, 150)
    assert len(told) > 3, "in several parts"


def test_a_run_that_stops_by_itself_stops_at_the_same_replication():
    with ThreadPoolExecutor(2) as pool:
        found = cyclecast.run(OFFICE, executor=pool)
    assert found.to_json() == cyclecast.run(OFFICE).to_json()


def test_a_worker_that_is_killed_costs_its_part_alone(pool):
    killed = []

    def progress(done, _):
        if done > 20 and not killed:
            killed.append(next(iter(pool._processes)))
            os.kill(killed[0], signal.SIGKILL)

    found = cyclecast.run(OFFICE, replications=150, executor=pool, progress=progress)
    assert killed
    assert found.to_json() == cyclecast.run(OFFICE, replications=150).to_json()


class Failing(ThreadPoolExecutor):
    """An executor whose workers die over one replication, so many times."""

    def __init__(self, number, times):
        super().__init__(2)
        self.number, self.times = number, times

    def submit(self, timed, work, membership, first, end, threads):
        if first <= self.number < end and self.times > 0:
            self.times -= 1
            future = Future()
            future.set_exception(OSError("the worker is gone"))
            return future
        return super().submit(timed, work, membership, first, end, threads)


def test_a_part_is_made_again_as_often_as_is_said():
    with Failing(number=45, times=_spread.MOST_ATTEMPTS - 1) as executor:
        found = cyclecast.run(OFFICE, replications=80, executor=executor)
    assert found.to_json() == cyclecast.run(OFFICE, replications=80).to_json()


def test_what_is_lost_is_said_and_the_rest_is_kept():
    with Failing(number=45, times=100) as executor:
        with pytest.raises(cyclecast.PartsLostError) as raised:
            cyclecast.run(OFFICE, replications=80, executor=executor)
    error = raised.value
    [(first, end)] = error.lost
    assert first <= 45 < end
    assert f"{first}..{end}" in error.message
    assert error.partial.is_partial
    assert error.partial.outcome["run"]["replications"] == first
    assert isinstance(error.__cause__, OSError)


def test_a_closed_executor_is_refused(pool):
    pool.shutdown()
    with pytest.raises(cyclecast.UsageError, match="takes no work"):
        cyclecast.run(OFFICE, replications=20, executor=pool)


@pytest.mark.parametrize("executor", [5, "dask", object()], ids=repr)
def test_what_is_no_executor_is_refused(executor):
    with pytest.raises(cyclecast.UsageError, match="executor"):
        cyclecast.run(OFFICE, replications=20, executor=executor)


def test_what_is_wrong_with_a_scenario_is_no_death_of_a_worker():
    class Counting(ThreadPoolExecutor):
        parts = 0

        def submit(self, *arguments):
            Counting.parts += 1
            return super().submit(*arguments)

    with Counting(1) as executor:
        with pytest.raises(cyclecast.ScenarioError):
            cyclecast.run({"tenant": {"userz": 1}}, executor=executor)
    assert Counting.parts == 0


def test_parts_of_another_run_are_refused():
    class Mixing(ThreadPoolExecutor):
        def submit(self, timed, work, membership, first, end, threads):
            other = membership.replace(b'"seed":1', b'"seed":2')
            return super().submit(timed, work, other, first, end, threads)

    with Mixing(1) as executor:
        with pytest.raises(cyclecast.UsageError, match="seed"):
            cyclecast.run(OFFICE, replications=20, executor=executor)


STRATEGIES = {
    **OFFICE,
    "strategy": [{"name": "few", "job": {"connections": 2}}, {"name": "many", "job": {"connections": 9}}],
}


def test_a_comparison_is_split_by_strategy_and_range():
    other = cyclecast.Scenario({**OFFICE, "target": {"capacity": 4}}, name="small target")
    with ThreadPoolExecutor(2) as pool:
        for asked in ([STRATEGIES], [OFFICE, other]):
            found = cyclecast.compare(*asked, replications=40, executor=pool)
            assert found.to_json() == cyclecast.compare(*asked, replications=40).to_json()


@pytest.mark.parametrize("until", [None, "initial_cycle.p95 < 15 min"])
def test_a_sweep_is_split_by_point_and_range(until):
    vary = {"job.connections": "1..9:3"}
    with ThreadPoolExecutor(2) as pool:
        found = cyclecast.sweep(OFFICE, vary, until=until, replications=30, executor=pool)
    alone = cyclecast.sweep(OFFICE, vary, until=until, replications=30)
    assert found.to_json() == alone.to_json()
    assert ("until" in found.outcome) == (until is not None)


def test_ctrl_c_keeps_what_has_come_back():
    sent = []

    def progress(done, _):
        if done > 20 and not sent:
            sent.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

    with ThreadPoolExecutor(2) as pool:
        with pytest.raises(cyclecast.Interrupted) as raised:
            cyclecast.run(OFFICE, replications=100_000, executor=pool, progress=progress)
        assert time.monotonic() - sent[0] < 1.0
    assert raised.value.partial.is_partial
