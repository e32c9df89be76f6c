"""A service ends when it is told to, with all that it started, and with its supervisor."""

import os
import select
import signal
import subprocess
import sys

import pytest

from kairos.operations import services
from kairos.operations.services import Service

HOLD = "import sys, time; pipe = open(sys.argv[1], 'w'); pipe.write('up\\n'); pipe.flush(); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + HOLD
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STUBBORN!r}, sys.argv[1]])"


@pytest.fixture
def pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.fixture
def service(tmp_path, pipe):
    made = []

    def make(program):
        command = [sys.executable, "-c", program, str(pipe)]
        made.append(Service(command, os.environ, tmp_path / "logs" / "service.log"))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def closes(pipe):
    """Whether every process that held the pipe has ended; a failure is told, not waited for."""
    return bool(select.select([pipe], [], [], 120)[0]) and pipe.read() == ""


def test_it_runs_until_it_is_stopped(service, pipe):
    running = service(HOLD)
    running.start()
    with pipe.open() as alive:
        assert alive.readline() == "up\n"
        assert running.exit_code() is None
        running.stop()
        assert closes(alive)
    assert running.exit_code() == -signal.SIGTERM


def test_what_it_started_ends_with_it_willing_or_not(service, pipe, monkeypatch):
    monkeypatch.setattr(services, "_GRACE", 0.2)
    running = service(PARENT)
    running.start()
    with pipe.open() as alive:
        assert alive.readline() == "up\n"
        running.stop()
        assert closes(alive)


def test_one_that_ignores_the_request_is_killed(service, pipe, monkeypatch):
    monkeypatch.setattr(services, "_GRACE", 0.2)
    running = service(STUBBORN)
    running.start()
    with pipe.open() as alive:
        assert alive.readline() == "up\n"
        running.stop()
    assert running.exit_code() == -signal.SIGKILL


def test_stopping_what_never_started_or_already_ended_is_nothing(service):
    service(HOLD).stop()
    ended = service("pass")
    ended.start()
    ended.stop()
    ended.stop()


def test_only_the_end_of_what_it_said_last_is_told(service, monkeypatch):
    monkeypatch.setattr(services, "_PAUSE", 0)
    talker = service("print('début'); print(*range(30), sep='\\n')")
    talker.start()
    talker.wait()
    assert talker.last_words(lines=2) == "28\n29"
    assert talker.start_again_if_dead()
    talker.wait()
    assert talker.last_words(lines=100).count("début") == 1


def test_a_dead_one_is_not_started_again_in_a_hurry(service):
    dead = service("print('once')")
    dead.start()
    assert dead.wait() == 0
    assert not dead.start_again_if_dead()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_it_does_not_outlive_a_killed_supervisor(tmp_path, pipe):
    supervisor = (
        "import os, sys, time; from pathlib import Path; from kairos.operations.services import Service;"
        f"Service([sys.executable, '-c', {HOLD!r}, sys.argv[1]], os.environ, Path(sys.argv[2])).start();"
        "time.sleep(600)"
    )
    killed = subprocess.Popen([sys.executable, "-c", supervisor, str(pipe), str(tmp_path / "log")])
    with pipe.open() as alive:
        assert alive.readline() == "up\n"
        killed.kill()
        killed.wait()
        assert closes(alive)
