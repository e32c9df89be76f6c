"""Scopes inside scopes: whoever asked before asks again at the end."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction

from kairos.foundation import clock, dated_settings, demonstration
from kairos.foundation.actor import Actor, Audience, system, visitor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import enter, scope


def _provider() -> Actor:
    return Actor(Audience.PROVIDER, user=new_id(), organisation=new_id())


def _asking() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user::text, coalesce(current_setting('kairos.organisation', true), ''), "
            "coalesce(current_setting('kairos.user', true), '')"
        )
        return cursor.fetchone()


def _as(actor: Actor) -> tuple:
    return (actor.role, str(actor.scope_organisation), str(actor.scope_user))


@pytest.mark.parametrize("actor", [visitor(), system("tests"), _provider()], ids=lambda actor: actor.audience)
def test_the_database_knows_who_asks(real_db, actor):
    with scope(actor):
        assert _asking() == _as(actor)
    assert _asking() == ("kairos_app", "", "")


def test_after_an_inner_scope_the_outer_one_asks_again(real_db):
    outer, inner = _provider(), _provider()
    with scope(outer):
        with scope(inner):
            assert _asking() == _as(inner)
        assert _asking() == _as(outer)


def test_after_an_inner_scope_that_failed_too(real_db):
    outer = _provider()
    with scope(outer):
        with suppress(ZeroDivisionError), scope(system("tests")):
            raise ZeroDivisionError
        assert _asking() == _as(outer)


def test_inside_a_plain_transaction_nobody_asks_again(real_db):
    with transaction.atomic():
        with scope(_provider()):
            pass
        assert _asking() == ("kairos_app", "", "")


def test_entering_lasts_until_the_end_of_the_transaction(real_db):
    actor = _provider()
    with scope(visitor()):
        enter(actor)
        assert _asking() == _as(actor)
    assert _asking()[0] == "kairos_app"


def test_a_scope_brings_the_demonstration_clock_and_takes_it_away(real_db):
    with scope(system("tests")):
        before = clock.now()
    demonstration.mark()
    with scope(system("tests")):
        demonstration.move_clock(timedelta(days=4))
        with connection.cursor() as cursor:
            cursor.execute("SELECT kairos_now() - now()")
            assert cursor.fetchone()[0] == timedelta(days=4)
    with scope(visitor()):
        assert clock.now() - before > timedelta(days=4)
    with scope(system("tests")):
        demonstration.move_clock(None)
    with scope(visitor()):
        assert clock.now() - before < timedelta(days=1)


def test_a_scope_brings_the_values_of_settings(real_db):
    from kairos.foundation.models import SettingValue
    from kairos.identity.accounts.settings import LINK_HOURS

    with scope(system("tests")):
        assert LINK_HOURS.value() == LINK_HOURS.first
        SettingValue.objects.create(
            key=LINK_HOURS.key, valid_from=clock.today(), value=24, source="Essai", set_by=new_id(), set_at=clock.now()
        )
    with scope(visitor()):
        assert LINK_HOURS.value() == 24
        assert LINK_HOURS.version() == f"account.link_hours=24@{clock.today()}"
        assert LINK_HOURS.value(on=clock.today() - timedelta(days=1)) == LINK_HOURS.first
    assert dated_settings.declared()[LINK_HOURS.key] is LINK_HOURS
