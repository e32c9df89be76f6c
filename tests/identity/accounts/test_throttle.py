"""Failures slow down, then lock; what one sees is the same whether or not the account exists."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from kairos.foundation import clock
from kairos.foundation.actor import system, visitor
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts import signing_in, throttle
from kairos.identity.accounts.models import Throttle, User
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.signing_in import Opened, Why
from tests.support.factors import mails
from tests.support.people import PASSWORD

HERE = Device("Firefox sur Linux", "192.0.2.0/24")
AWAY = Device("Firefox sur Linux", "198.51.100.0/24")
WRONG = "pas le bon mot de passe"


def attempt(who, password=WRONG, device=HERE):
    with scope(visitor("tests")) as actor:
        return signing_in.sign_in(who, password, device, actor)


def patiently(who, times, password=WRONG, device=HERE):
    """Attempts a minute and more apart: every wait is over."""
    start, answers = clock.outside(), []
    for turn in range(times):
        with clock.fixed(start + timedelta(seconds=90 * turn)):
            answers.append(attempt(who, password, device))
    return answers


@pytest.fixture(params=["known", "unknown"])
def identifier(request, people):
    return people.owner_a.email if request.param == "known" else "personne@ailleurs.example"


def test_ten_failures_lock_known_and_unknown_alike(identifier):
    answers = patiently(identifier, 11)
    assert [(answer.why, answer.left, answer.seconds) for answer in answers] == [
        *((Why.WRONG, 9 - n, wait) for n, wait in enumerate([0, 0, 2, 4, 8, 16, 32, 60, 60])),
        (Why.LOCKED, 0, 0),
        (Why.LOCKED, 0, 0),
    ]
    assert answers[10].since == answers[9].since


def test_an_attempt_made_too_soon_is_not_verified_nor_counted(people, identifier):
    with clock.fixed(clock.outside()):
        for _ in range(3):
            attempt(identifier)
        held = [attempt(identifier, PASSWORD) for _ in range(5)]
    assert {(answer.why, answer.seconds) for answer in held} == {(Why.WAIT, 2)}
    with scope(system("tests")):
        assert Throttle.objects.get(kind="account").failures == 3


def test_a_lock_holds_whatever_the_password_and_tells_the_owner_alone(people):
    owner = people.owner_a
    patiently(owner.email, 10)
    with clock.fixed(clock.outside() + timedelta(days=30)):
        assert attempt(owner.email, PASSWORD).why == Why.LOCKED
    [mail] = mails("Locked", owner.email)
    assert "192.0.2.0/24" in mail
    assert "/connexion/deverrouiller/" in mail
    with scope(system("tests")):
        assert User.objects.get(pk=owner.user.pk).state == User.State.LOCKED


def test_success_forgives(people):
    patiently(people.owner_a.email, 4)
    with clock.fixed(clock.outside() + timedelta(hours=1)):
        assert isinstance(attempt(people.owner_a.email, PASSWORD), Opened)
        assert attempt(people.owner_a.email).left == 9


def test_a_right_password_does_not_forgive_while_the_second_factor_is_due(people):
    """Else one who holds the password would guess codes for ever, nine at a time."""
    manager = people.manager
    patiently(manager.email, 4)
    with clock.fixed(clock.outside() + timedelta(hours=1)):
        assert not attempt(manager.email, PASSWORD).complete
        assert attempt(manager.email).left == 5


def test_failures_are_forgotten_a_day_later(identifier):
    patiently(identifier, 5)
    with clock.fixed(clock.outside() + timedelta(hours=25)):
        assert attempt(identifier).left == 9


def test_a_network_that_tries_many_accounts_waits_and_others_do_not(people):
    with clock.fixed(clock.outside()):
        for n in range(30):
            attempt(f"personne{n}@ailleurs.example")
        assert attempt(people.owner_a.email, PASSWORD).why == Why.WAIT_NETWORK
        assert isinstance(attempt(people.owner_a.email, PASSWORD, AWAY), Opened)
    with clock.fixed(clock.outside() + timedelta(minutes=2)):
        assert isinstance(attempt(people.owner_a.email, PASSWORD), Opened)


def test_a_network_is_never_locked(people):
    with clock.fixed(clock.outside()) as _, scope(system("tests")):
        Throttle.objects.create(
            mark=throttle.look("x", HERE.network).network, kind="network", failures=9999, last_failure_at=clock.now()
        )
    with clock.fixed(clock.outside() + timedelta(seconds=61)):
        assert isinstance(attempt(people.owner_a.email, PASSWORD), Opened)


def test_twenty_guesses_at_once_are_verified_one_by_one(people):
    """Twenty real connections at one instant: three are verified, the others find the wait these three earned."""
    together = Barrier(20)

    def guess():
        try:
            with scope(visitor("tests")) as actor:
                together.wait(timeout=120)
                return signing_in.sign_in(people.owner_a.email, WRONG, HERE, actor).why
        finally:
            connection.close()

    with clock.fixed(clock.outside()), ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(copy_context().run, guess) for _ in range(20)]
        answers = [one.result() for one in sent]
    assert (answers.count(Why.WRONG), answers.count(Why.WAIT)) == (3, 17)


def test_the_table_holds_marks_not_words(people):
    attempt("personne@ailleurs.example")
    with scope(system("tests")):
        marks = b"".join(bytes(mark) for mark in Throttle.objects.values_list("mark", flat=True))
    assert b"personne" not in marks
    assert b"192.0.2" not in marks


def test_an_identifier_that_names_an_accounts_id_counts_apart(people):
    victim = str(people.owner_a.user.pk)
    patiently(victim, 10)
    assert isinstance(attempt(people.owner_a.email, PASSWORD, AWAY), Opened)


def test_a_refused_sign_in_leaves_a_trace(people):
    attempt(people.owner_a.email)
    with scope(system("tests")):
        [entry] = JournalEntry.objects.filter(acts=["session.refused"])
    assert entry.audience == "anonymous"
