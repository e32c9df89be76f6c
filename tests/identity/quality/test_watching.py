"""Reminders: each leaves once, to those who can do something about it; none for what is renewed or being decided."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.jobs.tasks import failing_sweeps
from kairos.identity.quality import jobs, queries, settings
from kairos.identity.quality.lifecycle import Certificate, Request
from kairos.identity.quality.models import QualityCertificate
from tests.identity.quality.test_requests import told
from tests.support import quality as stories

DAY = timedelta(days=1)


def sweep(day=None) -> None:
    """What the worker does each minute, three times a day."""
    noon = clock.now() if day is None else clock.now() + (day - clock.today())
    with clock.fixed(noon):
        for _ in range(3):
            with scope(system("quality.expiry")) as who:
                jobs.watch_expiry(who, clock.now())


@pytest.fixture
def certificate(people) -> QualityCertificate:
    return stories.ending(people.owner_a, people.instructor, clock.today() + 100 * DAY)


def certificate_mail() -> list[str]:
    """To one of those told."""
    mail = told("certificat qualité")
    return [subject for to, subject in mail if to == mail[0][0]]


def test_each_reminder_leaves_once_and_then_the_end(people, certificate):
    until, seen = certificate.valid_until, []
    for left in (99, 91, 90, 89, 31, 30, 8, 7, 6, 1, 0, -1, -2, -400):
        sweep(until - left * DAY)
        seen.append(len(certificate_mail()))
    assert seen == [0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4]
    assert certificate_mail()[-1] == f"Votre certificat qualité {certificate.number} n’est plus valable"
    assert stories.fresh(certificate, people.instructor).reminded == [90, 30, 7, -1]


def test_a_worker_that_was_away_sends_one_message_for_all_that_is_due(people, certificate):
    sweep(certificate.valid_until - 3 * DAY)
    assert certificate_mail() == [f"Votre certificat qualité {certificate.number} arrive à sa fin"]
    assert stories.fresh(certificate, people.instructor).reminded == [90, 30, 7]


def test_whoever_can_file_a_request_is_told_and_nobody_else(people, certificate):
    sweep(certificate.valid_until)
    recipients = {to for to, _ in told("certificat qualité")}
    assert recipients == {people.owner_a.email, people.freelance.email}, "Inès fills the same file"


def test_the_days_are_settings(people, certificate):
    with scope(system("tests")):
        assert settings.reminder_days() == (90, 30, 7)
    assert certificate.pk not in due(certificate.valid_until - 91 * DAY)
    assert certificate.pk in due(certificate.valid_until - 90 * DAY)


def due(day) -> set:
    with scope(system("tests")):
        return set(queries.to_remind(day).values_list("pk", flat=True))


def test_a_renewal_that_follows_at_once_silences_the_reminders(people, certificate):
    following = certificate.valid_until + DAY
    stories.recorded(
        people.owner_a,
        people.instructor,
        certificate_number="SUITE-1",
        valid_from=following,
        valid_until=following + 1000 * DAY,
    )
    assert certificate.pk not in due(certificate.valid_until)
    assert certificate.pk not in due(certificate.valid_until + 5 * DAY)


@pytest.mark.parametrize(("gap", "categories"), [(2, ("training",)), (1, ("experience",))])
def test_a_renewal_that_leaves_something_uncovered_does_not(people, certificate, gap, categories):
    following = certificate.valid_until + gap * DAY
    stories.recorded(
        people.owner_a,
        people.instructor,
        certificate_number="SUITE-1",
        valid_from=following,
        valid_until=following + 1000 * DAY,
        categories=categories,
    )
    assert certificate.pk in due(certificate.valid_until)


def test_nobody_is_reminded_while_the_operator_decides(people, certificate):
    request = stories.in_review(people.owner_a, people.instructor, certificate_number="SUITE-1")
    assert certificate.pk not in due(certificate.valid_until)
    stories.do(Request.ask_complement, request, people.instructor, reason="La page 2.")
    assert certificate.pk in due(certificate.valid_until)


def test_a_revoked_or_replaced_certificate_is_not_watched(people, certificate):
    stories.do(Certificate.revoke, certificate, people.instructor, reason="Fraude.")
    assert due(certificate.valid_until) == set()


def test_a_reminder_is_refused_when_none_is_due(people, certificate):
    with scope(system("tests")) as who, pytest.raises(Refused, match="Aucun rappel"):
        engine.run(Certificate.remind, certificate.pk, who)


def test_a_draft_left_alone_is_reminded_twice_and_no_more(people):
    draft = stories.filled(people.owner_a)
    seen = []
    for days in (6, 7, 8, 14, 15, 40):
        with clock.fixed(clock.now() + timedelta(days=days)), scope(system("tests")) as who:
            jobs.remind_unfinished(who, clock.now())
            jobs.remind_unfinished(who, clock.now())
        seen.append(len(told("il reste à l’envoyer")))
    assert seen == [0, 1, 1, 2, 2, 2]
    stories.edit(draft, people.owner_a, stories.facts())
    assert stories.fresh(draft, people.owner_a).reminders == 0


def test_the_worker_runs_the_sweeps(people, certificate):
    with clock.fixed(clock.now() + timedelta(days=20)):
        assert failing_sweeps() == []
    assert len(certificate_mail()) == 1


class TestRegister:
    """What the public list says is asked after each sending, in a job."""

    def test_the_answer_is_kept_with_its_source(self, people):
        listed(people, qualiopi_training=True, qualiopi_experience=False)
        request = stories.sent(people.owner_a, categories=("training", "experience"))
        assert request.register == {}
        jobs.ask_register(key=str(request.pk), version=1)
        answer = stories.fresh(request, people.owner_a).register
        assert answer["state"] == "known"
        assert answer["source"] == "Liste publique des organismes de formation"
        assert answer["flags"] == {
            "training": True, "skills_review": None, "experience": False, "apprenticeship": None
        }  # fmt: skip

    def test_a_number_of_another_company_says_nothing_of_this_one(self, people):
        listed(people, siren="999000009")
        request = stories.sent(people.owner_a)
        jobs.ask_register(key=str(request.pk), version=1)
        answer = stories.fresh(request, people.owner_a).register
        assert (answer["state"], answer["flags"]) == ("of_another", {})

    def test_a_list_never_imported_is_silent(self, people):
        request = stories.sent(people.owner_a)
        jobs.ask_register(key=str(request.pk), version=1)
        assert stories.fresh(request, people.owner_a).register["state"] == "silent"

    def test_an_answer_that_comes_late_is_left(self, people):
        request = stories.sent(people.owner_a)
        stories.do(Request.withdraw, request, people.owner_a)
        jobs.ask_register(key=str(request.pk), version=1)
        assert stories.fresh(request, people.owner_a).register == {}


def listed(people, **flags) -> None:
    from kairos.identity.registers.models import RegisteredProvider

    known = {
        "previous_ndas": [], "name": "LES ATELIERS DU CANAL", "siren": "732829320", "siret": "73282932000074",
        "street": "", "postcode": "75011", "town": "PARIS", "qualiopi_training": None, "qualiopi_skills_review": None,
        "qualiopi_experience": None, "qualiopi_apprenticeship": None,
    }  # fmt: skip
    RegisteredProvider(nda="11750000001", **known | flags).save(using="owner")
