"""Replications that are made by the workers of an executor: split by range, joined to the same bytes as one run."""

from __future__ import annotations

import os
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from . import _core
from ._errors import CyclecastError, Interrupted, PartsLostError, UsageError

#: A part takes about so long: long beside what it costs to hand it out, short beside what is lost with a worker.
PART_SECONDS = 2.0
#: Replications of the first parts, before it is known how long one takes.
FIRST_PART = 10
#: How often a part is handed out before it is given up.
MOST_ATTEMPTS = 4
#: Seconds between two looks at what has come back.
BEAT = 0.1

Range = Tuple[int, int]


def make_part(membership: bytes, first: int, end: int, threads: Optional[int]) -> Tuple[bytes, float]:
    """Makes replications in a worker: the part, and how many seconds it took."""
    began = time.perf_counter()
    part = _core.simulate_part(membership, first, end, threads)
    return part, time.perf_counter() - began


def gather(
    question: _core.Question,
    executor: Any,
    threads: Optional[int],
    progress: Optional[Callable[[int, Optional[int]], object]],
) -> _core.Document:
    """The outcome of a question, whose replications an executor makes."""
    spread = _Spread(question, executor, threads, progress)
    try:
        spread.work()
        return spread.gathering.outcome()
    except KeyboardInterrupt:
        raise interrupted(spread.partial()) from None
    except Exception as error:
        if not isinstance(error, PartsLostError):
            error.partial = spread.partial()  # type: ignore[attr-defined]
        raise
    finally:
        spread.end()


def interrupted(partial: Any) -> Interrupted:
    """Ctrl-C with what has come back; its caller makes a result of it."""
    return Interrupted(partial)


class _Spread:
    """Parts that are handed out, and come back or do not."""

    def __init__(
        self,
        question: _core.Question,
        executor: Any,
        threads: Optional[int],
        progress: Optional[Callable[[int, Optional[int]], object]],
    ) -> None:
        if not callable(getattr(executor, "submit", None)):
            raise UsageError(
                f"executor is a {type(executor).__name__}",
                "give a concurrent.futures.Executor, such as ProcessPoolExecutor or Dask's client.get_executor()",
            )
        self.gathering = _core.Gathering(question)
        self.membership = question.membership()
        self.executor = executor
        self.own: Optional[Executor] = None
        self.threads = 1 if threads is None else threads
        self.progress = progress
        self.all, self.stops_by_itself = question.replications
        self.next = 0
        self.done = 0
        self.seconds_each: Optional[float] = None
        #: Parts that are to be made again, with how often they were handed out.
        self.again: Deque[Tuple[Range, int]] = deque()
        #: Parts that are out, how often they were, and with whom.
        self.out: Dict[Future[Any], Tuple[Range, int, Any]] = {}
        self.lost: List[Range] = []
        self.reason: Optional[BaseException] = None

    def work(self) -> None:
        """Hands parts out until all are there, or enough, or some are given up."""
        while self.gathering.next_round() is not None:
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
            elif self.next < self.all and not self.lost:
                part, tries = (self.next, self.next + self.size(workers)), 0
                self.next = part[1]
            else:
                return
            self.submit(part, tries)

    def size(self, workers: int) -> int:
        """How many replications the next part has: about two seconds' worth, and so few that all workers end together."""
        left = self.all - self.next
        if self.seconds_each is None:
            return min(left, FIRST_PART)
        worth = int(PART_SECONDS / max(self.seconds_each, 1e-6))
        return max(1, min(left, worth, -(-left // (2 * workers))))

    def submit(self, part: Range, tries: int) -> None:
        try:
            future = self.executor.submit(make_part, self.membership, *part, self.threads)
        except BrokenExecutor as reason:
            self.failed(part, tries + 1, reason)
            self.renew(self.executor)
            return
        except RuntimeError as reason:
            if self.done or self.out:
                self.reason = reason
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
            self.done += self.gathering.take(made)
            # What the first replications are asked besides makes them dearer, so the latest counts.
            self.seconds_each = seconds / (part[1] - part[0])
            if self.progress is not None:
                self.progress(self.done, None if self.stops_by_itself else self.all)

    def failed(self, part: Range, tries: int, reason: BaseException) -> None:
        self.reason = reason
        if tries < MOST_ATTEMPTS:
            self.again.append((part, tries))
        else:
            self.lost.append(part)

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

    def partial(self) -> Optional[_core.Document]:
        """What is there without a gap, if anything is."""
        try:
            return self.gathering.outcome()
        except (CyclecastError, Interrupted):
            return None

    def given_up(self) -> PartsLostError:
        missing = sorted(self.lost)
        shown = ", ".join(f"{first}..{end}" for first, end in missing)
        error = PartsLostError(
            f"workers died {MOST_ATTEMPTS} times over replications {shown}: {self.reason!r:.200}",
            "see what the workers say; partial holds the outcome of what is there without a gap",
            missing,
        )
        error.partial = self.partial()  # type: ignore[assignment]
        error.__cause__ = self.reason
        return error

    def end(self) -> None:
        for future in self.out:
            future.cancel()
        if self.own is not None:
            self.own.shutdown(wait=False)

