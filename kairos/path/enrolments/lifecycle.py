"""The lifecycle of one person on one session: until the decision, then in training until the exit."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.enrolments import acts, conditions, guards
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.training import acts as training
from kairos.path.enrolments.training import conditions as when

State = Enrolment.State
UNDECIDED = (State.REFERRED, State.REQUESTED, State.WAITING, State.ABSENT)
THERE = (State.IN_TRAINING, State.INTERRUPTED)
OUT = (State.COMPLETED, State.LEFT)
PLAN = (when.session_runs, when.plan_is_possible)
HAPPENED = (when.is_not_to_come, when.says_why_late)
CORRECTS = (when.says_why, guards.before_correction)
BEGINS = (conditions.session_is_open, conditions.person_is_followed)


class Enrolling(Lifecycle):
    """REFERRED by the adviser, or REQUESTED by the person: from then on the provider reads them. The provider says
    RETAINED, NOT_RETAINED with a reason of the dated list, WAITING for a place, or ABSENT from the meeting. Who is
    waiting or was absent may still be retained; who was not, or withdrew, is referred again by the adviser alone
    (`reopen`). WITHDRAWN by the person or the adviser, CANCELLED with the session: the reading closes at once.

    Who is retained is REGISTERED by an AIS: a plan within the session, a place, no other training at the same
    half-days. Then IN_TRAINING from the entry (AES), or NO_SHOW, which frees the place. INTERRUPTED and resumed as
    often as it happens; out as COMPLETED, or LEFT before the end with a reason of the dated list. Each movement is
    declared once it happened, within the legal days, later with the reason. What was declared wrongly is corrected or
    undone with a reason, unless something above counts on it (`guards.before_correction`)."""

    name = "enrolment"
    model = Enrolment
    states = State

    refer = Act(
        label="Orienter vers la session",
        sources=None,
        target=State.REFERRED,
        permission="enrolments.refer",
        body=acts.refer,
        guards=BEGINS,
    )
    request = Act(
        label="Demander cette formation",
        sources=None,
        target=State.REQUESTED,
        permission="enrolments.request",
        body=acts.request,
        guards=BEGINS,
    )
    retain = Act(
        label="Retenir",
        sources=UNDECIDED,
        target=State.RETAINED,
        permission="enrolments.decide",
        body=acts.retain,
    )
    not_retain = Act(
        label="Ne pas retenir",
        sources=(*UNDECIDED, State.RETAINED, State.REGISTERED),
        target=State.NOT_RETAINED,
        permission="enrolments.decide",
        body=acts.not_retain,
        guards=(conditions.reason_is_listed,),
        records=("reason",),
    )
    wait = Act(
        label="Mettre en attente",
        sources=(State.REFERRED, State.REQUESTED, State.ABSENT),
        target=State.WAITING,
        permission="enrolments.enter",
        body=acts.wait,
    )
    miss = Act(
        label="Noter absent",
        sources=(State.REFERRED, State.REQUESTED, State.WAITING),
        target=State.ABSENT,
        permission="enrolments.enter",
        body=acts.miss,
    )
    reopen = Act(
        label="Orienter de nouveau",
        sources=(State.ABSENT, State.NOT_RETAINED, State.WITHDRAWN, State.NO_SHOW),
        target=State.REFERRED,
        permission="enrolments.refer",
        body=acts.reopen,
        guards=(*BEGINS, conditions.says_why),
        records=("reason",),
    )
    withdraw = Act(
        label="Renoncer à la formation",
        sources=(*UNDECIDED, State.RETAINED, State.REGISTERED),
        target=State.WITHDRAWN,
        permission="enrolments.withdraw",
        body=acts.withdraw,
        guards=(conditions.says_why,),
        records=("reason",),
    )
    cancel = Act(
        label="Fermer avec la session",
        sources=(*UNDECIDED, State.RETAINED, State.REGISTERED, *THERE),
        target=State.CANCELLED,
        permission="enrolments.follow",
        body=acts.cancel,
        records=("reason",),
    )

    register = Act(
        label="Inscrire (AIS)",
        sources=(State.RETAINED,),
        target=State.REGISTERED,
        permission="enrolments.register",
        body=training.register,
        guards=(*PLAN, when.has_a_place, when.plan_is_free, guards.before_ais),
        records=("hours", "modules", "maintained"),
    )
    enter = Act(
        label="Déclarer l’entrée (AES)",
        sources=(State.REGISTERED,),
        target=State.IN_TRAINING,
        permission="enrolments.declare",
        body=training.enter,
        guards=(*HAPPENED, when.enters_within_the_plan),
        records=("on", "late_reason"),
    )
    no_show = Act(
        label="Déclarer jamais venu",
        sources=(State.REGISTERED,),
        target=State.NO_SHOW,
        permission="enrolments.declare",
        body=training.no_show,
        guards=(when.should_have_come,),
        records=("comment",),
    )
    interrupt = Act(
        label="Déclarer une interruption",
        sources=(State.IN_TRAINING,),
        target=State.INTERRUPTED,
        permission="enrolments.declare",
        body=training.interrupt,
        guards=(*HAPPENED, when.is_within_the_stay, when.says_why, guards.before_pause),
        records=("on", "reason", "late_reason"),
    )
    resume = Act(
        label="Déclarer la reprise",
        sources=(State.INTERRUPTED,),
        target=State.IN_TRAINING,
        permission="enrolments.declare",
        body=training.resume,
        guards=(when.is_not_to_come, when.comes_back_after, when.return_is_free, guards.before_pause),
        records=("on", "maintained"),
    )
    complete = Act(
        label="Déclarer la fin de la formation",
        sources=(State.IN_TRAINING,),
        target=State.COMPLETED,
        permission="enrolments.declare",
        body=training.complete,
        guards=(*HAPPENED, when.is_within_the_stay, guards.before_exit),
        records=("on", "late_reason"),
    )
    leave = Act(
        label="Déclarer une sortie avant la fin",
        sources=THERE,
        target=State.LEFT,
        permission="enrolments.declare",
        body=training.leave,
        guards=(*HAPPENED, when.is_within_the_stay, when.exit_is_listed, when.exit_is_said_shortly, guards.before_exit),
        records=("on", "reason", "comment", "late_reason"),
    )
    correct_plan = Act(
        label="Corriger le plan",
        sources=(State.REGISTERED, *THERE),
        permission="enrolments.register",
        body=training.correct_plan,
        guards=(
            *PLAN,
            when.holds_what_happened,
            when.plan_is_free,
            when.correction_is_said_shortly,
            guards.before_ais,
            *CORRECTS,
        ),
        records=("hours", "modules", "reason", "maintained"),
    )
    correct_entry = Act(
        label="Corriger la date d’entrée",
        sources=(*THERE, *OUT),
        permission="enrolments.correct",
        body=training.correct_entry,
        guards=(
            when.is_not_to_come,
            when.enters_within_the_plan,
            when.entry_stays_first,
            when.earlier_entry_is_free,
            *CORRECTS,
        ),
        records=("on", "reason", "maintained"),
    )
    correct_exit = Act(
        label="Corriger la date de sortie",
        sources=OUT,
        permission="enrolments.correct",
        body=training.correct_exit,
        guards=(when.is_not_to_come, when.exit_stays_last, when.later_exit_is_free, *CORRECTS),
        records=("on", "reason", "maintained"),
    )
    correct_interruption = Act(
        label="Corriger une interruption",
        sources=(*THERE, *OUT),
        permission="enrolments.correct",
        body=training.correct_interruption,
        guards=(when.interruption_fits, when.shorter_interruption_is_free, *CORRECTS),
        records=("on", "until", "reason", "maintained"),
    )
    undo_entry = Act(
        label="Annuler l’entrée",
        sources=(State.IN_TRAINING,),
        target=State.REGISTERED,
        permission="enrolments.correct",
        body=training.undo_entry,
        guards=(when.was_not_interrupted, when.earlier_entry_is_free, *CORRECTS),
        records=("reason", "maintained"),
    )
    restore_registration = Act(
        label="Rétablir l’inscription",
        sources=(State.NO_SHOW,),
        target=State.REGISTERED,
        permission="enrolments.correct",
        body=training.restore_registration,
        guards=(when.session_runs, when.has_a_place, when.registration_is_free, *CORRECTS),
        records=("reason", "maintained"),
    )
    restore_training = Act(
        label="Annuler la sortie",
        sources=OUT,
        target=State.IN_TRAINING,
        permission="enrolments.correct",
        body=training.restore_training,
        guards=(when.left_from_training, when.session_runs, when.has_a_place, when.rest_is_free, *CORRECTS),
        records=("reason", "maintained"),
    )
    restore_interruption = Act(
        label="Annuler la sortie, l’interruption reprend",
        sources=(State.LEFT,),
        target=State.INTERRUPTED,
        permission="enrolments.correct",
        body=training.restore_interruption,
        guards=(when.left_while_interrupted, when.session_runs, when.has_a_place, *CORRECTS),
        records=("reason",),
    )
    keep = Act(
        label="Noter que la personne reste en formation",
        sources=(State.IN_TRAINING,),
        permission="enrolments.declare",
        body=training.keep,
        guards=(when.says_what_was_learnt,),
        records=("comment",),
    )
    remind = Act(
        label="Rappeler ce qui est à déclarer",
        sources=(State.REGISTERED, *THERE),
        permission="enrolments.follow",
        body=training.remind,
    )
