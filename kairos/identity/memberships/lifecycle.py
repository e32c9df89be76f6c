"""The lifecycle of a membership application."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.memberships import acts, conditions
from kairos.identity.memberships.models import MembershipApplication
from kairos.identity.memberships.takeover import acts as takeover

State = MembershipApplication.State


class Application(Lifecycle):
    """Saved (DRAFT), then submitted with the terms accepted (SUBMITTED): the file is frozen and kept as a version.

    An officer takes it (IN_REVIEW), may give it back or hand it over, and ends it: ACCEPTED, REFUSED, or COMPLEMENT,
    where the provider edits the file and submits again to the same officer. The provider may abandon what is theirs
    to finish (DRAFT, COMPLEMENT). Checks run after each submission and on demand; both sides may write meanwhile. A
    member of before Kairos is taken over as ACCEPTED at once.
    """

    name = "membership_application"
    model = MembershipApplication
    states = State

    save = Act(
        label="Enregistrer ma demande",
        sources=None,
        target=State.DRAFT,
        permission="memberships.apply",
        body=acts.save,
        guards=(conditions.no_open_application, conditions.no_membership_of_ours),
    )
    submit = Act(
        label="Je valide ma demande",
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        permission="memberships.apply",
        body=acts.submit,
        guards=(conditions.file_is_complete, conditions.terms_are_accepted, conditions.no_membership_of_ours),
        records=("terms",),
    )
    resubmit = Act(
        label="Je valide de nouveau ma demande",
        sources=(State.COMPLEMENT,),
        target=State.IN_REVIEW,
        permission="memberships.apply",
        body=acts.resubmit,
        guards=(conditions.file_is_complete, conditions.terms_are_accepted, conditions.no_membership_of_ours),
        records=("terms",),
    )
    abandon = Act(
        label="Abandonner la demande",
        sources=(State.DRAFT, State.COMPLEMENT),
        target=State.ABANDONED,
        permission="memberships.apply",
        body=acts.abandon,
    )
    take = Act(
        label="Prendre en charge",
        sources=(State.SUBMITTED, State.IN_REVIEW),
        target=State.IN_REVIEW,
        permission="memberships.instruct",
        body=acts.take,
        guards=(conditions.not_mine_already,),
    )
    release = Act(
        label="Rendre à la file",
        sources=(State.IN_REVIEW,),
        target=State.SUBMITTED,
        permission="memberships.instruct",
        body=acts.release,
    )
    hand_over = Act(
        label="Passer à un collègue",
        sources=(State.IN_REVIEW,),
        permission="memberships.instruct",
        body=acts.hand_over,
        guards=(conditions.to_a_colleague,),
        records=("officer",),
    )
    recheck = Act(
        label="Relancer les contrôles",
        sources=(State.SUBMITTED, State.IN_REVIEW),
        permission="memberships.instruct",
        body=acts.recheck,
    )
    note_checks = Act(
        label="Noter les contrôles",
        sources=(State.SUBMITTED, State.IN_REVIEW, State.COMPLEMENT),
        permission="memberships.check",
        body=acts.note_checks,
        guards=(conditions.of_this_version,),
    )
    accept = Act(
        label="Accepter l’adhésion",
        sources=(State.IN_REVIEW,),
        target=State.ACCEPTED,
        permission="memberships.decide",
        body=acts.accept,
        guards=(conditions.checks_are_answered, conditions.siret_is_free),
        records=("reason",),
    )
    ask_complement = Act(
        label="Demander un complément",
        sources=(State.IN_REVIEW,),
        target=State.COMPLEMENT,
        permission="memberships.decide",
        body=acts.ask_complement,
        guards=(conditions.given("reason", "Dites ce qui manque : l’organisme le lira tel quel."),),
        records=("reason",),
    )
    refuse = Act(
        label="Refuser l’adhésion",
        sources=(State.IN_REVIEW,),
        target=State.REFUSED,
        permission="memberships.decide",
        body=acts.refuse,
        guards=(conditions.motive_is_proposed,),
        records=("motive", "reason"),
    )
    write = Act(
        label="Envoyer le message",
        sources=(State.SUBMITTED, State.IN_REVIEW, State.COMPLEMENT),
        permission="memberships.discuss",
        body=acts.write,
        guards=(conditions.given("text", "Écrivez votre message."),),
    )
    take_over = Act(
        label="Reprendre une adhésion existante",
        sources=None,
        target=State.ACCEPTED,
        permission="memberships.take_over",
        body=takeover.take_over,
    )
    remind = Act(
        label="Rappeler",
        sources=(State.DRAFT, State.COMPLEMENT),
        permission="memberships.remind",
        body=acts.remind,
        guards=(conditions.reminder_due,),
    )
