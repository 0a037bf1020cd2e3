"""Whatever is wrong ends in an exception of the package that says what would be right, and never in a panic."""

import math
import pickle
import re

import cyclecast
import pytest


def test_a_wrong_scenario_tells_file_line_column_and_remedy(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text("[job]\ntimeout = \"40 users\"\nnonsense = 1\n")
    with pytest.raises(cyclecast.ScenarioError) as raised:
        cyclecast.run(path)
    error = raised.value
    assert (error.file, error.line, error.column) == (str(path), 2, 11)
    assert error.message == "`users` is no unit of time"
    assert error.remedy.startswith("units of time are")
    assert [problem.line for problem in error.problems] == [2, 3]
    assert f"{path}:2:11: `users` is no unit of time" in str(error)
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems


def tells(error):
    """Whether it says what is wrong, in words that hold for Python too: no option of the command line."""
    return error.message and not re.search(r"--[a-z]", str(error))


WRONG_SCENARIOS = [
    "",
    "a = \n",
    "x" * 10_000 + "=1",
    {"tenant": {"users": float("nan")}},
    {"tenant": {"users": math.inf}},
    {"tenant": {"users": -1}},
    {"tenant": {"users": 10**30}},
    {"tenant": {"users": 10**15}},
    {"tenant": {"users": None}},
    {"tenant": {"users": object()}},
    {"tenant": {"users": b"bytes"}},
    {"tenant": {"users": "\ud800"}},
    {"tenant": {"userz": 10}},
    {"tenant": {1: 10}},
    {"tenant": {"users": [1, 2, {"a": None}]}},
    {"no such table": {}},
    {"run": {"replications": 10**9}},
    None,
    7,
    3.5,
    b"tenant.users = 5",
    ["tenant"],
    "no/such/file.toml",
    "a\0b",
    "/",
]


@pytest.mark.parametrize("scenario", WRONG_SCENARIOS, ids=lambda one: repr(one)[:40])
def test_a_wrong_scenario_is_an_exception_of_the_package(scenario):
    for ask in (cyclecast.run, cyclecast.compare, lambda one: cyclecast.sweep(one, "job.connections=1..2")):
        with pytest.raises((cyclecast.ScenarioError, cyclecast.UsageError)) as raised:
            ask(scenario)
        assert tells(raised.value), raised.value


def test_a_dict_that_holds_itself_ends():
    endless = {}
    endless["tenant"] = endless
    with pytest.raises(cyclecast.UsageError, match="too deep"):
        cyclecast.run(endless)


WRONG_OPTIONS = [
    {"replications": 0},
    {"replications": -1},
    {"replications": 10**7},
    {"replications": 10**40},
    {"replications": 1.5},
    {"replications": math.nan},
    {"replications": True},
    {"replications": "many"},
    {"replications": [1]},
    {"seed": -1},
    {"seed": 2**63},
    {"threads": 0},
    {"threads": 10**5},
    {"precision": "no share"},
    {"precision": math.nan},
    {"precision": True},
    {"precision": 2},
    {"decisive": "p42"},
    {"view": "sideways"},
    {"view": 3},
    {"start": "yesterday"},
    {"deadline": "2026-13-01"},
    {"deadline": object()},
    {"start": "2026-11-28 08:00", "deadline": "2026-11-27 08:00"},
    {"user_assigned_at": "3 d"},
    {"progress": 5},
]


@pytest.mark.parametrize("options", WRONG_OPTIONS, ids=repr)
def test_a_wrong_option_is_an_exception_of_the_package(small, options):
    with pytest.raises(cyclecast.UsageError) as raised:
        cyclecast.run(small, **options)
    assert tells(raised.value), raised.value


@pytest.mark.parametrize(
    "values",
    [
        {"target.capacity": math.nan},
        {"target.capacity": object()},
        {"": 1},
        {"a=b": 1},
        {"tenant.users\ntenant.groups": 1},
        {"target.nonsense": 1},
        {"target.capacity": "a\nb = 1"},
    ],
    ids=repr,
)
def test_a_wrong_value_is_an_exception_of_the_package(small, values):
    with pytest.raises((cyclecast.ScenarioError, cyclecast.UsageError)) as raised:
        cyclecast.Scenario(small).with_(values).check()
    assert tells(raised.value), raised.value


@pytest.mark.parametrize("values", [5, "target.capacity=4", {3: 4}], ids=repr)
def test_what_holds_no_keys_is_refused(small, values):
    with pytest.raises(cyclecast.UsageError):
        cyclecast.Scenario(small).with_(values)


@pytest.mark.parametrize(
    "ask",
    [
        lambda small: cyclecast.compare(),
        lambda small: cyclecast.compare(small),
        lambda small: cyclecast.compare(small, small),
        lambda small: cyclecast.compare(small, against=4),
        lambda small: cyclecast.sweep(small, []),
        lambda small: cyclecast.sweep(small, 5),
        lambda small: cyclecast.sweep(small, "job.connections"),
        lambda small: cyclecast.sweep(small, "job.connections=1..nan"),
        lambda small: cyclecast.sweep(small, "no.such.key=1..5"),
        lambda small: cyclecast.sweep(small, "job.connections=1..5", until="soon"),
        lambda small: cyclecast.sweep(small, "job.connections=1..5", metric="happiness"),
        lambda small: cyclecast.sweep(small, "job.connections=1..5", until="quarantine.share < 5 %"),
        lambda small: cyclecast.sweep(small, ["job.connections=1..5"] * 2),
        lambda small: cyclecast.sweep(small, ["job.connections=1..5", "tenant.users=1..5", "target.capacity=1..5"]),
        lambda small: cyclecast.sweep(
            small, ["job.connections=1..5", "tenant.users=1..5"], until="initial_cycle.p95 < 1 h"
        ),
        lambda small: cyclecast.compare(small, {**small, "run": {"seed": 2}}, against="nobody"),
        lambda small: cyclecast.compare(cyclecast.Scenario(small, name="a"), cyclecast.Scenario(small, name="b"), against="c"),
        lambda small: cyclecast.run({**small, "run": {"horizon": "3 d"}}, start="2026-11-28 08:00"),
        lambda small: cyclecast.run({**small, "run": {"horizon": "3 d"}}, user_assigned_at="4 d"),
        lambda small: cyclecast.estimate(scope="all-users", groups=3),
        lambda small: cyclecast.estimate(users=50, directory_users=10),
        lambda small: cyclecast.estimate(users=50, directory_users=60, scope="all-users"),
        lambda small: cyclecast.estimate(members=10),
        lambda small: cyclecast.estimate(limit="soon"),
        lambda small: cyclecast.estimate(users=-5),
        lambda small: cyclecast.estimate(users=math.nan),
        lambda small: cyclecast.estimate(scope="everything"),
        lambda small: cyclecast.estimate(users=5, members=10**8),
        lambda small: cyclecast.reproduce(replications=1),
        lambda small: cyclecast.logs(),
        lambda small: cyclecast.logs("no such file"),
        lambda small: cyclecast.logs("/"),
        lambda small: cyclecast.logs(5),
        lambda small: cyclecast.calibrate(__file__),
        lambda small: cyclecast.read_outcome(b"{}"),
        lambda small: cyclecast.read_outcome(b"\xff"),
        lambda small: cyclecast.read_outcome(5),
        lambda small: cyclecast.run(small, replications=2).to_frame("nonsense"),
        lambda small: cyclecast.run(small, replications=2).to_frame(library="excel"),
        lambda small: cyclecast.run(small, replications=2).chart("nonsense"),
    ],
)
def test_a_wrong_question_is_an_exception_of_the_package(small, ask):
    with pytest.raises((cyclecast.ScenarioError, cyclecast.UsageError)) as raised:
        ask(small)
    assert tells(raised.value), raised.value


def test_a_scenario_that_cannot_be_simulated_says_why(small):
    shut = {**small, "target": {"limit": [{"calls": "1 per min", "burst": 0}]}}
    with pytest.raises(cyclecast.CyclecastError):
        cyclecast.run(shut, replications=2)
