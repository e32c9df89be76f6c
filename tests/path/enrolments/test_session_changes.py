"""What happens to a session is told once to each person on it and to whoever follows them, with before and after."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.imports import writing
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue.content import EMPTY, OWN
from kairos.offer.catalogue.importing.columns import COLUMNS
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.models import Slot
from kairos.path.enrolments import changes
from kairos.path.enrolments.lifecycle import Enrolling
from tests.support import agencies, catalogue, path
from tests.support.team import run

WHY = "Le plafond de la salle est tombé."


@dataclass(frozen=True)
class Mail:
    kind: str
    address: str
    text: str
    attachments: tuple


def told(after: int = 0) -> list[Mail]:
    """By mail, the first `after` left out."""
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(channel="email").order_by("created_at", "kind", "address")[after:]
        said = [(row, content(row)) for row in rows]
        return [Mail(row.kind, row.address, one.text, one.attachments) for row, one in said if one]


def edited(who, session, **more):
    found = catalogue.content(title=session.delivery.course.title, **more)
    return run(who, Session.edit, session.pk, content=found)


def test_each_person_is_told_once_with_before_and_after_and_each_adviser_once(people, who, session):
    rows = [path.referred(people, session) for _ in range(3)]
    run(who, Enrolling.not_retain, rows[2].pk, reason=path.WHY)
    before = len(told())
    first = session.starts_on + timedelta(days=7)
    edited(who, session, starts_on=first, town="Bobigny", postcode="93000", timetable=catalogue.WEEK)
    mails = told(before)
    assert [mail.kind for mail in mails] == ["SessionNews"] * 2 + ["SessionNewsOf"]
    assert {mail.address for mail in mails[:2]} == {row.person.email for row in rows[:2]}
    text = mails[0].text
    for said in (
        f"Avant : du {changes._day(session.starts_on)} au",
        f"Maintenant : du {changes._day(first)} au",
        "Avant : 75011 Paris\nMaintenant : 93000 Bobigny",
        "Maintenant : lundi matin 3 h 30 et après-midi 3 h 30",
    ):
        assert said in text
    assert all(row.person.full_name in mails[2].text for row in rows[:2])
    assert rows[2].person.full_name not in mails[2].text


def test_what_matters_to_nobody_is_not_told(people, who, session):
    path.referred(people, session)
    before = len(told())
    edited(who, session, starts_on=session.starts_on, formacodes=["44028"], capacity=15)
    assert told(before) == []


def test_another_session_of_the_same_delivery_is_told_of_what_they_share(people, who, session):
    copy = catalogue.new(who)
    other = run(who, Session.copy, copy, origin=session, starts_on=session.starts_on + timedelta(days=90))
    other = run(who, Session.publish, other.pk)
    row = path.referred(people, other)
    before = len(told())
    edited(who, session, starts_on=session.starts_on + timedelta(days=1), town="Bobigny", postcode="93000")
    [mail, _] = told(before)
    assert mail.address == row.person.email
    assert "Bobigny" in mail.text
    assert "Dates" not in mail.text


def test_a_file_that_changes_several_sessions_is_one_message_a_person_and_an_adviser(people, who):
    Establishment(organisation_id=people.organisation_m.pk, siret=catalogue.OWN_SIRET, **catalogue.PLACE).save(
        using="owner"
    )
    lines = [("SE_1", "Soudure"), ("SE_2", "Tournage"), ("SE_3", "Fraisage")]
    _sent(who, lines, "Pantin")
    found = [TrainingSession.objects.using("owner").get(number=number) for number, _ in lines]
    both, alone = agencies.followed(people.adviser), agencies.followed(people.adviser)
    for session in found[:2]:
        path.referred(people, session, both)
    path.referred(people, found[0], alone)
    before = len(told())
    _sent(who, lines, "Bobigny")
    mails = told(before)
    assert {mail.address: mail.kind for mail in mails} == {
        both.email: "SessionNews",
        alone.email: "SessionNews",
        people.adviser.user.email: "SessionNewsOf",
    }
    assert len(mails) == 3
    [mine] = [mail for mail in mails if mail.address == both.email]
    assert [mine.text.count(f"« {title} »") for _, title in lines] == [1, 1, 0]
    assert mine.text.count("Bobigny") == 2
    assert mine.text.count("parlez-en à votre conseiller") == 1
    [theirs] = [mail for mail in mails if mail.kind == "SessionNewsOf"]
    assert [theirs.text.count(one.full_name) for one in (both, alone)] == [2, 1]


def _sent(who, lines, town):
    more = [{"delivery_number": f"AC_{n}", "course_number": f"F_{n}"} for n, _ in lines]
    rows = [catalogue.line(n, title=title, town=town, **one) for (n, title), one in zip(lines, more, strict=True)]
    file = catalogue.send(who, writing.table(COLUMNS, rows, raw=True), publish=True)
    run(who, ImportFile.take, file.pk)


def test_suspended_keeps_what_is_taken_and_gives_nothing_until_it_resumes(people, who, session):
    slot = path.slot(who, session, capacity=1)
    held, waits = path.booked(path.referred(people, session), slot), path.referred(people, session)
    awaited, third = path.waits(waits, slot), path.referred(people, session)
    before = len(told())
    run(who, Session.suspend, session.pk, reason=WHY)
    assert [WHY in mail.text for mail in told(before)] == [True] * 4
    assert path.again(held).state == "booked"
    with pytest.raises(Refused, match="suspendue"):
        run(path.oneself(third.person), Place.wait, place(third, path.again(slot)))
    run(path.oneself(path.JobSeeker(pk=held.person_id)), Place.decline, held.pk, word="Malade")
    assert path.again(awaited).state == "waiting"
    before = len(told())
    run(who, Session.resume, session.pk)
    assert path.again(awaited).state == "booked"
    assert [mail.kind for mail in told(before)].count("SessionNews") == 3


def test_cancelled_is_one_message_with_the_appointments_and_what_clears_the_calendar(people, who, session):
    slot, later = path.slot(who, session), path.slot(who, session, 200)
    row = path.referred(people, session)
    for one in (slot, later):
        path.booked(row, one)
    alone = path.referred(people, session)
    before = len(told())
    run(who, Session.cancel, session.pk, reason=WHY)
    mails = {mail.address: mail for mail in told(before)}
    assert len(mails) == len(told(before)) == 3
    mine = mails[row.person.email]
    assert WHY in mine.text
    assert mine.text.count("Votre rendez-vous n’aura pas lieu") == 2
    assert "METHOD:CANCEL" in str(mine.attachments)
    assert "rendez-vous" not in mails[alone.person.email].text.split("Mes formations")[0]
    assert {one.state for one in Slot.objects.using("owner").all()} == {"cancelled"}


def test_the_words_of_a_change_are_those_of_a_reader():
    values = {**EMPTY, **dict.fromkeys(OWN, ""), "timetable": [], "closures": [], "modules": (), "title": "Soudure"}
    values |= {"starts_on": date(2026, 3, 3), "postcode": "93500", "town": "Pantin", "address": "1 rue Basse"}
    assert changes.dates(values) == "à partir du 3/3/2026"
    assert changes.place(values) == "1 rue Basse, 93500 Pantin"
    assert changes.place(values | {"teaching": "2"}) == "à distance"
    assert changes.week(values) == "pas encore dit"
    assert changes.closures(values | {"closures": [["2026-03-05", "2026-03-06"]]}) == "du 5/3/2026 au 6/3/2026"
    assert changes.of(values, values) == ()
