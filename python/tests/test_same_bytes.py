"""The documents of the package are those of the command, byte for byte."""

import cyclecast
import pytest

#: Small jobs, so that the command's charts take longer than the simulation.
OFFICE = "tenant.users = 80\nscope.mode = 'all-users'\njob.matched_share = '20 % to 60 %'\n"
FORTNIGHT = OFFICE + "[run]\nhorizon = '3 d'\n[changes]\njoiners = 4\n"
STRATEGIES = OFFICE + "[[strategy]]\nname = 'few'\njob.connections = 2\n[[strategy]]\nname = 'many'\njob.connections = 9\n"


@pytest.fixture
def written(tmp_path):
    """A file with this text."""

    def write(text):
        path = tmp_path / "office.toml"
        path.write_text(text)
        return path

    return write


def test_a_run_has_the_bytes_of_the_command(command, scenarios):
    path = scenarios / "pilot.toml"
    outcome = cyclecast.run(path, replications=40, seed=7)
    assert outcome.to_json() == command("run", path, "--replications", 40, "--seed", 7)


def test_a_run_that_stops_by_itself_stops_where_the_command_does(command, written):
    path = written(OFFICE)
    assert cyclecast.run(path).to_json() == command("run", path)


def test_what_is_set_is_what_the_command_sets(command, scenarios):
    path = scenarios / "pilot.toml"
    values = {"target.capacity": 4, "target.latency.user_post": "400 ms", "job.matched_share": 0.25}
    scenario = cyclecast.Scenario(path).with_(values).with_(job__connections=8)
    options = [word for key, value in [*values.items(), ("job.connections", 8)] for word in ("--set", f"{key}={value}")]
    found = cyclecast.run(scenario, replications=20)
    assert found.to_json() == command("run", path, *options, "--replications", 20)


def test_dates_and_the_question_are_asked_as_by_the_command(command, written):
    path = written(FORTNIGHT)
    found = cyclecast.run(path, replications=6, user_assigned_at="1 d 4 h", view="target")
    options = ["--replications", 6, "--user-assigned-at", "1 d 4 h", "--view", "target"]
    assert found.to_json() == command("run", path, *options)
    path = written(OFFICE)
    dates = {"start": "2026-11-27 18:00", "deadline": "2026-11-30 08:00"}
    found = cyclecast.run(path, replications=20, **dates)
    options = ["--start", dates["start"], "--deadline", dates["deadline"]]
    assert found.to_json() == command("run", path, "--replications", 20, *options)


def test_files_that_a_scenario_names_are_found_beside_it(command, scenarios):
    path = scenarios / "from-csv.toml"
    whole = command("run", path, "--replications", 2)
    assert cyclecast.run(path, replications=2).to_json() == whole
    text = path.read_text()
    beside = cyclecast.Scenario(text, name="from-csv", folder=scenarios)
    assert cyclecast.run(beside, replications=2).to_json() == whole


def test_an_outcome_is_run_again(command, scenarios, tmp_path):
    first = cyclecast.run(scenarios / "pilot.toml", replications=20)
    (tmp_path / "outcome.json").write_bytes(first.to_json())
    assert cyclecast.run(tmp_path / "outcome.json").to_json() == first.to_json()
    assert cyclecast.read_outcome(first.to_json()).to_json() == first.to_json()


def test_a_comparison_has_the_bytes_of_the_command(command, written):
    path = written(STRATEGIES)
    found = cyclecast.compare(path, replications=20, against="few")
    options = ["--replications", 20, "--against", "few"]
    assert found.to_json() == command("compare", path, *options)


@pytest.mark.parametrize("until", [None, "initial_cycle.p95 < 10 min"])
def test_a_sweep_has_the_bytes_of_the_command(command, written, until):
    path = written(OFFICE)
    found = cyclecast.sweep(path, {"job.connections": "1..8:3"}, until=until, replications=20)
    options = ["--until", until] if until else []
    words = ["sweep", path, "--vary", "job.connections=1..8:3", *options, "--replications", 20]
    assert found.to_json() == command(*words)


def test_an_estimate_has_the_bytes_of_the_command(command):
    found = cyclecast.estimate(users=500, groups="7", limit="300 per min", replications=20)
    options = ["--users", 500, "--groups", 7, "--limit", "300 per min", "--replications", 20]
    assert found.to_json() == command("estimate", *options)


@pytest.mark.slow
def test_a_reproduction_has_the_bytes_of_the_command(command):
    found = cyclecast.reproduce(replications=60)
    assert found.to_json() == command("reproduce", "--replications", 60)
    assert found.holds is found.outcome["holds"]


def test_logs_have_the_bytes_of_the_command(command, written, tmp_path):
    folder = tmp_path / "logs"
    command("run", written(FORTNIGHT), "--replications", 3, "--emit-logs", folder)
    files = sorted(folder.glob("graph*.json")) or sorted(folder.glob("*.json"))[:1]
    summary = cyclecast.logs(*files)
    assert summary.to_json() == command("logs", "summary", *files)
    assert summary.frames == []
    with pytest.raises(cyclecast.UsageError, match="no tables"):
        summary.to_frame()
    measured = cyclecast.calibrate(*files)
    assert measured.to_json() == command("calibrate", *files)
    assert "=" in measured.fragment
