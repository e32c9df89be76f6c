"""Referred by search, decided from the list, read on a telephone; the session moves and everyone is told."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.people.jobseekers.models import JobSeeker
from tests.support import path
from tests.support.axe import assert_accessible
from tests.support.walking import go

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("KAIROS_PICTURES")


def _look(page, name: str) -> None:
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_referred_decided_read_and_told(live, people, browsing):
    who = path.coordinator(people)
    session = path.session(who, title="Soudure à l’arc", postcode="93500", town="Pantin", responsible_siret="")
    me = JobSeeker.objects.using("owner").get(pk=people.job_seeker.actor.jobseeker)
    _referred(live, browsing(people.adviser), me)
    desk = browsing(who.someone)
    _decided(live, desk, me)
    phone = browsing(people.job_seeker, phone=True)
    phone.goto(f"{live.url}/candidat/")
    expect(phone.get_by_text("L’organisme vous garde une place")).to_be_visible()
    _look(phone, "place-gardee")
    _moved(live, desk, session)
    [mail] = OutboxMessage.objects.using("owner").filter(kind="SessionNews")
    assert mail.address == me.email
    assert "Avant : du" in content(mail).text
    assert OutboxMessage.objects.using("owner").filter(kind="SessionNewsOf", channel="email").count() == 1


def _referred(live, page, me):
    page.goto(f"{live.url}/conseiller/personnes/{me.pk}/")
    go(page.get_by_role("link", name="Formations et rendez-vous"))
    go(page.get_by_role("link", name="Orienter vers une session"))
    page.get_by_label("Mots ou numéro").fill("soud")
    page.get_by_label("Lieu").fill("93")
    go(page.get_by_role("button", name="Chercher"))
    _look(page, "chercher")
    go(page.get_by_role("link", name="Orienter vers Soudure à l’arc"))
    page.get_by_label("Ce que l’organisme doit savoir").fill("Très motivée")
    _look(page, "orienter")
    go(page.get_by_role("button", name="Orienter", exact=True))
    expect(page.get_by_text("Orienté", exact=True)).to_be_visible()


def _decided(live, page, me):
    page.goto(f"{live.url}/organisme/candidats/")
    _look(page, "candidats")
    go(page.get_by_role("link", name=me.last_name))
    expect(page.get_by_text("Très motivée")).to_be_visible()
    _look(page, "dossier")
    go(page.get_by_role("button", name="Retenir", exact=True))
    expect(page.locator("main")).to_have_attribute("data-lifecycle", "retained")
    go(page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link").nth(1))
    expect(page.get_by_text("Places prises")).to_be_visible()
    _look(page, "groupe")


def _moved(live, page, session):
    page.goto(f"{live.url}/organisme/sessions/{session.pk}/modifier/")
    first = session.starts_on + timedelta(days=7)
    page.get_by_label("Premier jour").fill(f"{first:%d/%m/%Y}")
    go(page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.get_by_role("heading", name="Soudure à l’arc")).to_be_visible()
