"""Scenarios: what is simulated."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

from . import _core
from ._errors import UsageError

#: What names a scenario: itself, a path, the text of a file, or its keys.
ScenarioLike = Union["Scenario", str, "os.PathLike[str]", Mapping[str, Any]]


@dataclass(frozen=True)
class Check:
    """What a scenario comes to: nothing is wrong with it."""

    name: str
    description: str
    #: How many replications it is simulated with, at most where it stops by itself.
    replications: int
    seed: int
    #: Whether replications stop as soon as there are enough of them.
    stops_by_itself: bool
    #: The names of its strategies.
    strategies: List[str]
    #: Every value with its key, origin and reason.
    parameters: List[Dict[str, Any]]
    #: What to think of, each with a message and a remedy.
    notes: List[Dict[str, str]]
    #: What was taken for what in a list of groups of another form.
    taken: Optional[str]
    #: The values as the command prints them.
    text: str

    def __str__(self) -> str:
        return self.text


class Scenario:
    """A scenario: what differs from the defaults, as a scenario file says it.

    ``source`` is a path, found as the command finds it (a name without ``.toml`` will do, and an ``outcome.json`` holds its
    scenario), the text of a file, which has a line break or an equals sign, or a dict of its keys. ``folder`` is where the files
    that a text or a dict names are, and ``name`` what it is called unless it says so.

    Nothing changes a scenario: :meth:`with_` makes another.

    >>> scenario = Scenario({"tenant": {"users": 400}, "scope": {"mode": "all-users"}})
    >>> scenario.with_(job__connections=8).check().name
    'scenario'
    """

    __slots__ = ("_source",)

    def __init__(
        self,
        source: ScenarioLike,
        *,
        name: str = "scenario",
        folder: Union[str, "os.PathLike[str]"] = ".",
    ) -> None:
        self._source = _read(source, name, folder)

    def check(self) -> Check:
        """Checks it, and tells every value with its origin; simulates nothing."""
        found = json.loads(self._source.check())
        found["stops_by_itself"] = found.pop("stopsByItself")
        return Check(**found)

    def with_(self, values: Optional[Mapping[str, Any]] = None, /, **keywords: Any) -> Scenario:
        """The same scenario with keys set over what it says, as ``--set`` does.

        Keys with dots are given in a dict, ``{"target.capacity": 64}``, or as keywords with two underscores for each dot,
        ``target__capacity=64``. Texts are written as in a scenario: ``"400 ms"``.
        """
        if values is not None and not isinstance(values, Mapping):
            raise UsageError(f"{values!r:.80} holds no keys", "give a dict of keys and values")
        pairs: List[Tuple[str, Any]] = []
        for key, value in (values or {}).items():
            if not isinstance(key, str):
                raise UsageError(f"{key!r:.80} is no key of a scenario", "keys are texts")
            pairs.append((key, value))
        pairs += [(key.replace("__", "."), value) for key, value in keywords.items()]
        return _of(self._source.with_values(pairs))

    @property
    def text(self) -> str:
        """The text of its file, without what is set over it."""
        return self._source.text_of()

    def __reduce__(self) -> Tuple[Any, ...]:
        return (_of_membership, (self._source.membership(),))

    def __repr__(self) -> str:
        return f"<Scenario {self._source.shown_name!r}>"


def _read(
    source: ScenarioLike, name: str, folder: Union[str, "os.PathLike[str]"]
) -> _core.Source:
    if isinstance(source, Scenario):
        return source._source
    if isinstance(source, Mapping):
        return _core.Source.of_dict(dict(source), name, Path(folder))
    if isinstance(source, str) and ("\n" in source or "=" in source):
        return _core.Source.of_text(source, name, Path(folder))
    if isinstance(source, (str, os.PathLike)):
        if "\0" in os.fspath(source):
            raise UsageError("a path has no zero byte", "give the path of a scenario file")
        return _core.Source.of_path(Path(source))
    kind = type(source).__name__
    raise UsageError(f"a {kind} is no scenario", "give a path, the text of a file, or a dict of keys")


def _of(source: _core.Source) -> Scenario:
    scenario = Scenario.__new__(Scenario)
    scenario._source = source
    return scenario


def _of_membership(line: bytes) -> Scenario:
    return _of(_core.Source.of_membership(line))
