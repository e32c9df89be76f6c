"""Quality in real browsers: filed by a provider that is no member, decided by the operator, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.support import papers
from tests.support.axe import assert_accessible
from tests.support.walking import follow, go, press, sees, stands

pytestmark = pytest.mark.browser


def checked(page, script: bool) -> None:
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"


@pytest.mark.parametrize(
    "options",
    [{}, {"script": False}, {"phone": True, "theme": "dark"}],
    ids=["desktop", "without script", "phone in the dark"],
)
def test_a_certificate_is_filed_completed_and_recorded(people, live, browsing, options):
    script = options.get("script", True)
    provider, officer = browsing(people.owner_a, **options), browsing(people.instructor, **options)
    begin(provider, script)
    refused_then_sent(provider, script)
    dossier = complement_asked(officer, script)
    provider.reload()
    sees(provider, "La page 2 manque.")
    provider.set_input_files('[name="other"]', files=[sent(papers.jpeg(), "page 2.jpg", "image/jpeg")])
    checked(provider, script)
    press(provider, "quality_request.resubmit")
    accepted(officer, dossier, script)
    provider.goto("/compte/qualite/")
    sees(provider, "Valable")
    checked(provider, script)


def begin(page, script: bool) -> None:
    page.goto("/compte/")
    go(page.locator("#qualite").get_by_role("link", name="Ouvrir"))
    checked(page, script)
    press(page, "quality_request.open")
    checked(page, script)


def sent(content: bytes, name: str, media_type: str) -> dict:
    return {"name": name, "mimeType": media_type, "buffer": content}


def refused_then_sent(page, script: bool) -> None:
    """A disguised file and a wrong date are said at once; what was right is still there."""
    page.fill('[name="certificate_number"]', "RNQ-77")
    page.fill('[name="certifier"]', "Certif’Exemple")
    page.check('[name="categories"][value="training"]')
    page.fill('[name="valid_from"]', "3/9/2026")
    page.fill('[name="valid_until"]', "31/02/2029")
    files = [sent(papers.pdf(), "certificat.pdf", "application/pdf"), sent(b"<svg/>", "logo.pdf", "application/pdf")]
    page.set_input_files('[name="certificate"]', files=files)
    press(page, "quality_request.submit")
    sees(page, "Écrivez une date qui existe", "Ce fichier n’est ni un PDF")
    expect(page.locator('[name="certificate_number"]')).to_have_value("RNQ-77")
    expect(page.locator("#documents").get_by_role("link", name="certificat.pdf")).to_be_visible()
    checked(page, script)
    page.fill('[name="valid_until"]', "2/9/2029")
    press(page, "quality_request.submit")
    stands(page, "submitted")
    checked(page, script)


def complement_asked(page, script: bool) -> str:
    page.goto("/operateur/qualite/")
    checked(page, script)
    follow(page, "Les Ateliers du Canal")
    checked(page, script)
    press(page, "quality_request.take")
    with page.expect_download() as download:
        page.get_by_role("link", name="certificat.pdf").click()
    assert download.value.suggested_filename == "certificat.pdf"
    checked(page, script)
    page.fill('[name="reason"]', "La page 2 manque.")
    press(page, "quality_request.ask_complement")
    stands(page, "complement")
    return page.url


def accepted(page, dossier: str, script: bool) -> None:
    page.goto(dossier)
    sees(page, "page 2.jpg", within="#documents")
    checked(page, script)
    press(page, "quality_request.accept")
    stands(page, "accepted")
    follow(page, "Retirer ce certificat…")
    checked(page, script)
