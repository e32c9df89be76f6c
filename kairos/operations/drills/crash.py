"""Worker, web and database killed in turn while visitors open accounts: nothing accepted is lost, nothing told twice.

An account that Kairos said to have opened is in the database with its one message, sent once; a message whose worker
died while it left is UNCERTAIN, and is not sent again. The journal verifies afterwards.
"""

import contextlib
import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable

import psutil

from kairos.operations.drills.postbox import Postbox
from kairos.operations.drills.scratch import COMMAND, Scratch, scratch
from kairos.operations.drills.visitors import Visitors
from kairos.operations.errors import CannotRun
from kairos.operations.services import Service

ROUNDS = 3
BETWEEN = 4.0  # seconds of life between two kills
PATIENCE = 90.0  # seconds for everything accepted to be delivered at the end

MESSAGES = """
SELECT a.email, m.state FROM account a LEFT JOIN outbox_message m ON m.address = a.email AND m.kind = 'Activation'
"""


def drill(say: Callable[[str], None] = print) -> int:
    """0 when nothing accepted was lost and nothing was sent twice."""
    port = free_port()
    address = f"http://localhost:{port}"
    with Postbox() as box, _installation(box.url, address) as installation:
        site = Site(installation, port)
        try:
            visitors = site.lives_through_kills()
            site.delivers_everything()
        finally:
            site.stop()
        told = _count(installation, visitors, box)
    told["kills"] = site.kills
    say(json.dumps(told, ensure_ascii=False))
    return 1 if told["lost"] or told["sent_twice"] or told["never_sent"] or not told["journal_whole"] else 0


def _installation(mail: str, address: str) -> contextlib.AbstractContextManager[Scratch]:
    return scratch(fast=False, KAIROS_MODE="test", EMAIL_URL=mail, KAIROS_BASE_URL=address)


class Site:
    """The web and the worker of an installation, and its database: each can be killed and comes back."""

    def __init__(self, installation: Scratch, port: int) -> None:
        self._installation = installation
        self._url = f"http://localhost:{port}"
        self._web = self._service("web", "serve", "--port", str(port), "--workers", "2")
        self._worker = self._service("worker", "worker")
        self.kills: dict[str, int] = {}

    def lives_through_kills(self) -> Visitors:
        self._web.start()
        self._worker.start()
        self._wait_for_web()
        visitors = Visitors(self._url)
        visitors.start()
        for _ in range(ROUNDS):
            for name, kill in (
                ("worker", self._kill_worker),
                ("web", self._kill_web),
                ("database", self._kill_database),
            ):
                time.sleep(BETWEEN)
                kill()
                self.kills[name] = self.kills.get(name, 0) + 1
                self._wait_for_web()
        time.sleep(BETWEEN)
        visitors.stop()
        return visitors

    def delivers_everything(self) -> None:
        """Until no message waits any more: the jobs of dead workers are taken again in their time."""
        give_up = time.monotonic() + PATIENCE
        while self._waiting():
            if time.monotonic() > give_up:
                return
            time.sleep(0.5)

    def stop(self) -> None:
        self._worker.stop()
        self._web.stop()

    def _waiting(self) -> int:
        with self._installation.owner() as owner:
            query = "SELECT count(*) FROM outbox_message WHERE state IN ('queued', 'sending')"
            return owner.execute(query).fetchone()[0]

    def _kill_worker(self) -> None:
        _kill(self._worker)
        self._worker.start()

    def _kill_web(self) -> None:
        _kill(self._web)
        self._web.start()

    def _kill_database(self) -> None:
        pid = int((self._installation.cluster.directory / "data" / "postmaster.pid").read_text().split()[0])
        for process in [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._installation.cluster.start()

    def _wait_for_web(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while not answers(f"{self._url}/healthz"):
            if time.monotonic() > give_up:
                raise CannotRun(f"Le site ne répond plus.\n{self._web.last_words()}")
            time.sleep(0.1)

    def _service(self, name: str, *words: str) -> Service:
        log = self._installation.folder / f"{name}.log"
        return Service([*COMMAND, *words], self._installation.environment(), log)


def _kill(service: Service) -> None:
    """The whole group, without a warning."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(service.pid, signal.SIGKILL)
    service.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _count(installation: Scratch, visitors: Visitors, box: Postbox) -> dict[str, object]:
    with installation.owner() as owner:
        states = dict(owner.execute(MESSAGES).fetchall())
    received = Counter(mail["To"] for mail in box.taken)
    sent = [address for address in visitors.accepted if states.get(address) == "sent"]
    uncertain = [address for address, state in states.items() if state == "uncertain"]
    return {
        "drill": "crash",
        "tried": len(visitors.tried),
        "accepted": len(visitors.accepted),
        "lost": [address for address in visitors.accepted if address not in states],
        "sent": sum(received.values()),
        "sent_twice": [address for address, times in received.items() if times > 1],
        "never_sent": [a for a in visitors.accepted if a not in uncertain and (a not in sent or not received[a])],
        "uncertain": len(uncertain),
        "journal_whole": installation.run("journal", "verify", "--seals", str(installation.seals))[0] == 0,
    }
