"""Assiduité as its people use it, without script: a month filled, submitted, contested, corrected; a day; a file."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kairos.foundation import clock
from kairos.foundation.ids import new_id
from kairos.path.attendance.board import Cell
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth
from kairos.path.enrolments.lifecycle import Enrolling
from tests.support import attendance, papers, path
from tests.support.attendance import planned
from tests.support.people import sign_in
from tests.support.team import run

State = AttendanceMonth.State


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def session(people, who):
    return attendance.group(people, who)


@pytest.fixture
def page(who):
    return Page(sign_in(Client(), who.someone))


class Page:
    """What a browser without script sends back: every field as the page has it, but for those that are typed."""

    def __init__(self, client):
        self.client = client

    def read(self, url):
        self.url, self.html = url, self.client.get(url).content.decode()
        return self

    @property
    def fields(self):
        found = {}
        for tag in re.findall(r"<input [^>]*>", self.html):
            name = re.search(r'name="?([^"\s>]+)', tag)
            value = re.search(r'value="([^"]*)"', tag)
            chosen = "checked" in tag or not re.search(r'type="(radio|checkbox)"', tag)
            if name and "csrf" not in name[1] and chosen:
                found.setdefault(name[1], []).append(value[1] if value else "")
        for name in re.findall(r'<select [^>]*name="([^"]+)"', self.html):
            found.setdefault(name, [""])
        return found

    def send(self, typed, url=""):
        response = self.client.post(url or self.url, self.fields | typed)
        self.html = response.content.decode()
        return response


def _url(session, month=None):
    return f"/organisme/sessions/{session.pk}/assiduite/{month or attendance.last_month():%Y-%m}/"


def _board(who, session):
    return attendance.board(who, session)


def test_the_grid_is_filled_as_a_whole_then_asks_what_is_missing(who, session, page):
    ranks = planned(next(iter(_board(who, session).lines.values())))
    first, second, third = ranks[:3]
    page.read(_url(session))
    assert page.html.count("maxlength=1") == 2 * len(ranks)
    response = page.send({f"0.{first}": "a", f"0.{second}": "R", f"1.{third}": "J", "presents": "1"})
    assert response.status_code == 302
    one, two = _board(who, session).lines.values()
    assert [one.cell(first).letter, one.cell(second).letter, two.cell(third).letter] == ["A", "R", "J"]
    assert one.totals.left == two.totals.left == 0
    page.read(_url(session))
    assert page.html.count('name="precision"') == 2
    assert page.send({"d0.m": "30", "d1.t": "Entretien d’embauche"}).status_code == 302
    one, two = _board(who, session).lines.values()
    assert (one.cell(second).minutes, two.cell(third).motive) == (30, "Entretien d’embauche")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(who, session, page):
    first, second = planned(next(iter(_board(who, session).lines.values())))[:2]
    page.read(_url(session))
    response = page.send({f"0.{first}": "Z", f"1.{second}": "A"})
    assert response.status_code == 422
    assert "n’est pas une marque" in page.html
    assert re.search(rf'<td class="[^"]*dirty"><input name=0.{first} id=c0.{first} [^>]*value="Z"', page.html)
    assert re.search(rf'name=1.{second} [^>]*value="A"', page.html)
    assert not AttendanceMark.objects.using("owner").exists()


def test_a_half_day_changed_meanwhile_is_shown_with_both_values_and_chosen(who, session, page):
    one, two = _board(who, session).lines
    first, second = planned(_board(who, session).lines[one])[:2]
    page.read(_url(session))
    attendance.write(who, session, {(one, first): "A"})
    assert page.send({f"0.{first}": "R", f"1.{second}": "A"}).status_code == 422
    assert "Changé entre-temps" in page.html
    assert f'name="choix.0.{first}"' in page.html
    assert page.send({}).status_code == 422
    assert page.send({f"choix.0.{first}": "autre"}).status_code == 302
    board = _board(who, session)
    assert (board.lines[one].cell(first).letter, board.lines[two].cell(second).letter) == ("A", "A")


def test_a_month_is_submitted_person_by_person_with_a_declaration(who, session, page):
    one, two = _board(who, session).lines
    attendance.everyone_there(who, session)
    attendance.write(who, session, {(two, planned(_board(who, session).lines[two])[0]): "R"})
    page.read(_url(session) + "rendre/")
    assert "combien de minutes" in page.html
    assert page.html.count(_board(who, session).lines[two].stay.name) == 1, "named once, beside all that they lack"
    assert page.fields["qui"] == [str(one)]
    assert page.send({}).status_code == 422
    assert "Cochez la déclaration" in page.html
    assert page.send({"declare": "on"}).status_code == 302
    assert {row.state for row in AttendanceMonth.objects.using("owner").filter(enrolment=one)} == {State.SUBMITTED}
    assert "Rendu</" in page.read(_url(session) + "rendre/").html
    assert "rendu" in page.read(_url(session)).html
    assert page.html.count("maxlength=1") == len(planned(_board(who, session).lines[two]))


def test_a_document_is_joined_and_given_back_as_a_file(who, session, page):
    one, _ = _board(who, session).lines
    first = planned(_board(who, session).lines[one])[0]
    attendance.write(who, session, {(one, first): "J"})
    mark = AttendanceMark.objects.using("owner").get()
    page.read(f"/organisme/assiduite/marques/{mark.pk}/")
    file = SimpleUploadedFile("certificat.pdf", papers.pdf(), "application/pdf")
    sent = {"ranks": [str(first)], "motive": "Maladie, certificat", "comment": "", "proof": file}
    assert page.client.post(page.url, sent).status_code == 302
    assert page.client.get(f"/organisme/assiduite/marques/{mark.pk}/justificatif/")["Content-Type"] == "application/pdf"
    disguised = SimpleUploadedFile("certificat.pdf", b"MZ\x90", "application/pdf")
    refused = page.client.post(page.url, sent | {"proof": disguised})
    assert refused.status_code == 422


def test_the_person_contests_and_the_organisation_corrects(people, who, session, page):
    attendance.everyone_there(who, session)
    attendance.submit(who, session)
    month = AttendanceMonth.objects.using("owner").first()
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    day = month.month + timedelta(days=rank // 2)
    run(attendance.oneself(month), Month.contest, month.pk, day=day, half=rank % 2, word="J’étais absent.")
    page.read(f"/organisme/assiduite/{month.pk}/")
    assert "J’étais absent." in page.html
    assert 'data-lifecycle="contested"' in page.html
    assert page.client.post(f"/organisme/assiduite/{month.pk}/corriger/", {"reason": ""}).status_code == 422
    response = page.client.post(f"/organisme/assiduite/{month.pk}/corriger/", {"reason": attendance.WHY})
    assert response.status_code == 302
    assert path.again(month).state == State.OPEN
    adviser = sign_in(Client(), people.adviser)
    html = adviser.get(f"/conseiller/personnes/{month.person_id}/assiduite/").content.decode()
    assert "En cours de correction" in html
    assert "J’étais absent." in html


def test_ones_own_month_is_confirmed_or_contested_on_a_telephone(people, who):
    session = path.begun(who, 60)
    path.in_training(people, who, session, path.me(people))
    attendance.everyone_there(who, session)
    attendance.submit(who, session)
    client = sign_in(Client(), people.job_seeker)
    page = Page(client).read("/candidat/assiduite/")
    assert "À confirmer" in page.html
    month = AttendanceMonth.objects.using("owner").get()
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    contest = f"/candidat/assiduite/{month.pk}/contester/"
    assert client.post(contest, {"demi": rank, "mot": ""}).status_code == 422
    assert client.post(contest, {"demi": "61x", "mot": "Non"}).status_code == 422
    assert client.post(f"/candidat/assiduite/{month.pk}/confirmer/").status_code == 302
    assert client.post(contest, {"demi": rank, "mot": "Le bus n’est pas venu."}).status_code == 302
    assert "Le bus n’est pas venu." in page.read("/candidat/assiduite/").html


def test_a_day_on_a_telephone_feeds_the_month(who, session, page):
    board = _board(who, session)
    one, two = board.lines
    rank = planned(board.lines[one])[0]
    day = board.day(rank)
    page.read(f"/organisme/sessions/{session.pk}/assiduite/{day:%Y-%m-%d}/")
    called = page.send({f"{two.hex}.{rank}": "A", "appeler": two.hex})
    assert called.status_code == 200
    assert 'href="tel:' in page.html or "Aucun téléphone" in page.html
    response = page.send({f"{two.hex}.{rank}": "A", f"{one.hex}.{rank}": "R", f"{one.hex}.{rank}.m": "20"})
    assert response.status_code == 302
    board = _board(who, session)
    assert (board.lines[one].cell(rank), board.lines[two].cell(rank)) == (Cell("R", 20), Cell("A"))
    page.read(f"/organisme/sessions/{session.pk}/assiduite/{day:%Y-%m-%d}/")
    assert page.send({"presents": "1"}).status_code == 302
    assert _board(who, session).lines[one].cell(rank) == Cell("R", 20)


def test_the_others_are_not_there_in_the_afternoon_while_it_is_morning(people, who, page):
    session, today = path.begun(who, 21, timetable=[180] * 14), clock.today()
    row = path.in_training(people, who, session)
    with clock.fixed(datetime.combine(today, time(9), clock.PARIS)):
        sign_in(page.client, who.someone)
        page.read(f"/organisme/sessions/{session.pk}/assiduite/{today:%Y-%m-%d}/")
        assert page.send({"presents": "1"}).status_code == 302
    line = attendance.board(who, session, today.replace(day=1)).lines[row.pk]
    morning = 2 * (today.day - 1)
    assert [line.cell(rank).letter for rank in (morning, morning + 1)] == ["P", " "]
    with clock.fixed(datetime.combine(today, time(12), clock.PARIS)):
        sign_in(page.client, who.someone)
        page.read(page.url)
        assert page.send({"presents": "1"}).status_code == 302
    line = attendance.board(who, session, today.replace(day=1)).lines[row.pk]
    assert line.cell(morning + 1).letter == "P"


def test_the_export_of_a_month_changes_nothing_when_it_is_sent_back(people, who, session, page):
    attendance.everyone_there(who, session)
    one, _ = _board(who, session).lines
    attendance.write(who, session, {(one, planned(_board(who, session).lines[one])[0]): Cell("R", 30)})
    content = page.client.get(_url(session) + "export.csv").content
    assert content.startswith("\ufeffNuméro de session;".encode())
    assert b";R;0,5;" in content
    assert content.count(b"\r\n") == 1 + sum(len(planned(line)) for line in _board(who, session).lines.values())


def test_the_groups_say_what_is_left_to_submit(who, session, page):
    html = page.read("/organisme/assiduite/").html
    assert "À rendre" in html
    assert _url(session) in html
    assert f"/assiduite/{clock.today():%Y-%m-%d}/" in html


def test_homes_say_what_is_left_to_do(people, who, page):
    session = path.begun(who, 60)
    path.in_training(people, who, session, path.me(people))
    html = page.read("/organisme/").html
    assert "Rendre le mois" in html
    assert _url(session) in html
    attendance.everyone_there(who, session)
    attendance.submit(who, session)
    assert "Rendre le mois" not in page.read("/organisme/").html
    mine = Page(sign_in(Client(), people.job_seeker))
    assert "Confirmer ou contester votre mois" in mine.read("/candidat/").html
    month = AttendanceMonth.objects.using("owner").get()
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    contest = {"demi": rank, "mot": "J’étais malade."}
    assert mine.client.post(f"/candidat/assiduite/{month.pk}/contester/", contest).status_code == 302
    assert "1 personne conteste son mois" in page.read("/organisme/").html.replace("\xa0", " ")
    assert "« J’étais malade. »" in page.read(f"/organisme/assiduite/{month.pk}/corriger/").html.replace("\xa0", " ")
    assert '/candidat/emarger/"' in mine.read("/candidat/").html


def test_a_month_without_any_half_day_says_so(session, page):
    before = (attendance.last_month() - timedelta(days=1)).replace(day=1)
    assert "Personne n’est en formation" in page.read(_url(session, before)).html
    for address in ("2000-01/", "2999-12/", "2999-12-31/", "2000-01-01/"):
        assert page.client.get(f"/organisme/sessions/{session.pk}/assiduite/{address}").status_code == 404


def test_a_group_whose_session_has_no_timetable_says_so(people, who, page):
    session = path.begun(who, 30, timetable=[])
    path.in_training(people, who, session)
    assert "Aucune demi-journée de cours ce mois-ci" in page.read(_url(session, clock.today().replace(day=1))).html


@pytest.mark.parametrize("odd", ["²", "-1", "99999999", "9" * 40, "x"])
def test_what_is_no_number_and_no_half_day_is_refused_and_nothing_breaks(who, session, page, odd):
    one, _ = _board(who, session).lines
    first = planned(_board(who, session).lines[one])[0]
    attendance.write(who, session, {(one, first): "R"})
    page.read(_url(session))
    assert page.send({"d0.m": odd}).status_code in (302, 422)
    assert page.client.post(page.url, {"precision": f"0.{one.hex}.{odd}.R.{odd}."}).status_code == 302
    assert page.client.post(page.url, {"conflit": f"0.{odd}"}).status_code == 302
    day = f"/organisme/sessions/{session.pk}/assiduite/{_board(who, session).day(first)}/"
    assert page.client.post(day, {"vu": f"{one.hex}.{odd}.-.{odd}.", f"{one.hex}.{odd}": "R"}).status_code == 302
    assert _board(who, session).lines[one].cell(first) == Cell("R")


def test_whoever_is_no_more_of_the_month_is_said_so(people, who, session, page):
    attendance.everyone_there(who, session)
    page.read(_url(session) + "rendre/")
    one, _ = attendance.enrolments(session)
    assert page.send({"qui": [str(one.pk), str(new_id())], "declare": "on"}).status_code == 422
    assert "n’est plus de ce mois" in page.html


def test_who_was_away_all_month_is_not_to_be_submitted(people, who, page):
    session = path.begun(who, 60)
    row = path.in_training(people, who, session)
    run(
        who, Enrolling.interrupt, row.pk, on=row.entered_on + timedelta(days=1), reason="Maladie.", late_reason="Oubli."
    )
    assert "À rendre" not in page.read("/organisme/assiduite/").html
    assert "Rendre le mois" not in page.read("/organisme/").html


def test_a_social_security_number_is_not_kept_in_a_word(people, who):
    session = path.begun(who, 60)
    path.in_training(people, who, session, path.me(people))
    attendance.everyone_there(who, session)
    attendance.submit(who, session)
    month = AttendanceMonth.objects.using("owner").get()
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    client = sign_in(Client(), people.job_seeker)
    word = {"demi": rank, "mot": "Mon numéro : 1 85 05 78 006 084 91"}
    answer = client.post(f"/candidat/assiduite/{month.pk}/contester/", word)
    assert answer.status_code == 422
    assert "sécurité sociale" in answer.content.decode()
