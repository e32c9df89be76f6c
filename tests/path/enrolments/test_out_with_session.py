"""Who was in training when the session was cancelled is out, as those who left: bilan, certificate, lists, words."""

import pytest

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.lifecycle import Session
from kairos.path.completion import certifying, queries
from kairos.path.completion.lifecycle import Reviewing
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.spaces import planning
from tests.support import path
from tests.support.team import run

HOME = "/organisme/candidats/"


@pytest.fixture
def session(who):
    return path.begun(who)


def test_they_have_a_bilan_a_certificate_and_a_place_in_the_lists(people, who, session, as_person):
    there, registered = path.in_training(people, who, session, path.me(people)), path.registered(people, who, session)
    run(who, Session.cancel, session.pk, reason="Incendie.")
    with scope(who.actor):
        assert [one.pk for one in queries.without(who.actor)] == [there.pk]
        assert [one.pk for one in enrolments.trainees(who.actor, session.pk)] == [there.pk]
        row = enrolments.provided(who.actor, there.pk)
        assert certifying.basis(row).waited[0] == session.starts_on.replace(day=1)
    client = as_person(who.someone)
    out = client.get(HOME + "?etat=sortis").content.decode()
    found = client.get(HOME, {"etat": "sortis", "q": row.person.last_name}).content.decode()
    for page in (out, found):
        assert (str(there.pk) in page, str(registered.pk) in page) == (True, False)
    page = client.get(f"{HOME}dossiers/{there.pk}/").content.decode()
    assert f"{HOME}dossiers/{there.pk}/bilan/" in page
    assert "Attestation d’entrée (AES)" in page.replace("\u00a0", " ")
    assert path.shared_review(who, there).state == "shared"
    with scope(people.job_seeker.actor):
        said = {one.row.pk: one.said for one in planning.trainings_of(people.job_seeker.actor, there.person_id)}
    assert "lit encore" in said[there.pk]
    assert "ne vous lit plus" in planning.Training(path.again(registered), ()).said


def test_a_certificate_says_why_they_left():
    row = Enrolment(state="cancelled", exit_reason="Session annulée", left_on=clock.today())
    assert row.is_out
    assert certifying.why_left(row) == "Session annulée"
    assert certifying.why_left(Enrolment(state="completed", exit_reason="Fin de la formation")) == ""


def test_a_bilan_of_who_never_was_in_training_is_still_refused(people, who, session):
    registered = path.registered(people, who, session)
    run(who, Session.cancel, session.pk, reason="Incendie.")
    with pytest.raises(Refused, match="Déclarez d’abord la sortie"):
        run(who, Reviewing.write, path.new_review(registered), content=path.REVIEW)
