"""How a run is watched and ended."""

import os
import pickle
import signal
import threading
import time

import cyclecast
import pytest


def interrupt_after(seconds):
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    return timer


def test_ctrl_c_stops_within_a_second_and_keeps_what_is_finished(long):
    many = {**long, "tenant": {"users": 2_000}}
    sent = []
    done = threading.Event()

    def progress(finished, _):
        if finished >= 3 and not done.is_set():
            done.set()
            sent.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(cyclecast.Interrupted) as raised:
        cyclecast.run(many, replications=100_000, progress=progress)
    assert time.monotonic() - sent[0] < 1.0
    partial = raised.value.partial
    assert partial.is_partial
    assert partial.outcome["run"]["replications"] == len(partial.outcome["replications"]) >= 1
    assert isinstance(raised.value, KeyboardInterrupt)


def test_ctrl_c_in_the_middle_of_one_long_replication_stops_too(long):
    began = time.monotonic()
    interrupt_after(0.5)
    with pytest.raises(cyclecast.Interrupted) as raised:
        cyclecast.run({**long, "tenant": {"users": 5_000_000}}, replications=1)
    assert time.monotonic() - began < 1.5
    assert raised.value.partial is None


def test_progress_is_told_in_the_calling_thread(small):
    told = []
    outcome = cyclecast.run(
        small,
        replications=400,
        progress=lambda done, of: told.append((done, of, threading.current_thread())),
    )
    assert [one[0] for one in told] == sorted(one[0] for one in told)
    assert told[-1] == (400, 400, threading.current_thread())
    assert outcome.outcome["run"]["replications"] == 400


def test_an_exception_of_the_callback_ends_the_run_and_has_what_is_finished(long):
    class Enough(Exception):
        pass

    def progress(done, _):
        raise Enough

    many = {**long, "tenant": {"users": 2_000}}
    with pytest.raises(Enough) as raised:
        cyclecast.run(many, replications=100_000, progress=progress)
    assert raised.value.partial.is_partial


def test_other_threads_of_python_go_on_while_it_simulates(small):
    counted = [0]
    ends = threading.Event()

    def count():
        while not ends.is_set():
            counted[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted[0]
    cyclecast.run({**small, "tenant": {"users": 20_000}}, replications=4)
    passed = counted[0] - before
    ends.set()
    thread.join()
    assert passed > 5


def test_an_interruption_goes_through_pickle():
    again = pickle.loads(pickle.dumps(cyclecast.Interrupted()))
    assert isinstance(again, cyclecast.Interrupted)
    assert again.partial is None


def test_two_runs_at_once_do_not_disturb_each_other(small):
    alone = cyclecast.run(small, replications=100).to_json()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(cyclecast.run(small, replications=100).to_json()))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone, alone]
