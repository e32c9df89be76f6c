"""One person's path: the same truth for the provider, the adviser and the person, each what they may read."""

import re
from datetime import datetime, timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.path.attendance.lifecycle import Month
from kairos.path.completion import certifying
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces import timeline
from tests.support import attendance, bundles, catalogue, path
from tests.support.team import run

WHOLE = [
    "Bilan partagé", "Certificat de réalisation délivré", "Mois … arrêté", "Mois … rendu", "Sorti de formation",
    "Retenu", "Inscrit (AIS)", "Orienté par l’agence", "Entré en formation (AES)",
]  # fmt: skip


@pytest.fixture
def who(people):
    return attendance.clerk(people)


def labels(actor, person):
    with scope(actor):
        found = timeline.of(actor, person)
    assert not found.more
    return [re.sub(r"Mois d(?:e |’)\S+ \S+", "Mois …", one.said.label.replace("\u00a0", " ")) for one in found.entries]


def followed(people, row):
    """The person as themselves, with their adviser."""
    return path.oneself(JobSeeker.objects.using("owner").get(pk=row.person_id)), people.adviser.actor


@pytest.fixture
def done(people, who):
    """From the referral to a shared bilan; the month is locked a few days after, by the clock."""
    session = bundles.over(people, who, 1)
    [row] = attendance.enrolments(session)
    path.shared_review(who, row)
    attendance.certify(who, row)
    return row


def test_the_whole_of_it_is_one_list_for_each_of_its_readers(people, who, done):
    oneself, adviser = followed(people, done)
    for actor in (who.actor, oneself, adviser):
        found = labels(actor, done.person_id)
        assert set(WHOLE) <= set(found)
        assert ("Suivi par l’agence" in found) == (actor is not who.actor)
        assert len(found) == len(WHOLE) + (actor is not who.actor)


def test_the_latest_comes_first_and_each_line_opens_for_who_reads_it(people, who, done, as_person):
    client = as_person(who.someone)
    with scope(who.actor):
        found = timeline.of(who.actor, done.person_id).entries
    assert {client.get(one.href).status_code for one in found} == {200}
    adviser = as_person(people.adviser)
    with scope(people.adviser.actor):
        found = timeline.of(people.adviser.actor, done.person_id).entries
    assert {adviser.get(one.href).status_code for one in found if one.href} == {200}
    page = client.get(f"/organisme/candidats/{done.person_id}/").content.decode()
    places = [page.index(said) for said in ("Bilan partagé", "Sorti de formation", "Entré en formation")]
    assert places == sorted(places)
    assert "Le parcours" in adviser.get(f"/conseiller/personnes/{done.person_id}/").content.decode()


def test_it_is_one_statement_whatever_the_sources(people, who, done, statements):
    labels(who.actor, done.person_id)
    with scope(who.actor), statements() as found:
        timeline.of(who.actor, done.person_id)
    assert len([one for one in found.captured_queries if "UNION" in one["sql"]]) == 1
    assert len(found.captured_queries) == 1


def test_a_provider_reads_its_own_alone_and_what_its_rights_open(people, who, done):
    other = path.session(who)
    Enrolment.objects.using("owner").filter(pk=done.pk).update(organisation=people.organisation_b.pk)
    assert sorted(labels(who.actor, done.person_id)) == ["Bilan partagé", "Mois … arrêté", "Mois … rendu"]
    Enrolment.objects.using("owner").filter(pk=done.pk).update(organisation=other.organisation_id)
    clerk = path.coordinator(people, *catalogue.RIGHTS, "candidates.consult")
    assert not any(label.startswith(("Mois", "Certificat")) for label in labels(clerk.actor, done.person_id))
    nobody = path.coordinator(people, *catalogue.RIGHTS)
    assert labels(nobody.actor, done.person_id) == []


def test_a_draft_is_nobody_elses_and_what_was_corrected_is_gone(people, who):
    row = path.in_training(people, who)
    row = run(who, Enrolling.complete, row.pk, **path.ago(2))
    path.reviewed(who, row)
    for actor in (who.actor, *followed(people, row)):
        assert "Bilan partagé" not in labels(actor, row.person_id)
        assert labels(actor, row.person_id).count("Sorti de formation") == 1
    run(who, Enrolling.correct_exit, row.pk, on=clock.today() - timedelta(days=3), reason="Erreur de date.")
    assert labels(who.actor, row.person_id).count("Sorti de formation") == 1


def test_a_contest_is_said_and_no_certificate_before_its_time(people, who):
    month = attendance.submitted(people, who)
    row = Enrolment.objects.using("owner").get(pk=month.enrolment_id)
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    run(attendance.oneself(month), Month.contest, month.pk, day=month.month + timedelta(days=rank // 2),
        half=rank % 2, word="J’étais là.")  # fmt: skip
    for actor in (who.actor, *followed(people, row)):
        found = labels(actor, row.person_id)
        assert "Mois … : une demi-journée contestée" in found
        assert "Certificat de réalisation délivré" not in found


def test_what_is_said_of_a_certificate_is_true(people, who, done):
    with scope(who.actor):
        assert certifying.basis(enrolments.provided(who.actor, done.pk)).ready
    run(who, Month.correct, attendance.month_of(done).pk, reason=attendance.WHY)
    assert "Certificat de réalisation délivré" not in labels(who.actor, done.person_id)
    with scope(who.actor):
        assert not certifying.basis(enrolments.provided(who.actor, done.pk)).ready


def test_appointments_stand_at_their_hour_also_to_come(people, who):
    session = path.session(who)
    row, slot = path.referred(people, session), path.slot(who, session)
    path.booked(row, slot)
    oneself, _ = followed(people, row)
    with scope(oneself):
        first = timeline.of(oneself, row.person_id).entries[0]
    assert first.said.label == "Information collective : inscrit"
    assert first.ahead
    assert first.when.endswith(clock_of(slot.starts_at))


def clock_of(at: datetime) -> str:
    from kairos.design import french

    return french.hour(at.astimezone(clock.PARIS))


def test_ones_own_page_is_light(people, done, as_person):
    page = as_person(people.job_seeker).get("/candidat/parcours/")
    assert page.status_code == 200
    assert len(page.content) < 60_000
