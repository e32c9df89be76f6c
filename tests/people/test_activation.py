"""A job seeker opens their space, and signs in on a cheap telephone."""

import re
from datetime import date, timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Strength, visitor
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts import devices, signing_in, throttle
from kairos.identity.accounts.models import User
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.signing_in import Opened, Proof, Stopped, Why
from kairos.identity.accounts.tokens import Problem
from kairos.people.jobseekers import activation, inviting
from kairos.people.jobseekers.models import JobSeeker
from tests.support.agencies import BIRTH, followed
from tests.support.people import PASSWORD

PHONE = Device("Chrome sur Android", "192.0.2.0/24")
VISITOR = visitor("tests")


def mail(address: str, kind: str) -> str:
    return content(OutboxMessage.objects.using("owner").filter(address=address, kind=kind).latest("id")).text


def link_of(person: JobSeeker) -> str:
    return re.search(r"/candidat/activer/(\S+)", mail(person.email, "OpenYourSpace"))[1]


@pytest.fixture
def person(people):
    row = followed(people.adviser)
    inviting.invite(row.pk, people.adviser.actor)
    return row


def activate(token: str, identifier: str, birth: date = BIRTH, password: str = PASSWORD):
    with scope(VISITOR):
        waiting, problem = activation.found(token)
        if problem:
            return problem
        return activation.open_space(waiting, identifier, birth, password, PHONE, VISITOR)


def test_the_link_with_identifier_and_birth_date_opens_the_space(person):
    user = activate(link_of(person), person.identifier)
    assert isinstance(user, User)
    row = JobSeeker.objects.using("owner").get(pk=person.pk)
    assert (row.state, row.user_id) == (JobSeeker.State.ACTIVE, user.pk)
    assert activate(link_of(person), person.identifier) == Problem.USED


def test_wrong_guesses_wait_then_kill_the_link_and_are_told(people, person, monkeypatch):
    token = link_of(person)
    monkeypatch.setattr(throttle, "_delay", lambda *_: timedelta())
    answers = [activate(token, person.identifier, date(1990, 9, day)) for day in range(4, 14)]
    assert [answer.why for answer in answers] == [Why.WRONG] * 9 + [Why.LOCKED]
    assert [answers[0].left, answers[8].left] == [9, 1]
    assert activate(token, person.identifier) == Problem.REPLACED
    assert "Dix fois" in mail(person.email, "ActivationGuessed")
    assert "Dix fois" in mail(people.adviser.email, "ActivationGuessedOf")
    inviting.invite(person.pk, people.adviser.actor)
    assert isinstance(activate(link_of(person), person.identifier), User)


def test_guesses_wait(person):
    answers = [activate(link_of(person), "1234567Z") for _ in range(5)]
    assert answers[-1].why == Why.WAIT
    assert activate(link_of(person), person.identifier).why == Why.WAIT


def test_a_forged_link_and_a_link_to_another_thing_open_nothing(people, person):
    assert activate("x" * 43, person.identifier) == Problem.FORGED


def test_an_address_that_has_an_account_is_said_to_its_owner(people, person):
    with scope(VISITOR):
        assert activation.found(link_of(person))[0].taken is False
    User.objects.using("owner").filter(email=person.email).update(state=User.State.ACTIVE)
    with scope(VISITOR):
        assert activation.found(link_of(person))[0].taken is True


def _sign_in(person: JobSeeker, known: str = "") -> Opened | Stopped:
    with scope(VISITOR):
        return signing_in.sign_in(person.email, PASSWORD, PHONE, VISITOR, device_token=known)


def _prove(person: JobSeeker, opened: Opened, code: str) -> Opened | Stopped:
    with scope(VISITOR):
        user = signing_in.person_of(opened.user)
        from kairos.identity.accounts.models import Session
        from kairos.identity.accounts.sessions import hash_of

        session = Session.objects.get(token_hash=hash_of(opened.token))
        return signing_in.prove(session.pk, user, Proof(code=code), PHONE, VISITOR)


def code_of(person: JobSeeker) -> str:
    return re.search(r"Votre code est ([0-9]{6})", mail(person.email, "SignInCode"))[1]


def test_a_new_device_needs_a_code_by_mail_good_once(person):
    activate(link_of(person), person.identifier)
    opened = _sign_in(person)
    assert (opened.complete, opened.strength) == (False, Strength.PASSWORD)
    code = code_of(person)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert isinstance(_prove(person, opened, wrong), Stopped)
    assert _prove(person, opened, code).strength == Strength.SECOND_FACTOR
    assert isinstance(_prove(person, _sign_in(person), code), Stopped), "a code opens once"


def test_a_code_gets_old(person):
    activate(link_of(person), person.identifier)
    opened = _sign_in(person)
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        assert isinstance(_prove(person, opened, code_of(person)), Stopped)


def test_a_known_device_needs_none_until_the_password_changes(person):
    user = activate(link_of(person), person.identifier)
    with scope(VISITOR):
        token, _ = devices.remember(user.pk, PHONE.browser)
    assert _sign_in(person, known=token).complete
    assert not _sign_in(person, known="another").complete
    with scope(VISITOR):
        devices.forget_all(user.pk)
    assert not _sign_in(person, known=token).complete
