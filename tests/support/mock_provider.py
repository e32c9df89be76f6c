"""oidc-provider-mock, the well-known imitation of an OpenID Connect provider, on this machine."""

import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx


class MockProvider:
    """`people`: what it says of each, by its own name for them."""

    def __init__(self, url: str):
        self.url = url

    def says(self, subject: str, **claims: Any) -> None:
        """From now on."""
        httpx.put(f"{self.url}/users/{subject}", json=claims).raise_for_status()

    def sign_in(self, address: str, subject: str) -> str:
        """Someone sent to `address` signs in there; the path they come back to."""
        assert address.startswith(f"{self.url}/oauth2/authorize?")
        answer = httpx.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()


@contextmanager
def running() -> Iterator[MockProvider]:
    """In a process apart: its library warns of its own future, which here would be an error."""
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", "--require-nonce"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        url = next(found[1] for line in process.stderr if (found := re.search("running on (http://[^ ]+)", line)))
        rest = Thread(target=deque, args=(process.stderr, 0))
        rest.start()
        try:
            yield MockProvider(url.replace("127.0.0.1", "localhost"))
        finally:
            process.terminate()
            rest.join()
