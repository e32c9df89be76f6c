"""Measuring a page in this process: warm, one request at a time, through the whole WSGI application."""

import gc
import itertools
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kairos.operations.bench import people
from kairos.operations.bench.calling import Answer, Application, Statements, call, counting
from kairos.operations.bench.pages import FRAME, HEAVIER, NEXT_BYTES, Page

WARM, COUNTED = 30, 300
TOLERANCE = 1.3


class Wrong(Exception):
    """A page that does not answer as it should: nothing to measure."""


@dataclass(frozen=True, slots=True)
class Measure:
    """As `latest.json` has it: bytes compressed, of the page alone."""

    name: str
    route: str
    statements: int
    p50_ms: float
    p95_ms: float
    bytes: int
    budget_ms: float


def count(application: Application, page: Page) -> tuple[Statements, Answer]:
    """The statements of one request, the second of its kind. Raises Wrong unless the page answers as it should."""
    ask = _asking(application, page)
    ask()
    with counting() as found:
        answer = ask()
    if answer.status != (302 if page.forms else 200):
        raise Wrong(f"{page.name} ({page.path()})\u00a0: réponse {answer.status} à {page.person or 'un visiteur'}")
    return found, answer


def measure(application: Application, page: Page) -> Measure:
    found, answer = count(application, page)
    times = _times(_asking(application, page))
    return Measure(
        name=page.name,
        route=page.route,
        statements=len(found.page),
        p50_ms=round(statistics.median(times), 2),
        p95_ms=round(percentile(times, 95), 2),
        bytes=answer.bytes,
        budget_ms=page.budget_ms,
    )


def _asking(application: Application, page: Page) -> Callable[[], Answer]:
    """One request of the page, or of its forms in turn."""
    cookies, path = people.cookies(page.person), page.path()
    if page.forms is None:
        return lambda: call(application, path, cookies)
    drawn = call(application, path, cookies, compressed=False).body.decode()
    forms = itertools.cycle(page.forms(drawn))
    return lambda: call(application, path, cookies, form=next(forms))


def _times(do: Callable[[], object]) -> list[float]:
    """Milliseconds of each run after the warm-up."""
    for _ in range(WARM):
        do()
    gc.collect()
    return list(_timed(do))


def _timed(do: Callable[[], object]) -> Iterator[float]:
    for _ in range(COUNTED):
        began = time.perf_counter()
        do()
        yield (time.perf_counter() - began) * 1000


def percentile(values: Iterable[float], rank: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[rank - 1]


def over_statements(page: Page, found: Statements) -> list[str]:
    """What breaks the budget, nothing when it holds."""
    wrong = []
    if len(found.frame) > FRAME:
        wrong.append(f"{page.name}\u00a0: {len(found.frame)} requêtes avant la page, {FRAME} au plus")
    if len(found.page) > page.budget_statements:
        wrong.append(f"{page.name}\u00a0: {len(found.page)} requêtes, {page.budget_statements} au plus")
    return wrong


def over_time(measured: Measure) -> list[str]:
    if measured.p95_ms <= measured.budget_ms * TOLERANCE:
        return []
    return [f"{measured.name}\u00a0: {measured.p95_ms} ms, {measured.budget_ms} ms au plus"]


def too_heavy(measured: Measure) -> list[str]:
    most = HEAVIER.get(measured.name, NEXT_BYTES)
    return [] if measured.bytes <= most else [f"{measured.name}\u00a0: {measured.bytes} octets, {most} au plus"]
