"""Dask distributed, for real: a scheduler and two worker processes on this machine, one of which is killed."""

import os
import signal
import time

import cyclecast
import pytest

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

OFFICE = {"tenant": {"users": 2_000}, "scope": {"mode": "all-users"}, "job": {"matched_share": "20 % to 60 %"}}


@pytest.fixture
def client(tmp_path):
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=str(tmp_path),
    ) as cluster, distributed.Client(cluster) as client:
        yield client


def test_two_workers_of_which_one_is_killed_make_the_same_bytes(client):
    killed = []

    def progress(done, _):
        if done > 100 and not killed:
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    found = cyclecast.run(OFFICE, replications=400, executor=client.get_executor(), progress=progress)
    assert killed
    assert found.to_json() == cyclecast.run(OFFICE, replications=400).to_json()


@pytest.mark.parametrize("kind", ["compare", "sweep", "fleet"])
def test_points_are_spread_as_well(client, kind):
    asks = {
        "compare": lambda **more: cyclecast.compare(
            OFFICE, cyclecast.Scenario({**OFFICE, "target": {"capacity": 4}}, name="small"), replications=50, **more
        ),
        "fleet": lambda **more: cyclecast.fleet(
            [{"tenant": "any"}, {"tenant": "four", "target.capacity": 4}], OFFICE, replications=50, **more
        ),
        "sweep": lambda **more: cyclecast.sweep(OFFICE, "job.connections=1..9:3", replications=30, **more),
    }
    spread = asks[kind](executor=client.get_executor())
    assert spread.to_json() == asks[kind]().to_json()


def test_two_workers_are_nearly_twice_as_fast_as_one(client, scenarios):
    """Wants a quiet machine with two cores."""
    path = scenarios / "saas-rollout.toml"
    seconds = {}
    for number in (2, 1):
        client.cluster.scale(number)
        client.wait_for_workers(number)
        executor = client.get_executor()
        cyclecast.run(path, replications=20, executor=executor)
        began = time.perf_counter()
        cyclecast.run(path, replications=2_000, executor=executor)
        seconds[number] = time.perf_counter() - began
    assert seconds[1] / seconds[2] >= 1.7, seconds
