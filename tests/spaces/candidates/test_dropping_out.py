"""Somebody who misses too much is asked about: « À faire », the dossier, three ways out; nothing changes by itself."""

from datetime import timedelta

import pytest
from django.db.models import F

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.path.attendance import dropping
from kairos.path.attendance.board import Cell
from kairos.path.attendance.models import AttendanceMark
from kairos.path.attendance.settings import DROPPING, DROPPING_DAYS
from kairos.path.enrolments.lifecycle import Enrolling
from tests.support import attendance, path, settings, statements
from tests.support.team import run

HOME, LEAST = "/organisme/", DROPPING.first
QUESTION = "Cette personne a-t-elle quitté la formation"


@pytest.fixture
def who(people):
    return attendance.clerk(people)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def missed(who, session, row, count, cell="A", before=0):
    """So many of the last half-days, but for the last `before`, in this month and the one before."""
    today = clock.today()
    for month in (today.replace(day=1), attendance.last_month()):
        board = attendance.board(who, session, month)
        past = [rank for rank in attendance.planned(board.lines[row.pk]) if not board.is_future(rank)][::-1]
        chosen, before = past[before : before + count], max(0, before - len(past))
        attendance.write(who, session, {(row.pk, rank): cell for rank in chosen}, month=month)
        count -= len(chosen)
    assert count == 0


def test_it_is_suggested_from_so_many_absences_on_and_decided_by_somebody(people, who, as_person):
    session = attendance.group(people, who, 2)
    row, other = attendance.enrolments(session)
    client, here = as_person(who.someone), f"/organisme/candidats/dossiers/{row.pk}/"

    def asked():
        home, dossier = text(client.get(HOME)), text(client.get(here))
        return "absence sans explication" in home, QUESTION in dossier

    missed(who, session, row, LEAST - 1)
    missed(who, session, other, LEAST, Cell("J", None, "Entretien d’embauche"))
    missed(who, session, other, LEAST, Cell("R", 30), before=LEAST)
    assert asked() == (False, False)
    missed(who, session, row, 1, before=LEAST - 1)
    assert asked() == (True, True)
    page = text(client.get(HOME))
    assert f"{LEAST} demi-journées d’absence sans explication" in page
    assert (here in page, row.person.last_name in page) == (True, False)
    assert str(other.pk) not in page
    statements.assert_statements(client, HOME, at_most=8)
    statements.assert_statements(client, here, at_most=8)
    with scope(who.actor):
        assert dropping.days(who.actor, row.pk, clock.today() - timedelta(days=DROPPING_DAYS.first)).count() == LEAST
        assert list(dropping.by_person(dropping.absences(who.actor, clock.today()), 1)) == []
    assert f"{LEAST} demi-journées d’absence sans motif recevable" in text(client.get(here))
    assert path.again(row).state == "in_training"

    empty = client.post(here + "declarer/", {"acte": "keep", "keep-comment": " "})
    assert (empty.status_code, "Dites ce que vous avez appris" in text(empty)) == (422, True)
    told = {"acte": "keep", "keep-comment": "Son enfant était malade : elle revient lundi."}
    assert client.post(here + "declarer/", told).status_code == 302
    assert asked() == (False, False)
    assert "Absences examinées" in text(client.get(here))
    assert path.again(row).state == "in_training"


@pytest.mark.parametrize("earlier", [0, 60])
def test_how_far_one_looks_back_is_a_setting_on_the_home_and_on_the_dossier_alike(people, who, as_person, earlier):
    session = attendance.group(people, who, 1)
    [row] = attendance.enrolments(session)
    missed(who, session, row, LEAST)
    marks = AttendanceMark.objects.using("owner").filter(kind="absence")
    marks.update(day=F("day") - timedelta(days=earlier))
    days = (clock.today() - marks.earliest("day").day).days + 1
    client, here = as_person(who.someone), f"/organisme/candidats/dossiers/{row.pk}/"
    settings.give(people, DROPPING_DAYS, days)

    def asked():
        home, dossier = text(client.get(HOME)), text(client.get(here))
        return "absence sans explication" in home, QUESTION in dossier

    assert asked() == (True, True)
    settings.give(people, DROPPING_DAYS, days - 1)
    assert asked() == (False, False)
    statements.assert_statements(client, HOME, at_most=8)


def test_it_is_for_whoever_sees_attendance_and_may_declare_where_they_may(people, who, as_person):
    session = attendance.group(people, who, 1)
    [row] = attendance.enrolments(session)
    missed(who, session, row, LEAST)
    here = f"/organisme/candidats/dossiers/{row.pk}/"
    place = path.again(session).establishment_id
    both = ("candidates.enter", "attendance.consult")
    colleagues = {
        "both": path.coordinator(people, *both),
        "declares": path.coordinator(people, "candidates.enter"),
        "there": path.narrowed(people, ("candidates.consult",), both, place),
        "reads": path.coordinator(people, "candidates.consult", "attendance.consult"),
    }
    clients = {name: as_person(one.someone) for name, one in colleagues.items()}

    def told():
        return {name for name, one in clients.items() if "absence sans explication" in text(one.get(HOME))}

    assert told() == {"both", "there"}
    shown = {name for name, one in clients.items() if QUESTION in text(one.get(here))}
    assert shown == {"both", "there"}
    with pytest.raises(Refused, match="Dites ce que vous avez appris"):
        run(colleagues["both"], Enrolling.keep, row.pk, comment="")
    run(who, Enrolling.leave, row.pk, **path.ago(0), reason="Abandon")
    assert told() == set()
