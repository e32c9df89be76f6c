"""Two browsers at once: a supervisor stops a person, then an organisation, at work; an agent opens a staff session."""

import os

import pytest

from kairos.identity.organisations.models import Establishment
from kairos.operations.drills.visitors import siret
from tests.support.axe import assert_accessible

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
    theirs.get_by_role("link", name="Arrêter le compte…").click()
    seen(theirs, "arreter")
    theirs.get_by_label("Pourquoi").fill(WHY)
    press(theirs, "access_stop.stop")
    seen(theirs, "arretes")
    assert WHY in theirs.inner_text("main")
    hers.goto("/portail/")
    assert "/connexion" in hers.url
    theirs.get_by_role("link", name="Rétablir…").click()
    theirs.get_by_label("Pourquoi").fill("Elle a tout changé.")
    press(theirs, "access_stop.restore")
    enter(hers, people.manager)
    hers.goto("/portail/")
    theirs.get_by_label("SIRET").fill(siret(7))
    theirs.get_by_role("button", name="Trouver l’organisme").click()
    theirs.get_by_label("Pourquoi").fill("Usages interdits, procédure à ouvrir.")
    press(theirs, "access_stop.stop")
    hers.goto("/portail/")
    assert "L’opérateur a arrêté les accès de cet organisme" in hers.inner_text("main")
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
    assert "pendant encore" in page.inner_text("main")
    seen(page, "intervention-ouverte")
    press(page, "intervention.close")
    assert page.locator('[data-act="intervention.close"]').count() == 0
    seen(page, "intervention-terminee")


def press(page, act: str) -> None:
    page.locator(f'[data-act="{act}"]').first.click()
    page.wait_for_load_state()


def seen(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/stopping-{name}.png", full_page=True)
    assert_accessible(page)
