"""The last place of an information collective: one takes it on a telephone, another waits, the group is decided."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kairos.path.appointments import wording
from tests.support import agencies, path
from tests.support.axe import assert_accessible
from tests.support.walking import go

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("KAIROS_PICTURES")


def _look(page, name: str) -> None:
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_the_last_place_the_waiting_list_and_the_results(live, people, browsing):
    who = path.coordinator(people)
    session = path.session(who)
    slot = path.slot(who, session, capacity=2, comment="Apportez une pièce d’identité.")
    path.booked(path.referred(people, session), slot)
    path.referred(people, session, path.me(people))
    rival = agencies.activate(agencies.followed(people.adviser), "rival")
    path.referred(people, session, path.JobSeeker(pk=rival.actor.jobseeker))

    mine, theirs = browsing(people.job_seeker, phone=True), browsing(rival, phone=True)
    _taken(live, mine, theirs)
    _decided(live, browsing(who.someone), slot)

    adviser = browsing(people.adviser)
    adviser.goto(f"{live.url}/conseiller/personnes/{people.job_seeker.actor.jobseeker}/")
    go(adviser.get_by_role("link", name="Formations et rendez-vous"))
    expect(adviser.get_by_text("Retenu", exact=True)).to_be_visible()
    _look(adviser, "conseiller")
    adviser.goto(f"{live.url}/conseiller/rendez-vous/?vue=jour&jour={wording.day_of(path.again(slot))}")
    expect(adviser.get_by_text("Présent", exact=True).first).to_be_visible()
    _look(adviser, "agenda-conseiller")
    mine.reload()
    expect(mine.get_by_text("Retenu", exact=True)).to_be_visible()
    go(mine.get_by_role("link", name="Dans le calendrier de mon téléphone"))
    go(mine.get_by_role("button", name="Créer l’adresse"))
    expect(mine.get_by_label("Copiez-la")).to_have_value(re.compile(r"/rendez-vous/calendrier/.+\.ics$"))
    _look(mine, "calendrier")
    mine.goto(f"{live.url}/compte/notifications/")
    mine.get_by_role("group", name="Premier rappel d’un rendez-vous").get_by_label("Par courriel").uncheck()
    go(mine.get_by_role("button", name="Enregistrer mes choix"))
    expect(mine.get_by_role("status")).to_contain_text("Vos choix sont enregistrés")
    _look(mine, "notifications")


def _taken(live, mine, theirs):
    """On two telephones; the second one had the page open when the place went."""
    for page in (mine, theirs):
        page.goto(f"{live.url}/candidat/rendez-vous/")
    expect(theirs.get_by_text("· 1 place")).to_be_visible()
    _look(mine, "choisir")
    go(mine.get_by_role("button", name="Réserver"))
    go(mine.get_by_role("button", name="Je serai là"))
    expect(mine.locator("#places").get_by_text("Je serai là")).to_be_visible()
    _look(mine, "reserve")

    go(theirs.get_by_role("button", name="Réserver"))
    expect(theirs.get_by_role("alert")).to_contain_text("Toutes les places de ce rendez-vous sont prises")
    go(theirs.get_by_role("button", name="M’inscrire sur la liste d’attente"))
    expect(theirs.locator("#places").get_by_text("Sur liste d’attente")).to_be_visible()
    _look(theirs, "attente")


def _decided(live, desk, slot):
    """The whole group in one screen."""
    desk.goto(f"{live.url}/organisme/rendez-vous/?vue=liste")
    expect(desk.get_by_text("2 / 2")).to_be_visible()
    _look(desk, "liste")
    desk.goto(f"{live.url}/organisme/rendez-vous/nouveau/")
    _look(desk, "nouveau")
    path.begin(slot)
    desk.goto(f"{live.url}/organisme/rendez-vous/{slot.pk}/")
    expect(desk.get_by_role("heading", name="Personnes")).to_contain_text("3")
    _look(desk, "creneau")
    go(desk.get_by_role("link", name="Noter les résultats"))
    for choice in desk.get_by_label("Résultat :").all():
        choice.select_option("Retenu")
    _look(desk, "resultats")
    go(desk.get_by_role("button", name="Arrêter les résultats"))
    expect(desk.locator("main")).to_have_attribute("data-lifecycle", "closed")
