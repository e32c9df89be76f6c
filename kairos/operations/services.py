"""A child process that the supervisor of the demonstration starts, watches and stops."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_GRACE = 10.0  # seconds to end by itself before it is killed
_PAUSE = 2.0  # seconds between two starts of a service that keeps dying


class Service:
    """`command` in a process group of its own, writing to the file `log`, emptied at each start.

    Even when the supervisor is killed it ends, where the kernel can see to it (Linux, setpriv).
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._command = [*_dies_with_its_parent(), *command]
        self._environment = dict(environment)
        self._log = log
        self._process: subprocess.Popen | None = None
        self._started_at = 0.0

    def start(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started_at = time.monotonic()

    @property
    def pid(self) -> int:
        """Of the process that was started."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return None if self._process is None else self._process.poll()

    def wait(self) -> int:
        """Its exit code, once it has ended by itself."""
        return self._process.wait()

    def start_again_if_dead(self) -> bool:
        """Whether it was dead and has been started again, never twice within two seconds."""
        if self.exit_code() is None or time.monotonic() - self._started_at < _PAUSE:
            return False
        self.start()
        return True

    def stop(self) -> None:
        """End the whole group: asked first, killed when it does not listen."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of what it wrote since it was last started."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def _dies_with_its_parent() -> list[str]:
    if sys.platform == "linux" and shutil.which("setpriv"):
        return ["setpriv", "--pdeathsig", "TERM"]
    return []
