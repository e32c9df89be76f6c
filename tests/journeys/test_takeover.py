"""Existing members taken over in a real browser: sent, matched by hand, looked at, taken, the rest corrected."""

import os
from pathlib import Path

import pytest

from tests.support.axe import assert_accessible
from tests.support.imports import MEMBERS, csv, member

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KAIROS_SHOTS")


@pytest.mark.parametrize("options", [{"phone": True}, {"script": False}], ids=["phone", "without script"])
def test_members_enter_by_a_file(people, browsing, options):
    page = browsing(people.supervisor, **options)
    script = options.get("script", True)
    page.goto("/operateur/reprise/")
    seen(page, script, "accueil")
    page.get_by_role("link", name="Organismes déjà adhérents").first.click()
    seen(page, script, "envoi")
    wrong = member(MEMBERS[1], postcode="99", manager_email="rgc@autres.example", name="Autres Cours")
    send(page, csv([member(), wrong]).replace(b"SIRET;", "Repère;".encode(), 1))
    seen(page, script, "correspondances")
    page.get_by_label("Repère").select_option(label="SIRET (indispensable)")
    press(page, "import_run.match")
    seen(page, script, "verifie")
    assert "Un code postal compte 5 chiffres" in page.inner_text("main")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le fichier avec ses erreurs").click()
    corrected = Path(download.value.path()).read_text("utf-8-sig")
    press(page, "import_run.take")
    seen(page, script, "pris")
    assert "1 ligne prise en compte" in plain(page)
    page.get_by_role("link", name="Envoyer un autre fichier").click()
    send(page, corrected.replace(";99;", ";93100;").encode("utf-8-sig"))
    assert "Prendre en compte 1 ligne" in plain(page)
    press(page, "import_run.take")
    page.goto("/operateur/reprise/")
    assert page.locator("tbody tr").count() == 2
    seen(page, script, "histoire")


def send(page, content: bytes) -> None:
    page.set_input_files('[name="file"]', files=[{"name": "adherents.csv", "mimeType": "text/csv", "buffer": content}])
    press(page, "import_run.receive")


def press(page, act: str) -> None:
    page.locator(f'[data-act="{act}"]').first.click()
    page.wait_for_load_state()


def plain(page) -> str:
    return " ".join(page.inner_text("main").split())


def seen(page, script: bool, name: str) -> None:
    if not script:
        return
    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} is wider than the screen"
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
