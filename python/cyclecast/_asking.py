"""What can be asked of scenarios and logs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import _core, _spread
from ._errors import UsageError
from ._results import (
    Calibration,
    Comparison,
    Fleet,
    LogSummary,
    Outcome,
    Reproduction,
    Sweep,
    keeping_partial,
)
from ._scenario import Scenario, ScenarioLike
from ._tenants import TenantsLike, table_of

#: Called with how many replications are done, and how many there are where that is known.
ProgressCallback = Callable[[int, Optional[int]], object]
PathLike = Union[str, "os.PathLike[str]"]

#: The document suffices to make the report again.
_REPEAT_RUN = "cyclecast run outcome.json"


def run(
    scenario: ScenarioLike,
    *,
    replications: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    precision: Union[str, float, None] = None,
    decisive: str = "p95",
    start: Optional[str] = None,
    deadline: Optional[str] = None,
    user_assigned_at: Optional[str] = None,
    view: str = "cycle",
    progress: Optional[ProgressCallback] = None,
    executor: Optional[Any] = None,
) -> Outcome:
    """Simulates a scenario, as ``cyclecast run`` does; every argument is the option of its name.

    Ctrl-C raises :class:`Interrupted`, whose ``partial`` is the outcome of what was finished. ``progress`` is called in the thread
    that called this, about twenty times a second while replications finish; an exception that it raises ends the run likewise.

    ``executor`` is any ``concurrent.futures.Executor``: its workers make the replications, in parts of about two seconds, and the
    outcome has the same bytes. A part whose worker dies is made again, up to four times in all; where that does not help,
    :class:`PartsLostError` says which replications are missing and has the rest. Each worker has one thread unless ``threads`` says more.
    """
    question = _question(
        scenario,
        replications=replications,
        seed=seed,
        threads=threads,
        precision=precision,
        decisive=decisive,
        start=start,
        deadline=deadline,
        user_assigned_at=user_assigned_at,
        view=view,
    )
    return _outcome(question, progress, executor, threads)


def estimate(
    *,
    users: Union[int, str, None] = None,
    groups: Union[int, str, None] = None,
    members: Union[int, str, None] = None,
    scope: str = "assigned",
    connector: str = "gallery",
    directory_users: Union[int, str, None] = None,
    matched_share: Union[float, str, None] = None,
    limit: Optional[str] = None,
    replications: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    progress: Optional[ProgressCallback] = None,
    executor: Optional[Any] = None,
) -> Outcome:
    """Forecasts from a few numbers, as ``cyclecast estimate`` does; every argument is the option of its name."""
    told = {
        "users": users,
        "groups": groups,
        "members": members,
        "scope": scope,
        "connector": connector,
        "directory_users": directory_users,
        "matched_share": matched_share,
        "limit": limit,
    }
    numbers = {name: str(value) for name, value in told.items() if value is not None}
    scenario = Scenario.__new__(Scenario)
    scenario._source = _core.estimate(numbers)
    return run(
        scenario,
        replications=replications,
        seed=seed,
        threads=threads,
        progress=progress,
        executor=executor,
    )


def compare(
    *scenarios: ScenarioLike,
    against: Optional[str] = None,
    replications: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    progress: Optional[ProgressCallback] = None,
    executor: Optional[Any] = None,
) -> Comparison:
    """Puts the strategies of a scenario, or several scenarios, beside each other, as ``cyclecast compare`` does.

    Every replication is made of all strategies before the next: the ``partial`` of :class:`Interrupted` compares them by those that
    were finished. An ``executor`` simulates them in parts, as in :func:`run`.
    """
    sources = [Scenario(one)._source for one in scenarios]
    repeat = "cyclecast.compare(SCENARIO, ...)"
    _callback(progress)
    if executor is not None:
        asked = _core.ComparisonPoints(sources, _text("against", against), replications, seed)
    with keeping_partial(Comparison, repeat):
        if executor is not None:
            found = _spread.compare(asked, executor, threads, progress)
        else:
            found = _core.compare(sources, _text("against", against), replications, seed, threads, progress)
    return Comparison(found, repeat)


def sweep(
    scenario: ScenarioLike,
    vary: Union[str, Sequence[str], Mapping[str, str]],
    *,
    until: Optional[str] = None,
    metric: Optional[str] = None,
    replications: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    progress: Optional[ProgressCallback] = None,
    executor: Optional[Any] = None,
) -> Sweep:
    """Varies one or two keys, as ``cyclecast sweep`` does.

    ``vary`` is ``"KEY=FROM..TO:STEPS"``, two of them, or a dict of keys and their values. The ``partial`` of :class:`Interrupted` is
    the sweep of the values that were finished. An ``executor`` simulates the points in parts, as in :func:`run`.
    """
    if isinstance(vary, str):
        varied = [vary]
    elif isinstance(vary, Mapping):
        varied = [f"{key}={values}" for key, values in vary.items()]
    else:
        try:
            varied = [str(one) for one in vary]
        except TypeError:
            raise UsageError(f"vary is {vary!r:.80}", 'give "KEY=FROM..TO", or two of them') from None
    if not varied:
        raise UsageError("vary names no key", 'give "KEY=FROM..TO", or two of them')
    repeat = f"cyclecast.sweep(SCENARIO, {varied!r})"
    source = Scenario(scenario)._source
    _callback(progress)
    if executor is not None:
        asked = _core.SweepPoints(
            source, varied, _text("until", until), _text("metric", metric), replications, seed
        )
    with keeping_partial(Sweep, repeat):
        if executor is not None:
            found = _spread.sweep(asked, executor, threads, progress)
        else:
            found = _core.sweep(
                source,
                varied,
                _text("until", until),
                _text("metric", metric),
                replications,
                seed,
                threads,
                progress,
            )
    return Sweep(found, repeat)


def fleet(
    tenants: TenantsLike,
    scenario: ScenarioLike,
    *,
    replications: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    progress: Optional[ProgressCallback] = None,
    executor: Optional[Any] = None,
) -> Fleet:
    """Simulates many tenants, each the same scenario with values of its own, as ``cyclecast fleet`` does.

    ``tenants`` is a path to a table, the text of one, a list of dicts, a dict of columns, or a data frame (pandas, polars, pyarrow). The
    column ``tenant`` has the names, the others are keys of scenarios; where a value is missing the scenario's own holds. A table
    without a file counts its lines as a file would: the columns' names are the first.

    The ``partial`` of :class:`Interrupted` has the tenants that were finished. An ``executor`` simulates the tenants in parts, as in
    :func:`run`.

    >>> fleet([{"tenant": "Contoso", "tenant.users": 50}], {"scope": {"mode": "all-users"}}, replications=5).frames
    ['tenants']
    """
    _callback(progress)
    name, table = table_of(tenants)
    asked = _core.FleetPoints(name, table, Scenario(scenario)._source, replications, seed)
    repeat = "cyclecast.fleet(TENANTS, SCENARIO, ...)"
    with keeping_partial(Fleet, repeat):
        if executor is not None:
            return Fleet(_spread.fleet(asked, executor, threads, progress), repeat)
        return Fleet(asked.simulate(threads, progress), repeat)


def reproduce(
    *,
    replications: Optional[int] = None,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    progress: Optional[ProgressCallback] = None,
) -> Reproduction:
    """Holds the simulation against the documented table and formulas, as ``cyclecast reproduce`` does."""
    repeat = "cyclecast.reproduce()"
    with keeping_partial(Reproduction, repeat):
        return Reproduction(_core.reproduce(replications, seed, threads, progress), repeat)


def logs(
    *files: PathLike, columns: Optional[Mapping[str, str]] = None
) -> LogSummary:
    """Sums up provisioning logs of a real job, as ``cyclecast logs summary`` does.

    ``columns`` gives columns of tables that have names of their own their usual ones.
    """
    return LogSummary(_core.log_summary(*_log_files(files, columns)), "cyclecast.logs(...)")


def calibrate(
    *files: PathLike, columns: Optional[Mapping[str, str]] = None, whole_cycle: bool = False
) -> Calibration:
    """Measures the parameters of a scenario by provisioning logs, as ``cyclecast calibrate`` does."""
    found = _core.calibrate(*_log_files(files, columns), bool(whole_cycle))
    return Calibration(found, "cyclecast.calibrate(...)")


def _log_files(
    files: Sequence[PathLike], columns: Optional[Mapping[str, str]]
) -> Tuple[List[Path], List[Tuple[str, str]]]:
    if not files:
        raise UsageError("there is no file to read", "name files of provisioning logs")
    try:
        paths = [Path(file) for file in files]
    except TypeError as reason:
        raise UsageError(str(reason), "name files of provisioning logs") from None
    pairs: Dict[str, str] = {str(name): str(usual) for name, usual in (columns or {}).items()}
    return paths, list(pairs.items())


def _question(scenario: ScenarioLike, **asked: Any) -> _core.Question:
    numbers = ("replications", "seed", "threads")
    given: Dict[str, Any] = {
        name: value if name in numbers else _text(name, value) for name, value in asked.items()
    }
    return _core.Question(Scenario(scenario)._source, **given)


def _outcome(
    question: _core.Question,
    progress: Optional[ProgressCallback],
    executor: Optional[Any],
    threads: Optional[int],
) -> Outcome:
    _callback(progress)
    with keeping_partial(Outcome, _REPEAT_RUN):
        if executor is not None:
            return Outcome(_spread.run(question, executor, threads, progress), _REPEAT_RUN)
        return Outcome(_core.run(question, progress), _REPEAT_RUN)


def _callback(progress: Optional[ProgressCallback]) -> None:
    if progress is not None and not callable(progress):
        raise UsageError(f"progress is {progress!r:.80}", "give a function of two numbers")


def _text(name: str, value: Any) -> Optional[str]:
    if value is None or isinstance(value, str):
        return value
    if name == "precision" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(float(value))
    raise UsageError(f"{name} is {value!r:.80}", "give a text")
