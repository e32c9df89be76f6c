"""A large organisation in real browsers: people found and changed together, a right narrowed to one of many places, the
journal filtered, exported and verified."""

import os

import pytest
from playwright.sync_api import expect

from kairos.foundation.jobs import worker
from kairos.foundation.journal import sealing
from kairos.identity.habilitations.models import AccessGrant
from kairos.identity.organisations.models import Establishment
from tests.support.axe import assert_accessible
from tests.support.team import add_colleague
from tests.support.walking import go, press, sees, sees_no

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
    go(page.get_by_role("button", name="Donner ce profil"))
    checked(page, script, "profil")
    press(page, "team.set_rights")
    sees(page, "2 personnes : c’est fait")
    page.get_by_label("Droit").select_option(label="Assiduité, saisir")
    go(page.get_by_role("button", name="Chercher"))
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("checkbox", name=f"Choisir {names[0]}").check()
    go(page.get_by_role("button", name="Suspendre…"))
    page.get_by_label("Pourquoi").fill("Session terminée.")
    checked(page, script, "suspendre")
    press(page, "team.suspend_many")
    sees(page, "Suspendue")


def narrowed(page, script: bool, who) -> None:
    """To one of a hundred and twenty establishments."""
    page.goto(f"/gid/habilitations/{who.affiliation.pk}/")
    page.locator('details:has([name="attendance.enter.cherche"]) summary').click()
    page.locator('[name="attendance.enter.cherche"]').fill("etampes 11")
    go(page.locator('button[name="chercher"][value="attendance.enter"]'))
    checked(page, script, "lieux")
    page.get_by_label("Centre 011, Étampes-11").check()
    press(page, "affiliation.set_rights")
    sees(page, "Droits enregistrés")
    grant = AccessGrant.objects.using("owner").get(
        affiliation=who.affiliation.pk, right="attendance.enter", state="live"
    )
    assert len(grant.establishments) == 1
    page.goto("/gid/habilitations/?lieu=Centre+011")
    checked(page, script, "grille")
    expect(page.locator("tbody tr")).to_have_count(1)


def read(page, script: bool, name: str) -> None:
    page.goto("/gid/journal/")
    checked(page, script, "journal")
    page.get_by_label("Nature").select_option(label="Actes")
    go(page.get_by_role("button", name="Filtrer"))
    sees(page, "Enregistrer les habilitations")
    sees_no(page, "Lecture", within="tbody")
    for file, link in (("journal.csv", "Exporter (CSV)"), ("journal.xlsx", "XLSX")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.suggested_filename == file
    page.get_by_label("Personne").fill("personne de ce nom")
    go(page.get_by_role("button", name="Filtrer"))
    sees(page, "Aucune écriture avec ces filtres")
    page.goto("/gid/journal/")
    press(page, "chain_check.ask")
    sealing.seal()
    worker.drain()
    page.goto("/gid/journal/")
    checked(page, script, "verifie")
    expect(page.locator("main")).to_contain_text("intact", ignore_case=True)


def checked(page, script: bool, name: str) -> None:
    if not script:
        return
    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} is wider than the screen"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/large-{name}.png", full_page=True)
