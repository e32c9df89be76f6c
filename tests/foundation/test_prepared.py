"""Prepared reads find what the query finds, for every asker and every value, and refuse to hide a dependence."""

import gc
import inspect
from datetime import date, timedelta

import pytest
from django.db.models import F, OuterRef, Subquery, Value

from kairos.foundation import clock
from kairos.foundation import prepared as module
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.prepared import NotPrepared, Prepared, Text, prepared
from kairos.identity.accounts.models import Session, User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations import queries
from kairos.identity.organisations.models import Establishment, Organisation
from tests.support.people import People
from tests.support.statements import counted


@prepared
def files(actor: Actor):
    return queries.visible_to(actor).order_by("name")


@prepared
def members_of(organisation, since):
    rows = Affiliation.objects.filter(organisation=organisation, started_at__gte=since)
    first = Establishment.objects.filter(organisation=OuterRef("organisation")).values("siret")[:1]
    return rows.select_related("user", "organisation").annotate(siret=Subquery(first)).order_by("pk")


@prepared
def named(name, columns):
    return User.objects.filter(last_name=name).order_by("pk").values_list(*columns)


def test_finds_what_the_query_finds_for_each_asker(people: People):
    for actor in (people.manager.actor, people.owner_a.actor, people.instructor.actor, people.manager.actor):
        with scope(actor):
            expected = list(queries.visible_to(actor).order_by("name"))
            assert files(actor) == expected
            assert files.count(actor) == len(expected)
            assert [row.__dict__.keys() for row in files(actor)] == [row.__dict__.keys() for row in expected]


def test_binds_identifiers_and_instants_anew(people: People):
    long_ago = clock.now() - timedelta(days=4_000)
    with scope(system("tests")):
        for organisation in Organisation.objects.values_list("pk", flat=True):
            found = members_of(organisation, long_ago)
            assert found == list(Affiliation.objects.filter(organisation=organisation).order_by("pk"))
            assert all(row.siret for row in found)
            with counted() as statements:
                assert all(row.user.email and row.organisation.name for row in found)
            assert statements() == []
            assert members_of(organisation, clock.now() + timedelta(days=1)) == []


def test_binds_a_text_and_writes_what_else_changes(people: People):
    with scope(system("tests")):
        names = set(User.objects.values_list("last_name", flat=True))
        for columns in (("email",), ("email", "first_name")):
            for name in names:
                assert named(Text(name), columns) == list(
                    User.objects.filter(last_name=name).order_by("pk").values_list(*columns)
                )
    assert len(named._written) == 2


def test_first_and_get(people: People):
    one = prepared(lambda key: User.objects.filter(pk=key))
    with scope(system("tests")):
        user = User.objects.first()
        assert one.first(user.pk) == one.get(user.pk) == user
        assert one.first(new_id()) is None
        with pytest.raises(User.DoesNotExist):
            one.get(new_id())


def test_nothing_is_asked_when_nothing_can_be_found(people: People):
    nobody = prepared(lambda actor: User.objects.none())
    with scope(system("tests")), counted() as statements:
        assert (nobody(people.manager.actor), nobody.count(people.manager.actor)) == ([], 0)
    assert statements() == []


def test_an_array_of_identifiers_is_bound(people: People):
    acts_on = prepared(lambda key, day: JournalEntry.objects.filter(subjects__contains=[key], at__date__gte=day))
    with scope(system("tests")):
        subject = next(key for keys in JournalEntry.objects.values_list("subjects", flat=True) for key in keys)
        assert acts_on(subject, date(2020, 1, 1)) == list(JournalEntry.objects.filter(subjects__contains=[subject]))
        assert acts_on(new_id(), date(2020, 1, 1)) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda key: User.objects.filter(pk=key, created_at__lt=clock.now()),
        lambda key: User.objects.filter(last_name__contains=str(key)),
        lambda key: User.objects.annotate(said=Value(f"x{key}")),
        lambda key: User.objects.filter(pk=key).prefetch_related("session_set"),
        lambda key: Organisation(pk=key).people.all(),
    ],
    ids=["the time", "a part of a text", "a constant", "others along", "from a row"],
)
def test_a_hidden_dependence_is_refused(people: People, build):
    with scope(system("tests")), pytest.raises(NotPrepared):
        Prepared(build)(new_id())


def test_is_written_once_for_a_shape_and_not_without_end(people: People, monkeypatch):
    written = []
    read = prepared(lambda key, most: written.append(most) or User.objects.filter(pk=key).order_by(F("pk"))[:most])
    monkeypatch.setattr(module, "MOST", 3)
    with scope(system("tests")):
        for _ in range(4):
            read(new_id(), 1)
        assert written == [1, 1], "once, and once more at another time"
        for most in range(1, 6):
            read(new_id(), most)
    assert len(read._written) <= 3


def test_every_prepared_read_of_the_product_can_be_written(people: People):
    """Those that take an actor, an identifier or a day: for each audience."""
    gc.unfreeze()  # a command that was tried in this process hides what was loaded before
    reads = [one for one in gc.get_objects() if type(one) is Prepared and one.__module__.startswith("kairos.")]
    assert len(reads) > 15
    values = {"UUID": new_id(), "date": clock.today(), "datetime": clock.now(), "int": 1}
    asked = 0
    for read in reads:
        takes = [getattr(one.annotation, "__name__", "") for one in inspect.signature(read.build).parameters.values()]
        for audience in (Audience.PROVIDER, Audience.OPERATOR):
            known = values | {"Actor": Actor(audience, user=new_id(), organisation=new_id())}
            if all(name in known for name in takes):
                with scope(system("tests")):
                    read(*(known[name] for name in takes))
                asked += 1
    assert asked > 20


def test_a_session_is_found_by_its_person_alone(people: People):
    mine = prepared(lambda actor: Session.objects.filter(user=actor.user))
    with scope(system("tests")):
        for someone in (people.manager, people.instructor):
            assert {row.user_id for row in mine(someone.actor)} <= {someone.actor.user}
