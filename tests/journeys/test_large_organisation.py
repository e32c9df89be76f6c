"""A large organisation in real browsers: people found and changed together, a right narrowed to one of many places, the
journal filtered, exported and verified."""

import os

import pytest

from kairos.foundation.jobs import worker
from kairos.foundation.journal import sealing
from kairos.identity.habilitations.models import AccessGrant
from kairos.identity.organisations.models import Establishment
from tests.support.axe import assert_accessible
from tests.support.team import add_colleague

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KAIROS_SHOTS")


@pytest.mark.parametrize("options", [{"script": False}, {"phone": True}], ids=["without script", "phone"])
def test_a_large_organisation_stays_easy(people, browsing, options):
    centres(people)
    one, other = add_colleague(people, "sessions.consult"), add_colleague(people, title="Comptable")
    page, script = browsing(people.manager, **options), options.get("script", True)
    together(page, script, one.user.full_name, other.user.full_name)
    narrowed(page, script, other)
    read(page, script, other.user.last_name)


def centres(people) -> None:
    rows = [
        Establishment(
            organisation_id=people.organisation_m.pk, siret=f"9990090{n:07}", name=f"Centre {n:03}",
            address="1 rue", postcode="69003", town=f"Étampes-{n % 40}",
        )
        for n in range(120)
    ]  # fmt: skip
    Establishment.objects.using("owner").bulk_create(rows)


def together(page, script: bool, *names: str) -> None:
    page.goto("/gid/")
    checked(page, script, "personnes")
    for name in names:
        page.get_by_role("checkbox", name=f"Choisir {name}").check()
    page.get_by_label("Profil à donner").select_option(label="Formateur")
    page.get_by_role("button", name="Donner ce profil").click()
    checked(page, script, "profil")
    page.locator('[data-act="team.set_rights"]').click()
    assert "2 personnes : c’est fait" in plain(page)
    page.get_by_label("Droit").select_option(label="Assiduité, saisir")
    page.get_by_role("button", name="Chercher").click()
    assert page.locator("tbody tr").count() == 2
    page.get_by_role("checkbox", name=f"Choisir {names[0]}").check()
    page.get_by_role("button", name="Suspendre…").click()
    page.get_by_label("Pourquoi").fill("Session terminée.")
    checked(page, script, "suspendre")
    page.locator('[data-act="team.suspend_many"]').click()
    assert "Suspendue" in plain(page)


def narrowed(page, script: bool, who) -> None:
    """To one of a hundred and twenty establishments."""
    page.goto(f"/gid/habilitations/{who.affiliation.pk}/")
    page.locator('details:has([name="attendance.enter.cherche"]) summary').click()
    page.locator('[name="attendance.enter.cherche"]').fill("etampes 11")
    page.locator('button[name="chercher"][value="attendance.enter"]').click()
    checked(page, script, "lieux")
    page.get_by_label("Centre 011, Étampes-11").check()
    page.locator('[data-act="affiliation.set_rights"]').click()
    assert "Droits enregistrés" in plain(page)
    grant = AccessGrant.objects.using("owner").get(
        affiliation=who.affiliation.pk, right="attendance.enter", state="live"
    )
    assert len(grant.establishments) == 1
    page.goto("/gid/habilitations/?lieu=Centre+011")
    checked(page, script, "grille")
    assert page.locator("tbody tr").count() == 1


def read(page, script: bool, name: str) -> None:
    page.goto("/gid/journal/")
    checked(page, script, "journal")
    page.get_by_label("Nature").select_option(label="Actes")
    page.get_by_role("button", name="Filtrer").click()
    assert "Enregistrer les habilitations" in plain(page)
    assert "Lecture" not in page.inner_text("tbody")
    for file, link in (("journal.csv", "Exporter (CSV)"), ("journal.xlsx", "XLSX")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.suggested_filename == file
    page.get_by_label("Personne").fill("personne de ce nom")
    page.get_by_role("button", name="Filtrer").click()
    assert "Aucune écriture avec ces filtres" in plain(page)
    page.goto("/gid/journal/")
    page.locator('[data-act="chain_check.ask"]').click()
    sealing.seal()
    worker.drain()
    page.goto("/gid/journal/")
    checked(page, script, "verifie")
    assert "intact" in plain(page).lower()


def plain(page) -> str:
    return " ".join(page.inner_text("main").split())


def checked(page, script: bool, name: str) -> None:
    if not script:
        return
    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} is wider than the screen"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/large-{name}.png", full_page=True)
