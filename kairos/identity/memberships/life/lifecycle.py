"""The lifecycle of a membership."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.memberships.conditions import given
from kairos.identity.memberships.life import acts, conditions
from kairos.identity.memberships.members.models import Membership

State = Membership.State
BELONG, OVERSEE, WATCH = "memberships.belong", "memberships.oversee", "memberships.watch"
RUNNING = (State.ACTIVE, State.SUSPENDED)


class MembershipLife(Lifecycle):
    """Begun by the acceptance (ACTIVE), for a term that a renewal prolongs from its very end.

    That a renewal is due is derived, not a state: it follows the last day and a dated setting, and opens nothing but a
    button and a reminder. The RGC asks for it, accepting the terms; the operator decides. Without it the membership is
    EXPIRED the day after: the portal closes, the file stays, it may still be renewed for a while, then it is ENDED.
    The RGC may ask to leave: after the last day it is LEFT. SUSPENDED: at once in an urgent procedure, or when a lost
    declaration of activity is not put right in time. WITHDRAWN: at the end of a procedure alone (see
    `procedures/lifecycle.py`). The operator restores what is suspended or withdrawn.
    """

    name = "membership"
    model = Membership
    states = State

    begin = Act(
        label="Commencer l’adhésion",
        sources=None,
        target=State.ACTIVE,
        permission="memberships.decide",
        body=acts.begin,
    )
    ask_renewal = Act(
        label="Demander le renouvellement",
        sources=(State.ACTIVE, State.EXPIRED),
        permission=BELONG,
        body=acts.ask_renewal,
        guards=(
            conditions.renewal_not_asked,
            conditions.renewal_is_open,
            conditions.staying,
            conditions.no_procedure,
            conditions.newest_terms_are_accepted,
        ),
        records=("terms",),
    )
    renew = Act(
        label="Renouveler l’adhésion",
        sources=(State.ACTIVE, State.EXPIRED),
        target=State.ACTIVE,
        permission=OVERSEE,
        body=acts.renew,
        guards=(conditions.renewal_was_asked, conditions.no_procedure),
    )
    refuse_renewal = Act(
        label="Refuser le renouvellement",
        sources=(State.ACTIVE, State.SUSPENDED, State.EXPIRED),
        permission=OVERSEE,
        body=acts.refuse_renewal,
        guards=(conditions.renewal_was_asked, given("reason", conditions.WHY)),
        records=("reason",),
    )
    remind_renewal = Act(
        label="Rappeler le renouvellement",
        sources=(State.ACTIVE,),
        permission=WATCH,
        body=acts.remind_renewal,
        guards=(conditions.renewal_reminder_due,),
    )
    accept_terms = Act(
        label="Accepter les nouvelles conditions",
        sources=RUNNING,
        permission=BELONG,
        body=acts.accept_terms,
        guards=(conditions.terms_are_new, conditions.newest_terms_are_accepted),
        records=("terms",),
    )
    remind_terms = Act(
        label="Rappeler les nouvelles conditions",
        sources=(State.ACTIVE,),
        permission=WATCH,
        body=acts.remind_terms,
        guards=(conditions.terms_reminder_due,),
    )
    ask_to_leave = Act(
        label="Quitter Kairos",
        sources=RUNNING,
        permission=BELONG,
        body=acts.ask_to_leave,
        guards=(conditions.staying, conditions.last_day_is_possible, given("reason", conditions.WHY_LEAVE)),
        records=("on", "reason"),
    )
    stay = Act(
        label="Renoncer au départ",
        sources=RUNNING,
        permission=BELONG,
        body=acts.stay,
        guards=(conditions.leaving,),
    )
    leave = Act(
        label="Mettre fin après le dernier jour",
        sources=RUNNING,
        target=State.LEFT,
        permission=WATCH,
        body=acts.leave,
        guards=(conditions.last_day_is_past,),
    )
    correct_end = Act(
        label="Corriger le dernier jour",
        sources=(State.ACTIVE,),
        permission=OVERSEE,
        body=acts.correct_end,
        guards=(conditions.another_last_day, given("reason", conditions.WHY)),
        records=("on", "reason"),
    )
    expire = Act(
        label="Constater la fin",
        sources=RUNNING,
        target=State.EXPIRED,
        permission=WATCH,
        body=acts.expire,
        guards=(conditions.term_is_over,),
    )
    close = Act(
        label="Clore l’adhésion",
        sources=(State.EXPIRED,),
        target=State.ENDED,
        permission=WATCH,
        body=acts.close,
        guards=(conditions.nothing_waits,),
    )
    note_loss = Act(
        label="Déclarer la perte de la déclaration d’activité",
        sources=(State.ACTIVE,),
        permission="memberships.note_loss",
        body=acts.note_loss,
        guards=(conditions.in_order, given("reason", "Dites ce qui s’est passé.")),
        records=("reason",),
    )
    regularise = Act(
        label="Constater la régularisation",
        sources=(State.ACTIVE,),
        permission=OVERSEE,
        body=acts.regularise,
        guards=(conditions.out_of_order, given("reason", conditions.PROOF)),
        records=("reason",),
    )
    suspend_irregular = Act(
        label="Suspendre faute de régularisation",
        sources=(State.ACTIVE,),
        target=State.SUSPENDED,
        permission=WATCH,
        body=acts.suspend_irregular,
        guards=(conditions.regularisation_is_late,),
    )
    suspend = Act(
        label="Suspendre",
        sources=(State.ACTIVE,),
        target=State.SUSPENDED,
        permission=OVERSEE,
        body=acts.suspend,
        guards=(conditions.a_procedure_runs, given("reason", conditions.WHY)),
        records=("reason",),
    )
    withdraw = Act(
        label="Retirer l’accès",
        sources=(State.ACTIVE, State.SUSPENDED, State.EXPIRED, State.LEFT),
        target=State.WITHDRAWN,
        permission=OVERSEE,
        body=acts.withdraw,
        guards=(conditions.provider_was_heard, given("reason", conditions.WHY)),
        records=("reason",),
    )
    restore = Act(
        label="Rétablir l’accès",
        sources=(State.SUSPENDED, State.WITHDRAWN),
        target=State.ACTIVE,
        permission=OVERSEE,
        body=acts.restore,
        guards=(conditions.term_is_not_over, given("reason", conditions.WHY)),
        records=("reason",),
    )
    write = Act(
        label="Envoyer le message",
        sources=(State.ACTIVE, State.SUSPENDED, State.EXPIRED, State.LEFT, State.WITHDRAWN),
        permission="memberships.discuss",
        body=acts.write,
        guards=(given("text", "Écrivez votre message."),),
    )
    note_recheck = Act(
        label="Comparer aux répertoires",
        sources=RUNNING,
        permission=WATCH,
        body=acts.note_recheck,
    )
