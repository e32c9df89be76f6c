"""Rights in real browsers: granted on the grid, refused by a page, asked, granted, used; a second person agrees."""

import pytest

from tests.support.axe import assert_accessible
from tests.support.team import add_colleague

pytestmark = pytest.mark.browser


def checked(page, script: bool) -> None:
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"


def press(page, act: str) -> None:
    page.locator(f'[data-act="{act}"]').first.click()
    page.wait_for_load_state()


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
    assert "Méridienne Formation" in colleague.inner_text("main")
    for_oneself(manager, people.manager.user.full_name, script)
    agreed(browsing(second.someone, **options), script)
    manager.goto("/gid/mes-droits/")
    checked(manager, script)
    assert "Vous avez 1 droit" in manager.inner_text("main").replace("\xa0", " ")


def granted_on_the_grid(page, name: str, script: bool) -> None:
    page.goto("/portail/")
    page.get_by_role("link", name="Habilitations (GID)").first.click()
    page.get_by_role("link", name="Grille des droits").first.click()
    checked(page, script)
    tick(page, name, "Devis", "saisir")
    tick(page, name, "Devis", "consulter")
    if script:
        assert "2 changements à enregistrer" in page.inner_text("main").replace("\xa0", " ")
    press(page, "team.set_rights")
    assert "2 droits changés" in page.inner_text("main").replace("\xa0", " ")
    checked(page, script)
    page.get_by_role("link", name=name).click()
    checked(page, script)
    page.get_by_role("link", name="Que peut faire cette personne").click()
    checked(page, script)
    assert "Préparer un devis." in page.inner_text("main")
    page.goto("/gid/habilitations/qui/?droit=quotes.enter")
    checked(page, script)
    assert name in page.inner_text("main")


def asked_from_the_refused_page(page, manager: str, script: bool) -> None:
    assert page.goto("/portail/organisation/").status == 403
    checked(page, script)
    assert manager in page.inner_text("main")
    page.get_by_role("link", name="Demander « Organisme, consulter »").click()
    checked(page, script)
    page.fill('[name="why"]', "Lire notre numéro d’adhésion.")
    press(page, "right_request.ask")
    assert "Demande envoyée" in page.inner_text("main")
    checked(page, script)


def granted(page, script: bool) -> None:
    page.goto("/gid/demandes/")
    checked(page, script)
    press(page, "right_request.grant")
    assert "Droit accordé" in page.inner_text("main")
    checked(page, script)


def for_oneself(page, name: str, script: bool) -> None:
    page.goto("/gid/habilitations/")
    tick(page, name, "Facturation", "consulter")
    press(page, "team.set_rights")
    page.goto("/gid/accords/")
    checked(page, script)
    assert "Ce que vous avez demandé pour vous" in page.inner_text("main")


def agreed(page, script: bool) -> None:
    page.goto("/gid/accords/")
    checked(page, script)
    press(page, "access_grant.agree")
    assert "Droit approuvé" in page.inner_text("main")
    checked(page, script)
