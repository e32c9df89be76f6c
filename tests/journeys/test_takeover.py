"""Existing members taken over in a real browser: sent, matched by hand, looked at, taken, the rest corrected."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.imports import MEMBERS, csv, member
from tests.support.walking import go, press, sees

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KAIROS_SHOTS")


@pytest.mark.parametrize("options", [{"phone": True}, {"script": False}], ids=["phone", "without script"])
def test_members_enter_by_a_file(people, browsing, options):
    page = browsing(people.supervisor, **options)
    script = options.get("script", True)
    page.goto("/operateur/reprise/")
    seen(page, script, "accueil")
    go(page.get_by_role("link", name="Organismes déjà adhérents").first)
    seen(page, script, "envoi")
    wrong = member(MEMBERS[1], postcode="99", manager_email="rgc@autres.example", name="Autres Cours")
    send(page, csv([member(), wrong]).replace(b"SIRET;", "Repère;".encode(), 1))
    seen(page, script, "correspondances")
    page.get_by_label("Repère").select_option(label="SIRET (indispensable)")
    press(page, "import_run.match")
    seen(page, script, "verifie")
    sees(page, "Un code postal compte 5 chiffres")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le fichier avec ses erreurs").click()
    corrected = Path(download.value.path()).read_text("utf-8-sig")
    press(page, "import_run.take")
    seen(page, script, "pris")
    sees(page, "1 ligne prise en compte")
    go(page.get_by_role("link", name="Envoyer un autre fichier"))
    send(page, corrected.replace(";99;", ";93100;").encode("utf-8-sig"))
    sees(page, "Prendre en compte 1 ligne")
    press(page, "import_run.take")
    page.goto("/operateur/reprise/")
    expect(page.locator("tbody tr")).to_have_count(2)
    seen(page, script, "histoire")


def send(page, content: bytes) -> None:
    page.set_input_files('[name="file"]', files=[{"name": "adherents.csv", "mimeType": "text/csv", "buffer": content}])
    press(page, "import_run.receive")


def seen(page, script: bool, name: str) -> None:
    if not script:
        return
    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} is wider than the screen"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
