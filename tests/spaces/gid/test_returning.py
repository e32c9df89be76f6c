"""Factors erased by the operator: the way back of somebody invited, and of an account manager letters never reached."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kairos.foundation import clock, engine
from kairos.foundation.isolation import scope
from kairos.identity.accounts import provisional
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.models import AccessLetter, Membership
from tests.support import memberships
from tests.support.factors import Telephone, link_in, mails
from tests.support.people import PASSWORD
from tests.support.team import add_colleague, place_of, run, seen_by_the_frame

IDENTITY = {"who": "Karim, rappelé au siège", "how": "téléphone du siège"}


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def reset(people, colleague) -> None:
    with scope(people.instructor.actor) as agent:
        engine.run(Account.reset_factors, colleague.user.pk, agent, **IDENTITY)


def half_signed(colleague) -> Client:
    client = Client()
    client.post("/connexion", {"identifiant": colleague.user.email, "mot_de_passe": PASSWORD})
    return client


@pytest.fixture
def lost(people):
    """Invited a day ago."""
    colleague = add_colleague(people, "quotes.enter")
    yesterday = clock.now() - timedelta(days=1)
    Affiliation.objects.using("owner").filter(pk=colleague.affiliation.pk).update(invited_at=yesterday)
    reset(people, colleague)
    return colleague


def test_invited_anew_nothing_opens_and_rights_wait(people, lost):
    row = place_of(lost.user, people.organisation_m.pk)
    assert (row.state, row.entered_at) == ("invited", None)
    assert seen_by_the_frame(lost.someone).organisation is None
    [told] = mails("ToInviteAgain", people.manager.email)
    assert "de vive voix" in told


def test_the_page_says_what_happens_instead_of_a_letter(lost):
    page = plain(half_signed(lost).get("/connexion/premiere/"))
    assert "vous envoie une nouvelle invitation" in page


def test_the_new_link_and_the_password_lead_to_another_factor_and_back(people, lost, as_person):
    manager = as_person(people.manager)
    row = place_of(lost.user, people.organisation_m.pk)
    former = link_in(mails("Invitation", lost.user.email)[-1], "/rejoindre/")
    assert Client().get(former).status_code == 410
    manager.post(f"/gid/personnes/{row.pk}/inviter-de-nouveau/")
    link = link_in(mails("Invitation", lost.user.email)[-1], "/rejoindre/")
    assert link != former
    client = half_signed(lost)
    assert client.get("/connexion/code-qr.svg").status_code == 404
    page = plain(client.get(link))
    assert client.get("/connexion/code-qr.svg").status_code == 200
    phone = Telephone(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])
    page = plain(client.post(link, {"etape": "enrol", "code": phone.code()}))
    assert page.count("<code>") == 10
    assert client.post(link, {"etape": "answer"})["Location"] == "/portail/"
    assert client.get("/portail/").status_code == 200
    assert client.get(link).status_code == 410
    assert "quotes.enter" in seen_by_the_frame(lost.someone).rights


def test_the_link_alone_enrols_nothing(people, lost, as_person):
    row = place_of(lost.user, people.organisation_m.pk)
    as_person(people.manager).post(f"/gid/personnes/{row.pk}/inviter-de-nouveau/")
    link = link_in(mails("Invitation", lost.user.email)[-1], "/rejoindre/")
    page = plain(Client().get(link))
    assert "connectez-vous" in page
    assert 'value="enrol"' not in page
    assert 'value="enrol"' not in plain(half_signed(add_colleague(people)).get(link))


def test_an_invitation_does_not_stand_for_a_letter_that_is_on_its_way(people, lost, as_person):
    row = place_of(lost.user, people.organisation_m.pk)
    as_person(people.manager).post(f"/gid/personnes/{row.pk}/inviter-de-nouveau/")
    link = link_in(mails("Invitation", lost.user.email)[-1], "/rejoindre/")
    with scope(people.instructor.actor):
        provisional.issue(lost.user, people.organisation_a.pk)
    client = half_signed(lost)
    assert 'value="enrol"' not in plain(client.get(link))
    assert client.get("/connexion/code-qr.svg").status_code == 404


def test_an_account_manager_whom_nobody_can_invite_has_letters(people):
    membership = memberships.begun(people)
    Membership.objects.using("owner").filter(pk=membership.pk).update(organisation=people.organisation_m)
    colleague = add_colleague(people)
    run(people.manager, TeamMember.ask_to_manage, colleague.affiliation, way="leaving")
    run(colleague, TeamMember.manage, colleague.affiliation)
    reset(people, colleague)
    with scope(people.instructor.actor):
        letters = AccessLetter.objects.filter(user=colleague.user, state="to_print")
        assert sorted(letters.values_list("kind", flat=True)) == ["identifier", "password"]
    row = place_of(colleague.user, people.organisation_m.pk)
    assert (row.state, row.entered_at) == ("active", None)
