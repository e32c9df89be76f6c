"""The lifecycle of a session."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.offer.catalogue import acts, conditions
from kairos.offer.catalogue.models import TrainingSession

State = TrainingSession.State
REASON = conditions.given("reason", "Dites pourquoi : les personnes concernées le liront tel quel.")
WRITTEN = (conditions.file_fields_stay, conditions.dates_follow, conditions.held_at_the_place)


class Session(Lifecycle):
    """Written by hand or taken from a file as a DRAFT, that only the organisation sees. Complete, its warnings put
    right or maintained, it is PUBLISHED: everyone finds it. On its first day it is STARTED, after its last ENDED, both
    by themselves. SUSPENDED it is found no more, and resumes; CANCELLED is for good. Full is derived from its places.

    Its people correct it until it is over; what a file gave is read-only. Whoever has people on a session listens to
    its events (`events.py`).
    """

    name = "training_session"
    model = TrainingSession
    states = State

    create = Act(
        label="Enregistrer le brouillon",
        sources=None,
        target=State.DRAFT,
        permission="catalogue.enter",
        body=acts.create,
        guards=(conditions.dates_follow, conditions.held_at_the_place),
    )
    copy = Act(
        label="Copier à de nouvelles dates",
        sources=None,
        target=State.DRAFT,
        permission="catalogue.enter",
        body=acts.copy,
        guards=(conditions.new_first_day,),
    )
    edit = Act(
        label="Enregistrer",
        sources=(State.DRAFT, State.PUBLISHED, State.STARTED, State.SUSPENDED),
        permission="catalogue.enter",
        body=acts.edit,
        guards=(conditions.unchanged, *WRITTEN, conditions.stays_complete, conditions.keeps_places_held),
    )
    maintain = Act(
        label="Maintenir malgré l’avertissement",
        sources=(State.DRAFT, State.PUBLISHED, State.STARTED, State.SUSPENDED),
        permission="catalogue.enter",
        body=acts.maintain,
        guards=(conditions.given("reason", "Dites pourquoi vous maintenez."),),
        records=("reason",),
    )
    publish = Act(
        label="Publier la session",
        sources=(State.DRAFT,),
        target=State.PUBLISHED,
        permission="catalogue.publish",
        body=acts.publish,
        guards=(conditions.is_complete, conditions.is_not_over, conditions.doubts_are_maintained),
    )
    suspend = Act(
        label="Suspendre la session",
        sources=(State.PUBLISHED, State.STARTED),
        target=State.SUSPENDED,
        permission="catalogue.publish",
        body=acts.suspend,
        guards=(REASON,),
        records=("reason",),
    )
    resume = Act(
        label="Reprendre la session",
        sources=(State.SUSPENDED,),
        target=State.PUBLISHED,
        permission="catalogue.publish",
        body=acts.resume,
        guards=(conditions.is_complete, conditions.is_not_over),
    )
    cancel = Act(
        label="Annuler la session",
        sources=(State.DRAFT, State.PUBLISHED, State.STARTED, State.SUSPENDED),
        target=State.CANCELLED,
        permission="catalogue.publish",
        body=acts.cancel,
        guards=(REASON,),
        records=("reason",),
    )
    start = Act(
        label="Commencer la session",
        sources=(State.PUBLISHED,),
        target=State.STARTED,
        permission="catalogue.follow",
        body=acts.start,
        guards=(conditions.has_begun,),
    )
    end = Act(
        label="Terminer la session",
        sources=(State.PUBLISHED, State.STARTED, State.SUSPENDED),
        target=State.ENDED,
        permission="catalogue.follow",
        body=acts.end,
        guards=(conditions.has_ended,),
    )
