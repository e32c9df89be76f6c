"""Visitors who open an account each, one after the other, whatever happens to Kairos meanwhile."""

import http.cookiejar
import itertools
import re
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
from uuid import uuid4

OPENING = "/compte/creer/"
OPENED = "/compte/cree/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
SAME_FOR_ALL = {
    "nda": "11750000001", "name": "Organisme d’épreuve", "address": "1 rue du Test", "postcode": "75011",
    "town": "Paris", "phone": "0199000000", "civility": "mme", "first_name": "Camille", "last_name": "Épreuve",
    "title": "Directrice",
}  # fmt: skip


class Visitors(threading.Thread):
    """`accepted`: the addresses whose account Kairos said to have opened; `tried`: all of them. Ends at `stop()`."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.accepted: list[str] = []
        self.tried: list[str] = []
        self._url = url
        self._told = threading.Event()

    def run(self) -> None:
        for number in itertools.count(1):
            if self._told.is_set():
                return
            address = f"visiteur-{number}@epreuve.example"
            self.tried.append(address)
            try:
                if self._opens(number, address):
                    self.accepted.append(address)
            except OSError:
                self._told.wait(0.1)

    def stop(self) -> None:
        self._told.set()
        self.join()

    def _opens(self, number: int, address: str) -> bool:
        """Whether the answer says that it is done. Raises OSError when there is none, or a failure."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = browser.open(self._url + OPENING, timeout=10).read()
        [token] = set(TOKEN.findall(page))
        typed = SAME_FOR_ALL | {
            "csrfmiddlewaretoken": token.decode(),
            "token": str(uuid4()),
            "siret": siret(number),
            "email": address,
            "password": secrets.token_urlsafe(16),
        }
        answer = browser.open(self._url + OPENING, urllib.parse.urlencode(typed).encode(), timeout=10)
        return urllib.parse.urlsplit(answer.url).path == OPENED


def siret(number: int) -> str:
    """An invented establishment: 999…, whose two keys are right."""
    siren = _with_key(f"999{number:05}")
    return _with_key(f"{siren}0001")


def _with_key(digits: str) -> str:
    """Luhn's."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits)))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{digits}{-total % 10}"
