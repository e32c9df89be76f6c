"""The month of a group: what is taken, what is refused with every reason at its place, what is kept, who sees it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Reason, Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.foundation.uploads import examining
from kairos.foundation.uploads.models import Upload
from kairos.foundation.working_days import is_working_day, place_of
from kairos.path.attendance import queries
from kairos.path.attendance.board import BLANK, Cell
from kairos.path.attendance.changes import Change
from kairos.path.attendance.guards import before_correction
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth, AttendanceSheet, AttendanceVersion
from kairos.path.attendance.rules import HALF_DAYS
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from tests.support import agencies, attendance, papers, path
from tests.support.attendance import planned
from tests.support.team import run

State = AttendanceMonth.State
EXCUSED = Cell("J", None, "Entretien d’embauche")


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def session(people, who):
    return attendance.group(people, who)


def _told(kind: str) -> int:
    with scope(system("tests")):
        return OutboxMessage.objects.filter(kind=kind).count()


def _line(who, session, number=0, month=None):
    return list(attendance.board(who, session, month).lines.values())[number]


def test_the_board_expects_people_when_their_stay_and_the_timetable_say(who, session):
    line = _line(who, session)
    day = line.stay.entered_on
    assert planned(line)
    assert all(minutes in (0, 210) for minutes in line.plan)
    assert line.plan[2 * (day.day - 1)] == (210 if is_working_day(day, place_of(session.delivery.postcode)) else 0)


def test_what_is_said_is_kept_and_the_rest_stays_to_be_completed(who, session):
    one, two = attendance.board(who, session).lines
    first, second, third = planned(_line(who, session))[:3]
    attendance.write(who, session, {(one, first): "A", (one, second): Cell("R", 30), (two, third): "P"})
    board = attendance.board(who, session)
    assert [board.lines[one].cell(rank) for rank in (first, second, third)] == [Cell("A"), Cell("R", 30), BLANK]
    assert board.lines[two].cell(third) == Cell("P")
    totals = board.lines[one].totals
    assert (totals.present, totals.unjustified) == (180, 240)
    attendance.write(who, session, {(one, first): "P", (one, second): " "})
    board = attendance.board(who, session)
    assert [board.lines[one].cell(rank) for rank in (first, second)] == [Cell("P"), BLANK]


def test_everyone_present_fills_what_is_no_exception_up_to_today(who, session):
    one, _ = attendance.board(who, session).lines
    first = planned(_line(who, session))[0]
    attendance.write(who, session, {(one, first): "A"})
    attendance.everyone_there(who, session)
    board = attendance.board(who, session)
    assert board.lines[one].cell(first) == Cell("A")
    assert [line.totals.left for line in board.lines.values()] == [0, 0]
    this = clock.today().replace(day=1)
    attendance.everyone_there(who, session, this)
    board = attendance.board(who, session, this)
    said = [rank for rank in planned(board.lines[one]) if board.lines[one].cell(rank) != BLANK]
    assert all(board.day(rank) <= board.today for rank in said)


def test_every_reason_is_said_at_once_each_at_its_place(people, who, session):
    [one, two] = attendance.enrolments(session)
    line = _line(who, session)
    closed = next(rank for rank, minutes in enumerate(line.plan[: 2 * 28]) if not minutes)
    first, second = planned(line)[:2]
    with pytest.raises(Refused) as refused:
        attendance.write(
            who,
            session,
            {
                (one.pk, closed): "A",
                (one.pk, first): Cell("R", 500),
                (two.pk, second): Cell("J", None, "Grasse matinée"),
                (two.pk, first): "X",
            },
        )
    reasons = {reason.field: reason.message for reason in refused.value.reasons}
    assert set(reasons) == {f"{one.pk}.{closed}", f"{one.pk}.{first}", f"{two.pk}.{second}", f"{two.pk}.{first}"}
    assert "aucun cours" in reasons[f"{one.pk}.{closed}"]
    assert "210 minutes" in reasons[f"{one.pk}.{first}"]
    assert one.person.full_name in reasons[f"{one.pk}.{first}"]
    assert not AttendanceMark.objects.using("owner").exists()


def test_nothing_is_said_of_the_future_nor_of_a_stranger(people, who, session):
    this = clock.today().replace(day=1)
    [one, _] = attendance.enrolments(session)
    other = attendance.group(people, who, 1)
    [stranger] = attendance.enrolments(other)
    with clock.fixed(clock.now().replace(day=10)):
        line = attendance.board(who, session, this).lines[one.pk]
        future = planned(line)[-1]
        with pytest.raises(Refused) as refused:
            attendance.write(who, session, {(one.pk, future): "A", (stranger.pk, future): "A"}, month=this)
    assert [word in str(refused.value) for word in ("pas encore eu lieu", "pas en formation")] == [True, True]


def test_nothing_is_said_before_the_entry_or_after_the_exit(people, who, session):
    month = attendance.last_month()
    [one, _] = attendance.enrolments(session)
    left = month + timedelta(days=15)
    run(who, Enrolling.leave, one.pk, on=left, reason=path.LEFT, late_reason="Oubli.")
    line = attendance.board(who, session).lines[one.pk]
    assert max(planned(line)) <= 2 * 15 + 1
    after = next(rank for rank, m in enumerate(_line(who, session, 1).plan) if m and rank > 2 * 15 + 1)
    with pytest.raises(Refused, match="après sa sortie"):
        attendance.write(who, session, {(one.pk, after): "A"})


def test_who_writes_second_is_shown_what_changed_and_nothing_is_lost(who, session):
    one, two = attendance.board(who, session).lines
    first, second = planned(_line(who, session))[:2]
    attendance.write(who, session, {(one, first): "A"})
    stale = [Change(one, first, Cell("R"), BLANK), Change(two, second, Cell("A"), BLANK)]
    with pytest.raises(Refused) as refused:
        attendance.save(who, session, stale)
    assert [reason.field for reason in refused.value.reasons] == [f"{one}.{first}"]
    assert attendance.board(who, session).lines[two].cell(second) == BLANK
    attendance.save(who, session, [Change(one, first, Cell("R"), Cell("A")), stale[1]])
    assert attendance.board(who, session).lines[one].cell(first) == Cell("R")


def test_the_sheet_is_found_with_its_session_as_it_is_written(who, session):
    with scope(who.actor):
        unsaid = queries.sheet(who.actor, session.pk, attendance.last_month())
    assert unsaid._state.adding
    one, _ = attendance.board(who, session).lines
    attendance.write(who, session, {(one, planned(_line(who, session))[0]): "A"})
    with scope(who.actor):
        found = queries.sheet(who.actor, session.pk, attendance.last_month())
        stored = AttendanceSheet.objects.get(pk=unsaid.pk)
    fields = [field.attname for field in AttendanceSheet._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(stored, name) for name in fields]
    assert not found._state.adding
    assert found.saved_by == who.actor.user


def test_two_who_write_the_same_do_not_stand_in_each_others_way(who, session):
    one, _ = attendance.board(who, session).lines
    first = planned(_line(who, session))[0]
    attendance.write(who, session, {(one, first): EXCUSED})
    attendance.save(who, session, [Change(one, first, Cell("J"), BLANK)])
    assert attendance.board(who, session).lines[one].cell(first).motive == "Entretien d’embauche"
    with pytest.raises(Refused):
        attendance.save(who, session, [Change(one, first, Cell("J", None, "Convocation"), Cell("J"))])


def test_a_month_is_submitted_when_everything_is_said(who, session):
    one, _ = attendance.board(who, session).lines
    first, second = planned(_line(who, session))[:2]
    attendance.write(who, session, {(one, first): "J", (one, second): "R"})
    with pytest.raises(Refused) as refused:
        attendance.submit(who, session, declared=False)
    said = str(refused.value)
    assert all(word in said for word in ("déclaration", "à compléter", "motif", "minutes"))
    attendance.everyone_there(who, session)
    attendance.write(
        who, session, {(one, first): Cell("J", None, "Entretien d’embauche"), (one, second): Cell("R", 30)}
    )
    attendance.submit(who, session)
    months = list(AttendanceMonth.objects.using("owner").all())
    assert {row.state for row in months} == {State.SUBMITTED}
    assert _told("MonthToConfirm") == 2
    mine = next(row for row in months if row.enrolment_id == one)
    assert (mine.justified, mine.unjustified) == (210, 30)
    assert mine.planned == mine.present + 240 == sum(mine.plan)
    assert AttendanceVersion.objects.using("owner").count() == 2
    with pytest.raises(Refused, match="ne se saisit plus"):
        attendance.write(who, session, {(one, first): "A"})
    with pytest.raises(Refused, match="déjà rendu"):
        attendance.submit(who, session, [one])


def test_a_proof_is_asked_and_one_document_explains_several_half_days(people, who, session):
    one, _ = attendance.board(who, session).lines
    ranks = planned(_line(who, session))[:3]
    attendance.everyone_there(who, session)
    attendance.write(who, session, {(one, rank): Cell("J", None, "Maladie, certificat") for rank in ranks})
    with pytest.raises(Refused, match="joignez le justificatif"):
        attendance.submit(who, session, [one])
    document = examining.examine(SimpleUploadedFile("certificat.pdf", papers.pdf()))
    month = AttendanceMonth.objects.using("owner").get(enrolment=one)
    details = {"ranks": ranks, "minutes": None, "motive": "Maladie, certificat"}
    run(who, Month.describe, month.pk, **details, document=document)
    assert len({row.proof_id for row in AttendanceMark.objects.using("owner").all()}) == 1
    attendance.submit(who, session, [one])


def test_a_month_under_way_is_not_submitted_before_its_last_half_day(who, session):
    this = clock.today().replace(day=1)
    with clock.fixed(clock.now().replace(day=10)):
        attendance.everyone_there(who, session, this)
        with pytest.raises(Refused, match="se rend à partir du"):
            attendance.submit(who, session, month=this)


def test_the_person_confirms_or_contests_in_time_and_silence_accepts(people, who):
    month = attendance.submitted(people, who)
    me = attendance.oneself(month)
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    day = month.month + timedelta(days=rank // 2)
    with pytest.raises(Refused, match="demi-journée de cours"):
        run(me, Month.contest, month.pk, day=day.replace(year=2020), half=0, word="Là")
    run(me, Month.confirm, month.pk)
    run(me, Month.contest, month.pk, day=day, half=rank % 2, word="J’étais là.")
    with pytest.raises(Refused, match="déjà contesté"):
        run(me, Month.contest, month.pk, day=day, half=rank % 2, word="Encore.")
    assert path.again(month).state == State.CONTESTED
    assert _told("MonthContested") >= 2
    other = attendance.submitted(people, who)
    late = other.answer_by + timedelta(seconds=1)
    with clock.fixed(late), pytest.raises(Refused, match="délai"):
        run(attendance.oneself(other), Month.confirm, other.pk)
    assert attendance.locked(people, who).state == State.LOCKED
    assert path.again(month).state == State.CONTESTED


def test_a_correction_is_another_version_and_the_first_is_kept(people, who):
    month = attendance.submitted(people, who)
    before = (month.present, month.unjustified)
    with pytest.raises(Refused, match="Dites pourquoi"):
        run(who, Month.correct, month.pk, reason=" ")
    run(who, Month.correct, month.pk, reason=attendance.WHY)
    assert _told("MonthCorrected") == 1
    session, rank = attendance.session_of(month), next(rank for rank, minutes in enumerate(month.plan) if minutes)
    attendance.write(who, session, {(month.enrolment_id, rank): "P"})
    attendance.submit(who, session, [month.enrolment_id])
    first, second = AttendanceVersion.objects.using("owner").order_by("version")
    assert (first.present, first.unjustified) == before
    assert (second.version, second.unjustified, second.reason) == (2, 0, attendance.WHY)
    assert [one["kind"] for one in first.marks] == ["absence"]
    with pytest.raises(IntegrityError, match="month_totals_agree"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE attendance_month SET present = present + 1")


def test_what_is_invoiced_protects_a_month_from_corrections(people, who):
    month = attendance.submitted(people, who)
    answer = before_correction.register(lambda subject, actor, details: [Reason("Ce mois est facturé.")])
    try:
        with pytest.raises(Refused, match="facturé"):
            run(who, Month.correct, month.pk, reason=attendance.WHY)
    finally:
        before_correction._answers.remove(answer)


def test_a_contested_month_is_maintained_with_a_reason(people, who):
    month = attendance.contested(people, who)
    run(who, Month.maintain, month.pk, reason="La feuille signée le dit.")
    assert path.again(month).state == State.LOCKED
    assert _told("MonthMaintained") == 1


@pytest.mark.parametrize(("right", "enters", "submits"), [("consult", False, False), ("enter", True, False)])
def test_the_grades_of_the_area_open_their_acts(people, who, session, right, enters, submits):
    colleague = attendance.clerk(people, f"attendance.{right}")
    one, _ = attendance.board(who, session).lines
    cell = {(one, planned(_line(who, session))[0]): "A"}
    if enters:
        attendance.write(colleague, session, cell)
    else:
        with pytest.raises(Denied):
            attendance.write(colleague, session, cell)
    with pytest.raises(Denied):
        attendance.submit(colleague, session, [one])


def test_months_are_shown_to_those_concerned_alone_and_once_submitted(people, who):
    begun, given = attendance.begun(people, who), attendance.submitted(people, who)

    def seen(actor):
        with scope(actor):
            return set(queries.months_visible_to(actor).values_list("pk", flat=True))

    assert seen(who.actor) == {begun.pk, given.pk}
    assert seen(people.adviser.actor) == {given.pk}
    assert (seen(attendance.oneself(begun)), seen(attendance.oneself(given))) == (set(), {given.pk})
    assert seen(people.owner_a.actor) == set()
    assert seen(agencies.adviser(agencies.row_of(people.adviser).agency, "elsewhere").actor) == set()


def test_a_month_has_as_many_half_days_as_it_can():
    assert 2 * (date(2026, 2, 1) - date(2026, 1, 1)).days == HALF_DAYS


def test_what_a_submitted_month_counts_on_is_not_said_otherwise(people, who):
    month = attendance.submitted(people, who)
    later = {"on": month.month + timedelta(days=9), "reason": "Erreur de saisie."}
    with pytest.raises(Refused, match="est rendu : corrigez-le"):
        run(who, Enrolling.correct_entry, month.enrolment_id, **later)
    run(who, Month.correct, month.pk, reason=attendance.WHY)
    run(who, Enrolling.correct_entry, month.enrolment_id, **later)
    line = attendance.board(who, attendance.session_of(month)).lines[month.enrolment_id]
    assert min(planned(line)) >= 2 * 9


def test_an_exit_or_a_pause_does_not_take_days_from_a_submitted_month(people, who):
    """What is submitted is corrected first; the last day that was planned may be the last day there."""
    month = attendance.submitted(people, who)
    row = Enrolment.objects.using("owner").get(pk=month.enrolment_id)
    days = [month.month + timedelta(days=rank // 2) for rank, minutes in enumerate(month.plan) if minutes]
    for act, details in (
        (Enrolling.leave, {"on": days[-3], "reason": path.LEFT}),
        (Enrolling.complete, {"on": days[0]}),
        (Enrolling.interrupt, {"on": days[-1], "reason": "Maladie."}),
    ):
        with pytest.raises(Refused) as refused:
            run(who, act, row.pk, late_reason="Oubli.", **details)
        assert "corrigez-le d’abord" in str(refused.value)
    run(who, Month.correct, month.pk, reason=attendance.WHY)
    run(who, Enrolling.leave, row.pk, on=days[-3], reason=path.LEFT, late_reason="Oubli.")


def test_an_exit_after_the_last_planned_day_leaves_the_month_as_it_is(people, who):
    month = attendance.submitted(people, who)
    end = max(month.month + timedelta(days=rank // 2) for rank, minutes in enumerate(month.plan) if minutes)
    run(who, Enrolling.leave, month.enrolment_id, on=end, reason=path.LEFT, late_reason="Oubli.")
    assert path.again(month).state == State.SUBMITTED


def test_another_document_takes_the_place_of_the_first_which_goes(people, who, session):
    one, _ = attendance.enrolments(session)
    rank = planned(attendance.board(who, session).lines[one.pk])[0]
    attendance.write(who, session, {(one.pk, rank): "J"})
    month = attendance.month_of(one)
    for name in ("premier.pdf", "second.pdf"):
        document = examining.examine(SimpleUploadedFile(name, papers.pdf()))
        run(who, Month.describe, month.pk, ranks=[rank], minutes=None, motive="Maladie, certificat", document=document)
    assert list(Upload.objects.using("owner").values_list("name", flat=True)) == ["second.pdf"]
