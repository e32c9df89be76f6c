"""One's own data, on a telephone: a correction is asked and answered, everything is downloaded. Once without script."""

import os
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.walking import go

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("KAIROS_PICTURES")
LONG = "Le-Goff-Martin-" * 15


def _look(page, name: str, script: bool) -> None:
    if script:
        assert_accessible(page)
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}{'' if script else '-sans-script'}.png"), full_page=True)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_correction_is_asked_and_answered_and_all_is_downloaded(live, people, browsing, script, tmp_path):
    phone, agency = browsing(people.job_seeker, phone=True, script=script), browsing(people.adviser, script=script)
    phone.goto(f"{live.url}/candidat/mes-donnees/")
    go(phone.get_by_role("link", name="Demander une correction"))
    phone.get_by_label("Une précision").fill("Depuis mars.")
    _look(phone, "correction", script)
    phone.get_by_label("De quoi s’agit-il").select_option("last_name")
    phone.get_by_label("Ce qui est juste").fill(LONG)
    go(phone.get_by_role("button", name="Envoyer ma demande"))
    expect(phone.get_by_text("Votre demande est envoyée")).to_be_visible()
    _look(phone, "mes-donnees", script)
    _answered(live, agency, script)
    phone.goto(f"{live.url}/candidat/mes-donnees/")
    expect(phone.get_by_text("C’est corrigé dans votre dossier.")).to_be_visible()
    with phone.expect_download() as waited:
        phone.get_by_role("link", name="Télécharger mes données").click()
    waited.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        archive.extract("mes-donnees.html", tmp_path)
        assert LONG in archive.read("mes-donnees.json").decode()
    phone.goto(f"file://{tmp_path}/mes-donnees.html")
    expect(phone.get_by_role("heading", name="Qui je suis")).to_be_visible()
    _look(phone, "mes-donnees-telechargees", script)


def _answered(live, agency, script):
    agency.goto(f"{live.url}/conseiller/")
    go(agency.get_by_role("main").get_by_role("link", name="Répondre").first)
    _look(agency, "demande", script)
    go(agency.get_by_role("button", name="Refuser"))
    expect(agency.get_by_text("Dites pourquoi").first).to_be_visible()
    _look(agency, "demande-refusee", script)
    agency.get_by_label("Votre réponse").fill("C’est corrigé dans votre dossier.")
    go(agency.get_by_role("button", name="Accepter"))
    expect(agency.get_by_text("C’est corrigé dans votre dossier.")).to_be_visible()
    _look(agency, "demande-repondue", script)
