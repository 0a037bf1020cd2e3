"""Results: documents, and what is made of them."""

from __future__ import annotations

import html
import json
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Dict, Iterator, List, Optional

from . import _core
from ._errors import UsageError


class Result:
    """What was found, as the document that the command writes."""

    def __init__(self, document: _core.Document, repeat: str) -> None:
        self._document = document
        self._repeat = repeat

    def to_json(self) -> bytes:
        """The document: the bytes that the command writes to ``outcome.json``."""
        return self._document.json()

    @cached_property
    def outcome(self) -> Dict[str, Any]:
        """The document as a dict."""
        found: Dict[str, Any] = json.loads(self.to_json())
        return found

    def text(self, full: bool = False) -> str:
        """The report as the command prints it; ``full`` adds all tables."""
        return self._document.text(full, self._repeat)

    @property
    def is_partial(self) -> bool:
        """Whether it was interrupted: fewer replications, values or tenants than were asked for."""
        return self._document.is_partial

    @property
    def charts(self) -> List[str]:
        """The names of its charts."""
        return self._document.charts()

    def chart(self, name: Optional[str] = None) -> str:
        """A chart as SVG: the one with this name, or the first."""
        return self._document.chart(self.charts[0] if name is None else str(name))

    def report_html(self) -> str:
        """The report as a page of its own, with charts and tables."""
        page = self._document.html(self._repeat)
        if page is None:
            raise UsageError("there is no page of this result", "use text() and chart()")
        return page

    @property
    def frames(self) -> List[str]:
        """The names of its tables."""
        return self._document.frames()

    def to_arrow(self, kind: Optional[str] = None) -> _core.FrameTable:
        """A table that any library takes over through Arrow's C stream interface, without a copy; the first of :attr:`frames` unless another is named."""
        if not self.frames:
            raise UsageError("there are no tables of this result", "use outcome, the document as a dict")
        return self._document.frame(self.frames[0] if kind is None else str(kind))

    def to_frame(self, kind: Optional[str] = None, library: str = "pandas") -> Any:
        """A table as a data frame of ``library``: ``"pandas"`` (with pyarrow) or ``"polars"``.

        Kinds are those of :attr:`frames`, the first of them unless another is named; columns are those of the CSV file of the same name but for the scenario.
        """
        if library not in ("pandas", "polars"):
            raise UsageError(f"library is {library!r:.80}", "there are pandas and polars")
        table = self.to_arrow(kind)
        if library == "polars":
            return _imported("polars", "polars").DataFrame(table)
        pyarrow = _imported("pyarrow", "pandas")
        _imported("pandas", "pandas")
        # Columns stay where they are, each for itself; what has to be copied is let go one by one.
        taken = pyarrow.table(table)
        del table
        return taken.to_pandas(split_blocks=True, self_destruct=True)

    def _repr_html_(self) -> str:
        """What a notebook shows: the answer, and the first chart."""
        headline = self._document.headline()
        if headline is None:
            answer = f"<pre>{html.escape(self.text())}</pre>"
        else:
            answer = f"<p>{html.escape(headline)}</p>"
        return f"<div>{answer}{self.chart()}</div>"

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._repeat}>"


class Outcome(Result):
    """The outcome of a run."""

    @property
    def headline(self) -> str:
        """The answer in a sentence."""
        return self._document.headline() or ""

    @property
    def met(self) -> bool:
        """Whether everything that the scenario expects is so."""
        return all(one["isMet"] for one in self.outcome.get("expected", []))


class Comparison(Result):
    """Strategies beside each other."""


class Sweep(Result):
    """One or two keys over a range."""


class Fleet(Result):
    """Many tenants, each the same scenario with values of its own."""

    @property
    def met(self) -> bool:
        """Whether everything that the scenario expects is so for every tenant."""
        return all(one["isMet"] for tenant in self.outcome["tenants"] for one in tenant["expected"])


class Reproduction(Result):
    """The documented table and formulas beside their simulation."""

    @property
    def holds(self) -> bool:
        """Whether all documented claims hold."""
        return bool(self.outcome["holds"])


class LogSummary(Result):
    """Provisioning logs, summed up."""


class Calibration(Result):
    """What provisioning logs measured."""

    @property
    def fragment(self) -> str:
        """The text of a file that a scenario takes over by ``measurements = "FILE"``."""
        return self._document.fragment() or ""


def read_outcome(document: bytes) -> Outcome:
    """The outcome of a document that a run has written."""
    if isinstance(document, str):
        document = document.encode()
    if not isinstance(document, (bytes, bytearray, memoryview)):
        raise UsageError(f"a {type(document).__name__} is no document", "give its bytes")
    return Outcome(_core.read_document(bytes(document)), "cyclecast run outcome.json")


@contextmanager
def keeping_partial(kind: type, repeat: str) -> Iterator[None]:
    """What an exception has with it of a result that is not whole becomes a result."""
    try:
        yield
    except BaseException as error:
        partial = getattr(error, "partial", None)
        if isinstance(partial, _core.Document):
            error.partial = kind(partial, repeat)  # type: ignore[attr-defined]
        raise


def _imported(name: str, extra: str) -> Any:
    try:
        return __import__(name)
    except ImportError as reason:
        raise UsageError(f"{name} is not installed", f"pip install 'cyclecast[{extra}]'") from reason
