"""The last place, two at once, the waiting list, results, links: what the database and the acts refuse and do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections

from kairos.foundation import clock
from kairos.foundation.actor import system, visitor
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.path.appointments import answering, queries, tokens
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.jobs import remind
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from tests.support import agencies, path
from tests.support.team import run

State = Booking.State


def _told() -> dict[str, int]:
    found: dict[str, int] = {}
    with scope(system("tests")):
        for kind in OutboxMessage.objects.values_list("kind", flat=True):
            found[kind] = found.get(kind, 0) + 1
    return found


def _referred(people, session, number):
    return [path.referred(people, session) for _ in range(number)]


def test_fifty_rivals_for_the_last_place_are_one(people, who, session):
    slot = path.slot(who, session, capacity=1)
    rivals = [(path.oneself(one.person), path.place(one, slot)) for one in _referred(people, session, 50)]
    start = Barrier(50)

    def take(rival):
        try:
            start.wait()
            run(rival[0], Place.book, rival[1])
        except Refused as refused:
            return str(refused)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(take, rivals))
    assert answers.count("") == 1
    assert all("sont prises" in answer for answer in answers if answer)
    assert path.again(slot).taken == 1


def test_the_database_itself_refuses_one_place_too_many(people, who, session):
    """Even when every guard is passed by."""
    slot = path.slot(who, session, capacity=1)
    path.booked(path.referred(people, session), slot)
    other = path.referred(people, session)
    with pytest.raises(Refused, match="Toutes les places"):
        path.booked(other, slot)
    with pytest.raises(IntegrityError, match="slot_within_its_capacity"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE appointment_slot SET taken = 2")


def test_nobody_is_at_two_places_at_once(people, who, session):
    first, near = path.slot(who, session), [path.slot(who, session, 72 + n) for n in (4, -4, 9, 30)]
    clashing = path.slot(who, session, 73)
    enrolment = path.referred(people, session)
    path.booked(enrolment, first)
    with pytest.raises(Refused) as refused:
        path.booked(enrolment, clashing)
    said = str(refused.value)
    assert "Il y a déjà un rendez-vous à cette heure : information collective" in said
    assert said.count(" ; ") == 2
    assert near
    with pytest.raises(IntegrityError, match="nobody_at_two_places_at_once"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO appointment_booking (id, slot_id, enrolment_id, person_id, organisation_id, state, "
            "occupies, booked_at, booked_by, coming, word, reminders) SELECT gen_random_uuid(), %s, enrolment_id, "
            "person_id, organisation_id, 'booked', occupies, now(), booked_by, false, '', 0 FROM appointment_booking",
            [clashing.pk],
        )


def test_a_free_slot_at_which_one_is_busy_is_not_proposed(people, who, session):
    enrolment = path.referred(people, session)
    path.booked(enrolment, path.slot(who, session, 72, minutes=180))
    wanted = path.slot(who, session, 73)
    later = path.slot(who, session, 90)
    path.slot(who, session, 74)
    with scope(path.oneself(enrolment.person)):
        near = queries.nearest_free(wanted, clock.now(), enrolment.person_id)
    assert [slot.pk for slot in near] == [later.pk]


def test_a_provider_learns_nothing_of_what_the_person_does_elsewhere(people, who, session):
    """Of an appointment that it may not see, only that there is one."""
    person = agencies.followed(people.adviser)
    enrolment = path.referred(people, session, person)
    slot = path.slot(who, session)
    path.booked(enrolment, slot)
    clashing = path.slot(who, session, 73)
    Booking.objects.using("owner").update(organisation=people.organisation_b.pk)
    with pytest.raises(Refused) as refused:
        run(who, Place.book, path.place(enrolment, clashing))
    assert "déjà un rendez-vous à cette heure." in str(refused.value)
    assert "information collective" not in str(refused.value)


def test_the_waiting_list_fills_itself_in_its_order_past_whoever_is_busy(people, who, session):
    slot, elsewhere = path.slot(who, session, capacity=1), path.slot(who, session, 73)
    holder, *queue = [path.referred(people, session) for _ in range(4)]
    held = path.booked(holder, slot)
    waiting = [path.waits(enrolment, slot) for enrolment in queue]
    path.booked(queue[0], elsewhere)
    run(path.oneself(holder.person), Place.decline, held.pk, word="Enfant malade")
    assert [path.again(row).state for row in waiting] == [State.WAITING, State.BOOKED, State.WAITING]
    assert (path.again(slot).taken, _told()["PlaceFreed"]) == (1, 1)
    run(who, AppointmentSlot.edit, slot.pk, capacity=2)
    assert [path.again(row).state for row in waiting] == [State.WAITING, State.BOOKED, State.BOOKED]


def test_a_place_nobody_took_is_theirs_once_their_time_is_free(people, who, session):
    """Busy elsewhere when it freed; then the other appointment is given back, or moves."""
    awaited = path.slot(who, session, capacity=1)
    first = path.booked(path.referred(people, session), awaited)
    waiting = [path.referred(people, session) for _ in range(2)]
    rows = [path.waits(one, awaited) for one in waiting]
    others = [path.slot(who, session, 72.5), path.slot(who, session, 73)]
    held = [path.booked(one, other) for one, other in zip(waiting, others, strict=True)]
    run(path.oneself(agencies.JobSeeker(pk=first.person_id)), Place.decline, first.pk)
    assert path.again(awaited).taken == 0
    starts = others[0].starts_at + timedelta(days=1)
    run(who, AppointmentSlot.move, others[0].pk, starts_at=starts, ends_at=starts + timedelta(hours=1), reason="Salle")
    assert path.again(rows[0]).state == State.BOOKED
    run(who, AppointmentSlot.edit, awaited.pk, capacity=2)
    assert path.again(rows[1]).state == State.WAITING
    run(path.oneself(agencies.JobSeeker(pk=waiting[1].person_id)), Place.decline, held[1].pk)
    assert path.again(rows[1]).state == State.BOOKED


def test_nobody_is_given_a_place_whose_hour_has_passed(people, who, session):
    """Waiting at one, expected at another at the same hour, both over without their results: what is still cancelled
    or corrected there is, and promotes nobody."""
    awaited, held = path.slot(who, session, capacity=1), path.slot(who, session, 73, capacity=1)
    first, one, other = [path.referred(people, session) for _ in range(3)]
    gone = path.booked(first, awaited)
    waiting = path.waits(one, awaited)
    place = path.booked(one, held)
    late = path.waits(other, held)
    run(path.oneself(first.person), Place.decline, gone.pk)
    assert (path.again(awaited).taken, path.again(waiting).state) == (0, State.WAITING)
    for slot in (awaited, held):
        path.begin(slot)
    run(who, AppointmentSlot.edit, held.pk, capacity=2)
    run(who, Place.cancel, place.pk, reason="Saisie en double.")
    assert path.again(place).state == State.CANCELLED
    assert {path.again(row).state for row in (waiting, late)} == {State.WAITING}
    assert "PlaceFreed" not in _told()
    run(people.adviser, Enrolling.withdraw, one.pk, reason="Un emploi.")
    assert path.again(waiting).state == State.CANCELLED


def test_nobody_waits_beside_a_free_place(people, who, session):
    with pytest.raises(Refused, match="Une place est libre"):
        path.waits(path.referred(people, session), path.slot(who, session))


def test_a_slot_for_advisers_is_not_booked_by_the_person(people, who, session):
    slot, enrolment = path.slot(who, session, who=Slot.Who.ADVISERS), path.referred(people, session)
    with pytest.raises(Refused, match="Seul votre conseiller"):
        path.booked(enrolment, slot)
    assert run(people.adviser, Place.book, path.place(enrolment, slot)).state == State.BOOKED


def test_one_books_for_oneself_and_on_the_session_one_is_on(people, who, session):
    slot, mine, other = path.slot(who, session), path.referred(people, session), path.referred(people, session)
    with pytest.raises(Denied):
        run(path.oneself(mine.person), Place.book, path.place(other, slot))
    elsewhere = path.slot(who, path.session(who))
    with pytest.raises(Refused, match="pas orienté vers cette session"):
        path.booked(mine, elsewhere)


def test_what_is_corrected_of_an_appointment_is_told_until_its_hour(people, who, session):
    slot = path.slot(who, session)
    path.booked(path.referred(people, session), slot)
    run(who, AppointmentSlot.edit, slot.pk, capacity=8, comment="Sonnez au 2.")
    assert _told()["AppointmentCorrected"] == 1
    path.begin(slot)
    assert run(who, AppointmentSlot.edit, slot.pk, capacity=8, comment="Sept présents.").comment == "Sept présents."
    assert _told()["AppointmentCorrected"] == 1


def test_places_already_taken_are_not_taken_back_silently(people, who, session):
    slot = path.slot(who, session, capacity=3)
    for _ in range(2):
        path.booked(path.referred(people, session), slot)
    with pytest.raises(Refused, match="2 places sont déjà prises"):
        run(who, AppointmentSlot.edit, slot.pk, capacity=1)


def test_a_slot_that_moves_takes_its_people_along_and_frees_their_former_hour(people, who, session):
    slot, enrolment = path.slot(who, session), path.referred(people, session)
    held = path.booked(enrolment, slot)
    former = tokens.token_of(held)
    starts = slot.starts_at + timedelta(days=1)
    run(who, AppointmentSlot.move, slot.pk, starts_at=starts, ends_at=starts + timedelta(hours=1), reason="Salle prise")
    assert _told()["AppointmentMoved"] == 1
    assert answering.found(former).former
    assert not answering.found(tokens.token_of(_fresh(held))).former
    path.booked(enrolment, path.slot(who, session))
    clash = {"starts_at": slot.starts_at, "ends_at": slot.ends_at, "reason": "Retour"}
    with pytest.raises(Refused, match="une personne inscrite"):
        run(who, AppointmentSlot.move, slot.pk, **clash)


def test_a_cancelled_slot_tells_everybody_and_gives_their_time_back(people, who, session):
    slot, enrolment = path.slot(who, session, capacity=1), path.referred(people, session)
    rows = [path.booked(enrolment, slot), path.waits(path.referred(people, session), slot)]
    run(who, AppointmentSlot.cancel, slot.pk, reason="Formatrice malade.")
    assert {path.again(row).state for row in rows} == {State.CANCELLED}
    assert (_told()["AppointmentCancelled"], "PlaceFreed" in _told()) == (2, False)
    path.booked(enrolment, path.slot(who, session))


def test_results_become_the_enrolments_in_the_same_act(people, who, session):
    slot = path.slot(who, session, capacity=4)
    enrolments = [path.referred(people, session) for _ in range(4)]
    rows = [path.booked(enrolment, slot) for enrolment in enrolments]
    late = path.waits(path.referred(people, session), slot)
    said = dict(zip([row.pk for row in rows], [("retain", ""), ("not_retain", path.WHY), ("wait", ""), ("miss", "")],
                    strict=True))  # fmt: skip
    with pytest.raises(Refused, match="à partir du début"):
        path.results(who, slot, said)
    slot = path.begin(slot)
    with pytest.raises(Refused, match="Il manque le résultat d’une personne"):
        path.results(who, slot, dict(list(said.items())[1:]))
    with pytest.raises(Refused, match="dans la liste"):
        path.results(who, slot, said | {rows[1].pk: ("not_retain", "Bof")})
    assert {path.again(row).state for row in rows} == {State.BOOKED}
    assert path.results(who, slot, said).state == Slot.State.CLOSED
    decided = [path.again(row).state for row in enrolments]
    assert decided == ["retained", "not_retained", "waiting", "absent"]
    came = [path.again(row).state for row in rows]
    assert came == [State.ATTENDED, State.ATTENDED, State.ATTENDED, State.ABSENT]
    assert (path.again(late).state, _told()["Decided"]) == (State.CANCELLED, 4)


def test_whoever_withdraws_frees_the_place(people, who, session):
    slot = path.slot(who, session, capacity=1)
    first, second = path.referred(people, session), path.referred(people, session)
    path.booked(first, slot)
    waiting = path.waits(second, slot)
    run(path.oneself(first.person), Enrolling.withdraw, first.pk, reason="J’ai trouvé un emploi.")
    assert path.again(waiting).state == State.BOOKED


def test_a_session_cancelled_promotes_nobody(people, who, session):
    from kairos.offer.catalogue.lifecycle import Session

    slot = path.slot(who, session, capacity=1)
    path.booked(path.referred(people, session), slot)
    path.waits(path.referred(people, session), slot)
    run(who, Session.cancel, session.pk, reason="Trop peu de candidats.")
    assert path.again(slot).state == Slot.State.CANCELLED
    assert "PlaceFreed" not in _told()


def _fresh(held):
    with scope(system("tests")):
        return Booking.objects.select_related("slot").get(pk=held.pk)


def test_the_link_of_who_waits_answers_no_more_once_a_place_is_theirs(people, who, session):
    slot = path.slot(who, session, capacity=1)
    held = path.booked(path.referred(people, session), slot)
    waiting = path.waits(path.referred(people, session), slot)
    link = tokens.token_of(waiting)
    assert not answering.found(link).former
    run(path.oneself(path.JobSeeker(pk=held.person_id)), Place.decline, held.pk, word="")
    assert answering.found(link).former
    answering.answer(answering.found(tokens.token_of(_fresh(waiting))).row, False, "", visitor())
    assert answering.found(tokens.token_of(_fresh(waiting))).row.state == State.CANCELLED


def test_an_answer_changes_until_the_hour_and_not_after(people, who, session):
    slot = path.slot(who, session)
    held = path.booked(path.referred(people, session), slot)
    row = answering.found(tokens.token_of(held)).row
    answering.answer(row, True, "", visitor())
    path.begin(slot)
    for coming in (True, False):
        with pytest.raises(Refused, match="a déjà commencé"):
            answering.answer(row, coming, "", visitor())
    assert path.again(held).state == State.BOOKED


def test_the_link_of_a_mail_answers_once_for_its_place(people, who, session):
    slot = path.slot(who, session, capacity=1)
    held = path.booked(path.referred(people, session), slot)
    waiting = path.waits(path.referred(people, session), slot)
    link = tokens.token_of(held)
    row = answering.found(link).row
    answering.answer(row, True, "", visitor())
    assert path.again(held).coming
    answering.answer(row, False, "Bus en grève", visitor())
    assert (path.again(held).state, path.again(held).word) == (State.CANCELLED, "Bus en grève")
    assert path.again(waiting).state == State.BOOKED
    with pytest.raises(Refused, match="n’est plus possible"):
        answering.answer(row, True, "", visitor())
    for forged in ("", "x", link[:-2] + "zz", tokens.token_of(waiting)[:20] + link[20:], "é"):
        assert answering.found(forged) is None


def test_reminders_leave_once_each(people, who, session):
    slot = path.slot(who, session, 72)
    path.booked(path.referred(people, session), slot)
    sent = []
    for hours in (10, 25, 25, 70.5, 70.5, 73):
        with clock.fixed(clock.now() + timedelta(hours=hours)):
            path.as_kairos(remind, clock.now())
        sent.append(_told().get("AppointmentReminder", 0))
    assert sent == [0, 1, 1, 2, 2, 2]
    assert _told()["AppointmentText"] == 2


def test_a_slot_of_others_is_not_written(people, who, session):
    slot = path.slot(who, session)
    with scope(people.owner_a.actor), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kairos.entry', gen_random_uuid()::text, true)")
        with pytest.raises(Exception, match="row-level security"):
            cursor.execute("UPDATE appointment_slot SET capacity = 99 WHERE id = %s", [slot.pk])


def test_an_enrolment_absent_may_come_again(people, who, session):
    row = path.referred(people, session)
    run(who, Enrolling.miss, row.pk)
    assert path.booked(path.again(row), path.slot(who, session)).state == State.BOOKED
    assert path.again(row).state == Enrolment.State.ABSENT
