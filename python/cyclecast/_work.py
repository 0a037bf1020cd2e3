"""What is to be made of a run, a comparison, a sweep or a fleet, in parts that anybody can make."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from . import _core
from ._errors import CyclecastError, Interrupted, SimulationError

#: Which point, and the numbers of its replications from the first up to but not including the end.
Part = Tuple[int, int, int]


class Work:
    """Replications that are to be made of some points, in order of point and number."""

    #: Whether the other points are worth having where one is lost.
    is_apart = False

    def __init__(self, points: List[Any], replications: int, seed: int, cycles: int = 1) -> None:
        self.points = points
        self.replications = replications
        self.seed = seed
        #: Cycles of a replication.
        self.cycles = cycles
        #: What was made of each point that is not whole: from which replication up to which.
        self.made: Dict[int, List[Tuple[int, int, bytes]]] = {}
        self.missing = [replications] * len(points)
        #: How many points are not whole.
        self.open = len(points)
        #: How many cycles are done, and how many there are where that is known.
        self.done = 0
        self.all: Optional[int] = replications * len(points) * cycles
        self.next = (0, 0)

    def is_enough(self) -> bool:
        """Whether nothing more is wanted."""
        return self.open == 0

    def left(self) -> int:
        """How many replications of the next point were not handed out yet."""
        return self.replications - self.next[1] if self.next[0] < len(self.points) else 0

    def take_next(self, size: int) -> Part:
        """The next part of so many replications."""
        point, first = self.next
        end = first + size
        self.next = (point + 1, 0) if end == self.replications else (point, end)
        return (point, first, end)

    def leave(self, point: int) -> None:
        """Hands out no more of a point that is lost."""
        if self.next[0] == point:
            self.next = (point + 1, 0)

    def call(self, part: Part, threads: int) -> Tuple[Any, ...]:
        """What a worker is asked for a part: a function and its arguments."""
        point, first, end = part
        return (_core.simulate_rows, [self.points[point]], self.seed, first, end, threads)

    def keep(self, part: Part, made: bytes) -> None:
        """Takes in what came back."""
        point, first, end = part
        self.made.setdefault(point, []).append((first, end, made))
        self.done += (end - first) * self.cycles
        self.missing[point] -= end - first
        if not self.missing[point]:
            self.open -= 1
            self.finish(point, [made for _, _, made in sorted(self.made.pop(point))])

    def finish(self, point: int, parts: List[bytes]) -> None:
        """Takes note of a point that is whole: its parts in order of replication."""

    def name(self, point: int) -> str:
        """What a point is called in messages, where there are several."""
        return ""

    def partial(self) -> Optional[_core.Document]:
        """What is worth keeping when it ends early."""
        return None


class Replications(Work):
    """Those of a run, which may stop by themselves."""

    def __init__(self, question: _core.Question) -> None:
        replications, stops_by_itself = question.replications
        super().__init__([question.membership()], replications, 0)
        self.gathering = _core.Gathering(question)
        self.all = None if stops_by_itself else replications

    def is_enough(self) -> bool:
        return self.gathering.next_round() is None

    def call(self, part: Part, threads: int) -> Tuple[Any, ...]:
        _, first, end = part
        return (_core.simulate_part, self.points[0], first, end, threads)

    def keep(self, part: Part, made: bytes) -> None:
        self.done += self.gathering.take(made)

    def partial(self) -> Optional[_core.Document]:
        """The outcome of what is there without a gap, if anything is."""
        try:
            return self.gathering.outcome()
        except (CyclecastError, Interrupted):
            return None


class Strategies(Work):
    """Those of a comparison: every replication is made of all strategies."""

    def __init__(self, asked: _core.ComparisonPoints) -> None:
        strategies = asked.points()
        super().__init__([strategies], *asked.plan, cycles=len(strategies))
        self.asked = asked
        self.whole: List[bytes] = []

    def call(self, part: Part, threads: int) -> Tuple[Any, ...]:
        _, first, end = part
        return (_core.simulate_rows, self.points[0], self.seed, first, end, threads)

    def finish(self, point: int, parts: List[bytes]) -> None:
        self.whole = parts

    def partial(self) -> Optional[_core.Document]:
        """The comparison by the replications that are there without a gap, if any are."""
        parts, end = list(self.whole), 0
        for first, after, made in sorted(self.made.get(0, [])):
            if first != end:
                break
            parts.append(made)
            end = after
        return self.asked.document(parts)


class SweepValues(Work):
    """Those of some points of a sweep, after as many as were done before."""

    def __init__(self, asked: _core.SweepPoints, wanted: List[Any], done: int) -> None:
        super().__init__([point for _, point in wanted], *asked.plan)
        self.asked = asked
        self.done = done
        self.all = asked.all
        self.numbers = [numbers for numbers, _ in wanted]

    def finish(self, point: int, parts: List[bytes]) -> None:
        self.asked.take(self.numbers[point], parts)

    def name(self, point: int) -> str:
        return " and ".join(f"{number:g}" for number in self.numbers[point])

    def partial(self) -> Optional[_core.Document]:
        """The sweep of the values of which every point is there, if any are."""
        return self.asked.partial()


class Tenants(Work):
    """Those of a fleet. A tenant that is whole becomes a row at once, and one that is lost is no reason to leave others out."""

    is_apart = True

    def __init__(self, asked: _core.FleetPoints) -> None:
        membership = asked.membership()
        tenants = asked.tenants()
        super().__init__([(membership, settings, None) for _, settings in tenants], *asked.plan)
        self.asked = asked
        self.names = [name for name, _ in tenants]

    def call(self, part: Part, threads: int) -> Tuple[Any, ...]:
        point, first, end = part
        return (tenant_rows, self.names[point], self.points[point], self.seed, first, end, threads)

    def finish(self, point: int, parts: List[bytes]) -> None:
        self.asked.take(point, parts)

    def name(self, point: int) -> str:
        return self.names[point]

    def partial(self) -> Optional[_core.Document]:
        """The fleet of the tenants that are there, if any are."""
        return self.asked.document()


def tenant_rows(tenant: str, point: Any, seed: int, first: int, end: int, threads: int) -> bytes:
    """Makes replications of a tenant in a worker; what cannot be simulated says whose it is."""
    try:
        return _core.simulate_rows([point], seed, first, end, threads)
    except SimulationError as reason:
        raise SimulationError(f"tenant {tenant}: {reason.message}", reason.remedy) from None
