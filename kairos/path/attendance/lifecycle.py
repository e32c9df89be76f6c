"""The lifecycles of a group's sheet and of a trainee's month."""

from kairos.foundation.engine import ANY, Act, Lifecycle
from kairos.path.attendance import acts, conditions
from kairos.path.attendance.guards import before_correction
from kairos.path.attendance.models import AttendanceMonth, AttendanceSheet

State = AttendanceMonth.State
GIVEN = (State.SUBMITTED, State.CONFIRMED, State.CONTESTED, State.LOCKED)


class Sheet(Lifecycle):
    """The month of a group, which has no state of its own: opened when something is first said, saved as a whole (all
    of it or nothing, every reason at once), submitted for some of its people or for all of them."""

    name = "attendance_sheet"
    model = AttendanceSheet

    open = Act(label="Ouvrir le mois", sources=None, permission="attendance.enter", body=acts.open_)
    save = Act(
        label="Enregistrer",
        sources=ANY,
        permission="attendance.enter",
        body=acts.save,
        guards=(conditions.nobody_said_otherwise, conditions.half_days_are_sound),
    )
    submit = Act(
        label="Rendre le mois",
        sources=ANY,
        permission="attendance.submit",
        body=acts.submit,
        guards=(conditions.declares_it, conditions.months_are_whole),
    )


class Month(Lifecycle):
    """OPEN while it is filled. SUBMITTED by the organisation, it counts: its plan and totals are frozen, that version
    is kept. The person confirms it (CONFIRMED) or contests half-days (CONTESTED) within some days, silence accepts;
    then it is LOCKED. What is contested is corrected, or maintained with a reason, which locks it. A correction opens
    it again as another version, with a reason; what was invoiced may object (`before_correction`)."""

    name = "attendance_month"
    model = AttendanceMonth
    states = State

    begin = Act(
        label="Commencer le mois",
        sources=None,
        target=State.OPEN,
        permission="attendance.enter",
        body=acts.begin,
    )
    describe = Act(
        label="Préciser",
        sources=(State.OPEN,),
        permission="attendance.enter",
        body=acts.describe,
        guards=(conditions.marks_are_sound,),
    )
    submit = Act(
        label="Rendre le mois",
        sources=(State.OPEN,),
        target=State.SUBMITTED,
        permission="attendance.submit",
        body=acts.freeze,
    )
    confirm = Act(
        label="Confirmer mon mois",
        sources=(State.SUBMITTED,),
        target=State.CONFIRMED,
        permission="attendance.answer",
        body=acts.confirm,
        guards=(conditions.is_in_time,),
    )
    contest = Act(
        label="Contester une demi-journée",
        sources=(State.SUBMITTED, State.CONFIRMED, State.CONTESTED),
        target=State.CONTESTED,
        permission="attendance.answer",
        body=acts.contest,
        guards=(conditions.is_in_time, conditions.was_planned, conditions.says_what_happened),
        records=("day", "half", "word"),
    )
    correct = Act(
        label="Corriger le mois",
        sources=GIVEN,
        target=State.OPEN,
        permission="attendance.correct",
        body=acts.correct,
        guards=(conditions.says_why, before_correction),
        records=("reason",),
    )
    maintain = Act(
        label="Maintenir le mois",
        sources=(State.CONTESTED,),
        target=State.LOCKED,
        permission="attendance.correct",
        body=acts.maintain,
        guards=(conditions.says_why,),
        records=("reason",),
    )
    lock = Act(
        label="Arrêter le mois",
        sources=(State.SUBMITTED, State.CONFIRMED),
        target=State.LOCKED,
        permission="attendance.follow",
        body=acts.lock,
        guards=(conditions.time_is_over,),
    )
