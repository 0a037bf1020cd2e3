"""What the tests share: the scenarios of the repository, and the command to hold the package against."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="the slow tests too")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--slow"):
        slow = pytest.mark.skip(reason="slow: --slow")
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(slow)


def built_command():
    """The command that is built beside the package, or none."""
    named = os.environ.get("CYCLECAST_COMMAND")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    candidates = [Path(named)] if named else [target / "debug" / "cyclecast", target / "release" / "cyclecast"]
    return next((path for path in candidates if path.is_file()), None)


@pytest.fixture(scope="session")
def scenarios():
    return ROOT / "scenarios"


@pytest.fixture
def command(tmp_path):
    """Runs the command in the repository and gives the bytes of the document that it prints."""
    program = built_command()
    if program is None:
        pytest.skip("the command is not built: cargo build")

    def document(*arguments):
        words = [str(program), *map(str, arguments), "--json", "-"]
        if arguments[0] in ("run", "compare", "sweep", "fleet", "reproduce"):
            words += ["--output", str(tmp_path / "out")]
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=False)
        assert done.returncode in (0, 3), done
        return done.stdout

    return document


#: A scenario that takes a millisecond a replication.
SMALL = {"tenant": {"users": 60}, "scope": {"mode": "all-users"}}
#: One whose replications take long enough to be interrupted in the middle.
LONG = {
    "tenant": {"users": 200_000},
    "scope": {"mode": "all-users"},
}


@pytest.fixture
def small():
    return SMALL


@pytest.fixture
def long():
    return LONG


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_is_heard():
    """A shell that runs the tests in the background has them ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
