"""A membership's life in real browsers: renewed, accused, suspended, heard, withdrawn, restored."""

import pytest

from kairos.foundation import clock
from tests.support import memberships
from tests.support.axe import assert_accessible
from tests.support.walking import follow, press, sees, sees_no, stands

pytestmark = pytest.mark.browser


def checked(page, script: bool) -> None:
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"


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
    stands(provider, "active")
    leaving(provider, script)


def renewal_asked(page, script: bool) -> None:
    page.goto("/compte/")
    checked(page, script)
    follow(page, "Renouveler")
    checked(page, script)
    press(page, "membership.ask_renewal")
    sees(page, "Cochez la case")
    checked(page, script)
    page.check('[name="accepted"]')
    press(page, "membership.ask_renewal")
    sees(page, "Renouvellement demandé")


def renewed(page, script: bool) -> None:
    page.goto("/operateur/")
    follow(page, "Renouvellement demandé : Les Ateliers du Canal")
    checked(page, script)
    press(page, "membership.renew")
    sees_no(page, "Renouvellement demandé", within="#adhesion")
    page.goto("/operateur/adherents/")
    checked(page, script)
    follow(page, "Les Ateliers du Canal")
    stands(page, "active")


def accused(page, script: bool) -> None:
    follow(page, "Ouvrir une procédure")
    page.check('[name="urgent"]')
    press(page, "access_procedure.open")
    sees(page, "Choisissez la clause")
    checked(page, script)
    page.select_option('[name="clause"]', label=memberships.CLAUSE)
    page.fill('[name="reason"]', memberships.HELD_AGAINST)
    page.fill('[name="urgent_reason"]', "Chaque jour, de nouveaux appels.")
    press(page, "access_procedure.open")
    stands(page, "suspended")
    checked(page, script)


def answered(page, script: bool) -> None:
    page.goto("/compte/")
    sees(page, "le portail est fermé")
    checked(page, script)
    follow(page, "Répondre")
    sees(page, memberships.HELD_AGAINST, within="#procedure")
    page.fill('#procedure [name="text"]', "Un salarié, parti depuis.")
    checked(page, script)
    press(page, "access_procedure.answer")
    sees(page, "L’opérateur décide au plus tard", within="#procedure")


def withdrawn_and_restored(page, script: bool) -> None:
    page.goto("/operateur/adherents/suspendues/")
    checked(page, script)
    follow(page, "Les Ateliers du Canal")
    sees(page, "Un salarié, parti depuis.", within="#procedure")
    follow(page, "Retirer l’accès…")
    page.fill('[name="reason"]', "Les faits sont reconnus.")
    checked(page, script)
    press(page, "access_procedure.withdraw")
    stands(page, "withdrawn")
    follow(page, "Rétablir l’accès…")
    page.fill('[name="reason"]', "Engagement signé.")
    press(page, "membership.restore")
    stands(page, "active")
    checked(page, script)


def leaving(page, script: bool) -> None:
    """Asked, then renounced."""
    follow(page, "Quitter Kairos")
    page.fill('[name="on"]', "31/02/2027")
    page.fill('[name="reason"]', "Fin d’activité.")
    press(page, "membership.ask_to_leave")
    sees(page, "Écrivez une date qui existe")
    checked(page, script)
    page.fill('[name="on"]', f"{clock.today():%d/%m/%Y}")
    press(page, "membership.ask_to_leave")
    press(page, "membership.stay")
    sees_no(page, "Départ demandé")
