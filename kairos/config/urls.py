"""Every address: each space gives its own."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import groupby

from django.urls import URLPattern, URLResolver, include, path

from kairos.spaces import health
from kairos.spaces.site import demonstrates

SPACES = {
    "public": "public",
    "session": "session",
    "file": "provider.file",
    "quality": "provider.quality",
    "portal": "provider.portal",
    "gid": "provider.gid",
    "kairos": "provider.kairos",
    "helping": "provider.helping",
    "candidates": "provider.candidates",
    "threads": "provider.threads",
    "appointments": "provider.appointments",
    "appointments_own": "appointments",
    "attendance": "provider.attendance",
    "attendance_own": "attendance",
    "signing": "provider.signing",
    "signing_own": "signing",
    "agency": "agency",
    "jobseeker": "jobseeker",
    "inbox": "inbox",
    "notifications": "notifications",
    "operator": "operator",
}
"""The name of a space in `reverse` → its package."""
DEMONSTRATION = {"demo": "demo"} if demonstrates() else {}


def under_one_word(patterns: Iterable[URLPattern]) -> Iterator[URLPattern | URLResolver]:
    """The same addresses; those that follow each other under a word (« gid/ ») are looked through for it alone."""
    for word, group in groupby(patterns, _first_word):
        found = list(group)
        if not word or len(found) < 3:
            yield from found
        else:
            yield path(word, include(list(under_one_word(_after(word, one) for one in found))))


def _first_word(pattern: URLPattern) -> str:
    word, slash, _ = str(pattern.pattern).partition("/")
    return word + slash if slash and "<" not in word else ""


def _after(word: str, pattern: URLPattern) -> URLPattern:
    return path(str(pattern.pattern).removeprefix(word), pattern.callback, name=pattern.name)


def _spaces() -> Iterator[URLResolver]:
    """Each under its name, those of one word together: an address is looked for among the spaces of its word alone."""
    found: dict[str, list[tuple[str, list[URLPattern]]]] = {}
    for name, package in (SPACES | DEMONSTRATION).items():
        patterns = import_module(f"kairos.spaces.{package}.urls").urlpatterns
        words = {_first_word(pattern) for pattern in patterns}
        found.setdefault(words.pop() if len(words) == 1 else "", []).append((name, patterns))
    for word in sorted(found, key=lambda word: not word):
        yield path(word, include([_space(name, word, patterns) for name, patterns in found[word]]))


def _space(name: str, word: str, patterns: list[URLPattern]) -> URLResolver:
    return path("", include((list(under_one_word(_after(word, one) for one in patterns)), name)))


urlpatterns = [path("healthz", health.healthz), path("readyz", health.readyz), *_spaces()]

handler400 = "kairos.spaces.refusals.bad_request"
handler404 = "kairos.spaces.refusals.not_found"
handler500 = "kairos.spaces.refusals.broken"
