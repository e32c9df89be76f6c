"""The awareness note: published, read, reminded, due again a year later."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.guidance import jobs, queries
from kairos.identity.guidance.lifecycle import Awareness, Reading
from kairos.identity.guidance.models import AwarenessNote, NoteReading
from kairos.identity.guidance.rules import months_after
from kairos.identity.habilitations.lifecycle import TeamMember
from tests.support import guidance
from tests.support.team import add_colleague, run


def told(who, kind: str) -> int:
    return OutboxMessage.objects.using("owner").filter(recipient=who.user.pk, kind=kind, channel="app").count()


def wake(days: float) -> None:
    now = clock.now() + timedelta(days=days)
    with clock.fixed(now), scope(system("tests")) as actor:
        jobs.remind(actor, now)
        jobs.recall(actor, now)


def waiting(people, note) -> set:
    with scope(people.manager.actor):
        return {row.user_id for row in queries.not_read(note)}


@pytest.fixture
def karim(people):
    return add_colleague(people)


def test_everybody_is_told_and_each_says_it_for_oneself(people, karim):
    lucie, note = add_colleague(people), guidance.note(people)
    assert [told(one, "NotePublished") for one in (people.manager, karim, lucie)] == [1, 1, 1]
    guidance.read(karim, note)
    assert waiting(people, note) == {people.manager.user.pk, lucie.user.pk}
    for_lucie = NoteReading(
        note_id=note.pk, organisation_id=note.organisation_id, affiliation_id=lucie.affiliation.pk
    )  # fmt: skip
    with pytest.raises(Refused, match="que pour soi"):
        run(karim, Reading.read, for_lucie)
    with pytest.raises(Refused):
        guidance.read(karim, note)


def test_who_joins_later_has_it_to_read_and_who_leaves_has_not(people, karim):
    note = guidance.note(people)
    lucie = add_colleague(people)
    run(people.manager, TeamMember.remove, karim.affiliation, reason="Départ.")
    assert waiting(people, note) == {people.manager.user.pk, lucie.user.pk}


def test_who_did_not_read_is_reminded_three_times_and_no_more(people, karim):
    lucie, note = add_colleague(people), guidance.note(people)
    guidance.read(lucie, note)
    wake(6)
    assert told(karim, "NoteRecalled") == 0
    for day in (8, 8.1, 16, 24, 32, 40):
        wake(day)
    assert (told(karim, "NoteRecalled"), told(lucie, "NoteRecalled")) == (3, 0)


def test_reminded_by_the_account_manager_once_a_day(people, karim):
    note = guidance.note(people)
    with pytest.raises(Refused, match="moins d’un jour"):
        run(people.manager, Awareness.remind, note.pk)
    with clock.fixed(clock.now() + timedelta(days=2)):
        run(people.manager, Awareness.remind, note.pk)
    assert told(karim, "NoteRecalled") == 1
    assert AwarenessNote.objects.using("owner").get(pk=note.pk).reminders == 0, "those that go by themselves"


def test_read_by_all_there_is_nobody_to_remind(people, karim):
    note = guidance.note(people)
    run(people.manager, TeamMember.remove, karim.affiliation, reason="Départ.")
    own = NoteReading(note_id=note.pk, organisation_id=note.organisation_id)
    own.affiliation_id = people.manager.user.affiliations.using("owner").get().pk
    run(dataclasses.replace(people.manager.actor, affiliation=own.affiliation_id), Reading.read, own)
    with clock.fixed(clock.now() + timedelta(days=2)), pytest.raises(Refused, match="Tout le monde"):
        run(people.manager, Awareness.remind, note.pk)
    wake(30)


def test_a_year_later_the_account_manager_is_told_once(people, karim):
    note = guidance.note(people)
    assert note.again_on == months_after(clock.today(), 12)
    days = (note.again_on - clock.today()).days
    wake(days - 1)
    assert told(people.manager, "NoteDueAgain") == 0
    wake(days)
    wake(days + 1)
    assert (told(people.manager, "NoteDueAgain"), told(karim, "NoteDueAgain")) == (1, 0)


def test_the_next_one_is_to_be_read_anew_and_the_former_keeps_its_readers(people, karim):
    first = guidance.note(people)
    guidance.read(karim, first)
    second = guidance.note(people, "La note de l’année")
    assert (first.number, second.number) == (1, 2)
    assert karim.user.pk in waiting(people, second)
    assert NoteReading.objects.using("owner").filter(note=first.pk).count() == 1
    with pytest.raises(Refused, match="plus récente"):
        guidance.read(add_colleague(people), first)


@pytest.mark.parametrize(("title", "text"), [("", "Un texte"), ("Titre", " "), ("Titre", "x" * 4001),
                                             ("Titre", "1 84 12 76 451 089 46")])  # fmt: skip
def test_not_published_empty_too_long_or_with_a_social_security_number(people, title, text):
    with pytest.raises(Refused):
        run(people.manager, Awareness.publish, AwarenessNote(organisation_id=people.organisation_m.pk), title=title,
            text=text)  # fmt: skip
    assert not AwarenessNote.objects.using("owner").exists()


def test_a_colleague_publishes_nothing(people, karim):
    with pytest.raises(Denied):
        run(karim, Awareness.publish, AwarenessNote(organisation_id=people.organisation_m.pk), title="T", text="T")


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 36))
def test_months_after_a_day(day, months):
    later = months_after(day, months)
    assert later > day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["read", "publish", "join", "leave"]), max_size=6))
def test_who_is_here_and_did_not_read_the_note_in_force(people, steps):
    """Whatever the order of things: here, minus who said so of this very note."""
    here, read, note = [add_colleague(people)], set(), guidance.note(people)
    for step in steps:
        if step == "publish":
            note, read = guidance.note(people), set()
        elif step == "join":
            here.append(add_colleague(people))
        elif step == "leave" and here:
            run(people.manager, TeamMember.remove, here.pop().affiliation, reason="Départ.")
        elif step == "read" and (one := next((one for one in here if one.user.pk not in read), None)):
            guidance.read(one, note)
            read.add(one.user.pk)
    mine = {one.user.pk for one in here}
    assert waiting(people, note) & mine == mine - read
    for one in here:
        run(people.manager, TeamMember.remove, one.affiliation, reason="Fin.")
