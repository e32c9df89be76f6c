"""Several at once: two operators, two tabs, two certificates recorded in the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.quality import requests
from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityCertificate, QualityRequest
from tests.support import quality as stories

State, Kind = QualityRequest.State, QualityRequest.Kind


def at_once(*acts):
    """Each in its own thread and connection; what it answered, or its refusal."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def acting(someone, act, row, **details):
    def run():
        with scope(someone.actor):
            return engine.run(act, row.pk, someone.actor, **details)

    return run


def test_two_operators_decide_at_once_and_one_wins(people):
    request = stories.in_review(people.owner_a, people.instructor)
    answers = at_once(
        acting(people.instructor, Request.accept, request),
        acting(people.supervisor, Request.refuse, request, motive="Certificat expiré", reason=""),
    )
    [refusal] = [answer for answer in answers if isinstance(answer, Refused)]
    assert "n’est plus possible" in str(refusal)
    decided = stories.fresh(request, people.instructor)
    with scope(people.instructor.actor):
        assert QualityCertificate.objects.count() == (decided.state == State.ACCEPTED)


def test_two_operators_take_at_once_and_both_know(people):
    request = stories.sent(people.owner_a)
    answers = at_once(
        acting(people.instructor, Request.take, request), acting(people.supervisor, Request.take, request)
    )
    assert not any(isinstance(answer, Refused) for answer in answers)
    assert stories.fresh(request, people.instructor).officer_id in {
        people.instructor.user.pk,
        people.supervisor.user.pk,
    }


def test_a_withdrawal_and_a_decision_at_once(people):
    request = stories.in_review(people.owner_a, people.instructor)
    answers = at_once(
        acting(people.owner_a, Request.withdraw, request), acting(people.instructor, Request.accept, request)
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1


def test_one_certificate_accepted_twice_at_once_is_recorded_once(people):
    first = stories.in_review(people.owner_a, people.instructor)
    second = stories.in_review(people.owner_a, people.supervisor, kind=Kind.CATALOGUE)
    at_once(acting(people.instructor, Request.accept, first), acting(people.supervisor, Request.accept, second))
    with scope(people.instructor.actor):
        assert QualityCertificate.objects.filter(state="active").count() == 1
        assert QualityRequest.objects.filter(state="accepted").count() == 2


@pytest.mark.parametrize("keys", [1, 2])
def test_a_draft_begun_in_two_tabs_is_one(people, keys):
    known = [new_id() for _ in range(keys)] * 2

    def begin(key):
        def run():
            with scope(people.owner_a.actor) as who:
                return requests.open_(key, Kind.ATTESTATION, who)

        return run

    answers = at_once(*(begin(key) for key in known[:2]))
    with scope(people.owner_a.actor):
        assert QualityRequest.objects.count() == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == keys - 1


def test_two_sendings_at_once_are_one(people):
    draft, token = stories.filled(people.owner_a), new_id()

    def send():
        with scope(people.owner_a.actor) as who:
            requests.send(draft, who, token)

    assert at_once(send, send) == [None, None]
    assert stories.fresh(draft, people.owner_a).version == 1
