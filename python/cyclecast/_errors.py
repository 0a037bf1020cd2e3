"""The exceptions of the package. Each says what is wrong and, where it is known, what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, List, Optional, Tuple

if TYPE_CHECKING:
    from ._results import Result


@dataclass(frozen=True)
class Problem:
    """One fault in a scenario file, or in a file that it names."""

    file: str
    line: int
    column: int
    message: str
    remedy: Optional[str]
    label: str

    def __str__(self) -> str:
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{remedy}"


class CyclecastError(Exception):
    """Anything that goes wrong here, but for an interruption."""

    #: What is wrong.
    message: str
    #: What would be right, where that is known.
    remedy: Optional[str]

    def __init__(self, message: str, remedy: Optional[str] = None) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class ScenarioError(CyclecastError, ValueError):
    """A scenario is wrong. All its problems are told at once; place and remedy are those of the first."""

    #: Every problem, in order of position.
    problems: List[Problem]
    #: How many there are beyond those.
    more: int

    def __init__(self, problems: List[Problem], more: int = 0) -> None:
        super().__init__(problems[0].message, problems[0].remedy)
        self.args = (problems, more)
        self.problems = problems
        self.more = more

    @property
    def file(self) -> str:
        """The file of the first problem."""
        return self.problems[0].file

    @property
    def line(self) -> int:
        """The line of the first problem, from one."""
        return self.problems[0].line

    @property
    def column(self) -> int:
        """The column of the first problem in characters, from one."""
        return self.problems[0].column

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:50]]
        more = self.more + max(0, len(self.problems) - 50)
        return "\n".join(lines + ([f"and {more} more"] if more else []))


class UsageError(CyclecastError, ValueError):
    """What is asked of a scenario is wrong: a number out of bounds, a name that does not exist, a file that cannot be read."""


class SimulationError(CyclecastError, RuntimeError):
    """A scenario cannot be simulated, for example since a limit lets nothing pass."""


class PartsLostError(CyclecastError, RuntimeError):
    """Workers died so often that some replications are missing. Nothing that was made is lost."""

    #: The numbers of the replications that are missing, each from the first up to but not including the end.
    lost: List[Tuple[int, int]]
    #: The result of what is there without a gap, if anything is.
    partial: Optional[Result]

    def __init__(
        self,
        message: str,
        remedy: Optional[str] = None,
        lost: Optional[List[Tuple[int, int]]] = None,
        partial: Optional[Result] = None,
    ) -> None:
        super().__init__(message, remedy)
        self.lost = lost or []
        self.partial = partial


class InternalError(CyclecastError, RuntimeError):
    """A fault of cyclecast itself; a report with the scenario helps to mend it."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C. What was finished until then is kept."""

    #: The result of what was finished, if anything was.
    partial: Optional[Result]

    def __init__(self, partial: Optional[Result] = None) -> None:
        super().__init__("interrupted")
        self.partial = partial

    def __reduce__(self) -> Tuple[Any, ...]:
        # A worker's own goes to whoever handed the part out, who has the rest.
        return (Interrupted, ())
