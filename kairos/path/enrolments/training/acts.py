"""What changes when an act of the second half is done: an AIS, a movement, a correction."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kairos.foundation import verifying
from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.path.enrolments import exits, rules, sources, turning
from kairos.path.enrolments import settings as first_half
from kairos.path.enrolments.events import DeclarationCorrected, EnrolmentEnded
from kairos.path.enrolments.models import Enrolment, Interruption, Movement, PlanModule
from kairos.path.enrolments.rules import Module, Plan
from kairos.path.enrolments.training import deadlines, messages, reading, reminding, settings

Kind, State = Movement.Kind, Enrolment.State
ONE_DAY = rules.ONE_DAY


def register(row: Enrolment, run: Run, *, hours: int, modules: Sequence[Module], maintained: str = "") -> None:
    """maintained: why two trainings at the same half-days are right all the same."""
    row.postcode = reading.session_of(row).delivery.postcode
    _plan(row, run, Plan(hours, tuple(modules)))
    deadlines.follow(row, State.REGISTERED)
    turning.turn(row, run)
    _declare(row, run, Kind.REGISTRATION, row.plan_starts_on, reason=maintained)
    turning.tell(row, run, messages.planned(row))


def _plan(row: Enrolment, run: Run, plan: Plan) -> None:
    row.planned_hours, row.plan_starts_on, row.plan_ends_on = plan.hours, plan.starts_on, plan.ends_on
    run.gather(_write_plans, (row, plan))


def _write_plans(asked: Sequence[tuple[Run, tuple[Enrolment, Plan]]]) -> None:
    PlanModule.objects.filter(enrolment__in=[row.pk for _, (row, _) in asked]).delete()
    PlanModule.objects.bulk_create(
        PlanModule(
            enrolment=row,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            number=number,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            hours=one.hours,
        )
        for _, (row, plan) in asked
        for number, one in enumerate(plan.modules, start=1)
    )


def enter(row: Enrolment, run: Run, *, on: date, late_reason: str = "") -> None:
    row.entered_on = on
    _move(row, run, State.IN_TRAINING, Kind.ENTRY, on, late_reason=late_reason)
    turning.tell(row, run, messages.since(on))


def no_show(row: Enrolment, run: Run, *, comment: str = "") -> None:
    """Never came: the place is free."""
    _void(row, run, Kind.REGISTRATION)
    _move(row, run, State.NO_SHOW, Kind.NO_SHOW, row.plan_starts_on, reason=comment, is_due=False)
    turning.tell(row, run)
    turning.read_for(row, run, sources.OVER, first_half.READ_AFTER_DAYS.value())
    run.publish(EnrolmentEnded(row, comment or row.get_state_display()))


def interrupt(row: Enrolment, run: Run, *, on: date, reason: str, late_reason: str = "") -> None:
    Interruption.objects.create(
        enrolment=row,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        starts_on=on,
        reason=reason,
        declared_at=run.now,
    )
    _move(row, run, State.INTERRUPTED, Kind.INTERRUPTION, on, reason=reason, late_reason=late_reason)
    turning.tell(row, run, messages.since(on))


def resume(row: Enrolment, run: Run, *, on: date, maintained: str = "") -> None:
    """on: first day back."""
    _close_interruption(row, on - ONE_DAY)
    _move(row, run, State.IN_TRAINING, Kind.RESUMPTION, on, reason=maintained, is_due=False)
    turning.tell(row, run, messages.since(on))


def complete(row: Enrolment, run: Run, *, on: date, late_reason: str = "") -> None:
    row.left_on, row.exit_reason = on, exits.COMPLETED.label
    _out(row, run, "", late_reason)


def leave(row: Enrolment, run: Run, *, on: date, reason: str, comment: str = "", late_reason: str = "") -> None:
    """reason: of the dated list."""
    row.left_on, row.exit_reason = on, reason
    _close_interruption(row, on)
    _out(row, run, rules.with_more(reason, " : ", comment), late_reason)
    run.publish(EnrolmentEnded(row, reason))


def _out(row: Enrolment, run: Run, reason: str, late_reason: str) -> None:
    _move(row, run, State.LEFT, Kind.EXIT, row.left_on, reason=reason, late_reason=late_reason)
    turning.tell(row, run, messages.last_day(row.left_on))
    turning.read_for(row, run, sources.OUT, settings.READ_AFTER_EXIT_DAYS.value())


def stop_with_session(row: Enrolment, run: Run, reason: str) -> EnrolmentEnded:
    """The session is cancelled while they are there: out, today."""
    today, last = min(deadlines.today_at(row), row.plan_ends_on), reading.last_interruption(row)
    declared = (today, row.entered_on, last.starts_on) if last else (today, row.entered_on)
    row.left_on, row.exit_reason = max(declared), exits.CANCELLED.label
    _close_interruption(row, row.left_on)
    _move(row, run, State.CANCELLED, Kind.EXIT, row.left_on, reason=reason)
    turning.read_for(row, run, sources.OUT, settings.READ_AFTER_EXIT_DAYS.value())
    ended = EnrolmentEnded(row, reason, together=True)
    run.publish(ended)
    return ended


def give_up(row: Enrolment, run: Run) -> None:
    """Nothing is awaited any more, and what said they were registered is good no more. By the person and the adviser
    too, who may not write what a provider declared."""
    if row.plan_starts_on is None:
        return
    deadlines.nothing(row)
    with scope(system("enrolments", run.actor.request_id)):
        _void(row, run, Kind.REGISTRATION, Kind.NO_SHOW)


def start_again(row: Enrolment, run: Run) -> None:
    """Referred anew: what was planned is no more."""
    give_up(row, run)
    row.planned_hours = row.plan_starts_on = row.plan_ends_on = None


def remind(row: Enrolment, run: Run, *, rank: int, count: int) -> None:
    """rank: 1 to who registered them, 2 to the RGC. count: of all those of the session, told in one message; 0: told
    already."""
    row.reminders = rank
    if count:
        for message in reminding.messages(row, rank, count):
            run.tell(message)


def keep(row: Enrolment, run: Run, *, comment: str) -> None:
    """Their absences until today were looked into. comment: what was learnt, for the journal."""
    row.kept_on = deadlines.today_at(row)


# Corrections


def correct_plan(
    row: Enrolment, run: Run, *, hours: int, modules: Sequence[Module], reason: str, maintained: str = ""
) -> None:
    _plan(row, run, Plan(hours, tuple(modules)))
    _void(row, run, Kind.REGISTRATION)
    _correct(row, run, Kind.REGISTRATION, row.plan_starts_on, rules.with_more(reason, " ", maintained))


def correct_entry(row: Enrolment, run: Run, *, on: date, reason: str, maintained: str = "") -> None:
    row.entered_on = on
    _void(row, run, Kind.ENTRY)
    _correct(row, run, Kind.ENTRY, on, reason)


def correct_exit(row: Enrolment, run: Run, *, on: date, reason: str, maintained: str = "") -> None:
    """The interruption that the exit closed lasts until then; no other."""
    if out := reading.left_while_out(row):
        Interruption.objects.filter(pk=out.pk).update(ends_on=on)
    row.left_on = on
    _void(row, run, Kind.EXIT)
    _correct(row, run, Kind.EXIT, on, reason)


def correct_interruption(
    row: Enrolment,
    run: Run,
    *,
    interruption: UUID,
    on: date,
    reason: str,
    until: date | None = None,
    maintained: str = "",
) -> None:
    """until: its last day, none while it lasts."""
    before = Interruption.objects.get(enrolment=row.pk, pk=interruption)
    Interruption.objects.filter(pk=interruption).update(starts_on=on, ends_on=until)
    _void(row, run, Kind.INTERRUPTION, on=before.starts_on)
    if until and before.ends_on and until != before.ends_on:
        _void(row, run, Kind.RESUMPTION, on=before.ends_on + ONE_DAY)
        _declare(row, run, Kind.RESUMPTION, until + ONE_DAY, reason=reason)
    _correct(row, run, Kind.INTERRUPTION, on, reason)


def undo_entry(row: Enrolment, run: Run, *, reason: str, maintained: str = "") -> None:
    """They were declared in, and never came, or not yet."""
    row.entered_on = None
    _undo(row, run, State.REGISTERED, Kind.ENTRY, reason)


def restore_registration(row: Enrolment, run: Run, *, reason: str, maintained: str = "") -> None:
    """They were said never to have come, and they did, or will."""
    _declare(row, run, Kind.REGISTRATION, row.plan_starts_on, reason=reason)
    _undo(row, run, State.REGISTERED, Kind.NO_SHOW, reason)
    turning.read_for(row, run, sources.REFERRAL if row.referred_by else sources.ENROLMENT)


def restore_training(row: Enrolment, run: Run, *, reason: str, maintained: str = "") -> None:
    """They were declared out, and are not."""
    _not_out(row, run, State.IN_TRAINING, reason)


def restore_interruption(row: Enrolment, run: Run, *, reason: str) -> None:
    """They were declared out while interrupted, and are interrupted still."""
    if out := reading.left_while_out(row):
        Interruption.objects.filter(pk=out.pk).update(ends_on=None)
    _not_out(row, run, State.INTERRUPTED, reason)


def _not_out(row: Enrolment, run: Run, back: str, reason: str) -> None:
    row.left_on, row.exit_reason = None, ""
    _undo(row, run, back, Kind.EXIT, reason)
    turning.read_for(row, run, sources.REFERRAL if row.referred_by else sources.ENROLMENT)


def _undo(row: Enrolment, run: Run, back: str, kind: str, reason: str) -> None:
    _void(row, run, kind)
    deadlines.follow(row, back)
    turning.turn(row, run, reason)
    turning.tell(row, run)
    run.publish(DeclarationCorrected(row))


def _correct(row: Enrolment, run: Run, kind: str, on: date, reason: str) -> None:
    """The state stays; what was declared before is good no more."""
    deadlines.follow(row, row.state)
    run.write_now()
    _declare(row, run, kind, on, reason=reason)
    turning.tell(row, run, messages.corrected(kind, on), reason)
    run.publish(DeclarationCorrected(row))


# What they have in common


def _move(
    row: Enrolment,
    run: Run,
    into: str,
    kind: str,
    on: date,
    *,
    reason: str = "",
    late_reason: str = "",
    is_due: bool = True,
) -> None:
    """A movement into a state, and what that state makes awaited."""
    due_on, due_rule = deadlines.of(row, on) if is_due else (None, "")
    deadlines.follow(row, into)
    turning.turn(row, run, reason)
    _declare(row, run, kind, on, reason=reason, late_reason=late_reason, due_on=due_on, due_rule=due_rule)


def _declare(row: Enrolment, run: Run, kind: str, on: date, **more: object) -> None:
    movement = Movement(
        enrolment=row,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        kind=kind,
        on=on,
        declared_at=run.now,
        declared_by=run.actor.scope_user,
        code=verifying.new_code(),
        **more,
    )
    run.gather(_write_movements, movement)


def _write_movements(asked: Sequence[tuple[Run, Movement]]) -> None:
    Movement.objects.bulk_create([one for _, one in asked])


def _void(row: Enrolment, run: Run, *kinds: str, **more: Any) -> None:
    rows = Movement.objects.filter(enrolment=row.pk, kind__in=kinds, voided_at__isnull=True)
    rows.filter(**more).update(voided_at=run.now)


def _close_interruption(row: Enrolment, until: date) -> None:
    Interruption.objects.filter(enrolment=row.pk, ends_on__isnull=True).update(ends_on=until)
