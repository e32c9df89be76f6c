"""Fixtures of every test. The database itself is made by tests/support/plugin.py."""

import copy
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.client import ClientHandler

from kairos.foundation import clock, dated_settings, working_days
from tests.support import lending, plugin, pointing
from tests.support.live import Live

settings.PASSWORD_HASHERS = ["tests.support.hashers.QuickArgon2"]
hypothesis.settings.register_profile("kairos", deadline=None)  # a machine at work is no fault: time is the bench's
hypothesis.settings.load_profile("kairos")
_copies = itertools.count()
PATIENCE = 60_000
"""Milliseconds after which no page will come any more: they only keep a broken test from hanging."""


@pytest.fixture(scope="session", autouse=True)
def _lending() -> Iterator[None]:
    yield
    lending.give_up()


@pytest.fixture(scope="session", autouse=True)
def _courses_today() -> Iterator[Callable[..., frozenset[date]]]:
    """Tests open half-days of today: on a public holiday, it is a day like the others for them. The real holidays."""
    today, holidays = clock.today(), working_days._holidays
    with pytest.MonkeyPatch.context() as patch:
        if working_days.is_holiday(today, working_days.METROPOLITAN):
            patch.setattr(working_days, "_holidays", lambda *asked: holidays(*asked) - {today})
        yield holidays


@pytest.fixture(scope="session", autouse=True)
def _one_chain_of_middlewares() -> Iterator[None]:
    """Made once for all the clients of this process, as a server makes it; again when a test changes what they read."""
    chains, alone = {}, ClientHandler.load_middleware

    def load(handler: ClientHandler, is_async: bool = False) -> None:
        read = str([settings.MIDDLEWARE, *(getattr(settings, name) for name in dir(settings) if name[:7] == "SECURE_")])
        if read not in chains:
            alone(handler, is_async)
            chains[read] = handler._middleware_chain
        handler._middleware_chain = chains[read]

    ClientHandler.load_middleware = load
    yield
    ClientHandler.load_middleware = alone


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing to make: the copy of the template is there before Django starts."""


@pytest.fixture
def real_db(request, django_db_blocker) -> Iterator[str]:
    """A database for itself, where transactions are real: for isolation, concurrency, crashes, browsers."""
    peopled = "people" in request.fixturenames
    template = request.getfixturevalue("_peopled")[0] if peopled else plugin.template
    ready = _copy_of if request.node.get_closest_marker("own_database") else lending.lent
    with django_db_blocker.unblock(), ready(template) as name, _pointed_to(name):
        yield name


@pytest.fixture(scope="session")
def _peopled(django_db_blocker) -> Iterator[tuple[str, object]]:
    """The people, made once in a database that every test with people copies."""
    from tests.support import people

    with _copy_of(plugin.template) as name:
        with django_db_blocker.unblock(), _pointed_to(name):
            made = people.build()
        pointing.forget(name)  # nobody may be there when it is copied
        yield name, made


@pytest.fixture(scope="module")
def loose_db(django_db_blocker) -> Iterator[str]:
    """One database for all the tests of a module that take constraints away and mind nobody else's rows."""
    with django_db_blocker.unblock(), _copy_of(plugin.template) as name, _pointed_to(name):
        yield name


@contextmanager
def _copy_of(template: str) -> Iterator[str]:
    name = f"{plugin.database}_{next(_copies)}"
    plugin.cluster.create_database(name, template=template)
    try:
        yield name
    finally:
        pointing.forget(name)
        plugin.cluster.drop_database(name)


@contextmanager
def _pointed_to(name: str) -> Iterator[None]:
    former = settings.KAIROS_SEALS, settings.KAIROS_MEDIA
    media = Path(settings.KAIROS_MEDIA).with_name(f"{name}.media")
    _keep_in(Path(settings.KAIROS_SEALS).with_name(f"{name}.jsonl"), media)
    try:
        with pointing.pointed_to(name):
            yield
    finally:
        Path(settings.KAIROS_SEALS).unlink(missing_ok=True)
        shutil.rmtree(media, ignore_errors=True)
        _keep_in(*former)


def _keep_in(seals: Path, media: Path) -> None:
    settings.KAIROS_SEALS, settings.KAIROS_MEDIA = seals, media
    dated_settings.forget()


@pytest.fixture
def statements(request):
    """`with statements() as found:` the SQL of a block, in `found.captured_queries`."""
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def live(real_db, tmp_path) -> Iterator[Live]:
    """A running Kairos (demonstration mode, empty database) for browsers and real requests."""
    from kairos.foundation import demonstration

    demonstration.mark()
    connections.close_all()
    running = Live(real_db, tmp_path)
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture(scope="module")
def chromium():
    """Not for the session: while Playwright runs, this thread has an event loop that jobs could not start theirs in."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, live):
    """`new_page(phone=True, script=False, theme="dark")`: a fresh browser, as a new person on the live Kairos."""
    contexts = []

    def make(*, phone: bool = False, script: bool = True, theme: str = "light"):
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = chromium.new_context(
            base_url=live.url, viewport=size, java_script_enabled=script, color_scheme=theme, has_touch=phone,
            locale="fr-FR", timezone_id="Europe/Paris",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(new_page):
    return new_page()


@pytest.fixture
def service():
    """A real HTTP server on this machine, that says what it is told to: see tests/support/service.py."""
    from tests.support import service

    with service.running() as running:
        yield running


@pytest.fixture
def people(real_db, _peopled):
    """The invented people of the tests: see tests/support/people.py."""
    return copy.deepcopy(_peopled[1])


@pytest.fixture
def as_person(real_db):
    """`as_person(people.owner_a).get("/compte/")`: a new client where this person is signed in."""
    from django.test import Client

    from tests.support import people

    return lambda someone: people.sign_in(Client(), someone)
