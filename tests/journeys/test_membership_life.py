"""A membership's life in real browsers: renewed, accused, suspended, heard, withdrawn, restored."""

import pytest

from kairos.foundation import clock
from tests.support import memberships
from tests.support.axe import assert_accessible

pytestmark = pytest.mark.browser


def checked(page, script: bool) -> None:
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"


def press(page, act: str) -> None:
    page.locator(f'[data-act="{act}"]').first.click()
    page.wait_for_load_state()


def follow(page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def state(page) -> str:
    return page.locator("main").get_attribute("data-lifecycle")


@pytest.mark.parametrize(
    "options", [{"script": False}, {"phone": True, "theme": "dark"}], ids=["without script", "phone in the dark"]
)
def test_a_membership_is_renewed_suspended_withdrawn_and_restored(people, live, browsing, options):
    script = options.get("script", True)
    memberships.near_its_end(people)
    provider, officer = browsing(people.owner_a, **options), browsing(people.instructor, **options)
    renewal_asked(provider, script)
    renewed(officer, script)
    accused(officer, script)
    answered(provider, script)
    withdrawn_and_restored(officer, script)
    provider.goto("/compte/adhesion/")
    assert state(provider) == "active"
    leaving(provider, script)


def renewal_asked(page, script: bool) -> None:
    page.goto("/compte/")
    checked(page, script)
    follow(page, "Renouveler")
    checked(page, script)
    press(page, "membership.ask_renewal")
    assert "Cochez la case" in page.inner_text("main")
    checked(page, script)
    page.check('[name="accepted"]')
    press(page, "membership.ask_renewal")
    assert "Renouvellement demandé" in page.inner_text("main")


def renewed(page, script: bool) -> None:
    page.goto("/operateur/")
    follow(page, "Renouvellement demandé : Les Ateliers du Canal")
    checked(page, script)
    press(page, "membership.renew")
    assert "Renouvellement demandé" not in page.inner_text("#adhesion")
    page.goto("/operateur/adherents/")
    checked(page, script)
    follow(page, "Les Ateliers du Canal")
    assert state(page) == "active"


def accused(page, script: bool) -> None:
    follow(page, "Ouvrir une procédure")
    page.check('[name="urgent"]')
    press(page, "access_procedure.open")
    assert "Choisissez la clause" in page.inner_text("main")
    checked(page, script)
    page.select_option('[name="clause"]', label=memberships.CLAUSE)
    page.fill('[name="reason"]', memberships.HELD_AGAINST)
    page.fill('[name="urgent_reason"]', "Chaque jour, de nouveaux appels.")
    press(page, "access_procedure.open")
    assert state(page) == "suspended"
    checked(page, script)


def answered(page, script: bool) -> None:
    page.goto("/compte/")
    assert "le portail est fermé" in page.inner_text("main")
    checked(page, script)
    follow(page, "Répondre")
    assert memberships.HELD_AGAINST in page.inner_text("#procedure")
    page.fill('#procedure [name="text"]', "Un salarié, parti depuis.")
    checked(page, script)
    press(page, "access_procedure.answer")
    assert "L’opérateur décide au plus tard" in page.inner_text("#procedure")


def withdrawn_and_restored(page, script: bool) -> None:
    page.goto("/operateur/adherents/suspendues/")
    checked(page, script)
    follow(page, "Les Ateliers du Canal")
    assert "Un salarié, parti depuis." in page.inner_text("#procedure")
    follow(page, "Retirer l’accès…")
    page.fill('[name="reason"]', "Les faits sont reconnus.")
    checked(page, script)
    press(page, "access_procedure.withdraw")
    assert state(page) == "withdrawn"
    follow(page, "Rétablir l’accès…")
    page.fill('[name="reason"]', "Engagement signé.")
    press(page, "membership.restore")
    assert state(page) == "active"
    checked(page, script)


def leaving(page, script: bool) -> None:
    """Asked, then renounced."""
    follow(page, "Quitter Kairos")
    page.fill('[name="on"]', "31/02/2027")
    page.fill('[name="reason"]', "Fin d’activité.")
    press(page, "membership.ask_to_leave")
    assert "Écrivez une date qui existe" in page.inner_text("main")
    checked(page, script)
    page.fill('[name="on"]', f"{clock.today():%d/%m/%Y}")
    press(page, "membership.ask_to_leave")
    press(page, "membership.stay")
    assert "Départ demandé" not in page.inner_text("main")
