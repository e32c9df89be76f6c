"""Émargement as its people use it, without script: opened, signed on a telephone and on paper, countersigned."""

import re
from datetime import datetime, time

import pytest
from django.test import Client

from kairos.foundation import clock
from kairos.foundation.journal.models import JournalEntry
from kairos.path.enrolments.models import Enrolment
from kairos.path.signing import codes
from kairos.path.signing.models import Signature, SigningSheet
from tests.support import attendance, path, signing
from tests.support.people import sign_in


@pytest.fixture
def who(people):
    return signing.trainer(people)


@pytest.fixture
def client(who):
    return sign_in(Client(), who.someone)


@pytest.fixture
def phone(people, as_person):
    return as_person(people.job_seeker)


@pytest.fixture
def session(people, who):
    """Somebody, and the job seeker of the tests."""
    session = signing.group(people, who, 1)
    path.in_training(people, who, session, path.me(people))
    return session


def open_(client, session):
    answer = client.post(
        f"/organisme/emargement/sessions/{session.pk}/ouvrir/",
        {"day": f"{clock.today():%d/%m/%Y}", "half": "0"},
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], SigningSheet.objects.using("owner").get(session=session.pk)


def test_a_half_day_from_its_opening_to_the_signed_paper(client, phone, session, who):
    with clock.fixed(datetime.combine(clock.today(), time(9), clock.PARIS)):
        home = sign_in(Client(), who.someone).get("/organisme/emargement/").content.decode()
    assert home.count('data-act="signing_sheet.open"') == 2
    assert "après-midi, à partir de 12 h" in home.replace("\xa0", " ")
    address, sheet = open_(client, session)
    assert open_(client, session)[0] == address

    with clock.fixed(clock.now()):
        shown = client.get(address).content.decode()
        assert codes.shown(signing.code(sheet)) in shown
    assert re.search("0.personne a signé", shown)
    assert client.get(f"{address}code.svg").content.startswith(b"<svg")

    code = signing.code(sheet)
    scanned = phone.get(f"/candidat/emarger/?code={code}").content.decode()
    assert f'value="{codes.shown(code)}"' in scanned
    signed = phone.post("/candidat/emarger/", {"code": code}, follow=True).content.decode()
    assert "C’est signé" in signed
    assert 'data-act="signature.sign"' not in signed

    signers = Signature.objects.using("owner").values("enrolment")
    [other] = Enrolment.objects.using("owner").filter(session=session.pk).exclude(pk__in=signers)
    assert client.post(f"{address}papier/", {"people": [str(other.pk)]}).status_code == 302
    assert client.post(f"{address}contresigner/").status_code == 422
    assert client.post(f"{address}contresigner/", {"declared": "1"}).status_code == 302
    page = client.get(address).content.decode()
    assert 'data-lifecycle="countersigned"' in page
    assert re.search("2.personnes ont signé", page)
    assert client.get(f"{address}feuille.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}code.svg").status_code == 404


def test_a_group_where_nobody_is_expected_is_not_offered(client, session, who):
    nobody = path.begun(who, 21, timetable=signing.ALL_WEEK)
    home = client.get("/organisme/emargement/").content.decode()
    assert f"/sessions/{session.pk}/ouvrir/" in home
    assert f"/sessions/{nobody.pk}/ouvrir/" not in home


def test_somebody_whom_the_month_says_absent_is_named_before_the_sheet_is_countersigned(client, session, who):
    address, sheet = open_(client, session)
    one, other = attendance.enrolments(session)
    for row in (one, other):
        client.post(f"{address}signer/", {"personne": str(row.pk)})
    assert "Absent dans le mois" not in client.get(address).content.decode()
    attendance.write(who, session, {(one.pk, sheet.rank): "A"}, month=sheet.day.replace(day=1))
    page = client.get(address).content.decode()
    assert page.count("Absent dans le mois") == 1
    assert f"/sessions/{session.pk}/assiduite/{sheet.day:%Y-%m-%d}/" in page


def test_a_wrong_code_says_so_and_keeps_what_was_typed(client, phone, session):
    open_(client, session)
    answer = phone.post("/candidat/emarger/", {"code": "abc-234"})
    assert answer.status_code == 422
    assert "Ce n’est pas le code affiché" in (html := answer.content.decode())
    assert 'value="ABC 234"' in html


def test_nothing_to_sign_says_what_to_do(phone):
    assert "Rien à signer maintenant" in phone.get("/candidat/emarger/").content.decode()


def test_on_the_trainers_screen_and_taken_back(client, session):
    address, _ = open_(client, session)
    row = attendance.enrolments(session)[0]
    assert client.post(f"{address}signer/", {"personne": str(row.pk)}).status_code == 302
    [signature] = Signature.objects.using("owner").all()
    page = client.get(address).content.decode()
    assert re.search(r"à l’écran du formateur, \d", page)
    taken = f"/organisme/emargement/signatures/{signature.pk}/retirer/"
    assert client.post(taken, {"reason": ""}).status_code == 422
    assert client.post(taken, {"reason": "Ce n’était pas elle."}).status_code == 302


def test_a_day_to_come_is_refused_with_what_to_do(client, session):
    answer = client.post(f"/organisme/emargement/sessions/{session.pk}/ouvrir/", {"day": "31/12/2099", "half": "1"})
    assert answer.status_code == 422
    assert "le jour même" in answer.content.decode()
    answer = client.post(f"/organisme/emargement/sessions/{session.pk}/ouvrir/", {"day": "31/02/2026", "half": "9"})
    assert answer.status_code == 422


def test_what_changes_by_itself_names_nobody_and_takes_nothing_that_is_being_typed(client, phone, session):
    """The forms of the page are outside what is brought anew."""
    address, sheet = open_(client, session)
    page = client.get(address).content.decode()
    before = JournalEntry.objects.using("owner").filter(kind="reading").count()
    phone.post("/candidat/emarger/", {"code": signing.code(sheet)})
    fresh = client.get(f"{address}en-direct/").content.decode()
    assert f'hx-get="{address}en-direct/"' in page
    assert re.search("1.personne a signé", fresh)
    assert fresh.count("hx-swap-oob") == 3
    assert "<form" not in fresh
    names = Enrolment.objects.using("owner").filter(session=session.pk).values_list("person__last_name", flat=True)
    assert [name for name in names if name in fresh] == []
    assert JournalEntry.objects.using("owner").filter(kind="reading").count() == before


def test_a_social_security_number_is_not_kept_in_a_reason(client, session):
    address, _ = open_(client, session)
    answer = client.post(f"{address}retirer/", {"reason": "Le 1 85 05 78 006 084 91 n’y est pas."})
    assert answer.status_code == 422
    assert "sécurité sociale" in answer.content.decode()
