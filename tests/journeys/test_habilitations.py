"""Rights in real browsers: granted on the grid, refused by a page, asked, granted, used; a second person agrees."""

import pytest

from tests.support.axe import assert_accessible
from tests.support.team import add_colleague
from tests.support.walking import go, press, sees

pytestmark = pytest.mark.browser


def checked(page, script: bool) -> None:
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"


def tick(page, name: str, area: str, grade: str) -> None:
    """By what assistive technology calls the box."""
    page.get_by_role("checkbox", name=f"{name} {area} {grade}").check()


@pytest.mark.parametrize(
    "options", [{"script": False}, {"phone": True, "theme": "dark"}], ids=["without script", "phone in the dark"]
)
def test_granted_refused_asked_granted_used_and_agreed(people, live, browsing, options):
    script = options.get("script", True)
    karim, second = add_colleague(people, "sessions.consult"), add_colleague(people, "organisation.approve")
    manager, colleague = browsing(people.manager, **options), browsing(karim.someone, **options)
    granted_on_the_grid(manager, karim.user.full_name, script)
    asked_from_the_refused_page(colleague, people.manager.user.full_name, script)
    granted(manager, script)
    colleague.goto("/portail/organisation/")
    sees(colleague, "Méridienne Formation")
    for_oneself(manager, people.manager.user.full_name, script)
    agreed(browsing(second.someone, **options), script)
    manager.goto("/gid/mes-droits/")
    checked(manager, script)
    sees(manager, "Vous avez 1 droit")


def granted_on_the_grid(page, name: str, script: bool) -> None:
    page.goto("/portail/")
    go(page.get_by_role("link", name="Habilitations (GID)").first)
    go(page.get_by_role("link", name="Grille des droits").first)
    checked(page, script)
    tick(page, name, "Devis", "saisir")
    tick(page, name, "Devis", "consulter")
    if script:
        sees(page, "2 changements à enregistrer")
    press(page, "team.set_rights")
    sees(page, "2 droits changés")
    checked(page, script)
    go(page.get_by_role("link", name=name))
    checked(page, script)
    go(page.get_by_role("link", name="Que peut faire cette personne"))
    checked(page, script)
    sees(page, "Préparer un devis.")
    page.goto("/gid/habilitations/qui/?droit=quotes.enter")
    checked(page, script)
    sees(page, name)


def asked_from_the_refused_page(page, manager: str, script: bool) -> None:
    assert page.goto("/portail/organisation/").status == 403
    checked(page, script)
    sees(page, manager)
    go(page.get_by_role("link", name="Demander « Organisme, consulter »"))
    checked(page, script)
    page.fill('[name="why"]', "Lire notre numéro d’adhésion.")
    press(page, "right_request.ask")
    sees(page, "Demande envoyée")
    checked(page, script)


def granted(page, script: bool) -> None:
    page.goto("/gid/demandes/")
    checked(page, script)
    press(page, "right_request.grant")
    sees(page, "Droit accordé")
    checked(page, script)


def for_oneself(page, name: str, script: bool) -> None:
    page.goto("/gid/habilitations/")
    tick(page, name, "Facturation", "consulter")
    press(page, "team.set_rights")
    page.goto("/gid/accords/")
    checked(page, script)
    sees(page, "Ce que vous avez demandé pour vous")


def agreed(page, script: bool) -> None:
    page.goto("/gid/accords/")
    checked(page, script)
    press(page, "access_grant.agree")
    sees(page, "Droit approuvé")
    checked(page, script)
