"""Fleets: the command's bytes from whatever holds the table, and what is wrong in its place."""

import multiprocessing
import os
import re
import signal
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import cyclecast
import pytest
from cyclecast import _spread

BASE = "tenant.users = 80\nscope.mode = 'all-users'\n[expect]\n'initial_cycle.p95' = '< 24 h'\n"
TABLE = 'tenant,tenant.users,target.capacity,job.matched_share\nContoso,,,\nFabrikam,50 to 60,4,0.25\n"Wide, World",120,,\n'
ROWS = [
    {"tenant": "Contoso"},
    {"tenant": "Fabrikam", "tenant.users": "50 to 60", "target.capacity": 4, "job.matched_share": 0.25},
    {"tenant": "Wide, World", "tenant.users": 120, "target.capacity": float("nan")},
]
COLUMNS = {
    "tenant.users": [None, "50 to 60", 120],
    "tenant": ["Contoso", "Fabrikam", "Wide, World"],
    "target.capacity": [None, 4.0, None],
    "job.matched_share": (None, 0.25, None),
}


@pytest.fixture(scope="module")
def base():
    return cyclecast.Scenario(BASE, name="base")


@pytest.fixture(scope="module")
def found(base):
    return cyclecast.fleet(TABLE, base, replications=20)


def test_a_fleet_has_the_bytes_of_the_command(command, tmp_path):
    (tmp_path / "base.toml").write_text(BASE)
    (tmp_path / "tenants.csv").write_text(TABLE)
    scenario = cyclecast.Scenario(tmp_path / "base.toml").with_(job__connections=3)
    outcome = cyclecast.fleet(tmp_path / "tenants.csv", scenario=scenario, replications=20, seed=4)
    words = ["--scenario", tmp_path / "base.toml", "--set", "job.connections=3", "--replications", 20, "--seed", 4]
    assert outcome.to_json() == command("fleet", tmp_path / "tenants.csv", *words)
    assert outcome.met and not outcome.is_partial
    usual = cyclecast.fleet(str(tmp_path / "tenants.csv"), tmp_path / "base.toml")
    assert usual.outcome["replications"] == 200


def pandas_frame():
    return pytest.importorskip("pandas").DataFrame(ROWS)


def pandas_frame_with_index():
    return pandas_frame().set_index("tenant")


def polars_frame():
    return pytest.importorskip("polars").DataFrame(COLUMNS, strict=False)


def arrow_table():
    rows = [{**row, "tenant.users": str(row["tenant.users"]) if "tenant.users" in row else None} for row in ROWS]
    for row in rows:
        row["target.capacity"] = 4 if row["tenant"] == "Fabrikam" else None
    return pytest.importorskip("pyarrow").Table.from_pylist(
        [{"tenant": None, "tenant.users": None, "target.capacity": None, "job.matched_share": None, **row} for row in rows]
    )


@pytest.mark.parametrize(
    "table",
    [lambda: ROWS, lambda: iter(ROWS), lambda: COLUMNS, pandas_frame, pandas_frame_with_index, polars_frame, arrow_table],
    ids=["rows", "iterator", "columns", "pandas", "pandas with an index", "polars", "pyarrow"],
)
def test_a_table_is_the_same_whatever_holds_it(base, found, table):
    other = cyclecast.fleet(table(), base, replications=20)
    tenants = lambda one: [{**tenant, "values": dict(zip(one.outcome["keys"], tenant["values"]))} for tenant in one.outcome["tenants"]]
    assert tenants(other) == tenants(found)


def test_a_fleet_shows_itself(found):
    assert found.chart("fleet").startswith("<svg") and found.charts == ["fleet"]
    assert "<html" in found.report_html()
    assert "None of 3 tenants needs attention" in found.text()
    assert "<svg" in found._repr_html_()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_a_row_a_tenant(found, library):
    pytest.importorskip(library)
    frame = found.to_frame(library=library)
    assert list(frame["tenant"]) == ["Contoso", "Fabrikam", "Wide, World"]
    assert list(frame["tenant.users"]) == ["", "50 to 60", "120"]
    assert list(frame["p50_ms"]) == [tenant["p50"]["value"] for tenant in found.outcome["tenants"]]
    assert not any(frame["needs_attention"])


def test_what_is_wrong_in_rows_is_told_with_its_place(base, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("tenant,tenant.users,job.timeout\nA,40,40 users\nB,many,\n")
    with pytest.raises(cyclecast.ScenarioError) as raised:
        cyclecast.fleet(path, base)
    error = raised.value
    assert [(one.file, one.line, one.column) for one in error.problems] == [(str(path), 2, 6), (str(path), 3, 3)]
    assert error.message == "`users` is no unit of time"
    assert all(one.remedy for one in error.problems)
    with pytest.raises(cyclecast.ScenarioError) as raised:
        cyclecast.fleet([{"tenant": "A", "tenant.userz": 5}], base)
    error = raised.value
    assert (error.file, error.line, error.column) == ("tenants", 1, 8)
    assert "users" in error.remedy


WRONG_TABLES = [
    None,
    5,
    b"tenant\nA\n",
    "no such file.csv",
    "a\0b",
    "/",
    "\n",
    "name\nA\n",
    "tenant,tenant.users\nA,1\nA,2\n",
    "tenant,tenant.users\nA,1,2\n",
    "tenant,tenant.users\nA,\"1\n",
    "tenant,run.seed\nA,1\n",
    "tenant,tenant.users\n\ud800,1\n",
    [],
    [5],
    ["tenant"],
    [{}],
    [{"tenant.users": 5}],
    [{"tenant": "A", 5: 1}],
    [{"tenant": "A", "tenant.users": object()}],
    [{"tenant": "A", "tenant.users": "\ud800"}],
    [{"tenant": "A", "tenant.users": 10**30}],
    [{"tenant": "A", "a=b": 1}],
    [{"tenant": None, "tenant.users": 5}],
    {},
    {"tenant": "A"},
    {"tenant": ["A", "B"], "tenant.users": [1]},
    {"tenant": ["A"], "tenant.users": 5},
]


@pytest.mark.parametrize("table", WRONG_TABLES, ids=lambda one: repr(one)[:40])
def test_a_wrong_table_is_an_exception_of_the_package(base, table):
    with pytest.raises((cyclecast.ScenarioError, cyclecast.UsageError)) as raised:
        cyclecast.fleet(table, base, replications=2)
    assert raised.value.message


def test_a_wrong_scenario_is_told_as_ever():
    with pytest.raises(cyclecast.ScenarioError) as raised:
        cyclecast.fleet(TABLE, "tenant.userz = 5\n")
    assert (raised.value.file, raised.value.line) == ("scenario", 1)
    with pytest.raises(cyclecast.UsageError, match="replications"):
        cyclecast.fleet(TABLE, BASE, replications=0)


@pytest.fixture(autouse=True)
def short_parts(monkeypatch):
    monkeypatch.setattr(_spread, "PART_SECONDS", 0.05)


def test_tenants_are_split_by_range_and_a_standard_pool_makes_the_same_bytes(base, found):
    told = []
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        killed = []

        def progress(*done):
            told.append(done)
            if done[0] > 20 and not killed:
                killed.append(next(iter(pool._processes)))
                os.kill(killed[0], signal.SIGKILL)

        spread = cyclecast.fleet(TABLE, base, replications=20, executor=pool, progress=progress)
    assert spread.to_json() == found.to_json()
    assert killed
    assert told[-1] == (60, 60)
    assert len(told) > 3, "in several parts"


class Failing(ThreadPoolExecutor):
    """An executor whose workers always die over one tenant."""

    def submit(self, timed, work, tenant, *others):
        if tenant == "Fabrikam":
            future = Future()
            future.set_exception(OSError("the worker is gone"))
            return future
        return super().submit(timed, work, tenant, *others)


def test_a_tenant_that_kills_its_workers_is_said_and_costs_no_other(base, found):
    with Failing(2) as executor, pytest.raises(cyclecast.PartsLostError) as raised:
        cyclecast.fleet(TABLE, base, replications=20, executor=executor)
    assert "of Fabrikam" in raised.value.message
    assert all(first < end for first, end in raised.value.lost)
    partial = raised.value.partial
    assert partial.is_partial
    assert partial.outcome["tenants"] == found.outcome["tenants"][::2]


@pytest.mark.parametrize("workers", [0, 2], ids=["here", "spread"])
def test_a_tenant_that_cannot_be_simulated_is_named_and_the_others_are_kept(workers):
    base = "tenant.users = 2_000\nscope.mode = 'all-users'\n[[target.limit]]\nname = 'api'\ncalls = '10_000 per min'\n"
    table = [{"tenant": "open"}, {"tenant": "shut", "target.limit.api.calls": "1 per 366 d"}]
    with ThreadPoolExecutor(1) as pool, pytest.raises(cyclecast.SimulationError) as raised:
        cyclecast.fleet(table, base, replications=3, executor=pool if workers else None)
    assert raised.value.message.startswith("tenant shut: ")
    assert "584 years" in raised.value.message and raised.value.remedy
    assert raised.value.partial.is_partial
    assert [one["name"] for one in raised.value.partial.outcome["tenants"]] == ["open"]


def test_the_example_of_the_documents_works(scenarios):
    pytest.importorskip("pandas")
    text = (scenarios.parent / "docs" / "python.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    [example] = [block for block in blocks if "cyclecast.fleet(" in block]
    exec(example.replace("replications=200", "replications=2"), {"cyclecast": cyclecast})
