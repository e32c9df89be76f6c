"""A real Kairos for the browser: granian on a database of its own, with the demonstration mark."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support import plugin

PATIENCE = 120.0
"""Seconds; like every patience of the tests, it only keeps a broken one from hanging."""
COMMAND = [sys.executable, "-m", "kairos.operations"]


class Live:
    """`url` answers until `stop`; `run` is the `kairos` command on the same database."""

    def __init__(self, database: str, folder: Path):
        self._kept = _kept_port()
        self.port = self._kept.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.folder = folder
        self.environment = (
            os.environ
            | plugin.environment(database)
            | {
                "KAIROS_MODE": "demo",
                "KAIROS_BASE_URL": self.url,
                "KAIROS_MEDIA": str(folder / "media"),
                "KAIROS_SEALS": str(folder / "seals.jsonl"),
                "KAIROS_LOG": "DEBUG",
            }
        )
        self._log = (folder / "web.log").open("w")
        self._web: subprocess.Popen | None = None

    def said(self) -> str:
        """All that its processes wrote to their logs, at their most talkative."""
        self._log.flush()
        return (self.folder / "web.log").read_text()

    def start(self) -> "Live":
        serve = [*COMMAND, "serve", "--port", str(self.port), "--workers", "1"]
        self._web = subprocess.Popen(
            serve, env=self.environment, cwd=plugin.ROOT, stdout=self._log, stderr=self._log, start_new_session=True
        )
        give_up = time.monotonic() + PATIENCE
        while not self._answers():
            if self._web.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(self.said())
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        if self._web:
            self._web.terminate()
            self._web.wait(timeout=PATIENCE)
        self._log.close()
        self._kept.close()

    def run(self, *command: str) -> str:
        """The command's standard output; raises CalledProcessError when it does not answer 0."""
        done = subprocess.run(
            [*COMMAND, *command], env=self.environment, cwd=plugin.ROOT, capture_output=True, text=True, check=False
        )
        self._log.write(done.stderr)
        if done.returncode:
            raise RuntimeError(f"{command} → {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def drain(self) -> None:
        """Run all that is due."""
        self.run("jobs", "drain")

    def mailbox(self, to: str = "") -> list[dict]:
        """Every message sent, newest first; to one address when given."""
        with urllib.request.urlopen(f"{self.url}/demo/boite.json") as answer:
            messages = json.load(answer)
        return [message for message in messages if not to or message["to"] == to]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def _kept_port() -> socket.socket:
    """Held, never listening, until the end: no other process is given this port before the web has taken it."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    kept.bind(("127.0.0.1", 0))
    return kept
