"""Somebody of a provider who is also an adviser, or a job seeker: one place at a time, shown, chosen, journaled."""

import re
from html import unescape

import pytest

from kairos.foundation import clock
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts.models import Session, User
from kairos.people.agencies.models import Adviser
from kairos.people.agencies.rights import FOLLOW
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, statements

CHOOSE = "/portail/choisir/"


def text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def both(people):
    """The manager of the member organisation, adviser of an agency too."""
    agency, now = agencies.row_of(people.adviser).agency, clock.now()
    user = people.manager.user
    row = Adviser(
        user_id=user.pk, agency_id=agency.pk, state=Adviser.State.ACTIVE, rights=[FOLLOW], title="Conseillère",
        invited_by=user.pk, invited_at=now, answer_by=now, started_at=now,
    )  # fmt: skip
    row.call(user.first_name, user.last_name)
    row.save(using="owner", force_insert=True)
    return people.manager


def choose(browser, place, suite=""):
    return browser.post(CHOOSE, {"organisme": place, "suite": suite})


def test_one_goes_from_the_provider_to_the_agency_and_back(people, as_person, both):
    browser, agency = as_person(both), agencies.row_of(people.adviser).agency
    person = agencies.followed(people.adviser)
    page = text(browser.get(CHOOSE))
    assert "Pour qui agissez-vous ?" in page
    assert "Agence de Rennes Sud" in page
    assert "Changer de lieu" in text(browser.get("/portail/"))
    assert browser.get("/conseiller/").status_code == 403
    assert choose(browser, agency.pk)["Location"] == "/conseiller/"
    home = text(browser.get("/conseiller/"))
    assert "Agence de Rennes Sud" in home
    assert browser.get("/gid/personnes/").status_code in (403, 404)
    assert person.full_name not in text(browser.get("/conseiller/portefeuille/"))
    entry = JournalEntry.objects.using("owner").filter(acts=["session.organisation_chosen"]).latest("at")
    assert entry.actor_user == both.user.pk
    assert choose(browser, people.organisation_m.pk)["Location"] == "/portail/"
    assert "Méridienne Formation" in text(browser.get("/portail/"))
    assert browser.get("/conseiller/").status_code == 403


def test_the_frame_stays_one_statement(people, as_person, both):
    browser = as_person(both)
    choose(browser, agencies.row_of(people.adviser).agency.pk)
    statements.assert_statements(browser, "/conseiller/remplacements/", at_most=3)


def test_who_left_the_agency_has_that_place_no_more(people, as_person, both):
    browser, agency = as_person(both), agencies.row_of(people.adviser).agency
    choose(browser, agency.pk)
    Adviser.objects.using("owner").filter(user_id=both.user.pk).update(state="left", ended_at=clock.now())
    assert browser.get("/conseiller/").status_code == 403
    assert "Méridienne Formation" in text(browser.get("/portail/"))
    assert choose(browser, agency.pk).status_code == 404


@pytest.mark.parametrize("place", ["agency", "job_seeker"])
def test_anothers_place_is_not_found(people, as_person, place):
    key = agencies.row_of(people.adviser).agency.pk if place == "agency" else people.job_seeker.actor.jobseeker
    assert choose(as_person(people.manager), key).status_code == 404


def test_a_code_sent_by_mail_opens_ones_own_space_and_no_organisation(people, as_person, both):
    """A job seeker's factor is the mail; who acts for others needs a stronger one."""
    mine = agencies.followed(people.adviser)
    owner = JobSeeker.objects.using("owner").filter(pk=mine.pk)
    owner.update(user_id=both.user.pk, state="active", activated_at=clock.now())
    User.objects.using("owner").filter(pk=both.user.pk).update(code_by_mail=True)
    browser = as_person(both)
    Session.objects.using("owner").filter(user_id=both.user.pk).update(acting_for=None)
    assert browser.get("/portail/").status_code == 404
    assert browser.get("/connexion/entree")["Location"] == CHOOSE
    assert choose(browser, mine.pk)["Location"] == "/candidat/"
    assert "Bonjour" in text(browser.get("/candidat/"))
    for place in (people.organisation_m.pk, agencies.row_of(people.adviser).agency.pk):
        refused = choose(browser, place)
        assert refused.status_code == 422
        assert "application de codes" in text(refused)
    assert browser.get("/candidat/").status_code == 200
