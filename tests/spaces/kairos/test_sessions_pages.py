"""The catalogue on screen, without script: written, warned about, published, found, explained."""

import re
from datetime import timedelta
from html import unescape

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.imports import writing
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.isolation import scope
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue.importing.columns import COLUMNS
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from tests.support import catalogue
from tests.support.catalogue import WEEK, line, send
from tests.support.team import run

HOME, NEW = "/organisme/sessions/", "/organisme/sessions/nouvelle/"


@pytest.fixture
def planner(people):
    return catalogue.planner(people)


@pytest.fixture
def browser(as_person, planner):
    return as_person(planner.someone)


def text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


def in_days(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%d/%m/%Y}"


def typed(**more: str) -> dict[str, str]:
    values = {
        "title": "Assistant de vie aux familles", "starts_on": in_days(14), "ends_on": in_days(74), "entry": "0",
        "teaching": "0", "postcode": "75011", "town": "Paris", "hours_centre": "300", "capacity": "12",
    }  # fmt: skip
    return values | more


def only(**more) -> TrainingSession:
    return TrainingSession.objects.using("owner").select_related("delivery__course").get(**more)


def test_a_session_is_written_corrected_published_and_found(browser):
    hidden = re.search(r'name="seen" value="([^"]+)"', browser.get(NEW).content.decode())[1]
    sent = typed(seen=hidden, hours_centre="", t0="3 h 30", t1="3h30", closures="24/12/2026 au 03/01/2027")
    first = browser.post(NEW, sent)
    again = browser.post(NEW, sent)
    session = only()
    assert first.url == again.url == f"{HOME}{session.pk}/"
    assert (session.timetable[:3], session.closures) == ([210, 210, 0], [["2026-12-24", "2027-01-03"]])
    page = browser.get(first.url)
    assert "Écrivez les heures" in text(page)
    refused = browser.post(f"{first.url}publier/")
    assert refused.status_code == 422
    form = browser.get(f"{first.url}modifier/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1]
    assert 'value="3 h 30"' in form.replace("\u00a0", " ")
    assert browser.post(f"{first.url}modifier/", typed(seen=seen, funders="4")).status_code == 302
    assert browser.post(f"{first.url}publier/").status_code == 302
    assert only().state == "published"
    for question in ("q=vie assist", "lieu=75", "financeur=4", f"q={session.number}", f"du={in_days(10)}"):
        assert "Assistant de vie" in text(browser.get(f"/organisme/catalogue/?{question}"))
        assert "Assistant de vie" in text(browser.get(f"{HOME}?{question}"))
    for question in ("q=soudure", "lieu=69", "financeur=2", f"du={in_days(20)}"):
        assert "Aucune session ne répond" in text(browser.get(f"/organisme/catalogue/?{question}"))
        assert "Aucune session ne répond" in text(browser.get(f"{HOME}?{question}"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": in_days(3)}, "Le dernier jour vient avant le premier"),
        ({"starts_on": "31/02/2027"}, "Écrivez une date qui existe"),
        ({"postcode": "7501"}, "code postal"),
        ({"hours_centre": "beaucoup"}, "nombre entier"),
        ({"formacodes": "4402"}, "« 4402 » n’est pas un code Formacode"),
        ({"rncp": "RNCP"}, "RNCP suivi de chiffres"),
        ({"t0": "9 h"}, "six heures au plus"),
        ({"closures": "Noël"}, "« Noël » n’est pas une période"),
        ({"m0_title": "Gestes"}, "Écrivez son premier jour"),
        ({"m0_title": "Gestes", "m0_from": in_days(20), "m0_to": in_days(18)}, "Un module finit avant"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(browser, wrong, said):
    answer = browser.post(NEW, typed(**wrong))
    assert answer.status_code == 422
    assert said in text(answer)
    html = unescape(answer.content.decode())
    assert all(value in html for value in typed(**wrong).values())
    assert not TrainingSession.objects.using("owner").exists()


def test_what_looks_wrong_is_said_while_one_types_and_maintained_with_a_reason(planner, browser):
    other = catalogue.published(planner, timetable=WEEK, room="Salle 3")
    answer = browser.post(f"{HOME}verifier/", typed(room="salle 3", t0="3 h"), headers={"HX-Request": "true"})
    assert text(answer).count(other.number) == 2
    assert f"{HOME}{other.pk}/" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    page = browser.post(NEW, typed()).url
    assert f"mêmes dates que la session {other.number}" in text(browser.get(page))
    refused = browser.post(f"{page}publier/")
    assert refused.status_code == 422
    key = f"duplicate:{other.pk}"
    assert browser.post(f"{page}maintenir/", {"avertissement": key, "reason": ""}).status_code == 422
    browser.post(f"{page}maintenir/", {"avertissement": key, "reason": "Deux groupes le même jour."})
    assert "Maintenu : Deux groupes le même jour." in text(browser.get(page))
    assert browser.post(f"{page}publier/").status_code == 302


def test_several_drafts_are_published_at_once_and_those_that_are_not_ready_say_why(planner, browser):
    ready = [catalogue.drafted(planner, title=f"Formation {n}") for n in range(3)]
    unready = catalogue.drafted(planner, title="Incomplète", hours_centre=None)
    answer = browser.post(f"{HOME}publier/", {"session": [row.pk for row in [*ready, unready]]})
    assert "3 sessions publiées" in text(answer)
    assert "Incomplète : Écrivez les heures" in text(answer)
    assert {row.state for row in TrainingSession.objects.using("owner").exclude(pk=unready.pk)} == {"published"}


@pytest.mark.parametrize(("way", "state"), [("suspendre", "suspended"), ("annuler", "cancelled")])
def test_stopping_asks_why(planner, browser, way, state):
    session = catalogue.published(planner)
    page = f"{HOME}{session.pk}/"
    assert browser.post(f"{page}{way}/", {"reason": ""}).status_code == 422
    assert browser.post(f"{page}{way}/", {"reason": "Salle sinistrée."}).status_code == 302
    assert only().state == state
    assert "Salle sinistrée." in text(browser.get(page))


def test_a_copy_opens_at_its_new_dates(planner, browser):
    session = catalogue.drafted(planner)
    page = f"{HOME}{session.pk}/copier/"
    token = re.search(r'name="token" value="([^"]+)"', browser.get(page).content.decode())[1]
    answer = browser.post(page, {"starts_on": in_days(100), "token": token})
    assert browser.post(page, {"starts_on": in_days(100), "token": token}).url == answer.url
    made = only(pk=token)
    assert made.ends_on == clock.today() + timedelta(days=160)


def test_the_calendar_counts_half_days_and_stays_in_its_month(planner, browser):
    first = clock.today().replace(day=1) + timedelta(days=40)
    session = catalogue.published(planner, starts_on=first.replace(day=1), timetable=WEEK)
    page = text(browser.get(f"/organisme/calendrier/?mois={first:%Y-%m}"))
    assert session.number in page
    assert session.number not in text(browser.get("/organisme/calendrier/?mois=2024-02"))
    assert browser.get("/organisme/calendrier/?mois=n'importe").status_code == 200


def test_what_a_file_gave_is_not_in_the_form(people, planner, browser):
    Establishment(organisation_id=people.organisation_m.pk, siret=catalogue.OWN_SIRET, **catalogue.PLACE).save(
        using="owner"
    )
    row = send(planner, writing.table(COLUMNS, [line("SE_1")], raw=True))
    with scope(planner.actor):
        engine.run(ImportFile.take, row.pk, planner.actor)
    session = only(number="SE_1")
    page = browser.get(f"{HOME}{session.pk}/modifier/")
    html = page.content.decode()
    assert "Lecture seule" in text(page)
    assert 'name="title"' not in html
    assert 'name="room"' in html
    seen = re.search(r'name="seen" value="([^"]+)"', html)[1]
    answer = browser.post(f"{HOME}{session.pk}/modifier/", {"room": "Atelier", "title": "Volé", "seen": seen})
    assert answer.status_code == 302
    assert (only().room, only().delivery.course.title) == ("Atelier", "Soudure à l’arc")


def test_whoever_was_told_of_a_colleagues_change_may_save_again(people, planner, browser):
    def seen(page):
        return re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1]

    browser.post(NEW, typed())
    address = f"{HOME}{only().pk}/modifier/"
    before = seen(browser.get(address))
    assert browser.post(address, typed(seen=before, room="Atelier")).status_code == 302
    refused = browser.post(address, typed(seen=before, room="Salle 2"))
    assert (refused.status_code, only().room) == (422, "Atelier")
    assert browser.post(address, typed(seen=seen(refused), room="Salle 2")).status_code == 302
    assert only().room == "Salle 2"


def test_why_a_session_does_not_appear_is_answered_from_what_is_known(people, planner, browser):
    def why(number):
        return text(browser.get(f"/organisme/pourquoi/?numero={number}"))

    assert "ne porte le numéro « SE_1 »" in why("SE_1")
    Establishment(organisation_id=people.organisation_m.pk, siret=catalogue.OWN_SIRET, **catalogue.PLACE).save(
        using="owner"
    )
    rows = [line("SE_1"), line("SE_2", first=-90, last=-40), line("SE_3", delivery_number="AC_3")]
    row = send(planner, writing.table(COLUMNS, rows, raw=True))
    assert "pas encore pris" in why("SE_1")
    with scope(planner.actor):
        engine.run(ImportFile.take, row.pk, planner.actor)
    assert "C’est un brouillon" in why("SE_1")
    assert "terminée depuis plus de 30 jours" in why("SE_2")
    session = only(number="SE_3")
    run(planner, Session.maintain, session.pk, keys=[f"duplicate:{only(number='SE_1').pk}"], reason="Deux groupes.")
    run(planner, Session.publish, session.pk)
    assert "se trouve dans la recherche" in why("AC_3")
    run(planner, Session.suspend, session.pk, reason="Salle sinistrée.")
    assert "Elle est suspendue" in why("SE_3")
    assert "Salle sinistrée." in why("SE_3")
    refused = send(planner, b"<?xml version='1.0'?><lheo><offres><formation>")
    assert refused.state == "refused"
    assert "refusé en entier" in why("INCONNU")


def test_lheo_goes_out_and_comes_back(planner, browser):
    catalogue.published(planner, responsible_siret=catalogue.OWN_SIRET)
    answer = browser.get(f"{HOME}export.xml")
    assert answer["Content-Type"] == "application/xml"
    assert b"<intitule-formation>Assistant de vie aux familles</intitule-formation>" in answer.content


def test_the_portal_opens_it_to_who_has_the_right(people, planner, as_person):
    assert HOME in as_person(planner.someone).get("/portail/").content.decode()
    assert HOME not in as_person(people.manager).get("/portail/").content.decode()
