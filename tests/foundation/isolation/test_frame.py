"""The frame of a request: one transaction, one scope, nothing left for the next request on the same connection."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, ProgrammingError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.chain_checks.lifecycle import ChainChecking
from kairos.foundation.chain_checks.models import ChainCheck
from kairos.foundation.isolation import scope
from kairos.foundation.isolation.frame import FrameMiddleware
from kairos.foundation.journal import happened, reading
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.organisations.models import Organisation
from tests.support.statements import counted


def _ask(client: Client, page, path: str = "/", method: str = "get") -> HttpResponse:
    """`page(request)` framed, as the person signed in with this client."""
    request = getattr(RequestFactory(), method)(path)
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return FrameMiddleware(page)(request)


def _names(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(Organisation.objects.order_by("name").values_list("name", flat=True)))


def _noting(status: int):
    def page(request: HttpRequest) -> HttpResponse:
        happened(request.actor, "tests.page")
        return HttpResponse(status=status)

    return page


def _noted() -> int:
    with scope(system("tests")):
        return JournalEntry.objects.filter(acts=["tests.page"]).count()


@contextmanager
def _as_the_cluster():
    """The embedded superuser: the owner may not end the application's sessions."""
    import psycopg

    from kairos.operations.embedded import SUPERUSER
    from tests.support import plugin

    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(plugin.cluster.url(name, SUPERUSER), autocommit=True) as superuser:
        yield superuser


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_each_person_sees_their_own_on_one_connection(people, as_person):
    backend = _backend()
    for someone, seen in (
        (people.owner_a, people.organisation_a.name),
        (people.owner_b, people.organisation_b.name),
        (people.owner_a, people.organisation_a.name),
    ):
        assert _ask(as_person(someone), _names).content.decode() == seen
    with pytest.raises(ProgrammingError, match="permission denied"):
        _ask(as_person(people.visitor), _names)
    assert _backend() == backend


def test_nothing_is_left_of_a_request(people, as_person):
    _ask(as_person(people.owner_a), _names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, coalesce(current_setting('kairos.organisation', true), '')")
        assert cursor.fetchone() == ("kairos_app", "")
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(Organisation.objects.all())


def test_a_visitor_after_somebody_is_nobody(people, as_person):
    _ask(as_person(people.owner_a), _names)
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user::text, current_setting('kairos.organisation'), current_setting('kairos.user')"
            )
            seen.extend(cursor.fetchone())
        return HttpResponse()

    _ask(as_person(people.visitor), page)
    nobody = "00000000-0000-0000-0000-000000000000"
    assert seen == ["kairos_anonymous", nobody, nobody]


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (422, 1), (403, 1), (500, 0), (503, 0)])
def test_an_error_of_ours_undoes_everything_a_refusal_keeps_its_trace(people, as_person, status, kept):
    _ask(as_person(people.owner_a), _noting(status))
    assert _noted() == kept


def test_an_exception_undoes_everything(people, as_person):
    def page(request: HttpRequest) -> HttpResponse:
        happened(request.actor, "tests.page")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _ask(as_person(people.owner_a), page)
    assert _noted() == 0


def test_a_connection_found_dead_is_renewed_unseen(people, as_person):
    client = as_person(people.owner_a)
    _ask(client, _names)
    with _as_the_cluster() as superuser:
        superuser.execute("SELECT pg_terminate_backend(%s)", [_backend()])
    assert _ask(client, _names).content.decode() == people.organisation_a.name


def test_a_connection_that_dies_during_the_page_loses_the_request_alone(people, as_person):
    client = as_person(people.owner_a)

    def page(request: HttpRequest) -> HttpResponse:
        happened(request.actor, "tests.page")
        with _as_the_cluster() as superuser:
            superuser.execute("SELECT pg_terminate_backend(%s)", [_backend()])
        return _names(request)

    with pytest.raises(OperationalError):
        _ask(client, page)
    assert _noted() == 0
    assert _ask(client, _names).content.decode() == people.organisation_a.name


def test_a_statement_prepared_before_a_migration_is_prepared_again(people, as_person):
    client = as_person(people.owner_a)
    for _ in range(6):
        _ask(client, _names)
    backend = _backend()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DROP FUNCTION kairos_context(); "
            "CREATE FUNCTION kairos_context(OUT clock_offset interval, OUT rules_version integer) "
            "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS "
            "$$ SELECT interval '0', 0 $$"
        )
    assert _ask(client, _names).content.decode() == people.organisation_a.name
    assert _backend() != backend


def test_a_page_does_not_wait_for_ever(people, as_person):
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
            seen.append(cursor.fetchone())
        return HttpResponse()

    for someone in (people.visitor, people.owner_a):
        _ask(as_person(someone), page)
    assert seen == [("10s", "15s")] * 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        assert cursor.fetchone() == ("0",)


@pytest.mark.parametrize(
    ("method", "trace", "waits"),
    [
        ("get", None, False),
        ("head", None, False),
        ("get", lambda actor: reading(actor, "tests.page", [], ""), False),
        ("get", lambda actor: happened(actor, "tests.page"), True),
        ("post", None, True),
        ("post", lambda actor: reading(actor, "tests.page", [], ""), True),
    ],
)
def test_a_page_waits_for_the_disk_unless_it_was_only_read(people, as_person, method, trace, waits):
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        if trace:
            trace(request.actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('synchronous_commit')")
            seen.append(cursor.fetchone()[0] != "off")
        return HttpResponse()

    for someone in (people.visitor, people.owner_a):
        _ask(as_person(someone), page, method=method)
    assert seen == [waits] * 2


def test_an_act_waits_for_the_disk_however_its_page_was_asked(people, as_person):
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        actor = request.actor
        engine.run(ChainChecking.ask, ChainCheck(organisation_id=actor.organisation), actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('synchronous_commit')")
            seen.append(cursor.fetchone()[0])
        return HttpResponse()

    _ask(as_person(people.manager), page)
    assert seen == ["on"]


def test_the_frame_is_four_statements_at_most(people, as_person):
    from django.test.utils import CaptureQueriesContext

    client = as_person(people.owner_a)
    with CaptureQueriesContext(connection) as captured:
        _ask(client, lambda request: HttpResponse())
    assert len(captured) <= 4, [query["sql"] for query in captured.captured_queries]
    with counted() as found:
        _ask(client, lambda request: HttpResponse())
    assert found() == []


def test_the_pages_of_the_machine_have_no_frame(real_db):
    with counted() as found:
        _ask(Client(), lambda request: HttpResponse(), "/healthz")
    assert found() == []
