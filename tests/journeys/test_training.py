"""From retained to the inspector's file, by three people at once: a desk, two telephones."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kairos.foundation import clock
from tests.support import agencies, attendance, path, signing
from tests.support.axe import assert_accessible
from tests.support.walking import go

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("KAIROS_PICTURES")


def _look(page, name: str) -> None:
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_from_retained_to_the_inspectors_file(live, people, browsing, enter, tmp_path):
    who = attendance.clerk(people)
    session = path.begun(
        who, (clock.today() - attendance.last_month()).days, timetable=signing.ALL_WEEK, title="Soudure à l’arc"
    )
    other = agencies.followed(people.adviser)
    for person in (path.me(people), other):
        path.retained(people, who, session, person)
    desk = browsing(who.someone)
    phones = [browsing(people.job_seeker, phone=True), browsing(agencies.activate(other), phone=True)]
    group = f"{live.url}/organisme/candidats/sessions/{session.pk}"
    _all_enter(desk, group)
    _signed_on_two_phones(live, desk, phones)
    months = [f"{live.url}/organisme/sessions/{session.pk}/assiduite/{day:%Y-%m}/" for day in _months()]
    _submitted(desk, months[0])
    _contested_and_settled(live, desk, *phones)
    _all_leave(desk, group)
    _submitted(desk, months[1])
    for months, phone in enumerate(phones, 1):
        _confirmed(live, phone, months)
    live.run("clock", "advance", "4d")
    enter(desk, who.someone)
    enter(phones[0], people.job_seeker)
    [mine] = [one for one in attendance.enrolments(session) if one.person_id == path.me(people).pk]
    _assessed(live, desk, phones[0], mine)
    _verified(live, desk, group, tmp_path / "controle.zip")


def _months():
    return attendance.last_month(), clock.today().replace(day=1)


def _all_enter(desk, group):
    desk.goto(f"{group}/formation/")
    desk.get_by_label("Heures prévues").fill("300")
    go(desk.get_by_role("button", name="Inscrire le groupe"))
    expect(desk.get_by_text("2 personnes déclarées")).to_be_visible()
    go(desk.get_by_role("link", name="Entrées (AES)"))
    desk.get_by_label("Si c’est tard, pourquoi").fill("Oubli.")
    _look(desk, "entrees")
    go(desk.get_by_role("button", name="Déclarer les entrées"))
    expect(desk.get_by_text("2 personnes déclarées")).to_be_visible()


def _signed_on_two_phones(live, desk, phones):
    desk.goto(f"{live.url}/organisme/emargement/")
    go(desk.get_by_role("button", name="Ouvrir l’émargement").first)
    for signed, phone in enumerate(phones, 1):
        phone.goto(f"{live.url}/candidat/emarger/")
        desk.reload()
        phone.get_by_label("Le code affiché").fill(desk.locator("#en-direct .figure").inner_text())
        go(phone.get_by_role("button", name="Je signe"))
        expect(phone.get_by_text("C’est signé")).to_be_visible()
        expect(desk.locator("#combien")).to_contain_text(f"{signed} personne")
    desk.get_by_label("J’atteste").check()
    go(desk.get_by_role("button", name="Contresigner"))
    expect(desk.locator("main")).to_have_attribute("data-lifecycle", "countersigned")
    _look(desk, "contresignee")


def _submitted(desk, month):
    desk.goto(month)
    desk.locator(".att tbody input[maxlength]").first.focus()
    desk.get_by_role("button", name="Tous présents").click()
    go(desk.get_by_role("button", name="Enregistrer et rendre"))
    desk.get_by_label("Je déclare que").check()
    go(desk.get_by_role("button", name="Rendre le mois"))
    expect(desk.get_by_text("2 mois rendus")).to_be_visible()


def _contested_and_settled(live, desk, one, other):
    one.goto(f"{live.url}/candidat/assiduite/")
    one.get_by_text("Ce n’est pas exact").click()
    one.get_by_label("Ce qui s’est passé").fill("Je suis parti à onze heures.")
    go(one.get_by_role("button", name="Contester"))
    _confirmed(live, other, 1)
    desk.goto(f"{live.url}/organisme/assiduite/")
    go(desk.get_by_role("link", name="Répondre"))
    go(desk.locator("#rendus tr", has_text="Contesté").get_by_role("link"))
    go(desk.get_by_role("link", name="Maintenir le mois"))
    desk.get_by_label("Pourquoi").fill("La feuille est signée, matin et après-midi.")
    go(desk.get_by_role("button", name="Maintenir"))
    expect(desk.locator("main")).to_have_attribute("data-lifecycle", "locked")
    one.reload()
    expect(one.get_by_text("La feuille est signée")).to_be_visible()


def _confirmed(live, phone, months):
    phone.goto(f"{live.url}/candidat/assiduite/")
    go(phone.get_by_role("button", name="Confirmer mon mois"))
    expect(phone.get_by_text("Confirmé", exact=True)).to_have_count(months)
    _look(phone, "mes-mois")


def _all_leave(desk, group):
    desk.goto(f"{group}/formation/?etape=sortir")
    for choice in desk.locator("tbody select").all():
        choice.select_option(label="Formation terminée")
    _look(desk, "sorties")
    go(desk.get_by_role("button", name="Déclarer les sorties"))
    expect(desk.get_by_text("2 personnes déclarées")).to_be_visible()


def _assessed(live, desk, phone, enrolment):
    desk.goto(f"{live.url}/organisme/candidats/dossiers/{enrolment.pk}/")
    go(desk.get_by_role("main").get_by_role("link", name="Bilan").first)
    for label, said in path.REVIEW.items():
        field = desk.locator(f"[name={label}]").first
        if field.evaluate("one => one.tagName") == "TEXTAREA":
            field.fill(said)
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(said)
        else:
            desk.locator(f"[name={label}][value={said}]").check()
    _look(desk, "bilan-a-ecrire")
    go(desk.get_by_role("button", name="Enregistrer et valider"))
    go(desk.get_by_role("button", name="Partager le bilan"))
    expect(desk.locator("main")).to_have_attribute("data-lifecycle", "shared")
    _look(desk, "bilan-partage")
    go(desk.get_by_role("button", name="Délivrer le certificat de réalisation"))
    paper = desk.get_by_role("link", name="Certificat de réalisation (PDF)").get_attribute("href")
    assert desk.request.get(live.url + paper).body().startswith(b"%PDF")
    _proved(live, phone, re.search(r"code ([\w-]{19})", desk.inner_text("main"))[1])
    phone.goto(f"{live.url}/candidat/documents/")
    expect(phone.get_by_role("link", name="Certificat de réalisation (PDF)")).to_be_visible()
    _look(phone, "mes-documents")
    go(phone.get_by_role("link", name="Mes bilans de formation"))
    expect(phone.get_by_text(path.REVIEW["recommendation"])).to_be_visible()
    _look(phone, "mon-bilan")


def _proved(live, phone, code):
    phone.goto(f"{live.url}/verifier/")
    phone.get_by_label("Code du document").fill(code.lower())
    go(phone.get_by_role("button", name="Vérifier"))
    expect(phone.get_by_role("heading", name="Document authentique")).to_be_visible()
    _look(phone, "verifier")


def _verified(live, desk, group, file: Path):
    desk.goto(f"{group}/controle/")
    desk.get_by_label("Pour quel contrôle").fill("Contrôle de la DREETS")
    go(desk.get_by_role("button", name="Préparer le dossier"))
    expect(desk.get_by_text("En préparation", exact=True)).to_be_visible()
    live.drain()
    with desk.expect_download() as found:
        desk.get_by_role("link", name="Télécharger le dossier").click()
    found.value.save_as(file)
    _look(desk, "controle")
    assert "Dossier intact" in live.run("bundle", "verify", str(file))
