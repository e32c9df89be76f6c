"""Three people at once: invited, granted, refused, asked, granted, used, reviewed, suspended at work; shut, reopened.

An account manager and her colleague in their organisation, an agent at his desk, the director of another member.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import test_access_review as reviews
from tests.journeys import test_habilitations as rights
from tests.journeys import test_membership_life as life
from tests.journeys import test_team as team
from tests.support import memberships
from tests.support.factors import mails
from tests.support.walking import follow, go, press, sees, sees_no, stands

pytestmark = pytest.mark.browser
NAME = "Sarah Lindqvist"


def test_from_an_invitation_to_a_membership_restored(people, live, new_page, browsing):
    memberships.near_its_end(people)
    manager, agent, sarah = browsing(people.manager), browsing(people.instructor), new_page(phone=True)
    team._invite(manager, script=True)
    team._join(sarah, re.search(r"/rejoindre/\S+", mails("Invitation", team.EMAIL)[-1])[0], script=True)
    rights.granted_on_the_grid(manager, NAME, script=True)
    removed(manager, "Organisme", "consulter")
    rights.asked_from_the_refused_page(sarah, people.manager.user.full_name, script=True)
    rights.granted(manager, script=True)
    sarah.goto("/portail/organisation/")
    sees(sarah, "Méridienne Formation")
    reviewed(manager)
    suspended_at_work(manager, sarah)
    owner = browsing(people.owner_a)
    agent.goto("/operateur/adherents/")
    follow(agent, "Les Ateliers du Canal")
    life.accused(agent, script=True)
    life.answered(owner, script=True)
    life.withdrawn_and_restored(agent, script=True)
    owner.goto("/compte/")
    sees_no(owner, "le portail est fermé")


def removed(page, area: str, grade: str) -> None:
    page.goto("/gid/habilitations/")
    page.get_by_role("checkbox", name=f"{NAME} {area} {grade}").uncheck()
    press(page, "team.set_rights")


def reviewed(page) -> None:
    page.goto("/gid/revues/")
    press(page, "access_review.open")
    press(page, "access_review.keep_rest")
    page.get_by_label("Ce que vous signez").fill(reviews.SENTENCE)
    press(page, "access_review.sign")
    stands(page, "signed")


def suspended_at_work(manager, sarah) -> None:
    manager.goto("/gid/")
    go(manager.get_by_role("link", name=NAME).last)
    follow(manager, "Suspendre…")
    manager.get_by_label("Pourquoi").fill("Téléphone volé.")
    press(manager, "affiliation.suspend")
    sarah.reload()
    sees(sarah, "Téléphone volé.")
    expect(sarah).not_to_have_title(re.compile("Méridienne Formation"))
