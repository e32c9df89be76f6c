"""The whole demonstration, as `make demo` opens it: it comes up, mends itself, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request

import psutil
import pytest

from kairos.operations.embedded import Cluster

WELCOME = "Ctrl-C arrête tout"


class Opened:
    """A running `kairos demo open`, killed with the test when it hangs."""

    def __init__(self, folder, port, *options):
        command = [sys.executable, "-m", "kairos.operations", "demo", "open", *options]
        self.process = subprocess.Popen(
            [*command, "--data", str(folder), "--port", str(port)], stdout=subprocess.PIPE, text=True
        )
        self._limit = threading.Timer(900, self.process.kill)
        self._limit.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._limit.cancel()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def said_until(self, text):
        """What it says up to the line that holds `text`; fails when it ends first."""
        said = ""
        for line in self.process.stdout:
            said += line
            if text in line:
                return said
        raise AssertionError(f"ended without « {text} »:\n{said}")

    def end(self, number):
        """Ask it to end and return its exit code with every process that it had and that is still there."""
        family = self.family()
        self.process.send_signal(number)
        self.process.communicate()
        return self.process.returncode, [one for one in family if one.is_running()]

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word):
        return next(one for one in self.family() if word in one.cmdline())


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def read(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
        return answer.read()


def test_it_opens_mends_itself_and_opens_again_with_the_same_data(tmp_path, port):
    cluster = Cluster(tmp_path / "postgresql")
    with Opened(tmp_path, port) as demo:
        assert f"http://localhost:{port}" in demo.said_until(WELCOME)
        assert json.loads(read(port, "/readyz"))["status"] == "ok"
        made = (tmp_path / "accounts.json").stat().st_mtime_ns

        demo.child("worker").kill()
        demo.said_until("travaux de fond s’étaient arrêtés")
        os.kill(int((cluster.directory / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        demo.said_until("base de données s’était arrêtée")
        assert json.loads(read(port, "/healthz"))["status"] == "ok"

        assert demo.end(signal.SIGINT) == (0, [])
        assert not cluster.running

    with Opened(tmp_path, port) as demo:
        assert "données de démonstration" not in demo.said_until(WELCOME)
        assert (tmp_path / "accounts.json").stat().st_mtime_ns == made
        assert demo.end(signal.SIGTERM) == (0, [])
        assert not cluster.running


def test_without_its_web_it_ends_with_a_sentence(tmp_path, port):
    with Opened(tmp_path, port) as demo:
        demo.said_until(WELCOME)
        demo.child("serve").kill()
        assert demo.process.wait() == 2
        assert not Cluster(tmp_path / "postgresql").running
