"""A stolen session tries to read everybody: the cookie of a provider's person, the same headers, the same address.

The thief walks every address that `kairos routes` tells, with every id it has seen and five hundred true ids of people
it has no business with; turns the pages of every list; sends every search and export. Told: how many people of others
it read (none), how many of its own before it was stopped, after how many seconds it was, and those who answer for the
account were told.
"""

import contextlib
import http.client
import itertools
import json
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any

from kairos.operations.drills import kill_switch
from kairos.operations.drills.crash import free_port
from kairos.operations.drills.kill_switch import Browser
from kairos.operations.drills.scratch import Scratch, scratch
from kairos.operations.drills.visitors import TOKEN
from kairos.operations.errors import CannotRun

SECONDS, PATIENCE = 60.0, 600.0
"""How long they go on at least; at most, on a machine too slow to read much in that time."""
OWN, OTHERS = 2_000, 10_000
THIEVES = 4
LINKS, VARIANTS = 20, 100
"""Links followed between two routes; addresses of one page with other parameters."""
CAST = "import django; django.setup(); from kairos.operations.drills import crowd; crowd.tell()"
INSISTS = 0.2  # seconds between two tries of a page that asks for a proof
CEILING = 200  # people in an hour without a new proof: people.account_hour
SHOWN = re.compile(r"(Nôtre|Autrui)([0-9]{6})")
LINK = re.compile(r'(?:href|action)="([/?][^"#]*)"')
SPACES = ("/organisme", "/conseiller", "/candidat", "/operateur", "/gid", "/portail")
PARAMETER = re.compile("<[^>]+>")
AFTER = """
SELECT (SELECT extract(epoch FROM min(stopped_at) - %(began)s) FROM reading_stop),
       (SELECT extract(epoch FROM min(created_at) - %(began)s) FROM outbox_message WHERE kind = 'ReadingsStopped'),
       (SELECT count(DISTINCT recipient) FROM outbox_message WHERE kind = 'ReadingsStopped' AND channel = 'email'),
       (SELECT count(DISTINCT person_id) FROM reading_seen WHERE holder_id = %(victim)s)
"""


def drill(say: Callable[[str], None] = print) -> int:
    """0 when nobody else was read, the thief was stopped under the ceiling, and it was told."""
    port = free_port()
    address = f"http://localhost:{port}"
    settings = {"KAIROS_MODE": "test", "EMAIL_URL": "smtp://localhost:9", "KAIROS_BASE_URL": address}
    with scratch(KAIROS_DRILL=json.dumps([OWN, OTHERS]), **settings) as installation:
        crowd = _crowd(installation)
        routes = installation.answer("routes")
        with kill_switch._running(installation, port):
            told = _stolen(installation, crowd, routes, port)
    told["failed"] = failed(told)
    say(json.dumps({"drill": "stolen_account", **told}, ensure_ascii=False))
    return 1 if told["failed"] else 0


def failed(told: dict[str, Any]) -> list[str]:
    wrong = {
        "people of others were read": told["foreign_read"] > 0,
        "more own people than the ceiling were read": max(told["own_read"], told["own_counted"]) > told["ceiling"],
        "nobody was read at all: the drill proves nothing": told["own_read"] == 0,
        "the account was not stopped": told["seconds_to_stop"] is None,
        "nobody was told": told["seconds_to_alert"] is None or told["told"] < 2,
        "pages broke": told["statuses"].get("500", 0) > 0,
    }
    return [name for name, true in wrong.items() if true]


def _crowd(installation: Scratch) -> dict[str, Any]:
    environment = installation.environment() | {"DJANGO_SETTINGS_MODULE": "kairos.config.settings"}
    done = subprocess.run([sys.executable, "-c", CAST], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRun(f"Les personnes de l’épreuve manquent : {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)


def _stolen(installation: Scratch, crowd: dict[str, Any], routes: list[dict[str, Any]], port: int) -> dict[str, Any]:
    with installation.owner() as owner:
        began = owner.execute("SELECT clock_timestamp()").fetchone()[0]
        values = {"began": began, "victim": crowd["victim"]}
        loot, enough = Loot(), time.monotonic() + SECONDS
        thieves = [Thief(Browser(port, crowd, crowd["token"]), crowd, routes, loot, n) for n in range(THIEVES)]
        for thief in thieves:
            thief.start()
        while time.monotonic() < enough or None in owner.execute(AFTER, values).fetchone():
            if time.monotonic() > enough + PATIENCE:
                break
            time.sleep(0.5)
        loot.over.set()
        for thief in thieves:
            thief.join()
        stop, alert, people_told, counted = owner.execute(AFTER, values).fetchone()
    return {
        "people": crowd["people"],
        "requests": sum(loot.statuses.values()),
        "routes": len(loot.walked),
        "foreign_read": len(loot.foreign),
        "own_read": len(loot.own),
        "own_counted": counted,
        "ceiling": CEILING,
        "seconds_to_stop": None if stop is None else round(float(stop), 2),
        "seconds_to_alert": None if alert is None else round(float(alert), 2),
        "told": people_told,
        "statuses": dict(sorted(loot.statuses.items())),
    }


class Loot:
    """What the thieves read, together; `over`: they stop."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.own: set[str] = set()
        self.foreign: set[str] = set()
        self.links: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.fresh: deque[str] = deque()
        self.walked: set[str] = set()
        self.statuses: Counter[str] = Counter()

    def take(self, status: int, body: str, address: str) -> None:
        """Links not seen yet are to be followed: other pages of a list, people, files."""
        self.statuses[str(status)] += 1
        for whose, number in SHOWN.findall(body):
            (self.own if whose == "Nôtre" else self.foreign).add(number)
        for link in LINK.findall(body):
            whole = urllib.parse.urljoin(address, link.replace("&amp;", "&"))
            path = whole.partition("?")[0]
            if whole.startswith(SPACES) and whole not in self.links and self.asked[path] < VARIANTS:
                self.asked[path] += 1
                self.links.add(whole)
                self.fresh.append(whole)


class Thief(threading.Thread):
    """One of several that share a stolen cookie; each begins elsewhere."""

    def __init__(self, browser: Browser, crowd: dict[str, Any], routes: list, loot: Loot, number: int) -> None:
        super().__init__(daemon=True)
        self._browser, self._crowd, self._routes, self._loot, self._number = browser, crowd, routes, loot, number

    def run(self) -> None:
        for act in self._acts():
            if self._loot.over.is_set():
                return
            act()

    def _acts(self) -> Iterator[Callable[[], None]]:
        """Again and again: routes, foreign ids, what pages link to, searches, exports."""
        for turn in itertools.count():
            for route in self._mine(self._routes):
                for address in self._addresses(route, turn):
                    yield lambda address=address, name=route["name"]: self._get(address, name)
                yield from self._linked()
            for address in sorted(self._loot.links):
                yield lambda address=address: self._get(address)
            yield lambda turn=turn: self._search(turn)
            yield self._export

    def _linked(self) -> Iterator[Callable[[], None]]:
        """Some at a time: a calendar links to weeks without end."""
        for _ in range(min(LINKS, len(self._loot.fresh))):
            with contextlib.suppress(IndexError):
                address = self._loot.fresh.popleft()
                yield lambda address=address: self._get(address)

    def _mine(self, everything: list) -> list:
        start = self._number * len(everything) // THIEVES
        return everything[start:] + everything[:start]

    def _addresses(self, route: dict[str, Any], turn: int) -> Iterator[str]:
        """Where the address has parameters, true ids of others stand for them."""
        path, foreign = route["path"], self._crowd["foreign"]
        if "GET" not in route["methods"]:
            return
        if not PARAMETER.search(path):
            yield path
            return
        for key, _ in foreign[turn * 3 : turn * 3 + 3]:
            yield PARAMETER.sub(key, path)

    def _get(self, address: str, name: str = "") -> str:
        status, body = self._browser.get(urllib.parse.quote(address, safe="/?&=%:+"))
        text = body.decode(errors="replace")
        self._loot.take(status, text, address)
        if status == http.client.FOUND and "/candidats/" in address:
            self._loot.fresh.append(address)  # a proof is asked: the thief insists
            time.sleep(INSISTS)
        if name:
            self._loot.walked.add(name)
        return text

    def _post(self, address: str, typed: dict[str, str]) -> None:
        status, page = self._browser.get(address)
        token = TOKEN.search(page)
        self._loot.take(status, page.decode(errors="replace"), address)
        if status == http.client.OK and token:
            typed = typed | {"csrfmiddlewaretoken": token.group(1).decode()}
            status, body = self._browser._ask("POST", address, urllib.parse.urlencode(typed))
            self._loot.take(status, body.decode(errors="replace"), address)

    def _search(self, turn: int) -> None:
        """A true identifier of somebody else, and a guess at the birth date."""
        _, identifier = self._crowd["foreign"][(turn * THIEVES + self._number) % len(self._crowd["foreign"])]
        typed = {"identifier": identifier, "birth_date": "1/1/1980", "reason": "Inscription"}
        self._post("/organisme/candidats/chercher/", typed)

    def _export(self) -> None:
        self._post("/organisme/candidats/exporter/", {"reason": "Bilan"})
