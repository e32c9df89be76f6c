"""An account manager invites; the person chooses a password and a second factor, joins, is suspended and sees why."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.factors import Telephone, mails
from tests.support.walking import go, press, sees

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KAIROS_SHOTS")
EMAIL = "sarah.lindqvist@tests.example"


@pytest.mark.parametrize("options", [{"phone": True}, {"script": False}], ids=["phone", "without script"])
def test_invited_joined_suspended(people, live, new_page, browsing, options):
    script = options.get("script", True)
    manager, sarah = browsing(people.manager, **options), new_page(**options)
    _invite(manager, script)
    link = re.search(r"/rejoindre/\S+", mails("Invitation", EMAIL)[-1])[0]
    _join(sarah, link, script)
    go(manager.get_by_role("link", name="Habilitations (GID)").first)
    _seen(manager, script)
    go(manager.get_by_role("link", name="Sarah Lindqvist").last)
    go(manager.get_by_role("link", name="Suspendre…"))
    manager.get_by_label("Pourquoi").fill("Absence longue.")
    press(manager, "affiliation.suspend")
    sees(manager, "Absence longue.")
    _seen(manager, script)
    sarah.goto("/portail/")
    sees(sarah, "Absence longue.")


def _invite(page, script):
    page.goto("/portail/")
    go(page.get_by_role("link", name="Habilitations (GID)", exact=True).first)
    _seen(page, script)
    go(page.get_by_role("link", name="Inviter une personne"))
    press(page, "affiliation.invite")
    sees(page, "à corriger")
    _seen(page, script)
    page.get_by_label("Courriel").fill(EMAIL)
    page.get_by_label("Prénom").fill("Sarah")
    page.get_by_label("Nom", exact=True).fill("Lindqvist")
    page.get_by_label("Fonction").fill("Stagiaire administrative")
    page.get_by_label("Lecteur").check()
    press(page, "affiliation.invite")
    sees(page, "Invitation sans réponse")
    _seen(page, script)


def _join(page, link, script):
    page.goto(link)
    _seen(page, script)
    page.get_by_label("Nouveau mot de passe", exact=True).fill("quatre autres mots sans lien")
    press(page, "account.activate_invited")
    _seen(page, script)
    telephone = Telephone(page.locator("ol code").inner_text())
    page.get_by_label("Code affiché par l’application").fill(telephone.code())
    press(page, "account.enrol_totp")
    go(page.get_by_role("link", name="Je les ai notés, continuer"))
    _seen(page, script)
    press(page, "affiliation.accept")
    expect(page).to_have_url(re.compile("/portail/$"))


def _seen(page, script):
    """Without script, axe has nothing to run in."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{script}-{page.title()[:20].replace('/', '')}.png", full_page=True)
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"
