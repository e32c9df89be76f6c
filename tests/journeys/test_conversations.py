"""Three people write to each other about a training: a desk, a telephone, an agency. Once without script."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support import path
from tests.support.axe import assert_accessible
from tests.support.walking import go

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("KAIROS_PICTURES")
LATE = "Bonjour,\nmon bus est supprimé lundi.\n\nPuis-je arriver à dix heures ?"
LONG = "Transportscollectifs" * 40


def _look(page, name: str, script: bool) -> None:
    if script:
        assert_accessible(page)
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}{'' if script else '-sans-script'}.png"), full_page=True)


def _write(page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    go(page.get_by_role("button", name="Envoyer"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_they_write_to_each_other(live, people, browsing, script):
    who = path.coordinator(people)
    row = path.retained(people, who, path.session(who, title="Soudure à l’arc"), path.me(people))
    phone = browsing(people.job_seeker, phone=True, script=script)
    desk, agency = browsing(who.someone, script=script), browsing(people.adviser, script=script)
    _from_the_telephone(live, phone, script)
    _from_the_desk(live, desk, row, script)
    _and_the_adviser(live, phone, agency, script)


def _from_the_telephone(live, phone, script):
    phone.goto(f"{live.url}/candidat/messages/")
    _look(phone, "conversations-vides", script)
    go(phone.get_by_role("link", name="L’organisme de « Soudure à l’arc »"))
    _look(phone, "premier-message", script)
    _write(phone, "")
    expect(phone.get_by_text("Écrivez votre message.").first).to_be_visible()
    _write(phone, f"{LATE} 1 85 05 78 006 084 91")
    expect(phone.get_by_text("Kairos n’a pas le droit").first).to_be_visible()
    expect(phone.get_by_label("Votre message")).to_have_value(re.compile("^Bonjour,"))
    _look(phone, "message-refuse", script)
    _write(phone, LATE)
    expect(phone.locator("#dernier")).to_contain_text("Puis-je arriver à dix heures ?")
    expect(phone.locator("#dernier")).to_contain_text("Pas encore lu")
    _write(phone, LONG)
    expect(phone.locator("#dernier")).to_contain_text(LONG)
    _look(phone, "message-envoye", script)


def _from_the_desk(live, desk, row, script):
    desk.goto(f"{live.url}/organisme/")
    go(desk.get_by_role("link", name="Lire").first)
    _look(desk, "conversations-de-l-organisme", script)
    go(desk.locator("tbody").get_by_role("link").first)
    expect(desk.get_by_text("Nouveau", exact=True)).to_have_count(2)
    _look(desk, "conversation-de-l-organisme", script)
    _write(desk, "Oui, l’atelier ouvre à dix heures.")
    expect(desk.locator("#dernier")).to_contain_text("l’atelier ouvre à dix heures")
    desk.goto(f"{live.url}/organisme/candidats/dossiers/{row.pk}/")
    go(desk.get_by_role("main").get_by_role("link", name="Messages"))
    expect(desk.locator("#dernier")).to_contain_text("l’atelier ouvre à dix heures")


def _and_the_adviser(live, phone, agency, script):
    phone.goto(f"{live.url}/candidat/")
    expect(phone.get_by_text("vous a écrit")).to_be_visible()
    _look(phone, "a-faire", script)
    go(phone.get_by_role("main").get_by_role("link", name="Lire").first)
    expect(phone.locator("#dernier")).to_contain_text("l’atelier ouvre à dix heures")
    phone.goto(f"{live.url}/candidat/messages/")
    go(phone.get_by_role("link", name="Votre conseiller"))
    _write(phone, "J’arriverai en retard lundi, l’organisme est d’accord.")
    agency.goto(f"{live.url}/conseiller/")
    go(agency.get_by_role("main").get_by_role("link", name="Lire").first)
    expect(agency.locator("#dernier")).to_contain_text("J’arriverai en retard")
    expect(agency.get_by_text("Puis-je arriver")).to_have_count(0)
    _look(agency, "conversation-de-l-agence", script)
    _write(agency, "C’est noté. Bon courage.")
    agency.goto(f"{live.url}/conseiller/messages/?voir=toutes")
    _look(agency, "conversations-de-l-agence", script)
    phone.reload()
    expect(phone.locator("#dernier")).to_contain_text("C’est noté")
    _look(phone, "mon-conseiller", script)
    live.drain()
    mails = [one for one in live.mailbox("") if one["subject"].startswith("Nouveau message")]
    assert mails
    assert not any("dix heures" in one["text"] or "C’est noté" in one["text"] for one in mails)
