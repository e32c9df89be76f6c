"""Inscriptions, entries and exits by file: the conditions of the screen, every reason in its place, all or nothing."""

import os
import time
from datetime import timedelta

import pytest
from django.db import connections

from kairos.foundation import clock
from kairos.foundation.imports import jobs
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.path.enrolments.files import importing
from kairos.path.enrolments.models import Enrolment, Interruption, Movement, PlanModule
from kairos.people.access.models import PersonAccess
from tests.support import agencies, path
from tests.support.path import move, send_moves, take_moves

LINES = int(os.environ.get("KAIROS_LINES", "600"))
"""By hand: KAIROS_LINES=10000."""
State, Sent = Enrolment.State, ImportRun.State
TABLES = (Enrolment, Movement, Interruption, PlanModule, PersonAccess, OutboxMessage, JournalEntry)


@pytest.fixture
def session(who):
    return path.begun(who, 20, capacity=40)


def state(row) -> str:
    return path.again(row).state


def reasons(sent: ImportRun) -> list[tuple[int, str, str]]:
    return [(one["line"], one["heading"], one["message"]) for one in sent.report["errors"]]


def kept() -> list[int]:
    return [model.objects.using("owner").count() for model in TABLES]


def test_a_file_says_all_that_happened_to_each_in_any_order(people, who, session):
    """An AIS, an entry, an interruption, a return, an exit of one person in one file, the latest first."""
    one, two, three = (path.retained(people, who, session) for _ in range(3))
    end = f"{clock.today() + timedelta(days=30):%d/%m/%Y}"
    sent = send_moves(
        who,
        move(one, "sortie", 0, "", "", "emploi trouve", "Embauche"),
        move(one, "reprise", 2),
        move(one, "interruption", 5, "", "", "Arrêt de travail", "", "Appris tard"),
        move(one, "AES", 18, "", "", "", "", "Feuille reçue tard"),
        move(one, "AIS", 20, end, "300"),
        move(two, "inscription", 20, end, "300"),
        move(two, "Jamais venu", 0),
        move(three, "ais", 20, end, "300"),
    )
    assert (sent.state, sent.report["counts"]["new"]) == (Sent.CHECKED, 8), sent.report
    assert {state(row) for row in (one, two, three)} == {State.RETAINED}, "a rehearsal writes nothing"
    take_moves(who, sent)
    assert [state(row) for row in (one, two, three)] == [State.LEFT, State.NO_SHOW, State.REGISTERED]
    out = path.again(one)
    assert (out.entered_on, out.exit_reason) == (clock.today() - timedelta(days=18), path.LEFT)
    [away] = Interruption.objects.using("owner").filter(enrolment=one.pk)
    assert (away.starts_on, away.ends_on) == tuple(clock.today() - timedelta(days=n) for n in (5, 3))
    entries = JournalEntry.objects.using("owner").filter(subjects__contains=[one.pk], kind="act").order_by("id")
    acts = [entry.acts[0].removeprefix("enrolment.") for entry in entries]
    assert acts[-5:] == ["register", "enter", "interrupt", "resume", "leave"], "each has their own entry"
    assert PersonAccess.objects.using("owner").get(subject=one.pk, closed_at=None).source == "enrolment_out"
    again = send_moves(
        who, move(one, "AES", 18), move(one, "sortie", 0, "", "", "Emploi trouvé"), move(two, "jamais venu")
    )
    assert again.report["counts"]["unchanged"] == 3, again.report


def test_two_trainings_of_one_person_in_one_file_see_each_other(people, who, session):
    person = agencies.followed(people.adviser)
    rows = [path.retained(people, who, on, person) for on in (session, path.begun(who, 20))]
    end = f"{clock.today() + timedelta(days=30):%d/%m/%Y}"
    sent = send_moves(who, *(move(row, "AIS", 20, end, "300") for row in rows))
    [(line, heading, message)] = reasons(sent)
    assert (sent.state, line, heading) == (Sent.REFUSED, 3, "Deux formations à la fois")
    assert "suit déjà" in message


def test_the_last_place_goes_to_one_line(people, who):
    session = path.begun(who, 2, capacity=1)
    rows = [path.retained(people, who, session) for _ in range(2)]
    end = f"{clock.today() + timedelta(days=30):%d/%m/%Y}"
    sent = send_moves(who, *(move(row, "AIS", 2, end, "300") for row in rows))
    [(_, _, message)] = reasons(sent)
    assert "1 places de la session sont prises" in message


WRONG = {
    "XX_1;{person};AES;{day}": ("Numéro de session", "ne porte ce numéro"),
    "{number};0000000Z;AES;{day}": ("Identifiant", "pas sur cette session"),
    "{number};{person};AES;": ("Date", "Écrivez la date"),
    "{number};{person};AES;{future}": ("Date", "à venir"),
    "{number};{person};AES;{before}": ("Date", "L’entrée est prévue"),
    "{number};{person};AES;{first}": ("Raison du retard", "dites pourquoi c’est tard"),
    "{number};{person};sortie;{day}": ("Mouvement", "« inscrit (ais) »"),
    "{number};{person};départ;{day}": ("Mouvement", "l’un de ces mots"),
    "{number};{inside};AES;{day}": ("Mouvement", "« en formation »"),
    "{number};{inside};interruption;{day}": ("Motif", "Dites pourquoi"),
    "{number};{inside};sortie;{day};;;Lassitude": ("Motif", "Choisissez dans la liste"),
    "{number};{inside};AIS;{first};;10": ("Mouvement", "« en formation »"),
}


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_done(people, who, session):
    row, there = path.registered(people, who, session), path.in_training(people, who, session)
    day = {"day": 1, "future": -2, "before": 25, "first": 20}
    said = {name: f"{clock.today() - timedelta(days=days):%d/%m/%Y}" for name, days in day.items()}
    said |= {"number": session.number, "person": path.identifier(row), "inside": path.identifier(there)}
    before = kept()
    for line, (heading, message) in WRONG.items():
        sent = send_moves(who, line.format(**said))
        assert sent.state == Sent.REFUSED, line
        said_of = reasons(sent)
        assert {number for number, _, _ in said_of} == {2}, (line, said_of)
        assert any(at == heading and message in why for _, at, why in said_of), (line, said_of)
    after = kept()
    assert after[:6] == before[:6]


def test_a_clerk_may_declare_and_not_register(people, session, who):
    row, there = path.retained(people, who, session), path.registered(people, who, session)
    clerk = path.coordinator(people, "candidates.enter", "candidates.consult")
    end = f"{clock.today() + timedelta(days=30):%d/%m/%Y}"
    sent = send_moves(clerk, move(row, "AIS", 20, end, "300"), move(there, "AES", 1))
    [(line, heading, message)] = reasons(sent)
    assert (line, heading) == (2, "Mouvement")
    assert "RGC" in message


def test_a_long_file_is_refused_for_three_lines_at_their_places(people, who):
    """And nothing is written, whatever is right in it."""
    session = path.begun(who, 2, capacity=20_000)
    like = path.registered(people, who, session)
    rows = [like, *path.crowd(like, LINES - 1)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    people_of = {row.pk: path.identifier(like) if row is like else row.person.identifier for row in rows}
    day = f"{clock.today() - timedelta(days=1):%d/%m/%Y}"
    lines = [f"{session.number};{people_of[row.pk]};AES;{day}" for row in rows]
    lines[41] = lines[41].replace(day, "31/02/2026")
    lines[LINES // 2] = lines[LINES // 2].replace(day, f"{clock.today() + timedelta(days=3):%d/%m/%Y}")
    lines[-1] = lines[-1].replace("AES", "sortie")
    before = kept()[:6]
    sent = _timed("checked", lambda: send_moves(who, *lines))
    assert sent.state == Sent.REFUSED
    assert [line for line, _, _ in reasons(sent)] == [43, LINES // 2 + 2, LINES + 1]
    assert sent.report["counts"]["refused"] == 3
    assert kept()[:6] == before
    if "KAIROS_LINES" in os.environ:
        right = [line for at, line in enumerate(lines) if at not in (41, LINES // 2, LINES - 1)]
        sent = _timed("checked", lambda: send_moves(who, *right))
        take_moves(who, sent)
        _timed("taken", lambda: jobs.take(key=str(sent.pk)))
        assert path.again(sent).outcome["new"] == LINES - 3


def _timed(what, act):
    began = time.perf_counter(), time.process_time()
    done = act()
    if "KAIROS_LINES" in os.environ:
        passed = time.perf_counter() - began[0], time.process_time() - began[1]
        print(f"{LINES} lines {what}: %.1f s, of which %.1f s of ours" % passed, flush=True)
    return done


def test_a_file_larger_than_a_part_is_taken_whole(people, who, monkeypatch):
    """Each part of it finds the others written; a part holds whole sessions."""
    monkeypatch.setattr(importing, "PART", 3)
    like = path.registered(people, who, path.begun(who, 2, capacity=40))
    other = path.registered(people, who, path.begun(who, 2, capacity=40))
    rows = [like, *path.crowd(like, 3), other, *path.crowd(other, 1)]
    sent = send_moves(who, *(move(row, kind, 1) for row in rows for kind in ("AES", "sortie")))
    assert sent.state == Sent.CHECKED, sent.report
    assert take_moves(who, sent).outcome["new"] == 2 * len(rows)
    assert {state(row) for row in rows} == {State.COMPLETED}
