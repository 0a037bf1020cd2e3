"""Replications that are made by the workers of an executor: split by range, joined to the same bytes as one run."""

from __future__ import annotations

import os
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from . import _core
from ._errors import CyclecastError, Interrupted, PartsLostError, UsageError
from ._work import Part, Replications, Strategies, SweepValues, Tenants, Work

#: A part takes about so long: long beside what it costs to hand it out, short beside what is lost with a worker.
PART_SECONDS = 2.0
#: Replications of the first parts, before it is known how long one takes.
FIRST_PART = 10
#: How often a part is handed out before it is given up.
MOST_ATTEMPTS = 4
#: Seconds between two looks at what has come back.
BEAT = 0.1

Progress = Optional[Callable[[int, Optional[int]], object]]


def timed(make: Callable[..., bytes], *arguments: Any) -> Tuple[bytes, float]:
    """Makes a part in a worker: the part, and how many seconds it took."""
    began = time.perf_counter()
    made = make(*arguments)
    return made, time.perf_counter() - began


def run(question: _core.Question, executor: Any, threads: Optional[int], progress: Progress) -> _core.Document:
    """The outcome of a run whose replications an executor makes."""
    work = Replications(question)
    spread(work, executor, threads, progress)
    return work.gathering.outcome()


def compare(
    asked: _core.ComparisonPoints, executor: Any, threads: Optional[int], progress: Progress
) -> _core.Document:
    """A comparison whose replications an executor makes."""
    work = Strategies(asked)
    spread(work, executor, threads, progress)
    return found(work.partial())


def fleet(
    asked: _core.FleetPoints, executor: Any, threads: Optional[int], progress: Progress
) -> _core.Document:
    """A fleet whose tenants an executor simulates."""
    spread(Tenants(asked), executor, threads, progress)
    return found(asked.document())


def found(document: Optional[_core.Document]) -> _core.Document:
    """What is there once all work is done."""
    assert document is not None
    return document


def sweep(
    asked: _core.SweepPoints, executor: Any, threads: Optional[int], progress: Progress
) -> _core.Document:
    """A sweep whose points an executor simulates; where a condition is looked for, one point follows from those before."""
    wanted, done = asked.points(), 0
    while True:
        work = SweepValues(asked, wanted, done)
        executor = spread(work, executor, threads, progress)
        done = work.done
        document, further = asked.document()
        if document is not None:
            return document
        assert further is not None
        wanted = [further]


def spread(work: Work, executor: Any, threads: Optional[int], progress: Progress) -> Any:
    """Has the work done by an executor."""
    handing = _Spread(work, executor, threads, progress)
    try:
        handing.work_through()
        return executor
    except KeyboardInterrupt:
        raise interrupted(work.partial()) from None
    except Exception as error:
        if not isinstance(error, PartsLostError):
            error.partial = work.partial()  # type: ignore[attr-defined]
        raise
    finally:
        handing.end()


def interrupted(partial: Any) -> Interrupted:
    """Ctrl-C with what has come back; its caller makes a result of it."""
    return Interrupted(partial)


class _Spread:
    """Parts that are handed out, and come back or do not."""

    def __init__(
        self,
        work: Work,
        executor: Any,
        threads: Optional[int],
        progress: Progress,
    ) -> None:
        if not callable(getattr(executor, "submit", None)):
            raise UsageError(
                f"executor is a {type(executor).__name__}",
                "give a concurrent.futures.Executor, such as ProcessPoolExecutor or Dask's client.get_executor()",
            )
        self.work = work
        self.executor = executor
        self.own: Optional[Executor] = None
        self.threads = 1 if threads is None else threads
        self.progress = progress
        self.seconds_each: Optional[float] = None
        #: Parts that are to be made again, with how often they were handed out.
        self.again: Deque[Tuple[Part, int]] = deque()
        #: Parts that are out, how often they were, and with whom.
        self.out: Dict[Future[Any], Tuple[Part, int, Any]] = {}
        self.lost: List[Part] = []
        self.reason: Optional[BaseException] = None
        #: Whether the executor takes no more work.
        self.is_refused = False

    def work_through(self) -> None:
        """Hands parts out until all are there, or enough, or some are given up."""
        while not self.work.is_enough():
            self.hand_out()
            if not self.out:
                break
            finished, _ = wait(self.out, timeout=BEAT, return_when=FIRST_COMPLETED)
            for future in finished:
                self.take(future)
        if self.lost:
            raise self.given_up()

    def workers(self) -> int:
        """How many parts the executor works on at once, as far as it says."""
        said = getattr(self.executor, "_max_workers", None)
        if isinstance(said, int) and said > 0:
            return said
        client = getattr(self.executor, "_client", None)
        if client is not None and hasattr(client, "nthreads"):
            return max(1, int(sum(client.nthreads().values())))
        return os.cpu_count() or 1

    def hand_out(self) -> None:
        """Keeps twice as many parts out as there are workers. Where one has failed twice, each is tried alone, so that one that kills its
        worker takes no others with it."""
        workers = self.workers()
        room = 2 * workers
        while True:
            waiting = [tries for _, tries in self.again] + [tries - 1 for _, tries, _ in self.out.values()]
            is_suspect = any(tries > 1 for tries in waiting)
            if len(self.out) >= (1 if is_suspect else room):
                return
            if self.again:
                part, tries = self.again.popleft()
            elif self.work.left() and self.goes_on():
                part, tries = self.work.take_next(self.size(workers)), 0
            else:
                return
            self.submit(part, tries)

    def goes_on(self) -> bool:
        """Whether what was not handed out yet is still wanted."""
        return not self.lost or (self.work.is_apart and not self.is_refused)

    def size(self, workers: int) -> int:
        """How many replications the next part has: about two seconds' worth, and so few that all workers end together."""
        left = self.work.left()
        if self.seconds_each is None:
            return min(left, FIRST_PART)
        worth = int(PART_SECONDS / max(self.seconds_each, 1e-6))
        in_all = left + self.work.replications * (len(self.work.points) - self.work.next[0] - 1)
        return max(1, min(left, worth, -(-in_all // (2 * workers))))

    def submit(self, part: Part, tries: int) -> None:
        try:
            future = self.executor.submit(timed, *self.work.call(part, self.threads))
        except BrokenExecutor as reason:
            self.failed(part, tries + 1, reason)
            self.renew(self.executor)
            return
        except RuntimeError as reason:
            if self.work.done or self.out:
                self.reason = reason
                self.is_refused = True
                self.lost.append(part)
                return
            raise UsageError(f"the executor takes no work: {reason}", "give one that is not shut down") from reason
        self.out[future] = (part, tries + 1, self.executor)

    def take(self, future: Future[Any]) -> None:
        part, tries, executor = self.out.pop(future)
        try:
            made, seconds = future.result()
        except CyclecastError:
            # It would be the same at every worker.
            raise
        except BrokenExecutor as reason:
            self.failed(part, tries, reason)
            self.renew(executor)
        except Exception as reason:  # whatever an executor says of a worker that is gone
            self.failed(part, tries, reason)
        except BaseException as reason:
            # A cancelled future is none of ours to cancel; a worker's Ctrl-C is the user's.
            if isinstance(reason, KeyboardInterrupt):
                raise
            self.failed(part, tries, reason)
        else:
            self.work.keep(part, made)
            # What the first replications are asked besides makes them dearer, so the latest counts.
            self.seconds_each = seconds / (part[2] - part[1])
            if self.progress is not None:
                self.progress(self.work.done, self.work.all)

    def failed(self, part: Part, tries: int, reason: BaseException) -> None:
        self.reason = reason
        if tries < MOST_ATTEMPTS:
            self.again.append((part, tries))
            return
        self.lost.append(part)
        if self.work.is_apart:
            self.work.leave(part[0])
            self.lost += [other for other, _ in self.again if other[0] == part[0]]
            self.again = deque(one for one in self.again if one[0][0] != part[0])

    def renew(self, broken: Any) -> None:
        """A standard pool that has lost a worker loses all that is out and takes no more: another like it takes its place."""
        if broken is not self.executor or not isinstance(broken, ProcessPoolExecutor):
            return
        pool: Any = broken
        self.own = ProcessPoolExecutor(
            max_workers=pool._max_workers,
            mp_context=pool._mp_context,
            initializer=pool._initializer,
            initargs=pool._initargs,
        )
        self.executor = self.own
        broken.shutdown(wait=False)

    def given_up(self) -> PartsLostError:
        parts = sorted(self.lost)
        named = [(self.work.name(point), f"{first}..{end}") for point, first, end in parts]
        shown = ", ".join(f"{numbers} of {name}" if name else numbers for name, numbers in named)
        error = PartsLostError(
            f"workers died {MOST_ATTEMPTS} times over replications {shown}: {self.reason!r:.200}",
            "see what the workers say; partial holds what is there without a gap",
            [(first, end) for _, first, end in parts],
        )
        error.partial = self.work.partial()  # type: ignore[assignment]
        error.__cause__ = self.reason
        return error

    def end(self) -> None:
        for future in self.out:
            future.cancel()
        if self.own is not None:
            self.own.shutdown(wait=False)

