"""A month for twelve by keyboard, submitted, contested on a telephone, corrected; the same day on a telephone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support import attendance, path
from tests.support.axe import assert_accessible
from tests.support.walking import go

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("KAIROS_PICTURES")


def _look(page, name: str) -> None:
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_a_month_for_twelve_by_keyboard(live, people, browsing):
    who = attendance.clerk(people)
    session = attendance.group(people, who, 11)
    path.in_training(people, who, session, path.me(people))
    month = f"{live.url}/organisme/sessions/{session.pk}/assiduite/{attendance.last_month():%Y-%m}/"
    desk = browsing(who.someone)
    _filled(desk, month)
    _submitted(desk)
    mine = browsing(people.job_seeker, phone=True)
    _contested(live, mine)
    _corrected(live, desk)
    _on_a_telephone(live, browsing(who.someone, phone=True), session)


def _filled(desk, month):
    desk.goto(month)
    cells = desk.locator(".att tbody input[maxlength]")
    cells.first.focus()
    for key in ("A", "J", "ArrowDown", "R", "ArrowDown", "ArrowLeft", "E", "F"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-changes]")).to_have_text("5 cellules changées")
    desk.keyboard.press("ArrowUp")
    desk.get_by_role("button", name="Tous présents").click()
    expect(desk.locator('.att tbody input[maxlength][value=""]')).to_have_count(0)
    first = desk.locator(".att tbody tr").first
    live_done = first.locator(".sum").first.inner_text()
    _look(desk, "mois-tape")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").filter(has_text="enregistrées")).to_be_visible()
    expect(first.locator(".sum").first).to_have_text(live_done)
    _look(desk, "mois-precisions")
    for minutes in desk.get_by_label("Minutes manquées").all():
        minutes.fill("30")
    desk.get_by_label("Motif,").select_option("Entretien d’embauche")
    go(desk.get_by_role("button", name="Enregistrer et rendre"))


def _submitted(desk):
    expect(desk.get_by_role("heading", name="Rendre le mois")).to_be_visible()
    _look(desk, "rendre")
    desk.get_by_label("Je déclare que").check()
    go(desk.get_by_role("button", name="Rendre le mois"))
    expect(desk.get_by_text("12 mois rendus")).to_be_visible()


def _contested(live, mine):
    mine.goto(f"{live.url}/candidat/")
    mine.goto(f"{live.url}/candidat/assiduite/")
    mine.get_by_text("Ce n’est pas exact").click()
    mine.get_by_label("Ce qui s’est passé").fill("Ce matin-là, je passais un entretien.")
    _look(mine, "candidat")
    go(mine.get_by_role("button", name="Contester"))
    expect(mine.get_by_text("« Ce matin-là, je passais un entretien. »")).to_be_visible()


def _corrected(live, desk):
    desk.goto(f"{live.url}/organisme/assiduite/")
    _look(desk, "groupes")
    go(desk.get_by_role("link", name="Répondre"))
    go(desk.locator("#rendus tr", has_text="Contesté").get_by_role("link"))
    _look(desk, "personne")
    go(desk.get_by_role("link", name="Corriger le mois"))
    desk.get_by_label("Pourquoi").fill("Un entretien, la convocation est jointe.")
    go(desk.get_by_role("button", name="Corriger le mois"))
    expect(desk.locator("main")).to_have_attribute("data-lifecycle", "open")


def _on_a_telephone(live, page, session):
    page.goto(f"{live.url}/organisme/sessions/{session.pk}/assiduite/{attendance.last_month():%Y-%m}/")
    _look(page, "mois-telephone")
    board_day = page.get_by_role("link", name="Jour").get_attribute("href")
    page.goto(live.url + board_day)
    _look(page, "jour-telephone")
