"""Two browsers at once: a supervisor stops a person, then an organisation, at work; an agent opens a staff session."""

import os
import re

import pytest
from playwright.sync_api import expect

from kairos.identity.organisations.models import Establishment
from kairos.operations.drills.visitors import siret
from tests.support.axe import assert_accessible
from tests.support.walking import go, press, sees

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KAIROS_SHOTS")
WHY = "Son téléphone et son mot de passe sont volés."


def test_a_person_then_an_organisation_are_stopped_while_at_work(people, live, new_page, enter):
    rows = Establishment.objects.using("owner").filter(organisation=people.organisation_m, main=True)
    rows.update(siret=siret(7))
    hers, theirs = new_page(phone=True), new_page()
    enter(hers, people.manager)
    enter(theirs, people.supervisor)
    hers.goto("/portail/")
    theirs.goto(f"/operateur/comptes/{people.manager.user.pk}/")
    go(theirs.get_by_role("link", name="Arrêter le compte…"))
    seen(theirs, "arreter")
    theirs.get_by_label("Pourquoi").fill(WHY)
    press(theirs, "access_stop.stop")
    seen(theirs, "arretes")
    sees(theirs, WHY)
    hers.goto("/portail/")
    expect(hers).to_have_url(re.compile("/connexion"))
    go(theirs.get_by_role("link", name="Rétablir…"))
    theirs.get_by_label("Pourquoi").fill("Elle a tout changé.")
    press(theirs, "access_stop.restore")
    enter(hers, people.manager)
    hers.goto("/portail/")
    theirs.get_by_label("SIRET").fill(siret(7))
    go(theirs.get_by_role("button", name="Trouver l’organisme"))
    theirs.get_by_label("Pourquoi").fill("Usages interdits, procédure à ouvrir.")
    press(theirs, "access_stop.stop")
    hers.goto("/portail/")
    sees(hers, "L’opérateur a arrêté les accès de cet organisme")
    seen(hers, "organisme-arrete")
    theirs.goto("/operateur/arret/droit/")
    seen(theirs, "droit")


def test_an_agent_opens_a_staff_session_and_ends_it(people, live, new_page, enter):
    page = new_page(phone=True)
    enter(page, people.instructor)
    page.goto("/operateur/interventions/")
    seen(page, "interventions")
    page.get_by_label("Incident technique").check()
    page.get_by_label("Ce que vous allez y faire").fill("Un devis ne s’ouvre pas.")
    press(page, "intervention.open")
    page.goto("/operateur/")
    sees(page, "pendant encore")
    seen(page, "intervention-ouverte")
    press(page, "intervention.close")
    expect(page.locator('[data-act="intervention.close"]')).to_have_count(0)
    seen(page, "intervention-terminee")


def seen(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/stopping-{name}.png", full_page=True)
    assert_accessible(page)
